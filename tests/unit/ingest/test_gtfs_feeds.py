"""Timetable feeds, zipped for each test, and read back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import CRS

from localgoals.ingest.gtfs import read_gtfs
from localgoals.ingest.layers import Boundary, Stops
from localgoals.ingest.pack import Resource
from localgoals.model.lineage import Lineage
from localgoals.model.period import Period
from localgoals.model.problem import Problem

UTM = CRS.from_epsg(32632)

# A bus from A over B to C at 08:00 and 08:30, Monday to Friday in 2023.
WHOLE = {
    "agency.txt": "agency_id,agency_name\nx,X\n",
    "stops.txt": (
        "stop_id,stop_name,stop_lat,stop_lon\n"
        "A,Alpha,50.00,9.00\nB,Beta,50.01,9.00\nC,Gamma,50.02,9.00\n"
    ),
    "routes.txt": "route_id,route_type\nR,3\n",
    "trips.txt": "route_id,service_id,trip_id\nR,W,T1\nR,W,T2\n",
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "T1,08:00:00,08:00:00,A,1\nT1,08:10:00,08:10:00,B,2\nT1,08:20:00,08:20:00,C,3\n"
        "T2,08:30:00,08:30:00,A,1\nT2,08:40:00,08:40:00,B,2\nT2,08:50:00,08:50:00,C,3\n"
    ),
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "W,1,1,1,1,1,0,0,20230101,20231231\n"
    ),
}

Read = Callable[..., tuple[Stops | None, list[Problem]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Zip the whole feed with some files changed (None: left out), and read it."""

    def zip_and_read(
        changes: dict[str, str | bytes | None] | None = None,
        *,
        folder: str = "",
        boundary: Boundary | None = None,
        **settings: Any,
    ) -> tuple[Stops | None, list[Problem]]:
        path = tmp_path / "feed.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in (WHOLE | (changes or {})).items():
                if text is not None:
                    archive.writestr(folder + name, text)
        resource = Resource("bus", "transit", (path,), "zip", "0" * 64, **settings)
        return read_gtfs(resource, UTM, boundary=boundary)

    return zip_and_read


def kinds(problems: list[Problem]) -> list[str]:
    return [one.kind for one in problems]


def departures(stops: Stops | None) -> dict[str, float]:
    """Departures of the 14 hours that count, by name of the stop."""
    assert stops is not None
    return {
        name: round(float(rate) * 14, 6)
        for name, rate in zip(stops.name, stops.departures_per_hour, strict=True)
    }


def test_a_sound_feed_gives_stops_and_departures(read: Read) -> None:
    stops, problems = read()

    assert problems == []
    assert stops is not None
    assert stops.name == ("Alpha", "Beta", "Gamma")
    assert stops.high_capacity.tolist() == [False, False, False]
    assert departures(stops) == {"Alpha": 2, "Beta": 2, "Gamma": 0}
    assert np.diff(stops.y) == pytest.approx([1112, 1112], abs=1)


def test_only_departures_from_six_to_eight_in_the_evening_count(read: Read) -> None:
    times = (
        "trip_id,departure_time,stop_id,stop_sequence\n"
        "T1,5:59:59,A,1\nT1,06:00:00,B,2\nT1,06:10:00,C,3\n"
        "T2,19:59:59,A,1\nT2,20:00:00,B,2\nT2,25:10:00,C,3\n"
    )

    stops, problems = read({"stop_times.txt": times})

    assert problems == []
    assert departures(stops) == {"Alpha": 1, "Beta": 1, "Gamma": 0}


def test_times_between_two_known_ones_are_interpolated(read: Read) -> None:
    times = (
        "trip_id,departure_time,stop_id,stop_sequence\n"
        "T1,05:30:00,A,1\nT1,,B,2\nT1,06:40:00,C,3\n"
        "T2,19:30:00,A,1\nT2,,B,2\nT2,20:40:00,C,3\n"
    )

    stops, problems = read({"stop_times.txt": times})

    assert problems == []
    assert departures(stops) == {"Alpha": 1, "Beta": 1, "Gamma": 0}  # B at 06:05 and at 20:05


