"""What the declarations of questionnaires have to keep to, besides their types."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from localgoals.catalogue.load import Catalogue
from localgoals.catalogue.questionnaires.declared import (
    Question,
    Questionnaire,
    questionnaires,
)
from localgoals.catalogue.rule import fault
from localgoals.model.problem import Problem
from localgoals.model.text import Message

# The columns, groups and notes that every form has besides its questions.
_TAKEN = (
    "area", "round", "respondent", "whole", "class", "about_the_form", "meta", "evidence_missing",
)  # fmt: skip
_TAKEN_ENDS = ("_evidence", "_levels", "_note", "_answered_percent")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def questionnaires_are_sound(catalogue: Catalogue) -> Iterator[Problem]:
    """Check names, levels, conditions and weights of every questionnaire."""
    for form in questionnaires().values():
        yield from form_is_sound(form, catalogue)


def form_is_sound(form: Questionnaire, catalogue: Catalogue) -> Iterator[Problem]:
    """Check one questionnaire."""
    where = f"questionnaires/{form.code}.yaml"
    yield from _names_are_sound(form, where)
    earlier: set[str] = set()
    for question in form.questions:
        place = f"{where}, {question.code}"
        yield from _question_is_sound(form, question, place, catalogue)
        yield from _condition_is_sound(form, question, place, earlier)
        earlier.add(question.code)
    for code in _never_asked(form):
        yield fault("question-criterion", where, code, Message("a question that counts of it"))
    least = [one.least for one in form.scoring.bands]
    if least != sorted(set(least)):
        yield fault("question-bands", where, least, Message("classes from the lowest up"))
    if form.scoring.unit not in catalogue.units:
        yield fault("question-unit", where, form.scoring.unit, Message("a code of units.yaml"))
    if not form.references:
        yield fault("question-source", where, form.code, Message("where it comes from"))


def _names_are_sound(form: Questionnaire, where: str) -> Iterator[Problem]:
    names = [one.code for one in form.sections] + [one.code for one in form.questions]
    for name in names:
        if not _NAME.fullmatch(name):
            yield fault("question-name", where, name, Message("small letters, digits and _"))
    for name in [one for one in names if one in _TAKEN or one.endswith(_TAKEN_ENDS)]:
        expected = Message("a name that forms do not need for something else")
        yield fault("question-name-taken", where, name, expected)
    for name in [name for name, count in Counter(names).items() if count > 1]:
        yield fault("question-twice", where, name, Message("each name once"))


def _question_is_sound(
    form: Questionnaire, question: Question, where: str, catalogue: Catalogue
) -> Iterator[Problem]:
    if question.scale and question.scale not in {one.code for one in form.scales}:
        yield fault("question-scale", where, question.scale, Message("a scale of the file"))
        return
    if question.kind == "level":
        scores = [one.score for one in form.levels_of(question)]
        if len(scores) < 2 or scores != sorted(set(scores)):
            expected = Message("two levels or more, each with a higher score")
            yield fault("question-levels", where, scores, expected)
        for title in _said_twice(form, question):
            yield fault("question-levels", where, title, Message("words of its own for each level"))
    if (question.kind in ("choice", "many")) != bool(question.choices):
        expected = Message("choices for a question of choices, and only there")
        yield fault("question-choices", where, question.code, expected)
    if question.ladder and question.ladder not in catalogue.ladders:
        yield fault("question-ladder", where, question.ladder, Message("a code of ladders.yaml"))
    if question.unit and question.unit not in catalogue.units:
        yield fault("question-unit", where, question.unit, Message("a code of units.yaml"))
    if question.criterion and question.criterion not in {one.code for one in form.criteria}:
        expected = Message("a criterion of the file")
        yield fault("question-criterion", where, question.criterion, expected)
    if not question.weight > 0:
        yield fault("question-weight", where, question.weight, Message("a weight above 0"))


def _never_asked(form: Questionnaire) -> list[str]:
    """Give the criteria by which nothing is scored."""
    asked = {one.criterion for one in form.questions if form.counts(one)}
    return [one.code for one in form.criteria if one.code not in asked]


def _said_twice(form: Questionnaire, question: Question) -> list[str]:
    """Give the words that two levels have: nobody could tell which one was meant."""
    titles = Counter(one.title for one in form.levels_of(question))
    return [title.en for title, count in titles.items() if count > 1]


def _condition_is_sound(
    form: Questionnaire, question: Question, where: str, earlier: set[str]
) -> Iterator[Problem]:
    if question.asked_if is None:
        return
    asked = question.asked_if.question
    if asked not in earlier:
        yield fault("question-condition", where, asked, Message("a question that stands before"))
        return
    other = next(one for one in form.questions if one.code == asked)
    known = {"yes", "no"} if other.kind == "yes_no" else {one.code for one in other.choices}
    known |= {f"{one.score:g}" for one in form.levels_of(other)} if other.kind == "level" else set()
    for answer in question.asked_if.among:
        if answer not in known:
            expected = Message("an answer of the question {question}", {"question": asked})
            yield fault("question-condition", where, answer, expected)
