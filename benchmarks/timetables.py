"""
Departures from every stop in every hour of every day of a timetable, beside GTFS Kit and pandas.

All begin with the tables in memory and give departures by day, stop and hour of the clock. GTFS
Kit counts the last call of a trip as a departure, so it is given a feed without these.
"""

from __future__ import annotations

import sys
import warnings
from functools import partial
from pathlib import Path

import gtfs_kit
import numpy as np
import pandas as pd

from localgoals.ingest.departures import HOURS, count_departures, days_of
from localgoals.ingest.gtfs import Places, read_places
from localgoals.ingest.gtfs_feed import read_feed
from localgoals.ingest.service_days import Calendar, Days, read_calendar
from localgoals.ingest.timetable import Timetable, read_timetable

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from measured import HEADER, alone, compared, measured
from page import markdown_table, publish
from real_files import real_file

FEED = "data/northern_kentucky_us/TANK-GTFS.zip"
PACKAGES = ("localgoals", "numpy", "scipy", "pandas", "gtfs-kit")
EPOCH = pd.Timestamp("1970-01-01")


def opened(path: Path) -> tuple[Timetable, Calendar, Places, Days]:
    """Read a feed, and list its days."""
    tables, _ = read_feed(path, path.name, needs_timetable=True)
    places, _ = read_places(tables["stops"], path.name)
    timetable, services, _ = read_timetable(tables, places.ids, path.name)
    calendar, _ = read_calendar(tables.get("calendar"), tables.get("calendar_dates"), services)
    days, problems = days_of(timetable, calendar, None, path.name)
    assert days is not None, problems
    return timetable, calendar, places, days


def by_kind_of_day(timetable: Timetable, calendar: Calendar, days: Days, stops: int) -> np.ndarray:
    """Count with LocalGoals what it writes into its tables: kinds of days, and the kind of each."""
    found = count_departures(timetable, calendar, days=days, stops=stops)
    return np.asarray(found.each_day)


def each_day(timetable: Timetable, calendar: Calendar, days: Days, stops: int) -> np.ndarray:
    """Count with LocalGoals, and write every day out. [days x stops x hours]."""
    found = count_departures(timetable, calendar, days=days, stops=stops)
    kinds = found.by_kind.shape[0]
    counts = np.stack([found.of_kind(kind).sum(axis=2) for kind in range(kinds)])
    return np.asarray(counts.astype(np.int16)[found.kind])


def with_gtfs_kit(feed: gtfs_kit.Feed, places: Places, days: Days) -> np.ndarray:
    """Count with `compute_stop_time_series` over all dates of the feed."""
    found = feed.compute_stop_time_series(feed.get_dates())
    found = found[found["num_trips"] > 0]
    day = (found["datetime"].dt.normalize() - EPOCH).dt.days.to_numpy()
    stop = places.ids.get_indexer(found["stop_id"])
    answer = np.zeros((days.size, len(places.ids), HOURS), np.int16)
    hour = found["datetime"].dt.hour.to_numpy()
    np.add.at(answer, (day - days[0], stop, hour), found["num_trips"].to_numpy())
    return answer


def with_pandas(timetable: Timetable, calendar: Calendar, days: Days, stops: int) -> np.ndarray:
    """Count by service with a groupby, merge with the days of each service, and add up."""
    calls = pd.DataFrame({"stop": timetable.stop, "hour": timetable.seconds // 3600})
    calls["service"] = timetable.service[timetable.trip]
    counted = calls[timetable.departs].groupby(["service", "stop", "hour"]).size().rename("count")
    services = int(timetable.service.max()) + 1
    day, service = np.nonzero(np.stack([calendar.running(int(one), services) for one in days]))
    running = pd.DataFrame({"day": day, "service": service})
    found = running.merge(counted.reset_index(), on="service")
    found["day"] += (found["hour"] // HOURS).astype(int)
    found["hour"] %= HOURS
    whole = found.groupby(["day", "stop", "hour"])["count"].sum()
    answer = np.zeros((days.size, stops, HOURS), np.int16)
    answer[tuple(whole.index.get_level_values(one).astype(int) for one in range(3))] = whole
    return answer


def with_departures_only(path: Path) -> gtfs_kit.Feed:
    """Open a feed with GTFS Kit, without the calls from which nobody departs."""
    feed = gtfs_kit.read_feed(path, dist_units="km")
    calls = feed.stop_times.sort_values(["trip_id", "stop_sequence"])
    departs = calls.duplicated("trip_id", keep="last")
    if "pickup_type" in calls:
        departs &= calls["pickup_type"] != 1
    feed.stop_times = calls[departs]
    return feed


def read_once(timetable: Timetable, answer: np.ndarray | None) -> np.ndarray:
    """Read every call once, and write an answer of this size: what no way can do without."""
    read = timetable.trip.sum() + timetable.stop.sum() + timetable.departs.sum()
    return np.asarray(read + timetable.seconds.sum()) if answer is None else answer.copy()


def main() -> None:
    """Measure, check the answers, print, and write the table into the documentation."""
    path = real_file(FEED, what=str(__doc__))
    warnings.simplefilter("ignore")
    timetable, calendar, places, days = opened(path)
    ours = (timetable, calendar, days, len(places.ids))
    kinds = measured(partial(by_kind_of_day, *ours), rounds=9)
    written = measured(partial(each_day, *ours), rounds=9)
    peers = {
        "pandas": measured(partial(with_pandas, *ours), rounds=2),
        "GTFS Kit": measured(
            partial(with_gtfs_kit, with_departures_only(path), places, days), rounds=1
        ),
    }
    for name, peer in peers.items():
        assert np.array_equal(peer.answer, written.answer), name
    assert np.array_equal(written.answer.sum(axis=(1, 2), dtype=int), kinds.answer)
    read = measured(partial(read_once, timetable, None), rounds=9).seconds
    copied = measured(partial(read_once, timetable, written.answer), rounds=9).seconds
    size = f"{timetable.trip.size:,} calls, {len(places.ids):,} stops, {days.size} days"
    rows = [
        alone(f"departures by kind of day, {size}", kinds, read),
        *(
            compared(f"departures of every day, {size}", written, name, peer, read + copied)
            for name, peer in peers.items()
        ),
    ]
    publish("timetables", [markdown_table(HEADER, rows)], PACKAGES)


if __name__ == "__main__":
    main()
