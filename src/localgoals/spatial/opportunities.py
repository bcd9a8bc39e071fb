"""
What can be reached on foot from each of many points: a bounded search of its own for every one.

Searches take their turn along a curve through the city, on nodes numbered along the same curve: one
search finds in the cache what the one before it has just looked at.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.model.text import Message
from localgoals.spatial.network import Floats, Ints, Snapped, WalkNetwork
from localgoals.spatial.node_order import along_a_curve
from localgoals.spatial.pair_sums import Block, Held, Origins, Streets, Unsigned, Ways, add_up

_ORIGINS_A_BLOCK = 8192
_LINKS = 1024
"""As many at first; a search of a kilometre makes some hundreds."""


@dataclass(frozen=True, eq=False)
class Opportunities:
    """Destinations, and what is at each."""

    at: Snapped
    """Points on the network, from `snap` or `at_nodes`; nobody reaches those that are not on it."""
    amounts: Floats
    """One row each, one column for each thing to add up: 1 for a school, the number of its jobs."""


def reachable(
    network: WalkNetwork,
    origins: Snapped,
    destinations: Opportunities,
    *,
    limit_m: float,
    threads: int = 1,
) -> Floats:
    """
    Add up what each origin reaches along the streets within a limit.

    From foot to foot, as `walking_distance` measures. A destination that can be reached by several
    ways counts once, by the shortest. Where an amount is not known, neither is a sum it is part of.
    Every sum is added up in an order of its own, whatever the number of threads.

    Parameters
    ----------
    origins
        Points on the network, from `snap` or `at_nodes`.
    destinations
        What there is to reach.
    limit_m
        How far to walk, inclusive. [m, 0 or more]
    threads
        How many searches to do at a time.

    Returns
    -------
    sums
        One row for each origin, one column for each column of amounts; NaN for an origin that is
        not on the network.

    Raises
    ------
    BadInput
        When the limit is no length, or there is not one row of amounts for each destination.

    References
    ----------
    Hansen (1959), How accessibility shapes land use, Journal of the American Institute of Planners
    25: with all opportunities within the limit weighing the same.
    Meyer and Sanders (2003), Δ-stepping: a parallelizable shortest path algorithm, Journal of
    Algorithms 49.

    Examples
    --------
    A street of 100 m with a person at 20 m, a school at 80 m and two shops at its end:

    >>> from localgoals.spatial.network import snap, walk_network
    >>> street = walk_network([0.0, 100.0], [0.0, 0.0], [0], [1])
    >>> person = snap(street, [20.0], [5.0], within_m=50)
    >>> places = snap(street, [80.0, 100.0, 100.0], [0.0, 3.0, 4.0], within_m=50)
    >>> school_or_shop = np.array([[1.0, 0], [0, 1], [0, 1]])
    >>> destinations = Opportunities(places, school_or_shop)
    >>> reachable(street, person, destinations, limit_m=60).tolist()
    [[1.0, 0.0]]
    >>> reachable(street, person, destinations, limit_m=80).tolist()
    [[1.0, 2.0]]
    """
    amounts = np.ascontiguousarray(destinations.amounts, np.float64)
    _refuse(destinations.at, amounts, limit_m)
    sums = np.full((len(origins.segment), amounts.shape[1]), np.nan)
    rank = np.empty(len(network.x), np.uint32)
    rank[along_a_curve(network.x, network.y)] = np.arange(len(rank), dtype=np.uint32)
    ways = _ways(network, rank)
    held, street = _held(network, rank, destinations.at, amounts)
    # No shortest way is longer than all streets together, and buckets up to there are enough.
    bound_m = min(float(limit_m), float(network.length_m.sum()) + 1.0)
    begun = _origins(network, rank, origins, street)

    def add_up_from(first: int) -> None:
        last = min(first + _ORIGINS_A_BLOCK, len(begun.row))
        block = Block(first, last, bound_m, _LINKS)
        # Without room for one more link the block begins again, with twice as many.
        while not add_up(ways, held, begun, block, sums):
            block = block._replace(links=2 * block.links)

    with ThreadPoolExecutor(threads) as pool:
        # The answers are taken so that what goes wrong in a thread goes wrong here.
        list(pool.map(add_up_from, range(0, len(begun.row), _ORIGINS_A_BLOCK)))
    return sums


def at_nodes(network: WalkNetwork) -> Snapped:
    """
    Put a point on every node of a network; a node where no street ends is on no street.

    Returns
    -------
    snapped
        One point for each node, at the start or the end of the first of its segments.
    """
    count = len(network.start)
    segment = np.full(len(network.x), -1, np.int32)
    ends = np.concatenate([network.end[::-1], network.start[::-1]])
    segment[ends] = np.concatenate([np.arange(count)[::-1]] * 2)
    on = segment >= 0
    starts = network.start[segment[on]] == np.flatnonzero(on)
    along_m = np.full(len(segment), np.nan)
    along_m[on] = np.where(starts, 0.0, network.length_m[segment[on]])
    return Snapped(segment, along_m, np.where(on, 0.0, np.nan))


def _refuse(destinations: Snapped, amounts: Floats, limit_m: float) -> None:
    """Refuse a limit that is none, and amounts that do not fit the destinations."""
    if not 0 <= limit_m < inf:
        raise BadInput(
            Message("{metres} m is no limit of a walk. Give 0 or more metres.", {"metres": limit_m})
        )
    if amounts.ndim != 2 or len(amounts) != len(destinations.segment):
        shape = {"count": len(destinations.segment), "shape": amounts.shape}
        raise BadInput(
            Message(
                "{count} destinations and amounts of shape {shape}. Give one row for each "
                "destination, one column for each sum.",
                shape,
            )
        )


def _ways(network: WalkNetwork, rank: Unsigned) -> Ways:
    """List the edges that leave each node, nodes numbered along the curve."""
    leaves = np.concatenate([rank[network.start], rank[network.end]])
    arrives = np.concatenate([rank[network.end], rank[network.start]])
    order = np.lexsort((arrives, leaves))
    length_m = np.concatenate([network.length_m, network.length_m])
    return Ways(_beginnings(leaves, len(rank)), arrives[order], length_m[order])


def _beginnings(member: NDArray[np.integer], count: int) -> Unsigned:
    """Tell where the members of each of so many groups begin, once they are sorted by group."""
    return np.concatenate([[0], np.cumsum(np.bincount(member, minlength=count))]).astype(np.uint32)


def _held(
    network: WalkNetwork, rank: Unsigned, destinations: Snapped, amounts: Floats
) -> tuple[Held, Ints]:
    """
    Lay out what there is to reach; and tell for each segment its place among those with something.

    A destination at the very end of a segment belongs to the node.
    """
    on = np.flatnonzero(destinations.segment >= 0)
    segment, along_m = destinations.segment[on], destinations.along_m[on]
    at_start, at_end = along_m <= 0, along_m >= network.length_m[segment]
    at_node = np.zeros((len(rank), amounts.shape[1]))
    np.add.at(at_node, rank[network.start[segment[at_start]]], amounts[on[at_start]])
    np.add.at(at_node, rank[network.end[segment[at_end]]], amounts[on[at_end]])
    between = ~(at_start | at_end)
    on, segment, along_m = on[between], segment[between], along_m[between]
    with_some = np.unique(segment)
    start, end = rank[network.start[with_some]], rank[network.end[with_some]]
    with_some = with_some[np.lexsort((end, start))]
    street = np.full(len(network.start), -1, np.int32)
    street[with_some] = np.arange(len(with_some))
    order = np.lexsort((along_m, street[segment]))
    first = _beginnings(street[segment], len(with_some))
    amount = amounts[on[order]]
    whole = np.zeros((len(with_some), amounts.shape[1]))
    np.add.at(whole, street[segment[order]], amount)
    start, end = rank[network.start[with_some]], rank[network.end[with_some]]
    streets = Streets(start, end, network.length_m[with_some], first, along_m[order], amount, whole)
    meeting = np.concatenate([start, end])
    numbers = np.tile(np.arange(len(with_some), dtype=np.uint32), 2)
    beside = numbers[np.argsort(meeting, kind="stable")]
    return Held(at_node, _beginnings(meeting, len(rank)), beside, streets), street


def _origins(network: WalkNetwork, rank: Unsigned, origins: Snapped, street: Ints) -> Origins:
    """Line the origins up along the curve."""
    on = np.flatnonzero(origins.segment >= 0)
    row = on[np.argsort(rank[network.start[origins.segment[on]]], kind="stable")]
    segment = origins.segment[row]
    start, end = rank[network.start[segment]], rank[network.end[segment]]
    along_m = np.ascontiguousarray(origins.along_m[row], np.float64)
    return Origins(start, end, along_m, network.length_m[segment], street[segment], row)
