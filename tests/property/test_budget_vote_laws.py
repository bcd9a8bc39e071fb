"""Laws of the rules for votes on budgets, held against plain steps in fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_budget import (
    plain_add1,
    plain_phragmen,
    plain_shares,
    price_of_a_point,
    supporters_of,
)

from localgoals.model.budget_vote import BudgetProject, BudgetVote
from localgoals.planning.equal_shares import COMPLETIONS, Completion, equal_shares, fits
from localgoals.planning.exact_money import ExactMoney
from localgoals.planning.greedy_budget import greedy
from localgoals.planning.phragmen import sequential_phragmen
from localgoals.planning.shares_round import SharesRun, Utility

BOTH: list[Utility] = ["cost", "count"]


def laid_out(costs: list[Fraction], budget: Fraction, ballots: list[dict[int, int]]) -> BudgetVote:
    """Lay ballots out by project."""
    entries = sorted(
        (project, voter, points)
        for voter, ballot in enumerate(ballots)
        for project, points in ballot.items()
    )
    table = np.array(entries, dtype=np.int64).reshape(-1, 3)
    return BudgetVote(
        "cumulative",
        budget,
        tuple(BudgetProject(str(at), str(at), cost) for at, cost in enumerate(costs)),
        len(ballots),
        np.searchsorted(table[:, 0], np.arange(len(costs) + 1)).astype(np.int64),
        table[:, 1],
        table[:, 2],
    )


@st.composite
def votes(draw: st.DrawFn) -> BudgetVote:
    """Draw small votes with few different costs and points: many are equal."""
    cents = draw(st.sampled_from([1, 2, 10]))
    count = draw(st.integers(1, 6))
    costs = draw(st.lists(st.integers(1, 12), min_size=count, max_size=count))
    budget = draw(st.integers(1, 40))
    highest = draw(st.sampled_from([1, 3, 7]))
    ballot = st.dictionaries(st.integers(0, count - 1), st.integers(1, highest), max_size=4)
    ballots = draw(st.lists(ballot, min_size=1, max_size=9))
    return laid_out([Fraction(one, cents) for one in costs], Fraction(budget, cents), ballots)


@pytest.mark.parametrize("utility", BOTH)
@given(vote=votes())
def test_equal_shares_buy_what_the_plain_steps_buy(utility: Utility, vote: BudgetVote) -> None:
    shares = equal_shares(vote, utility)

    bought, money = plain_shares(vote, vote.budget / vote.voters, utility)

    assert list(shares.funded) == bought
    for project, backers in enumerate(supporters_of(vote)):
        held = float(sum(money[one] for one in backers))
        assert shares.run.held(project) == pytest.approx(held, abs=1e-6)


@pytest.mark.parametrize("utility", BOTH)
@settings(max_examples=50)
@given(vote=votes())
def test_raising_by_steps_ends_where_the_plain_steps_end(
    utility: Utility, vote: BudgetVote
) -> None:
    shares = equal_shares(vote, utility, completion="add1")

    bought, raised = plain_add1(vote, utility)

    assert (list(shares.funded), shares.raised) == (bought, raised)


@given(vote=votes())
def test_phragmen_buys_what_the_plain_steps_buy(vote: BudgetVote) -> None:
    assert list(sequential_phragmen(vote).funded) == plain_phragmen(vote)


@given(vote=votes(), utility=st.sampled_from(BOTH), completion=st.sampled_from(COMPLETIONS))
def test_no_rule_overspends_or_funds_what_nobody_supports(
    vote: BudgetVote, utility: Utility, completion: Completion
) -> None:
    funded = [
        equal_shares(vote, utility, completion=completion).funded,
        greedy(vote).funded,
        greedy(vote, "votes-per-cost").funded,
        sequential_phragmen(vote).funded,
    ]

    for chosen in funded:
        assert len(set(chosen)) == len(chosen)
        assert sum(vote.projects[one].cost for one in chosen) <= vote.budget
        assert all(vote.scores[one] > 0 for one in chosen)


@given(vote=votes(), utility=st.sampled_from(BOTH))
def test_greedy_completion_leaves_nothing_that_fits(vote: BudgetVote, utility: Utility) -> None:
    for completion in ("greedy", "add1-greedy"):
        assert not fits(vote, equal_shares(vote, utility, completion=completion).funded)
    assert not fits(vote, greedy(vote).funded)


@given(vote=votes(), utility=st.sampled_from(BOTH))
def test_supporters_pay_exactly_the_cost_and_nobody_more_than_the_price(
    vote: BudgetVote, utility: Utility
) -> None:
    run = SharesRun(vote, vote.limit, utility)
    exact = ExactMoney(vote, vote.limit)
    each = vote.budget / vote.voters
    money = [each] * vote.voters
    while (bought := run.buy_next()) is not None:
        project = vote.projects[bought.project]
        backers = supporters_of(vote)[bought.project]
        point = price_of_a_point(money, backers, project.cost)
        paid = {one: min(money[one], point * points) for one, points in backers.items()}

        assert sum(paid.values()) == project.cost
        # The slow way in fractions finds the same price.
        assert exact.price(bought.project) == point * vote.scale * vote.common_points
        assert bought.most == pytest.approx(float(max(paid.values())), rel=1e-9)
        for voter, amount in paid.items():
            money[voter] -= amount
        exact.follow([one.project for one in run.bought])
    # Priceability: nobody is left with a project that the supporters could still buy.
    for number, backers in enumerate(supporters_of(vote)):
        if number not in [one.project for one in run.bought] and backers:
            assert sum(money[one] for one in backers) < vote.projects[number].cost


@given(vote=votes(), utility=st.sampled_from(BOTH), seed=st.integers(0, 9))
def test_the_order_of_the_ballots_does_not_matter(
    vote: BudgetVote, utility: Utility, seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(vote.voters)
    ballots: list[dict[int, int]] = [{} for _ in range(vote.voters)]
    for project, backers in enumerate(supporters_of(vote)):
        for voter, points in backers.items():
            ballots[order[voter]][project] = points
    costs = [one.cost for one in vote.projects]

    turned = laid_out(costs, vote.budget, ballots)

    for completion in COMPLETIONS:
        first = equal_shares(vote, utility, completion=completion)
        assert equal_shares(turned, utility, completion=completion).funded == first.funded
    assert sequential_phragmen(turned).funded == sequential_phragmen(vote).funded


@given(vote=votes(), utility=st.sampled_from(BOTH))
def test_a_project_as_cheap_as_its_supporters_money_is_funded(
    vote: BudgetVote, utility: Utility
) -> None:
    run = equal_shares(vote, utility)
    money = plain_shares(vote, vote.budget / vote.voters, utility)[1]
    for project, backers in enumerate(supporters_of(vote)):
        held = sum((money[one] for one in backers), Fraction(0))
        if project in run.funded or held == 0:
            continue
        costs = [one.cost for one in vote.projects]
        costs[project] = held
        ballots: list[dict[int, int]] = [{} for _ in range(vote.voters)]
        for number, given_points in enumerate(supporters_of(vote)):
            for voter, points in given_points.items():
                ballots[voter][number] = points

        cheaper = laid_out(costs, vote.budget, ballots)

        assert project in equal_shares(cheaper, utility).funded


@given(vote=votes())
def test_the_project_with_most_votes_is_funded_by_greedy_where_it_fits(vote: BudgetVote) -> None:
    first = min(range(len(vote.projects)), key=vote.rank)

    fitting = vote.projects[first].cost <= vote.budget and vote.scores[first] > 0

    assert (first in greedy(vote).funded) == fitting
