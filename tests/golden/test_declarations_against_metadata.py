"""What the catalogue declares is what the metadata of the official indicators asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from localgoals.catalogue.load import load


def metadata(shared: Path, code: str) -> str:
    name = f"{code.replace('.', '-')}.txt"
    return (shared / "frameworks" / "sdg_metadata" / name).read_text(encoding="utf-8")


def relation(code: str, framework: str, item: str) -> str:
    links = load().indicators[code].frameworks
    return next(one.relation for one in links if (one.framework, one.code) == (framework, item))


def test_fatal_and_other_injuries_are_never_added(shared: Path) -> None:
    text = metadata(shared, "8.8.1")
    assert "would make their sum into total occupational accidents inaccurate" in text

    parts = {
        code: load().indicators[code].ratios["value"].numerator.series
        for code in ("2.1-P11", "8.8.1")
    }

    assert parts == {"2.1-P11": ("fatal_work_injuries",), "8.8.1": ("non_fatal_work_injuries",)}
    assert {relation(code, "sdg", "8.8.1") for code in parts} == {"narrower"}


def test_malnutrition_is_given_by_type_as_well() -> None:
    indicator = load().indicators["2.2.2"]

    found = {name: one.numerator.series for name, one in indicator.more_ratios.items()}

    assert found == {
        "wasting": ("children_under_5_wasted",),
        "overweight": ("children_under_5_overweight",),
    }


@pytest.mark.parametrize("code", ["3.2.1", "3.4.1"])
def test_deaths_by_people_do_not_pass_for_a_probability(code: str) -> None:
    assert relation(code, "sdg", code) == "derived"


@pytest.mark.parametrize("code", ["3.3.2", "16.2.2"])
def test_what_was_noticed_does_not_pass_for_all_that_happened(code: str) -> None:
    assert relation(code, "sdg", code) == "narrower"


@pytest.mark.parametrize("code", ["3.3-P11", "3.3-P12"])
def test_a_share_does_not_pass_for_the_points_that_an_index_gives_for_it(code: str) -> None:
    indicator = load().indicators[code]
    link = next(one for one in indicator.frameworks if one.framework == "singapore")

    assert link.relation == "derived"
    assert link.formula is not None
    for points in indicator.thresholds:
        assert f"{points.name.en[0]} from {points.value:g} %" in link.formula.en


def test_half_of_an_indicator_is_half_of_it_in_every_framework() -> None:
    tenure = load().indicators["1.4.2"].frameworks

    assert {one.relation for one in tenure} == {"narrower"}


def test_people_do_not_pass_for_households() -> None:
    assert relation("7.1.1", "cpi", "access-to-electricity") == "derived"


def test_a_target_is_due_in_the_year_that_its_own_name_gives() -> None:
    named = {
        code: (one.target.year, int(found[1]))
        for code, one in load().indicators.items()
        if one.target is not None and (found := re.search(r"by (20\d\d)", one.target.name.en))
    }

    assert named == {"8.7.1": (2025, 2025)}


@pytest.mark.parametrize(("unit", "least"), [("years", 1), ("per_1000", 2)])
def test_a_unit_shows_the_decimals_in_which_its_figures_differ(unit: str, least: int) -> None:
    # 79.6 years is not green, 80 is; 0.24 infections per 1,000 are not, 0.2 are.
    assert load().units[unit].decimals >= least


def test_the_fare_of_trips_is_money_and_not_money_of_a_household() -> None:
    assert load().statistics["fare_of_60_trips"].unit == "currency"


def test_cooling_water_is_left_out_of_the_waste_water_and_not_out_of_its_treatment() -> None:
    treated = load().statistics["wastewater_safely_treated_from_industry"].title

    assert treated.en == (
        "waste water from industry (ISIC 05 to 35), without cooling water, that gets secondary "
        "treatment or better"
    )
    assert treated.zh.endswith("经二级及以上处理的废水（不含冷却水）")
