"""Laws of the walking network, held against brute force and NetworkX on small random networks."""

from __future__ import annotations

import networkx as nx
import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from localgoals.spatial.network import Snapped, WalkNetwork, segment_lines, snap, walk_network
from localgoals.spatial.reach import straight_distance, walking_distance

# Few different coordinates, so that nodes coincide, segments vanish or repeat, and distances tie.
PLACES = st.sampled_from([0.0, 10.0, 20.0, 33.3, 47.11, 60.0])
SHARES = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1))
LIMITS = st.sampled_from([0.0, 5.0, 25.0, 60.0, 1000.0])


@st.composite
def networks(draw) -> WalkNetwork:
    nodes = draw(st.integers(1, 8))
    x = draw(hnp.arrays(np.float64, nodes, elements=PLACES))
    y = draw(hnp.arrays(np.float64, nodes, elements=PLACES))
    segments = draw(st.integers(0, 14))
    ends = hnp.arrays(np.int32, segments, elements=st.integers(0, nodes - 1))
    return walk_network(x, y, draw(ends), draw(ends))


@st.composite
def places_on(draw, network: WalkNetwork) -> Snapped:
    """Points anywhere on a network, also at its nodes, and some that are on no street."""
    count = draw(st.integers(0, 6))
    highest = len(network.start) - 1
    segment = draw(hnp.arrays(np.int32, count, elements=st.integers(-1, highest)))
    share = draw(hnp.arrays(np.float64, count, elements=SHARES))
    along_m = np.full(count, np.nan)
    on = segment >= 0
    along_m[on] = share[on] * network.length_m[segment[on]]
    return Snapped(segment, along_m, np.where(on, 0.0, np.nan))


def everything(snapped: Snapped):
    return snapped.segment, snapped.along_m, snapped.away_m


def part_of(snapped: Snapped, chosen) -> Snapped:
    return Snapped(*(values[chosen] for values in everything(snapped)))


def cut_at_feet(network: WalkNetwork, origins: Snapped, destinations: Snapped) -> nx.Graph:
    """Split every segment at every foot, and join the pieces in NetworkX' manner."""
    graph = nx.Graph()
    stands = [("destination", destinations), ("origin", origins)]
    for segment, length_m in enumerate(network.length_m):
        feet = [(0.0, ("node", network.start[segment])), (length_m, ("node", network.end[segment]))]
        for kind, snapped in stands:
            for point in np.flatnonzero(snapped.segment == segment):
                feet.append((snapped.along_m[point], (kind, int(point))))
        ordered = sorted(feet, key=lambda foot: foot[0])
        for (before_m, before), (after_m, after) in zip(ordered, ordered[1:], strict=False):
            graph.add_edge(before, after, weight=after_m - before_m)
    return graph


def by_networkx(network: WalkNetwork, origins: Snapped, destinations: Snapped, limit_m: float):
    """Let NetworkX search from all destinations at once."""
    graph = cut_at_feet(network, origins, destinations)
    sources = {("destination", int(i)) for i in np.flatnonzero(destinations.segment >= 0)}
    found = nx.multi_source_dijkstra_path_length(graph, sources) if sources else {}
    distance_m = np.array(
        [found.get(("origin", i), np.inf) for i in range(len(origins.segment))], float
    )
    distance_m[distance_m > limit_m] = np.inf
    distance_m[origins.segment < 0] = np.nan
    return distance_m


@given(st.data(), networks())
def test_walking_distance_is_that_of_the_network_cut_at_every_foot(data, network):
    origins, destinations = data.draw(places_on(network)), data.draw(places_on(network))

    found = walking_distance(network, origins, destinations, limit_m=1e6)

    expected = by_networkx(network, origins, destinations, 1e6)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


@given(st.data(), networks(), LIMITS)
def test_the_limit_only_cuts_off(data, network, limit_m):
    origins, destinations = data.draw(places_on(network)), data.draw(places_on(network))

    bounded = walking_distance(network, origins, destinations, limit_m=limit_m)

    free = walking_distance(network, origins, destinations, limit_m=1e6)
    np.testing.assert_array_equal(bounded, np.where(free > limit_m, np.inf, free))


