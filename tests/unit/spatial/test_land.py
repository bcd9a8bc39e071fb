"""Streets, junctions and land by zone; entrances."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from localgoals.spatial.land import (
    area_by_zone,
    entrances,
    intersections_by_zone,
    length_by_zone,
    strips,
)

WEST, EAST = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)


def zones(*polygons):
    return np.array(polygons, object)


def street(*points):
    """One street through points, as nodes and segments."""
    x, y = np.array(points, float).T
    start = np.arange(len(points) - 1)
    return x, y, start, start + 1


def test_a_street_is_cut_at_the_border():
    length_m = length_by_zone(*street((2, 5), (13, 5)), zones(WEST, EAST))

    assert length_m.tolist() == [8.0, 3.0]


def test_a_street_along_the_border_counts_half_to_each_side():
    length_m = length_by_zone(*street((10, 2), (10, 8)), zones(WEST, EAST))

    assert length_m.tolist() == [3.0, 3.0]


def test_a_street_that_comes_back_in_counts_only_where_it_is_inside():
    horseshoe = shapely.box(0, 0, 10, 10) - shapely.box(4, 2, 6, 10)

    assert length_by_zone(*street((1, 5), (9, 5)), zones(horseshoe)).tolist() == [6.0]


def test_a_zone_without_streets_has_no_length():
    nothing = np.array([], np.int32)

    length_m = length_by_zone(np.array([]), np.array([]), nothing, nothing, zones(WEST))

    assert length_m.tolist() == [0.0]


def test_bends_and_dead_ends_are_no_junctions():
    count = intersections_by_zone(*street((1, 1), (5, 1), (5, 5)), zones(WEST))

    assert count.tolist() == [0]


def test_a_junction_counts_once_where_it_lies_however_many_streets_meet():
    x, y = np.array([5.0, 1, 9, 5, 5, 15]), np.array([5.0, 5, 5, 1, 9, 5])
    start, end = np.array([0, 0, 0, 0, 2]), np.array([1, 2, 3, 4, 5])

    assert intersections_by_zone(x, y, start, end, zones(WEST, EAST)).tolist() == [1, 0]


def test_a_segment_drawn_twice_makes_no_junction():
    x, y = np.array([1.0, 5, 9]), np.array([5.0, 5, 5])
    start, end = np.array([0, 1, 1, 2]), np.array([1, 2, 0, 1])

    assert intersections_by_zone(x, y, start, end, zones(WEST)).tolist() == [0]


def test_overlapping_parks_count_once():
    parks = zones(shapely.box(0, 0, 4, 1), shapely.box(2, 0, 12, 1))

    assert area_by_zone(parks, zones(WEST, EAST)).tolist() == [10.0, 2.0]


def test_a_street_covers_its_length_times_its_width():
    drawn = strips(*street((0, 5), (10, 5), (10, 25)), width_m=2)

    # The outer corner of the bend is rounded, and the inner one is covered by both.
    assert shapely.area(drawn).sum() == pytest.approx(30 * 2, abs=1)
    assert len(drawn) == 1


def test_a_pavement_within_the_width_of_its_street_covers_nothing_more():
    carriageway = strips(*street((0, 5), (100, 5)), width_m=12)
    pavement = strips(*street((0, 9), (100, 9)), width_m=3)

    together = area_by_zone(
        np.concatenate([carriageway, pavement]), zones(shapely.box(0, -50, 100, 50))
    )

    assert together.tolist() == [pytest.approx(1200)]


def test_no_streets_are_no_strips():
    nothing = np.array([], int)

    assert strips(np.array([]), np.array([]), nothing, nothing, width_m=5).tolist() == []


def test_points_and_lines_cover_no_ground():
    things = zones(shapely.Point(5, 5), shapely.LineString([(0, 0), (20, 0)]))

    assert area_by_zone(things, zones(WEST, EAST)).tolist() == [0.0, 0.0]


def test_without_parks_the_area_is_zero():
    assert area_by_zone(zones(), zones(WEST)).tolist() == [0.0]


@pytest.mark.parametrize(("every_m", "count"), [(100, 4), (10, 4), (7, 8), (5, 8), (3, 16)])
def test_the_widest_gap_between_entrances_is_kept(every_m, count):
    x, y, polygon = entrances(zones(WEST), every_m=every_m)

    assert len(x) == len(y) == len(polygon) == count


def test_entrances_do_not_depend_on_where_a_border_begins_or_which_way_it_runs():
    corners = [(0, 0), (70, 0), (90, 35), (20, 60)]
    begun_elsewhere = shapely.Polygon(corners[2:] + corners[:2])

    found = [
        {
            (round(one, 6), round(other, 6))
            for one, other in zip(*entrances(zones(park), every_m=20)[:2], strict=True)
        }
        for park in (shapely.Polygon(corners), begun_elsewhere, shapely.Polygon(corners[::-1]))
    ]

    assert found[0] == found[1] == found[2]


def test_entrances_lie_on_the_border_of_their_own_park_holes_included():
    ring = shapely.box(20, 0, 40, 20) - shapely.box(25, 5, 35, 15)
    parks = zones(WEST, shapely.MultiPolygon([ring, shapely.box(50, 0, 60, 10)]))

    x, y, polygon = entrances(parks, every_m=10)

    assert np.bincount(polygon).tolist() == [4, 8 + 4 + 4]
    away_m = shapely.distance(shapely.points(x, y), shapely.boundary(parks[polygon]))
    assert away_m.max() == 0


def test_no_parks_have_no_entrances():
    x, y, polygon = entrances(zones(), every_m=10)

    assert (len(x), len(y), len(polygon)) == (0, 0, 0)
