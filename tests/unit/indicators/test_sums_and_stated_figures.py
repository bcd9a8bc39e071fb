"""Ratios of sums and stated figures of a town, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isnan, sqrt

import pandas as pd
import pytest

from localgoals.indicators import ratios, stated
from localgoals.indicators.derived import Part
from localgoals.indicators.ratios import margin_of_overlap, margin_of_ratio, sum_of
from localgoals.indicators.walking import Walk, lay_out
from localgoals.ingest.layers import City, Statistics
from localgoals.model.indicator import Ratio, Sum
from localgoals.model.lineage import Lineage
from localgoals.model.observation import Observation
from localgoals.model.period import Period

YEAR = Period(2020, 2020)
Row = tuple[str, str, str, float, float]


def counted(town: City, *rows: Row) -> tuple[City, Walk]:
    """Give the town a table of series, area, group, value and margin."""
    table = pd.DataFrame(rows, columns=["series", "area", "group", "value", "margin"])
    table["period"], table["resource"], table["notation"] = YEAR, "statistics", ""
    source = {"statistics": Lineage(("statistics",), ("hash of statistics",))}
    city = replace(town, statistics=Statistics(table, source))
    return city, lay_out(city)


def of(found: Sequence[Observation], area: str, group: str = "") -> Observation:
    (one,) = (one for one in found if (one.area, one.group) == (area, group))
    return one


def test_terms_are_added_and_taken_away(town: City) -> None:
    city, walk = counted(
        town,
        ("freshwater_withdrawn", "T", "", 150, 15),
        ("renewable_freshwater", "T", "", 500, 30),
        ("environmental_flow", "T", "", 200, 40),
    )

    found = of(ratios.observe(city, walk, code="6.4.2").observations, "T")

    # 150 / (500 - 200), with margins 15 above and sqrt(30² + 40²) = 50 below
    half = 100 * sqrt(15**2 + (0.5 * 50) ** 2) / 300
    assert found.value == pytest.approx(50)
    assert (found.lower, found.upper) == pytest.approx((50 - half, 50 + half))


def test_growth_errs_as_the_ratio_of_its_two_years(town: City) -> None:
    city, walk = counted(
        town,
        ("real_product_per_person", "T", "", 51_500, 300),
        ("real_product_per_person_year_before", "T", "", 50_000, 400),
    )

    found = of(ratios.observe(city, walk, code="8.1.1").observations, "T")

    margin = margin_of_ratio(Part(51_500, 300), Part(50_000, 400), is_part=False)
    assert found.value == pytest.approx(3)
    assert found.upper - found.value == pytest.approx(100 * margin)


def test_every_term_that_is_missing_is_named(town: City) -> None:
    city, walk = counted(
        town,
        ("disaster_deaths", "T", "", 20, 0),
        ("disaster_missing", "W", "", 1, 0),
        ("people", "T", "", 1_200_000, 0),
    )

    found = ratios.observe(city, walk, code="1.3-P15").observations

    assert of(found, "T").detail == "disaster_missing"
    assert of(found, "W").detail == "disaster_deaths, people"


def test_a_sum_of_resources_below_nothing_is_refused(town: City) -> None:
    city, walk = counted(
        town,
        ("freshwater_withdrawn", "T", "", 150, 0),
        ("renewable_freshwater", "T", "", 200, 0),
        ("environmental_flow", "T", "", 200, 0),
    )

    found = of(ratios.observe(city, walk, code="6.4.2").observations, "T")

    assert (found.reason, found.detail) == (
        "zero-denominator",
        "renewable_freshwater - environmental_flow",
    )


def test_a_stated_figure_is_the_one_of_the_table(town: City) -> None:
    city, walk = counted(
        town,
        ("life_expectancy", "T", "", 81.2, 0.4),
        ("life_expectancy", "T", "sex=female", 83.5, float("nan")),
        ("life_expectancy", "W", "", 119.8, 0.4),
        ("life_expectancy", "E", "", 812, 0),
    )

    found = stated.observe(city, walk, code="1.3-P11").observations

    assert (of(found, "T").value, of(found, "T").method) == (81.2, "1.3-P11 stated 1")
    assert (of(found, "T").lower, of(found, "T").upper) == pytest.approx((80.8, 81.6))
    assert isnan(of(found, "T", "sex=female").lower)
    assert of(found, "W").upper == 120
    assert of(found, "E").reason == "impossible-value"
    assert (of(found, "N").reason, of(found, "N").detail) == ("no-series", "life_expectancy")


def test_a_stated_figure_that_is_nowhere_is_missed_once(town: City) -> None:
    city, walk = counted(town, ("people", "T", "", 100, 0))

    (found,) = stated.observe(city, walk, code="1.3-P11").observations

    assert (found.area, found.reason, found.detail) == ("T", "no-series", "life_expectancy")


def test_a_margin_that_is_not_known_stays_unknown() -> None:
    parts = {"a": Part(3, 1), "b": Part(4)}
    growth = Ratio(Sum.of("a", "-b"), Sum.of("b"), 100)

    assert isnan(sum_of(Sum.of("a", "b"), parts).margin)
    assert isnan(margin_of_overlap(growth, parts))


def test_a_share_of_its_own_sum_errs_less_than_of_a_stranger() -> None:
    parts = {"kept": Part(30, 4), "lost": Part(40, 8)}
    share = Ratio(Sum.of("kept"), Sum.of("kept", "lost"), 100)

    margin = margin_of_overlap(share, parts)

    # By hand: r = 3/7; sqrt((4/7 * 4)² + (3/7 * 8)²) / 70
    assert margin == pytest.approx(sqrt((16 / 7) ** 2 + (24 / 7) ** 2) / 70)
