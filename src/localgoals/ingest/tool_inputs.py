"""The tables and files that a person gives to a tool, read as its declaration says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isinf
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from localgoals.catalogue.tool_suite.declared import (
    InputColumn,
    InputTable,
    Tool,
    example_files,
    example_text,
)
from localgoals.ingest.cells import cell_problems
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.numbers import amounts_in
from localgoals.ingest.pack_files import sha256_of
from localgoals.ingest.surveys import YES_NO
from localgoals.ingest.tables import codes_in, read_table
from localgoals.ingest.tool_places import Place, Places, places_of
from localgoals.model.problem import Problem
from localgoals.model.text import Message
from localgoals.model.visible_text import visible

_NO_ROW = {"table-empty", "tool-no-row"}
_FIRST_YEAR, _LAST_YEAR = 1500, 2500
_MOST, _LEAST = 1e24, 1e-24
"""
Larger amounts, and smaller ones but 0, are slips of the pen, and their products and quotients would
leave what a computer can count.
"""


_LONGEST, _SHOWN_LETTERS = 200, 40
"""Letters of a name."""


def _quiet(_step: Message, _done: int, _total: int) -> None:
    """Tell nobody how far the work is."""


@dataclass(frozen=True)
class Inputs:
    """
    The tables of a tool by name; one that was not given and need not be is absent.

    Each has the columns of its declaration, all of them, under their names: numbers and years as
    floats (NaN where blank), yes and no as 1 and 0, labels, texts and the codes of choices as text
    (empty where blank). The index counts the rows of the file from 0.
    """

    tables: Mapping[str, pd.DataFrame]
    places: Mapping[str, str]
    """Of each table and file: the file, and the sheet if it is a workbook, for problems."""
    files: Mapping[str, str]
    """Of each file that was given: its SHA-256."""
    paths: Mapping[str, Path] = field(default_factory=dict)
    """
    Where each file stands that is no table; one that need not be is absent. Where there may be
    several, each goes by its name without the ending.
    """
    room: Path | None = None
    """The folder of the result, for files that are too large to be handed on; set by a run."""
    threads: int = 1
    """How many a method may use."""
    progress: Callable[[Message, int, int], None] = _quiet
    """Told by a long method how far a step is: its name, how much is done, how much there is."""

    def faults(
        self, kind: str, table: str, column: str, rows: object, **values: object
    ) -> list[Problem]:
        """
        Name the cells of a column that break a rule beyond their own type.

        Parameters
        ----------
        kind
            A key of `FEED_FAULTS`; its blank `value` is filled with the cell.
        table, column
            Where they stand.
        rows
            Of each row, whether it is at fault.
        values
            What fills the other blanks.
        """
        series = self.tables[table][column]
        wrong = np.asarray(rows, dtype=np.bool_)
        return list(cell_problems(kind, self.places[table], series, wrong, **values))

    def single_row(self, table: str) -> Mapping[str, float | str]:
        """
        Give the cells of a table that has a single row, such as the settings of a tool.

        Those that are blank are left out; without the table, all of them are.
        """
        if table not in self.tables:
            return {}
        cells = self.tables[table].iloc[0]
        return {str(name): cells[name] for name in cells[cells.notna() & (cells != "")].index}


def read_example(tool: Tool) -> Inputs:
    """Read the worked example of a tool."""
    with TemporaryDirectory() as folder:
        tables = {}
        for table in tool.tables:
            text = example_text(tool, table)
            if text:
                path = Path(folder, f"{table.name}.csv")
                path.write_text(text, encoding="utf-8", newline="")
                tables[table.name] = Place(path)
        files = {path.stem: path for one in tool.files for path in example_files(tool, one)}
        inputs, problems = _read_places(Places(tables, files), tool, tool.code, [])
    assert inputs is not None, [str(one) for one in problems]
    return inputs


def read_inputs(path: Path, tool: Tool) -> tuple[Inputs | None, list[Problem]]:
    """
    Read the tables that a tool asks for, and find its files.

    Parameters
    ----------
    path
        A folder, a workbook or a file; see `places_of`.
    tool
        What it asks for.

    Returns
    -------
    inputs
        None when anything could be taken for something else.
    problems
        Every fault, with its row and column.
    """
    places, problems = places_of(path, tool)
    return _read_places(places, tool, path.name, problems)


def _read_places(
    places: Places, tool: Tool, where: str, problems: list[Problem]
) -> tuple[Inputs | None, list[Problem]]:
    tables: dict[str, pd.DataFrame] = {}
    problems = list(problems)
    for table in tool.tables:
        place = places.tables.get(table.name)
        if place is None:
            if table.needed and not has_error(problems):
                values: dict[str, object] = {"table": table.name, "code": tool.code}
                problems.append(feed_problem("tool-table-missing", where, **values))
            continue
        read, faults = _read(place, table)
        blank = bool(faults) and {one.kind for one in faults} <= _NO_ROW
        if blank and not table.needed and place.sheet is not None:
            # Sheets of the blank workbook that nobody filled in.
            continue
        tables[table.name] = read
        problems += faults
    if has_error(problems):
        return None, problems
    given = {place.path.name: place.path for place in places.tables.values()}
    hashes = {
        name: sha256_of(file)
        for name, file in (given | {one.name: one for one in places.files.values()}).items()
    }
    named = {name: place.name for name, place in places.tables.items()}
    named |= {name: path.name for name, path in places.files.items()}
    return Inputs(tables, named, hashes, places.files), problems


def _read(place: Place, table: InputTable) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a table column by column; one that may be missing is all blank."""
    amounts = {name for one in table.columns if one.kind == "number" for name in _names(one)}
    frame, problems = read_table(place.path, sheet=place.sheet, texts=amounts)
    if has_error(problems):
        return pd.DataFrame(), problems
    if not len(frame):
        return frame, [*problems, feed_problem("tool-no-row", place.name, rows=table.rows)]
    made, faults = declared_cells(frame, table, place.name)
    if table.single and len(made) > 1:
        faults.append(feed_problem("tool-one-row", place.name, count=len(made)))
    return made, [*problems, *faults]


