"""What people would do without LocalGoals: Shapely, SciPy, and pandana in memory."""

from __future__ import annotations

import os
import time

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from localgoals.spatial.network import WalkNetwork, segment_lines


def on_streets(
    network: WalkNetwork, tree: shapely.STRtree, x: np.ndarray, y: np.ndarray, within_m: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Put points on the nearest segment: which points, which segments, how far along."""
    points = shapely.points(x, y)
    which, segment = tree.query_nearest(points, max_distance=within_m, all_matches=False)
    along_m = shapely.line_locate_point(tree.geometries[segment], points[which])
    return which, segment, np.minimum(along_m, network.length_m[segment])


def share_with_scipy(
    network: WalkNetwork, homes: np.ndarray, stops: np.ndarray, within_m: tuple[float, float]
) -> np.ndarray:
    """
    Give the share of homes that a stop is within reach of, with Shapely's tree and SciPy's search.

    One more node leads to both ends of every segment with a stop.
    """
    from_street_m, walk_m = within_m
    start, end, length_m = network.start, network.end, network.length_m
    tree = shapely.STRtree(segment_lines(network.x, network.y, start, end))
    which, segment, along_m = on_streets(network, tree, *homes, from_street_m)
    _, stop_segment, stop_m = on_streets(network, tree, *stops, from_street_m)
    node = np.concatenate([start[stop_segment], end[stop_segment]])
    offset_m = pd.Series(np.concatenate([stop_m, length_m[stop_segment] - stop_m]))
    offset_m = offset_m.groupby(node).min()
    # SciPy takes a stored zero for a street of no length, but not from a matrix that adds up.
    n = len(network.x)
    rows = np.concatenate([start, end, np.full(len(offset_m), n)])
    columns = np.concatenate([end, start, offset_m.index.to_numpy()])
    weights = np.concatenate([length_m, length_m, offset_m.to_numpy()])
    graph = coo_array((weights, (rows, columns)), shape=(n + 1, n + 1)).tocsr()
    to_node_m = dijkstra(graph, indices=n, limit=walk_m)[:n]
    distance_m = np.minimum(
        to_node_m[start[segment]] + along_m,
        to_node_m[end[segment]] + length_m[segment] - along_m,
    )
    here = pd.DataFrame({"segment": segment, "home": np.arange(len(which)), "m": along_m})
    both = here.merge(pd.DataFrame({"segment": stop_segment, "stop_m": stop_m}), on="segment")
    straight_m = (both["m"] - both["stop_m"]).abs().to_numpy()
    np.minimum.at(distance_m, both["home"].to_numpy(), straight_m)
    return np.array([(distance_m <= walk_m).sum() / homes.shape[1]])


def sums_with_pandana(network: WalkNetwork, amounts: np.ndarray, limit_m: float) -> np.ndarray:
    """
    Add up columns within a limit of every node.

    Returns
    -------
    answer
        One row for each node; the last row holds the seconds after the hierarchy was made.
    """
    # It tells its progress on standard output; this is a process of its own.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # In this process alone: a fork after its threads have started would hang.
    import pandana

    nodes = pd.RangeIndex(len(network.x))
    ends = pd.Series(network.start), pd.Series(network.end)
    lengths = pd.DataFrame({"length": network.length_m})
    streets = pandana.Network(pd.Series(network.x), pd.Series(network.y), *ends, lengths)
    began = time.perf_counter()
    streets.precompute(limit_m)
    sums = []
    for column in amounts.T:
        streets.set(pd.Series(nodes), pd.Series(column), name="amount")
        sums.append(streets.aggregate(limit_m, type="sum", decay="flat", name="amount"))
    seconds = time.perf_counter() - began
    return np.vstack([np.stack(sums, axis=1), np.full(len(sums), seconds)])
