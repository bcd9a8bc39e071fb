"""People from rasters, points, polygons and tables, with their groups."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine

from localgoals.ingest.city import read_city
from localgoals.ingest.layers import City
from localgoals.ingest.pack import add_resource, new_pack, open_pack
from localgoals.ingest.population import spread
from localgoals.model.period import Period
from localgoals.model.problem import Problem
from localgoals.model.text import Text

Y2020 = Period(2020, 2020)
WEST, EAST = shapely.box(7.40, 43.70, 7.42, 43.72), shapely.box(7.42, 43.70, 7.44, 43.72)
GROUPS = {"fields": {"total": "people", "groups": {"sex=female": "women"}}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    new_pack(folder, code="XX-ONE", name=Text("One", "一"), country="XX")
    halves = gpd.GeoDataFrame(
        {"code": ["W", "E"], "name": ["West", ""]}, geometry=[WEST, EAST], crs=4326
    )
    halves.to_file(tmp_path / "halves.gpkg")
    add_resource(folder, tmp_path / "halves.gpkg", role="districts", options={"level": "half"})
    return folder


def read(folder: Path) -> tuple[City, list[str], list[Problem]]:
    city, problems = read_city(open_pack(folder, scratch=folder))
    return city, [one.kind for one in problems if one.kind != "boundary-none"], problems


def polygons(path: Path) -> Path:
    frame = gpd.GeoDataFrame(
        {"people": [10.0, 30.0], "women": [4.0, np.nan]}, geometry=[WEST, EAST], crs=4326
    )
    frame.to_file(path)
    return path


def test_polygons_become_points_inside_them(folder: Path, tmp_path: Path) -> None:
    blocks = polygons(tmp_path / "blocks.gpkg")
    add_resource(folder, blocks, role="population", period=Y2020, options=GROUPS)

    city, kinds, _ = read(folder)

    people = city.people[Y2020]
    assert kinds == []
    assert people.kind == "polygons"
    assert people.total.tolist() == [10, 30]
    np.testing.assert_array_equal(people.groups["sex=female"], [4, np.nan])
    assert [zone.tolist() for zone in people.zones] == [[0, 1]]
    assert city.crs.to_epsg() == 32632


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_table_with_usual_names_needs_no_field_for_them(
    folder: Path, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"people.{ending}"
    table = gpd.pd.DataFrame({"Longitude": [7.41, 7.43], "LAT": [43.71, 43.71], "people": [1, 2]})
    writers = {"csv": table.to_csv, "xlsx": table.to_excel, "parquet": table.to_parquet}
    writers[ending](path, index=False)
    options = {"fields": {"total": "people"}}
    add_resource(folder, path, role="population", period=Y2020, options=options)

    city, kinds, _ = read(folder)

    assert kinds == []
    assert city.people[Y2020].total.tolist() == [1, 2]
    assert city.people[Y2020].zones[0].tolist() == [0, 1]


def test_a_table_in_metres_says_so(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("e,n,people\n372000,4841000,5\n")
    fields = {"x": "e", "y": "n", "total": "people"}
    options = {"fields": fields, "crs": "EPSG:32632"}
    add_resource(folder, path, role="population", period=Y2020, options=options)

    city, kinds, _ = read(folder)

    assert kinds == []
    assert (city.people[Y2020].x.tolist(), city.people[Y2020].y.tolist()) == ([372000], [4841000])


def test_a_table_in_metres_that_does_not_say_so_is_refused(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("x,y,people\n372000,4841000,5\n")
    options = {"fields": {"total": "people"}}
    add_resource(folder, path, role="population", period=Y2020, options=options)

    city, kinds, _ = read(folder)

    assert kinds == ["crs-missing"]
    assert city.people == {}


def test_a_raster_gives_points_and_keeps_its_grid(folder: Path, tmp_path: Path) -> None:
    cells = np.array([[5, 0], [-200, 7]], dtype="float32")
    path = tmp_path / "people.tif"
    with rasterio.open(
        path, "w", driver="GTiff", dtype="float32", count=1, height=2, width=2, nodata=-200,
        crs="EPSG:4326", transform=Affine(0.02, 0, 7.40, 0, -0.01, 43.72),
    ) as file:  # fmt: skip
        file.write(cells, 1)
    add_resource(folder, path, role="population", period=Y2020)

    city, kinds, _ = read(folder)

    assert kinds == []
    assert city.people[Y2020].kind == "raster"
    assert city.people[Y2020].total.tolist() == [5, 7]
    assert city.people[Y2020].zones[0].tolist() == [0, 1]
    np.testing.assert_array_equal(city.population_grids[Y2020].values, [[5, 0], [np.nan, 7]])
    assert city.population_grids[Y2020].crs.to_epsg() == 4326


def test_people_outside_every_district_are_not_of_the_city(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("lon,lat,people\n7.41,43.71,5\n7.47,43.71,3\n")
    options = {"fields": {"total": "people"}}
    add_resource(folder, path, role="population", period=Y2020, options=options)

    city, kinds, problems = read(folder)

    assert kinds == ["people-outside"]
    assert "3 people at 1 places" in str(problems[-1])
    assert city.people[Y2020].total.tolist() == [5]


def with_groups(folder: Path, tmp_path: Path, rows: str) -> None:
    blocks = polygons(tmp_path / "blocks.gpkg")
    add_resource(folder, blocks, role="population", period=Y2020, options=GROUPS)
    (tmp_path / "groups.csv").write_text("code,old,women\n" + rows)
    fields = {"code": "code", "groups": {"age=65+": "old", "sex=female": "women"}}
    options = {"level": "half", "fields": fields}
    add_resource(folder, tmp_path / "groups.csv", role="groups", period=Y2020, options=options)


def test_groups_by_district_are_spread_and_marked_as_modelled(folder: Path, tmp_path: Path) -> None:
    with_groups(folder, tmp_path, "E,6,9\nW,2,9\n")

    city, kinds, _ = read(folder)

    people = city.people[Y2020]
    assert kinds == ["group-twice"]
    assert people.groups["age=65+"].tolist() == [2, 6]
    assert people.groups["sex=female"].tolist()[0] == 4
    assert people.modelled_groups == {"age=65+"}
    assert people.lineage.sources == ("population-2020", "groups-half-2020")


def test_a_group_that_a_district_does_not_report_is_not_known_there(
    folder: Path, tmp_path: Path
) -> None:
    with_groups(folder, tmp_path, "E,,1\nZ,5,5\n")

    city, kinds, _ = read(folder)

    assert kinds == ["district-unknown", "district-unlisted", "group-twice"]
    assert np.isnan(city.people[Y2020].groups["age=65+"]).all()


def test_a_code_that_stands_twice_in_the_table_is_refused(folder: Path, tmp_path: Path) -> None:
    with_groups(folder, tmp_path, "E,1,1\nE,2,2\n")

    city, kinds, _ = read(folder)

    assert kinds == ["code-twice"]
    assert set(city.people[Y2020].groups) == {"sex=female"}


def test_nothing_is_spread_where_nobody_lives() -> None:
    counts, total = np.array([10.0, 4.0, np.nan]), np.array([0.0, 1.0, 3.0, 5.0, 2.0])
    zone = np.array([0, 1, 1, 2, -1], dtype=np.int32)

    result = spread(counts, total, zone)

    np.testing.assert_array_equal(result, [np.nan, 1, 3, np.nan, np.nan])


def test_a_district_without_a_name_is_called_by_its_code(folder: Path) -> None:
    city, _, _ = read(folder)

    assert city.districts[0].names == (Text("West", "West"), Text("E", "E"))
