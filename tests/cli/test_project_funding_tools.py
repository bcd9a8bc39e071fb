"""`localgoals tools run project-readiness`: faults of its tables, and what it gives."""

from __future__ import annotations

import csv
from pathlib import Path

from front_door import Done, localgoals


def run(folder: Path, tool: str, **tables: list[str]) -> Done:
    given = folder / "given"
    given.mkdir()
    for name, rows in tables.items():
        (given / f"{name}.csv").write_text("\n".join(rows), encoding="utf-8")
    return localgoals(folder, "tools", "run", tool, "given", "-o", "out")


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "out" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_fault_of_readiness_is_named_at_once(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "project-readiness",
        answers=["project,item,answer", "a,cif-plan,yes", "a,cif-plam,yes"],
        own_items=["item,fund,title,kind", "cif-plan,B,A plan,gate"],
        choices=["project,chosen", "b,yes"],
    )

    assert done.returncode == 1
    for said in ("answers.csv, row 3, column item", "own_items.csv, row 2, column item",
                 "choices.csv, row 2, column project"):  # fmt: skip
        assert said in done.stderr, said
    assert not (tmp_path / "out").exists()


def test_a_fund_of_ones_own_stands_beside_those_that_are_shipped(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "project-readiness",
        answers=["project,item,answer", "a,b-plan,partly", "a,b-law,yes", "a,b-money,"],
        own_items=["item,fund,title,kind,weight,stage", "b-law,Bank,A law,gate,,",
                   "b-plan,Bank,A plan,item,3,development", "b-money,Bank,Money,item,,"],
        choices=["project,chosen,why", "a,yes,=we want it"],
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    (one,) = rows(tmp_path, "readiness")
    assert (one["fund"], one["gates"], one["chosen"]) == ("Bank", "yes", "1.0")
    assert (float(one["score_least"]), float(one["score_most"])) == (37.5, 62.5)
    assert (one["stage_earliest"], one["first_step"]) == ("development", "b-money")
    page = (tmp_path / "out" / "zh" / "report.html").read_text(encoding="utf-8")
    assert "a通过了Bank的全部1项门槛。" in page