def test_nobody_departs_where_nobody_may_board(read: Read) -> None:
    times = (
        "trip_id,departure_time,stop_id,stop_sequence,pickup_type\n"
        "T1,08:00:00,A,1,0\nT1,08:10:00,B,2,1\nT1,08:20:00,C,3,0\n"
    )

    stops, _ = read({"stop_times.txt": times})

    assert departures(stops) == {"Alpha": 1, "Beta": 0, "Gamma": 0}


def test_trips_with_a_headway_run_again_and_again(read: Read) -> None:
    headways = (
        "trip_id,start_time,end_time,headway_secs\n"
        "T1,05:00:00,07:00:00,1200\n"
        "T1,19:00:00,21:00:00,600\n"
    )

    stops, problems = read({"frequencies.txt": headways})

    # A: 06:00, 06:20, 06:40 and 19:00 … 19:50. B, ten minutes later: 06:10, 06:30, 06:50 (05:50 is
    # too early) and 19:10 … 19:50 (20:00 is too late). T2 has no headway and runs once.
    assert problems == []
    assert departures(stops) == {"Alpha": 3 + 6 + 1, "Beta": 3 + 5 + 1, "Gamma": 0}


def test_the_high_capacity_of_a_stop_is_that_of_its_highest_route(read: Read) -> None:
    stops, _ = read(
        {
            "routes.txt": "route_id,route_type\nR,700\nM,401\n",
            "trips.txt": "route_id,service_id,trip_id\nR,W,T1\nM,W,T2\n",
            "stop_times.txt": (
                "trip_id,departure_time,stop_id,stop_sequence\n"
                "T1,08:00:00,A,1\nT1,08:10:00,B,2\nT2,08:30:00,B,1\nT2,08:40:00,C,2\n"
            ),
        }
    )

    assert stops is not None
    assert stops.high_capacity.tolist() == [False, True, True]


def test_what_is_no_public_transport_makes_no_stop(read: Read) -> None:
    stops, problems = read(
        {
            "routes.txt": "route_id,route_type\nR,3\nT,1500\n",
            "trips.txt": "route_id,service_id,trip_id\nR,W,T1\nT,W,T2\n",
            "stop_times.txt": (
                "trip_id,departure_time,stop_id,stop_sequence\n"
                "T1,08:00:00,A,1\nT1,08:10:00,B,2\nT2,08:30:00,B,1\nT2,08:40:00,C,2\n"
            ),
        }
    )

    assert problems == []
    assert departures(stops) == {"Alpha": 1, "Beta": 0}


def test_an_unknown_route_type_is_a_warning_and_left_out(read: Read) -> None:
    stops, problems = read({"routes.txt": "route_id,route_type\nR,99\n"})

    assert stops is None
    assert kinds(problems) == ["gtfs-route-type", "gtfs-no-stops"]


def test_the_platforms_of_a_station_are_one_stop(read: Read) -> None:
    stops, problems = read(
        {
            "stops.txt": (
                "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
                "S,Station,50.005,9.00,1,\n"
                "A,Platform 1,50.00,9.00,0,S\nB,Platform 2,50.01,9.00,,S\n"
                "E,Entrance,50.00,9.01,2,S\nC,Gamma,50.02,9.00,0,\nU,Unserved,50.03,9.00,0,\n"
            )
        }
    )

    assert problems == []
    assert departures(stops) == {"Station": 4, "Gamma": 0}


def test_the_weekday_with_most_trips_stands_for_the_timetable(read: Read) -> None:
    stops, _ = read(
        {
            "trips.txt": "route_id,service_id,trip_id\nR,W,T1\nR,X,T2\n",
            # T2 runs on one Wednesday only, and on Saturdays.
            "calendar_dates.txt": "service_id,date,exception_type\nX,20230315,1\nX,20230318,1\n",
        }
    )

    assert departures(stops) == {"Alpha": 2, "Beta": 2, "Gamma": 0}


def test_on_a_day_that_was_taken_out_of_the_calendar_nothing_runs(read: Read) -> None:
    stops, problems = read(
        {"calendar_dates.txt": "service_id,date,exception_type\nW,20230103,2\n"},
        options={"date": "2023-01-03"},
    )

    assert kinds(problems) == ["gtfs-date-without-trips"]
    assert departures(stops) == {"Alpha": 2, "Beta": 2, "Gamma": 0}