@given(st.data(), networks())
def test_the_order_of_the_destinations_does_not_matter(data, network):
    origins, destinations = data.draw(places_on(network)), data.draw(places_on(network))
    order = data.draw(st.permutations(range(len(destinations.segment))))
    shuffled = part_of(destinations, np.array(order, int))

    np.testing.assert_array_equal(
        walking_distance(network, origins, shuffled, limit_m=500),
        walking_distance(network, origins, destinations, limit_m=500),
    )


@given(st.data(), networks())
def test_one_more_destination_makes_no_walk_longer(data, network):
    origins, destinations = data.draw(places_on(network)), data.draw(places_on(network))
    fewer = part_of(destinations, slice(1, None))

    more_m = walking_distance(network, origins, destinations, limit_m=500)
    fewer_m = walking_distance(network, origins, fewer, limit_m=500)

    known = origins.segment >= 0
    assert (more_m[known] <= fewer_m[known]).all()


@given(st.data(), networks())
def test_the_way_there_is_as_long_as_the_way_back(data, network):
    one, other = data.draw(places_on(network)), data.draw(places_on(network))
    one, other = part_of(one, one.segment >= 0), part_of(other, other.segment >= 0)

    there = [
        walking_distance(network, one, part_of(other, [i]), limit_m=1e6)
        for i in range(len(other.segment))
    ]
    back = [
        walking_distance(network, other, part_of(one, [i]), limit_m=1e6)
        for i in range(len(one.segment))
    ]

    if there and back:
        np.testing.assert_allclose(np.array(there), np.array(back).T, rtol=0, atol=1e-9)


@given(networks(), hnp.arrays(np.float64, (5, 2), elements=st.floats(-90, 150)), LIMITS)
def test_snapping_finds_the_nearest_of_all_segments(network, points, limit_m):
    within_m = limit_m + 1
    lines = segment_lines(network.x, network.y, network.start, network.end)

    snapped = snap(network, points[:, 0], points[:, 1], within_m=within_m)

    every = shapely.distance(shapely.points(points)[:, None], lines[None, :])
    nearest = every.min(axis=1, initial=np.inf)
    on = snapped.segment >= 0
    np.testing.assert_allclose(snapped.away_m[on], nearest[on], rtol=0, atol=1e-9)
    assert (nearest[~on] >= within_m - 1e-9).all()


@given(networks(), hnp.arrays(np.float64, (5, 2), elements=st.floats(-90, 150)))
def test_the_foot_of_a_point_is_as_far_from_it_as_snapping_says(network, points):
    snapped = snap(network, points[:, 0], points[:, 1], within_m=1e4)

    on = snapped.segment >= 0
    lines = segment_lines(network.x, network.y, network.start, network.end)[snapped.segment[on]]
    feet = shapely.line_interpolate_point(lines, snapped.along_m[on])
    away_m = shapely.distance(feet, shapely.points(points[on]))
    np.testing.assert_allclose(away_m, snapped.away_m[on], rtol=0, atol=1e-9)


@given(
    hnp.arrays(np.float64, (6, 2), elements=st.floats(-100, 100)),
    hnp.arrays(np.float64, st.tuples(st.integers(0, 5), st.just(2)), elements=PLACES),
    LIMITS,
)
def test_the_straight_line_is_that_to_the_nearest_of_all(points, targets, limit_m):
    found = straight_distance(*points.T, *targets.T, limit_m=limit_m)

    every = np.hypot(*(points[:, None] - targets[None, :]).transpose(2, 0, 1))
    nearest = every.min(axis=1, initial=np.inf)
    close = np.isfinite(found)
    np.testing.assert_allclose(found[close], nearest[close], rtol=0, atol=1e-9)
    assert (nearest[~close] >= limit_m - 1e-9).all()


@given(st.data(), networks())
def test_no_walk_is_shorter_than_the_straight_line(data, network):
    origins, destinations = data.draw(places_on(network)), data.draw(places_on(network))
    origins = part_of(origins, origins.segment >= 0)
    destinations = part_of(destinations, destinations.segment >= 0)
    lines = segment_lines(network.x, network.y, network.start, network.end)
    feet = [
        shapely.get_coordinates(shapely.line_interpolate_point(lines[p.segment], p.along_m)).T
        for p in (origins, destinations)
    ]

    walk_m = walking_distance(network, origins, destinations, limit_m=1e6)

    straight_m = straight_distance(*feet[0], *feet[1], limit_m=1e6)
    assert (walk_m >= straight_m - 1e-9).all()
