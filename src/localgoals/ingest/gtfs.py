"""
GTFS feeds become stops with their capacity class and their departures an hour.

References
----------
MobilityData, GTFS Schedule Reference. UN-Habitat (2021), metadata of SDG indicator 11.2.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from localgoals.ingest.crs import WGS84, reproject
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.gtfs_feed import Tables, read_feed, rows_of
from localgoals.ingest.layers import Boundary, Floats, Ints, Stops
from localgoals.ingest.roles import HIGH_CAPACITY
from localgoals.ingest.service_days import as_date, busiest_day, day_number, read_calendar
from localgoals.ingest.timetable import DAY_BEGINS_S, DAY_ENDS_S, Timetable, read_timetable
from localgoals.model.problem import Problem

if TYPE_CHECKING:
    from localgoals.ingest.pack import Resource

HOURS = (DAY_ENDS_S - DAY_BEGINS_S) / 3600
FAR_M = 50_000.0
"""A stop that is farther than this from the city's extent belongs to somewhere else."""
_STOP, _STATION = 0, 1
# Closer than this to 0° N 0° E nothing stops: a cell that was not filled in.
_NULL_ISLAND_DEGREES = 0.01


@dataclass(frozen=True)
class Places:
    """The rows of stops.txt that have a place on Earth."""

    ids: pd.Index
    name: tuple[str, ...]
    lon: Floats
    lat: Floats
    kind: Ints
    """GTFS `location_type`: 0 stop, 1 station, 2 entrance …"""
    parent: Ints
    """Row of the station that a stop is part of, or -1."""


def read_gtfs(
    resource: Resource, crs: CRS, *, boundary: Boundary | None = None
) -> tuple[Stops | None, list[Problem]]:
    """
    Read the stops of a GTFS feed where public transport calls.

    The platforms of a station are one stop, at the station; its departures are theirs together. A
    stop is of high capacity when any of its routes is. Departures an hour are the mean from 06:00
    to 20:00 on one day: the option `date` of the resource, else the Tuesday, Wednesday or Thursday
    with most trips in the resource's period (in the whole feed, with a warning, where the feed does
    not cover it). Where nobody may board, and at the end of a trip, nothing departs.

    Parameters
    ----------
    resource
        The feed's zip. Options: `date` (YYYY-MM-DD), and `mode` for a feed that has only
        `stops.txt`.
    crs
        The city's metric CRS.
    boundary
        The city: stops more than 50 km from its extent are left out with a warning.

    Returns
    -------
    stops
        None when there is an error among the problems. Departures are NaN without a timetable or
        calendar, and 0 at stops where nothing departs on the day.
    problems
        What is wrong with the feed.
    """
    mode = resource.options.get("mode")
    if mode is not None and mode not in HIGH_CAPACITY:
        allowed = ", ".join(HIGH_CAPACITY)
        return None, [problem("mode-unknown", resource.where, mode=mode, allowed=allowed)]
    tables, problems = read_feed(resource.path, resource.where, needs_timetable=mode is None)
    if has_error(problems):
        return None, problems
    places, faults = read_places(tables["stops"], resource.where)
    problems += faults
    served, high, departures, faults = _service(tables, places, resource)
    problems += faults
    x, y = reproject(places.lon, places.lat, WGS84, crs)
    near, faults = _near(x, y, served, boundary, resource.where)
    problems += faults
    if not near.any():
        return None, [*problems, feed_problem("gtfs-no-stops", resource.where)]
    rows = np.flatnonzero(near)
    names = tuple(places.name[row] for row in rows)
    stops = Stops(x[rows], y[rows], names, high[rows], departures[rows], resource.lineage)
    return stops, problems


def _service(
    tables: Tables, places: Places, resource: Resource
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], Floats, list[Problem]]:
    """Give for each place whether it is a stop, of which class, and its departures an hour."""
    count = len(places.ids)
    if "stop_times" not in tables:
        served = np.isin(places.kind, (_STOP, _STATION))
        high = np.full(count, HIGH_CAPACITY[str(resource.options["mode"])])
        departures = np.full(count, np.nan)
        problems = [feed_problem("gtfs-no-timetable", resource.where)]
    else:
        timetable, services, problems = read_timetable(tables, places.ids, resource.where)
        served, high = timetable.served(count)
        running, faults = _running(tables, services, timetable, resource)
        problems += faults
        departures = np.full(count, np.nan)
        if running is not None:
            departures = timetable.departures(running, count) / HOURS
    return (*_at_stations(places, served, high, departures), problems)


def _at_stations(
    places: Places, served: NDArray[np.bool_], high: NDArray[np.bool_], departures: Floats
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], Floats]:
    """Hand what happens at the platforms of a station to the station."""
    parts = np.flatnonzero(served & (places.parent >= 0))
    stations = places.parent[parts]
    served, high, departures = served.copy(), high.copy(), departures.copy()
    served[stations] = True
    np.logical_or.at(high, stations, high[parts])
    np.add.at(departures, stations, departures[parts])
    served[parts] = False
    return served, high, departures


