"""Points in zones, and grids by zone."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from affine import Affine

from localgoals.errors import BadInput
from localgoals.spatial.zones import zonal_coverage, zonal_mean, zonal_sum, zone_of

NORTH_UP = Affine(1, 0, 0, 0, -1, 3)
NINE = np.arange(1.0, 10).reshape(3, 3)


def zones(*polygons):
    return np.array(polygons, object)


def test_a_point_on_a_shared_border_belongs_to_the_first_zone():
    both = zones(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1))

    assert zone_of(np.array([1.0]), np.array([0.5]), both).tolist() == [0]
    assert zone_of(np.array([1.0]), np.array([0.5]), both[::-1]).tolist() == [0]


def test_a_point_in_a_hole_is_outside():
    ring = shapely.box(0, 0, 3, 3) - shapely.box(1, 1, 2, 2)

    assert zone_of(np.array([1.5, 0.5]), np.array([1.5, 0.5]), zones(ring)).tolist() == [-1, 0]


def test_a_point_without_coordinates_is_in_no_zone():
    everywhere = zones(shapely.box(-9, -9, 9, 9))

    found = zone_of(np.array([np.nan, 0.0, 0.0]), np.array([0.0, np.nan, 0.0]), everywhere)

    assert found.tolist() == [-1, -1, 0]


def test_an_empty_zone_and_a_missing_one_hold_nobody_and_keep_their_numbers():
    some = zones(None, shapely.Polygon(), shapely.box(0, 0, 1, 1))

    assert zone_of(np.array([0.5]), np.array([0.5]), some).tolist() == [2]


def test_no_zones_and_no_points_are_no_trouble():
    assert zone_of(np.array([0.5]), np.array([0.5]), zones()).tolist() == [-1]
    assert len(zone_of(np.array([]), np.array([]), zones(shapely.box(0, 0, 1, 1)))) == 0


def test_cells_without_a_value_are_skipped():
    values = NINE.copy()
    values[1, 1] = np.nan

    everything = zones(shapely.box(0, 0, 3, 3))

    assert zonal_sum(values, NORTH_UP, everything).tolist() == [40.0]
    assert zonal_mean(values, NORTH_UP, everything).tolist() == [5.0]
    np.testing.assert_allclose(zonal_coverage(values, NORTH_UP, everything), [8 / 9])


def test_zeros_are_values():
    nobody = np.zeros((3, 3))

    assert zonal_sum(nobody, NORTH_UP, zones(shapely.box(0, 0, 3, 3))).tolist() == [0.0]


@pytest.mark.parametrize(
    "polygon", [shapely.box(7, 7, 8, 8), shapely.Polygon(), None, shapely.box(1, 1, 2, 2)]
)
def test_a_zone_that_meets_no_value_has_no_sum_and_no_mean(polygon):
    values = NINE.copy()
    values[1, 1] = np.nan

    assert np.isnan(zonal_sum(values, NORTH_UP, zones(polygon))).all()
    assert np.isnan(zonal_mean(values, NORTH_UP, zones(polygon))).all()


def test_a_zone_that_reaches_beyond_the_grid_says_how_much_of_it_is_covered():
    half_out = zones(shapely.box(2, 0, 4, 3))

    assert zonal_sum(NINE, NORTH_UP, half_out).tolist() == [18.0]
    assert zonal_coverage(NINE, NORTH_UP, half_out).tolist() == [0.5]


def test_the_coverage_of_a_zone_without_area_is_not_known():
    assert np.isnan(zonal_coverage(NINE, NORTH_UP, zones(shapely.Polygon(), None))).all()


@pytest.mark.parametrize(
    ("values", "transform"),
    [
        (NINE[::-1], Affine(1, 0, 0, 0, 1, 0)),
        (NINE[:, ::-1], Affine(-1, 0, 3, 0, -1, 3)),
    ],
    ids=["south first", "east first"],
)
def test_a_grid_may_start_in_any_corner(values, transform):
    north_west = zones(shapely.box(0, 2, 1, 3))

    assert zonal_sum(values, transform, north_west).tolist() == [1.0]


def test_a_rotated_grid_is_refused():
    with pytest.raises(BadInput, match="rotated"):
        zonal_sum(NINE, Affine.rotation(10), zones(shapely.box(0, 0, 1, 1)))


def test_no_zones_have_no_sums():
    assert len(zonal_sum(NINE, NORTH_UP, zones())) == 0
