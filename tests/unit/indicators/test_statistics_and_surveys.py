"""Series made of others, surveys beside statistics, panels of experts, ladders, water bodies."""

from __future__ import annotations

from dataclasses import replace
from inspect import signature
from math import isnan, sqrt

import numpy as np
import pandas as pd
import pytest

from localgoals.catalogue.load import load
from localgoals.errors import BadInput
from localgoals.indicators import combined, expert_panel, ratios, survey, surveyed, water_bodies
from localgoals.indicators.basic_services import with_transport
from localgoals.indicators.choices import draft
from localgoals.indicators.derived import DERIVED, SURVEYED, figures_of
from localgoals.indicators.findings import Findings
from localgoals.indicators.household_waste import joined
from localgoals.indicators.survey import Estimate
from localgoals.indicators.walking import Walk
from localgoals.indicators.waste import collection_level, composition, control_level
from localgoals.ingest.layers import City, Statistics, Survey, WaterSamples
from localgoals.model.lineage import Lineage
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.text import Text

YEAR = Period(2020, 2020)
KEY = (YEAR, "X", "")
NOBODY = Walk(None, {}, {}, Lineage())


def city(*rows: tuple[str, float, float, str], surveys: tuple[Survey, ...] = ()) -> City:
    """Make a city with figures of 2020: series, value, margin, notation."""
    table = pd.DataFrame(rows, columns=["series", "value", "margin", "notation"])
    table = table.assign(area="X", period=YEAR, group="", resource="figures")
    statistics = Statistics(table, {"figures": Lineage(("figures",), ("0" * 64,))})
    return City("X", Text("Exton", "例城"), None, statistics=statistics if rows else None,
                surveys=surveys)  # fmt: skip


def people(**answers: list[float]) -> Survey:
    """Make a survey of people drawn one by one."""
    rows = len(next(iter(answers.values())))
    return Survey(
        "asked", YEAR, np.ones(rows), np.ones(rows), np.zeros(rows, np.int32),
        np.arange(rows, dtype=np.int32), np.full(rows, "X"), {},
        {question: np.array(given, dtype=float) for question, given in answers.items()},
        Lineage(("asked",), ("1" * 64,), survey=True),
    )  # fmt: skip


def values(observations: tuple[Observation, ...]) -> dict[str, float]:
    """Give the value of each series of the city."""
    return {one.series: one.value for one in observations if not one.group}


def test_every_series_that_is_made_of_others_has_a_way_to_make_it() -> None:
    made = {code: one.made_of for code, one in load().statistics.items() if one.made_of}

    assert set(made) == set(DERIVED)
    assert set(SURVEYED) <= set(load().statistics)
    for code, parts in made.items():
        signature(DERIVED[code]).bind(*parts)


def test_every_question_that_is_measured_is_declared() -> None:
    needed = {code: one.questions for code, one in load().indicators.items() if one.questions}

    assert set(needed) == {*surveyed.MEASURES, expert_panel.CODE}
    for code, measures in surveyed.MEASURES.items():
        assert set(measures) <= {one.code for one in load().indicators[code].series}


def test_a_figure_of_the_table_stands_before_its_parts() -> None:
    town = city(
        ("people_harmed_by_disasters", 99, np.nan, ""),
        ("disaster_deaths", 1, np.nan, ""),
        ("disaster_missing", 2, np.nan, ""),
        ("people_affected_by_disasters", 3, np.nan, ""),
    )

    assert figures_of(town, "people_harmed_by_disasters")[KEY].value == 99


def test_what_does_not_occur_is_nothing_and_what_is_not_known_is_not() -> None:
    none = city(
        ("disaster_deaths", 1, np.nan, ""),
        ("disaster_missing", np.nan, np.nan, "NO"),
        ("people_affected_by_disasters", 3, np.nan, ""),
    )
    unknown = city(
        ("disaster_deaths", 1, np.nan, ""),
        ("disaster_missing", np.nan, np.nan, "NE"),
    )

    lost = figures_of(unknown, "people_harmed_by_disasters")[KEY]

    assert figures_of(none, "people_harmed_by_disasters")[KEY].value == 4
    assert isnan(lost.value)
    assert lost.missing == ("disaster_missing", "people_affected_by_disasters")


