"""A table as a person sees it: rows of cells, and the cells that were merged."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import iterparse

from localgoals.ingest.dates import is_day
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.formats import format_of
from localgoals.ingest.spreadsheets import BROKEN, MOST_CELLS, opened, sheet_named, shown_rows_of
from localgoals.ingest.tables import decoded
from localgoals.model.problem import Problem

_SEPARATORS = (",", ";", "\t")
_LINES_LOOKED_AT = 50
_MOST_MERGED = 2_000_000
_MOST_BLOCKS = 200_000

Block = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, from 0."""


@dataclass(frozen=True)
class Sheet:
    """The cells of a table: n rows of m texts, numbers, dates, or None."""

    where: str
    rows: list[list[Any]]
    merged: tuple[Block, ...] = ()
    is_text: bool = True
    """Whether merged cells are not marked: a blank may stand for the cell to its left."""
    width: int = 0

    def cell(self, row: int, column: int) -> Any:
        """Give a cell, None where it is blank."""
        return self.rows[row][column]

    def text(self, row: int, column: int) -> str:
        """Give what a cell says, empty where it is blank."""
        return text_of(self.rows[row][column])

    def filled(self, row: int, column: int) -> Any:
        """Give a cell, or the one that it was merged with."""
        from_row, from_column = self._origins.get((row, column), (row, column))
        return self.rows[from_row][from_column]

    def is_merged(self, row: int, column: int) -> bool:
        """Tell whether a cell was merged with others."""
        return (row, column) in self._origins

    @cached_property
    def _origins(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Give for each merged cell the one that it was merged with."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for first_row, first_column, last_row, last_column in self.merged:
            down = range(first_row, min(last_row + 1, len(self.rows)))
            across = range(first_column, min(last_column + 1, self.width))
            if len(found) + len(down) * len(across) > _MOST_MERGED:
                break
            found |= {(row, column): (first_row, first_column) for row in down for column in across}
        return found


def text_of(cell: Any) -> str:
    """Give what a cell says: years without a decimal point, days without hours."""
    if cell is None:
        return ""
    if is_day(cell):
        return str(cell).removesuffix(" 00:00:00")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def read_cells(path: Path, *, sheet: str | None) -> tuple[Sheet | None, list[Problem]]:
    """
    Read the cells of a CSV or of a sheet of a workbook; blank columns at the right are left out.

    Parameters
    ----------
    path
        A file ending in .csv, .tsv or .xlsx.
    sheet
        Of a workbook; the first one, with a warning, when there are several and none is named.
    """
    if format_of(path) == "xlsx":
        rows, merged, problems = _workbook(path, sheet)
    else:
        rows, problems = _csv(path)
        merged = ()
    if has_error(problems):
        return None, problems
    width = max((_length(row) for row in rows), default=0)
    if not width:
        return None, [*problems, problem("table-empty", path.name)]
    if width * len(rows) > MOST_CELLS:
        cells = width * len(rows)
        return None, [problem("table-too-large", path.name, cells=cells, limit=MOST_CELLS)]
    square = [(row + [None] * width)[:width] for row in rows]
    is_text = format_of(path) != "xlsx"
    return Sheet(path.name, square, tuple(merged), is_text, width), problems


def _length(row: list[Any]) -> int:
    return max((number for number, cell in enumerate(row, start=1) if cell is not None), default=0)


def _csv(path: Path) -> tuple[list[list[Any]], list[Problem]]:
    text, problems = decoded(path)
    lines = text.splitlines()[:_LINES_LOOKED_AT]
    separator = max(_SEPARATORS, key=lambda mark: sum(line.count(mark) for line in lines))
    try:
        reader = csv.reader(
            io.StringIO(text, newline=None), delimiter=separator, skipinitialspace=True
        )
        return [[_known(cell) for cell in row] for row in reader], problems
    except csv.Error as error:
        return [], [*problems, problem("unreadable", path.name, reason=error, format="CSV")]


def _known(cell: str) -> str | None:
    """Give a cell, None where it is blank."""
    return cell.strip() or None


def _workbook(
    path: Path, sheet: str | None
) -> tuple[list[list[Any]], tuple[Block, ...], list[Problem]]:
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            # About styles and the like, which nothing here uses.
            warnings.simplefilter("ignore", UserWarning)
            name, problems = sheet_named(path, sheet)
            if name is None:
                return [], (), problems
            rows = shown_rows_of(path, name)
            if rows is None:
                more = f"> {MOST_CELLS}"
                limit = problem("table-too-large", path.name, cells=more, limit=MOST_CELLS)
                return [], (), [limit]
            rows = [[_blank_as_none(cell) for cell in row] for row in rows]
            return rows, _merged(path, name), problems
    except (InvalidFileException, *BROKEN) as error:
        return [], (), [problem("unreadable", path.name, reason=error, format="XLSX")]


def _blank_as_none(cell: Any) -> Any:
    return (cell.strip() or None) if isinstance(cell, str) else cell


def _merged(path: Path, name: str) -> tuple[Block, ...]:
    """
    Read which cells were merged, from the file itself.

    openpyxl makes an object of each cell of a merged block, and a block may be as large as a sheet.
    """
    from openpyxl.utils import range_boundaries

    with opened(path, results=True) as book:
        part = str(getattr(book[name], "_worksheet_path", ""))
    blocks: list[Block] = []
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        for _, element in iterparse(file):
            if element.tag.endswith("}mergeCell") and (ref := element.get("ref")):
                left, top, right, bottom = (int(one or 1) for one in range_boundaries(ref))
                blocks.append((top - 1, left - 1, bottom - 1, right - 1))
            if not element.tag.endswith("}mergeCells"):
                element.clear()
            if len(blocks) >= _MOST_BLOCKS:
                break
    return tuple(blocks)
