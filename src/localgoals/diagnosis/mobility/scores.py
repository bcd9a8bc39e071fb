"""Scores of mobility: a parameter between its worst and its best, and an index of several."""

from __future__ import annotations

from typing import Any, NamedTuple

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
    air_t: ArrayLike
    """Air pollutants of transport in the year, as fine particles (PM2.5). [t]"""
    mobility_km2: ArrayLike
    """Land that transport takes: roads, rails, stations, car parks. [km²]"""


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
    air_kg_per_person: Floats
    """[kg of PM2.5]"""
    mobility_m2_per_person: Floats
    """[m²]"""


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
    >>> found = travel_indicators(
    ...     Travel(1_000_000, 42, 1200, 70, 21, 3e8, 9e5, 1e10, 4e9, 1e9, 400, 45))
    >>> [round(float(one), 6) for one in found]
    [3.5, 7.0, 70.0, 0.9, 2.0, 0.4, 45.0]
    """
    one = Travel(*(np.asarray(each, np.float64) for each in travel))
    moved = np.asarray(one.passenger_km) + np.asarray(one.tonne_km)
    return TravelIndicators(
        fare_percent=100 * _over(one.fares, one.income),
        deaths_per_100k=1e5 * _over(one.road_deaths, one.population),
        active_deaths_per_billion=1e9 * _over(one.active_deaths, one.active_trips),
        ghg_per_person=_over(one.ghg_t, one.population),
        energy_per_km=_over(one.energy_mj, moved),
        air_kg_per_person=1e3 * _over(one.air_t, one.population),
        mobility_m2_per_person=1e6 * _over(one.mobility_km2, one.population),
    )


class Roads(NamedTuple):
    """Times along n roads at the peak and off it; NaN where something is not known."""

    peak: ArrayLike
    """[minutes]"""
    free: ArrayLike
    """[minutes, above 0]"""
    weights: ArrayLike
    """Traffic of each."""


def delay_percents(place: NDArray[np.integer[Any]], count: int, roads: Roads) -> Floats:
    """
    Give how much longer trips take at the peak, in each of many places.

    Parameters
    ----------
    place
        Of each of n roads, from 0 to `count` - 1.
    count
        How many places.
    roads
        Of n roads.

    Returns
    -------
    delays
        Weighted mean of what is added; NaN where a road of the place has a part that is not known,
        or none has traffic. [percent]

    References
    ----------
    European Commission, Sustainable Urban Mobility Indicators: congestion and delays, formula as it
    is commonly given.

    Examples
    --------
    >>> where = np.array([0, 0])
    >>> delay_percents(where, 2, Roads([15, 12], [10, 10], [1, 3])).round(6).tolist()
    [27.5, nan]
    """
    slow, quick, weight = (np.asarray(one, np.float64) for one in roads)
    with np.errstate(divide="ignore", invalid="ignore"):
        added = weight * np.where(quick > 0, slow / quick - 1, np.nan)
        total = np.bincount(place, weight, count)
        return np.where(total > 0, 100 * np.bincount(place, added, count) / total, np.nan)


def modal_split(trips: ArrayLike) -> Floats:
    """
    Give what each mode has of all trips.

    Parameters
    ----------
    trips
        Of n places (rows) by k modes; NaN where not known. [trips]

    Returns
    -------
    split
        n x k; NaN where a mode of the place is not known, or nobody travels. [percent]

    References
    ----------
    European Commission, Sustainable Urban Mobility Indicators: modal split, beside the indicators.

    Examples
    --------
    >>> modal_split([[30, 10, 60]]).tolist()
    [[30.0, 10.0, 60.0]]
    """
    each = np.asarray(trips, np.float64)
    total = each.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, 100 * each / total, np.nan)


def _over(part: ArrayLike, whole: ArrayLike) -> Floats:
    """Divide; NaN where the whole is not above 0."""
    below = np.asarray(whole, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, np.asarray(part, np.float64) / below, np.nan)
