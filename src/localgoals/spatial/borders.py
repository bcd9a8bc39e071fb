"""
The borders of zones, cut at the rows of a grid.

For a row of cells, let F(u) be the sum of everything west of u, a line with a bend at each cell.
By Green's theorem the sum inside a polygon is the integral of F along its border against the step
from row to row. So a grid is summed inside zones from their borders alone (see `sweep`): each piece
of border is touched once, and holes, multipolygons and overlaps need no care.

Where borders cross rows depends on the layout of the grid alone: it is found once, and serves every
grid of that layout, such as other years.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from math import ceil, floor
from typing import NamedTuple

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.model.text import Message
from localgoals.spatial.compiled import compiled

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Geometries = NDArray[np.object_]
Records = NDArray[np.void]

PIECE = np.dtype(
    [("zone", np.int64), ("start", np.float64), ("end", np.float64), ("step", np.float64)]
)
"""
A straight piece of the border of a zone within one row of cells.

It runs from column `start` to column `end`, counted from the western edge of the grid, and goes
through the part `step` of the row, whose sign is the way round. [-1 to 1]
"""


class Borders(NamedTuple):
    """The pieces of the borders of some zones, row by row."""

    shape: tuple[int, int]
    """Rows and columns of the grid that they were cut for."""
    cells: Floats
    """Area of each zone, wherever it lies. [cells]"""
    first: Places
    """Where the pieces of each row begin; one more than there are rows."""
    pieces: Records
    """Of `PIECE`."""


def borders_of(
    polygons: Geometries, transform: Affine, shape: tuple[int, int], *, threads: int = 1
) -> Borders:
    """
    Cut the borders of polygons at the rows of a grid.

    Parameters
    ----------
    polygons
        In the CRS of the grid; one that is missing or empty has no border. They may overlap each
        other and reach beyond the grid, but each must be valid.
    transform
        From (column, row) to the CRS, without rotation.
    shape
        Rows and columns of the grid.
    threads
        How many work at once; the answer is the same to the last bit.

    Raises
    ------
    BadInput
        When the grid is rotated.

    Examples
    --------
    >>> borders = borders_of([shapely.box(0, 0, 1.5, 1)], Affine(1, 0, 0, 0, -1, 1), (1, 2))
    >>> borders.cells.tolist(), borders.pieces["start"].tolist()
    ([1.5], [1.5, 0.0])
    """
    if transform.b or transform.d:
        raise BadInput(
            Message(
                "The grid is rotated. Warp it so that rows run west to east, "
                "columns north to south."
            )
        )
    polygons = np.asarray(polygons, object)
    rings = _rings_of(polygons, transform)
    # Rings from north to south write into neighbouring rows, one after the other.
    order = np.argsort(rings.points[rings.first[:-1], 1], kind="stable")
    parts = [rings._replace(order=part) for part in np.array_split(order, threads)]
    count = np.zeros((len(parts), shape[0]), np.int64)
    first = np.zeros(shape[0] + 1, np.int64)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(_count, parts, count))
        np.cumsum(count.sum(axis=0), out=first[1:])
        pieces = np.empty(first[-1], PIECE)
        place = first[:-1] + np.cumsum(count, axis=0) - count
        list(pool.map(_cut, parts, place, [pieces] * len(parts)))
    cells = shapely.area(polygons) / abs(transform.a * transform.e)
    return Borders(shape, np.where(np.isnan(cells), 0.0, cells), first, pieces)


class _Rings(NamedTuple):
    """Closed lines: the outside of a polygon, or one of its holes."""

    points: Floats
    """Columns and rows of the corners, ring by ring, (corners, 2)."""
    first: Places
    """Where the corners of each ring begin; one more than there are rings."""
    zone: Places
    way: Floats
    """
    1 where the inside lies to the west of a border that leads to higher rows, else -1; before the
    pieces are counted, 1 for an outside and -1 for a hole.
    """
    order: Places
    """The rings to go through."""


def _rings_of(polygons: Geometries, transform: Affine) -> _Rings:
    parts, zone = _areal_parts(polygons)
    has_holes = shapely.get_num_interior_rings(parts) > 0
    rings, of_part = shapely.get_rings(parts[has_holes], return_index=True)
    # A polygon without holes has the corners of its one ring: it need not be taken apart.
    lines = np.concatenate([parts[~has_holes], rings])
    zone = np.concatenate([zone[~has_holes], zone[has_holes][of_part]])
    is_hole = np.zeros(len(lines), np.bool_)
    is_hole[len(lines) - len(rings) + 1 :] = of_part[1:] == of_part[:-1]
    points = shapely.get_coordinates(lines)
    # Column by column: NumPy is slow along an axis of two.
    for axis, (origin, cell) in enumerate([(transform.c, transform.a), (transform.f, transform.e)]):
        points[:, axis] -= origin
        points[:, axis] /= cell
    first = np.zeros(len(lines) + 1, np.int64)
    np.cumsum(shapely.get_num_coordinates(lines), out=first[1:])
    return _Rings(points, first, zone, np.where(is_hole, -1.0, 1.0), np.arange(len(lines)))


def _areal_parts(geometries: Geometries) -> tuple[Geometries, Places]:
    """Give the polygons that geometries are made of, and the geometry that each belongs to."""
    parts, of_which = geometries, np.arange(len(geometries))
    # A collection may hold collections, and lines that enclose nothing.
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        of_which = of_which[inner]
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    areal &= ~shapely.is_empty(parts)
    return parts[areal], of_which[areal]


@compiled
def _rows_between(v0: float, v1: float, rows: int) -> tuple[int, int]:
    """Give the first row that a line between two heights goes through, and the one after."""
    low, high = min(v0, v1), max(v0, v1)
    if not (low < rows and high > 0.0):
        return 0, 0
    return int(floor(max(low, 0.0))), int(ceil(min(high, float(rows))))


@compiled
def _count(rings: _Rings, count: Places) -> None:
    """Count the pieces in each row, and find which way round each ring goes."""
    for ring in rings.order:
        u, v = rings.points[rings.first[ring]]
        area = 0.0
        for one in range(rings.first[ring], rings.first[ring + 1] - 1):
            u0, v0 = rings.points[one]
            u1, v1 = rings.points[one + 1]
            area += (u0 - u) * (v1 - v) - (u1 - u) * (v0 - v)
            if v0 != v1:
                begin, end = _rows_between(v0, v1, len(count))
                for row in range(begin, end):
                    count[row] += 1
        if not area > 0:
            rings.way[ring] = -rings.way[ring]


@compiled
def _cut(rings: _Rings, place: Places, pieces: Records) -> None:
    """Put the pieces of each row where `place` says, which moves on."""
    for ring in rings.order:
        zone, way = rings.zone[ring], rings.way[ring]
        for one in range(rings.first[ring], rings.first[ring + 1] - 1):
            u0, v0 = rings.points[one]
            u1, v1 = rings.points[one + 1]
            if v0 == v1:
                continue
            slope = (u1 - u0) / (v1 - v0)
            low, high = min(v0, v1), max(v0, v1)
            forward = way if v1 > v0 else -way
            begin, end = _rows_between(v0, v1, len(place))
            for row in range(begin, end):
                above, below = max(low, float(row)), min(high, row + 1.0)
                piece = pieces[place[row]]
                piece["zone"] = zone
                piece["start"] = u0 + (above - v0) * slope
                piece["end"] = u0 + (below - v0) * slope
                piece["step"] = forward * (below - above)
                place[row] += 1
