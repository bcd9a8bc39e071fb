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


def order_of_work(gaps: ArrayLike, places: ArrayLike) -> Floats:
    """
    Put streams in the order in which they are taken up.

    Parameters
    ----------
    gaps
        One of each of n streams, NaN where not known. [local currency]
    places
        Place that people gave each by hand, NaN where they gave none. [1 or more]

    Returns
    -------
    order
        1 to n, each once: those with a place by it, then the others from the largest gap, then
        those without a gap that is known; equal ones as they were given.

    References
    ----------
    As for `ranks_by_gap`.

    Examples
    --------
    >>> nothing = float("nan")
    >>> order_of_work([10, 30, nothing, 20], [nothing, nothing, nothing, 1]).tolist()
    [3.0, 2.0, 4.0, 1.0]
    """
    each, by_hand = (np.asarray(one, np.float64) for one in (gaps, places))
    # Blanks sort last of all, whichever way the numbers run.
    first = np.lexsort((-each, by_hand))
    order = np.empty(len(each))
    order[first] = np.arange(1, len(each) + 1)
    return order
