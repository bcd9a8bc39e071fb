"""`localgoals settlements`: from grids to a map and tables, and grids that it cannot use."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from affine import Affine
from front_door import digests, localgoals

NORTH_UP = Affine(1000, 0, -3000, 0, -1000, 5000)
TABLES = ["centres.csv", "classes.csv", "classes.tif", "settlements.json", "centres.parquet"]


def write_grid(path: Path, values: object, **changes: object) -> Path:
    cells = np.atleast_2d(np.asarray(values, np.float64))
    shape = {
        "driver": "GTiff", "height": cells.shape[0], "width": cells.shape[1], "count": 1,
        "dtype": "float64", "crs": "ESRI:54009", "transform": NORTH_UP, "nodata": -200,
    } | changes  # fmt: skip
    with rasterio.open(path, "w", **shape) as raster:
        raster.write(np.broadcast_to(cells, (shape["count"], *cells.shape)))
    return path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Make a city of two by three cells, with a town and an unknown cell beside it."""
    cells = np.zeros((8, 9))
    cells[1:3, 1:4] = 10_000
    cells[1, 2] = 12_000
    cells[6, 4:8] = 1_400
    cells[7, 0] = -200
    return write_grid(tmp_path / "people.tif", cells)


def test_a_city_a_town_and_the_country_are_told_apart(tmp_path: Path, people: Path) -> None:
    done = localgoals(tmp_path, "settlements", people, "-o", "out")

    assert done.returncode == 0, done.stderr
    assert "1 urban centres with 62,000 people, 91.7 % of all." in done.stdout
    with rasterio.open(tmp_path / "out" / "classes.tif") as raster:
        classes = raster.read(1)
        assert (raster.crs, raster.transform, raster.nodata) == ("ESRI:54009", NORTH_UP, 255)
        assert raster.colormap(1)[1] == (171, 205, 102, 255)
    assert np.unique(classes, return_counts=True)[1].tolist() == [61, 4, 6, 1]
    table = pd.read_csv(tmp_path / "out" / "centres.csv")
    # The fullest cell is in row 1, column 2: its corner lies 1 km west and 3 km north.
    assert table[["id", "population", "area_km2"]].to_numpy().tolist() == [["N3W1", 62_000, 6]]
    layer = geopandas.read_file(tmp_path / "out" / "centres.gpkg")
    assert layer.crs == "ESRI:54009"
    assert layer.geometry.iloc[0].bounds == (-2000, 2000, 1000, 4000)
    by_class = pd.read_csv(tmp_path / "out" / "classes.csv", index_col="class")
    assert by_class["area_km2"].to_dict() == {3: 6, 2: 4, 1: 61, 0: 0, 255: 1}
    assert by_class["population"].sum() == 67_600


def test_a_second_run_gives_the_same_tables_and_replaces_the_first(
    tmp_path: Path, people: Path
) -> None:
    for _ in range(2):
        assert localgoals(tmp_path, "settlements", people, "-o", "out").returncode == 0
    localgoals(tmp_path, "settlements", people, "-o", "again")

    one, other = digests(tmp_path / "out"), digests(tmp_path / "again")

    assert sorted(one) == sorted([*TABLES, "centres.gpkg"])
    assert [one[name] for name in TABLES] == [other[name] for name in TABLES]


def test_land_buildings_rules_and_level_change_what_is_found(tmp_path: Path, people: Path) -> None:
    sea = np.ones((8, 9))
    sea[:, 8] = 0
    write_grid(tmp_path / "land.tif", sea)
    write_grid(tmp_path / "built.tif", np.full((8, 9), 0.3))
    words = ["--land", "land.tif", "--built", "built.tif", "--unit", "share", "--level", "2"]

    assert localgoals(tmp_path, "settlements", people, "-o", "a", *words).returncode == 0
    old = localgoals(tmp_path, "settlements", people, "-o", "b", *words, "--rules", "2022")

    assert old.returncode == 0
    tables = [pd.read_csv(tmp_path / name / "classes.csv", index_col="class") for name in "ab"]
    # In 2023 a fifth of buildings makes a cell dense, and everything here is one centre.
    assert tables[0]["area_km2"][30] > 60
    assert tables[1]["area_km2"][30] == 6
    assert tables[1]["area_km2"][21] + tables[1]["area_km2"][22] == 4
    record = json.loads((tmp_path / "b" / "settlements.json").read_text())
    assert (record["rules"], record["level"], record["unit"]) == ("2022", 2, "share")


