"""Laws of reading streets from PBF: pyosmium reads the same, in whatever order elements stand."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import osmium
import osmium.io
import osmium.osm.mutable as mutable
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_streets import plain_ways

from localgoals.errors import BadInput
from localgoals.ingest.pbf.walkable import WalkableWays, walkable_ways

NUMBERS = st.one_of(st.integers(1, 30), st.integers(1, 2**62))
PLACES = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
TAGS = st.dictionaries(
    st.sampled_from(["highway", "foot", "access", "motorroad", "name", "highways"]),
    st.sampled_from(["footway", "residential", "motorway", "yes", "no", "private", "", "路"]),
    max_size=5,
)
FORMS = st.sampled_from(
    ["pbf", "pbf,pbf_dense_nodes=false", "pbf,pbf_compression=none", "pbf,pbf_compression=lz4"]
)


class Drawn(NamedTuple):
    """Nodes by number, and ways: their nodes and their tags."""

    nodes: dict[int, tuple[float, float]]
    ways: list[tuple[list[int], dict[str, str]]]


@st.composite
def maps(draw: st.DrawFn) -> Drawn:
    nodes = draw(st.dictionaries(NUMBERS, PLACES, max_size=20))
    some = st.one_of(NUMBERS, st.sampled_from(sorted(nodes))) if nodes else NUMBERS
    ways = st.tuples(st.lists(some, max_size=8), TAGS)
    order = draw(st.permutations(list(nodes)))
    return Drawn({number: nodes[number] for number in order}, draw(st.lists(ways, max_size=8)))


def write(drawn: Drawn, path: Path, form: str = "pbf", *, nodes_first: bool = True) -> None:
    with osmium.SimpleWriter(osmium.io.File(str(path), form)) as writer:

        def write_nodes() -> None:
            for number, place in drawn.nodes.items():
                writer.add_node(mutable.Node(id=number, location=place, tags={"a": "b"}))

        if nodes_first:
            write_nodes()
        for number, (refs, tags) in enumerate(drawn.ways, start=1):
            writer.add_way(mutable.Way(id=number, nodes=refs, tags=tags))
        if not nodes_first:
            write_nodes()


def read(drawn: Drawn, form: str = "pbf", *, nodes_first: bool = True) -> WalkableWays:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.osm.pbf"
        write(drawn, path, form, nodes_first=nodes_first)
        return walkable_ways(path)


def same(one: WalkableWays, other: WalkableWays) -> bool:
    return all(np.array_equal(*pair) for pair in zip(one, other, strict=True))


@given(maps(), FORMS)
def test_pyosmium_reads_the_same_ways_and_places(drawn: Drawn, form: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.osm.pbf"
        write(drawn, path, form)

        found, expected = walkable_ways(path), plain_ways(path)

    assert found.codes.tolist() == [one.code for one in expected]
    assert found.counts.tolist() == [len(one.ref) for one in expected]
    assert found.ids[found.node].tolist() == [ref for one in expected for ref in one.ref]
    assert found.x[found.node].tolist() == [x for one in expected for x in one.x]
    assert found.y[found.node].tolist() == [y for one in expected for y in one.y]


@given(maps())
def test_it_does_not_matter_whether_nodes_or_ways_come_first(drawn: Drawn) -> None:
    assert same(read(drawn), read(drawn, nodes_first=False))


@given(maps())
def test_numbers_below_zero_are_numbers_like_others(drawn: Drawn) -> None:
    shift = 2**62 + 1
    nodes = {number - shift: place for number, place in drawn.nodes.items()}
    below = Drawn(nodes, [([ref - shift for ref in refs], tags) for refs, tags in drawn.ways])

    found, expected = read(below), read(drawn)

    assert same(found._replace(ids=found.ids + shift), expected)


@settings(max_examples=200)
@given(maps(), FORMS, st.data())
def test_whatever_bytes_a_file_has_it_is_read_or_refused(
    drawn: Drawn, form: str, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.osm.pbf"
        write(drawn, path, form)
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(content) - 1))
            content[at] = data.draw(st.integers(0, 255))
        path.write_bytes(content)

        try:
            found = walkable_ways(path)
        except BadInput:
            return

    assert len(found.node) == found.counts.sum()
    assert len(found.codes) == len(found.counts)
