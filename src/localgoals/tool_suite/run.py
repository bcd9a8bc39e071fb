"""Runs a tool on its tables and writes what it found: tables, a page and a PDF in each language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from importlib.metadata import version
from math import isfinite
from pathlib import Path

import pandas as pd

from localgoals.catalogue.citation import cite
from localgoals.catalogue.load import load
from localgoals.catalogue.tool_suite.declared import FIELDS, InputColumn, InputTable, Tool
from localgoals.ingest.pack_files import sha256_of
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.provenance import Reference
from localgoals.model.text import LANGUAGES, Language, Message, Text
from localgoals.reports.blocks import (
    Block,
    Cell,
    Column,
    Fact,
    Facts,
    Figure,
    Listing,
    Paragraph,
    Part,
    Report,
    Table,
    Words,
)
from localgoals.reports.html import html_report
from localgoals.reports.pages import page_of
from localgoals.reports.pdf import pdf_report
from localgoals.reports.tables import write_csv
from localgoals.reports.tool_workbook import write_tables
from localgoals.reports.whole_folder import replaced_folder
from localgoals.reports.wording import number
from localgoals.tool_suite.registry import method_of
from localgoals.tool_suite.table_words import answer, caption, head
from localgoals.tool_suite.worked import Worked

__all__ = ["RUN_FILE", "run_tool"]

RUN_FILE = "tool.json"
"""The record of a run; the mark by which the folder of a tool's results is known."""
_ROWS_SHOWN = 50
_COLUMNS_SHOWN = 10
"""A table with more columns is laid on its side, with so few rows that they stand beside it."""
_TURNED_SHOWN = 4
_ABREAST = 3
"""A table with more columns is wider than a phone, which then stacks its rows."""


def run_tool(
    tool: Tool,
    inputs: Inputs,
    folder: Path,
    *,
    languages: Sequence[Language] = LANGUAGES,
    of_example: bool = False,
) -> Worked:
    """
    Run a tool and write its answer.

    Parameters
    ----------
    tool
        Its declaration.
    inputs
        Its tables, from `localgoals.ingest.tool_inputs`.
    folder
        Where the result goes; see `replaced_folder`. `<table>.csv` for each table that was
        computed, `<form>.xlsx` for each form, files that the method itself writes, such as
        `risk.tif`, `<language>/report.html` and `report.pdf`, and `tool.json`, the record of the
        run.
    languages
        Of the pages.
    of_example
        Whether the tables are the worked example: its page then says whose figures they are.

    Raises
    ------
    InputRefused
        When the tables break a rule of the method; carries every fault.
    """
    with replaced_folder(folder, RUN_FILE) as partial:
        worked = method_of(tool.code)(replace(inputs, room=partial))
        report = _report(tool, inputs, worked, of_example=of_example)
        years = _years(tool, worked)
        for name, table in worked.tables.items():
            whole = table.astype({one: "Int64" for one in table.columns if one in years})
            rows = whole.astype(object).where(table.notna(), None).to_numpy().tolist()
            write_csv(partial / f"{name}.csv", list(table.columns), rows, encoding="utf-8-sig")
        for name, sheets in worked.workbooks.items():
            write_tables(partial / f"{name}.xlsx", sheets)
        for language in languages:
            (partial / language).mkdir()
            page = page_of(report, None, language)
            html = html_report(page, languages)
            (partial / language / "report.html").write_text(html, "utf-8", newline="\n")
            (partial / language / "report.pdf").write_bytes(pdf_report(page))
        _write_run(tool, inputs, partial)
    return worked


def _years(tool: Tool, worked: Worked) -> set[str]:
    """
    Name the columns that hold years, as tool and method declare them.

    They are floats while some may not be known, and are written 2024 all the same, not 2024.0.
    """
    columns = (column for table in tool.tables for column in table.columns)
    return {column.name for column in columns if column.kind == "year"} | {*worked.years}


def _report(tool: Tool, inputs: Inputs, worked: Worked, *, of_example: bool) -> Report:
    if of_example:
        summary: Words = Message("Worked example: {title}", {"title": tool.example.title})
    else:
        count = len(inputs.files)
        summary = (
            Message("From one file")
            if count == 1
            else Message("From {count} files", {"count": count})
        )
    return Report(
        title=tool.title,
        city=tool.title,
        subtitle=FIELDS[tool.field],
        summary=summary,
        parts=(*worked.parts, _given(tool, inputs), _method(tool, of_example=of_example)),
        edition=(f"LocalGoals {version('localgoals')}",),
        rated=False,
        paged=False,
    )


def _given(tool: Tool, inputs: Inputs) -> Part:
    """Show the tables that the answer was made of."""
    blocks: list[Block] = [
        _counted(table, len(inputs.tables[table.name]))
        if table.of_people
        else _shown(table, inputs.tables[table.name])
        for table in tool.tables
        if table.name in inputs.tables
    ]
    if inputs.paths:
        blocks.append(_files(tool, inputs))
    return Part("inputs", Message("What it was made of"), tuple(blocks))


