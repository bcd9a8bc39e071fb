"""Tables from CSV, XLSX and Parquet: codes keep their zeros, and blanks stay unknown."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from localgoals.ingest.faults import problem
from localgoals.ingest.formats import format_of
from localgoals.ingest.layers import Floats
from localgoals.model.problem import Problem

UNKNOWN = ("", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "None")
"""Cells that mean *not known*."""
_SHOWN = 20
_LEADING_ZERO = re.compile(r"[+-]?0\d")


def read_table(
    path: Path, *, columns: Sequence[str] | None = None, sheet: str | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """
    Read a table from CSV, XLSX or Parquet.

    Columns of numbers become numbers; a column with any other text, or with leading zeros, stays
    text, so that codes are kept and `numbers_in` can name the row of what is not a number. Empty
    cells are NaN.

    Parameters
    ----------
    path
        A file ending in .csv, .tsv, .xlsx or .parquet.
    columns
        The only columns to read; every one that is not there is a problem.
    sheet
        Of a spreadsheet; the first one, with a warning, when there are several and none is named.

    Returns
    -------
    table
        Rows in the order of the file; the index counts them from 0 and skips the blank ones. Empty
        when the file cannot be read.
    problems
        Errors when the table, or a column of it, is not there.
    """
    form = format_of(path)
    if form == "parquet":
        return _read_parquet(path, columns)
    frame, problems = _read_xlsx(path, sheet) if form == "xlsx" else _read_csv(path)
    if frame is None:
        return pd.DataFrame(), problems
    problems += missing_columns(path.name, columns or (), list(frame.columns))
    if frame.empty and not problems:
        problems.append(problem("table-empty", path.name))
    wanted = [str(name) for name in frame.columns if columns is None or name in columns]
    return pd.DataFrame({name: _typed(frame[name]) for name in wanted}), problems


def missing_columns(where: str, wanted: Sequence[str], found: Sequence[str]) -> list[Problem]:
    """List the columns that a file should have and has not."""
    have = ", ".join(map(str, found))[:300]
    return [
        problem("column-missing", where, column=name, columns=have)
        for name in wanted
        if name not in found
    ]


def numbers_in(
    column: pd.Series, where: str, *, first_row: int | None = 2, negative: bool = True
) -> tuple[Floats, list[Problem]]:
    """
    Read a column as numbers; a blank is NaN, and everything else that is no number is a problem.

    Parameters
    ----------
    column
        As `read_table` gives it; its name is the column's.
    where
        The file, for the problems.
    first_row
        Number of the first row as a person counts (2 below a header), or None to count features
        from 1.
    negative
        Whether numbers below 0 can exist.
    """
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        wrong = np.isinf(values)
    else:
        values = pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
        known = ~column.isna().to_numpy() & ~column.isin(UNKNOWN).to_numpy()
        wrong = (known & np.isnan(values)) | np.isinf(values)
    problems = list(_rows_problems("not-a-number", where, column, wrong, first_row))
    if not negative:
        with np.errstate(invalid="ignore"):
            below = (values < 0) & ~wrong
        problems += _rows_problems("negative-number", where, column, below, first_row)
    return np.where(wrong, np.nan, values), problems


def codes_in(column: pd.Series) -> pd.Series:
    """Read a column as codes: text, whole numbers without a decimal point, and None where blank."""
    if pd.api.types.is_float_dtype(column):
        whole = column % 1 == 0  # not infinity, which has no remainder
        if bool((whole | column.isna()).all()):
            column = column.astype("Int64")
    text = column.astype("string").str.strip()
    known = text.notna() & ~text.isin(UNKNOWN)
    return text.astype(object).where(known, None)


def texts_in(table: pd.DataFrame, column: str | None) -> list[str]:
    """Read a column as text, empty where blank; without a column, all are empty."""
    if column is None:
        return [""] * len(table)
    return [str(one).strip() for one in table[column].astype("string").fillna("")]


def _rows_problems(
    kind: str,
    where: str,
    column: pd.Series,
    wrong: np.ndarray[tuple[int], np.dtype[np.bool_]],
    first_row: int | None,
) -> Iterator[Problem]:
    """Name the first rows at fault one by one, and count the others."""
    rows = np.flatnonzero(wrong)
    word, offset = ("row", first_row) if first_row is not None else ("feature", 1)
    for row in rows[:_SHOWN]:
        shown = repr(column.iloc[row])[:80]
        place = f"{where}, {word} {int(column.index[row]) + offset}, column {column.name}"
        yield problem(kind, place, value=shown)
    if len(rows) > _SHOWN:
        yield problem("and-more", f"{where}, column {column.name}", count=len(rows) - _SHOWN)


def _read_parquet(path: Path, columns: Sequence[str] | None) -> tuple[pd.DataFrame, list[Problem]]:
    try:
        schema = pq.read_schema(path)
        problems = missing_columns(path.name, columns or (), schema.names)
        wanted = [name for name in schema.names if columns is None or name in columns]
        table = pq.read_table(path, columns=wanted)
    except (pa.ArrowException, OSError) as error:
        return pd.DataFrame(), [problem("unreadable", path.name, reason=error, format="Parquet")]
    if table.num_rows == 0:
        problems.append(problem("table-empty", path.name))
    return table.to_pandas(ignore_metadata=True), problems


def _read_xlsx(path: Path, sheet: str | None) -> tuple[pd.DataFrame | None, list[Problem]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        return None, [problem("unreadable", path.name, reason=error, format="XLSX")]
    try:
        names = book.sheetnames
        listed = ", ".join(names)
        if sheet is not None and sheet not in names:
            return None, [problem("sheet-missing", path.name, sheet=sheet, names=listed)]
        problems = []
        if sheet is None and len(names) > 1:
            problems.append(problem("sheet-unstated", path.name, count=len(names), names=listed))
        rows = [list(row) for row in book[sheet or names[0]].iter_rows(values_only=True)]
    finally:
        book.close()
    return _framed(rows), problems


def _framed(rows: list[list[Any]]) -> pd.DataFrame:
    """Take the first row for the header; columns without a name are left out."""
    if not rows:
        return pd.DataFrame()
    header = [str(name).strip() if name is not None else "" for name in rows[0]]
    width = len(header)
    body = [(row + [None] * width)[:width] for row in rows[1:]]
    frame = pd.DataFrame(body, columns=header, dtype=object)
    return frame.loc[:, [bool(name) for name in header]].dropna(how="all")


def _read_csv(path: Path) -> tuple[pd.DataFrame | None, list[Problem]]:
    text, problems = _decoded(path)
    try:
        with warnings.catch_warnings():
            # Rows that are longer than the header would be cut, or read as an index.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.StringIO(text),
                sep=_separator(text),
                dtype=str,
                index_col=False,
                keep_default_na=False,
                na_values=list(UNKNOWN),
                skipinitialspace=True,
                skip_blank_lines=False,
                low_memory=False,
            )
    except (ValueError, pd.errors.ParserWarning) as error:
        return None, [*problems, problem("unreadable", path.name, reason=error, format="CSV")]
    frame.columns = [str(name).strip() for name in frame.columns]
    return frame.dropna(how="all"), problems


def _decoded(path: Path) -> tuple[str, list[Problem]]:
    """Decode UTF-8, else GBK where its characters are common ones, else Latin-1 with a warning."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    if _is_chinese(raw):
        return raw.decode("gb18030"), []
    return raw.decode("latin-1"), [problem("encoding-guessed", path.name)]


def _is_chinese(raw: bytes) -> bool:
    """
    Tell GBK from Latin-1.

    An accented letter of Latin-1 mostly stands alone between ASCII letters; the characters of
    everyday Chinese are two bytes above 0xA0.
    """
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    pairs = re.findall(rb"[\x81-\xfe][\x40-\xfe]", raw)
    everyday = sum(pair[0] >= 0xB0 and pair[1] >= 0xA1 for pair in pairs)
    return bool(everyday > 0.75 * len(pairs))


def _separator(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max((",", ";", "\t"), key=header.count)


def _typed(column: pd.Series) -> pd.Series:
    """Make numbers of a column that has nothing else; a code such as 007 is not a number."""
    known = column.dropna()
    if known.empty:
        return column.astype(np.float64)
    if not all(isinstance(value, str) for value in known.head(100)):
        return column.infer_objects()
    if known.str.match(_LEADING_ZERO).any():
        return column
    numbers = pd.to_numeric(column, errors="coerce")
    return column if numbers.isna().sum() > column.isna().sum() else numbers
