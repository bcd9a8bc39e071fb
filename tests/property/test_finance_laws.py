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
    ITEMS,
    Project,
    Spread,
    outlooks,
    swings,
    triangular,
    value,
)

MONEY = st.floats(0, 1e6, allow_subnormal=False)
RATES = st.floats(-0.5, 1.0)
INCOME = arrays(np.float64, st.integers(1, 30), elements=st.floats(0, 1e6, allow_subnormal=False))


def project(flows: np.ndarray, rate: float = 0.05, name: str = "one") -> Project:
    return Project(name, flows, rate, np.zeros(flows.shape[1]), np.nan)


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
    expected, moved = value(one), value(one, driver, shift)
    single = project(np.where(np.array(ITEMS)[:, None] == driver, flows, 0.0))

    assert moved - expected == pytest.approx(shift * value(single), rel=1e-6, abs=1e-3)


@given(FLOWS)
def test_the_widest_swing_comes_first(flows: np.ndarray) -> None:
    found = swings(project(flows), dict.fromkeys(ITEMS, Spread(-0.2, 0.1)))
    widths = [abs(one.at_high - one.at_low) for one in found]

    assert widths == sorted(widths, reverse=True)


@given(FLOWS)
def test_draws_without_a_spread_all_give_the_value_that_is_expected(flows: np.ndarray) -> None:
    one = project(flows)
    (found,) = outlooks([one], {}, 200, 1)

    for drawn in (found.mean, found.least, found.middle, found.most):
        assert drawn == pytest.approx(value(one), rel=1e-9, abs=1e-6)


def test_the_draws_of_a_project_hang_on_its_name_and_the_seed_alone() -> None:
    random = np.random.default_rng(3)
    some = [project(random.uniform(0, 100, (4, 6)), name=str(number)) for number in range(9)]
    spreads = {"revenue": Spread(-0.3, 0.2), "discount_rate": Spread(-0.02, 0.02)}

    alone = list(outlooks(some, spreads, 500, 7))
    together = list(outlooks(some[::-1], spreads, 500, 7, threads=4))[::-1]
    others = list(outlooks(some, spreads, 500, 8))

    np.testing.assert_array_equal(alone, together)
    assert alone != others


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
    one = Project("a", flows, 0.06, service, 1.1)
    spreads = {"revenue": Spread(-0.4, 0.2), "discount_rate": Spread(-0.03, 0.05)}
    (found,) = outlooks([one], spreads, 300, 11)

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
