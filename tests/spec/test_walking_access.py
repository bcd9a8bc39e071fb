"""Which ways a person may walk along: the rule as a table (OSM wiki, access restrictions)."""

from __future__ import annotations

import pytest

from localgoals.ingest.layers import HIGHWAYS
from localgoals.ingest.walking import walking_code

ALLOWED = [
    ({"highway": "residential"}, "residential"),
    ({"highway": "trunk"}, "trunk"),
    ({"highway": "cycleway"}, "cycleway"),
    ({"highway": "bridleway"}, "bridleway"),
    ({"highway": "service", "access": "customers"}, "service"),
    ({"highway": "service", "access": "destination"}, "service"),
    ({"highway": "track", "access": "no", "foot": "yes"}, "track"),
    ({"highway": "path", "access": "private", "foot": "permissive"}, "path"),
    ({"highway": "primary", "motorroad": "yes", "foot": "designated"}, "primary"),
    ({"highway": "motorway_link", "foot": "yes"}, "road"),
    ({"highway": "busway", "foot": "designated"}, "road"),
    ({"highway": "pedestrian", "area": "yes"}, "pedestrian"),
]
CLOSED = [
    {"highway": "motorway"},
    {"highway": "busway"},
    {"highway": "construction", "construction": "footway"},
    {"highway": "proposed", "foot": "yes"},
    {"highway": "footway", "foot": "no"},
    {"highway": "footway", "access": "private"},
    {"highway": "residential", "access": "no"},
    {"highway": "secondary", "foot": "use_sidepath"},
    {"highway": "trunk", "motorroad": "yes"},
    {"highway": "trunk", "foot": "no"},
    {"highway": "footway", "access": "yes", "foot": "private"},
    {"highway": "track", "access": "forestry"},
    {"railway": "platform"},
]
# A walk there is a walk back: what has a direction is open in both.
DIRECTIONS = [
    {"oneway": "yes"},
    {"oneway": "-1"},
    {"oneway:foot": "yes"},
    {"oneway:foot": "-1"},
    {"foot:backward": "no"},
    {"foot:forward": "no"},
    {"conveying": "forward"},
    {"conveying": "reversible"},
    {"junction": "roundabout"},
]


@pytest.mark.parametrize(("tags", "kind"), ALLOWED, ids=str)
def test_a_person_may_walk_along(tags: dict[str, str], kind: str) -> None:
    code = walking_code(tags)

    assert code is not None
    assert HIGHWAYS[code] == kind


@pytest.mark.parametrize("tags", CLOSED, ids=str)
def test_nobody_may_walk_along(tags: dict[str, str]) -> None:
    assert walking_code(tags) is None


@pytest.mark.parametrize("direction", DIRECTIONS, ids=str)
@pytest.mark.parametrize("highway", ["residential", "footway", "steps", "corridor"])
def test_a_direction_neither_closes_nor_opens_a_way(
    highway: str, direction: dict[str, str]
) -> None:
    assert walking_code({"highway": highway, **direction}) == walking_code({"highway": highway})
    assert walking_code({"highway": highway, "foot": "no", **direction}) is None
