"""Answers that nobody gave, so that every questionnaire has an example of what comes out."""

from __future__ import annotations

import csv
from io import StringIO
from math import isinf

from localgoals.catalogue.questionnaires.answer_table import (
    ABOUT,
    answer_choices,
    answer_table,
    evidence_name,
)
from localgoals.catalogue.questionnaires.declared import Question, Questionnaire

_NAMES = {"area": "Town A (made up)", "project": "Project A (made up)"}
_ROUNDS = ("2023-05-31", "2025-05-31")
_OFFICES = ("planning office", "finance office", "council")


def made_up_answers(form: Questionnaire) -> str:
    """
    Make up the table of answers: three offices in two rounds, always the same, as CSV.

    Examples
    --------
    >>> from localgoals.catalogue.questionnaires.declared import questionnaire_of
    >>> made_up_answers(questionnaire_of("localisation-survey")).splitlines()[1][:43]
    'Town A (made up),2023-05-31,planning office'
    """
    text = StringIO(newline="")
    names = [column.name for column in answer_table(form).columns]
    writer = csv.DictWriter(text, names, restval="", lineterminator="\n")
    writer.writeheader()
    for later, date in enumerate(_ROUNDS):
        for office, name in enumerate(_OFFICES):
            about = (one.name for one in ABOUT)
            row = dict(zip(about, (_NAMES[form.subject], date, name), strict=True))
            for number, question in enumerate(form.questions):
                if is_asked(question, row):
                    row[question.code] = _answer(form, question, number, (later, office))
                    if question.evidence is not None and (number + office) % 4:
                        row[evidence_name(question)] = "a report (made up)"
            writer.writerow(row)
    return text.getvalue()


def is_asked(question: Question, row: dict[str, str]) -> bool:
    """Tell by the answers of one form, as they are written, whether a question is asked."""
    if question.asked_if is None:
        return True
    given = row.get(question.asked_if.question, "").split()
    return bool(set(given) & set(question.asked_if.among))


def _answer(form: Questionnaire, question: Question, number: int, turn: tuple[int, int]) -> str:
    later, office = turn
    if question.kind == "text":
        return "made up"
    if question.kind == "number":
        low, high = question.between.low, question.between.high
        start = 0.0 if isinf(low) else low
        return f"{min(start + 10 * (number % 7 + office) + 5 * later, high):g}"
    codes = [one.code for one in answer_choices(form, question)]
    if question.kind == "many":
        return " ".join(codes[(number + office) % 2 :: 2])
    if question.kind == "choice":
        return codes[(number + office // 2) % len(codes)]
    if question.kind == "yes_no":
        return "no" if (number + office) % 4 == 0 and not later else "yes"
    # Higher in the later round for half of the questions, and one office sees it otherwise.
    step = (3 * number + 1) % len(codes) + later * (number % 2) - (office == number % 5)
    return codes[max(0, min(step, len(codes) - 1))]
