"""
Which zone a point lies in, and what a grid holds inside each zone.

Cells that a border cuts count with the exact share of the cell that lies inside: the rule that a
cell belongs to the zone of its centre is wrong by up to a tenth for sparsely settled zones.
"""

from __future__ import annotations

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.model.text import Message
from localgoals.spatial.borders import borders_of, sums_inside

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


def zonal_sum(values: Floats, transform: Affine, polygons: Geometries) -> Floats:
    """
    Sum the cells of a grid inside each polygon, by the share of each cell that lies inside.

    Parameters
    ----------
    values
        A number per cell, such as people, (rows, columns); NaN cells are skipped.
    transform
        From (column, row) to the CRS of the polygons, without rotation.
    polygons
        They may overlap, and reach beyond the grid: `zonal_coverage` tells how far they do.

    Returns
    -------
    total
        One per polygon; NaN where it meets no cell with a value.

    Raises
    ------
    BadInput
        When the grid is rotated.

    References
    ----------
    exactextract (ISciences), https://github.com/isciences/exactextract

    Examples
    --------
    A zone that covers the left cell and half of the right one:

    >>> people = np.array([[100.0, 50.0]])
    >>> zonal_sum(people, Affine(1, 0, 0, 0, -1, 1), [shapely.box(0, 0, 1.5, 1)])
    array([125.])
    """
    total, cells = _inside(values, transform, polygons)
    return np.where(cells > 0, total, np.nan)


def zonal_mean(values: Floats, transform: Affine, polygons: Geometries) -> Floats:
    """
    Average the cells of a grid inside each polygon, weighted by the share that lies inside.

    Parameters, missing values and errors are those of `zonal_sum`.

    Examples
    --------
    >>> degrees = np.array([[10.0, 16.0]])
    >>> zonal_mean(degrees, Affine(1, 0, 0, 0, -1, 1), [shapely.box(0, 0, 1.5, 1)])
    array([12.])
    """
    total, cells = _inside(values, transform, polygons)
    unknown = np.full(len(cells), np.nan)
    return np.asarray(np.divide(total, cells, out=unknown, where=cells > 0))


def zonal_coverage(values: Floats, transform: Affine, polygons: Geometries) -> Floats:
    """
    Measure the share of each polygon that lies on cells with a value.

    Parameters and errors are those of `zonal_sum`.

    Returns
    -------
    share
        One per polygon; NaN for a polygon without area. [0 to 1]

    Examples
    --------
    >>> people = np.array([[100.0, np.nan]])
    >>> zonal_coverage(people, Affine(1, 0, 0, 0, -1, 1), [shapely.box(0, 0, 2, 1)])
    array([0.5])
    """
    _, cells = _inside(values, transform, polygons)
    area = shapely.area(np.asarray(polygons, object))
    cell_area = abs(transform.a * transform.e)
    share = np.divide(cells * cell_area, area, out=np.full(len(cells), np.nan), where=area > 0)
    # Shares of cells are kept to 1e-7, so a fully covered polygon could come out just above 1.
    return np.asarray(np.minimum(share, 1))


def _inside(values: Floats, transform: Affine, polygons: Geometries) -> tuple[Floats, Floats]:
    """Sum the values inside each polygon, and count the cells with one; by exact shares."""
    if transform.b or transform.d:
        raise BadInput(
            Message(
                "The grid is rotated. Warp it so that rows run west to east, "
                "columns north to south."
            )
        )
    values = np.asarray(values, np.float64)
    return sums_inside(values, borders_of(polygons, transform, values.shape))
