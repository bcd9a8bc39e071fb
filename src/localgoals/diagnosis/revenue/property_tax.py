"""What a tax on property could bring, where bills, the register and the values lag behind."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class PropertyRoll(NamedTuple):
    """What is known of n property taxes; NaN where something is not."""

    registered: ArrayLike
    """Properties on the roll. [units, above 0]"""
    unregistered: ArrayLike
    """Properties that are not. [units]"""
    taxable_value: ArrayLike
    """Value of those on the roll, as it is taxed. [local currency, above 0]"""
    market_value: ArrayLike
    """Value of those on the roll, on the market. [local currency, above 0]"""
    billed: ArrayLike
    """Billed in the year. [local currency, above 0]"""
    outstanding: ArrayLike
    """Of it not paid. [local currency, 0 to `billed`]"""


class PropertyGaps(NamedTuple):
    """What n property taxes bring and could bring, in local currency."""

    revenue: Floats
    """Billed and paid."""
    properties: Floats
    """On the roll and not. [units]"""
    compliance: Floats
    """Billed and not paid."""
    coverage: Floats
    """Not billed, as the properties are not on the roll."""
    valuation: Floats
    """Taxed on less than the market value, of those who pay."""
    valuation_compliance: Floats
    """The same, of those who do not pay."""
    valuation_coverage: Floats
    """The same, of those who are not on the roll."""

    @property
    def gap(self) -> Floats:
        """All five gaps."""
        return (
            self.compliance
            + self.coverage
            + self.valuation
            + self.valuation_compliance
            + self.valuation_coverage
        )

    @property
    def potential(self) -> Floats:
        """Revenue without the gaps."""
        return self.revenue + self.gap


def property_gaps(roll: PropertyRoll) -> PropertyGaps:
    """
    Split what property taxes could bring into five gaps.

    The rate is what is billed for each unit of taxable value. Where values on the roll are above
    those of the market there is no gap of valuation; a market value of 0 is taken for not known.

    Parameters
    ----------
    roll
        Of n taxes; each part has n numbers, or one for all.

    Returns
    -------
    gaps
        NaN where anything that they need is not known, or nothing is registered, valued or billed.

    References
    ----------
    UN-Habitat, Rapid Own Source Revenue Analysis (ROSRA), version 2: formulas as its calculator
    has them. The text of its help gives looser ones that do not agree with it.

    Examples
    --------
    100 houses taxed on half of their value, of which 80 pay, and 10 that nobody knows of:

    >>> gaps = property_gaps(PropertyRoll(100, 10, 1000, 2000, 200, 40))
    >>> float(gaps.compliance), float(gaps.coverage), float(gaps.valuation), float(gaps.potential)
    (40.0, 20.0, 160.0, 440.0)
    """
    r, n, fb, mv, b, o = (np.asarray(one, np.float64) for one in roll)
    with np.errstate(divide="ignore", invalid="ignore"):
        known = (r > 0) & (b > 0) & (fb > 0)
        bill = np.where(known, b / r, np.nan)
        more = np.where(known & (mv > 0), np.maximum(0, b / fb * mv / r - bill), np.nan)
        paying = np.clip(r * (b - o) / b, 0, r)
    return PropertyGaps(
        revenue=b - o,
        properties=r + n,
        compliance=np.where(known, o, np.nan),
        coverage=n * bill,
        valuation=paying * more,
        valuation_compliance=(r - paying) * more,
        valuation_coverage=n * more,
    )
