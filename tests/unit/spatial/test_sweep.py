"""What grids hold inside zones."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from affine import Affine

from localgoals.errors import BadInput
from localgoals.spatial.borders import borders_of
from localgoals.spatial.sweep import Band, class_shares, sums_inside, weighted_sums_inside

NORTH_UP = Affine(1, 0, 0, 0, -1, 3)
NINE = np.arange(1.0, 10).reshape(3, 3)
EVERYTHING = shapely.box(0, 0, 3, 3)


def cut(*polygons, transform=NORTH_UP, shape=(3, 3)):
    return borders_of(np.array(polygons, object), transform, shape)


def held(values, *polygons, transform=NORTH_UP, nodata=np.nan):
    """Sum a grid inside polygons."""
    borders = cut(*polygons, transform=transform, shape=values.shape)
    return sums_inside(Band(values, nodata), borders)


def test_cells_without_a_value_are_skipped():
    values = NINE.copy()
    values[1, 1] = np.nan

    found = held(values, EVERYTHING)

    assert found.sum.tolist() == [40.0]
    assert found.mean.tolist() == [5.0]
    assert found.cells.tolist() == [8.0]
    np.testing.assert_allclose(found.coverage, [8 / 9])


@pytest.mark.parametrize("kind", ["u1", "i2", ">i2", "u4", "i8", "f2", "f4", ">f4", "f8"])
def test_every_kind_of_number_may_stand_in_the_cells(kind):
    found = held(NINE.astype(kind), shapely.box(0.5, 0.5, 2.5, 2.5))

    assert found.sum.tolist() == [20.0]


def test_cells_that_are_yes_or_no_count_as_one_and_zero():
    assert held(NINE > 6, EVERYTHING).sum.tolist() == [3.0]


@pytest.mark.parametrize(
    ("kind", "nodata"), [("u1", 9), ("i2", -32768), ("f4", float(np.float32(-3.4e38))), ("f8", -1)]
)
def test_the_nodata_value_is_no_value(kind, nodata):
    values = NINE.astype(kind)
    values[2, 2] = nodata

    found = held(values, EVERYTHING, shapely.box(2, 0, 3, 1), nodata=nodata)

    assert found.sum.tolist()[0] == 36.0
    assert np.isnan(found.sum[1])
    assert found.cells.tolist() == [8.0, 0.0]


def test_infinite_cells_have_no_value():
    values = NINE.copy()
    values[0, 0], values[2, 2] = np.inf, -np.inf

    assert held(values, EVERYTHING).sum.tolist() == [35.0]


def test_zeros_are_values():
    assert held(np.zeros((3, 3)), EVERYTHING).sum.tolist() == [0.0]


def test_a_zone_of_zeros_beside_a_crowd_sums_up_to_zero():
    values = np.full((3, 3), 1e6 / 3)
    values[:, 2] = 0.0
    slanted = shapely.Polygon([(2, 0), (3, 0.3), (2.7, 3), (2, 2.1)])

    assert held(values, slanted).sum.tolist() == [0.0]


@pytest.mark.parametrize(
    "polygon",
    [
        shapely.box(7, 7, 8, 8),
        shapely.box(-8, 1, -7, 2),
        shapely.Polygon(),
        None,
        shapely.box(1, 1, 2, 2),
        shapely.LineString([(0, 0), (3, 3)]),
        shapely.Point(1, 1),
    ],
)
def test_a_zone_that_meets_no_value_has_no_sum_and_no_mean(polygon):
    values = NINE.copy()
    values[1, 1] = np.nan

    found = held(values, polygon)

    assert np.isnan(found.sum).all()
    assert np.isnan(found.mean).all()
    assert found.cells.tolist() == [0.0]


def test_a_zone_that_reaches_beyond_the_grid_says_how_much_of_it_is_covered():
    found = held(NINE, shapely.box(2, 0, 4, 3))

    assert found.sum.tolist() == [18.0]
    assert found.coverage.tolist() == [0.5]


def test_the_coverage_of_a_zone_without_area_is_not_known():
    assert np.isnan(held(NINE, shapely.Polygon(), None).coverage).all()


@pytest.mark.parametrize(
    ("values", "transform"),
    [
        (NINE[::-1], Affine(1, 0, 0, 0, 1, 0)),
        (NINE[:, ::-1], Affine(-1, 0, 3, 0, -1, 3)),
        (NINE[::-1, ::-1], Affine(-1, 0, 3, 0, 1, 0)),
    ],
    ids=["south first", "east first", "south-east first"],
)
def test_a_grid_may_start_in_any_corner(values, transform):
    assert held(values, shapely.box(0, 2, 1, 3), transform=transform).sum.tolist() == [1.0]


def test_a_rotated_grid_is_refused():
    with pytest.raises(BadInput, match="rotated"):
        cut(EVERYTHING, transform=Affine.rotation(10))


def test_no_zones_have_no_sums():
    assert len(held(NINE).sum) == 0


def test_holes_parts_and_collections_count_as_they_are_drawn():
    ring = EVERYTHING - shapely.box(1, 1, 2, 2)
    corners = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)])
    mixed = shapely.GeometryCollection([corners, shapely.Point(1, 1)])
    nested = shapely.GeometryCollection([mixed, shapely.LineString([(0, 0), (3, 3)])])

    assert held(NINE, ring, corners, mixed, nested).sum.tolist() == [40.0, 10.0, 10.0, 10.0]


def test_a_weighted_mean_leaves_out_cells_without_a_value_or_a_weight():
    values, weights = NINE.copy(), np.ones((3, 3), np.int16)
    values[0, 0], weights[2, 2], weights[1, 1] = np.nan, -1, 100

    found = weighted_sums_inside(Band(values), Band(weights, -1), cut(EVERYTHING))

    assert found.cells.tolist() == [106.0]
    assert found.mean.tolist() == [(2 + 3 + 4 + 500 + 6 + 7 + 8) / 106]


def test_where_nobody_is_there_is_no_weighted_mean():
    found = weighted_sums_inside(Band(NINE), Band(np.zeros((3, 3))), cut(EVERYTHING))

    assert np.isnan(found.mean).all()


def test_shares_of_classes_leave_out_cells_without_one_and_count_others_in_the_whole():
    cover = np.array([[10, 10, 50], [10, 30, 255], [10, 30, 255]], np.uint8)

    found = class_shares(Band(cover, 255), [50, 10], cut(EVERYTHING, shapely.box(2, 0, 3, 2)))

    assert found[0].tolist() == [1 / 7, 4 / 7]
    assert np.isnan(found[1]).all()


def test_classes_that_are_far_apart_or_negative_are_found():
    cover = np.array([[-5, 1000], [7, 7]], np.int32)

    found = class_shares(Band(cover), [1000, -5], cut(shapely.box(0, 1, 2, 3), shape=(2, 2)))

    assert found.tolist() == [[0.25, 0.25]]
