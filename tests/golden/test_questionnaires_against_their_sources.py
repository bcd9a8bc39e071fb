"""The questionnaires that are shipped, against the counts and scales of their sources."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from localgoals.catalogue.questionnaires.declared import (
    Questionnaire,
    questionnaire_of,
    questionnaires,
)
from localgoals.diagnosis.questionnaires.scoring import Answers, ends_of, scores
from localgoals.indicators.expert_panel import QUESTIONS, verdict
from localgoals.indicators.waste import control_level

SHIPPED = {
    "expert-panel", "governance", "localisation-survey", "mobility-assessment",
    "ndc-urban-content", "planning-capacity", "planning-law", "revenue-administration",
    "sdg-project-assessment", "undrr-scorecard", "waste-control", "water-utility-practices",
}  # fmt: skip


def answered(form: Questionnaire, score: float, forms: int = 1) -> Answers:
    """Answer every question that counts alike."""
    numbers = {one.code: np.full(forms, score) for one in form.questions}
    texts = {one.code: np.full(forms, "", object) for one in form.questions}
    return Answers(numbers, texts, forms)


def test_every_questionnaire_of_the_suite_is_there() -> None:
    assert set(questionnaires()) == SHIPPED


def test_the_scorecard_has_the_indicators_of_the_published_one(shared: Path) -> None:
    with (shared / "vectors" / "undrr_scorecard" / "indicators.csv").open() as file:
        published = list(csv.DictReader(file))
    form = questionnaire_of("undrr-scorecard")

    codes = [one["code"].lower().replace(".", "_") for one in published]
    assert [one.code for one in form.questions] == codes
    assert [len(one.questions) for one in form.sections] == [3, 5, 4, 4, 3, 6, 4, 9, 7, 2]
    for one, row in zip(form.questions, published, strict=True):
        levels = form.levels_of(one)
        assert (levels[0].score, levels[-1].score) == (float(row["min"]), float(row["max"]))
        assert one.title.en.lower() != row["topic_short"].lower()


def test_a_comprehensive_city_has_141_points_on_the_scorecard() -> None:
    form = questionnaire_of("undrr-scorecard")

    found = scores(form, answered(form, 3))

    assert found.whole.tolist() == [141]
    assert [float(one[0]) for one in found.sections.values()] == [
        ends_of(form, section.questions)[1] for section in form.sections
    ]


def test_revenue_administration_has_nine_sections_and_flags_two() -> None:
    form = questionnaire_of("revenue-administration")

    assert len(form.sections) == 9
    assert form.scoring.lowest_flagged == 2


def test_planning_law_asks_five_criteria_in_six_areas() -> None:
    form = questionnaire_of("planning-law")

    assert [len(one.questions) for one in form.sections] == [5] * 6
    assert {len(form.levels_of(one)) for one in form.questions} == {4}


def test_the_answers_of_experts_are_the_columns_of_the_survey_for_11_3_2() -> None:
    form = questionnaire_of("expert-panel")
    panel = {"a": [3, 3, 2, 4], "b": [2, 2, 3, 3], "c": [3, 4, 3, 2]}

    assert tuple(one.code for one in form.questions) == QUESTIONS
    assert [one.score for one in form.levels_of(next(form.questions))] == [1, 2, 3, 4]
    found = verdict(np.array(list(panel.values()), np.float64))
    assert found.score == pytest.approx(2.8333, abs=1e-4)
    by_question = np.array(list(panel.values()), np.float64).T
    scored = scores(form, Answers(dict(zip(QUESTIONS, by_question, strict=True)), {}, 3)).whole
    assert scored == pytest.approx([3, 2.5, 3])
    assert scored.mean() == pytest.approx(found.score)


def test_planning_law_has_a_score_of_each_criterion_too() -> None:
    form = questionnaire_of("planning-law")
    numbers = {one.code: np.array([0.0]) for one in form.questions}
    numbers |= {f"{section.code}_means": np.array([3.0]) for section in form.sections}

    found = scores(form, Answers(numbers, {}, 1))

    assert {code: one.item() for code, one in found.criteria.items()} == {
        "objectives": 0, "procedures": 0, "institutions": 0, "standards": 0, "means": 100,
    }  # fmt: skip
    assert [one.item() for one in found.sections.values()] == pytest.approx([20] * 6)


@pytest.mark.parametrize("ladder", ["landfill", "incineration", "other_recovery"])
def test_every_box_of_a_facility_is_offered_and_can_be_graded(ladder: str) -> None:
    form = questionnaire_of("waste-control")
    boxes = next(one for one in form.questions if one.ladder == ladder).choices

    assert control_level(ladder, [one.code for one in boxes]) in {"full", "improved", "basic"}


def test_a_pledge_has_one_of_three_classes() -> None:
    rule = questionnaire_of("ndc-urban-content").scoring

    titles = [band.title.en for band in map(rule.band, (0, 50, 100)) if band is not None]
    assert titles == [
        "Low or no urban content", "Moderate urban content", "Strong urban content",
    ]  # fmt: skip
    assert rule.band(float("nan")) is None


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_a_form_whose_words_are_not_the_source_s_says_so(code: str) -> None:
    form = questionnaire_of(code)

    assert form.confirmed == (code in {"expert-panel", "waste-control"})
