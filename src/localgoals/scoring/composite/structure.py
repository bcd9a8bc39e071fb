"""What a composite indicator is made of: indicators, the aggregates above them, and one index."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from math import nan

import numpy as np

from localgoals.errors import BadInput
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.layers import Floats
from localgoals.model.problem import Problem
from localgoals.scoring.weights import Weights

INDICATOR_LEVEL = 1
MOST_LEVELS = 20
"""More than anybody can explain; a table with more was made by mistake, or to harm."""
_SHOWN = 10


@dataclass(frozen=True)
class Goalposts:
    """Two values that stand for the worst and the best, whichever way is better."""

    low: float
    high: float
    scale: float = 1.0
    """The score at the better post."""
    cut: bool = True
    """Whether values beyond a post count as the post."""


@dataclass(frozen=True)
class Item:
    """An indicator (level 1), or an aggregate of the items one level below it."""

    code: str
    level: int
    parent: str
    """The code of the aggregate that it belongs to; empty for the index."""
    name: str = ""
    direction: int = 1
    """1 when more is better, -1 when less is."""
    weight: float = 1.0
    denominator: str = ""
    """The column that an indicator is divided by; empty when by none."""
    factor: float = 1.0
    """What the quotient is multiplied by."""
    target: float = nan
    goalposts: Goalposts | None = None


@dataclass(frozen=True)
class Structure:
    """
    A tree of items in the order given; an instance is proof that it is one.

    Raises
    ------
    BadInput
        With everything that keeps the items from being a tree.
    """

    items: tuple[Item, ...]
    _by_code: dict[str, Item] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        problems = structure_problems(self.items)
        if problems:
            raise BadInput(*(one.sentence for one in problems))
        object.__setattr__(self, "_by_code", {item.code: item for item in self.items})

    def __getitem__(self, code: str) -> Item:
        return self._by_code[code]

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """The codes of the indicators."""
        return self.at_level(INDICATOR_LEVEL)

    @cached_property
    def depth(self) -> int:
        """The level of the index."""
        return max(item.level for item in self.items)

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The codes below each aggregate, lower levels first."""
        ordered = sorted(self.items, key=lambda item: item.level)
        below: dict[str, list[str]] = {
            item.code: [] for item in ordered if item.level > INDICATOR_LEVEL
        }
        for item in self.items:
            if item.parent:
                below[item.parent].append(item.code)
        return {code: tuple(codes) for code, codes in below.items()}

    @cached_property
    def directions(self) -> Floats:
        """1 or -1 for each indicator."""
        return np.array([float(self[code].direction) for code in self.indicators])

    def at_level(self, level: int) -> tuple[str, ...]:
        """Give the codes of a level."""
        return tuple(item.code for item in self.items if item.level == level)

    def indicators_below(self, code: str) -> tuple[str, ...]:
        """Give the codes of the indicators that an item rests on; an indicator rests on itself."""
        below = [code]
        while self[below[0]].level > INDICATOR_LEVEL:
            below = [child for one in below for child in self.children[one]]
        return tuple(below)

    def own_weights(self, *, name: str, why: str) -> Weights:
        """Give the weights that stand in the structure itself."""
        return Weights({item.code: item.weight for item in self.items}, name=name, why=why)


def structure_problems(
    items: Sequence[Item], places: Sequence[str] = (), *, unread: Collection[str] = ()
) -> list[Problem]:
    """
    List what keeps items from being a tree with indicators at its leaves and one index on top.

    Parameters
    ----------
    items
        In any order.
    places
        Where each item stands, for the problems; without, they are named by their code.
    unread
        Codes that stand there but could not be read as items; nothing is said about them again.
    """
    places = places or [item.code for item in items]
    by_code = {item.code: item for item in reversed(items)}
    problems: list[Problem] = []
    seen: set[str] = set()
    for item, place in zip(items, places, strict=True):
        if item.code in seen:
            at = _at(place, "iCode")
            problems.append(feed_problem("composite-item-twice", at, code=item.code))
        seen.add(item.code)
        if item.parent not in unread:
            problems += _parent_problems(item, by_code, _at(place, "Parent"))
    return problems if unread or not items else problems + _whole_problems(items, places)


def _whole_problems(items: Sequence[Item], places: Sequence[str]) -> list[Problem]:
    """Find what is wrong with the tree as a whole."""
    parents = {item.parent for item in items}
    problems = [
        feed_problem("composite-item-empty", _at(place, "iCode"), code=item.code)
        for item, place in zip(items, places, strict=True)
        if item.level > INDICATOR_LEVEL and item.code not in parents
    ]
    where = places[0].split(", row ")[0]
    tops = [item.code for item in items if not item.parent]
    if len(tops) != 1:
        codes = ", ".join(tops[:_SHOWN]) or "-"
        problems.append(feed_problem("composite-tops", where, count=len(tops), codes=codes))
    if all(item.level != INDICATOR_LEVEL for item in items):
        problems.append(feed_problem("composite-no-indicator", where))
    return problems


def _at(place: str, column: str) -> str:
    """Name the column too, where a place is a row of a table."""
    return f"{place}, column {column}" if ", row " in place else place


def _parent_problems(item: Item, by_code: dict[str, Item], place: str) -> list[Problem]:
    if not item.parent:
        return []
    parent = by_code.get(item.parent)
    if parent is None:
        return [feed_problem("composite-parent-unknown", place, parent=item.parent)]
    if (ring := _ring(item, by_code)) is not None:
        return [feed_problem("composite-cycle", place, ring=" > ".join(ring))]
    if parent.level != item.level + 1:
        return [
            feed_problem(
                "composite-parent-level",
                place,
                parent=parent.code,
                found=parent.level,
                expected=item.level + 1,
            )
        ]
    return []


def _ring(item: Item, by_code: dict[str, Item]) -> list[str] | None:
    """Follow the parents; give the way when it comes back to the item."""
    way = {item.code: None}
    parent = item.parent
    while parent in by_code and parent not in way:
        way[parent] = None
        parent = by_code[parent].parent
    return [*islice(way, _SHOWN), parent] if parent == item.code else None
