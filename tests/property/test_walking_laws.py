"""Streets and walks against plain loops, on the inputs that break such kernels."""

from __future__ import annotations

from math import inf

import networkx as nx
import numpy as np
import plain_walking
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from localgoals.spatial import search
from localgoals.spatial.network import Snapped, WalkNetwork, snap, walk_network
from localgoals.spatial.reach import straight_distance, walking_distance
from localgoals.spatial.search import spread
from localgoals.spatial.snapping import Segments, nearest_segments, segment_grid

# Where cities lie: at the origin, in UTM, in Web Mercator; and how large their streets are.
ORIGINS = st.sampled_from([(0.0, 0.0), (448_000.0, 3_110_000.0), (-17_000_000.0, 19_000_000.0)])
SCALES = st.sampled_from([1.0, 1e-3, 1e4])
PLACES = st.sampled_from([0.0, 10.0, 20.0, 33.25, 47.125, 60.0])
LENGTHS_M = st.sampled_from([1e-12, 1e-6, 0.1, 1.0, 24.999, 25.0, 25.001, 300.0, 1e4])
BLOCKS_M = [1e-12, 1e-3, 0.01, 1.0, 26.0]
LIMITS_M = st.sampled_from([0.0, 1e-12, 5.0, 25.0, 300.0, 1e5, 1e12, inf])