def test_the_summary_is_chinese_for_chinese_readers(tmp_path: Path, people: Path) -> None:
    done = localgoals(tmp_path, "settlements", people, "-o", "out", "--lang", "zh")

    assert "1个城市中心" in done.stdout
    assert "城市中心" in (tmp_path / "out" / "classes.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"count": 2}, "2 bands"),
        ({"crs": None}, "no coordinate reference system"),
        ({"transform": Affine(1000, 5, 0, 5, -1000, 0)}, "a rotated or flipped grid"),
        ({"transform": Affine(1000, 0, 0, 0, 1000, 0)}, "a rotated or flipped grid"),
        ({"transform": Affine(100, 0, 0, 0, -100, 0)}, "cells of 0.01 km²"),
        ({"crs": "EPSG:4326", "transform": Affine(0.01, 0, 5, 0, -0.01, 51)}, "cells of 0.7"),
        (
            {"crs": "EPSG:4326", "transform": Affine(1, 0, 5, 0, -1, 51)},
            "cells that cover the same",
        ),
        ({"crs": "EPSG:3857", "transform": Affine(1000, 0, 0, 0, -1000, 7e6)}, "cells of 0.3"),
        ({"dtype": "complex64"}, "cells of the type complex64"),
    ],
)
def test_a_grid_that_cannot_be_used_is_refused_and_nothing_is_written(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    grid = write_grid(tmp_path / "grid.tif", np.ones((8, 9)), **changes)

    done = localgoals(tmp_path, "settlements", grid, "-o", "out")

    assert done.returncode == 1
    assert said in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["grid.tif"]


def test_every_fault_of_every_file_is_named_at_once(tmp_path: Path, people: Path) -> None:
    (tmp_path / "land.tif").write_text("not a picture")
    write_grid(tmp_path / "built.tif", np.ones((8, 8)))

    done = localgoals(
        tmp_path, "settlements", people, "-o", "out", "--land", "land.tif", "--built", "built.tif"
    )

    assert done.returncode == 1
    assert "land.tif: found a file that cannot be read" in done.stderr
    assert "built.tif: found cells that are not those of people.tif" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_wrong_unit_is_told_from_the_cells(tmp_path: Path, people: Path) -> None:
    write_grid(tmp_path / "share.tif", np.full((8, 9), 0.5))
    write_grid(tmp_path / "metres.tif", np.full((8, 9), 500_000))

    small = localgoals(tmp_path, "settlements", people, "-o", "out", "--land", "share.tif")
    large = localgoals(
        tmp_path, "settlements", people, "-o", "out", "--land", "metres.tif", "--unit", "share"
    )

    assert "share.tif: found no cell above 0.5, expected square metres" in small.stderr
    assert "metres.tif: found cells up to 500000, expected 0 to 1 in each cell" in large.stderr
    assert not (tmp_path / "out").exists()


def test_negative_and_infinite_people_are_not_known_and_told_of(tmp_path: Path) -> None:
    grid = write_grid(tmp_path / "grid.tif", [[-5, np.inf, 20]])

    done = localgoals(tmp_path, "settlements", grid, "-o", "out")

    assert done.returncode == 0
    assert "found: 1 cells below 0, the least -5" in done.stderr
    with rasterio.open(tmp_path / "out" / "classes.tif") as raster:
        assert raster.read(1).tolist() == [[255, 255, 1]]


def test_a_grid_without_anybody_known_is_refused(tmp_path: Path) -> None:
    grid = write_grid(tmp_path / "grid.tif", np.full((3, 3), -200))

    done = localgoals(tmp_path, "settlements", grid, "-o", "out")

    assert (done.returncode, "found no cell with data" in done.stderr) == (1, True)


def test_a_damaged_file_leaves_an_earlier_result_alone(tmp_path: Path, people: Path) -> None:
    localgoals(tmp_path, "settlements", people, "-o", "out")
    before = digests(tmp_path / "out")
    cells = np.random.default_rng(1).random((300, 300))
    grid = write_grid(tmp_path / "cut.tif", cells, compress="deflate")
    grid.write_bytes(grid.read_bytes()[:300_000])

    done = localgoals(tmp_path, "settlements", grid, "-o", "out")

    assert done.returncode == 1
    assert "cut.tif: found a file that cannot be read" in done.stderr
    assert digests(tmp_path / "out") == before


def test_a_folder_of_somebodys_own_is_not_replaced(tmp_path: Path, people: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "diary.txt").write_text("mine")

    done = localgoals(tmp_path, "settlements", people, "-o", "own")

    assert done.returncode == 1
    assert [path.name for path in (tmp_path / "own").iterdir()] == ["diary.txt"]


def write_units(path: Path, units: dict[str | None, tuple[float, ...]]) -> Path:
    outlines = [shapely.box(*bounds) for bounds in units.values()]
    layer = geopandas.GeoDataFrame({"key": list(units)}, geometry=outlines, crs="ESRI:54009")
    layer.to_file(path, driver="GPKG")
    return path


def test_units_are_classified_by_where_their_people_live(tmp_path: Path, people: Path) -> None:
    # The city and a part of the country; the town; a corner beside the grid, where nobody lives.
    units = {"A": (-3e3, 1e3, 2e3, 5e3), "B": (-3e3, -3e3, 6e3, 0), "C": (5e3, 4e3, 7e3, 5e3)}
    write_units(tmp_path / "units.gpkg", units)

    words = ["--units", "units.gpkg", "--code", "key", "--lang", "en"]
    done = localgoals(tmp_path, "settlements", people, "-o", "out", *words)

    assert done.returncode == 0, done.stderr
    table = pd.read_csv(tmp_path / "out" / "units.csv", index_col="code")
    assert table["class"].to_dict() == {"A": 3, "B": 2, "C": 1}
    assert table["class_name_zh"]["B"] == "城镇或半密集地区"
    assert table["population"].to_dict() == {"A": 62_000, "B": 5_600, "C": 0}
    assert table[["share_3", "share_2", "share_1"]].to_numpy().tolist() == [
        [1, 0, 0], [0, 1, 0], [0, 0, 1],
    ]  # fmt: skip
    assert table["by_land"].to_list() == [0, 0, 1]
    # One of 27 cells is not known; half of the corner lies on the grid.
    assert table["coverage"].to_list() == [1, round(26 / 27, 6), 0.5]
    layers = [
        geopandas.read_parquet(tmp_path / "out" / "units.parquet"),
        geopandas.read_file(tmp_path / "out" / "units.gpkg"),
    ]
    for layer in layers:
        assert layer["code"].to_list() == ["A", "B", "C"]
        assert layer.geometry.iloc[1].bounds == (-3e3, -3e3, 6e3, 0)
    record = json.loads((tmp_path / "out" / "settlements.json").read_text())
    assert record["inputs"]["units"]["file"] == "units.gpkg"


def test_units_of_the_second_level_have_types_and_numbers_for_codes(
    tmp_path: Path, people: Path
) -> None:
    write_units(tmp_path / "units.gpkg", {"A": (-3e3, 1e3, 2e3, 5e3), "B": (-3e3, -3e3, 6e3, 0)})

    localgoals(tmp_path, "settlements", people, "-o", "o", "--units", "units.gpkg", "--level", "2")

    table = pd.read_csv(tmp_path / "o" / "units.csv", index_col="code")
    assert table["type"].to_dict() == {1: 30, 2: 22}
    assert table["type_name"].to_dict() == {1: "City", 2: "Semi-dense town"}
    assert table.loc[2, "share_22"] == 1


@pytest.mark.parametrize(
    ("units", "words", "said"),
    [
        (
            {"A": (0, 0, 2e3, 2e3), None: (0, 0, 2e3, 2e3)},
            ["--code", "key"],
            "feature 2: found a unit wit",
        ),
        ({"A": (0, 0, 2e3, 2e3)}, ["--code", "name"], "found no column name"),
        ({"A": (9e5, 9e5, 9.1e5, 9.1e5)}, [], "found no unit on the population grid"),
    ],
)
def test_units_that_cannot_be_used_are_told_before_the_grid_is_read(
    tmp_path: Path,
    people: Path,
    units: dict[str | None, tuple[float, ...]],
    words: list[str],
    said: str,
) -> None:
    write_units(tmp_path / "units.gpkg", units)

    done = localgoals(tmp_path, "settlements", people, "-o", "out", "--units", "units.gpkg", *words)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Cells marked" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--units", "none.gpkg"], "none.gpkg: found no file of outlines at this path"),
        (["--units", "people.tif"], "people.tif: found no file of outlines at this path"),
        (["--code", "key"], "--code names a column of --units, which is not given."),
    ],
)
def test_units_that_are_not_there_are_asked_for(
    tmp_path: Path, people: Path, words: list[str], said: str
) -> None:
    done = localgoals(tmp_path, "settlements", people, "-o", "out", *words)

    assert (done.returncode, said in done.stderr) == (1, True)
