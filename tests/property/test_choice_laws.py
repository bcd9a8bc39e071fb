"""Laws of choice by criteria, and of influence between goals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from localgoals.errors import BadInput
from localgoals.planning.choice import (
    range_scaled,
    ranks,
    topsis,
    turning_weights,
    vector_scaled,
    weighted_product,
    weighted_sum,
)
from localgoals.planning.interlinkages import influence, total_influence

SHAPES = st.tuples(st.integers(2, 7), st.integers(1, 5))
UNIT = st.floats(0, 1, allow_subnormal=False)


@st.composite
def weighed(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    shape = draw(SHAPES)
    values = draw(arrays(np.float64, shape, elements=UNIT.map(lambda one: round(one, 3))))
    weights = draw(arrays(np.float64, shape[1], elements=st.integers(1, 9).map(float)))
    return values, weights


@given(weighed())
def test_an_option_that_is_nowhere_worse_never_comes_later(
    drawn: tuple[np.ndarray, np.ndarray],
) -> None:
    values, weights = drawn
    values[0] = values.max(axis=0)

    scores = weighted_sum(values, weights)
    similarity = topsis(values, weights).similarity

    assert scores[0] >= scores.max() - 1e-12
    assert np.isnan(similarity).all() or similarity[0] == np.nanmax(similarity)


@given(weighed(), st.floats(0.1, 10))
def test_only_the_proportions_of_the_weights_count(
    drawn: tuple[np.ndarray, np.ndarray], factor: float
) -> None:
    values, weights = drawn

    np.testing.assert_allclose(
        topsis(values, weights).similarity, topsis(values, factor * weights).similarity, atol=1e-9
    )
    np.testing.assert_allclose(
        factor * weighted_sum(values, weights), weighted_sum(values, factor * weights), atol=1e-9
    )


@given(weighed(), st.floats(0.1, 10))
def test_a_product_keeps_its_order_in_any_unit_and_turned_round_with_its_power(
    drawn: tuple[np.ndarray, np.ndarray], factor: float
) -> None:
    values, powers = drawn[0] + 0.1, drawn[1]
    apart = np.subtract.outer(*[weighted_product(values, powers)] * 2)

    in_other_unit, turned = values.copy(), values.copy()
    in_other_unit[:, 0] *= factor
    turned[:, 0] = 1 / turned[:, 0]
    powers_turned = np.append(-powers[0], powers[1:])
    for other in (weighted_product(in_other_unit, powers), weighted_product(turned, powers_turned)):
        np.testing.assert_allclose(np.subtract.outer(other, other), apart, atol=1e-9)


@given(weighed())
def test_closeness_lies_between_the_worst_and_the_best(
    drawn: tuple[np.ndarray, np.ndarray],
) -> None:
    similarity = topsis(vector_scaled(drawn[0]), drawn[1]).similarity
    known = similarity[~np.isnan(similarity)]

    assert ((known >= 0) & (known <= 1)).all()


@given(weighed(), st.data())
def test_a_place_lies_in_the_range_that_an_unknown_value_leaves(
    drawn: tuple[np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    values, weights = drawn
    hidden = data.draw(arrays(np.bool_, values.shape))
    seen = np.where(hidden, np.nan, values)
    least = np.nansum(seen * weights, axis=1)
    bounds = ranks(least, least + hidden @ weights)

    scores = weighted_sum(values, weights).round(9)
    places = [int((scores > one).sum()) + 1 for one in scores]

    # Sums in another order differ in their last digits, so that equal scores may not be equal.
    assert all(low <= place for low, place in zip(bounds.best, places, strict=True))
    exact = len(set(scores)) == len(scores)
    assert not exact or all(place <= high for place, high in zip(places, bounds.worst, strict=True))


@given(weighed())
def test_at_a_turning_weight_another_option_has_the_score_of_the_first(
    drawn: tuple[np.ndarray, np.ndarray],
) -> None:
    values, weights = drawn
    first = int(weighted_sum(values, weights).argmax())

    for side in turning_weights(values, weights):
        for criterion in np.flatnonzero(~np.isnan(side)):
            changed = weights.copy()
            changed[criterion] = side[criterion]
            scores = weighted_sum(values, changed)
            others = np.delete(scores, first)
            assert others.max() == pytest.approx(scores[first], abs=1e-6 * (1 + abs(scores[first])))


@given(arrays(np.float64, (3, 2), elements=st.floats(-50, 50)))
def test_a_scale_turned_round_is_what_is_left_of_it(values: np.ndarray) -> None:
    forth = range_scaled(values, [-50, -50], [50, 50])
    back = range_scaled(values, [50, 50], [-50, -50])

    np.testing.assert_allclose(forth + back, 1.0)


@given(arrays(np.float64, (5, 5), elements=st.integers(-3, 3).map(float)))
def test_what_is_done_is_done_to_somebody(matrix: np.ndarray) -> None:
    found = influence(matrix)

    assert found.given.sum() == found.received.sum()
    turned = influence(matrix.T)
    np.testing.assert_array_equal(found.given, turned.received)


@given(arrays(np.float64, (5, 5), elements=st.integers(-3, 3).map(float)), st.data())
def test_a_pair_that_nobody_has_judged_is_counted_and_counts_nowhere(
    matrix: np.ndarray, data: st.DataObject
) -> None:
    at = data.draw(
        st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda one: one[0] != one[1])
    )
    without, nothing = matrix.copy(), matrix.copy()
    without[at], nothing[at] = np.nan, 0.0

    found, same = influence(without), influence(nothing)

    np.testing.assert_array_equal(found.second, same.second)
    assert found.unjudged.sum() == 2
    assert found.unjudged[at[0]] == found.unjudged[at[1]] == 1


@given(arrays(np.float64, (4, 4), elements=st.integers(0, 3).map(float)))
def test_influence_over_all_chains_is_the_sum_of_the_powers(matrix: np.ndarray) -> None:
    np.fill_diagonal(matrix, 0.0)
    found = total_influence(matrix)
    size = max(matrix.sum(axis=0).max(), matrix.sum(axis=1).max())
    if size == 0 or np.isnan(found.given).any():
        return
    scaled = matrix / size
    if np.abs(np.linalg.eigvals(scaled)).max() > 0.9:
        return
    power, total = scaled.copy(), np.zeros_like(scaled)
    for _ in range(2000):
        total += power
        power = power @ scaled

    np.testing.assert_allclose(found.given, total.sum(axis=1), atol=1e-9)


def test_a_matrix_that_is_not_square_is_refused() -> None:
    with pytest.raises(BadInput, match="square"):
        influence([[0, 1, 2], [1, 0, 2]])
