"""`localgoals tools run portfolio`: faults of its tables, limits that clash, and what it gives."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from front_door import Done, digests
from tool_runs import rows, run_tables

from localgoals.cli.exits import Exit

HEADS = {
    "projects": "project,value,sector,district,earliest,latest,fixed",
    "costs": "project,year_of_life,cost",
    "budgets": "year,amount,carries_over",
    "sectors": "sector,least_percent,least_amount",
    "districts": "district,population,least_per_head,most_percent",
    "dependencies": "project,needs,years_after",
    "exclusions": "set,project",
    "settings": "gap_percent,seconds,discount_percent,explained",
    "choices": "project,chosen,why",
}
THREE = {
    "projects": ["Mains,5,Water,,,,", "Buses,4,Transport,,,,", "Lamps,3,Energy,,,,"],
    "costs": ["Mains,0,6", "Buses,0,5", "Lamps,0,4"],
    "budgets": ["2026,10,no"],
}


def run(folder: Path, **changed: list[str]) -> Done:
    tables = {name: [HEADS[name], *lines] for name, lines in (THREE | changed).items()}
    return run_tables(folder, "portfolio", **tables)


def chosen(folder: Path) -> set[str]:
    return {one["project"] for one in rows(folder, "portfolio") if one["chosen"] == "1"}


def said(folder: Path, about: str) -> str:
    return " ".join(one["reason_en"] for one in rows(folder, "reasons") if one["about"] == about)


def test_the_best_of_three_is_chosen_and_says_what_it_displaces(tmp_path: Path) -> None:
    done = run(tmp_path)

    assert done.returncode == 0, done.stderr
    assert chosen(tmp_path) == {"Mains", "Lamps"}
    assert "With it the portfolio is worth 1.0 less" in said(tmp_path, "Buses")
    assert "It would push out: Lamps." not in said(tmp_path, "Mains")
    assert "It would push out: Mains." in said(tmp_path, "Buses")
    # At a cost of 4 it goes with Mains: worth 9, more than 8.
    assert "It comes in once its cost falls by 20%." in said(tmp_path, "Buses")
    swap = [one for one in rows(tmp_path, "reasons") if one["rule"] == "swap"]
    assert all(json.loads(one["inputs"]) for one in swap)
    assert all(one["reason_zh"] != one["reason_en"] for one in swap)


def test_what_is_not_known_is_never_taken_for_nothing(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        projects=["Mains,,Water,,,,", "Buses,4,Transport,,,,", "Lamps,3,Energy,,,,", "Park,9,,,,,"],
        costs=["Mains,0,6", "Buses,0,5", "Lamps,0,4", "Lamps,1,"],
    )

    assert done.returncode == 0, done.stderr
    assert chosen(tmp_path) == {"Buses"}
    assert "its value is not known" in said(tmp_path, "Mains")
    assert "a cost of it is not known" in said(tmp_path, "Lamps")
    assert "a cost of it is not known" in said(tmp_path, "Park")


def test_limits_that_clash_are_named_with_their_places_and_no_others(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        projects=["Mains,5,Water,,,,must", "Buses,4,Transport,,,,must", "Lamps,3,Energy,,,,"],
        sectors=["Energy,5,"],
        exclusions=["Either,Mains", "Either,Lamps"],
    )

    assert done.returncode == 1
    assert done.stderr.count("cannot be kept together with the other limits") == 2 + 1
    assert "budgets.csv, row 2, column amount\n   found: the budget of 10 in 2026" in done.stderr
    assert "that Mains must be chosen" in done.stderr
    assert "that Buses must be chosen" in done.stderr
    assert "Either" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_every_fault_of_all_tables_is_named_at_once(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        projects=[
            "Mains,5,Water,,2028,2027,",
            "Buses,,Transport,West,,,must",
            "Lamps,3,Energy,,,,",
        ],
        costs=["Mains,0,6", "Buses,0,5", "Lamps,2,4", "Lamps,0.5,4", "Trams,0,1"],
        budgets=["2026,10,no", "2029,10,no"],
        sectors=["Water,70,", "Energy,40,", "Health,1,"],
        districts=["West,,10,"],
        dependencies=["Mains,Mains,", "Mains,Lamps,0.5"],
        settings=["1,30,0,5", "2,30,0,5"],
    )

    assert done.returncode == 1
    for words in (
        "projects.csv, row 2, column earliest\n   found: 2028",
        "costs.csv, row 6, column project\n   found: Trams",
        "costs.csv, row 5, column year_of_life\n   found: 0.5",
        "1 years of life before the last one that have no row (1)",
        "2 years between the first and the last that have no row (2027, 2028)",
        "Health", "least shares of 111% together", "and no population",
        "Mains, which is the project of its own row", "column years_after\n   found: 0.5", "2 rows",
    ):  # fmt: skip
        assert words in done.stderr, words


def test_a_project_that_must_be_chosen_and_cannot_be_is_a_fault(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        projects=["Mains,5,,,2030,2031,must", "Buses,,,,,,must", "Lamps,3,,,,,"],
    )

    assert done.returncode == 1
    assert "of a project that can begin in no year" in done.stderr
    assert "of a project whose value or cost is not known" in done.stderr


def test_what_people_chose_stands_beside_the_proposal_with_what_it_loses(tmp_path: Path) -> None:
    done = run(tmp_path, choices=["Buses,yes,Promised", "Mains,no,"])

    assert done.returncode == 0, done.stderr
    assert chosen(tmp_path) == {"Mains", "Lamps"}
    (row,) = [one for one in rows(tmp_path, "portfolio") if one["project"] == "Buses"]
    assert (row["chosen_by_people"], row["why"]) == ("1.0", "Promised")
    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert "keeps to what people chose is worth 7.0, 1.0 less than the proposal" in page


def test_what_people_chose_beyond_the_limits_names_the_limit(tmp_path: Path) -> None:
    done = run(tmp_path, choices=["Buses,yes,", "Mains,yes,"])

    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert "these limits cannot all be kept: the budget of 10 in 2026" in page


def test_when_nothing_can_be_chosen_the_page_says_so_of_each(tmp_path: Path) -> None:
    done = run(tmp_path, projects=["Mains,,,,,,", "Buses,,,,,,", "Lamps,,,,,,"])

    assert done.returncode == 0, done.stderr
    assert chosen(tmp_path) == set()
    assert len(rows(tmp_path, "reasons")) == 3


def test_percentages_below_one_are_asked_about_and_a_small_gap_is_not(tmp_path: Path) -> None:
    projects = ["Mains,5,Water,,,,", "Buses,4,Transport,,,,"]
    asked = run(
        tmp_path, projects=projects, settings=["0.01,30,0.08,0"], sectors=["Water,0.3,"],
        costs=["Mains,0,6", "Buses,0,5"],
    )  # fmt: skip

    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert asked.returncode == 0, asked.stderr
    assert "settings, discount_percent 0.08" in page
    assert "Water, least_percent 0.3" in page
    assert "gap_percent 0.01" not in page


def test_a_budget_of_nothing_leaves_a_project_without_cost(tmp_path: Path) -> None:
    done = run(tmp_path, budgets=["2026,0,no"], costs=["Mains,0,6", "Buses,0,0", "Lamps,0,4"])

    assert done.returncode == 0, done.stderr
    assert chosen(tmp_path) == {"Buses"}


def test_value_is_held_against_fairness_where_the_people_of_all_districts_are_known(
    tmp_path: Path,
) -> None:
    """East has 60 of 100 people; only Buses, of East, cost 5: with Mains, of West, that is 11."""
    done = run(
        tmp_path,
        projects=["Mains,5,,West,,,", "Buses,4,,East,,,", "Lamps,3,,West,,,"],
        districts=["West,40,,", "East,60,,"],
    )

    assert done.returncode == 0, done.stderr
    line = {float(one["least_part_percent"]): one["value"] for one in rows(tmp_path, "fairness")}
    # West alone is worth 8; Buses with Lamps 7, where East gets 5 of 9 and West 4, which is 93 %
    # of what East is owed and 111 % of what West is.
    assert line == {0: "8.0", 20: "7.0", 40: "7.0", 60: "7.0", 80: "7.0", 90: "7.0"}
    for language, words in (
        ("en", "Value and fairness between districts"),
        ("zh", "价值与各区公平"),
    ):
        assert words in (tmp_path / "out" / language / "report.html").read_text("utf-8")


def test_without_the_people_of_a_district_nothing_is_said_of_fairness(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        projects=["Mains,5,,West,,,", "Buses,4,,East,,,", "Lamps,3,,West,,,"],
        districts=["West,40,,", "East,,,50"],
    )

    assert done.returncode == 0, done.stderr
    assert rows(tmp_path, "fairness") == []
    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert "Value and fairness" not in page


def test_half_a_project_cannot_be_explained(tmp_path: Path) -> None:
    done = run(tmp_path, settings=["1,30,0,1.5"])

    assert done.returncode == 1
    assert "settings.csv, row 2, column explained\n   found: 1.5" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_the_last_result_stays_whole_when_somebody_stops_the_next(tmp_path: Path) -> None:
    assert run(tmp_path).returncode == 0
    before = digests(tmp_path)

    command = Path(sys.executable).with_name("localgoals")
    words = ["tools", "run", "portfolio", "given", "-o", "out"]
    with subprocess.Popen(
        [command, *words], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # A shell that runs the tests in the background has its children ignore the signal.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as running:  # fmt: skip
        while not list(tmp_path.glob(".out.*")):
            assert running.poll() is None
            time.sleep(0.005)
        running.send_signal(signal.SIGINT)
        printed, _ = running.communicate(timeout=60)

    assert (running.returncode, printed) == (Exit.INTERRUPTED, b"")
    assert digests(tmp_path) == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["given", "out"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_a_terminal_shows_how_far_the_choosing_is(tmp_path: Path) -> None:
    import pty

    assert run(tmp_path).stderr == ""
    ours, theirs = pty.openpty()
    command = Path(sys.executable).with_name("localgoals")
    words = ["tools", "run", "portfolio", "given", "-o", "out"]
    seen = {"TERM": "xterm", "COLUMNS": "160", "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    done = subprocess.Popen(
        [command, *words], cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs,
        env=os.environ | seen,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    # Where its other end is closed, a terminal of Linux is an error to read.
    with suppress(OSError):
        while piece := os.read(ours, 65536):
            shown += piece
    os.close(ours)
    said = done.communicate()[0].decode()

    assert done.returncode == 0
    for words in ("Choosing the portfolio", "Choosing anew at other budgets", "Turning projects"):
        assert words in shown.decode()
    assert [line.split(":")[0] for line in said.splitlines()] == ["Page", "Page"]
