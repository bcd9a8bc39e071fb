"""The page of `indicator-links`: its picture, and what was left out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import Inputs, read_example
from localgoals.reports.blocks import Bullets, Paragraph, Plate, Table
from localgoals.reports.charts import LINE_COLOURS, QUIET
from localgoals.reports.pictures.stacked_bars import StackedBars, stacked_bars_svg
from localgoals.reports.wording import spoken
from localgoals.tool_suite.indicator_links import indicator_links


def example() -> Inputs:
    return read_example(tool_of("indicator-links"))


def blocks(inputs: Inputs) -> Iterator[object]:
    for part in indicator_links(inputs).parts:
        yield from part.blocks


def test_bars_of_a_goal_fill_a_hundred_percent_and_what_is_neither_is_grey() -> None:
    plate = next(one for one in blocks(example()) if isinstance(one, Plate))
    assert isinstance(plate.picture, StackedBars)

    assert all(abs(sum(stack.values) - 100) < 1e-9 for stack in plate.picture.stacks)
    drawn = stacked_bars_svg(plate.picture, "en")
    assert QUIET in drawn
    assert LINE_COLOURS[2] not in drawn
    assert LINE_COLOURS[2] in stacked_bars_svg(replace(plate.picture, rest=False), "en")


def test_series_without_a_pair_are_named_where_it_says_what_was_not_compared() -> None:
    (part,) = [one for one in indicator_links(example()).parts if one.anchor == "not-compared"]

    (named,) = [one for one in part.blocks if isinstance(one, Bullets)]

    assert {spoken(one, "en").split(":")[0] for one in named.items} == {"12.5.1", "16.7.1", "MC-1"}


def test_figures_of_one_year_make_a_page_that_says_that_nothing_could_be_compared() -> None:
    inputs = example()
    figures = inputs.tables["figures"]
    one_year = figures[figures["year"] == 2020].reset_index(drop=True)

    found = list(blocks(replace(inputs, tables={**inputs.tables, "figures": one_year})))

    assert not any(isinstance(one, Plate) for one in found)
    said = [spoken(one.words, "en") for one in found if isinstance(one, Paragraph)]
    assert "No pair could be compared." in said
    (left_out,) = [one for one in found if isinstance(one, Table) and len(one.columns) == 2]
    assert [spoken(row[0].words, "zh") for row in left_out.rows] == [
        "共同年份太少",
        "有一方没有期望方向",
    ]


def test_a_code_of_the_catalogue_needs_no_further_table() -> None:
    inputs = example()
    figures = inputs.tables["figures"]
    listed = figures[figures["indicator"].isin(["11.2.1", "11.6.2"])].reset_index(drop=True)

    tables = indicator_links(replace(inputs, tables={"figures": listed})).tables

    series: pd.DataFrame = tables["series"].set_index("name")
    assert series.loc["11.2.1", ["goal", "better"]].to_list() == ["11", "higher"]
    assert series.loc["11.6.2 pm10", ["goal", "better"]].to_list() == ["11", "lower"]
    assert set(tables["pairs"]["link"]) == {"synergy"}
