"""What people wrote in their own words, such as recommendations: beside the scores."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from localgoals.catalogue.questionnaires.declared import Questionnaire
from localgoals.model.text import Text
from localgoals.reports.blocks import Cell, Column, Table

__all__ = ["by_text", "text_tables"]

_SHOWN = 60
"""So many texts stand on the page; the CSV has all."""


def by_text(form: Questionnaire, table: pd.DataFrame) -> pd.DataFrame:
    """
    Give a row for each text that somebody wrote, round by round.

    Parameters
    ----------
    form
        Its declaration.
    table
        As `declared_cells` gives it, with a row for each form.

    Returns
    -------
    texts
        `area`, `round`, `respondent`, `section`, `question` and `text`; no column where none was
        written.
    """
    kept = ["area", "round", "respondent"]
    parts = [
        table.loc[table[question.code] != "", [*kept, question.code]]
        .rename(columns={question.code: "text"})
        .assign(section=section.code, question=question.code)
        for section in form.sections
        for question in section.questions
        if question.kind == "text"
    ]
    rows = pd.concat(parts) if parts else pd.DataFrame()
    if not len(rows):
        return pd.DataFrame()
    rows = rows.sort_values(["area", "round"], kind="stable").reset_index(drop=True)
    return rows[[*kept, "section", "question", "text"]]


def text_tables(form: Questionnaire, texts: pd.DataFrame) -> Iterator[Table]:
    """Lay out what was written in the last round, in the order of the questions."""
    sections = {one.code: one.title for one in form.sections}
    questions = {one.code: one.title for one in form.questions}
    rows = tuple(
        (
            Cell(sections[one["section"]]),
            Cell(questions[one["question"]]),
            Cell(str(one["respondent"])),
            Cell(str(one["text"])),
        )
        for one in texts.head(_SHOWN).to_dict("records")
    )
    if rows:
        columns = (
            Column(Text("Section", "部分"), share=2),
            Column(Text("Question", "问题"), share=2),
            Column(Text("Who answers", "填表者")),
            Column(Text("In their own words", "原话"), share=3),
        )
        yield Table(Text("What was written in the last round", "最近一轮的文字答案"), columns, rows,
                    stacked=True)  # fmt: skip
