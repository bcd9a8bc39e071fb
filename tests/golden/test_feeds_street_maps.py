"""
Street maps of four cities, in shared/data.

Lengths and areas are compared with GDAL's own reader of the same files (pyogrio): a second way
from the bytes to the geometry. GDAL has the outlines of squares, which we walk along, among its
areas. The other numbers were counted when the tests were written.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyogrio
import pytest
from pyproj import CRS

from localgoals.ingest.layers import Streets
from localgoals.ingest.osm import (
    read_amenities,
    read_stops_from_osm,
    read_streets,
    read_tagged_polygons,
)
from localgoals.ingest.osm_tags import Tagged
from localgoals.ingest.pack import Resource
from localgoals.ingest.walking import walking_code

LAS_PALMAS = "las_palmas_es/example_las_palmas_2023_osm_20230221.pbf"
NEWPORT = "newport_gb/newport-2023-06-13.osm.pbf"
NORTHERN_KENTUCKY = "northern_kentucky_us/streets.osm.pbf"
SAO_PAULO = "sao_paulo_br/spo_osm.pbf"


def street_map(shared: Path, name: str) -> Resource:
    return Resource("map", "streets", (shared / "data" / name,), "osm.pbf", "0" * 64)


def length_m(streets: Streets) -> float:
    away_x = streets.x[streets.start] - streets.x[streets.end]
    away_y = streets.y[streets.start] - streets.y[streets.end]
    return float(np.hypot(away_x, away_y).sum())


# Missing nodes: Las Palmas is clipped at the municipal border, the others keep their ways whole.
@pytest.mark.parametrize(
    ("name", "epsg", "counts"),
    [
        (LAS_PALMAS, 32628, (90_499, 96_806, 2513)),
        (NEWPORT, 32630, (45_695, 49_266, 0)),
        (NORTHERN_KENTUCKY, 32616, (83_985, 91_878, 0)),
        (SAO_PAULO, 32723, (20_331, 23_547, 0)),
    ],
)
def test_a_map_gives_its_walkable_segments(
    shared: Path, name: str, epsg: int, counts: tuple[int, int, int]
) -> None:
    nodes, segments, missing = counts

    streets, problems = read_streets(street_map(shared, name), CRS.from_epsg(epsg))

    assert streets is not None
    assert (streets.x.size, streets.start.size) == (nodes, segments)
    assert sum(int(str(one.found.values["count"])) for one in problems) == missing
    assert np.isfinite(streets.x).all()


@pytest.mark.parametrize(("name", "epsg"), [(NEWPORT, 32630), (SAO_PAULO, 32723)])
def test_streets_are_as_long_as_gdal_finds_them(shared: Path, name: str, epsg: int) -> None:
    streets, _ = read_streets(street_map(shared, name), CRS.from_epsg(epsg))
    lines = pyogrio.read_dataframe(
        shared / "data" / name, layer="lines", where="highway IS NOT NULL"
    ).to_crs(epsg)
    others = [
        dict(re.findall(r'"([^"]+)"=>"([^"]*)"', text if isinstance(text, str) else ""))
        for text in lines["other_tags"]
    ]

    walkable = [
        walking_code(tags | {"highway": highway}) is not None
        for tags, highway in zip(others, lines["highway"], strict=True)
    ]

    assert streets is not None
    theirs = lines.geometry[walkable].length.sum()
    assert theirs <= length_m(streets) <= 1.01 * theirs


# SOURCE.txt counts 283 parks and 3,302 gardens; 282 and 3,299 are whole within the extract.
@pytest.mark.parametrize(("kind", "count"), [("park", 282), ("garden", 3299)])
def test_areas_are_those_that_gdal_finds(shared: Path, kind: str, count: int) -> None:
    path = shared / "data" / LAS_PALMAS
    selection = (Tagged({"leisure": frozenset({kind})}),)

    ours, _ = read_tagged_polygons(
        path, CRS.from_epsg(32628), selection=selection, columns=("name",)
    )
    theirs = pyogrio.read_dataframe(path, layer="multipolygons", where=f"leisure = '{kind}'")

    assert ours is not None
    assert len(ours) == len(theirs) == count
    assert ours.area.sum() == pytest.approx(theirs.to_crs(32628).area.sum(), rel=1e-9)


def test_the_stops_of_las_palmas_are_its_bus_stops_and_ferry_terminals(shared: Path) -> None:
    stops, _ = read_stops_from_osm(street_map(shared, LAS_PALMAS), CRS.from_epsg(32628))

    assert stops is not None
    # SOURCE.txt: 695 nodes with highway=bus_stop. The island has neither rail nor metro.
    assert 690 <= int((~stops.high_capacity).sum()) <= 730
    assert int(stops.high_capacity.sum()) == 5


def test_the_amenities_of_las_palmas(shared: Path) -> None:
    amenities, _ = read_amenities(street_map(shared, LAS_PALMAS), CRS.from_epsg(32628))

    assert amenities is not None
    kinds, counts = np.unique(amenities.kind, return_counts=True)
    assert dict(zip(kinds.tolist(), counts.tolist(), strict=True)) == {
        "food": 262,
        "health": 143,
        "play": 149,
        "school": 163,
    }


def test_a_map_that_is_not_sorted_is_sorted_for_its_areas(shared: Path) -> None:
    amenities, problems = read_amenities(
        street_map(shared, NORTHERN_KENTUCKY), CRS.from_epsg(32616)
    )

    assert amenities is None
    assert [one.kind for one in problems] == ["osm-sorted", "osm-nothing-found"]
