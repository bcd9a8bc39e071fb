"""Read the data of a composite indicator: units by indicators, denominators and groups."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.numbers import DecimalMark, amounts_in
from localgoals.ingest.tables import codes_in, missing_columns, read_table
from localgoals.model.problem import Problem
from localgoals.scoring.composite.build import Table
from localgoals.scoring.composite.structure import INDICATOR_LEVEL, Item

UNIT: Final = "uCode"
"""The column that names the units, as in COINr's iData."""
_ABOUT_UNITS: Final = ("uName", "Time")
_SHOWN = 20
_HEADER_ROWS = 2


@dataclass(frozen=True)
class Sources:
    """The tables of a composite indicator besides its structure."""

    table: Path
    """Units by indicators."""
    denominators: Path | None = None
    """Units by denominators; may be `table` itself."""
    group: str = ""
    """The column of `table` with the group of each unit; empty when groups are not used."""
    decimal: DecimalMark | None = None


def read_data(
    sources: Sources, items: Sequence[Item], others: Collection[str]
) -> tuple[Table | None, list[Problem]]:
    """
    Read units by indicators, and their denominators and groups where these are used.

    Parameters
    ----------
    sources
        CSV, XLSX or Parquet with a column uCode and one for each indicator.
    items
        Those of the structure: the indicators, and what they are divided by.
    others
        Columns that the structure knows as groups, denominators or others.

    Returns
    -------
    table
        None when there is an error.
    problems
        Every fault, with its row and column.
    """
    raw, problems = _raw(sources.table)
    if raw is None:
        return None, problems
    where = sources.table.name
    codes = [item.code for item in items if item.level == INDICATOR_LEVEL]
    indicators = [code for code in codes if code in raw.columns]
    problems += [
        feed_problem("composite-no-column", where, column=code)
        for code in codes
        if code not in raw.columns
    ]
    if items:
        used = {*indicators, *others, sources.group, UNIT, *_ABOUT_UNITS}
        problems += _unused(raw, where, used)
    values, faults = _numbers(raw, indicators, where, sources.decimal)
    problems += faults + [
        feed_problem("composite-column-empty", where, column=code)
        for code in indicators
        if not faults and values[code].isna().all()
    ]
    groups, faults = _groups(raw, sources.group, where)
    problems += faults
    denominators, faults = _denominators(sources, items, values.index)
    problems += faults
    if has_error(problems):
        return None, problems
    return Table(values, denominators, groups), problems


def _raw(path: Path) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read a table whose rows are units, each once; None when its rows cannot be told apart."""
    raw, problems = read_table(path, texts=(UNIT,))
    if not has_error(problems):
        problems += missing_columns(path.name, [UNIT], list(raw.columns))
    if has_error(problems):
        return None, problems
    codes = codes_in(raw[UNIT])
    first: dict[str, int] = {}
    for number, code in codes.items():
        row = int(str(number)) + _HEADER_ROWS
        place = f"{path.name}, row {row}, column {UNIT}"
        if code is None:
            problems.append(feed_problem("composite-unit-blank", place))
        elif code in first:
            problems.append(feed_problem("composite-unit-twice", place, unit=code, row=first[code]))
        else:
            first[code] = row
    return raw.assign(**{UNIT: codes}), _cut(problems, f"{path.name}, column {UNIT}")


def _numbers(
    raw: pd.DataFrame, columns: Sequence[str], where: str, decimal: DecimalMark | None
) -> tuple[pd.DataFrame, list[Problem]]:
    problems: list[Problem] = []
    found = {}
    for name in columns:
        found[name], faults = amounts_in(raw[name], where, decimal=decimal)
        problems += faults
    return pd.DataFrame(found, index=pd.Index(raw[UNIT], name=UNIT)), problems


def _unused(raw: pd.DataFrame, where: str, used: Collection[str]) -> list[Problem]:
    return [
        feed_problem("composite-column-unused", where, column=name)
        for name in map(str, raw.columns)
        if name not in used
    ]


def _groups(raw: pd.DataFrame, column: str, where: str) -> tuple[pd.Series | None, list[Problem]]:
    if not column:
        return None, []
    problems = missing_columns(where, [column], list(raw.columns))
    if problems:
        return None, problems
    groups = codes_in(raw[column])
    if blank := int(groups.isna().sum()):
        place = f"{where}, column {column}"
        problems.append(feed_problem("composite-group-blank", place, count=blank))
    return pd.Series(groups.to_numpy(), index=pd.Index(raw[UNIT], name=UNIT)), problems


def _denominators(
    sources: Sources, items: Sequence[Item], units: pd.Index
) -> tuple[pd.DataFrame | None, list[Problem]]:
    divided = [item for item in items if item.level == INDICATOR_LEVEL and item.denominator]
    path = sources.denominators
    if path is None:
        if not divided:
            return None, []
        codes = ", ".join(item.code for item in divided[:_SHOWN])
        place = sources.table.name
        return None, [feed_problem("composite-not-divided", place, count=len(divided), codes=codes)]
    if not divided:
        return None, [feed_problem("composite-nothing-to-divide", path.name)]
    raw, problems = _raw(path)
    if path == sources.table:
        problems = []  # told already
    if raw is None:
        return None, problems
    wanted = {item.denominator: item.code for item in divided}
    problems += [
        feed_problem("composite-no-denominator", path.name, column=name, indicator=code)
        for name, code in wanted.items()
        if name not in raw.columns
    ]
    columns = [name for name in wanted if name in raw.columns]
    values, faults = _numbers(raw, columns, path.name, sources.decimal)
    problems += faults + _not_above_0(raw, values, path.name)
    strangers = [str(unit) for unit in units if unit not in values.index]
    if strangers:
        examples = ", ".join(strangers[:_SHOWN])
        problems.append(
            feed_problem(
                "composite-denominator-unit", path.name, count=len(strangers), examples=examples
            )
        )
    return (None if has_error(problems) else values), problems


def _not_above_0(raw: pd.DataFrame, values: pd.DataFrame, where: str) -> list[Problem]:
    problems = []
    for name in values.columns:
        wrong = np.flatnonzero((values[name] <= 0).to_numpy())
        problems += [
            feed_problem(
                "composite-denominator",
                f"{where}, row {int(raw.index[row]) + _HEADER_ROWS}, column {name}",
                value=f"{values[name].iloc[row]:g}",
            )
            for row in wrong.tolist()
        ]
    return _cut(problems, where)


def _cut(problems: list[Problem], where: str) -> list[Problem]:
    """Name the first faults one by one, and count the others."""
    more = len(problems) - _SHOWN
    if more <= 0:
        return problems
    return [*problems[:_SHOWN], problem("and-more", where, count=more)]
