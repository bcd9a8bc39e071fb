"""
Kernels of the Degree of Urbanisation: clusters with enough people, their majorities and holes.

A cluster is known by the list of its cells besides their numbers on the grid. Majorities and holes
are looked for beside those cells alone, so the work grows with the clusters and not with the grid.
"""

from __future__ import annotations

import mmap
from typing import Final, NamedTuple

import numpy as np

from localgoals.spatial.cells import Marks
from localgoals.spatial.compiled import compiled
from localgoals.spatial.groups import Cells, Clusters, Groups, number_groups

ASKED: Final = -1
"""Stands for no cluster at a cell, while others are looked for around the same clusters."""
IN_A_HOLE: Final = 1 << 30
"""Added to the number of a cell that is taken to lie in a small hole of some cluster."""
GIVEN_UP: Final = 1 << 29
"""Added instead when the hole turned out to be none, or not to be small."""
NUMBER: Final = GIVEN_UP - 1
"""What is left of a cell's number when neither is added."""


LARGE_GRID: Final = 1 << 27
"""A grid of so many cells is larger than its clusters by far."""


class Voters(NamedTuple):
    """Which cells count when a majority is looked for, and which can be won, by their marks."""

    marks: Marks
    counted: np.uint8
    """Cells with one of these marks count; 0 lets all cells count."""
    barred: np.uint8
    """Cells with one of these marks never join."""


class Shaping(NamedTuple):
    """How dense groups become centres."""

    people: float
    """What a centre holds before its edges are smoothed."""
    is_smooth: bool
    """Whether cells join the centre that has the majority around them."""
    below_cells: float
    """Holes of so many cells are not small any more."""


def no_clusters(shape: tuple[int, int]) -> Clusters:
    """
    Give zeros of which, on a large grid, only what is written to takes memory.

    NumPy asks for pages of 2 MB, of which the centres of a planet fill nearly all; these are small.

    Parameters
    ----------
    shape
        Rows and columns of the grid.
    """
    cells = shape[0] * shape[1]
    if cells < LARGE_GRID:
        return np.zeros(shape, np.int32)
    return np.frombuffer(mmap.mmap(-1, 4 * cells), np.int32).reshape(shape)


@compiled
def shaped(groups: Groups, shaping: Shaping, voters: Voters, clusters: Clusters) -> Cells:
    """
    Make centres of dense groups: those with enough people, edges smoothed, small holes filled.

    Parameters
    ----------
    groups
        Of dense cells.
    shaping, voters
        The steps to take, and who has a vote.
    clusters
        Zeros, (rows, columns); filled with the number of each centre's cells, from 1 in the order
        of the groups' first cells.

    Returns
    -------
    cells
        Of all centres, each once, in no order.
    """
    cells = number_groups(groups, shaping.people, clusters)
    if shaping.is_smooth:
        cells = join_majorities(clusters, cells, voters)
    return fill_holes(clusters, cells, shaping.below_cells).cells


