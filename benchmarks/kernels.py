"""
The spatial kernels beside a general library, on made-up cities of a known size.

Both sides run in one process, in turn, and their answers are compared before anything is timed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import shapely
from affine import Affine
from exactextract import exact_extract
from exactextract.feature import JSONFeatureSource
from exactextract.raster import NumPyRasterSource
from scipy import ndimage
from scipy.sparse.csgraph import dijkstra

from localgoals.spatial.borders import Borders, borders_of, sums_inside
from localgoals.spatial.network import Snapped, WalkNetwork, segment_lines, snap, walk_network
from localgoals.spatial.reach import walking_distance
from localgoals.spatial.search import spread
from localgoals.spatial.settlement import degree_of_urbanisation

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from page import machine, markdown_table, write_section

SIDE = 450
BLOCK_M = 80.0
PEOPLE = 200_000
WALK_M = 1000.0
GRID = 10_000
FROM_STREET_M = 300.0
PACKAGES = ("localgoals", "numpy", "numba", "scipy", "shapely", "networkx", "exactextract")


def main() -> None:
    """Measure every kernel, print, and write the table into the documentation."""
    chance = np.random.default_rng(11)
    network = lattice(chance)
    x, y = scatter(chance, PEOPLE)
    rows = [
        *snapping(network, x, y),
        *searching(network, chance, x, y),
        *summing(chance),
        *settling(chance),
    ]
    table = markdown_table(["kernel", "LocalGoals, s", "peer, s", "ratio", "peer"], rows)
    print(table)
    write_section("kernels", f"{table}\n\n{machine(PACKAGES)}")


def lattice(chance: np.random.Generator) -> WalkNetwork:
    """Make a city of crooked blocks, with a quarter of its streets missing."""
    across, down = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    x = (across * BLOCK_M + chance.uniform(-20, 20, across.shape)).ravel()
    y = (down * BLOCK_M + chance.uniform(-20, 20, across.shape)).ravel()
    node = np.arange(SIDE * SIDE, dtype=np.int32).reshape(SIDE, SIDE)
    start = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    end = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    there = chance.random(len(start)) < 0.75
    return walk_network(x, y, start[there], end[there])


def scatter(chance: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Put points anywhere in the city."""
    width_m = SIDE * BLOCK_M
    return chance.uniform(0, width_m, count), chance.uniform(0, width_m, count)


def fastest(work: Callable[[], object], *, rounds: int = 3) -> float:
    """Give the seconds of the fastest of some rounds."""
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def row(kernel: str, ours: float, theirs: float, peer: str) -> list[str]:
    """Lay out one comparison; the ratio is how many times longer the peer takes."""
    return [kernel, f"{ours:.3f}", f"{theirs:.3f}", f"{theirs / ours:.2g}", peer]


def snapping(network: WalkNetwork, x: np.ndarray, y: np.ndarray) -> list[list[str]]:
    """Compare snapping with Shapely's nearest segment, both with the index ready."""
    tree = shapely.STRtree(segment_lines(network.x, network.y, network.start, network.end))

    def with_shapely() -> np.ndarray:
        points = shapely.points(x, y)
        return tree.query_nearest(points, return_distance=True, all_matches=False)[1]

    assert network.grid.layout.columns > 0
    snapped = snap(network, x, y, within_m=1e6)
    np.testing.assert_allclose(snapped.away_m, with_shapely(), rtol=0, atol=1e-9)
    ours = fastest(lambda: snap(network, x, y, within_m=FROM_STREET_M))
    name = f"snap {len(x):,} points to {len(network.start):,} segments"
    return [row(name, ours, fastest(with_shapely), "Shapely STRtree")]


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

        def with_networkx(sources: np.ndarray = sources) -> dict[int, float]:
            return nx.multi_source_dijkstra_path_length(graph, set(sources.tolist()), cutoff=WALK_M)

        np.testing.assert_array_equal(ours(), with_scipy())
        whole = walking_distance(network, homes, stops, limit_m=WALK_M)
        found = with_networkx()
        # Stops stand at the start of their segment, and so next to its end, too.
        assert_near(network, homes, whole, found)
        seconds = fastest(ours, rounds=7)
        name = f"search {len(network.x):,} nodes from {count:,}"
        rows.append(row(name, seconds, fastest(with_scipy, rounds=7), "SciPy dijkstra"))
        rows.append(row(name, seconds, fastest(with_networkx, rounds=1), "NetworkX"))
    return rows


