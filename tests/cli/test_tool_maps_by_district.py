"""Maps that tools read and write, summed up by district with `localgoals zones`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from front_door import localgoals
from rasterio.warp import transform

from localgoals.catalogue.tool_suite.declared import example_files, tool_of


def district(folder: Path, grid: Path) -> str:
    """Draw one district around a whole grid."""
    with rasterio.open(grid) as file:
        left, bottom, right, top = file.bounds
        ends = [left - 500, right + 500], [bottom - 500, top + 500]
        corners = [(ends[0][x], ends[1][y]) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
        x, y = transform(file.crs, "EPSG:4326", *zip(*corners, strict=True))
    shape = {"type": "Polygon", "coordinates": [[list(one) for one in zip(x, y, strict=True)]]}
    feature = {"type": "Feature", "properties": {"name": "all"}, "geometry": shape}
    path = folder / "districts.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return str(path)


def grids(tool: str) -> dict[str, Path]:
    declared = tool_of(tool)
    return {path.stem: path for one in declared.files for path in example_files(declared, one)}


def summed(folder: Path, grid: Path, *words: str) -> dict[str, float]:
    areas = district(folder, grid)
    done = localgoals(folder, "zones", str(grid), areas, "--code", "name", *words, "-o", "o.csv")
    assert done.returncode == 0, done.stderr
    with (folder / "o.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    return {name: float(value) for name, value in row.items() if name not in ("area", "reason")}


def test_the_risk_of_a_district_is_the_mean_of_its_people(tmp_path: Path) -> None:
    done = localgoals(tmp_path, "tools", "run", "risk-map", "-o", "result")
    assert done.returncode == 0, done.stderr
    made, exposure = tmp_path / "result" / "risk.tif", grids("risk-map")["exposure"]

    found = summed(tmp_path, made, "--weights", str(exposure))

    with rasterio.open(made) as file:
        risk = file.read(1, masked=True).astype(float).filled(np.nan)
    with rasterio.open(exposure) as file:
        people = file.read(1, masked=True).astype(float).filled(np.nan)
    known = ~np.isnan(risk) & ~np.isnan(people)
    assert found["weighted_mean"] == pytest.approx(
        np.average(risk[known], weights=people[known]), rel=1e-6
    )


def test_shares_of_a_district_are_those_of_the_classes(tmp_path: Path) -> None:
    cover = grids("green-area")["land_cover_2020"]

    found = summed(tmp_path, cover, "--statistic", "shares")

    with rasterio.open(cover) as file:
        cells = file.read(1)
    known = cells[cells != 255]
    for code in range(1, 7):
        assert found[f"share_{code}"] == pytest.approx(float((known == code).mean()), abs=1e-6)
