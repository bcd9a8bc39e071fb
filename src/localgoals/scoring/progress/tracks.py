"""Figures over the years, one row each, and the two years between which progress is measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Words = NDArray[np.object_]

Method = Literal["cagr", "projected-share", "arrows", "csi-api"]

PARITY_FROM, PARITY_TO = 0.97, 1.03


@dataclass(frozen=True)
class Tracks:
    """
    Figures over the years: n rows, each of one indicator in one place, by t years.

    A row without a direction (`way` 0) gets no result, and neither does one with too few figures:
    the reason stands in its place.
    """

    years: Ints
    """(t) Rising."""
    values: Floats
    """(n, t) NaN where not known."""
    way: Ints
    """(n) 1 where a higher figure is better, -1 where a lower one is, 0 without a direction."""
    target: Floats
    """(n) In the unit of the row; NaN without a target."""
    target_year: Ints
    """(n)"""
    green: Floats
    """(n) Figure from which on the status is green; NaN without bounds."""
    limit: Floats
    """(n) The end of what is possible on the better side; NaN or infinite without one."""
    percent: Flags
    """(n) Whether the unit is per cent, so that one point is one of a hundred."""
    base_year: int

    def __post_init__(self) -> None:
        count = len(self.way)
        assert self.values.shape == (count, self.years.size), self.values.shape
        assert bool(np.all(np.diff(self.years) > 0)), self.years
        rows = (self.target, self.target_year, self.green, self.limit, self.percent)
        assert all(len(one) == count for one in rows)


@dataclass(frozen=True)
class Aim:
    """What a row is to come to: which way is better, the target, and where its scale ends."""

    way: int
    target: float = nan
    target_year: int = 2030
    green: float = nan
    limit: float = nan
    percent: bool = False


def track(points: Mapping[int, float], aim: Aim, *, base_year: int = 2015) -> Tracks:
    """
    Lay out the figures of one row.

    Parameters
    ----------
    points
        Figures by year.
    aim
        What they are to come to.
    base_year
        The year to measure from; where it has no figure, the next that has one.
    """
    years = sorted(points)
    return Tracks(
        years=np.array(years, dtype=np.int64),
        values=np.array([[points[year] for year in years]], dtype=np.float64),
        way=np.array([aim.way]),
        target=np.array([aim.target]),
        target_year=np.array([aim.target_year]),
        green=np.array([aim.green]),
        limit=np.array([aim.limit]),
        percent=np.array([aim.percent]),
        base_year=base_year,
    )


@dataclass(frozen=True)
class Ends:
    """Between which years progress is measured, row by row; year 0 and NaN without a result."""

    first_year: Ints
    first: Floats
    last_year: Ints
    last: Floats
    reason: Words
    """Why there are no two years to compare, a key of `methods.REASONS`; else empty."""


@dataclass(frozen=True)
class Outcomes:
    """What a method says, row by row. A row has either a verdict or a reason."""

    method: Method
    parameters: Mapping[str, float]
    verdict: Words
    """A key of the verdicts of the method in `methods.METHODS`; empty without a result."""
    reason: Words
    """Why there is no result, a key of `methods.REASONS`; empty with one."""
    ends: Ends
    measures: Mapping[str, Floats]
    """The numbers behind the verdict, by name; NaN where there is none."""
    zero_replaced: Flags
    """True where a zero was replaced by a small number, as the method asks."""


def ends_of(tracks: Tracks, *, before: bool = False) -> Ends:
    """
    Choose the years between which progress is measured.

    The base is the first figure from the base year on, the end is the newest figure.

    Parameters
    ----------
    tracks
        The figures.
    before
        Whether a row without two figures from the base year on may start with the newest figure
        before it.
    """
    known = np.isfinite(tracks.values)
    count = known.sum(axis=1)
    later = known & (tracks.years >= tracks.base_year)
    width = tracks.years.size
    first = np.argmax(later, axis=1) if width else np.zeros(len(known), dtype=np.int64)
    last = width - 1 - np.argmax(known[:, ::-1], axis=1) if width else first
    enough = later.sum(axis=1) >= 2
    if before and width:
        # The newest before the base year, unless that is the newest of all.
        earlier = known & (np.arange(width) < last[:, None]) & (tracks.years < tracks.base_year)
        newest_earlier = width - 1 - np.argmax(earlier[:, ::-1], axis=1)
        first = np.where(~enough & earlier.any(axis=1), newest_earlier, first)
        enough = enough | earlier.any(axis=1)
    reason = np.select(
        [tracks.way == 0, count == 0, count == 1, ~enough],
        ["no-direction", "no-figure", "one-year", "none-since-base-year"],
        default="",
    ).astype(object)
    rows = np.arange(len(known))
    usable = reason == ""

    def picked(at: Ints) -> tuple[Ints, Floats]:
        if not width:
            return np.zeros(len(known), dtype=np.int64), np.full(len(known), nan)
        years = np.where(usable, tracks.years[at], 0)
        return years, np.where(usable, tracks.values[rows, at], nan)

    first_year, first_value = picked(first)
    last_year, last_value = picked(last)
    return Ends(first_year, first_value, last_year, last_value, reason)


def growth_a_year(first: Floats, last: Floats, years: Floats | Ints) -> Floats:
    """
    Give the compound annual growth rate, (last / first) ** (1 / years) - 1.

    Parameters
    ----------
    first, last
        Figures of one sign; NaN where not known.
    years
        Between them; NaN results where it is not above 0.

    Returns
    -------
    growth
        Share a year: 0.02 is 2 %. NaN where the figures do not have one sign, or the first is 0.

    Examples
    --------
    >>> growth_a_year(np.array([50.0]), np.array([60.5]), np.array([2.0])).round(6).tolist()
    [0.1]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = last / first
        grown = np.power(np.where(quotient >= 0, quotient, nan), 1.0 / years) - 1
    return np.where((years > 0) & np.isfinite(grown), grown, nan)


