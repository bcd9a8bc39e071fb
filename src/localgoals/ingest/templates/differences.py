"""What differs between two workbooks, or between a workbook and a long table, cell by cell."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan
from pathlib import Path
from typing import Final, Literal

from openpyxl.utils import get_column_letter

from localgoals.catalogue.load import Catalogue
from localgoals.ingest.numbers import DecimalMark
from localgoals.ingest.templates.layout import ANSWERS, FIGURES, Key
from localgoals.ingest.templates.opening import is_template
from localgoals.ingest.templates.plan import Known, known_figures
from localgoals.ingest.templates.reading import Answer, read_template
from localgoals.ingest.templates.rows import Line
from localgoals.ingest.whole_file import whole_file
from localgoals.model.problem import Problem
from localgoals.model.spreadsheet_text import guarded

Change = Literal["added", "removed", "changed", "key-changed", "row-twice", "row-missing"]
COLUMNS: Final = (
    "change", "series", "area", "period", "group", "column", "old", "new", "old_cell", "new_cell",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One cell that is not the same in both; of a row that was tampered with, its locked cell."""

    change: Change
    key: Key
    column: str
    old: str
    new: str
    old_cell: str = ""
    """Empty where there is no such cell, as in a long table."""
    new_cell: str = ""


@dataclass(frozen=True)
class Side:
    """One of the two that are compared."""

    answers: Mapping[Key, Mapping[str, Answer]]
    problems: list[Problem]
    lines: Mapping[Key, Line] = field(default_factory=dict)
    """Of a workbook, its rows."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Of a workbook, the number of each column."""
    has_texts: bool = True

    def cell(self, key: Key, column: str) -> str:
        """Give the address of a cell; empty where there is none."""
        if key not in self.lines:
            return ""
        return f"{get_column_letter(self.places[column])}{self.lines[key].row}"


def read_side(path: Path, catalogue: Catalogue, *, decimal: DecimalMark | None = None) -> Side:
    """
    Read a workbook that officers filled in, or a long table.

    Raises
    ------
    BadInput
        When the file is neither.
    """
    ending = path.suffix.lower()
    if ending.startswith(".xls") and (is_template(path) or ending != ".xlsx"):
        filled = read_template(path, catalogue, decimal=decimal)
        return Side(filled.answers, filled.problems, filled.lines, filled.columns)
    known, problems = known_figures(path, decimal=decimal)
    answers = {key: _answers(one) for key, one in known.items()}
    has_texts = any(one.source or one.remark for one in known.values())
    return Side(answers, problems, has_texts=has_texts)


def _answers(known: Known) -> dict[str, Answer]:
    pairs: list[tuple[str, Answer]] = [(name, getattr(known, name)) for name in ANSWERS]
    return {
        name: one
        for name, one in pairs
        if one != "" and not (isinstance(one, float) and isnan(one))
    }


def differences(old: Side, new: Side) -> list[Difference]:
    """
    List every cell that differs.

    Numbers are compared as numbers, however they are written; a cell that cannot be read, by its
    text. Sources and remarks are compared where both have them.

    Returns
    -------
    differences
        Locked cells that were changed in the new one first, then the answers in the order of the
        old one's rows.
    """
    columns = ANSWERS if old.has_texts and new.has_texts else FIGURES
    found = list(_tampering(old, new))
    for key in dict.fromkeys((*old.lines, *old.answers, *new.answers)):
        before, after = old.answers.get(key, {}), new.answers.get(key, {})
        for column in columns:
            was, now = before.get(column), after.get(column)
            if was != now:
                found.append(
                    Difference(
                        _change(was, now), key, column, _shown(was), _shown(now),
                        old.cell(key, column), new.cell(key, column),
                    )
                )  # fmt: skip
    return found


def _change(was: Answer | None, now: Answer | None) -> Change:
    if was is None:
        return "added"
    return "removed" if now is None else "changed"


def _tampering(old: Side, new: Side) -> Iterator[Difference]:
    """Find rows of the new workbook that are not what they were sent for."""
    for key, line in new.lines.items():
        if line.tampering is not None:
            column, sent, found = line.tampering
            cells = (old.cell(key, column), new.cell(key, column))
            yield Difference("key-changed", key, column, sent, found, *cells)
        if line.is_twice:
            cells = (old.cell(key, "number"), new.cell(key, "number"))
            yield Difference("row-twice", key, "number", "", "", *cells)
    if new.lines:
        for key in old.lines:
            if key not in new.lines:
                yield Difference("row-missing", key, "number", "", "", old.cell(key, "number"))


def _shown(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return answer if isinstance(answer, str) else repr(answer).removesuffix(".0")


def write_differences(found: Sequence[Difference], path: Path) -> None:
    """Write a list to work through; the byte order mark lets spreadsheets read its Chinese."""
    with whole_file(path) as partial, partial.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)  # its "\r\n" makes it quote a lone "\r", too
        rows.writerow(COLUMNS)
        for one in found:
            cells = [
                one.change,
                *one.key,
                one.column,
                one.old,
                one.new,
                one.old_cell,
                one.new_cell,
            ]
            rows.writerow([_harmless(cell) for cell in cells])


def _harmless(cell: str) -> str:
    """Keep spreadsheets from running a text as a formula; a negative number is none."""
    try:
        float(cell)
    except ValueError:
        return guarded(cell)
    return cell