@st.composite
def streets(draw) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Nodes that coincide, segments that vanish, repeat or run back, parts that do not meet."""
    nodes = draw(st.integers(1, 9))
    (east, north), scale = draw(ORIGINS), draw(SCALES)
    x = east + scale * draw(hnp.arrays(np.float64, nodes, elements=PLACES))
    y = north + scale * draw(hnp.arrays(np.float64, nodes, elements=PLACES))
    count = draw(st.integers(0, 14))
    ends = draw(hnp.arrays(np.int32, (count, 2), elements=st.integers(0, nodes - 1)))
    return x, y, ends


def network_of(x: np.ndarray, y: np.ndarray, ends: np.ndarray) -> WalkNetwork:
    return walk_network(x, y, ends[:, 0], ends[:, 1])


def segments_of(network: WalkNetwork) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    x, y = network.x.tolist(), network.y.tolist()
    return [
        ((x[one], y[one]), (x[other], y[other]))
        for one, other in zip(network.start.tolist(), network.end.tolist(), strict=True)
    ]


@given(streets())
def test_a_network_joins_what_plain_steps_join(drawn):
    x, y, ends = drawn

    network = network_of(*drawn)

    places = list(zip(x.tolist(), y.tolist(), strict=True))
    expected = list(plain_walking.joined(places, ends.tolist()))
    found = list(zip(network.start.tolist(), network.end.tolist(), strict=True))
    assert found == expected
    assert (network.length_m > 0).all()


@given(streets(), st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_direction_of_segments_changes_a_network(drawn, chance):
    x, y, ends = drawn
    order = chance.sample(range(len(ends)), len(ends))
    turned = np.array([ends[one][:: chance.choice([1, -1])] for one in order], np.int32)

    other = network_of(x, y, turned.reshape(-1, 2))

    network = network_of(*drawn)
    np.testing.assert_array_equal(other.start, network.start)
    np.testing.assert_array_equal(other.end, network.end)
    np.testing.assert_array_equal(other.length_m, network.length_m)


@given(
    streets(),
    hnp.arrays(
        np.float64, (8, 2), elements=st.one_of(PLACES, st.floats(-200, 300), st.just(np.nan))
    ),
    st.sampled_from([1e-9, 10.0, 1e4, inf]),
)
def test_snapping_finds_what_a_look_at_every_segment_finds(drawn, points, within_m):
    network = network_of(*drawn)
    x, y = points[:, 0] + drawn[0][0], points[:, 1] + drawn[1][0]

    found = snap(network, x, y, within_m=within_m)

    # A coordinate of 20,000 km is itself kept to 4e-9 m.
    atol = 1e-9 + 4 * float(np.spacing(np.abs([drawn[0], drawn[1]]).max()))
    segments = segments_of(network)
    places = zip(x.tolist(), y.tolist(), strict=True)
    expected = np.array([plain_walking.nearest_m(one, segments, inf) for one in places])
    clear = ~np.isclose(expected, within_m, rtol=0, atol=atol)
    known = np.isfinite(expected) & (expected <= within_m)
    np.testing.assert_array_equal((found.segment >= 0)[clear], known[clear])
    on = found.segment >= 0
    np.testing.assert_allclose(found.away_m[on], expected[on], rtol=1e-12, atol=atol)
    assert np.isnan(found.away_m[~on]).all()


@given(streets(), st.data())
def test_points_in_another_order_and_twice_stand_where_they_stood(drawn, data):
    network = network_of(*drawn)
    points = data.draw(hnp.arrays(np.float64, (6, 2), elements=st.floats(-90, 150)))
    chosen = data.draw(st.lists(st.integers(0, 5), max_size=12).map(lambda one: np.array(one, int)))
    x, y = points[:, 0] + drawn[0][0], points[:, 1] + drawn[1][0]

    again = snap(network, x[chosen], y[chosen], within_m=1e5)

    found = snap(network, x, y, within_m=1e5)
    np.testing.assert_array_equal(again.segment, found.segment[chosen])
    np.testing.assert_array_equal(again.along_m, found.along_m[chosen])


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), LENGTHS_M), max_size=24), LIMITS_M)
def test_distances_are_those_of_a_plain_queue_to_the_last_bit(drawn, limit_m):
    lengths = {(min(a, b), max(a, b)): length for a, b, length in drawn if a != b}
    links: dict[int, list[tuple[int, float]]] = {}
    for (one, other), length_m in lengths.items():
        links.setdefault(one, []).append((other, length_m))
        links.setdefault(other, []).append((one, length_m))
    starts = {0: 0.0, 5: 17.5}
    graph = matrix(lengths, 8)
    distance_m = np.full(8, inf)
    distance_m[list(starts)] = list(starts.values())

    spread(graph.indptr, graph.indices, graph.data, limit_m, distance_m)

    expected = plain_walking.shortest(links, starts, limit_m)
    assert {node: far for node, far in enumerate(distance_m.tolist()) if far < inf} == expected


def matrix(lengths: dict[tuple[int, int], float], nodes: int) -> csr_array:
    """Lay out links as the search reads them, in both directions."""
    ends = np.array(list(lengths), np.int32).reshape(-1, 2)
    both = np.concatenate([ends, ends[:, ::-1]])
    values = np.tile(np.array(list(lengths.values()), np.float64), 2)
    return csr_array(coo_array((values, (both[:, 0], both[:, 1])), shape=(nodes, nodes)))


def lattice(block_m: float, *, even: bool) -> WalkNetwork:
    """Lay out 60 x 60 crossings; only their lengths count, and these are alike or within half."""
    node = np.arange(3600, dtype=np.int32).reshape(60, 60)
    start = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    end = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    uneven = np.random.default_rng(3).uniform(0.5, 1.5, len(start))
    length_m = block_m * (np.ones(len(start)) if even else uneven)
    return WalkNetwork(node.ravel() % 60.0, node.ravel() // 60.0, start, end, length_m)


@pytest.mark.parametrize("block_m", BLOCKS_M)
@pytest.mark.parametrize("even", [True, False])
def test_blocks_of_any_size_are_searched_in_as_few_steps(block_m: float, even: bool) -> None:
    graph = lattice(block_m, even=even).graph
    distance_m = np.full(3600, inf)
    distance_m[0] = 0
    edges = search.Edges(
        graph.indptr.astype(np.uint32), graph.indices.astype(np.uint32), graph.data
    )

    # Each step takes one link. Without rounds, blocks of a centimetre take millions.
    done = search._spread(edges, float(graph.data.sum()), distance_m, 4 * 3600)

    assert done
    np.testing.assert_array_equal(distance_m, dijkstra(graph, indices=[0])[0])


def test_a_limit_may_come_in_any_type_of_number() -> None:
    graph = matrix({(0, 1): 0.1, (1, 2): 0.2}, 3)

    reached = []
    for limit_m in (np.float32(0.1), 0.1, np.float64(0.1), 1, np.int64(1)):
        distance_m = np.array([0.0, inf, inf])
        spread(graph.indptr, graph.indices, graph.data, limit_m, distance_m)
        reached.append(int((distance_m < inf).sum()))

    # As a number of 32 bits a tenth is a little more than a tenth.
    assert reached == [2, 2, 2, 3, 3]


@pytest.mark.parametrize("limit_m", [-1.0, float("nan")])
def test_a_limit_that_is_no_distance_is_refused(limit_m: float) -> None:
    graph = matrix({(0, 1): 1.0}, 2)

    with pytest.raises(AssertionError, match="a limit is a distance"):
        spread(graph.indptr, graph.indices, graph.data, limit_m, np.array([0.0, inf]))


def test_nobody_walks_where_there_is_no_street() -> None:
    for network in (
        walk_network([], [], [], []),
        walk_network([5.0], [5.0], [], []),
        walk_network([5.0, 5.0], [5.0, 5.0], [0], [1]),
    ):
        people = snap(network, [5.0, np.nan], [5.0, 0.0], within_m=inf)

        assert people.segment.tolist() == [-1, -1]
        assert np.isnan(walking_distance(network, people, people, limit_m=inf)).all()


def test_a_point_beyond_every_place_on_earth_is_answered_at_once() -> None:
    chance = np.random.default_rng(5)
    x, y = chance.uniform(0, 100, (2, 2000))
    node = np.arange(2000)
    network = walk_network(np.append(x, x + 1), np.append(y, y), node, node + 2000)
    far = np.array([1e7, -1e12, 1e18, 1e300, 50.0])

    found = snap(network, far, far[::-1].copy(), within_m=inf)

    places = zip(far.tolist(), far[::-1].tolist(), strict=True)
    expected = [plain_walking.nearest_m(one, segments_of(network), inf) for one in places]
    # Squares beyond 1e308 are no numbers: nothing is found there.
    finite = np.hypot(far, far[::-1]) < 1e150
    np.testing.assert_allclose(found.away_m[finite], np.array(expected)[finite], rtol=1e-12)
    assert (found.segment[~finite] == -1).all()


def test_a_street_far_shorter_than_the_way_to_it_is_found() -> None:
    street = walk_network([0.0, 1e-12], [0.0, 0.0], [0], [1])

    found = snap(street, [3.0, -1e6], [4.0, 0.0], within_m=inf)

    np.testing.assert_allclose(found.away_m, [5.0, 1e6])


@pytest.mark.parametrize("side_m", [1e-9, 1.0, 1e7, 1e150])
@pytest.mark.parametrize("long_m", [0.0, 1e6])
def test_a_grid_never_has_many_more_cells_or_entries_than_segments(side_m, long_m):
    count = 500
    x, y = np.random.default_rng(6).uniform(0, side_m, (2, count))
    segments = Segments(x, y, x + side_m * 1e-6, y.copy())
    segments.x1[0] += long_m

    grid = segment_grid(segments)

    assert grid.layout.columns * grid.layout.rows <= 4 * count + 1
    assert len(grid.listed) <= 8 * count
    assert set(grid.listed.tolist()) == set(range(count))
    found = nearest_segments(x, y, segments, grid, 0.0)
    assert (found >= 0).all()


@given(
    st.integers(0, 2**32 - 1),
    st.lists(st.tuples(*[st.sampled_from([-3e6, -900.0, 50.0, 1e4, 1e9])] * 4), max_size=3),
    st.sampled_from([30.0, 5e3, inf]),
)
def test_streets_far_from_all_others_are_found_and_are_no_burden(seed, strays, within_m):
    chance = np.random.default_rng(seed)
    x, y = chance.uniform(0, 100, (2, 300))
    x0, y0, x1, y1 = np.array(strays).reshape(-1, 4).T
    segments = Segments(
        *(np.concatenate(both) for both in ((x, x0), (y, y0), (x + 3, x1 + 1), (y, y1)))
    )
    at_x = np.concatenate([chance.uniform(-200, 300, 20), x0, x1 + 40, [5e5]])
    at_y = np.concatenate([chance.uniform(-200, 300, 20), y0, y1 - 20, [-5e5]])

    grid = segment_grid(segments)

    found = nearest_segments(at_x, at_y, segments, grid, within_m)
    assert np.diff(grid.first).max() <= 40
    pairs = [
        ((a, b), (c, d)) for a, b, c, d in zip(*(one.tolist() for one in segments), strict=True)
    ]
    for place, one in zip(zip(at_x.tolist(), at_y.tolist(), strict=True), found, strict=True):
        least_m = plain_walking.nearest_m(place, pairs, inf)
        if one < 0:
            assert least_m > within_m
        elif least_m <= within_m:
            # A segment of a million kilometres says where it runs to a tenth of a millimetre.
            found_m = plain_walking.distance_to_segment(place, *pairs[one])
            assert found_m == pytest.approx(least_m, rel=1e-9, abs=1e-3 if strays else 1e-9)


def test_segments_in_one_place_are_all_in_one_cell() -> None:
    segments = Segments(*(np.full(300, value) for value in (7.0, 7.0, 8.0, 8.0)))

    found = nearest_segments(
        np.array([7.5]), np.array([7.5]), segments, segment_grid(segments), 1.0
    )

    assert found.tolist() == [0]


@given(streets(), st.data())
def test_walks_are_those_of_a_multigraph_of_every_drawn_segment(drawn, data):
    """Parallel, turned and vanishing segments stay in NetworkX' graph, and change nothing."""
    x, y, ends = drawn
    network = network_of(*drawn)
    if not len(network.start):
        return
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(len(x)))
    for one, other in ends.tolist():
        graph.add_edge(one, other, weight=float(np.hypot(x[other] - x[one], y[other] - y[one])))
    people = at_nodes(network)
    target = data.draw(st.sampled_from(list(people)))

    found = {
        node: walking_distance(network, place, people[target], limit_m=inf)[0]
        for node, place in people.items()
    }

    away_m = nx.single_source_dijkstra_path_length(graph, target)
    expected = [away_m.get(node, inf) for node in found]
    np.testing.assert_allclose(list(found.values()), expected, rtol=1e-12, atol=1e-9)


