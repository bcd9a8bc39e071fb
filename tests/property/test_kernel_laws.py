"""Kernels against what libraries and plain loops find, to the last bit where sums are the same."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from localgoals.spatial.network import Snapped, WalkNetwork, segment_lines, snap, walk_network
from localgoals.spatial.reach import walking_distance
from localgoals.spatial.search import Edges, _spread, spread
from localgoals.spatial.snapping import Segments, cell_order, nearest_segments, segment_grid

SEEDS = st.integers(0, 2**32 - 1)


def town(seed: int, *, nodes: int = 60, segments: int = 120, side_m: float = 500) -> WalkNetwork:
    """Make streets anywhere, some crossing a whole town, some a metre long, in separate parts."""
    chance = np.random.default_rng(seed)
    x, y = chance.uniform(0, side_m, (2, nodes))
    x[: nodes // 4] = np.round(x[: nodes // 4] / 50) * 50
    y[: nodes // 4] = np.round(y[: nodes // 4] / 50) * 50
    return walk_network(x, y, *chance.integers(0, nodes, (2, segments), dtype=np.int32))


@settings(max_examples=60)
@given(SEEDS, st.sampled_from([1.0, 30.0, 200.0, 1e6]))
def test_the_grid_finds_the_segment_that_shapely_finds(seed: int, within_m: float) -> None:
    network = town(seed)
    chance = np.random.default_rng(seed + 1)
    # Points in the town, far outside of it, and on the nodes themselves.
    x = np.concatenate([chance.uniform(-300, 800, 80), chance.uniform(-9e3, 9e3, 20), network.x])
    y = np.concatenate([chance.uniform(-300, 800, 80), chance.uniform(-9e3, 9e3, 20), network.y])
    lines = segment_lines(network.x, network.y, network.start, network.end)

    found = snap(network, x, y, within_m=within_m)

    away_m = shapely.distance(shapely.points(x, y)[:, None], lines[None, :])
    nearest_m = away_m.min(axis=1)
    clear = np.abs(nearest_m - within_m) > 1e-9
    assert ((found.segment >= 0) == (nearest_m <= within_m))[clear].all()
    on = found.segment >= 0
    np.testing.assert_allclose(found.away_m[on], nearest_m[on], rtol=0, atol=1e-9)
    chosen_m = away_m[np.flatnonzero(on), found.segment[on]]
    np.testing.assert_allclose(chosen_m, nearest_m[on], rtol=0, atol=1e-9)


def test_a_line_of_one_kilometre_needs_no_more_cells_than_it_has_segments() -> None:
    x = np.arange(1001.0) * 1000
    grid = segment_grid(Segments(x[:-1], np.zeros(1000), x[1:], np.zeros(1000)))

    assert grid.layout.columns * grid.layout.rows <= 2000
    assert sorted(set(grid.listed.tolist())) == list(range(1000))


def by_dijkstra(network: WalkNetwork, offset_m: np.ndarray, limit_m: float) -> np.ndarray:
    """Let SciPy search from one more node that leads to every start."""
    graph, nodes = network.graph, len(network.x)
    start = np.flatnonzero(np.isfinite(offset_m)).astype(np.int32)
    more = csr_array(
        (
            np.concatenate([graph.data, offset_m[start]]),
            np.concatenate([graph.indices, start]),
            np.append(graph.indptr, graph.nnz + len(start)),
        ),
        shape=(nodes + 1, nodes + 1),
    )
    return np.asarray(dijkstra(more, indices=[nodes], limit=limit_m))[0, :nodes]


@settings(max_examples=60)
@given(SEEDS, st.sampled_from([0.5, 24.9, 25.0, 400.0, 5000.0]))
def test_distances_are_dijkstras_to_the_last_bit(seed: int, limit_m: float) -> None:
    network = town(seed)
    chance = np.random.default_rng(seed + 1)
    offset_m = np.full(len(network.x), np.inf)
    start = chance.integers(0, len(network.x), 5)
    offset_m[start] = chance.uniform(0.1, 60, 5)
    expected = by_dijkstra(network, offset_m, limit_m)

    graph = network.graph
    found_m = offset_m.copy()
    spread(graph.indptr, graph.indices, graph.data, limit_m, found_m)

    np.testing.assert_array_equal(found_m, expected)


@settings(max_examples=20)
@given(SEEDS)
def test_a_search_that_runs_out_of_room_begins_again(seed: int) -> None:
    network = town(seed)
    graph = network.graph
    whole_m = np.full(len(network.x), np.inf)
    whole_m[0] = 0.0
    scarce_m = whole_m.copy()
    spread(graph.indptr, graph.indices, graph.data, 5000.0, whole_m)

    edges = Edges(graph.indptr.astype(np.uint32), graph.indices.astype(np.uint32), graph.data)
    links, tries = 4, 1
    while not _spread(edges, 5000.0, scarce_m, links):
        links, tries = links + 4, tries + 1

    np.testing.assert_array_equal(scarce_m, whole_m)
    assert tries > 1 or np.isfinite(whole_m).sum() < 4


@settings(max_examples=30)
@given(SEEDS)
def test_many_destinations_are_the_least_of_each(seed: int) -> None:
    network = town(seed)
    chance = np.random.default_rng(seed + 1)
    points = [snap(network, *chance.uniform(0, 500, (2, n)), within_m=500) for n in (40, 6)]

    together = walking_distance(network, *points, limit_m=600)

    each = [
        walking_distance(
            network,
            points[0],
            Snapped(
                *(
                    part[one : one + 1]
                    for part in (points[1].segment, points[1].along_m, points[1].away_m)
                )
            ),  # fmt: skip
            limit_m=600,
        )
        for one in range(6)
    ]
    np.testing.assert_array_equal(together, np.min(each, axis=0))


def test_compiled_and_plain_python_agree_to_the_last_bit() -> None:
    network = town(7)
    chance = np.random.default_rng(8)
    x, y = chance.uniform(-50, 550, (2, 60))
    graph = network.graph
    edges = Edges(graph.indptr.astype(np.uint32), graph.indices.astype(np.uint32), graph.data)

    answers = []
    for way in (lambda kernel: kernel, lambda kernel: kernel.py_func):
        order = way(cell_order)(x, y, network.grid.layout)
        nearest = way(nearest_segments)(x, y, network.segments, network.grid, 300.0)
        distance_m = np.full(len(network.x), np.inf)
        distance_m[:3] = 0
        assert way(_spread)(edges, 900.0, distance_m, 10_000)
        answers.append((order, nearest, distance_m))

    for one, other in zip(*answers, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_matrix_of_scipy_can_be_spread_over() -> None:
    edges = coo_array(([3.0, 4.0], ([0, 1], [1, 2])), shape=(3, 3)).tocsr()
    distance_m = np.array([1.0, np.inf, np.inf])

    spread(edges.indptr, edges.indices, edges.data, 10.0, distance_m)

    assert distance_m.tolist() == [1, 4, 8]
