"""Access to public transport (SDG 11.2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from localgoals.indicators.choices import draft, parameter
from localgoals.indicators.findings import Draft, Findings, Note, ReachLayer, chain
from localgoals.indicators.missing import without
from localgoals.indicators.shares import Reached, off_streets_notes, share_observations
from localgoals.indicators.walking import Places, Residents, Walk, distance_to_nearest, places
from localgoals.ingest.layers import City, Floats, Stops
from localgoals.model.observation import Observation
from localgoals.model.text import Message

CODE = "11.2.1"

STOPS_OFF_STREETS = Message("{stops} stops stand too far from every street and reach nobody.")


def within_reach(
    low_m: Floats, high_m: Floats, *, low_limit_m: float = 500, high_limit_m: float = 1000
) -> NDArray[np.bool_]:
    """
    Tell who has convenient access to public transport, by either kind of stop.

    Parameters
    ----------
    low_m, high_m
        Distance to the nearest low-capacity (bus, tram) and high-capacity (rail, metro, ferry)
        stop; infinite beyond the search, NaN where the point is not on the network. [m]
    low_limit_m, high_limit_m
        Longest walks that still count. [m]

    Returns
    -------
    reached
        One per point; a point that is not on the network is not reached.

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.2.1, 2.a Definitions: 500 m and 1 km along the
    street network.

    Examples
    --------
    >>> import numpy as np
    >>> low, high = np.array([501.0, 500, 900, np.nan]), np.array([1000.0, 2000, np.inf, np.nan])
    >>> within_reach(low, high).tolist()
    [True, True, False, False]
    """
    reached: NDArray[np.bool_] = (np.asarray(low_m) <= low_limit_m) | (
        np.asarray(high_m) <= high_limit_m
    )
    return reached


def distance_for_map(
    low_m: Floats, high_m: Floats, *, low_limit_m: float, high_limit_m: float
) -> Floats:
    """
    Give one distance that is within the longer limit where either kind of stop is near enough.

    It is the distance to the low-capacity stop where that one counts, else to the high-capacity
    stop.

    Parameters
    ----------
    low_m, high_m
        Distance to the nearest stop of each class. [m]
    low_limit_m, high_limit_m
        Longest walk to each class; the first is not above the second. [m]

    Examples
    --------
    >>> import numpy as np
    >>> low, high = np.array([400.0, 700]), np.array([900.0, np.inf])
    >>> distance_for_map(low, high, low_limit_m=500, high_limit_m=1000)
    array([400.,  inf])
    """
    assert low_limit_m <= high_limit_m, (low_limit_m, high_limit_m)
    return np.where(low_m <= low_limit_m, np.fmin(low_m, high_m), high_m)


@dataclass(frozen=True)
class _Limits:
    low_m: float
    high_m: float


@dataclass(frozen=True)
class _Network:
    """The stops of both classes on the walking network."""

    stops: Stops
    low: Places
    high: Places


def observe(city: City, walk: Walk) -> Findings:
    """
    Give the share of people with convenient access, by capacity class and level of service.

    A feed with rail only still gives a figure, as a lower bound of lesser quality, since the pack
    may lack the buses. A feed with buses only is complete for a city without rail.

    Parameters
    ----------
    city, walk
        What the pack tells about the city, and its people on the walking network.
    """
    if not walk.residents:
        return without(city, CODE, "population")
    if city.stops is None or not len(city.stops.x):
        return without(city, CODE, "transit")
    stops = city.stops
    low = places(walk, stops.x[~stops.high_capacity], stops.y[~stops.high_capacity])
    high = places(walk, stops.x[stops.high_capacity], stops.y[stops.high_capacity])
    net = _Network(stops, low, high)
    findings = chain(
        _in_period(city, walk, net, residents) for residents in walk.residents.values()
    )
    return findings + off_streets_notes(CODE, walk) + _notes(low, high)


def _notes(low: Places, high: Places) -> Findings:
    lost = low.off_streets + high.off_streets
    if not lost:
        return Findings()
    return Findings(notes=(Note(CODE, None, Message(STOPS_OFF_STREETS.template, {"stops": lost})),))


def _in_period(city: City, walk: Walk, net: _Network, residents: Residents) -> Findings:
    limits = _Limits(
        parameter("walk_limit_low_capacity_m"), parameter("walk_limit_high_capacity_m")
    )
    low_m = _distance(walk, residents, net.low, limits.low_m)
    high_m = _distance(walk, residents, net.high, limits.high_m)
    lineage = residents.people.lineage + net.stops.lineage + walk.lineage
    rail_only = frozenset() if len(net.low.x) else frozenset({"rail-only"})

    def start(series: str) -> Draft:
        return draft(CODE, series, residents.period, way=walk.way, lineage=lineage)

    def shares(
        series: str, yes: NDArray[np.bool_], doubts: frozenset[str]
    ) -> Iterator[Observation]:
        reached = Reached(
            yes, walk.doubts | doubts | _stop_doubts(net.stops), residents.off_streets
        )
        return share_observations(start(series), residents, reached)

    reached = within_reach(low_m, high_m, low_limit_m=limits.low_m, high_limit_m=limits.high_m)
    rows = list(shares("total", reached, rail_only))
    for series, of_class, distance_m, limit_m in (
        ("low_capacity", net.low, low_m, limits.low_m),
        ("high_capacity", net.high, high_m, limits.high_m),
    ):
        if len(of_class.x):
            rows += shares(series, distance_m <= limit_m, frozenset())
        else:
            rows.append(start(series).gap(city.code, "no-resource", "transit"))
    for series, least in (
        ("service_4", parameter("service_medium_per_hour")),
        ("service_10", parameter("service_high_per_hour")),
    ):
        if np.isnan(net.stops.departures_per_hour).all():
            rows.append(start(series).gap(city.code, "no-timetable"))
        else:
            rows += shares(series, _near_service(walk, residents, net, limits, least), rail_only)
    return Findings(tuple(rows), (_layer(residents, low_m, high_m, limits),))


def _stop_doubts(stops: Stops) -> frozenset[str]:
    return frozenset({"input-modelled"}) if stops.lineage.modelled else frozenset()


def _distance(walk: Walk, residents: Residents, to: Places, limit_m: float) -> Floats:
    if not len(to.x):
        return np.full(len(residents.people.x), np.inf)
    return distance_to_nearest(walk, residents, to, limit_m=limit_m)


def _near_service(
    walk: Walk, residents: Residents, net: _Network, limits: _Limits, least: float
) -> NDArray[np.bool_]:
    """Tell who is within its class's limit of a stop with at least so many departures an hour."""
    stops = net.stops
    often = stops.departures_per_hour >= least
    low, high = often & ~stops.high_capacity, often & stops.high_capacity
    return within_reach(
        _distance(walk, residents, places(walk, stops.x[low], stops.y[low]), limits.low_m),
        _distance(walk, residents, places(walk, stops.x[high], stops.y[high]), limits.high_m),
        low_limit_m=limits.low_m,
        high_limit_m=limits.high_m,
    )


def _layer(residents: Residents, low_m: Floats, high_m: Floats, limits: _Limits) -> ReachLayer:
    people = residents.people
    distance_m = distance_for_map(
        low_m, high_m, low_limit_m=limits.low_m, high_limit_m=limits.high_m
    )
    return ReachLayer(
        CODE, "total", residents.period, people.x, people.y, people.total, distance_m, limits.high_m
    )
