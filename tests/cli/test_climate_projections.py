"""`localgoals tools run climate-projections` on tables and files of one's own."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from front_door import Done, localgoals

from localgoals.catalogue.tool_suite.declared import example_files, tool_of

PERIODS = "period,first_year,last_year,reference\nbase,2001,2002,yes\nlater,2051,2052,no\n"
HEAD = "variable,scenario,model,year,value,unit"


def run(folder: Path, series: str, periods: str = PERIODS) -> Done:
    (folder / "given").mkdir(exist_ok=True)
    (folder / "given" / "periods.csv").write_text(periods)
    if series:
        (folder / "given" / "series.csv").write_text(series)
    return localgoals(folder, "tools", "run", "climate-projections", "given", "-o", "out")


def changes(folder: Path) -> list[dict[str, str]]:
    with (folder / "out" / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_kelvin_and_celsius_rain_and_sea_level_come_out_in_one_unit_each(tmp_path: Path) -> None:
    values = {
        ("temperature", "a", "K"): (288.15, 290.15),
        ("temperature", "b", "degC"): (15, 18),
        ("rain", "a", "kg m-2 s-1"): (3e-5, 3.3e-5),
        ("rain", "b", "mm/month"): (100, 100),
        ("sea_level", "a", "m"): (0.1, 0.45),
    }
    rows = [
        f"{variable},{scenario},{model},{year},{value},{unit}"
        for (variable, model, unit), (past, later) in values.items()
        for scenario, years, value in (
            ("historical", (2001, 2002), past),
            ("ssp245", (2051, 2052), later),
        )
        for year in years
    ]

    done = run(tmp_path, "\n".join([HEAD, *rows]))

    found = {row["variable"]: row for row in changes(tmp_path)}
    assert done.returncode == 0, done.stderr
    assert float(found["temperature"]["median"]) == 2.5
    assert float(found["rain"]["median"]) == pytest.approx(5)
    assert float(found["sea_level"]["median"]) == pytest.approx(35)
    assert found["sea_level"]["low"] == ""
    assert [found[name]["reason"] for name in found] == ["", "", "one-model"]


def test_a_period_with_too_few_years_is_unknown_with_its_reason(tmp_path: Path) -> None:
    rows = [f"rain,ssp245,a,{year},{900},mm/year" for year in (2001, 2002, 2051)]

    done = run(tmp_path, "\n".join([HEAD, *rows]))

    (row,) = changes(tmp_path)
    assert done.returncode == 0, done.stderr
    assert (row["median"], row["models"], row["reason"]) == ("", "0", "period-years")


def test_every_fault_is_named_at_once_with_its_row(tmp_path: Path) -> None:
    rows = [
        "temperature,ssp245,a,2001,288,K",
        "temperature,ssp245,a,2001,289,K",
        "temperature,ssp245,a,2002,15,degC",
        "temperature,ssp245,b,2001,288,degC",
        "rain,ssp245,a,2001,80,mm",
        "sea_level,ssp245,a,2001,3,fathoms of",
    ]

    twice = run(tmp_path, "\n".join([HEAD, *rows]))
    done = run(tmp_path, "\n".join([HEAD, rows[0], *rows[2:]]))

    assert (twice.returncode, done.returncode) == (1, 1)
    assert "row 3, column variable" in twice.stderr
    for said in (
        "row 3, column unit found: degC, and another unit in the same series",
        "row 4, column value found: 288.0 degC, which is 288 degC",
        "row 5, column unit found: mm expected: a unit of rain",
        "row 6, column unit found: fathoms of expected: a unit of sea_level",
    ):
        assert said in " ".join(done.stderr.split()), done.stderr
    assert not (tmp_path / "out").exists()


def test_periods_need_one_reference_an_order_and_years(tmp_path: Path) -> None:
    rows = [f"rain,ssp245,a,{year},900,mm/year" for year in (2001, 2002)]
    periods = PERIODS.replace("yes", "no") + "back,2052,2051,no\n"

    done = run(tmp_path, "\n".join([HEAD, *rows]), periods)

    words = " ".join(done.stderr.split())
    assert done.returncode == 1
    assert "found: 0 reference periods" in words
    assert "row 4, column last_year" in words
    assert "found: later, a period of which no year is in the projections" in words
    assert "expected: a period between 2001 and 2002" in words


def test_without_projections_or_with_the_past_alone_nothing_is_written(tmp_path: Path) -> None:
    none = run(tmp_path, "")
    past = run(tmp_path, f"{HEAD}\nrain,historical,a,2001,900,mm/year", PERIODS)

    assert (none.returncode, past.returncode) == (1, 1)
    assert "neither the table series nor a file" in " ".join(none.stderr.split())
    assert "no scenario besides historical" in " ".join(past.stderr.split())


def test_a_series_may_not_stand_in_the_table_and_in_a_file(tmp_path: Path) -> None:
    (file,) = example_files(tool_of("climate-projections"), tool_of("climate-projections").files[0])
    (tmp_path / "given").mkdir()
    shutil.copy(file, tmp_path / "given")
    places = "place,latitude,longitude\na,30.1,120.2\n"
    (tmp_path / "given" / "places.csv").write_text(places)

    done = run(tmp_path, f"{HEAD}\ntemperature,ssp245,model-d,2001,15,degC")

    assert done.returncode == 1
    assert "temperature, ssp245, model-d, 2001, which is in another place" in " ".join(
        done.stderr.split()
    )
