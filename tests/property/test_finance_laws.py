"""Laws of the finance of projects."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from localgoals.projects.debt import Loans, annuity, repayment
from localgoals.projects.finance import irr, mirr, npv, payback, sign_changes
from localgoals.projects.uncertainty import (
    DRIVERS,
    ITEMS,
    Projects,
    Spread,
    outlooks,
    swings,
    triangular,
    values,
)

MONEY = st.floats(0, 1e6, allow_subnormal=False)
RATES = st.floats(-0.5, 1.0)
INCOME = arrays(np.float64, st.integers(1, 30), elements=st.floats(0, 1e6, allow_subnormal=False))


def project(flows: np.ndarray, rate: float = 0.05, name: str = "one") -> Projects:
    return Projects(
        [name], flows[None], np.array([rate]), np.zeros((1, flows.shape[1])), np.array([np.nan])
    )


FLOWS = arrays(np.float64, (len(ITEMS), 6), elements=MONEY)


@given(INCOME, st.floats(1, 1e6))
def test_a_cost_followed_by_income_is_worth_nothing_at_its_internal_rate(
    income: np.ndarray, cost: float
) -> None:
    flows = np.array([[-cost, *income]])
    (rate,) = irr(flows)

    if income.max() < 1e-3:
        return
    assert sign_changes(flows)[0] == 1
    size = npv(np.abs(flows), rate)[0]
    assert abs(npv(flows, rate)[0]) <= 1e-7 * size


@given(INCOME)
def test_without_a_change_of_sign_there_is_no_internal_rate(income: np.ndarray) -> None:
    assert np.isnan(irr([income, -income])).all()


@given(INCOME, st.floats(1, 1e6), RATES)
def test_what_is_above_its_rate_is_worth_more_than_it_costs(
    income: np.ndarray, cost: float, rate: float
) -> None:
    flows = np.array([[-cost, *income]])
    (found,) = irr(flows)

    if np.isnan(found) or abs(found - rate) < 1e-6 * (1 + found):
        return
    assert (npv(flows, rate)[0] > 0) == (found > rate)


@given(
    st.floats(1, 1e6),
    st.floats(0, 0.3, allow_subnormal=False),
    st.integers(2, 29),
    st.integers(0, 28),
)
def test_a_loan_is_paid_back_in_its_last_year(
    amount: float, rate: float, years: int, grace: int
) -> None:
    grace = min(grace, years - 1)
    repaid = repayment(Loans(amount, rate, years, grace), 31)

    assert npv(repaid.service, rate)[0] == pytest.approx(amount, rel=1e-9)
    assert repaid.service[0, years] == pytest.approx(repaid.outstanding[0, years] * (1 + rate))
    assert not repaid.service[0, years + 1 :].any()
    assert repaid.service[0, 1 : grace + 1] == pytest.approx(amount * rate)


@given(st.floats(1, 1e6), st.integers(1, 60))
def test_a_loan_without_interest_is_paid_in_equal_parts(amount: float, years: int) -> None:
    assert annuity(amount, 0.0, years) == pytest.approx(amount / years)
    assert annuity(amount, 1e-12, years) == pytest.approx(amount / years, rel=1e-6)


@given(INCOME, st.floats(1, 1e6))
def test_what_is_paid_back_is_worth_its_cost_without_interest(
    income: np.ndarray, cost: float
) -> None:
    flows = np.array([[-cost, *income]])
    (years,) = payback(flows)

    if np.isnan(years):
        assert income.sum() < cost
        return
    whole = int(np.ceil(years))
    assert flows[0, : whole + 1].sum() >= -1e-6 * cost
    assert flows[0, :whole].sum() <= 1e-6 * cost


@given(INCOME, st.floats(1, 1e6), st.integers(0, 5))
def test_years_without_money_change_nothing(income: np.ndarray, cost: float, more: int) -> None:
    flows = np.array([[-cost, *income]])
    longer = np.pad(flows, ((0, 0), (0, more)))

    for measure in (irr, payback, lambda one: mirr(one, 0.1, 0.05), lambda one: npv(one, 0.07)):
        np.testing.assert_allclose(
            measure(flows), measure(longer), rtol=1e-9, atol=1e-9, equal_nan=True
        )


def test_what_is_not_known_stays_unknown() -> None:
    flows = [[-100.0, np.nan, 80.0]]

    for found in (npv(flows, 0.05), irr(flows), payback(flows), mirr(flows, 0.1, 0.1)):
        assert np.isnan(found).all()


@given(FLOWS, st.sampled_from(ITEMS), st.floats(-1, 1))
def test_the_value_moves_in_proportion_to_a_flow(
    flows: np.ndarray, driver: str, shift: float
) -> None:
    one = project(flows)
    (expected,), (moved,) = values(one), values(one, driver, shift)
    (single,) = values(project(np.where(np.array(ITEMS)[:, None] == driver, flows, 0.0)))

    assert moved - expected == pytest.approx(shift * single, rel=1e-6, abs=1e-3)


@given(FLOWS)
def test_the_widest_swing_comes_first(flows: np.ndarray) -> None:
    found = swings(project(flows), dict.fromkeys(ITEMS, Spread(-0.2, 0.1)))
    (widths,) = np.abs(found.at_high - found.at_low)

    assert widths.tolist() == sorted(widths, reverse=True)


@given(
    arrays(np.float64, (3, len(ITEMS), 6), elements=MONEY),
    arrays(np.float64, 3, elements=RATES),
    st.floats(-0.4, 0.0),
    st.floats(0.0, 0.4),
)
def test_a_swing_of_many_projects_is_the_value_of_each_by_itself(
    flows: np.ndarray, rates: np.ndarray, low: float, high: float
) -> None:
    """Each project alone, year by year and driver by driver, in Python's own numbers."""
    some = Projects(list("abc"), flows, rates, np.zeros((3, 6)), np.full(3, np.nan))
    found = swings(some, dict.fromkeys(DRIVERS, Spread(low, high)))

    for row in range(3):
        whole = sum(
            flow / (1 + rates[row] + low) ** year
            for item in flows[row].tolist()
            for year, flow in enumerate(item)
        )
        for drivers, at, shift in (
            (found.drivers, found.at_low, low), (found.drivers, found.at_high, high),
        ):  # fmt: skip
            assert sorted(drivers[row]) == sorted(DRIVERS)
            for driver, given_value in zip(drivers[row], at[row], strict=True):
                alone = value_of(flows[row], rates[row], str(driver), shift)
                assert given_value == pytest.approx(alone, rel=1e-12, abs=1e-12 * (1 + whole))


