"""Opens a workbook that came back: is it one of ours, and which cell holds what."""

from __future__ import annotations

import json
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException, InvalidFileException

from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.spreadsheets import MOST_CELLS
from localgoals.ingest.templates.layout import (
    COLUMNS,
    HIDDEN,
    SHEETS,
    VERSION,
    Manifest,
    fingerprint,
    manifest_of,
    named,
)
from localgoals.ingest.templates.package import (
    Structure,
    notes_of,
    sheet_parts,
    structure_of,
    unsafe_parts,
)
from localgoals.model.problem import Problem
from localgoals.model.text import Language

if TYPE_CHECKING:
    from openpyxl import Workbook

# What openpyxl, zipfile and the parser of XML raise on a file that is not as the standard says.
_BROKEN = (
    CellCoordinatesException, InvalidFileException, zipfile.BadZipFile, zlib.error, SyntaxError,
    EOFError, OSError,
    AttributeError, IndexError, KeyError, TypeError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip
_SEARCHED_ROWS: Final = 30
_SHOWN: Final = 200
_LONGEST: Final = 200
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_LANGUAGES: Final[tuple[tuple[Language, ...], ...]] = (("en", "zh"), ("zh", "en"), ("en",), ("zh",))
_WITHOUT_ANSWERS: Final = frozenset(
    named(SHEETS[sheet], languages, " ")
    for sheet in ("readme", "codes")
    for languages in _LANGUAGES
)


@dataclass(frozen=True)
class Raw:
    """One cell as the workbook has it."""

    value: Any
    """Text, number, truth, date, or the name of an error."""
    address: str
    shows_percent: bool = False
    is_error: bool = False
    is_formula: bool = False

    @property
    def text(self) -> str:
        """Give the content as text, whole numbers without a point; empty where there is none."""
        if self.value is None:
            return ""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return str(self.value).strip()


@dataclass(frozen=True)
class Opened:
    """The sheet of figures of a workbook that is one of ours."""

    manifest: Manifest
    sheet: str
    columns: Mapping[str, int]
    """Number of the column of each field; the first is 1."""
    rows: Mapping[int, Mapping[str, Raw]]
    """By number, the cells with content of each row below the header, by field."""
    outside: tuple[Raw, ...]
    """Cells with content that are in no column of ours."""
    structure: Structure


def is_template(path: Path) -> bool:
    """Tell whether a file is a workbook that LocalGoals made for officers to fill in."""
    if path.suffix.lower() != ".xlsx" or not path.is_file() or unsafe_parts(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return HIDDEN in sheet_parts(archive)
    except _BROKEN:
        return False


def open_template(path: Path) -> tuple[Opened | None, list[Problem]]:
    """
    Open a workbook that officers filled in.

    Parameters
    ----------
    path
        What came back; nothing about it is trusted.

    Returns
    -------
    opened
        None when it is not one of ours, or not safe, or its locked parts were changed.
    problems
        Why it cannot be opened; notes and sheets that people added.
    """
    try:
        if faults := unsafe_parts(path):
            return None, faults
        with warnings.catch_warnings():
            # About styles and the like, which nothing here uses.
            warnings.simplefilter("ignore", UserWarning)
            return _opened(path)
    except _BROKEN as error:
        return None, [problem("unreadable", path.name, reason=error, format="XLSX")]


def _opened(path: Path) -> tuple[Opened | None, list[Problem]]:
    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            if HIDDEN not in book.sheetnames:
                return None, [feed_problem("template-none", path.name)]
            manifest, problems = _manifest(book, path.name)
            if manifest is None:
                return None, problems
            return _figures(book, manifest, path)
        finally:
            book.close()


def _manifest(book: Workbook, where: str) -> tuple[Manifest | None, list[Problem]]:
    """Read the sheet that nobody sees, and hold it to its fingerprint."""
    sheet = book[HIDDEN]
    sheet.reset_dimensions()
    rows = islice(sheet.iter_rows(max_col=1, values_only=True), MOST_CELLS)
    lines = [str(row[0]) for row in rows if row and row[0] is not None]
    try:
        kind, version = json.loads(lines[0])
        _, expected = json.loads(lines[1])
        if kind != "localgoals-template":
            return None, [feed_problem("template-none", where)]
        if version > VERSION:
            return None, [feed_problem("template-newer", where, version=version, known=VERSION)]
        if fingerprint(lines[2:]) != expected:
            return None, [feed_problem("template-damaged", where, reason="SHA-256")]
        return manifest_of(lines[2:]), []
    except (ValueError, TypeError, IndexError, KeyError) as error:
        return None, [feed_problem("template-damaged", where, reason=error)]


def _figures(book: Workbook, manifest: Manifest, path: Path) -> tuple[Opened | None, list[Problem]]:
    """Find the sheet with our headers, and read its cells."""
    headers = {normal(text): field for field, text in manifest.headers.items()}
    for sheet in book.worksheets:
        if sheet.title in (HIDDEN, *_WITHOUT_ANSWERS):
            continue
        sheet.reset_dimensions()
        top = sheet.iter_rows(max_row=_SEARCHED_ROWS, values_only=True)
        for number, row in enumerate(top, start=1):
            fields = [headers.get(normal(str(text))) for text in row]
            if {"number", "value"} <= set(fields):
                return _read(book, manifest, path, (sheet.title, number, fields))
    listed = "; ".join(" ".join(text.split()) for text in manifest.headers.values())
    return None, [feed_problem("template-figures-missing", path.name, headers=listed)]


def _read(
    book: Workbook,
    manifest: Manifest,
    path: Path,
    found: tuple[str, int, list[str | None]],
) -> tuple[Opened | None, list[Problem]]:
    name, header_row, fields = found
    where = f"{path.name}, {name}"
    problems = _header_faults(manifest, fields, where)
    if has_error(problems):
        return None, problems
    with zipfile.ZipFile(path) as archive:
        structure = structure_of(archive, sheet_parts(archive)[name])
        if structure.is_too_large:
            more = f"> {MOST_CELLS}"
            return None, [problem("table-too-large", where, cells=more, limit=MOST_CELLS)]
        problems += _added(archive, name, path.name)
    columns = {field: place for place, field in enumerate(fields, start=1) if field}
    rows: dict[int, dict[str, Raw]] = {}
    outside: list[Raw] = []
    by_column = {place: field for field, place in columns.items()}
    for row, place, raw in _cells(book, name, header_row, structure):
        if field := by_column.get(place):
            rows.setdefault(row, {})[field] = raw
        else:
            outside.append(raw)
    for row, place, raw in _unsaved(structure, header_row):
        if field := by_column.get(place):
            rows.setdefault(row, {})[field] = raw
    return Opened(manifest, name, columns, rows, tuple(outside), structure), problems


def _added(archive: zipfile.ZipFile, figures: str, where: str) -> list[Problem]:
    """Find the notes and the sheets that people added: nothing that they said is lost unseen."""
    parts = sheet_parts(archive)
    found = [
        feed_problem("template-note", f"{where}, {sheet}!{cell}", text=repr(text[:_LONGEST]))
        for sheet, part in parts.items()
        for cell, text in notes_of(archive, part)
    ]
    found += [
        feed_problem("template-sheet-extra", where, sheet=repr(sheet))
        for sheet in parts
        if sheet not in (figures, HIDDEN, *_WITHOUT_ANSWERS)
    ]
    return shortened(found, where)


def shortened(problems: list[Problem], where: str) -> list[Problem]:
    """Name the first faults one by one, and count those beyond what anybody reads."""
    if (more := len(problems) - _SHOWN) <= 0:
        return problems
    return [*problems[:_SHOWN], problem("and-more", where, count=more)]


def _header_faults(manifest: Manifest, fields: list[str | None], where: str) -> list[Problem]:
    problems = []
    for field in COLUMNS:
        column = " ".join(manifest.headers[field].split())
        if field not in fields:
            problems.append(feed_problem("template-header", where, column=column))
        elif fields.count(field) > 1:
            problems.append(feed_problem("template-header-twice", where, column=column))
    return problems


def _cells(
    book: Workbook, name: str, header_row: int, structure: Structure
) -> Iterator[tuple[int, int, Raw]]:
    """Give the cells with content below the header: row, column, and what is in them."""
    sheet = book[name]
    sheet.reset_dimensions()
    percent: dict[str, bool] = {}
    for cell in chain.from_iterable(sheet.iter_rows(min_row=header_row + 1)):
        if cell.value is None:
            continue
        address = f"{get_column_letter(cell.column)}{cell.row}"
        form = cell.number_format or ""
        if form not in percent:
            percent[form] = "%" in _NOT_SHOWN.sub("", form)
        yield (
            cell.row,
            cell.column,
            Raw(
                cell.value,
                address,
                shows_percent=percent[form],
                is_error=cell.data_type == "e",
                is_formula=address in structure.formulas,
            ),
        )


def _unsaved(structure: Structure, header_row: int) -> Iterator[tuple[int, int, Raw]]:
    """Give the formulas that no program has computed yet: their cells seem blank."""
    for address, is_saved in structure.formulas.items():
        letters, row = coordinate_from_string(address)
        if not is_saved and row > header_row:
            yield row, column_index_from_string(letters), Raw(None, address, is_formula=True)


def normal(text: str) -> str:
    """Give a text without what spreadsheet programs do to line breaks and spaces."""
    return " ".join(text.split())
