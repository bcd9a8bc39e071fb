"""The figures of a table in an exchange format: values, multipliers, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from localgoals.ingest.exchange.cells import Cells, Column, constant, recoded
from localgoals.ingest.exchange.fields import Fields
from localgoals.ingest.exchange.values import (
    MISSING,
    Kinds,
    amounts,
    in_place,
    multiplied,
    notations,
    of_status,
    powers,
)
from localgoals.ingest.faults import FAULTS, problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.layers import Floats
from localgoals.ingest.numbers import DecimalMark
from localgoals.model.problem import Problem

_SHOWN = 20

Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Figures:
    """One figure for each row."""

    values: Floats
    """NaN where not known."""
    margins: Floats
    notations: Column
    sound: Rows
    """False where the row is at fault, or is an empty cell of a cube."""
    problems: list[Problem]


def figures(cells: Cells, fields: Fields, decimal: DecimalMark | None) -> Figures:
    """
    Read the figures of a table.

    Parameters
    ----------
    cells, fields
        The table, and what its columns stand for.
    decimal
        The mark before decimals, where the person says it; a file that says it goes before.
    """
    mark = cells.decimal or decimal
    values, wrong, problems = _numbers(cells, fields, "value", mark)
    margins, wrong_margins, faults = _numbers(cells, fields, "margin", mark)
    problems += faults
    values, wrong_powers, faults = _multiplied(values, cells, fields)
    problems += faults
    keys, wrong_keys, faults = _keys(cells, fields, ~np.isnan(values))
    problems += faults
    sound = ~(wrong | wrong_margins | wrong_powers | wrong_keys)
    silent = sound & np.isnan(values) & (keys.codes < 0)
    if cells.numbers is not None:
        # A table that has a cell for everything leaves most of them empty: they claim nothing.
        problems += _empty(cells, silent)
        return Figures(values, margins, keys, sound & ~silent, problems)
    if silent.any():
        count = int(silent.sum())
        problems.append(feed_problem("exchange-blank", cells.where, count=count))
        keys = _with_key(keys, silent, "NE")
    return Figures(values, margins, keys, sound, problems)


def name_rows(cells: Cells, name: str, rows: Rows, kind: str, **words: object) -> Iterator[Problem]:
    """Name the first rows at fault one by one, and count the others."""
    say = problem if kind in FAULTS else feed_problem
    at = np.flatnonzero(rows)
    column = cells.columns.get(name)
    for row in at[:_SHOWN].tolist():
        code = -1 if column is None else int(column.codes[row])
        shown = "-" if column is None or code < 0 else repr(str(column.categories[code])[:80])
        yield say(kind, cells.place(row, name), **{"value": shown} | words)
    if at.size > _SHOWN:
        yield problem("and-more", f"{cells.where}, {name}", count=at.size - _SHOWN)


def name_faults(cells: Cells, name: str, kinds: Kinds) -> tuple[Rows, list[Problem]]:
    """Name the rows of a column whose text is at fault."""
    column = cells.columns[name]
    of_row = np.append(kinds, "")[column.codes]
    problems = [
        one
        for kind in dict.fromkeys(kinds[kinds != ""])
        for one in name_rows(cells, name, of_row == kind, str(kind))
    ]
    return of_row != "", problems


def _numbers(
    cells: Cells, fields: Fields, field: str, decimal: DecimalMark | None
) -> tuple[Floats, Rows, list[Problem]]:
    nothing = np.zeros(cells.count, dtype=np.bool_)
    if field == "value" and cells.numbers is not None:
        return cells.numbers, nothing, []
    if field not in fields.one:
        return np.full(cells.count, np.nan), nothing, []
    name = fields.one[field]
    numbers, kinds = amounts(cells.columns[name], decimal)
    wrong, problems = name_faults(cells, name, kinds)
    return np.append(numbers, np.nan)[cells.columns[name].codes], wrong, problems


def _multiplied(values: Floats, cells: Cells, fields: Fields) -> tuple[Floats, Rows, list[Problem]]:
    if "multiplier" not in fields.one:
        return values, np.zeros(cells.count, dtype=np.bool_), []
    name = fields.one["multiplier"]
    column = cells.columns[name]
    by_text, kinds = powers(column)
    wrong, problems = name_faults(cells, name, kinds)
    of_row = np.append(by_text, 0)[column.codes]
    values = values.copy()
    for row in np.flatnonzero((of_row != 0) & ~np.isnan(values)).tolist():
        values[row] = multiplied(float(values[row]), int(of_row[row]))
    return values, wrong | np.isinf(values), problems


def _keys(cells: Cells, fields: Fields, known: Rows) -> tuple[Column, Rows, list[Problem]]:
    """Give the notation key of each row, and the rows whose key and value contradict."""
    keys = constant("", cells.count)
    wrong = np.zeros(cells.count, dtype=np.bool_)
    problems: list[Problem] = []
    if "value" in fields.one:
        keys = in_place(cells.columns[fields.one["value"]])
    if "status" in fields.one:
        name = fields.one["status"]
        column = cells.columns[name]
        keys = _unless(keys, of_status(column), ~known)
        missing = np.array([*(str(one) in MISSING for one in column.categories), False])
        both = missing[column.codes] & known
        problems += _both(cells, fields, name, both)
        wrong |= both
    if "notation" in fields.one:
        name = fields.one["notation"]
        beside, kinds = notations(cells.columns[name])
        odd, faults = name_faults(cells, name, kinds)
        both = (beside.codes >= 0) & known
        problems += [*faults, *name_rows(cells, name, both, "statistics-value-and-notation")]
        keys = _unless(keys, beside, ~known)
        wrong |= odd | both
    return keys, wrong, problems


def _both(cells: Cells, fields: Fields, name: str, both: Rows) -> Iterator[Problem]:
    for row in np.flatnonzero(both)[:_SHOWN].tolist():
        column = cells.columns[name]
        status = column.categories[column.codes[row]]
        if cells.numbers is not None:
            value = cells.numbers[row]
        else:
            texts = cells.columns[fields.one["value"]]
            value = texts.categories[texts.codes[row]]
        where = cells.place(row, name)
        yield feed_problem("exchange-status", where, value=value, status=status)
    if (more := int(both.sum()) - _SHOWN) > 0:
        yield problem("and-more", f"{cells.where}, {name}", count=more)


def _unless(keys: Column, others: Column, rows: Rows) -> Column:
    """Fill in keys from another column where there is none yet, in some of the rows."""
    words = [*map(str, keys.categories), *map(str, others.categories)]
    later = np.where(others.codes < 0, -1, others.codes + len(keys.categories))
    codes = np.where((keys.codes < 0) & rows, later, keys.codes).astype(np.int32)
    return recoded(codes, words, str)


def _with_key(keys: Column, rows: Rows, key: str) -> Column:
    words = [*map(str, keys.categories), key]
    return recoded(np.where(rows, len(words) - 1, keys.codes).astype(np.int32), words, str)


def _empty(cells: Cells, silent: Rows) -> list[Problem]:
    count = int(silent.sum())
    if not count:
        return []
    return [feed_problem("exchange-empty-cells", cells.where, count=count, all=cells.count)]
