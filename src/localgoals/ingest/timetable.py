"""The calls of a timetable as arrays, and the departures from each stop on one day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.gtfs_feed import Tables, rows_of
from localgoals.ingest.layers import Floats, Ints
from localgoals.ingest.route_types import HIGH, NOT_PUBLIC, capacity_of
from localgoals.model.problem import Problem

DAY_BEGINS_S: Final = 6 * 3600
DAY_ENDS_S: Final = 20 * 3600
"""The hours that the level of service is counted over: 06:00 to 20:00."""
_NO_PICK_UP = "1"


@dataclass(frozen=True)
class Headways:
    """Trips that run again and again: from, until (not included) and every how many seconds."""

    trip: Ints
    begin: Floats
    end: Floats
    every: Floats

    @property
    def runs(self) -> Floats:
        """How often each row's trip starts."""
        return np.ceil((self.end - self.begin) / self.every)


@dataclass(frozen=True)
class RepeatedCalls:
    """Departures that happen again and again: the first one, how far apart, and how many."""

    call: NDArray[np.intp]
    """Row of the timetable's calls; a call is there once for each headway of its trip."""
    first: Floats
    every: Floats
    runs: Floats

    def between(self, begin: float, end: float) -> Floats:
        """Count the departures of each from a second on until another, which is not included."""
        from_run = np.clip(np.ceil((begin - self.first) / self.every), 0, self.runs)
        until_run = np.clip(np.ceil((end - self.first) / self.every), 0, self.runs)
        return np.asarray(until_run - from_run)


