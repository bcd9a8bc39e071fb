"""Geometry as SVG paths: simplified together, rounded, no longer than needed."""

from __future__ import annotations

import re

import numpy as np
import pytest
import shapely

from localgoals.reports.drawing import (
    SHEET_UNITS,
    Sheet,
    area_path,
    dot_path,
    line_path,
    simplified_coverage,
    square_path,
)


@pytest.fixture
def sheet() -> Sheet:
    return Sheet.around(0, 0, 10_000, 10_000)


def test_the_whole_extent_lies_on_the_sheet(sheet: Sheet) -> None:
    x, y = sheet.place(np.array([0.0, 10_000.0]), np.array([0.0, 10_000.0]))

    assert 0 < x[0] < x[1] < SHEET_UNITS
    assert 0 < y[1] < y[0] < sheet.height


def test_a_tall_city_does_not_make_an_endless_map() -> None:
    sheet = Sheet.around(0, 0, 1_000, 20_000)

    assert sheet.height <= 1.2 * SHEET_UNITS


def test_neighbours_share_their_border_after_simplification() -> None:
    wave = [(1_000 + 0.4 * np.sin(step), float(step * 10)) for step in range(201)]
    west = shapely.Polygon([(0, 0), *wave, (0, 2_000)])
    east = shapely.Polygon([(2_000, 0), *wave, (2_000, 2_000)])

    simple = simplified_coverage(np.array([west, east], dtype=object))

    assert shapely.area(shapely.intersection(*simple)) == pytest.approx(0, abs=1e-6)
    assert shapely.area(shapely.union_all(simple)) == pytest.approx(2_000 * 2_000)
    assert shapely.get_num_coordinates(simple[0]) < 100


def test_specks_are_left_out_unless_there_is_nothing_else() -> None:
    land, speck = shapely.box(0, 0, 100, 100), shapely.box(200, 200, 201, 201)

    assert area_path(shapely.MultiPolygon([land, speck])).count("z") == 1
    assert area_path(speck).count("z") == 1


def test_a_path_in_whole_steps_comes_back_to_the_shape() -> None:
    path = area_path(shapely.box(10.4, 20, 110, 70.2))

    start, *steps = re.findall(r"-?\d+", path)
    points = np.cumsum(np.array([start, *steps], dtype=int).reshape(-1, 2), axis=0)
    assert shapely.Polygon(points).equals(shapely.box(10, 20, 110, 70))


def test_holes_stay_holes() -> None:
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))

    assert area_path(ring).count("M") == 2


def test_squares_side_by_side_become_one_rectangle() -> None:
    path = square_path(np.array([0.0, 10.0, 20.0, 40.0]), np.array([0.0, 0.0, 0.0, 0.0]), 10.0)

    assert path == "M0 0H30V10H0zM40 0H50V10H40z"


def test_no_squares_no_path() -> None:
    assert square_path(np.array([]), np.array([]), 10.0) == ""


def test_points_on_one_spot_are_drawn_once() -> None:
    assert dot_path(np.array([1.2, 0.9, 5.0]), np.array([2.0, 2.2, 6.0])) == "M1 2h0M5 6h0"


def test_lines_without_length_are_still_a_path() -> None:
    assert line_path([shapely.LineString([(1, 1), (1.1, 1.1)])]) == "M1 1h0"
