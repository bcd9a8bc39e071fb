"""
One bounded search after the other, each adding up what it reaches.

A street counts once, when the search is over and the distances of both its ends are known.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.compiled import compiled
from localgoals.spatial.search import WIDTH_M

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Unsigned = NDArray[np.uint32]
Places = NDArray[np.int64]

_HAIR_M = 1e-6
"""A street is taken whole only where it is clear that nothing on it lies beyond the limit."""


class Ways(NamedTuple):
    """Edges by the node that they leave, nodes numbered along the curve."""

    first: Unsigned
    neighbour: Unsigned
    length_m: Floats


class Streets(NamedTuple):
    """The segments with destinations between their ends, and these destinations."""

    start: Unsigned
    end: Unsigned
    length_m: Floats
    first: Unsigned
    """Where the destinations of each begin in `along_m`; one more than there are streets."""
    along_m: Floats
    amount: Floats
    """What is at each destination: one row each, one column for each thing to add up."""
    whole: Floats
    """What is on each street, added up."""


class Held(NamedTuple):
    """What there is to reach."""

    at_node: Floats
    """What is at each node: one row each."""
    beside: Unsigned
    """Where the streets that meet at each node begin in `street`; one more than nodes."""
    street: Unsigned
    streets: Streets


class Origins(NamedTuple):
    """Where searches begin, in the order of the curve."""

    start: Unsigned
    end: Unsigned
    along_m: Floats
    length_m: Floats
    """Of the segment that each stands on. [m]"""
    street: Ints
    """The segment in `Streets`; -1 if it has no destinations between its ends."""
    row: Places
    """Where the sums of each go."""


class Room(NamedTuple):
    """What one search after the other works in."""

    distance_m: Floats
    """Of each node from the origin, infinite where the search has not come. [m]"""
    touched: Unsigned
    """The nodes where it has come."""
    head: Unsigned
    """The first link of each bucket; 0 for none."""
    waiting: Unsigned
    """The node of each link."""
    after: Unsigned
    """The link after each link."""


class Block(NamedTuple):
    """Which origins to do, how far to search, and how many links may wait in buckets."""

    first: int
    last: int
    limit_m: float
    links: int


@compiled
def add_up(ways: Ways, held: Held, origins: Origins, block: Block, sums: Floats) -> bool:
    """
    Add up what each origin of a block reaches, one search after the other.

    Parameters
    ----------
    ways, held
        The network, and what there is to reach on it.
    origins
        All of them.
    block
        Those to do.
    sums
        One row for each origin; rows of the block are written.

    Returns
    -------
    done
        False when there was no room for one more link: the block must begin again with more.
    """
    nodes = len(ways.first) - 1
    room = Room(
        np.full(nodes, inf),
        np.empty(nodes, np.uint32),
        np.zeros(int(block.limit_m * (1.0 / WIDTH_M)) + 1, np.uint32),
        np.empty(block.links, np.uint32),
        np.empty(block.links, np.uint32),
    )
    distance_m, streets = room.distance_m, held.streets
    for one in range(block.first, block.last):
        count = _search(ways, origins, one, block.limit_m, room)
        if count < 0:
            return False
        into, own = sums[origins.row[one]], origins.street[one]
        into[:] = 0.0
        if own >= 0:
            _add_street(streets, own, distance_m, (block.limit_m, origins.along_m[one]), into)
        for place in range(count):
            node = room.touched[place]
            for column in range(len(into)):
                into[column] += held.at_node[node, column]
            for beside in range(held.beside[node], held.beside[node + 1]):
                street = held.street[beside]
                # A street has its turn at its start, or at its end if no way led to its start.
                first = node == streets.start[street] or distance_m[streets.start[street]] == inf
                if first and street != own:
                    _add_street(streets, street, distance_m, (block.limit_m, inf), into)
        for place in range(count):
            distance_m[room.touched[place]] = inf
    return True


@compiled
def _begin(origins: Origins, one: int, limit_m: float, room: Room) -> tuple[int, int]:
    """Put the near ends of an origin's segment into buckets; count them, tell the last bucket."""
    found, last = 0, 0
    along_m = origins.along_m[one]
    begun_at = ((origins.start[one], along_m), (origins.end[one], origins.length_m[one] - along_m))
    for node, there in begun_at:
        if there <= limit_m:
            bucket = int(there * (1.0 / WIDTH_M))
            room.distance_m[node], room.touched[found] = there, node
            found += 1
            room.waiting[found], room.after[found] = node, room.head[bucket]
            room.head[bucket] = found
            last = max(last, bucket)
    return found, last


@compiled
def _search(ways: Ways, origins: Origins, one: int, limit_m: float, room: Room) -> int:
    """
    Search from both ends of an origin's segment; give the number of nodes found, or -1 to give up.

    Nodes wait in buckets, and these are emptied in rounds, as in `search.spread`: link 0 ends the
    chain of a bucket, and a link whose node has moved on is passed over.
    """
    distance_m, touched, head, waiting, after = room
    per_m = 1.0 / WIDTH_M
    found, last = _begin(origins, one, limit_m, room)
    used = np.uint32(found + 1)
    bucket = 0
    while bucket <= last:
        while head[bucket] != 0:
            # Those who come to the bucket meanwhile wait for the next round.
            link, head[bucket] = head[bucket], 0
            while link != 0:
                node = waiting[link]
                link = after[link]
                here = distance_m[node]
                if int(here * per_m) != bucket:
                    continue
                for edge in range(ways.first[node], ways.first[node + 1]):
                    other = ways.neighbour[edge]
                    there = here + ways.length_m[edge]
                    if there <= limit_m and there < distance_m[other]:
                        if distance_m[other] == inf:
                            touched[found] = other
                            found += 1
                        if used == len(waiting):
                            return -1
                        new = int(there * per_m)
                        distance_m[other] = there
                        waiting[used], after[used], head[new] = other, head[new], used
                        used += np.uint32(1)
                        last = max(last, new)
        bucket += 1
    return found


@compiled
def _add_street(
    streets: Streets,
    street: int,
    distance_m: Floats,
    walk: tuple[float, float],
    into: Floats,
) -> None:
    """
    Add up what is within the limit between the ends of one street.

    `walk` holds the limit, and how far along this street the origin stands; infinite for another.
    """
    limit_m, own_m = walk
    from_start, from_end = distance_m[streets.start[street]], distance_m[streets.end[street]]
    length_m = streets.length_m[street]
    if from_start + from_end + length_m <= 2 * limit_m - _HAIR_M:
        for column in range(len(into)):
            into[column] += streets.whole[street, column]
        return
    for place in range(streets.first[street], streets.first[street + 1]):
        along_m = streets.along_m[place]
        nearest = min(from_start + along_m, from_end + (length_m - along_m))
        if min(nearest, abs(own_m - along_m)) <= limit_m:
            for column in range(len(into)):
                into[column] += streets.amount[place, column]
