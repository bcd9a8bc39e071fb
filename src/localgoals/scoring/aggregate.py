"""
Scores of many indicators become one: by goal, by domain, by objective, by any named grouping.

An unknown figure lowers the coverage and not the score. Below a stated coverage there is no score,
and how many are known, how many are needed and which are missing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Self, get_args

import numpy as np
from numpy.typing import NDArray

from localgoals.errors import BadInput
from localgoals.model.indicator import Indicator
from localgoals.model.text import Message
from localgoals.scoring.normalise import Flags, Floats, Scales, scores_of
from localgoals.scoring.weights import Weights

Mean = Literal["arithmetic", "geometric", "harmonic"]
Counts = NDArray[np.int64]

MEANS: tuple[Mean, ...] = get_args(Mean)

_BLOCK_VALUES = 2**19
"""How many values are worked on at once: they and what is made of them stay near the processor."""


@dataclass(frozen=True)
class Grouping:
    """Which items belong together, under the name of what they stand for."""

    name: str
    members: Mapping[str, tuple[str, ...]]
    """Items by group; an item may be in several groups, and not twice in one."""

    def __post_init__(self) -> None:
        for group, items in self.members.items():
            if not items or len(set(items)) != len(items):
                raise BadInput(
                    Message(
                        "The group {group} has the items {items}; it needs at least one, and each "
                        "once.",
                        {"group": group, "items": ", ".join(items) or "-"},
                    )
                )
        object.__setattr__(self, "members", MappingProxyType(dict(self.members)))

    @classmethod
    def whole(cls, name: str, items: Iterable[str]) -> Self:
        """Put everything into one group of that name."""
        return cls(name, {name: tuple(items)})


@dataclass(frozen=True)
class Rule:
    """How scores become one."""

    mean: Mean = "arithmetic"
    min_coverage: float = 0.5
    """The share of a group's items that must be known for a score. [0 to 1]"""
    floor: float = 0.01
    """
    What a score counts at least in a geometric or harmonic mean. [0 to 1]

    At 0 one item at its worst bound would make the whole 0, whatever the others are.
    """

    def __post_init__(self) -> None:
        if not 0 <= self.min_coverage <= 1:
            raise BadInput(
                Message(
                    "The least coverage is {found}; it is a share from 0 to 1.",
                    {"found": self.min_coverage},
                )
            )
        if not 0 <= self.floor <= 1:
            raise BadInput(
                Message(
                    "The floor of scores is {found}; it is a number from 0 to 1.",
                    {"found": self.floor},
                )
            )

    def needed_of(self, members: Counts) -> Counts:
        """Give how many of so many items must be known: half of 6 is 3, half of 5 is 3."""
        least = np.ceil(self.min_coverage * members - 1e-9).astype(np.int64)
        needed: Counts = np.maximum(least, 1)
        return needed


@dataclass(frozen=True)
class Index:
    """How an index is made: its items, which belong together, what each counts, and the rule."""

    items: tuple[str, ...]
    """The names along the second axis of the tables of figures."""
    grouping: Grouping
    """Items of no group are left out."""
    weights: Weights
    """An item that is not named counts nothing."""
    rule: Rule = Rule()

    def __post_init__(self) -> None:
        known = set(self.items)
        for group, members in self.grouping.members.items():
            for item in members:
                if item not in known:
                    raise BadInput(
                        Message(
                            "{item} belongs to {group}, but there is no column of figures for it.",
                            {"item": item, "group": group},
                        )
                    )

    def matrix(self) -> Floats:
        """Give the weights as [groups x items], 0 where an item is not of the group."""
        place = {item: number for number, item in enumerate(self.items)}
        weights = np.zeros((len(self.grouping.members), len(self.items)))
        for row, members in enumerate(self.grouping.members.values()):
            for item in members:
                weights[row, place[item]] = self.weights.by_item.get(item, 0.0)
        return weights

    def needed(self) -> Counts:
        """Give, for each group, how many items with a weight must be known; at least one."""
        return self.rule.needed_of(np.count_nonzero(self.matrix(), axis=1))


