"""Submissions of a questionnaire's XLSForm, as ODK Central and KoboToolbox export them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from localgoals.catalogue.questionnaires.answer_table import about, answer_table, evidence_name
from localgoals.catalogue.questionnaires.declared import Question, Questionnaire
from localgoals.catalogue.questionnaires.labels import (
    evidence_label,
    levels_label,
    question_label,
    question_numbers,
)
from localgoals.ingest.cells import cell_problems
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.form_json import Sent, read_sent_json
from localgoals.ingest.questionnaire_answers import answer_faults, rounds_of
from localgoals.ingest.surveys import YES_NO
from localgoals.ingest.tables import codes_in, read_table
from localgoals.ingest.tool_inputs import declared_cells
from localgoals.model.problem import Problem
from localgoals.model.text import LANGUAGES

ABOUT_SECTION = "about_the_form"
"""The group of area, round and respondent."""
LEVELS_NOTE = "_levels"
SECTION_NOTE = "_note"
"""How the names of notes end; they hold no answer."""
_SERVER = {
    "SubmissionDate", "KEY", "PARENT_KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent",
    "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion",
    "instanceID", "instanceName", "rootUuid", "uuid", "start", "end", "today", "deviceid",
    "username", "simserial", "subscriberid", "phonenumber", "audit", "deprecatedID",
}  # fmt: skip
"""What servers and devices write beside the answers; names with an underscore in front, too."""
_REJECTED = {
    "ReviewState": ("rejected",),
    "_validation_status": ("validation_status_not_approved", "not approved"),
}
_REJECTED["__system/reviewState"] = _REJECTED["ReviewState"]
_REJECTED["_validation_status/uid"] = _REJECTED["_validation_status"]
"""By column: what says so, in small letters; servers write codes or labels."""
_VERSIONS = ("FormVersion", "__system/formVersion", "__version__")
_ENDINGS = (".csv", ".tsv", ".xlsx", ".json")
_SHOWN = 5
_UNIT = re.compile(r"\s*[(（][^()（）]*[)）]$")

Place = tuple[str, str]
"""A column of the table, and the choice that a column of 0 and 1 is about, else nothing."""


def read_submissions(
    path: Path, form: Questionnaire, *, sheet: str | None = None
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """
    Read what people sent in.

    Columns may stand behind the names of their groups (`section/question`, `section-question`),
    and several choices in one cell or in a column of 0 and 1 for each. In the place of names and
    codes there may be the labels of the form, in either language. What is blank stays blank.
    Submissions that somebody rejected are left out, and it is said how many.

    Parameters
    ----------
    path
        CSV, XLSX or JSON.
    form
        Its declaration.
    sheet
        Of a workbook with several sheets; the first one where none is named.

    Returns
    -------
    answers
        The declared columns, as in `Inputs`; None when anything could be taken for something else.
    problems
        Every fault, with its row and question.
    """
    if path.suffix.lower() not in _ENDINGS:
        return None, [feed_problem("questionnaire-format", path.name)]
    sent, problems = _sent(path, sheet)
    frame = sent.frame
    if not has_error(problems) and not len(frame):
        rows = answer_table(form).rows
        problems.append(feed_problem("tool-no-row", path.name, rows=rows))
    if has_error(problems):
        return None, problems
    frame, faults = _without_rejected(frame, path.name)
    columns, more = _columns(sent._replace(frame=frame), form, path.name)
    problems += [*faults, *_versions(frame, path.name), *more]
    answers, faults = declared_cells(columns, answer_table(form), path.name)
    problems += faults
    if len(answers):
        answers["round"] = rounds_of(answers["round"])
        problems += answer_faults(form, answers, path.name)
    return (None if has_error(problems) else answers), problems


def _sent(path: Path, sheet: str | None) -> tuple[Sent, list[Problem]]:
    if path.suffix.lower() == ".json":
        sent, problems = read_sent_json(path)
        return sent or Sent(pd.DataFrame(), {}, is_sparse=True), problems
    frame, problems = read_table(path, sheet=sheet)
    return Sent(frame, {}, is_sparse=False), problems


def _versions(frame: pd.DataFrame, where: str) -> Iterator[Problem]:
    """Warn where the form was changed while people answered."""
    for name in _VERSIONS:
        if name in frame and len(found := codes_in(frame[name]).dropna().unique()) > 1:
            examples = ", ".join(map(str, found[:_SHOWN]))
            yield feed_problem("questionnaire-versions", where, count=len(found), examples=examples)


def _without_rejected(frame: pd.DataFrame, where: str) -> tuple[pd.DataFrame, list[Problem]]:
    rejected = np.zeros(len(frame), np.bool_)
    for name, words in _REJECTED.items():
        if name in frame:
            rejected |= frame[name].astype("string").str.lower().isin(words).to_numpy(np.bool_)
    if not rejected.any():
        return frame, []
    told = feed_problem("questionnaire-rejected", where, count=int(rejected.sum()))
    return frame.loc[~rejected], [told]


def _found(
    sent: Sent, form: Questionnaire, where: str
) -> tuple[dict[Place, pd.Series], list[str], list[Problem]]:
    """Find the columns that the form has, those that nobody knows, and what is wrong with both."""
    frame, places = sent.frame, _places(form)
    found: dict[Place, pd.Series] = {}
    problems = list(_lists(sent, places, where))
    twice: defaultdict[Place, int] = defaultdict(lambda: 1)
    strange = []
    for head in map(str, frame.columns):
        place = _place(head, places)
        if place in found:
            twice[place] += 1
        elif place is not None:
            found[place] = frame[head].rename(place[0])
        elif not _is_of_the_server(head, form):
            strange.append(head)
    for (name, choice), count in twice.items():
        column = f"{name}/{choice}" if choice else name
        problems.append(problem("column-twice", where, count=count, column=column))
    for one in strange:
        problems.append(feed_problem("questionnaire-column-unknown", where, column=one))
    return found, strange, problems


def _columns(sent: Sent, form: Questionnaire, where: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Give the columns their declared names; join those of several choices."""
    found, strange, problems = _found(sent, form, where)
    series = {name: one for (name, choice), one in found.items() if not choice}
    for question in form.questions:
        if question.kind == "many":
            problems += _join(question, found, series, where)
    missing = [one.code for one in form.questions if one.code not in series]
    if strange and len(missing) == len(list(form.questions)):
        problems.append(_other_form(form, where))
    elif missing and not sent.is_sparse:
        listed = ", ".join(missing)
        problems.append(feed_problem("questionnaire-question-missing", where, questions=listed))
    return pd.DataFrame(series, index=sent.frame.index), problems


