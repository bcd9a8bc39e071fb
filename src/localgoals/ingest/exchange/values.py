"""Values, statuses and multipliers of exchange formats, each distinct text read once."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from localgoals.ingest.exchange.cells import Column, recoded
from localgoals.ingest.layers import Floats
from localgoals.ingest.numbers import DecimalMark, read_number
from localgoals.ingest.tables import UNKNOWN
from localgoals.model.observation import Notation
from localgoals.model.problem import Problem

STATUSES: Final[Mapping[str, Notation]] = {
    "M": "NO", "L": "NE", "O": "NE", "K": "IE", "Q": "C", "c": "C",
}  # fmt: skip
"""
What a status says about a figure without a value, as a notation key.

CL_OBS_STATUS: missing, data cannot exist; missing, data exist but were not collected; missing;
included in another category; missing, suppressed. The small c is Eurostat's flag *confidential*.
"""
MISSING: Final = frozenset({"M", "L", "O", "Q"})
"""Statuses that a figure with a value cannot have."""
LARGEST_POWER: Final = 30
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_CERTAIN = re.compile(r"[+-]?\d+(?:[eE][+-]?\d+)?", re.ASCII)
_INFINITE = re.compile(r"[+-]?inf(?:inity)?", re.IGNORECASE)
_BLANK = frozenset({*UNKNOWN, "NaN", "nan"})
NOTATIONS: Final = ("NO", "NE", "IE", "C")

Kinds = NDArray[np.object_]
"""The kind of fault of each distinct text; empty where it is sound."""


def amounts(column: Column, decimal: DecimalMark | None) -> tuple[Floats, Kinds]:
    """
    Read each distinct text as a number.

    A blank, `NaN` and a notation key are NaN and no fault.

    Parameters
    ----------
    column
        The texts.
    decimal
        As for `localgoals.ingest.numbers.read_number`.

    Returns
    -------
    numbers, kinds
        Of each category of the column, in their order.
    """
    texts = [str(one) for one in column.categories]
    certain = _CERTAIN if decimal == "comma" else _PLAIN
    plain = [certain.fullmatch(text) is not None for text in texts]
    numbers = np.array(
        [float(text) if sure else math.nan for text, sure in zip(texts, plain, strict=True)],
        dtype=np.float64,
    )
    kinds = np.full(len(texts), "", dtype=object)
    kinds[np.isinf(numbers)] = "exchange-infinite"
    numbers[np.isinf(numbers)] = math.nan
    for place in np.flatnonzero(~np.array(plain, dtype=np.bool_)):
        text = texts[place]
        if text in _BLANK or text in NOTATIONS:
            continue
        if _INFINITE.fullmatch(text):
            kinds[place] = "exchange-infinite"
            continue
        read = read_number(text, "", decimal=decimal)
        if isinstance(read, Problem):
            kinds[place] = read.kind
        else:
            numbers[place] = read
    return numbers, kinds


def in_place(column: Column) -> Column:
    """Give the notation keys that stand in place of values."""
    return _mapped(column, {key: key for key in NOTATIONS})


def notations(column: Column) -> tuple[Column, Kinds]:
    """Read a column of notation keys."""
    kinds = ["" if str(one) in NOTATIONS else "statistics-notation" for one in column.categories]
    return _mapped(column, {key: key for key in NOTATIONS}), np.array(kinds, dtype=object)


def of_status(column: Column) -> Column:
    """Give the notation key that a status stands for, where it stands for one."""
    return _mapped(column, {**STATUSES, **{key: key for key in NOTATIONS}})


def powers(column: Column) -> tuple[NDArray[np.int64], Kinds]:
    """Read each distinct text as a power of ten; 0 where it is at fault."""
    read = np.zeros(len(column.categories), dtype=np.int64)
    kinds = np.full(len(column.categories), "", dtype=object)
    for place, text in enumerate(map(str, column.categories)):
        if re.fullmatch(r"[+-]?\d{1,2}", text, re.ASCII) and abs(int(text)) <= LARGEST_POWER:
            read[place] = int(text)
        else:
            kinds[place] = "exchange-multiplier"
    return read, kinds


def multiplied(number: float, power: int) -> float:
    """
    Multiply by a power of ten as on paper.

    Examples
    --------
    >>> multiplied(1.1, 3), 1.1e-3 == multiplied(1.1, -3)
    (1100.0, True)
    """
    return float(Decimal(repr(number)).scaleb(power)) if math.isfinite(number) else number


def _mapped(column: Column, words: Mapping[str, str]) -> Column:
    codes = column.codes.astype(np.int32)
    if not column.categories.isin(list(words)).any():
        return recoded(np.full(len(codes), -1, dtype=np.int32), [], str)
    return recoded(codes, map(str, column.categories), lambda text: words.get(text, ""))
