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
Flags = NDArray[np.bool_]
Marks = NDArray[np.uint8]
Classes = NDArray[np.uint8]
Clusters = NDArray[np.int32]
Boxes = NDArray[np.int64]

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
def _runs(inside: Flags, people: Floats) -> Runs:
    """Find the runs of cells inside, and who lives in each."""
    return _marked_runs(inside.view(np.uint8), np.uint8(1), people)


@compiled
def _marked_runs(marks: Marks, mark: np.uint8, people: Floats) -> Runs:
    """Find the runs of cells that bear a mark, and who lives in each."""
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


@compiled
def root_of(parent: Clusters, run: int) -> int:
    """Find the first run of a group, and shorten the way there."""
    while parent[run] != run:
        parent[run] = parent[parent[run]]
        run = parent[run]
    return run


@compiled
def joined(runs: Runs, reach: int) -> Clusters:
    """Give each run the first run of its group; those of two rows touch when they overlap."""
    parent = np.arange(len(runs.start)).astype(np.int32)
    for row in range(1, len(runs.first) - 1):
        above = runs.first[row - 1]
        for run in range(runs.first[row], runs.first[row + 1]):
            while above < runs.first[row] and runs.end[above] + reach <= runs.start[run]:
                above += 1
            other = above
            while other < runs.first[row] and runs.start[other] < runs.end[run] + reach:
                one, two = root_of(parent, run), root_of(parent, other)
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
def groups_of(marks: Marks, mark: np.uint8, people: Floats, neighbours: int) -> Groups:
    """
    Find the groups of neighbouring cells that bear a mark, and who lives in each.

    Parameters
    ----------
    marks
        What each cell is, (rows, columns).
    mark
        One of the marks of this module.
    people
        People per cell; those with an unknown population add nothing.
    neighbours
        `ROOK` or `QUEEN`.
    """
    runs = _marked_runs(marks, mark, people)
    parent = joined(runs, neighbours)
    held = np.zeros(len(parent))
    for run in range(len(parent)):
        parent[run] = root_of(parent, run)
        held[parent[run]] += runs.people[run]
    for run in range(len(parent)):
        held[run] = held[parent[run]]
    return Groups(runs, parent, held)


@compiled
def number_groups(groups: Groups, people: float, clusters: Clusters) -> Boxes:
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
    box
        First row, one past the last, first column, one past the last of each number, (numbers, 4);
        that of 0 means nothing.
    """
    runs, parent, held = groups
    number = np.zeros(len(parent), np.int32)
    kept = 0
    for run in range(len(parent)):
        if parent[run] == run and held[run] >= people:
            kept += 1
            number[run] = kept
    box = np.empty((kept + 1, 4), np.int64)
    box[:, 0], box[:, 1], box[:, 2], box[:, 3] = clusters.shape[0], 0, clusters.shape[1], 0
    for row in range(clusters.shape[0]):
        for run in range(runs.first[row], runs.first[row + 1]):
            mine = number[parent[run]]
            if mine:
                clusters[row, runs.start[run] : runs.end[run]] = mine
                widen(box[mine], row, runs.start[run], runs.end[run])
    return box


@compiled
def widen(box: NDArray[np.int64], row: int, start: int, end: int) -> None:
    """
    Let the box of a cluster hold some cells of a row.

    Parameters
    ----------
    box
        First row, one past the last, first column, one past the last; widened.
    row, start, end
        The cells, from one column to one past the last.
    """
    box[0], box[1] = min(box[0], row), max(box[1], row + 1)
    box[2], box[3] = min(box[2], start), max(box[3], end)


@compiled
def paint(groups: Groups, people: float, value: np.uint8, classes: Classes) -> None:
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
        Of all cells, (rows, columns); painted over.
    """
    runs, _, held = groups
    for row in range(classes.shape[0]):
        for run in range(runs.first[row], runs.first[row + 1]):
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
