"""Put scores together level by level, from indicators to the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.ingest.layers import Floats
from localgoals.model.text import Message
from localgoals.scoring.composite.structure import INDICATOR_LEVEL, Structure
from localgoals.scoring.weights import Weights

_SHOWN = 10
# Pairs of units that are compared at once: few enough to stay in the processor's cache.
_PAIRS_AT_ONCE = 1 << 17


def arithmetic_mean(scores: Floats, weights: Floats) -> Floats:
    """
    Give the weighted mean of each row; an unknown score is left out together with its weight.

    Parameters
    ----------
    scores
        Shape (units, items); NaN where not known.
    weights
        One for each item.

    Returns
    -------
    means
        NaN where no score with a weight above 0 is known.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 7.
    Becker, COINr 1.1.14, `a_amean`.

    Examples
    --------
    >>> arithmetic_mean(np.array([[1.0, 4.0], [1.0, np.nan]]), np.array([1.0, 2.0]))
    array([3., 1.])
    """
    known = np.isfinite(scores)
    total = np.where(known, scores, 0.0) @ weights
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(total / (known @ weights))


def geometric_mean(scores: Floats, weights: Floats) -> Floats:
    """
    Give the weighted geometric mean of each row, in which a low score is made up for less.

    Parameters
    ----------
    scores
        Shape (units, items), above 0; NaN where not known.
    weights
        One for each item.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 7.
    Becker, COINr 1.1.14, `a_gmean`.
    """
    return np.asarray(np.exp(arithmetic_mean(np.log(scores), weights)))


def harmonic_mean(scores: Floats, weights: Floats) -> Floats:
    """
    Give the weighted harmonic mean of each row, which is nearest to the lowest scores.

    Parameters
    ----------
    scores
        Shape (units, items), above 0; NaN where not known.
    weights
        One for each item.

    References
    ----------
    Becker, COINr 1.1.14, `a_hmean`.
    """
    return np.asarray(1 / arithmetic_mean(1 / scores, weights))


def power_mean(scores: Floats, weights: Floats, *, exponent: float) -> Floats:
    """
    Give the weighted generalised mean of each row.

    Parameters
    ----------
    scores
        Shape (units, items), above 0 (0 or more when the exponent is above 0); NaN where not known.
    weights
        One for each item.
    exponent
        1 is the arithmetic mean, 0 the geometric, -1 the harmonic; the lower, the less a low score
        is made up for.

    References
    ----------
    Becker, COINr 1.1.14, `a_genmean`. Hardy, Littlewood and Pólya (1934), Inequalities, chapter 2.
    """
    if exponent == 0:
        return geometric_mean(scores, weights)
    # In parts of the greatest score, so that high powers do not run over.
    most = np.fmax.reduce(scores, axis=1, initial=0.0)[:, np.newaxis]
    with np.errstate(invalid="ignore"):
        parts = np.where(most > 0, scores / np.where(most > 0, most, 1.0), scores)
    return np.asarray(arithmetic_mean(parts**exponent, weights) ** (1 / exponent) * most[:, 0])


def copeland(scores: Floats, weights: Floats) -> Floats:
    """
    Count for each unit the others that it beats, less those that beat it.

    A unit beats another when the weights of the items on which it is better sum to more than the
    weights of those on which it is worse. Items that are unknown of one of the two do not count.

    Parameters
    ----------
    scores
        Shape (units, items); NaN where not known.
    weights
        One for each item.

    Returns
    -------
    counts
        NaN for a unit of which nothing is known. [-(units - 1), units - 1]

    Notes
    -----
    With unknown scores COINr (1.1.14, `outrankMatrix`) gives the weights of the missing comparisons
    to the unit that comes later in the table. Here the order of units changes nothing.

    References
    ----------
    JRC, 10 Step Guide (after the OECD/JRC handbook of 2008), step 7.
    Becker, COINr 1.1.14, `a_copeland`.

    Examples
    --------
    >>> copeland(np.array([[3.0, 3.0], [2.0, 1.0], [1.0, 2.0]]), np.ones(2))
    array([ 2., -1., -1.])
    """
    units = len(scores)
    # Ranks in the place of scores compare alike and need half the memory.
    places = pd.DataFrame(scores).rank(method="dense").to_numpy(dtype=np.float32).T.copy()
    sets = [(float(one), places[weights == one]) for one in np.unique(weights[weights > 0])]
    counts = np.zeros(units)
    step = max(1, _PAIRS_AT_ONCE // max(units, 1))
    for first in range(0, units, step):
        rows = slice(first, first + step)
        margin = np.zeros((len(counts[rows]), units))
        for weight, columns in sets:
            margin += weight * _wins_less_losses(columns, rows)
        # Weights such as 0.1 + 0.2 and 0.3 are equal but for their last bit.
        margin[np.abs(margin) <= 1e-12 * weights.sum()] = 0
        counts[rows] = np.sign(margin).sum(axis=1)
    counts[~np.isfinite(scores).any(axis=1)] = np.nan
    return counts


def _wins_less_losses(
    columns: NDArray[np.float32], rows: slice
) -> NDArray[np.int8] | NDArray[np.int32]:
    """Count for some units and all others on how many items each is better, less worse."""
    shape = (len(columns[0, rows]), columns.shape[1])
    # The smallest numbers that hold the count: with them it takes half the time.
    found = np.zeros(shape, dtype=np.int8 if len(columns) < 128 else np.int32)
    better, worse = np.empty(shape, dtype=bool), np.empty(shape, dtype=bool)
    for column in columns:
        some = column[rows, np.newaxis]
        np.greater(some, column, out=better)
        np.less(some, column, out=worse)
        found += better.view(np.int8)
        found -= worse.view(np.int8)
    return found


@dataclass(frozen=True)
class Aggregation:
    """How scores are put together."""

    methods: tuple[str, ...] = ("arithmetic",)
    """Keys of `AGGREGATIONS`: one for all levels, or one for each, from the lowest up."""
    min_coverage: float = 0.5
    """The least share of the items below that must be known for a score. [0-1]"""
    exponent: float = 0.5
    """Of the generalised mean (`power`)."""

    def __post_init__(self) -> None:
        if not isfinite(self.exponent):
            raise BadInput(
                Message("The exponent is {found}; it must be a number.", {"found": self.exponent})
            )

    def method_at(self, level: int) -> str:
        """Name the method by which items of a level are made; the lowest are on level 2."""
        return self.methods[0 if len(self.methods) == 1 else level - INDICATOR_LEVEL - 1]


def aggregate(
    scores: pd.DataFrame, structure: Structure, weights: Weights, how: Aggregation
) -> pd.DataFrame:
    """
    Make the scores of all aggregates, level by level up to the index.

    Parameters
    ----------
    scores
        Units by indicators, on one scale on which more is better; NaN where not known.
    structure
        What belongs to what.
    weights
        Of every item but the index.
    how
        The method of each level, and how much must be known.

    Returns
    -------
    scores
        Units by items: the indicators, then each level; NaN where too little is known.

    Raises
    ------
    BadInput
        When weights are missing, when there is not one method or one for each level, or when scores
        are too low for a mean of powers; the first of them are named.
    """
    weights.check(structure.children)
    if len(how.methods) not in (1, structure.depth - INDICATOR_LEVEL):
        raise BadInput(
            Message(
                "{count} ways to aggregate were named; name one, or one for each of the {levels} "
                "levels above the indicators.",
                {"count": len(how.methods), "levels": structure.depth - INDICATOR_LEVEL},
            )
        )
    found = {code: scores[code] for code in structure.indicators}
    for code, children in structure.children.items():
        below = pd.DataFrame({child: found[child] for child in children})
        method = how.method_at(structure[code].level)
        found[code] = _one(below, weights.of(children), method, how)
    return pd.DataFrame(found, index=scores.index)


def _one(below: pd.DataFrame, weights: Floats, method: str, how: Aggregation) -> pd.Series:
    cells = below.to_numpy(dtype=np.float64)
    check, put_together = AGGREGATIONS[method]
    floor = check(how)
    if floor is not None:
        _refuse_low(below, floor(cells), method)
    enough = np.isfinite(cells).mean(axis=1) >= how.min_coverage
    made = put_together(cells, weights, how)
    return pd.Series(np.where(enough, made, np.nan), index=below.index)


Floor = Callable[[Floats], NDArray[np.bool_]]


def _not_above_0(cells: Floats) -> NDArray[np.bool_]:
    return np.asarray(cells <= 0)


def _below_0(cells: Floats) -> NDArray[np.bool_]:
    return np.asarray(cells < 0)


def _floor_of_power(how: Aggregation) -> Floor | None:
    if how.exponent == 1:
        return None
    return _below_0 if how.exponent > 0 else _not_above_0


AGGREGATIONS: dict[
    str,
    tuple[
        Callable[[Aggregation], Floor | None],
        Callable[[Floats, Floats, Aggregation], Floats],
    ],
] = {
    "arithmetic": (lambda _: None, lambda cells, weights, _: arithmetic_mean(cells, weights)),
    "geometric": (lambda _: _not_above_0, lambda cells, weights, _: geometric_mean(cells, weights)),
    "harmonic": (lambda _: _not_above_0, lambda cells, weights, _: harmonic_mean(cells, weights)),
    "power": (
        _floor_of_power,
        lambda cells, weights, how: power_mean(cells, weights, exponent=how.exponent),
    ),
    "copeland": (lambda _: None, lambda cells, weights, _: copeland(cells, weights)),
}


def _refuse_low(below: pd.DataFrame, wrong: NDArray[np.bool_], method: str) -> None:
    """Name the first scores that a mean of powers cannot take."""
    if not wrong.any():
        return
    cells = np.argwhere(wrong)[:_SHOWN].tolist()
    named = [f"{below.index[row]} {below.columns[column]}" for row, column in cells]
    raise BadInput(_too_low(named, int(wrong.sum()), method))


def _too_low(named: Sequence[str], count: int, method: str) -> Message:
    return Message(
        "{method} needs scores above 0, and {count} are not ({cells}). Choose a scale that begins "
        "above 0, such as 1 to 100, or another way to aggregate.",
        {
            "method": method,
            "count": count,
            "cells": ", ".join(named) + (" …" if count > len(named) else ""),
        },
    )
