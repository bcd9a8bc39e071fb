"""
Distance from where people are to the nearest of many destinations.

One search from all destinations at once, bounded at the limit, serves every person: its cost hardly
grows with the number of destinations.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

from localgoals.spatial.network import Floats, Snapped, WalkNetwork


def walking_distance(
    network: WalkNetwork, origins: Snapped, destinations: Snapped, *, limit_m: float
) -> Floats:
    """
    Measure the walking distance along the streets from each origin to the nearest destination.

    From foot to foot: the way from a point to its foot on the street is not counted. Destinations
    that are not on the network reach nobody.

    Parameters
    ----------
    origins, destinations
        Points on the network, from `snap`.
    limit_m
        How far to search, inclusive. [m]

    Returns
    -------
    distance_m
        One per origin: at most `limit_m`; infinite beyond; NaN for an origin that is not on the
        network. [m]

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.2.1, 4.c: service areas along the street network.

    Examples
    --------
    A street of 100 m, a person at 20 m and a stop at 80 m:

    >>> from localgoals.spatial.network import snap, walk_network
    >>> street = walk_network([0.0, 100.0], [0.0, 0.0], [0], [1])
    >>> person = snap(street, [20.0], [5.0], within_m=50)
    >>> stop = snap(street, [80.0], [-5.0], within_m=50)
    >>> float(walking_distance(street, person, stop, limit_m=500)[0])
    60.0
    """
    to_node = _distance_to_nodes(network, destinations, limit_m)
    segment = origins.segment
    distance_m = np.full(len(segment), np.nan)
    on = segment >= 0
    edge, along_m = segment[on], origins.along_m[on]
    by_start = to_node[network.start[edge]] + along_m
    by_end = to_node[network.end[edge]] + (network.length_m[edge] - along_m)
    nearest = np.minimum(
        np.minimum(by_start, by_end), _along_the_same_segment(origins, destinations)[on]
    )
    distance_m[on] = np.where(nearest <= limit_m, nearest, np.inf)
    return distance_m


def _distance_to_nodes(network: WalkNetwork, destinations: Snapped, limit_m: float) -> Floats:
    """
    Measure from every node to the nearest destination, infinite beyond the limit.

    Destinations stand between nodes, so the search starts at one more node, the source, that leads
    to both ends of every segment with a destination on it, at the distance to that end.
    """
    n = len(network.x)
    node, offset_m = _starts(network, destinations)
    graph = network.graph
    from_source = csr_array(
        (
            np.concatenate([graph.data, offset_m]),
            np.concatenate([graph.indices, node]),
            np.append(graph.indptr, graph.nnz + len(node)),
        ),
        shape=(n + 1, n + 1),
    )
    found: NDArray[Any] = dijkstra(from_source, indices=[n], limit=limit_m)
    return found[0, :n]


def _starts(network: WalkNetwork, destinations: Snapped) -> tuple[NDArray[np.int32], Floats]:
    """
    Give the nodes next to a destination, and how far the nearest destination on their segments is.

    Each node comes once: SciPy adds up entries that share their place in a sparse matrix.
    """
    on = destinations.segment >= 0
    edge, along_m = destinations.segment[on], destinations.along_m[on]
    offset_m = np.full(len(network.x), np.inf)
    np.minimum.at(offset_m, network.start[edge], along_m)
    np.minimum.at(offset_m, network.end[edge], network.length_m[edge] - along_m)
    node = np.flatnonzero(np.isfinite(offset_m)).astype(np.int32)
    return node, offset_m[node]


def _along_the_same_segment(origins: Snapped, destinations: Snapped) -> Floats:
    """Measure from each origin to the nearest destination on its segment; infinite without one."""
    segment = np.concatenate([destinations.segment, origins.segment])
    along_m = np.concatenate([destinations.along_m, origins.along_m])
    is_destination = np.arange(len(segment)) < len(destinations.segment)
    order = np.lexsort((along_m, segment))
    segment, along_m, is_destination = segment[order], along_m[order], is_destination[order]
    before = _distance_to_last(segment, along_m, is_destination)
    after = _distance_to_last(segment[::-1], along_m[::-1], is_destination[::-1])[::-1]
    nearest = np.empty(len(order))
    nearest[order] = np.minimum(before, after)
    return nearest[len(destinations.segment) :]


def _distance_to_last(
    segment: NDArray[np.int32], along_m: Floats, is_destination: NDArray[np.bool_]
) -> Floats:
    """Measure back to the last destination in the same segment; infinite without one."""
    if not is_destination.any():
        return np.full(len(segment), np.inf)
    last = np.maximum.accumulate(np.where(is_destination, np.arange(len(segment)), -1))
    same = (last >= 0) & (segment[last] == segment)
    return np.where(same, np.abs(along_m - along_m[last]), np.inf)


def straight_distance(
    x: Floats, y: Floats, to_x: Floats, to_y: Floats, *, limit_m: float
) -> Floats:
    """
    Measure the straight line from each point to the nearest destination.

    Parameters
    ----------
    x, y, to_x, to_y
        Coordinates in a metric CRS; NaN where not known. [m]
    limit_m
        How far to search, inclusive. [m]

    Returns
    -------
    distance_m
        One per point: at most `limit_m`; infinite beyond; NaN for a point without coordinates. [m]

    Examples
    --------
    >>> straight_distance([0.0, 0.0], [0.0, 9.0], [3.0], [4.0], limit_m=5).tolist()
    [5.0, inf]
    """
    points = np.stack([np.asarray(x, np.float64), np.asarray(y, np.float64)], axis=1)
    targets = np.stack([np.asarray(to_x, np.float64), np.asarray(to_y, np.float64)], axis=1)
    targets = targets[np.isfinite(targets).all(axis=1)]
    known = np.isfinite(points).all(axis=1)
    distance_m = np.where(known, np.inf, np.nan)
    if len(targets):
        # SciPy's bound is exclusive; the limit of the indicators is not.
        bound = np.nextafter(limit_m, np.inf)
        distance_m[known], _ = KDTree(targets).query(points[known], distance_upper_bound=bound)
    return distance_m