@dataclass(frozen=True)
class Timetable:
    """
    Calls, sorted by trip and sequence, and what each trip is.

    A call departs unless nobody may board or the trip ends there.
    """

    trip: Ints
    stop: Ints
    seconds: Floats
    """Departure after midnight of the service day, beyond 86,400 late at night; NaN if unknown."""
    departs: NDArray[np.bool_]
    service: Ints
    """Of each trip: the index of its service."""
    capacity: NDArray[np.int8]
    """Of each trip: `route_types.HIGH`, `LOW` or `NOT_PUBLIC`."""
    headways: Headways

    def served(self, stops: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Tell for each of n stops whether public transport calls there, and of high capacity."""
        capacity = self.capacity[self.trip]
        any_call, high = np.zeros(stops, dtype=bool), np.zeros(stops, dtype=bool)
        any_call[self.stop[capacity != NOT_PUBLIC]] = True
        high[self.stop[capacity == HIGH]] = True
        return any_call, high

    @property
    def runs(self) -> Floats:
        """How often each trip runs on a day of its service."""
        repeated = np.bincount(
            self.headways.trip, weights=self.headways.runs, minlength=self.service.size
        )
        return np.where(self.is_repeated, repeated, 1.0)

    def departures(self, running: NDArray[np.bool_], stops: int) -> Floats:
        """
        Count the departures from each of n stops between 06:00 and 20:00 on a day.

        Calls after midnight of the day before (30:00:00 and later) are not counted.

        Parameters
        ----------
        running
            For each service, whether it runs on the day.
        stops
            The number of stops.
        """
        today = running[self.service] & (self.capacity != NOT_PUBLIC)
        once = self.departs & (today & ~self.is_repeated)[self.trip]
        once &= (self.seconds >= DAY_BEGINS_S) & (self.seconds < DAY_ENDS_S)
        counted = np.bincount(self.stop[once], minlength=stops).astype(np.float64)
        again = self.repeated_calls
        weights = again.between(DAY_BEGINS_S, DAY_ENDS_S) * today[self.trip[again.call]]
        return counted + np.bincount(self.stop[again.call], weights=weights, minlength=stops)

    @cached_property
    def is_repeated(self) -> NDArray[np.bool_]:
        """Tell for each trip whether it has headways, so that its own times are an example only."""
        repeated = np.zeros(self.service.size, dtype=bool)
        repeated[self.headways.trip] = True
        return repeated

    @cached_property
    def repeated_calls(self) -> RepeatedCalls:
        """Pair each headway with each departure of its trip."""
        if not self.headways.trip.size:
            nothing = np.zeros(0)
            return RepeatedCalls(np.zeros(0, dtype=np.intp), nothing, nothing, nothing)
        calls = np.flatnonzero(
            self.departs & np.isfinite(self.seconds) & self.is_repeated[self.trip]
        )
        by_row = pd.DataFrame(
            {"trip": self.headways.trip, "row": np.arange(self.headways.trip.size)}
        )
        by_call = pd.DataFrame({"trip": self.trip[calls], "call": calls})
        pairs = by_row.merge(by_call, on="trip")
        row, call = pairs["row"].to_numpy(), pairs["call"].to_numpy()
        # A call of the n-th run departs at begin + n * every + (its time after the trip's first
        # departure).
        after = self.seconds[call] - self._first_seconds()[self.trip[call]]
        return RepeatedCalls(
            call,
            self.headways.begin[row] + after,
            self.headways.every[row],
            self.headways.runs[row],
        )

    def _first_seconds(self) -> Floats:
        first = np.full(self.service.size, np.inf)
        known = np.isfinite(self.seconds)
        np.minimum.at(first, self.trip[known], self.seconds[known])
        return first


def read_timetable(
    tables: Tables, stop_ids: pd.Index, where: str
) -> tuple[Timetable, pd.Index, list[Problem]]:
    """
    Read trips, calls and headways; rows that refer to nothing are left out with a warning.

    Returns
    -------
    timetable
        May be without calls.
    services
        The ids of the services, in the order of their numbers.
    problems
        Warnings.
    """
    trips = tables["trips"].drop_duplicates("trip_id")
    routes = tables["routes"].drop_duplicates("route_id")
    services = pd.Index(trips["service_id"].unique())
    capacity, problems = _capacity(trips, routes, where)
    trip_ids = pd.Index(trips["trip_id"])
    calls, faults = _read_calls(tables["stop_times"], trip_ids, stop_ids, where)
    headways, more = _read_headways(tables.get("frequencies"), trip_ids, where)
    trip, stop, seconds, departs = calls
    timetable = Timetable(
        trip=trip,
        stop=stop,
        seconds=seconds,
        departs=departs,
        service=rows_of(trips["service_id"], services),
        capacity=capacity,
        headways=headways,
    )
    return timetable, services, problems + faults + more


def seconds_of(column: pd.Series) -> tuple[Floats, int]:
    """
    Read times of day as seconds; blank is NaN, and so is what is no time, which is counted.

    Hours may have one digit, and may be 24 or more: the service day ends after midnight.

    Examples
    --------
    >>> seconds_of(pd.Series(["6:05:00", "25:10:30", "", "soon"]))
    (array([21900., 90630.,    nan,    nan]), 1)
    """
    codes, texts = pd.factorize(column)
    parts = pd.Series(texts, dtype="str").str.extract(r"^(\d{1,3}):([0-5]\d):([0-5]\d)$")
    hours, minutes, seconds = (parts[number].astype(np.float64).to_numpy() for number in range(3))
    values = (hours * 3600 + minutes * 60 + seconds)[codes]
    broken = np.isnan(values) & (column != "").to_numpy()
    return values, int(broken.sum())


def _capacity(
    trips: pd.DataFrame, routes: pd.DataFrame, where: str
) -> tuple[NDArray[np.int8], list[Problem]]:
    """Give the capacity class of each trip by its route."""
    types = pd.to_numeric(routes["route_type"], errors="coerce").to_numpy(np.float64)
    by_route, known = capacity_of(types)
    problems = []
    if not known.all():
        odd = sorted(set(routes["route_type"][~known]))
        problems.append(
            feed_problem("gtfs-route-type", f"{where}, routes.txt", types=", ".join(odd[:5]))
        )
    index = rows_of(trips["route_id"], pd.Index(routes["route_id"]))
    if (index < 0).any():
        problems.append(_unknown(f"{where}, trips.txt", "route_id", trips["route_id"][index < 0]))
    return np.where(index < 0, NOT_PUBLIC, by_route[index]).astype(np.int8), problems


def _read_calls(
    table: pd.DataFrame, trip_ids: pd.Index, stop_ids: pd.Index, where: str
) -> tuple[tuple[Ints, Ints, Floats, NDArray[np.bool_]], list[Problem]]:
    place = f"{where}, stop_times.txt"
    trip, stop = rows_of(table["trip_id"], trip_ids), rows_of(table["stop_id"], stop_ids)
    sequence = pd.to_numeric(table["stop_sequence"], errors="coerce").to_numpy(np.float64)
    problems = [
        _unknown(place, column, table[column][index < 0])
        for column, index in (("trip_id", trip), ("stop_id", stop))
        if (index < 0).any()
    ]
    seconds, broken = _departure_seconds(table)
    if broken:
        problems.append(feed_problem("gtfs-bad-times", place, count=broken))
    rows = np.flatnonzero((trip >= 0) & (stop >= 0))
    rows = rows[np.lexsort((sequence[rows], trip[rows]))]
    trip, stop = trip[rows], stop[rows]
    departs = np.zeros(rows.size, dtype=bool)
    departs[:-1] = trip[1:] == trip[:-1]
    if "pickup_type" in table:
        departs &= (table["pickup_type"] != _NO_PICK_UP).to_numpy()[rows]
    return (trip, stop, _filled(seconds[rows], trip), departs), problems


def _departure_seconds(table: pd.DataFrame) -> tuple[Floats, int]:
    """Read departures, or arrivals where there is no departure."""
    nothing = pd.Series([""] * len(table), dtype="str")
    departure, broken = seconds_of(table.get("departure_time", nothing))
    arrival, _ = seconds_of(table.get("arrival_time", nothing))
    return np.where(np.isnan(departure), arrival, departure), broken


def _filled(seconds: Floats, trip: Ints) -> Floats:
    """Interpolate the times that a trip does not give between two that it gives, as GTFS says."""
    known = np.flatnonzero(~np.isnan(seconds))
    if known.size in (0, seconds.size):
        return seconds
    rows = np.arange(seconds.size)
    after = np.searchsorted(known, rows)
    before = np.searchsorted(known, rows, side="right") - 1
    between = (before >= 0) & (after < known.size)
    between[between] = (trip[known[before[between]]] == trip[between]) & (
        trip[known[after[between]]] == trip[between]
    )
    return np.where(between, np.interp(rows, known, seconds[known]), seconds)


def _read_headways(
    table: pd.DataFrame | None, trip_ids: pd.Index, where: str
) -> tuple[Headways, list[Problem]]:
    place = f"{where}, frequencies.txt"
    if table is None or table.empty:
        nothing = np.zeros(0)
        return Headways(np.zeros(0, dtype=np.int32), nothing, nothing, nothing), []
    trip = rows_of(table["trip_id"], trip_ids)
    begin, broken_begin = seconds_of(table["start_time"])
    end, broken_end = seconds_of(table["end_time"])
    every = pd.to_numeric(table["headway_secs"], errors="coerce").to_numpy(np.float64)
    problems = []
    if broken_begin + broken_end:
        problems.append(feed_problem("gtfs-bad-times", place, count=broken_begin + broken_end))
    if (trip < 0).any():
        problems.append(_unknown(place, "trip_id", table["trip_id"][trip < 0]))
    is_headway = (every >= 1) & np.isfinite(every)
    if (without := int((~is_headway).sum())) > 0:
        problems.append(feed_problem("gtfs-bad-headways", place, count=without))
    good = (trip >= 0) & is_headway & (end > begin)
    return Headways(trip[good], begin[good], end[good], every[good]), problems


def _unknown(place: str, column: str, values: pd.Series) -> Problem:
    examples = ", ".join(sorted(set(values.head(1000)))[:3])
    return feed_problem(
        "gtfs-broken-reference", place, count=len(values), column=column, examples=examples
    )
