"""
Kernels of the Degree of Urbanisation: groups of neighbouring cells.

Groups are found run by run: a run is a stretch of neighbouring cells in one row, and runs that
touch are joined. So the work grows with the number of runs, not of cells.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.cells import UNKNOWN
from localgoals.spatial.compiled import compiled

Floats = NDArray[np.float64]
Marks = NDArray[np.uint8]
Classes = NDArray[np.uint8]
Clusters = NDArray[np.int32]
Cells = NDArray[np.int64]
"""Numbers of cells, row by row from 0."""

ROOK: Final = 0
"""Cells that share a side are neighbours."""
QUEEN: Final = 1
"""Cells that share a side or a corner are neighbours."""


class Runs(NamedTuple):
    """Stretches of neighbouring cells, row by row from west to east."""

    first: NDArray[np.int64]
    """Where the runs of each row begin; one more than there are rows."""
    start: Clusters
    end: Clusters
    """One past the last column."""
    people: Floats


@compiled
def runs_of(marks: Marks, mark: np.uint8, people: Floats) -> Runs:
    """
    Find the runs of cells that bear a mark, and who lives in each.

    Parameters
    ----------
    marks
        What each cell is, (rows, columns).
    mark
        One of the marks of `localgoals.spatial.cells`.
    people
        People per cell; those with an unknown population add nothing.
    """
    rows, columns = marks.shape
    first = np.zeros(rows + 1, np.int64)
    for row in range(rows):
        line = marks[row]
        count = 1 if columns and line[0] & mark else 0
        for column in range(1, columns):
            count += (line[column] & mark) > (line[column - 1] & mark)
        first[row + 1] = first[row] + count
    start, end = np.empty(first[rows], np.int32), np.empty(first[rows], np.int32)
    held = np.zeros(first[rows])
    for row in range(rows):
        column = 0
        for run in range(first[row], first[row + 1]):
            while not marks[row, column] & mark:
                column += 1
            start[run] = column
            while column < columns and marks[row, column] & mark:
                living = people[row, column]
                held[run] += 0.0 if np.isnan(living) else living
                column += 1
            end[run] = column
    return Runs(first, start, end, held)


def runs_of_cells(cells: Cells, shape: tuple[int, int]) -> Runs:
    """
    Find the runs of some cells, in which nobody is taken to live.

    Parameters
    ----------
    cells
        Their numbers, row by row from 0, in order.
    shape
        Rows and columns of the grid.
    """
    rows, columns = shape
    begins = np.ones(len(cells), np.bool_)
    begins[1:] = (np.diff(cells) != 1) | (cells[1:] % columns == 0)
    first_cells = cells[begins]
    length = np.diff(np.append(np.flatnonzero(begins), len(cells)))
    start = first_cells % max(columns, 1)
    return Runs(
        np.searchsorted(first_cells, np.arange(rows + 1) * columns).astype(np.int64),
        start.astype(np.int32),
        (start + length).astype(np.int32),
        np.zeros(len(first_cells)),
    )


@compiled
def _root_of(parent: Clusters, run: int) -> int:
    """Find the first run of a group, and shorten the way there."""
    while parent[run] != run:
        parent[run] = parent[parent[run]]
        run = parent[run]
    return run


@compiled
def _joined(runs: Runs, reach: int) -> Clusters:
    """Give each run the first run of its group; those of two rows touch when they overlap."""
    parent = np.arange(len(runs.start)).astype(np.int32)
    for row in range(1, len(runs.first) - 1):
        above = runs.first[row - 1]
        for run in range(runs.first[row], runs.first[row + 1]):
            while above < runs.first[row] and runs.end[above] + reach <= runs.start[run]:
                above += 1
            other = above
            while other < runs.first[row] and runs.start[other] < runs.end[run] + reach:
                one, two = _root_of(parent, run), _root_of(parent, other)
                parent[max(one, two)] = min(one, two)
                other += 1
    return parent


class Groups(NamedTuple):
    """Runs, and the group that each belongs to."""

    runs: Runs
    parent: Clusters
    """The first run of the group."""
    people: Floats
    """Those of the whole group."""


@compiled
def groups_of(runs: Runs, neighbours: int) -> Groups:
    """
    Join runs that touch, and add up who lives in each group, run by run from north to south.

    The order of adding is that of the grid, so that sums are the same to the last bit for strips of
    any height.

    Parameters
    ----------
    runs
        Of the whole grid.
    neighbours
        `ROOK` or `QUEEN`.
    """
    parent = _joined(runs, neighbours)
    held = np.zeros(len(parent))
    for run in range(len(parent)):
        parent[run] = _root_of(parent, run)
        held[parent[run]] += runs.people[run]
    for run in range(len(parent)):
        held[run] = held[parent[run]]
    return Groups(runs, parent, held)


@compiled
def number_groups(groups: Groups, people: float, clusters: Clusters) -> Cells:
    """
    Give a number to the groups that hold enough people, in the order of their first cells.

    Parameters
    ----------
    groups
        As `groups_of` gives them.
    people
        What a group must hold.
    clusters
        Zeros, (rows, columns); filled with the number of each cell, from 1.

    Returns
    -------
    cells
        Those that have a number now, row by row.
    """
    runs, parent, held = groups
    number = np.zeros(len(parent), np.int32)
    kept, count = 0, 0
    for run in range(len(parent)):
        if held[run] >= people:
            count += runs.end[run] - runs.start[run]
            if parent[run] == run:
                kept += 1
                number[run] = kept
    cells = np.empty(count, np.int64)
    place = 0
    for row in range(clusters.shape[0]):
        for run in range(runs.first[row], runs.first[row + 1]):
            mine = number[parent[run]]
            if mine:
                for column in range(runs.start[run], runs.end[run]):
                    clusters[row, column] = mine
                    cells[place] = row * clusters.shape[1] + column
                    place += 1
    return cells


@compiled
def paint(groups: Groups, people: float, value: np.uint8, classes: Classes, top: int) -> None:
    """
    Give a class to the cells of the groups that hold enough people, except to unknown cells.

    Parameters
    ----------
    groups
        As `groups_of` gives them.
    people
        What a group must hold.
    value
        The class.
    classes
        Of all cells, or of those of a strip, (rows, columns); painted over.
    top
        The first row of the strip.
    """
    runs, _, held = groups
    for row in range(classes.shape[0]):
        for run in range(runs.first[top + row], runs.first[top + row + 1]):
            if held[run] >= people:
                for column in range(runs.start[run], runs.end[run]):
                    if classes[row, column] != UNKNOWN:
                        classes[row, column] = value


@compiled
def keep_apart(groups: Groups, urban: Classes, cells: int) -> None:
    """
    Leave nobody in the groups that have an urban cell within so many rows and columns.

    Parameters
    ----------
    groups
        As `groups_of` gives them; people of those that are too near become NaN, which is less than
        any number that a group must hold.
    urban
        Not 0 where a denser cluster is, (rows, columns).
    cells
        How near is too near.
    """
    runs, parent, held = groups
    for row in range(urban.shape[0]):
        top, bottom = max(row - cells, 0), min(row + cells + 1, urban.shape[0])
        for run in range(runs.first[row], runs.first[row + 1]):
            left, right = max(runs.start[run] - cells, 0), runs.end[run] + cells
            if urban[top:bottom, left:right].any():
                held[parent[run]] = np.nan
    for run in range(len(parent)):
        held[run] = held[parent[run]]
