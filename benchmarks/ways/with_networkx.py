"""SDG 11.2.1 of Northern Kentucky with pyrosm, Shapely and NetworkX: the same method."""

from __future__ import annotations

from collections import defaultdict

import networkx as nx
import numpy as np
import pandas as pd
import shapely
from inputs import FROM_STREET_M, WALK_M, Files, run
from peer_inputs import read_people, read_stops, read_streets
from telling import Clock


def share_within_reach(files: Files, clock: Clock) -> float:
    """Compute the percentage of people within 500 m along the streets of a stop."""
    nodes, edges = read_streets(files.streets)
    clock.done("streets")
    stops = read_stops(files.transit)
    clock.done("transit")
    homes, people = read_people(files.people)
    clock.done("people")
    graph = graph_with_feet(nodes, edges, {"stop": stops.array, "home": homes.array})
    sources = [node for node in graph if isinstance(node, tuple) and node[0] == "stop"]
    distance_m = nx.multi_source_dijkstra_path_length(graph, sources, cutoff=WALK_M)
    reached = [number for number in range(len(people)) if ("home", number) in distance_m]
    clock.done("walk")
    return float(100 * people[reached].sum() / people.sum())


def graph_with_feet(
    nodes: pd.DataFrame, edges: pd.DataFrame, points: dict[str, np.ndarray]
) -> nx.Graph:
    """Make the street graph, cut at the foot of every point on the street nearest to it."""
    starts, ends = nodes.loc[edges["u"]].to_numpy(), nodes.loc[edges["v"]].to_numpy()
    lines = shapely.linestrings(np.stack([starts, ends], axis=1))
    tree = shapely.STRtree(lines)
    feet = defaultdict(list)
    for kind, geometries in points.items():
        number, edge = tree.query_nearest(geometries, max_distance=FROM_STREET_M, all_matches=False)
        along = shapely.line_locate_point(lines[edge], geometries[number])
        along = np.minimum(along, edges["length"].to_numpy()[edge])
        for one, where, at in zip(number, edge, along, strict=True):
            feet[where].append((at, (kind, int(one))))
    graph = nx.Graph()
    for edge, (u, v, length) in enumerate(edges.itertuples(index=False)):
        ordered = [(0.0, u), *sorted(feet.get(edge, ())), (length, v)]
        for (before_m, before), (after_m, after) in zip(ordered, ordered[1:], strict=False):
            weight = after_m - before_m
            if not graph.has_edge(before, after) or graph[before][after]["weight"] > weight:
                graph.add_edge(before, after, weight=weight)
    return graph


if __name__ == "__main__":
    run(share_within_reach)
