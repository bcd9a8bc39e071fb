"""Scores of mobility: a parameter between its worst and its best, and an index of several."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def scaled(
    values: ArrayLike, worst: ArrayLike, best: ArrayLike, span: tuple[float, float]
) -> Floats:
    """
    Place values between their worst and their best.

    Parameters
    ----------
    values
        NaN where not known.
    worst, best
        Of each; the best may be below the worst.
    span
        What the worst and the best score; values beyond them have the same. For SUMI 0 and 10, for
        SUTI 1 and 100.

    Returns
    -------
    scores
        NaN where a value is not known.

    References
    ----------
    European Commission, Sustainable Urban Mobility Indicators; ESCAP, Sustainable Urban Transport
    Index (2017), which lets indicators run from 1 to 100.

    Examples
    --------
    >>> scaled([0, 7, 70], 35, 0, (0, 10)).tolist()
    [10.0, 8.0, 0.0]
    """
    found, low, high = (np.asarray(one, np.float64) for one in (values, worst, best))
    share = np.clip((found - low) / (high - low), 0, 1)
    return np.asarray(span[0] + share * (span[1] - span[0]))


def geometric_index(scores: ArrayLike) -> Floats:
    """
    Join scores into one index that no single high score can lift alone.

    Parameters
    ----------
    scores
        Of n places (rows) in k indicators, all of one weight. [above 0]

    Returns
    -------
    index
        The k-th root of their product; NaN where one of them is not known.

    References
    ----------
    ESCAP (2017), Sustainable Urban Transport Index: geometric mean of ten indicators.

    Examples
    --------
    >>> geometric_index([[10, 40], [100, 100]]).round(9).tolist()
    [20.0, 100.0]
    """
    each = np.asarray(scores, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.exp(np.log(each).mean(axis=-1)))


class Travel(NamedTuple):
    """What is known of travel in n cities in a year; NaN where something is not."""

    population: ArrayLike
    """[persons, above 0]"""
    fares: ArrayLike
    """What 60 trips by public transport cost a month. [local currency]"""
    income: ArrayLike
    """Of a household of the poorest quarter, a month. [local currency, above 0]"""
    road_deaths: ArrayLike
    """Within 30 days, in the year."""
    active_deaths: ArrayLike
    """Of them people who walked or cycled."""
    active_trips: ArrayLike
    """On foot or by cycle in the year. [trips, above 0]"""
    ghg_t: ArrayLike
    """Emissions of transport in the year. [t CO₂e]"""
    energy_mj: ArrayLike
    """Used by transport in the year. [MJ]"""
    passenger_km: ArrayLike
    tonne_km: ArrayLike


class TravelIndicators(NamedTuple):
    """Indicators of travel in n cities."""

    fare_percent: Floats
    """What public transport takes of the income of the poorest. [percent]"""
    deaths_per_100k: Floats
    active_deaths_per_billion: Floats
    """Deaths for each billion trips on foot or by cycle."""
    ghg_per_person: Floats
    """[t CO₂e]"""
    energy_per_km: Floats
    """For each passenger-kilometre or tonne-kilometre. [MJ]"""


def travel_indicators(travel: Travel) -> TravelIndicators:
    """
    Work out indicators of travel.

    Parameters
    ----------
    travel
        Of n cities; each part has n numbers, or one for all.

    Returns
    -------
    indicators
        NaN where a part is not known or what it is divided by is not above 0.

    References
    ----------
    European Commission, Sustainable Urban Mobility Indicators; subjects as published, formulas as
    they are commonly given.

    Examples
    --------
    >>> found = travel_indicators(Travel(1_000_000, 42, 1200, 70, 21, 3e8, 9e5, 1e10, 4e9, 1e9))
    >>> [round(float(one), 6) for one in found]
    [3.5, 7.0, 70.0, 0.9, 2.0]
    """
    one = Travel(*(np.asarray(each, np.float64) for each in travel))
    moved = np.asarray(one.passenger_km) + np.asarray(one.tonne_km)
    return TravelIndicators(
        fare_percent=100 * _over(one.fares, one.income),
        deaths_per_100k=1e5 * _over(one.road_deaths, one.population),
        active_deaths_per_billion=1e9 * _over(one.active_deaths, one.active_trips),
        ghg_per_person=_over(one.ghg_t, one.population),
        energy_per_km=_over(one.energy_mj, moved),
    )


def delay_percent(peak: ArrayLike, free: ArrayLike, weights: ArrayLike) -> float:
    """
    Give how much longer trips take at the peak.

    Parameters
    ----------
    peak, free
        Time along each of n roads at the peak and off it. [minutes, above 0]
    weights
        Traffic of each.

    Returns
    -------
    delay
        Weighted mean of what is added; NaN where a road has a part that is not known. [percent]

    References
    ----------
    European Commission, Sustainable Urban Mobility Indicators: congestion and delays, formula as it
    is commonly given.

    Examples
    --------
    >>> round(delay_percent([15, 12], [10, 10], [1, 3]), 6)
    27.5
    """
    slow, quick, weight = (np.asarray(one, np.float64) for one in (peak, free, weights))
    total = weight.sum()
    if not total > 0 or not (quick > 0).all():
        return float("nan")
    return float(100 * (weight * (slow / quick - 1)).sum() / total)


def _over(part: ArrayLike, whole: ArrayLike) -> Floats:
    """Divide; NaN where the whole is not above 0."""
    below = np.asarray(whole, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, np.asarray(part, np.float64) / below, np.nan)
