"""
What a stream of revenue could bring, and by which of its gaps it brings less.

Two kinds of streams: those billed by the unit (licences, permits, fees, rents, daily charges), and
the property tax, where the value that is taxed can lag behind the market.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class BilledGaps(NamedTuple):
    """What n streams that are billed by the unit bring and could bring, in local currency."""

    revenue: Floats
    """Billed and paid."""
    units: Floats
    """Registered and not. [units]"""
    compliance: Floats
    """Billed and not paid."""
    coverage: Floats
    """Not billed, as the units are not registered."""
    liability: Floats
    """Billed at less than could be reached, to those who pay."""
    liability_compliance: Floats
    """The same, to those who do not pay."""
    liability_coverage: Floats
    """The same, to those who are not registered."""
    paying: Floats
    """Registered units that pay, as far as money tells. [units]"""
    bill: Floats
    """Average bill of a registered unit."""
    bill_within_reach: Floats
    """Average bill after the part of the way to the statutory one that can be gone."""

    @property
    def gap(self) -> Floats:
        """All five gaps."""
        return (
            self.compliance
            + self.coverage
            + self.liability
            + self.liability_compliance
            + self.liability_coverage
        )

    @property
    def potential(self) -> Floats:
        """Revenue without the gaps."""
        return self.revenue + self.gap


class Billing(NamedTuple):
    """What is known of n streams that are billed by the unit; NaN where something is not."""

    registered: ArrayLike
    """Registered units. [units, above 0]"""
    unregistered_percent: ArrayLike
    """Estimated units that are not registered, for each 100 that are. [percent]"""
    billed: ArrayLike
    """Billed in the year. [local currency, above 0]"""
    outstanding: ArrayLike
    """Of it not paid. [local currency, 0 to `billed`]"""
    statutory_bill: ArrayLike
    """What a unit would pay on average by law. [local currency]"""
    improvement_percent: ArrayLike
    """How much of the way from the average to that bill can be gone. [percent, 0 to 100]"""


def billed_gaps(billing: Billing) -> BilledGaps:
    """
    Split what streams could bring into five gaps.

    Parameters
    ----------
    billing
        Of n streams; each part has n numbers, or one for all.

    Returns
    -------
    gaps
        NaN where anything that they need is not known, or nothing is registered or billed.

    References
    ----------
    UN-Habitat, Rapid Own Source Revenue Analysis (ROSRA), version 2: formulas as its calculator
    has them; its handbook divides by 1 - share where the calculator multiplies by 1 + share.

    Examples
    --------
    100 shops of which 80 pay, 10 unknown, and bills at half of what the law says:

    >>> gaps = billed_gaps(Billing(100, 10, 1000, 200, 20, 50))
    >>> float(gaps.compliance), float(gaps.coverage), float(gaps.potential)
    (200.0, 100.0, 1650.0)
    """
    r, u, b, o, s, p = (np.asarray(one, np.float64) for one in billing)
    with np.errstate(divide="ignore", invalid="ignore"):
        known = (r > 0) & (b > 0)
        unregistered = r * u / 100
        bill = np.where(known, b / r, np.nan)
        paying = np.clip(r * (b - o) / b, 0, r)
        more = p / 100 * np.maximum(0, s - bill)
    return BilledGaps(
        revenue=b - o,
        units=r + unregistered,
        compliance=np.where(known, o, np.nan),
        coverage=unregistered * bill,
        liability=paying * more,
        liability_compliance=(r - paying) * more,
        liability_coverage=unregistered * more,
        paying=paying,
        bill=bill,
        bill_within_reach=bill + more,
    )
