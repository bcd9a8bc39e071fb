"""Series of air quality stations, written for each test, and read back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pyproj import CRS

from localgoals.ingest.air import read_air
from localgoals.ingest.layers import AirStations
from localgoals.ingest.pack import Resource
from localgoals.model.problem import Problem

UTM = CRS.from_epsg(32650)
ZONE = {"timezone": "Asia/Shanghai"}
HEADER = "station,time,pm25\n"


def read(
    folder: Path,
    *texts: str,
    options: Mapping[str, Any] = ZONE,
    stations: str | None = None,
) -> tuple[AirStations | None, list[Problem]]:
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"air-{number}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    air = Resource("air", "air", tuple(paths), "csv", "a" * 64, options=options)
    where = None
    if stations is not None:
        path = folder / "stations.csv"
        path.write_text(stations, encoding="utf-8")
        where = Resource("places", "air-stations", (path,), "csv", "b" * 64)
    return read_air(air, where, UTM)


def kinds(problems: list[Problem]) -> list[str]:
    return [one.kind for one in problems if one.kind != "air-station-unplaced"]


def values(air: AirStations | None) -> list[float]:
    assert air is not None
    return air.hourly["pm25"].tolist()


def test_hours_stations_and_places_are_read(tmp_path: Path) -> None:
    air, problems = read(
        tmp_path,
        HEADER
        + "1002A,2014-01-01T00:00,35\n1001A,2014-01-01T00:00,\n1002A,2014-01-01T01:00,40.5\n",
        stations="code,lon,lat\n1001A,116.4,39.9\n1002A,116.2,40.3\n",
    )

    assert problems == []
    assert air is not None
    assert air.code == ("1002A", "1001A")
    assert air.hourly["station"].tolist() == [0, 0, 1]
    assert values(air) == pytest.approx([35, 40.5, np.nan], nan_ok=True)
    assert air.hourly["time"].iloc[1] == pd.Timestamp(2014, 1, 1, 1)
    assert air.y[0] > air.y[1]
    assert air.lineage.sources == ("air", "places")


def test_year_month_day_and_hour_make_a_time(tmp_path: Path) -> None:
    rows = "S,2014,12,31,23,10\nS,2014,12,31,24,20\n"

    air, problems = read(tmp_path, "station,year,month,day,hour,PM2.5\n" + rows)

    assert kinds(problems) == []
    assert air is not None
    assert air.hourly["time"].tolist() == [
        pd.Timestamp(2014, 12, 31, 23),
        pd.Timestamp(2015, 1, 1, 0),
    ]


def test_columns_may_have_any_name(tmp_path: Path) -> None:
    fields = {"station": "Messstelle", "time": "Zeit", "pm25": "Feinstaub"}

    air, problems = read(
        tmp_path,
        "Messstelle,Zeit,Feinstaub\n007,2020-05-01 13:00,8\n",
        options={**ZONE, "fields": fields},
    )

    assert kinds(problems) == []
    assert air is not None
    assert air.code == ("007",)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    air, problems = read(tmp_path, "station,time,pm10\nS,2020-05-01 13:00,8\n")

    assert air is None
    assert [one.kind for one in problems] == ["column-missing"]
    assert problems[0].found.values["column"] == "pm25"


def test_several_files_are_one_series(tmp_path: Path) -> None:
    air, problems = read(
        tmp_path, HEADER + "A,2020-05-01 13:00,8\n", HEADER + "B,2020-05-01 13:00,9\n"
    )

    assert kinds(problems) == []
    assert air is not None
    assert air.code == ("A", "B")


def test_values_below_zero_are_not_known(tmp_path: Path) -> None:
    air, problems = read(tmp_path, HEADER + "A,2020-01-01 00:00,-999\nA,2020-01-01 01:00,0\n")

    assert kinds(problems) == ["air-negative"]
    assert problems[0].found.values == {"count": 1, "value": "-999"}
    assert values(air) == pytest.approx([np.nan, 0], nan_ok=True)


def test_values_above_what_is_possible_are_not_known(tmp_path: Path) -> None:
    air, problems = read(tmp_path, HEADER + "A,2020-01-01 00:00,9999\nA,2020-01-01 01:00,2000\n")

    assert kinds(problems) == ["air-too-high"]
    assert values(air) == pytest.approx([np.nan, 2000], nan_ok=True)


def test_cells_that_are_no_number_are_not_known(tmp_path: Path) -> None:
    air, problems = read(tmp_path, HEADER + "A,2020-01-01 00:00,-;\nA,2020-01-01 01:00,12\n")

    assert kinds(problems) == ["air-not-numbers"]
    assert "-;" in str(problems[0])
    assert "rows 2" in str(problems[0])
    assert values(air) == pytest.approx([np.nan, 12], nan_ok=True)


def test_several_values_in_one_hour_become_their_mean(tmp_path: Path) -> None:
    air, problems = read(
        tmp_path,
        HEADER + "A,2020-01-01 00:00,10\nA,2020-01-01 00:30,20\nA,2020-01-01 01:00,5\n",
    )

    assert kinds(problems) == ["air-hour-twice"]
    assert values(air) == [15, 5]


def test_a_time_that_is_none_is_left_out(tmp_path: Path) -> None:
    air, problems = read(tmp_path, HEADER + "A,yesterday,10\nA,2020-01-01 01:00,5\n")

    assert kinds(problems) == ["air-bad-times"]
    assert "yesterday" in str(problems[0])
    assert values(air) == [5]


def test_an_hour_beyond_the_day_is_left_out(tmp_path: Path) -> None:
    air, problems = read(
        tmp_path,
        "station,year,month,day,hour,pm25\nA,2020,1,1,25,3\nA,2020,2,30,1,4\nA,2020,2,3,1,5\n",
    )

    assert kinds(problems) == ["air-bad-times"]
    assert problems[0].found.values["count"] == 2
    assert values(air) == [5]


def test_a_row_without_a_station_is_left_out(tmp_path: Path) -> None:
    air, problems = read(tmp_path, HEADER + ",2020-01-01 00:00,10\nA,2020-01-01 01:00,5\n")

    assert kinds(problems) == ["air-station-unnamed"]
    assert values(air) == [5]


def test_times_that_do_not_say_their_zone_are_a_warning(tmp_path: Path) -> None:
    text = HEADER + "A,2020-01-01 00:00,10\n"

    air, problems = read(tmp_path, text, text.replace("A,", "B,"), options={})

    assert kinds(problems) == ["air-timezone-unstated"]
    assert air is not None


def test_times_with_an_offset_are_moved_to_the_zone(tmp_path: Path) -> None:
    text = HEADER + "A,2019-12-31T16:00:00Z,10\nA,2020-01-01T01:00:00+08:00,20\n"

    local, problems = read(tmp_path, text)
    universal, _ = read(tmp_path, text, options={})

    assert kinds(problems) == []
    assert local is not None
    assert universal is not None
    assert local.hourly["time"].dt.hour.tolist() == [0, 1]
    assert universal.hourly["time"].dt.hour.tolist() == [16, 17]


def test_an_unknown_zone_is_refused(tmp_path: Path) -> None:
    air, problems = read(
        tmp_path, HEADER + "A,2020-01-01 00:00,10\n", options={"timezone": "Mars/Olympus"}
    )

    assert air is None
    assert [one.kind for one in problems] == ["air-timezone-unknown"]


def test_a_series_without_a_value_is_refused(tmp_path: Path) -> None:
    air, problems = read(tmp_path, HEADER + "A,2020-01-01 00:00,\nA,2020-01-01 01:00,\n")

    assert air is None
    assert [one.kind for one in problems] == ["air-nothing-measured"]


def test_a_station_without_coordinates_stays_with_a_warning(tmp_path: Path) -> None:
    air, problems = read(
        tmp_path,
        HEADER + "A,2020-01-01 00:00,10\nB,2020-01-01 00:00,20\n",
        stations="code,lon,lat\nA,116.4,39.9\nC,116.5,39.9\n",
    )

    assert [one.kind for one in problems] == ["air-station-unmeasured", "air-station-unplaced"]
    assert problems[1].found.values == {"count": 1, "examples": "B"}
    assert air is not None
    assert np.isnan(air.x).tolist() == [False, True]


def test_a_station_that_is_listed_twice_has_its_first_place(tmp_path: Path) -> None:
    air, problems = read(
        tmp_path,
        HEADER + "A,2020-01-01 00:00,10\n",
        stations="code,lon,lat\nA,117.0,0.0\nA,116.4,39.9\n",
    )

    assert [one.kind for one in problems] == ["air-code-twice"]
    assert air is not None
    assert air.x.tolist() == pytest.approx([500_000], abs=0.01)


def test_a_table_of_stations_that_cannot_be_read_leaves_the_series(tmp_path: Path) -> None:
    air, problems = read(
        tmp_path, HEADER + "A,2020-01-01 00:00,10\n", stations="id,lon,lat\nA,117.0,0.0\n"
    )

    assert [one.kind for one in problems] == ["column-missing", "air-station-unplaced"]
    assert values(air) == [10]
