"""Every fault of a table of statistics, met in real files, named alone and said in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from localgoals.catalogue.language import say
from localgoals.ingest.pack import Resource
from localgoals.ingest.statistics import read_statistics
from localgoals.ingest.statistics_faults import STATISTICS_FAULTS
from localgoals.model.problem import Problem

HEADER = "series,area,period,group,value\n"


def rows(*lines: str) -> str:
    return HEADER + "".join(f"{line}\n" for line in lines)


def years(value: str, *, series: str = "people") -> list[str]:
    return [f"{series},X,{year},,{value}" for year in range(2010, 2014)]


# What stands there, and what is named because of it. In all of them X is the city.
CASES: dict[str, str] = {
    "number-ambiguous": rows('people,X,2019,,"1,234"'),
    "number-other-mark": rows('people,X,2019,,"1.234,5"'),
    "number-grouping": rows("people,X,2019,,12 34"),
    "number-percent-mixed": rows("a [%],X,2019,,12%", "a [%],X,2020,,13"),
    "number-is-date": rows("people,X,2019,,2020-01-02"),
    "period-is-date": rows("people,X,43831,,5", "people,X,2021-03-04,,5"),
    "statistics-placeholder": rows(
        "c,X,2019,,999", "c,Y,2019,,999", "c,Z,2019,,312", "a,X,2019,,-99",
        "a,X,2020,,5", "b,X,2019,,99999", "b,Y,2019,,12",
    ),
    "statistics-placeholder-word": rows("people,X,2019,,待填", "people,X,2020,,n/a"),
    "statistics-all-zero": rows("people,X,2019,,0", "people,X,2020,,0", "people,X,2021,,0"),
    "statistics-copied-down": rows(*years("731")),
    "statistics-jump": rows("people,X,2019,,510", "people,X,2020,,5100"),
    "statistics-serial-date": rows("a,X,2019,,5.1", "a,X,2020,,43831"),
    "statistics-percent-as-share": rows(
        "a [Percent],X,2019,,.5", "a [Percent],X,2020,,.6", "a [Percent],X,2021,,.7"
    ),
    "statistics-above-100": rows("使用率（%）,X,2019,,101", "使用率（%）,X,2020,,99"),
    "statistics-total-below-parts": rows(
        "people,X,2019,,99", "people,X,2019,sex=female,50", "people,X,2019,sex=male,51"
    ),
    "statistics-parts-short": rows(
        "people,X,2019,,100", "people,Y,2019,,30", "people,Z,2019,,40"
    ),
    "statistics-text-garbled": rows("a,BogotÃ¡,2019,,5"),
}  # fmt: skip

# What only seems to be odd.
SOUND: dict[str, str] = {
    "999 among its like": rows("a,X,2019,,999", "a,Y,2019,,1003", "a,Z,2019,,998"),
    "one 999 that is not far from the next": rows("a,X,2019,,999", "a,Y,2019,,700"),
    "-9 among other negative numbers": rows("a,X,2019,,-9", "a,Y,2019,,-7"),
    "a value three times": rows(*years("731")[:3]),
    "0 and 100 for years": rows(*years("100", series="a"), "b,X,2019,,0", "b,X,2020,,0"),
    "a growth above 100 %": rows("a [% change],X,2019,,140"),
    "parts that are rounded": rows(
        "people,X,2019,,1000", "people,X,2019,sex=f,500.4", "people,X,2019,sex=m,499.5"
    ),
    "one part of a total": rows("people,X,2019,,100", "people,X,2019,sex=female,51"),
    "percentages by group": rows("a [%],X,2019,,50", "a [%],X,2019,s=f,40", "a [%],X,2019,s=m,60"),
    "money of the parts": rows(
        "local_revenue,X,2019,,10", "local_revenue,Y,2019,,30", "local_revenue,Z,2019,,10"
    ),
    "a division without all its districts": rows("people,X,2019,,100", "people,Y,2019,,60"),
    "an accent of its own": rows("a,Bogotá,2019,,5", "a,Århus,2019,,5"),
}


def problems_of(folder: Path, text: str) -> list[Problem]:
    path = folder / "facts.csv"
    path.write_text(text, encoding="utf-8")
    resource = Resource("facts", "statistics", (path,), "csv", "f" * 64)
    return read_statistics([resource], city="X", divisions=[["Y", "Z"]])[1]


@pytest.mark.parametrize("kind", CASES)
def test_the_fault_is_named_alone_and_can_be_said(kind: str, tmp_path: Path) -> None:
    found = problems_of(tmp_path, CASES[kind])

    assert {one.kind for one in found} == {kind}
    assert all(say(one.sentence, "zh") != say(one.sentence, "en") for one in found)


def test_every_kind_has_a_case() -> None:
    others = ("opensdg-", "wide-", "city-", "indicator-")

    assert {kind for kind in STATISTICS_FAULTS if not kind.startswith(others)} == set(CASES)


@pytest.mark.parametrize("what", SOUND)
def test_what_only_seems_odd_is_let_be(what: str, tmp_path: Path) -> None:
    assert problems_of(tmp_path, SOUND[what]) == []


def test_a_warning_names_the_row_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(rows("people,X,2019,,5", "", "people,X,2020,,999"), encoding="utf-8")

    read, problems = read_statistics([Resource("f", "statistics", (path,), "csv", "")])

    assert [one.where for one in problems] == ["f (facts.csv), row 4"]
    assert read is not None
    assert read.table["value"].tolist() == [5, 999]


def test_parts_of_parts_are_added_to_their_own_whole(tmp_path: Path) -> None:
    text = rows(
        "people,X,2019,,100", "people,X,2019,sex=f,60", "people,X,2019,sex=m,40",
        "people,X,2019,age=old;sex=f,10", "people,X,2019,age=young;sex=f,55",
    )  # fmt: skip

    found = problems_of(tmp_path, text)

    assert [one.kind for one in found] == ["statistics-total-below-parts"]
    assert found[0].found.values["whole"] == "60"
    assert found[0].found.values["dimension"] == "age"


def test_a_list_of_warnings_ends_with_the_number_of_the_others(tmp_path: Path) -> None:
    lines = [f"s{n},X,{year},,{year % 2 * 99 + 1}" for n in range(201) for year in (2018, 2019)]

    found = problems_of(tmp_path, rows(*lines))

    assert [one.kind for one in found] == ["statistics-jump"] * 200 + ["and-more"]
    assert found[-1].found.values["count"] == 1


def test_figures_near_the_largest_number_are_compared_like_all_others(tmp_path: Path) -> None:
    large = rows("people,X,2019,,1.7e+308", "people,X,2020,,1.6e+308", "people,X,2021,,1.5e+307")

    assert [one.kind for one in problems_of(tmp_path, large)] == ["statistics-jump"]