def test_the_reason_names_the_flows_that_are_missing() -> None:
    town = city(
        ("waste_generated", 600, np.nan, ""),
        ("waste_received_by_controlled_recovery", 60, np.nan, ""),
        ("waste_received_by_controlled_disposal", 200, np.nan, ""),
        ("waste_residues_from_controlled_recovery", 6, np.nan, ""),
    )

    row = ratios.observe(town, NOBODY, code="11.6.1").observations[0]

    assert (row.reason, row.detail) == ("no-series", "waste_recyclables_from_controlled_disposal")


def test_margins_of_parts_are_joined_as_they_add_and_multiply() -> None:
    """1,000,000 × 0.42 kg ± 0.05 and 180 t ± 10: sqrt(50² + 10²)."""
    town = city(
        ("people", 1e6, 0, ""),
        ("household_waste_per_head", 0.42, 0.05, ""),
        ("waste_from_non_households", 180, 10, ""),
    )

    found = figures_of(town, "waste_generated")[KEY]

    assert (found.value, found.margin) == (pytest.approx(600), pytest.approx(sqrt(2600)))


def test_a_margin_that_is_not_known_makes_no_range() -> None:
    town = city(
        ("people", 1e6, np.nan, ""),
        ("household_waste_per_head", 0.42, 0.05, ""),
        ("waste_from_non_households", 180, 10, ""),
    )

    assert isnan(figures_of(town, "waste_generated")[KEY].margin)


def test_an_income_group_that_nobody_weighed_leaves_the_mean_open() -> None:
    mean, error = joined({"low": Estimate(0.3, 0.03, 30, 29, 1.0)}, {"low": 60, "high": 40})

    assert isnan(mean)
    assert isnan(error)


def test_income_groups_count_by_their_people() -> None:
    asked = people(household_waste_kg_per_day=[0.2, 0.4] * 15 + [0.7, 0.9] * 15)
    poor = np.repeat([True, False], 30)
    asked = replace(asked, groups={"income=low": poor, "income=high": ~poor})
    town = city(("people", 60, 0, ""), ("people", 40, 0, ""), surveys=(asked,))
    assert town.statistics is not None
    town.statistics.table["group"] = ["income=low", "income=high"]

    found = figures_of(town, "household_waste_per_head")[KEY]

    assert found.value == pytest.approx(0.6 * 0.3 + 0.4 * 0.8)


def test_statistics_stand_before_a_survey_of_the_same_year() -> None:
    asked = people(safely_managed_water=[1.0] * 30 + [0.0] * 30)
    counted = city(
        ("people", 100, 0, ""), ("people_using_safely_managed_water", 92, 0, ""), surveys=(asked,)
    )

    both = combined.observe(counted, NOBODY, code="6.1.1").observations
    alone = combined.observe(city(surveys=(asked,)), NOBODY, code="6.1.1").observations

    assert values(both) == {"value": pytest.approx(92)}
    assert values(alone) == {"value": pytest.approx(50)}


def test_fewer_answers_than_the_least_give_a_reason_and_no_figure() -> None:
    asked = people(safely_managed_water=[1.0] * 24 + [np.nan] * 50)

    (row,) = combined.observe(city(surveys=(asked,)), NOBODY, code="6.1.1").observations

    assert (row.reason, row.detail) == ("too-few-answers", "24 < 25")


def test_a_survey_that_did_not_ask_says_which_question() -> None:
    town = city(surveys=(people(has_say=[3.0] * 30),))

    rows = combined.observe(town, NOBODY, code="16.7.2").observations

    assert {one.series for one in rows} == {"inclusive"}
    (other,) = combined.observe(town, NOBODY, code="6.2.1").observations
    assert (other.reason, other.detail) == ("no-question", "safely_managed_sanitation")


def test_a_deprivation_that_was_not_asked_lowers_the_quality() -> None:
    asked = people(improved_water=[0.0] * 6 + [1.0] * 24)

    findings = combined.observe(city(surveys=(asked,)), NOBODY, code="11.1.1")

    (row,) = [one for one in findings.observations if not one.notation]
    assert (row.value, row.quality) == (pytest.approx(20), 3)
    assert any("secure_tenure" in str(note.message) for note in findings.notes)


def test_slums_and_inadequate_housing_are_two_figures() -> None:
    names = dict.fromkeys(surveyed.DEPRIVATIONS, [1.0] * 40) | {
        "improved_water": [0.0] * 4 + [1.0] * 36,
        "affordable_housing": [1.0] * 20 + [0.0] * 10 + [1.0] * 10,
    }

    found = combined.observe(city(surveys=(people(**names),)), NOBODY, code="11.1.1").observations

    assert values(found) == {"value": pytest.approx(10), "inadequate_housing": pytest.approx(35)}


