"""
The inner layer of a PBF file: kernels that read ways and nodes from an unpacked block.

A block is a protobuf message: fields, each with a number and a value; lists of numbers are packed
as varints, mostly as differences to the one before, with the sign in the lowest bit. Nothing in a
block is trusted: every position is held against the end of the message that it lies in. A fault
moves the position beyond every end, so a list that was read well is one that ends where its message
ends.

References
----------
OpenStreetMap wiki, "PBF Format", and its `osmformat.proto`. Protocol Buffers, "Encoding".
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.compiled import compiled

Bytes = NDArray[np.uint8]
Longs = NDArray[np.int64]
Ints = NDArray[np.int32]

BEYOND = 1 << 60
"""A position behind the end of every block: what could not be read ends there."""

# Keys of fields: the number of the field, and how its value is written (2: counted bytes).
_STRINGS, _GROUP = 1 << 3 | 2, 2 << 3 | 2
_STEP_SOUTH_WEST = (17 << 3, 19 << 3, 20 << 3)
_STRING = 1 << 3 | 2
_NODE, _DENSE, _WAY = 1 << 3 | 2, 2 << 3 | 2, 3 << 3 | 2
_ID_LAT_LON = (1 << 3, 8 << 3, 9 << 3)
_IDS_LATS_LONS = (1 << 3 | 2, 8 << 3 | 2, 9 << 3 | 2)
_KEYS_VALUES_REFS = (2 << 3 | 2, 3 << 3 | 2, 8 << 3 | 2)
_ANY = 0
_PER_COORDINATE = 100
"""Nanodegrees, in which blocks count, in one step of OpenStreetMap's coordinates."""


class Words(NamedTuple):
    """The keys of tags that are looked for, one after the other, as bytes; the first is needed."""

    letters: Bytes
    first: Longs
    """Where each begins, and where the last ends."""


class WayRows(NamedTuple):
    """The ways of a block that carry the first of the words."""

    values: Longs
    """The number of the string that is the value of each word; -1 without. [ways x words]"""
    counts: Longs
    """How many nodes each way has."""
    refs: Longs
    """The nodes of all ways, one way after the other."""
    strings: Ints
    """The key of each string of the block, where it begins and where it ends. [strings x 3]"""
    is_whole: bool
    """False when the block is damaged."""
    has_ways: bool
    has_nodes: bool


class NodePlaces(NamedTuple):
    """The nodes of a block that were wanted."""

    row: Longs
    """Where each stands among those wanted."""
    x: Ints
    """Longitude. [1e-7 degrees]"""
    y: Ints
    """Latitude. [1e-7 degrees]"""
    is_whole: bool
    """False when the block is damaged."""
    has_ways: bool


class _Found(NamedTuple):
    """Room for wanted nodes, as in `NodePlaces`, and how many there are."""

    row: Longs
    x: Ints
    y: Ints
    filled: Longs


class _Grid(NamedTuple):
    """The grid on which a block counts its coordinates, in 1e-9 degrees."""

    step: int
    south: int
    west: int


