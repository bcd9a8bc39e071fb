"""Points of the Singapore Index: from figures to points, and from points to totals."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int_]

MOST_POINTS = 4
"""Of one indicator."""
_ROUNDING = 1e-9
"""A figure this close to an edge, as a share of it, is at the edge."""


def points_of(figures: ArrayLike, edges: ArrayLike, better: ArrayLike) -> Floats:
    """
    Give the points of figures: how many edges each has reached.

    Parameters
    ----------
    figures
        Of n rounds and k indicators, each in its own unit; NaN where not known. (n, k)
    edges
        Where 1, 2, 3 and 4 points begin; NaN for an indicator whose edges are not known. (k, 4)
    better
        1 where a higher figure is better, -1 where a lower one is. (k,)

    Returns
    -------
    points
        0 to 4; NaN where the figure or the edges are not known. (n, k)

    Notes
    -----
    A figure that stands on an edge has reached it. Tables quoted from the handbook leave figures
    on the highest edge to the class below ("14.0-20.0 %", "> 20.0 %"); implementations of it do
    not, and neither does this.

    References
    ----------
    World Resources Institute, cities-urbanshift, biodiversity reports, which quote the Handbook on
    the Singapore Index on Cities' Biodiversity (2021), CBD Technical Series 98.

    Examples
    --------
    >>> points_of([[12.0], [20.0]], [[1, 7, 14, 20]], [1]).tolist()
    [[2.0], [4.0]]
    """
    found, begin = np.asarray(figures, np.float64), np.asarray(edges, np.float64)
    way = np.asarray(better, np.float64)[:, None]
    slack = _ROUNDING * np.abs(begin)
    reached = (way * found[..., None] >= way * begin - slack).sum(axis=-1).astype(np.float64)
    known = ~np.isnan(found) & ~np.isnan(begin).any(axis=-1)
    return np.where(known, reached, np.nan)


def change_since_first(cities: ArrayLike, years: ArrayLike, counts: ArrayLike) -> Floats:
    """
    Give how many species more each round has than the first one of its city that has a count.

    Parameters
    ----------
    cities
        To which city each of n rounds belongs, by number. (n,)
    years
        Of each round; no city has two of one year. (n,)
    counts
        Species, of each round and k groups; NaN where not known. (n, k)

    Returns
    -------
    change
        NaN in the first round that has a count, from which the others are counted, and where there
        is no count. (n, k)

    References
    ----------
    As for `points_of`: the first year of application is the baseline, and the net change enters
    the index of the rounds that follow.

    Examples
    --------
    >>> change_since_first([0, 0], [2021, 2025], [[120.0], [124.0]]).tolist()
    [[nan], [4.0]]
    """
    city, when = np.asarray(cities), np.asarray(years, np.float64)
    found = np.asarray(counts, np.float64)
    change = np.full(found.shape, np.nan)
    order = np.lexsort((when, city))
    for group in range(found.shape[1]):
        rows = order[~np.isnan(found[order, group])]
        _, first, which = np.unique(city[rows], return_index=True, return_inverse=True)
        change[rows, group] = found[rows, group] - found[rows[first], group][which]
        change[rows[first], group] = np.nan
    return change


class Totals(NamedTuple):
    """Sums over indicators, of n rounds."""

    points: Floats
    """Of the indicators that are known; NaN where none is."""
    known: Counts
    """How many are."""
    possible: Counts
    """How many points these could have: 4 for each."""
    most: Floats
    """What the points could be if all that is not known had 4."""


def totals(points: ArrayLike) -> Totals:
    """
    Add points up over what is known.

    Parameters
    ----------
    points
        Of n rounds and k indicators, 0 to 4; NaN where not known, which is not 0. (n, k)

    Examples
    --------
    >>> totals([[3.0, float("nan"), 1.0]])
    Totals(points=array([4.]), known=array([2]), possible=array([8]), most=array([8.]))
    """
    found = np.asarray(points, np.float64)
    known = (~np.isnan(found)).sum(axis=1)
    total = np.where(known > 0, np.nansum(found, axis=1), np.nan)
    lacking = found.shape[1] - known
    most = np.nansum(found, axis=1) + MOST_POINTS * lacking
    return Totals(total, known, MOST_POINTS * known, most)


class Change(NamedTuple):
    """From one round to another, over the indicators that both have."""

    points: float
    """NaN where they have none in common."""
    shared: int


def change_between(before: ArrayLike, after: ArrayLike) -> Change:
    """
    Compare two rounds like with like.

    Parameters
    ----------
    before, after
        Points of the same indicators; NaN where not known. (k,)

    Examples
    --------
    >>> change_between([1.0, 2.0, float("nan")], [3.0, 2.0, 4.0])
    Change(points=2.0, shared=2)
    """
    step = np.asarray(after, np.float64) - np.asarray(before, np.float64)
    shared = int((~np.isnan(step)).sum())
    return Change(float(np.nansum(step)) if shared else float("nan"), shared)