def at_nodes(network: WalkNetwork) -> dict[int, Snapped]:
    """Let somebody stand at each node, at the end of a segment that it has."""
    at_start = {int(node): (one, 0.0) for one, node in enumerate(network.start)}
    at_end = {int(node): (one, network.length_m[one]) for one, node in enumerate(network.end)}
    return {
        node: Snapped(np.array([one], np.int32), np.array([along_m]), np.zeros(1))
        for node, (one, along_m) in {**at_end, **at_start}.items()
    }


@given(
    hnp.arrays(np.float64, (6, 2), elements=st.one_of(PLACES, st.just(np.nan))),
    hnp.arrays(np.float64, (4, 2), elements=st.one_of(PLACES, st.just(np.nan))),
    st.sampled_from([0.0, 10.0, 20.0, inf]),
)
def test_a_straight_line_just_as_long_as_the_limit_counts(points, targets, limit_m):
    found = straight_distance(*points.T, *targets.T, limit_m=limit_m)

    for (x, y), far_m in zip(points.tolist(), found.tolist(), strict=True):
        every = [np.hypot(a - x, b - y) for a, b in targets.tolist() if a == a and b == b]
        least_m = min(every, default=inf)
        if x != x or y != y:
            assert np.isnan(far_m)
        elif abs(least_m - limit_m) > 1e-9 or least_m in {0.0, 10.0, 20.0}:
            assert far_m == pytest.approx(least_m if least_m <= limit_m else inf, abs=1e-9)
