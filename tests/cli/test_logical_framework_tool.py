"""`localgoals tools run logical-framework`: faults of its tables, and what it gives."""

from __future__ import annotations

from pathlib import Path

from front_door import Done
from tool_runs import rows, run_tables

INDICATORS = "indicator,element,base_year,base,target_year,target,latest_year,latest"


def run(folder: Path, elements: list[str], indicators: list[str]) -> Done:
    tables = {
        "elements": ["code,level,serves,title", *elements],
        "indicators": [INDICATORS, *indicators],
    }
    return run_tables(folder, "logical-framework", **tables)


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
    lines = [
        "falls,G,2020,40,2030,20,2025,30", "late,G,2020,0,2030,10,2025,4",
        "back,G,2020,5,2030,10,2025,4", "there,G,2020,5,2030,10,2022,11", "who,G,,,2030,10,2022,1",
    ]  # fmt: skip
    done = run(tmp_path, ["G,goal,,a"], lines)

    assert done.returncode == 0, done.stderr
    states = {one["indicator"]: one["state"] for one in rows(tmp_path, "progress")}
    assert states == {
        "falls": "on-line", "late": "behind", "back": "away", "there": "reached", "who": "",
    }  # fmt: skip
