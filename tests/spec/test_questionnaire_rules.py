"""The rules of questionnaires, each broken once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from made_up_form import made_up_form

from localgoals.catalogue.load import load
from localgoals.catalogue.questionnaire_rules import form_is_sound, questionnaires_are_sound
from localgoals.catalogue.questionnaires.declared import (
    Band,
    Condition,
    Criterion,
    Level,
    Questionnaire,
)
from localgoals.catalogue.tool_suite.declared import Choice, by_code, tools
from localgoals.errors import BadInput
from localgoals.model.text import Text

Breaking = Callable[[Questionnaire], Questionnaire]
WORDS = Text("Words", "词语")
SAME = (Level(0, WORDS), Level(1, WORDS))
FALLING = (Level(1, Text("one", "一")), Level(0, Text("none", "零")))
CHOICES = (Choice("a", WORDS),)


def changed(code: str, /, **changes: Any) -> Breaking:
    """Change a question."""

    def broken(form: Questionnaire) -> Questionnaire:
        sections = tuple(
            replace(part, questions=tuple(
                replace(one, **changes) if one.code == code else one for one in part.questions
            ))
            for part in form.sections
        )  # fmt: skip
        return replace(form, sections=sections)

    return broken


def bands(*least: float) -> Breaking:
    """Give the whole classes that begin with these scores."""
    made = tuple(Band(f"c{number}", one, WORDS) for number, one in enumerate(least))
    return lambda form: replace(form, scoring=replace(form.scoring, bands=made))


def with_criterion(form: Questionnaire) -> Questionnaire:
    return replace(form, criteria=(Criterion("clear", WORDS),))


def in_pebbles(form: Questionnaire) -> Questionnaire:
    return replace(form, scoring=replace(form.scoring, unit="pebbles"))


def without_sources(form: Questionnaire) -> Questionnaire:
    return replace(form, references=())


RULES: list[tuple[str, Breaking, str]] = [
    ("a capital letter in a name", changed("staff", code="Staff"), "question-name"),
    ("the name of another column", changed("staff", code="respondent"), "question-name-taken"),
    ("the name of a column of results", changed("staff", code="class"), "question-name-taken"),
    ("the end of a note's name", changed("staff", code="staff_levels"), "question-name-taken"),
    ("a name twice", changed("staff", code="money"), "question-twice"),
    ("an unknown scale", changed("money", scale="stairs"), "question-scale"),
    ("levels that fall", changed("staff", levels=FALLING), "question-levels"),
    ("one level", changed("staff", levels=FALLING[:1]), "question-levels"),
    ("two levels in the same words", changed("staff", levels=SAME), "question-levels"),
    ("a choice of nothing", changed("main", choices=()), "question-choices"),
    ("choices for a text", changed("other_tools", choices=CHOICES), "question-choices"),
    ("an unknown ladder", changed("tools", ladder="stairs"), "question-ladder"),
    ("an unknown unit", changed("budget", unit="pebbles"), "question-unit"),
    ("an unknown unit of scores", in_pebbles, "question-unit"),
    ("no weight", changed("staff", weight=0), "question-weight"),
    ("an unknown criterion", changed("staff", criterion="clear"), "question-criterion"),
    ("a criterion of no question", with_criterion, "question-criterion"),
    (
        "asked after a later question",
        changed("plan", asked_if=Condition("staff", ("1",))),
        "question-condition",
    ),
    (
        "asked after an answer that is not offered",
        changed("plan", asked_if=Condition("has_plan", ("maybe",))),
        "question-condition",
    ),
    ("classes that fall", bands(50, 0), "question-bands"),
    ("two classes that begin alike", bands(0, 50, 50), "question-bands"),
    ("no source", without_sources, "question-source"),
]


@pytest.mark.parametrize(("words", "broken", "kind"), RULES, ids=[rule[0] for rule in RULES])
def test_a_broken_rule_is_named(words: str, broken: Breaking, kind: str) -> None:
    found = {one.kind for one in form_is_sound(broken(made_up_form()), load())}

    assert found == {f"catalogue-{kind}"}, words


def test_a_form_that_keeps_the_rules_and_those_that_are_shipped_have_no_faults() -> None:
    classes = bands(0, 33.3, 66.7)(made_up_form())

    assert list(form_is_sound(classes, load())) == []
    assert list(questionnaires_are_sound(load())) == []


def test_two_tools_of_one_code_are_refused() -> None:
    every = list(tools().values())
    again = replace(every[0], code="governance")

    with pytest.raises(BadInput, match="governance: declared twice"):
        by_code([*every, again])
