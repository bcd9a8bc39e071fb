"""Ratios that say how a water utility does."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_DAYS = 365.0


class Utilities(NamedTuple):
    """What is known of n utilities in a year; NaN where something is not."""

    population: ArrayLike
    """In the area that they are responsible for. [persons]"""
    served_water: ArrayLike
    """Of them with water from a connection or a public point within reach. [persons]"""
    served_sewerage: ArrayLike
    """[persons]"""
    produced_m3: ArrayLike
    """In the year. [m³]"""
    billed_m3: ArrayLike
    """In the year. [m³]"""
    network_km: ArrayLike
    connections: ArrayLike
    """For water."""
    sewer_connections: ArrayLike
    metered_connections: ArrayLike
    breaks: ArrayLike
    """Of pipes in the year."""
    operating_cost: ArrayLike
    """Of the year, without depreciation and debt service. [local currency]"""
    billed_revenue: ArrayLike
    """Operating revenue of the year. [local currency]"""
    collected: ArrayLike
    """Cash that came in for it. [local currency]"""
    receivables: ArrayLike
    """What customers owe at the end of the year. [local currency]"""
    staff: ArrayLike


class Ratios(NamedTuple):
    """Ratios of n utilities; NaN where a part of one is not known or its whole is not above 0."""

    water_coverage: Floats
    """[percent]"""
    sewerage_coverage: Floats
    """[percent]"""
    consumption: Floats
    """Billed, for each person served and day. [litres]"""
    non_revenue_water: Floats
    """Of what is produced. [percent]"""
    loss_per_km: Floats
    """Produced and not billed. [m³/km/day]"""
    loss_per_connection: Floats
    """[m³/connection/day]"""
    metering: Floats
    """[percent]"""
    breaks_per_km: Floats
    """[number/km/year]"""
    staff_per_1000: Floats
    """For each 1,000 connections for water."""
    staff_per_1000_all: Floats
    """For each 1,000 connections for water and sewers."""
    unit_cost: Floats
    """[local currency/m³ billed]"""
    unit_revenue: Floats
    """[local currency/m³ billed]"""
    collection_days: Floats
    """How many days of revenue customers owe. [days]"""
    collection_ratio: Floats
    """[percent]"""
    cost_coverage: Floats
    """Operating revenue over operating cost."""


def ratios(utilities: Utilities) -> Ratios:
    """
    Work out the ratios of utilities.

    Parameters
    ----------
    utilities
        Of n years of utilities; each part has n numbers, or one for all.

    References
    ----------
    World Bank, International Benchmarking Network (IBNET): indicators 1.1, 2.1, 4.1, 6.1 to 6.3,
    8.1, 9.1, 11.1, 12.1 to 12.3, 18.1, 23.1, 23.2, 24.1; their formulas as they are commonly given,
    not read in its own sheets.

    Examples
    --------
    >>> nothing = [float("nan")] * 15
    >>> known = Utilities(*nothing)._replace(produced_m3=100_000, billed_m3=62_000)
    >>> float(ratios(known).non_revenue_water)
    38.0
    """
    one = Utilities(*(np.asarray(each, np.float64) for each in utilities))
    lost = np.asarray(one.produced_m3) - np.asarray(one.billed_m3)
    everything = np.asarray(one.connections) + np.asarray(one.sewer_connections)
    return Ratios(
        water_coverage=100 * _over(one.served_water, one.population),
        sewerage_coverage=100 * _over(one.served_sewerage, one.population),
        consumption=1000 / _DAYS * _over(one.billed_m3, one.served_water),
        non_revenue_water=100 * _over(lost, one.produced_m3),
        loss_per_km=_over(lost, one.network_km) / _DAYS,
        loss_per_connection=_over(lost, one.connections) / _DAYS,
        metering=100 * _over(one.metered_connections, one.connections),
        breaks_per_km=_over(one.breaks, one.network_km),
        staff_per_1000=1000 * _over(one.staff, one.connections),
        staff_per_1000_all=1000 * _over(one.staff, everything),
        unit_cost=_over(one.operating_cost, one.billed_m3),
        unit_revenue=_over(one.billed_revenue, one.billed_m3),
        collection_days=_DAYS * _over(one.receivables, one.billed_revenue),
        collection_ratio=100 * _over(one.collected, one.billed_revenue),
        cost_coverage=_over(one.billed_revenue, one.operating_cost),
    )


def _over(part: ArrayLike, whole: ArrayLike) -> Floats:
    """Divide; NaN where the whole is not above 0."""
    below = np.asarray(whole, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, np.asarray(part, np.float64) / below, np.nan)