def test_an_expert_who_left_a_question_open_is_not_counted() -> None:
    answers = np.array([[3.0, 3, 3, 3], [1, 1, 1, np.nan], [2, 2, 2, 2]])

    found = expert_panel.verdict(answers)

    assert (found.score, found.experts, found.lowest) == (2.5, 2, 2.0)
    assert found.spread == pytest.approx(sqrt(0.5))


def test_a_score_at_the_midpoint_does_not_pass() -> None:
    panel = people(**dict.fromkeys(expert_panel.QUESTIONS, [2.0, 3.0, 2.0, 3.0, 2.5]))

    (note,) = expert_panel.observe(city(surveys=(panel,)), NOBODY).notes

    assert str(note.message).startswith("The city does not count")


def test_a_body_at_eighty_percent_is_good() -> None:
    table = pd.DataFrame(
        [("R", "X", "river", "ph", YEAR, number < 4) for number in range(5)],
        columns=["body", "area", "kind", "parameter", "period", "complies"],
    )
    town = replace(city(), water_samples=WaterSamples(table, Lineage(("w",), ("2" * 64,))))

    findings = water_bodies.observe(town, NOBODY)

    assert values(findings.observations) == {"value": 100, "rivers": 100}
    assert findings.observations[0].quality == 2
    said = [str(note.message) for note in findings.notes]
    assert said[1] == "R was not measured for oxygen, salinity, nitrogen, phosphorus."


def test_mobility_is_taken_from_public_transport_where_nothing_else_has_it() -> None:
    lineage = Lineage(("stops",), ("3" * 64,))
    stops = draft("11.2.1", "total", YEAR, way="network", lineage=lineage).figure("X", 80)
    gap = draft("1.4.1", "mobility", YEAR, way="none", lineage=Lineage()).gap("X", "no-series", "s")
    own = draft("1.4.1", "mobility", YEAR, way="survey", lineage=lineage).figure("X", 60)

    taken = with_transport(Findings((gap, stops)))
    kept = with_transport(Findings((own, stops)))

    assert [(one.indicator, one.value) for one in taken.observations] == [
        ("1.4.1", 80),
        ("11.2.1", 80),
    ]
    assert kept.observations == (own, stops)


def test_no_component_of_basic_services_bears_the_name_of_all() -> None:
    services, water = load().indicators["1.4.1"], load().indicators["6.1.1"]

    assert not services.is_named_by(services.headline.code)
    assert water.is_named_by(water.headline.code)


@pytest.mark.parametrize("ladder", ["landfill", "incineration", "other_recovery"])
def test_all_the_boxes_of_a_level_give_that_level(ladder: str) -> None:
    for level in load().ladders[ladder].levels:
        assert control_level(ladder, level.boxes) == level.code


def test_as_many_boxes_of_two_levels_give_the_lower() -> None:
    assert control_level("landfill", ["daily_cover", "no_cover"]) == "none"


@pytest.mark.parametrize("boxes", [[], ["gate"]])
def test_no_box_and_an_unknown_one_are_refused(boxes: list[str]) -> None:
    with pytest.raises(BadInput, match="box"):
        control_level("landfill", boxes)


@pytest.mark.parametrize(
    ("service", "level"),
    [
        ((True, np.nan, 1, 3, False), "full"),
        ((False, 200, 7, 3, False), "full"),
        ((False, 200, 7, 3, True), "basic"),
        ((True, np.nan, 2, 2, True), "improved"),
        ((True, np.nan, 1, 1, False), "basic"),
        ((False, 201, 7, 3, False), "limited"),
        ((True, np.nan, 0.5, 3, False), "limited"),
        ((False, np.nan, 0, 1, False), "none"),
    ],
)
def test_a_collection_service_has_its_level(
    service: tuple[bool, float, float, int, bool], level: str
) -> None:
    at_door, point_m, times, fractions, littered = service

    found = collection_level(
        at_door=at_door,
        point_m=point_m,
        collections_per_week=times,
        fractions=fractions,
        littered=littered,
    )

    assert found == level


def test_a_fraction_that_was_not_weighed_leaves_all_shares_open() -> None:
    assert all(isnan(one) for one in composition({"paper": 5, "glass": np.nan}).values())


def test_a_weight_that_is_not_above_0_is_refused() -> None:
    with pytest.raises(BadInput, match="above 0"):
        survey.Design(np.array([1.0, 0.0]), np.arange(2, dtype=np.int32), np.zeros(2, np.int32))
