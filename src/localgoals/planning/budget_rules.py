"""Every rule for votes on budgets by its name, and why each project is funded or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil, nan
from typing import Literal, NamedTuple

from localgoals.model.budget_vote import BudgetVote
from localgoals.planning.equal_shares import COMPLETIONS, Completion, Shares, equal_shares
from localgoals.planning.greedy_budget import Greedy, GreedyOrder, greedy
from localgoals.planning.phragmen import sequential_phragmen
from localgoals.planning.shares_round import Utility

__all__ = ["RULES", "How", "Outcome", "Ruling"]

How = Literal["shared", "added", "votes", "flow", "held", "left", "over", "nobody"]
"""
Why: its supporters `shared` its cost; it was `added` from what was left; its turn came by `votes`;
money had `flow`ed to its supporters. Not funded: what supporters `held`, or what was `left` of the
budget, was too little; its turn came and would have been `over` the budget; `nobody` supports it.
"""


class Ruling(NamedTuple):
    """Why a project is funded or not. NaN where a figure has no meaning."""

    project: int
    funded: bool
    how: How
    place: int = 0
    """In the order of funding, from 1; 0 where it is not funded."""
    price: float = nan
    """What a supporter paid for a unit of utility. [currency]"""
    most: float = nan
    """The most that one supporter paid. [currency]"""
    emptied: float = nan
    """How many supporters paid all that they had left."""
    had: float = nan
    """What supporters had together before it, or at the end; or what was left of the budget."""
    missing: float = nan
    """What its cost is above that. [currency]"""
    enough_cost: float = nan
    """With all else the same, it would be funded at such a cost or less. [currency]"""
    more_votes: float = nan
    """Or with so many more votes or points; for equal shares, supporters who spent nothing."""


class Outcome(NamedTuple):
    """What a rule funds."""

    rule: str
    funded: tuple[int, ...]
    rulings: tuple[Ruling, ...]
    """Of every project, in the order of the file."""
    each: float
    """What a voter began with; NaN for rules without such money. [currency]"""
    raised: float
    """By how much that was more than an equal part of the budget. [currency]"""


def _by_greedy(order: GreedyOrder) -> Callable[[BudgetVote], Outcome]:
    def outcome(vote: BudgetVote) -> Outcome:
        found = greedy(vote, order)
        reasons = [_of_greedy(vote, found, one, order) for one in range(len(vote.projects))]
        code = "greedy" if order == "votes" else "greedy-per-cost"
        return Outcome(code, found.funded, tuple(reasons), nan, nan)

    return outcome


def _of_greedy(vote: BudgetVote, found: Greedy, project: int, order: GreedyOrder) -> Ruling:
    if project not in found.left:
        return Ruling(project, False, "nobody")
    left = found.left[project] / vote.scale
    if project in found.funded:
        return Ruling(project, True, "votes", found.funded.index(project) + 1, had=left)
    missing = (vote.costs[project] - found.left[project]) / vote.scale
    more = _votes_missing(vote, found, project) if order == "votes" else nan
    enough = left if left > 0 else nan
    return Ruling(
        project, False, "left", had=left, missing=missing, enough_cost=enough, more_votes=more
    )


def _votes_missing(vote: BudgetVote, found: Greedy, project: int) -> float:
    """Count the votes with which its turn would have come while its cost was still left."""
    cost = vote.costs[project]
    for other in found.funded:
        if found.left[other] >= cost > found.left[other] - vote.costs[other]:
            return vote.scores[other] + 1 - vote.scores[project]
    return nan


def _by_shares(utility: Utility, completion: Completion) -> Callable[[BudgetVote], Outcome]:
    code = shares_code(utility, completion)

    def outcome(vote: BudgetVote) -> Outcome:
        found = equal_shares(vote, utility, completion=completion)
        each = found.total / vote.scale / vote.voters
        bought = {one.project: place for place, one in enumerate(found.bought, start=1)}
        added = {one: place for place, one in enumerate(found.added, start=len(found.bought) + 1)}
        reasons = [
            _shared(found, one, bought[one])
            if one in bought
            else Ruling(one, True, "added", added[one])
            if one in added
            else _unshared(vote, found, one, each)
            for one in range(len(vote.projects))
        ]
        raised = float(found.raised * found.step)
        return Outcome(code, found.funded, tuple(reasons), each, raised)

    return outcome


def shares_code(utility: Utility, completion: Completion) -> str:
    """Name equal shares by utility and completion."""
    return f"shares-{utility}" + ("" if completion == "none" else f"-{completion}")


def _shared(found: Shares, project: int, place: int) -> Ruling:
    one = found.bought[place - 1]
    return Ruling(project, True, "shared", place, one.price, one.most, one.emptied, one.held)


def _unshared(vote: BudgetVote, found: Shares, project: int, each: float) -> Ruling:
    """Say what supporters have left; what they could pay in the end, they would have bought."""
    if not vote.scores[project]:
        return Ruling(project, False, "nobody")
    held = found.run.held(project)
    missing = vote.costs[project] / vote.scale - held
    enough = held if held > 0 else nan
    more = float(ceil(missing / each - 1e-9))
    return Ruling(
        project, False, "held", had=held, missing=missing, enough_cost=enough, more_votes=more
    )


def _by_phragmen(vote: BudgetVote) -> Outcome:
    found = sequential_phragmen(vote)
    left = (vote.limit - sum(vote.costs[one] for one in found.funded)) / vote.scale
    reasons = []
    for project, one in enumerate(vote.projects):
        cost, held = float(one.cost), found.held[project]
        if project in found.funded:
            place = found.funded.index(project)
            most = float(found.times[place] / vote.scale)
            reasons.append(Ruling(project, True, "flow", place + 1, most=most, had=cost))
        elif project == found.last:
            reasons.append(Ruling(project, False, "over", had=left, missing=cost - left))
        elif not vote.scores[project]:
            reasons.append(Ruling(project, False, "nobody"))
        else:
            reasons.append(Ruling(project, False, "held", had=held, missing=cost - held))
    each = float(found.end / vote.scale)
    return Outcome("phragmen", found.funded, tuple(reasons), each, nan)


RULES: Mapping[str, Callable[[BudgetVote], Outcome]] = {
    "greedy": _by_greedy("votes"),
    "greedy-per-cost": _by_greedy("votes-per-cost"),
    **{
        shares_code(utility, completion): _by_shares(utility, completion)
        for utility in ("cost", "count")
        for completion in COMPLETIONS
    },
    "phragmen": _by_phragmen,
}
"""By the name of the rule."""
