"""`localgoals tools run logical-framework`: faults of its tables, and what it gives."""

from __future__ import annotations

import csv
from pathlib import Path

from front_door import Done, localgoals

INDICATORS = "indicator,element,base_year,base,target_year,target,latest_year,latest"


def run(folder: Path, elements: list[str], indicators: list[str]) -> Done:
    given = folder / "given"
    given.mkdir()
    (given / "elements.csv").write_text("\n".join(["code,level,serves,title", *elements]))
    (given / "indicators.csv").write_text("\n".join([INDICATORS, *indicators]))
    return localgoals(folder, "tools", "run", "logical-framework", "given", "-o", "out")


def test_what_hangs_in_the_air_is_named_at_once(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        ["G,goal,,a", "O,output,G,b", "P,outcome,X,c", "Q,goal,Q,d"],
        ["i,Z,2030,1,2025,2,,"],
    )

    assert done.returncode == 1
    for said in (
        "row 3, column level", "row 4, column serves", "row 5, column level",
        "indicators.csv, row 2, column element", "row 2, column target_year",
    ):  # fmt: skip
        assert said in done.stderr, said
    assert "row 4, column level" not in done.stderr


def test_progress_is_held_against_the_straight_line(tmp_path: Path) -> None:
    rows = [
        "falls,G,2020,40,2030,20,2025,30", "late,G,2020,0,2030,10,2025,4",
        "back,G,2020,5,2030,10,2025,4", "there,G,2020,5,2030,10,2022,11", "who,G,,,2030,10,2022,1",
    ]  # fmt: skip
    done = run(tmp_path, ["G,goal,,a"], rows)

    assert done.returncode == 0, done.stderr
    with (tmp_path / "out" / "progress.csv").open(encoding="utf-8-sig", newline="") as file:
        states = {one["indicator"]: one["state"] for one in csv.DictReader(file)}
    assert states == {
        "falls": "on-line", "late": "behind", "back": "away", "there": "reached", "who": "",
    }  # fmt: skip
