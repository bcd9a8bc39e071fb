"""Read the structure of a composite indicator, and its weights, from tables that people keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from localgoals.ingest.faults import has_error
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.layers import Floats
from localgoals.ingest.numbers import DecimalMark, amounts_in
from localgoals.ingest.tables import codes_in, missing_columns, read_table, texts_in
from localgoals.model.problem import Problem
from localgoals.model.text import Message
from localgoals.scoring.composite.structure import (
    INDICATOR_LEVEL,
    MOST_LEVELS,
    Goalposts,
    Item,
    Structure,
    structure_problems,
)
from localgoals.scoring.weights import Weights

NEEDED: Final = ("iCode", "Level", "Parent", "Direction", "Weight", "Type")
"""The columns of COINr's iMeta that a structure must have."""
_NUMBERS: Final = (
    "Level", "Direction", "Weight", "Target", "ScaleFactor",
    "goalpost_lower", "goalpost_upper", "goalpost_scale",
)  # fmt: skip
_KINDS: Final = ("Indicator", "Aggregate", "Group", "Denominator", "Other")
_NO: Final = ("false", "f", "no", "0", "0.0")
_HEADER_ROWS = 2


@dataclass(frozen=True)
class ReadStructure:
    """What a table of a structure says, as far as it can be understood."""

    structure: Structure | None
    """None when there is an error."""
    items: tuple[Item, ...]
    """The rows that could be read, so that faults of the data can be told in the same list."""
    others: tuple[str, ...]
    """Other codes that stand there: groups, denominators, and rows that could not be read."""
    problems: list[Problem]
    """Every fault, with its row and column."""


@dataclass
class _Sheet:
    """The table of a structure, column by column, and what is wrong with it."""

    where: str
    rows: list[int]
    """The number of each row as a person counts."""
    texts: dict[str, list[str]]
    numbers: dict[str, Floats]
    problems: list[Problem] = field(default_factory=list)

    def place(self, row: int, column: str) -> str:
        return f"{self.where}, row {self.rows[row]}, column {column}"

    def fault(self, row: int, column: str, expected: Message) -> None:
        """Say that a cell does not hold what it should."""
        value = self.texts[column][row] or "-"
        place = self.place(row, column)
        self.problems.append(feed_problem("composite-cell", place, value=value, expected=expected))


def read_structure(
    path: Path, *, weighted: bool = True, decimal: DecimalMark | None = None
) -> ReadStructure:
    """
    Read a structure in the columns of COINr's iMeta.

    Parameters
    ----------
    path
        CSV, XLSX or Parquet: iCode, Level, Parent, Direction, Weight, Type; and where wanted iName,
        Denominator, ScaleFactor, Target, goalpost_lower, goalpost_upper, goalpost_scale,
        goalpost_trunc2posts.
    weighted
        Whether the weights in it will be used, so that every item must have one.
    decimal
        The mark before decimals, where the table needs it said.
    """
    sheet = _sheet(path, weighted, decimal)
    if not sheet.rows:
        return ReadStructure(None, (), (), sheet.problems)
    kinds = sheet.texts["Type"]
    named = zip(sheet.texts["iCode"], kinds, strict=True)
    others = tuple(code for code, kind in named if code and kind in _KINDS[2:])
    rows = [row for row, kind in enumerate(kinds) if kind not in _KINDS[2:]]
    read = {row: _item(sheet, row, weighted) for row in rows}
    items = {row: item for row, item in read.items() if item is not None}
    unread = {sheet.texts["iCode"][row] for row in rows if row not in items}
    places = [f"{sheet.where}, row {sheet.rows[row]}" for row in items]
    found = tuple(items.values())
    if weighted:
        sheet.problems += _zero_weights(found, sheet.where)
    sheet.problems += structure_problems(found, places, unread=unread)
    if not rows:
        sheet.problems.append(feed_problem("composite-no-indicator", sheet.where))
    structure = None if has_error(sheet.problems) else Structure(found)
    return ReadStructure(structure, found, (*others, *sorted(unread)), sheet.problems)


