"""Small street maps, written as PBF for each test, and read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmium
import osmium.osm.mutable as mutable
import pytest
import shapely
from pyproj import CRS

from localgoals.ingest.layers import HIGHWAYS
from localgoals.ingest.osm import (
    read_amenities,
    read_green,
    read_open_space,
    read_stops_from_osm,
    read_streets,
    read_tagged_polygons,
)
from localgoals.ingest.osm_file import Elements, metric_polygons
from localgoals.ingest.osm_tags import GREEN, Tagged
from localgoals.ingest.pack import Resource
from localgoals.model.problem import Problem

UTM = CRS.from_epsg(32632)
SQUARE = {1: (9.0, 50.0), 2: (9.001, 50.0), 3: (9.001, 50.001), 4: (9.0, 50.001)}
RING = [1, 2, 3, 4, 1]

Nodes = dict[int, tuple[float, float]]
Way = tuple[list[int], dict[str, str]]


class Map:
    """Writes the elements of a test into a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(
        self,
        nodes: Nodes,
        *ways: Way,
        node_tags: dict[int, dict[str, str]] | None = None,
        relation: tuple[list[tuple[int, str]], dict[str, str]] | None = None,
    ) -> Resource:
        """Write nodes, ways (numbered from 1) and a relation of ways."""
        with osmium.SimpleWriter(str(self.path)) as writer:
            for number, place in nodes.items():
                tags = (node_tags or {}).get(number, {})
                writer.add_node(mutable.Node(id=number, location=place, tags=tags))
            for number, (refs, tags) in enumerate(ways, start=1):
                writer.add_way(mutable.Way(id=number, nodes=refs, tags=tags))
            if relation is not None:
                members = [("w", way, role) for way, role in relation[0]]
                writer.add_relation(mutable.Relation(id=1, members=members, tags=relation[1]))
        return Resource("map", "streets", (self.path,), "osm.pbf", "0" * 64)


@pytest.fixture
def street_map(tmp_path: Path) -> Map:
    return Map(tmp_path / "map.osm.pbf")


def test_a_way_becomes_one_segment_between_each_two_nodes(street_map: Map) -> None:
    resource = street_map.write(SQUARE, ([1, 2, 3], {"highway": "residential"}))

    streets, problems = read_streets(resource, UTM)

    assert problems == []
    assert streets is not None
    assert list(zip(streets.start, streets.end, strict=True)) == [(0, 1), (1, 2)]
    assert [HIGHWAYS[code] for code in streets.highway] == ["residential", "residential"]
    assert streets.x.shape == (3,)
    length = np.hypot(np.diff(streets.x), np.diff(streets.y))
    assert length == pytest.approx([71.67, 111.2], rel=0.002)


def test_ways_that_meet_share_their_node(street_map: Map) -> None:
    resource = street_map.write(
        SQUARE, ([1, 2], {"highway": "footway"}), ([2, 3], {"highway": "steps"})
    )

    streets, _ = read_streets(resource, UTM)

    assert streets is not None
    assert streets.x.size == 3
    assert streets.end[0] == streets.start[1]


def test_closed_ways_are_left_out(street_map: Map) -> None:
    resource = street_map.write(
        SQUARE,
        ([1, 2], {"highway": "footway"}),
        ([2, 3], {"highway": "construction"}),
        ([3, 4], {"highway": "service", "access": "private"}),
    )

    streets, _ = read_streets(resource, UTM)

    assert streets is not None
    assert streets.start.size == 1


def test_a_node_that_the_extract_lacks_costs_two_segments_and_a_warning(street_map: Map) -> None:
    nodes = {number: SQUARE[number] for number in (1, 2, 4)} | {5: (9.0, 50.002)}
    resource = street_map.write(nodes, ([1, 2, 3, 4, 5], {"highway": "residential"}))

    streets, problems = read_streets(resource, UTM)

    assert streets is not None
    assert streets.start.size == 2
    assert streets.x.size == 4
    assert [(one.kind, one.severity) for one in problems] == [("osm-nodes-missing", "warning")]
    assert problems[0].found.values == {"count": 1}


