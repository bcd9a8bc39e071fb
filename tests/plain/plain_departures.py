"""
The departures of a GTFS feed, row by row with the standard library only.

`localgoals.ingest.departures` is held against it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Route types of trains, metros and ferries; of buses, trams and coaches; the tests use no others.
HIGH, LOW = {"1", "2", "4"}, {"0", "3", "200"}

Rows = list[dict[str, str]]
Cell = tuple[str, int, str]
"""Stop, hour of the clock, capacity class."""


def rows_of(feed: Path, name: str) -> Rows:
    """Read a file of a feed, if it is there."""
    with zipfile.ZipFile(feed) as archive:
        if name not in archive.namelist():
            return []
        text = archive.read(name).decode("utf-8-sig")
    return [
        {key.strip(): (value or "").strip() for key, value in row.items() if key}
        for row in csv.DictReader(io.StringIO(text))
    ]


def seconds(text: str) -> int:
    """Read a time of day; hours may be 24 and more."""
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


def read_day(text: str) -> date:
    """Read a date such as 20230213."""
    return datetime.strptime(text, "%Y%m%d").date()


class PlainFeed:
    """A feed, opened once and asked for single days."""

    def __init__(self, feed: Path) -> None:
        self.calendar = rows_of(feed, "calendar.txt")
        self.exceptions = rows_of(feed, "calendar_dates.txt")
        kinds = {row["route_id"]: row["route_type"] for row in rows_of(feed, "routes.txt")}
        trips = {row["trip_id"]: row for row in rows_of(feed, "trips.txt")}
        headways: dict[str, Rows] = {}
        for row in rows_of(feed, "frequencies.txt"):
            headways.setdefault(row["trip_id"], []).append(row)
        calls: dict[str, Rows] = {}
        for row in rows_of(feed, "stop_times.txt"):
            calls.setdefault(row["trip_id"], []).append(row)
        self.of_service: dict[str, Counter[tuple[str, int, str]]] = {}
        for name, row in trips.items():
            kind = kinds[row["route_id"]]
            if kind in HIGH | LOW:
                count = self.of_service.setdefault(row["service_id"], Counter())
                capacity = "high" if kind in HIGH else "low"
                for stop, second in departures(calls.get(name, []), headways.get(name)):
                    count[stop, second // 3600, capacity] += 1

    def runs(self, service: str, day: date) -> bool:
        """Tell whether a service runs on a day."""
        for row in self.exceptions:
            if row["service_id"] == service and read_day(row["date"]) == day:
                return row["exception_type"] == "1"
        return any(
            row["service_id"] == service
            and row[WEEKDAYS[day.weekday()]] == "1"
            and read_day(row["start_date"]) <= day <= read_day(row["end_date"])
            for row in self.calendar
        )

    def on(self, day: date) -> Counter[Cell]:
        """Count the departures of a day by the clock: what runs late belongs to the next day."""
        found: Counter[Cell] = Counter()
        for service, count in self.of_service.items():
            runs = cache(lambda night, name=service: self.runs(name, day - timedelta(days=night)))
            for (stop, hour, capacity), departing in count.items():
                if runs(hour // 24):
                    found[stop, hour % 24, capacity] += departing
        return found


def departures(calls: Rows, headways: Rows | None) -> Iterator[tuple[str, int]]:
    """Give stop and second of each departure of a trip; at its last call it only arrives."""
    calls = sorted(calls, key=lambda row: int(row["stop_sequence"]))
    if not calls:
        return
    times = [seconds(row["departure_time"]) for row in calls]
    starts = [min(times)]
    if headways is not None:
        starts = [
            second
            for row in headways
            for second in range(
                seconds(row["start_time"]), seconds(row["end_time"]), int(row["headway_secs"])
            )
        ]
    for row, time in list(zip(calls, times, strict=True))[:-1]:
        if row.get("pickup_type", "") != "1":
            yield from ((row["stop_id"], start + time - min(times)) for start in starts)
