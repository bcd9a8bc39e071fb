"""
Grids by zone are exact, by the published cases of exactextract.

Origin: exactextract's own tests (ISciences, Apache-2.0); see SOURCE.txt beside the files.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from affine import Affine

from localgoals.spatial.zones import zonal_coverage, zonal_mean, zonal_sum

POLYGON_CASES = 15


@pytest.fixture(scope="module")
def folder(shared):
    return shared / "vectors" / "exactextract"


@pytest.fixture(scope="module")
def cases(folder):
    every = json.loads((folder / "coverage_cases.json").read_text())
    return [case for case in every if not case["wkt"].startswith("LINESTRING")]


def polygonal(wkt):
    """Read a geometry; a collection of polygons is their union."""
    geometry = shapely.from_wkt(wkt)
    if geometry.geom_type == "GeometryCollection":
        return shapely.union_all(shapely.get_parts(geometry))
    return geometry


def coverage_of_every_cell(case):
    """Ask for the sum of one cell after the other, each 1 in a grid of zeros."""
    rows = round((case["ymax"] - case["ymin"]) / case["dy"])
    columns = round((case["xmax"] - case["xmin"]) / case["dx"])
    transform = Affine(case["dx"], 0, case["xmin"], 0, -case["dy"], case["ymax"])
    zone = np.array([polygonal(case["wkt"])], object)
    one_by_one = np.eye(rows * columns).reshape(-1, rows, columns)
    sums = [zonal_sum(cell, transform, zone)[0] for cell in one_by_one]
    return np.nan_to_num(sums).reshape(rows, columns)


def under(expected, covered):
    """Cut out the part of a grid under the box of the geometry: where it is covered at all."""
    rows, columns = np.flatnonzero(covered.any(axis=1)), np.flatnonzero(covered.any(axis=0))
    expected = expected[expected.any(axis=1)][:, expected.any(axis=0)]
    return expected, covered[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


@pytest.mark.parametrize("number", range(POLYGON_CASES))
def test_every_cell_counts_with_the_share_that_lies_inside(cases, number):
    case = cases[number]

    covered = coverage_of_every_cell(case)

    expected = np.array(case["coverage"])
    if not expected.any():
        assert not covered.any()
        return
    expected, covered = under(expected, covered)
    np.testing.assert_allclose(covered, expected, rtol=0, atol=1e-6)


def test_all_polygon_cases_are_there(cases):
    assert len(cases) == POLYGON_CASES


def test_sum_and_mean_of_the_worked_example(folder):
    example = json.loads((folder / "basic_stats.json").read_text())
    values, transform = np.arange(1.0, 10).reshape(3, 3), Affine(1, 0, 0, 0, -1, 3)
    zone = np.array([shapely.from_wkt(example["zone"])], object)

    assert zonal_sum(values, transform, zone)[0] == example["expected"]["sum"]
    assert zonal_mean(values, transform, zone)[0] == example["expected"]["mean"]


# West, south, east, north of the grid, and the size of its cells.
HOSTILE = {
    "antarctica": (-180, -90, 180, 90, 1 / 6),
    "russia": (-180, -90, 180, 90, 1 / 6),
    "regression4": (-166.84166666666667, 66.991666666666674, -152.625, 71.358333333333334, 1 / 120),
    "regression6": (145.925, -35.525, 147.375, -33.475, 0.05),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_polygons_cover_cells_as_large_as_themselves(folder, name):
    west, south, east, north, cell = HOSTILE[name]
    text = (folder / f"{name}.wkt").read_text()
    zone = np.array([shapely.from_wkt("".join(text.split('"')).rstrip(";\n "))], object)
    ones = np.ones((round((north - south) / cell), round((east - west) / cell)))
    transform = Affine(cell, 0, west, 0, -cell, north)

    cells = zonal_sum(ones, transform, zone)[0]

    np.testing.assert_allclose(cells, shapely.area(zone[0]) / cell**2, rtol=1e-5)
    np.testing.assert_allclose(zonal_coverage(ones, transform, zone), 1, rtol=1e-5)