def value_of(flows: np.ndarray, rate: float, driver: str, shift: float) -> float:
    """Add the flows of one project up, each with its sign, its factor and its discount."""
    rate += shift if driver == "discount_rate" else 0.0
    return sum(
        (1 if item in ("revenue", "benefit") else -1)
        * (1 + shift if item == driver else 1.0)
        * flow
        / (1 + rate) ** year
        for item, row in zip(ITEMS, flows.tolist(), strict=True)
        for year, flow in enumerate(row)
    )


@given(FLOWS)
def test_draws_without_a_spread_all_give_the_value_that_is_expected(flows: np.ndarray) -> None:
    one = project(flows)
    found = outlooks(one, {}, 200, 1)

    for drawn in (found.mean, found.least, found.middle, found.most):
        assert drawn == pytest.approx(values(one), rel=1e-9, abs=1e-6)


def test_the_draws_of_a_project_hang_on_its_name_and_the_seed_alone() -> None:
    random = np.random.default_rng(3)
    flows = random.uniform(0, 100, (9, 4, 6))
    names = [str(number) for number in range(9)]
    some = Projects(names, flows, np.full(9, 0.05), np.zeros((9, 6)), np.full(9, np.nan))
    turned = Projects(*(one[::-1] for one in some))
    spreads = {"revenue": Spread(-0.3, 0.2), "discount_rate": Spread(-0.02, 0.02)}

    alone = np.array(outlooks(some, spreads, 500, 7))
    together = np.array(outlooks(turned, spreads, 500, 7, threads=4))[:, ::-1]
    others = np.array(outlooks(some, spreads, 500, 8))

    np.testing.assert_array_equal(alone, together)
    assert (alone[0] != others[0]).all()


def test_of_no_project_nothing_is_drawn_and_nothing_swings() -> None:
    none = Projects([], np.zeros((0, 4, 3)), np.zeros(0), np.zeros((0, 3)), np.zeros(0))
    spreads = dict.fromkeys(ITEMS, Spread(-0.1, 0.1))

    assert [one.shape for one in outlooks(none, spreads, 10, 1)] == [(0,)] * 6
    assert [one.shape for one in swings(none, spreads)] == [(0, 4)] * 3


@given(arrays(np.float64, (4, 9), elements=st.sampled_from([-2.0, 0.0, 1.0, np.nan])))
def test_signs_of_many_projects_change_as_often_as_those_of_each(flows: np.ndarray) -> None:
    counted = []
    for row in flows.tolist():
        kept = [one > 0 for one in row if one == one and one != 0]
        counted.append(sum(one != other for one, other in zip(kept, kept[1:], strict=False)))

    assert sign_changes(flows).tolist() == counted


@pytest.mark.parametrize(("low", "high"), [(-0.3, 0.1), (0.0, 0.4), (-0.2, 0.0)])
def test_draws_have_the_mean_and_spread_of_the_triangular_distribution(
    low: float, high: float
) -> None:
    drawn = triangular((np.arange(100_000) + 0.5) / 100_000, low, high)

    variance = (low**2 + high**2 - low * high) / 18
    assert drawn.mean() == pytest.approx((low + high) / 3, abs=1e-6)
    assert drawn.var() == pytest.approx(variance, rel=1e-4)
    assert low <= drawn.min() <= drawn.max() <= high


def test_draws_agree_with_single_steps_of_the_same_draws() -> None:
    """Each draw, worked out alone from its own factors and rate, gives the same quantiles."""
    from zlib import crc32

    flows = np.random.default_rng(5).uniform(0, 100, (4, 8))
    service = np.r_[0.0, np.full(3, 40.0), np.zeros(4)]
    one = Projects(["a"], flows[None], np.array([0.06]), service[None], np.array([1.1]))
    spreads = {"revenue": Spread(-0.4, 0.2), "discount_rate": Spread(-0.03, 0.05)}
    found = outlooks(one, spreads, 300, 11)

    random = np.random.default_rng([11, crc32(b"a")])
    revenue = triangular(random.random(300), -0.4, 0.2)
    rates = 0.06 + triangular(random.random(300), -0.03, 0.05)
    values, short = [], 0
    for grown, rate in zip(revenue, rates, strict=True):
        income = flows[2] * (1 + grown)
        values.append(npv([income + flows[3] - flows[0] - flows[1]], rate)[0])
        short += bool(((income - flows[1])[1:4] < 1.1 * service[1:4]).any())
    assert found.least == pytest.approx(np.quantile(values, 0.1))
    assert found.loss == pytest.approx((np.array(values) < 0).mean())
    assert found.uncovered == pytest.approx(short / 300)
