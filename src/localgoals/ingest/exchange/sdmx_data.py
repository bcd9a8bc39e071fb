"""The observations of a data set in SDMX, gathered one by one without keeping their elements."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from localgoals.ingest.exchange.cells import Column, Part, combined, recoded
from localgoals.ingest.exchange.fields import ATTRIBUTES, NAMES, plain

TIME: Final = "TIME_PERIOD"
_ALL: Final = "AllDimensions"
_SEPARATOR: Final = "\x1f"
_NEVER_KEYS: Final = ATTRIBUTES.union(*(NAMES[one] for one in ("unit", "multiplier", "status")))


class Gathered:
    """Columns of texts that grow row by row; a text is kept once."""

    def __init__(self) -> None:
        self.count = 0
        self._codes: dict[str, array[int]] = {}
        self._known: dict[str, dict[str, int]] = {}

    def add(self, row: Mapping[str, str]) -> None:
        """Add a row; what it does not have is not known."""
        for name, text in row.items():
            codes = self._codes.get(name)
            if codes is None:
                codes = self._codes[name] = array("i")
                self._known[name] = {}
            if len(codes) < self.count:
                codes.extend([-1] * (self.count - len(codes)))
            known = self._known[name]
            codes.append(known.setdefault(text, len(known)))
        self.count += 1

    def has(self, name: str) -> bool:
        """Tell whether any row has such a column."""
        return name in self._codes

    def columns(self) -> dict[str, Column]:
        """Give the columns, all of one length."""
        whole = {}
        for name, codes in self._codes.items():
            filled = np.full(self.count, -1, dtype=np.int32)
            filled[: len(codes)] = codes
            whole[name] = recoded(filled, self._known[name], str.strip)
        return whole


class DataSet:
    """The observations of one data set, with what its series, groups and itself say of them."""

    def __init__(self, structure: str, action: str, at_observation: str) -> None:
        self.structure, self.action, self.at_observation = structure, action, at_observation
        self.whole: dict[str, str] = {}
        self.series, self.observations = Gathered(), Gathered()
        self.series_of, self.lines = array("i"), array("i")
        self.groups: list[dict[str, str]] = []
        self.parts: dict[str, Part] = {}

    @property
    def count(self) -> int:
        """Count the observations."""
        return self.observations.count

    def observe(self, row: Mapping[str, str], line: int, *, in_series: bool) -> None:
        """Add an observation, in the series that was added last or in none."""
        self.observations.add(row)
        self.series_of.append(self.series.count - 1 if in_series else -1)
        self.lines.append(line)

    def part(self, name: str) -> Part | None:
        """Tell what a concept is; None where it may be a dimension, by its name."""
        if name in self.parts:
            return self.parts[name]
        flat = self.at_observation == _ALL or not self.series.count
        at_observation = name in (self.at_observation, TIME)
        return None if flat or at_observation or self.series.has(name) else "attribute"

    def columns(self) -> dict[str, Column]:
        """Give every concept a column: what is said of fewer observations goes before."""
        of_series = _taken(self.series.columns(), np.array(self.series_of, dtype=np.int64))
        columns = _first(self.observations.columns(), of_series)
        for names in dict.fromkeys(self._keys(group) for group in self.groups):
            columns = _first(columns, self._of_groups(names, columns))
        rows = np.zeros(self.count, dtype=np.int32)
        whole = {name: recoded(rows, [text], str.strip) for name, text in self.whole.items()}
        return _first(columns, whole)

    def _keys(self, group: Mapping[str, str]) -> tuple[str, ...]:
        """Name the dimensions that tell which observations a group is about."""
        return tuple(
            sorted(
                name
                for name in group
                if self.part(name) != "attribute" and plain(name) not in _NEVER_KEYS
            )
        )

    def _of_groups(
        self, names: tuple[str, ...], columns: Mapping[str, Column]
    ) -> dict[str, Column]:
        """Give what the groups with these keys say, to each observation in one of them."""
        if not names or any(name not in columns for name in names):
            return {}
        said: dict[tuple[str, ...], int] = {}
        gathered = Gathered()
        for group in self.groups:
            if self._keys(group) == names:
                said[tuple(group[name] for name in names)] = gathered.count
                gathered.add({name: text for name, text in group.items() if name not in names})
        keys = combined([columns[name] for name in names], _SEPARATOR.join)
        rows = [said.get(tuple(str(key).split(_SEPARATOR)), -1) for key in keys.categories]
        return _taken(gathered.columns(), np.array([*rows, -1], dtype=np.int64)[keys.codes])


def _taken(columns: Mapping[str, Column], rows: NDArray[np.int64]) -> dict[str, Column]:
    """Give the rows of some columns; -1 stands for none."""
    return {
        name: recoded(
            np.append(column.codes.astype(np.int32), np.int32(-1))[rows],
            map(str, column.categories),
            str,
        )
        for name, column in columns.items()
    }


def _first(one: Mapping[str, Column], other: Mapping[str, Column]) -> dict[str, Column]:
    """Fill the gaps of some columns from others."""
    joined = dict(other) | dict(one)
    for name in one.keys() & other.keys():
        words = [*map(str, one[name].categories), *map(str, other[name].categories)]
        later = other[name].codes.astype(np.int32)
        later = np.where(later < 0, -1, later + len(one[name].categories))
        codes = np.where(one[name].codes < 0, later, one[name].codes).astype(np.int32)
        joined[name] = recoded(codes, words, str)
    return joined
