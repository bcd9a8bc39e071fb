"""A vote on a public budget: projects with their costs, and who supports which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["BudgetProject", "BudgetVote", "VoteKind"]

VoteKind = Literal["approval", "ordinal", "cumulative", "scoring"]


@dataclass(frozen=True)
class BudgetProject:
    """Something that people could vote for."""

    code: str
    name: str
    cost: Fraction
    """[currency, above 0]"""
    groups: tuple[str, ...] = ()
    """Its district and its categories, where they are given."""
    chosen: bool | None = None
    """Whether the city chose it; None where the file does not say."""


@dataclass(frozen=True, eq=False)
class BudgetVote:
    """
    Projects, and for each of them its supporters with their points.

    Supporters of project `p` stand at `starts[p]:starts[p + 1]` of `supporters` and `points`.
    """

    kind: VoteKind
    budget: Fraction
    """[currency, above 0]"""
    projects: tuple[BudgetProject, ...]
    voters: int
    """How many ballots were cast, empty ones included."""
    starts: NDArray[np.int64]
    supporters: NDArray[np.int64]
    """Numbers of voters, from 0; each at most once for a project."""
    points: NDArray[np.int64]
    """What a supporter gave, above 0: 1 where projects are only ticked."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What the file says of the vote, by its own keys."""

    @cached_property
    def scale(self) -> int:
        """How many of the smallest amounts that costs are written in make one of the currency."""
        return lcm(self.budget.denominator, *(one.cost.denominator for one in self.projects))

    @cached_property
    def costs(self) -> tuple[int, ...]:
        """Costs of the projects, in the smallest amounts."""
        return tuple(int(one.cost * self.scale) for one in self.projects)

    @cached_property
    def limit(self) -> int:
        """The budget, in the smallest amounts."""
        return int(self.budget * self.scale)

    @cached_property
    def scores(self) -> tuple[int, ...]:
        """Votes of each project, or its points where voters gave points."""
        sums = np.concatenate([[0], np.cumsum(self.points)])
        return tuple(int(one) for one in sums[self.starts[1:]] - sums[self.starts[:-1]])

    @cached_property
    def common_points(self) -> int:
        """The largest number of which all points are multiples."""
        return gcd(*(int(one) for one in np.unique(self.points))) or 1

    @cached_property
    def weights(self) -> NDArray[np.int64]:
        """Points without the factor that they share."""
        return self.points // self.common_points

    def backers(self, project: int) -> NDArray[np.int64]:
        """Give the voters who support a project."""
        return self.supporters[self.starts[project] : self.starts[project + 1]]

    def rank(self, project: int) -> tuple[int, int, int]:
        """Order equals: more votes or points first, then the cheaper, then as they were listed."""
        return -self.scores[project], self.costs[project], project
