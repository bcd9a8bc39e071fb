"""The walkable ways of a PBF file as pyosmium reads them, one by one: slow, and easy to follow."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import osmium
import osmium.filter
import osmium.io
import osmium.osm

from localgoals.ingest.walking import walking_code


class Nodes(NamedTuple):
    """The nodes of one way: number, longitude and latitude in 1e-7 degrees; and its code."""

    ref: list[int]
    x: list[int]
    y: list[int]
    code: int


def plain_ways(path: Path) -> list[Nodes]:
    """Read the walkable ways of a file whose nodes come before its ways."""
    ways = (
        osmium.FileProcessor(osmium.io.File(str(path), "pbf"))
        .with_locations()
        .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
        .with_filter(osmium.filter.KeyFilter("highway"))
    )
    found = []
    for way in ways:
        code = walking_code({tag.k: tag.v for tag in way.tags})
        if code is not None:
            places = [(node.ref, node.location.x, node.location.y) for node in way.nodes]
            ref, x, y = (
                (list(column) for column in zip(*places, strict=True)) if places else ([], [], [])
            )
            found.append(Nodes(ref, x, y, code))
    return found
