"""Laws of what can be reached on foot, held against NetworkX on small random networks."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reach_laws import LIMITS, cut_at_feet, networks, part_of, places_on
from test_walking_laws import BLOCKS_M, lattice

from localgoals.errors import BadInput
from localgoals.spatial import opportunities, pair_sums
from localgoals.spatial.network import Snapped, WalkNetwork, snap, walk_network
from localgoals.spatial.node_order import along_a_curve
from localgoals.spatial.opportunities import Opportunities, at_nodes, reachable
from localgoals.spatial.reach import distance_by_kind, walking_distance

SEEDS = st.integers(0, 2**32 - 1)


def crooked_town(seed: int, *, coinciding: int = 10) -> WalkNetwork:
    """Make streets anywhere, some across a whole town, some repeated, in separate parts."""
    chance = np.random.default_rng(seed)
    x, y = chance.uniform(0, 500, (2, 60))
    last = 60 - coinciding
    x[last:], y[last:] = x[:coinciding], y[:coinciding]
    return walk_network(x, y, *chance.integers(0, 60, (2, 130), dtype=np.int32))


def scattered(network: WalkNetwork, seed: int, count: int) -> Snapped:
    """Put points anywhere in a town; some of them lie too far from every street."""
    return snap(network, *np.random.default_rng(seed).uniform(-40, 540, (2, count)), within_m=30)


def by_networkx(network: WalkNetwork, origins: Snapped, destinations: Snapped) -> np.ndarray:
    """Let NetworkX search from every origin."""
    graph = cut_at_feet(network, origins, destinations)
    apart_m = np.full((len(origins.segment), len(destinations.segment)), np.inf)
    for one in np.flatnonzero(origins.segment >= 0):
        found = nx.single_source_dijkstra_path_length(graph, ("origin", int(one)))
        for other in np.flatnonzero(destinations.segment >= 0):
            apart_m[one, other] = found.get(("destination", int(other)), np.inf)
    return apart_m


def clear_limit(apart_m: np.ndarray, limit_m: float) -> float:
    """Move a limit away from every distance, which two ways of adding up may round apart."""
    while (np.abs(apart_m - limit_m) < 1e-6).any():
        limit_m += 1e-5
    return limit_m


@given(st.data(), networks(), LIMITS)
def test_each_place_within_the_limit_counts_once(data, network, limit_m):
    origins, destinations = data.draw(places_on(network)), data.draw(places_on(network))
    apart_m = by_networkx(network, origins, destinations)
    limit_m = clear_limit(apart_m, limit_m)
    # Powers of two tell which places were counted, and how often.
    amounts = np.array([[2.0**one, 1.0] for one in range(len(destinations.segment))]).reshape(-1, 2)

    found = reachable(network, origins, Opportunities(destinations, amounts), limit_m=limit_m)

    expected = (apart_m <= limit_m) @ amounts
    expected[origins.segment < 0] = np.nan
    np.testing.assert_array_equal(found, expected)


@settings(max_examples=25)
@given(SEEDS, st.sampled_from([0.0, 24.9, 150.0, 600.0, 5000.0]))
def test_a_town_is_reached_as_networkx_reaches_it(seed, limit_m):
    network = crooked_town(seed)
    origins, destinations = scattered(network, seed + 1, 25), scattered(network, seed + 2, 60)
    amounts = np.random.default_rng(seed + 3).uniform(0, 9, (60, 3))
    apart_m = by_networkx(network, origins, destinations)
    limit_m = clear_limit(apart_m, limit_m)

    found = reachable(network, origins, Opportunities(destinations, amounts), limit_m=limit_m)

    expected = (apart_m <= limit_m) @ amounts
    expected[origins.segment < 0] = np.nan
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-9)


@settings(max_examples=15)
@given(SEEDS, st.integers(2, 9))
def test_any_number_of_threads_gives_the_same_bits(seed, threads):
    network = crooked_town(seed)
    origins, destinations = scattered(network, seed + 1, 300), scattered(network, seed + 2, 60)
    amounts = np.random.default_rng(seed + 3).uniform(0, 9, (60, 2))

    sums = [
        reachable(
            network, origins, Opportunities(destinations, amounts), limit_m=200, threads=number
        )
        for number in (1, threads)
    ]

    np.testing.assert_array_equal(*sums)


@settings(max_examples=25)
@given(SEEDS)
def test_the_order_of_nodes_segments_and_points_changes_no_sum(seed):
    chance = np.random.default_rng(seed)
    # Where nodes coincide without being joined, a point stands on the first of two streets.
    network = crooked_town(seed, coinciding=0)
    nodes = chance.permutation(len(network.x))
    number = np.argsort(nodes)
    segments = chance.permutation(len(network.start))
    ends = np.stack([network.start, network.end])[:, segments]
    other = walk_network(network.x[nodes], network.y[nodes], *number[ends[::-1]])
    points = np.random.default_rng(seed + 1).uniform(0, 500, (2, 80))
    turn = chance.permutation(80)
    amounts = chance.integers(0, 99, (80, 2)).astype(float)

    one = snap(network, *points, within_m=200)
    two = snap(other, *points[:, turn], within_m=200)
    straight = reachable(network, one, Opportunities(one, amounts), limit_m=300)
    shuffled = reachable(other, two, Opportunities(two, amounts[turn]), limit_m=300)

    np.testing.assert_array_equal(straight[turn], shuffled)


@given(st.data(), networks(), LIMITS)
def test_something_is_reached_where_the_nearest_is_within_the_limit(data, network, limit_m):
    origins, destinations = data.draw(places_on(network)), data.draw(places_on(network))
    limit_m = clear_limit(by_networkx(network, origins, destinations), limit_m)
    every = Opportunities(destinations, np.ones((len(destinations.segment), 1)))

    count = reachable(network, origins, every, limit_m=limit_m)[:, 0]

    nearest_m = walking_distance(network, origins, destinations, limit_m=limit_m)
    on = origins.segment >= 0
    np.testing.assert_array_equal(count[on] > 0, nearest_m[on] <= limit_m)
    assert np.isnan(count[~on]).all()


@given(st.data(), networks(), LIMITS)
def test_a_duplicate_of_a_place_counts_as_one_more(data, network, limit_m):
    origins, destinations = data.draw(places_on(network)), data.draw(places_on(network))
    count = len(destinations.segment)
    single = Opportunities(destinations, np.ones((count, 1)))
    twice = part_of(destinations, np.tile(np.arange(count), 2))
    double = Opportunities(twice, np.ones((2 * count, 1)))

    once = reachable(network, origins, single, limit_m=limit_m)
    doubled = reachable(network, origins, double, limit_m=limit_m)

    np.testing.assert_array_equal(doubled, 2 * once)


@given(networks())
def test_every_node_with_a_street_stands_on_it(network):
    nodes = at_nodes(network)

    with_street = np.isin(np.arange(len(network.x)), [network.start, network.end])
    np.testing.assert_array_equal(nodes.segment >= 0, with_street)
    for node in np.flatnonzero(with_street):
        segment, along_m = nodes.segment[node], nodes.along_m[node]
        at_start = along_m == 0 and network.start[segment] == node
        assert at_start or (along_m == network.length_m[segment] and network.end[segment] == node)


def test_a_search_without_room_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    network = crooked_town(3)
    points = scattered(network, 4, 300)
    people = Opportunities(points, np.ones((300, 1)))
    whole = reachable(network, points, people, limit_m=5000)

    monkeypatch.setattr("localgoals.spatial.opportunities._LINKS", 3)
    scarce = reachable(network, points, people, limit_m=5000)

    np.testing.assert_array_equal(scarce, whole)
    assert np.nanmax(whole) > 3


@pytest.mark.parametrize("block_m", BLOCKS_M)
@pytest.mark.parametrize("even", [True, False])
def test_short_blocks_take_no_more_steps_than_long_ones(
    monkeypatch: pytest.MonkeyPatch, block_m: float, even: bool
) -> None:
    town = lattice(block_m, even=even)
    nodes = at_nodes(town)
    tries = []

    def add_up(*given: object) -> bool:
        tries.append(given)
        return pair_sums.add_up(*given)

    monkeypatch.setattr(opportunities, "add_up", add_up)
    # Each step takes one link, and a search that runs out of them is tried again.
    monkeypatch.setattr(opportunities, "_LINKS", 4 * 3600)

    found = reachable(
        town, part_of(nodes, np.array([0])), Opportunities(nodes, np.ones((3600, 1))), limit_m=1e5
    )

    assert found.tolist() == [[3600.0]]
    assert len(tries) == 1


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=40))
def test_the_curve_goes_through_one_quarter_after_the_other(corners):
    x, y = np.array(corners, float).T

    order = along_a_curve(x, y)

    quarter = (x + 2 * y)[order]
    assert sorted(order) == list(range(len(x)))
    assert (np.diff(quarter) >= 0).all() or np.ptp(x) == 0 or np.ptp(y) == 0


def test_the_curve_keeps_neighbours_near() -> None:
    chance = np.random.default_rng(2)
    x, y = chance.uniform(3e5, 3.2e5, (2, 4000))

    order = along_a_curve(x, y)

    steps_m = np.hypot(np.diff(x[order]), np.diff(y[order]))
    assert np.median(steps_m) < 500


def test_a_limit_beyond_everything_takes_no_more_room_than_the_town() -> None:
    network = crooked_town(5)
    nodes = at_nodes(network)
    held = Opportunities(nodes, np.ones((len(nodes.segment), 1)))

    far, farther = (reachable(network, nodes, held, limit_m=limit_m) for limit_m in (1e6, 1e15))

    np.testing.assert_array_equal(far, farther)


@pytest.mark.parametrize("limit_m", [-1.0, np.inf, np.nan])
def test_a_walk_without_an_end_is_refused(limit_m: float) -> None:
    network = crooked_town(1)
    nodes = at_nodes(network)

    with pytest.raises(BadInput, match="no limit of a walk"):
        reachable(network, nodes, Opportunities(nodes, np.ones((60, 1))), limit_m=limit_m)


def test_amounts_must_fit_the_destinations() -> None:
    network = crooked_town(1)
    nodes = at_nodes(network)

    with pytest.raises(BadInput, match="60 destinations and amounts of shape"):
        reachable(network, nodes, Opportunities(nodes, np.ones((59, 1))), limit_m=10)


@given(st.data(), networks(), LIMITS, st.integers(1, 4))
def test_kinds_together_are_each_kind_alone(data, network, limit_m, threads):
    origins = data.draw(places_on(network))
    kinds = [data.draw(places_on(network)) for _ in range(data.draw(st.integers(0, 3)))]

    together = distance_by_kind(network, origins, kinds, limit_m=limit_m, threads=threads)

    assert together.shape == (len(origins.segment), len(kinds))
    for column, kind in enumerate(kinds):
        alone = walking_distance(network, origins, kind, limit_m=limit_m)
        np.testing.assert_array_equal(together[:, column], alone)


@settings(max_examples=40)
@given(st.data(), networks())
def test_compiled_and_plain_python_add_up_alike(data, network):
    origins, destinations = data.draw(places_on(network)), data.draw(places_on(network))
    held = Opportunities(destinations, np.ones((len(destinations.segment), 1)))
    compiled = reachable(network, origins, held, limit_m=60)

    with pytest.MonkeyPatch.context() as patch:
        for kernel in (pair_sums._begin, pair_sums._search, pair_sums._add_street):
            patch.setattr(pair_sums, kernel.py_func.__name__, kernel.py_func)
        patch.setattr(opportunities, "add_up", pair_sums.add_up.py_func)
        plain = reachable(network, origins, held, limit_m=60)

    np.testing.assert_array_equal(plain, compiled)
