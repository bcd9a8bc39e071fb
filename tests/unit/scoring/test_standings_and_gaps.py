"""Where the city stands, and who is left behind."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan

import pytest

from localgoals.catalogue.load import load
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.scoring.gaps import gaps
from localgoals.scoring.status import by_goal, standings, status_of, strictest_met

CITY = "T"
INDICATORS = load().indicators
YEAR = Period(2020, 2020)


def observed(
    indicator: str, series: str, value: float, *, group: str = "", year: int = 2020
) -> Observation:
    unit = next(one.unit for one in INDICATORS[indicator].series if one.code == series)
    missing = isnan(value)
    return Observation(
        indicator=indicator,
        series=series,
        area=CITY,
        period=Period(year, year),
        group=group,
        value=value,
        unit=unit,
        method=f"{indicator} test 1",
        quality=1,
        sources=(),
        inputs=(),
        notation="NE" if missing else "",
        reason="no-resource" if missing else "",
    )


def test_the_latest_figure_stands_for_the_indicator() -> None:
    found = standings(
        [
            observed("11.2.1", "total", 85, year=2011),
            observed("11.2.1", "total", 60, year=2016),
            observed("11.2.1", "total", nan, year=2023),
            observed("11.2.1", "high_capacity", 10, year=2016),
            observed("11.2.1", "total", 20, group="sex=female", year=2016),
        ],
        {"11.2.1": INDICATORS["11.2.1"]},
        area=CITY,
    )

    assert [(one.status, one.observation.value) for one in found if one.observation] == [
        ("orange", 60)
    ]
    assert found[0].score == pytest.approx((60 - 9) / (100 - 9))


def test_an_indicator_without_a_figure_keeps_its_reason_and_has_no_colour() -> None:
    (found,) = standings(
        [observed("11.2.1", "total", nan)], {"11.2.1": INDICATORS["11.2.1"]}, area=CITY
    )

    assert found.observation is not None
    assert (found.status, found.observation.reason, found.met) == ("none", "no-resource", None)
    assert isnan(found.score)


def test_an_indicator_nobody_looked_at_is_listed() -> None:
    found = standings([], INDICATORS, area=CITY)

    assert len(found) == len(INDICATORS)
    assert {(one.observation, one.status) for one in found} == {(None, "none")}


def test_goals_count_every_indicator_once() -> None:
    found = standings(
        [observed("11.2.1", "total", 90), observed("11.6.2", "population_weighted", 30)],
        INDICATORS,
        area=CITY,
    )

    counts = by_goal(found)
    assert sum(sum(statuses.values()) for statuses in counts.values()) == len(INDICATORS)
    assert list(counts) == sorted(counts)
    assert (counts[11]["green"], counts[11]["red"]) == (1, 1)


def test_an_indicator_without_bounds_has_no_colour() -> None:
    assert status_of(50, replace(INDICATORS["11.2.1"], bounds=None)) == "none"


def test_a_threshold_of_another_series_is_not_met_by_the_headline() -> None:
    open_space = INDICATORS["11.7.1"]

    assert strictest_met(100, open_space) is None
    met = strictest_met(100, open_space, series="access_400m")
    assert met is not None
    assert met.value == 100


def test_gaps_are_measured_against_everybody_and_sorted() -> None:
    observations = [
        observed("11.2.1", "total", 55.1),
        observed("11.2.1", "total", 32.7, group="ethnicity=black"),
        observed("11.2.1", "total", 60.9, group="ethnicity=hispanic"),
        observed("11.2.1", "total", 54.8, group="sex=male"),
        observed("11.2.1", "total", nan, group="sex=female"),
        observed("11.6.2", "population_weighted", 30.0),
        observed("11.6.2", "population_weighted", 33.0, group="income=low"),
        observed("3.4-P1", "population", 1000.0, group="ethnicity=black"),
        observed("3.4-P1", "population", 9000.0),
    ]

    found = gaps(observations, INDICATORS, area=CITY)

    assert [(one.group, round(one.disadvantage, 1)) for one in found] == [
        ("ethnicity=black", 22.4),
        ("income=low", 10.0),
        ("sex=male", 0.3),
        ("ethnicity=hispanic", -5.8),
    ]
    assert found[0].people_concerned == pytest.approx(224)
    assert isnan(found[1].people)
