"""The rule of most cities: projects by votes, as long as money is left."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from localgoals.model.budget_vote import BudgetVote

__all__ = ["Greedy", "GreedyOrder", "greedy"]

GreedyOrder = Literal["votes", "votes-per-cost"]


class Greedy(NamedTuple):
    """What is funded project by project."""

    funded: tuple[int, ...]
    """In the order in which they were looked at."""
    left: dict[int, int]
    """What was left when the turn of each project came. [smallest amounts]"""


def greedy(vote: BudgetVote, order: GreedyOrder = "votes", *, funded: Sequence[int] = ()) -> Greedy:
    """
    Fund projects one after the other, and skip those that cost more than what is left.

    Parameters
    ----------
    vote
        The projects and their supporters.
    order
        `votes`: most votes or points first. `votes-per-cost`: most votes or points for each unit
        of cost first. Equals: more votes, then the cheaper one, then the one listed first.
    funded
        What is funded already; the budget has to cover it.

    Returns
    -------
    greedy
        What is funded besides. A project that nobody supports never is.

    References
    ----------
    Talmon, N. and Faliszewski, P. (2019), A framework for approval-based budgeting methods,
    https://doi.org/10.1609/aaai.v33i01.33012181

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
    >>> [projects[one].name for one in greedy(vote).funded]
    ['park', 'school']
    """
    left = vote.limit - sum(vote.costs[one] for one in funded)
    asked = [one for one, score in enumerate(vote.scores) if score > 0 and one not in set(funded)]
    if order == "votes":
        asked.sort(key=vote.rank)
    else:
        asked.sort(key=lambda one: (-Fraction(vote.scores[one], vote.costs[one]), vote.rank(one)))
    taken, seen = [], {}
    for project in asked:
        seen[project] = left
        if vote.costs[project] <= left:
            taken.append(project)
            left -= vote.costs[project]
    return Greedy(tuple(taken), seen)
