"""CSV as a description beside it says: every cell stays the text that it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from localgoals.ingest.exchange.cells import Column, recoded
from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.formats import FORMATS, head_of
from localgoals.model.problem import Problem

_HEADER_CHARACTERS = 1 << 20
_BLOCK_BYTES = 1 << 24
_SHOWN = 20
# What spreadsheets run as a formula (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Dialect:
    """How a CSV is written; the default is that of RFC 4180."""

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    skip_rows: int = 0
    has_header: bool = True
    names: tuple[str, ...] = ()
    """Names of the columns where there is no header."""
    missing: frozenset[str] = frozenset()
    """Texts that stand for nothing, besides the empty one."""


@dataclass(frozen=True)
class CsvCells:
    """The columns of a CSV by their name, and the number of each row as a person counts."""

    columns: dict[str, Column]
    rows: np.ndarray[tuple[int], np.dtype[np.int64]]

    def place(self, where: str) -> Callable[[int, str], str]:
        """Name a row and column of this file."""
        return lambda row, name: f"{where}, row {int(self.rows[row])}, column {name}"


def read_csv_cells(
    path: Path, where: str, dialect: Dialect = Dialect()
) -> tuple[CsvCells, list[Problem]]:
    """
    Read a CSV; rows with too many or too few cells are left out and named.

    Parameters
    ----------
    path
        The file.
    where
        What problems call it.
    dialect
        How it is written.
    """
    nothing = CsvCells({}, np.zeros(0, dtype=np.int64))
    if not FORMATS["csv"].begins_right(head_of(path)):
        return nothing, [feed_problem("exchange-packed", where)]
    try:
        _decode(path, dialect.encoding)
        names, lines = _header(path, dialect)
        table, rows, problems = _table(path, where, dialect, (len(names), lines))
    except (LookupError, UnicodeError):
        return nothing, [feed_problem("exchange-encoding", where, encoding=dialect.encoding)]
    except (csv.Error, pa.ArrowException, ValueError) as error:
        if "UTF8" in str(error):
            return nothing, [feed_problem("exchange-encoding", where, encoding=dialect.encoding)]
        reason = " ".join(str(error).split())[:200]
        return nothing, [problem("unreadable", where, reason=reason, format="CSV")]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    problems += [
        problem("column-twice", where, count=names.count(name), column=name) for name in twice
    ]
    if not table.num_rows and not problems:
        problems.append(problem("table-empty", where))
    columns = {
        name: _column(table.column(place), dialect.missing)
        for place, name in enumerate(names)
        if name and name not in twice
    }
    return _without_blank_rows(CsvCells(columns, rows)), problems


def _without_blank_rows(cells: CsvCells) -> CsvCells:
    blank = np.logical_and.reduce([one.codes < 0 for one in cells.columns.values()])
    if not cells.columns or not np.any(blank):
        return cells
    columns = {name: one[~blank] for name, one in cells.columns.items()}
    return CsvCells(columns, cells.rows[~blank])


def _decode(path: Path, encoding: str) -> None:
    """Raise what is wrong with the encoding: the parser could not say it of every row."""
    with path.open(encoding=encoding, newline="") as file:
        while file.read(_BLOCK_BYTES):
            pass


def _header(path: Path, dialect: Dialect) -> tuple[list[str], int]:
    """Give the names of the columns, and how many lines stand before the first row."""
    with path.open(encoding=dialect.encoding, newline="") as file:
        lines = io.StringIO(file.read(_HEADER_CHARACTERS).removeprefix("\ufeff"), newline="")
    for _ in range(dialect.skip_rows):
        lines.readline()
    reader = csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote)
    first = next(reader, [])
    if not dialect.has_header:
        return list(dialect.names) or [f"column {one + 1}" for one in range(len(first))], 0
    return [name.strip() for name in first], dialect.skip_rows + reader.line_num


def _table(
    path: Path, where: str, dialect: Dialect, shape: tuple[int, int]
) -> tuple[pa.Table, np.ndarray[tuple[int], np.dtype[np.int64]], list[Problem]]:
    count, lines = shape
    bad: list[tuple[int, int]] = []

    def skip(row: pacsv.InvalidRow) -> str:
        bad.append((row.number - lines, row.actual_columns))
        return "skip"

    names = [str(one) for one in range(count)]
    table = pacsv.read_csv(
        path,
        pacsv.ReadOptions(
            use_threads=False,  # or rows at fault have no number
            block_size=_BLOCK_BYTES,
            skip_rows=lines,
            column_names=names,
            encoding=dialect.encoding,
        ),
        pacsv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=skip,
        ),
        pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string())),
            strings_can_be_null=False,
        ),
    )
    numbers = np.arange(1, table.num_rows + len(bad) + 1)
    kept = np.setdiff1d(numbers, [number for number, _ in bad], assume_unique=True)
    offset = int(dialect.has_header)
    problems = [
        feed_problem("exchange-row", f"{where}, row {number + offset}", count=cells, columns=count)
        for number, cells in bad[:_SHOWN]
    ]
    if len(bad) > _SHOWN:
        problems.append(problem("and-more", where, count=len(bad) - _SHOWN))
    return table, kept[: table.num_rows] + offset, problems


def _column(chunks: pa.ChunkedArray, missing: frozenset[str]) -> Column:
    whole = chunks.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):  # without any chunk
        return pd.Categorical([])
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    texts = whole.dictionary.to_pylist()
    trimmed = pc.utf8_trim_whitespace(whole.dictionary)
    guarded = pc.any(pc.starts_with(whole.dictionary, "'")).as_py()
    if (
        not guarded
        and trimmed.equals(whole.dictionary)
        and not missing.union({""}).intersection(texts)
    ):
        return pd.Categorical.from_codes(codes, categories=pd.Index(texts, dtype=object))
    return recoded(
        codes, texts, lambda text: "" if text in missing else without_apostrophe(text.strip())
    )


def without_apostrophe(text: str) -> str:
    """
    Take away the apostrophe that keeps a spreadsheet from running a cell.

    Examples
    --------
    >>> without_apostrophe("'=1+1"), without_apostrophe("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch")
    """
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(_FORMULA) else text