def test_a_feed_with_calendar_dates_alone_is_sound(read: Read) -> None:
    stops, problems = read(
        {
            "calendar.txt": None,
            "calendar_dates.txt": "service_id,date,exception_type\nW,20230314,1\n",
        }
    )

    assert problems == []
    assert departures(stops)["Alpha"] == 2


def test_a_feed_that_runs_on_sundays_alone_is_counted_on_a_sunday(read: Read) -> None:
    calendar = (WHOLE["calendar.txt"]).replace("W,1,1,1,1,1,0,0", "W,0,0,0,0,0,0,1")

    stops, problems = read({"calendar.txt": calendar})

    assert problems == []
    assert departures(stops)["Alpha"] == 2


def test_the_date_of_the_resource_is_the_day_that_counts(read: Read) -> None:
    trips = {"trips.txt": "route_id,service_id,trip_id\nR,W,T1\nR,X,T2\n"}
    saturday = "service_id,date,exception_type\nX,20230318,1\n"

    stops, problems = read(trips | {"calendar_dates.txt": saturday}, options={"date": "2023-03-18"})

    assert problems == []
    assert departures(stops)["Alpha"] == 1


@pytest.mark.parametrize(
    ("date", "kind"),
    [("2024-05-05", "gtfs-date-without-trips"), ("soon", "gtfs-date-option")],
)
def test_a_date_that_cannot_be_used_is_a_warning(read: Read, date: str, kind: str) -> None:
    stops, problems = read(options={"date": date})

    assert kinds(problems) == [kind]
    assert departures(stops)["Alpha"] == 2


def test_an_expired_feed_is_a_warning_with_its_dates(read: Read) -> None:
    stops, problems = read(period=Period(2026, 2026))

    assert kinds(problems) == ["gtfs-out-of-period"]
    assert problems[0].severity == "warning"
    assert "from 2023-01-01 to 2023-12-31" in str(problems[0])
    assert departures(stops)["Alpha"] == 2


def test_a_feed_that_covers_the_period_is_read_within_it(read: Read) -> None:
    calendar = (
        WHOLE["calendar.txt"].replace("20231231", "20261231")
        + "X,1,1,1,1,1,0,0,20230101,20231231\n"
    )
    trips = "route_id,service_id,trip_id\nR,W,T1\nR,X,T2\n"

    stops, problems = read(
        {"calendar.txt": calendar, "trips.txt": trips}, period=Period(2026, 2026)
    )

    assert problems == []
    assert departures(stops)["Alpha"] == 1


@pytest.mark.parametrize("name", ["stops.txt", "routes.txt", "trips.txt", "stop_times.txt"])
def test_a_missing_file_is_named(read: Read, name: str) -> None:
    stops, problems = read({name: None})

    assert stops is None
    assert kinds(problems) == ["gtfs-file-missing"]
    assert problems[0].found.values == {"file": name}


def test_a_missing_column_is_named(read: Read) -> None:
    stops, problems = read({"routes.txt": "route_id\nR\n"})

    assert stops is None
    assert kinds(problems)[0] == "gtfs-column-missing"
    assert "routes.txt" in problems[0].where
    assert problems[0].found.values == {"column": "route_type"}


def test_without_a_calendar_the_departures_are_not_known(read: Read) -> None:
    stops, problems = read({"calendar.txt": None})

    assert kinds(problems) == ["gtfs-no-calendar"]
    assert stops is not None
    assert np.isnan(stops.departures_per_hour).all()


def test_a_calendar_without_a_day_leaves_departures_unknown(read: Read) -> None:
    calendar = WHOLE["calendar.txt"].replace("20230101,20231231", "20231231,20230101")

    stops, problems = read({"calendar.txt": calendar})

    assert kinds(problems) == ["gtfs-never-runs"]
    assert stops is not None
    assert np.isnan(stops.departures_per_hour).all()


def test_a_list_of_stops_with_a_mode_is_used_without_departures(read: Read) -> None:
    without = dict.fromkeys(("routes.txt", "trips.txt", "stop_times.txt", "calendar.txt"))

    stops, problems = read(without, options={"mode": "subway"})

    assert kinds(problems) == ["gtfs-no-timetable"]
    assert stops is not None
    assert stops.high_capacity.tolist() == [True, True, True]
    assert np.isnan(stops.departures_per_hour).all()