def read_weights(
    path: Path,
    items: Sequence[Item],
    *,
    why: str,
    others: Collection[str] = (),
    decimal: DecimalMark | None = None,
) -> tuple[Weights | None, list[Problem]]:
    """
    Read weights of the items of a structure from a table with the columns iCode and Weight.

    Parameters
    ----------
    path
        CSV, XLSX or Parquet; its name becomes the name of the weights.
    items
        Those of the structure; every one but the index must have a weight.
    why
        Whose weights they are.
    others
        Codes that the structure knows without having them as items.
    decimal
        The mark before decimals, where the table needs it said.

    Returns
    -------
    weights
        None when there is an error.
    problems
        Every fault, with its row and column.
    """
    table, problems = read_table(path, columns=("iCode", "Weight"), texts=("iCode",))
    if has_error(problems):
        return None, problems
    values, faults = amounts_in(table["Weight"], path.name, decimal=decimal)
    problems += faults
    told = {one.where for one in faults}
    known = {item.code for item in items} | set(others)
    found: dict[str, float] = {}
    codes = [str(code or "") for code in codes_in(table["iCode"])]
    for number, code, weight in zip(table.index, codes, values.tolist(), strict=True):
        place = f"{path.name}, row {int(number) + _HEADER_ROWS}"
        problems += _code_problems(code, place, known, found)
        problems += _amount_problems(weight, f"{place}, column Weight", told)
        found[code] = weight
    problems += [
        feed_problem("composite-weight-missing", f"{path.name}, iCode {item.code}")
        for item in items
        if item.parent and item.code not in found
    ]
    if not has_error(problems):
        weighted = [
            Item(one.code, one.level, one.parent, weight=found.get(one.code, 1.0)) for one in items
        ]
        problems += _zero_weights(weighted, path.name)
    if has_error(problems):
        return None, problems
    return Weights(found, name=path.name, why=why), problems


def _code_problems(
    code: str, place: str, known: Collection[str], seen: Collection[str]
) -> list[Problem]:
    at = f"{place}, column iCode"
    if code not in known:
        return [feed_problem("composite-weight-unknown", at, code=code or "-")]
    if code in seen:
        return [feed_problem("composite-item-twice", at, code=code)]
    return []


def _amount_problems(weight: float, at: str, told: Collection[str]) -> list[Problem]:
    if np.isnan(weight):
        # What could not be read as a number is named already.
        return [] if at in told else [feed_problem("composite-weight-missing", at)]
    if weight < 0:
        expected = Message("a number, 0 or more")
        return [feed_problem("composite-cell", at, value=weight, expected=expected)]
    return []


def _sheet(path: Path, weighted: bool, decimal: DecimalMark | None) -> _Sheet:
    table, problems = read_table(path, texts=(*NEEDED, *_NUMBERS, "iName", "Denominator"))
    where = path.name
    needed = [name for name in NEEDED if weighted or name != "Weight"]
    if not has_error(problems):
        problems += missing_columns(where, needed, list(table.columns))
    if has_error(problems):
        return _Sheet(where, [], {}, {}, problems)
    columns = [*dict.fromkeys([*NEEDED, *_NUMBERS, "iName", "Denominator", "goalpost_trunc2posts"])]
    texts = {name: texts_in(table, name if name in table.columns else None) for name in columns}
    texts["iCode"] = [str(code or "") for code in codes_in(table["iCode"])]
    texts["Parent"] = [str(code or "") for code in codes_in(table["Parent"])]
    # Rows of groups and denominators may hold anything in the columns that are not about them.
    about = ~pd.Series(texts["Type"], index=table.index).isin(_KINDS[2:])
    numbers = {}
    for name in _NUMBERS:
        column = table.get(name, pd.Series(np.nan, index=table.index, name=name)).where(about)
        numbers[name], faults = amounts_in(column, where, decimal=decimal)
        problems += faults
    rows = [int(number) + _HEADER_ROWS for number in table.index]
    return _Sheet(where, rows, texts, numbers, problems)


