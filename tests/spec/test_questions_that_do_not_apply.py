"""What an earlier answer rules out does not count; what nobody has said yet stays unknown."""

from __future__ import annotations

from math import isnan

import numpy as np
import pandas as pd
import pytest

from localgoals.catalogue.questionnaires.answer_table import about, answer_table
from localgoals.catalogue.questionnaires.declared import questionnaire_of
from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.diagnosis.questionnaires.scoring import Answers, Scores, scores
from localgoals.ingest.tool_inputs import read_example
from localgoals.tool_suite.questionnaire_page import questionnaire_answers

FORM = questionnaire_of("sdg-project-assessment")
DRIVERS = [one.code for one in FORM.sections][1:-1]
PRINCIPLES = [one.code for one in next(iter(FORM.questions)).choices]


def scored(principles: str, **levels: float) -> Scores:
    """Score one form: every criterion at 3, save those that are given."""
    numbers = {one.code: np.array([levels.get(one.code, 3.0)]) for one in FORM.questions}
    texts = {one.code: np.array([""], object) for one in FORM.questions}
    texts["principles"] = np.array([principles], object)
    return scores(FORM, Answers(numbers, texts, 1))


@pytest.mark.parametrize(
    ("principles", "levels", "inclusion", "whole"),
    [
        # Two criteria of each principle; levels from 0 to 3.
        (PRINCIPLES, {"inclusion_1": 0.0, "inclusion_2": 0.0}, 50, 95),
        (PRINCIPLES, {"inclusion_1": 1.5}, 87.5, 98.75),
        # The first principle of the driver is not applicable: its criteria do not count.
        (PRINCIPLES[1:], {"inclusion_1": 0.0, "inclusion_2": 0.0}, 100, 100),
        # The whole driver is not applicable: the whole is the mean of the nine others.
        (PRINCIPLES[2:], {"space_1": 0.0, "space_2": 0.0}, None, 100 * 8.5 / 9),
        # Two of four answered are less than 60 %: unknown is not zero.
        (PRINCIPLES, {"inclusion_1": float("nan"), "inclusion_2": float("nan")}, None, None),
        # Nobody has said which principles apply.
        ([], {}, None, None),
    ],
)
def test_criteria_count_where_their_principle_applies(
    principles: list[str], levels: dict[str, float], inclusion: float | None, whole: float | None
) -> None:
    found = scored(" ".join(principles), **levels)

    for value, expected in ((found.sections["inclusion"][0], inclusion), (found.whole[0], whole)):
        assert isnan(value) if expected is None else value == pytest.approx(expected)


def test_a_driver_that_does_not_apply_is_told_apart_from_one_that_is_not_answered() -> None:
    not_applicable = scored(" ".join(PRINCIPLES[2:])).answered_percent["inclusion"][0]
    not_said = scored("").answered_percent["inclusion"][0]

    assert isnan(not_applicable)
    assert not_said == 0


def test_four_technical_and_six_effectiveness_drivers_have_two_principles_of_two_criteria() -> None:
    criteria = [one for one in FORM.questions if FORM.counts(one)]

    assert len(DRIVERS) == 10
    assert [one.split("-")[0] for one in PRINCIPLES] == [one for one in DRIVERS for _ in range(2)]
    asked = [one.asked_if.among for one in criteria if one.asked_if]
    assert asked == [(one,) for one in PRINCIPLES for _ in range(2)]
    assert all(one.evidence for one in criteria)
    assert not FORM.confirmed


def test_a_form_about_a_project_asks_for_a_project() -> None:
    assert about(FORM)[0].title.en == "Project"
    assert about(FORM)[0].title.zh == "项目"
    assert answer_table(FORM).columns[0].title.en == "Project"
    assert about(questionnaire_of("governance"))[0].title.en == "Area"


def test_recommendations_stand_in_the_words_of_who_gave_them() -> None:
    inputs = read_example(tool_of("sdg-project-assessment"))
    inputs.tables["answers"].loc[5, "finance_advice"] = "Put upkeep into the budget"

    texts = questionnaire_answers(FORM, inputs).tables["texts"]

    assert isinstance(texts, pd.DataFrame)
    row = texts[texts["text"] == "Put upkeep into the budget"].iloc[0]
    assert (row["section"], row["question"]) == ("finance", "finance_advice")
    assert (row["round"], row["respondent"]) == ("2025-05-31", "council")
