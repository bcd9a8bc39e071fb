"""
Snapping to streets and searching along them, beside general libraries, on a made-up city.

Every way runs in a process of its own, and the answers are compared before a time counts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import networkx as nx
import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra

from localgoals.spatial.network import Snapped, WalkNetwork, segment_lines, snap
from localgoals.spatial.reach import walking_distance
from localgoals.spatial.search import spread

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from made_up import lattice, scatter
from measured import HEADER, compared, measured
from page import machine, markdown_table, write_section

PEOPLE = 200_000
WALK_M = 1000.0
FROM_STREET_M = 300.0
PACKAGES = ("localgoals", "numpy", "numba", "scipy", "shapely", "networkx")


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    chance = np.random.default_rng(11)
    network = lattice(chance)
    x, y = scatter(chance, PEOPLE)
    rows = [*snapping(network, x, y), *searching(network, chance, x, y)]
    table = markdown_table(HEADER, rows)
    print(table)
    write_section("walking", f"{table}\n\n{machine(PACKAGES)}")


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
    return [compared(name, ours, "Shapely STRtree", theirs)]


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
    rows = []
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
        rows.append(compared(name, here, "SciPy dijkstra", scipy))
        rows.append(compared(name, here, "NetworkX", networkx))
    return rows


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
