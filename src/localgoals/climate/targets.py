"""Climate targets of four kinds: what they allow, the way to them, and how far it has been gone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

_PEAK_POINTS = 3
_PEAK_YEARS = 5
_RECENT_YEARS = 5
_FALL = 1.1


class Peak(NamedTuple):
    """Whether the emissions of cities have peaked, test by test; one value for each city."""

    year: Floats
    """Of the highest emissions, the last one of several; NaN where there are none."""
    enough_points: Booleans
    """Three years or more have figures."""
    long_ago: Booleans
    """The peak is more than five years before the latest figure."""
    recent: Booleans
    """The latest figure is five years old or less."""
    fallen: Booleans
    """The peak is more than a tenth above the latest figure."""
    holds_until: Floats
    """The last year in which the latest figure is recent; NaN where there is none."""

    @property
    def has_peaked(self) -> Booleans:
        """All four."""
        return self.enough_points & self.long_ago & self.recent & self.fallen


def base_year_goal(base: ArrayLike, reduction: ArrayLike) -> Floats:
    """
    Emissions that a target against the base year allows: E_b (1 - r).

    Parameters
    ----------
    base
        Emissions of the base year. [t CO2e]
    reduction
        [0-1]

    References
    ----------
    WRI (2014), Mitigation Goal Standard, goal types; the formulas have not been read there.

    Examples
    --------
    >>> base_year_goal([1_000_000, 80_000], [0.5, 0.25]).tolist()
    [500000.0, 60000.0]
    """
    return np.asarray(base, np.float64) * (1 - np.asarray(reduction, np.float64))


def intensity_goal(
    base: ArrayLike, reduction: ArrayLike, base_output: ArrayLike, target_output: ArrayLike
) -> Floats:
    """
    Emissions that a target for each person or unit of output allows: E_b / X_b (1 - r) X_T.

    Parameters
    ----------
    base
        Emissions of the base year. [t CO2e]
    reduction
        Of the intensity. [0-1]
    base_output, target_output
        People or output in the two years, in the same unit.

    References
    ----------
    As for `base_year_goal`.

    Examples
    --------
    Half as much for each of 120 people as for each of 100 before:

    >>> float(intensity_goal(1000, 0.5, 100, 120))
    600.0
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.asarray(target_output, np.float64) / np.asarray(base_output, np.float64)
    return base_year_goal(base, reduction) * np.where(np.isinf(ratio), np.nan, ratio)


def baseline(base: ArrayLike, growth: ArrayLike, years: ArrayLike) -> Floats:
    """
    Emissions without measures, years after the base year: E_b (1 + g)^years.

    Parameters
    ----------
    base
        Emissions of the base year. [t CO2e]
    growth
        A year. [share]
    years
        How many.

    Examples
    --------
    >>> baseline([1000, 1000], [0.1, -0.1], 2).round(6).tolist()
    [1210.0, 810.0]
    """
    return np.asarray(
        np.asarray(base, np.float64)
        * (1 + np.asarray(growth, np.float64)) ** np.asarray(years, np.float64)
    )


class Course(NamedTuple):
    """From the base year to the target year, of n targets."""

    base_year: ArrayLike
    base: ArrayLike
    """[t CO2e]"""
    target_year: ArrayLike
    target: ArrayLike
    """[t CO2e]"""


def on_the_way(course: Course, year: ArrayLike) -> Floats:
    """
    Emissions on the straight line to the target; NaN before the base and after the target year.

    Examples
    --------
    >>> float(on_the_way(Course(2010, 100.0, 2030, 50.0), 2020))
    75.0
    """
    begin, end = np.asarray(course.base_year, np.float64), np.asarray(course.target_year)
    base, target = np.asarray(course.base, np.float64), np.asarray(course.target)
    when = np.asarray(year, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        gone = np.where(end > begin, (when - begin) / (end - begin), np.nan)
    inside = (when >= begin) & (when <= end)
    # Weighed like this, both ends come out as they were given, whatever their sizes.
    return np.where(inside, base * (1 - gone) + target * gone, np.nan)


def progress(course: Course, emissions: ArrayLike) -> Floats:
    """
    Share of the way from base to target that has been gone: 0 at the base, 1 at the target.

    Below 0 where emissions are further away than in the base year. NaN where the target is not
    below or above the base.

    Examples
    --------
    >>> float(progress(Course(2010, 100.0, 2030, 50.0), 80.0))
    0.4
    """
    base, target = np.asarray(course.base, np.float64), np.asarray(course.target, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (base - np.asarray(emissions, np.float64)) / (base - target)
    return np.where(base == target, np.nan, share)


def peak(years: ArrayLike, emissions: ArrayLike, *, now: ArrayLike) -> Peak:
    """
    Test whether emissions have peaked, city by city.

    Parameters
    ----------
    years, emissions
        Of n years in any order, along the last axis; cities along the others. One row of years may
        serve all cities. Without a year or a figure (NaN) a place is left out; of two figures of
        the latest year the greater one counts. [t CO2e]
    now
        The year from which the age of the latest figure is counted: one, or one for each city.

    Returns
    -------
    peak
        Each answer in the shape of the cities; no test holds where there is no figure.

    Notes
    -----
    A figure of exactly five years ago is recent; a peak exactly five years ago is not long ago.

    References
    ----------
    C40 Cities' test of peaked emissions, which has not been read at C40 itself.

    Examples
    --------
    >>> found = peak([2010, 2014, 2021], [[80, 100, 85], [80, 85, 100]], now=2024)
    >>> found.year.tolist(), found.has_peaked.tolist()
    ([2014.0, 2021.0], [True, False])
    """
    when, found = np.broadcast_arrays(
        np.asarray(years, np.float64), np.asarray(emissions, np.float64)
    )
    known = ~np.isnan(when) & ~np.isnan(found)
    last, highest = _greatest(when, known), _greatest(found, known)
    latest = _greatest(found, known & (when == last[..., None]))
    year = _greatest(when, known & (found == highest[..., None]))
    return Peak(
        year,
        enough_points=known.sum(axis=-1) >= _PEAK_POINTS,
        long_ago=last - year > _PEAK_YEARS,
        recent=np.asarray(now, np.float64) - last <= _RECENT_YEARS,
        fallen=highest > _FALL * latest,
        holds_until=last + _RECENT_YEARS,
    )


def _greatest(values: Floats, among: Booleans) -> Floats:
    """Give the greatest value along the last axis of those that count; NaN where none does."""
    found = np.max(values, axis=-1, initial=-np.inf, where=among)
    return np.where(among.any(axis=-1), found, np.nan)