@compiled
def join_majorities(clusters: Clusters, cells: Cells, voters: Voters) -> Cells:
    """
    Let cells join the cluster that has the majority around them.

    All cells of a round join at once. After the first, only cells around those that have just
    joined can have a new majority.

    Parameters
    ----------
    clusters
        The number of the cluster that each cell belongs to, 0 for none; filled further.
    cells
        Those with a number.
    voters
        Who counts, and who may join.

    Returns
    -------
    cells
        Those with a number now.
    """
    columns = clusters.shape[1]
    joined = cells
    while len(joined):
        asked = _beside(joined, clusters)
        winner = np.empty(len(asked), np.int32)
        won = 0
        for cell in asked:
            row, column = cell // columns, cell % columns
            number = 0
            if not voters.marks[row, column] & voters.barred:
                number = _majority(clusters, voters, row, column)
            if number:
                asked[won], winner[won] = cell, number
                won += 1
        joined = asked[:won]
        for one in range(won):
            clusters[joined[one] // columns, joined[one] % columns] = winner[one]
        cells = np.concatenate((cells, joined))
    return cells


@compiled
def _beside(joined: Cells, clusters: Clusters) -> Cells:
    """List the cells without a cluster around those that have just joined one, each once."""
    rows, columns = clusters.shape
    cells = np.empty(8 * len(joined), np.int64)
    count = 0
    for cell in joined:
        row, column = cell // columns, cell % columns
        for there in range(max(row - 1, 0), min(row + 2, rows)):
            for beside in range(max(column - 1, 0), min(column + 2, columns)):
                if not clusters[there, beside]:
                    clusters[there, beside] = ASKED
                    cells[count] = there * columns + beside
                    count += 1
    for cell in cells[:count]:
        clusters[cell // columns, cell % columns] = 0
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


class Filled(NamedTuple):
    """Clusters without small holes."""

    cells: Cells
    """Those with a number now."""
    visited: int
    """How many cells were looked at to find the holes: what the time goes with."""


class _Search(NamedTuple):
    """For the holes of one cluster."""

    clusters: Clusters
    number: int
    box: tuple[int, int, int, int]
    """First row, one past the last, first column, one past the last."""
    below_cells: float


@compiled
def fill_holes(clusters: Clusters, cells: Cells, below_cells: float) -> Filled:
    """
    Fill the small holes of each cluster, whatever stands in them.

    A hole is a group of cells, joined by their sides, that one cluster alone surrounds. Where the
    hole of a cluster holds another, the one with the higher number stays.

    Parameters
    ----------
    clusters
        The number of the cluster that each cell belongs to, 0 for none; filled further.
    cells
        Those with a number.
    below_cells
        Holes of so many cells are not small any more.

    Notes
    -----
    A flood begins beside a cell of the cluster, and is given up where it leaves the box around the
    cluster, is not small any more, or meets one that was given up. So no cell is visited twice for
    a cluster, and no more than `below_cells` from each of its cells' sides.

    A lower number never takes a cell from a higher one, and higher ones come later, so each still
    finds its own cells where they were.
    """
    columns = clusters.shape[1]
    first, cells = _by_number(clusters, cells)
    found, gained, visited = np.empty(64, np.int64), 0, 0
    for number in range(1, len(first) - 1):
        mine = cells[first[number] : first[number + 1]]
        box = _box_around(mine, columns)
        seen = _visited(_Search(clusters, number, box, below_cells), mine)
        visited += len(seen)
        found = _with_room(found, gained, len(seen))
        for cell in seen:
            row, column = cell // columns, cell % columns
            is_small = clusters[row, column] & IN_A_HOLE
            clusters[row, column] &= NUMBER
            if is_small and clusters[row, column] == 0:
                found[gained] = cell
                gained += 1
            if is_small:
                clusters[row, column] = max(clusters[row, column], number)
    return Filled(np.concatenate((cells, found[:gained])), visited)


@compiled
def _by_number(clusters: Clusters, cells: Cells) -> tuple[Cells, Cells]:
    """Order cells by their numbers, and tell where each number begins."""
    columns = clusters.shape[1]
    most = 0
    for cell in cells:
        most = max(most, clusters[cell // columns, cell % columns])
    first = np.zeros(most + 2, np.int64)
    for cell in cells:
        first[clusters[cell // columns, cell % columns] + 1] += 1
    first = np.cumsum(first)
    place, ordered = first.copy(), np.empty_like(cells)
    for cell in cells:
        number = clusters[cell // columns, cell % columns]
        ordered[place[number]] = cell
        place[number] += 1
    return first, ordered


@compiled
def _box_around(cells: Cells, columns: int) -> tuple[int, int, int, int]:
    """Give the first row of cells, one past the last, and the same of their columns."""
    top, bottom, left, right = 1 << 62, 0, 1 << 62, 0
    for cell in cells:
        row, column = cell // columns, cell % columns
        top, bottom = min(top, row), max(bottom, row + 1)
        left, right = min(left, column), max(right, column + 1)
    return top, bottom, left, right


@compiled
def _visited(search: _Search, mine: Cells) -> Cells:
    """Flood what lies beside the cells of a cluster; list all that was visited."""
    columns = search.clusters.shape[1]
    top, bottom, left, right = search.box
    seen, count = np.empty(64, np.int64), 0
    for cell in mine:
        for step in range(4):
            row = cell // columns + (step == 0) - (step == 1)
            column = cell % columns + (step == 2) - (step == 3)
            if top <= row < bottom and left <= column < right:
                here = search.clusters[row, column]
                if here != search.number and not here & (GIVEN_UP | IN_A_HOLE):
                    seen, count = _flood(search, row * columns + column, seen, count)
    return seen[:count]


@compiled
def _flood(search: _Search, start: int, seen: Cells, count: int) -> tuple[Cells, int]:
    """Visit the cells that hang together with one by their sides, as long as they may be a hole."""
    clusters, number, (top, bottom, left, right), below_cells = search
    columns = clusters.shape[1]
    begin = place = count
    seen = _with_room(seen, count, 1)
    seen[count] = start
    clusters[start // columns, start % columns] |= IN_A_HOLE
    count += 1
    is_open = count - begin >= below_cells
    while place < count and not is_open:
        seen = _with_room(seen, count, 4)
        for step in range(4):
            row = seen[place] // columns + (step == 0) - (step == 1)
            column = seen[place] % columns + (step == 2) - (step == 3)
            if row < top or row >= bottom or column < left or column >= right:
                is_open = True
                continue
            here = clusters[row, column]
            if here & GIVEN_UP:
                is_open = True
            elif here != number and not here & IN_A_HOLE:
                clusters[row, column] |= IN_A_HOLE
                seen[count] = row * columns + column
                count += 1
        place += 1
        is_open = is_open or count - begin >= below_cells
    if is_open:
        for cell in seen[begin:count]:
            clusters[cell // columns, cell % columns] ^= GIVEN_UP | IN_A_HOLE
    return seen, count


@compiled
def _with_room(cells: Cells, count: int, more: int) -> Cells:
    """Give a list that has room for more than the cells that it holds."""
    if count + more <= len(cells):
        return cells
    larger = np.empty(2 * (count + more), np.int64)
    larger[:count] = cells[:count]
    return larger
