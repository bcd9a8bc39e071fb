"""Risk from hazard, exposure and vulnerability, each from 0 to 1, and what drives it."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Classical",
    "RiskMean",
    "VulnerabilityForm",
    "bands_of",
    "classical_vulnerability",
    "drivers",
    "risk",
    "scaled",
    "vulnerability",
]

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
RiskMean = Literal["geometric", "arithmetic"]
VulnerabilityForm = Literal["mean", "product"]


def scaled(values: ArrayLike, low: ArrayLike, high: ArrayLike) -> Floats:
    """
    Scale values between two goalposts to 0 to 1: (x - low) / (high - low), cut off at both ends.

    Parameters
    ----------
    values
        In any unit; NaN stays NaN.
    low, high
        The values that count 0 and 1; `high` may be the lesser one.

    Returns
    -------
    scaled
        [0-1]

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, min-max with goalposts.

    Examples
    --------
    >>> scaled([25.0, 40.0], 20, 30).tolist()
    [0.5, 1.0]
    """
    low, high = np.asarray(low, np.float64), np.asarray(high, np.float64)
    return np.asarray(np.clip((np.asarray(values, np.float64) - low) / (high - low), 0.0, 1.0))


def vulnerability(
    sensitivity: ArrayLike, adaptive_capacity: ArrayLike, form: VulnerabilityForm = "mean"
) -> Floats:
    """
    Vulnerability: how sensitive people or things are, and how little they can adapt.

    Parameters
    ----------
    sensitivity, adaptive_capacity
        NaN where not known. [0-1]
    form
        `mean`: (S + 1 - AC) / 2. `product`: S (1 - AC), none where capacity is full.

    Returns
    -------
    vulnerability
        [0-1]

    Notes
    -----
    That vulnerability is a function of sensitivity and adaptive capacity is the concept of the
    IPCC; which function is not said there. Both forms are choices of this project.

    References
    ----------
    IPCC (2014), AR5, working group II; as quoted, not confirmed there.

    Examples
    --------
    >>> vulnerability([0.8], [0.4]).tolist()
    [0.7]
    """
    sensitive = np.asarray(sensitivity, np.float64)
    lacking = 1 - np.asarray(adaptive_capacity, np.float64)
    return np.asarray((sensitive + lacking) / 2 if form == "mean" else sensitive * lacking)


def risk(
    hazard: ArrayLike, exposure: ArrayLike, vulnerable: ArrayLike, mean: RiskMean = "geometric"
) -> Floats:
    """
    Risk as a mean of hazard, exposure and vulnerability.

    Parameters
    ----------
    hazard, exposure, vulnerable
        NaN where not known; so is then the risk. [0-1]
    mean
        `geometric`: (H E V)^(1/3), none where one of them is 0. `arithmetic`: (H + E + V) / 3.

    Returns
    -------
    risk
        [0-1]

    References
    ----------
    IPCC (2014, 2022), AR5 and AR6, working group II: risk comes of hazard, exposure and
    vulnerability. The index is usual practice and not confirmed there.

    Examples
    --------
    >>> risk([0.5], [0.5], [0.5]).round(12).tolist(), risk([0], [0.6], [0.6]).tolist()
    ([0.5], [0.0])
    """
    parts = [np.asarray(one, np.float64) for one in (hazard, exposure, vulnerable)]
    if mean == "geometric":
        return np.asarray(np.cbrt(parts[0] * parts[1] * parts[2]))
    return np.asarray((parts[0] + parts[1] + parts[2]) / 3)


def bands_of(values: ArrayLike, limits: ArrayLike) -> Codes:
    """
    Give the band of each risk: 1 for the lowest, 0 where the risk is not known.

    Parameters
    ----------
    values
        [0-1]
    limits
        Where bands end, rising; a risk on a limit is in the band above.

    Examples
    --------
    >>> bands_of([0.1, 0.19, 0.95, float("nan")], [0.19, 0.39, 0.59, 0.79]).tolist()
    [1, 2, 5, 0]
    """
    known = np.asarray(values, np.float64)
    codes = np.searchsorted(np.asarray(limits, np.float64), known, side="right") + 1
    return np.where(np.isnan(known), 0, codes)


def drivers(parts: ArrayLike) -> Codes:
    """
    Tell which part drives each risk: the greatest; the first of several, -1 where one is unknown.

    Parameters
    ----------
    parts
        Hazard, exposure and vulnerability, (n, 3). [0-1]

    Examples
    --------
    >>> drivers([[0.2, 0.9, 0.5], [0.2, float("nan"), 0.5]]).tolist()
    [1, -1]
    """
    given = np.asarray(parts, np.float64).reshape(-1, 3)
    unknown = np.isnan(given).any(axis=1)
    return np.where(unknown, -1, np.argmax(np.where(np.isnan(given), -1.0, given), axis=1))


class Classical(NamedTuple):
    """Vulnerability in which exposure is a part, on a scale of 1 to 5 for each part."""

    ratio: Floats
    """E S / AC. [0.2-25]"""
    difference: Floats
    """(E + S) - AC. [-3-9]"""


def classical_vulnerability(
    exposure: ArrayLike, sensitivity: ArrayLike, adaptive_capacity: ArrayLike
) -> Classical:
    """
    Vulnerability as it was understood before risk had an exposure of its own.

    Parameters
    ----------
    exposure, sensitivity, adaptive_capacity
        Turned to 1 + 4 x, the scale from 1 to 5 that these forms are used with. [0-1]

    Notes
    -----
    Exposure is in it, so that it must not be multiplied into a risk with exposure again.

    References
    ----------
    Forms in the manner of IPCC (2007), AR4, as quoted; not confirmed there.

    Examples
    --------
    >>> found = classical_vulnerability([0.75], [0.5], [0.25])
    >>> found.ratio.tolist(), found.difference.tolist()
    ([6.0], [5.0])
    """
    exposed, sensitive, able = (
        1 + 4 * np.asarray(one, np.float64) for one in (exposure, sensitivity, adaptive_capacity)
    )
    return Classical(np.asarray(exposed * sensitive / able), np.asarray(exposed + sensitive - able))
