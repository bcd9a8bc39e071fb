"""People put on the street network once, and how far they walk to the nearest of some places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from localgoals.indicators.areas import Areas, areas_of
from localgoals.indicators.choices import parameter
from localgoals.indicators.findings import EVERYBODY, ReachLayer
from localgoals.indicators.settlement import Settlement, settlement_groups, settlement_of
from localgoals.ingest.layers import City, Floats, People
from localgoals.model.lineage import Lineage
from localgoals.model.period import Period
from localgoals.spatial.network import Snapped, WalkNetwork, snap, walk_network
from localgoals.spatial.reach import straight_distance, walking_distance

__all__ = ["Places", "ReachLayer", "Residents", "Walk", "distance_to_nearest", "lay_out", "places"]


@dataclass(frozen=True)
class Residents:
    """The people of one period, ready to be added up by area and group."""

    period: Period
    people: People
    areas: Areas
    weights: dict[str, Floats]
    """Group to the number of its people at each point, everybody first; 0 where it is not known."""
    snapped: Snapped | None
    """Where the points stand on the street network, if there is one."""

    def uncounted(self, group: str) -> NDArray[np.bool_]:
        """Tell the areas with points where the number of people of the group is not known."""
        counts = self.people.groups.get(group)
        if counts is None or not (unknown := np.isnan(counts)).any():
            return np.zeros(len(self.areas.codes), dtype=np.bool_)
        found: NDArray[np.bool_] = self.areas.sums(unknown.astype(np.float64)) > 0
        return found

    @cached_property
    def totals(self) -> Mapping[str, Floats]:
        """Group to the number of its people in each area."""
        return {group: self.areas.sums(weights) for group, weights in self.weights.items()}

    @cached_property
    def off_streets(self) -> NDArray[np.bool_]:
        """Tell which points stand too far from every street to be on the network."""
        if self.snapped is None:
            return np.zeros(len(self.people.x), dtype=np.bool_)
        off: NDArray[np.bool_] = self.snapped.segment < 0
        return off

    def doubts(self, group: str = EVERYBODY) -> frozenset[str]:
        """Name the doubts about where the people of a group live (keys of `quality.DOUBTS`)."""
        found = set()
        if self.people.lineage.modelled:
            found.add("people-modelled")
        elif self.people.kind != "points":
            found.add("people-in-polygons")
        if self.people.lineage.survey:
            found.add("survey")
        if group in self.people.modelled_groups:
            found.add("group-modelled")
        return frozenset(found)


@dataclass(frozen=True)
class Walk:
    """The walking network, if the pack has streets, and the residents of every period."""

    network: WalkNetwork | None
    residents: Mapping[Period, Residents]
    settlements: Mapping[Period, Settlement]
    """The Degree of Urbanisation, for periods with a population grid or counted points."""
    lineage: Lineage
    """Where the streets come from; empty without streets."""

    @property
    def way(self) -> str:
        """How distances are measured, as method strings name it."""
        return "straight-line" if self.network is None else "network"

    @property
    def doubts(self) -> frozenset[str]:
        """Name the doubts about distances."""
        return frozenset({"straight-line"} if self.network is None else ())


def lay_out(city: City) -> Walk:
    """
    Build the walking network and put the people of every period on it.

    People farther than the catalogue's `snap_limit_people_m` from every street stay off the
    network: they are never reached and always counted.
    """
    network = None
    streets = city.streets
    if streets is not None:
        network = walk_network(streets.x, streets.y, streets.start, streets.end)
    settlements = {
        period: one for period in city.people if (one := settlement_of(city, period)) is not None
    }
    residents: dict[Period, Residents] = {}
    for period in sorted(city.people):
        residents[period] = _residents(city, period, network, tuple(residents.values()))
        if period in settlements:
            groups = settlement_groups(city, settlements[period], city.people[period])
            residents[period] = replace(
                residents[period], weights=residents[period].weights | groups
            )
    return Walk(
        network, residents, settlements, streets.lineage if streets is not None else Lineage()
    )


def _residents(
    city: City, period: Period, network: WalkNetwork | None, earlier: tuple[Residents, ...]
) -> Residents:
    people = city.people[period]
    same = next((one for one in earlier if _same_points(one.people, people)), None)
    if network is None:
        snapped = None
    elif same is not None:
        snapped = same.snapped
    else:
        snapped = snap(network, people.x, people.y, within_m=parameter("snap_limit_people_m"))
    areas = areas_of(city, people.zones, points=len(people.x)) if same is None else same.areas
    weights = {EVERYBODY: known(people.total)}
    weights |= {group: known(counts) for group, counts in sorted(people.groups.items())}
    return Residents(period, people, areas, weights, snapped)


def _same_points(one: People, other: People) -> bool:
    return np.array_equal(one.x, other.x) and np.array_equal(one.y, other.y)


def known(counts: Floats) -> Floats:
    """Give counts with 0 where they are not known, so that the point takes no part in any sum."""
    unknown = np.isnan(counts)
    return np.where(unknown, 0.0, counts) if unknown.any() else counts


@dataclass(frozen=True)
class Places:
    """What people walk to, on the network if there is one."""

    x: Floats
    y: Floats
    snapped: Snapped | None

    @property
    def off_streets(self) -> int:
        """Count the places that stand too far from every street and so reach nobody."""
        return 0 if self.snapped is None else int((self.snapped.segment < 0).sum())


def places(walk: Walk, x: Floats, y: Floats, *, within_m: float | None = None) -> Places:
    """
    Put places on the walking network.

    Parameters
    ----------
    walk
        The network, and the people.
    x, y
        Coordinates in the city's metric CRS. [m]
    within_m
        How far from a street a place may stand; the catalogue's `snap_limit_places_m` if not given.
        [m]
    """
    if walk.network is None:
        return Places(x, y, None)
    limit_m = parameter("snap_limit_places_m") if within_m is None else within_m
    return Places(x, y, snap(walk.network, x, y, within_m=limit_m))


def distance_to_nearest(walk: Walk, residents: Residents, to: Places, *, limit_m: float) -> Floats:
    """
    Measure how far residents are from the nearest place: along streets, else in a straight line.

    Parameters
    ----------
    walk
        The network, or none.
    residents
        The people of one period.
    to
        The places, from `places`.
    limit_m
        How far to search, inclusive. [m]

    Returns
    -------
    distance_m
        One per point: at most `limit_m`; infinite beyond; NaN for a point that is not on the
        network. [m]
    """
    if walk.network is None:
        people = residents.people
        return straight_distance(people.x, people.y, to.x, to.y, limit_m=limit_m)
    assert residents.snapped is not None
    assert to.snapped is not None
    return walking_distance(walk.network, residents.snapped, to.snapped, limit_m=limit_m)
