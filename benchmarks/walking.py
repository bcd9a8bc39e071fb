"""
Snapping to streets, searching and adding up along them, beside libraries, on a made-up city.

Every way runs in a process of its own, and the answers are compared before a time counts.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra

from localgoals.spatial.network import Snapped, WalkNetwork, segment_lines, snap, walk_network
from localgoals.spatial.opportunities import Opportunities, at_nodes, reachable
from localgoals.spatial.reach import walking_distance
from localgoals.spatial.search import spread

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from made_up import lattice, scatter
from measured import HEADER, Measured, compared, fastest_s, measured
from page import markdown_table, publish
from walking_peers import share_with_scipy, sums_with_pandana

PEOPLE = 200_000
STOPS = 2_000
COLUMNS = 4
SUMS_SIDE = 310
"""Of the city of sums, in blocks: 24 million pairs of nodes lie within a kilometre."""
CANDIDATES = 10
"""Segments that have to be looked at to find the nearest to a point."""
WALK_M = 1000.0
FROM_STREET_M = 300.0
PACKAGES = ("localgoals", "numpy", "numba", "scipy", "shapely", "networkx", "pandana")


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    chance = np.random.default_rng(11)
    network = lattice(chance)
    x, y = scatter(chance, PEOPLE)
    rows = [
        *snapping(network, x, y),
        *searching(network, chance, x, y),
        *from_points_to_share(network, chance, x, y),
        *adding_up(lattice(chance, SUMS_SIDE), chance),
    ]
    publish("walking", [markdown_table(HEADER, rows)], PACKAGES)


def snapping(network: WalkNetwork, x: np.ndarray, y: np.ndarray) -> list[list[str]]:
    """Compare snapping with Shapely's nearest segment, both with the index ready."""
    tree = shapely.STRtree(segment_lines(network.x, network.y, network.start, network.end))
    assert network.grid.layout.columns > 0
    far = snap(network, x, y, within_m=1e6)

    def with_shapely() -> np.ndarray:
        points = shapely.points(x, y)
        return tree.query_nearest(points, return_distance=True, all_matches=False)[1]

    theirs = measured(with_shapely)
    np.testing.assert_allclose(far.away_m, theirs.answer, rtol=0, atol=1e-9)
    ours = measured(lambda: snap(network, x, y, within_m=FROM_STREET_M).away_m)
    near = theirs.answer <= FROM_STREET_M
    np.testing.assert_allclose(ours.answer[near], theirs.answer[near], rtol=0, atol=1e-9)
    name = f"snap {len(x):,} points to {len(network.start):,} segments"
    return [compared(name, ours, "Shapely STRtree", theirs, limit_s=candidates_s(network, far))]


def candidates_s(network: WalkNetwork, homes: Snapped) -> float:
    """Measure how long it takes to read both ends of some segments for each point, in order."""
    near = np.sort(homes.segment)[:, None] + np.arange(CANDIDATES)
    near = np.minimum(near, len(network.start) - 1)
    return fastest_s(lambda: sum(float(part[near].sum()) for part in network.segments))


def sweep_s(network: WalkNetwork) -> float:
    """Measure one look at each edge with the distance of the node it leads to, by SciPy."""
    distance_m = np.arange(len(network.x), dtype=float)
    return fastest_s(lambda: float((network.graph @ distance_m)[0]))


def searching(
    network: WalkNetwork, chance: np.random.Generator, x: np.ndarray, y: np.ndarray
) -> list[list[str]]:
    """Compare the search with SciPy's and NetworkX', for few and for many destinations."""
    homes = snap(network, x, y, within_m=FROM_STREET_M)
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        zip(network.start.tolist(), network.end.tolist(), network.length_m.tolist(), strict=True)
    )
    edges = network.graph
    rows, limit_s = [], sweep_s(network)
    for count in (2_000, 20_000):
        segment = chance.choice(len(network.start), count, replace=False).astype(np.int32)
        stops = Snapped(segment, np.zeros(count), np.zeros(count))
        sources = np.unique(network.start[segment])
        beginning = np.full(len(network.x), np.inf)
        beginning[sources] = 0

        def ours(beginning: np.ndarray = beginning) -> np.ndarray:
            distance_m = beginning.copy()
            spread(edges.indptr, edges.indices, edges.data, WALK_M, distance_m)
            return distance_m

        def with_scipy(sources: np.ndarray = sources) -> np.ndarray:
            return np.asarray(dijkstra(edges, indices=sources, min_only=True, limit=WALK_M))

        def with_networkx(sources: np.ndarray = sources) -> np.ndarray:
            found = nx.multi_source_dijkstra_path_length(
                graph, set(sources.tolist()), cutoff=WALK_M
            )
            return np.array([found.get(node, np.inf) for node in range(len(network.x))])

        here, scipy = measured(ours, rounds=7), measured(with_scipy, rounds=7)
        networkx = measured(with_networkx, rounds=1)
        np.testing.assert_array_equal(here.answer, scipy.answer)
        whole = walking_distance(network, homes, stops, limit_m=WALK_M)
        # Stops stand at the start of their segment, and so next to its end, too.
        assert_near(network, homes, whole, networkx.answer)
        name = f"search {len(network.x):,} nodes from {count:,}"
        rows.append(compared(name, here, "SciPy dijkstra", scipy, limit_s))
        rows.append(compared(name, here, "NetworkX", networkx, limit_s))
    return rows


