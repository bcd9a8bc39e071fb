"""A long table as arrays: what its columns say, as whole numbers that can be sorted and counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.ingest.layers import Floats

Numbers = NDArray[np.int64]
Rows = NDArray[np.bool_]
_MOST: Final = 1 << 62


@dataclass(frozen=True)
class Coded:
    """A column of n rows as numbers of its different values."""

    numbers: Numbers
    values: list[str]
    """In the order in which they first stand there."""

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class Figures:
    """The n rows of a long table that have a value, in their order."""

    series: Coded
    area: Coded
    periods: Coded
    group: Coded
    files: Coded
    value: Floats
    row: Numbers | None
    """Number of the row in its file, as a person counts; None where it is not known."""
    is_percent: Rows
    is_count: Rows

    @cached_property
    def series_of_file(self) -> Numbers:
        """Number of the series, counted anew in each file."""
        return together(self.files, self.series)

    @property
    def series_count(self) -> int:
        """How many numbers `series_of_file` has."""
        return int(self.series_of_file.max()) + 1

    @cached_property
    def _line(self) -> Numbers:
        return together(self.series, self.area, self.group)

    @cached_property
    def order(self) -> Numbers:
        """The rows sorted by series, area and group, and then by period."""
        rank = np.argsort(np.argsort(np.array(self.periods.values, dtype=str)))
        return np.lexsort((rank[self.periods.numbers], self._line))

    @cached_property
    def goes_on(self) -> Rows:
        """For each row in `order`: whether it is of the same series, area and group as the last."""
        line = self._line[self.order]
        same = np.zeros(line.size, dtype=np.bool_)
        same[1:] = line[1:] == line[:-1]
        return same

    def where(self, row: int) -> str:
        """Name the file of a row."""
        return self.files.values[int(self.files.numbers[row])]

    def place(self, row: int) -> str:
        """Name the file of a row and its row there."""
        return self.where(row) if self.row is None else f"{self.where(row)}, row {self.row[row]}"

    def period(self, row: int) -> str:
        """Name the period of a row."""
        return self.periods.values[int(self.periods.numbers[row])]

    def named(self, row: int) -> dict[str, str]:
        """Name what a row is about."""
        return {
            "series": self.series.values[int(self.series.numbers[row])],
            "area": self.area.values[int(self.area.numbers[row])],
            "period": self.period(row),
            "group": self.group.values[int(self.group.numbers[row])] or "-",
        }


def figures_of(table: pd.DataFrame) -> Figures:
    """Code a long table with `series`, `area`, `period`, `group`, `value`, `where` and `unit`."""
    unit = table["unit"]
    return Figures(
        series=coded(table["series"]),
        area=coded(table["area"]),
        periods=coded(table["period"]),
        group=coded(table["group"]),
        files=coded(table["where"]),
        value=table["value"].to_numpy(np.float64),
        row=table["row"].to_numpy(np.int64) if "row" in table else None,
        is_percent=unit.eq("percent").to_numpy(np.bool_),
        is_count=unit.eq("count").to_numpy(np.bool_),
    )


def coded(column: pd.Series) -> Coded:
    """Give a number to each of the different values of a column; what is blank is an empty text."""
    numbers, values = pd.factorize(column, use_na_sentinel=False)
    texts = ["" if pd.isna(one) else str(one) for one in values]
    return Coded(np.asarray(numbers, dtype=np.int64), texts)


def together(*columns: Coded | tuple[Numbers, int]) -> Numbers:
    """Give a number to each combination that occurs of several columns, from 0."""
    joined = np.zeros(0, dtype=np.int64)
    size = 1
    for number, column in enumerate(columns):
        values, count = (column.numbers, len(column)) if isinstance(column, Coded) else column
        if number == 0:
            joined, size = values, count
            continue
        if size > _MOST // max(count, 1):
            joined = np.asarray(pd.factorize(joined)[0], dtype=np.int64)
            size = int(joined.max()) + 1
        joined, size = joined * count + values, size * count
    return np.asarray(pd.factorize(joined)[0], dtype=np.int64)
