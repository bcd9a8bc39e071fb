"""`localgoals air`, from exports of instruments to figures and tables."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from localgoals.cli.main import app
from localgoals.cli.reader import Reader
from localgoals.errors import BadInput
from localgoals.model.text import Language

SENSOR = ["--sensor-column", "time=time", "--sensor-column", "pm25=pm", "--sensor-column",
          "humidity=rh"]  # fmt: skip
REFERENCE = ["--reference-column", "time=time", "--reference-column", "pm25=pm"]


def run(*arguments: str | Path, reader: Language = "en") -> str:
    result = CliRunner().invoke(
        app, ["air", *map(str, arguments)], obj=Reader(reader), catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return result.output


def refusal(*arguments: str | Path) -> str:
    with pytest.raises(BadInput) as refused:
        run(*arguments)
    return str(refused.value)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Ten days: a monitor, and two sensors that show half of what it does, plus one."""
    hours = pd.date_range("2024-03-01", periods=240, freq="h")
    true = 20 + 8 * np.sin(np.arange(240) / 20)
    damp = 55 + 15 * np.cos(np.arange(240) / 7)
    times = hours.strftime("%Y-%m-%dT%H:%M")
    pd.DataFrame({"time": times, "pm": true}).to_csv(tmp_path / "monitor.csv", index=False)
    for name, more in (("left", 0.0), ("right", 0.2)):
        half = pd.DataFrame({"time": times, "pm": true / 2 + 1 + more, "rh": damp})
        half.to_csv(tmp_path / f"{name}.csv", index=False)
    return tmp_path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_sensors_are_held_against_the_monitor(files: Path) -> None:
    out = files / "figures.csv"

    said = run("evaluate", files / "left.csv", files / "right.csv", "--reference",
               files / "monitor.csv", *SENSOR, *REFERENCE, "-o", out)  # fmt: skip

    left, right = rows_of(out)
    assert float(left["slope"]) == pytest.approx(0.5)
    assert float(left["intercept"]) == pytest.approx(1)
    assert left["pairs"] == right["pairs"] == "10"
    assert (left["slope_target"], left["r2_target"]) == ("not-met", "met")
    assert "slope: misses the target" in said


def test_the_outcome_is_in_the_readers_language(files: Path) -> None:
    said = run("evaluate", files / "left.csv", "--reference", files / "monitor.csv", *SENSOR,
               *REFERENCE, "-o", files / "one.csv", "--lang", "zh")  # fmt: skip

    assert "斜率: 未达到目标" in said
    assert "精密度: 未知" in said


def test_a_local_correction_gives_the_air_of_the_monitor(files: Path) -> None:
    out = files / "air.csv"

    run("correct", files / "left.csv", "--equation", "local", "--reference",
        files / "monitor.csv", *SENSOR, *REFERENCE, "-o", out)  # fmt: skip

    found = [float(row["pm25"]) for row in rows_of(out)]
    true = [float(row["pm"]) for row in rows_of(files / "monitor.csv")]
    assert found == pytest.approx(true)
    assert set(rows_of(out)[0]) == {"station", "time", "pm25"}


def test_the_equation_of_the_united_states_needs_humidity(files: Path) -> None:
    sensor = SENSOR[:4]

    told = refusal("correct", files / "left.csv", "--equation", "us-wide", *sensor)

    assert "humidity" in told


def test_nowcast_and_index_of_every_hour(files: Path) -> None:
    out = files / "index.csv"

    said = run("index", files / "monitor.csv", "--column", "time=time", "--column", "pm25=pm",
               "-o", out)  # fmt: skip

    rows = rows_of(out)
    assert [row["index"] for row in rows[:2]] == ["", "72"]
    assert "239 hours" in said


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["--sensor-column", "pm25=pm"], "No column is named for time"),
        (["--sensor-column", "particles=pm"], "particles=pm: expected time=NAME"),
    ],
)
def test_columns_that_cannot_be_meant_are_said(files: Path, columns: list[str], said: str) -> None:
    assert said in refusal("correct", files / "left.csv", "--equation", "none", *columns)


def test_two_sensors_of_one_name_are_not_mixed_up(files: Path) -> None:
    (files / "other").mkdir()
    twin = files / "other" / "left.csv"
    twin.write_bytes((files / "left.csv").read_bytes())

    told = refusal("correct", files / "left.csv", twin, "--equation", "none", *SENSOR)

    assert "same name" in told


def evaluated(files: Path, out: Path) -> str:
    return run("evaluate", files / "left.csv", files / "right.csv", "--reference",
               files / "monitor.csv", *SENSOR, *REFERENCE, "-o", out)  # fmt: skip


def test_a_picture_in_both_languages_lies_beside_the_figures(files: Path) -> None:
    said = evaluated(files, files / "figures.csv")

    for language, title, fit in (
        (
            "en",
            "Sensors over the reference monitor",
            "left: 10 pairs, slope 0.500, intercept 1.000",
        ),
        ("zh", "传感器与参考监测仪对照", "left：10 对，斜率 0.500，截距 1.000"),
    ):
        path = files / f"figures-{language}.svg"
        assert path.name in said
        picture = ElementTree.parse(path).getroot()
        assert title in (picture.findtext("{*}title") or "")
        assert fit in (picture.findtext("{*}desc") or "")
        assert picture.get("role") == "img"
        texts = {"".join(one.itertext()) for one in picture.findall(".//{*}text")}
        assert {"left", "right"} <= texts
        # Ten days of each of two sensors, and nothing that is fetched.
        text = path.read_text("utf-8")
        assert "href" not in text
        assert "@font-face" in text


def test_the_names_of_sensors_are_no_markup(files: Path) -> None:
    odd = files / "a <b> & c.csv"
    odd.write_bytes((files / "left.csv").read_bytes())

    run("evaluate", odd, "--reference", files / "monitor.csv", *SENSOR, *REFERENCE,
        "-o", files / "odd.csv")  # fmt: skip

    picture = ElementTree.parse(files / "odd-en.svg").getroot()
    assert "a <b> & c: 10 pairs" in (picture.findtext("{*}desc") or "")


def test_sensors_that_never_measured_with_the_monitor_have_no_picture(files: Path) -> None:
    late = pd.read_csv(files / "left.csv")
    late["time"] = late["time"].str.replace("2024", "2025")
    late.to_csv(files / "late.csv", index=False)

    run("evaluate", files / "late.csv", "--reference", files / "monitor.csv", *SENSOR, *REFERENCE,
        "-o", files / "late-figures.csv")  # fmt: skip

    assert not list(files.glob("late-figures-*.svg"))


def test_what_was_read_is_never_written_over(files: Path) -> None:
    before = (files / "monitor.csv").read_bytes()

    told = [
        refusal("evaluate", files / "left.csv", "--reference", files / "monitor.csv", *SENSOR,
                *REFERENCE, "-o", files / "monitor.csv"),
        refusal("correct", files / "left.csv", "--equation", "none", *SENSOR,
                "-o", files / "left.csv"),
        refusal("index", files / "monitor.csv", "--column", "time=time", "--column", "pm25=pm",
                "-o", files / "monitor.csv"),
    ]  # fmt: skip

    assert all("is what was read" in one for one in told)
    assert (files / "monitor.csv").read_bytes() == before
