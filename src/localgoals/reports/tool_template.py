"""A blank workbook for the tables of a tool, with a sheet that says what goes where."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from math import isinf
from pathlib import Path
from typing import Any

from localgoals.catalogue.language import say
from localgoals.catalogue.tool_suite.declared import (
    InputColumn,
    InputFile,
    InputTable,
    Tool,
    example_text,
)
from localgoals.ingest.tool_places import GUIDE_SHEET
from localgoals.ingest.whole_file import whole_file
from localgoals.model.spreadsheet_text import guarded
from localgoals.model.text import Language, Message
from localgoals.reports.wording import unit_words

__all__ = ["write_template"]

_LAST_ROW = 10_000
_GUIDE = (
    Message("Table"), Message("Column"), Message("What it is"), Message("Unit"),
    Message("What may stand there"), Message("May be blank"),
)  # fmt: skip


def write_template(tool: Tool, path: Path, language: Language, *, with_example: bool) -> None:
    """
    Write a workbook: a sheet for each table with its heads, and a guide; choices drop down.

    Parameters
    ----------
    tool
        Its declaration.
    path
        Where to; a file that is there is replaced.
    language
        Of the guide; the heads are the names that are read.
    with_example
        Whether the rows of the worked example stand in the tables.

    Raises
    ------
    BadInput
        When the file cannot be written.
    """
    import openpyxl
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table in tool.tables:
        sheet = book.create_sheet(table.name)
        sheet.append([column.name for column in table.columns])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = max(12, len(cell.value) + 2)
        sheet.freeze_panes = "B2"
        for row in _example_rows(tool, table) if with_example else ():
            sheet.append(row)
        _offer_choices(sheet, table)
    guide = book.create_sheet(GUIDE_SHEET)
    guide.append([say(one, language) for one in _GUIDE])
    for table in tool.tables:
        for column in table.columns:
            guide.append([guarded(one) for one in _explained(table, column, language)])
    for file in tool.files:
        guide.append([guarded(one) for one in _file_explained(file, language)])
    for row in guide.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDEF", (18, 24, 48, 18, 40, 14), strict=True):
        guide.column_dimensions[letter].width = width
    with whole_file(path) as partial:
        book.save(partial)


def _example_rows(tool: Tool, table: InputTable) -> Iterator[list[object]]:
    kinds = {column.name: column.kind for column in table.columns}
    for row in csv.DictReader(StringIO(example_text(tool, table), newline="")):
        yield [
            (float(value) if kinds[name] in ("number", "year") else value) if value else None
            for name, value in row.items()
        ]


def _offer_choices(sheet: Any, table: InputTable) -> None:
    """Let a cell of choices drop them down."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, column in enumerate(table.columns, start=1):
        if column.kind not in ("yes_no", "choice"):
            continue
        words = [one.code for one in column.choices] or ["yes", "no"]
        offered = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        letter = get_column_letter(number)
        offered.add(f"{letter}2:{letter}{_LAST_ROW}")
        sheet.add_data_validation(offered)


def _explained(table: InputTable, column: InputColumn, language: Language) -> list[str]:
    unit = unit_words(column.unit).in_(language) if column.unit else ""
    blank = Message("no") if column.needed else Message("yes")
    return [
        table.name,
        column.name,
        column.title.in_(language),
        unit,
        say(_allowed(column, language), language),
        say(blank, language),
    ]


def _file_explained(file: InputFile, language: Language) -> list[str]:
    """Say what a file holds that is given beside the workbook."""
    blank = Message("no") if file.needed else Message("yes")
    return [
        file.listed,
        "",
        file.title.in_(language),
        "",
        file.holds.in_(language),
        say(blank, language),
    ]


def _allowed(column: InputColumn, language: Language) -> Message:
    """Say what may stand in a cell."""
    if column.choices:
        named = (f"{one.code} ({one.title.in_(language)})" for one in column.choices)
        choices: dict[str, object] = {"choices": ", ".join(named)}
        if column.kind == "choice":
            return Message("one of {choices}", choices)
        return Message("one or several, with a blank between them, of {choices}", choices)
    if column.kind == "yes_no":
        return Message("yes or no")
    if column.kind == "year":
        return Message("a year such as 2024")
    if column.kind in ("label", "text"):
        return Message("words")
    low, high = column.between.low, column.between.high
    if isinf(low) and isinf(high):
        return Message("a number")
    if isinf(high):
        return Message("a number of {low} or more", {"low": f"{low:g}"})
    return Message("a number from {low} to {high}", {"low": f"{low:g}", "high": f"{high:g}"})
