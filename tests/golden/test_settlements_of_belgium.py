"""
Belgium in strips equals flexurba's Belgium, cell for cell, and its centres have names that stay.

Origin: as in `test_degree_of_urbanisation_belgium`.
"""

from __future__ import annotations

from dataclasses import replace

import geopandas
import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.windows import Window

from localgoals.ingest.settlement_grids import Files, Seen, frame_of, source_of
from localgoals.ingest.settlement_units import UnitsFile
from localgoals.reports.settlements import Wanted, write_settlements
from localgoals.spatial.settlement import Method
from localgoals.spatial.tiles.planet import painted, plan_of
from localgoals.spatial.units import classify_units

NAMES = {1: "expected_level1_default_R2023A.tif", 2: "expected_level2_default_R2023A.tif"}


@pytest.fixture(scope="module")
def folder(shared):
    return shared / "vectors" / "degurba_belgium_flexurba"


@pytest.fixture(scope="module")
def files(folder):
    return Files(folder / "POP.tif", folder / "LAND.tif", folder / "BUILT_S.tif")


def read(path):
    with rasterio.open(path) as raster:
        return raster.read(1)


def cut_out(path, into, *, columns, rows):
    """Write the north-west part of a grid into a file of its own."""
    with rasterio.open(path) as raster:
        shape = {**raster.profile, "width": columns, "height": rows, "blockysize": 1}
        with rasterio.open(into / path.name, "w", **shape) as part:
            part.write(raster.read(1, window=Window(0, 0, columns, rows)), 1)
    return into / path.name


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize("rows", [1, 16, 50, 100, 219])
def test_belgium_in_strips_has_the_published_classes_in_every_cell(folder, files, level, rows):
    frame, problems = frame_of(files)
    assert frame is not None, problems
    source = replace(source_of(files, frame, Seen(), threads=2), rows_at_once=rows)

    marks = np.empty((frame.rows, frame.columns), np.uint8)
    plan = plan_of(source, Method(level), marks, lambda _: None)
    classes = np.concatenate([strip.classes for _, strip in painted(plan, source)])

    assert np.count_nonzero(classes != read(folder / NAMES[level])) == 0


def test_the_files_hold_the_published_classes_and_the_centres_add_up(tmp_path, folder, files):
    found = write_settlements(files, tmp_path / "out", Wanted(), progress=lambda *_: None)

    with rasterio.open(tmp_path / "out" / "classes.tif") as raster:
        classes = raster.read(1)
        assert (raster.nodata, raster.colormap(1)[3]) == (255, (255, 0, 0, 255))
    assert np.count_nonzero(classes != read(folder / NAMES[1])) == 0
    people = read(folder / "POP.tif")
    layer = geopandas.read_parquet(tmp_path / "out" / "centres.parquet")
    assert layer["population"].sum() == pytest.approx(np.nansum(people[classes == 3]), rel=1e-12)
    assert layer["area_km2"].sum() == np.count_nonzero(classes == 3) == 2145
    np.testing.assert_allclose(layer.area / 1e6, layer["area_km2"])
    assert found.centres == len(layer) == 33
    # Brussels: its fullest cell lies in the middle of the city.
    first = layer.iloc[0]
    assert (first["id"], first["area_km2"]) == ("N5963E328", 224)
    assert (first["longitude"], first["latitude"]) == pytest.approx((4.37, 50.86), abs=0.01)


UNITS = {1: {3: 77, 2: 291, 1: 213}, 2: {30: 77, 23: 51, 22: 13, 21: 231, 13: 66, 12: 142, 11: 1}}


@pytest.mark.parametrize("level", [1, 2])
def test_municipalities_by_rows_are_those_of_the_grid_in_memory(tmp_path, shared, files, level):
    units = shared / "data" / "belgium_ghsl_be" / "units_belgium.gpkg"
    wanted = Wanted(level=level, units=UnitsFile(units, "UID"))

    write_settlements(files, tmp_path / "out", wanted, threads=2, progress=lambda *_: None)

    table = pd.read_csv(tmp_path / "out" / "units.csv")
    kinds = table["class" if level == 1 else "type"]
    assert kinds.value_counts().to_dict() == UNITS[level]
    with rasterio.open(files.people) as raster:
        people = raster.read(1, masked=True).astype(float).filled(np.nan)
        grid = read(files.people.parent / NAMES[level]).astype(np.uint8)
        outlines = geopandas.read_file(units).geometry.to_numpy()
        found = classify_units(grid, people, raster.transform, outlines)
    np.testing.assert_array_equal(kinds, found.classes if level == 1 else found.types)
    np.testing.assert_allclose(table["population"], found.people, rtol=0, atol=6e-4)
    assert table["population"].sum() == pytest.approx(11_553_260.8, abs=0.1)


def test_a_centre_keeps_its_name_in_a_part_of_the_country(tmp_path, files):
    part = Files(*(cut_out(path, tmp_path, columns=200, rows=120) for path in files.named.values()))
    write_settlements(files, tmp_path / "whole", Wanted(), progress=lambda *_: None)
    write_settlements(part, tmp_path / "part", Wanted(), progress=lambda *_: None)

    whole, cut = (pd.read_csv(tmp_path / name / "centres.csv") for name in ("whole", "part"))

    both = cut.merge(whole, on="id")
    assert 10 < len(cut) < len(whole)
    assert len(both) >= len(cut) - 3
    assert (both["population_x"] == both["population_y"]).sum() >= len(cut) - 3
