"""Files of air sensors, as their makers write them and as people break them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from localgoals.ingest.sensors import Columns, interval, read_sensor

PLAIN = Columns(time=("time",), pm25=("pm25",), humidity="rh")
ROWS = "2024-01-01T00:00,10,50\n2024-01-01T00:01,11,51\n2024-01-01T00:02,12,52\n"


def read(folder: Path, text: str, columns: Columns = PLAIN) -> tuple[pd.DataFrame, list[str]]:
    path = folder / "one.csv"
    path.write_text(text, encoding="utf-8")
    table, problems = read_sensor(path, columns)
    return table, [one.kind for one in problems]


def test_lines_about_the_instrument_are_skipped(tmp_path: Path) -> None:
    table, kinds = read(tmp_path, f"Serial 01\n\nExport, of today\ntime,pm25,rh\n{ROWS}")

    assert table["pm25"].tolist() == [10, 11, 12]
    assert table["humidity"].tolist() == [50, 51, 52]
    assert interval(table) == pd.Timedelta("1min")
    assert kinds == []


def test_two_columns_of_a_time_and_two_channels(tmp_path: Path) -> None:
    columns = Columns(("day", "clock"), ("a", "b"), time_format="%d.%m.%Y %H:%M")

    table, kinds = read(tmp_path, "day,clock,a,b\n2.1.2024,5:00,7,8\n2.1.2024,6:00,9,\n", columns)

    assert table.index.tolist() == [pd.Timestamp(2024, 1, 2, 5), pd.Timestamp(2024, 1, 2, 6)]
    assert table["pm25_a"].tolist() == [7, 9]
    assert table["pm25_b"].isna().tolist() == [False, True]
    assert kinds == []


def test_only_the_rows_that_are_asked_for(tmp_path: Path) -> None:
    columns = Columns(("time",), ("v",), only={"what": "PM2.5"})
    text = (
        "time,what,v\n2024-01-01T00:00,PM2.5,1\n2024-01-01T00:00,O3,9\n2024-01-01T01:00,PM2.5,2\n"
    )

    table, _ = read(tmp_path, text, columns)
    _, none = read(tmp_path, text.replace("PM2.5", "PM25"), columns)

    assert table["pm25"].tolist() == [1, 2]
    assert none == ["sensor-no-rows"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("when,pm25,rh\n" + ROWS, "sensor-no-header"),
        ("", "sensor-no-header"),
        ("time,pm25,rh\n1/2/2024 0:00,1,2\n", "sensor-days-or-months"),
        ("time,pm25,rh\n", "sensor-too-short"),
        ("time,pm25,rh\nsoon,1,2\n" + ROWS, "air-bad-times"),
        ("time,pm25,rh\n2024-01-01T00:09,much,2\n" + ROWS, "air-not-numbers"),
        ("time,pm25,rh\n2024-01-01T00:09,65535,2\n" + ROWS, "air-too-high"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, text: str, kind: str) -> None:
    _, kinds = read(tmp_path, text)

    assert kind in kinds


def test_a_bit_below_zero_stays_because_clean_air_shows_it(tmp_path: Path) -> None:
    table, kinds = read(tmp_path, "time,pm25,rh\n2024-01-01T00:09,-0.4,2\n" + ROWS)

    assert table["pm25"].min() == -0.4
    assert kinds == []
