"""Progress from observations: which years, which target, what is said beside a result."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan
from typing import Any

import pytest

from localgoals.catalogue.load import load
from localgoals.model.indicator import Indicator, Target
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.provenance import Reference
from localgoals.model.text import Text
from localgoals.scoring.progress.methods import REMARKS
from localgoals.scoring.progress.observed import Choices, Progress, progress

INDICATORS = load().indicators


def figure(year: int, value: float, code: str = "11.2.1", **more: Any) -> Observation:
    indicator = INDICATORS[code]
    plain: dict[str, Any] = {
        "indicator": code,
        "series": indicator.headline.code,
        "area": "T",
        "period": Period(year, year),
        "group": "",
        "value": value,
        "unit": indicator.headline.unit,
        "method": f"{code} network 1",
        "quality": 2,
        "sources": ("stops",),
        "inputs": ("s" * 64,),
    }
    return Observation(**(plain | more))


def only(found: list[Observation], choices: Choices | None = None) -> Progress:
    (one,) = progress(found, INDICATORS, city="T", choices=choices)
    return one


def test_target_years_and_parameters_are_kept_with_the_result() -> None:
    one = only([figure(2016, 60.0), figure(2011, 50.0), figure(2023, 75.0)])

    assert one.first is not None
    assert one.last is not None
    # 2015 has no figure, so the next year that has one is the base.
    assert (str(one.first.period), str(one.last.period)) == ("2016", "2023")
    assert (one.method, one.version, one.target, one.target_year) == ("cagr", "1", 100.0, 2030)
    assert one.parameters["base_year"] == 2015
    assert one.parameters["target_on_track"] == 0.95
    assert one.verdict == "acceleration-needed"


def test_a_reader_chooses_method_and_years() -> None:
    found = [figure(2011, 50.0), figure(2023, 70.0)]

    chosen = only(found, Choices("projected-share", base_year=2011, target_year=2050))

    assert chosen.first is not None
    assert (chosen.first.value, chosen.target_year) == (50.0, 2050)
    assert chosen.parameters["base_year"] == 2011
    assert only(found).reason == "none-since-base-year"


def test_a_period_of_several_years_counts_as_its_first() -> None:
    long = figure(2015, 50.0, period=Period(2015, 2019))

    one = only([long, figure(2020, 55.0)])

    assert one.measures["growth"] == pytest.approx(1.1 ** (1 / 5) - 1)


def test_two_figures_that_begin_in_one_year_are_not_guessed_between() -> None:
    one = only([figure(2015, 50.0), figure(2015, 51.0, period=Period(2015, 2019)), figure(2020, 9)])

    assert (one.verdict, one.reason) == ("", "same-year-twice")
    assert one.first is None
    assert isnan(one.measures["growth"])


def test_a_missing_figure_is_no_year() -> None:
    gap = figure(2015, nan, notation="NE", reason="no-resource")

    assert only([gap, figure(2020, 50.0)]).reason == "one-year"


@pytest.mark.parametrize(
    ("newest", "remark"),
    [
        ({"method": "11.2.1 straight-line 1"}, "method-differs"),
        ({"sources": ("other",)}, "sources-differ"),
        ({"quality": 4}, "rough"),
        ({"lower": 49.0, "upper": 61.0}, "ranges-overlap"),
        ({"lower": 54.0, "upper": 56.0}, None),
    ],
)
def test_what_makes_figures_less_comparable_is_said(
    newest: dict[str, Any], remark: str | None
) -> None:
    one = only([figure(2015, 50.0, lower=48.0, upper=52.0), figure(2020, 55.0, **newest)])

    assert one.remarks == (() if remark is None else (remark,))
    assert set(one.remarks) <= set(REMARKS)


def test_other_series_than_the_headline_take_no_part() -> None:
    other = [figure(year, 50.0, series="low_capacity") for year in (2015, 2020)]

    assert progress(other, INDICATORS) == ()


def test_the_first_series_of_a_dashboard_does_not_stand_for_it() -> None:
    found = [figure(2016, 60.0, "1.4.1"), figure(2023, 75.0, "1.4.1")]

    assert progress(found, INDICATORS, city="T") == ()


def test_districts_and_groups_are_there_when_they_can_be_judged() -> None:
    district = [figure(year, 50.0, area="D") for year in (2015, 2020)]
    group = [figure(year, 50.0, group="sex=female") for year in (2015, 2020)]
    too_few = [figure(2020, 50.0, area="E"), *(figure(y, 5, "3.4-P1", area="D") for y in (1, 2))]

    found = progress([*district, *group, *too_few, figure(2020, 50.0)], INDICATORS, city="T")

    assert [(one.area, one.group) for one in found] == [("D", ""), ("T", ""), ("T", "sex=female")]


def test_what_is_best_in_the_middle_needs_a_middle() -> None:
    women = INDICATORS["5.5.1"]
    parity = Target(50, 2030, Text("Parity", "均等"), Reference("test", "test"))
    found = [figure(2015, 30.0, "5.5.1"), figure(2020, 65.0, "5.5.1")]

    def judge(indicator: Indicator) -> Progress:
        return progress(found, {"5.5.1": indicator})[0]

    assert judge(women).reason == "no-direction"
    # Mirrored about 50, 30 is as far as 70, so 65 is nearer.
    assert judge(replace(women, target=parity)).measures["growth"] == pytest.approx(
        (65 / 70) ** (1 / 5) - 1
    )