def declared_cells(
    frame: pd.DataFrame, table: InputTable, where: str
) -> tuple[pd.DataFrame, list[Problem]]:
    """
    Read the cells of a table as its declaration says.

    Parameters
    ----------
    frame
        As `read_table` gives it, with a row or more.
    table
        Its columns; `frame` has them under their names or titles.
    where
        The file, for the problems.

    Returns
    -------
    cells
        As in `Inputs`.
    problems
        Every fault.
    """
    found, problems = _columns(frame, table, where)
    read: dict[str, object] = {}
    for column in table.columns:
        written = found.get(column.name, _all_blank(frame, column))
        values, faults = _cells(written, column, where)
        # A column that is not there has been named once, not row by row.
        problems += faults if column.name in found else []
        read[column.name] = values
    made = pd.DataFrame(read, index=frame.index)
    return made, [*problems, *_twice(made, table, where)]


def _all_blank(frame: pd.DataFrame, column: InputColumn) -> pd.Series:
    return pd.Series([None] * len(frame), frame.index, dtype=object, name=column.name)


def _names(column: InputColumn) -> tuple[str, str, str]:
    """Give the names under which a column may stand: its own, or its title in either language."""
    return column.name, column.title.en, column.title.zh


def _columns(
    frame: pd.DataFrame, table: InputTable, where: str
) -> tuple[dict[str, pd.Series], list[Problem]]:
    """Find the columns of a table by their names or titles."""
    by_name = {name: one for one in table.columns for name in _names(one)}
    found: dict[str, pd.Series] = {}
    problems = []
    allowed = ", ".join(one.name for one in table.columns)
    for name in map(str, frame.columns):
        column = by_name.get(name.strip())
        if column is None or column.name in found:
            problems.append(
                feed_problem("tool-column-unknown", where, column=name, allowed=allowed)
            )
        else:
            found[column.name] = frame[name]
    for column in table.columns:
        if column.needed and column.name not in found:
            columns = ", ".join(map(str, frame.columns))
            problems.append(problem("column-missing", where, column=column.name, columns=columns))
    return found, problems


