"""The table of answers to a questionnaire, made of its declaration: a row for each form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from localgoals.catalogue.questionnaires.declared import (
    Question,
    Questionnaire,
    Section,
    Subject,
    questionnaires,
)
from localgoals.catalogue.tool_suite.declared import (
    Choice,
    ColumnKind,
    InputColumn,
    InputTable,
    Tool,
    WorkedCase,
)
from localgoals.model.provenance import Reference
from localgoals.model.text import Text

ANSWERS = "answers"
"""The name of the table."""
ABOUT = (
    InputColumn("area", Text("Area", "地区"), "label", key=True),
    InputColumn(
        "round",
        Text(
            "Round: a date such as 2025-05-31, a month or a year",
            "轮次：日期（如2025-05-31）、月份或年份",
        ),
        "label",
        key=True,
    ),
    InputColumn("respondent", Text("Who answers", "填表者"), "label", key=True),
)
"""Which form a row is."""
SUBJECTS: Mapping[Subject, Text] = {
    "area": Text("Area", "地区"),
    "project": Text("Project", "项目"),
}
"""What stands above the names of what forms are filled in about."""
_MADE_UP = Reference("Answers that were made up to show what a result looks like", "LocalGoals")
_EVIDENCE = "_evidence"


@cache
def questionnaire_tools() -> tuple[Tool, ...]:
    """Give every questionnaire as a tool that asks for its answers."""
    return tuple(tool_of_form(one) for one in questionnaires().values())


def tool_of_form(form: Questionnaire) -> Tool:
    """Make a tool of a questionnaire: it asks for one table, that of the answers."""
    return Tool(
        code=form.code,
        field=form.field,
        title=form.title,
        purpose=form.purpose,
        tables=(answer_table(form),),
        example=WorkedCase(
            Text("made-up answers of three offices in two rounds", "三个部门两轮的虚构答案"),
            _MADE_UP,
        ),
        references=form.references,
    )


def about(form: Questionnaire) -> tuple[InputColumn, ...]:
    """Give the columns that say which form a row is, in the words of the questionnaire."""
    first, *others = ABOUT
    return replace(first, title=SUBJECTS[form.subject]), *others


@cache
def answer_table(form: Questionnaire) -> InputTable:
    """Declare the table: which form a row is, then each question, and its evidence."""
    titles = Counter(question.title.en for question in form.questions)
    columns = list(about(form))
    for section in form.sections:
        for question in section.questions:
            title = question.title
            if titles[title.en] > 1:
                title = _told_apart(section, question)
            columns += _columns(form, question, title)
    rows = Text("one row for each form that was filled in", "每份填好的表格一行")
    return InputTable(ANSWERS, Text("Answers", "答案"), rows, tuple(columns))


def _told_apart(section: Section, question: Question) -> Text:
    """Title a question whose words another one has, too."""
    code = question.code
    return Text(
        f"{section.title.en}: {question.title.en} [{code}]",
        f"{section.title.zh}：{question.title.zh}[{code}]",
    )


def _columns(form: Questionnaire, question: Question, title: Text) -> Iterator[InputColumn]:
    yield InputColumn(
        question.code,
        title,
        _KINDS[question.kind],
        unit=(question.unit or "number") if question.kind == "number" else "",
        between=question.between,
        choices=answer_choices(form, question) if question.kind in _CHOOSING else (),
        needed=False,
    )
    if question.evidence is not None:
        words = Text(f"Evidence: {title.en}", f"证据：{title.zh}")
        yield InputColumn(evidence_name(question), words, "text", needed=False)


_CHOOSING = ("level", "choice", "many")
_KINDS: dict[str, ColumnKind] = {
    "level": "choice",
    "yes_no": "yes_no",
    "choice": "choice",
    # Several codes in a cell, with blanks between.
    "many": "text",
    "number": "number",
    "text": "text",
}


def answer_choices(form: Questionnaire, question: Question) -> tuple[Choice, ...]:
    """Give what may be chosen: of levels their scores, of yes and no these words."""
    if question.kind == "yes_no":
        no, yes = form.levels_of(question)
        return Choice("yes", yes.title), Choice("no", no.title)
    if question.kind == "level":
        return tuple(Choice(f"{one.score:g}", one.title) for one in form.levels_of(question))
    return question.choices


def evidence_name(question: Question) -> str:
    """Name the column of what is shown for an answer."""
    return question.code + _EVIDENCE
