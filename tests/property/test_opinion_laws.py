"""Laws of opinion groups, of what may be shown, and of who took part."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from localgoals.planning.opinion_clusters import adjusted_rand, opinion_groups
from localgoals.planning.opinion_space import opinion_space
from localgoals.planning.opinion_statistics import consensus, representative
from localgoals.planning.representativeness import Attribute, compare, fit, pooled, rake
from localgoals.planning.small_cells import gathered, withheld
from localgoals.planning.votes import Floats, Integers, Votes, tally, votes_of

SEEDS = st.integers(0, 2**32 - 1)
MATRICES = arrays(
    np.float64,
    st.tuples(st.integers(2, 12), st.integers(2, 8)),
    elements=st.sampled_from([-1.0, 0.0, 1.0, float("nan")]),
)


def from_matrix(matrix: Floats, shown: Integers | None = None) -> Votes:
    who, what = np.nonzero(~np.isnan(matrix))
    stands = np.ones(matrix.shape[1], np.bool_) if shown is None else shown
    return votes_of(who, what, matrix[who, what], stands, rows=len(matrix))


def two_camps(seed: int) -> tuple[Floats, Integers]:
    """Forty people of two camps who vote opposite on ten statements, with a tenth of noise."""
    rng = np.random.default_rng(seed)
    camp = np.repeat([0, 1], [25, 15])
    matrix = np.where(camp[:, None] == 0, 1.0, -1.0) * np.where(np.arange(10) % 2, 1, -1)
    noise = rng.random(matrix.shape)
    matrix[noise < 0.05] = 0
    matrix[noise > 0.9] = np.nan
    return matrix, camp


@given(MATRICES)
def test_the_plane_is_that_of_the_filled_and_centred_matrix(matrix: Floats) -> None:
    voted = ~np.isnan(matrix)
    means = np.where(voted, matrix, 0).sum(axis=0) / np.maximum(voted.sum(axis=0), 1)
    filled = np.where(voted, matrix, means) - means
    strengths = np.linalg.svd(filled, compute_uv=False)

    space = opinion_space(from_matrix(matrix))

    whole = (strengths**2).sum()
    first = strengths[0] ** 2 / whole if whole else 0.0
    np.testing.assert_allclose(space.means, means, atol=1e-12)
    assert space.shares[0] == pytest.approx(first, abs=1e-4)
    assert abs(float(space.components[0] @ space.components[1])) < 1e-6


@settings(max_examples=30)
@given(SEEDS)
def test_groups_that_begin_far_apart_do_not_depend_on_any_order(seed: int) -> None:
    matrix, camp = two_camps(seed)
    rng = np.random.default_rng(seed + 1)
    people, statements = rng.permutation(len(matrix)), rng.permutation(matrix.shape[1])

    first, second = (
        opinion_groups(opinion_space(from_matrix(one)).participants, start="spread")
        for one in (matrix, matrix[np.ix_(people, statements)])
    )

    assert adjusted_rand(first.labels[people], second.labels) == 1.0
    assert adjusted_rand(opinion_groups(
        opinion_space(from_matrix(matrix)).participants, groups=2).labels, camp) > 0.9  # fmt: skip


@settings(max_examples=30)
@given(SEEDS)
def test_turning_every_vote_leaves_the_groups_and_turns_what_they_say(seed: int) -> None:
    matrix, _ = two_camps(seed)
    first, second = from_matrix(matrix), from_matrix(-matrix)

    groups = [
        opinion_groups(opinion_space(one).participants, groups=2).labels for one in (first, second)
    ]

    assert adjusted_rand(*groups) == 1.0
    counts, turned = (tally(one, groups[0], 2) for one in (first, second))
    shown = np.ones(matrix.shape[1], np.bool_)
    assert {(one.statement, one.side) for one in consensus(counts, shown)} == {
        (one.statement, {"agree": "disagree", "disagree": "agree"}[one.side])
        for one in consensus(turned, shown)
    }


@settings(max_examples=30)
@given(SEEDS)
def test_one_who_passes_on_everything_changes_no_group_of_the_others(seed: int) -> None:
    matrix, _ = two_camps(seed)
    more = np.vstack([matrix, np.zeros(matrix.shape[1])])

    plain = opinion_groups(opinion_space(from_matrix(matrix)).participants, groups=2)
    joined = opinion_groups(opinion_space(from_matrix(more)).participants, groups=2)

    assert adjusted_rand(plain.labels, joined.labels[:-1]) > 0.9


@settings(max_examples=30)
@given(SEEDS, st.integers(0, 9))
def test_a_statement_moderated_out_has_no_say(seed: int, gone: int) -> None:
    matrix, _ = two_camps(seed)
    shown = np.arange(10) != gone
    other = matrix.copy()
    other[:, gone] = -other[:, gone]

    first, second = (opinion_space(from_matrix(one, shown)) for one in (matrix, other))

    np.testing.assert_allclose(first.participants, second.participants, atol=1e-12)
    counts = tally(from_matrix(matrix, shown), np.repeat([0, 1], [25, 15]), 2)
    chosen = {one.statement for one in (*representative(counts, shown), *consensus(counts, shown))}
    assert gone not in chosen


def test_the_same_votes_of_all_make_one_group() -> None:
    found = opinion_groups(opinion_space(from_matrix(np.ones((20, 5)))).participants)

    assert set(found.labels) == {0}


@given(st.lists(st.integers(0, 12), min_size=2, max_size=5), st.integers(2, 6))
def test_no_small_count_can_be_worked_out_from_what_is_shown(
    counts: list[int], fewest: int
) -> None:
    hidden = withheld(counts, fewest).both

    shown = [count for count, dark in zip(counts, hidden, strict=True) if not dark]
    assert all(count == 0 or count >= fewest for count in shown)
    if sum(counts) < fewest:
        assert hidden.all()
        return
    left = sum(counts) - sum(shown)
    # Whoever knows the total and what is shown still has several ways to fill each gap.
    ways = [one for one in product(range(left + 1), repeat=int(hidden.sum())) if sum(one) == left]
    for at in range(int(hidden.sum())):
        assert len({one[at] for one in ways}) > 1
    assert left == 0 or left >= fewest


POINTS = arrays(
    np.float64, st.tuples(st.integers(1, 60), st.just(2)), elements=st.floats(-9, 9, width=16)
)


@given(POINTS, st.integers(1, 8), st.integers(1, 20))
def test_no_bundle_is_smaller_than_may_be(points: Floats, fewest: int, most: int) -> None:
    labels = gathered(points, fewest, most)

    sizes = np.bincount(labels)
    assert len(sizes) <= most
    assert sizes.min() >= min(fewest, len(points))


PEOPLE = st.lists(st.integers(1, 1000), min_size=2, max_size=5)


@given(PEOPLE, st.integers(1, 50))
def test_participants_in_the_shares_of_the_people_fit_and_weigh_one(
    people: list[int], times: int
) -> None:
    there = np.array(people) * times

    compared, tested = compare(there, people), fit(there, people)

    np.testing.assert_allclose(compared.difference, 0, atol=1e-12)
    np.testing.assert_allclose(compared.ratio, 1)
    assert tested.statistic == pytest.approx(0, abs=1e-6)


@given(SEEDS)
def test_weights_without_a_limit_that_binds_bring_all_shares_to_those_of_the_people(
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    codes = np.array(list(product(range(2), range(3))) * 10)
    codes = codes[rng.permutation(len(codes))][:50]
    people = [rng.uniform(1, 3, size) for size in (2, 3)]

    found = rake([Attribute(codes[:, at], people[at]) for at in range(2)], limit=100)

    assert found.apart < 1e-6
    assert found.weights.mean() == pytest.approx(1)
    assert 1 <= found.effective <= 50 + 1e-9


@given(st.lists(st.integers(1, 9), min_size=2, max_size=6), st.floats(1.1, 4))
def test_no_weight_goes_beyond_its_limit_by_more_than_the_mean_is_moved(
    people: list[int], limit: float
) -> None:
    codes = np.repeat(np.arange(len(people)), np.arange(1, len(people) + 1))

    found = rake([Attribute(codes, np.array(people, np.float64))], limit=limit)

    assert found.weights.max() / found.weights.min() <= limit**2 * (1 + 1e-9)


@given(st.lists(st.integers(0, 20), min_size=3, max_size=6), st.integers(1, 8))
def test_what_is_pooled_keeps_its_sum(counts: list[int], fewest: int) -> None:
    hidden = withheld(counts, fewest).both

    there, here = pooled(counts, np.ones(len(counts)), hidden)

    assert there.sum() == sum(counts)
    assert here.sum() == len(counts)
