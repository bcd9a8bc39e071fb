"""
Which OpenStreetMap ways a person may walk along.

The rule of the OSM wiki: the most specific access tag that is there decides (`foot` before
`access`), and where there is none, the default of the kind of way does. The defaults here are the
world-wide ones of the wiki with three choices of our own:

* `cycleway` and `bridleway` are open to walkers unless tagged otherwise. The defaults differ by
  country, and a closed path would cut the network where most mappers left the tag out.
* `trunk` is open unless it is a `motorroad`, as in the wiki's table; some routers close it.
* `foot=use_sidepath` closes a road: the path beside it is in the map, and is the one to be walked.

No tag of a direction is read (`oneway`, `oneway:foot`, `foot:backward`, `conveying`): one-way
streets bind vehicles, and of 43,028 ways in four cities none is one-way for walkers. Whoever walks
there walks back (docs/explanation/walking-distance.md).

References
----------
OpenStreetMap wiki, "OSM tags for routing/Access restrictions" (world-wide defaults), "Key:access"
(order of the tags), "Key:motorroad", "Key:foot", "Key:oneway" and "Key:oneway:foot".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from localgoals.ingest.layers import HIGHWAYS

CODE_OF: Final = {value: code for code, value in enumerate(HIGHWAYS)}

FOOT_ALLOWED: Final = frozenset(
    {"yes", "designated", "permissive", "destination", "official", "customers"}
)
FOOT_FORBIDDEN: Final = frozenset({"no", "private", "use_sidepath"})
ACCESS_FORBIDDEN: Final = frozenset(
    {"no", "private", "agricultural", "forestry", "delivery", "military", "emergency", "permit"}
)
# Closed to walkers by default; where somebody tagged the opposite, a road of unknown class.
CLOSED_BY_DEFAULT: Final = frozenset(
    {"motorway", "motorway_link", "busway", "bus_guideway", "raceway"}
)


def walking_code(tags: Mapping[str, str]) -> int | None:
    """
    Give the index in `HIGHWAYS` of a way that a person may walk along; None when nobody may.

    Ways under construction, planned or out of use have values of `highway` that are in no list
    here.

    Examples
    --------
    >>> walking_code({"highway": "footway"}) == HIGHWAYS.index("footway")
    True
    >>> walking_code({"highway": "service", "access": "private"}) is None
    True
    >>> walking_code({"highway": "service", "access": "private", "foot": "yes"}) is None
    False
    """
    highway = tags.get("highway") or ""
    foot = tags.get("foot")
    code = CODE_OF.get(highway)
    if code is None:
        is_opened = highway in CLOSED_BY_DEFAULT and foot in FOOT_ALLOWED
        return CODE_OF["road"] if is_opened else None
    if foot in FOOT_ALLOWED:
        return code
    if foot in FOOT_FORBIDDEN or tags.get("access") in ACCESS_FORBIDDEN:
        return None
    return None if tags.get("motorroad") == "yes" else code
