"""
Timetables of four cities, in shared/data.

The number of stops is that of `stops.txt` less those where no trip calls: 1 of 1,256 in Northern
Kentucky, 1 of 793 in Las Palmas, 2,031 of 2,686 in Newport (entrances, stops outside the extract).
The 8 platforms of 6 stations in Newport are 6 stops. Days, trips and departures were counted by a
second program, row by row, with the standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from pyproj import CRS, Transformer

from localgoals.ingest.gtfs import read_gtfs
from localgoals.ingest.gtfs_feed import read_feed
from localgoals.ingest.layers import Stops
from localgoals.ingest.pack import Resource
from localgoals.ingest.service_days import as_date, busiest_day, read_calendar
from localgoals.ingest.timetable import read_timetable
from localgoals.model.period import Period


@dataclass(frozen=True)
class Expected:
    """What the feed of a city holds."""

    feed: str
    epsg: int
    day: str
    trips: int
    stops: int
    high_capacity: int
    departures: int
    """From 06:00 to 20:00 on the day."""
    four_an_hour: int
    """Stops with at least four departures an hour."""
    ten_an_hour: int


NORTHERN_KENTUCKY = Expected(
    "northern_kentucky_us/TANK-GTFS.zip", 32616, "2019-10-31", 995, 1255, 0, 28_538, 53, 9
)
LAS_PALMAS = Expected(
    "las_palmas_es/gtfs_guaguas_20230222.zip", 32628, "2015-12-10", 3759, 792, 0, 64_624, 317, 137
)
NEWPORT = Expected(
    "newport_gb/newport-20230613_gtfs.zip", 32630, "2023-06-06", 176, 653, 0, 6_320, 5, 0
)
# Six metro lines, seven of the CPTM railway and six bus lines, with headways for a timetable.
SAO_PAULO = Expected("sao_paulo_br/spo.zip", 32723, "2008-01-01", 7948, 654, 188, 112_667, 460, 175)
CITIES = [NORTHERN_KENTUCKY, LAS_PALMAS, NEWPORT, SAO_PAULO]


def resource(shared: Path, city: Expected) -> Resource:
    return Resource("feed", "transit", (shared / "data" / city.feed,), "zip", "0" * 64)


def read(shared: Path, city: Expected) -> Stops:
    stops, problems = read_gtfs(resource(shared, city), CRS.from_epsg(city.epsg))
    assert problems == []
    assert stops is not None
    return stops


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city.feed.split("/")[0])
def test_a_feed_gives_its_stops_and_departures(shared: Path, city: Expected) -> None:
    stops = read(shared, city)

    an_hour = stops.departures_per_hour
    assert len(stops.name) == city.stops
    assert int(stops.high_capacity.sum()) == city.high_capacity
    assert float(an_hour.sum()) * 14 == pytest.approx(city.departures, abs=1e-6)
    assert int((an_hour >= 4).sum()) == city.four_an_hour
    assert int((an_hour >= 10).sum()) == city.ten_an_hour


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city.feed.split("/")[0])
def test_the_day_that_stands_for_a_feed_is_its_busiest(shared: Path, city: Expected) -> None:
    tables, _ = read_feed(shared / "data" / city.feed, city.feed, needs_timetable=True)
    timetable, services, _ = read_timetable(tables, tables["stops"]["stop_id"].index, city.feed)

    calendar, _ = read_calendar(tables["calendar"], tables.get("calendar_dates"), services)
    by_service = np.bincount(timetable.service, weights=timetable.runs, minlength=len(services))
    days, trips = calendar.trips_by_day(by_service.astype(np.float64))
    day, _ = busiest_day(days, trips, None)

    assert day is not None
    assert as_date(day).isoformat() == city.day
    assert int(trips.max()) >= city.trips
    assert int(trips[np.flatnonzero(days == day)[0]]) == city.trips


def test_a_metro_station_of_sao_paulo_lies_where_the_feed_puts_it(shared: Path) -> None:
    stops = read(shared, SAO_PAULO)

    clinicas = stops.name.index("Clínicas")
    back = Transformer.from_crs(32723, 4326, always_xy=True)
    place = back.transform(stops.x[clinicas], stops.y[clinicas])
    assert stops.high_capacity[clinicas]
    assert place == pytest.approx((-46.671108, -23.554022), abs=1e-7)


def test_a_feed_that_is_over_says_so(shared: Path) -> None:
    feed = replace(resource(shared, NORTHERN_KENTUCKY), period=Period(2023, 2023))

    stops, problems = read_gtfs(feed, CRS.from_epsg(32616))

    assert stops is not None
    assert [one.kind for one in problems] == ["gtfs-out-of-period"]
    assert "from 2019-10-31 to 2020-08-27" in str(problems[0])


def test_a_feed_that_runs_for_ten_years_is_read_in_its_period(shared: Path) -> None:
    feed = replace(resource(shared, LAS_PALMAS), period=Period(2023, 2023))

    stops, problems = read_gtfs(feed, CRS.from_epsg(32628))

    assert problems == []
    assert stops is not None
    assert float(stops.departures_per_hour.sum()) * 14 == pytest.approx(64_624, abs=1e-6)


@pytest.mark.parametrize("name", ["null-GTFS.zip", "import-routes.zip"])
def test_a_zip_that_is_no_feed_is_refused(shared: Path, name: str) -> None:
    path = shared / "data" / "northern_kentucky_us" / name

    stops, problems = read_gtfs(
        Resource("feed", "transit", (path,), "zip", ""), CRS.from_epsg(32616)
    )

    assert stops is None
    assert {one.kind for one in problems} == {"gtfs-file-missing"}
