"""
Departures from each stop in each hour of the clock, on every day that a timetable covers.

Days on which the same services run are of one kind. The calls are counted once, by service; a kind
of day is a sum over its services; and a year is a list of kinds. What departs after midnight is
counted on the day that has begun by then, as a person at the stop sees it: "25:10:00" is ten past
one on the next day. GTFS counts times from noon less twelve hours, so in the two nights a year when
clocks change a trip may stand an hour off.

References
----------
MobilityData, GTFS Schedule Reference: "Service day" and "Time" (field types), stop_times.txt,
calendar.txt, calendar_dates.txt, frequencies.txt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from localgoals.ingest.faults import has_error
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.gtfs import Places, read_places
from localgoals.ingest.gtfs_feed import read_feed
from localgoals.ingest.layers import Ints
from localgoals.ingest.route_types import HIGH, NOT_PUBLIC
from localgoals.ingest.service_days import Calendar, Days, as_date, days_within, read_calendar
from localgoals.ingest.timetable import Timetable, read_timetable
from localgoals.model.period import Period
from localgoals.model.problem import Problem

HOURS: Final = 24
_HOUR_S: Final = 3600
# An hour has two cells: low and high capacity, `route_types.LOW` and `HIGH`.
_CLASSES: Final = 2
# So many days are looked at together, that many services and years take no more memory.
_DAYS_AT_ONCE: Final = 256

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Departures:
    """Departures from each stop in each hour, for each kind of day."""

    days: Days
    """Every day from the first to the last, also those on which nothing runs."""
    kind: NDArray[np.intp]
    """Of each day: the number of its kind; kinds are numbered in the order of their first day."""
    by_kind: sparse.csr_array
    """[kinds x (stops * 24 hours * 2 capacity classes)], without the zeros."""

    def cells(self) -> tuple[Ints, Ints, Ints, Ints, Counts]:
        """Give kind, stop, hour, capacity class and departures of every cell that has any."""
        kind = np.repeat(
            np.arange(self.by_kind.shape[0], dtype=np.int32), np.diff(self.by_kind.indptr)
        )
        stop, rest = np.divmod(self.by_kind.indices, HOURS * _CLASSES)
        hour, capacity = np.divmod(rest, _CLASSES)
        return kind, stop, hour, capacity, self.by_kind.data

    def of_kind(self, kind: int) -> Counts:
        """Give the departures on a kind of day, by stop, hour and capacity class."""
        row: Counts = self.by_kind[[kind]].toarray()
        return row.reshape(-1, HOURS, _CLASSES)

    @property
    def each_day(self) -> Counts:
        """All departures of each day."""
        by_kind: Counts = self.by_kind.sum(axis=1)
        return by_kind[self.kind]


def read_departures(
    path: Path, *, period: Period | None = None
) -> tuple[tuple[Places, Departures] | None, list[Problem]]:
    """
    Read a GTFS feed and count its departures.

    Parameters
    ----------
    path
        The zip.
    period
        The years to count; all days of the feed without it.

    Returns
    -------
    found
        The stops, and the departures from them; None when there is an error among the problems.
    problems
        What is wrong with the feed.
    """
    where = path.name
    tables, problems = read_feed(path, where, needs_timetable=True)
    if has_error(problems):
        return None, problems
    places, faults = read_places(tables["stops"], where)
    timetable, services, more = read_timetable(tables, places.ids, where)
    problems += faults + more
    if (untimed := int((timetable.departs & np.isnan(timetable.seconds)).sum())) > 0:
        problems.append(feed_problem("gtfs-untimed", f"{where}, stop_times.txt", count=untimed))
    if "calendar" not in tables and "calendar_dates" not in tables:
        return None, [*problems, feed_problem("gtfs-days-unknown", where)]
    calendar, broken = read_calendar(tables.get("calendar"), tables.get("calendar_dates"), services)
    problems += [feed_problem("gtfs-bad-dates", where, count=broken)] if broken else []
    days, faults = days_of(timetable, calendar, period, where)
    if days is None:
        return None, problems + faults
    counted = count_departures(timetable, calendar, days=days, stops=len(places.ids))
    if not counted.by_kind.nnz or calendar.span is None:
        return None, [*problems, feed_problem("gtfs-nothing-departs", where)]
    return (places, _until(counted, calendar.span[1])), problems


def _until(counted: Departures, last: int) -> Departures:
    """Leave out the days after the last one of the calendar on which nothing runs any more."""
    wanted = (counted.days <= last) | (counted.each_day > 0)
    count = int(np.flatnonzero(wanted)[-1]) + 1
    return replace(counted, days=counted.days[:count], kind=counted.kind[:count])


def days_of(
    timetable: Timetable, calendar: Calendar, period: Period | None, where: str
) -> tuple[Days | None, list[Problem]]:
    """Give every day of the feed, and the nights after its last one, as far as the period goes."""
    if calendar.span is None:
        return None, [feed_problem("gtfs-nothing-departs", where)]
    first, last = calendar.span
    days = np.arange(first, last + _nights(_last_hour(timetable)) + 1, dtype=np.int64)
    inside = days if period is None else days[days_within(days, period)]
    if inside.size:
        return inside, []
    values = {"first": as_date(first), "last": as_date(last), "period": period}
    return None, [feed_problem("gtfs-not-in-period", where, **values)]


def count_departures(
    timetable: Timetable, calendar: Calendar, *, days: Days, stops: int
) -> Departures:
    """
    Count the departures from each of n stops in each hour of each day.

    A trip with headways departs as often as they say. Where nobody may board, at the end of a trip
    and on what is no public transport nothing departs. A departure without a time is not counted.

    Parameters
    ----------
    timetable, calendar
        Of one feed, with the same numbers for services.
    days
        Consecutive days.
    stops
        The number of stops.
    """
    services = timetable.service.max(initial=-1) + 1
    columns = stops * HOURS * _CLASSES
    nights = _nights(_last_hour(timetable))
    key, count = _by_service(timetable, services=services, columns=columns)
    row, column = np.divmod(key, columns)
    order = np.argsort(row, kind="stable")
    starts = np.searchsorted(row[order], np.arange((nights + 1) * services + 1))
    by_service = sparse.csr_array(
        (count[order], column[order], starts), shape=((nights + 1) * services, columns)
    )
    kind, running = _kinds(calendar, days, services, nights)
    by_kind = sparse.csr_array(running.astype(np.int64)) @ by_service
    by_kind.sort_indices()
    return Departures(days, kind, by_kind)


def _by_service(timetable: Timetable, *, services: int, columns: int) -> tuple[Counts, Counts]:
    """
    Count the departures of each service, in one number for night, service, stop, hour and class.

    A service that runs after midnight counts on as another one, which runs a day later.
    """
    public = timetable.capacity != NOT_PUBLIC
    hours = np.arange(_last_hour(timetable) + 1)
    of_hour = (hours // HOURS) * services * columns + (hours % HOURS) * _CLASSES
    of_trip = timetable.service.astype(np.int64) * columns + (timetable.capacity == HIGH)

    def of_call(call: NDArray[np.intp]) -> Counts:
        stop = timetable.stop[call].astype(np.int64)
        return np.asarray(of_trip[timetable.trip[call]] + stop * (HOURS * _CLASSES))

    is_counted = timetable.departs & (public & ~timetable.is_repeated)[timetable.trip]
    once = np.flatnonzero(is_counted & np.isfinite(timetable.seconds))
    hour = timetable.seconds[once].astype(np.int64) // _HOUR_S
    key, count = np.unique(of_call(once) + of_hour[hour], return_counts=True)
    keys, counts = [key], [count.astype(np.int64)]
    again = timetable.repeated_calls
    base = of_call(again.call)
    for number in hours.tolist() if base.size else ():
        departures = again.between(number * _HOUR_S, (number + 1) * _HOUR_S).astype(np.int64)
        some = (departures > 0) & public[timetable.trip[again.call]]
        keys.append(base[some] + of_hour[number])
        counts.append(departures[some])
    return np.concatenate(keys), np.concatenate(counts)


def _kinds(
    calendar: Calendar, days: Days, services: int, nights: int
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Find the kind of each day, and for each kind what runs: services of the day and before."""
    before = np.arange(days[0] - nights, days[-1] + 1)
    packed = np.concatenate(
        [
            np.packbits(calendar.running_on(some, services), axis=1)
            for some in np.split(before, range(_DAYS_AT_ONCE, before.size, _DAYS_AT_ONCE))
        ]
    )
    seen = [packed[nights - night : before.size - night] for night in range(nights + 1)]
    _, first, kind = np.unique(
        np.concatenate(seen, axis=1), axis=0, return_index=True, return_inverse=True
    )
    order = np.argsort(first)
    number = np.empty_like(order)
    number[order] = np.arange(order.size)
    chosen = days[first[order]]
    running = [calendar.running_on(chosen - night, services) for night in range(nights + 1)]
    return number[kind.ravel()], np.concatenate(running, axis=1)


def _last_hour(timetable: Timetable) -> int:
    """Give the hour of the last departure, from midnight of its service's day."""
    again = timetable.repeated_calls
    ends = again.first + (again.runs - 1) * again.every
    known = timetable.seconds[np.isfinite(timetable.seconds)]
    return int(max(known.max(initial=0.0), ends.max(initial=0.0)) // _HOUR_S)


def _nights(last_hour: int) -> int:
    return last_hour // HOURS