@dataclass(frozen=True)
class GroupScores:
    """Scores of groups, and on how many items each of them rests."""

    groups: tuple[str, ...]
    scores: Floats
    """[cities x groups x years]; NaN where too few items are known. [0 to 1]"""
    known: Counts
    """[cities x groups x years]: items with a weight that are known."""
    members: Counts
    """[groups]: items with a weight."""
    needed: Counts
    """[groups]: how many of them must be known for a score."""

    def overall(self, rule: Rule) -> GroupScores:
        """Average the groups, equally; the least coverage is then a share of the groups."""
        whole = Grouping.whole("overall", self.groups)
        return aggregate(self.scores, Index(self.groups, whole, Weights.equal(self.groups), rule))


def by_goal(indicators: Mapping[str, Indicator]) -> Grouping:
    """Group indicators by the Sustainable Development Goal that they are shown under."""
    return _grouped("goal", {code: f"{one.goal}" for code, one in indicators.items()})


def by_domain(indicators: Mapping[str, Indicator]) -> Grouping:
    """Group indicators by the domain of the Urban Monitoring Framework."""
    return _grouped("domain", {code: f"{one.umf_cell[0]}" for code, one in indicators.items()})


def by_objective(indicators: Mapping[str, Indicator]) -> Grouping:
    """Group indicators by the city objective of the Urban Monitoring Framework."""
    return _grouped("objective", {code: f"{one.umf_cell[1]}" for code, one in indicators.items()})


GROUPINGS: dict[str, Callable[[Mapping[str, Indicator]], Grouping]] = {
    "goal": by_goal,
    "domain": by_domain,
    "objective": by_objective,
}
"""The groupings that the commands offer."""


def _grouped(name: str, group_of: Mapping[str, str]) -> Grouping:
    members: dict[str, list[str]] = {}
    for item, group in sorted(group_of.items(), key=lambda pair: int(pair[1])):
        members.setdefault(group, []).append(item)
    return Grouping(name, {group: tuple(items) for group, items in members.items()})


def aggregate(scores: Floats, index: Index) -> GroupScores:
    """
    Average the scores of each group that are known, or give none at all.

    Parameters
    ----------
    scores
        [cities x items x years]; NaN where not known. [0 to 1]
    index
        Which items belong together, what each counts, the kind of mean and the least coverage.

    Returns
    -------
    found
        With x the known scores of a group and w their weights:

        - arithmetic: sum(w x) / sum(w)
        - geometric: exp(sum(w ln x) / sum(w)), with scores of at least the rule's floor
        - harmonic: sum(w) / sum(w / x), likewise

        With a floor of 0 the last two are 0 where a score is 0.

    Notes
    -----
    Coverage counts items, as the SDG Index does, and not their weights: "three of six are known"
    can be checked by hand.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, on weighting and
    aggregation (linear and geometric). Sustainable Development Solutions Network (2018), SDG Index
    and Dashboards, detailed methodology: the score of a goal is the mean of its indicators; a goal
    has no colour where fewer than half of them are known. COINr 1.1.14 (MIT): geometric means
    are taken on a scale from 1 to 100, the low end of which is the floor here.

    Examples
    --------
    >>> grouping = Grouping("theme", {"air": ("a", "b"), "water": ("c", "d", "e")})
    >>> scores = np.array([[[0.2], [0.6], [0.5], [np.nan], [np.nan]]])
    >>> found = aggregate(scores, Index(tuple("abcde"), grouping, Weights.equal("abcde")))
    >>> found.scores.ravel().tolist(), found.known.ravel().tolist(), found.needed.tolist()
    ([0.4, nan], [2, 1], [1, 2])
    """
    return _in_blocks(scores, index, lambda block: block)


def score_groups(values: Floats, scales: Scales, index: Index) -> GroupScores:
    """
    Normalise and aggregate, block by block, so that the scores of items never stand all at once.

    Parameters
    ----------
    values
        [cities x items x years]; NaN where not known. In the unit of the bounds.
    scales
        The bounds, one for each item.
    index
        How the scores become one.

    Returns
    -------
    found
        The same as `aggregate` of `scores_of`.
    """
    return _in_blocks(values, index, lambda block: scores_of(block, scales))