def test_an_unknown_mode_is_refused(read: Read) -> None:
    stops, problems = read(options={"mode": "broom"})

    assert stops is None
    assert kinds(problems) == ["mode-unknown"]


@pytest.mark.parametrize(
    ("file", "before", "after", "column"),
    [
        ("stop_times.txt", "T1,08:10:00,08:10:00,B,2", "T1,08:10:00,08:10:00,Z,2", "stop_id"),
        ("stop_times.txt", "T1,08:10:00,08:10:00,B,2", "T9,08:10:00,08:10:00,B,2", "trip_id"),
        ("trips.txt", "R,W,T1", "Q,W,T1", "route_id"),
    ],
)
def test_a_reference_to_nothing_is_left_out_with_a_warning(
    read: Read, file: str, before: str, after: str, column: str
) -> None:
    stops, problems = read({file: WHOLE[file].replace(before, after)})

    assert kinds(problems) == ["gtfs-broken-reference"]
    assert problems[0].found.values["column"] == column
    assert problems[0].found.values["count"] == 1
    assert departures(stops)["Beta"] == 1


def test_a_parent_that_is_not_there_is_left_out_with_a_warning(read: Read) -> None:
    stops, problems = read(
        {
            "stops.txt": (
                "stop_id,stop_name,stop_lat,stop_lon,parent_station\n"
                "A,Alpha,50.00,9.00,S\nB,Beta,50.01,9.00,\nC,Gamma,50.02,9.00,\n"
            )
        }
    )

    assert kinds(problems) == ["gtfs-broken-reference"]
    assert departures(stops)["Alpha"] == 2


def test_a_time_that_is_none_is_taken_for_blank_with_a_warning(read: Read) -> None:
    times = WHOLE["stop_times.txt"].replace("T1,08:00:00,08:00:00", "T1,8.00,8.00")

    stops, problems = read({"stop_times.txt": times})

    assert kinds(problems) == ["gtfs-bad-times"]
    assert departures(stops) == {"Alpha": 1, "Beta": 2, "Gamma": 0}


def test_a_headway_that_is_none_is_left_out_with_a_warning(read: Read) -> None:
    headways = "trip_id,start_time,end_time,headway_secs\nT1,07:00:00,08:00:00,0\n"

    stops, problems = read({"frequencies.txt": headways})

    assert kinds(problems) == ["gtfs-bad-headways"]
    assert departures(stops)["Alpha"] == 2


def test_a_date_that_is_none_is_left_out_with_a_warning(read: Read) -> None:
    extra = "service_id,date,exception_type\nW,2023-03-14,2\n"

    stops, problems = read({"calendar_dates.txt": extra})

    assert kinds(problems) == ["gtfs-bad-dates"]
    assert departures(stops)["Alpha"] == 2


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("D,Delta,,\n", "gtfs-no-coordinates"),
        ("D,Delta,95.0,9.0\n", "gtfs-no-coordinates"),
        ("D,Delta,north,9.0\n", "gtfs-no-coordinates"),
        ("D,Delta,0.0,0.0\n", "gtfs-null-island"),
        ("A,Again,50.0,9.0\n", "gtfs-stop-twice"),
    ],
)
def test_a_faulty_stop_is_left_out_with_a_warning(read: Read, row: str, kind: str) -> None:
    stops, problems = read({"stops.txt": WHOLE["stops.txt"] + row})

    assert kinds(problems) == [kind]
    assert problems[0].severity == "warning"
    assert stops is not None
    assert stops.name == ("Alpha", "Beta", "Gamma")


def boundary_around(stops: Stops, *, shift_m: float = 0.0) -> Boundary:
    x, y = float(stops.x[0]) + shift_m, float(stops.y[0])
    return Boundary(shapely.box(x - 100, y - 100, x + 100, y + 100), Lineage())


def test_stops_far_outside_are_left_out_with_a_warning(read: Read) -> None:
    whole, _ = read()
    assert whole is not None
    far = WHOLE["stops.txt"].replace("50.02,9.00", "51.00,9.00")

    stops, problems = read({"stops.txt": far}, boundary=boundary_around(whole))

    assert kinds(problems) == ["gtfs-far-outside"]
    assert stops is not None
    assert stops.name == ("Alpha", "Beta")


