"""Reasons of funded and unfunded projects, and what a set of projects is like."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import isnan

import numpy as np
import pytest

from localgoals.model.budget_vote import BudgetProject, BudgetVote
from localgoals.planning.budget_measures import group_shares, measures
from localgoals.planning.budget_rules import RULES

COSTS = {"1": 600, "2": 800, "4": 1400, "5": 1000, "7": 1200}
BALLOTS = ["1 2 4", "1 2", "2 4 5", "5 7", "1 4 7", "1 7", "5", "4", "2 4 5", "4 5"]


def example(**groups: str) -> BudgetVote:
    """Give the example of the Pabulib format, with one district for some projects."""
    codes = list(COSTS)
    entries = sorted(
        (codes.index(code), voter) for voter, one in enumerate(BALLOTS) for code in one.split()
    )
    table = np.array(entries, dtype=np.int64)
    projects = tuple(
        BudgetProject(code, code, Fraction(cost), tuple(groups.get(f"p{code}", "").split()))
        for code, cost in COSTS.items()
    )
    starts = np.searchsorted(table[:, 0], np.arange(6)).astype(np.int64)
    ones = np.ones(len(table), dtype=np.int64)
    return BudgetVote("approval", Fraction(2500), projects, 10, starts, table[:, 1], ones)


def test_a_bought_project_says_who_paid_how_much_in_which_round() -> None:
    stage = RULES["shares-cost"](example()).rulings[2]

    assert (stage.funded, stage.how, stage.place, stage.emptied) == (True, "shared", 1, 0)
    assert stage.had == 6 * 250
    assert stage.most == pytest.approx(1400 / 6)
    # Six people share each unit of the cost.
    assert stage.price == pytest.approx(1 / 6)


def test_an_unfunded_project_says_what_was_missing_and_what_would_have_been_enough() -> None:
    library = RULES["shares-cost"](example()).rulings[0]

    assert (library.funded, library.how) == (False, "held")
    assert library.had == pytest.approx(4 * 250 - 2 * 1400 / 6)
    assert library.missing == pytest.approx(600 - library.had)
    assert library.enough_cost == library.had
    assert library.more_votes == 1


@pytest.mark.parametrize("rule", RULES)
def test_what_is_said_to_be_enough_is_enough(rule: str) -> None:
    vote = example()

    for ruling in RULES[rule](vote).rulings:
        if isnan(ruling.enough_cost) or "add1" in rule:
            continue
        cost = Fraction(ruling.enough_cost).limit_denominator(1000) - Fraction(1, 1000)
        projects = list(vote.projects)
        projects[ruling.project] = replace(projects[ruling.project], cost=cost)
        cheaper = replace(vote, projects=tuple(projects))
        assert ruling.project in RULES[rule](cheaper).funded


def test_with_so_many_more_votes_greedy_funds_a_project() -> None:
    vote = example()
    library = RULES["greedy"](vote).rulings[0]
    assert library.more_votes == 2

    # Two more voters for project 1, and nothing else.
    more = replace(
        vote,
        voters=12,
        starts=vote.starts + np.array([0, 2, 2, 2, 2, 2]),
        supporters=np.insert(vote.supporters, 4, [10, 11]),
        points=np.ones(vote.points.size + 2, dtype=np.int64),
    )

    assert 0 in RULES["greedy"](more).funded


def test_phragmen_names_the_project_with_which_it_ended() -> None:
    found = RULES["phragmen"](example())

    stage, library = found.rulings[2], found.rulings[0]

    assert (stage.how, stage.had, stage.missing) == ("over", 100, 1300)
    # Four supporters have 600 together when 150 have flowed to each.
    assert (library.how, library.place, library.most) == ("flow", 1, 150)


def test_raised_money_is_told() -> None:
    found = RULES["shares-cost-add1"](example())

    assert (found.each, found.raised) == (267, 17)


def test_voters_without_a_funded_project_are_excluded() -> None:
    found = measures(example(), [2, 3])

    assert found.spent == 2400
    assert found.share_of_budget == pytest.approx(0.96)
    # Voters 2 and 6 support neither 4 nor 5.
    assert found.excluded == pytest.approx(0.2)
    assert found.mean_projects == pytest.approx(1.1)


def test_a_project_of_two_districts_counts_half_in_each() -> None:
    vote = example(p1="North", p4="North South", p5="South")

    north, south = group_shares(vote, [2, 3])

    assert (north.group, north.funded, north.projects) == ("North", 1, 2)
    assert north.share_of_votes == pytest.approx((4 + 3) / 15)
    assert south.share_of_money == pytest.approx((700 + 1000) / 2400)
    assert group_shares(example(), [2]) == []


def test_raising_money_for_a_single_supporter_takes_no_million_runs() -> None:
    # One voter of 100,000 supports what would cost half of the budget: 1,600,000 steps of 1.
    costs = (Fraction(1_000_000), Fraction(1_600_000))
    projects = tuple(BudgetProject(str(at), str(at), one) for at, one in enumerate(costs))
    voters = np.append(np.arange(100_000), 7)
    starts, ones = np.array([0, 100_000, 100_001]), np.ones(100_001, dtype=np.int64)
    vote = BudgetVote("approval", Fraction(3_200_000), projects, 100_000, starts, voters, ones)

    found = RULES["shares-cost-add1"](vote)

    # The voter has paid 10 for the other project, and needs 1,600,000 besides.
    assert found.funded == (0, 1)
    assert found.each == 1_600_010