def from_points_to_share(
    network: WalkNetwork, chance: np.random.Generator, x: np.ndarray, y: np.ndarray
) -> list[list[str]]:
    """Compare SDG 11.2.1 from nodes, segments and points to the share, indexes and all."""
    stops = scatter(chance, STOPS)
    order = chance.permutation(len(network.start))
    start, end = network.end[order], network.start[order]

    def ours() -> np.ndarray:
        streets = walk_network(network.x, network.y, start, end)
        homes = snap(streets, x, y, within_m=FROM_STREET_M)
        places = snap(streets, *stops, within_m=FROM_STREET_M)
        distance_m = walking_distance(streets, homes, places, limit_m=WALK_M)
        return np.array([(distance_m <= WALK_M).sum() / len(x)])

    def theirs() -> np.ndarray:
        within_m = FROM_STREET_M, WALK_M
        return share_with_scipy(network, np.stack([x, y]), np.stack(stops), within_m)

    here, there = measured(ours, rounds=5), measured(theirs, rounds=1)
    # One home in the city may stand at the limit to the last bit.
    np.testing.assert_allclose(here.answer, there.answer, rtol=0, atol=1.5 / PEOPLE)
    homes = snap(network, x, y, within_m=FROM_STREET_M)
    on = Snapped(
        *(part[homes.segment >= 0] for part in (homes.segment, homes.along_m, homes.away_m))
    )
    limit_s = candidates_s(network, on) + sweep_s(network)
    name = f"SDG 11.2.1, {PEOPLE:,} homes, {STOPS:,} stops"
    return [compared(name, here, "Shapely and SciPy", there, limit_s)]


def adding_up(network: WalkNetwork, chance: np.random.Generator) -> list[list[str]]:
    """Compare sums of several columns within a kilometre of every node with pandana's."""
    nodes = at_nodes(network)
    amounts = chance.integers(0, 9, (len(network.x), COLUMNS)).astype(float)
    amounts[nodes.segment < 0] = 0
    held, cores = Opportunities(nodes, amounts), os.cpu_count() or 1
    ones = Opportunities(nodes, np.ones((len(nodes.segment), 1)))
    pairs = int(np.nansum(reachable(network, nodes, ones, limit_m=WALK_M, threads=cores)))

    def with_threads(threads: int) -> Measured:
        return measured(lambda: reachable(network, nodes, held, limit_m=WALK_M, threads=threads))

    alone, together = with_threads(1), with_threads(cores)
    np.testing.assert_array_equal(alone.answer, together.answer)
    theirs = measured(lambda: sums_with_pandana(network, amounts, WALK_M), rounds=1)
    assert_sums(network, together.answer, amounts, theirs.answer[:-1])
    # Each search has to look once at each edge of each node that it reaches.
    limit_s = sweep_s(network) * pairs / len(network.x)
    name = f"{COLUMNS} sums of {pairs / 1e6:.0f} million pairs"
    ready = theirs._replace(seconds=float(theirs.answer[-1, 0]))
    return [
        compared(f"{name}, {cores} threads", together, "pandana", theirs, limit_s / cores),
        compared(
            f"{name}, {cores} threads", together, "pandana, made ready", ready, limit_s / cores
        ),
        compared(f"{name}, 1 thread", alone, "pandana, made ready", ready, limit_s),
    ]


def assert_sums(
    network: WalkNetwork, found: np.ndarray, amounts: np.ndarray, by_pandana: np.ndarray
) -> None:
    """
    Hold sums against SciPy's distances from some nodes, and against pandana's.

    pandana rounds lengths, so a place near the limit may fall on its other side.
    """
    some = np.arange(0, len(found), len(found) // 300)
    some = some[np.isfinite(found[some, 0])]
    distance_m = dijkstra(network.graph, indices=some, limit=WALK_M)
    np.testing.assert_array_equal(found[some], (distance_m <= WALK_M) @ amounts)
    on = np.isfinite(found[:, 0])
    assert (found[on] == by_pandana[on]).mean() > 0.99
    np.testing.assert_allclose(found[on].sum(), by_pandana[on].sum(), rtol=1e-3)


def assert_near(
    network: WalkNetwork, homes: Snapped, found: np.ndarray, by_node: np.ndarray
) -> None:
    """Hold distances against those of the nodes at both ends of everybody's street."""
    on = homes.segment >= 0
    edge, along_m = homes.segment[on], homes.along_m[on]
    expected = np.minimum(
        by_node[network.start[edge]] + along_m,
        by_node[network.end[edge]] + network.length_m[edge] - along_m,
    )
    expected[expected > WALK_M] = np.inf
    np.testing.assert_allclose(found[on], expected, rtol=0, atol=1e-9)


if __name__ == "__main__":
    main()
