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

from localgoals.spatial.borders import borders_of
from localgoals.spatial.sweep import Band, class_shares, sums_inside, weighted_sums_inside

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
    borders = borders_of(zone, transform, (rows, columns))
    sums = [sums_inside(Band(cell), borders).total[0] for cell in one_by_one]
    return np.array(sums).reshape(rows, columns)


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


NINE = np.arange(1.0, 10).reshape(3, 3)


def on_the_worked_grid(zone):
    """Cut a zone at the rows of the grid of the worked examples."""
    return borders_of(np.array([zone], object), Affine(1, 0, 0, 0, -1, 3), NINE.shape)


def test_sum_and_mean_of_the_worked_example(folder):
    example = json.loads((folder / "basic_stats.json").read_text())

    held = sums_inside(Band(NINE), on_the_worked_grid(shapely.from_wkt(example["zone"])))

    assert held.sum[0] == example["expected"]["sum"]
    assert held.mean[0] == example["expected"]["mean"]
    assert held.cells[0] == example["expected"]["count"]


def test_the_weighted_mean_of_the_worked_example(folder):
    example = json.loads((folder / "basic_stats.json").read_text())
    expected = example["weights_001"]
    zone = on_the_worked_grid(shapely.from_wkt(example["zone"]))

    held = weighted_sums_inside(Band(NINE), Band(np.array(expected["weights"])), zone)

    assert held.mean[0] == expected["weighted_mean"]
    assert held.total[0] == expected["weighted_sum"]


def test_the_weighted_shares_of_classes_of_the_worked_example(folder):
    expected = json.loads((folder / "basic_stats.json").read_text())["weighted_frac"]
    of_zone = expected["rect_0.5_0.5_2.5_2.5"]
    values, weights = np.array(expected["values"]), Band(np.array(expected["weights"]))
    zone = on_the_worked_grid(shapely.box(0.5, 0.5, 2.5, 2.5))

    shares = [weighted_sums_inside(Band(values == k), weights, zone).mean[0] for k in (1, 2, 3)]

    assert shares == [of_zone["1"], of_zone["2"], of_zone["3"]]
    assert weighted_sums_inside(Band(values), weights, zone).cells[0] == of_zone["sum"]
    assert class_shares(Band(values), [1, 2, 3], zone)[0].tolist() == [0.25, 0.5, 0.25]


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

    held = sums_inside(Band(ones), borders_of(zone, transform, ones.shape))

    np.testing.assert_allclose(held.cells[0], shapely.area(zone[0]) / cell**2, rtol=1e-5)
    np.testing.assert_allclose(held.sum, held.cells, rtol=1e-12)
    np.testing.assert_allclose(held.coverage, 1, rtol=1e-5)