def _other_form(form: Questionnaire, where: str) -> Problem:
    examples = ", ".join(one.code for one in list(form.questions)[:_SHOWN])
    return feed_problem("questionnaire-no-question", where, form=form.code, examples=examples)


def _lists(sent: Sent, places: Mapping[str, Place], where: str) -> Iterator[Problem]:
    """Name lists in the place of an answer, each with the first submission that has one."""
    for head, row in sent.nested.items():
        if (place := _place(head, places)) is not None:
            at = f"{where}, row {row}, column {place[0]}"
            yield feed_problem("questionnaire-nested", at, question=place[0])


def _places(form: Questionnaire) -> Mapping[str, Place]:
    """Give every way to name a column, without its groups, and where it belongs."""
    places = dict(_labels(form))
    places |= {one.name: (one.name, "") for one in answer_table(form).columns}
    for question in form.questions:
        if question.kind == "many":
            for choice in question.choices:
                for mark in "/-":
                    name = f"{question.code}{mark}{choice.code}"
                    places[name] = (question.code, choice.code)
    return places


def _labels(form: Questionnaire) -> Iterator[tuple[str, Place]]:
    """Give what stands on the form itself in the place of names, in both languages."""
    numbers = question_numbers(form)
    for language in LANGUAGES:
        for column in about(form):
            yield column.title.in_(language), (column.name, "")
        for question in form.questions:
            number = numbers[question.code]
            label = question_label(number, question).in_(language)
            yield label, (question.code, "")
            if question.evidence is not None:
                name = evidence_name(question)
                yield evidence_label(number, question).in_(language), (name, "")
            if question.kind == "many":
                for choice in question.choices:
                    yield f"{label}/{choice.title.in_(language)}", (question.code, choice.code)


def _place(head: str, places: Mapping[str, Place]) -> Place | None:
    """Find a column by its name, with ever fewer of the groups in front of it."""
    # The label of a number ends with its unit.
    tails = [one for tail in _tails(head) for one in (tail, _UNIT.sub("", tail))]
    return next((places[one] for one in tails if one in places), None)


def _tails(head: str) -> Iterator[str]:
    head = head.strip()
    yield head
    for mark in re.finditer(r"[/-]", head):
        yield head[mark.end() :]


def _is_of_the_server(head: str, form: Questionnaire) -> bool:
    last = list(_tails(head))[-1]
    if "@odata." in head or any(mark in head for mark in _notes(form)):
        return True
    notes = {one.code + LEVELS_NOTE for one in form.questions}
    notes |= {one.code + SECTION_NOTE for one in form.sections}
    return last in _SERVER | notes or last.startswith("_") or head.startswith("_")


@cache
def _notes(form: Questionnaire) -> tuple[str, ...]:
    """Give the labels of notes, or how they begin."""
    hints = [one.hint for one in form.sections if one.hint is not None]
    levels = [levels_label(number) for number in question_numbers(form).values()]
    return tuple(one.in_(language) for one in (*hints, *levels) for language in LANGUAGES)


def _join(
    question: Question,
    found: Mapping[Place, pd.Series],
    series: dict[str, pd.Series],
    where: str,
) -> Iterator[Problem]:
    """Write what is chosen into one cell, where each choice has a column of 0 and 1."""
    split = {one.code: found[question.code, one.code]
             for one in question.choices if (question.code, one.code) in found}  # fmt: skip
    if not split:
        return
    joined = pd.Series("", next(iter(split.values())).index, dtype=object, name=question.code)
    for code, written in split.items():
        texts = codes_in(written)
        chosen = texts.str.lower().map(YES_NO)
        wrong = chosen.isna() & texts.notna()
        named = written.rename(f"{question.code}/{code}")
        yield from cell_problems("tool-choice", where, named, wrong, allowed="0, 1")
        joined = joined.where(chosen != 1.0, joined + f" {code}")
    joined = joined.str.strip().replace("", None)
    whole = series.get(question.code)
    # One cell may hold labels, which blanks do not keep apart: the columns tell them better.
    series[question.code] = joined if whole is None else joined.fillna(whole.astype(object))


def written_answers(form: Questionnaire, answers: pd.DataFrame) -> list[list[object]]:
    """Write answers as `tools run` reads them: a row for each form, None where blank."""
    columns = []
    for column in answer_table(form).columns:
        cells = answers[column.name]
        if column.kind == "yes_no":
            cells = cells.map({1.0: "yes", 0.0: "no"})
        written = cells.astype(object)
        columns.append(written.where(written.notna() & (written != ""), None))
    return [list(row) for row in zip(*columns, strict=True)]
