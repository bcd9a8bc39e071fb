"""`localgoals tools run project-readiness | funder-matching`: faults of tables, and results."""

from __future__ import annotations

from pathlib import Path

from front_door import localgoals
from tool_runs import rows
from tool_runs import run_tables as run


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


RULES = "fund,attribute,operator,value,unit,kind,confirmed,source"


def test_every_fault_of_matching_is_named_at_once(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "funder-matching",
        instruments=["fund", "A", "B"],
        rules=[RULES, "A,size,at-least,much,USD,,,", "A,stage,at-most,later,,,,",
               "A,sector,in,,,,,",
               "A,urban,yes,maybe,,,,", "C,urban,yes,,,,,", "A,领域,in,energy,,,,"],
        facts=["project,attribute,value", "p,size,large", "p,stage,soon", "p,urban,perhaps",
               "p,sector,x", "p,领域,y"],
        rates=["from,to,rate", "USD,EUR,0"],
        choices=["project,fund,chosen", "q,A,yes", "p,D,no"],
    )  # fmt: skip
    assert done.returncode == 1
    assert "rates.csv, row 2, column rate" in done.stderr
    (tmp_path / "given" / "rates.csv").unlink()

    done = localgoals(tmp_path, "tools", "run", "funder-matching", "given", "-o", "out")
    for said in (
        "rules.csv, row 2, column value", "rules.csv, row 3, column value",
        "rules.csv, row 4, column value", "rules.csv, row 5, column value",
        "rules.csv, row 6, column fund", "rules.csv, row 7, column attribute",
        "instruments.csv, row 3, column fund", "facts.csv, row 2, column value",
        "facts.csv, row 3, column value", "facts.csv, row 4, column value",
        "facts.csv, row 6, column attribute", "choices.csv, row 2, column project",
        "choices.csv, row 3, column fund",
    ):  # fmt: skip
        assert said in done.stderr, said
    assert not (tmp_path / "out").exists()


def test_titles_stand_for_codes_and_rates_turn_money(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "funder-matching",
        instruments=["fund", "A", "B"],
        rules=[RULES, "A,领域,属于其中之一,能源；交通与出行,,,,", "A,size,at-least,20,USD,,,",
               "A,准备阶段,at-least,feasibility,,,,", "B,size,at-most,20,USD,,,"],
        facts=["project,attribute,value,unit", "p,sector,Transport and mobility,",
               "p,size,18,eur", "p,stage,开发,", "q,size,18,CNY"],
        rates=["from,to,rate", "USD,EUR,0.8"],
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    found = {(one["project"], one["fund"]): one for one in rows(tmp_path, "matches")}
    assert found["p", "A"]["eligible"] == "yes"
    assert found["p", "B"]["eligible"] == "no"
    assert found["q", "B"]["eligible"] == "unknown"
    helped = {(one["project"], one["fund"]): one for one in rows(tmp_path, "what_would_help")}
    assert float(helped["p", "B"]["gap"]) == 2.5
    assert "No exchange rate leads from CNY to USD" in helped["q", "B"]["change_en"]
    page = (tmp_path / "out" / "zh" / "report.html").read_text(encoding="utf-8")
    assert "p满足A的全部3条规则。" in page
