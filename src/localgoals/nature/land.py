"""Areas of ecosystems, their change, and green land for each person."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PROTECTED_TARGET = 0.3
"""Of land and sea to be protected by 2030: target 3 of the global framework; not read there."""


class Change(NamedTuple):
    """What became of n kinds of land between two maps, where both are known."""

    before: Floats
    """(n,)"""
    after: Floats
    """(n,)"""
    gained: Floats
    """Was another kind before, (n,)."""
    lost: Floats
    """Is another kind now, (n,)."""
    percent: Floats
    """Of what there was; NaN where there was none, (n,)."""


def areas(cells: Ints, row_km2: Floats) -> Floats:
    """
    Turn counts of cells by row into areas.

    Parameters
    ----------
    cells
        (…, rows, a, b)
    row_km2
        Area of a cell of each row. [km²]

    Examples
    --------
    >>> areas(np.array([[[2, 0]], [[0, 3]]]), np.array([1.0, 0.5])).tolist()
    [[2.0, 1.5]]
    """
    return np.asarray(np.einsum("...rab,r->...ab", cells.astype(np.float64), row_km2))


def change(matrix: Floats) -> Change:
    """
    Read gains and losses from a matrix of transitions.

    Parameters
    ----------
    matrix
        Area by kind before (rows) and after (columns), (n, n).

    References
    ----------
    Pontius, R. G., Shusas, E. and McEachern, M. (2004), Detecting important categorical land
    changes while accounting for persistence, Agriculture, Ecosystems & Environment 101, 251-268:
    gain is the total after less what persists, loss the total before less what persists; from
    general knowledge, not read there.

    Examples
    --------
    >>> change(np.array([[8.0, 2.0], [1.0, 9.0]]))[:4]
    (array([10., 10.]), array([ 9., 11.]), array([1., 2.]), array([2., 1.]))
    """
    kept = np.diagonal(matrix)
    before, after = matrix.sum(axis=1), matrix.sum(axis=0)
    percent = np.full(len(kept), np.nan)
    np.divide(100 * (after - before), before, out=percent, where=before > 0)
    return Change(before, after, after - kept, before - kept, percent)


def share(part: Floats, whole: Floats) -> Floats:
    """
    Give a part of a whole; NaN where there is no whole.

    Examples
    --------
    >>> share(np.array([1.0, 0.0]), np.array([4.0, 0.0])).tolist()
    [0.25, nan]
    """
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0))