def _cells(written: pd.Series, column: InputColumn, where: str) -> tuple[object, list[Problem]]:
    """Read the cells of a column by its kind."""
    if column.kind == "number":
        values, problems = amounts_in(written, where)
        problems += _outside(values, written, column, where)
        blank = np.isnan(values) & written.isna().to_numpy()
        return values, [*problems, *_blank(written, blank, column, where)]
    # What no drawing can hold, such as the line breaks of word processors, is a space.
    texts = codes_in(codes_in(written).map(visible, na_action="ignore"))
    blank = texts.isna().to_numpy()
    problems = list(_blank(written, blank, column, where))
    if column.kind == "label":
        problems += _too_long(texts, where)
    if column.kind in ("label", "text"):
        return texts.fillna("").astype(object), problems
    if column.kind == "year":
        years = pd.to_numeric(texts, errors="coerce").to_numpy(np.float64)
        with np.errstate(invalid="ignore"):
            bad = ~((years >= _FIRST_YEAR) & (years <= _LAST_YEAR) & (years % 1 == 0)) & ~blank
        return years, [*problems, *cell_problems("tool-year", where, written, bad)]
    words = _words(column)
    known = texts.str.lower().map(words)
    bad = known.isna().to_numpy() & ~blank
    allowed = ", ".join(one.code for one in column.choices) or "yes, no"
    problems += cell_problems("tool-choice", where, written, bad, allowed=allowed)
    if column.kind == "yes_no":
        return known.astype(np.float64), problems
    return known.fillna("").astype(object), problems


def _too_long(texts: pd.Series, where: str) -> Iterator[Problem]:
    """Name the names at which drawings would take minutes; nobody could read them there."""
    letters = texts.str.len().fillna(0) if texts.notna().any() else pd.Series(0, texts.index)
    for count in letters[letters > _LONGEST].unique():
        shown = texts.str[:_SHOWN_LETTERS]
        values: dict[str, object] = {"count": int(count), "limit": _LONGEST}
        yield from cell_problems("tool-long", where, shown, letters == count, **values)


def _words(column: InputColumn) -> Mapping[str, object]:
    """Give what may stand in a cell, in small letters, and what it means."""
    if column.kind == "yes_no":
        return YES_NO
    words = {
        title.lower(): one.code for one in column.choices for title in (one.title.en, one.title.zh)
    }
    # A code that is a number may be written 1 or 1.0, as spreadsheets please.
    written = {
        f"{float(one.code)}": one.code for one in column.choices if _NUMBER.fullmatch(one.code)
    }
    return words | written | {one.code.lower(): one.code for one in column.choices}


_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def _blank(
    written: pd.Series, blank: np.ndarray, column: InputColumn, where: str
) -> Iterator[Problem]:
    if column.needed:
        expected = Message("a number") if column.kind == "number" else Message("an entry")
        yield from cell_problems("tool-blank", where, written, blank, expected=expected)


def _outside(
    values: np.ndarray, written: pd.Series, column: InputColumn, where: str
) -> Iterator[Problem]:
    low, high = column.between.low, column.between.high
    with np.errstate(invalid="ignore"):
        outside = (values < low) | (values > high)
        huge = ~outside & (np.abs(values) > _MOST)
        tiny = ~outside & (np.abs(values) < _LEAST) & (values != 0)
    yield from cell_problems("tool-huge", where, written, huge)
    yield from cell_problems("tool-tiny", where, written, tiny)
    if isinf(high):
        allowed = Message("of {low} or more", {"low": f"{low:g}"})
    elif isinf(low):
        allowed = Message("of {high} or less", {"high": f"{high:g}"})
    else:
        allowed = Message("between {low} and {high}", {"low": f"{low:g}", "high": f"{high:g}"})
    yield from cell_problems("tool-range", where, written, outside, allowed=allowed)


def _twice(frame: pd.DataFrame, table: InputTable, where: str) -> Iterator[Problem]:
    """Name the rows that have the key of another one."""
    keys = [one.name for one in table.columns if one.key]
    if not keys:
        return
    again = frame.duplicated(subset=keys).to_numpy()
    years = [one.name for one in table.columns if one.key and one.kind == "year"]
    # Words are made for those rows only: there can be hundreds of thousands of others.
    twice = frame.loc[again, keys]
    twice = twice.assign(**{name: twice[name].map("{:.0f}".format) for name in years}).astype(str)
    said = pd.Series([", ".join(row) for row in twice.to_numpy()], twice.index, name=keys[0])
    yield from cell_problems("tool-row-twice", where, said, np.ones(len(said), np.bool_))
