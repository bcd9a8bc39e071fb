"""
OpenStreetMap extracts (PBF) become streets, open spaces, green areas, amenities and stops.

OpenStreetMap data is published under the Open Database Licence 1.0 and must be credited as
"© OpenStreetMap contributors"; an extract is added to a pack with that licence and source.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from pyproj import CRS
from scipy.spatial import cKDTree

from localgoals.errors import BadInput
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.layers import Amenities, Floats, Ints, Polygons, Stops, Streets
from localgoals.ingest.osm_file import (
    Elements,
    areas,
    metric_points,
    metric_polygons,
    places,
    read_map,
    to_metric,
)
from localgoals.ingest.osm_tags import (
    AMENITIES,
    GREEN,
    HIGH_CAPACITY_STOPS,
    LOW_CAPACITY_STOPS,
    OPEN_SPACE,
    STOP_POSITIONS,
    Selection,
    admits,
)
from localgoals.ingest.pbf.walkable import (
    COORDINATES_PER_DEGREE,
    UNKNOWN,
    WalkableWays,
    walkable_ways,
)
from localgoals.model.problem import Problem
from localgoals.model.text import Message

if TYPE_CHECKING:
    from localgoals.ingest.pack import Resource

SAME_STOP_M = 15.0
"""Elements of one capacity class that are closer than this are one stop, mapped twice."""
SAME_HALT_M = 50.0
"""A stop position is left out when a place to wait is as close as this."""


def read_streets(resource: Resource, crs: CRS) -> tuple[Streets | None, list[Problem]]:
    """
    Read the street segments that a person may walk along (see `localgoals.ingest.walking`).

    A way becomes one straight segment between each two of its nodes; the outline of a square is
    walked along like a street. Where the extract lacks a node, the two segments at it are left out,
    and a warning says how many nodes are missing: that is normal at the edge of an extract.

    Parameters
    ----------
    resource
        The pack's extract, `.osm.pbf`.
    crs
        The city's metric CRS.

    Returns
    -------
    streets
        Nodes that are an end of at least one segment, in the order of their OSM ids; None when the
        file cannot be read or has no way to walk along.
    problems
        What is wrong with the extract.
    """
    where = resource.where
    try:
        found = walkable_ways(resource.path)
    except BadInput as error:
        return None, [feed_problem("osm-unreadable", where, reason=error.messages[0])]
    except OSError as error:
        return None, [feed_problem("osm-unreadable", where, reason=error.strerror)]
    missing = int(np.count_nonzero(found.x == UNKNOWN))
    problems = [feed_problem("osm-nodes-missing", where, count=missing)] if missing else []
    streets = _segments(found, crs, resource)
    if not streets.start.size:
        return None, [*problems, feed_problem("osm-no-streets", where)]
    return streets, problems


def read_open_space(resource: Resource, crs: CRS) -> tuple[Polygons | None, list[Problem]]:
    """Read the open public spaces: parks, squares, playgrounds … (`osm_tags.OPEN_SPACE`)."""
    return _read_polygons(resource, crs, OPEN_SPACE, Message("an open public space"))


def read_green(resource: Resource, crs: CRS) -> tuple[Polygons | None, list[Problem]]:
    """
    Read the land that plants cover, open to the public or not (`osm_tags.GREEN`).

    Areas may overlap (the wood in a park): their union is the green area.
    """
    return _read_polygons(resource, crs, GREEN, Message("a green area"))


def read_amenities(resource: Resource, crs: CRS) -> tuple[Amenities | None, list[Problem]]:
    """
    Read schools, health care, food shops and playgrounds as points (`osm_tags.AMENITIES`).

    A place that was drawn as an area is a point inside it, because its entrances are rarely in the
    map.
    """
    where = resource.where
    selection = tuple(tagged for kind in AMENITIES.values() for tagged in kind)
    found, problems = read_map(lambda path: places(path, selection), resource.path, where)
    if found is None:
        return None, problems
    if not found.tags:
        return None, [
            *problems,
            feed_problem(
                "osm-nothing-found",
                where,
                what=Message("a school, a place of health care, a food shop or a playground"),
            ),
        ]
    # An element with tags of two kinds (a school that is a playground, too) counts as both.
    pairs = [
        (row, kind)
        for row, tags in enumerate(found.tags)
        for kind, kind_selection in AMENITIES.items()
        if admits(kind_selection, tags)
    ]
    rows = np.array([row for row, _ in pairs])
    x, y = metric_points(found, crs)
    kinds = np.array([kind for _, kind in pairs], dtype=np.str_)
    return Amenities(x[rows], y[rows], kinds, resource.lineage), problems + _cut_off(found, where)


def read_stops_from_osm(resource: Resource, crs: CRS) -> tuple[Stops | None, list[Problem]]:
    """
    Read public transport stops; OpenStreetMap has no timetable, so departures are NaN.

    Stops that are mapped twice (as a platform and as a sign, as a building and as a point) become
    one; stop positions on the road count only where no place to wait is mapped within 50 m.
    Entrances of stations are not stops, as in a timetable feed.
    """
    where = resource.where
    selection = HIGH_CAPACITY_STOPS + LOW_CAPACITY_STOPS + STOP_POSITIONS
    found, problems = read_map(lambda path: places(path, selection), resource.path, where)
    if found is None:
        return None, problems
    if not found.tags:
        return None, [
            *problems,
            feed_problem("osm-nothing-found", where, what=Message("a stop of public transport")),
        ]
    x, y = metric_points(found, crs)
    high = np.array([admits(HIGH_CAPACITY_STOPS, tags) for tags in found.tags])
    halts = np.array(
        [not admits(HIGH_CAPACITY_STOPS + LOW_CAPACITY_STOPS, tags) for tags in found.tags]
    )
    kept = _distinct(x, y, high, halts)
    names = tuple(found.tags[row].get("name", "") for row in kept)
    stops = Stops(x[kept], y[kept], names, high[kept], np.full(kept.size, np.nan), resource.lineage)
    return stops, problems + _cut_off(found, where)


def read_tagged_polygons(
    path: Path, crs: CRS, *, selection: Selection, columns: Sequence[str]
) -> tuple[gpd.GeoDataFrame | None, list[Problem]]:
    """
    Read the areas of a selection with some of their tags, such as buildings or boundaries.

    Parameters
    ----------
    path
        The extract, `.osm.pbf`.
    crs
        The metric CRS of the result.
    selection
        Which areas; see `osm_tags.Tagged`.
    columns
        The keys whose values become columns; None where an area lacks the key.

    Returns
    -------
    areas
        One row per area, valid polygons, in the order of the file; None when the file cannot be
        read.
    problems
        What is wrong with the extract.
    """
    found, problems = read_map(lambda file: areas(file, selection), path, path.name)
    if found is None:
        return None, problems
    values = {key: [tags.get(key) for tags in found.tags] for key in columns}
    frame = gpd.GeoDataFrame(values, geometry=metric_polygons(found, crs), crs=crs)
    return frame, problems + _cut_off(found, path.name)


def _cut_off(found: Elements, where: str) -> list[Problem]:
    return [feed_problem("osm-cut-off", where, count=found.cut_off)] if found.cut_off else []


def _read_polygons(
    resource: Resource, crs: CRS, selection: Selection, what: Message
) -> tuple[Polygons | None, list[Problem]]:
    where = resource.where
    found, problems = read_map(lambda path: areas(path, selection), resource.path, where)
    if found is None:
        return None, problems
    if not found.tags:
        return None, [*problems, feed_problem("osm-nothing-found", where, what=what)]
    names = tuple(tags.get("name", "") for tags in found.tags)
    layer = Polygons(metric_polygons(found, crs), names, resource.lineage)
    return layer, problems + _cut_off(found, where)


def _segments(found: WalkableWays, crs: CRS, resource: Resource) -> Streets:
    """Cut ways into segments between nodes that are there."""
    node, is_there = found.node, found.x != UNKNOWN
    way = np.repeat(np.arange(len(found.counts)), found.counts)
    joined = (way[1:] == way[:-1]) & (node[1:] != node[:-1])
    first = np.flatnonzero(joined & is_there[node[1:]] & is_there[node[:-1]])

    used = np.zeros(len(found.ids), bool)
    used[node[first]] = used[node[first + 1]] = True
    lon, lat = found.x[used] / COORDINATES_PER_DEGREE, found.y[used] / COORDINATES_PER_DEGREE
    x, y = to_metric(crs).transform(lon, lat)
    index = (np.cumsum(used) - 1).astype(np.int32)
    start, end = index[node[first]], index[node[first + 1]]
    return Streets(_floats(x), _floats(y), start, end, found.codes[way[first]], resource.lineage)


def _floats(values: object) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _distinct(x: Floats, y: Floats, high: NDArray[np.bool_], halts: NDArray[np.bool_]) -> Ints:
    """Give the rows that are left when each stop is counted once."""
    kept = np.ones(x.size, dtype=bool)
    for capacity in (True, False):
        waiting = np.flatnonzero((high == capacity) & ~halts)
        if waiting.size:
            _drop_twins(x, y, waiting, kept)
    waiting = np.flatnonzero(~high & ~halts)
    on_road = np.flatnonzero(halts)
    if waiting.size and on_road.size:
        tree = cKDTree(np.column_stack([x[waiting], y[waiting]]))
        away, _ = tree.query(np.column_stack([x[on_road], y[on_road]]))
        kept[on_road[away <= SAME_HALT_M]] = False
    return np.flatnonzero(kept).astype(np.int32)


def _drop_twins(x: Floats, y: Floats, rows: NDArray[np.intp], kept: NDArray[np.bool_]) -> None:
    """Drop each row that has an earlier, kept one within the distance of one stop."""
    tree = cKDTree(np.column_stack([x[rows], y[rows]]))
    for first, second in sorted(tree.query_pairs(SAME_STOP_M)):
        if kept[rows[first]]:
            kept[rows[second]] = False
