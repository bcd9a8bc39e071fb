"""What it costs in value to give each district more of its part, by its people."""

from __future__ import annotations

from math import isnan, nan

import pandas as pd

from localgoals.model.text import Message, Text
from localgoals.projects.portfolio import Aim, Portfolio
from localgoals.projects.portfolio_reasons import fair_front
from localgoals.reports.blocks import Column, Paragraph, Part, Plate, Table
from localgoals.reports.pictures.front import Front, FrontMark
from localgoals.tool_suite.portfolio_limits import Question
from localgoals.tool_suite.table_words import figure, head

__all__ = ["fairness_parts", "fairness_table"]

_LEVELS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9)
"""At 1 hardly any set of whole projects gives each its part, and to prove that takes long."""
_STEP = Message("Choosing anew with fairer parts")
_COLUMNS = ["least_part_percent", "value", "bound", "projects"]


def fairness_table(question: Question, found: Portfolio, aim: Aim) -> pd.DataFrame:
    """
    Give the greatest value at each least part; empty where people of a district are not known.

    A level of 0 is the proposal itself.
    """
    given = question.inputs.tables.get("districts")
    names = question.inputs.tables["projects"]["district"]
    rows: list[tuple[float, ...]] = []
    people = {} if given is None else dict(zip(given["district"], given["population"], strict=True))
    whole = sum(people.get(name, nan) for name in set(names) - {""})
    if len(set(names) - {""}) > 1 and whole > 0:
        parts = [
            ((names == name).to_numpy(), people[name] / whole) for name in sorted(set(names) - {""})
        ]
        points = fair_front(question.case, parts, _LEVELS[1:], aim)
        rows.append(_row(0.0, found))
        for done, one in enumerate(points, start=1):
            rows.append(_row(one.share, one.portfolio))
            question.inputs.progress(_STEP, done, len(_LEVELS) - 1)
    return pd.DataFrame(rows, columns=_COLUMNS)


def _row(level: float, found: Portfolio) -> tuple[float, ...]:
    count = nan if isnan(found.value) else float(found.chosen.sum())
    return round(100 * level), found.value, found.bound, count


def fairness_parts(table: pd.DataFrame) -> tuple[Part, ...]:
    """Show value against fairness; nothing where there is no line to draw."""
    known = table[table["value"].notna()]
    if not len(known):
        return ()
    title = Text("Value and fairness between districts", "价值与各区公平")
    alt = Text(
        "Line of the greatest value while each district gets at least 0 to 90 per cent of its "
        "part of all spending by its people, with the proposal marked; the figures stand in the "
        "table",
        "各区至少获得其按人口应得支出份额0%至90%时的最大价值曲线，并标出建议；数值见表",
    )
    least = Text("Least part that each district gets", "各区所得应得份额的最低比例")
    points = tuple(zip(known["least_part_percent"].tolist(), known["value"].tolist(), strict=True))
    mark = FrontMark(Text("The proposal", "建议"), *points[0])
    value = Text("Value", "价值")
    picture = Front(
        "fairness", title, alt, least, "percent", value, "project_value", points, (mark,)
    )
    units = dict(zip(_COLUMNS, ("count", "project_value", "project_value", "count"), strict=True))
    words = (head(least, "percent"), value, Text("At most", "上限"), Text("Projects", "项目数"))
    heads = tuple(Column(one, numeric=True) for one in words)
    rows = tuple(
        tuple(figure(one[column], unit) for column, unit in units.items())
        for _, one in table.iterrows()
    )
    note = Message(
        "The part of a district is its part of the people of all districts that have projects. At "
        "100% each gets at least that part of all spending, those of the whole city included. A "
        "dash means that no portfolio does that and keeps to all limits."
    )
    blocks = (Plate(picture, Table(title, heads, rows)), Paragraph(note, "small"))
    return (Part("fairness", title, blocks),)
