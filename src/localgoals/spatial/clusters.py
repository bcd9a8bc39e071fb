"""
Kernels of the Degree of Urbanisation: clusters with enough people, their majorities and holes.

Majorities are counted beside clusters alone, and holes looked for in the box around one, so the
work grows with the clusters and not with the grid.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.cells import UNKNOWN, Marks
from localgoals.spatial.compiled import compiled
from localgoals.spatial.groups import (
    Boxes,
    Classes,
    Clusters,
    Flags,
    Floats,
    Groups,
    groups_of,
    number_groups,
    widen,
)


@compiled
def clusters_of(dense: Flags, population: Floats, neighbours: int, people: float) -> Clusters:
    """
    Find and number the groups of neighbouring dense cells that hold enough people.

    Parameters
    ----------
    dense
        The cells to group, (rows, columns).
    population
        People per cell; those with an unknown population add nothing.
    neighbours
        `ROOK` or `QUEEN`.
    people
        What a group must hold.

    Returns
    -------
    clusters
        From 1 in the order of the groups' first cells; 0 outside.
    """
    clusters = np.zeros(dense.shape, np.int32)
    groups = groups_of(dense.view(np.uint8), np.uint8(1), population, neighbours)
    number_groups(groups, people, clusters)
    return clusters


ASKED: Final = np.uint8(128)
"""Borne by a cell while others are looked for around the same clusters."""


class Voters(NamedTuple):
    """Which cells count when a majority is looked for, and which can be won, by their marks."""

    marks: Marks
    counted: np.uint8
    """Cells with one of these marks count; 0 lets all cells count."""
    barred: np.uint8
    """Cells with one of these marks never join."""


@compiled
def join_majorities(clusters: Clusters, counted: Flags, may_join: Flags) -> None:
    """
    Let cells join the cluster that has the majority around them, round by round, in `clusters`.

    Parameters
    ----------
    clusters
        The number of the cluster that each cell belongs to, 0 for none; filled further.
    counted
        Cells that count when a majority is looked for.
    may_join
        Cells that a cluster can win.
    """
    marks = np.zeros(clusters.shape, np.uint8)
    for row in range(clusters.shape[0]):
        for column in range(clusters.shape[1]):
            marks[row, column] = counted[row, column] + 2 * (not may_join[row, column])
    voters = Voters(marks, np.uint8(1), np.uint8(2))
    join_voters(clusters, _boxes(clusters), voters)


@compiled
def join_voters(clusters: Clusters, box: Boxes, voters: Voters) -> None:
    """
    Let cells join the cluster that has the majority around them, and widen the clusters' boxes.

    All cells of a round join at once. After the first, only cells around those that have just
    joined can have a new majority.

    Parameters
    ----------
    clusters
        The number of the cluster that each cell belongs to, 0 for none; filled further.
    box
        Of each cluster, as `number_groups` gives them; widened.
    voters
        Who counts, and who may join. Their marks are scribbled on, and left as they were.
    """
    columns = clusters.shape[1]
    joined = _members(clusters, box)
    while len(joined):
        cells = _beside(joined, clusters, voters.marks)
        winner = np.empty(len(cells), np.int32)
        won = 0
        for cell in cells:
            row, column = cell // columns, cell % columns
            number = 0
            if not voters.marks[row, column] & voters.barred:
                number = _majority(clusters, voters, row, column)
            if number:
                cells[won], winner[won] = cell, number
                won += 1
        joined = cells[:won]
        for one in range(won):
            row, column = joined[one] // columns, joined[one] % columns
            clusters[row, column] = winner[one]
            widen(box[winner[one]], row, column, column + 1)


@compiled
def _members(clusters: Clusters, box: Boxes) -> NDArray[np.int64]:
    """List the cells of all clusters, one cluster after the other."""
    columns = clusters.shape[1]
    count = 0
    cells = np.empty(64, np.int64)
    for number in range(1, len(box)):
        top, bottom, left, right = box[number]
        for row in range(top, bottom):
            if count + columns > len(cells):
                more = np.empty(2 * (count + columns), np.int64)
                more[:count] = cells[:count]
                cells = more
            for column in range(left, right):
                if clusters[row, column] == number:
                    cells[count] = row * columns + column
                    count += 1
    return cells[:count]


@compiled
def _beside(joined: NDArray[np.int64], clusters: Clusters, marks: Marks) -> NDArray[np.int64]:
    """List the cells without a cluster around those that have just joined one, each once."""
    rows, columns = clusters.shape
    cells = np.empty(8 * len(joined), np.int64)
    count = 0
    for cell in joined:
        row, column = cell // columns, cell % columns
        for there in range(max(row - 1, 0), min(row + 2, rows)):
            for beside in range(max(column - 1, 0), min(column + 2, columns)):
                if not clusters[there, beside] and not marks[there, beside] & ASKED:
                    marks[there, beside] |= ASKED
                    cells[count] = there * columns + beside
                    count += 1
    for cell in cells[:count]:
        marks[cell // columns, cell % columns] &= ~ASKED
    return cells[:count]


@compiled
def _counts(voters: Voters, row: int, column: int) -> bool:
    """Tell whether a cell counts when a majority is looked for."""
    return bool(voters.counted == 0 or voters.marks[row, column] & voters.counted != 0)


@compiled
def _majority(clusters: Clusters, voters: Voters, row: int, column: int) -> int:
    """Give the cluster that holds more than half of the counted cells around one; 0 for none."""
    rows, columns = clusters.shape
    counted, first, lead = 0, 0, 0
    # Whoever has more than half of the votes is left when unlike votes are struck off in pairs.
    for there in range(row - 1, row + 2):
        for beside in range(column - 1, column + 2):
            # Beyond the edge of the grid is no cluster, and it counts.
            if there < 0 or beside < 0 or there >= rows or beside >= columns:
                counted += 1
                continue
            number = clusters[there, beside]
            if number and lead == 0:
                first = number
            if number:
                lead += 1 if number == first else -1
            mine = there == row and beside == column
            if not mine and (number or _counts(voters, there, beside)):
                counted += 1
    votes = 0
    for there in range(max(row - 1, 0), min(row + 2, rows)):
        for beside in range(max(column - 1, 0), min(column + 2, columns)):
            votes += clusters[there, beside] == first
    return first if first and 2 * votes > counted else 0


@compiled
def fill_holes(clusters: Clusters, below_cells: float) -> Clusters:
    """
    Fill the small holes of each cluster, whatever stands in them.

    A hole is a group of cells, joined by their sides, that one cluster alone surrounds. Where the
    hole of a cluster holds another, the one with the higher number stays.

    Parameters
    ----------
    clusters
        The number of the cluster that each cell belongs to, 0 for none.
    below_cells
        Holes of so many cells are not small any more.
    """
    filled = clusters.copy()
    fill_boxes(filled, _boxes(clusters), below_cells)
    return filled


@compiled
def _boxes(clusters: Clusters) -> Boxes:
    """Give the box around each number of a grid."""
    rows, columns = clusters.shape
    count = clusters.max() if clusters.size else 0
    box = np.empty((count + 1, 4), np.int64)
    box[:, 0], box[:, 1], box[:, 2], box[:, 3] = rows, 0, columns, 0
    for row in range(rows):
        for column in range(columns):
            if clusters[row, column]:
                widen(box[clusters[row, column]], row, column, column + 1)
    return box


@compiled
def fill_boxes(clusters: Clusters, box: Boxes, below_cells: float) -> None:
    """
    Fill the small holes of each cluster in place; see `fill_holes`.

    A lower number never takes a cell from a higher one, and higher ones come later, so each still
    finds its own cells where they were.

    Parameters
    ----------
    clusters
        The number of the cluster that each cell belongs to, 0 for none; filled further.
    box
        Of each cluster, as `number_groups` gives them.
    below_cells
        Holes of so many cells are not small any more.
    """
    for number in range(1, len(box)):
        top, bottom, left, right = box[number]
        if bottom > top:
            _fill_window(clusters[top:bottom, left:right], number, below_cells)


@compiled
def _fill_window(window: Clusters, number: int, below_cells: float) -> None:
    """Fill the small holes of one cluster, which touches all four sides of its window."""
    columns = window.shape[1]
    seen = window == number
    group = np.empty(window.size, np.int64)
    for cell in range(window.size):
        if not seen[cell // columns, cell % columns]:
            size, is_open = _flood(seen, cell, group)
            if not is_open and size < below_cells:
                for one in group[:size]:
                    row, column = one // columns, one % columns
                    window[row, column] = max(window[row, column], number)


@compiled
def _flood(seen: Flags, cell: int, group: NDArray[np.int64]) -> tuple[int, bool]:
    """Gather the cells that hang together with one by their sides; tell if they reach the edge."""
    rows, columns = seen.shape
    seen[cell // columns, cell % columns] = True
    group[0] = cell
    size, place, is_open = 1, 0, False
    while place < size:
        row, column = group[place] // columns, group[place] % columns
        place += 1
        for step in range(4):
            there = row + (step == 0) - (step == 1)
            beside = column + (step == 2) - (step == 3)
            if there < 0 or beside < 0 or there >= rows or beside >= columns:
                is_open = True
            elif not seen[there, beside]:
                seen[there, beside] = True
                group[size] = there * columns + beside
                size += 1
    return size, is_open


@compiled
def paint_boxes(clusters: Clusters, box: Boxes, value: np.uint8, classes: Classes) -> None:
    """
    Give a class to the cells of all clusters, except to unknown cells.

    Parameters
    ----------
    clusters, box
        As `shaped` gives them.
    value
        The class.
    classes
        Of all cells, (rows, columns); painted over.
    """
    for number in range(1, len(box)):
        top, bottom, left, right = box[number]
        for row in range(top, bottom):
            for column in range(left, right):
                if clusters[row, column] == number and classes[row, column] != UNKNOWN:
                    classes[row, column] = value


class Shaping(NamedTuple):
    """How dense groups become centres."""

    people: float
    """What a centre holds before its edges are smoothed."""
    is_smooth: bool
    """Whether cells join the centre that has the majority around them."""
    below_cells: float
    """Holes of so many cells are not small any more."""


@compiled
def shaped(groups: Groups, shaping: Shaping, voters: Voters, clusters: Clusters) -> Boxes:
    """
    Make centres of dense groups: those with enough people, edges smoothed, small holes filled.

    Parameters
    ----------
    groups
        Of dense cells.
    shaping, voters
        The steps to take, and who has a vote.
    clusters
        Zeros, (rows, columns); filled with the number of each centre's cells.

    Returns
    -------
    box
        Around each centre, as `number_groups` gives it.
    """
    box = number_groups(groups, shaping.people, clusters)
    if shaping.is_smooth:
        join_voters(clusters, box, voters)
    fill_boxes(clusters, box, shaping.below_cells)
    return box
