"""What Polis itself computed and published, from the votes alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from localgoals.ingest.polis_export import read_polis_statements, read_polis_votes
from localgoals.planning.opinion_clusters import adjusted_rand, opinion_groups
from localgoals.planning.opinion_space import OpinionSpace, opinion_space
from localgoals.planning.opinion_statistics import (
    Agreed,
    Representative,
    consensus,
    group_aware_consensus,
    importance,
    priority,
    representative,
    two_proportion_test,
)
from localgoals.planning.votes import Integers, Votes, taken_in, tally, votes_of


class Published(NamedTuple):
    math: dict[str, Any]
    votes: Votes
    space: OpinionSpace
    groups: Integers


@pytest.fixture(scope="module")
def published() -> Published:
    """35 participants, 44 statements, 504 votes; 1 is agreement in this file."""
    folder = Path(__file__).parents[2].parent / "shared" / "vectors" / "polis" / "below-100-ptpts"
    if not folder.is_dir():
        pytest.skip("the folder of shared data and vectors does not lie beside the project")
    math = json.loads((folder / "math-pca2.json").read_text())
    cast = json.loads((folder / "votes.json").read_text())
    who, what, values = ([one[key] for one in cast] for key in ("pid", "tid", "vote"))
    shown = [tid not in math["mod-out"] for tid in math["tids"]]
    votes = votes_of(who, what, values, shown, rows=math["n"])
    members = dict(zip(math["base-clusters"]["id"], math["base-clusters"]["members"], strict=True))
    groups = np.full(math["n"], -1)
    for group in math["group-clusters"]:
        for base in group["members"]:
            groups[members[base]] = group["id"]
    return Published(math, votes, opinion_space(votes), groups)


def test_the_middle_and_the_directions_are_those_of_polis(published: Published) -> None:
    pca = published.math["pca"]

    # Polis has agreement at -1, and the sign of a direction has no meaning.
    np.testing.assert_allclose(published.space.means, -np.array(pca["center"]), atol=1e-12)
    np.testing.assert_allclose(np.abs(published.space.components), np.abs(pca["comps"]), atol=1e-9)
    np.testing.assert_allclose(published.space.extremity, pca["comment-extremity"], atol=1e-9)


def test_participants_stand_where_polis_has_them(published: Published) -> None:
    base = published.math["base-clusters"]
    members = [one for (one,) in base["members"]]

    found = np.abs(published.space.participants[members])

    np.testing.assert_allclose(found, np.abs(np.column_stack([base["x"], base["y"]])), atol=1e-9)


def test_begun_as_polis_begins_the_groups_and_their_number_are_those_of_polis(
    published: Published,
) -> None:
    order = [one for (one,) in published.math["base-clusters"]["members"]]

    found = opinion_groups(published.space.participants[order])

    assert sorted(np.bincount(found.labels)) == [3, 9, 11]
    assert adjusted_rand(found.labels, published.groups[order]) == 1.0


def test_votes_of_the_groups_are_those_of_polis(published: Published) -> None:
    counts = tally(published.votes, published.groups, 3)

    for group, told in published.math["group-votes"].items():
        for statement, votes in told["votes"].items():
            cell = int(group), int(statement)
            found = tuple(int(part[cell]) for part in counts)
            assert found == (votes["A"], votes["D"], votes["S"])


def test_what_stands_for_each_group_is_that_of_polis_in_its_order(published: Published) -> None:
    counts = tally(published.votes, published.groups, 3)

    found = representative(counts, published.votes.shown)

    for group, told in published.math["repness"].items():
        mine = [_row(one) for one in found if one.group == int(group)]
        theirs = [
            (one["tid"], one["repful-for"], one["n-success"], one["n-trials"]) for one in told
        ]
        assert [row[:4] for row in mine] == theirs
        figures = [
            (one["p-success"], one["p-test"], one["repness"], one["repness-test"]) for one in told
        ]
        np.testing.assert_allclose([row[4:] for row in mine], figures, atol=1e-6)


def _row(one: Representative) -> tuple[Any, ...]:
    return (one.statement, one.side, one.votes, one.voted,
            one.share, one.test, one.ratio, one.ratio_test)  # fmt: skip


def test_consensus_is_that_of_polis_and_begins_with_statement_26(published: Published) -> None:
    everybody = tally(published.votes, np.zeros(published.math["n"], np.int64), 1)

    found = consensus(everybody, published.votes.shown)

    told = published.math["consensus"]
    theirs = [
        Agreed(one["tid"], side, one["n-success"], one["n-trials"], *_figures(one))
        for side in ("agree", "disagree")
        for one in told[side]
    ]
    assert [one[:4] for one in found] == [one[:4] for one in theirs]
    np.testing.assert_allclose([one[4:] for one in found], [one[4:] for one in theirs], atol=1e-12)
    assert found[0][:4] == (26, "agree", 15, 16)
    assert found[0].share == pytest.approx(0.8889, abs=1e-4)
    assert found[0].test == pytest.approx(3.638, abs=1e-3)


def _figures(one: dict[str, float]) -> tuple[float, float]:
    return one["p-success"], one["p-test"]


def test_agreement_of_all_groups_and_priorities_are_those_of_polis(published: Published) -> None:
    counts = tally(published.votes, published.groups, 3)
    agreed, disagreed, voted = (part.sum(axis=0) for part in counts)
    told = importance(agreed, voted - agreed - disagreed, voted, published.space.extremity)

    found = {
        "group-aware-consensus": group_aware_consensus(counts),
        "comment-priorities": priority(told, voted),
    }

    for name, values in found.items():
        theirs = [published.math[name][str(tid)] for tid in published.math["tids"]]
        np.testing.assert_allclose(values, theirs, rtol=1e-9)


def test_unit_figures_of_the_methods_come_out() -> None:
    importances = importance(0, 0, 0, [0, 1, 3, 7, 15])

    assert float(two_proportion_test(15, 56, 24, 71)) == pytest.approx(-1.518, abs=0.01)
    assert importances.tolist() == [0.25, 0.5, 1, 2, 4]
    assert priority(importances, 0).tolist() == [5.0625, 20.25, 81, 324, 1296]
    assert float(priority(0.1, 50, True)) == 49


def test_from_the_votes_alone_the_groups_are_near_those_of_polis(published: Published) -> None:
    # Polis keeps four people who voted too little since; of when it took them in is no record.
    taken = np.flatnonzero(taken_in(published.votes))
    points, theirs = published.space.participants[taken], published.groups[taken]

    found, asked = opinion_groups(points), opinion_groups(points, groups=3)
    spread = opinion_groups(points, start="spread")

    assert len(taken) == 19
    assert np.bincount(found.labels).tolist() == [11, 8]
    assert adjusted_rand(found.labels, theirs) == pytest.approx(0.717, abs=0.001)
    assert adjusted_rand(asked.labels, theirs) == 1.0
    assert adjusted_rand(spread.labels, theirs) == pytest.approx(0.549, abs=0.001)


def test_the_groups_on_brexit_are_two_and_nearly_those_published(shared: Path) -> None:
    # Polis went on from groups that it had before; of those there is no record. 0.876 is what
    # the votes alone give, and no more is claimed.
    folder = shared / "vectors" / "polis" / "opendata-brexit-consensus"
    read, problems = read_polis_votes(folder / "participants-votes.csv")
    assert read is not None, problems
    people, who = np.unique(read.votes["participant"].astype(int), return_inverse=True)
    what = read.votes["statement"].astype(int)
    votes = votes_of(who, what, read.votes["vote"], np.ones(50, np.bool_), rows=len(people))

    taken = taken_in(votes)
    points = opinion_space(votes).participants[taken]
    found, spread = opinion_groups(points), opinion_groups(points, start="spread")

    theirs = read.groups.reindex(people.astype(str)).fillna(-1).to_numpy()[taken].astype(int)
    assert (len(people), len(read.votes), int(taken.sum())) == (204, 5303, 189)
    assert np.bincount(found.labels).tolist() == [101, 88]
    assert adjusted_rand(found.labels, theirs) == pytest.approx(0.876, abs=0.001)
    assert adjusted_rand(spread.labels, theirs) == pytest.approx(0.896, abs=0.001)


def test_the_list_of_comments_has_the_agreements_of_the_matrix_but_for_three(shared: Path) -> None:
    folder = shared / "vectors" / "polis" / "opendata-brexit-consensus"
    read, _ = read_polis_votes(folder / "participants-votes.csv")
    statements, problems = read_polis_statements(folder / "comments.csv")

    assert read is not None
    assert problems == []
    assert len(statements) == 50
    assert not read.turned
    assert set(statements["statement"]) == set(read.votes["statement"])
