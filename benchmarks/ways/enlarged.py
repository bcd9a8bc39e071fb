"""Makes a large OpenStreetMap extract of a small one: copies of its nodes and ways, numbered on."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import osmium

from localgoals.ingest.pbf.framing import data_blobs, unpacked

APART = 1 << 40
"""Between the numbers of two copies; a number of the map itself is smaller."""
HEADER = b'"\x0eOsmSchema-V0.6"\x0aDenseNodes'
GROUP, DENSE, WAY = 2, 2, 3
IDS, REFS = 1, 8

Shifted = Callable[[int], bytes]
"""Writes something anew, with numbers that are larger by so much."""


def enlarge(source: Path, times: int, into: Path) -> None:
    """Write the nodes of all copies, then the ways of all copies, each a block for a block."""
    usual = into.with_suffix(".once.pbf")
    # osmium's writer makes blocks of the usual size, and leaves nothing but dense nodes.
    everything = osmium.MergeInputReader()
    everything.add_file(str(source))
    with osmium.SimpleWriter(str(usual)) as writer:
        everything.apply(writer)
    file = os.open(usual, os.O_RDONLY)
    try:
        blocks = [unpacked(file, blob) for blob in data_blobs(file)]
    finally:
        os.close(file)
    usual.unlink()
    nodes = [shifted for block in blocks if (shifted := with_group(block, DENSE))]
    ways = [shifted for block in blocks if (shifted := with_group(block, WAY))]
    with into.open("wb") as out, ThreadPoolExecutor(2) as pool:
        out.write(framed(b"OSMHeader", HEADER))
        for kind in (nodes, ways):
            for copy in range(times):
                out.writelines(
                    pool.map(
                        lambda shifted, by: framed(b"OSMData", shifted(by)),
                        kind,
                        [copy * APART] * len(kind),
                    )
                )


def with_group(block: bytes, element: int) -> Shifted | None:
    """Take a block apart whose groups hold elements of one kind; None when it has others."""
    rest, elements = b"", []
    for number, value, whole in fields(block):
        if number != GROUP:
            rest += whole
            continue
        for kind, inner, _ in fields(value):
            if kind != element:
                return None
            elements.append(dense_nodes(inner) if kind == DENSE else one_way(inner))
    if not elements:
        return None

    def shifted(by: int) -> bytes:
        inner = b"".join(counted(element, one(by)) for one in elements)
        return rest + counted(GROUP, inner)

    return shifted


def dense_nodes(message: bytes) -> Shifted:
    """Shift the first number of a list of differences; the others follow it."""
    parts = {number: (value, whole) for number, value, whole in fields(message)}
    rest = b"".join(whole for number, (_, whole) in parts.items() if number != IDS)
    first, after = varint(parts[IDS][0], 0)
    others = parts[IDS][0][after:]
    return lambda by: counted(IDS, written(first + 2 * by) + others) + rest


def one_way(message: bytes) -> Shifted:
    """Shift the number of a way, and the first of its nodes."""
    number, after = varint(message, 1)
    rest, first, others = b"", None, b""
    for field, value, whole in fields(message[after:]):
        if field == REFS and value:
            first, start = varint(value, 0)
            others = value[start:]
        else:
            rest += whole

    def shifted(by: int) -> bytes:
        way = b"\x08" + written(number + by) + rest
        return way if first is None else way + counted(REFS, written(first + 2 * by) + others)

    return shifted


def framed(kind: bytes, content: bytes) -> bytes:
    """Pack a blob."""
    blob = b"\x10" + written(len(content)) + counted(3, zlib.compress(content))
    header = counted(1, kind) + b"\x18" + written(len(blob))
    return len(header).to_bytes(4, "big") + header + blob


def fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Give the fields of a message: number, bytes (none for a number), the field as it stands."""
    at = 0
    while at < len(message):
        begin = at
        key, at = varint(message, at)
        value, start = varint(message, at)
        at = start + value if key & 7 == 2 else start
        yield key >> 3, message[start:at], message[begin:at]


def counted(number: int, content: bytes) -> bytes:
    """Write a field of bytes."""
    return bytes([number << 3 | 2]) + written(len(content)) + content


def varint(message: bytes, at: int) -> tuple[int, int]:
    """Read a number of seven bits a byte."""
    value = shift = 0
    while message[at] > 127:
        value |= (message[at] & 127) << shift
        at, shift = at + 1, shift + 7
    return value | message[at] << shift, at + 1


def written(value: int) -> bytes:
    """Write a number of seven bits a byte."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
