"""What a place could raise, judged by those that raise the most: within a country and across."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Frontier(NamedTuple):
    """What the best peers raise for each unit of their economy."""

    multiplier: float
    """Mean of own revenue over product, of the peers at or above the 90th percentile."""
    p90: float
    p80: float
    """For reference only."""
    peers: int
    """Those with a revenue and a product above 0."""
    best: int
    """Those of them at or above the 90th percentile."""


class Reached(NamedTuple):
    """How far n places are from what a frontier says."""

    potential: Floats
    """[local currency]"""
    performance_percent: Floats
    """What is raised of it. [percent, can be above 100]"""
    gap: Floats
    """0 for those beyond the frontier. [local currency]"""


def peer_frontier(
    revenue: ArrayLike, product: ArrayLike, include: ArrayLike | None = None
) -> Frontier:
    """
    Find the frontier of own-source revenue among the places of a country.

    Parameters
    ----------
    revenue, product
        Own-source revenue and gross product of n places. [local currency]
    include
        Which of them make the frontier; where none is marked, all do.

    Returns
    -------
    frontier
        NaN where no place has a revenue and a product above 0.

    References
    ----------
    UN-Habitat, Rapid Own Source Revenue Analysis (ROSRA), version 2: top-down analysis, peers.

    Examples
    --------
    >>> peer_frontier([1, 2, 3], [100, 100, 100]).multiplier
    0.03
    """
    raised, made = (np.asarray(one, np.float64) for one in (revenue, product))
    marked = np.ones(raised.shape, np.bool_) if include is None else np.asarray(include) == 1
    if not marked.any():
        marked = np.ones(raised.shape, np.bool_)
    with np.errstate(invalid="ignore"):
        valid = marked & (raised > 0) & (made > 0)
    ratios = raised[valid] / made[valid]
    if not len(ratios):
        return Frontier(np.nan, np.nan, np.nan, 0, 0)
    p80, p90 = np.quantile(ratios, [0.8, 0.9])
    best = ratios[ratios >= p90]
    return Frontier(float(best.mean()), float(p90), float(p80), len(ratios), len(best))


def reached(revenue: ArrayLike, product: ArrayLike, frontier: Frontier) -> Reached:
    """
    Hold places to a frontier.

    Parameters
    ----------
    revenue, product
        Own-source revenue and gross product of n places; they need not be among the peers.
        [local currency]
    frontier
        Of their country.

    Returns
    -------
    reached
        NaN where revenue or product is not known, or no product is above 0.

    References
    ----------
    UN-Habitat, Rapid Own Source Revenue Analysis (ROSRA), version 2: top-down analysis, peers.

    Examples
    --------
    >>> found = reached([1, 4], [100, 100], peer_frontier([1, 2, 3], [100, 100, 100]))
    >>> found.potential.tolist(), found.gap.tolist()
    ([3.0, 3.0], [2.0, 0.0])
    """
    raised, made = (np.asarray(one, np.float64) for one in (revenue, product))
    with np.errstate(divide="ignore", invalid="ignore"):
        potential = np.where(made > 0, frontier.multiplier * made, np.nan)
        return Reached(potential, 100 * raised / potential, np.maximum(0, potential - raised))


class Headroom(NamedTuple):
    """How far n countries use what their local governments could raise and decide on."""

    revenue_per_person: Floats
    """Of local governments, all sources. [US dollars]"""
    autonomy: Floats
    """What of it is their own. [0 to 1]"""
    funding_percent: Floats
    """Revenue per person, of the frontier. [percent]"""
    headroom_per_person: Floats
    """From there to the frontier; below 0 beyond it. [US dollars]"""
    autonomy_percent: Floats
    """Autonomy, of the frontier. [percent]"""
    own_per_person: Floats
    """Own-source revenue of local governments. [US dollars]"""


class LocalFinance(NamedTuple):
    """Revenue of the local governments of n countries."""

    total_percent_gdp: ArrayLike
    """[percent of the gross domestic product, above 0]"""
    own_percent_gdp: ArrayLike
    """Own sources. [percent of the gross domestic product]"""
    gdp_usd: ArrayLike
    """Gross domestic product. [US dollars]"""
    population: ArrayLike
    """[persons, above 0]"""


def headroom(
    finance: LocalFinance, revenue_frontier: ArrayLike, autonomy_frontier: ArrayLike
) -> Headroom:
    """
    Hold countries to the frontier of their income level and kind of state.

    Parameters
    ----------
    finance
        Of n countries.
    revenue_frontier
        Revenue of local governments per person, at the frontier of each. [US dollars]
    autonomy_frontier
        Autonomy, at the frontier of each. [0 to 1]

    Returns
    -------
    headroom
        NaN where anything that it needs is not known, or nobody lives or nothing is raised.

    References
    ----------
    UN-Habitat, Rapid Own Source Revenue Analysis (ROSRA), version 2: top-down analysis across
    countries, space of fiscal decentralisation.

    Examples
    --------
    Albania, against the frontier of unitary countries of upper middle income:

    >>> albania = LocalFinance(5.66, 1.48, 27177735527, 2714617)
    >>> found = headroom(albania, 1452.013275, 0.452781673)
    >>> round(float(found.revenue_per_person), 2), round(float(found.autonomy), 6)
    (566.66, 0.261484)
    """
    total, own, gdp, people = (np.asarray(one, np.float64) for one in finance)
    most, freest = (np.asarray(one, np.float64) for one in (revenue_frontier, autonomy_frontier))
    with np.errstate(divide="ignore", invalid="ignore"):
        known = (people > 0) & (total > 0)
        each = np.where(known, total / 100 * gdp / people, np.nan)
        owned = np.where(known, own / 100 * gdp / people, np.nan)
        autonomy = np.where(total > 0, own / total, np.nan)
        free = 100 * autonomy / freest
        return Headroom(each, autonomy, 100 * each / most, most - each, free, owned)
