"""Schools, health care, food and play within walking distance (1.2-P1 to 1.2-P4)."""

from __future__ import annotations

import numpy as np

from localgoals.indicators.choices import draft, parameter
from localgoals.indicators.findings import Findings, ReachLayer, chain
from localgoals.indicators.missing import without
from localgoals.indicators.shares import Reached, off_streets_notes, share_observations
from localgoals.indicators.walking import Places, Residents, Walk, distance_to_nearest, places
from localgoals.ingest.layers import City
from localgoals.model.lineage import Lineage

# The kind of amenity that each indicator is about.
KINDS: dict[str, str] = {"1.2-P1": "school", "1.2-P2": "health", "1.2-P3": "food", "1.2-P4": "play"}

SERIES = "within_walk"


def observe(city: City, walk: Walk, *, code: str) -> Findings:
    """
    Give the share of people within walking distance of one kind of amenity, in every period.

    Parameters
    ----------
    city, walk
        The city and its walking network.
    code
        One of `KINDS`.
    """
    if not walk.residents:
        return without(city, code, "population")
    amenities = city.amenities
    if amenities is None or not (amenities.kind == KINDS[code]).any():
        return without(city, code, "amenities")
    of_kind = amenities.kind == KINDS[code]
    to = places(walk, amenities.x[of_kind], amenities.y[of_kind])
    periods = (
        _in_period(code, walk, to, one, amenities.lineage) for one in walk.residents.values()
    )
    return chain(periods) + off_streets_notes(code, walk)


def _in_period(
    code: str, walk: Walk, to: Places, residents: Residents, source: Lineage
) -> Findings:
    limit_m = parameter(f"walk_limit_{KINDS[code]}_m")
    distance_m = distance_to_nearest(walk, residents, to, limit_m=limit_m)
    lineage = residents.people.lineage + source + walk.lineage
    doubts = walk.doubts | ({"input-modelled"} if source.modelled else frozenset())
    start = draft(code, SERIES, residents.period, way=walk.way, lineage=lineage)
    reached = Reached(np.asarray(distance_m <= limit_m), doubts, residents.off_streets)
    people = residents.people
    layer = ReachLayer(
        code, SERIES, residents.period, people.x, people.y, people.total, distance_m, limit_m
    )
    return Findings(tuple(share_observations(start, residents, reached)), (layer,))
