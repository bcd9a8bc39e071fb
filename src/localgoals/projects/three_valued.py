"""Claims that hold, do not hold, or are not known: 1, 0 and NaN; what is missing is never a no."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Tally(NamedTuple):
    """Of several claims together, what they come to and how many there are of each kind."""

    state: Floats
    """1 where all hold, 0 where one does not, NaN where one that is not known decides."""
    held: Counts
    failed: Counts
    unknown: Counts


def all_of(claims: ArrayLike) -> Tally:
    """
    Join claims by "and", along the last axis.

    Parameters
    ----------
    claims
        (..., n): 1 holds, 0 does not, NaN is not known.

    Returns
    -------
    tally
        Each (...). A single claim that does not hold settles it, whatever is not known; of no claim
        at all, all hold.

    References
    ----------
    Kleene (1952), Introduction to Metamathematics, section 64: the strong tables of three values.

    Examples
    --------
    >>> nan = float("nan")
    >>> all_of([[1, 1], [1, nan], [0, nan]]).state.tolist()
    [1.0, nan, 0.0]
    """
    values = np.asarray(claims, np.float64)
    held = (values == 1).sum(axis=-1)
    failed = (values == 0).sum(axis=-1)
    unknown = np.isnan(values).sum(axis=-1)
    state = np.where(failed > 0, 0.0, np.where(unknown > 0, np.nan, 1.0))
    return Tally(state, held, failed, unknown)


def at_least(values: ArrayLike, limit: ArrayLike) -> Floats:
    """Tell whether values reach a limit; NaN where one of the two is not known."""
    return _compared(np.asarray(values, np.float64), np.asarray(limit, np.float64))


def at_most(values: ArrayLike, limit: ArrayLike) -> Floats:
    """Tell whether values stay within a limit; NaN where one of the two is not known."""
    return _compared(np.asarray(limit, np.float64), np.asarray(values, np.float64))


def _compared(larger: Floats, smaller: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        difference = larger - smaller
        holds = np.asarray(larger >= smaller, np.float64)
    return np.where(np.isnan(difference), np.nan, holds)
