"""
How often a street map says that people may walk a way in one direction only.

The table is that of docs/explanation/walking-distance.md, counted in the maps of shared/data.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import osmium
import pytest

from localgoals.ingest.walking import walking_code

FOR_VEHICLES = "oneway"
FOR_WALKERS = ("oneway:foot", "foot:forward", "foot:backward")
DIRECTIONS = {"yes", "-1", "1", "true", "forward", "backward", "no"}
ON_FOOT_ONLY = {"footway", "path", "pedestrian", "steps", "corridor"}
COLUMNS = ("ways", "one-way", "one-way on foot only", "conveyors", "conveyors one way", "walkers")


def counted(path: Path) -> tuple[int, ...]:
    """Count the ways that can be walked, and those with a direction."""
    count: Counter[str] = Counter()
    for way in osmium.FileProcessor(str(path), osmium.osm.WAY):
        tags = way.tags
        if walking_code(tags) is None:
            continue
        is_one_way = tags.get(FOR_VEHICLES) in DIRECTIONS - {"no"}
        count["ways"] += 1
        count["one-way"] += is_one_way
        count["one-way on foot only"] += is_one_way and tags["highway"] in ON_FOOT_ONLY
        count["conveyors"] += "conveying" in tags
        count["conveyors one way"] += tags.get("conveying") in {"forward", "backward"}
        count["walkers"] += any(tags.get(key) in DIRECTIONS for key in FOR_WALKERS)
    return tuple(count[column] for column in COLUMNS)


@pytest.mark.parametrize(
    ("map_file", "expected"),
    [
        ("las_palmas_es/example_las_palmas_2023_osm_20230221.pbf", (13280, 3714, 13, 2, 2, 0)),
        ("newport_gb/newport-2023-06-13.osm.pbf", (8440, 968, 8, 0, 0, 0)),
        ("northern_kentucky_us/streets.osm.pbf", (15687, 2580, 1, 5, 2, 0)),
        ("sao_paulo_br/spo_osm.pbf", (5621, 3113, 3, 15, 0, 0)),
    ],
)
def test_no_way_of_four_cities_is_one_way_for_walkers(
    shared: Path, map_file: str, expected: tuple[int, ...]
) -> None:
    assert counted(shared / "data" / map_file) == expected