def _running(
    tables: Tables, services: pd.Index, timetable: Timetable, resource: Resource
) -> tuple[NDArray[np.bool_] | None, list[Problem]]:
    """Tell which services run on the day that stands for the timetable; None without a calendar."""
    where = resource.where
    if "calendar" not in tables and "calendar_dates" not in tables:
        return None, [feed_problem("gtfs-no-calendar", where)]
    calendar, broken = read_calendar(tables.get("calendar"), tables.get("calendar_dates"), services)
    problems = [feed_problem("gtfs-bad-dates", where, count=broken)] if broken else []
    runs = np.bincount(timetable.service, weights=timetable.runs, minlength=len(services))
    trips = runs.astype(np.float64)
    if calendar.span is None:
        return None, [*problems, feed_problem("gtfs-never-runs", where)]
    wanted, faults = _wanted_day(resource)
    problems += faults
    if wanted is not None:
        running = calendar.running(wanted, len(services))
        if trips[running].any():
            return running, problems
        problems.append(feed_problem("gtfs-date-without-trips", where, date=as_date(wanted)))
    day, in_period = busiest_day(*calendar.trips_by_day(trips), resource.period)
    if day is None:
        return None, [*problems, feed_problem("gtfs-never-runs", where)]
    if not in_period:
        first, last = map(as_date, calendar.span)
        span = {"first": first, "last": last, "period": resource.period, "day": as_date(day)}
        problems.append(feed_problem("gtfs-out-of-period", where, **span))
    return calendar.running(day, len(services)), problems


def _wanted_day(resource: Resource) -> tuple[int | None, list[Problem]]:
    text = resource.options.get("date")
    if text is None:
        return None, []
    try:
        return day_number(date.fromisoformat(str(text))), []
    except ValueError:
        return None, [feed_problem("gtfs-date-option", resource.where, date=text)]


def read_places(table: pd.DataFrame, where: str) -> tuple[Places, list[Problem]]:
    """Read stops.txt; rows without a place on Earth are left out with a warning."""
    place = f"{where}, stops.txt"
    problems = []
    if (twice := int(table["stop_id"].duplicated().sum())) > 0:
        problems.append(feed_problem("gtfs-stop-twice", place, count=twice))
        table = table.drop_duplicates("stop_id")
    lon, lat = (
        pd.to_numeric(table[column], errors="coerce").to_numpy(np.float64)
        for column in ("stop_lon", "stop_lat")
    )
    kind = pd.to_numeric(table.get("location_type", pd.Series("", table.index)), errors="coerce")
    # The specification knows 0 to 4; anything else is a stop like any other.
    kinds = kind.where(kind.between(0, 4), _STOP).to_numpy(np.int32)
    placed, faults = _placed(table, lon, lat, kinds, place)
    problems += faults
    table = table[placed]
    ids = pd.Index(table["stop_id"])
    parent, faults = _parents(table, ids, kinds[placed], place)
    names = table["stop_name"] if "stop_name" in table else table["stop_id"]
    places = Places(ids, tuple(names), lon[placed], lat[placed], kinds[placed], parent)
    return places, problems + faults


def _placed(
    table: pd.DataFrame, lon: Floats, lat: Floats, kinds: Ints, place: str
) -> tuple[NDArray[np.bool_], list[Problem]]:
    """Tell which rows have a place on Earth."""
    on_earth = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    null_island = (np.abs(lon) < _NULL_ISLAND_DEGREES) & (np.abs(lat) < _NULL_ISLAND_DEGREES)
    # Generic nodes and boarding areas (3, 4) may be without coordinates.
    needed = kinds <= 2
    problems = [
        feed_problem(name, place, count=int(rows.sum()), examples=_examples(table["stop_id"][rows]))
        for name, rows in (
            ("gtfs-no-coordinates", ~on_earth & needed),
            ("gtfs-null-island", null_island),
        )
        if rows.any()
    ]
    return on_earth & ~null_island, problems


def _parents(
    table: pd.DataFrame, ids: pd.Index, kinds: Ints, place: str
) -> tuple[Ints, list[Problem]]:
    """Find the station of each stop; a parent that is not there is left out with a warning."""
    if "parent_station" not in table:
        return np.full(len(table), -1, dtype=np.int32), []
    parent = rows_of(table["parent_station"], ids)
    lost = ((table["parent_station"] != "") & (parent < 0)).to_numpy()
    problems = []
    if lost.any():
        lacking = table["parent_station"][lost]
        values = {"column": "parent_station", "examples": _examples(lacking)}
        problems.append(feed_problem("gtfs-broken-reference", place, count=len(lacking), **values))
    is_part = (kinds == _STOP) & (parent >= 0)
    is_part[is_part] = kinds[parent[is_part]] == _STATION
    return np.where(is_part, parent, -1).astype(np.int32), problems


def _near(
    x: Floats, y: Floats, served: NDArray[np.bool_], boundary: Boundary | None, where: str
) -> tuple[NDArray[np.bool_], list[Problem]]:
    """Leave out stops far from the city; a feed with no stop near it is the wrong one."""
    if boundary is None:
        return served, []
    west, south, east, north = boundary.geometry.bounds
    is_near = (
        (x >= west - FAR_M) & (x <= east + FAR_M) & (y >= south - FAR_M) & (y <= north + FAR_M)
    )
    far = int((served & ~is_near).sum())
    if not far:
        return served, []
    kind = "gtfs-far-outside" if (served & is_near).any() else "gtfs-all-far-outside"
    return served & is_near, [feed_problem(kind, where, count=far)]


def _examples(ids: pd.Series) -> str:
    return ", ".join(ids.head(3))