def _counted(table: InputTable, rows: int) -> Paragraph:
    values: dict[str, object] = {"title": table.title, "rows": f"{rows:,}"}
    return Paragraph(
        Message("{title}: {rows} rows, which tell of people and are not shown", values)
    )


def _files(tool: Tool, inputs: Inputs) -> Table:
    """Name the files that are no tables, with the hashes by which they are known."""
    heads = (
        Column(Message("File")),
        Column(Message("What it is")),
        Column(Message("SHA-256, first 16 digits")),
    )
    rows = tuple(
        (
            Cell(path.name),
            Cell(one.title),
            Cell(inputs.files[path.name][:16]),
        )
        for one in tool.files
        for stem, path in inputs.paths.items()
        if one.is_called(stem)
    )
    return Table(Message("Files"), heads, rows, folded=True)


def _shown(table: InputTable, frame: pd.DataFrame) -> Table:
    given = tuple(one for one in table.columns if one.needed or _any_given(frame[one.name]))
    if len(table.columns) > _COLUMNS_SHOWN:
        return _turned(replace(table, columns=given), frame)
    columns = tuple(
        Column(head(one.title, one.unit), numeric=one.kind in ("number", "year")) for one in given
    )
    heading = caption(table.title, shown=_ROWS_SHOWN, rows=len(frame))
    rows = tuple(
        tuple(_cell(one, row[one.name]) for one in given)
        for row in frame.head(_ROWS_SHOWN).to_dict("records")
    )
    return Table(heading, columns, rows, folded=True, stacked=len(columns) > _ABREAST)


def _any_given(column: pd.Series) -> bool:
    """Tell a column that somebody filled in from one that was left blank from top to bottom."""
    return bool((column.notna() & (column != "")).any())


def _turned(table: InputTable, frame: pd.DataFrame) -> Table:
    """Lay a table of many columns on its side: a line for each of its columns but the keys."""
    records = frame.head(_TURNED_SHOWN).to_dict("records")
    # All keys stand in the head, which is repeated from page to page: one may say too little.
    keys = [one for one in table.columns if one.key] or [table.columns[0]]
    titles = Text(
        ", ".join(one.title.en.split(":")[0] for one in keys),
        "、".join(one.title.zh.split("：")[0] for one in keys),
    )
    named = (", ".join(_key(one, row[one.name]) for one in keys) for row in records)
    heads = (Column(titles, share=2), *(Column(one) for one in named))
    rows = tuple(
        (Cell(head(one.title, one.unit)), *(_cell(one, row[one.name]) for row in records))
        for one in table.columns
        if one not in keys
    )
    heading = caption(table.title, shown=_TURNED_SHOWN, rows=len(frame))
    return Table(heading, heads, rows, folded=True, stacked=len(heads) > _ABREAST)


def _key(column: InputColumn, value: object) -> str:
    """Write what names a row; a year is held as a float."""
    return f"{value:.0f}" if column.kind == "year" else str(value)


def _cell(column: InputColumn, value: object) -> Cell:
    if column.kind == "number":
        assert isinstance(value, float)
        return Cell(_given_number(value, column.unit), numeric=True)
    if column.kind == "year":
        assert isinstance(value, float)
        return Cell(f"{value:.0f}" if value == value else "–", numeric=True)
    if column.kind == "yes_no":
        assert isinstance(value, float)
        return Cell(answer(value))
    titles = {one.code: one.title for one in column.choices}
    if column.kind == "text" and titles:
        return Cell(Listing(tuple(titles.get(one, one) for one in str(value).split())))
    return Cell(titles.get(str(value), str(value)))


def _given_number(value: float, unit: str) -> Words:
    """Write a number as it was given: with its own decimals where its unit has fewer of them."""
    if not isfinite(value):
        return Figure(value, unit, bare=True)
    # Twelve digits: a sum in a workbook, such as 0.1 + 0.2, has an error in its seventeenth.
    exponent = Decimal(f"{value:.12g}").normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return number(value, max(load().units[unit].decimals, -exponent))


def _method(tool: Tool, *, of_example: bool) -> Part:
    blocks: list[Block] = [Paragraph(tool.purpose)]
    facts = [*_sources(tool.references)]
    if of_example:
        facts.append(_fact(Message("Figures of the example"), tool.example.source))
    blocks.append(Facts(tuple(facts)))
    return Part("method", Message("Method and sources"), tuple(blocks))


def _sources(references: Sequence[Reference]) -> Iterator[Fact]:
    for one in references:
        yield _fact(Message("Reference"), one)


def _fact(name: Message, reference: Reference) -> Fact:
    words = Text(cite(reference, "en"), cite(reference, "zh"))
    return Fact(name, words, reference.url)


def _write_run(tool: Tool, inputs: Inputs, folder: Path) -> None:
    """Record version, and the hashes of what went in and what came out."""
    outputs = {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    record = {
        "version": version("localgoals"),
        "tool": tool.code,
        "inputs": dict(inputs.files),
        "outputs": outputs,
    }
    text = json.dumps(record, indent=2, sort_keys=True) + "\n"
    (folder / RUN_FILE).write_text(text, encoding="utf-8")
