"""What answers to a questionnaire have to keep to beyond the type of their cell."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

import numpy as np
import pandas as pd

from localgoals.catalogue.questionnaires.declared import Questionnaire
from localgoals.ingest.cells import cell_problems
from localgoals.model.problem import Problem

_ROUND = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"


def _is_round(written: str) -> bool:
    """Tell whether a text is a year, a month of one, or a day that there is."""
    if not re.fullmatch(_ROUND, written):
        return False
    year, month, day = (*map(int, written.split("-")), 1, 1)[:3]
    return day <= monthrange(year, month)[1]


def rounds_of(written: pd.Series) -> pd.Series:
    """Give the rounds as years, months or days; a time of the day is left out."""
    return written.astype("string").str.replace(r"[ T]\d\d:\d\d.*$", "", regex=True).astype(object)


def answer_faults(form: Questionnaire, answers: pd.DataFrame, where: str) -> Iterator[Problem]:
    """
    Name rounds that are no date, and chosen words that a question does not offer.

    Parameters
    ----------
    form
        Its declaration.
    answers
        As `declared_cells` gives them.
    where
        The file, for the problems.
    """
    rounds = rounds_of(answers["round"])
    is_round = {one: _is_round(one) for one in rounds.unique()}
    bad = (rounds != "") & ~rounds.map(is_round).astype(bool)
    yield from cell_problems("questionnaire-round", where, answers["round"], bad)
    for question in form.questions:
        if question.kind != "many":
            continue
        written = answers[question.code]
        known = {one.code for one in question.choices}
        # Many forms choose the same: each different text is looked at once.
        numbers, texts = pd.factorize(written)
        strange = np.array([not known.issuperset(str(one).split()) for one in texts], np.bool_)
        wrong = strange[numbers] if len(texts) else np.zeros(len(written), np.bool_)
        allowed = ", ".join(one.code for one in question.choices)
        yield from cell_problems("tool-choice", where, written, wrong, allowed=allowed)
