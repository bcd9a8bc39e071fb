"""Sums of people by area."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from affine import Affine
from pyproj import CRS

from localgoals.indicators.areas import AreaBorders, area_polygons, areas_of, levels_of
from localgoals.ingest.layers import Boundary, City, Districts
from localgoals.model.lineage import Lineage
from localgoals.model.text import Text

HALVES = Districts(
    "half",
    ("W", "E"),
    (Text("West", "西"), Text("East", "东")),
    np.array([shapely.box(0, 0, 5, 10), shapely.box(5, 0, 10, 10)], dtype=object),
    Lineage(),
)
ROWS = Districts(
    "row",
    ("S", "N"),
    (Text("South", "南"), Text("North", "北")),
    np.array([shapely.box(0, 0, 10, 5), shapely.box(0, 5, 10, 10)], dtype=object),
    Lineage(),
)
CITY = City("C", Text("City", "城市"), CRS.from_epsg(32616), districts=(HALVES, ROWS))
# Five points: the first in no district at all.
ZONES = (np.array([-1, 0, 0, 1, 1], np.int32), np.array([-1, 0, 1, 0, 0], np.int32))


def test_the_city_comes_first_and_holds_everybody() -> None:
    areas = areas_of(CITY, ZONES, points=5)

    sums = areas.sums(np.array([1.0, 2, 4, 8, 16]))

    assert dict(zip(areas.codes, sums.tolist(), strict=True)) == {
        "C": 31, "W": 6, "E": 24, "S": 26, "N": 4,
    }  # fmt: skip


def test_only_chosen_points_are_added_up() -> None:
    areas = areas_of(CITY, ZONES, points=5)

    sums = areas.sums(
        np.array([1.0, 2, 4, 8, 16]), where=np.array([True, True, False, False, True])
    )

    assert sums.tolist() == [19, 2, 16, 18, 0]


def test_a_district_that_nobody_lives_in_is_still_listed() -> None:
    zones = tuple(np.zeros(5, np.int32) for _ in ZONES)

    areas = areas_of(CITY, zones, points=5)

    assert areas.codes == ("C", "W", "E", "S", "N")
    assert areas.sums(np.ones(5)).tolist() == [5, 5, 0, 5, 0]


def test_a_layer_without_points_adds_up_to_nothing() -> None:
    empty = np.zeros(0, np.int32)

    areas = areas_of(CITY, (empty, empty), points=0)

    assert areas.sums(np.zeros(0)).tolist() == [0, 0, 0, 0, 0]


def test_zones_for_every_level_are_asked_for() -> None:
    with pytest.raises(AssertionError):
        areas_of(CITY, ZONES[:1], points=5)


def test_without_a_boundary_the_coarsest_districts_make_up_the_city() -> None:
    codes, polygons = area_polygons(CITY)

    assert codes == ("C", "W", "E", "S", "N")
    assert polygons[0].equals(shapely.box(0, 0, 10, 10))


def test_a_boundary_is_taken_as_it_is() -> None:
    boundary = Boundary(shapely.box(0, 0, 9, 9), Lineage())

    (codes, polygons), *_ = levels_of(replace(CITY, boundary=boundary))

    assert (codes, polygons[0].area) == (("C",), 81)


def test_a_city_without_polygons_has_none() -> None:
    assert area_polygons(replace(CITY, districts=()))[0] == ()


def test_borders_are_cut_once_for_all_grids_of_one_layout() -> None:
    borders = AreaBorders(CITY)
    tens, fives = Affine(10, 0, 0, 0, -10, 10), Affine(5, 0, 0, 0, -5, 10)

    one, other = (borders.on((1, 1), tens, CITY.crs) for _ in range(2))

    assert one is other
    assert borders.on((2, 2), fives, CITY.crs).shape == (2, 2)
    assert borders.on((1, 1), fives, CITY.crs).cells.tolist() == [4.0, 2.0, 2.0, 2.0, 2.0]
    assert one.cells.tolist() == [1.0, 0.5, 0.5, 0.5, 0.5]