@compiled
def _varint(data: Bytes, at: int, end: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, lowest first; say where what follows begins."""
    value, shift = 0, 0
    while at < end and shift < 70:
        byte = np.int64(data[at])
        at += 1
        if shift < 64:
            value |= int(byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
    return 0, BEYOND


@compiled
def _unfolded(value: int) -> int:
    """Move the sign of a number from its lowest bit to where it belongs."""
    return ((value >> 1) & 0x7FFFFFFFFFFFFFFF) ^ -(value & 1)


@compiled
def _field(data: Bytes, at: int, end: int) -> tuple[int, int, int]:
    """Read a field: its key, its value (or where its bytes begin), and where it ends."""
    key, at = _varint(data, at, end)
    kind = key & 7
    if kind == 0:
        value, at = _varint(data, at, end)
        return key, value, at
    length = -1
    if kind == 2:
        length, at = _varint(data, at, end)
    elif kind == 1:
        length = 8
    elif kind == 5:
        length = 4
    if length < 0 or at > end or length > end - at:
        return key, 0, BEYOND
    return key, at, at + length


@compiled
def _look(data: Bytes, at: int, end: int, keys: tuple[int, int, int], found: Longs) -> bool:
    """
    Look for three fields of a message: the value, or where it begins, and where the field ends.

    A field that is not there ends at 0. False when the message cannot be read.
    """
    for one in range(3):
        found[one, 0] = found[one, 1] = 0
    while at < end:
        key, value, at = _field(data, at, end)
        for one in range(3):
            if key == keys[one]:
                found[one, 0], found[one, 1] = value, at
    return at == end


@compiled
def _doubled(rows: Ints) -> Ints:
    """Make room for as many rows again."""
    more = np.empty((2 * len(rows), 3), np.int32)
    for one in range(len(rows)):
        for column in range(3):
            more[one, column] = rows[one, column]
    return more


@compiled
def _listed(data: Bytes, outer: int, inner: int) -> tuple[Ints, bool]:
    """List the fields with one key in all messages with another: key, begin, end."""
    rows = np.empty((64, 3), np.int32)
    count = 0
    at, size = 0, len(data)
    while at < size:
        kind, here, at = _field(data, at, size)
        while kind == outer and here < at <= size:
            key, begin, here = _field(data, here, at)
            if here > at:
                return rows[:0], False
            if inner not in (_ANY, key):
                continue
            if count == len(rows):
                rows = _doubled(rows)
            rows[count, 0], rows[count, 1], rows[count, 2] = key, begin, here
            count += 1
    return rows[:count], at == size


@compiled
def _word_of(data: Bytes, begin: int, end: int, words: Words) -> int:
    """Tell which of the words stands there; -1 for none."""
    for word in range(len(words.first) - 1):
        first = words.first[word]
        length = words.first[word + 1] - first
        if length != end - begin:
            continue
        same = 0
        while same < length and data[begin + same] == words.letters[first + same]:
            same += 1
        if same == length:
            return word
    return -1


@compiled
def _read_tags(data: Bytes, lists: Longs, word_of: NDArray[np.int8], values: Longs) -> bool:
    """
    Note the values of the words that a way has, first come, first served.

    False when its keys and its values, the first two of its lists, do not go together.
    """
    for word in range(len(values)):
        values[word] = -1
    key_at, key_end, value_at, value_end = lists[0, 0], lists[0, 1], lists[1, 0], lists[1, 1]
    while key_at < key_end and value_at < value_end:
        key, key_at = _varint(data, key_at, key_end)
        value, value_at = _varint(data, value_at, value_end)
        if not (0 <= key < len(word_of) and 0 <= value < len(word_of)):
            return False
        word = word_of[key]
        if word >= 0 and values[word] < 0:
            values[word] = value
    return bool(key_at == key_end and value_at == value_end)


@compiled
def _read_refs(data: Bytes, spans: Longs) -> tuple[Longs, bool]:
    """Read the nodes of all ways, whose lists begin and end where `spans` says; count them."""
    most = 0
    for way in range(len(spans)):
        most += spans[way, 1] - spans[way, 0]
    refs = np.empty(most, np.int64)
    count = 0
    for way in range(len(spans)):
        at, end = spans[way, 0], spans[way, 1]
        before, ref = count, 0
        while at < end:
            folded, at = _varint(data, at, end)
            ref += _unfolded(folded)
            refs[count] = ref
            count += 1
        spans[way, 0] = count - before
        if at > end:
            return refs[:0], False
    return refs[:count], True


@compiled
def read_ways(data: Bytes, words: Words) -> WayRows:
    """
    Read the ways of a block that carry the first of some keys.

    Parameters
    ----------
    data
        An unpacked block.
    words
        The keys whose values are told.
    """
    strings, is_whole = _listed(data, _STRINGS, _STRING)
    elements, good = _listed(data, _GROUP, _ANY)
    is_whole = is_whole and good
    word_of = np.empty(len(strings), np.int8)
    for string in range(len(strings)):
        word_of[string] = _word_of(data, strings[string, 1], strings[string, 2], words)
    values = np.empty((len(elements), len(words.first) - 1), np.int64)
    spans = np.empty((len(elements), 2), np.int64)
    lists = np.empty((3, 2), np.int64)
    count = 0
    has_ways = has_nodes = False
    for one in range(len(elements)):
        kind, begin, end = elements[one, 0], elements[one, 1], elements[one, 2]
        has_nodes = has_nodes or kind in (_NODE, _DENSE)
        has_ways = has_ways or kind == _WAY
        if kind == _WAY and is_whole:
            is_whole = _look(data, begin, end, _KEYS_VALUES_REFS, lists)
            is_whole = is_whole and _read_tags(data, lists, word_of, values[count])
            spans[count, 0], spans[count, 1] = lists[2, 0], lists[2, 1]
            count += values[count, 0] >= 0
    refs, good = _read_refs(data, spans[: count if is_whole else 0])
    is_whole = is_whole and good
    counts = spans[:count, 0]
    return WayRows(values[:count], counts, refs, strings, is_whole, has_ways, has_nodes)


@compiled
def _row_of(wanted: Longs, number: int, near: int) -> int:
    """Find the first number wanted that is not smaller, looking near a row first."""
    low, high = 0, near
    if near < len(wanted) and wanted[near] < number:
        step = 1
        low = near + 1
        while near + step < len(wanted) and wanted[near + step] < number:
            low = near + step + 1
            step *= 2
        high = min(near + step, len(wanted))
    elif near == 0 or wanted[near - 1] < number:
        return near
    while low < high:
        middle = (low + high) // 2
        if wanted[middle] < number:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _fixed(count: int, step: int, offset: int) -> int:
    """Turn a block's count into a coordinate; what is less than a step of those falls away."""
    value = count * step + offset
    whole = value // _PER_COORDINATE
    if value < 0 and whole * _PER_COORDINATE != value:
        whole += 1
    return whole


@compiled
def _note(found: _Found, row: int, lat: int, lon: int, grid: _Grid) -> None:
    """Note the place of a node."""
    count = found.filled[0]
    found.row[count] = row
    found.x[count] = _fixed(lon, grid.step, grid.west)
    found.y[count] = _fixed(lat, grid.step, grid.south)
    found.filled[0] = count + 1


@compiled
def _read_dense(data: Bytes, lists: Longs, wanted: Longs, grid: _Grid, found: _Found) -> bool:
    """Note the wanted ones of dense nodes, lists of whose numbers and places are given."""
    at, lat_at, lon_at = lists[0, 0], lists[1, 0], lists[2, 0]
    end, lat_end, lon_end = lists[0, 1], lists[1, 1], lists[2, 1]
    number, lat, lon = 0, 0, 0
    row = 0
    while at < end:
        folded, at = _varint(data, at, end)
        number += _unfolded(folded)
        folded, lat_at = _varint(data, lat_at, lat_end)
        lat += _unfolded(folded)
        folded, lon_at = _varint(data, lon_at, lon_end)
        lon += _unfolded(folded)
        if at > end or lat_at > lat_end or lon_at > lon_end:
            return False
        row = _row_of(wanted, number, row)
        if row < len(wanted) and wanted[row] == number:
            _note(found, row, lat, lon, grid)
    return True


@compiled
def _read_plain(fields: Longs, wanted: Longs, grid: _Grid, found: _Found) -> None:
    """Note a node that stands for itself, if it is wanted and has a place."""
    number = _unfolded(fields[0, 0])
    row = _row_of(wanted, number, 0)
    is_placed = fields[0, 1] > 0 and fields[1, 1] > 0 and fields[2, 1] > 0
    if is_placed and row < len(wanted) and wanted[row] == number:
        _note(found, row, _unfolded(fields[1, 0]), _unfolded(fields[2, 0]), grid)


@compiled
def read_nodes(data: Bytes, wanted: Longs) -> NodePlaces:
    """
    Read the places of those nodes of a block that are wanted.

    Parameters
    ----------
    data
        An unpacked block.
    wanted
        Numbers of nodes, ascending, each once.
    """
    elements, is_whole = _listed(data, _GROUP, _ANY)
    fields = np.empty((3, 2), np.int64)
    is_whole = is_whole and _look(data, 0, len(data), _STEP_SOUTH_WEST, fields)
    step = fields[0, 0] if fields[0, 1] else _PER_COORDINATE
    grid = _Grid(step, fields[1, 0], fields[2, 0])
    # A node takes a byte for each of its numbers at least.
    most = len(data) // 3 + 1
    found = _Found(
        np.empty(most, np.int64),
        np.empty(most, np.int32),
        np.empty(most, np.int32),
        np.zeros(1, np.int64),
    )
    has_ways = False
    for one in range(len(elements)):
        kind, begin, end = elements[one, 0], elements[one, 1], elements[one, 2]
        has_ways = has_ways or kind == _WAY
        if kind == _DENSE and is_whole:
            is_whole = _look(data, begin, end, _IDS_LATS_LONS, fields)
            is_whole = is_whole and _read_dense(data, fields, wanted, grid, found)
        elif kind == _NODE and is_whole:
            is_whole = _look(data, begin, end, _ID_LAT_LON, fields)
            _read_plain(fields, wanted, grid, found)
    rows, xs, ys, filled = found
    here = filled[0]
    return NodePlaces(rows[:here], xs[:here], ys[:here], is_whole, has_ways)