def _item(sheet: _Sheet, row: int, weighted: bool) -> Item | None:
    """Make an item of a row; None, with a problem, when one of its cells cannot be used."""
    before = len(sheet.problems)
    code, kind = sheet.texts["iCode"][row], sheet.texts["Type"][row]
    if not code:
        sheet.fault(row, "iCode", Message("a code"))
    if kind not in _KINDS:
        sheet.fault(row, "Type", Message("one of {allowed}", {"allowed": ", ".join(_KINDS)}))
    level = _whole(sheet, row)
    if kind in _KINDS and level is not None and (kind == _KINDS[0]) != (level == INDICATOR_LEVEL):
        place = sheet.place(row, "Type")
        sheet.problems.append(feed_problem("composite-type-level", place, role=kind, level=level))
    parent = sheet.texts["Parent"][row]
    direction = _direction(sheet, row, needed=kind == _KINDS[0])
    weight = _weight(sheet, row, needed=weighted and bool(parent)) if weighted else 1.0
    posts = _posts(sheet, row)
    factor = sheet.numbers["ScaleFactor"][row]
    if level is None or len(sheet.problems) > before:
        return None
    return Item(
        code=code,
        level=level,
        parent=parent,
        name=sheet.texts["iName"][row],
        direction=direction,
        weight=weight,
        denominator=sheet.texts["Denominator"][row],
        factor=1.0 if np.isnan(factor) else float(factor),
        target=float(sheet.numbers["Target"][row]),
        goalposts=posts,
    )


def _whole(sheet: _Sheet, row: int) -> int | None:
    level = sheet.numbers["Level"][row]
    if not 1 <= level <= MOST_LEVELS or level % 1:
        if not _told(sheet, row, "Level"):
            expected = Message(
                "a whole number, 1 for indicators and at most {most}", {"most": MOST_LEVELS}
            )
            sheet.fault(row, "Level", expected)
        return None
    return int(level)


def _direction(sheet: _Sheet, row: int, *, needed: bool) -> int:
    direction = sheet.numbers["Direction"][row]
    if np.isnan(direction) and not needed and not sheet.texts["Direction"][row]:
        return 1
    if direction not in (1, -1):
        if not _told(sheet, row, "Direction"):
            sheet.fault(row, "Direction", Message("1 where more is better, -1 where less is"))
        return 1
    return int(direction)


def _weight(sheet: _Sheet, row: int, *, needed: bool) -> float:
    weight = float(sheet.numbers["Weight"][row])
    if np.isnan(weight):
        if needed and not _told(sheet, row, "Weight"):
            sheet.problems.append(
                feed_problem("composite-weight-missing", sheet.place(row, "Weight"))
            )
        return 1.0
    if weight < 0:
        sheet.fault(row, "Weight", Message("a number, 0 or more"))
    return weight


def _posts(sheet: _Sheet, row: int) -> Goalposts | None:
    low, high, scale = (
        float(sheet.numbers[f"goalpost_{end}"][row]) for end in ("lower", "upper", "scale")
    )
    if np.isnan(low) and np.isnan(high):
        return None
    if not low < high:
        sheet.fault(row, "goalpost_upper", Message("a number above goalpost_lower"))
    cut = sheet.texts["goalpost_trunc2posts"][row].lower() not in _NO
    return Goalposts(low, high, 1.0 if np.isnan(scale) else scale, cut)


def _told(sheet: _Sheet, row: int, column: str) -> bool:
    """Tell whether a cell was named already, as one that cannot be read as a number."""
    place = sheet.place(row, column)
    return any(one.where == place for one in sheet.problems)


def _zero_weights(items: Sequence[Item], where: str) -> list[Problem]:
    """Find aggregates below which nothing has a weight."""
    below: defaultdict[str, list[float]] = defaultdict(list)
    for item in items:
        if item.parent:
            below[item.parent].append(item.weight)
    return [
        feed_problem("composite-weights-zero", where, parent=parent)
        for parent, weights in below.items()
        if not any(weights)
    ]
