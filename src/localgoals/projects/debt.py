"""What a loan asks for each year, and how well a project can pay it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def annuity(amount: ArrayLike, rate: ArrayLike, periods: ArrayLike) -> Floats:
    """
    Equal payment that pays a loan and its interest back.

    Parameters
    ----------
    amount
        What is borrowed. [money]
    rate
        Interest of a period, 0 or above. [share]
    periods
        How many payments, 1 or more.

    Returns
    -------
    payment
        Of each period; NaN where something is not known or there is no period. [money]

    Notes
    -----
    amount * rate / (1 - (1 + rate)^-periods); amount / periods without interest.

    References
    ----------
    Brealey, Myers, Allen (2020), Principles of Corporate Finance, 13th edition, chapter 2.

    Examples
    --------
    >>> float(annuity(200_000, 0.075 / 12, 180).round(4))
    1854.0247
    """
    owed, interest, count = np.broadcast_arrays(
        *(np.asarray(one, np.float64) for one in (amount, rate, periods))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        growing = owed * interest / -np.expm1(-count * np.log1p(interest))
        paid = np.where(interest == 0, owed / count, growing)
    return np.where(count > 0, paid, np.nan)


class Loans(NamedTuple):
    """The loans of n projects; NaN where something is not known, an amount of 0 without a loan."""

    amount: ArrayLike
    """Drawn in the first year. [money]"""
    rate: ArrayLike
    """Interest. [share per year]"""
    years: ArrayLike
    """From the first payment, a year after the loan is drawn, to the last. [years]"""
    grace: ArrayLike
    """Of these, how many first years pay interest only. [years]"""


class Repayment(NamedTuple):
    """What loans ask for: (n, years) each, the first column the year in which they are drawn."""

    service: Floats
    """Interest and principal. [money]"""
    outstanding: Floats
    """Owed at the beginning of the year, before its payment; in the first year nothing. [money]"""


def repayment(loans: Loans, years: int) -> Repayment:
    """
    Lay the payments of loans out over years.

    Parameters
    ----------
    loans
        Of n projects.
    years
        How many columns; loans that run for longer are cut off.

    Returns
    -------
    repayment
        NaN in the whole row where a part of a loan is not known.

    Examples
    --------
    Of 200 at 10 % over three years, the first pays interest only:

    >>> repaid = repayment(Loans(200, 0.1, 3, 1), 5)
    >>> repaid.service.round(2).tolist()
    [[0.0, 20.0, 115.24, 115.24, 0.0]]
    >>> repaid.outstanding.round(2).tolist()
    [[0.0, 200.0, 200.0, 104.76, 0.0]]
    """
    parts = np.broadcast_arrays(*(np.atleast_1d(np.asarray(one, np.float64)) for one in loans))
    amount, rate, term, grace = parts
    payment = annuity(amount, rate, term - grace)
    service = np.zeros((len(amount), years))
    outstanding = np.zeros((len(amount), years))
    owed = amount.copy()
    for year in range(1, years):
        resting = year <= grace
        due = np.where(resting, owed * rate, payment)
        due = np.where(year <= term, due, 0.0)
        outstanding[:, year] = np.where(year <= term, owed, 0.0)
        service[:, year] = due
        owed = owed * (1 + rate) - due
    unknown = np.isnan(amount) | ((amount > 0) & (np.isnan(rate) | np.isnan(payment)))
    without = (amount == 0)[:, np.newaxis]
    service, outstanding = (np.where(without, 0.0, one) for one in (service, outstanding))
    service[unknown], outstanding[unknown] = np.nan, np.nan
    return Repayment(service, outstanding)


def debt_service_cover(available: ArrayLike, service: ArrayLike) -> Floats:
    """
    Debt service cover ratio (DSCR) of each year.

    Parameters
    ----------
    available
        (n, years): cash flow available for debt service, i.e. revenue less operating cost. [money]
    service
        (n, years): interest and principal of the year. [money]

    Returns
    -------
    ratio
        (n, years): NaN in years without debt service.

    References
    ----------
    Yescombe, E. R. (2014), Principles of Project Finance, 2nd edition, section 12.3.

    Examples
    --------
    >>> debt_service_cover([[150.0, 200.0]], [[146.33441666, 0.0]]).round(4).tolist()
    [[1.025, nan]]
    """
    due = np.asarray(service, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(due > 0, np.asarray(available, np.float64) / due, np.nan)


def loan_life_cover(available: ArrayLike, repaid: Repayment, rate: ArrayLike) -> Floats:
    """
    Loan life cover ratio (LLCR) of each year.

    Parameters
    ----------
    available
        (n, years): cash flow available for debt service. [money]
    repaid
        Of the same projects and years.
    rate
        Interest of the loans, by which the cash flow is discounted. [share per year]

    Returns
    -------
    ratio
        (n, years): the value, a year before the payment of that year, of the cash flow until the
        loan is paid, over what is owed then; NaN in years without debt service.

    References
    ----------
    Yescombe, E. R. (2014), Principles of Project Finance, 2nd edition, section 12.3.

    Examples
    --------
    >>> repaid = repayment(Loans(100, 0.1, 2, 0), 3)
    >>> loan_life_cover([[0, 110, 121]], repaid, 0.1).round(2).tolist()
    [[nan, 2.0, 2.1]]
    """
    came = np.where(repaid.service > 0, np.asarray(available, np.float64), 0.0)
    interest = np.broadcast_to(np.asarray(rate, np.float64), came.shape[:1])
    worth = np.zeros_like(came)
    later = np.zeros(len(came))
    for year in reversed(range(came.shape[1])):
        later = (later + came[:, year]) / (1 + interest)
        worth[:, year] = later
    return debt_service_cover(worth, np.where(repaid.service > 0, repaid.outstanding, 0.0))
