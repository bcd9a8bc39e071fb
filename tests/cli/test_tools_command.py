"""`localgoals tools`: every tool on its worked example, and tables of one's own."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from front_door import Done, localgoals

from localgoals.catalogue.questionnaires.declared import questionnaires
from localgoals.catalogue.tool_suite.declared import Tool, example_files, tool_of, tools
from localgoals.ingest.tool_inputs import read_example
from localgoals.tool_suite.registry import METHODS, method_of
from localgoals.tool_suite.run import run_tool

HEADER = (
    "stream,registered,unregistered_percent,billed,outstanding,statutory_bill,improvement_percent"
)


def run(folder: Path, *words: str) -> Done:
    return localgoals(folder, "tools", *words)


def test_every_declared_tool_has_a_method_and_every_method_a_declaration() -> None:
    assert {*METHODS, *questionnaires()} == set(tools())
    assert all(callable(method_of(code)) for code in tools())


@pytest.mark.parametrize("tool", tools().values(), ids=lambda tool: tool.code)
def test_a_tool_runs_on_its_worked_example_in_both_languages(tool: Tool, tmp_path: Path) -> None:
    done = run(tmp_path, "run", tool.code, "-o", "out")

    record = json.loads((tmp_path / "out" / "tool.json").read_text())
    assert done.returncode == 0, done.stderr
    assert record["tool"] == tool.code
    for language, words in (("en", tool.title.en), ("zh", tool.title.zh)):
        page = (tmp_path / "out" / language / "report.html").read_text(encoding="utf-8")
        assert f"<title>{words}</title>" in page
        assert '<svg role="img"' in page
        assert f"{language}/report.pdf" in record["outputs"]
    assert any(name.endswith(".csv") for name in record["outputs"])


YEARS = {
    "biodiversity-targets": {"targets": {"base_year", "target_year", "latest_year"}},
    "climate-targets": {
        "targets": {"base_year", "target_year", "latest_year"},
        "paths": {"year"},
        "peak": {"year", "holds_until"},
        "drivers": {"from_year", "to_year"},
    },
    "ghg-inventory": {"totals": {"year"}, "together": {"year"}},
    "logical-framework": {"progress": {"base_year", "target_year", "latest_year"}},
    "material-flows": {"flows": {"year"}, "decoupling": {"first_year", "last_year"}},
    "project-finance": {"figures": set[str](), "debt_service": {"year"}},
    "risk-events": {"events": set[str](), "exceedance": set[str]()},
    "singapore-index": {"totals": {"year"}, "changes": {"from_year", "to_year"}},
    "water-utility": {"ratios": {"year"}},
}
"""Columns with years in the tables of tools; all others of these hold amounts, or words."""


@pytest.mark.parametrize("code", YEARS)
def test_years_are_written_whole_and_amounts_as_they_are(code: str, tmp_path: Path) -> None:
    worked = run_tool(tool_of(code), read_example(tool_of(code)), tmp_path / "out", languages=())

    for name, columns in YEARS[code].items():
        cells = pd.read_csv(tmp_path / "out" / f"{name}.csv", dtype=str, keep_default_na=False)
        given = worked.tables[name]
        for column in given.columns:
            if column in columns:
                assert cells[column].str.fullmatch(r"\d{4}|").all(), (name, column)
            elif given[column].dtype == np.float64:
                assert cells[column].str.fullmatch(r"(-?\d+\.\d+(e[+-]\d+)?|)").all(), column


# Every questionnaire goes the same way.
WORKBOOKS = [
    pytest.param(one, marks=pytest.mark.slow) if one.code in questionnaires() else one
    for one in tools().values()
]


@pytest.mark.parametrize("tool", WORKBOOKS, ids=lambda tool: tool.code)
def test_the_example_survives_the_workbook_that_is_sent_out(tool: Tool, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    run(sent, "template", tool.code, "-o", "tables.xlsx", "--example")
    for file in (path for one in tool.files for path in example_files(tool, one)):
        shutil.copy(file, sent)
    back = "sent" if tool.files else "sent/tables.xlsx"

    here, there = (
        run(tmp_path, "run", tool.code, "-o", "a", "--lang", "en"),
        run(tmp_path, "run", tool.code, back, "-o", "b", "--lang", "en"),
    )

    assert (here.returncode, there.returncode) == (0, 0), there.stderr
    tables = sorted(path.name for path in (tmp_path / "a").glob("*.csv"))
    assert tables
    for name in tables:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_tools_are_listed_and_shown_in_both_languages(tmp_path: Path) -> None:
    listed, shown = run(tmp_path, "list"), run(tmp_path, "show", "revenue-streams", "--lang", "zh")

    assert all(code in listed.stdout for code in tools())
    assert "statutory_bill：法定平均账单" in shown.stdout.replace(": ", "：")


def test_every_fault_of_a_table_is_named_at_once(tmp_path: Path) -> None:
    rows = ["a,5,0,10,20,1,50", "a,-3,0,soon,0,1,50", ",1,0,1,0,1,101"]
    (tmp_path / "mine.csv").write_text("\n".join([f"{HEADER},x", *(f"{row}," for row in rows)]))

    done = run(tmp_path, "run", "revenue-streams", "mine.csv", "-o", "out")

    assert done.returncode == 1
    for place in (
        "the column x", "row 3, column registered", "row 3, column billed",
        "row 3, column stream", "row 4, column stream", "row 4, column improvement_percent",
    ):  # fmt: skip
        assert place in done.stderr, place
    assert not (tmp_path / "out").exists()


def test_more_unpaid_than_billed_is_refused_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(f"{HEADER}\na,5,0,10,20,1,50\n")

    done = run(tmp_path, "run", "revenue-streams", "mine.csv", "-o", "out")

    assert done.returncode == 1
    assert "mine.csv, row 2, column outstanding" in done.stderr


def test_a_blank_is_unknown_and_not_zero(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(f"{HEADER}\na,5,,10,2,1,50\nb,5,0,10,2,1,50\n")

    done = run(tmp_path, "run", "revenue-streams", "mine.csv", "-o", "out")

    with (tmp_path / "out" / "gaps.csv").open(encoding="utf-8-sig", newline="") as file:
        gaps = {row["stream"]: row["gap"] for row in csv.DictReader(file)}
    assert done.returncode == 0, done.stderr
    assert gaps["a"] == ""
    assert float(gaps["b"]) == 2.0


def test_a_workbook_offers_choices_heads_and_a_guide(tmp_path: Path) -> None:
    run(tmp_path, "template", "revenue-streams", "-o", "blank.xlsx", "--lang", "zh")

    book = openpyxl.load_workbook(tmp_path / "blank.xlsx")
    assert book.sheetnames == ["streams", "property_tax", "charges", "priorities", "guide"]
    assert [cell.value for cell in book["streams"][1]] == [*HEADER.split(","), "group"]
    assert book["guide"]["C2"].value == "收入来源"


def test_a_tool_that_does_not_exist_names_those_that_do(tmp_path: Path) -> None:
    done = run(tmp_path, "run", "revenue")

    assert done.returncode == 1
    assert "revenue-streams" in done.stderr
