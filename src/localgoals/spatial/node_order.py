"""An order in which things that lie near each other on the map lie near each other in memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

_BITS = 21
# Each doubling of the gaps between bits, from halves of 32 bits down to single bits.
_SPACED = (
    (32, 0x001F00000000FFFF),
    (16, 0x001F0000FF0000FF),
    (8, 0x100F00F00F00F00F),
    (4, 0x10C30C30C30C30C3),
    (2, 0x1249249249249249),
)


def along_a_curve(x: Floats, y: Floats) -> Places:
    """
    Give the order of points along a curve that goes through the plane square by square.

    The curve is Morton's: the bits of both coordinates in turn. Points that coincide keep their
    order.

    Parameters
    ----------
    x, y
        Points; finite. [m]

    Returns
    -------
    order
        The number of each point along the curve, first to last.

    References
    ----------
    Morton (1966), A computer oriented geodetic data base and a new technique in file sequencing,
    IBM.

    Examples
    --------
    The corners of a square, quarter by quarter:

    >>> along_a_curve(np.array([0.0, 9.0, 0.0, 9.0]), np.array([0.0, 9.0, 9.0, 0.0])).tolist()
    [0, 3, 2, 1]
    """
    if not len(x):
        return np.empty(0, np.int64)
    side_m = max(float(np.ptp(x)), float(np.ptp(y)))
    per_m = (2**_BITS - 1) / side_m if side_m > 0 else 0.0
    key = _spaced((x - x.min()) * per_m) | (_spaced((y - y.min()) * per_m) << np.uint64(1))
    return np.argsort(key, kind="stable")


def _spaced(value: Floats) -> NDArray[np.uint64]:
    """Put two bits of nothing before each bit of a whole number below 2^21."""
    bits = value.astype(np.uint64)
    for gap, kept in _SPACED:
        bits = (bits | (bits << np.uint64(gap))) & np.uint64(kept)
    return bits
