"""
The walking network, and the nearest street to a point.

A point is put on the nearest point of the nearest street segment, not on the nearest junction: on a
long block the two are a hundred metres apart, and shares of people within 500 m are made of such
differences.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from localgoals.spatial.snapping import SegmentGrid, Segments, nearest_segments, segment_grid

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class WalkNetwork:
    """
    Street segments that can be walked both ways: n nodes, m straight segments longer than nothing.

    No two segments join the same pair of nodes. Parts that are not connected to each other stay.
    """

    x: Floats
    """Easting of the nodes. [m]"""
    y: Floats
    """Northing of the nodes. [m]"""
    start: Ints
    """Node at which each segment starts."""
    end: Ints
    """Node at which each segment ends; greater than `start`."""
    length_m: Floats

    @cached_property
    def graph(self) -> csr_array[Any]:
        """Adjacency with lengths in metres, both directions of every segment, made on first use."""
        n = len(self.x)
        rows = np.concatenate([self.start, self.end])
        columns = np.concatenate([self.end, self.start])
        lengths = np.concatenate([self.length_m, self.length_m])
        return csr_array(coo_array((lengths, (rows, columns)), shape=(n, n)))

    @cached_property
    def segments(self) -> Segments:
        """Coordinates of both ends of every segment, made on first use."""
        start, end = self.start, self.end
        return Segments(self.x[start], self.y[start], self.x[end], self.y[end])

    @cached_property
    def grid(self) -> SegmentGrid:
        """Spatial index of the segments, made on first use."""
        return segment_grid(self.segments)


@dataclass(frozen=True, eq=False)
class Snapped:
    """Where points stand on a network: a segment, and how far along it."""

    segment: Ints
    """Segment of the network, or -1 for a point too far from every street."""
    along_m: Floats
    """From the start of the segment to the foot of the point; NaN without a segment. [m]"""
    away_m: Floats
    """From the point to its foot on the segment; NaN without a segment. [m]"""


def walk_network(x: Floats, y: Floats, start: Ints, end: Ints) -> WalkNetwork:
    """
    Make a walking network from nodes and the straight segments between them.

    Segments without length join their two nodes into one. Segments between the same two nodes count
    once.

    Parameters
    ----------
    x, y
        Coordinates of the nodes in a metric CRS; finite. [m]
    start, end
        Index of the nodes that each segment joins, in either order.

    Returns
    -------
    network
        With all the nodes, also those where no segment ends, and segments in the order of nodes.
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    assert np.isfinite(x).all(), "nodes need coordinates"
    assert np.isfinite(y).all(), "nodes need coordinates"
    start, end = np.asarray(start, np.int32), np.asarray(end, np.int32)
    same = _joined_without_length(x, y, start, end)
    first = np.minimum(same[start], same[end])
    second = np.maximum(same[start], same[end])
    start, end = _pairs_once(first[first != second], second[first != second])
    return WalkNetwork(x, y, start, end, np.hypot(x[end] - x[start], y[end] - y[start]))


def _pairs_once(first: NDArray[np.int64], second: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """Sort pairs of nodes, each pair once."""
    # As one number each, they are sorted ten times as fast as in two columns.
    pair = np.sort((first << 32) | second)
    pair = pair[np.flatnonzero(np.diff(pair, prepend=-1))]
    return (pair >> 32).astype(np.int32), (pair & 0xFFFFFFFF).astype(np.int32)


def _joined_without_length(x: Floats, y: Floats, start: Ints, end: Ints) -> NDArray[np.int64]:
    """Give each node the first of the nodes that segments of no length join it with."""
    n = len(x)
    nothing = (x[start] == x[end]) & (y[start] == y[end])
    if not nothing.any():
        return np.arange(n)
    links = coo_array((np.ones(nothing.sum()), (start[nothing], end[nothing])), shape=(n, n))
    _, group = connected_components(links, directed=False)
    _, representative = np.unique(group, return_index=True)
    return np.asarray(representative[group])


def segment_lines(x: Floats, y: Floats, start: Ints, end: Ints) -> NDArray[np.object_]:
    """
    Draw segments as Shapely lines.

    Parameters
    ----------
    x, y
        Coordinates of the nodes. [m]
    start, end
        The nodes at which each segment starts and ends.
    """
    ends = np.stack([np.stack([x[start], y[start]], 1), np.stack([x[end], y[end]], 1)], 1)
    return np.asarray(shapely.linestrings(ends), dtype=object)


def snap(network: WalkNetwork, x: Floats, y: Floats, *, within_m: float) -> Snapped:
    """
    Put points on the nearest street segment.

    Between segments that are equally near, the first of the network is taken. A point that is
    farther than `within_m` from every street, or whose coordinates are not known, gets segment -1:
    it is reported, not dragged to a street that it does not stand on.

    Parameters
    ----------
    x, y
        Coordinates in the CRS of the network; NaN where not known. [m]
    within_m
        How far from a street a point may stand, inclusive. [m, above 0]

    Returns
    -------
    snapped
        One entry for each point.
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    segment = np.full(len(x), -1, np.int32)
    along_m, away_m = np.full(len(x), np.nan), np.full(len(x), np.nan)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y) & (len(network.start) > 0))
    nearest = nearest_segments(x[known], y[known], network.segments, network.grid, float(within_m))
    known, nearest = known[nearest >= 0], nearest[nearest >= 0]
    along, away = _feet(network, nearest, x[known], y[known])
    near = away <= within_m
    on = known[near]
    segment[on], along_m[on], away_m[on] = nearest[near], along[near], away[near]
    return Snapped(segment, along_m, away_m)


def _feet(network: WalkNetwork, segment: Ints, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Measure how far along its segment each point's foot lies, and how far away the point is."""
    start, end = network.start[segment], network.end[segment]
    length_m = network.length_m[segment]
    along_x = (network.x[end] - network.x[start]) / length_m
    along_y = (network.y[end] - network.y[start]) / length_m
    from_x, from_y = x - network.x[start], y - network.y[start]
    along_m = np.clip(from_x * along_x + from_y * along_y, 0, length_m)
    away_m = np.hypot(from_x - along_m * along_x, from_y - along_m * along_y)
    return along_m, away_m
