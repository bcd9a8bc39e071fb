"""A questionnaire as an XLSForm, for ODK Collect, KoboToolbox and what else reads them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from math import isinf
from pathlib import Path

import numpy as np

from localgoals.catalogue.questionnaires.answer_table import (
    about,
    answer_choices,
    evidence_name,
)
from localgoals.catalogue.questionnaires.declared import Question, Questionnaire
from localgoals.catalogue.questionnaires.labels import (
    evidence_label,
    levels_label,
    question_label,
    question_numbers,
)
from localgoals.ingest.form_submissions import ABOUT_SECTION, LEVELS_NOTE, SECTION_NOTE
from localgoals.ingest.whole_file import whole_file
from localgoals.model.text import LANGUAGES, Language, Text
from localgoals.reports.wording import unit_words

__all__ = ["write_xlsform"]

_NAMES: dict[Language, str] = {"en": "English (en)", "zh": "中文 (zh)"}
_SPOKEN = ("label", "hint", "constraint_message")
_SURVEY = (
    "type", "name", *(f"{one}::{name}" for one in _SPOKEN for name in _NAMES.values()),
    "required", "relevant", "constraint",
)  # fmt: skip
_CHOICES = ("list_name", "name", *(f"label::{name}" for name in _NAMES.values()))
_SAME_ROUND = Text(
    "The date of the round: the same for everybody who answers in it.",
    "本轮调查的日期：同一轮的所有填表者填写同一日期。",
)
_NAME_IT = Text("Name the document, the page or the link.", "请写明文件名称、页码或链接。")
_ABOUT_THE_FORM = Text("About this form", "关于本表")

Row = dict[str, str]


def write_xlsform(form: Questionnaire, path: Path, language: Language) -> None:
    """
    Write a questionnaire as an XLSForm: a group for each section, both languages side by side.

    Questions that depend on others appear when they are asked; numbers are held to their bounds;
    what each level means stands above its question; evidence is a line of text.

    Parameters
    ----------
    form
        Its declaration.
    path
        A workbook, .xlsx; one that is there is replaced.
    language
        The one that a device begins with.

    Raises
    ------
    BadInput
        When the file cannot be written.

    References
    ----------
    XLSForm.org, XLSForm standard (2021), https://xlsform.org/en/
    """
    import openpyxl

    survey, choices = list(_survey(form)), list(_choices(form))
    settings = {
        "form_title": form.title.in_(language),
        "form_id": form.code,
        "version": _version(survey, choices),
        "default_language": _NAMES[language],
    }
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets: tuple[tuple[str, tuple[str, ...], list[Row]], ...] = (
        ("survey", _SURVEY, survey),
        ("choices", _CHOICES, choices),
        ("settings", tuple(settings), [settings]),
    )
    for name, head, rows in sheets:
        sheet = book.create_sheet(name)
        for row in [head, *([row.get(one, "") for one in head] for row in rows)]:
            sheet.append(row)
        # Words that begin with = are words here.
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                cell.data_type = "s" if cell.value else "n"
    with whole_file(path) as partial:
        book.save(partial)


def _version(survey: list[Row], choices: list[Row]) -> str:
    """Give another version whenever the form is another one, as its servers ask for."""
    written = json.dumps([survey, choices], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:8]


def _in_both(kind: str, words: Text | None) -> Row:
    return {} if words is None else {f"{kind}::{_NAMES[one]}": words.in_(one) for one in LANGUAGES}


def _survey(form: Questionnaire) -> Iterator[Row]:
    yield {"type": "begin_group", "name": ABOUT_SECTION, **_in_both("label", _ABOUT_THE_FORM)}
    for column in about(form):
        is_date = column.name == "round"
        yield {
            "type": "date" if is_date else "text",
            "name": column.name,
            "required": "yes",
            **_in_both("label", column.title),
            **_in_both("hint", _SAME_ROUND if is_date else None),
        }
    yield {"type": "end_group"}
    numbers = question_numbers(form)
    for section in form.sections:
        yield {"type": "begin_group", "name": section.code, **_in_both("label", section.title)}
        if section.hint is not None:
            yield _note(section.code + SECTION_NOTE, section.hint)
        for question in section.questions:
            yield from _asked(form, question, numbers[question.code])
        yield {"type": "end_group"}


def _asked(form: Questionnaire, question: Question, number: int) -> Iterator[Row]:
    """Give the rows of a question: what its levels mean, the question, its evidence."""
    only = {"relevant": _relevant(question)}
    if explained := _descriptors(form, question):
        head = levels_label(number)
        said = Text(*(f"{head.in_(one)}\n{explained.in_(one)}" for one in LANGUAGES))
        yield _note(question.code + LEVELS_NOTE, said) | only
    yield {
        "type": _type(question),
        "name": question.code,
        **_in_both("label", _with_unit(question, question_label(number, question))),
        **_in_both("hint", question.hint),
        **_bounds(question),
        **only,
    }
    if question.evidence is not None:
        yield {
            "type": "text",
            "name": evidence_name(question),
            **_in_both("label", evidence_label(number, question)),
            **_in_both("hint", _NAME_IT),
            **only,
        }


def _note(name: str, words: Text) -> Row:
    return {"type": "note", "name": name, **_in_both("label", words)}


def _type(question: Question) -> str:
    if question.kind in ("number", "text"):
        return {"number": "decimal", "text": "text"}[question.kind]
    kind = "select_multiple" if question.kind == "many" else "select_one"
    return f"{kind} {_list_of(question)}"


def _list_of(question: Question) -> str:
    """Name the list of what may be chosen; questions of one scale share it."""
    if question.kind == "yes_no":
        return "yes_no"
    return f"scale_{question.scale}" if question.scale else f"of_{question.code}"


def _choices(form: Questionnaire) -> Iterator[Row]:
    lists = {
        _list_of(one): answer_choices(form, one)
        for one in form.questions
        if one.kind not in ("number", "text")
    }
    for name, choices in lists.items():
        for choice in choices:
            row = {"list_name": name, "name": choice.code}
            yield row | _in_both("label", choice.title)


def _descriptors(form: Questionnaire, question: Question) -> Text | None:
    """Say level by level what is found where it is reached."""
    if question.kind != "level":
        return None
    levels = [one for one in form.levels_of(question) if one.descriptor is not None]
    lines: dict[Language, list[str]] = {one: [] for one in LANGUAGES}
    for level in levels:
        assert level.descriptor is not None
        for one, colon in zip(LANGUAGES, (": ", "："), strict=True):
            lines[one].append(f"{level.title.in_(one)}{colon}{level.descriptor.in_(one)}")
    return Text(*("\n".join(lines[one]) for one in LANGUAGES)) if levels else None


def _with_unit(question: Question, label: Text) -> Text:
    if not question.unit:
        return label
    unit = unit_words(question.unit)
    zh = unit.zh.strip("（）")
    return Text(f"{label.en} ({unit.en.strip('()')})", f"{label.zh}（{zh}）")


def _relevant(question: Question) -> str:
    condition = question.asked_if
    if condition is None:
        return ""
    # It holds for a single choice as for several.
    asked = (f"selected(${{{condition.question}}}, '{one}')" for one in condition.among)
    return " or ".join(asked)


def _bounds(question: Question) -> Row:
    """Hold a number to what it may be, and say so."""
    if question.kind != "number":
        return {}
    low, high = question.between.low, question.between.high
    ends = [
        (">=", low, Text("{} or more", "不小于{}")),
        ("<=", high, Text("{} or less", "不大于{}")),
    ]
    known = [(sign, _plain(end), words) for sign, end, words in ends if not isinf(end)]
    if not known:
        return {}
    said = Text(
        ", ".join(words.en.format(end) for _, end, words in known),
        "，".join(words.zh.format(end) for _, end, words in known),
    )
    constraint = " and ".join(f". {sign} {end}" for sign, end, _ in known)
    return {"constraint": constraint, **_in_both("constraint_message", said)}


def _plain(value: float) -> str:
    """Write a number without an exponent, which forms do not know."""
    return np.format_float_positional(value, trim="-")
