"""
Shortest distances from many starts at once, bounded, with nodes waiting in buckets.

A bucket holds the nodes whose distance so far lies within the same stretch of metres. Buckets are
emptied nearest first; a node that turns out to be nearer moves to its new bucket, even to the one
at work. Since no order of steps makes a sum of lengths smaller than the smallest one, distances are
those of Dijkstra's algorithm to the last bit.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Unsigned = NDArray[np.uint32]

WIDTH_M = 25.0
"""Of a bucket. Widths of 10 to 50 m cost the same on streets of towns."""
# Wider buckets for searches beyond 26,000 km, or these would take more memory than the streets.
_MOST_BUCKETS = 2.0**20
_LINKS_PER_NODE = 4


class Edges(NamedTuple):
    """Edges by the node that they leave, as a sparse matrix has them, without signs."""

    first: Unsigned
    neighbour: Unsigned
    length_m: Floats


def spread(
    first: Ints, neighbour: Ints, length_m: Floats, limit_m: float, distance_m: Floats
) -> None:
    """
    Carry distances along edges until nothing gets nearer.

    Parameters
    ----------
    first, neighbour, length_m
        Edges by the node that they leave, as in a sparse matrix of n rows. Lengths above 0. [m]
    limit_m
        Distances beyond are left infinite; may itself be infinite. [m, not negative]
    distance_m
        One per node: the offset of each start, infinite elsewhere; becomes the distance. [m]

    References
    ----------
    Meyer and Sanders (2003), Δ-stepping: a parallelizable shortest path algorithm, Journal of
    Algorithms 49.

    Examples
    --------
    Three nodes in a row, and a start 5 m before the first:

    >>> first, neighbour = np.array([0, 1, 3, 4], np.int32), np.array([1, 0, 2, 1], np.int32)
    >>> distance_m = np.array([5.0, inf, inf])
    >>> spread(first, neighbour, np.array([10.0, 10, 90, 90]), 100.0, distance_m)
    >>> distance_m.tolist()
    [5.0, 15.0, inf]
    """
    assert limit_m >= 0, "a limit is a distance"
    limit_m = float(limit_m)
    if limit_m > WIDTH_M * _MOST_BUCKETS:
        # No way is longer than all edges together; twice that, as their sum is rounded.
        last_start_m = distance_m.max(initial=0.0, where=np.isfinite(distance_m))
        limit_m = min(limit_m, 2 * float(last_start_m + length_m.sum()))
    links = _LINKS_PER_NODE * len(distance_m) + 64
    # Without room for one more link the work begins again, from the distances reached so far.
    edges = Edges(first.astype(np.uint32), neighbour.astype(np.uint32), length_m)
    while not _spread(edges, limit_m, distance_m, links):
        links *= 2


@compiled
def _spread(edges: Edges, limit_m: float, distance_m: Floats, links: int) -> bool:
    """
    Do the work of `spread` with at most so many links, or give up and return False.

    A bucket is a chain of links, each a node and the next link; link 0 ends it. A node that moves
    on leaves its old link behind, which is passed over: its distance lies in another bucket. A
    bucket is emptied in rounds, or edges much shorter than its width would be gone over without
    end: the last to come would go on before the others have made it nearer.
    """
    first, neighbour, length_m = edges
    per_m = 1.0 / max(WIDTH_M, limit_m / _MOST_BUCKETS)
    head = np.zeros(int(limit_m * per_m) + 1, np.uint32)
    waiting = np.empty(links, np.uint32)
    after = np.empty(links, np.uint32)
    used = np.uint32(1)
    for node in range(len(distance_m)):
        if distance_m[node] <= limit_m:
            bucket = int(distance_m[node] * per_m)
            waiting[used], after[used], head[bucket] = node, head[bucket], used
            used += np.uint32(1)
        else:
            distance_m[node] = inf
    for bucket in range(len(head)):
        while head[bucket] != 0:
            # Those who come to the bucket meanwhile wait for the next round.
            link, head[bucket] = head[bucket], 0
            while link != 0:
                node = waiting[link]
                link = after[link]
                here = distance_m[node]
                if int(here * per_m) != bucket:
                    continue
                for edge in range(first[node], first[node + 1]):
                    other = neighbour[edge]
                    there = here + length_m[edge]
                    if there < distance_m[other] and there <= limit_m:
                        distance_m[other] = there
                        if used == links:
                            return False
                        new = int(there * per_m)
                        waiting[used], after[used], head[new] = other, head[new], used
                        used += np.uint32(1)
    return True


class Street(NamedTuple):
    """The segment that each origin stands on, and what is known of segments."""

    start: Ints
    end: Ints
    length_m: Floats
    to_node_m: Floats
    """From every node to the nearest destination. [m]"""
    first: NDArray[np.int64]
    """Where the destinations on each segment begin in `along_m`."""
    along_m: Floats
    """How far along its segment each destination stands. [m]"""


@compiled
def from_the_street(segment: Ints, along_m: Floats, street: Street, limit_m: float) -> Floats:
    """
    Give each origin its distance: by either end of its segment, or straight along it.

    Parameters
    ----------
    segment, along_m
        Where origins stand; segment -1 for none.
    street
        The network, and the destinations on it.
    limit_m
        Beyond it, infinite. [m]

    Returns
    -------
    distance_m
        NaN for an origin without a segment. [m]
    """
    distance_m = np.full(len(segment), np.nan)
    for one in range(len(segment)):
        edge = segment[one]
        if edge < 0:
            continue
        here = along_m[one]
        by_start = street.to_node_m[street.start[edge]] + here
        by_end = street.to_node_m[street.end[edge]] + (street.length_m[edge] - here)
        nearest = min(by_start, by_end)
        for place in range(street.first[edge], street.first[edge + 1]):
            nearest = min(nearest, abs(here - street.along_m[place]))
        distance_m[one] = nearest if nearest <= limit_m else inf
    return distance_m
