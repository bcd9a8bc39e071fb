"""Goal colours, coverage, weights and filled gaps, worked by hand."""

from __future__ import annotations

from math import inf, nan

import numpy as np
import pytest

from localgoals.catalogue.load import load
from localgoals.errors import BadInput
from localgoals.scoring.aggregate import (
    Grouping,
    Index,
    Rule,
    aggregate,
    by_domain,
    by_goal,
    by_objective,
    missing_items,
)
from localgoals.scoring.city_prosperity import band_of, specialisation_benchmark
from localgoals.scoring.filling import imputed
from localgoals.scoring.normalise import Scales, goal_colours, rescaled, scores_of
from localgoals.scoring.status import STATUSES
from localgoals.scoring.weights import Weights

ITEMS = ("a", "b", "c", "d")
ALL = Grouping.whole("all", ITEMS)


def scales(*, best: float = 100, green: float = 80, red: float = 50, worst: float = 10) -> Scales:
    """Bounds of four indicators, all alike."""
    return Scales(*(np.full(4, float(point)) for point in (best, green, red, worst)))


@pytest.mark.parametrize(
    ("values", "colour"),
    [
        ((90, 90, 90, 90), "green"),
        # The mean of the two worst is green, and one of them is not.
        ((79, 99, 99, 99), "yellow"),
        # One red indicator does not make a goal red, however bad it is.
        ((10, 55, 99, 99), "orange"),
        ((10, 49, 99, 99), "red"),
        ((49, 10, nan, nan), "red"),
        ((10, nan, nan, nan), "none"),
        ((nan, nan, nan, nan), "none"),
        # The two worst decide: how good the others are does not.
        ((66, 66, 50, 50), "orange"),
        ((50, 80, 99, 99), "yellow"),
    ],
)
def test_the_two_worst_indicators_give_a_goal_its_colour(
    values: tuple[float, ...], colour: str
) -> None:
    assert STATUSES[goal_colours(np.array([values]), scales())[0]] == colour


def test_a_single_indicator_lends_its_colour() -> None:
    values = np.array([[10.0, nan, nan, nan], [65, nan, nan, nan], [80, nan, nan, nan]])

    colours = goal_colours(values, scales(), min_coverage=0.25)

    assert [STATUSES[code] for code in colours] == ["red", "yellow", "green"]


def test_a_goal_with_just_enough_figures_has_a_colour() -> None:
    wide = Scales(*(np.full(20, point) for point in (100.0, 80.0, 50.0, 10.0)))
    eleven = np.array([[90.0] * 11 + [nan] * 9])

    # 0.55 * 20 is 11.000000000000002.
    assert STATUSES[goal_colours(eleven, wide, min_coverage=0.55)[0]] == "green"


def test_the_scale_from_0_to_3_steps_where_two_points_are_the_same() -> None:
    stepped = scales(best=80)

    levels = rescaled(np.array([[79.9, 80, 65, 10]]), stepped)

    assert levels[0].tolist() == pytest.approx([1 + 29.9 / 30, 3, 1.5, 0])


@pytest.mark.parametrize(
    "points", [(0, 0, 0, 0), (100, 50, 80, 10), (inf, 80, 50, 10), (1e308, 0, 0, -1e308)]
)
def test_bounds_that_make_no_scale_are_refused(points: tuple[float, ...]) -> None:
    with pytest.raises(BadInput, match="from worst to best"):
        Scales(*(np.array([float(point)]) for point in points))


def test_values_need_a_column_for_each_indicator() -> None:
    with pytest.raises(BadInput, match="each needs one"):
        scores_of(np.zeros((2, 3)), scales())


def scored(*values: float, rule: Rule, weights: Weights | None = None) -> float:
    index = Index(ITEMS, ALL, weights or Weights.equal(ITEMS), rule)
    return float(aggregate(np.array(values).reshape(1, 4, 1), index).scores[0, 0, 0])


@pytest.mark.parametrize(
    ("mean", "expected"),
    # (1 + 1/4 + 1/16) / 3; the third root of 1/64; 3 / (1 + 4 + 16).
    [("arithmetic", 0.4375), ("geometric", 0.25), ("harmonic", 1 / 7)],
)
def test_means_worked_by_hand(mean: str, expected: float) -> None:
    found = scored(1, 1 / 4, 1 / 16, nan, rule=Rule(mean))  # type: ignore[arg-type]

    assert found == pytest.approx(expected)


