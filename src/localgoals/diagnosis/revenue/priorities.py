"""Which streams of revenue come first: by the size of their gaps."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def shares_of_gap(gaps: ArrayLike) -> Floats:
    """
    Give what each stream has of all gaps together.

    Parameters
    ----------
    gaps
        One of each of n streams, NaN where not known. [local currency]

    Returns
    -------
    shares
        They sum to 1 over the known ones; NaN where a gap is not known or all are 0. [0 to 1]

    References
    ----------
    UN-Habitat, Rapid Own Source Revenue Analysis (ROSRA), version 2: prioritisation.

    Examples
    --------
    >>> shares_of_gap([30, 10, float("nan")]).tolist()
    [0.75, 0.25, nan]
    """
    each = np.asarray(gaps, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(each / np.nansum(each))


def ranks_by_gap(gaps: ArrayLike) -> Floats:
    """
    Rank streams, or the gaps of one, from the largest gap.

    Parameters
    ----------
    gaps
        One of each of n streams, NaN where not known. [local currency]

    Returns
    -------
    ranks
        1 for the largest; equal ones share the better rank; NaN where a gap is not known.

    References
    ----------
    UN-Habitat, Rapid Own Source Revenue Analysis (ROSRA), version 2: prioritisation. It lets the
    ranks be changed by hand, by political feasibility, cost and capacity.

    Examples
    --------
    >>> ranks_by_gap([10, 30, 10, float("nan")]).tolist()
    [2.0, 1.0, 2.0, nan]
    """
    each = np.asarray(gaps, np.float64)
    known = np.sort(each[~np.isnan(each)])
    larger = len(known) - np.searchsorted(known, each, side="right")
    return np.where(np.isnan(each), np.nan, larger + 1.0)
