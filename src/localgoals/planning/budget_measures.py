"""What a set of funded projects is like: how much is spent, for how many, and in which groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from localgoals.model.budget_vote import BudgetVote

__all__ = ["GroupShare", "Measures", "group_shares", "measures"]


class Measures(NamedTuple):
    """How a set of projects serves those who voted."""

    projects: int
    spent: float
    """[currency]"""
    share_of_budget: float
    """[0-1]"""
    share_of_voters: float
    """Of all voters, those with a funded project that they support. [0-1]"""
    excluded: float
    """The exclusion ratio: all other voters. [0-1]"""
    mean_projects: float
    """Funded projects that a voter supports, on average."""


class GroupShare(NamedTuple):
    """A district or category: its part in what was asked for, and in what is funded."""

    group: str
    share_of_votes: float
    """Of the votes or points of all projects that name a group. [0-1]"""
    share_of_money: float
    """Of the cost of the funded ones among them. [0-1]; NaN where none is funded"""
    funded: int
    projects: int


def measures(vote: BudgetVote, funded: Sequence[int]) -> Measures:
    """
    Measure a set of funded projects.

    Parameters
    ----------
    vote
        Projects and their supporters.
    funded
        Numbers of projects.

    Returns
    -------
    measures
        See `Measures`.

    References
    ----------
    Faliszewski, P. et al. (2023), Participatory budgeting: data, tools and analysis, section 5
    (exclusion ratio), https://doi.org/10.24963/ijcai.2023/297

    Examples
    --------
    >>> from fractions import Fraction
    >>> from localgoals.model.budget_vote import BudgetProject, BudgetVote
    >>> projects = tuple(BudgetProject(one, one, Fraction(5)) for one in "ab")
    >>> ballots = np.array([0, 1, 1]), np.array([1, 1, 1])
    >>> vote = BudgetVote("approval", Fraction(8), projects, 4, np.array([0, 2, 3]), *ballots)
    >>> measures(vote, [0]).excluded
    0.5
    """
    spent = float(sum(vote.projects[one].cost for one in funded))
    backed = np.zeros(vote.voters, dtype=np.int64)
    for project in funded:
        backed[vote.backers(project)] += 1
    served = float((backed > 0).mean())
    share = spent / float(vote.budget)
    return Measures(len(funded), spent, share, served, 1 - served, float(backed.mean()))


def group_shares(vote: BudgetVote, funded: Sequence[int]) -> list[GroupShare]:
    """
    Set each group's part of the votes beside its part of the money.

    A project of several groups counts in each of them in equal parts.

    Parameters
    ----------
    vote
        Projects with their groups.
    funded
        Numbers of projects.

    Returns
    -------
    groups
        In alphabetical order; none where no project names a group.
    """
    votes: dict[str, float] = {}
    money: dict[str, float] = {}
    counts: dict[str, list[int]] = {}
    chosen = set(funded)
    for number, project in enumerate(vote.projects):
        for group in project.groups:
            part = 1 / len(project.groups)
            votes[group] = votes.get(group, 0.0) + part * vote.scores[number]
            paid = part * float(project.cost) * (number in chosen)
            money[group] = money.get(group, 0.0) + paid
            count = counts.setdefault(group, [0, 0])
            count[0] += number in chosen
            count[1] += 1
    all_votes, all_money = sum(votes.values()) or np.nan, sum(money.values()) or np.nan
    return [
        GroupShare(one, votes[one] / all_votes, money[one] / all_money, *counts[one])
        for one in sorted(votes)
    ]
