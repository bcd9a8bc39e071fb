"""A questionnaire on paper: boxes to tick, lines to write on, in one language or the other."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from localgoals.catalogue.citation import cite
from localgoals.catalogue.language import say
from localgoals.catalogue.questionnaires.answer_table import about, answer_choices
from localgoals.catalogue.questionnaires.declared import Question, Questionnaire
from localgoals.catalogue.questionnaires.labels import question_numbers
from localgoals.model.text import Language, Message
from localgoals.reports.pdf import typeset
from localgoals.reports.wording import unit_words

__all__ = ["printed_form"]


def printed_form(form: Questionnaire, language: Language) -> bytes:
    """
    Lay a questionnaire out as a PDF to fill in by hand.

    Parameters
    ----------
    form
        Its declaration.
    language
        Of all its words.
    """
    numbers = question_numbers(form)
    page = {
        "language": language,
        "title": form.title.in_(language),
        "purpose": form.purpose.in_(language),
        "respondents": form.respondents.in_(language),
        "about": [column.title.in_(language) for column in about(form)],
        "phrases": {key: say(one, language) for key, one in _PHRASES.items()},
        "sections": [
            {
                "title": section.title.in_(language),
                "hint": "" if section.hint is None else section.hint.in_(language),
                "questions": [_printed(form, one, numbers, language) for one in section.questions],
            }
            for section in form.sections
        ],
        "sources": [cite(one, language) for one in form.references],
        "edition": f"{form.code} · LocalGoals {version('localgoals')}",
        "confirmed": form.confirmed,
    }
    return typeset("form.typ", page)


_PHRASES = {
    "filled_in_by": Message("To be filled in by"),
    "one": Message("Tick one."),
    "many": Message("Tick all that hold."),
    "evidence": Message("Evidence"),
    "unconfirmed": Message(
        "Questions, levels or weights of this form have not been confirmed in the publication."
    ),
}


def _printed(
    form: Questionnaire, question: Question, numbers: Mapping[str, int], language: Language
) -> dict[str, Any]:
    return {
        "number": numbers[question.code],
        "title": question.title.in_(language),
        "hint": "" if question.hint is None else question.hint.in_(language),
        "only": _only(form, question, numbers, language),
        "boxes": _boxes(form, question, language),
        "many": question.kind == "many",
        "lines": {"text": 3, "number": 1}.get(question.kind, 0),
        "unit": unit_words(question.unit).in_(language) if question.unit else "",
        "evidence": "" if question.evidence is None else question.evidence.in_(language),
    }


def _boxes(form: Questionnaire, question: Question, language: Language) -> list[dict[str, str]]:
    """Give what can be ticked, with what is found where a level is reached."""
    if question.kind == "level":
        return [
            {
                "title": level.title.in_(language),
                "descriptor": level.descriptor.in_(language) if level.descriptor else "",
            }
            for level in form.levels_of(question)
        ]
    if question.kind in ("number", "text"):
        return []
    choices = answer_choices(form, question)
    return [{"title": one.title.in_(language), "descriptor": ""} for one in choices]


def _only(
    form: Questionnaire, question: Question, numbers: Mapping[str, int], language: Language
) -> str:
    """Say when a question is asked."""
    condition = question.asked_if
    if condition is None:
        return ""
    other = next(one for one in form.questions if one.code == condition.question)
    choices = answer_choices(form, other)
    among = [one.title.in_(language) for one in choices if one.code in condition.among]
    values: dict[str, object] = {"number": numbers[other.code]}
    if len(among) == len(choices):
        return say(Message("Only if question {number} is answered.", values), language)
    values["answers"] = ("、" if language == "zh" else ", ").join(among)
    sentence = Message("Only if the answer to question {number} is: {answers}.", values)
    return say(sentence, language)
