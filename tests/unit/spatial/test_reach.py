"""Distance to the nearest of many destinations, along the streets and straight."""

from __future__ import annotations

import numpy as np
import pytest

from localgoals.spatial.network import Snapped, snap, walk_network
from localgoals.spatial.reach import straight_distance, walking_distance


def on(segment, along_m):
    return Snapped(np.array(segment, np.int32), np.array(along_m, float), np.zeros(len(segment)))


@pytest.fixture
def square():
    """Lay out a block of 100 m by 100 m: segments 0-1, 0-3, 1-2, 2-3."""
    x, y = np.array([0.0, 100.0, 100.0, 0.0]), np.array([0.0, 0.0, 100.0, 100.0])
    return walk_network(x, y, np.array([0, 1, 2, 3]), np.array([1, 2, 3, 0]))


def test_the_shorter_way_round_the_block_counts(square):
    # From 10 m along 0-1 to 10 m along 0-3.
    distance_m = walking_distance(square, on([0], [10]), on([1], [10]), limit_m=500)

    assert distance_m.tolist() == [20.0]


def test_two_points_on_one_segment_are_as_far_as_the_way_between_them(square):
    distance_m = walking_distance(square, on([0], [80]), on([0], [30]), limit_m=500)

    assert distance_m.tolist() == [50.0]


def test_of_several_destinations_on_a_segment_the_nearest_on_either_side_counts(square):
    origins = on([0, 0, 0], [5, 45, 99])

    distance_m = walking_distance(square, origins, on([0, 0, 0], [20, 50, 90]), limit_m=500)

    assert distance_m.tolist() == [15.0, 5.0, 9.0]


def test_a_destination_around_the_corner_can_be_nearer_than_one_on_the_same_segment(square):
    origins, destinations = on([0], [95]), on([0, 2], [20, 10])

    distance_m = walking_distance(square, origins, destinations, limit_m=500)

    assert distance_m.tolist() == [15.0]


def test_a_destination_at_a_junction_is_at_no_distance_from_it(square):
    # Its distance to the node is an explicit zero in the graph that is searched.
    origins, destinations = on([0, 1, 2], [0, 0, 30]), on([0], [0])

    distance_m = walking_distance(square, origins, destinations, limit_m=500)

    assert distance_m.tolist() == [0.0, 0.0, 130.0]


def test_the_limit_is_inclusive(square):
    distance_m = walking_distance(square, on([0, 0], [60, 61]), on([1], [40]), limit_m=100)

    assert distance_m.tolist() == [100.0, np.inf]


def test_the_limit_also_holds_on_one_segment(square):
    distance_m = walking_distance(square, on([0], [80]), on([0], [30]), limit_m=49)

    assert distance_m.tolist() == [np.inf]


def test_destinations_repeated_change_nothing(square):
    origins = on([0, 1, 2, 3], [10, 20, 30, 40])

    once = walking_distance(square, origins, on([0], [25]), limit_m=500)
    thrice = walking_distance(square, origins, on([0, 0, 0], [25, 25, 25]), limit_m=500)

    assert once.tolist() == thrice.tolist()


def test_nobody_walks_to_an_island():
    x, y = np.array([0.0, 10.0, 20.0, 30.0]), np.zeros(4)
    network = walk_network(x, y, np.array([0, 2]), np.array([1, 3]))

    distance_m = walking_distance(network, on([0], [9]), on([1], [1]), limit_m=500)

    assert distance_m.tolist() == [np.inf]


def test_who_is_not_on_the_network_has_no_distance_even_beside_a_lost_destination(square):
    origins, destinations = on([-1, 0], [np.nan, 50]), on([-1, 0], [np.nan, 40])

    distance_m = walking_distance(square, origins, destinations, limit_m=500)

    np.testing.assert_array_equal(distance_m, [np.nan, 10.0])


@pytest.mark.parametrize("destinations", [on([], []), on([-1], [np.nan])])
def test_without_destinations_on_the_network_nobody_arrives(square, destinations):
    distance_m = walking_distance(square, on([0], [50]), destinations, limit_m=500)

    assert distance_m.tolist() == [np.inf]


def test_no_origins_give_no_answers(square):
    assert len(walking_distance(square, on([], []), on([0], [50]), limit_m=500)) == 0


def test_without_streets_no_distance_is_known():
    nothing = np.array([], np.int32)
    network = walk_network(np.array([]), np.array([]), nothing, nothing)
    lost = snap(network, np.array([1.0]), np.array([1.0]), within_m=10)

    assert np.isnan(walking_distance(network, lost, lost, limit_m=500)).all()


def test_a_node_joined_by_a_segment_without_length_is_walked_through():
    x, y = np.array([0.0, 50.0, 50.0, 100.0]), np.zeros(4)
    network = walk_network(x, y, np.array([0, 1, 2]), np.array([1, 2, 3]))

    distance_m = walking_distance(network, on([0], [10]), on([1], [30]), limit_m=500)

    assert distance_m.tolist() == [70.0]


def test_the_straight_limit_is_inclusive_and_unknown_places_have_no_distance():
    x, y = np.array([0.0, 0.0, np.nan]), np.array([0.0, -0.1, 0.0])

    distance_m = straight_distance(x, y, np.array([3.0, np.nan]), np.array([4.0, 0.0]), limit_m=5)

    np.testing.assert_array_equal(distance_m, [5.0, np.inf, np.nan])


def test_without_destinations_nobody_is_near_one_in_a_straight_line():
    nothing = np.array([])

    assert (
        straight_distance(np.array([0.0]), np.array([0.0]), nothing, nothing, limit_m=5) == np.inf
    )
