"""Which zone a point lies in; what a grid holds inside zones is found by `sweep`."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Geometries = NDArray[np.object_]


def zone_of(x: Floats, y: Floats, polygons: Geometries) -> Ints:
    """
    Find the polygon that each point lies in.

    A point on a border, or in several polygons, belongs to the first of them.

    Parameters
    ----------
    x, y
        Coordinates in the CRS of the polygons; NaN where not known.

    Returns
    -------
    zone
        Index of the polygon, or -1 outside of all.

    Examples
    --------
    >>> neighbours = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    >>> zone_of([0.5, 1.0, 9.0], [0.5, 0.5, 9.0], neighbours)
    array([ 0,  0, -1], dtype=int32)
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    zone = np.full(len(x), -1, np.int32)
    # Points in the order of x: those in the width of a polygon are then one slice.
    order = np.argsort(x)
    sorted_x, sorted_y = x[order], y[order]
    shapely.prepare(polygons)
    for number, polygon in enumerate(polygons):
        if shapely.is_missing(polygon) or shapely.is_empty(polygon):
            continue
        west, south, east, north = shapely.bounds(polygon)
        wide = slice(np.searchsorted(sorted_x, west), np.searchsorted(sorted_x, east, side="right"))
        tall = (sorted_y[wide] >= south) & (sorted_y[wide] <= north)
        near = order[wide][tall]
        near = near[zone[near] < 0]
        zone[near[shapely.intersects_xy(polygon, x[near], y[near])]] = number
    return zone
