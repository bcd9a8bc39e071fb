"""
What maps of land cover hold, counted row by row: classes, changes between maps, rings around towns.

Cells are counted whole, by rows, in strips; what a cell measures is for those who know its
projection. So counts are the same for strips of any height.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Counts = NDArray[np.int64]
Codes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

NOT_KNOWN = 0
"""The class of cells that a map says nothing of, or that lie outside of the city."""
GREEN, NOT_GREEN = 1, 2
"""States of a cell, besides `NOT_KNOWN`."""


@dataclass(frozen=True)
class Covers:
    """Maps of the same cells that can be read by rows."""

    rows: int
    columns: int
    maps: int
    classes: Callable[[int, int, int], Codes]
    """Gives some rows of a map, by its number, first and end: classes from 1, or `NOT_KNOWN`."""
    inside: Callable[[int, int], Flags]
    """Tells of the cells of some rows whether they lie in the city."""
    protected: Callable[[int, int], Flags]


class Kinds(NamedTuple):
    """What each class is; the entry 0 is that of `NOT_KNOWN`."""

    kind: Codes
    """From 1; 0 for `NOT_KNOWN`."""
    green: Codes
    """`GREEN`, `NOT_GREEN` or `NOT_KNOWN`."""
    built: Flags


class Rings(NamedTuple):
    """Rings around what is built in the first map, one around the other."""

    widths_m: Floats
    """How far each reaches, rising."""
    cell_m: tuple[float, float]
    """Height and width of a cell."""


class Counted(NamedTuple):
    """Cells by row."""

    classes: Counts
    """Of each map, row, and class, in protected areas or not: (maps, rows, 2, classes)."""
    changes: Counts
    """Of each pair of maps in order, row, kind before and kind after: (maps - 1, rows, k, k)."""
    turned: Counts
    """The same for the three states of green, (maps - 1, rows, 3, 3)."""
    rings: Counts
    """Of each map, row, ring and state of green: (maps, rows, rings + 2, 3)."""


def counted(covers: Covers, kinds: Kinds, rings: Rings, *, rows_at_once: int = 512) -> Counted:
    """
    Count the cells of maps of land cover.

    Parameters
    ----------
    covers
        The maps.
    kinds
        What each class is.
    rings
        Without widths nothing is measured. The first ring is 0: the built cells themselves; the
        last one is all that lies further away. Distances are between the centres of cells. Built
        cells outside of the city count, too: the ring of a town does not end at a border.
    rows_at_once
        Of a strip; the counts are the same for any.

    Examples
    --------
    A row of forest, forest, houses, of which one forest is felled for houses:

    >>> maps = np.array([[[1, 1, 2]], [[1, 2, 2]]], np.uint8)
    >>> covers = Covers(1, 3, 2, lambda n, a, b: maps[n, a:b],
    ...     lambda a, b: np.ones((b - a, 3), bool), lambda a, b: np.zeros((b - a, 3), bool))
    >>> kinds = Kinds(*np.array([[0, 1, 2], [0, 1, 2]], np.uint8), np.array([False, False, True]))
    >>> found = counted(covers, kinds, Rings(np.array([10.0]), (10.0, 10.0)))
    >>> found.changes[0, 0].tolist()
    [[0, 0, 0], [0, 1, 1], [0, 0, 1]]
    >>> found.rings[:, 0, 1].tolist()
    [[0, 1, 0], [0, 0, 1]]
    """
    k, count = int(kinds.kind.max(initial=0)) + 1, len(rings.widths_m) + 2
    shapes = (
        (covers.maps, covers.rows, 2, len(kinds.kind)),
        (covers.maps - 1, covers.rows, k, k),
        (covers.maps - 1, covers.rows, 3, 3),
        (covers.maps, covers.rows, count, 3),
    )
    found = Counted(*(np.zeros(shape, np.int64) for shape in shapes))
    for begin in range(0, covers.rows, rows_at_once):
        end = min(begin + rows_at_once, covers.rows)
        inside, protected = covers.inside(begin, end), covers.protected(begin, end)
        ring = _ring(covers, kinds, rings, begin, end) if len(rings.widths_m) else None
        before: Codes | None = None
        for number in range(covers.maps):
            classes = np.where(inside, covers.classes(number, begin, end), NOT_KNOWN)
            green = kinds.green[classes]
            found.classes[number, begin:end] = _by_row(protected, classes, (2, len(kinds.kind)))
            if ring is not None:
                found.rings[number, begin:end] = _by_row(ring, green, (count, 3))
            if before is not None:
                pair = (kinds.kind[before], kinds.kind[classes])
                found.changes[number - 1, begin:end] = _by_row(*pair, (k, k))
                turned = _by_row(kinds.green[before], green, (3, 3))
                found.turned[number - 1, begin:end] = turned
            before = classes
    return found


def _by_row(one: NDArray[np.generic], other: Codes, shape: tuple[int, int]) -> Counts:
    """Count pairs of numbers in each row, (rows, *shape)."""
    rows = len(other)
    key = np.arange(rows, dtype=np.int64)[:, None] * (shape[0] * shape[1])
    key = key + one.astype(np.int64) * shape[1] + other
    held = np.bincount(key.ravel(), minlength=rows * shape[0] * shape[1])
    return held.reshape(rows, *shape)


def _ring(covers: Covers, kinds: Kinds, rings: Rings, begin: int, end: int) -> Codes:
    """Tell the ring of each cell of a strip: what is built beyond the last ring is no matter."""
    halo = int(np.ceil(rings.widths_m[-1] / rings.cell_m[0])) + 1
    top, bottom = max(begin - halo, 0), min(end + halo, covers.rows)
    is_built = kinds.built[covers.classes(0, top, bottom)]
    if not is_built.any():
        return np.full((end - begin, covers.columns), len(rings.widths_m) + 1, np.uint8)
    away = ndimage.distance_transform_edt(~is_built, sampling=rings.cell_m)
    away_m = np.asarray(away, np.float64)[begin - top : end - top]
    # A cell whose centre lies on the edge of a ring is in it, whatever rounding says.
    ring = np.searchsorted(rings.widths_m * (1 + 1e-9), away_m.ravel(), side="left") + 1
    return np.where(away_m > 0, ring.reshape(away_m.shape), 0).astype(np.uint8)