@pytest.mark.parametrize(
    "ways", [(), ([1, 2], {"highway": "motorway"}), ([8, 9], {"highway": "path"})]
)
def test_a_map_without_streets_is_refused(street_map: Map, ways: Way) -> None:
    resource = street_map.write(SQUARE, *((ways,) if ways else ()))

    streets, problems = read_streets(resource, UTM)

    assert streets is None
    assert problems[-1].kind == "osm-no-streets"
    assert problems[-1].severity == "error"


@pytest.mark.parametrize("content", [b"", b"no map at all, but text", b"\x00\x00\x00\x0d" * 30])
def test_a_file_that_is_no_map_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.osm.pbf"
    path.write_bytes(content)

    streets, problems = read_streets(Resource("m", "streets", (path,), "osm.pbf", ""), UTM)

    assert streets is None
    assert [one.kind for one in problems] == ["osm-unreadable"]


def test_a_map_that_was_cut_short_is_refused(street_map: Map) -> None:
    resource = street_map.write(SQUARE, ([1, 2], {"highway": "residential"}))
    whole = street_map.path.read_bytes()
    street_map.path.write_bytes(whole[:-20])

    streets, problems = read_streets(resource, UTM)

    assert streets is None
    assert [one.kind for one in problems] == ["osm-unreadable"]


def unsorted_parks(street_map: Map) -> Resource:
    """Write a map whose ways are not in the order of their numbers."""
    with osmium.SimpleWriter(str(street_map.path)) as writer:
        for number, place in SQUARE.items():
            writer.add_node(mutable.Node(id=number, location=place))
        for number in (2, 1):
            writer.add_way(mutable.Way(id=number, nodes=RING, tags={"leisure": "park"}))
    return Resource("map", "green", (street_map.path,), "osm.pbf", "")


def test_a_small_map_that_is_not_sorted_is_sorted_for_its_areas(street_map: Map) -> None:
    green, problems = read_green(unsorted_parks(street_map), UTM)

    assert green is not None
    assert shapely.area(green.geometry) == pytest.approx([7970, 7970], rel=0.005)
    assert [one.kind for one in problems] == ["osm-sorted"]


