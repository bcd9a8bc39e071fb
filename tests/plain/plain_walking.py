"""
Streets and walks along them in plain loops over single numbers, as they would be told to somebody.

The kernels of `localgoals.spatial.snapping` and `localgoals.spatial.search` are held against them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from math import hypot, isfinite, nan

Place = tuple[float, float]


def distance_to_segment(point: Place, start: Place, end: Place) -> float:
    """Measure from a point to the nearest point of a segment, in metres."""
    along = end[0] - start[0], end[1] - start[1]
    away = point[0] - start[0], point[1] - start[1]
    share = (away[0] * along[0] + away[1] * along[1]) / (along[0] ** 2 + along[1] ** 2)
    share = min(max(share, 0.0), 1.0)
    return hypot(away[0] - share * along[0], away[1] - share * along[1])


def nearest_m(point: Place, segments: Sequence[tuple[Place, Place]], within_m: float) -> float:
    """Measure to the nearest of all segments in metres; NaN where none is near enough."""
    if not segments or not isfinite(point[0] + point[1]):
        return nan
    least_m = min(distance_to_segment(point, *one) for one in segments)
    return least_m if least_m <= within_m else nan


def shortest(
    links: dict[int, list[tuple[int, float]]], starts: dict[int, float], limit_m: float
) -> dict[int, float]:
    """
    Walk outwards from all starts, always on from the nearest node (Dijkstra 1959).

    Parameters
    ----------
    links
        By node: the nodes beside it, and how far they are. [m]
    starts
        By node: how far it already is. [m]
    limit_m
        Inclusive. [m]

    Returns
    -------
    distance_m
        By node; only those within the limit. [m]
    """
    distance_m: dict[int, float] = {}
    waiting = [(offset_m, node) for node, offset_m in starts.items() if offset_m <= limit_m]
    heapq.heapify(waiting)
    while waiting:
        here_m, node = heapq.heappop(waiting)
        if node in distance_m:
            continue
        distance_m[node] = here_m
        for other, length_m in links.get(node, []):
            if here_m + length_m <= limit_m:
                heapq.heappush(waiting, (here_m + length_m, other))
    return distance_m


def joined(places: Sequence[Place], ends: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """
    Give the pairs of nodes that a network joins, each once, the lower node first.

    Nodes that a segment without length joins are one node, called by the lowest of their numbers.
    """
    name = list(range(len(places)))
    for _ in places:
        for one, other in ends:
            if places[one] == places[other]:
                name[one] = name[other] = min(name[one], name[other])
    pairs = {tuple(sorted((name[one], name[other]))) for one, other in ends}
    yield from sorted((low, high) for low, high in pairs if low != high)
