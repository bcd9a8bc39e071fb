"""What becomes of a project's value when its figures turn out otherwise: one by one, or all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from localgoals.projects.finance import discounts

Floats = NDArray[np.float64]

ITEMS = ("investment", "operating_cost", "revenue", "benefit")
"""The flows of a project, in the order of the second axis of `Project.flows`."""
DRIVERS = (*ITEMS, "discount_rate")
_SIGN = np.array([-1.0, -1.0, 1.0, 1.0])
_SHARES = (0.1, 0.5, 0.9)


class Project(NamedTuple):
    """One project, all of its figures known."""

    name: str
    flows: Floats
    """(items, years), each at 0 or above. [money]"""
    rate: float
    """Discount rate. [share per year]"""
    service: Floats
    """(years,): debt service; 0 in years without. [money]"""
    required: float
    """Least cover of the debt service that lenders ask for; NaN without a loan."""


class Spread(NamedTuple):
    """How far a driver may turn out from what is expected."""

    low: float
    high: float
    """Of a flow: shares of it, -0.1 for a tenth less. Of the rate: added to it. [share]"""


class Swing(NamedTuple):
    """The value of a project when one driver turns out low or high and all else as expected."""

    driver: str
    at_low: float
    at_high: float


class Outlook(NamedTuple):
    """The values of a project over all draws."""

    mean: float
    least: float
    middle: float
    most: float
    """Mean, 10th, 50th and 90th percentile of the net present value. [money]"""
    loss: float
    """Share of the draws in which it is below 0."""
    uncovered: float
    """Share in which revenue less operating cost of some year is below what lenders ask for."""


def value(project: Project, driver: str = "", shift: float = 0.0) -> float:
    """
    Net present value to city and people, with one driver shifted.

    Parameters
    ----------
    project
        Its figures.
    driver
        One of `DRIVERS`, or nothing.
    shift
        As in `Spread`. [share]
    """
    factors = np.ones(len(ITEMS))
    rate = project.rate
    if driver == "discount_rate":
        rate += shift
    elif driver:
        factors[ITEMS.index(driver)] += shift
    worth = project.flows @ discounts(rate, project.flows.shape[1])
    return float(_SIGN * factors @ worth)


def swings(project: Project, spreads: Mapping[str, Spread]) -> list[Swing]:
    """
    Shift one driver at a time to its two ends; the widest swing comes first.

    References
    ----------
    Eschenbach, T. G. (1992), Spiderplots versus tornado diagrams for sensitivity analysis,
    Interfaces 22(6).
    """
    found = [
        Swing(driver, value(project, driver, one.low), value(project, driver, one.high))
        for driver, one in spreads.items()
    ]
    return sorted(found, key=lambda one: -abs(one.at_high - one.at_low))


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
    projects: Sequence[Project],
    spreads: Mapping[str, Spread],
    draws: int,
    seed: int,
    *,
    threads: int = 1,
) -> Iterator[Outlook]:
    """
    Draw all drivers at once, many times, project by project.

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

    Yields
    ------
    outlook
        Of each project, in their order.

    References
    ----------
    European Commission (2014), Guide to Cost-Benefit Analysis of Investment Projects, section
    2.9.3: Monte Carlo method with triangular distributions.
    """

    def one(project: Project) -> Outlook:
        return _outlook(project, spreads, draws, seed)

    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(one, projects)


def _outlook(project: Project, spreads: Mapping[str, Spread], draws: int, seed: int) -> Outlook:
    random = np.random.default_rng([seed, crc32(project.name.encode())])
    shifts = {
        driver: triangular(random.random(draws), *spreads[driver])
        for driver in DRIVERS
        if driver in spreads
    }
    factors = np.ones((len(ITEMS), draws))
    for number, item in enumerate(ITEMS):
        factors[number] += shifts.get(item, 0.0)
    years = project.flows.shape[1]
    rates = project.rate + shifts.get("discount_rate", np.zeros(1))
    worth = project.flows @ _powers(rates, years)
    values = _SIGN @ (factors * worth)
    values.sort()
    # Linear between neighbours, as `np.quantile` does; that one takes as long as all the rest.
    least, middle, most = np.interp(_SHARES, np.linspace(0.0, 1.0, draws), values)
    uncovered = _uncovered(project, factors)
    return Outlook(float(values.mean()), least, middle, most, float((values < 0).mean()), uncovered)


def _powers(rates: Floats, years: int) -> Floats:
    """Give the discounts of every draw, (years, draws); products are fast, powers are not."""
    powers = np.empty((years, len(rates)))
    powers[0] = 1.0
    once = 1.0 / (1.0 + rates)
    # Row by row: a cumulative product down the columns takes many times as long.
    for year in range(1, years):
        np.multiply(powers[year - 1], once, out=powers[year])
    return powers


def _uncovered(project: Project, factors: Floats) -> float:
    due = project.service > 0
    if not due.any() or np.isnan(project.required):
        return np.nan
    cost, revenue = (project.flows[ITEMS.index(one), due] for one in ("operating_cost", "revenue"))
    needed = project.required * project.service[due]
    came = np.outer(revenue, factors[ITEMS.index("revenue")])
    came -= np.outer(cost, factors[ITEMS.index("operating_cost")])
    return float((came < needed[:, np.newaxis]).any(axis=0).mean())
