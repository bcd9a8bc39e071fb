"""Points in zones."""

from __future__ import annotations

import numpy as np
import shapely

from localgoals.spatial.zones import zone_of


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
