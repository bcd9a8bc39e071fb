"""Laws of composite indicators: what must not matter, and what must be less than what."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from localgoals.ingest.layers import Floats
from localgoals.scoring.composite.aggregate import (
    Aggregation,
    arithmetic_mean,
    copeland,
    geometric_mean,
    harmonic_mean,
    power_mean,
)
from localgoals.scoring.composite.analyse import effective_weights, ranks
from localgoals.scoring.composite.build import Choices, Composite, Table, build
from localgoals.scoring.composite.impute import impute
from localgoals.scoring.composite.normalise import (
    Scale,
    borda,
    min_max,
    normalise,
    percentile_rank,
    rank,
    z_score,
)
from localgoals.scoring.composite.shape import kurtosis, skewness
from localgoals.scoring.composite.structure import Item, Structure
from localgoals.scoring.composite.treat import Treatment, treat
from localgoals.scoring.weights import Weights

UNITS, INDICATORS = 9, 4
TREE = Structure(
    (
        Item("a", 1, "p"),
        Item("b", 1, "p", direction=-1),
        Item("c", 1, "q"),
        Item("d", 1, "q"),
        Item("p", 2, "index"),
        Item("q", 2, "index"),
        Item("index", 3, ""),
    )
)
CODES = [item.code for item in TREE.items if item.parent]
# Few digits, so that a change of scale does not make a tie or break one.
NUMBERS = st.integers(-1000, 1000).map(float)
CELLS = arrays(np.float64, (UNITS, INDICATORS), elements=NUMBERS | st.just(np.nan))
SCORES = arrays(np.float64, (UNITS, INDICATORS), elements=st.floats(1, 100) | st.just(np.nan))
WEIGHTS = arrays(np.float64, INDICATORS, elements=st.floats(0.01, 10))
ALL_WEIGHTS = st.fixed_dictionaries({code: st.floats(0.01, 10) for code in CODES})
METHODS = st.sampled_from(["min-max", "z-score", "rank", "borda", "percentile-rank"])


def table(cells: Floats) -> pd.DataFrame:
    return pd.DataFrame(cells, index=[f"u{row}" for row in range(len(cells))], columns=list("abcd"))


def built(cells: Floats, weights: dict[str, float], method: str = "min-max") -> Composite:
    choices = Choices(
        imputation="median", min_known=0.0, normalisation=method, aggregation=Aggregation()
    )
    return build(Table(table(cells)), TREE, Weights(weights, name="w", why="law"), choices)


def close(one: pd.DataFrame, other: pd.DataFrame, tolerance: float = 1e-7) -> bool:
    return np.allclose(one, other.loc[one.index, one.columns], atol=tolerance, equal_nan=True)


@given(CELLS, st.sampled_from([0.25, 4.0, 1024.0]), st.sampled_from([0.0, -64.0, 4096.0]))
def test_the_unit_of_measurement_alters_nothing(cells: Floats, times: float, more: float) -> None:
    plain = built(cells, dict.fromkeys(CODES, 1.0))

    other = built(cells * times + more, dict.fromkeys(CODES, 1.0))

    assert close(plain.scores, other.scores)
    assert plain.treated.table["treatment"].equals(other.treated.table["treatment"])


@given(CELLS, st.permutations(range(UNITS)), METHODS)
def test_the_order_of_units_alters_nothing(cells: Floats, order: list[int], method: str) -> None:
    values = table(cells)
    choices = Choices(imputation="mean", min_known=0.0, normalisation=method)
    weights = TREE.own_weights(name="w", why="law")

    plain = build(Table(values), TREE, weights, choices)
    other = build(Table(values.iloc[order]), TREE, weights, choices)

    assert close(plain.scores, other.scores)


@given(CELLS, ALL_WEIGHTS, st.floats(0.001, 1000))
def test_only_the_ratios_of_weights_count(
    cells: Floats, weights: dict[str, float], times: float
) -> None:
    scaled = {code: weight * times for code, weight in weights.items()}

    assert close(built(cells, weights).scores, built(cells, scaled).scores)


@given(SCORES, WEIGHTS)
def test_the_means_keep_their_order_and_lie_between_the_extremes(
    scores: Floats, weights: Floats
) -> None:
    found = [
        harmonic_mean(scores, weights),
        geometric_mean(scores, weights),
        power_mean(scores, weights, exponent=0.5),
        arithmetic_mean(scores, weights),
        power_mean(scores, weights, exponent=3),
    ]
    known = np.isfinite(scores).any(axis=1)
    steps = np.vstack(
        [
            np.fmin.reduce(scores, axis=1)[known],
            *(one[known] for one in found),
            np.fmax.reduce(scores, axis=1)[known],
        ]
    )

    assert (np.diff(steps, axis=0) >= -1e-9).all()
    assert all(np.isnan(one[~known]).all() for one in found)


@given(SCORES, WEIGHTS)
def test_the_generalised_mean_holds_the_others(scores: Floats, weights: Floats) -> None:
    for exponent, mean in ((1, arithmetic_mean), (0, geometric_mean), (-1, harmonic_mean)):
        found = power_mean(scores, weights, exponent=exponent)

        np.testing.assert_allclose(found, mean(scores, weights), rtol=1e-9)


@given(SCORES, WEIGHTS)
def test_copelands_wins_are_others_losses(scores: Floats, weights: Floats) -> None:
    found = copeland(scores, weights)

    assert np.nansum(found) == 0
    assert np.nanmax(np.abs(found), initial=0) <= UNITS - 1


@given(SCORES, WEIGHTS, st.permutations(range(UNITS)))
def test_copeland_does_not_ask_who_comes_first(
    scores: Floats, weights: Floats, order: list[int]
) -> None:
    np.testing.assert_array_equal(
        copeland(scores, weights)[order], copeland(scores[order], weights)
    )


@given(SCORES, WEIGHTS)
def test_copeland_sees_only_who_is_better(scores: Floats, weights: Floats) -> None:
    np.testing.assert_array_equal(copeland(scores, weights), copeland(np.log(scores), weights))


@given(CELLS, METHODS)
def test_a_higher_value_never_scores_lower(cells: Floats, method: str) -> None:
    scores = normalise(table(cells), TREE, method, Scale())

    for code, direction in zip("abcd", TREE.directions, strict=True):
        pair = pd.DataFrame({"value": table(cells)[code] * direction, "score": scores[code]})
        ordered = pair.dropna().sort_values("value")["score"]
        assert ordered.is_monotonic_increasing


@given(CELLS)
def test_an_unknown_cell_stays_unknown_through_every_normaliser(cells: Floats) -> None:
    for method in (min_max, z_score, rank, borda, percentile_rank):
        assert np.isnan(method(cells)[np.isnan(cells)]).all()


@given(CELLS, st.integers(0, 6))
def test_treatment_turns_no_two_units_round_and_makes_no_indicator_equal(
    cells: Floats, most: int
) -> None:
    values = table(cells)

    found = treat(values, Treatment(most_points=most))

    for code in values.columns:
        before, after = values[code].dropna(), found.values[code].dropna()
        assert after[before.sort_values().index].is_monotonic_increasing
        assert (before.nunique() > 1) == (after.nunique() > 1)
        assert before.index.equals(after.index)
    changed = ~np.isclose(values, found.values, rtol=0, atol=0, equal_nan=True)
    named = set(zip(found.points["unit"], found.points["indicator"], strict=True))
    logs = set(found.table.index[found.table["treatment"] == "log"])
    cells_changed = {(values.index[row], values.columns[at]) for row, at in np.argwhere(changed)}
    assert {cell for cell in cells_changed if cell[1] not in logs} == named


@given(CELLS)
def test_skewness_and_kurtosis_are_those_of_pandas(cells: Floats) -> None:
    values = table(cells)
    many = (values.notna().sum() >= 4) & (values.nunique() > 1)
    assume(many.any())

    np.testing.assert_allclose(skewness(cells)[many], values.skew()[many], rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(kurtosis(cells)[many], values.kurt()[many], rtol=1e-7, atol=1e-7)


@given(CELLS, st.sampled_from(["mean", "median"]))
def test_what_was_known_is_never_changed_by_imputation(cells: Floats, method: str) -> None:
    values = table(cells)

    found = impute(values, method)  # type: ignore[arg-type]

    assert found.values.where(~found.filled).equals(values)


@given(ALL_WEIGHTS)
def test_effective_weights_sum_to_one_on_each_level(weights: dict[str, float]) -> None:
    shares = effective_weights(TREE, Weights(weights, name="w", why="law"))

    for level in (1, 2, 3):
        assert shares[list(TREE.at_level(level))].sum() == pytest.approx(1)


@given(arrays(np.float64, (UNITS, INDICATORS), elements=NUMBERS), ALL_WEIGHTS)
def test_the_index_is_the_mean_of_indicators_by_effective_weight_when_all_are_known(
    cells: Floats, weights: dict[str, float]
) -> None:
    assume((np.ptp(cells, axis=0) > 0).all())

    result = built(cells, weights)

    shares = effective_weights(TREE, Weights(weights, name="w", why="law"))[list("abcd")]
    np.testing.assert_allclose(result.scores[list("abcd")] @ shares, result.scores["index"])


@given(CELLS)
def test_the_first_rank_is_the_greatest_score(cells: Floats) -> None:
    scores = table(cells).dropna()

    places = ranks(scores)

    for code in scores.columns:
        assert (scores.loc[places[code] == 1, code] == scores[code].max()).all()
