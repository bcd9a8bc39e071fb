"""Tables from CSV, XLSX and Parquet: codes keep their zeros, and blanks stay unknown."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from localgoals.ingest.faults import problem
from localgoals.ingest.formats import UTF_16, format_of
from localgoals.ingest.layers import Floats
from localgoals.ingest.plain_csv import read_plain_csv
from localgoals.ingest.spreadsheets import read_sheet
from localgoals.model.problem import Problem

UNKNOWN = ("", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "None")
"""Cells that mean *not known*."""
MOST_CELLS = 200_000_000
"""A table that says it has more is not read: its few bytes could fill the memory."""
# Marks, circled numbers, full-width digits, and the letters of pinyin.
_CHINESE_MARKS = (0xA1, 0xA2, 0xA3, 0xA8)
_SHOWN = 20
_HEAD_BYTES = 4096
_ZEROS_OF_UTF_16 = 0.05
_HEADER_CHARACTERS = 1 << 20
_NOT_AMOUNTS = ("boolean", "datetime64", "datetime", "date", "timedelta64", "timedelta", "period")
_LEADING_ZERO = re.compile(r"[+-]?0\d")


def read_table(
    path: Path,
    *,
    columns: Sequence[str] | None = None,
    sheet: str | None = None,
    texts: Collection[str] = (),
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
    texts
        Columns whose texts stay texts, for a reader that knows how their numbers are written.

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
    if form == "xlsx":
        frame, problems = read_sheet(path, sheet=sheet, columns=columns, as_shown=texts)
    else:
        frame, problems = _read_csv(path)
    if frame is None:
        return pd.DataFrame(), problems
    frame, faults = _unambiguous(frame, path.name, columns)
    problems += faults
    problems += missing_columns(path.name, columns or (), list(frame.columns))
    if frame.empty and not problems:
        problems.append(problem("table-empty", path.name))
    wanted = [str(name) for name in frame.columns if columns is None or name in columns]
    typed = {
        name: _as_texts(frame[name]) if name in texts else with_numbers(frame[name])
        for name in wanted
    }
    return pd.DataFrame(typed), problems


def missing_columns(where: str, wanted: Sequence[str], found: Sequence[str]) -> list[Problem]:
    """List the columns that a file should have and has not."""
    have = ", ".join(map(str, found))[:300]
    return [
        problem("column-missing", where, column=name, columns=have)
        for name in wanted
        if name not in found
    ]


def column_names(path: Path) -> list[str]:
    """Name the columns of a Parquet file; none when it cannot be read."""
    try:
        return list(pq.read_schema(path).names)
    except (pa.ArrowException, OSError):
        return []


def parquet_problems(path: Path, where: str, columns: int) -> list[Problem]:
    """Find a Parquet file that would fill the memory, by what it says about itself."""
    described = pq.read_metadata(path)
    groups = (described.row_group(number) for number in range(described.num_row_groups))
    # Eight bytes are a number; text counts by its length.
    cells = max(described.num_rows * columns, sum(group.total_byte_size for group in groups) // 8)
    if cells <= MOST_CELLS:
        return []
    return [problem("table-too-large", where, cells=cells, limit=MOST_CELLS)]


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
    elif pd.api.types.infer_dtype(column, skipna=True) in _NOT_AMOUNTS:
        # A date is a number of nanoseconds to pandas, and True is 1.
        values, wrong = np.full(len(column), np.nan), column.notna().to_numpy()
    else:
        values = pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
        known = ~column.isna().to_numpy() & ~column.isin(UNKNOWN).to_numpy()
        wrong = (known & np.isnan(values)) | np.isinf(values)
        if column.dtype == object:
            wrong |= np.array([isinstance(value, bool) for value in column], dtype=np.bool_)
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
        value = column.iloc[row]
        shown = (repr(value) if isinstance(value, str) else str(value))[:80]
        place = f"{where}, {word} {int(column.index[row]) + offset}, column {column.name}"
        yield problem(kind, place, value=shown)
    if len(rows) > _SHOWN:
        yield problem("and-more", f"{where}, column {column.name}", count=len(rows) - _SHOWN)


def _read_parquet(path: Path, columns: Sequence[str] | None) -> tuple[pd.DataFrame, list[Problem]]:
    try:
        schema = pq.read_schema(path)
        problems = missing_columns(path.name, columns or (), schema.names)
        wanted = [name for name in schema.names if columns is None or name in columns]
        faults = _twice(path.name, schema.names, columns)
        faults += parquet_problems(path, path.name, len(wanted))
        if faults:
            return pd.DataFrame(), problems + faults
        table = pq.read_table(path, columns=wanted)
    except (pa.ArrowException, OSError) as error:
        return pd.DataFrame(), [problem("unreadable", path.name, reason=error, format="Parquet")]
    if table.num_rows == 0:
        problems.append(problem("table-empty", path.name))
    return table.to_pandas(ignore_metadata=True), problems


def _read_csv(path: Path) -> tuple[pd.DataFrame | None, list[Problem]]:
    plain = read_plain_csv(path.read_bytes(), UNKNOWN)
    if plain is not None:
        return plain.dropna(how="all"), []
    return read_any_csv(path)


def read_any_csv(path: Path) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read a CSV as texts, whatever its encoding, quotes and ends of lines are."""
    text, problems = decoded(path)
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
        header = _header(text, len(frame.columns))
    except (ValueError, csv.Error, pd.errors.ParserWarning) as error:
        return None, [*problems, problem("unreadable", path.name, reason=error, format="CSV")]
    # The names as they are written: pandas numbers those that stand there twice.
    frame.columns = header
    return frame.loc[:, frame.columns != ""].dropna(how="all"), problems


