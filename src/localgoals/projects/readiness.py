"""How far projects are prepared: gates, a score as a range, and the stage they stand in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from localgoals.projects.three_valued import Tally, all_of

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

DONE, PARTLY, NOT_DONE = 1.0, 0.5, 0.0
"""What an item of preparation counts."""


class Range(NamedTuple):
    """The least and the most that something can be, as long as some of it is not known."""

    least: Floats
    most: Floats


class Stages(NamedTuple):
    """Between which stages a project stands."""

    earliest: Counts
    """If nothing of what is not known is done."""
    latest: Counts
    """If all of it is done."""


def gates(answers: ArrayLike) -> Tally:
    """
    Tell whether projects pass all gates of a fund.

    Parameters
    ----------
    answers
        (projects, gates): 1 done, 0.5 in part, 0 not, NaN not known. In part is not passed.

    Examples
    --------
    >>> gates([[1, 0.5], [1, float("nan")]]).state.tolist()
    [0.0, nan]
    """
    values = np.asarray(answers, np.float64)
    return all_of(np.where(np.isnan(values), np.nan, values >= DONE))


def score(answers: ArrayLike, weights: ArrayLike) -> Range:
    """
    Score the preparation of projects.

    Parameters
    ----------
    answers
        (projects, items), as for `gates`.
    weights
        (items,), 0 or more; only their proportions count.

    Returns
    -------
    range
        Each (projects,): an item that is not known counts nothing in the least and all in the most;
        NaN where no item has a weight. [percent]

    Notes
    -----
    100 * sum of weight * answer / sum of weights. That an item in part counts one half is this
    project's choice: the facility names items, no points.

    Examples
    --------
    >>> found = score([[1, 0.5, 0, float("nan")]], [1, 1, 1, 1])
    >>> found.least.tolist(), found.most.tolist()
    ([37.5], [62.5])
    """
    values, weight = np.asarray(answers, np.float64), np.asarray(weights, np.float64)
    total = weight.sum()
    scale = 100 / total if total > 0 else np.nan
    least = np.where(np.isnan(values), NOT_DONE, values) @ weight
    most = np.where(np.isnan(values), DONE, values) @ weight
    return Range(least * scale, most * scale)


def stages(answers: ArrayLike, stage: ArrayLike, count: int) -> Stages:
    """
    Tell in which stage projects stand: the first one of which something is not done.

    Parameters
    ----------
    answers
        (projects, items), as for `gates`.
    stage
        (items,): the number of the stage in which each item is done, from 0; -1 for none.
    count
        How many stages there are.

    Returns
    -------
    stages
        Each (projects,), from 0; `count` where all is done.

    Examples
    --------
    >>> found = stages([[1, float("nan"), 0]], [0, 1, 2], 3)
    >>> found.earliest.tolist(), found.latest.tolist()
    ([1], [2])
    """
    values, of = np.asarray(answers, np.float64), np.asarray(stage, np.int64)
    numbered = of >= 0

    def first_open(filled: Floats) -> Counts:
        is_open = (filled < DONE) & numbered
        return np.asarray(np.where(is_open, of, count).min(axis=1, initial=count), np.int64)

    unknown = np.isnan(values)
    return Stages(
        first_open(np.where(unknown, NOT_DONE, values)), first_open(np.where(unknown, DONE, values))
    )
