"""What a report says: its sections, the reasons for gaps, and what stands where nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from localgoals.model.period import Period
from localgoals.reports.blocks import Report
from localgoals.reports.content import report_of
from localgoals.reports.maps import atlas_of
from localgoals.reports.pages import Page, page_of
from localgoals.reports.result import BaselineResult


def told(result: BaselineResult, language: Any = "en") -> Page:
    atlas = atlas_of(result.city)
    return page_of(report_of(result, atlas), atlas, language)


def part(page: Page, anchor: str) -> Page:
    return next(
        one for one in everything(page) if one.get("anchor") == anchor and one["kind"] == "part"
    )


def everything(value: Any) -> Iterator[Page]:
    if isinstance(value, dict):
        if "kind" in value:
            yield value
        for one in value.values():
            yield from everything(one)
    elif isinstance(value, list):
        for one in value:
            yield from everything(one)


def words_in(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(words_in(one) for key, one in value.items() if key != "svg")
    if isinstance(value, list):
        return " ".join(map(words_in, value))
    return value if isinstance(value, str) else ""


@pytest.fixture(scope="module")
def english(town: BaselineResult) -> Page:
    return told(town)


def test_the_sections_stand_in_the_order_that_the_text_refers_to(english: Page) -> None:
    assert [one["anchor"] for one in english["parts"]] == [
        "summary", "standing", "indicators", "maps",
        "attention", "left-behind", "missing", "method",
    ]  # fmt: skip


def test_the_report_itself_has_no_language(town: BaselineResult) -> None:
    atlas = atlas_of(town.city)

    report = report_of(town, atlas)

    assert isinstance(report, Report)
    assert page_of(report, atlas, "en")["title"] != page_of(report, atlas, "zh")["title"]


def test_an_indicator_shows_figure_status_target_source_method_and_quality(english: Page) -> None:
    head = part(english, "i-11-2-1")["blocks"][0]
    said = words_in(part(english, "i-11-2-1"))

    assert (head["figure"], head["rating"]) == ("62.5", "orange")
    assert "Target for 2030: 100% of people" in said
    for expected in ("People, Stops", "straight-line distance", "4 of 5", "Rail-class stops only."):
        assert expected in said


def test_a_trend_needs_two_periods(english: Page) -> None:
    charts = [one["anchor"] for one in everything(english) if one["kind"] == "chart"]

    assert "i-11-2-1-trend" in charts
    assert "i-3-4-p1-trend" not in charts


def test_every_picture_of_figures_has_its_table(english: Page) -> None:
    plates = [one for one in everything(english["parts"][2:5]) if one["kind"] == "plate"]

    assert len(plates) >= 5
    assert [one["picture"]["anchor"] for one in plates if one["table"] is None] == []
    assert [one["picture"]["anchor"] for one in plates if not one["picture"]["alt"]] == []


def test_the_district_in_most_need_comes_first_with_its_reasons(english: Page) -> None:
    rows = next(one for one in everything(part(english, "attention-2")) if one["kind"] == "table")[
        "rows"
    ]

    assert rows[0][0]["words"] == "1. <b>"
    reason = rows[0][3]["lines"][0]
    assert reason["words"] == "People with convenient access to public transport"
    assert "60.0% of people, where 100% of people is to be reached" in reason["note"]
    assert "400 persons" in reason["note"]


def test_groups_that_are_worse_off_are_listed_widest_gap_first(english: Page) -> None:
    table = next(one for one in everything(part(english, "left-behind")) if one["kind"] == "table")

    assert [row[0]["words"] for row in table["rows"]] == [
        "Income: low income",
        "Sex: women and girls",
    ]
    assert table["rows"][0][4]["words"] == "22.0 points"


def test_a_gap_says_why_and_what_would_fill_it(english: Page) -> None:
    said = words_in(part(english, "missing-figures"))

    assert "3.3-P1 Green area per person" in said
    assert "the pack has no Green areas" in said
    assert "Add a resource with the role green" in said


def test_districts_without_a_figure_are_counted_by_reason(english: Page) -> None:
    table = next(
        one for one in everything(part(english, "missing-districts")) if one["kind"] == "table"
    )

    assert [(row[1]["words"], row[2]["words"]) for row in table["rows"]] == [
        ("1", "nobody lives in this area according to the population layer")
    ]


def test_problems_stand_with_what_to_do(english: Page) -> None:
    said = words_in(part(english, "problems"))

    for expected in (
        "stops.csv, row 7",
        "a stop at sea",
        "a stop near the city",
        "Check it.",
        "warning",
    ):
        assert expected in said


def test_the_annex_names_every_file_with_its_fingerprint_and_licence(english: Page) -> None:
    said = words_in(part(english, "sources"))

    for expected in ("CC BY 4.0", "p" * 64, "s" * 64, "not stated", "estimated from other figures"):
        assert expected in said


def test_a_town_without_areas_groups_and_files_says_so(bare_town: BaselineResult) -> None:
    page = told(bare_town)

    assert "No map can be drawn" in words_in(part(page, "maps"))
    assert "No district can be named" in words_in(part(page, "attention"))
    assert "no figures by group" in words_in(part(page, "left-behind"))
    assert "None: every file could be read" in words_in(part(page, "problems"))
    assert "The pack names no files." in words_in(part(page, "sources"))


def test_a_town_without_any_figure_still_has_a_report(bare_town: BaselineResult) -> None:
    unasked = tuple(replace(one, observation=None) for one in bare_town.standings)

    page = told(replace(bare_town, observations=(), standings=unasked))

    assert "answer 0 of the" in words_in(part(page, "summary"))
    missing = part(page, "missing-figures")
    tables = [one for one in missing["blocks"] if one["kind"] == "table"]
    layers = [one.indicator for one in unasked if not one.indicator.statistics]
    counted = [one.indicator for one in unasked if one.indicator.statistics]
    assert len(tables[0]["rows"]) == len({one.needs for one in layers})
    assert len(tables[-1]["rows"]) == len({one.goal for one in counted})
    assert all(f"{one.code}: " in words_in(missing) for one in counted)


def test_links_lead_to_parts_that_exist(english: Page) -> None:
    there = {one["anchor"] for one in everything(english) if one["kind"] == "part"}

    led = {one["anchor"] for one in everything(english) if one["kind"] in {"cell", "keyfigure"}}

    assert led - there == {""}


def test_labels_name_the_coarse_districts_and_mark_the_first_places(english: Page) -> None:
    maps = {one["anchor"]: one for one in everything(english) if one["kind"] == "map"}

    assert [one["words"] for one in maps["map-i-11-2-1"]["labels"]] == ["West", "East"]
    assert [one["words"] for one in maps["map-attention-2"]["labels"]] == ["1", "2"]


def test_the_legend_counts_the_districts_of_each_class(english: Page) -> None:
    legend = next(
        one
        for one in everything(english)
        if one.get("anchor") == "map-i-11-2-1" and one["kind"] == "map"
    )["legend"]

    assert sum(int(one["count"]) for one in legend) == 4
    assert (legend[-1]["words"], legend[-1]["look"]) == ("no figure", "hatch")


def test_the_summary_names_the_widest_gap_of_the_newest_period(town: BaselineResult) -> None:
    older = replace(town.gaps[0], period=Period(2015, 2015), disadvantage=90.0, value=1.0)

    said = words_in(part(told(replace(town, gaps=(older, *town.gaps))), "summary"))

    assert "Income: low income" in said
    assert "40.5% of people, against 62.5% of people" in said


def test_a_figure_of_a_survey_shows_its_range(town: BaselineResult) -> None:
    observations = tuple(
        replace(one, lower=one.value - 1.5, upper=one.value + 1.5)
        if (one.indicator, one.series) == ("11.2.1", "total") and not one.notation
        else one
        for one in town.observations
    )
    shown = next(one.observation for one in town.standings if one.indicator.code == "11.2.1")
    assert shown is not None

    page = told(
        replace(
            town,
            observations=observations,
            standings=tuple(
                replace(
                    one,
                    observation=replace(shown, lower=shown.value - 1.5, upper=shown.value + 1.5),
                )
                if one.indicator.code == "11.2.1"
                else one
                for one in town.standings
            ),
        )
    )

    told_range = f"{shown.value - 1.5:.1f} to {shown.value + 1.5:.1f}"
    assert told_range in words_in(part(page, "i-11-2-1"))


def test_a_figure_without_a_range_claims_none(english: Page) -> None:
    assert "Range of the survey" not in words_in(english)


def test_the_widest_gap_names_the_series_where_it_is_not_the_indicator(
    town: BaselineResult,
) -> None:
    worst = replace(
        max(town.gaps, key=lambda gap: gap.disadvantage),
        indicator="1.4.1", series="mobility", disadvantage=9.0,
    )  # fmt: skip
    named = replace(town, gaps=(worst,))

    summary = words_in(part(told(named), "summary"))

    assert "Access to basic services, Convenient access to public transport: " in summary
