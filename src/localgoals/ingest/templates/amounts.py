"""One answer of a workbook, judged: a number, a reporting key, or what is wrong with the cell."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Final

from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.numbers import DecimalMark, read_number
from localgoals.ingest.statistics import NOTATIONS
from localgoals.ingest.templates.figures_sheet import COUNTED
from localgoals.ingest.templates.opening import Raw
from localgoals.model.problem import Problem

_SHARES: Final = ("share", "ratio")
_PERCENT: Final = "percent"
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_CHOICE = re.compile(r"([A-Z]{1,2})(?: *:.*)?", re.DOTALL)


@dataclass(frozen=True)
class Unit:
    """What the numbers of a row count, and how a person calls it."""

    code: str
    """Empty where the catalogue does not know the series."""
    name: str


def read_amount(
    raw: Raw, where: str, unit: Unit, *, decimal: DecimalMark | None = None
) -> float | Problem:
    """
    Read a number from a cell, as it is shown.

    A cell that shows 12 % holds 0.12. It is read as 12 where the unit is per cent or not known, as
    0.12 where the unit is a share, and is a problem where something is counted.

    Parameters
    ----------
    raw
        The cell; it has content.
    where
        File, sheet and cell, for the problem.
    unit
        What the number counts.
    decimal
        As for `read_number`, for numbers that are text.
    """
    if raw.is_error:
        return feed_problem("template-error-value", where, value=raw.text)
    if isinstance(raw.value, date | time | timedelta):
        return feed_problem("template-date", where, value=raw.value)
    if isinstance(raw.value, bool):
        return problem("not-a-number", where, value=raw.value)
    number = _number(raw, where, unit, decimal)
    if isinstance(number, Problem):
        return number
    if not math.isfinite(number):
        return problem("not-a-number", where, value=raw.value)
    if number < 0 and unit.code in COUNTED:
        return problem("negative-number", where, value=raw.text)
    return number


def _number(raw: Raw, where: str, unit: Unit, decimal: DecimalMark | None) -> float | Problem:
    if isinstance(raw.value, int | float):
        number, is_percent = float(raw.value), raw.shows_percent
        shown = _times(number, 100) if is_percent else number
    else:
        read = read_number(raw.text, where, decimal=decimal)
        if isinstance(read, Problem):
            return read
        is_percent = "%" in raw.text or "％" in raw.text
        shown, number = read, _times(read, "0.01")
    if not is_percent:
        return shown
    if unit.code in _SHARES:
        return number
    if unit.code == "" or unit.code.startswith(_PERCENT):
        return shown
    return feed_problem(
        "template-percent-unit", where, value=f"{shown:.15g} %", unit=" ".join(unit.name.split())
    )


def _times(number: float, factor: int | str) -> float:
    """Multiply as a person does: 0.07 by 100 is 7."""
    if not math.isfinite(number):
        return number
    return float(Decimal(repr(number)) * Decimal(factor))


def read_notation(raw: Raw, where: str) -> str | Problem:
    """Read a reporting key, alone or with the words of the drop-down list."""
    if (key := notation_in(raw)) is not None:
        return key
    return feed_problem("statistics-notation", where, value=repr(raw.text[:80]))


def notation_in(raw: Raw) -> str | None:
    """Find a reporting key in a cell; None where it holds something else."""
    match = _CHOICE.fullmatch(raw.text.translate(_FULL_WIDTH).strip())
    return match[1] if match and match[1] in NOTATIONS else None
