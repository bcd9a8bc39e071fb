"""An indicator, declared once; everything else is derived from the declaration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from localgoals.model.provenance import Reference
from localgoals.model.ranges import Between
from localgoals.model.text import Text

Better = Literal["higher", "lower", "middle", "neither"]
Relation = Literal["exact", "narrower", "broader", "derived"]
CodeStatus = Literal[
    "official", "verified", "machine_translated", "unconfirmed", "project_assigned"
]


@dataclass(frozen=True)
class Unit:
    """A unit of measurement, and how many decimals a reader wants to see."""

    code: str
    name: Text
    symbol: Text
    decimals: int


@dataclass(frozen=True)
class Series:
    """One of the figures that an indicator consists of; the first one is its headline."""

    code: str
    title: Text
    unit: str
    possible: Between


@dataclass(frozen=True)
class Bounds:
    """
    The four points that turn a value into a status (SDG Index: best, green, red, worst).

    Where high is better, best > green > red > worst; mirrored where low is better.
    """

    best: float
    green: float
    red: float
    worst: float
    source: Reference


@dataclass(frozen=True)
class Threshold:
    """A value with a name that readers compare the figure with, such as a guideline of the WHO."""

    value: float
    name: Text
    source: Reference
    series: str = ""
    """The series that it is compared with; empty means the headline."""


@dataclass(frozen=True)
class Target:
    """What is to be reached, and by when."""

    value: float
    year: int
    name: Text
    source: Reference


@dataclass(frozen=True)
class Crosswalk:
    """The item of a framework that an indicator feeds, and how closely."""

    framework: str
    code: str
    relation: Relation
    code_status: CodeStatus = "official"
    formula: Text | None = None
    """How the item follows from the indicator, or stands apart from it; of a derived one only."""


@dataclass(frozen=True)
class Term:
    """A series of the statistics table that is added up, or with the sign -1 taken away."""

    series: str
    sign: Literal[1, -1] = 1


@dataclass(frozen=True)
class Sum:
    """
    A signed sum of series of the statistics table; mostly of one.

    Examples
    --------
    >>> Sum.of("waste_recycled", "-waste_imported").series
    ('waste_recycled', 'waste_imported')
    """

    terms: tuple[Term, ...]

    @classmethod
    def of(cls, *names: str) -> Sum:
        """Make a sum of the names of series; a minus before a name takes the series away."""
        terms = (Term(name.removeprefix("-"), -1 if name.startswith("-") else 1) for name in names)
        return cls(tuple(terms))

    def __str__(self) -> str:
        """Write it with its signs: `waste_recycled - waste_imported`."""
        first, *others = self.terms
        more = (f" {'-' if term.sign < 0 else '+'} {term.series}" for term in others)
        return f"{'-' if first.sign < 0 else ''}{first.series}{''.join(more)}"

    @property
    def series(self) -> tuple[str, ...]:
        """Name its series, in order."""
        return tuple(term.series for term in self.terms)


@dataclass(frozen=True)
class Ratio:
    """A figure made of statistics: multiplier * numerator / denominator."""

    numerator: Sum
    denominator: Sum | None = None
    """None where the figure is an amount: multiplier * numerator."""
    multiplier: float = 1

    @property
    def sums(self) -> tuple[Sum, ...]:
        """Give the numerator, and the denominator if there is one."""
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    @property
    def series(self) -> tuple[str, ...]:
        """Name the series of its sums, each once."""
        return tuple(dict.fromkeys(name for terms in self.sums for name in terms.series))


@dataclass(frozen=True)
class Method:
    """How the figure is made: version, formula and choices in words, and where they come from."""

    version: str
    formula: Text
    notes: Text
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Indicator:
    """One indicator: what it is, what can exist, what it needs, what it is compared with."""

    code: str
    title: Text
    goal: int
    """The Sustainable Development Goal (1 to 17) that it is shown under."""
    umf_cell: tuple[int, int]
    """Domain (1 to 5) and objective (1 to 4) of the Urban Monitoring Framework."""
    better: Better
    series: tuple[Series, ...]
    method: Method
    needs: tuple[str, ...]
    """Roles of the city pack that must be there; `a|b` means either."""
    helps: tuple[str, ...] = ()
    """Roles that make the figure better or more detailed when they are there."""
    disaggregations: tuple[str, ...] = ()
    target: Target | None = None
    bounds: Bounds | None = None
    thresholds: tuple[Threshold, ...] = ()
    frameworks: tuple[Crosswalk, ...] = ()
    ratio: Ratio | None = None
    """Of the headline."""
    more_ratios: Mapping[str, Ratio] = field(default_factory=dict, hash=False)
    """Of further series, by their code."""
    stated: str | None = None
    """The series of the statistics table that is the figure itself, such as a life expectancy."""
    questions: tuple[str, ...] = ()
    """Survey questions that it can be made from; `a|b` means either or both."""

    @property
    def ratios(self) -> Mapping[str, Ratio]:
        """Give all its ratios by the code of their series, the headline first."""
        first = {} if self.ratio is None else {"value": self.ratio}
        return first | dict(self.more_ratios)

    @property
    def statistics(self) -> tuple[str, ...]:
        """Name the series of the statistics table that it is made of, each once."""
        if self.stated is not None:
            return (self.stated,)
        ratios = self.ratios.values()
        return tuple(dict.fromkeys(name for ratio in ratios for name in ratio.series))

    @property
    def headline(self) -> Series:
        """The figure that stands for the indicator."""
        return self.series[0]

    @property
    def is_dashboard(self) -> bool:
        """Whether its series stand side by side, and none of them for the others."""
        return self.ratio is None and bool(self.more_ratios)

    def is_named_by(self, series: str) -> bool:
        """Tell whether a series, by its code, may stand for the indicator and bear its title."""
        return series == self.headline.code and not self.is_dashboard