def test_weights_need_not_sum_to_1_and_a_weight_of_0_counts_nothing() -> None:
    weights = Weights({"a": 3.0, "b": 1.0, "c": 0.0}, "mine", "a workshop")

    assert scored(1, 0, 0.5, 0.5, rule=Rule(), weights=weights) == 0.75
    # Both that count are known, so the coverage is whole.
    assert scored(1, 0, nan, nan, rule=Rule(min_coverage=1.0), weights=weights) == 0.75


@pytest.mark.parametrize("mean", ["geometric", "harmonic"])
def test_a_floor_keeps_one_bad_score_from_being_the_whole(mean: str) -> None:
    assert scored(0, 1, 1, 1, rule=Rule(mean, floor=0.0)) == 0  # type: ignore[arg-type]
    assert scored(0, 1, 1, 1, rule=Rule(mean)) > 0.03  # type: ignore[arg-type]


def test_too_few_indicators_give_no_score_and_it_is_said_which_are_missing() -> None:
    scores = np.array([0.8, nan, nan, 0.6])
    index = Index(ITEMS, ALL, Weights.equal(ITEMS), Rule(min_coverage=0.6))

    found = aggregate(scores.reshape(1, 4, 1), index)

    assert np.isnan(found.scores).all()
    assert (found.known.item(), found.needed.item(), found.members.item()) == (2, 3, 4)
    assert missing_items(scores, index, "all") == ("b", "c")


def test_half_of_six_is_three() -> None:
    items = tuple("abcdef")
    index = Index(items, Grouping.whole("all", items), Weights.equal(items), Rule())

    assert index.needed().tolist() == [3]


def test_groupings_hold_every_indicator_once() -> None:
    indicators = load().indicators

    for make, groups in ((by_goal, 17), (by_domain, 5), (by_objective, 4)):
        grouping = make(indicators)
        assert sorted(one for items in grouping.members.values() for one in items) == sorted(
            indicators
        )
        assert len(grouping.members) <= groups
        assert list(grouping.members) == sorted(grouping.members, key=int)


def test_an_index_needs_a_column_for_every_item() -> None:
    with pytest.raises(BadInput, match="e belongs to all"):
        Index(ITEMS, Grouping.whole("all", "abcde"), Weights.equal(ITEMS))


@pytest.mark.parametrize("members", [{"all": ()}, {"all": ("a", "a")}])
def test_a_group_needs_items_and_each_once(members: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(BadInput, match="at least one, and each once"):
        Grouping("theme", members)


@pytest.mark.parametrize("rule", [{"min_coverage": 1.1}, {"min_coverage": nan}, {"floor": -0.1}])
def test_a_rule_has_shares(rule: dict[str, float]) -> None:
    with pytest.raises(BadInput, match="from 0 to 1"):
        Rule(**rule)  # type: ignore[arg-type]


@pytest.mark.parametrize("weight", [-1.0, nan, inf])
def test_a_weight_is_a_finite_number_from_0(weight: float) -> None:
    with pytest.raises(BadInput, match="The weight of a is"):
        Weights({"a": weight, "b": 1.0}, "mine", "")


def test_something_must_count() -> None:
    with pytest.raises(BadInput, match="All weights are 0"):
        Weights({"a": 0.0}, "mine", "")


def test_gaps_are_filled_from_named_peers() -> None:
    values = np.array([[1.0, nan], [3.0, nan], [nan, nan], [100.0, 5.0]])[:, :, np.newaxis]

    filled, marks = imputed(values, peers=[0, 1])

    assert filled[2, 0, 0] == 2.0
    assert marks.sum() == 1
    assert np.isnan(filled[:3, 1]).all()


def test_bands_of_the_city_prosperity_index() -> None:
    assert [band_of(score) for score in (1.0, 0.79, 0.6, 0.5, 0.4, 0.0)] == [
        "very_solid", "solid", "moderately_solid", "moderately_weak", "weak", "very_weak",
    ]  # fmt: skip


def test_an_economy_of_four_sectors_has_no_desirable_specialisation() -> None:
    with pytest.raises(BadInput, match="4 sectors are too few"):
        specialisation_benchmark(4)
