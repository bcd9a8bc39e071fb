"""Which districts need attention, and why."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import pytest

from localgoals.catalogue.load import load
from localgoals.model.indicator import Indicator
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.scoring.attention import AreaAttention, attention

TRANSPORT = load().indicators["11.2.1"]
AIR = load().indicators["11.6.2"]
GREEN = load().indicators["3.3-P1"]
PEOPLE = load().indicators["3.4-P1"]


def of(indicator: Indicator, values: dict[str, float], *, year: int = 2020) -> list[Observation]:
    """Headline figures by area."""
    head = indicator.headline
    return [
        Observation(
            indicator=indicator.code,
            series=head.code,
            area=area,
            period=Period(year, year),
            group="",
            value=value,
            unit=head.unit,
            method=f"{indicator.code} test 1",
            quality=1,
            sources=(),
            inputs=(),
        )
        for area, value in values.items()
    ]


def urgent(
    observations: list[Observation], *indicators: Indicator, districts: str = "AB"
) -> dict[str, AreaAttention]:
    by_code = {one.code: one for one in indicators}
    found = attention(observations, by_code, city="T", districts=list(districts))
    return {one.area: one for one in found}


def test_a_target_is_held_against_first() -> None:
    found = urgent(of(TRANSPORT, {"T": 70, "A": 54.5, "B": 100}), TRANSPORT)

    (reason,) = found["A"].reasons
    assert (reason.against, reason.aim, reason.city_value) == ("target", 100, 70)
    # Half-way from the target (100) to the worst bound (9).
    assert reason.shortfall == pytest.approx(0.5)
    assert found["B"].reasons == ()
    assert list(found) == ["A", "B"]


def test_without_a_target_the_green_threshold_is_held_against() -> None:
    found = urgent(of(AIR, {"T": 20, "A": 48.5, "B": 9}), AIR)

    (reason,) = found["A"].reasons
    assert (reason.against, reason.aim) == ("green", 10)
    assert reason.shortfall == pytest.approx((48.5 - 10) / (87 - 10))


def test_a_rate_without_bounds_is_measured_to_the_worst_district_and_not_to_everybody() -> None:
    trafficking = load().indicators["16.2.2"]

    found = urgent(of(trafficking, {"T": 6, "A": 12, "B": 3}), trafficking)

    # The target is 0 victims per 100,000; 12 of them are not next to nothing.
    assert (found["A"].score, found["B"].score) == (1.0, pytest.approx(0.25))


def test_without_either_the_citys_own_figure_is_held_against() -> None:
    found = urgent(of(GREEN, {"T": 10, "A": 5, "B": 25}), GREEN)

    (reason,) = found["A"].reasons
    assert (reason.against, reason.aim) == ("city", 10)
    assert reason.shortfall == pytest.approx((10 - 5) / (25 - 5))


def test_districts_that_are_alike_have_no_shortfall() -> None:
    found = urgent(of(GREEN, {"T": 10, "A": 9, "B": 9}), GREEN)

    assert [one.score for one in found.values()] == [0, 0]


def test_a_target_without_bounds_runs_to_the_end_of_what_is_possible() -> None:
    unbounded = replace(TRANSPORT, bounds=None)

    found = urgent(of(unbounded, {"T": 70, "A": 25, "B": 100}), unbounded)

    assert found["A"].score == pytest.approx(0.75)


def test_people_without_a_stop_are_counted_and_everybody_breathes() -> None:
    people = of(PEOPLE, {"T": 3000, "A": 1000, "B": 2000})
    figures = of(TRANSPORT, {"A": 60, "B": 100}) + of(AIR, {"A": 30, "B": 9})

    found = urgent(people + figures, TRANSPORT, AIR, PEOPLE)

    affected = {one.indicator: one.people_affected for one in found["A"].reasons}
    assert affected == pytest.approx({"11.2.1": 400, "11.6.2": 1000})


def test_a_missing_figure_lowers_the_coverage_and_not_the_score() -> None:
    whole = urgent(of(TRANSPORT, {"A": 54.5, "B": 100}) + of(AIR, {"B": 20}), TRANSPORT, AIR)

    assert (whole["A"].score, whole["A"].coverage) == (pytest.approx(0.5), 0.5)
    assert whole["B"].coverage == 1


def test_too_little_coverage_gives_no_score_but_keeps_the_reasons() -> None:
    known = of(TRANSPORT, {"A": 54.5, "B": 100}) + of(AIR, {"B": 20}) + of(GREEN, {"T": 9, "B": 5})

    found = urgent(known, TRANSPORT, AIR, GREEN)

    assert isnan(found["A"].score)
    assert [one.indicator for one in found["A"].reasons] == ["11.2.1"]
    assert list(found) == ["B", "A"]


def test_a_place_where_hardly_anybody_lives_gets_no_score_and_sets_no_scale() -> None:
    people = of(PEOPLE, {"A": 1000, "B": 2000, "C": 1500, "D": 20})
    figures = of(GREEN, {"T": 10, "A": 5, "B": 25, "C": 10, "D": 5000})

    found = urgent(people + figures, GREEN, PEOPLE, districts="ABCD")

    assert isnan(found["D"].score)
    assert found["D"].too_small
    assert found["A"].score == pytest.approx(0.25)


def test_the_latest_period_with_figures_counts() -> None:
    older = of(TRANSPORT, {"A": 9, "B": 9}, year=2011)

    found = urgent(older + of(TRANSPORT, {"A": 100, "B": 100}, year=2023), TRANSPORT)

    assert [one.score for one in found.values()] == [0, 0]


def test_an_indicator_without_a_direction_takes_no_part() -> None:
    found = urgent(of(PEOPLE, {"T": 3, "A": 1, "B": 2}), PEOPLE)

    assert {(one.coverage, one.reasons) for one in found.values()} == {(0, ())}
