"""Laws of changes and spreads of climate projections."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from localgoals.climate.projections import across_models, change, period_means, with_history

VALUES = st.one_of(st.floats(-1000, 1000), st.just(np.nan))


@given(arrays.arrays(np.float64, st.tuples(st.integers(1, 9), st.integers(1, 4)), elements=VALUES))
def test_the_spread_is_that_of_numpy_and_in_order(values: np.ndarray) -> None:
    spread = across_models(values, np.zeros(len(values), np.int64), 1)

    for column in range(values.shape[1]):
        known = values[:, column][np.isfinite(values[:, column])]
        assert spread.models[0, column] == len(known)
        if len(known) > 1:
            expected = np.quantile(known, [0, 0.1, 0.5, 0.9, 1])
            found = [one[0, column] for one in (
                spread.least, spread.low, spread.median, spread.high, spread.most)]  # fmt: skip
            np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
        elif not len(known):
            assert np.isnan(spread.median[0, column])


@given(st.data())
def test_the_order_of_the_models_does_not_matter(data: st.DataObject) -> None:
    values = np.array(data.draw(st.lists(VALUES, min_size=1, max_size=12)))[:, None]
    group = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(values))))[: len(values)]
    order = np.array(data.draw(st.permutations(range(len(values)))))

    one, other = across_models(values, group, 3), across_models(values[order], group[order], 3)

    for first, second in zip(one, other, strict=True):
        np.testing.assert_array_equal(first, second)


@given(st.floats(-50, 50), st.floats(1, 5000))
def test_a_shift_of_all_values_moves_no_difference_and_a_factor_no_percentage(
    shift: float, factor: float
) -> None:
    values = np.array([[14.0, 15.5, 17.0]])
    reference, percent, plain = np.array([14.0]), np.array([True]), np.array([False])

    moved = change(values + shift, reference + shift, relative=plain)
    grown = change(values * factor, reference * factor, relative=percent)

    np.testing.assert_allclose(moved, change(values, reference, relative=plain), atol=1e-9)
    np.testing.assert_allclose(grown, change(values, reference, relative=percent), atol=1e-9)


@given(st.integers(0, 20))
def test_a_period_is_known_from_four_fifths_of_its_years(known: int) -> None:
    values = np.full((1, 20), np.nan)
    values[0, :known] = 3.0

    mean, years = period_means(values, np.arange(20), np.array([0]), np.array([19]))

    assert years[0, 0] == known
    assert np.isnan(mean[0, 0]) == (known < 16)


def test_history_fills_only_what_a_scenario_lacks() -> None:
    values = np.array([[1.0, 2.0, np.nan], [np.nan, 9.0, 8.0]])

    filled = with_history(values, np.array([-1, 0]))

    np.testing.assert_array_equal(filled, [[1.0, 2.0, np.nan], [1.0, 9.0, 8.0]])
