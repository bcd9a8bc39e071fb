"""`localgoals score progress | distance | peers`: through the front door, in both languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from front_door import Done, localgoals

LONG = """series,area,period,group,value
11.2.1,AA,2015,,40
11.2.1,AA,2020,,55
11.2.1,AA,2015,sex=female,40
11.2.1,AA,2020,sex=female,38
11.2.1,BB,2020,,41
"""
CITIES = """code,people,income
A,1000,20
B,1.2万,21
C,100000,60
D,1100,
E,900,19
"""


def run(folder: Path, *words: object) -> Done:
    return localgoals(folder, "score", *words)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a long table and a table of cities."""
    (tmp_path / "long.csv").write_text(LONG, encoding="utf-8")
    (tmp_path / "cities.csv").write_text(CITIES, encoding="utf-8")
    return tmp_path


def test_progress_of_a_table_names_method_verdict_and_reason(folder: Path) -> None:
    # 55 of 40 in 5 years is 6.6 % a year, 100 of 40 in 15 years 6.3 %.
    outcome = run(folder, "progress", "long.csv", "-o", "out.csv")

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert "Method: growth rates (Open SDG); version 1." in outcome.stdout
    found = {(row["area"], row["group"]): row for row in rows(folder / "out.csv")}
    assert found["AA", ""]["verdict"] == "on-track"
    assert found["AA", "sex=female"]["in_words"] == "deterioration"
    assert found["BB", ""]["reason"] == "one-year"
    assert found["BB", ""]["growth"] == ""


def test_progress_answers_in_chinese(folder: Path) -> None:
    outcome = run(folder, "progress", "long.csv", "--lang", "zh", "-o", "out.csv")

    assert "方法：增长率法（Open SDG）；第1版。" in outcome.stdout
    assert "●●●● 进展顺利" in outcome.stdout
    assert rows(folder / "out.csv")[0]["in_words"] == "进展顺利"


@pytest.mark.parametrize(
    ("method", "verdict"),
    [
        ("cagr", "on-track"),
        # 55 * 1.375 ** 2 = 103.98; 63.98 / 60
        ("projected-share", "on-track"),
        # 3 a year, of (80 - 40) / 15
        ("arrows", "up"),
        # 85 in 2030: a gap of 15 of 60
        ("csi-api", "accelerate"),
    ],
)
def test_each_method_has_its_own_words_and_no_other(
    folder: Path, method: str, verdict: str
) -> None:
    run(folder, "progress", "long.csv", "--method", method, "-o", "out.csv")

    found = rows(folder / "out.csv")
    assert found[0]["verdict"] == verdict
    assert {row["method"] for row in found} == {method}


def test_the_target_year_can_be_chosen(folder: Path) -> None:
    run(folder, "progress", "long.csv", "--target-year", "2021", "-o", "out.csv")

    (first, *_) = rows(folder / "out.csv")
    assert (first["target_year"], first["verdict"]) == ("2021", "limited")


def test_progress_of_a_baseline_shows_the_city_and_writes_all(
    results: Path, tmp_path: Path
) -> None:
    outcome = run(tmp_path, "progress", results, "--base-year", "2010", "-o", "out.csv")

    found = rows(tmp_path / "out.csv")
    assert outcome.returncode == 0
    assert {row["area"] for row in found} >= {"XX-TWN", "W", "E"}
    assert (results / "progress.csv").is_file()
    assert " W " not in outcome.stdout


def test_impossible_figures_and_unknown_series_are_all_told_at_once(folder: Path) -> None:
    (folder / "long.csv").write_text(
        LONG + "foo,AA,2015,,1\n11.2.1,CC,2015,,140\n11.2.1,DD,2015,,-1\n", encoding="utf-8"
    )

    outcome = run(folder, "progress", "long.csv", "-o", "out.csv")

    assert outcome.returncode == 1
    assert "the series foo in 1 rows" in outcome.stderr
    assert "140.0 for 11.2.1 in CC, 2015" in outcome.stderr
    assert "-1.0 for 11.2.1 in DD, 2015" in outcome.stderr
    assert "a figure from 0 to 100" in outcome.stderr
    assert not (folder / "out.csv").exists()


def test_distance_gives_unit_way_and_index(folder: Path) -> None:
    # To go 100 - 55; 15 of 60 gone; 100 * (55 - 9) / (100 - 9).
    outcome = run(folder, "distance", "long.csv", "-o", "out.csv")

    first = rows(folder / "out.csv")[0]
    assert outcome.returncode == 0
    assert (first["to_go"], first["share_of_way"]) == ("45.0", "0.25")
    assert float(first["index"]) == pytest.approx(50.5495, abs=1e-4)


def test_peers_show_each_dimension_and_what_is_missing(folder: Path) -> None:
    outcome = run(
        folder, "peers", "cities.csv", "--city", "A", "--dimension", "people",
        "--dimension", "income", "--log", "people", "--min-shared", "1", "-o", "out.csv",
    )  # fmt: skip

    found = rows(folder / "out.csv")
    by_city = {row["city"]: row for row in found}
    assert outcome.returncode == 0
    assert "4 cities share 1 dimensions or more with A." in outcome.stdout
    assert (by_city["D"]["shared"], by_city["D"]["income: distance"]) == ("1", "")
    assert by_city["B"]["people"] == "12000.0"
    assert "A" not in by_city


def test_peers_name_every_fault_of_the_table(folder: Path) -> None:
    (folder / "cities.csv").write_text("code,people\nA,1\nA,2\n,3\nB,many\n", encoding="utf-8")

    outcome = run(
        folder, "peers", "cities.csv", "--city", "A", "--dimension", "people", "--lang", "zh"
    )

    assert outcome.returncode == 1
    assert "城市 A 第二次出现" in outcome.stderr
    assert "row 4" in outcome.stderr
    assert "many" in outcome.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("progress", "nothing.csv"), "nothing.csv: no such file or folder"),
        (("progress", "."), "has no observations.parquet"),
        (("progress", "long.csv", "-o", "long.csv"), "long.csv is what was read"),
        (("progress", "long.csv", "-o", "far/out.csv"), "is not a file in a folder that exists"),
        (("distance", "cities.csv"), "series"),
        (("peers", "cities.csv", "--city", "Q", "--dimension", "people"), "Q is not in the table."),
        (("peers", "cities.csv", "--city", "A", "--dimension", "size"), "size"),
        (
            ("peers", "cities.csv", "--city", "A", "--dimension", "people", "--log", "income"),
            "--log names what is no --dimension: income",
        ),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    folder: Path, words: tuple[str, ...], said: str
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    outcome = run(folder, *words)

    assert outcome.returncode == 1
    assert said in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
