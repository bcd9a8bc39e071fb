"""Laws of tables of scores, of means, of intervals."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from localgoals.catalogue.prosperity import prosperity_scales
from localgoals.model.indicator import Bounds
from localgoals.model.provenance import Reference
from localgoals.scoring.aggregate import (
    MEANS,
    Grouping,
    GroupScores,
    Index,
    Rule,
    aggregate,
    score_groups,
)
from localgoals.scoring.city_prosperity import prosperity_scores
from localgoals.scoring.filling import Filling, imputed
from localgoals.scoring.normalise import (
    NONE,
    Scales,
    colours_of,
    goal_colours,
    rescaled,
    scores_of,
)
from localgoals.scoring.status import STATUSES, colour_of, score_of
from localgoals.scoring.uncertainty import (
    FACTORS,
    Doubt,
    IndexModel,
    Panel,
    PeerGroup,
    intervals,
)
from localgoals.scoring.weights import Weights

SOURCE = Reference("test", "test")
ITEMS = tuple("abcdef")
GROUPING = Grouping("theme", {"one": ("a", "b", "c"), "two": ("d", "e", "f")})
UNKNOWN = st.just(np.nan)
MEAN = st.sampled_from(MEANS)


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    points = sorted(draw(st.lists(st.integers(-900, 900), min_size=4, max_size=4, unique=True)))
    worst, red, green, best = map(float, points if draw(st.booleans()) else points[::-1])
    return Bounds(best=best, green=green, red=red, worst=worst, source=SOURCE)


SIX_BOUNDS = st.lists(bounds(), min_size=6, max_size=6)
FIGURES = arrays(float, (4, 6, 2), elements=st.floats(-1000, 1000, width=32) | UNKNOWN)
SCORES = arrays(float, (4, 6, 2), elements=st.floats(0, 1, width=32) | UNKNOWN)
WEIGHTS = st.lists(st.floats(0.125, 8, width=32), min_size=6, max_size=6).map(
    lambda found: Weights(dict(zip(ITEMS, found, strict=True)), "drawn", "drawn")
)


def assert_same(one: GroupScores, other: GroupScores) -> None:
    np.testing.assert_allclose(one.scores, other.scores, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(one.known, other.known)


@given(FIGURES, SIX_BOUNDS)
def test_a_table_equals_its_single_values_to_the_last_bit(
    values: np.ndarray, each: list[Bounds]
) -> None:
    scales = Scales.of(each)

    scores, colours = scores_of(values, scales), colours_of(values, scales)

    for place in np.ndindex(values.shape):
        # Written out, -0.0 differs from 0.0, and nan is nan.
        assert repr(float(scores[place])) == repr(score_of(float(values[place]), each[place[1]]))
        assert STATUSES[colours[place]] == colour_of(values[place], each[place[1]])


@given(FIGURES, SIX_BOUNDS)
def test_the_scale_from_0_to_3_agrees_with_the_colours(
    values: np.ndarray, each: list[Bounds]
) -> None:
    scales = Scales.of(each)
    levels, colours = rescaled(values, scales), colours_of(values, scales)

    assert ((levels >= 0) & (levels <= 3))[colours != NONE].all()
    assert (levels[colours == 0] >= 2).all()
    # A value a hair beyond the threshold is rounded onto it.
    assert (levels[colours == 3] <= 1).all()
    assert np.isnan(levels[colours == NONE]).all()


@given(FIGURES, SIX_BOUNDS)
def test_a_goal_is_no_better_than_its_best_and_no_worse_than_its_worst_indicator(
    values: np.ndarray, each: list[Bounds]
) -> None:
    scales = Scales.of(each)
    colours = colours_of(values, scales)
    known = colours != NONE

    goal = goal_colours(values, scales, min_coverage=0.0)

    best = np.where(known, colours, NONE).min(axis=1)
    worst = np.where(known, colours, 0).max(axis=1)
    seen = goal != NONE
    assert (seen == known.any(axis=1)).all()
    assert ((best <= goal) & (goal <= worst))[seen].all()


@given(SCORES, WEIGHTS, MEAN)
def test_a_score_lies_between_the_least_and_the_greatest_of_its_parts(
    scores: np.ndarray, weights: Weights, mean: str
) -> None:
    rule = Rule(mean, 0.0, floor=0.0)  # type: ignore[arg-type]

    found = aggregate(scores, Index(ITEMS, GROUPING, weights, rule))

    for group, members in enumerate((slice(0, 3), slice(3, 6))):
        parts = scores[:, members]
        known = ~np.isnan(parts)
        some = known.any(axis=1)
        low = np.where(known, parts, np.inf).min(axis=1)[some]
        high = np.where(known, parts, -np.inf).max(axis=1)[some]
        means = found.scores[:, group][some]
        assert ((low - 1e-12 <= means) & (means <= high + 1e-12)).all()
        assert np.isnan(found.scores[:, group][~some]).all()


@given(SCORES, WEIGHTS)
def test_the_harmonic_mean_is_least_and_the_arithmetic_greatest(
    scores: np.ndarray, weights: Weights
) -> None:
    means = [
        aggregate(scores, Index(ITEMS, GROUPING, weights, Rule(mean, 0.0, floor=0.0))).scores
        for mean in ("harmonic", "geometric", "arithmetic")
    ]

    known = ~np.isnan(means[0])
    assert (np.diff([one[known] for one in means], axis=0) >= -1e-9).all()


ORDERS = st.tuples(st.permutations(range(6)), st.permutations(range(4)))


@given(FIGURES, SIX_BOUNDS, WEIGHTS, MEAN, ORDERS)
def test_the_order_of_cities_and_indicators_alters_nothing(
    values: np.ndarray,
    each: list[Bounds],
    weights: Weights,
    mean: str,
    orders: tuple[list[int], list[int]],
) -> None:
    order, cities = orders
    rule = Rule(mean)  # type: ignore[arg-type]
    before = score_groups(values, Scales.of(each), Index(ITEMS, GROUPING, weights, rule))

    shuffled = Index(tuple(ITEMS[place] for place in order), GROUPING, weights, rule)
    after = score_groups(
        values[cities][:, order], Scales.of([each[place] for place in order]), shuffled
    )

    assert_same(
        replace(before, scores=before.scores[cities], known=before.known[cities]),
        after,
    )


@given(FIGURES, SIX_BOUNDS, WEIGHTS, st.floats(0.001, 1000), st.integers(0, 5))
def test_the_unit_of_an_indicator_alters_nothing(
    values: np.ndarray, each: list[Bounds], weights: Weights, factor: float, which: int
) -> None:
    index = Index(ITEMS, GROUPING, weights)
    before = score_groups(values, Scales.of(each), index)
    scaled, others = values.copy(), list(each)
    scaled[:, which] *= factor
    one = each[which]
    others[which] = Bounds(
        one.best * factor, one.green * factor, one.red * factor, one.worst * factor, SOURCE
    )

    assert_same(before, score_groups(scaled, Scales.of(others), index))


@given(SCORES, WEIGHTS, MEAN)
def test_an_unknown_indicator_lowers_the_coverage_only(
    scores: np.ndarray, weights: Weights, mean: str
) -> None:
    rule = Rule(mean, 0.0)  # type: ignore[arg-type]
    before = aggregate(scores, Index(ITEMS, GROUPING, weights, rule))
    wider = Grouping("theme", {"one": ("a", "b", "c", "g"), "two": ("d", "e", "f")})
    more = Weights({**weights.by_item, "g": 1.0}, "drawn", "drawn")
    unknown = np.full((4, 1, 2), np.nan)

    after = aggregate(
        np.concatenate([scores, unknown], axis=1), Index((*ITEMS, "g"), wider, more, rule)
    )

    assert_same(before, after)
    assert (after.members - before.members).tolist() == [1, 0]


@given(SCORES, WEIGHTS, MEAN)
def test_scoring_in_blocks_is_scoring_at_once(
    scores: np.ndarray, weights: Weights, mean: str
) -> None:
    index = Index(ITEMS, GROUPING, weights, Rule(mean))  # type: ignore[arg-type]
    whole = aggregate(scores, index)

    one_by_one = [aggregate(scores[place : place + 1], index).scores for place in range(4)]

    np.testing.assert_array_equal(np.concatenate(one_by_one), whole.scores)


@given(SCORES, st.sampled_from(get_args(Filling)))
def test_only_what_is_not_known_is_filled_and_it_is_marked(
    scores: np.ndarray, filling: Filling
) -> None:
    filled, marks = imputed(scores, filling=filling)

    np.testing.assert_array_equal(filled[~marks], scores[~marks])
    assert np.isnan(scores[marks]).all()
    anybody = ~np.isnan(scores).all(axis=0)
    assert not np.isnan(filled[:, anybody]).any()


@given(SCORES)
def test_the_median_that_fills_is_that_of_what_is_known(scores: np.ndarray) -> None:
    filled, marks = imputed(scores, filling="median")

    for _, item, year in zip(*np.nonzero(marks), strict=True):
        column = scores[:, item, year]
        middle = np.median(column[~np.isnan(column)])
        assert filled[:, item, year][np.isnan(column)] == pytest.approx(middle)


@given(
    st.sampled_from([one for one in prosperity_scales().values() if not one.depends_on]),
    st.floats(0, 1e6),
    st.floats(0, 1e6),
)
def test_prosperity_scores_are_monotone_and_between_the_ends(
    scale: object, one: float, other: float
) -> None:
    assert hasattr(scale, "form")
    low, high = sorted((one, other))
    scores = prosperity_scores(np.array([low, high]), scale)  # type: ignore[arg-type]

    assert ((scores >= 0) & (scores <= 1)).all()
    if scale.form == "peak":
        assume(high <= scale.benchmark)  # type: ignore[attr-defined]
    assert scores[0] >= scores[1] if scale.form == "down" else scores[0] <= scores[1]


def panel(values: np.ndarray, each: list[Bounds]) -> Panel:
    peers = PeerGroup("drawn", tuple("WXYZ"))
    return Panel(peers, values, Scales.of(each), Index(ITEMS, GROUPING, Weights.equal(ITEMS)))


ONE_YEAR = arrays(float, (4, 6), elements=st.floats(-1000, 1000, width=32) | UNKNOWN)
NO_DOUBT = Doubt(0.0, "fixed", 0.0, ("bounds",), ("arithmetic",), ("leave",))


@given(ONE_YEAR, SIX_BOUNDS)
def test_without_doubt_an_interval_has_no_length(values: np.ndarray, each: list[Bounds]) -> None:
    found = intervals(panel(values, each), NO_DOUBT, draws=3)

    np.testing.assert_array_equal(found.low, found.score)
    np.testing.assert_array_equal(found.high, found.score)
    assert (found.rank_low == found.rank_high).all()


@given(ONE_YEAR, SIX_BOUNDS, st.integers(0, 9))
def test_intervals_are_in_order_and_ranks_within_the_group(
    values: np.ndarray, each: list[Bounds], seed: int
) -> None:
    found = intervals(panel(values, each), draws=20, seed=seed)

    known = ~np.isnan(found.score)
    assert found.ranked == known.sum()
    assert (found.low <= found.middle)[known].all()
    assert (found.middle <= found.high)[known].all()
    assert (found.rank_low[known] >= 1).all()
    assert (found.rank_low <= found.rank_high)[known].all()
    assert (found.rank_high[known] <= found.ranked).all()
    assert (found.rank_high[~known] == 0).all()


@given(ONE_YEAR, SIX_BOUNDS)
def test_the_model_without_doubt_is_the_index(values: np.ndarray, each: list[Bounds]) -> None:
    one = panel(values, each)
    groups = score_groups(values[:, :, np.newaxis], one.scales, one.index)

    model = IndexModel(one, NO_DOUBT, seed=1)
    scores = model(np.full((1, len(FACTORS)), 0.5))[0]

    expected = groups.overall(one.index.rule).scores[:, 0, 0]
    np.testing.assert_allclose(model.declared, expected, rtol=1e-12)
    assert scores == pytest.approx(expected[model.scored])
