"""
The ways of a PBF file that a person may walk along, and the places of their nodes.

A sorted extract has its nodes first and its ways last, and most nodes are corners of buildings. So
the file is read from its end: ways first, then, of the nodes, only those that the ways need. Blocks
are unpacked and read by threads, and put together in the order of the file, so that the result does
not depend on their number.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import lru_cache, partial
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.ingest.pbf.blocks import (
    Bytes,
    Ints,
    Longs,
    NodePlaces,
    WayRows,
    Words,
    read_nodes,
    read_ways,
)
from localgoals.ingest.pbf.framing import Blob, damaged, data_blobs, unpacked
from localgoals.ingest.walking import walking_code
from localgoals.model.text import Message

Result = TypeVar("Result")

Codes = NDArray[np.int8]

THREADS: Final = 2
UNKNOWN: Final = 2_147_483_647
"""The coordinate of a node that the file lacks, as osmium has it."""
COORDINATES_PER_DEGREE: Final = 10_000_000
# Street nodes that a file may claim to hold: a map has less than one per byte.
_REFS_IN_A_SMALL_FILE = 20_000_000
_REFS_PER_BYTE = 16
_KEYS = ("highway", "foot", "access", "motorroad")
_ROWS_AT_ONCE = 8192


class WalkableWays(NamedTuple):
    """The walkable ways of a file, and n nodes that they are made of."""

    codes: Codes
    """The index of each way in `HIGHWAYS`."""
    counts: Longs
    """How many nodes each way has."""
    node: NDArray[np.intp]
    """The nodes of all ways, one way after the other, as indices into what follows."""
    ids: Longs
    """The numbers of the nodes, ascending."""
    x: Ints
    """Longitude; `UNKNOWN` for a node that the file lacks. [1e-7 degrees]"""
    y: Ints
    """Latitude; `UNKNOWN` for a node that the file lacks. [1e-7 degrees]"""


class _Ways(NamedTuple):
    """The walkable ways of one block."""

    codes: Codes
    counts: Longs
    refs: Longs
    has_nodes: bool
    block: Bytes | None
    """The block itself where it has nodes and no ways, since it will be read again."""


class _Map(NamedTuple):
    """An open file, its blobs, and who unpacks them."""

    file: int
    blobs: list[Blob]
    pool: Executor
    ahead: int
    """How many blobs are unpacked before the first of them is used."""
    most_refs: int
    """How many nodes streets may claim to have before the file is taken for a trap."""


def walkable_ways(path: Path, *, threads: int = THREADS) -> WalkableWays:
    """
    Read the ways that a person may walk along (see `localgoals.ingest.walking`).

    Files that are not sorted are read as well, in two passes more. Where a file has a node twice,
    the first one counts.

    Parameters
    ----------
    path
        The extract, `.osm.pbf`.
    threads
        How many blocks are read at once.

    Returns
    -------
    ways
        In the order of the file, also those without nodes.

    Raises
    ------
    BadInput
        When the file is no PBF, is damaged, or needs a feature that is not read here.
    OSError
        When it cannot be opened.
    """
    file = os.open(path, os.O_RDONLY)
    try:
        with ThreadPoolExecutor(threads) as pool:
            most_refs = _REFS_IN_A_SMALL_FILE + _REFS_PER_BYTE * os.fstat(file).st_size
            return _read(_Map(file, data_blobs(file), pool, 2 * threads, most_refs))
    finally:
        os.close(file)


def _read(source: _Map) -> WalkableWays:
    found, kept = _ways_from_the_end(source)
    ways, with_ways = _with_places(source, found, kept)
    if with_ways <= found.keys():
        return ways
    # Ways stand before nodes: the file is not sorted, and any of its blobs may hold some.
    rest = [number for number in range(len(source.blobs)) if number not in found]
    for number, more in _ways(source, rest):
        found[number] = more._replace(block=None)
    return _with_places(source, found, {})[0]


def _ways_from_the_end(source: _Map) -> tuple[dict[int, _Ways], dict[int, Bytes]]:
    """Read ways, last blob first, until a blob holds nodes and no ways; keep those few blocks."""
    found: dict[int, _Ways] = {}
    kept: dict[int, Bytes] = {}
    backwards = takewhile(lambda _: not kept, range(len(source.blobs) - 1, -1, -1))
    for number, ways in _ways(source, backwards):
        found[number] = ways._replace(block=None)
        if ways.block is not None:
            kept[number] = ways.block
    return found, kept


def _ways(source: _Map, numbers: Iterable[int]) -> Iterator[tuple[int, _Ways]]:
    """Read the ways of blobs, as long as they are not more than a map can hold."""
    refs = 0
    for number, ways in _in_order(source, _ways_of, numbers):
        refs += len(ways.refs)
        if refs > source.most_refs:
            raise BadInput(Message("it unpacks to far more than a map holds"))
        yield number, ways


def _with_places(
    source: _Map, found: dict[int, _Ways], kept: dict[int, Bytes]
) -> tuple[WalkableWays, set[int]]:
    """Find the nodes of the ways; say which of the blobs that were looked at hold ways, too."""
    ways = [found[number] for number in sorted(found)]
    refs = np.concatenate([np.empty(0, np.int64), *(one.refs for one in ways)])
    ids = _distinct(refs)
    x, y = np.full(len(ids), UNKNOWN, np.int32), np.full(len(ids), UNKNOWN, np.int32)
    with_nodes = (
        number
        for number in range(len(source.blobs))
        if number not in found or found[number].has_nodes
    )
    with_ways = set()
    read = partial(_nodes_of, kept=kept, wanted=ids)
    for number, places in _in_order(source, read, with_nodes):
        fresh = np.flatnonzero(x[places.row] == UNKNOWN)[::-1]
        x[places.row[fresh]], y[places.row[fresh]] = places.x[fresh], places.y[fresh]
        if places.has_ways:
            with_ways.add(number)
    codes = np.concatenate([np.empty(0, np.int8), *(one.codes for one in ways)])
    counts = np.concatenate([np.empty(0, np.int64), *(one.counts for one in ways)])
    return WalkableWays(codes, counts, np.searchsorted(ids, refs), ids, x, y), with_ways


def _distinct(refs: Longs) -> Longs:
    """Sort numbers, each once; several times as fast as `numpy.unique`, which hashes them."""
    ordered = np.sort(refs)
    return np.asarray(ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]])


def _in_order(
    source: _Map, work: Callable[[_Map, int], Result], numbers: Iterable[int]
) -> Iterator[tuple[int, Result]]:
    """Work on blobs in threads, a few ahead, and give the results in the order of the numbers."""
    waiting: deque[tuple[int, Future[Result]]] = deque()
    for number in numbers:
        waiting.append((number, source.pool.submit(work, source, number)))
        if len(waiting) == source.ahead:
            first, result = waiting.popleft()
            yield first, result.result()
    for number, result in waiting:
        yield number, result.result()


def _block(source: _Map, number: int) -> Bytes:
    return np.frombuffer(unpacked(source.file, source.blobs[number]), np.uint8)


def _ways_of(source: _Map, number: int) -> _Ways:
    """Read the walkable ways of a blob."""
    block = _block(source, number)
    rows = read_ways(block, _WORDS)
    if not rows.is_whole:
        raise damaged()
    codes = _codes(block, rows)
    walkable = codes >= 0
    refs = rows.refs[np.repeat(walkable, rows.counts)]
    is_needed_again = rows.has_nodes and not rows.has_ways
    return _Ways(
        codes[walkable],
        rows.counts[walkable],
        refs,
        rows.has_nodes,
        block if is_needed_again else None,
    )


def _nodes_of(source: _Map, number: int, *, kept: dict[int, Bytes], wanted: Longs) -> NodePlaces:
    """Read the places of the nodes of a blob that are wanted."""
    block = kept[number] if number in kept else _block(source, number)
    places = read_nodes(block, wanted)
    if not places.is_whole:
        raise damaged()
    return places


def _codes(block: Bytes, rows: WayRows) -> Codes:
    """Judge the ways of a block, each combination of values once; -1 for not walkable."""
    codes = np.empty(len(rows.values), np.int8)
    for begin in range(0, len(codes), _ROWS_AT_ONCE):
        values = rows.values[begin : begin + _ROWS_AT_ONCE]
        # A few thousand rows have too few values to make these numbers overflow.
        combination = np.zeros(len(values), np.int64)
        for column in values.T:
            distinct, which = np.unique(column, return_inverse=True)
            combination = combination * len(distinct) + which
        _, example, which = np.unique(combination, return_index=True, return_inverse=True)
        judged = [
            _judged(*(_text(block, rows, string) for string in one))
            for one in values[example].tolist()
        ]
        codes[begin : begin + _ROWS_AT_ONCE] = np.array(judged, np.int8)[which]
    return codes


def _text(block: Bytes, rows: WayRows, string: int) -> str | None:
    if string < 0:
        return None
    _, begin, end = rows.strings[string]
    return bytes(block[begin:end]).decode("utf-8", "replace")


@lru_cache(maxsize=4096)
def _judged(*values: str | None) -> int:
    """Give the code of a way with these values of `_KEYS`, or -1."""
    tags = {key: value for key, value in zip(_KEYS, values, strict=True) if value is not None}
    code = walking_code(tags)
    return -1 if code is None else code


def _words(keys: tuple[str, ...]) -> Words:
    letters = [key.encode() for key in keys]
    ends = np.cumsum([0, *map(len, letters)], dtype=np.int64)
    return Words(np.frombuffer(b"".join(letters), np.uint8), ends)


_WORDS = _words(_KEYS)
