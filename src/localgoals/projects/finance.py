"""What a project returns: net present value, internal rates, payback, benefits over costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_STEPS = 200
_LOWEST, _HIGHEST = -30.0, 30.0
"""Ends of ln(1 + rate) between which a rate is looked for."""


def npv(flows: ArrayLike, rate: ArrayLike) -> Floats:
    """
    Net present value.

    Parameters
    ----------
    flows
        (n, years): what comes in less what goes out, the first year at its full value; NaN where it
        is not known. [money]
    rate
        Discount rate, one for all or n of them, above -1. [share per year]

    Returns
    -------
    value
        (n,): NaN where a flow or the rate is not known. [money]

    Notes
    -----
    sum over t of flow_t / (1 + rate)^t, t from 0.

    References
    ----------
    Brealey, Myers, Allen (2020), Principles of Corporate Finance, 13th edition, chapter 2.

    Examples
    --------
    >>> npv([[-40000, 5000, 8000, 12000, 30000]], 0.08).round(2).tolist()
    [3065.22]
    """
    table = np.asarray(flows, np.float64)
    return np.asarray((table * discounts(rate, table.shape[-1])).sum(axis=-1), np.float64)


def discounts(rate: ArrayLike, years: int) -> Floats:
    """Give what one unit in each of so many years is worth in the first: (n, years) or (years,)."""
    base = 1.0 + np.asarray(rate, np.float64)[..., np.newaxis]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(base > 0, base, np.nan) ** -np.arange(years, dtype=np.float64)


def sign_changes(flows: ArrayLike) -> NDArray[np.int64]:
    """
    Count how often the flows of each project change their sign; zeros are passed over.

    With a single change there is one internal rate of return; with more there may be several.

    References
    ----------
    Descartes' rule of signs.

    Examples
    --------
    >>> sign_changes([[-100, 0, 74], [-5, 10, -8]]).tolist()
    [1, 2]
    """
    signs = np.nan_to_num(np.sign(np.atleast_2d(np.asarray(flows, np.float64))))
    years = np.arange(signs.shape[1])
    # In each year the last year up to it in which money flowed; the first one, where none did.
    last = np.maximum.accumulate(np.where(signs != 0, years, 0), axis=1)
    held = np.take_along_axis(signs, last, axis=1)
    return np.asarray((held[:, 1:] * held[:, :-1] < 0).sum(axis=1), np.int64)


def irr(flows: ArrayLike) -> Floats:
    """
    Find the internal rate of return: the discount rate at which the net present value is 0.

    Parameters
    ----------
    flows
        (n, years), as in `npv`.

    Returns
    -------
    rate
        (n,): NaN where a flow is not known or no rate makes the value 0. Where several do, the one
        nearest to 0; `sign_changes` tells which projects that may concern. [share per year]

    References
    ----------
    Brealey, Myers, Allen (2020), Principles of Corporate Finance, 13th edition, chapter 5. Of
    several rates NumPy Financial 1.0 gives the one nearest to 0, too.

    Examples
    --------
    >>> irr([[-100, 39, 59, 55, 20]]).round(6).tolist()
    [0.280948]
    """
    table = np.atleast_2d(np.asarray(flows, np.float64))
    changes = sign_changes(table)
    known = ~np.isnan(table).any(axis=1)
    rates = np.full(len(table), np.nan)
    single = known & (changes == 1)
    rates[single] = _only_rate(table[single])
    for row in np.flatnonzero(known & (changes > 1)):
        rates[row] = _nearest_rate(table[row])
    return rates


def _only_rate(table: Floats) -> Floats:
    """Halve the interval of ln(1 + rate) to a point; the value falls or rises throughout."""
    years = np.arange(table.shape[1], dtype=np.float64)
    # The sign of the last flow that is not 0 is the sign of the value at the lowest rates.
    last = _last(table)
    late = np.sign(np.take_along_axis(table, last[:, np.newaxis], axis=1)[:, 0])
    low = np.full(len(table), _LOWEST)
    high = np.full(len(table), _HIGHEST)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        # Only the sign counts: the largest power is taken out, so that nothing overflows.
        powers = -np.outer(middle, years)
        powers -= powers.max(axis=1, keepdims=True)
        value = (table * np.exp(powers)).sum(axis=1)
        below = np.sign(value) == late
        low, high = np.where(below, middle, low), np.where(below, high, middle)
        if np.all((low + high) / 2 == middle):
            break
    return np.asarray(np.expm1((low + high) / 2), np.float64)


def _last(table: Floats) -> NDArray[np.int64]:
    """Give the number of the last flow of each row that is not 0."""
    return np.asarray(table.shape[1] - 1 - (table[:, ::-1] != 0).argmax(axis=1), np.int64)


def _nearest_rate(flows: Floats) -> float:
    """Find all rates as roots of a polynomial, and give the one nearest to 0."""
    roots = np.roots(flows[::-1])
    real = roots[np.isclose(roots.imag, 0.0, atol=1e-10) & (roots.real > 0)].real
    rates = 1.0 / real - 1.0
    return float(rates[np.abs(rates).argmin()]) if len(rates) else np.nan


def mirr(flows: ArrayLike, finance_rate: ArrayLike, reinvestment_rate: ArrayLike) -> Floats:
    """
    Work out the modified internal rate of return.

    Parameters
    ----------
    flows
        (n, years), as in `npv`.
    finance_rate
        What the money costs that goes out. [share per year]
    reinvestment_rate
        What the money earns that comes in. [share per year]

    Returns
    -------
    rate
        (n,): NaN where something is not known, or money flows in one direction only.
        [share per year]

    Notes
    -----
    (value of what comes in, at the end, over the value of what goes out, at the beginning)
    ^ (1 / steps) - 1; the end is the last year in which money flows, so many steps from the first.

    References
    ----------
    Lin, S. A. Y. (1976), The modified internal rate of return and investment criterion,
    The Engineering Economist 21(4).

    Examples
    --------
    >>> mirr([[-100, 39, 59, 55, 20]], 0.10, 0.12).round(6).tolist()
    [0.204377]
    """
    table = np.atleast_2d(np.asarray(flows, np.float64))
    steps = _last(table)
    out = -npv(np.minimum(table, 0.0), finance_rate)
    back = npv(np.maximum(table, 0.0), reinvestment_rate)
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = back / out * (1.0 + np.asarray(reinvestment_rate, np.float64)) ** steps
        rate = grown ** (1.0 / steps) - 1.0
    return np.where((out > 0) & (back > 0), rate, np.nan)


def payback(flows: ArrayLike, rate: ArrayLike = 0.0) -> Floats:
    """
    Years until a project has brought back what it cost, and brings no loss again.

    Parameters
    ----------
    flows
        (n, years), as in `npv`.
    rate
        0 for the simple payback, the discount rate for the discounted one. [share per year]

    Returns
    -------
    years
        (n,): NaN where a flow is not known or the cost never comes back; 0 where there is none.
        Within a year money comes in evenly. [years]

    References
    ----------
    Brealey, Myers, Allen (2020), Principles of Corporate Finance, 13th edition, chapter 5.

    Examples
    --------
    >>> payback([[-1000, 150, 200, 250, 300, 300, 300]]).round(3).tolist()
    [4.333]
    """
    table = np.atleast_2d(np.asarray(flows, np.float64))
    paid = table * discounts(rate, table.shape[1])
    so_far = paid.cumsum(axis=1)
    owing = so_far < 0
    # The year after the last in which something is still owed.
    year = table.shape[1] - owing[:, ::-1].argmax(axis=1)
    year = np.where(owing.any(axis=1), year, 0)
    reached = year < table.shape[1]
    at = np.minimum(year, table.shape[1] - 1)[:, np.newaxis]
    after = np.take_along_axis(so_far, at, axis=1)[:, 0]
    came = np.take_along_axis(paid, at, axis=1)[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        within = np.where(year > 0, year - after / came, 0.0)
    return np.where(reached & ~np.isnan(paid).any(axis=1), within, np.nan)


def benefit_cost_ratio(benefits: ArrayLike, costs: ArrayLike, rate: ArrayLike) -> Floats:
    """
    Present value of the benefits over that of the costs.

    Parameters
    ----------
    benefits, costs
        (n, years), both at 0 or above. [money]
    rate
        Discount rate. [share per year]

    Returns
    -------
    ratio
        (n,): NaN where something is not known or there is no cost.

    References
    ----------
    European Commission (2014), Guide to Cost-Benefit Analysis of Investment Projects, section 2.8.

    Examples
    --------
    >>> costs = [[1000, 0, 0, 0, 0, 0, 0]]
    >>> benefits = [[0, 150, 200, 250, 300, 300, 300]]
    >>> benefit_cost_ratio(benefits, costs, 0.08).round(6).tolist()
    [1.12255]
    """
    paid = npv(costs, rate)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(paid > 0, npv(benefits, rate) / paid, np.nan)
