"""Phragmén's sequential rule: money flows evenly to all, and supporters buy as soon as they can."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np

from localgoals.model.budget_vote import BudgetVote

__all__ = ["Phragmen", "sequential_phragmen"]

_NEAR = 1e-9


class Phragmen(NamedTuple):
    """What is bought, and when."""

    funded: tuple[int, ...]
    """In the order in which it was bought."""
    times: tuple[Fraction, ...]
    """When: what had flowed to each voter by then. [smallest amounts]"""
    last: int | None
    """The project whose turn came and that cost more than what was left; the rule ends with it."""
    end: Fraction
    """When it ended. [smallest amounts a voter]"""
    held: dict[int, float]
    """What the supporters of each project had together at the end. [currency]"""


def sequential_phragmen(vote: BudgetVote) -> Phragmen:
    """
    Let money flow to all voters at one speed; a project is bought when its supporters can pay.

    Supporters pay with all that they have. The rule ends with the first project that costs more
    than what is left of the budget. Who gave a project points supports it; how many does not
    matter. At the same time: more votes or points, then the cheaper one, then the one listed first.

    Parameters
    ----------
    vote
        The projects and their supporters.

    Returns
    -------
    phragmen
        What is bought, when, and what is left.

    References
    ----------
    Los, M., Christoff, Z. and Grossi, D. (2022), Proportional budget allocations: towards a
    systematization, https://www.ijcai.org/proceedings/2022/57

    Examples
    --------
    Three voters want a park for 4, two of them a road for 6, and one of them and a fourth a school
    for 4; the budget is 8.

    >>> from fractions import Fraction
    >>> import numpy as np
    >>> from localgoals.model.budget_vote import BudgetProject, BudgetVote
    >>> priced = (("road", 6), ("school", 4), ("park", 4))
    >>> projects = tuple(BudgetProject(one, one, Fraction(cost)) for one, cost in priced)
    >>> ballots = np.array([0, 1, 2, 3, 0, 1, 2]), np.ones(7, np.int64)
    >>> vote = BudgetVote("approval", Fraction(8), projects, 4, np.array([0, 2, 4, 7]), *ballots)
    >>> [projects[one].name for one in sequential_phragmen(vote).funded]
    ['park', 'school']
    """
    clock = _Clock(vote)
    left = vote.limit
    funded: list[int] = []
    times: list[Fraction] = []
    last: int | None = None
    end = Fraction(0)
    while (first := clock.next()) is not None:
        project, end = first
        if vote.costs[project] > left:
            last = project
            break
        clock.buy(project, end)
        left -= vote.costs[project]
        funded.append(project)
        times.append(end)
    held = {one: clock.held(one, end) for one in range(len(vote.projects))}
    return Phragmen(tuple(funded), tuple(times), last, end, held)


class _Clock:
    """When each project could be bought; `paid[v]` counts the purchase that voter v paid for."""

    def __init__(self, vote: BudgetVote) -> None:
        self._vote = vote
        self._last_paid = np.zeros(vote.voters, dtype=np.int64)
        self._times = [Fraction(0)]
        self._waiting = {
            one: 0.0 for one in range(len(vote.projects)) if vote.backers(one).size > 0
        }

    def next(self) -> tuple[int, Fraction] | None:
        """Give the project that can be bought first, and when."""
        near: dict[int, float] = {}
        least = np.inf
        # A time never falls, so that an old one is a bound of a new one.
        for project, bound in sorted(self._waiting.items(), key=lambda one: one[1]):
            if bound > least * (1 + _NEAR):
                break
            near[project] = self._waiting[project] = self._about(project)
            least = min(least, near[project])
        exact = [
            (self._exactly(one), self._vote.rank(one), one)
            for one, time in near.items()
            if time <= least * (1 + _NEAR)
        ]
        if not exact:
            return None
        time, _, project = min(exact)
        return project, time

    def buy(self, project: int, time: Fraction) -> None:
        """Take all that its supporters have."""
        self._last_paid[self._vote.backers(project)] = len(self._times)
        self._times.append(time)
        del self._waiting[project]

    def held(self, project: int, time: Fraction) -> float:
        """Give what the supporters of a project have together, in the currency."""
        size = self._vote.backers(project).size
        return float((time * size - self._spent(project)) / self._vote.scale)

    def _counts(self, project: int) -> np.ndarray:
        paid = self._last_paid[self._vote.backers(project)]
        return np.bincount(paid, minlength=len(self._times))

    def _spent(self, project: int) -> Fraction:
        counts = self._counts(project)
        return sum(
            (int(counts[at]) * self._times[at] for at in np.flatnonzero(counts)), Fraction(0)
        )

    def _exactly(self, project: int) -> Fraction:
        size = self._vote.backers(project).size
        return (self._vote.costs[project] + self._spent(project)) / size

    def _about(self, project: int) -> float:
        """Give the time to ten digits or more: sums of what is 0 or more keep their precision."""
        size = self._vote.backers(project).size
        spent = self._counts(project) @ np.array([float(one) for one in self._times])
        return float((self._vote.costs[project] + spent) / size)
