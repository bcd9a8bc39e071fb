"""The method of equal shares, and the ways to spend what it leaves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from localgoals.model.budget_vote import BudgetVote
from localgoals.planning.greedy_budget import greedy
from localgoals.planning.shares_round import Bought, SharesRun, Utility

__all__ = ["COMPLETIONS", "Completion", "Shares", "equal_shares"]

Completion = Literal["none", "greedy", "add1", "add1-greedy"]
COMPLETIONS: tuple[Completion, ...] = ("none", "greedy", "add1", "add1-greedy")
_FINEST = 1_000
"""A step is no smaller than such a part of what a voter begins with, rounded up."""


class Shares(NamedTuple):
    """What equal shares fund."""

    bought: tuple[Bought, ...]
    """Paid for by supporters, in the order in which it was bought."""
    added: tuple[int, ...]
    """Funded by votes from what was left."""
    run: SharesRun
    """What everybody had, and has left."""
    raised: int
    """How many steps each voter's money was raised."""
    step: int
    """By how much each time. [currency]"""
    total: int
    """What the voters began with together. [smallest amounts]"""

    @property
    def funded(self) -> tuple[int, ...]:
        """All projects that are funded."""
        return (*(one.project for one in self.bought), *self.added)


def equal_shares(
    vote: BudgetVote, utility: Utility = "cost", *, completion: Completion = "none"
) -> Shares:
    """
    Give every voter an equal part of the budget, with which supporters buy projects together.

    The next project is the one whose supporters pay least for a unit of utility when they share
    its cost, in proportion to their points; who has less pays what is left. It ends when no
    supporters can pay for a project. Equal prices: more votes or points, then the cheaper one,
    then the one listed first.

    Parameters
    ----------
    vote
        The projects and their supporters.
    utility
        `cost`: a project is worth its cost to a supporter. `count`: every project is worth the
        same. Both times the points given.
    completion
        `greedy` adds by votes what still fits; `add1` runs the rule anew with a step more for
        every voter, until nothing more fits or the budget would be overspent, and keeps the last
        run within it; `add1-greedy` does both.

    Returns
    -------
    shares
        What is funded, by whom, and what is left.

    Notes
    -----
    A step is one unit of the currency, or a power of ten of them where a voter begins with more
    than 1,000 units. Projects that nobody supports are not funded.

    References
    ----------
    Peters, D., Pierczyński, G. and Skowron, P. (2021), Proportional participatory budgeting with
    additive utilities, https://arxiv.org/abs/2008.13276
    Method of Equal Shares, Completion, https://equalshares.net/implementation/computation/

    Examples
    --------
    Three voters want a park for 4, two of them a road for 6, and one of them and a fourth a school
    for 4; the budget is 8, 2 for each of the four.

    >>> from fractions import Fraction
    >>> import numpy as np
    >>> from localgoals.model.budget_vote import BudgetProject, BudgetVote
    >>> priced = (("road", 6), ("school", 4), ("park", 4))
    >>> projects = tuple(BudgetProject(one, one, Fraction(cost)) for one, cost in priced)
    >>> ballots = np.array([0, 1, 2, 3, 0, 1, 2]), np.ones(7, np.int64)
    >>> vote = BudgetVote("approval", Fraction(8), projects, 4, np.array([0, 2, 4, 7]), *ballots)
    >>> [projects[one].name for one in equal_shares(vote).funded]
    ['park']
    """
    step = _step(vote) if completion.startswith("add1") else 0
    raised, run = 0, _bought(vote, vote.limit, utility)
    while step and fits(vote, (one.project for one in run.bought)):
        # Before the first chance of a project that is not bought, a run buys some of those that
        # are: it neither overspends nor ends the search, and need not be made.
        target = max(raised + 1, _first_chance(vote, run, step) - 1)
        more = _bought(vote, _total(vote, target, step), utility)
        if more.stopped:
            break
        raised, run = target, more
    bought = tuple(run.bought)
    funded = [one.project for one in bought]
    added = greedy(vote, funded=funded).funded if completion.endswith("greedy") else ()
    return Shares(bought, added, run, raised, step, _total(vote, raised, step))


def fits(vote: BudgetVote, funded: Iterable[int]) -> bool:
    """Tell whether the budget has room for one more project that somebody supports."""
    already = set(funded)
    left = vote.limit - sum(vote.costs[one] for one in already)
    return any(
        vote.costs[one] <= left and vote.scores[one] > 0
        for one in range(len(vote.projects))
        if one not in already
    )


def _step(vote: BudgetVote) -> int:
    step = 1
    while vote.limit > _FINEST * step * vote.voters * vote.scale:
        step *= 10
    return step


def _first_chance(vote: BudgetVote, run: SharesRun, step: int) -> int:
    """Count the steps until supporters of one more project could pay if they paid nothing else."""
    bought = {one.project for one in run.bought}
    lift = step * vote.scale * vote.voters
    return min(
        -((vote.limit - vote.costs[one] * vote.voters // size) // lift)
        for one in range(len(vote.projects))
        if one not in bought and (size := vote.backers(one).size)
    )


def _total(vote: BudgetVote, raised: int, step: int) -> int:
    return vote.limit + raised * step * vote.scale * vote.voters


def _bought(vote: BudgetVote, total: int, utility: Utility) -> SharesRun:
    """Run the rule to its end, or until the budget is overspent, which marks it as stopped."""
    run = SharesRun(vote, total, utility)
    spent = 0
    while (bought := run.buy_next()) is not None:
        spent += vote.costs[bought.project]
        if spent > vote.limit:
            run.stopped = True
            break
    return run
