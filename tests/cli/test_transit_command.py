"""`localgoals transit`, from a timetable to tables, a page and what is said of them."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from front_door import localgoals

from localgoals.cli.exits import Exit

FEED = {
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n"
    "a,=1+1 <b>Alley</b>,50.0,10.0\nb,Bridge,50.01,10.01\nc,Church,50.02,10.0\n",
    "routes.txt": "route_id,route_type\nbus,3\nmetro,1\n",
    "trips.txt": "trip_id,route_id,service_id\nearly,bus,week\nlate,metro,week\nslow,bus,sunday\n",
    "stop_times.txt": "trip_id,stop_id,stop_sequence,departure_time\n"
    "early,a,1,7:00:00\nearly,b,2,7:10:00\nearly,c,3,7:20:00\n"
    "late,a,1,24:50:00\nlate,b,2,25:10:00\nslow,b,1,9:00:00\nslow,c,2,9:30:00\n",
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,"
    "start_date,end_date\nweek,1,1,1,1,1,0,0,20240101,20240114\nsunday,0,0,0,0,0,0,1,20240101,"
    "20240114\n",
    "calendar_dates.txt": "service_id,date,exception_type\nweek,20240103,2\n",
}


def run(*words: object) -> tuple[int, str, str]:
    """Give the exit code and what was said, beside the answer last."""
    done = localgoals(Path.cwd(), *words)
    return done.returncode, done.stdout, done.stderr


def zipped(path: Path, files: dict[str, str | None]) -> Path:
    """Pack the files of a feed, but those that are None."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            if text is not None:
                archive.writestr(name, text)
    return path


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """Two weeks: a bus and a metro after midnight on weekdays but the 3rd, a bus on Sundays."""
    return zipped(tmp_path / "town.zip", FEED)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_timetable_becomes_its_departures_by_stop_and_hour(feed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    code, said, _ = run("transit", "departures", feed, "-o", out)

    assert code == Exit.DONE
    kinds = {row["date"]: row["kind_of_day"] for row in rows_of(out / "days.csv")}
    found = {
        (row["kind_of_day"], row["stop_id"], row["hour"], row["capacity"]): row["departures"]
        for row in rows_of(out / "departures.csv")
    }
    # Monday has the bus; Tuesday also what left after midnight on Monday's timetable.
    monday, tuesday, wednesday = (kinds[f"2024-01-0{day}"] for day in (1, 2, 3))
    assert (monday, "a", "0", "high") not in found
    assert found[tuesday, "a", "0", "high"] == "1"
    assert found[monday, "a", "7", "low"] == found[tuesday, "b", "7", "low"] == "1"
    # Nothing of the 3rd but the night before; and where a trip ends nothing departs.
    assert {key[1:] for key in found if key[0] == wednesday} == {("a", "0", "high")}
    assert "c" not in {key[1] for key in found}
    assert kinds["2024-01-05"] == kinds["2024-01-09"] == tuesday
    assert "On a weekday, 2024-01-02: 3 departures" in said


def test_both_forms_of_a_table_hold_the_same(feed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    run("transit", "departures", feed, "-o", out)

    for name in ("departures", "days"):
        table = pq.read_table(out / f"{name}.parquet").to_pylist()
        rows = rows_of(out / f"{name}.csv")
        assert len(rows) == len(table) > 0
        for row, other in zip(rows, table, strict=True):
            assert {key: text.removeprefix("'") for key, text in row.items()} == {
                key: str(value) for key, value in other.items()
            }
    names = {row["stop_name"] for row in rows_of(out / "departures.csv")}
    assert "'=1+1 <b>Alley</b>" in names


def test_the_page_speaks_both_languages_and_runs_nothing(feed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    run("transit", "departures", feed, "-o", out)

    page = (out / "departures.html").read_text(encoding="utf-8")
    assert "A day by the hour" in page
    assert "一天中的各小时" in page
    assert "<b>Alley" not in page
    assert "&lt;b&gt;Alley" in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="', page)


def test_a_run_is_recorded_and_the_same_again(feed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    run("transit", "departures", feed, "-o", out)
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    run("transit", "departures", feed, "-o", out)

    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
    record = json.loads(first["run.json"])
    assert set(record["outputs"]) == set(first) - {"run.json"}
    assert list(record["inputs"]) == ["town.zip"]


def test_the_answer_is_in_the_readers_language(feed: Path, tmp_path: Path) -> None:
    _, said, _ = run("transit", "departures", feed, "-o", tmp_path / "out", "--lang", "zh")

    assert "2024-01-01至2024-01-14：2个有车停靠的站点；0天没有车。" in said
    assert "工作日（2024-01-02）：发车3次；0个站点全天无车，1个站点在 00:00 至 05:00 无车。" in said


def test_a_year_that_the_timetable_does_not_cover_is_refused(feed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    code, _, told = run("transit", "departures", feed, "-o", out, "--period", "2019")

    assert code == Exit.BAD_INPUT
    assert "a timetable from 2024-01-01 to 2024-01-14" in told
    assert not out.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"calendar.txt": None, "calendar_dates.txt": None}, "neither calendar.txt"),
        ({"calendar.txt": FEED["calendar.txt"].split("\n")[0] + "\n"},
         "no departure of public"),
        ({"stop_times.txt": None}, "no stop_times.txt"),
        ({"trips.txt": "trip_id,route_id\nearly,bus\n"}, "no column service_id"),
        ({"stop_times.txt": "trip_id,stop_id,stop_sequence\nearly,a,1\nearly,b,2\n"},
         "1 departures without a time"),
    ],
)  # fmt: skip
def test_a_feed_that_cannot_be_counted_says_why(
    changed: dict[str, str | None], said: str, tmp_path: Path
) -> None:
    feed = zipped(tmp_path / "broken.zip", FEED | changed)

    code, _, told = run("transit", "departures", feed, "-o", tmp_path / "out")

    assert code == Exit.BAD_INPUT
    assert said in told
    assert not (tmp_path / "out").exists()


def test_a_kind_of_day_without_service_is_left_out(tmp_path: Path) -> None:
    weeks = "\n".join(FEED["calendar.txt"].splitlines()[:2])
    feed = zipped(tmp_path / "week.zip", FEED | {"calendar.txt": weeks})

    code, said, told = run("transit", "departures", feed, "-o", tmp_path / "out")

    assert code == Exit.DONE, told
    assert "On a weekday" in said
    assert "On a Sunday" not in said
    assert "on a Sunday" not in (tmp_path / "out" / "departures.html").read_text(encoding="utf-8")


def test_what_is_no_feed_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "feed.zip"
    text.write_text("not a zip")

    code, _, told = run("transit", "departures", text, "-o", tmp_path / "out")
    missing, _, said = run("transit", "departures", tmp_path / "none.zip")

    assert (code, missing) == (Exit.BAD_INPUT, Exit.BAD_INPUT)
    assert "feed.zip" in told
    assert "no such file or folder" in said


def test_a_folder_of_ones_own_is_left_alone(feed: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "letter.txt").write_text("dear")

    code, _, told = run("transit", "departures", feed, "-o", out)

    assert code == Exit.BAD_INPUT
    assert "is not empty" in told
    assert [path.name for path in out.iterdir()] == ["letter.txt"]
