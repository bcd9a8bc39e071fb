"""`localgoals tools run green-area` on maps of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from front_door import Done, localgoals
from pyproj import Geod
from tool_runs import rows

CLASSES = "code,class,kind,green\n1,wood,forest,yes\n2,houses,built,no\n3,fields,cropland,no\n"
UTM = {"crs": "EPSG:32633", "transform": Affine(100, 0, 500_000, 0, -100, 5_000_000)}


def put(folder: Path, name: str, cells: list[list[float]], **profile: object) -> None:
    (folder / "given").mkdir(exist_ok=True)
    values = np.array(cells)
    profile = {"dtype": "uint8", "nodata": 255, "count": 1, **UTM, **profile}
    with rasterio.open(
        folder / "given" / name, "w", driver="GTiff",
        height=values.shape[0], width=values.shape[1], **profile,
    ) as file:  # fmt: skip
        file.write(values.astype(str(profile["dtype"])), 1)


def run(folder: Path, classes: str = CLASSES, **tables: str) -> Done:
    for name, text in {"classes": classes, **tables}.items():
        (folder / "given" / f"{name}.csv").write_text(text)
    return localgoals(folder, "tools", "run", "green-area", "given", "-o", "out")


def test_what_is_lost_gained_and_not_known_is_measured(tmp_path: Path) -> None:
    put(tmp_path, "land_cover_2010.tif", [[1, 1, 2, 3], [1, 3, 3, 255]])
    put(tmp_path, "land_cover_2020.tif", [[1, 2, 2, 1], [1, 3, 255, 3]])
    put(tmp_path, "protected.tif", [[1, 0, 0, 0], [1, 0, 0, 0]])

    done = run(tmp_path, population="year,people\n2020,100\n")

    first, last = rows(tmp_path, "summary")
    green = rows(tmp_path, "changes")[-1]
    forest = rows(tmp_path, "changes")[0]
    assert done.returncode == 0, done.stderr
    assert (first["green_km2"], first["not_known_percent"]) == ("0.03", "12.5")
    assert first["green_m2_per_person"] == ""
    assert float(last["green_m2_per_person"]) == pytest.approx(300)
    assert float(last["protected_percent"]) == pytest.approx(100 * 2 / 7, abs=1e-4)
    assert (green["kind"], green["gained"], green["lost"]) == ("green", "0.01", "0.01")
    assert forest["possibly_restored"] == "0.01"


def test_rings_stay_around_what_was_built_first(tmp_path: Path) -> None:
    put(tmp_path, "land_cover_2010.tif", [[2, 1, 1, 1, 1]])
    put(tmp_path, "land_cover_2020.tif", [[2, 2, 1, 1, 1]])

    done = run(tmp_path, rings="to_m\n300\n100\n")

    found = [(one["year"], one["to_m"], one["green_km2"]) for one in rows(tmp_path, "rings")]
    assert done.returncode == 0, done.stderr
    assert found == [
        ("2010", "100.0", "0.01"), ("2010", "300.0", "0.02"),
        ("2020", "100.0", "0.0"), ("2020", "300.0", "0.02"),
    ]  # fmt: skip


def test_cells_in_degrees_have_the_area_of_the_ellipsoid(tmp_path: Path) -> None:
    put(tmp_path, "land_cover_2020.tif", [[1], [2]], crs="EPSG:4326",
        transform=Affine(0.01, 0, 20, 0, -0.01, 60))  # fmt: skip

    done = run(tmp_path)

    geod = Geod(ellps="WGS84")
    lon, lat = [20, 20.01, 20.01, 20], [60, 60, 59.99, 59.99]
    expected = abs(geod.polygon_area_perimeter(lon, lat)[0]) / 1e6
    assert done.returncode == 0, done.stderr
    assert float(rows(tmp_path, "classes")[0]["km2"]) == pytest.approx(expected, abs=1e-6)


def test_only_cells_with_their_centre_in_the_boundary_count(tmp_path: Path) -> None:
    put(tmp_path, "land_cover_2020.tif", [[1, 2, 9]], crs="EPSG:4326",
        transform=Affine(0.01, 0, 20, 0, -0.01, 60))  # fmt: skip
    ring = [[20, 60], [20.016, 60], [20.016, 59.99], [20, 59.99], [20, 60]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    boundary = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {}, "geometry": shape}],
    }
    (tmp_path / "given" / "boundary.geojson").write_text(json.dumps(boundary))

    done = run(tmp_path)

    assert done.returncode == 0, done.stderr
    assert float(rows(tmp_path, "classes")[0]["percent"]) == pytest.approx(50)


def test_codes_without_a_class_are_named_in_all_maps_with_count_and_cell(tmp_path: Path) -> None:
    put(tmp_path, "land_cover_2010.tif", [[1, 7, 2], [7, 1, 9]])
    put(tmp_path, "land_cover_2020.tif", [[1, 1, 2], [8, 1, 1]])

    done = run(tmp_path, CLASSES.replace("forest", "woods"))
    other = run(tmp_path)

    words = " ".join(other.stderr.split())
    assert (done.returncode, other.returncode) == (1, 1)
    assert "row 2, column kind" in done.stderr
    for said in (
        "land_cover_2010.tif found: the code 7 in 2 cells, the first at row and column 1, 2",
        "the code 9 in 1 cells, the first at row and column 2, 3",
        "land_cover_2020.tif found: the code 8 in 1 cells, the first at row and column 2, 1",
    ):
        assert said in words


@pytest.mark.parametrize(
    ("name", "profile", "said"),
    [
        ("land_cover_2020.tif", {"crs": None}, "no coordinate reference system"),
        ("land_cover_2020.tif", {"crs": "EPSG:32634"}, "cells that are not those of"),
        ("land_cover_new.tif", {}, "a name without a year"),
        ("land_cover_0000.tif", {}, "a name without a year"),
        ("land_cover_2020.tif", {"transform": Affine(np.nan, 0, 0, 0, -1, 0)}, "a rotated or"),
        ("land_cover_2020.tif", {"count": 2}, "expected: a GeoTIFF of one band"),
        ("land_cover_2020.tif", {"transform": Affine(50, 0, 5e5, 0, -50, 5e6)}, "not those of"),
    ],
)
def test_maps_that_do_not_fit_are_refused(
    tmp_path: Path, name: str, profile: dict[str, object], said: str
) -> None:
    put(tmp_path, "land_cover_2010.tif", [[1, 2]])
    put(tmp_path, name, [[1, 2]], **profile)

    done = run(tmp_path)

    assert done.returncode == 1
    assert said in " ".join(done.stderr.split())
    assert not (tmp_path / "out").exists()


def test_a_projection_that_swells_areas_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "land_cover_2020.tif", [[1, 2]], crs="EPSG:3857",
        transform=Affine(100, 0, 2e6, 0, -100, 8e6))  # fmt: skip

    done = run(tmp_path)

    assert done.returncode == 1
    assert "a projection in which areas are +" in " ".join(done.stderr.split())


def test_rings_need_built_land_and_a_map_needs_a_class(tmp_path: Path) -> None:
    put(tmp_path, "land_cover_2020.tif", [[255, 255]])

    done = run(tmp_path, "code,class,kind,green\n1,wood,forest,yes\n", rings="to_m\n100\n")

    words = " ".join(done.stderr.split())
    assert done.returncode == 1
    assert "rings, and no class of the kind built" in words
    assert "no cell with a class inside the city" in words


def test_what_is_protected_stays_open_without_a_map_of_it(tmp_path: Path) -> None:
    put(tmp_path, "land_cover_2020.tif", [[1, 2, 3]])

    done = run(tmp_path)

    held = [*rows(tmp_path, "summary"), *rows(tmp_path, "classes"), *rows(tmp_path, "kinds")]
    assert done.returncode == 0, done.stderr
    assert {one["protected_km2"] for one in held} == {""}
    assert {one["protected_percent"] for one in held} == {""}


def test_a_map_of_protected_land_holds_nought_and_one(tmp_path: Path) -> None:
    put(tmp_path, "land_cover_2020.tif", [[1, 2, 3]])
    put(tmp_path, "protected.tif", [[1, 0, 254]])

    done = run(tmp_path)

    words = " ".join(done.stderr.split())
    assert done.returncode == 1
    assert "the value 254" in words
    assert "in 1 cells that are neither 0 nor 1, the first at row and column 1, 3" in words


@pytest.mark.parametrize("name", ["land_cover_2020.tif", "protected.tif"])
def test_a_map_that_was_cut_off_is_refused(tmp_path: Path, name: str) -> None:
    put(tmp_path, "land_cover_2020.tif", [[1] * 100] * 100)
    put(tmp_path, "protected.tif", [[1] * 100] * 100)
    path = tmp_path / "given" / name
    path.write_bytes(path.read_bytes()[:-200])

    done = run(tmp_path)

    assert done.returncode == 1
    assert f"{name} found: a file that cannot be read" in " ".join(done.stderr.split())