def _header(text: str, count: int) -> list[str]:
    """Read the names of a CSV's columns as they are written."""
    reader = csv.reader(
        io.StringIO(text[:_HEADER_CHARACTERS], newline=None),
        delimiter=_separator(text),
        skipinitialspace=True,
    )
    names = [name.strip() for name in next(reader, [])]
    return (names + [""] * count)[:count]


def _unambiguous(
    frame: pd.DataFrame, where: str, columns: Sequence[str] | None
) -> tuple[pd.DataFrame, list[Problem]]:
    """Keep the columns whose name stands there once; say which of the wanted ones does not."""
    problems = _twice(where, list(frame.columns), columns)
    return frame.loc[:, ~frame.columns.duplicated()], problems


def _twice(where: str, found: Sequence[str], columns: Sequence[str] | None) -> list[Problem]:
    return [
        problem("column-twice", where, count=count, column=name)
        for name, count in Counter(map(str, found)).items()
        if count > 1 and (columns is None or name in columns)
    ]


def decoded(path: Path) -> tuple[str, list[Problem]]:
    """
    Decode UTF-8 or UTF-16, else GBK where its characters are common ones, else Latin-1.

    Only the last is a guess that is said; text in UTF-16 without its mark shows by its zeros.
    """
    raw = path.read_bytes()
    if raw.startswith(UTF_16):
        return raw.decode("utf-16", errors="replace"), []
    # A single zero is a slip of a program, and no sign of UTF-16.
    if raw[:_HEAD_BYTES].count(0) > _ZEROS_OF_UTF_16 * len(raw[:_HEAD_BYTES]):
        is_little = raw[1:_HEAD_BYTES:2].count(0) > raw[:_HEAD_BYTES:2].count(0)
        return raw.decode("utf-16-le" if is_little else "utf-16-be", errors="replace"), []
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
    everyday Chinese are two bytes above 0xA0, and so are its marks and full-width digits.
    """
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    pairs = re.findall(rb"[\x81-\xfe][\x40-\xfe]", raw)
    everyday = sum(
        (pair[0] >= 0xB0 or pair[0] in _CHINESE_MARKS) and pair[1] >= 0xA1 for pair in pairs
    )
    return bool(everyday > 0.75 * len(pairs))


def _separator(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max((",", ";", "\t"), key=header.count)


def _as_texts(column: pd.Series) -> pd.Series:
    return column.astype("str") if isinstance(column.dtype, pd.CategoricalDtype) else column


def with_numbers(column: pd.Series) -> pd.Series:
    """Make numbers of a column that has nothing else; a code such as 007 is not a number."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        # Each different text is looked at once; what nobody has any more says nothing.
        used = column.cat.remove_unused_categories()
        values = with_numbers(pd.Series(used.cat.categories.astype("str")))
        codes = used.cat.codes.to_numpy()
        if pd.api.types.is_integer_dtype(values) and (codes < 0).any():
            values = values.astype(np.float64)
        taken = values.array.take(codes, allow_fill=True)
        return pd.Series(taken, column.index, name=column.name)
    known = column.dropna()
    if known.empty:
        return column.astype(np.float64)
    if not all(isinstance(value, str) for value in known.head(100)):
        return column.infer_objects()
    if known.str.match(_LEADING_ZERO).any():
        return column
    numbers = pd.to_numeric(column, errors="coerce")
    return column if numbers.isna().sum() > column.isna().sum() else numbers
