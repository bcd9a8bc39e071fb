"""What charges that are paid by the day or by the month could bring."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

DAYS, MONTHS = 365.0, 12.0
"""How often in a year a daily charge and a monthly one fall due."""


class Charges(NamedTuple):
    """What is known of n charges; NaN where something is not."""

    users: ArrayLike
    """Estimated users who should pay each time. [count]"""
    payers: ArrayLike
    """Those who do. [count, 0 to `users`]"""
    possible_rate: ArrayLike
    """What could be asked each time. [local currency]"""
    rate: ArrayLike
    """What is asked. [local currency, 0 to `possible_rate`]"""
    times: ArrayLike
    """How often a year it falls due: `DAYS` or `MONTHS`."""


class ChargeGaps(NamedTuple):
    """What n charges bring and could bring in a year, in local currency."""

    revenue: Floats
    compliance: Floats
    """Users who do not pay, at what is asked today."""
    rate: Floats
    """What is asked too little, of those who pay."""
    rate_compliance: Floats
    """The same, of those who do not pay."""

    @property
    def gap(self) -> Floats:
        """All three gaps."""
        return self.compliance + self.rate + self.rate_compliance

    @property
    def potential(self) -> Floats:
        """Every user at what could be asked."""
        return self.revenue + self.gap


def charge_gaps(charges: Charges) -> ChargeGaps:
    """
    Split what charges could bring into three gaps.

    Parameters
    ----------
    charges
        Of n charges; each part has n numbers, or one for all.

    Returns
    -------
    gaps
        NaN where anything that they need is not known. A gap is below 0 where more pay than should,
        or more is asked than could be.

    References
    ----------
    UN-Habitat, Rapid Own Source Revenue Analysis (ROSRA), version 2 of 2025: short-term and
    long-term user charges, formulas as its calculator has them.

    Examples
    --------
    >>> gaps = charge_gaps(Charges(100, 50, 50, 5, DAYS))
    >>> float(gaps.revenue), float(gaps.compliance), float(gaps.potential)
    (91250.0, 91250.0, 1825000.0)
    """
    users, payers, possible, rate, times = (np.asarray(one, np.float64) for one in charges)
    missing, short = users - payers, possible - rate
    return ChargeGaps(
        revenue=payers * rate * times,
        compliance=missing * rate * times,
        rate=payers * short * times,
        rate_compliance=missing * short * times,
    )
