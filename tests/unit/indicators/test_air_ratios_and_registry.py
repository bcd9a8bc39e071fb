"""Air and ratios of a town worked out by hand, and what holds for every observer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from pyproj import CRS

from localgoals.catalogue.load import load
from localgoals.indicators import air, ratios
from localgoals.indicators.quality import DOUBTS, grade
from localgoals.indicators.registry import OBSERVERS
from localgoals.indicators.walking import lay_out
from localgoals.ingest.layers import City
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.text import Text

LATE = Period(2020, 2020)


def rows(
    observations: tuple[Observation, ...], series: str, period: Period = LATE
) -> dict[tuple[str, str], Observation]:
    return {
        (one.area, one.group): one
        for one in observations
        if (one.series, one.period) == (series, period)
    }


def test_stations_are_weighted_by_the_people_nearest_to_them(town: City) -> None:
    found = rows(air.observe(town, lay_out(town)).observations, "population_weighted")

    # 11 and 22 people are nearer to A (10 µg/m³); 33 to B (20); the 44 in the middle to A.
    assert found["T", ""].value == pytest.approx((77 * 10 + 33 * 20) / 110)
    assert found["W", ""].value == pytest.approx(10)
    assert found["E", ""].value == pytest.approx(20)
    assert found["Z", ""].reason == "nobody-lives-here"


def test_a_district_with_a_station_has_its_mean(town: City) -> None:
    found = rows(air.observe(town, lay_out(town)).observations, "station_mean")

    assert {key[0]: one.value for key, one in found.items()} == {"T": 15, "W": 10, "E": 20}


def test_a_year_of_three_months_is_refused(town: City) -> None:
    year = Period(2021, 2021)

    found = rows(air.observe(town, lay_out(town)).observations, "station_mean", year)

    assert [(one.reason, one.detail) for one in found.values()] == [
        ("incomplete-year", "2021, 25 %")
    ]


def test_stations_without_a_place_give_no_weighted_mean(town: City) -> None:
    assert town.air is not None
    nowhere = replace(town.air, x=np.full(2, np.nan), y=np.full(2, np.nan))
    city = replace(town, air=nowhere)

    findings = air.observe(city, lay_out(city)).observations

    assert rows(findings, "population_weighted")["T", ""].detail == "air-stations"
    assert rows(findings, "station_mean")["T", ""].value == 15


def test_a_ratio_by_area_and_group(town: City) -> None:
    found = rows(ratios.observe(town, lay_out(town), code="8.5.2").observations, "value")

    assert found["T", ""].value == pytest.approx(10)
    assert {key: (one.reason, one.detail) for key, one in found.items() if one.notation} == {
        ("W", ""): ("zero-denominator", "labour_force"),
        ("E", ""): ("impossible-value", "120"),
        ("N", ""): ("no-series", "unemployed, labour_force"),
        ("Z", ""): ("no-series", "unemployed, labour_force"),
        ("T", "sex=female"): ("no-series", "labour_force"),
    }


def test_a_series_that_is_nowhere_is_missed_once(town: City) -> None:
    observations = ratios.observe(town, lay_out(town), code="3.6.1").observations

    assert [(one.area, one.reason, one.detail) for one in observations] == [
        ("T", "no-series", "road_deaths, people")
    ]


def test_every_indicator_of_the_catalogue_has_an_observer() -> None:
    assert list(OBSERVERS) == list(load().indicators)


@pytest.mark.parametrize("code", OBSERVERS)
def test_an_empty_city_learns_why_every_series_is_missing(code: str) -> None:
    nothing = City("X", Text("Nowhere", "无处"), CRS.from_epsg(32616))

    observations = OBSERVERS[code](nothing, lay_out(nothing)).observations

    assert [one.series for one in observations] == [
        one.code for one in load().indicators[code].series
    ]
    assert {(one.area, one.notation, one.reason) for one in observations} == {
        ("X", "NE", "no-resource")
    }


@pytest.mark.parametrize("code", OBSERVERS)
def test_no_figure_is_given_twice_and_each_can_exist(code: str, town: City) -> None:
    indicator = load().indicators[code]
    possible = {one.code: one.possible for one in indicator.series}

    observations = OBSERVERS[code](town, lay_out(town)).observations

    keys = Counter((one.series, one.area, one.period, one.group) for one in observations)
    assert max(keys.values()) == 1
    assert {one.series for one in observations} <= set(possible)
    assert all(possible[one.series].admits(one.value) for one in observations if not one.notation)


@pytest.mark.parametrize("code", OBSERVERS)
def test_observing_twice_gives_the_same(code: str, town: City) -> None:
    first, second = (repr(OBSERVERS[code](town, lay_out(town)).observations) for _ in range(2))

    assert first == second


def test_the_grade_ends_at_the_worst() -> None:
    assert grade(DOUBTS) == 5
    assert grade(["people-modelled", "group-modelled"]) == grade(["people-modelled"])
