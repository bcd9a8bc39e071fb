"""Making a walking network, and putting points on it."""

from __future__ import annotations

import numpy as np
import pytest

from localgoals.spatial.network import snap, walk_network

#  0 ---- 1
#         |
#         2      3 (apart)
X = np.array([0.0, 100.0, 100.0, 900.0, 950.0])
Y = np.array([0.0, 0.0, -50.0, -50.0, -50.0])


def corner():
    return walk_network(X[:3], Y[:3], np.array([0, 1]), np.array([1, 2]))


def test_lengths_come_from_the_coordinates():
    assert corner().length_m.tolist() == [100.0, 50.0]


def test_segments_between_the_same_nodes_count_once_in_either_direction():
    network = walk_network(X[:2], Y[:2], np.array([0, 1, 0]), np.array([1, 0, 1]))

    assert (network.start.tolist(), network.end.tolist()) == ([0], [1])


def test_parts_that_are_not_connected_stay():
    network = walk_network(X, Y, np.array([0, 3]), np.array([1, 4]))

    assert len(network.start) == 2


def test_a_segment_without_length_joins_its_nodes_into_one():
    x, y = np.array([0.0, 50.0, 50.0, 100.0]), np.zeros(4)

    network = walk_network(x, y, np.array([0, 1, 2]), np.array([1, 2, 3]))

    assert network.length_m.tolist() == [50.0, 50.0]
    assert network.end[0] == network.start[1]


def test_two_nodes_at_one_place_that_nothing_joins_stay_apart():
    # A bridge over a street.
    x, y = np.array([0.0, 50.0, 50.0, 100.0]), np.zeros(4)

    network = walk_network(x, y, np.array([0, 2]), np.array([1, 3]))

    assert network.end[0] != network.start[1]


def test_a_loop_from_a_node_to_itself_is_no_segment():
    network = walk_network(X[:2], Y[:2], np.array([0, 0]), np.array([0, 1]))

    assert len(network.start) == 1


def test_a_network_without_segments_is_a_network():
    nothing = np.array([], np.int32)

    network = walk_network(np.array([]), np.array([]), nothing, nothing)

    assert len(network.length_m) == 0


def test_a_node_without_coordinates_is_the_callers_bug():
    with pytest.raises(AssertionError, match="coordinates"):
        walk_network(np.array([0.0, np.nan]), np.zeros(2), np.array([0]), np.array([1]))


def test_a_point_stands_on_the_nearest_point_of_the_nearest_segment():
    snapped = snap(corner(), np.array([30.0, 108.0]), np.array([7.0, -20.0]), within_m=50)

    assert snapped.segment.tolist() == [0, 1]
    assert snapped.along_m.tolist() == [30.0, 20.0]
    assert snapped.away_m.tolist() == [7.0, 8.0]


def test_a_point_beyond_the_end_of_a_street_stands_on_its_end():
    snapped = snap(corner(), np.array([-3.0]), np.array([4.0]), within_m=50)

    assert (snapped.along_m[0], snapped.away_m[0]) == (0.0, 5.0)


def test_a_point_as_near_to_two_segments_stands_on_the_first():
    snapped = snap(corner(), np.array([100.0]), np.array([0.0]), within_m=50)

    assert (snapped.segment[0], snapped.along_m[0]) == (0, 100.0)


@pytest.mark.parametrize(("away_m", "segment"), [(50.0, 0), (np.nextafter(50.0, 99), -1)])
def test_the_limit_to_a_street_is_inclusive(away_m, segment):
    snapped = snap(corner(), np.array([30.0]), np.array([away_m]), within_m=50)

    assert snapped.segment[0] == segment


def test_a_point_too_far_from_every_street_is_reported_and_not_dragged_there():
    snapped = snap(corner(), np.array([30.0]), np.array([51.0]), within_m=50)

    assert snapped.segment[0] == -1
    assert np.isnan([snapped.along_m[0], snapped.away_m[0]]).all()


def test_a_point_without_coordinates_is_on_no_street():
    snapped = snap(corner(), np.array([np.nan, 30.0]), np.array([0.0, 0.0]), within_m=50)

    assert snapped.segment.tolist() == [-1, 0]


def test_without_streets_nobody_is_on_one():
    nothing = np.array([], np.int32)
    network = walk_network(np.array([]), np.array([]), nothing, nothing)

    snapped = snap(network, np.array([0.0]), np.array([0.0]), within_m=50)

    assert snapped.segment.tolist() == [-1]


def test_no_points_give_no_answers():
    snapped = snap(corner(), np.array([]), np.array([]), within_m=50)

    assert len(snapped.segment) == 0


def test_points_are_answered_in_their_order_wherever_they_stand():
    x = np.linspace(100, 0, 5_003)

    snapped = snap(corner(), x, np.ones(len(x)), within_m=50)

    np.testing.assert_allclose(snapped.along_m, x, atol=1e-9)