def summing(chance: np.random.Generator) -> list[list[str]]:
    """Compare exact sums by zone, in memory; the second time borders are cut already."""
    values = chance.gamma(0.5, 20, (GRID, GRID)).astype(np.float32)
    transform = Affine(1, 0, 0, 0, -1, GRID)
    rows = []
    for count in (500, 5_000):
        zones = districts(chance, count)
        borders = borders_of(zones, transform, values.shape)
        features = [
            {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(zone)}
            for zone in zones
        ]

        def ours(zones: np.ndarray = zones) -> np.ndarray:
            return sums_inside(values, borders_of(zones, transform, values.shape))[0]

        def again(borders: Borders = borders) -> np.ndarray:
            return sums_inside(values, borders)[0]

        def theirs(features: list[dict[str, object]] = features) -> np.ndarray:
            raster = NumPyRasterSource(values, 0, 0, GRID, GRID)
            found = exact_extract(raster, JSONFeatureSource(features), ["sum"])
            return np.array([feature["properties"]["sum"] for feature in found])

        np.testing.assert_allclose(ours(), theirs(), rtol=1e-7)
        peer = fastest(theirs, rounds=1)
        name = f"sum {GRID:,} x {GRID:,} cells in {count:,} zones"
        rows.append(row(name, fastest(ours), peer, "exactextract"))
        rows.append(row(f"{name}, another year", fastest(again), peer, "exactextract"))
    return rows


def districts(chance: np.random.Generator, count: int) -> np.ndarray:
    """Cut the grid into districts, each with some 280 corners."""
    whole = shapely.box(0, 0, GRID, GRID)
    seeds = shapely.multipoints(chance.uniform(0, GRID, (count, 2)))
    parts = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=whole))
    cut = shapely.intersection(parts, whole)
    return np.asarray(shapely.segmentize(cut, GRID / np.sqrt(count) / 70), object)


def assert_near(
    network: WalkNetwork, homes: Snapped, found: np.ndarray, to_node: dict[int, float]
) -> None:
    """Hold distances against those of the nodes at both ends of everybody's street."""
    on = homes.segment >= 0
    edge, along_m = homes.segment[on], homes.along_m[on]
    by_node = np.array([to_node.get(node, np.inf) for node in range(len(network.x))])
    expected = np.minimum(
        by_node[network.start[edge]] + along_m,
        by_node[network.end[edge]] + network.length_m[edge] - along_m,
    )
    expected[expected > WALK_M] = np.inf
    np.testing.assert_allclose(found[on], expected, rtol=0, atol=1e-9)


def settling(chance: np.random.Generator) -> list[list[str]]:
    """Measure the Degree of Urbanisation of 4,000 x 4,000 cells beside a single labelling."""
    smooth = ndimage.gaussian_filter(chance.random((4000, 4000)), 2)
    # About 120,000 cells are denser than 1,500, and 500,000 denser than 300, as in a large country.
    towns = np.exp(0.355 + 2.87 * (smooth - smooth.mean()) / smooth.std())
    dense = towns >= 300
    ours = fastest(lambda: degree_of_urbanisation(towns), rounds=2)
    theirs = fastest(lambda: ndimage.label(dense, structure=np.ones((3, 3))), rounds=2)
    return [row("Degree of Urbanisation, 16 million cells", ours, theirs, "SciPy, one labelling")]


if __name__ == "__main__":
    main()
