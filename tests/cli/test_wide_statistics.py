"""`localgoals statistics read --format wide`: what is told, asked, written and refused."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from front_door import Done, localgoals

TABLE = (
    "Births of the town\n\nDistrict,2019,2020\nNorth,10,12\nTotal,10,12\nNote: by the registry\n"
)


def run(folder: Path, *words: object) -> Done:
    (folder / "table.csv").write_text(TABLE, encoding="utf-8")
    return localgoals(folder, "statistics", "read", "table.csv", "--format", "wide", *words)


def test_a_layout_is_told_and_the_figures_are_written(tmp_path: Path) -> None:
    done = run(tmp_path, "--series", "births", "--area", "XX-ONE", "--lang", "zh")

    assert done.returncode == 0, done.stderr
    assert "表头：第 3 行。数值：第 4-5 行。" in done.stdout
    assert "表头之上：第 1 行（Births of the town）。" in done.stdout
    table = pd.read_csv(tmp_path / "statistics.csv", keep_default_na=False, dtype=str)
    assert table.to_numpy().tolist() == [
        ["births", "North", "2019", "", "10.0", ""],
        ["births", "XX-ONE", "2019", "", "10.0", ""],
        ["births", "North", "2020", "", "12.0", ""],
        ["births", "XX-ONE", "2020", "", "12.0", ""],
    ]


def test_what_is_not_known_is_asked_for_and_nothing_is_written(tmp_path: Path) -> None:
    done = run(tmp_path)

    assert done.returncode == 1
    assert "Say it: --series, or --column series=NAME" in done.stderr
    assert not (tmp_path / "statistics.csv").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--column", "area"), "--column area: not two names"),
        (("--column", "Area=District"), "not series, area, period, unit"),
        (("--heads", "Sex"), "--heads Sex: not series, area"),
        (("--value", "a*b*"), "at most one star"),
        (("--header", "4-3"), "--header 4-3: not a row"),
        (("--whole", "sex=all"), "--whole sex=all: no number"),
        (("--same", "District"), "--same District: not two names"),
        (("--period", "19"), "is not a period"),
    ],
)
def test_an_option_that_cannot_be_read_says_how_to_write_it(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = run(tmp_path, *words)

    assert done.returncode == 1
    assert said in done.stderr
