"""A whole pack read into a city."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine

from localgoals.ingest.city import read_city
from localgoals.ingest.pack import Pack, add_resource, new_pack, open_pack
from localgoals.model.period import Period
from localgoals.model.text import Text

WEST, EAST = shapely.box(7.40, 43.70, 7.42, 43.72), shapely.box(7.42, 43.70, 7.44, 43.72)
PEOPLE = {"fields": {"total": "people"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    new_pack(folder, code="XX-ONE", name=Text("One", "一"), country="XX")
    return folder


def opened(folder: Path) -> Pack:
    return open_pack(folder, scratch=folder)


def add_area(folder: Path, role: str, shapes: list[object], **options: object) -> None:
    path = folder.parent / f"{role}-{len(list(folder.iterdir()))}.gpkg"
    codes = [f"{options.get('level', role)}{number}" for number in range(len(shapes))]
    frame = gpd.GeoDataFrame({"code": codes, "name": codes}, geometry=shapes, crs=4326)
    frame.to_file(path)
    add_resource(folder, path, role=role, options=options)


def add_people(folder: Path, year: int, rows: str) -> None:
    path = folder.parent / f"people-{year}.csv"
    path.write_text("lon,lat,people\n" + rows)
    add_resource(folder, path, role="population", period=Period(year, year), options=PEOPLE)


def test_a_boundary_in_parts_is_one_area(folder: Path) -> None:
    add_area(folder, "boundary", [WEST, EAST])

    city, problems = read_city(opened(folder))

    assert [one.kind for one in problems] == ["population-none"]
    assert city.boundary is not None
    assert city.boundary.geometry.geom_type == "Polygon"
    assert city.boundary.geometry.area == pytest.approx(2 * 1612 * 2222, rel=0.002)


def test_without_a_boundary_the_coarsest_districts_are_the_city(folder: Path) -> None:
    add_area(folder, "districts", [WEST], level="quarter", order=1)
    add_area(folder, "districts", [WEST, EAST], level="half", order=0)

    city, problems = read_city(opened(folder))

    assert "boundary-none" in [one.kind for one in problems]
    assert [one.level for one in city.districts] == ["half", "quarter"]
    assert city.boundary is not None
    assert city.boundary.geometry.area == pytest.approx(2 * 1612 * 2222, rel=0.002)
    assert city.boundary.lineage.sources == ("districts-half",)


def test_without_any_area_the_people_say_where_the_city_is(folder: Path) -> None:
    add_people(folder, 2020, "7.41,43.71,5\n")

    city, _ = read_city(opened(folder))

    assert city.crs.to_epsg() == 32632
    assert city.boundary is None
    assert city.people[Period(2020, 2020)].total.tolist() == [5]


def test_periods_come_in_order_and_know_every_division(folder: Path) -> None:
    add_area(folder, "boundary", [WEST, EAST])
    add_area(folder, "districts", [EAST, WEST], level="half")
    add_area(folder, "districts", [WEST], level="part", order=1)
    add_people(folder, 2020, "7.41,43.71,5\n7.43,43.71,6\n")
    add_people(folder, 2010, "7.43,43.71,4\n")

    city, problems = read_city(opened(folder))

    assert problems == []
    assert [str(period) for period in city.people] == ["2010", "2020"]
    assert [zone.tolist() for zone in city.people[Period(2020, 2020)].zones] == [[1, 0], [0, -1]]


def test_a_code_of_another_division_or_of_the_city_is_refused(folder: Path) -> None:
    add_area(folder, "districts", [WEST, EAST], level="half")
    path = folder.parent / "again.gpkg"
    frame = gpd.GeoDataFrame(
        {"code": ["half1", "XX-ONE"], "name": ["a", "b"]}, geometry=[WEST, EAST], crs=4326
    )
    frame.to_file(path)
    add_resource(folder, path, role="districts", options={"level": "again", "order": 1})

    city, problems = read_city(opened(folder))

    found = [str(one.found) for one in problems if one.kind == "code-twice"]
    assert found == ["the code XX-ONE more than once", "the code half1 more than once"]
    assert [one.level for one in city.districts] == ["half"]


def test_one_bad_layer_does_not_take_the_others_with_it(folder: Path) -> None:
    add_area(folder, "boundary", [WEST, EAST])
    add_people(folder, 2010, "7.43,43.71,many\n")
    add_people(folder, 2020, "7.43,43.71,4\n")
    add_area(folder, "green", [shapely.box(100, 10, 101, 11)])

    city, problems = read_city(opened(folder))

    assert [one.kind for one in problems] == ["not-a-number", "far-outside"]
    assert [str(period) for period in city.people] == ["2020"]
    assert city.green is None


def test_stops_and_places_of_several_files_are_joined(folder: Path) -> None:
    add_area(folder, "boundary", [WEST, EAST])
    path = folder.parent / "points.csv"
    path.write_text("lon,lat\n7.41,43.71\n")
    for mode in ("bus", "metro"):
        add_resource(folder, path, role="transit", options={"mode": mode})
    for kind in ("school", "health"):
        add_resource(folder, path, role="amenities", options={"kind": kind})

    city, problems = read_city(opened(folder))

    assert [one.kind for one in problems] == ["population-none"]
    assert city.stops is not None
    assert city.stops.high_capacity.tolist() == [False, True]
    assert city.stops.lineage.sources == ("transit", "transit-2")
    assert city.amenities is not None
    assert city.amenities.kind.tolist() == ["school", "health"]
    assert city.amenities.lineage.sources == ("amenities", "amenities-2")


def test_a_street_map_and_a_timetable_fill_their_layers(folder: Path, shared: Path) -> None:
    kentucky = shared / "data/northern_kentucky_us"
    options = {"level": "city", "fields": {"code": "name", "name": "name"}}
    cities = kentucky / "city-boundaries/cities.shp"
    add_resource(folder, cities, role="districts", options=options)
    add_resource(folder, kentucky / "TANK-GTFS.zip", role="transit")
    for role in ("streets", "green", "open-space", "amenities", "transit"):
        add_resource(folder, kentucky / "streets.osm.pbf", role=role)

    city, _ = read_city(opened(folder))

    assert city.streets is not None
    assert len(city.streets.start) > 1000
    assert city.streets.lineage.sources == ("streets",)
    assert city.stops is not None
    assert city.stops.lineage.sources[0] == "transit"


def test_land_and_built_up_area_come_on_the_cells_of_the_people(folder: Path) -> None:
    cells = Affine(0.01, 0, 7.40, 0, -0.01, 43.72)
    for role, value in (("population", 9), ("land", 0.5), ("built-up", 0.25)):
        path = folder.parent / f"{role}.tif"
        with rasterio.open(
            path, "w", driver="GTiff", dtype="float32", count=1, height=2, width=4,
            crs="EPSG:4326", transform=cells,
        ) as file:  # fmt: skip
            file.write(np.full((1, 2, 4), value, dtype="float32"))
        options = {} if role == "population" else {"unit": "share"}
        period = None if role == "land" else Period(2020, 2020)
        add_resource(folder, path, role=role, period=period, options=options)

    city, problems = read_city(opened(folder))

    assert [one.kind for one in problems] == ["boundary-none"]
    assert city.land is not None
    assert np.unique(city.land.values).tolist() == [0.5]
    # 0.01° x 0.01° at 43.71° north is 806 m x 1,111 m.
    built = city.built_up[Period(2020, 2020)].values
    np.testing.assert_allclose(built, 0.25 * 806 * 1111, rtol=0.002)


def add_statistics(folder: Path) -> None:
    path = folder.parent / "statistics.csv"
    areas = ("XX-ONE", "half1", "Onne")
    path.write_text("series,area,value\n" + "".join(f"poor,{area},5\n" for area in areas))
    add_resource(folder, path, role="statistics", period=Period(2020, 2020))


def test_statistics_of_an_area_that_does_not_exist_are_told_and_left_out(folder: Path) -> None:
    add_area(folder, "districts", [WEST, EAST], level="half")
    add_statistics(folder)

    city, problems = read_city(opened(folder))

    strangers = [one for one in problems if one.kind == "statistics-area"]
    assert [str(one.found) for one in strangers] == ["1 rows of the area Onne"]
    assert city.statistics is not None
    assert city.statistics.table["area"].tolist() == ["XX-ONE", "half1"]


def test_statistics_are_kept_where_a_division_with_their_areas_cannot_be_read(
    folder: Path,
) -> None:
    add_area(folder, "districts", [WEST, EAST], level="half")
    descriptor = folder / "datapackage.json"
    descriptor.write_text(
        descriptor.read_text().replace('"level": "half"', '"level": "half", "layer": "no"')
    )
    add_statistics(folder)

    city, problems = read_city(opened(folder))

    assert "layer-missing" in [one.kind for one in problems]
    assert "statistics-area" not in [one.kind for one in problems]
    assert city.statistics is not None
    assert len(city.statistics.table) == 3


def test_progress_names_each_resource(folder: Path) -> None:
    add_area(folder, "boundary", [WEST, EAST])
    add_people(folder, 2020, "7.43,43.71,4\n")
    told: list[str] = []

    read_city(opened(folder), progress=told.append)

    assert told == ["population-2020", "boundary"]


def test_reading_twice_gives_the_same(folder: Path) -> None:
    add_area(folder, "districts", [WEST, EAST], level="half")
    add_people(folder, 2020, "7.43,43.71,4\n7.41,43.71,5\n")

    one, other = (read_city(opened(folder))[0].people[Period(2020, 2020)] for _ in range(2))

    np.testing.assert_array_equal(one.x, other.x)
    np.testing.assert_array_equal(one.zones[0], other.zones[0])
    assert one.lineage == other.lineage
