"""Elements of an OpenStreetMap extract (PBF) as arrays of geometries with their tags."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import osmium
import osmium.filter
import osmium.geom
import osmium.io
import osmium.osm
import shapely
from pyproj import CRS, Transformer

from localgoals.ingest.crs import WGS84
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.layers import Floats, Geometries
from localgoals.ingest.osm_tags import Selection, admits, keys_of
from localgoals.model.problem import Problem

T = TypeVar("T")

_RELATIONS_OF_AREAS = ("multipolygon", "boundary")
_POLYGON = 3
MOST_SORTED_BYTES = 64 << 20
"""A larger extract is not sorted here: unpacked, it takes some thirty times as much memory."""


@dataclass
class Elements:
    """Elements that were asked for, with their tags and geometries in degrees."""

    tags: list[dict[str, str]] = field(default_factory=list)
    geometry: list[Any] = field(default_factory=list)
    cut_off: int = 0
    """How many areas are not closed within the extract, or cross themselves."""

    def add(self, tags: dict[str, str], geometry: Any) -> None:
        """Note one more element."""
        self.tags.append(tags)
        self.geometry.append(geometry)


def read_map(read: Callable[[Path], T], path: Path, where: str) -> tuple[T | None, list[Problem]]:
    """Read an extract; a file that is cut short or no PBF at all becomes a problem."""
    try:
        return read(path), []
    except RuntimeError as error:  # osmium raises nothing more telling for a broken file
        if not _is_unsorted(error):
            return None, [feed_problem("osm-unreadable", where, reason=str(error))]
        if path.stat().st_size > MOST_SORTED_BYTES:
            return None, [feed_problem("osm-unsorted", where, reason=str(error))]
    with tempfile.TemporaryDirectory() as scratch:
        ordered = Path(scratch) / "sorted.osm.pbf"
        try:
            _sort(path, ordered)
            return read(ordered), [feed_problem("osm-sorted", where)]
        except RuntimeError as error:
            kind = "osm-unsorted" if _is_unsorted(error) else "osm-unreadable"
            return None, [feed_problem(kind, where, reason=str(error))]


def _is_unsorted(error: RuntimeError) -> bool:
    return "out of order" in str(error)


def _sort(path: Path, into: Path) -> None:
    """Write the elements in the order of their numbers, each once, as areas are put together."""
    everything = osmium.MergeInputReader()
    everything.add_file(str(path))
    with osmium.SimpleWriter(str(into)) as writer:
        everything.apply(writer)


def areas(path: Path, selection: Selection) -> Elements:
    """Read the areas of a selection: closed ways, multipolygon and boundary relations."""
    found = Elements()
    outlines = _Outlines()
    for element in _selected(path, selection):
        tags = dict(element.tags)
        if not element.is_node() and admits(selection, tags):
            outlines.note(element, tags)
    found.tags, found.geometry = outlines.tags, list(shapely.from_wkb(outlines.wkb))
    found.cut_off = outlines.cut_off
    return found


def places(path: Path, selection: Selection) -> Elements:
    """
    Read one point for each element of a selection.

    A node is its own point; an area is a point inside it; an open way is the middle of its nodes.
    """
    found = Elements()
    outlines = _Outlines()
    for element in _selected(path, selection):
        tags = dict(element.tags)
        if not admits(selection, tags):
            continue
        if element.is_node():
            found.add(tags, shapely.Point(element.lon, element.lat))
        elif element.is_way() and not element.is_closed():
            _add_open_way(found, tags, element)
        else:
            outlines.note(element, tags)
    inside = shapely.point_on_surface(shapely.from_wkb(outlines.wkb))
    cut_off = found.cut_off + outlines.cut_off
    return Elements(found.tags + outlines.tags, found.geometry + list(inside), cut_off)


def metric_points(elements: Elements, crs: CRS) -> tuple[Floats, Floats]:
    """Give the coordinates of point elements in metres."""
    points = np.asarray(elements.geometry, dtype=object)
    x, y = to_metric(crs).transform(shapely.get_x(points), shapely.get_y(points))
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def metric_polygons(elements: Elements, crs: CRS) -> Geometries:
    """Give the polygons of area elements, valid, in metres; in the order of the elements."""
    moved = shapely.transform(
        np.asarray(elements.geometry, dtype=object), to_metric(crs).transform, interleaved=False
    )
    broken = ~shapely.is_valid(moved)
    moved[broken] = [_polygons_of(shapely.make_valid(shape)) for shape in moved[broken]]
    return np.asarray(moved, dtype=object)


def to_metric(crs: CRS) -> Transformer:
    """Give the way from degrees to the city's metres."""
    return Transformer.from_crs(WGS84, crs, always_xy=True)


def _selected(path: Path, selection: Selection) -> Iterator[Any]:
    """Give the elements with one of the keys; areas come after what they are made of."""
    with_keys = osmium.filter.KeyFilter(*keys_of(selection))
    return iter(
        osmium.FileProcessor(osmium.io.File(str(path), "pbf"))
        .with_areas(with_keys)
        .with_filter(with_keys)
    )


class _Outlines:
    """Areas, and the closed ways and relations that should have become one."""

    def __init__(self) -> None:
        self.tags: list[dict[str, str]] = []
        self.wkb: list[str] = []
        self._factory = osmium.geom.WKBFactory()
        self._wanted: set[tuple[bool, int]] = set()

    @property
    def cut_off(self) -> int:
        """How many outlines could not be closed."""
        return len(self._wanted)

    def note(self, element: Any, tags: dict[str, str]) -> None:
        """Note an area, or what an area will be made of."""
        if element.is_area():
            if element.num_rings()[0]:
                self._wanted.discard((element.from_way(), element.orig_id()))
                self.tags.append(tags)
                self.wkb.append(self._factory.create_multipolygon(element))
        elif element.is_way():
            if element.is_closed() and tags.get("area") != "no":
                self._wanted.add((True, element.id))
        elif tags.get("type") in _RELATIONS_OF_AREAS:
            self._wanted.add((False, element.id))


def _add_open_way(found: Elements, tags: dict[str, str], way: Any) -> None:
    known = [(node.lon, node.lat) for node in way.nodes if node.location.valid()]
    if known:
        found.add(tags, shapely.Point(np.mean(known, axis=0)))
    else:
        found.cut_off += 1


def _polygons_of(shape: Any) -> Any:
    """Keep the polygons of what `make_valid` gave, which may hold lines too."""
    parts = shapely.get_parts(shape)
    flat = shapely.get_parts(parts)
    return shapely.multipolygons(flat[shapely.get_type_id(flat) == _POLYGON])
