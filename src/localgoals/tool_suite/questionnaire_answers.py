"""The table of answers as arrays to score, and the forms of each area and round together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from localgoals.catalogue.questionnaires.answer_table import evidence_name
from localgoals.catalogue.questionnaires.declared import Question, Questionnaire
from localgoals.diagnosis.questionnaires.agreement import Groups
from localgoals.diagnosis.questionnaires.scoring import (
    Answers,
    Flags,
    Floats,
    Scores,
    asked,
    scores,
)

__all__ = ["Judged", "answers_of", "judged"]

_NUMBERS = ("level", "yes_no", "number")


class Judged(NamedTuple):
    """Forms, their scores, and which of them belong together."""

    form: Questionnaire
    answers: Answers
    scores: Scores
    missing: dict[str, Flags]
    """Of questions that ask for evidence: which forms answer and show none."""
    rounds: pd.DataFrame
    """Area and round of each group, in the order of areas and then rounds."""
    groups: Groups
    """The group of each form."""


def answers_of(form: Questionnaire, table: pd.DataFrame) -> Answers:
    """
    Turn a table of answers into arrays.

    Parameters
    ----------
    form
        Its declaration.
    table
        As `declared_cells` gives it.
    """
    numbers: dict[str, Floats] = {}
    texts = {}
    for question in form.questions:
        cells = table[question.code]
        if question.kind == "level":
            known = {f"{one.score:g}": one.score for one in form.levels_of(question)}
            numbers[question.code] = np.asarray(cells.map(known), np.float64)
        elif question.kind in _NUMBERS:
            numbers[question.code] = cells.to_numpy(np.float64)
        else:
            texts[question.code] = cells.to_numpy(np.object_)
    return Answers(numbers, texts, len(table))


def judged(form: Questionnaire, table: pd.DataFrame) -> Judged:
    """
    Score forms, and say which belong to one area and round.

    Parameters
    ----------
    form
        Its declaration.
    table
        As `declared_cells` gives it.
    """
    answers = answers_of(form, table)
    missing = {
        question.code: asked(form, question, answers)
        & _is_answered(question, answers)
        & (table[evidence_name(question)] == "").to_numpy(np.bool_)
        for question in form.questions
        if question.evidence is not None
    }
    together = table.groupby(["area", "round"], sort=True)
    rounds = together.size().reset_index(name="forms")
    groups = np.asarray(together.ngroup(), np.intp)
    return Judged(form, answers, scores(form, answers), missing, rounds, groups)


def _is_answered(question: Question, answers: Answers) -> Flags:
    if question.kind in _NUMBERS:
        return ~np.isnan(answers.numbers[question.code])
    return np.asarray(answers.texts[question.code] != "", np.bool_)
