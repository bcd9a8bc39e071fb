"""Departures by stop and hour beside a plain count, row by row, and laws of kinds of days."""

from __future__ import annotations

import random
import zipfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_departures import WEEKDAYS, Cell, PlainFeed

from localgoals.ingest.departures import Departures, read_departures
from localgoals.ingest.gtfs import Places
from localgoals.ingest.service_days import as_date
from localgoals.model.period import Period

STOPS, SERVICES, TRIPS = ["s0", "s1", "s2"], ["a", "b"], ["t0", "t1", "t2"]
DAYS = st.dates(date(2023, 12, 20), date(2024, 1, 12))
FLAGS = st.lists(st.sampled_from("01"), min_size=7, max_size=7)


def clock(second: int) -> str:
    return f"{second // 3600}:{second // 60 % 60:02}:{second % 60:02}"


@st.composite
def feeds(draw: st.DrawFn) -> dict[str, str]:
    """Draw a feed as its files: trips after midnight, headways, holidays, a taxi."""
    trips = [
        (name, draw(st.sampled_from(["bus", "metro", "taxi"])), draw(st.sampled_from(SERVICES)))
        for name in TRIPS
    ]
    calls = []
    for name in TRIPS:
        times = sorted(draw(st.lists(st.integers(0, 55 * 3600), min_size=1, max_size=5)))
        calls += [
            (
                name,
                draw(st.sampled_from(STOPS)),
                str(number),
                clock(time),
                draw(st.sampled_from(["", "0", "1"])),
            )
            for number, time in enumerate(times)
        ]
    repeated = draw(st.lists(st.sampled_from(TRIPS), max_size=2))
    headways = []
    for name in repeated:
        begin = draw(st.integers(0, 30 * 3600))
        end = begin + draw(st.integers(1, 9000))
        headways.append((name, clock(begin), clock(end), str(draw(st.integers(300, 4000)))))
    weeks = [
        (name, *draw(FLAGS), *(f"{day:%Y%m%d}" for day in sorted((draw(DAYS), draw(DAYS)))))
        for name in SERVICES
    ]
    single = draw(
        st.lists(
            st.tuples(st.sampled_from(SERVICES), DAYS, st.sampled_from("12")),
            max_size=6,
            unique_by=lambda one: one[:2],
        )
    )
    tables = {
        "stops": ("stop_id,stop_lat,stop_lon", [(name, "50", "10") for name in STOPS]),
        "routes": ("route_id,route_type", [("bus", "3"), ("metro", "1"), ("taxi", "1500")]),
        "trips": ("trip_id,route_id,service_id", trips),
        "stop_times": ("trip_id,stop_id,stop_sequence,departure_time,pickup_type", calls),
        "frequencies": ("trip_id,start_time,end_time,headway_secs", headways),
        "calendar": (f"service_id,{','.join(WEEKDAYS)},start_date,end_date", weeks),
        "calendar_dates": (
            "service_id,date,exception_type",
            [(service, f"{day:%Y%m%d}", kind) for service, day, kind in single],
        ),
    }
    return {
        f"{name}.txt": "\n".join([head, *map(",".join, rows)]) + "\n"
        for name, (head, rows) in tables.items()
    }


def zipped(files: dict[str, str], path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def on(places: Places, counted: Departures, day: date) -> Counter[Cell]:
    """Give the departures of a day as the plain count does."""
    number = (day - date(1970, 1, 1)).days - int(counted.days[0])
    table = counted.of_kind(int(counted.kind[number]))
    return Counter(
        {
            (str(places.ids[stop]), int(hour), ("low", "high")[capacity]): int(count)
            for stop, hour, capacity in zip(*np.nonzero(table), strict=True)
            if (count := table[stop, hour, capacity])
        }
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(feeds())
def test_every_day_has_the_departures_of_a_plain_count(
    tmp_path: Path, files: dict[str, str]
) -> None:
    feed = zipped(files, tmp_path / "feed.zip")
    plain = PlainFeed(feed)

    found, problems = read_departures(feed)

    if found is None:
        assert {one.kind for one in problems} & {"gtfs-nothing-departs"}
        return
    places, counted = found
    days = [as_date(int(day)) for day in counted.days]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    for day in days:
        assert on(places, counted, day) == plain.on(day), day
    for day in (days[0] - timedelta(days=1), days[-1] + timedelta(days=1)):
        assert plain.on(day) == Counter()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(feeds())
def test_a_period_counts_its_days_as_the_whole_feed_does(
    tmp_path: Path, files: dict[str, str]
) -> None:
    feed = zipped(files, tmp_path / "feed.zip")
    whole, _ = read_departures(feed)
    part, problems = read_departures(feed, period=Period(2024, 2024))

    if whole is None or part is None:
        assert whole is None or problems
        return
    for number, day in enumerate(part[1].days.tolist()):
        assert as_date(day).year == 2024
        there = int(np.flatnonzero(whole[1].days == day)[0])
        ours = part[1].of_kind(int(part[1].kind[number]))
        assert (ours == whole[1].of_kind(int(whole[1].kind[there]))).all()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(feeds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    tmp_path: Path, files: dict[str, str], chance: random.Random
) -> None:
    shuffled = {}
    for name, text in files.items():
        head, *rows = text.splitlines()
        if name not in {"stops.txt", "trips.txt"}:
            chance.shuffle(rows)
        shuffled[name] = "\n".join([head, *rows]) + "\n"

    ours, _ = read_departures(zipped(files, tmp_path / "feed.zip"))
    theirs, _ = read_departures(zipped(shuffled, tmp_path / "other.zip"))

    assert (ours is None) == (theirs is None)
    if ours is not None and theirs is not None:
        assert (ours[1].kind == theirs[1].kind).all()
        assert (ours[1].by_kind != theirs[1].by_kind).nnz == 0


@pytest.mark.parametrize(
    "name",
    [
        "northern_kentucky_us/TANK-GTFS.zip",
        "newport_gb/newport-20230613_gtfs.zip",
        "las_palmas_es/gtfs_guaguas_20230222.zip",
    ],
)
def test_a_real_feed_has_the_departures_of_a_plain_count(shared: Path, name: str) -> None:
    feed = shared / "data" / name
    plain = PlainFeed(feed)

    found, _ = read_departures(feed)

    assert found is not None
    places, counted = found
    # Each kind of day on its first day; a day within a kind is checked on made-up feeds.
    firsts = counted.days[np.unique(counted.kind, return_index=True)[1]]
    for day in firsts.tolist():
        assert on(places, counted, as_date(day)) == plain.on(as_date(day))