def test_the_feed_of_another_city_is_refused(read: Read) -> None:
    whole, _ = read()
    assert whole is not None

    stops, problems = read(boundary=boundary_around(whole, shift_m=200_000))

    assert stops is None
    assert kinds(problems)[0] == "gtfs-all-far-outside"
    assert problems[0].severity == "error"


def test_a_feed_in_a_folder_is_read_with_a_warning(read: Read) -> None:
    stops, problems = read(folder="gtfs/2023/")

    assert kinds(problems) == ["gtfs-nested"]
    assert problems[0].found.values == {"folder": "gtfs/2023"}
    assert departures(stops)["Alpha"] == 2


def test_text_that_is_not_utf8_is_read_with_a_warning(read: Read) -> None:
    stops, problems = read(
        {"stops.txt": WHOLE["stops.txt"].replace("Alpha", "Mâcon").encode("latin-1")}
    )

    assert kinds(problems) == ["gtfs-not-utf8"]
    assert stops is not None
    assert stops.name[0] == "Mâcon"


def test_a_byte_order_mark_blanks_and_quotes_do_no_harm(read: Read) -> None:
    text = "\ufeff" + 'stop_id, stop_name ,"stop_lat",stop_lon\n"A","Alpha, north",50.0,9.0\n'
    rows = "B,Beta, 50.01 ,9.0\nC,Gamma,50.02,9.0\n"

    stops, problems = read({"stops.txt": text + rows})

    assert problems == []
    assert stops is not None
    assert stops.name == ("Alpha, north", "Beta", "Gamma")


def test_a_row_with_too_few_cells_is_left_out_with_a_warning(read: Read) -> None:
    stops, problems = read({"stops.txt": WHOLE["stops.txt"] + "D,Delta\n"})

    assert kinds(problems) == ["gtfs-ragged-rows"]
    assert stops is not None
    assert len(stops.name) == 3


def test_an_empty_file_in_the_feed_is_refused(read: Read) -> None:
    stops, problems = read({"stop_times.txt": ""})

    assert stops is None
    assert kinds(problems)[0] == "gtfs-unreadable"


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "feed.zip"
    path.write_bytes(content)

    stops, problems = read_gtfs(Resource("bus", "transit", (path,), "zip", ""), UTM)

    assert stops is None
    assert kinds(problems) == ["zip-broken"]


def test_a_feed_that_would_leave_its_folder_is_refused(read: Read) -> None:
    stops, problems = read({"../stops.txt": "x"})

    assert stops is None
    assert kinds(problems) == ["zip-parent"]


def test_a_feed_whose_content_was_damaged_is_refused(tmp_path: Path, read: Read) -> None:
    read()
    path = tmp_path / "feed.zip"
    raw = bytearray(path.read_bytes())
    start = raw.index(b"stop_times.txt") + len("stop_times.txt")
    raw[start : start + 40] = bytes(40)
    path.write_bytes(raw)

    stops, problems = read_gtfs(Resource("bus", "transit", (path,), "zip", ""), UTM)

    assert stops is None
    assert kinds(problems)[0] == "gtfs-unreadable"


def test_a_calendar_of_days_without_a_trip_leaves_departures_unknown(read: Read) -> None:
    calendar = WHOLE["calendar.txt"].replace("W,1,1,1,1,1,0,0", "W,0,0,0,0,0,0,0")

    stops, problems = read({"calendar.txt": calendar})

    assert kinds(problems) == ["gtfs-never-runs"]
    assert stops is not None
    assert np.isnan(stops.departures_per_hour).all()


def test_a_feed_near_the_city_has_nothing_to_say_about_its_place(read: Read) -> None:
    whole, _ = read()
    assert whole is not None

    stops, problems = read(boundary=boundary_around(whole, shift_m=30_000))

    assert problems == []
    assert stops is not None
    assert len(stops.name) == 3


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("T9,07:00:00,08:00:00,600", "gtfs-broken-reference"),
        ("T1,soon,08:00:00,600", "gtfs-bad-times"),
    ],
)
def test_a_faulty_headway_is_left_out_with_a_warning(read: Read, row: str, kind: str) -> None:
    headways = "trip_id,start_time,end_time,headway_secs\n" + row + "\n"

    stops, problems = read({"frequencies.txt": headways})

    assert kinds(problems) == [kind]
    assert departures(stops)["Alpha"] == 2