def parity(values: Floats) -> Floats:
    """
    Turn a parity index, for which 1 is best, into a figure for which lower is better.

    Returns
    -------
    values
        max(y, 1/y); 1 from 0.97 to 1.03; NaN where the index is not above 0.

    References
    ----------
    Open SDG, Progress Measurement Methodology, on "Goldilocks" indicators (indicator 4.5.1).

    Examples
    --------
    >>> parity(np.array([0.5, 2.0, 0.98])).tolist()
    [2.0, 2.0, 1.0]
    """
    known = np.where(values > 0, values, nan)
    turned = np.maximum(known, 1 / known)
    return np.where((known >= PARITY_FROM) & (known <= PARITY_TO), 1.0, turned)


def mirrored(values: Floats, ideal: Floats | float) -> Floats:
    """
    Turn a figure that is best in the middle into one for which lower is better.

    Returns
    -------
    values
        ideal + |y - ideal|: what lies below the ideal is moved as far above it.

    References
    ----------
    Open SDG, Progress Measurement Methodology, on "Goldilocks" indicators (5.5.1, 16.6.1).

    Examples
    --------
    >>> mirrored(np.array([30.0, 50.0, 70.0]), 50).tolist()
    [70.0, 50.0, 70.0]
    """
    return np.asarray(ideal + np.abs(values - ideal), dtype=np.float64)


def first_that_holds(tracks: int, conditions: Mapping[str, Any], *, default: str = "") -> Words:
    """
    Name the first condition that holds, row by row.

    Parameters
    ----------
    tracks
        The number of rows.
    conditions
        Arrays of truth values by name, the most important first.
    default
        The name where none holds.
    """
    found = np.full(tracks, default, dtype=object)
    for name, holds in reversed(list(conditions.items())):
        found[np.asarray(holds, dtype=bool)] = name
    return found
