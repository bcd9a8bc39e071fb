"""
Distance from where people are to the nearest of many destinations.

One search from all destinations at once, bounded at the limit, serves every person: its cost hardly
grows with the number of destinations.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from localgoals.spatial.network import Floats, Snapped, WalkNetwork
from localgoals.spatial.search import Street, from_the_street, spread

# Nothing is that near without being there, and its square is still a number.
_LEAST_M = 1e-100


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
    to_node_m = _distance_to_nodes(network, destinations, limit_m)
    first, stop_along_m = _by_segment(network, destinations)
    street = Street(network.start, network.end, network.length_m, to_node_m, first, stop_along_m)
    return from_the_street(origins.segment, origins.along_m, street, float(limit_m))


def distance_by_kind(
    network: WalkNetwork,
    origins: Snapped,
    kinds: Sequence[Snapped],
    *,
    limit_m: float,
    threads: int = 1,
) -> Floats:
    """
    Measure the walking distance to the nearest destination of each of several kinds.

    One search for each kind, several at a time: a search costs hundredths of a second, and those of
    two kinds visit nodes in orders that have nothing in common.

    Parameters
    ----------
    origins
        Points on the network, from `snap`.
    kinds
        The destinations of each kind.
    limit_m
        How far to search, inclusive. [m]
    threads
        How many searches to do at a time.

    Returns
    -------
    distance_m
        One row for each origin, one column for each kind, as `walking_distance` gives it. [m]
    """
    # Made here, once: what is made on first use would be made by every thread.
    assert network.graph.shape == (len(network.x), len(network.x))

    def search(kind: Snapped) -> Floats:
        return walking_distance(network, origins, kind, limit_m=limit_m)

    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(search, kinds))
    return np.stack(found, axis=1) if found else np.empty((len(origins.segment), 0))


def _distance_to_nodes(network: WalkNetwork, destinations: Snapped, limit_m: float) -> Floats:
    """Measure from every node to the nearest destination, infinite beyond the limit."""
    on = destinations.segment >= 0
    edge, along_m = destinations.segment[on], destinations.along_m[on]
    distance_m = np.full(len(network.x), np.inf)
    np.minimum.at(distance_m, network.start[edge], along_m)
    np.minimum.at(distance_m, network.end[edge], network.length_m[edge] - along_m)
    graph = network.graph
    spread(graph.indptr, graph.indices, graph.data, limit_m, distance_m)
    return distance_m


def _by_segment(network: WalkNetwork, destinations: Snapped) -> tuple[NDArray[np.int64], Floats]:
    """Sort destinations by segment: where those of each begin, and how far along they stand."""
    on = destinations.segment >= 0
    segment = destinations.segment[on]
    order = np.argsort(segment, kind="stable")
    count = np.bincount(segment, minlength=len(network.start))
    begin = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    return begin, destinations.along_m[on][order]


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
        # SciPy's bound is exclusive, and squared; the limit of the indicators is neither.
        bound = np.nextafter(limit_m, np.inf) + _LEAST_M
        found_m, _ = KDTree(targets).query(points[known], distance_upper_bound=bound)
        distance_m[known] = np.where(found_m <= limit_m, found_m, np.inf)
    return distance_m
