"""
Which OpenStreetMap elements are parks, schools, stops and so on: one table of tags for each layer.

References
----------
OpenStreetMap wiki, pages of the keys `leisure`, `landuse`, `natural`, `amenity`, `shop`,
`healthcare`, `railway` and `public_transport`. UN-Habitat (2021), metadata of SDG indicators 11.2.1
and 11.7.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

Values = frozenset[str]

ANY: Final[Values] = frozenset()
"""Every value of a key: the key only has to be there."""


def _of(*values: str) -> Values:
    return frozenset(values)


def _has(tags: Mapping[str, str], key: str, values: Values) -> bool:
    return key in tags and (not values or tags[key] in values)


@dataclass(frozen=True)
class Tagged:
    """Elements with one of some tags, all of some others, and none that rules them out."""

    any_of: Mapping[str, Values]
    all_of: Mapping[str, Values] = field(default_factory=dict)
    unless: Mapping[str, Values] = field(default_factory=dict)

    def admits(self, tags: Mapping[str, str]) -> bool:
        """
        Tell whether an element with these tags is meant.

        Examples
        --------
        >>> park = Tagged({"leisure": frozenset({"park"})}, unless={"access": frozenset({"no"})})
        >>> park.admits({"leisure": "park"}), park.admits({"leisure": "park", "access": "no"})
        (True, False)
        """
        return (
            any(_has(tags, key, values) for key, values in self.any_of.items())
            and all(_has(tags, key, values) for key, values in self.all_of.items())
            and not any(_has(tags, key, values) for key, values in self.unless.items())
        )


Selection = tuple[Tagged, ...]
"""An element belongs to a selection that has at least one entry that admits it."""


def keys_of(selection: Selection) -> tuple[str, ...]:
    """Give the keys, one of which every element of the selection carries."""
    return tuple(sorted({key for tagged in selection for key in tagged.any_of}))


def admits(selection: Selection, tags: Mapping[str, str]) -> bool:
    """Tell whether an element with these tags belongs to the selection."""
    return any(tagged.admits(tags) for tagged in selection)


_CLOSED = _of(
    "private", "no", "customers", "members", "permit", "residents", "employees", "delivery"
)
_NOT_OPEN: Mapping[str, Values] = {"access": _CLOSED, "fee": _of("yes"), "indoor": _of("yes")}
_SAID_TO_BE_OPEN: Mapping[str, Values] = {"access": _of("yes", "public", "permissive")}

# 11.7.1: open land "accessible to the public without charge": parks, urban forests, playgrounds,
# squares, plazas, waterfronts, sports fields, community gardens, riparian reserves. Where the tag
# does not tell whether the public may enter (gardens, pitches, reserves, woods), somebody must have
# said so. A garden with a name and no sign of being private counts: public gardens are named, front
# gardens are not. Beaches count as waterfront. A pedestrian street drawn as an area counts as a
# square; such squares are in the street network too, as the ring around them.
OPEN_SPACE: Final[Selection] = (
    Tagged(
        {
            "leisure": _of("park", "playground", "common", "recreation_ground"),
            "place": _of("square"),
            "landuse": _of("village_green", "recreation_ground"),
            "natural": _of("beach"),
        },
        unless=_NOT_OPEN,
    ),
    Tagged(
        {"highway": _of("pedestrian", "footway")}, all_of={"area": _of("yes")}, unless=_NOT_OPEN
    ),
    Tagged(
        {
            "leisure": _of("garden", "nature_reserve", "pitch", "dog_park"),
            "landuse": _of("forest", "grass", "meadow"),
            "natural": _of("wood"),
        },
        all_of=_SAID_TO_BE_OPEN,
        unless=_NOT_OPEN,
    ),
    Tagged({"leisure": _of("garden")}, all_of={"garden:type": _of("community")}, unless=_NOT_OPEN),
    Tagged(
        {"leisure": _of("garden")},
        all_of={"name": ANY},
        unless={**_NOT_OPEN, "garden:type": _of("residential", "private", "roof_garden")},
    ),
)

# Land covered by plants, whoever may enter. Farmland is left out (bare for part of the year), and
# so are cemeteries and reserves, which are as often stone or water.
GREEN: Final[Selection] = (
    Tagged(
        {
            "leisure": _of("park", "garden", "common", "golf_course", "dog_park"),
            "landuse": _of(
                "grass", "forest", "meadow", "village_green", "recreation_ground", "orchard",
                "vineyard", "allotments", "flowerbed", "plant_nursery",
            ),
            "natural": _of("wood", "scrub", "grassland", "heath", "shrubbery", "tree_group"),
        },
        unless={"indoor": _of("yes")},
    ),
)  # fmt: skip

# Health is where a doctor is seen: pharmacies and dentists are left out. Food is where fresh food
# can be expected, and the small shops that sell it in dense quarters.
AMENITIES: Final[Mapping[str, Selection]] = {
    "school": (Tagged({"amenity": _of("school")}),),
    "health": (
        Tagged(
            {
                "amenity": _of("hospital", "clinic", "doctors"),
                "healthcare": _of("hospital", "clinic", "doctor", "centre"),
            }
        ),
    ),
    "food": (
        Tagged(
            {
                "shop": _of("supermarket", "greengrocer", "convenience", "grocery"),
                "amenity": _of("marketplace"),
            },
            unless={"access": _CLOSED},
        ),
    ),
    "play": (Tagged({"leisure": _of("playground")}, unless=_NOT_OPEN),),
}

_NOT_IN_USE: Mapping[str, Values] = {
    "access": _of("private", "no"),
    "disused": _of("yes"),
    "abandoned": _of("yes"),
    "usage": _of("tourism"),
    "station": _of("miniature"),
}
_YES = _of("yes", "designated")
_STREET_MODES = ("bus", "trolleybus", "share_taxi", "tram", "light_rail", "funicular", "aerialway")
_OWN_WAY_MODES = ("train", "subway", "monorail", "ferry")

# 11.2.1: rail, metro and ferry. A light rail *station* stands on a track of its own; a tram stop
# does not.
HIGH_CAPACITY_STOPS: Final[Selection] = (
    Tagged(
        {"railway": _of("station", "halt"), "amenity": _of("ferry_terminal")},
        unless={**_NOT_IN_USE, "station": _of("miniature", "funicular")},
    ),
    *(
        Tagged({"public_transport": _of("station")}, all_of={mode: _YES}, unless=_NOT_IN_USE)
        for mode in _OWN_WAY_MODES
    ),
)
LOW_CAPACITY_STOPS: Final[Selection] = (
    Tagged(
        {"highway": _of("bus_stop"), "railway": _of("tram_stop"), "amenity": _of("bus_station")},
        unless=_NOT_IN_USE,
    ),
    Tagged(
        {"railway": _of("station")},
        all_of={"station": _of("funicular")},
        unless={"usage": _of("tourism")},
    ),
    *(
        Tagged(
            {"public_transport": _of("platform", "station")},
            all_of={mode: _YES},
            unless=_NOT_IN_USE,
        )
        for mode in _STREET_MODES
    ),
)
# Where the vehicle halts, on the road or rail: used only where nobody mapped where people wait.
STOP_POSITIONS: Final[Selection] = tuple(
    Tagged({"public_transport": _of("stop_position")}, all_of={mode: _YES}, unless=_NOT_IN_USE)
    for mode in _STREET_MODES
)
