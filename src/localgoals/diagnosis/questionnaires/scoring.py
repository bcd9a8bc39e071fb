"""Scores of answered questionnaires, thousands at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.catalogue.questionnaires.declared import Question, Questionnaire

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Answers(NamedTuple):
    """
    The answers of n filled-in forms, by the code of the question.

    Numbers, levels (their score), yes and no (1 and 0) are in `numbers`, NaN where not answered;
    codes of choices and texts in `texts`, empty where not answered; of a question with several
    choices the chosen codes stand in the text with blanks between.
    """

    numbers: Mapping[str, Floats]
    texts: Mapping[str, NDArray[np.object_]]
    forms: int


class Scores(NamedTuple):
    """Scores of n filled-in forms."""

    questions: Mapping[str, Floats]
    """Of every question that counts: its score as answered, NaN where not asked or not answered."""
    sections: Mapping[str, Floats]
    """NaN where too little is answered. [percent, or points where the rule adds up]"""
    whole: Floats
    """NaN where a section has no score, or the rule gives none."""
    answered_percent: Mapping[str, Floats]
    """Of every section: how many of the questions that apply, and count, are answered; NaN where
    none applies. [percent]"""
    criteria: Mapping[str, Floats]
    """Of every criterion, over its questions in all sections, by the rule of sections."""


def asked(form: Questionnaire, question: Question, answers: Answers) -> Flags:
    """
    Tell of each form whether a question is asked, by the answers before it.

    Examples
    --------
    >>> from localgoals.catalogue.questionnaires.declared import questionnaire_of
    >>> form = questionnaire_of("planning-capacity")
    >>> question = next(one for one in form.questions if one.code == "procedures_1")
    >>> asked(form, question, Answers({"has_plan": np.array([1, 0, np.nan])}, {}, 3)).tolist()
    [True, False, False]
    """
    condition = question.asked_if
    if condition is None:
        return np.ones(answers.forms, np.bool_)
    other = next(one for one in form.questions if one.code == condition.question)
    reached = asked(form, other, answers)
    if other.kind in ("level", "yes_no"):
        words = {"no": 0.0, "yes": 1.0}
        wanted = [words[one] if one in words else float(one) for one in condition.among]
        return reached & np.isin(answers.numbers[other.code], wanted)
    chosen = [set(str(one).split()) for one in answers.texts[other.code]]
    return reached & np.array([bool(one & set(condition.among)) for one in chosen], np.bool_)


def ruled_out(form: Questionnaire, question: Question, answers: Answers) -> Flags:
    """
    Tell of each form whether an answer says that a question does not apply; a blank does not.

    Examples
    --------
    >>> from localgoals.catalogue.questionnaires.declared import questionnaire_of
    >>> form = questionnaire_of("planning-capacity")
    >>> question = next(one for one in form.questions if one.code == "procedures_1")
    >>> ruled_out(form, question, Answers({"has_plan": np.array([1, 0, np.nan])}, {}, 3)).tolist()
    [False, True, False]
    """
    condition = question.asked_if
    if condition is None:
        return np.zeros(answers.forms, np.bool_)
    other = next(one for one in form.questions if one.code == condition.question)
    if other.kind in ("level", "yes_no"):
        answered = ~np.isnan(answers.numbers[other.code])
    else:
        answered = np.asarray(answers.texts[other.code] != "", np.bool_)
    decided = answered & asked(form, other, answers) & ~asked(form, question, answers)
    return decided | ruled_out(form, other, answers)


def scores(form: Questionnaire, answers: Answers) -> Scores:
    """
    Score filled-in forms.

    A question that an earlier answer rules out does not count, nor does a section all of whose
    questions are ruled out. Where the earlier answer is missing, it is not known whether the
    question applies. A section in which fewer of its questions than the rule needs are answered
    has no score: unknown is not zero.

    Parameters
    ----------
    form
        Its declaration; says how scores are made.
    answers
        Of n forms.

    References
    ----------
    The rule's own, `form.scoring.reference`.

    Examples
    --------
    Two cities answer one section: the second has no plan, which rules two questions out.

    >>> from localgoals.catalogue.questionnaires.declared import questionnaire_of
    >>> form = questionnaire_of("planning-capacity")
    >>> blank = {one.code: np.full(2, np.nan) for one in form.questions}
    >>> answered = {"has_plan": [1, 0], "procedures_1": [3, np.nan], "procedures_2": [0, np.nan],
    ...     "procedures_3": [2, 3], "procedures_4": [1, 2]}
    >>> numbers = blank | {code: np.array(given, float) for code, given in answered.items()}
    >>> found = scores(form, Answers(numbers, texts={}, forms=2))
    >>> found.sections["procedures"].round(1).tolist()
    [50.0, 83.3]
    >>> found.answered_percent["procedures"].tolist(), found.whole.tolist()
    ([100.0, 100.0], [nan, nan])
    """
    counting = [one for one in form.questions if form.counts(one)]
    given = {
        one.code: np.where(asked(form, one, answers), answers.numbers[one.code], np.nan)
        for one in counting
    }
    applies = {one.code: ~ruled_out(form, one, answers) for one in counting}
    sections: dict[str, Floats] = {}
    answered: dict[str, Floats] = {}
    for section in form.sections:
        questions = [one for one in section.questions if form.counts(one)]
        if questions:
            found = _together(form, questions, given, applies)
            sections[section.code], answered[section.code] = found
    criteria = {
        one.code: _together(
            form, [each for each in counting if each.criterion == one.code], given, applies
        )[0]
        for one in form.criteria
    }
    whole = _of_whole(form, sections, answered, answers.forms)
    return Scores(given, sections, whole, answered, criteria)


def _together(
    form: Questionnaire,
    questions: list[Question],
    given_by: Mapping[str, Floats],
    applies_by: Mapping[str, Flags],
) -> tuple[Floats, Floats]:
    """Score some of the questions, and say how much of them is answered; of n forms."""
    given = np.array([given_by[one.code] for one in questions])
    applies = np.array([applies_by[one.code] for one in questions])
    known = ~np.isnan(given)
    with np.errstate(invalid="ignore", divide="ignore"):
        percent = 100 * known.sum(axis=0) / applies.sum(axis=0)
        if form.scoring.section == "sum":
            score = np.where(known, given, 0).sum(axis=0)
        else:
            weight = np.array([[one.weight] for one in questions]) * known
            counted = (
                given if form.scoring.section == "average" else _shares(form, questions, given)
            )
            score = (weight * np.where(known, counted, 0)).sum(axis=0) / weight.sum(axis=0)
        enough = percent >= form.scoring.needed_percent
    return np.where(enough, score, np.nan), percent


def _shares(form: Questionnaire, questions: list[Question], given: Floats) -> Floats:
    """Give how much of the way from the lowest to the highest level is gone, in per cent."""
    ends = np.array([_ends(form, one) for one in questions])
    low, high = ends[:, :1], ends[:, 1:]
    return np.asarray(100 * (given - low) / (high - low))


def _ends(form: Questionnaire, question: Question) -> tuple[float, float]:
    """Give the scores of the lowest and the highest level."""
    levels = form.levels_of(question)
    return levels[0].score, levels[-1].score


def _of_whole(
    form: Questionnaire,
    sections: Mapping[str, Floats],
    answered: Mapping[str, Floats],
    count: int,
) -> Floats:
    if form.scoring.whole == "none" or not sections:
        return np.full(count, np.nan)
    parts = np.array(list(sections.values()))
    if form.scoring.whole == "sum":
        return np.asarray(parts.sum(axis=0))
    # A share of no question at all: the section does not apply.
    applies = ~np.isnan(np.array(list(answered.values())))
    weights = np.array([[_weight(form, code)] for code in sections]) * applies
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((weights * np.where(applies, parts, 0)).sum(axis=0) / weights.sum(axis=0))


def _weight(form: Questionnaire, code: str) -> float:
    return next(one.weight for one in form.sections if one.code == code)


def ends_of(form: Questionnaire, questions: Iterable[Question]) -> tuple[float, float]:
    """Give the least and the most that questions of a section can score together."""
    if form.scoring.section == "mean":
        return 0.0, 100.0
    counting = [one for one in questions if form.counts(one)]
    ends = np.array([_ends(form, one) for one in counting])
    if form.scoring.section == "sum":
        low, high = ends.sum(axis=0)
    else:
        low, high = np.average(ends, axis=0, weights=[one.weight for one in counting])
    return float(low), float(high)
