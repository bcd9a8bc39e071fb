"""
Urban centres of a large grid as lists of cells: majorities around them, and their holes.

Centres are rare: a list of their cells is a thousandth of the grid, and no strip cuts it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.cells import COUNTED, EMPTY_WATER, Marks
from localgoals.spatial.clusters import fill_holes
from localgoals.spatial.tiles.strips import Cells, Clusters

Flags = NDArray[np.bool_]

_AROUND = np.array([(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1) if row or column])
_AT_ONCE = 1 << 18


class Centres(NamedTuple):
    """The cells of urban centres in order, and the number of the centre that each belongs to."""

    cells: Cells
    number: Clusters


class Ground(NamedTuple):
    """What stands on the whole grid."""

    marks: Marks
    among_land: bool
    """Whether empty water neither counts for a majority nor joins one."""

    def counted(self, cells: Cells) -> Flags:
        """Tell which cells count when the majority around a cell is looked for."""
        if not self.among_land:
            return np.ones(cells.shape, np.bool_)
        return np.asarray(self.marks.reshape(-1)[cells] & COUNTED != 0)

    def may_join(self, cells: Cells) -> Flags:
        """Tell which cells a centre can win."""
        if not self.among_land:
            return np.ones(cells.shape, np.bool_)
        return np.asarray(self.marks.reshape(-1)[cells] & EMPTY_WATER == 0)

    def around(self, cells: Cells) -> Cells:
        """Give the eight cells around each, (cells, 8); -1 beyond the edge of the grid."""
        rows, columns = self.marks.shape
        row = cells[:, None] // columns + _AROUND[:, 0]
        column = cells[:, None] % columns + _AROUND[:, 1]
        inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        return np.where(inside, row * columns + column, -1)


def numbers_at(centres: Centres, cells: Cells) -> Clusters:
    """Give the number of the centre that each cell belongs to, 0 for none."""
    if not len(centres.cells):
        return np.zeros(cells.shape, np.int32)
    place = np.minimum(np.searchsorted(centres.cells, cells), len(centres.cells) - 1)
    return np.where(centres.cells[place] == cells, centres.number[place], 0).astype(np.int32)


def with_majorities(centres: Centres, ground: Ground) -> Centres:
    """
    Let cells join the centre that has the majority around them, round by round.

    The rule and its rounds are those of `localgoals.spatial.clusters.join_majorities`.
    """
    joined = centres.cells
    while len(joined):
        won = [_won(centres, ground, asked) for asked in _pieces(_asked(centres, ground, joined))]
        if not won:
            break
        cells = np.concatenate([one.cells for one in won])
        centres = _in_order(
            np.concatenate([centres.cells, cells]),
            np.concatenate([centres.number, *(one.number for one in won)]),
        )
        joined = cells
    return centres


def _pieces(cells: Cells) -> list[Cells]:
    """Cut a list of cells, so that what is made of each piece stays small."""
    return [cells[begin : begin + _AT_ONCE] for begin in range(0, len(cells), _AT_ONCE)]


def _asked(centres: Centres, ground: Ground, joined: Cells) -> Cells:
    """Give the cells around those that have just joined which a centre can win."""
    beside = np.unique(
        np.concatenate([np.unique(ground.around(piece)) for piece in _pieces(joined)])
    )
    beside = beside[beside >= 0]
    return np.asarray(beside[ground.may_join(beside) & (numbers_at(centres, beside) == 0)])


def _won(centres: Centres, ground: Ground, asked: Cells) -> Centres:
    """Find the cells around which one centre holds more than half of those that count."""
    around = ground.around(asked)
    near = numbers_at(centres, around)
    # Beyond the edge of the grid is no centre, and it counts.
    voters = ((near > 0) | (around < 0) | ground.counted(around)).sum(axis=1)
    votes = (near[:, :, None] == near[:, None, :]).sum(axis=2) * (near > 0)
    best = votes.argmax(axis=1)[:, None]
    wins = 2 * np.take_along_axis(votes, best, axis=1)[:, 0] > voters
    return Centres(asked[wins], np.take_along_axis(near, best, axis=1)[wins, 0])


def without_holes(centres: Centres, columns: int, below_cells: float) -> Centres:
    """
    Fill the small holes of each centre, whatever stands in them.

    The rule is that of `localgoals.spatial.clusters.fill_holes`: where the hole of a centre holds
    another, the one with the higher number stays.

    Parameters
    ----------
    centres
        The cells of centres.
    columns
        The width of the grid.
    below_cells
        Holes of so many cells are not small any more.
    """
    if not len(centres.cells):
        return centres
    order = np.argsort(centres.number, kind="stable")
    number = centres.number[order]
    parts = np.split(centres.cells[order], np.flatnonzero(np.diff(number)) + 1)
    filled = [_filled(part, columns, below_cells) for part in parts]
    numbers = np.repeat(np.unique(number), [len(one) for one in filled])
    return _in_order(np.concatenate(filled), numbers)


def _filled(cells: Cells, columns: int, below_cells: float) -> Cells:
    """Fill the holes of one centre in a window around it."""
    row, column = cells // columns, cells % columns
    top, left = int(row.min()), int(column.min())
    window = np.zeros((int(row.max()) - top + 1, int(column.max()) - left + 1), np.int32)
    if min(window.shape) < 3:
        return cells
    window[row - top, column - left] = 1
    inside = np.nonzero(fill_holes(window, below_cells))
    return np.asarray((inside[0] + top) * columns + inside[1] + left)


def _in_order(cells: Cells, number: Clusters) -> Centres:
    """Order cells; of those that stand there twice, keep the one with the highest number."""
    order = np.lexsort((number, cells))
    cells, number = cells[order], number[order]
    last = np.ones(len(cells), np.bool_)
    last[:-1] = np.diff(cells) != 0
    return Centres(cells[last], number[last])
