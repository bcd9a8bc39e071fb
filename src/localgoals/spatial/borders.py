"""
Sums of a grid inside polygons, exact to the last part of a cell, from their borders alone.

For a row of cells, let F(u) be the sum of everything west of u, a line with a bend at each cell.
By Green's theorem the sum inside a polygon is the integral of F along its border against the step
from row to row. So each row is read once, whatever the number of zones, and each piece of border is
touched once; holes, multipolygons and overlaps need no care.

Where borders cross rows depends on the grid alone: it is found once, and serves every grid of the
same layout, such as other years.
"""

from __future__ import annotations

from math import floor
from typing import NamedTuple

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray

from localgoals.spatial.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Places = NDArray[np.int64]
Grid = NDArray[np.floating]
Geometries = NDArray[np.object_]

LEAST_CELLS = 1e-9
"""Of a zone that holds less than this part of a cell nothing is known: that much is rounding."""


class Borders(NamedTuple):
    """Pieces of the borders of z zones, row by row; none lies in more than one row of cells."""

    shape: tuple[int, int]
    """Rows and columns of the grid that they were cut for."""
    cells: Floats
    """Area of each zone, wherever it lies. [cells]"""
    first: Places
    """Where the pieces of each row begin; one more than there are rows."""
    zone: Ints
    start: Floats
    """Columns from the western edge of the grid, where each piece starts."""
    end: Floats
    step: Floats
    """How much of the row each piece goes through; its sign is the way round. [-1 to 1]"""


def borders_of(polygons: Geometries, transform: Affine, shape: tuple[int, int]) -> Borders:
    """
    Cut the borders of polygons at the rows of a grid.

    Parameters
    ----------
    polygons
        In the CRS of the grid; a missing or empty one has no border. They may overlap each other,
        but each must be valid.
    transform
        From (column, row) to the CRS, without rotation.
    shape
        Rows and columns of the grid.
    """
    polygons = np.asarray(polygons, object)
    parts, zone = shapely.get_parts(polygons, return_index=True)
    # A collection may hold collections, and lines that enclose nothing.
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        zone = zone[inner]
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    oriented = shapely.orient_polygons(parts[areal])
    rings, of_part = shapely.get_rings(oriented, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    u, v = (points[:, 0] - transform.c) / transform.a, (points[:, 1] - transform.f) / transform.e
    joined = np.flatnonzero(ring[1:] == ring[:-1])
    of_zone = zone[areal][of_part][ring[joined]].astype(np.int32)
    way = 1.0 if transform.a * transform.e > 0 else -1.0
    edges = _Edges(of_zone, u[joined], v[joined], u[joined + 1], v[joined + 1])
    first = np.zeros(shape[0] + 1, np.int64)
    nothing = np.empty(0, np.int32), np.empty(0), np.empty(0), np.empty(0)
    _cut(edges, way, shape[0], first[1:], _Pieces(*nothing))
    first = np.cumsum(first)
    count = int(first[-1])
    pieces = _Pieces(np.empty(count, np.int32), *(np.empty(count) for _ in range(3)))
    _cut(edges, way, shape[0], first[:-1].copy(), pieces)
    cells = shapely.area(polygons) / abs(transform.a * transform.e)
    return Borders(shape, np.where(np.isnan(cells), 0.0, cells), first, *pieces)


class _Edges(NamedTuple):
    """Straight stretches of border, in columns and rows."""

    zone: Ints
    u0: Floats
    v0: Floats
    u1: Floats
    v1: Floats


class _Pieces(NamedTuple):
    zone: Ints
    start: Floats
    end: Floats
    step: Floats


@compiled
def _cut(edges: _Edges, way: float, rows: int, place: Places, pieces: _Pieces) -> None:
    """
    Cut edges at rows.

    Without room in `pieces` they are counted by row in `place`; else each is put where `place`
    says, which moves on.
    """
    for one in range(len(edges.zone)):
        u0, v0, u1, v1 = edges.u0[one], edges.v0[one], edges.u1[one], edges.v1[one]
        if v0 == v1:
            continue
        slope = (u1 - u0) / (v1 - v0)
        low, high = min(v0, v1), max(v0, v1)
        forward = way if v1 > v0 else -way
        for row in range(max(int(floor(low)), 0), min(int(floor(high)), rows - 1) + 1):
            above, below = max(low, float(row)), min(high, row + 1.0)
            if below <= above:
                continue
            if len(pieces.zone):
                here = place[row]
                pieces.zone[here] = edges.zone[one]
                pieces.start[here] = u0 + (above - v0) * slope
                pieces.end[here] = u0 + (below - v0) * slope
                pieces.step[here] = forward * (below - above)
            place[row] += 1


def sums_inside(values: Grid, borders: Borders) -> tuple[Floats, Floats]:
    """
    Sum a grid inside each zone.

    Parameters
    ----------
    values
        (rows, columns) of the borders' shape; NaN for no value.
    borders
        Cut for grids of this shape and place.

    Returns
    -------
    total
        One per zone. [unit of the values]
    cells
        How much of the zone lies on cells with a value. [cells]
    """
    assert values.shape == borders.shape, (values.shape, borders.shape)
    total, cells = np.zeros(len(borders.cells)), np.zeros(len(borders.cells))
    _sweep(values, borders, total, cells)
    # A row's sum is large beside a zone's crumb; what is left of it by rounding is nothing.
    nothing = cells < LEAST_CELLS
    total[nothing], cells[nothing] = 0.0, 0.0
    return total, cells


@compiled
def _sweep(values: Grid, borders: Borders, total: Floats, cells: Floats) -> None:
    """Go through the rows, and add what each piece of border contributes."""
    columns = values.shape[1]
    sums, known = np.zeros(columns + 1), np.zeros(columns + 1)
    for row in range(values.shape[0]):
        if borders.first[row] == borders.first[row + 1]:
            continue
        amount, count = 0.0, 0.0
        for column in range(columns):
            value = values[row, column]
            if not np.isnan(value):
                amount += value
                count += 1.0
            sums[column + 1] = amount
            known[column + 1] = count
        for piece in range(borders.first[row], borders.first[row + 1]):
            start, end = borders.start[piece], borders.end[piece]
            zone, step = borders.zone[piece], borders.step[piece]
            total[zone] += step * _mean(sums, start, end)
            cells[zone] += step * _mean(known, start, end)


@compiled
def _mean(sums: Floats, start: float, end: float) -> float:
    """Average the line through `sums` between two columns; level before the first, and after."""
    columns = len(sums) - 1
    low, high = min(start, end), max(start, end)
    if high <= 0.0:
        return 0.0
    if low >= columns:
        return float(sums[columns])
    if int(low) == int(high) and low >= 0.0 and high < columns:
        column = int(low)
        middle = 0.5 * (low + high) - column
        return float(sums[column] + middle * (sums[column + 1] - sums[column]))
    area = sums[columns] * max(high - columns, 0.0)
    left, right = max(low, 0.0), min(high, float(columns))
    column = int(left)
    while left < right:
        until = min(column + 1.0, right)
        middle = 0.5 * (left + until) - column
        area += (until - left) * (sums[column] + middle * (sums[column + 1] - sums[column]))
        left = until
        column += 1
    return float(area / (high - low))
