"""Scores of questionnaires, held against sums by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from localgoals.catalogue.questionnaires.declared import (
    Condition,
    Criterion,
    Level,
    Question,
    Questionnaire,
    Scoring,
    Section,
)
from localgoals.diagnosis.questionnaires.scoring import Answers, asked, ends_of, scores
from localgoals.model.text import Text


def text(words: str) -> Text:
    return Text(words, words)


LEVELS = tuple(Level(score, text(f"level {score}")) for score in (0, 1, 2, 3))


def form(section: Literal["mean", "average", "sum"], needed_percent: float = 100) -> Questionnaire:
    """Two sections: a yes-no question that opens a level, and a level of double weight."""
    plan = Question("plan", text("Is there a plan?"), "yes_no")
    quality = Question(
        "quality", text("How good?"), "level", levels=LEVELS, asked_if=Condition("plan", ("yes",))
    )
    staff = Question("staff", text("Staff?"), "level", levels=LEVELS, weight=2)
    money = Question("money", text("Money?"), "level", levels=LEVELS)
    name = Question("name", text("Name?"), "text")
    return Questionnaire(
        code="made-up",
        field="institutions",
        title=text("Made up"),
        purpose=text("Tests"),
        respondents=text("Anybody"),
        sections=(
            Section("planning", text("Planning"), (name, plan, quality)),
            Section("means", text("Means"), (staff, money), weight=3),
        ),
        scoring=Scoring(section, "sum" if section == "sum" else "mean", needed_percent),
        references=(),
        confirmed=False,
    )


def answers(**numbers: list[float]) -> Answers:
    given = {code: np.array(values, float) for code, values in numbers.items()}
    count = len(next(iter(given.values())))
    return Answers(given, {"name": np.array(["x"] * count, object)}, count)


def test_a_mean_is_the_weighted_share_of_the_way_to_the_highest_level() -> None:
    found = scores(form("mean"), answers(plan=[1], quality=[2], staff=[3], money=[0]))

    assert found.sections["planning"][0] == pytest.approx(100 * (1 + 2 / 3) / 2)
    assert found.sections["means"][0] == pytest.approx(100 * 2 / 3)
    assert found.whole[0] == pytest.approx((100 * (1 + 2 / 3) / 2 + 3 * 100 * 2 / 3) / 4)


def test_a_sum_adds_the_scores_up() -> None:
    found = scores(form("sum"), answers(plan=[1], quality=[2], staff=[3], money=[0]))

    assert (found.sections["planning"][0], found.sections["means"][0]) == (3, 3)
    assert found.whole[0] == 6
    assert ends_of(form("sum"), form("sum").sections[0].questions) == (0, 4)


def test_an_average_is_the_weighted_mean_of_the_scores_themselves() -> None:
    found = scores(form("average"), answers(plan=[1], quality=[2], staff=[3], money=[0]))

    assert found.sections["planning"][0] == pytest.approx((1 + 2) / 2)
    assert found.sections["means"][0] == pytest.approx((2 * 3 + 0) / 3)
    assert found.whole[0] == pytest.approx((1.5 + 3 * 2) / 4)
    assert ends_of(form("average"), form("average").sections[0].questions) == (0, 2)


def test_a_criterion_is_scored_over_the_questions_of_all_sections() -> None:
    plain = form("mean", 50)
    parts = tuple(
        replace(part, questions=tuple(
            replace(one, criterion="clear" if one.code in ("quality", "money") else "")
            for one in part.questions
        ))
        for part in plain.sections
    )  # fmt: skip
    judged_by = replace(plain, sections=parts, criteria=(Criterion("clear", text("Clear")),))
    nan = float("nan")

    found = scores(
        judged_by, answers(plan=[1, 0, 1], quality=[3, 3, nan], staff=[0, 0, 0], money=[1, 1, nan])
    )

    assert found.criteria["clear"][:2] == pytest.approx([100 * (1 + 1 / 3) / 2, 100 / 3])
    assert np.isnan(found.criteria["clear"][2])


def test_a_question_that_is_not_asked_does_not_count() -> None:
    given = answers(plan=[0, 1], quality=[3, 3], staff=[0, 0], money=[0, 0])

    found = scores(form("mean"), given)

    quality = [one for one in form("mean").questions if one.code == "quality"][0]
    assert asked(form("mean"), quality, given).tolist() == [False, True]
    assert found.sections["planning"].tolist() == [0, 100]
    assert np.isnan(found.questions["quality"]).tolist() == [True, False]


def test_too_little_answered_gives_no_score_and_not_zero() -> None:
    nan = float("nan")
    given = answers(plan=[1, 1], quality=[nan, nan], staff=[3, nan], money=[nan, nan])

    strict, lenient = scores(form("mean"), given), scores(form("mean", 50), given)

    assert np.isnan(strict.sections["planning"]).all()
    assert strict.answered_percent["means"].tolist() == [50, 0]
    assert lenient.sections["planning"].tolist() == [100, 100]
    assert lenient.sections["means"][0] == 100
    assert np.isnan(lenient.sections["means"][1])
    assert np.isnan(lenient.whole).tolist() == [False, True]


def test_a_rule_without_a_whole_gives_none() -> None:
    without = form("mean")
    without = replace(without, scoring=replace(without.scoring, whole="none"))

    found = scores(without, answers(plan=[1], quality=[2], staff=[3], money=[0]))

    assert np.isnan(found.whole).all()
