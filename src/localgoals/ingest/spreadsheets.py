"""Sheets of XLSX workbooks as text, numbers and dates; what a formula gave, never the formula."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from localgoals.ingest.archives import ZipLimits, zip_problems
from localgoals.ingest.faults import problem
from localgoals.model.problem import Problem

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_CELLS = 20_000_000
_SHOWN = 5
_LIMITS = ZipLimits(total_bytes=2 << 30)
_BOMB = ("zip-members", "zip-size", "zip-ratio")
# What a number format writes as it stands, such as a percent sign behind what is percent already.
_LITERAL = re.compile(r'"[^"]*"|\\.')
# What openpyxl raises on a file that is not as the standard says; it has no error of its own.
BROKEN = (
    zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, OSError,
    AttributeError, IndexError, KeyError, TypeError, ValueError,
)  # fmt: skip

Row = list[Any]


def read_sheet(
    path: Path,
    *,
    sheet: str | None,
    columns: Sequence[str] | None,
    as_shown: Collection[str] = (),
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """
    Read one sheet as it stands there, with the first row for the header.

    Parameters
    ----------
    path
        The workbook.
    sheet
        Its sheet; None for the first one, with a warning where there are several.
    columns
        The columns in which a formula without its result is an error; None for all.
    as_shown
        The columns in which a number that is shown as 12.5% is the text `12.5%`.
    """
    from openpyxl.utils.exceptions import InvalidFileException

    if bomb := _bomb_problems(path):
        return None, bomb
    try:
        with warnings.catch_warnings():
            # About styles and the like, which nothing here uses.
            warnings.simplefilter("ignore", UserWarning)
            return _read(path, sheet, columns, as_shown)
    except (InvalidFileException, *BROKEN) as error:
        return None, [problem("unreadable", path.name, reason=error, format="XLSX")]


def _read(
    path: Path, sheet: str | None, columns: Sequence[str] | None, as_shown: Collection[str]
) -> tuple[pd.DataFrame | None, list[Problem]]:
    name, problems = sheet_named(path, sheet)
    if name is None:
        return None, problems
    rows = rows_of(path, name, results=True)
    if rows is None:
        more = f"> {MOST_CELLS}"
        return None, [problem("table-too-large", path.name, cells=more, limit=MOST_CELLS)]
    shown = {at for at, head in enumerate(rows[0] if rows else []) if head in as_shown}
    if shown:
        for row, column, cell in _cells_of(path, name, rows):
            if row and column in shown and _shows_percent(rows[row][column], cell):
                rows[row][column] = _as_percent(rows[row][column])
    frame = _framed(rows)
    wanted = [str(name) for name in frame.columns if columns is None or name in columns]
    if frame[wanted].isna().to_numpy().any():
        formulas = _framed(rows_of(path, name, results=False) or [])
        problems += _unsaved(frame, formulas, wanted, path.name)
    return frame, problems


def sheet_named(path: Path, sheet: str | None) -> tuple[str | None, list[Problem]]:
    """Choose the sheet to read: the one that was named, or the first one with a warning."""
    names = _sheets(path)
    listed = ", ".join(names)
    if not names or (sheet is not None and sheet not in names):
        return None, [problem("sheet-missing", path.name, sheet=sheet or "-", names=listed)]
    if sheet is None and len(names) > 1:
        return names[0], [problem("sheet-unstated", path.name, count=len(names), names=listed)]
    return sheet or names[0], []


def sheet_names(path: Path) -> tuple[list[str], list[Problem]]:
    """Name the sheets of a workbook that have cells, or say why it cannot be read."""
    from openpyxl.utils.exceptions import InvalidFileException

    if bomb := _bomb_problems(path):
        return [], bomb
    try:
        return _sheets(path), []
    except (InvalidFileException, *BROKEN) as error:
        return [], [problem("unreadable", path.name, reason=error, format="XLSX")]


def _bomb_problems(path: Path) -> list[Problem]:
    """Find a workbook that would fill the memory, before any of it is unpacked."""
    # What else is wrong with the zip is said by whoever reads it.
    return [one for one in zip_problems(path, limits=_LIMITS) if one.kind in _BOMB]


@contextmanager
def opened(path: Path, *, results: bool) -> Iterator[Workbook]:
    """Open a workbook for reading; openpyxl leaves a file open that it does not understand."""
    from openpyxl import load_workbook

    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=results)
        try:
            yield book
        finally:
            book.close()


def _sheets(path: Path) -> list[str]:
    """Name the sheets that have cells; a sheet that is a chart has none."""
    with opened(path, results=True) as book:
        return [str(one.title) for one in book.worksheets]


def rows_of(path: Path, sheet: str, *, results: bool) -> list[Row] | None:
    """Read the cells of a sheet; None when there are more than fit."""
    with opened(path, results=results) as book:
        cells = book[sheet]
        # The file says how large the sheet is, and some programs say it wrong.
        cells.reset_dimensions()
        rows: list[Row] = []
        count = 0
        for row in cells.iter_rows(values_only=True):
            # A blank row takes room, too.
            count += len(row) + 1
            if count > MOST_CELLS:
                return None
            rows.append(list(row))
        return rows


def shown_rows_of(path: Path, sheet: str) -> list[Row] | None:
    """
    Read the cells of a sheet as a person sees them; None when there are more than fit.

    A number that is shown as 12.5% is the text `12.5%`, and a formula whose result was not saved is
    its text: as a blank it would seem that there is no figure.
    """
    rows = rows_of(path, sheet, results=True)
    if rows is None:
        return None
    for row, column, cell in _cells_of(path, sheet, rows):
        if rows[row][column] is None:
            rows[row][column] = cell.value if cell.data_type == "f" else None
        elif _shows_percent(rows[row][column], cell):
            rows[row][column] = _as_percent(rows[row][column])
    return rows


def _cells_of(path: Path, sheet: str, rows: list[Row]) -> Iterator[tuple[int, int, Any]]:
    """Give the cells of a sheet with their formats and formulas, row by row."""
    with opened(path, results=False) as book:
        cells = book[sheet]
        cells.reset_dimensions()
        for row, line in enumerate(cells.iter_rows(max_row=len(rows))):
            for column, cell in enumerate(line[: len(rows[row])]):
                yield row, column, cell


def _shows_percent(value: Any, cell: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and "%" in _LITERAL.sub("", cell.number_format or "")


def _as_percent(value: float) -> str:
    return f"{value * 100:.15g}%"


def _framed(rows: list[Row]) -> pd.DataFrame:
    """Take the first row for the header; columns without a name are left out."""
    if not rows:
        return pd.DataFrame()
    header = [str(name).strip() if name is not None else "" for name in rows[0]]
    width = len(header)
    # Rows may be of any length, and most of a sheet may be blank rows.
    body = {
        number: (row + [None] * width)[:width]
        for number, row in enumerate(rows[1:])
        if not all(_is_blank(cell) for cell in row)
    }
    frame = pd.DataFrame(list(body.values()), columns=header, index=list(body), dtype=object)
    return frame.loc[:, [bool(name) for name in header]].dropna(how="all")


def _is_blank(cell: Any) -> bool:
    """Tell whether nobody sees anything in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _unsaved(
    frame: pd.DataFrame, formulas: pd.DataFrame, columns: list[str], where: str
) -> list[Problem]:
    """Find formulas that no spreadsheet program has computed yet: their cells would seem blank."""
    beside = formulas[columns].reindex(frame.index.union(formulas.index))
    blank = frame[columns].reindex(beside.index).isna().to_numpy()
    at = np.argwhere(blank & beside.notna().to_numpy())
    if not len(at):
        return []
    shown = [f"{beside.columns[column]} {beside.index[row] + 2}" for row, column in at[:_SHOWN]]
    cells = ", ".join(shown) + (", …" if len(at) > _SHOWN else "")
    return [problem("formula-unsaved", where, count=len(at), cells=cells)]
