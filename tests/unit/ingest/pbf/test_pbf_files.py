"""Maps in PBF that are packed in unusual ways, damaged, or made to do harm."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmium
import osmium.io
import osmium.osm.mutable as mutable
import pytest
from pyproj import CRS

from localgoals.errors import BadInput
from localgoals.ingest.osm import read_streets
from localgoals.ingest.pack import Resource
from localgoals.ingest.pbf.framing import MOST_BLOB_BYTES, MOST_HEADER_BYTES
from localgoals.ingest.pbf.walkable import UNKNOWN, WalkableWays, walkable_ways

NODES = {number: (9 + number / 1000, 50 - number / 2000) for number in range(1, 40)}
WAYS = [
    ([1, 2, 3, 4], {"highway": "residential"}),
    ([4, 5, 6], {"name": "Gasse", "highway": "footway", "foot": "yes"}),
    ([6, 7], {"highway": "motorway"}),
    ([7, 8, 9, 7], {"building": "yes"}),
]


def varint(value: int) -> bytes:
    """Write a whole number as PBF does; negative ones take ten bytes."""
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out) + bytes([value])


def folded(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def steps(values: list[int]) -> bytes:
    """Write a list of numbers as differences."""
    return b"".join(
        varint(folded(value - before)) for before, value in zip([0, *values], values, strict=False)
    )


def blob(kind: bytes, content: bytes) -> bytes:
    header = field(1, kind) + field(3, len(content))
    return len(header).to_bytes(4, "big") + header + content


def raw(content: bytes) -> bytes:
    return field(1, content)


def packed(content: bytes, *, promised: int | None = None) -> bytes:
    return field(2, len(content) if promised is None else promised) + field(
        3, zlib.compress(content)
    )


HEADER = blob(b"OSMHeader", raw(field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes")))


def block(
    *groups: bytes, strings: tuple[bytes, ...] = (b"", b"highway", b"path"), **grid: int
) -> bytes:
    numbers = {"granularity": 17, "south": 19, "west": 20}
    return (
        field(1, b"".join(field(1, string) for string in strings))
        + b"".join(field(2, group) for group in groups)
        + b"".join(field(numbers[name], value) for name, value in grid.items())
    )


def dense(ids: list[int], lats: list[int], lons: list[int]) -> bytes:
    return field(2, field(1, steps(ids)) + field(8, steps(lats)) + field(9, steps(lons)))


def way(refs: list[int], *, keys: bytes = b"\x01", values: bytes = b"\x02") -> bytes:
    return field(3, field(1, 7) + field(2, keys) + field(3, values) + field(8, steps(refs)))


USUAL = field(2, b"\x01") + field(3, b"\x02")
"""The tags of a way in `block`, highway=path."""


def data(content: bytes) -> bytes:
    return blob(b"OSMData", packed(content))


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], WalkableWays]:
    path = tmp_path / "made.osm.pbf"

    def read_bytes(content: bytes) -> WalkableWays:
        path.write_bytes(content)
        return walkable_ways(path)

    return read_bytes


def written(path: Path, form: str = "pbf") -> Path:
    with osmium.SimpleWriter(osmium.io.File(str(path), form)) as writer:
        for number, place in NODES.items():
            writer.add_node(mutable.Node(id=number, location=place))
        for number, (refs, tags) in enumerate(WAYS, start=1):
            writer.add_way(mutable.Way(id=number, nodes=refs, tags=tags))
    return path


def streets_or_problem(path: Path) -> list[str]:
    """Read streets as a command does, and give the kinds of problems."""
    resource = Resource("map", "streets", (path,), "osm.pbf", "0" * 64)
    streets, problems = read_streets(resource, CRS.from_epsg(32632))
    assert (streets is None) == any(one.severity == "error" for one in problems)
    return [one.kind for one in problems]


@pytest.mark.parametrize(
    "form",
    [
        "pbf,pbf_compression=none",
        "pbf,pbf_compression=lz4",
        "pbf,pbf_dense_nodes=false",
        "pbf,locations_on_ways=true",
    ],
)
def test_however_a_map_is_packed_its_streets_are_the_same(tmp_path: Path, form: str) -> None:
    usual = walkable_ways(written(tmp_path / "usual.osm.pbf"))

    unusual = walkable_ways(written(tmp_path / "unusual.osm.pbf", form))

    assert usual.counts.tolist() == [4, 3]
    assert (usual.x != UNKNOWN).all()
    for one, other in zip(usual, unusual, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_map_whose_ways_come_first_is_read_whole(read: Callable[[bytes], WalkableWays]) -> None:
    ways, nodes = data(block(way([2, 1]))), data(block(dense([1, 2], [5, 6], [7, 8])))
    late = data(block(way([2, 3])))

    found = read(HEADER + ways + nodes + late + data(block(dense([3], [9], [9]))))

    assert found.ids.tolist() == [1, 2, 3]
    assert found.counts.tolist() == [2, 2]
    assert found.node.tolist() == [1, 0, 1, 2]
    assert found.x.tolist() == [7, 8, 9]


def test_nodes_and_ways_may_share_a_block(read: Callable[[bytes], WalkableWays]) -> None:
    found = read(HEADER + data(block(way([1, 2]), dense([2, 1], [6, 5], [8, 7]))))

    assert (found.x.tolist(), found.y.tolist()) == ([7, 8], [5, 6])


def test_the_grid_of_a_block_places_its_nodes(read: Callable[[bytes], WalkableWays]) -> None:
    nodes = block(dense([1, 2], [5, -5], [7, -7]), granularity=1000, south=-250, west=99)

    found = read(HEADER + data(nodes) + data(block(way([1, 2]))))

    # What is less than 1e-7 degrees falls away, towards zero.
    assert found.y.tolist() == [47, -52]
    assert found.x.tolist() == [70, -69]


def test_the_first_of_two_nodes_with_one_number_counts(
    read: Callable[[bytes], WalkableWays],
) -> None:
    nodes = block(dense([1, 2, 2], [5, 6, 60], [7, 8, 80]))
    again = block(dense([1], [50], [70]))

    found = read(HEADER + data(nodes) + data(again) + data(block(way([1, 2]))))

    assert found.x.tolist() == [7, 8]


def test_of_two_values_of_a_key_the_first_counts(read: Callable[[bytes], WalkableWays]) -> None:
    strings = (b"", b"highway", b"path", b"motorway")
    ways = block(
        way([1, 2], keys=b"\x01\x01", values=b"\x02\x03"),
        way([1, 2], keys=b"\x01\x01", values=b"\x03\x02"),
        strings=strings,
    )

    assert len(read(HEADER + data(ways)).counts) == 1


def test_blobs_of_another_kind_are_passed_over(read: Callable[[bytes], WalkableWays]) -> None:
    other = blob(b"Index", b"anything at all")

    found = read(HEADER + other + data(block(way([1, 2]))) + other)

    assert found.ids.tolist() == [1, 2]
    assert (found.x == UNKNOWN).all()


def test_a_map_without_elements_has_no_streets(read: Callable[[bytes], WalkableWays]) -> None:
    for content in (HEADER, HEADER + data(b""), HEADER + data(block())):
        assert len(read(content).counts) == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no map", "does not begin with the header"),
        (data(block(way([1, 2]))), "does not begin with the header"),
        (HEADER + b"\x00\x00", "middle of a block"),
        (HEADER + (MOST_HEADER_BYTES + 1).to_bytes(4, "big") + bytes(99), "damaged"),
        (HEADER + (200).to_bytes(4, "big") + b"short", "middle of a block"),
        (HEADER + b"\x00\x00\x00\x02\x0a\x00", "damaged"),
        (HEADER + data(block(way([1, 2])))[:-1], "middle of a block"),
        (HEADER + blob(b"OSMData", b""), "larger than the format|damaged"),
        (HEADER + blob(b"OSMData", field(2, 5)), "damaged"),
        (HEADER + blob(b"OSMData", field(2, 5) + field(3, b"no deflate")), "damaged"),
        (HEADER + blob(b"OSMData", field(2, 5) + field(6, b"\xff\xff")), "damaged"),
        (HEADER + blob(b"OSMData", field(2, 5) + field(4, lzma.compress(b"12345"))), "LZMA"),
        (HEADER + blob(b"OSMData", field(2, 5) + field(7, b"12345")), "Zstandard"),
        (HEADER + blob(b"OSMData", packed(b"x" * 10, promised=9)), "damaged"),
        (HEADER + blob(b"OSMData", packed(b"x" * 10, promised=11)), "damaged"),
        (HEADER + blob(b"OSMData", packed(b"", promised=MOST_BLOB_BYTES + 1)), "larger than"),
        (HEADER + blob(b"OSMData", packed(b"", promised=-1)), "larger than"),
        (HEADER + b"\x00\x00\x00\x14\x0a\x07OSMData\x18" + varint(-1), "larger than"),
        (blob(b"OSMHeader", raw(field(4, b"HistoricalInformation"))), "HistoricalInformation"),
        (HEADER + data(b"\x0a\xff"), "damaged"),
        (HEADER + data(b"\xff" * 30), "damaged"),
        (HEADER + data(b"\x0b"), "damaged"),
        (HEADER + data(block(way([1, 2], keys=b"\x09"))), "damaged"),
        (HEADER + data(block(way([1, 2], keys=b"\x01\x01"))), "damaged"),
        (HEADER + data(block(field(3, USUAL + field(8, b"\xff")))), "damaged"),
        (HEADER + data(block(dense([1, 2], [5], [7, 8]))), "damaged"),
        (HEADER + data(block(field(1, b"\x08"))), "damaged"),
    ],
)  # fmt: skip
def test_a_damaged_map_is_refused_in_one_sentence(
    read: Callable[[bytes], WalkableWays], content: bytes, reason: str
) -> None:
    with pytest.raises(BadInput, match=reason):
        read(content)


def test_a_map_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    assert streets_or_problem(tmp_path / "nowhere.osm.pbf") == ["osm-unreadable"]


def test_a_map_cut_short_anywhere_is_a_problem(tmp_path: Path) -> None:
    whole = written(tmp_path / "map.osm.pbf").read_bytes()
    path = tmp_path / "cut.osm.pbf"

    kinds = set()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        kinds.add(tuple(streets_or_problem(path)))

    # Between two blocks, what is left is a map, too: one without ways.
    assert kinds == {("osm-unreadable",), ("osm-no-streets",)}


def test_a_map_with_any_byte_changed_is_read_or_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "map.osm.pbf", "pbf,pbf_compression=none").read_bytes()
    path = tmp_path / "changed.osm.pbf"

    refused = 0
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        refused += "osm-unreadable" in streets_or_problem(path)

    assert 0 < refused < len(whole)


def test_a_small_file_cannot_ask_for_much_memory(read: Callable[[bytes], WalkableWays]) -> None:
    # One way of 16 million steps of nothing, deflated to 16 kB, and that again.
    refs = field(8, bytes(16 << 20))
    bomb = data(block(field(3, USUAL + refs)))

    with pytest.raises(BadInput, match="far more than a map holds"):
        read(HEADER + bomb * 3)


@pytest.mark.parametrize("threads", [1, 3, 8])
def test_any_number_of_threads_gives_the_same_streets(tmp_path: Path, threads: int) -> None:
    path = written(tmp_path / "map.osm.pbf")

    found = walkable_ways(path, threads=threads)

    for one, other in zip(found, walkable_ways(path), strict=True):
        np.testing.assert_array_equal(one, other)
