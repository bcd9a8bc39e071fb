"""What a reader meets on pages of tools: words instead of codes, figures that agree."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PdfReader

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import read_example
from localgoals.model.text import Language, Text
from localgoals.reports.blocks import Block, Paragraph, Part, Plate, Table
from localgoals.reports.pictures.stacked_bars import StackedBars
from localgoals.reports.wording import spoken
from localgoals.tool_suite.registry import method_of
from localgoals.tool_suite.run import run_tool
from localgoals.tool_suite.subjects import Item, subject_parts
from localgoals.tool_suite.worked import Worked


def worked(code: str) -> Worked:
    return method_of(code)(read_example(tool_of(code)))


def blocks_of(parts: tuple[Part, ...]) -> Iterator[Block]:
    for part in parts:
        for block in part.blocks:
            yield block
            if isinstance(block, Plate) and block.table is not None:
                yield block.table
        yield from blocks_of(part.parts)


def tables_of(code: str) -> list[Table]:
    return [one for one in blocks_of(worked(code).parts) if isinstance(one, Table)]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Cities: Population"), ("zh", "城市：人口")],
)
def test_a_blank_is_named_by_the_titles_of_its_sheet_and_column(
    language: Language, words: str
) -> None:
    tables = [one for one in tables_of("waste-wise-cities") if "Not known" in str(one.caption)]

    blanks = [spoken(row[1].words, language) for one in tables for row in one.rows]
    assert words in blanks
    assert not [one for one in blanks if "_" in one]


def test_the_rings_are_drawn_in_the_unit_of_their_table() -> None:
    plates = [one for one in blocks_of(worked("green-area").parts) if isinstance(one, Plate)]
    plate = next(one for one in plates if one.picture.anchor == "rings")
    assert isinstance(plate.picture, StackedBars)
    assert plate.table is not None

    drawn = [f"{sum(one.values):,.1f}" for one in plate.picture.stacks]
    assert drawn == [spoken(row[1].words, "en") for row in plate.table.rows]


@pytest.mark.parametrize(
    "code", ["risk-index", "waste-wise-cities", "climate-ledger", "water-utility"]
)
def test_tables_of_few_rows_need_no_scrolling_on_a_phone(code: str) -> None:
    wide = [one for one in tables_of(code) if len(one.columns) == 5 and not one.folded]

    assert [one for one in wide if not one.stacked] == []


def test_short_parts_of_a_printed_page_share_a_sheet(tmp_path: Path) -> None:
    tool = tool_of("waste-flow")
    run_tool(tool, read_example(tool), tmp_path / "out", of_example=True)

    sheets = [one.extract_text() for one in PdfReader(tmp_path / "out" / "en" / "report.pdf").pages]
    holding = [one for one in sheets[1:] if "To bear in mind" in one]
    assert len(sheets) <= 3
    assert len(holding) == 1
    assert "Leakage of each stage" in holding[0]


@pytest.mark.parametrize("code", ["water-utility", "mobility-indicators", "material-flows"])
def test_units_in_a_column_of_their_own_have_no_brackets(code: str) -> None:
    tables = [one for one in tables_of(code) if spoken(one.columns[2].words, "en") == "Unit"]
    units = {spoken(row[2].words, "en") for one in tables for row in one.rows}

    assert units
    assert not [one for one in units if one.startswith("(")]


def test_a_date_in_the_head_of_a_column_breaks_behind_its_year() -> None:
    tables = [one for one in tables_of("governance") if len(one.columns) == 4]

    heads = [spoken(column.words, "en") for one in tables for column in one.columns]
    assert "2025-05\N{NON-BREAKING HYPHEN}31" in heads


def test_benchmarks_that_are_not_reached_are_named_before_the_figures() -> None:
    parts = {str(one.title): one for one in worked("water-utility").parts}
    first = parts["Made-up utility 2024"].blocks[0]
    assert isinstance(first, Paragraph)

    assert spoken(first.words, "en") == (
        "Usual benchmarks reached: 1 of 6. Not reached: Hours of supply; Non-revenue water; "
        "Collection period; Collection ratio; Operating cost coverage."
    )


def test_a_benchmark_without_a_figure_is_neither_reached_nor_missed() -> None:
    items = (
        Item("hours", Text("Hours", "小时"), "number", "higher", good=24.0),
        Item("loss", Text("Loss", "漏损"), "percent", "lower", good=25.0),
    )
    figures = pd.DataFrame({"name": ["A", "B"], "hours": [24.0, nan], "loss": [nan, nan]})

    parts = subject_parts(figures, "name", items)

    assert [len(one.blocks) for one in parts] == [2, 1]
    assert "1 of 1" in str(parts[0].blocks[0])
