"""What becomes of a project's value when its figures turn out otherwise: one by one, or all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from localgoals.projects.finance import discounts

Floats = NDArray[np.float64]

ITEMS = ("investment", "operating_cost", "revenue", "benefit")
"""The flows of a project, in the order of the second axis of `Projects.flows`."""
DRIVERS = (*ITEMS, "discount_rate")
_SIGN = np.array([-1.0, -1.0, 1.0, 1.0])
_SHARES = (0.1, 0.5, 0.9)


class Projects(NamedTuple):
    """Projects of which all figures are known."""

    names: Sequence[str]
    """(n,)."""
    flows: Floats
    """(n, items, years), each at 0 or above. [money]"""
    rate: Floats
    """(n,): discount rate. [share per year]"""
    service: Floats
    """(n, years): debt service; 0 in years without. [money]"""
    required: Floats
    """(n,): least cover of the debt service that lenders ask for; NaN without a loan."""


class Spread(NamedTuple):
    """How far a driver may turn out from what is expected."""

    low: float
    high: float
    """Of a flow: shares of it, -0.1 for a tenth less. Of the rate: added to it. [share]"""


class Swings(NamedTuple):
    """The values of projects when one driver turns out low or high and all else as expected."""

    drivers: NDArray[np.str_]
    """(n, drivers): of each project in the order of their swings, the widest first."""
    at_low: Floats
    at_high: Floats
    """(n, drivers). [money]"""


class Outlooks(NamedTuple):
    """The values of projects over all draws; each (n,)."""

    mean: Floats
    least: Floats
    middle: Floats
    most: Floats
    """Mean, 10th, 50th and 90th percentile of the net present value. [money]"""
    loss: Floats
    """Share of the draws in which it is below 0."""
    uncovered: Floats
    """Share in which revenue less operating cost of some year is below what lenders ask for."""


def values(projects: Projects, driver: str = "", shift: float = 0.0) -> Floats:
    """
    Net present value to city and people of each project, with one driver shifted.

    Parameters
    ----------
    projects
        Their figures.
    driver
        One of `DRIVERS`, or nothing.
    shift
        As in `Spread`. [share]

    Returns
    -------
    value
        (n,). [money]

    Examples
    --------
    >>> flows = np.zeros((1, len(ITEMS), 2))
    >>> flows[0, ITEMS.index("investment"), 0], flows[0, ITEMS.index("revenue"), 1] = 100, 132
    >>> one = Projects(["a"], flows, np.array([0.1]), np.zeros((1, 2)), np.array([np.nan]))
    >>> values(one).round(9).tolist(), values(one, "revenue", -0.5).round(9).tolist()
    ([20.0], [-40.0])
    """
    factors = np.ones(len(ITEMS))
    rate = projects.rate
    if driver == "discount_rate":
        rate = rate + shift
    elif driver:
        factors[ITEMS.index(driver)] += shift
    discount = discounts(rate, projects.flows.shape[2])
    worth = (projects.flows @ discount[:, :, np.newaxis])[:, :, 0]
    return np.asarray(worth @ (_SIGN * factors), np.float64)


def swings(projects: Projects, spreads: Mapping[str, Spread]) -> Swings:
    """
    Shift one driver at a time to its two ends; of each project the widest swing comes first.

    References
    ----------
    Eschenbach, T. G. (1992), Spiderplots versus tornado diagrams for sensitivity analysis,
    Interfaces 22(6).
    """
    shape = (len(projects.names), len(spreads))
    at_low, at_high = np.zeros(shape), np.zeros(shape)
    for number, (driver, one) in enumerate(spreads.items()):
        at_low[:, number] = values(projects, driver, one.low)
        at_high[:, number] = values(projects, driver, one.high)
    order = np.argsort(-np.abs(at_high - at_low), axis=1, kind="stable")
    drivers = np.array(list(spreads), np.str_)[order]
    low, high = (np.take_along_axis(one, order, axis=1) for one in (at_low, at_high))
    return Swings(drivers, low, high)


def triangular(uniform: Floats, low: float, high: float) -> Floats:
    """
    Turn uniform numbers into numbers of the triangular distribution that is highest at 0.

    Parameters
    ----------
    uniform
        Between 0 and 1, any shape.
    low, high
        Its ends, low at 0 or below and high at 0 or above.

    References
    ----------
    Devroye, L. (1986), Non-Uniform Random Variate Generation, section I.4: inverse of the
    distribution function.

    Examples
    --------
    >>> triangular(np.array([0.0, 0.5, 1.0]), -0.2, 0.2).tolist()
    [-0.2, 0.0, 0.2]
    """
    width = high - low
    if width <= 0:
        return np.zeros_like(uniform)
    left = low + np.sqrt(uniform * width * -low)
    right = high - np.sqrt((1.0 - uniform) * width * high)
    return np.where(uniform < -low / width, left, right)


def outlooks(
    projects: Projects,
    spreads: Mapping[str, Spread],
    draws: int,
    seed: int,
    *,
    threads: int = 1,
) -> Outlooks:
    """
    Draw all drivers at once, many times, for each project.

    Parameters
    ----------
    projects
        In any order: the draws of a project hang on its name and the seed alone.
    spreads
        By driver. Each is drawn by itself from a triangular distribution, for all years of a
        project alike.
    draws
        How many.
    seed
        The same seed gives the same draws.
    threads
        How many at once; the results do not hang on it.

    References
    ----------
    European Commission (2014), Guide to Cost-Benefit Analysis of Investment Projects, section
    2.9.3: Monte Carlo method with triangular distributions.

    Examples
    --------
    A project that costs 100 now and brings 132 in a year, or a tenth more or less:

    >>> flows = np.zeros((1, len(ITEMS), 2))
    >>> flows[0, ITEMS.index("investment"), 0], flows[0, ITEMS.index("revenue"), 1] = 100, 132
    >>> one = Projects(["a"], flows, np.array([0.1]), np.zeros((1, 2)), np.array([np.nan]))
    >>> found = outlooks(one, {"revenue": Spread(-0.1, 0.1)}, draws=1000, seed=1)
    >>> found.mean.round().tolist(), found.least.round().tolist(), found.most.round().tolist()
    ([20.0], [13.0], [26.0])
    >>> found.loss.tolist(), found.uncovered.tolist()
    ([0.0], [nan])
    """

    def one(row: int) -> tuple[float, ...]:
        return _outlook(projects, row, spreads, (draws, seed))

    # The draws of all projects at once would not fit into memory: 40 GB for 10,000 projects.
    with ThreadPoolExecutor(threads) as pool:
        rows = list(pool.map(one, range(len(projects.names))))
    return Outlooks(*np.array(rows, np.float64).reshape(-1, len(Outlooks._fields)).T)


def _outlook(
    projects: Projects, row: int, spreads: Mapping[str, Spread], drawn: tuple[int, int]
) -> tuple[float, ...]:
    draws, seed = drawn
    random = np.random.default_rng([seed, crc32(projects.names[row].encode())])
    shifts = {
        driver: triangular(random.random(draws), *spreads[driver])
        for driver in DRIVERS
        if driver in spreads
    }
    factors = np.ones((len(ITEMS), draws))
    for number, item in enumerate(ITEMS):
        factors[number] += shifts.get(item, 0.0)
    flows = projects.flows[row]
    rates = projects.rate[row] + shifts.get("discount_rate", np.zeros(1))
    worth = flows @ _powers(rates, flows.shape[1])
    found = _SIGN @ (factors * worth)
    found.sort()
    # Linear between neighbours, as `np.quantile` does; that one takes as long as all the rest.
    least, middle, most = np.interp(_SHARES, np.linspace(0.0, 1.0, draws), found)
    uncovered = _uncovered(projects, row, factors)
    return float(found.mean()), least, middle, most, float((found < 0).mean()), uncovered


def _powers(rates: Floats, years: int) -> Floats:
    """Give the discounts of every draw, (years, draws); products are fast, powers are not."""
    powers = np.empty((years, len(rates)))
    powers[0] = 1.0
    once = 1.0 / (1.0 + rates)
    # Row by row: a cumulative product down the columns takes many times as long.
    for year in range(1, years):
        np.multiply(powers[year - 1], once, out=powers[year])
    return powers


def _uncovered(projects: Projects, row: int, factors: Floats) -> float:
    due, required = projects.service[row] > 0, projects.required[row]
    if not due.any() or np.isnan(required):
        return np.nan
    cost, revenue = (
        projects.flows[row, ITEMS.index(one), due] for one in ("operating_cost", "revenue")
    )
    needed = required * projects.service[row, due]
    came = np.outer(revenue, factors[ITEMS.index("revenue")])
    came -= np.outer(cost, factors[ITEMS.index("operating_cost")])
    return float((came < needed[:, np.newaxis]).any(axis=0).mean())
