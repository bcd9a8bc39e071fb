"""
Kernels of the Degree of Urbanisation: what each cell is, groups of cells, majorities and holes.

Groups are found run by run: a run is a stretch of neighbouring cells in one row, and runs that
touch are joined. So the work grows with the number of runs, not of cells.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.compiled import compiled

Floats = NDArray[np.float64]
Marks = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Clusters = NDArray[np.int32]

ROOK: Final = 0
"""Cells that share a side are neighbours."""
QUEEN: Final = 1
"""Cells that share a side or a corner are neighbours."""

EMPTY_WATER: Final = np.uint8(1)
DENSE: Final = np.uint8(2)
"""Dense enough for an urban centre."""
SETTLED: Final = np.uint8(4)
"""Dense enough for an urban cluster."""
NOT_KNOWN: Final = np.uint8(8)
COUNTED: Final = np.uint8(16)
"""Counts when the majority around a cell is looked for."""
SEMI_DENSE: Final = np.uint8(32)
"""Dense enough for a semi-dense urban cluster."""
PEOPLED: Final = np.uint8(64)
"""Dense enough not to be mostly uninhabited."""


class Limits(NamedTuple):
    """The numbers that cells are held against."""

    cell_km2: float
    centre_density: float
    semi_dense_density: float
    cluster_density: float
    low_density: float
    built_share: float
    water_land_share: float


class Surface(NamedTuple):
    """People per cell, and the shares of it that are land and built up; a share may be left out."""

    people: Floats
    land: Floats
    """One cell of 1 when all is land."""
    built: Floats
    """One cell of 0 when nothing is known."""


@compiled
def marked(surface: Surface, limits: Limits) -> Marks:
    """
    Mark what each cell is: any of the marks of this module.

    Parameters
    ----------
    surface
        Grids of one shape, (rows, columns), or of one cell that stands for all. NaN: not known.
    limits
        Density is people over land, and the built-up share is that of the land, to three decimals.
    """
    people, land, built = surface
    rows, columns = people.shape
    all_land, all_open = land.size == 1, built.size == 1
    marks = np.zeros((rows, columns), np.uint8)
    for row in range(rows):
        for column in range(columns):
            here = people[row, column]
            ground = land[0, 0] if all_land else land[row, column]
            houses = built[0, 0] if all_open else built[row, column]
            density = here / (ground * limits.cell_km2)
            share = np.rint(houses / ground * 1000) / 1000
            wet = ground < limits.water_land_share
            water = wet and not here > 0 and not houses > 0
            mark = np.uint8(0)
            if water:
                mark |= EMPTY_WATER
            if density >= limits.centre_density or share >= limits.built_share:
                mark |= DENSE
            if density >= limits.semi_dense_density:
                mark |= SEMI_DENSE
            if density >= limits.cluster_density:
                mark |= SETTLED
            if density >= limits.low_density:
                mark |= PEOPLED
            if (np.isnan(here) and not water) or np.isnan(ground):
                mark |= NOT_KNOWN
            if not water and not (wet and here == 0):
                mark |= COUNTED
            marks[row, column] = mark
    return marks


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
    rows, columns = inside.shape
    count = 0
    for row in range(rows):
        for column in range(columns):
            count += inside[row, column] and not (column and inside[row, column - 1])
    first = np.zeros(rows + 1, np.int64)
    start, end = np.empty(count, np.int32), np.empty(count, np.int32)
    held = np.zeros(count)
    run = -1
    for row in range(rows):
        for column in range(columns):
            if not inside[row, column]:
                continue
            if not (column and inside[row, column - 1]):
                run += 1
                start[run] = column
            end[run] = column + 1
            here = people[row, column]
            held[run] += 0.0 if np.isnan(here) else here
        first[row + 1] = run + 1
    return Runs(first, start, end, held)


@compiled
def _root(parent: Clusters, run: int) -> int:
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
                one, two = _root(parent, run), _root(parent, other)
                parent[max(one, two)] = min(one, two)
                other += 1
    return parent


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
    runs = _runs(dense, population)
    parent = _joined(runs, neighbours)
    held = np.zeros(len(parent))
    for run in range(len(parent)):
        parent[run] = _root(parent, run)
        held[parent[run]] += runs.people[run]
    number = np.zeros(len(parent), np.int32)
    kept = 0
    for run in range(len(parent)):
        if parent[run] == run and held[run] >= people:
            kept += 1
            number[run] = kept
    clusters = np.zeros(dense.shape, np.int32)
    for row in range(dense.shape[0]):
        for run in range(runs.first[row], runs.first[row + 1]):
            if number[parent[run]]:
                clusters[row, runs.start[run] : runs.end[run]] = number[parent[run]]
    return clusters


@compiled
def _majority(clusters: Clusters, counted: Flags, row: int, column: int) -> int:
    """Give the cluster that holds more than half of the counted cells around one; 0 for none."""
    rows, columns = clusters.shape
    near = np.zeros(8, np.int32)
    found, voters = 0, 0
    for there in range(row - 1, row + 2):
        for beside in range(column - 1, column + 2):
            if there == row and beside == column:
                continue
            # Beyond the edge of the grid is no cluster, and it counts.
            if there < 0 or beside < 0 or there >= rows or beside >= columns:
                voters += 1
                continue
            number = clusters[there, beside]
            if number or counted[there, beside]:
                voters += 1
            if number:
                near[found] = number
                found += 1
    for one in range(found):
        votes = 0
        for other in range(found):
            votes += near[other] == near[one]
        if 2 * votes > voters:
            return int(near[one])
    return 0


@compiled
def join_majorities(clusters: Clusters, counted: Flags, may_join: Flags) -> None:
    """
    Let cells join the cluster that has the majority around them, round by round, in `clusters`.

    All cells of a round join at once. After the first, only cells around those that have just
    joined can have a new majority.

    Parameters
    ----------
    clusters
        The number of the cluster that each cell belongs to, 0 for none; filled further.
    counted
        Cells that count when a majority is looked for.
    may_join
        Cells that a cluster can win.
    """
    rows, columns = clusters.shape
    joined = np.flatnonzero(clusters)
    asked = np.zeros(clusters.shape, np.int32)
    turn = 0
    while len(joined):
        turn += 1
        cells = np.empty(8 * len(joined), np.int64)
        winner = np.empty(8 * len(joined), np.int32)
        won = 0
        for cell in joined:
            row, column = cell // columns, cell % columns
            for there in range(max(row - 1, 0), min(row + 2, rows)):
                for beside in range(max(column - 1, 0), min(column + 2, columns)):
                    if clusters[there, beside] or asked[there, beside] == turn:
                        continue
                    asked[there, beside] = turn
                    if may_join[there, beside]:
                        number = _majority(clusters, counted, there, beside)
                        if number:
                            cells[won], winner[won] = there * columns + beside, number
                            won += 1
        joined = cells[:won].copy()
        for one in range(won):
            clusters[joined[one] // columns, joined[one] % columns] = winner[one]


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
    rows, columns = clusters.shape
    count = clusters.max() if clusters.size else 0
    box = np.empty((count + 1, 4), np.int64)
    box[:, 0], box[:, 1], box[:, 2], box[:, 3] = rows, 0, columns, 0
    for row in range(rows):
        for column in range(columns):
            number = clusters[row, column]
            if number:
                box[number, 0] = min(box[number, 0], row)
                box[number, 1] = max(box[number, 1], row + 1)
                box[number, 2] = min(box[number, 2], column)
                box[number, 3] = max(box[number, 3], column + 1)
    filled = clusters.copy()
    for number in range(1, count + 1):
        top, bottom, left, right = box[number]
        if bottom > top:
            window = clusters[top:bottom, left:right]
            _fill_window(window, number, below_cells, filled[top:bottom, left:right])
    return filled


@compiled
def _fill_window(window: Clusters, number: int, below_cells: float, filled: Clusters) -> None:
    """Fill the small holes of one cluster, which touches all four sides of its window."""
    columns = window.shape[1]
    seen = window == number
    for cell in range(window.size):
        if seen[cell // columns, cell % columns]:
            filled[cell // columns, cell % columns] = number
    group = np.empty(window.size, np.int64)
    for cell in range(window.size):
        if not seen[cell // columns, cell % columns]:
            size, is_open = _flood(seen, cell, group)
            if not is_open and size < below_cells:
                for one in group[:size]:
                    filled[one // columns, one % columns] = number


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
