"""Ways to normalise and aggregate on numbers to check by hand; most are COINr's own tests."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from localgoals.errors import BadInput
from localgoals.ingest.layers import Floats
from localgoals.scoring.composite.aggregate import (
    Aggregation,
    aggregate,
    arithmetic_mean,
    copeland,
    geometric_mean,
    harmonic_mean,
    power_mean,
)
from localgoals.scoring.composite.analyse import (
    cronbach_alpha,
    effective_weights,
    main_effects,
    principal_components,
)
from localgoals.scoring.composite.normalise import (
    Scale,
    borda,
    distance_to_reference,
    distance_to_target,
    fraction_of_max,
    goalposts,
    min_max,
    normalise,
    percentile_rank,
    rank,
    z_score,
)
from localgoals.scoring.composite.structure import Goalposts, Item, Structure
from localgoals.scoring.composite.treat import Treatment, log_ct, log_ct_plus, treat, winsorise
from localgoals.scoring.weights import Weights

MORE_IS_BETTER, LESS_IS_BETTER = np.array([1.0]), np.array([-1.0])
NAN = float("nan")


def column(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)[:, np.newaxis]


def tree(*codes: str, **changes: object) -> Structure:
    """Put indicators below one index; changes are those of the first."""
    first, *others = codes
    items = [Item(first, 1, "index", **changes)]  # type: ignore[arg-type]
    return Structure((*items, *(Item(one, 1, "index") for one in others), Item("index", 2, "")))


def test_min_max_reaches_both_ends() -> None:
    assert min_max(column(*range(1, 11)), low=2, high=7)[[0, -1], 0].tolist() == [2, 7]


def test_z_scores_have_the_mean_and_deviation_asked_for() -> None:
    scores = z_score(column(*range(1, 11), NAN), mean=5, deviation=2)[:, 0]

    assert np.nanmean(scores) == pytest.approx(5)
    assert np.nanstd(scores, ddof=1) == pytest.approx(2)


@pytest.mark.parametrize("method", [min_max, z_score])
def test_equal_values_have_no_score(method: object) -> None:
    assert np.isnan(method(column(0.1, 0.1, 0.1, NAN))).all()  # type: ignore[operator]


def test_ranks_begin_at_the_least_and_ties_share_the_lower() -> None:
    values = column(5, 3, 5, NAN, 9)

    assert rank(values)[:, 0].tolist()[:3] == [2, 1, 2]
    assert borda(values)[[1, 4], 0].tolist() == [0, 3]
    assert percentile_rank(values)[[1, 0, 4], 0].tolist() == pytest.approx([0, 1 / 3, 1])
    assert np.isnan(rank(values)[3, 0])


def test_a_fraction_of_the_greatest_value() -> None:
    assert fraction_of_max(column(1, 2, 4))[:, 0].tolist() == [0.25, 0.5, 1]


@pytest.mark.parametrize(
    ("values", "target", "scores", "capped"),
    [
        ((0, 5, 11), 10, (0, 0.5, 1.1), (0, 0.5, 1)),
        # less is better: values and target come multiplied by -1
        ((1, -1, -10), 0, (1.1, 0.9, 0), (1, 0.9, 0)),
    ],
)
def test_distance_to_target_as_in_coinr(
    values: tuple[float, ...], target: float, scores: tuple[float, ...], capped: tuple[float, ...]
) -> None:
    cells, aims = column(*values), np.array([float(target)])

    assert distance_to_target(cells, aims)[:, 0].tolist() == pytest.approx(scores)
    assert distance_to_target(cells, aims, cap=True)[:, 0].tolist() == pytest.approx(capped)


def test_distance_to_a_reference_is_1_at_the_reference() -> None:
    scores = distance_to_reference(column(2, 4, 6), 1)

    assert scores[:, 0].tolist() == [0, 1, 2]
    assert distance_to_reference(column(2, 4, 6), 1, cap=True)[:, 0].tolist() == [0, 1, 1]


def test_a_reference_that_is_the_least_says_nothing() -> None:
    assert np.isnan(distance_to_reference(column(2, 4, 6), 0)).all()


@pytest.mark.parametrize(
    ("value", "direction", "score"),
    [(1, 1, 0.1), (11, 1, 1), (-1, 1, 0), (1, -1, 0.9), (-1, -1, 1), (11, -1, 0)],
)
def test_goalposts_as_in_coinr(value: float, direction: int, score: float) -> None:
    found = goalposts(column(value), [Goalposts(0, 10)], np.array([float(direction)]))

    assert found[0, 0] == pytest.approx(score)


def test_goalposts_that_do_not_cut_let_scores_pass() -> None:
    found = goalposts(column(11, NAN), [Goalposts(0, 10, 2.0, cut=False)], MORE_IS_BETTER)

    assert found[0, 0] == pytest.approx(2.2)
    assert np.isnan(found[1, 0])


def test_where_less_is_better_the_least_is_the_best_fraction() -> None:
    values = pd.DataFrame({"a": [2.0, 4.0, 8.0]})

    found = normalise(values, tree("a", direction=-1), "fraction-of-max", Scale())

    assert found["a"].tolist() == [1, 0.5, 0.25]


@pytest.mark.parametrize(
    ("method", "part"),
    [
        ("distance-to-target", "no Target for a"),
        ("goalposts", "no goalposts for a"),
        ("fraction-of-max", "above 0; a has others"),
        ("distance-to-reference", "no unit X"),
    ],
)
def test_what_a_method_lacks_is_named(method: str, part: str) -> None:
    values = pd.DataFrame({"a": [-2.0, 4.0]}, index=["M", "N"])

    with pytest.raises(BadInput, match=part):
        normalise(values, tree("a", direction=-1), method, Scale(reference="X"))


@pytest.mark.parametrize(
    ("method", "ends"),
    [("min-max", (5.0, 5.0)), ("min-max", (NAN, 1.0)), ("z-score", (0.0, -1.0)), ("rank", (0, 1))],
)
def test_a_scale_on_which_nothing_differs_is_refused(
    method: str, ends: tuple[float, float]
) -> None:
    with pytest.raises(BadInput, match="scale"):
        normalise(pd.DataFrame({"a": [1.0, 2.0]}), tree("a"), method, Scale(ends))


@pytest.mark.parametrize("method", ["min-max", "z-score"])
def test_numbers_too_large_to_subtract_give_no_score_and_no_infinity(method: str) -> None:
    values = pd.DataFrame({"a": [1.5e308, -1.5e308, 1.0, 2.0, 3.0]})

    scores = normalise(treat(values, Treatment()).values, tree("a"), method, Scale())

    assert not np.isinf(scores["a"]).any()


ROW = np.array([[1.0, 2.0, 4.0, NAN]])
EQUAL = np.ones(4)


def test_the_four_means_of_one_two_and_four() -> None:
    assert arithmetic_mean(ROW, EQUAL)[0] == pytest.approx(7 / 3)
    assert geometric_mean(ROW, EQUAL)[0] == pytest.approx(2)
    assert harmonic_mean(ROW, EQUAL)[0] == pytest.approx(12 / 7)
    assert power_mean(ROW, EQUAL, exponent=2)[0] == pytest.approx(7**0.5)


def test_an_unknown_score_takes_its_weight_along() -> None:
    assert arithmetic_mean(np.array([[2.0, NAN]]), np.array([1.0, 99.0]))[0] == 2
    assert np.isnan(arithmetic_mean(np.array([[2.0, NAN]]), np.array([0.0, 1.0]))[0])


def test_copeland_counts_wins_less_losses_by_weight() -> None:
    scores = np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 3.0]])

    assert copeland(scores, np.array([1.0, 1.0])).tolist() == [0, 0, 0]
    assert copeland(scores, np.array([2.0, 1.0])).tolist() == [2, 0, -2]


def test_weights_that_balance_are_a_draw_whatever_their_last_bit() -> None:
    scores = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])

    assert copeland(scores, np.array([0.1, 0.2, 0.3])).tolist() == [0, 0]


def test_a_mean_of_powers_names_the_scores_that_it_cannot_take() -> None:
    structure = tree("a", "b")
    scores = pd.DataFrame({"a": [0.0, 5.0], "b": [3.0, -1.0]}, index=["M", "N"])
    weights = Weights.equal(["a", "b"], why="test")

    with pytest.raises(BadInput, match=r"geometric .* 2 are not \(M a, N b\)"):
        aggregate(scores, structure, weights, Aggregation(("geometric",)))
    with pytest.raises(BadInput, match=r"power .* 1 are not \(N b\)"):
        aggregate(scores, structure, weights, Aggregation(("power",), exponent=2))


def test_an_exponent_must_be_a_number() -> None:
    with pytest.raises(BadInput, match="exponent is nan"):
        Aggregation(("power",), exponent=NAN)


def test_below_the_least_coverage_there_is_no_score() -> None:
    scores = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, NAN], "c": [5.0, NAN]})

    found = aggregate(scores, tree("a", "b", "c"), Weights.equal("abc", why="test"), Aggregation())

    assert found["index"].tolist()[0] == 3
    assert np.isnan(found["index"][1])


def test_each_level_may_have_a_method_of_its_own() -> None:
    items = [Item(code, 1, parent) for code, parent in zip("abcd", "ppqq", strict=True)]
    items += [Item("p", 2, "index"), Item("q", 2, "index"), Item("index", 3, "")]
    structure = Structure(tuple(items))
    weights = structure.own_weights(name="own", why="test")
    scores = pd.DataFrame([[1.0, 9.0, 4.0, 4.0]], columns=list("abcd"))

    found = aggregate(scores, structure, weights, Aggregation(("geometric", "arithmetic")))

    assert found[["p", "q", "index"]].iloc[0].tolist() == pytest.approx([3, 4, 3.5])
    with pytest.raises(BadInput, match="3 ways to aggregate were named"):
        aggregate(scores, structure, weights, Aggregation(("geometric",) * 3))


def test_one_outlier_of_eleven_is_drawn_in() -> None:
    # COINr, test-treat.R and vignette treat.
    values = np.array([*range(1, 11), 100.0])

    found, marks = winsorise(values, Treatment())

    assert found.tolist() == [*range(1, 11), 10]
    assert marks.tolist() == [0] * 10 + [1]


def test_the_vignettes_two_outliers_take_one_point() -> None:
    found = treat(pd.DataFrame({"x": [*map(float, range(1, 11)), 30, 100]}), Treatment(2))

    assert found.table.loc["x", ["treatment", "points"]].tolist() == ["winsorised", 1]
    assert found.points[["treatment", "before", "after"]].to_numpy().tolist() == [
        ["winhi", 100, 30]
    ]


def test_where_drawing_in_is_not_enough_the_original_goes_into_logarithms() -> None:
    values = pd.DataFrame({"x": [*map(float, range(1, 21)), 100, 200]})

    found = treat(values, Treatment(most_points=1))

    assert found.table.loc["x", "treatment"] == "log"
    assert found.values["x"].tolist() == pytest.approx(
        np.log(values["x"] - 1 + 0.01 * 199).tolist()
    )
    assert found.points.empty


def test_a_tail_of_small_values_is_stretched_from_the_other_end() -> None:
    values = -np.array([*range(1, 21), 100.0, 200.0])

    assert log_ct_plus(values).tolist() == pytest.approx((-log_ct(-values)).tolist())
    assert log_ct_plus(-values).tolist() == log_ct(-values).tolist()


def test_one_value_that_alone_differs_is_left_to_differ() -> None:
    found = treat(pd.DataFrame({"x": [0.0] * 11 + [1.0]}), Treatment())

    assert found.values["x"].nunique() == 2


def test_fewer_than_four_values_are_never_treated() -> None:
    found = treat(pd.DataFrame({"x": [1.0, 2.0, 1e9, NAN]}), Treatment())

    assert found.points.empty
    assert np.isnan(found.table.loc["x", "kurtosis_0"])


def test_indicators_that_are_the_same_have_alpha_one() -> None:
    same = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [1.0, 2.0, 4.0]})

    assert cronbach_alpha(same) == pytest.approx(1)
    assert np.isnan(cronbach_alpha(same[["a"]]))


def test_two_items_that_go_together_have_one_component() -> None:
    values = pd.DataFrame({"a": [1.0, 2.0, 3.0, NAN], "b": [2.0, 4.0, 6.0, 1.0]})

    found = principal_components(values)

    assert found.explained.round(9).tolist() == [1, 0]
    assert found.units == 3


def test_weights_of_a_parent_pass_on_to_its_children() -> None:
    items = (Item("a", 1, "p"), Item("b", 1, "p"), Item("c", 1, "q"))
    items += (Item("p", 2, "i"), Item("q", 2, "i"), Item("i", 3, ""))
    weights = Weights({"a": 3, "b": 1, "c": 5, "p": 1, "q": 1}, name="w", why="test")

    shares = effective_weights(Structure(items), weights)

    assert shares.to_dict() == {"a": 0.375, "b": 0.125, "c": 0.5, "p": 0.5, "q": 0.5, "i": 1}


def test_what_the_index_follows_alone_explains_all_of_it() -> None:
    items = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, -1.0, 1.0]})

    found = main_effects(items, items["a"] * 2 + 1)

    assert found.round(9).to_dict() == {"a": 1, "b": 0}


@pytest.mark.parametrize(
    ("weights", "part"),
    [
        ({"a": -1.0}, "The weight of a is -1"),
        ({"a": float("inf")}, "The weight of a is inf"),
        ({"a": NAN, "b": 1.0}, "The weight of a is nan"),
        ({"a": 0.0}, "All weights are 0"),
        ({}, "All weights are 0"),
    ],
)
def test_weights_that_cannot_be_are_refused(weights: dict[str, float], part: str) -> None:
    with pytest.raises(BadInput, match=part):
        Weights(weights, name="w", why="test")


def test_weights_must_cover_everything_that_is_averaged() -> None:
    weights = Weights({"a": 0.0, "b": 1.0}, name="council", why="test")

    with pytest.raises(BadInput, match="c has no weight in council") as refused:
        weights.check({"p": ["a"], "q": ["b", "c"]})

    assert "everything below p has the weight 0" in str(refused.value)
    assert weights.of(["b", "a"]).tolist() == [1, 0]
