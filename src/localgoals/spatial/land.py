"""Lengths of streets, junctions, areas of land by zone; and where one can enter an open space."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from localgoals.spatial.network import segment_lines, walk_network
from localgoals.spatial.zones import zone_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Geometries = NDArray[np.object_]


def length_by_zone(x: Floats, y: Floats, start: Ints, end: Ints, polygons: Geometries) -> Floats:
    """
    Measure the length of the segments inside each polygon, cut where they cross its border.

    A segment that runs along a border counts half to the side it borders, so that two neighbours
    together count it once.

    Parameters
    ----------
    x, y
        Coordinates of the nodes in a metric CRS. [m]
    start, end
        Index of the nodes that each segment joins.

    Returns
    -------
    length_m
        One per polygon. [m]

    Examples
    --------
    A street of 10 m that leaves the zone after 4 m:

    >>> length_by_zone([0.0, 10.0], [1.0, 1.0], [0], [1], [shapely.box(-1, 0, 4, 9)])
    array([4.])
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    polygons = np.asarray(polygons, object)
    lines = segment_lines(x, y, np.asarray(start), np.asarray(end))
    shapely.prepare(polygons)
    zone, line = shapely.STRtree(lines).query(polygons, predicate="intersects")
    length_m = shapely.length(lines[line])
    cut = ~shapely.contains_properly(polygons[zone], lines[line])
    length_m[cut] = _length_inside(lines[line[cut]], polygons[zone[cut]])
    return np.bincount(zone, length_m, minlength=len(polygons)).astype(np.float64)


def _length_inside(lines: Geometries, polygons: Geometries) -> Floats:
    """Measure each line inside its polygon, with half of what runs along the border."""
    inside = shapely.length(shapely.intersection(lines, polygons))
    along = shapely.length(shapely.intersection(lines, shapely.boundary(polygons)))
    return np.asarray(inside - along / 2)


def intersections_by_zone(
    x: Floats, y: Floats, start: Ints, end: Ints, polygons: Geometries
) -> Ints:
    """
    Count the junctions in each polygon: nodes where at least three segments meet.

    Nodes that only carry on a street, and dead ends, are not junctions. A junction on a border
    counts to the first of the polygons.

    Parameters
    ----------
    x, y
        Coordinates of the nodes. [m]
    start, end
        The nodes at which each segment starts and ends.
    polygons
        Areas in the same coordinates.

    Returns
    -------
    count
        One per polygon.
    """
    network = walk_network(x, y, start, end)
    degree = np.bincount(np.concatenate([network.start, network.end]), minlength=len(network.x))
    junction = degree >= 3
    zone = zone_of(network.x[junction], network.y[junction], polygons)
    return np.bincount(zone[zone >= 0], minlength=len(polygons)).astype(np.int32)


def area_by_zone(geometries: Geometries, polygons: Geometries) -> Floats:
    """
    Measure the area inside each polygon that any of the geometries covers.

    Where geometries overlap, the ground counts once. Points and lines cover nothing.

    Parameters
    ----------
    geometries, polygons
        Valid, in a metric, better an equal-area, CRS.

    Returns
    -------
    area_m2
        One per polygon. [m²]

    Examples
    --------
    >>> parks = [shapely.box(0, 0, 2, 1), shapely.box(1, 0, 3, 1)]
    >>> area_by_zone(parks, [shapely.box(0, 0, 9, 9), shapely.box(2.5, 0, 9, 9)])
    array([3. , 0.5])
    """
    polygons = np.asarray(polygons, object)
    parts = shapely.get_parts(shapely.union_all(np.asarray(geometries, object)))
    shapely.prepare(polygons)
    zone, part = shapely.STRtree(parts).query(polygons, predicate="intersects")
    area_m2 = shapely.area(parts[part])
    cut = ~shapely.covers(polygons[zone], parts[part])
    area_m2[cut] = shapely.area(shapely.intersection(parts[part[cut]], polygons[zone[cut]]))
    return np.bincount(zone, area_m2, minlength=len(polygons)).astype(np.float64)


def strips(x: Floats, y: Floats, start: Ints, end: Ints, *, width_m: float) -> Geometries:
    """
    Draw streets as wide as they are, for the ground that they cover.

    Parameters
    ----------
    x, y
        Coordinates of the nodes in a metric CRS. [m]
    start, end
        Index of the nodes that each segment joins.
    width_m
        From front to front. [m, above 0]

    Returns
    -------
    strips
        Polygons that overlap where streets meet. A street goes no further than its last node.

    Examples
    --------
    >>> [street] = strips([0.0, 50.0, 100.0], [0.0, 0.0, 0.0], [0, 1], [1, 2], width_m=12)
    >>> street.area
    1200.0
    """
    lines = segment_lines(
        np.asarray(x, np.float64), np.asarray(y, np.float64), np.asarray(start), np.asarray(end)
    )
    # Joined where one carries on the other, so that there is no notch on the outside of a bend.
    joined = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    drawn = shapely.buffer(joined, width_m / 2, quad_segs=2, cap_style="flat")
    return np.asarray(drawn, dtype=object)


def entrances(polygons: Geometries, *, every_m: float) -> tuple[Floats, Floats, Ints]:
    """
    Place entrances along the borders of polygons, for want of mapped gates.

    One at every corner, and evenly between corners that are far apart; of every ring of a border,
    also that of a hole. So they do not depend on where a ring was begun, or which way it runs.

    Parameters
    ----------
    every_m
        The widest gap between two entrances along a border. [m, above 0]

    Returns
    -------
    x, y
        Coordinates of the entrances. [m]
    polygon
        Index of the polygon that each belongs to.

    Examples
    --------
    >>> x, y, polygon = entrances([shapely.box(0, 0, 60, 60)], every_m=30)
    >>> len(x)
    8
    """
    polygons = np.asarray(polygons, object)
    part, of_part = shapely.get_parts(polygons, return_index=True)
    ring, of_ring = shapely.get_rings(part, return_index=True)
    places, which = shapely.get_coordinates(shapely.segmentize(ring, every_m), return_index=True)
    # The last place of a ring is its first one again.
    kept = np.flatnonzero(np.diff(which, append=-1) == 0)
    x, y = places[kept].T
    return x, y, of_part[of_ring[which[kept]]].astype(np.int32)
