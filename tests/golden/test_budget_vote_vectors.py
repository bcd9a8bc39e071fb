"""Rules for votes on budgets, against what pabutools 1.2.3 found (shared/vectors/pabulib)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from localgoals.ingest.pabulib import read_budget_vote
from localgoals.model.budget_vote import BudgetVote
from localgoals.planning.equal_shares import equal_shares
from localgoals.planning.greedy_budget import greedy
from localgoals.planning.phragmen import sequential_phragmen

FILES = (
    "france_toulouse_2019_.pb",
    "pabulib_format_example.pb",
    "poland_gdansk_2020_mlyniska.pb",
    "poland_gdansk_2020_rudniki.pb",
)
RULES: dict[str, Callable[[BudgetVote], Sequence[int]]] = {
    # With the cost as what a project is worth, worth for the cost is the number of votes.
    "greedy_cost_sat": lambda vote: greedy(vote).funded,
    "greedy_cardinality_sat": lambda vote: greedy(vote, "votes-per-cost").funded,
    "mes_cost_sat": lambda vote: equal_shares(vote, "cost").funded,
    "mes_cardinality_sat": lambda vote: equal_shares(vote, "count").funded,
    "mes_cost_sat_add1": lambda vote: equal_shares(vote, "cost", completion="add1").funded,
    "seq_phragmen": lambda vote: sequential_phragmen(vote).funded,
}


def read(folder: Path, name: str) -> BudgetVote:
    """Read a file of the vectors, which has no fault."""
    vote, problems = read_budget_vote(folder / "vectors" / "pabulib" / name)
    assert vote is not None
    assert [str(one) for one in problems] == []
    return vote


def expected(folder: Path, name: str) -> dict[str, Any]:
    """Read what was found for a file."""
    path = folder / "vectors" / "pabulib" / "expected_outcomes.json"
    return dict(json.loads(path.read_text("utf-8"))["instances"][name])


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_is_read_whole(shared: Path, name: str) -> None:
    vote, said = read(shared, name), expected(shared, name)

    assert vote.kind == said["vote_type"]
    assert len(vote.projects) == said["num_projects"]
    assert vote.voters == said["num_votes"]
    assert vote.budget == Fraction(said["budget"])


@pytest.mark.parametrize("name", FILES)
def test_every_rule_funds_what_pabutools_funds(shared: Path, name: str) -> None:
    vote, said = read(shared, name), expected(shared, name)

    for rule in RULES.keys() & said.keys():
        funded = [vote.projects[one] for one in RULES[rule](vote)]
        assert sorted(one.code for one in funded) == said[rule]["selected"], rule
        assert sum(one.cost for one in funded) == Fraction(said[rule]["cost"]), rule
        assert len(funded) == said[rule]["n"], rule


def test_the_example_of_the_format_has_every_rule_of_the_vectors(shared: Path) -> None:
    assert expected(shared, "pabulib_format_example.pb").keys() >= RULES.keys()


def test_the_example_of_the_format_by_hand(shared: Path) -> None:
    vote = read(shared, "pabulib_format_example.pb")

    shares = equal_shares(vote, "cost", completion="add1")

    # Project 4 costs 1,400 and six people share it: 233.33 each. Project 1 costs 600; two of its
    # supporters have that less: 4 b - 466.67 >= 600 from b = 266.67, the first whole step 267.
    assert vote.scores == (4, 4, 6, 5, 3)
    assert [one.most for one in shares.bought] == pytest.approx(
        [1400 / 6, 566 + 2 / 3 - 300], abs=1
    )
    assert (shares.raised, shares.total) == (17, 2670)


def test_points_of_a_real_file_add_up_to_its_own_scores(shared: Path) -> None:
    vote = read(shared, "poland_gdansk_2020_mlyniska.pb")

    assert vote.scores == (292, 251)


def test_points_and_raised_money_of_toulouse_are_those_of_pabutools(shared: Path) -> None:
    vote = read(shared, "france_toulouse_2019_.pb")

    shares = equal_shares(vote, "count")
    raised = equal_shares(vote, "count", completion="add1")

    # pabutools 1.2.3, method_of_equal_shares with Additive_Cardinal_Sat, without and with
    # voter_budget_increment=1; computed for this test.
    first = {1, 3, 6, 7, 10, 12, 13, 14, 16, 18, 20, 24, 26, 27, 30}
    assert {int(vote.projects[one].code) for one in shares.funded} == first
    second = first | {5, 23, 25, 28, 29}
    assert {int(vote.projects[one].code) for one in raised.funded} == second
