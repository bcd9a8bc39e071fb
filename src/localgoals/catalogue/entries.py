"""What the catalogue holds besides indicators: goals, the urban frame, roles, numbers, groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from localgoals.model.provenance import Reference
from localgoals.model.text import Text


@dataclass(frozen=True)
class Goal:
    """One of the 17 Sustainable Development Goals."""

    number: int
    title: Text
    short: Text


@dataclass(frozen=True)
class GoalTarget:
    """One of the 169 targets of the Sustainable Development Goals, such as 11.2."""

    code: str
    goal: int
    title: Text


@dataclass(frozen=True)
class Domain:
    """A row of the Urban Monitoring Framework: what part of city life a figure is about."""

    number: int
    title: Text
    description: Text


@dataclass(frozen=True)
class Objective:
    """A column of the Urban Monitoring Framework: what kind of city a figure works towards."""

    number: int
    title: Text
    description: Text


@dataclass(frozen=True)
class Framework:
    """A list of items that somebody else published and that indicators are mapped to."""

    code: str
    title: Text
    short: Text
    revision: Text
    """The edition of the list."""
    source: Reference
    licence: Text
    """What may be done with its words and numbers, and what of them stands here."""
    complete: bool
    """False when the catalogue knows only some of the framework's items."""
    size: int | None = None
    """How many items it has, where that is known."""


ItemStatus = Literal["active", "retired"]


@dataclass(frozen=True)
class ListedItem:
    """An item of a list that somebody else published, whether or not there is a method for it."""

    framework: str
    code: str
    title: Text
    status: ItemStatus
    """`retired` where an earlier edition had it and the named one has it no more."""
    confirmed: bool
    """False where nobody here has read the item in the publication itself."""
    source: Reference | None = None
    """Where the item was read, if not where the whole list was."""
    group: Text | None = None
    unit: Text | None = None


@dataclass(frozen=True)
class Role:
    """What a file in a city pack stands for, and how a person comes by one."""

    code: str
    title: Text
    meaning: Text
    how_to_fill: Text


@dataclass(frozen=True)
class Parameter:
    """A number that methods use and a city may want to change; the unit stands in the code."""

    code: str
    title: Text
    value: float
    unit: str
    source: Reference
    note: Text


@dataclass(frozen=True)
class ParameterTable:
    """A parameter with a value for each of several keys."""

    code: str
    title: Text
    values: Mapping[str, float]
    unit: str
    source: Reference
    note: Text


@dataclass(frozen=True)
class StatisticSeries:
    """A figure that a statistics table may hold, by the name it has there."""

    code: str
    title: Text
    unit: str
    summable: bool = True
    """Whether the figures of the districts add up to that of the city; a median's do not."""
    made_of: tuple[str, ...] = ()
    """The series that it is computed from where the table does not have it."""


Answers = Literal["yes_no", "scale", "amount"]


@dataclass(frozen=True)
class SurveyQuestion:
    """A question that a survey may have asked, by the name of its column."""

    code: str
    title: Text
    answers: Answers
    """Yes or no; a whole number from 1 to `steps`; or an amount in `unit`."""
    unit: str = "number"
    steps: int = 0
    """The highest step of a scale."""
    experts: bool = False
    """Whether experts are asked, who stand for nobody else: no weights are expected."""


ControlLevel = Literal["full", "improved", "basic", "limited", "none"]


@dataclass(frozen=True)
class LadderLevel:
    """A level of control, and the boxes that speak for it."""

    code: ControlLevel
    boxes: tuple[str, ...]


@dataclass(frozen=True)
class Ladder:
    """The levels of control of one kind of waste facility, from the highest to the lowest."""

    code: str
    title: Text
    source: Reference
    boxes: Mapping[str, Text]
    """What may hold for a facility; a box may speak for several levels."""
    levels: tuple[LadderLevel, ...]


@dataclass(frozen=True)
class WorkedExample:
    """A ratio worked out by hand, which the check of the catalogue computes again."""

    numerator: tuple[float, ...]
    """A figure for each term of the sum, in its order."""
    denominator: tuple[float, ...]
    value: float


@dataclass(frozen=True)
class Dimension:
    """A way to tell people apart, such as sex, and its usual members."""

    code: str
    title: Text
    members: Mapping[str, Text] = field(default_factory=dict)


CellStatus = Literal["verified", "machine_translated", "unread"]


@dataclass(frozen=True)
class UrbanCode:
    """A code of the Urban Monitoring Framework as far as it could be established."""

    code: str
    title: Text | None
    goal_indicator: str
    status: CellStatus
