"""Groups of participants who stand near each other on the map of opinions."""

from __future__ import annotations

from math import nan
from typing import Literal, NamedTuple

import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from localgoals.planning.votes import Floats, Integers

Start = Literal["first", "spread"]
"""
Where the middles of groups begin: at the first points, as in Polis, or far from each other, which
does not depend on who came first.
"""

BASE_CLUSTERS = 100
MOST_GROUPS = 5
_ROUNDS = 100
_NO_CLEARER = 0.01
"""Silhouettes that differ by less do not speak for more groups. Ours: Polis waits instead."""


class Clusters(NamedTuple):
    """k groups of n points."""

    labels: Integers
    """Of each point the number of its group. [n]"""
    centres: Floats
    """[k x 2]"""


class Choice(NamedTuple):
    """What was tried: so many groups, and how clearly they stand apart."""

    groups: int
    silhouette: float
    """Mean over the participants, each at the middle of the base cluster. [-1 to 1]"""


class OpinionGroups(NamedTuple):
    """The groups of n participants on the map."""

    labels: Integers
    """Of each participant the number of the group from 0; the largest group comes first. [n]"""
    base: Integers
    """Of each participant the number of the base cluster. [n]"""
    tried: tuple[Choice, ...]


def opinion_groups(points: Floats, *, groups: int = 0, start: Start = "first") -> OpinionGroups:
    """
    Group participants in two steps: up to 100 base clusters, and those into two to five groups.

    Parameters
    ----------
    points
        Where each participant stands, in the order in which they came. [n x 2]
    groups
        How many groups there are to be; 0 takes the smallest number whose silhouette is not more
        than 0.01 below the highest.
    start
        Where the middles of groups begin.

    Returns
    -------
    groups
        All in one group where fewer than two points differ.

    Notes
    -----
    Polis changes the number of groups only when another one was better four times in a row, and
    goes on from the groups that it had; what is computed here knows no earlier state, and asks
    for a clear difference instead.

    References
    ----------
    compdemocracy/polis, math, clusters; number of groups at most 2 + base clusters / 12.

    Examples
    --------
    >>> points = np.array([[0, 0], [0, 1], [9, 9], [9, 8], [9, 7.0]])
    >>> opinion_groups(points).labels.tolist()
    [1, 1, 0, 0, 0]
    """
    base = k_means(points, np.ones(len(points)), BASE_CLUSTERS, start=start)
    sizes = np.bincount(base.labels, minlength=len(base.centres)).astype(np.float64)
    most = min(MOST_GROUPS, 2 + len(sizes) // 12)
    counts = (groups,) if groups else tuple(range(2, most + 1))
    made = [k_means(base.centres, sizes, count, start=start) for count in counts]
    tried = tuple(
        Choice(len(one.centres), silhouette(base.centres, sizes, one.labels)) for one in made
    )
    scores = [-np.inf if one.silhouette != one.silhouette else one.silhouette for one in tried]
    best = made[_fewest_of_the_best(scores)].labels[base.labels]
    order = np.argsort(-np.bincount(best), kind="stable")
    return OpinionGroups(np.argsort(order, kind="stable")[best], base.labels, tried)


def _fewest_of_the_best(scores: list[float]) -> int:
    """Find the first number of groups that is as good as the best, or nearly so."""
    return int(np.argmax(np.array(scores) >= max(scores) - _NO_CLEARER))


def k_means(points: Floats, weights: Floats, groups: int, *, start: Start = "first") -> Clusters:
    """
    Put points into groups so that each is nearest to the middle of its own.

    Parameters
    ----------
    points
        [n x 2]
    weights
        Of each point, how many it stands for.
    groups
        As many at most: no more than there are points that differ.
    start
        Where the middles begin.

    Returns
    -------
    clusters
        Groups that lost all their points are left out.

    Examples
    --------
    >>> k_means(np.array([[0.0, 0], [4, 0], [5, 0]]), np.ones(3), 2).labels.tolist()
    [0, 1, 1]
    """
    centres = STARTS[start](points, weights, groups)
    labels = np.full(len(points), -1)
    for _ in range(_ROUNDS):
        found = np.asarray(cKDTree(centres).query(points, workers=-1)[1], np.int64)
        if (found == labels).all():
            break
        labels = found
        filled, labels = np.unique(labels, return_inverse=True)
        total = np.bincount(labels, weights, minlength=len(filled))
        sums = [np.bincount(labels, weights * axis, minlength=len(filled)) for axis in points.T]
        centres = np.column_stack(sums) / total[:, None]
    return Clusters(labels, centres)


def _first(points: Floats, weights: Floats, groups: int) -> Floats:
    """Take the first points that differ."""
    del weights
    _, at = np.unique(points, axis=0, return_index=True)
    return points[np.sort(at)[:groups]].copy()


def _spread(points: Floats, weights: Floats, groups: int) -> Floats:
    """Take the point farthest from the middle, then again and again the farthest from all taken."""
    middle = np.average(points, axis=0, weights=weights)
    # In an order of their own, so that equal distances do not depend on who came first.
    ordered = points[np.lexsort(points.T)]
    near = ((ordered - middle) ** 2).sum(axis=1)
    taken: list[Floats] = []
    while len(taken) < groups:
        farthest = ordered[int(near.argmax())]
        if taken and not near.max() > 0:
            break
        apart = ((ordered - farthest) ** 2).sum(axis=1)
        near = np.minimum(near, apart) if taken else apart
        taken.append(farthest)
    return np.array(taken)


STARTS = {"first": _first, "spread": _spread}


def silhouette(points: Floats, weights: Floats, labels: Integers) -> float:
    """
    Say how clearly groups stand apart: 1 far apart, 0 side by side, below 0 mixed up.

    Parameters
    ----------
    points
        [n x 2], some hundreds at most: every pair is measured.
    weights
        Of each point, how many people stand on it. [1 or more]
    labels
        The number of the group of each.

    Returns
    -------
    silhouette
        Mean over the people; one who is alone in a group counts 0. NaN for a single group.

    References
    ----------
    Rousseeuw, P. (1987), Silhouettes. Journal of Computational and Applied Mathematics 20.

    Examples
    --------
    >>> points = np.array([[0.0, 0], [0, 1], [9, 0], [9, 1]])
    >>> round(silhouette(points, np.ones(4), np.array([0, 0, 1, 1])), 3)
    0.889
    """
    groups, numbers = np.unique(labels, return_inverse=True)
    if len(groups) < 2:
        return nan
    members = np.eye(len(groups))[numbers] * weights[:, None]
    sums = cdist(points, points) @ members
    sizes = members.sum(axis=0)
    own = sizes[numbers]
    inside = sums[np.arange(len(points)), numbers] / np.maximum(own - 1, 1)
    outside = np.where(members > 0, np.inf, sums / sizes).min(axis=1)
    widest = np.maximum(inside, outside)
    values = np.divide(outside - inside, widest, out=np.zeros(len(points)), where=widest > 0)
    return float(np.average(np.where(own > 1, values, 0.0), weights=weights))


def adjusted_rand(one: Integers, other: Integers) -> float:
    """
    Say how far two groupings of the same people agree: 1 the same, about 0 by chance.

    References
    ----------
    Hubert, L., Arabie, P. (1985), Comparing partitions. Journal of Classification 2.

    Examples
    --------
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([5, 5, 2, 2]))
    1.0
    """
    first, second = (np.unique(labels, return_inverse=True)[1] for labels in (one, other))
    width = int(second.max(initial=0)) + 1
    cells = np.bincount(first * width + second)
    together = _pairs(cells)
    rows, columns = _pairs(np.bincount(first)), _pairs(np.bincount(second))
    chance = rows * columns / max(_pairs(np.array([len(first)])), 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)


def _pairs(counts: Integers) -> float:
    return float((counts * (counts - 1) / 2).sum())