def test_areas_of_a_large_map_that_is_not_sorted_are_refused_with_the_way_out(
    street_map: Map, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = unsorted_parks(street_map)
    monkeypatch.setattr("localgoals.ingest.osm_file.MOST_SORTED_BYTES", 10)

    green, problems = read_green(resource, UTM)

    assert green is None
    assert [one.kind for one in problems] == ["osm-unsorted"]
    assert "osmium sort" in str(problems[0].remedy)


def test_a_park_is_open_and_green(street_map: Map) -> None:
    resource = street_map.write(SQUARE, (RING, {"leisure": "park", "name": "Stadtpark"}))

    open_space, _ = read_open_space(resource, UTM)
    green, _ = read_green(resource, UTM)

    assert open_space is not None
    assert green is not None
    assert open_space.name == ("Stadtpark",)
    assert shapely.area(open_space.geometry) == pytest.approx([7970], rel=0.005)
    assert shapely.area(green.geometry) == pytest.approx([7970], rel=0.005)


@pytest.mark.parametrize(
    ("tags", "is_open"),
    [
        ({"leisure": "park", "access": "private"}, False),
        ({"leisure": "park", "fee": "yes"}, False),
        ({"leisure": "garden"}, False),
        ({"leisure": "garden", "access": "yes"}, True),
        ({"leisure": "garden", "name": "Jardin Exotique"}, True),
        ({"leisure": "garden", "name": "Casa", "garden:type": "residential"}, False),
        ({"leisure": "pitch"}, False),
        ({"leisure": "pitch", "access": "public"}, True),
        ({"highway": "pedestrian", "area": "yes"}, True),
        ({"highway": "pedestrian"}, False),
        ({"place": "square"}, True),
        ({"natural": "beach"}, True),
        ({"natural": "wood"}, False),
    ],
)
def test_what_the_public_may_not_enter_is_no_open_space(
    street_map: Map, tags: dict[str, str], is_open: bool
) -> None:
    resource = street_map.write(SQUARE, (RING, tags), (RING, {"leisure": "playground"}))

    open_space, _ = read_open_space(resource, UTM)

    assert open_space is not None
    assert open_space.geometry.size == (2 if is_open else 1)


def test_a_multipolygon_keeps_its_hole(street_map: Map) -> None:
    inner = {5: (9.0002, 50.0002), 6: (9.0008, 50.0002), 7: (9.0008, 50.0008)}
    resource = street_map.write(
        SQUARE | inner,
        (RING, {}),
        ([5, 6, 7, 5], {}),
        relation=([(1, "outer"), (2, "inner")], {"type": "multipolygon", "landuse": "forest"}),
    )

    green, problems = read_green(resource, UTM)

    assert problems == []
    assert green is not None
    assert shapely.area(green.geometry) == pytest.approx([7970 - 1434], rel=0.01)


def test_an_outline_that_leaves_the_extract_is_left_out_with_a_warning(street_map: Map) -> None:
    resource = street_map.write(
        SQUARE, ([1, 2, 3, 9, 1], {"leisure": "park"}), (RING, {"landuse": "grass"})
    )

    green, problems = read_green(resource, UTM)

    assert green is not None
    assert green.geometry.size == 1
    assert [(one.kind, one.found.values) for one in problems] == [("osm-cut-off", {"count": 1})]


def test_a_map_without_green_says_so(street_map: Map) -> None:
    resource = street_map.write(SQUARE, ([1, 2], {"highway": "residential"}))

    green, problems = read_green(resource, UTM)

    assert green is None
    assert [one.kind for one in problems] == ["osm-nothing-found"]
    assert "a green area" in str(problems[0])


def test_amenities_come_from_points_and_from_areas(street_map: Map) -> None:
    resource = street_map.write(
        SQUARE | {5: (9.01, 50.01), 6: (9.02, 50.02), 7: (9.03, 50.03)},
        (RING, {"amenity": "school"}),
        node_tags={
            5: {"amenity": "doctors"},
            6: {"shop": "supermarket"},
            7: {"amenity": "pharmacy"},
        },
    )

    amenities, problems = read_amenities(resource, UTM)

    assert problems == []
    assert amenities is not None
    assert sorted(amenities.kind) == ["food", "health", "school"]
    school = int(np.flatnonzero(amenities.kind == "school")[0])
    inside = shapely.transform(
        shapely.box(9.0, 50.0, 9.001, 50.001), lambda xy: np.column_stack(_metres(xy))
    )
    assert shapely.contains_xy(inside, amenities.x[school], amenities.y[school])


def _metres(xy: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[object, object]:
    from pyproj import Transformer

    moved = Transformer.from_crs(4326, UTM, always_xy=True).transform(xy[:, 0], xy[:, 1])
    return moved[0], moved[1]


def test_stops_have_the_capacity_of_their_mode(street_map: Map) -> None:
    resource = street_map.write(
        {number: (9.0 + number / 100, 50.0) for number in range(1, 8)},
        node_tags={
            1: {"highway": "bus_stop", "name": "Markt"},
            2: {"railway": "station", "name": "Hauptbahnhof"},
            3: {"railway": "tram_stop"},
            4: {"amenity": "ferry_terminal"},
            5: {"railway": "station", "station": "subway"},
            6: {"railway": "subway_entrance"},
            7: {"railway": "station", "disused": "yes"},
        },
    )

    stops, _ = read_stops_from_osm(resource, UTM)

    assert stops is not None
    assert stops.high_capacity.tolist() == [False, True, False, True, True]
    assert stops.name == ("Markt", "Hauptbahnhof", "", "", "")
    assert np.isnan(stops.departures_per_hour).all()


def test_a_stop_that_is_mapped_twice_counts_once(street_map: Map) -> None:
    resource = street_map.write(
        {1: (9.0, 50.0), 2: (9.0001, 50.0), 3: (9.0005, 50.0), 4: (9.01, 50.0)},
        node_tags={
            1: {"highway": "bus_stop"},
            2: {"public_transport": "platform", "bus": "yes"},
            3: {"public_transport": "stop_position", "bus": "yes"},
            4: {"public_transport": "stop_position", "bus": "yes"},
        },
    )

    stops, _ = read_stops_from_osm(resource, UTM)

    assert stops is not None
    assert stops.x.size == 2  # the sign; and the stop position that has no place to wait near it


def test_the_two_sides_of_a_street_are_two_stops(street_map: Map) -> None:
    resource = street_map.write(
        {1: (9.0, 50.0), 2: (9.0003, 50.0)},
        node_tags={1: {"highway": "bus_stop"}, 2: {"highway": "bus_stop"}},
    )

    stops, _ = read_stops_from_osm(resource, UTM)

    assert stops is not None
    assert stops.x.size == 2


def test_tagged_polygons_carry_the_tags_that_were_asked_for(street_map: Map) -> None:
    resource = street_map.write(
        SQUARE, (RING, {"building": "apartments", "building:levels": "7"}), (RING, {"landuse": "x"})
    )
    buildings = (Tagged({"building": frozenset()}),)

    frame, problems = read_tagged_polygons(
        resource.path, UTM, selection=buildings, columns=("building:levels", "name")
    )

    assert problems == []
    assert frame is not None
    assert frame["building:levels"].tolist() == ["7"]
    assert frame["name"].tolist() == [None]
    assert frame.crs == UTM
    assert frame.area.tolist() == pytest.approx([7970], rel=0.005)


def test_an_outline_that_crosses_itself_is_left_out_with_a_warning(street_map: Map) -> None:
    resource = street_map.write(
        SQUARE, ([1, 3, 2, 4, 1], {"leisure": "park"}), (RING, {"leisure": "playground"})
    )

    open_space, problems = read_open_space(resource, UTM)

    assert open_space is not None
    assert open_space.geometry.size == 1
    assert [one.kind for one in problems] == ["osm-cut-off"]


def test_a_platform_that_is_drawn_as_a_line_is_a_stop_in_its_middle(street_map: Map) -> None:
    platform = {"public_transport": "platform", "tram": "yes"}
    resource = street_map.write(SQUARE, ([2, 3], platform), ([8, 9], platform))

    stops, problems = read_stops_from_osm(resource, UTM)

    assert stops is not None
    x, y = _metres(np.array([[9.001, 50.0005]]))
    assert (stops.x, stops.y) == (pytest.approx(x), pytest.approx(y))
    assert [one.found.values for one in problems] == [{"count": 1}]


@pytest.mark.parametrize("read", [read_amenities, read_stops_from_osm, read_open_space])
def test_a_map_that_has_none_of_it_is_refused(
    street_map: Map, read: Callable[[Resource, CRS], tuple[object, list[Problem]]]
) -> None:
    resource = street_map.write(SQUARE, ([1, 2], {"highway": "residential"}))

    layer, problems = read(resource, UTM)

    assert layer is None
    assert [one.kind for one in problems] == ["osm-nothing-found"]


@pytest.mark.parametrize("read", [read_amenities, read_stops_from_osm, read_open_space])
def test_no_layer_is_made_of_a_file_that_is_no_map(
    tmp_path: Path, read: Callable[[Resource, CRS], tuple[object, list[Problem]]]
) -> None:
    path = tmp_path / "broken.osm.pbf"
    path.write_bytes(b"no map at all")

    layer, problems = read(Resource("m", "amenities", (path,), "osm.pbf", ""), UTM)

    assert layer is None
    assert [one.kind for one in problems] == ["osm-unreadable"]


def test_tagged_polygons_of_a_file_that_is_no_map_are_none(tmp_path: Path) -> None:
    path = tmp_path / "broken.osm.pbf"
    path.write_bytes(b"no map at all")

    frame, problems = read_tagged_polygons(path, UTM, selection=GREEN, columns=())

    assert frame is None
    assert [one.kind for one in problems] == ["osm-unreadable"]


def test_a_polygon_that_is_not_valid_in_metres_is_made_valid() -> None:
    bow = shapely.Polygon([(9.0, 50.0), (9.001, 50.001), (9.001, 50.0), (9.0, 50.001)])
    tail = shapely.Polygon([(9, 50), (9.001, 50), (9.001, 50.001), (9.001, 50), (9, 50.001)])

    shapes = metric_polygons(Elements([{}, {}], [bow, tail]), UTM)

    assert shapely.is_valid(shapes).all()
    assert set(shapely.get_type_id(shapes)) <= {3, 6}
    assert shapely.area(shapes) == pytest.approx([7970 / 2, 7970 / 2], rel=0.01)
