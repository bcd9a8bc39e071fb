"""Forms that tick the boxes of a ladder: the level of which each ticks the most."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from localgoals.catalogue.load import load
from localgoals.catalogue.questionnaires.declared import Question, Questionnaire
from localgoals.diagnosis.questionnaires.scoring import asked
from localgoals.indicators.waste import control_level
from localgoals.model.text import Text
from localgoals.reports.blocks import Cell, Column, Table
from localgoals.tool_suite.questionnaire_answers import Judged

__all__ = ["ladder_levels", "ladder_tables"]

_LEVELS = {
    "full": Text("full", "完全"),
    "improved": Text("improved", "改善"),
    "basic": Text("basic", "基本"),
    "limited": Text("limited", "有限"),
    "none": Text("none", "无"),
}
_ENDING = "_control_level"


def ladder_levels(judged: Judged) -> pd.DataFrame:
    """
    Give a row for each form, and a column for each of its questions about a ladder.

    Returns
    -------
    levels
        Empty where no box is ticked, or the question was not asked.

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.6.1, table 2.
    """
    columns = {}
    for question in _ladders(judged.form):
        was_asked = asked(judged.form, question, judged.answers)
        boxes = [str(one).split() for one in judged.answers.texts[question.code]]
        columns[f"{question.code}{_ENDING}"] = [
            control_level(question.ladder, one) if one and there else ""
            for one, there in zip(boxes, was_asked, strict=True)
        ]
    return pd.DataFrame(columns, index=range(judged.answers.forms))


def _ladders(form: Questionnaire) -> list[Question]:
    return [question for question in form.questions if question.ladder]


def ladder_tables(form: Questionnaire, forms: pd.DataFrame) -> Iterator[Table]:
    """Say the level of each facility that was visited, and whether that is controlled."""
    rows = tuple(
        (
            Cell(str(one["respondent"])),
            Cell(load().ladders[question.ladder].title),
            Cell(_LEVELS[str(one[f"{question.code}{_ENDING}"])]),
        )
        for _, one in forms.iterrows()
        for question in _ladders(form)
        if one[f"{question.code}{_ENDING}"]
    )
    if rows:
        columns = (
            Column(Text("Who answers", "填表者"), share=2),
            Column(Text("Ladder", "等级表"), share=2),
            Column(Text("Level of control", "管控水平")),
        )
        title = Text(
            "Level of control: that of which most boxes are ticked; controlled from basic on",
            "管控水平：勾选项目最多的等级；基本及以上为受控",
        )
        yield Table(title, columns, rows)
