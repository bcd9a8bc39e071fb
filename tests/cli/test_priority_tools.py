"""`localgoals tools run interlinkages | priorities`: faults of their tables, and what they give."""

from __future__ import annotations

import json
from pathlib import Path

from front_door import localgoals
from tool_runs import rows
from tool_runs import run_tables as run

CRITERIA = "criterion,better,weight,least,most"


def test_every_fault_of_the_criteria_and_values_is_named_at_once(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "priorities",
        criteria=[CRITERIA, "gap,higher,0,5,1", "cost,lower,0,,", "voice,more,1,,"],
        values=["option,criterion,value", "a,gap,1", "a,price,2"],
        choices=["option,chosen", "b,maybe"],
    )
    assert done.returncode == 1
    for said in ("row 4, column better", "row 2, column chosen"):
        assert said in done.stderr, said

    (tmp_path / "given" / "choices.csv").write_text("option,chosen\nb,yes\n")
    (tmp_path / "given" / "criteria.csv").write_text(
        f"{CRITERIA}\ngap,higher,0,5,1\ncost,lower,0,,\n"
    )
    done = localgoals(tmp_path, "tools", "run", "priorities", "given", "-o", "out")
    for said in ("no weight above 0", "more than least", "found: price", "cost, which has no value",
                 "choices.csv, row 2, column option"):  # fmt: skip
        assert said in done.stderr, said
    assert not (tmp_path / "out").exists()


def test_what_people_chose_stands_beside_what_was_proposed(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "priorities",
        criteria=[CRITERIA, "gap,higher,3,0,10", "years,lower,1,0,10"],
        values=["option,criterion,value", "a,gap,8", "a,years,5", "b,gap,2", "b,years,0"],
        choices=["option,chosen,why", "b,yes,we can do it now"],
    )

    assert done.returncode == 0, done.stderr
    first, second = rows(tmp_path, "priorities")
    assert (first["option"], float(first["points"])) == ("a", 72.5)
    assert (second["option"], float(second["points"])) == ("b", 40.0)
    assert second["why"] == "we can do it now"
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "we can do it now" in page
    (reason,) = [one for one in rows(tmp_path, "reasons") if one["about"] == "a"]
    assert "gap gives 60.0 of 75.0 points" in reason["reason_en"]


def test_a_product_needs_no_ends_of_scales_and_is_blank_where_a_value_is_nothing(
    tmp_path: Path,
) -> None:
    run(
        tmp_path,
        "priorities",
        criteria=[CRITERIA, "gap,higher,1,,", "cost,lower,1,,"],
        values=["option,criterion,value", "a,gap,8", "a,cost,2", "b,gap,8", "b,cost,8",
                "c,gap,0", "c,cost,1"],
    )  # fmt: skip

    found = {one["option"]: one["product"] for one in rows(tmp_path, "priorities")}
    assert (float(found["a"]), round(float(found["b"]), 9), found["c"]) == (1.0, 0.5, "")


def test_an_unknown_value_gives_a_range_of_places_and_says_what_hangs_on_it(
    tmp_path: Path,
) -> None:
    run(
        tmp_path,
        "priorities",
        criteria=[CRITERIA, "gap,higher,1,0,10", "voice,higher,1,0,10"],
        values=["option,criterion,value", "a,gap,8", "b,gap,4", "b,voice,5"],
    )

    found = {one["option"]: one for one in rows(tmp_path, "priorities")}
    assert (found["a"]["place_best"], found["a"]["place_worst"]) == ("1", "2")
    assert found["a"]["points"] == ""
    assert (found["a"]["points_least"], found["a"]["points_most"]) == ("40.0", "90.0")
    (unknown,) = [one for one in rows(tmp_path, "reasons") if one["rule"] == "unknown"]
    assert json.loads(unknown["inputs"])["criterion"] == "voice"


def test_a_goal_upon_itself_and_a_goal_without_a_name_are_refused(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "interlinkages",
        interactions=["from,to,score", "1,1,2", "1,9,1", "1,2,4"],
        goals=["goal,title", "1,Poverty", "2,Hunger"],
    )
    assert done.returncode == 1
    assert "between -3 and 3" in done.stderr

    (tmp_path / "given" / "interactions.csv").write_text("from,to,score\n1,1,2\n1,9,1\n1,2,3\n")
    done = localgoals(tmp_path, "tools", "run", "interlinkages", "given", "-o", "out")
    assert "the goal of its own row" in done.stderr
    assert "row 3, column to" in done.stderr


def test_judgements_alone_are_enough_and_missing_ones_are_counted(tmp_path: Path) -> None:
    rows_given = ["from,to,score", "1,2,3", "2,1,-1", "1,3,0"]
    done = run(tmp_path, "interlinkages", interactions=rows_given)

    assert done.returncode == 0, done.stderr
    found = {one["goal"]: one for one in rows(tmp_path, "influence")}
    assert (found["1"]["given"], found["1"]["second"]) == ("3.0", "1.5")
    assert (found["2"]["second"], found["3"]["unjudged"]) == ("-2.5", "3")


def test_the_page_says_what_becomes_of_pairs_that_nobody_has_judged(tmp_path: Path) -> None:
    lines = ["from,to,score", "a,b,2", "b,a,"]
    told = "Nobody has judged 1 of 2 pairs."

    assert run(tmp_path, "interlinkages", interactions=lines).returncode == 0
    assert told in (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")

    (tmp_path / "given" / "interactions.csv").write_text("from,to,score\na,b,2\nb,a,0\n")
    localgoals(tmp_path, "tools", "run", "interlinkages", "given", "-o", "whole")
    page = (tmp_path / "whole" / "en" / "report.html").read_text(encoding="utf-8")
    assert "Nobody has judged" not in page
