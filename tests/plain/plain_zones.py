"""
What lies in which zone, cell by cell, point by point and segment by segment, by Shapely.

The kernels of `localgoals.spatial.borders`, and the sums of `zones` and `land`, are held against
them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def zone_of(x: float, y: float, polygons: Sequence[shapely.Geometry]) -> int:
    """Give the first polygon that a point lies in or on; -1 for none."""
    for number, polygon in enumerate(polygons):
        if polygon is not None and polygon.intersects(shapely.Point(x, y)):
            return number
    return -1


def sum_inside(values: Floats, transform: Affine, polygon: shapely.Geometry) -> tuple[float, float]:
    """Add what each cell holds times the share of it inside; and count the cells with a value."""
    total, cells = 0.0, 0.0
    for (row, column), value in np.ndenumerate(values):
        if not np.isnan(value):
            west, north = transform.c + column * transform.a, transform.f + row * transform.e
            cell = shapely.box(west, north, west + transform.a, north + transform.e)
            share = cell.intersection(polygon).area / cell.area
            total, cells = total + share * value, cells + share
    return total, cells


def length_inside(
    places: Sequence[tuple[float, float]],
    ends: Sequence[tuple[int, int]],
    polygon: shapely.Geometry,
) -> float:
    """Add the lengths of segments inside a polygon; what runs along its border counts half."""
    length_m = 0.0
    for one, other in ends:
        line = shapely.LineString([places[one], places[other]])
        length_m += line.intersection(polygon).length
        length_m -= line.intersection(polygon.boundary).length / 2
    return length_m


def area_inside(geometries: Sequence[shapely.Geometry], polygon: shapely.Geometry) -> float:
    """Measure what any of the geometries covers of a polygon."""
    covered = shapely.Polygon()
    for one in geometries:
        covered = covered.union(one)
    return float(covered.intersection(polygon).area)


def junctions_inside(
    places: Sequence[tuple[float, float]],
    pairs: Sequence[tuple[int, int]],
    polygons: Sequence[shapely.Geometry],
) -> list[int]:
    """Count the nodes where three segments meet or more, in the first polygon that has each."""
    count = [0] * len(polygons)
    for node, place in enumerate(places):
        zone = zone_of(*place, polygons)
        if sum(node in pair for pair in pairs) >= 3 and zone >= 0:
            count[zone] += 1
    return count


def places_along(ring: Sequence[tuple[float, float]], every_m: float) -> set[tuple[float, float]]:
    """Put a place at each corner of a ring, and evenly between corners farther apart than that."""
    placed = set()
    for (x, y), (to_x, to_y) in zip(ring, ring[1:], strict=False):
        parts = max(int(np.ceil(np.hypot(to_x - x, to_y - y) / every_m)), 1)
        placed |= {
            (x + part / parts * (to_x - x), y + part / parts * (to_y - y)) for part in range(parts)
        }
    return placed