def _in_blocks(table: Floats, index: Index, scored: Callable[[Floats], Floats]) -> GroupScores:
    if table.ndim != 3 or table.shape[1] != len(index.items):
        raise BadInput(
            Message(
                "The table has the shape {shape}; it must be cities x {items} items x years.",
                {"shape": table.shape, "items": len(index.items)},
            )
        )
    weights = index.matrix()
    members, needed = np.count_nonzero(weights, axis=1), index.needed()
    shape = (len(table), len(weights), table.shape[2])
    scores, known = np.empty(shape), np.empty(shape, dtype=np.int64)
    step = max(1, _BLOCK_VALUES // max(1, table[:1].size))
    for start in range(0, len(table), step):
        block = slice(start, start + step)
        scores[block], known[block] = averaged(scored(table[block]), weights, index.rule)
    scores[known < needed[:, np.newaxis]] = np.nan
    return GroupScores(tuple(index.grouping.members), scores, known, members, needed)


def averaged(scores: Floats, weights: Floats, rule: Rule) -> tuple[Floats, Counts]:
    """
    Average every group over what is known, and count that, whatever the coverage.

    Parameters
    ----------
    scores
        [cities x items x years]; NaN where not known. [0 to 1]
    weights
        [groups x items].
    rule
        Which mean; the formulas are those of `aggregate`.

    Returns
    -------
    averages
        [cities x groups x years]; NaN where nothing with a weight is known. [0 to 1]
    known
        [cities x groups x years]: items with a weight that are known.
    """
    is_known = ~np.isnan(scores)
    there = is_known.astype(np.float64)
    known = np.matmul((weights > 0).astype(np.float64), there)
    weight = np.matmul(weights, there)
    weight[known == 0] = np.nan
    if rule.mean != "arithmetic":
        scores = np.maximum(scores, rule.floor)
    found: Floats = _AVERAGES[rule.mean](scores, is_known, weights, weight)
    # The last digit of a mean may lie beyond the parts that it is made of.
    return np.clip(found, 0.0, 1.0, out=found), known.astype(np.int64)


def _arithmetic(scores: Floats, known: Flags, weights: Floats, weight: Floats) -> Floats:
    found: Floats = np.matmul(weights, np.where(known, scores, 0.0)) / weight
    return found


def _geometric(scores: Floats, known: Flags, weights: Floats, weight: Floats) -> Floats:
    positive = known & (scores > 0)
    logarithms = np.log(scores, out=np.zeros_like(scores), where=positive)
    found = np.exp(np.matmul(weights, logarithms) / weight)
    return _without_those_at_nought(found, known & ~positive, weights)


def _harmonic(scores: Floats, known: Flags, weights: Floats, weight: Floats) -> Floats:
    # Below the least normal number the reciprocal is infinite, and the mean is 0 as for a 0.
    positive = known & (scores > np.finfo(np.float64).tiny)
    reciprocals = np.divide(1.0, scores, out=np.zeros_like(scores), where=positive)
    summed = np.matmul(weights, reciprocals)
    found = np.divide(weight, summed, out=np.zeros_like(weight), where=summed > 0)
    found[np.isnan(weight)] = np.nan
    return _without_those_at_nought(found, known & ~positive, weights)


def _without_those_at_nought(found: Floats, at_nought: Flags, weights: Floats) -> Floats:
    """Give 0 to the groups in which something with a weight is at 0."""
    hit = np.matmul((weights > 0).astype(np.float64), at_nought.astype(np.float64)) > 0
    return np.where(hit & ~np.isnan(found), 0.0, found)


_AVERAGES: dict[Mean, Callable[[Floats, Flags, Floats, Floats], Floats]] = {
    "arithmetic": _arithmetic,
    "geometric": _geometric,
    "harmonic": _harmonic,
}


def missing_items(scores: Floats, index: Index, group: str) -> tuple[str, ...]:
    """
    Name the items with a weight that a city's group lacks.

    Parameters
    ----------
    scores
        [items], of one city in one year; NaN where not known. Values will do as well.
    index
        What the items are.
    group
        A group of the index.
    """
    unknown = {item for item, score in zip(index.items, scores, strict=True) if np.isnan(score)}
    members = index.grouping.members[group]
    return tuple(
        one for one in members if one in unknown and index.weights.by_item.get(one, 0.0) > 0
    )
