"""Ratios of utilities, scores of mobility and material flows, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localgoals.diagnosis.mobility.scores import (
    Roads,
    Travel,
    delay_percents,
    geometric_index,
    modal_split,
    scaled,
    travel_indicators,
)
from localgoals.diagnosis.resources.flows import Flows, elasticity, metabolism
from localgoals.diagnosis.water.ratios import Utilities, ratios
from localgoals.tool_suite.subjects import items_of

NOTHING = [np.nan] * len(Utilities._fields)


def test_a_utility_has_the_ratios_of_the_checked_example() -> None:
    known = Utilities(*NOTHING)._replace(
        produced_m3=100_000,
        billed_m3=62_000,
        billed_revenue=12.0e6,
        operating_cost=10.0e6,
        receivables=3.0e6,
        staff=260,
        connections=45_000,
    )

    found = ratios(known)

    assert float(found.non_revenue_water) == pytest.approx(38)
    assert float(found.cost_coverage) == pytest.approx(1.20)
    assert float(found.collection_days) == pytest.approx(91.25)
    assert float(found.staff_per_1000) == pytest.approx(5.78, abs=0.005)
    assert np.isnan([found.water_coverage, found.metering, found.staff_per_1000_all]).all()


def test_a_ratio_to_nothing_is_not_known() -> None:
    found = ratios(Utilities(*[np.zeros(2)] * len(Utilities._fields)))

    assert np.isnan(np.array(found)).all()


def test_the_ends_of_every_scale_score_one_and_a_hundred() -> None:
    items = items_of("mobility-suti/items.yaml")
    worst, best = [one.worst for one in items], [one.best for one in items]

    assert len(items) == 10
    assert scaled(worst, worst, best, (1, 100)).tolist() == [1] * 10
    assert scaled(best, worst, best, (1, 100)).tolist() == [100] * 10
    assert not any(one.confirmed for one in items)


def test_affordability_and_deaths_score_ten_and_nought_at_their_ends() -> None:
    items = {one.code: one for one in items_of("mobility-indicators/items.yaml")}

    for code, worst, best in (("fare_percent", 35, 3.5), ("deaths_per_100k", 35, 0)):
        ends = scaled([worst, best], items[code].worst, items[code].best, (0, 10))
        assert ends.tolist() == [0, 10]


@given(st.lists(st.floats(1, 100), min_size=10, max_size=10))
def test_the_index_lies_between_its_scores_and_below_their_mean(scores: list[float]) -> None:
    index = float(geometric_index(scores))

    assert min(scores) - 1e-9 <= index <= np.mean(scores) + 1e-9


def test_one_unknown_score_leaves_the_index_unknown() -> None:
    assert np.isnan(geometric_index([50, np.nan, 50]))


def test_ways_that_nobody_times_have_no_delay() -> None:
    roads = Roads([10, 12, 9], [0, 10, np.nan], [1, 1, 1])

    found = delay_percents(np.array([0, 1, 2]), 4, roads)

    assert np.isnan(found).tolist() == [True, False, True, True]
    assert found[1] == pytest.approx(20)


def test_all_eighteen_indicators_stand_in_their_order() -> None:
    items = items_of("mobility-indicators/items.yaml")

    assert [int(one.title.en.split()[0]) for one in items] == list(range(1, 19))
    assert not any(one.confirmed for one in items if one.worst == one.worst)


@given(st.lists(st.floats(0, 1e9), min_size=6, max_size=6))
def test_the_modes_of_a_city_have_all_of_its_trips(trips: list[float]) -> None:
    split = modal_split([trips])

    if sum(trips) > 0:
        assert split.sum() == pytest.approx(100)
        assert (split >= 0).all()
    else:
        assert np.isnan(split).all()
    assert np.isnan(modal_split([[*trips, np.nan]])).all()


@given(st.lists(st.one_of(st.just(0.0), st.floats(1e-6, 1e9)), min_size=6, max_size=6))
def test_what_is_put_in_stays_is_sent_out_or_is_released(amounts: list[float]) -> None:
    flows = Flows(*amounts)

    found = metabolism(flows)

    out = np.asarray(flows.exports) + np.asarray(flows.released)
    assert float(found.input) == pytest.approx(float(found.stock + out), rel=1e-9, abs=1e-3)
    assert float(found.consumption) == pytest.approx(
        float(np.asarray(flows.extraction) + found.trade_balance), rel=1e-9, abs=1e-3
    )


@pytest.mark.parametrize(
    ("use", "product", "state"),
    [
        (90, 110, "strong"),
        (105, 110, "weak"),
        (110, 110, "coupled"),
        (120, 110, "negative"),
        (110, 90, "strong_negative"),
        (95, 90, "weak_negative"),
        (90, 90, "recessive_coupled"),
        (80, 90, "recessive"),
        (90, 100, ""),
        (np.nan, 110, ""),
    ],
)
def test_use_and_growth_part_in_eight_ways(use: float, product: float, state: str) -> None:
    _, found = elasticity((100, use), (100, product))

    assert str(found) == state


@pytest.mark.parametrize(
    ("use", "product", "state"),
    [
        ((100, 108), (100, 110), "coupled"),
        ((100, 112), (100, 110), "coupled"),
        ((100, 92), (100, 90), "recessive_coupled"),
        ((50, 44), (100, 90), "recessive_coupled"),
        ((50, 46), (10, 9), "recessive_coupled"),
    ],
)
def test_use_and_growth_on_a_limit_go_together(
    use: tuple[float, float], product: tuple[float, float], state: str
) -> None:
    _, found = elasticity(use, product)

    assert str(found) == state


def test_ten_thousand_cities_are_worked_out_at_once() -> None:
    some = np.random.default_rng(2).uniform(1, 2, 10_000)

    assert ratios(Utilities(*[some] * len(Utilities._fields))).metering.shape == (10_000,)
    assert travel_indicators(Travel(*[some] * len(Travel._fields))).ghg_per_person[0] == 1
    assert metabolism(Flows(*[some] * len(Flows._fields))).input.shape == (10_000,)
