"""Laws of the rank correlation of every pair of series."""

from __future__ import annotations

from itertools import permutations
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import spearmanr

from localgoals.errors import BadInput
from localgoals.planning.correlations import chance_beyond, classified, rank_correlations

# Few different values, so that ties are common.
CELLS = st.one_of(st.just(np.nan), st.integers(-3, 3).map(float), st.floats(-1e9, 1e9))


@st.composite
def tables(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    shape = draw(st.tuples(st.integers(1, 6), st.integers(1, 9)))
    directions = arrays(np.float64, shape[0], elements=st.sampled_from([1.0, -1.0, np.nan]))
    return draw(arrays(np.float64, shape, elements=CELLS)), draw(directions)


@given(tables())
def test_every_pair_is_what_scipy_gives_over_its_common_years(
    given_table: tuple[np.ndarray, np.ndarray],
) -> None:
    values, directions = given_table

    found = rank_correlations(values, directions)

    for i, one in enumerate(values):
        for j, other in enumerate(values):
            both = ~np.isnan(one) & ~np.isnan(other)
            assert found.common[i, j] == both.sum()
            varied = all(len(np.unique(series[both])) > 1 for series in (one, other))
            turn = directions[i] * directions[j]
            if not varied or np.isnan(turn):
                assert np.isnan(found.rho[i, j])
            else:
                peer = spearmanr(one[both], other[both]).statistic * turn
                assert found.rho[i, j] == pytest.approx(peer, abs=1e-9)


@given(tables())
def test_pairs_are_symmetric_bounded_and_turn_with_a_direction(
    given_table: tuple[np.ndarray, np.ndarray],
) -> None:
    values, directions = given_table
    found = rank_correlations(values, directions)

    np.testing.assert_array_equal(found.rho, found.rho.T)
    assert not (np.abs(found.rho) > 1).any()
    turned = directions.copy()
    turned[0] *= -1
    other = rank_correlations(values, turned).rho
    np.testing.assert_array_equal(other[0, 1:], -found.rho[0, 1:])
    np.testing.assert_array_equal(other[1:, 1:], found.rho[1:, 1:])


@given(tables(), st.randoms(use_true_random=False))
def test_neither_the_order_of_years_nor_a_rising_scale_changes_a_pair(
    given_table: tuple[np.ndarray, np.ndarray], chance: object
) -> None:
    values, directions = given_table
    order = list(range(values.shape[1]))
    chance.shuffle(order)  # type: ignore[attr-defined]
    scaled = np.round(values, 3)

    before = rank_correlations(scaled, directions).rho

    np.testing.assert_array_equal(rank_correlations(scaled[:, order], directions).rho, before)
    np.testing.assert_array_equal(rank_correlations(4 * scaled, directions).rho, before)


@given(tables(), st.floats(0, 1), st.integers(3, 8))
def test_a_pair_is_judged_or_it_is_not_known(
    given_table: tuple[np.ndarray, np.ndarray], cut_off: float, least: int
) -> None:
    found = rank_correlations(*given_table)

    classes = classified(found, cut_off=cut_off, least_common=least)

    judged = ~np.isnan(found.rho) & (found.common >= least)
    np.testing.assert_array_equal(np.isnan(classes), ~judged)
    assert (found.rho[classes == 1] > cut_off).all()
    assert (found.rho[classes == -1] < -cut_off).all()
    assert (np.abs(found.rho[classes == 0]) <= cut_off).all()


def test_a_rho_of_exactly_the_cut_off_is_neither() -> None:
    # Squares of differences of ranks: 1 + 1 + 4 + 1 + 1 = 8, so that rho is 1 - 48/120 = 0.6.
    found = rank_correlations([[1, 2, 3, 4, 5], [2, 3, 1, 5, 4]], [1, 1])

    assert found.rho[0, 1] == 0.6
    assert classified(found, cut_off=0.6, least_common=5)[0, 1] == 0


@pytest.mark.parametrize("years", [3, 5, 6])
def test_chance_is_what_scipy_counts_over_all_orders(years: int) -> None:
    orders = (spearmanr(range(years), one).statistic for one in permutations(range(years)))
    sizes = np.abs(np.round(list(orders), 9))

    for cut_off in (0.0, 0.35, 0.6, 0.9):
        assert chance_beyond(years, cut_off) == pytest.approx((sizes > cut_off).mean())


@given(st.integers(3, 60), st.floats(0, 1), st.floats(0, 1))
def test_chance_is_a_share_and_falls_with_a_stricter_cut_off(
    years: int, one: float, other: float
) -> None:
    loose, strict = sorted((one, other))

    assert 0 <= chance_beyond(years, strict) <= chance_beyond(years, loose) <= 1


def test_a_thousand_series_take_less_than_a_hundredth_of_ranking_pair_by_pair() -> None:
    chance = np.random.default_rng(20260821)
    values = chance.normal(size=(1000, 30))
    values[chance.random(values.shape) < 0.3] = np.nan
    directions = np.ones(1000)

    start = perf_counter()
    found = rank_correlations(values, directions)
    ours = perf_counter() - start
    start = perf_counter()
    for j in range(1, 201):
        both = ~np.isnan(values[0]) & ~np.isnan(values[j])
        peer = spearmanr(values[0, both], values[j, both]).statistic
        assert found.rho[0, j] == pytest.approx(peer, abs=1e-9)
    pair_by_pair = (perf_counter() - start) / 200 * (1000 * 999 / 2)

    assert ours < pair_by_pair / 100


def test_a_table_without_a_direction_for_each_series_is_refused() -> None:
    with pytest.raises(BadInput, match="one direction each"):
        rank_correlations([[1, 2, 3], [3, 2, 1]], [1])
