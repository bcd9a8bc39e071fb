"""
What stands before a question on a form: its number, by which people speak of it.

Every label of a form is another one, so that exports that have labels in their heads can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from localgoals.catalogue.questionnaires.declared import Question, Questionnaire
from localgoals.model.text import LANGUAGES, Text

_EVIDENCE = Text("Evidence: {what}", "证据：{what}")
_LEVELS = Text("What the levels of question {number} mean:", "第{number}题各级别的含义：")


def question_numbers(form: Questionnaire) -> Mapping[str, int]:
    """Count the questions of a form from 1, through all its sections."""
    return {one.code: number for number, one in enumerate(form.questions, start=1)}


def question_label(number: int, question: Question) -> Text:
    """Put its number before a question."""
    title = question.title
    return Text(f"{number}. {title.en}", f"{number}. {title.zh}")


def numbered_titles(form: Questionnaire) -> Mapping[str, Text]:
    """Give every question its number, and its section where the words alone are not enough."""
    numbers = question_numbers(form)
    counts = Counter(one.title for one in form.questions)
    titles = {}
    for section in form.sections:
        for one in section.questions:
            label = question_label(numbers[one.code], one)
            if counts[one.title] > 1:
                number, head, title = numbers[one.code], section.title, one.title
                label = Text(f"{number}. {head.en}: {title.en}", f"{number}. {head.zh}：{title.zh}")
            titles[one.code] = label
    return titles


def evidence_label(number: int, question: Question) -> Text:
    """Ask for the evidence of a question by its number."""
    what = question.evidence
    assert what is not None, question.code
    asked = (_EVIDENCE.in_(one).format(what=what.in_(one)) for one in LANGUAGES)
    return Text(*(f"{number}. {one}" for one in asked))


def levels_label(number: int) -> Text:
    """Begin the note that says what the levels of a question mean."""
    return Text(*(_LEVELS.in_(one).format(number=number) for one in LANGUAGES))
