"""What every exchange format becomes first: cells as they stand, before they are mapped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pandas as pd

from localgoals.ingest.layers import Floats
from localgoals.ingest.numbers import DecimalMark
from localgoals.model.problem import Problem

Column = pd.Categorical
"""A column of texts: each text once, and which one stands in each row; -1 where nothing does."""
Part = Literal["dimension", "attribute", "series", "area", "period", "value", "unit"]
"""What a file says that a column is; without it, the name of the column decides."""

COLUMNS: Final = ["series", "area", "period", "group", "value", "margin", "notation"]
"""The columns of the long table, in order."""
_MOST_COMBINED: Final = 1 << 40


@dataclass(frozen=True)
class Origin:
    """Where the figures of a series come from, and what they measure, as the file says it."""

    series: str
    file: str
    title: str = ""
    unit: str = ""
    definition: str = ""
    source: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Cells:
    """The observations of one table or data set, one a row."""

    where: str
    """The file, and the table in it where there are several."""
    columns: Mapping[str, Column]
    place: Callable[[int, str], str]
    """Names a row and column as a person finds them."""
    parts: Mapping[str, Part] = field(default_factory=dict)
    numbers: Floats | None = None
    """The values, where the format has numbers; else they stand in a column."""
    decimal: DecimalMark | None = None
    name: str = ""
    """Stands for the series where no column does."""
    origin: Origin = field(default_factory=lambda: Origin("", ""))
    """What the file says about all of its figures."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What a code of a series is called."""
    units: Mapping[str, str] = field(default_factory=dict)
    """The unit of a series, or what the code of a unit is called."""
    text_of: Callable[[str, str], str] = lambda _column, code: code
    """What a code in a column stands for, where codes are spelt."""

    @property
    def count(self) -> int:
        """Count the rows."""
        if self.numbers is not None:
            return len(self.numbers)
        return max((len(one) for one in self.columns.values()), default=0)


@dataclass(frozen=True)
class Wanted:
    """What the person who reads a file says about it."""

    area: str = ""
    """Code of the area of figures without one."""
    columns: tuple[tuple[str, str], ...] = ()
    """Pairs of a field, or a word for a dimension, and the name of the column that is meant."""
    decimal: DecimalMark | None = None
    structure: Path | None = None
    """A data structure definition in SDMX-ML 2.1."""


@dataclass(frozen=True)
class Exchanged:
    """What a file of an exchange format holds."""

    table: pd.DataFrame
    """The long table of statistics, with the columns `COLUMNS`."""
    origins: tuple[Origin, ...]
    problems: list[Problem]


def column_of(texts: Iterable[str | None]) -> Column:
    """
    Make a column of texts, without the blanks around them.

    Examples
    --------
    >>> column_of(["a", None, " a"]).codes.tolist()
    [0, -1, 0]
    """
    known: dict[str, int] = {}
    codes = [-1 if not text else known.setdefault(text, len(known)) for text in texts]
    return recoded(np.array(codes, dtype=np.int32), list(known), str.strip)


def recoded(
    codes: np.ndarray[tuple[int], np.dtype[np.int32]],
    texts: Iterable[str],
    read: Callable[[str], str],
) -> Column:
    """Read each text of a column anew; those that come out empty stand for nothing."""
    known: dict[str, int] = {}
    after = [
        known.setdefault(one, len(known)) if one else -1 for one in (read(text) for text in texts)
    ]
    table = np.array([*after, -1], dtype=np.int32)
    return pd.Categorical.from_codes(table[codes], categories=pd.Index(list(known), dtype=object))


def texts_of(column: Column) -> list[str]:
    """Give the text of each row; empty where there is none."""
    words = [*map(str, column.categories), ""]
    return [words[code] for code in column.codes]


def constant(text: str, count: int) -> Column:
    """Make a column that says the same in every row."""
    return recoded(np.zeros(count, dtype=np.int32), [text], str.strip)


def combined(columns: Sequence[Column], say: Callable[[tuple[str, ...]], str]) -> Column:
    """Make one column of several, each combination of texts worded once."""
    count = len(columns[0])
    key, size = np.zeros(count, dtype=np.int64), 1
    for column in columns:
        if size * (len(column.categories) + 1) > _MOST_COMBINED:
            key, distinct = pd.factorize(key)
            size = len(distinct)
        key = key * (len(column.categories) + 1) + column.codes + 1
        size *= len(column.categories) + 1
    codes, distinct = pd.factorize(key)
    first = np.zeros(len(distinct), dtype=np.int64)
    first[codes[::-1]] = np.arange(count)[::-1]
    words = [(*map(str, column.categories), "") for column in columns]
    picked = [column.codes[first] for column in columns]
    texts = [
        say(tuple(word[code] for word, code in zip(words, each, strict=True)))
        for each in zip(*picked, strict=True)
    ]
    return recoded(codes.astype(np.int32), texts, str)
