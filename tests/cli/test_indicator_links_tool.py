"""`localgoals tools run indicator-links`: what it compares, what it leaves out, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

from front_door import localgoals
from tool_runs import rows
from tool_runs import run_tables as run

HEAD = "indicator,series,year,value"


def lines(code: str, values: str, series: str = "") -> list[str]:
    """Give a series from 2015 on; `-` is a year that is not known."""
    return [
        f"{code},{series},{2015 + at},{'' if value == '-' else value}"
        for at, value in enumerate(values.split())
    ]


def test_pairs_go_together_apart_or_neither_by_the_direction_that_is_wanted(
    tmp_path: Path,
) -> None:
    done = run(
        tmp_path,
        "indicator-links",
        figures=[HEAD, *lines("1.2.1", "9 8 7 6 5"), *lines("6.1.1", "50 60 70 80 90"),
                 *lines("13.2.2", "3 4 5 6 7"), *lines("8.5.2", "5 9 2 8 4")],
        indicators=["indicator,better", "1.2.1,lower", "6.1.1,higher", "13.2.2,lower",
                    "8.5.2,lower"],
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    found = {(one["first"], one["second"]): one for one in rows(tmp_path, "pairs")}
    assert found["1.2.1", "6.1.1"]["link"] == "synergy"
    assert found["1.2.1", "13.2.2"]["link"] == "trade_off"
    assert float(found["6.1.1", "13.2.2"]["rho"]) == -1
    assert found["1.2.1", "8.5.2"]["link"] == "neither"
    goal = next(one for one in rows(tmp_path, "goals") if one["goal"] == "13")
    assert (goal["compared"], goal["synergies"], goal["trade_offs"]) == ("3", "0", "2")
    (reason,) = [one for one in rows(tmp_path, "reasons") if one["about"] == "1.2.1 – 13.2.2"]
    assert (reason["rule"], float(reason["weight"])) == ("trade_off", -1)
    assert json.loads(reason["inputs"])["years"] == 5
    for language, said in (("en", "A correlation is no cause"), ("zh", "相关不等于因果")):
        assert said in (tmp_path / "out" / language / "report.html").read_text(encoding="utf-8")


def test_what_was_not_compared_says_why(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "indicator-links",
        figures=[HEAD, *lines("1.2.1", "9 8 7 6 5 4"), *lines("6.1.1", "- - 70 80 90 91"),
                 *lines("16.7.1", "3 3 3 3 3 3"), *lines("area", "1 2 3 4 5 6"),
                 *lines("11.6.2", "9 8 8 7 5 6", "a"), *lines("11.6.2", "8 7 6 6 5 3", "b")],
        indicators=["indicator,goal,better", "1.2.1,,lower", "6.1.1,,higher", "16.7.1,,higher",
                    "area,land,neither", "11.6.2,,lower"],
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    found = {(one["first"], one["second"]): one for one in rows(tmp_path, "pairs")}
    assert found["1.2.1", "6.1.1"]["why_not"] == "few_years"
    assert found["1.2.1", "16.7.1"]["why_not"] == "same_value"
    assert found["1.2.1", "area"]["why_not"] == "no_direction"
    assert found["1.2.1", "area"]["rho"] == ""
    assert ("11.6.2 a", "11.6.2 b") not in found
    why = {one["name"]: one["why_not"] for one in rows(tmp_path, "series")}
    assert why == {"1.2.1": "", "11.6.2 a": "", "11.6.2 b": "", "6.1.1": "few_years",
                   "16.7.1": "same_value", "area": "no_direction"}  # fmt: skip


def test_own_limits_take_the_place_of_those_that_are_not_confirmed(tmp_path: Path) -> None:
    figures = [HEAD, *lines("1.2.1", "9 8 7 6"), *lines("6.1.1", "50 70 60 80")]
    directions = ["indicator,better", "1.2.1,lower", "6.1.1,higher"]
    run(tmp_path, "indicator-links", figures=figures, indicators=directions)
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "they are not confirmed" in page
    assert "No pair could be compared" in page

    (tmp_path / "given" / "settings.csv").write_text("cut_off,least_years\n0.8,4\n")
    (tmp_path / "out").rename(tmp_path / "before")
    done = localgoals(tmp_path, "tools", "run", "indicator-links", "given", "-o", "out")

    assert done.returncode == 0, done.stderr
    (pair,) = rows(tmp_path, "pairs")
    # Exactly the cut-off is neither.
    assert (float(pair["rho"]), pair["link"]) == (0.8, "neither")
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "they are not confirmed" not in page


def test_every_fault_beyond_the_cells_is_named_at_once(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "indicator-links",
        figures=[HEAD, *lines("people", "9 8 7")],
        indicators=["indicator,better", "jobs,higher"],
        settings=["cut_off,least_years", "0.5,3.5"],
    )

    assert done.returncode == 1
    for said in ("people, whose goal is not known", "indicators.csv, row 2, column indicator",
                 "3.5", "a whole number of years", "figures of 1 indicators"):  # fmt: skip
        assert said in done.stderr, said
    assert not (tmp_path / "out").exists()


def test_a_year_twice_a_strange_direction_and_a_cut_off_above_one_are_refused(
    tmp_path: Path,
) -> None:
    done = run(
        tmp_path,
        "indicator-links",
        figures=["indicator,year,value", "1.2.1,2015,1", "1.2.1,2015,2", "6.1.1,soon,3"],
        indicators=["indicator,better", "1.2.1,down"],
        settings=["cut_off,least_years", "1.5,2"],
    )

    assert done.returncode == 1
    for said in ("another row has too", "soon", "higher, lower, neither", "between 0 and 0.99",
                 "between 3 and 100"):  # fmt: skip
        assert said in done.stderr, said


def test_settings_have_one_row(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "indicator-links",
        figures=[HEAD, *lines("1.2.1", "9 8 7 6 5"), *lines("6.1.1", "50 60 70 80 90")],
        settings=["cut_off,least_years", "0.5,5", "0.7,5"],
    )

    assert done.returncode == 1
    assert "found: 2 rows" in done.stderr
    assert not (tmp_path / "out").exists()
