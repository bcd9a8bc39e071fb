"""The page of `project-finance`: projects side by side, and the tornado and reasons of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from localgoals.model.text import Message, Text
from localgoals.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Part,
    Plate,
    Table,
)
from localgoals.reports.pictures.tornado import Sway, Tornado
from localgoals.tool_suite.reasons import Reason
from localgoals.tool_suite.table_words import figure, head

__all__ = ["finance_parts"]

_SHOWN = 20
"""So many projects stand on the page; the CSVs have all."""
_DRIVERS = {
    "investment": Text("Investment", "投资"),
    "operating_cost": Text("Operating cost", "运营成本"),
    "revenue": Text("Revenue", "收入"),
    "benefit": Text("Benefit", "效益"),
    "discount_rate": Text("Discount rate", "折现率"),
}
_COLUMNS: tuple[tuple[str, Text, str], ...] = (
    ("npv", Text("Net present value, cash", "净现值（现金）"), "currency"),
    ("npv_with_benefits", Text("Net present value, with benefits", "净现值（含效益）"), "currency"),
    ("irr_percent", Text("Internal rate of return, cash", "内部收益率（现金）"), "percent"),
    ("payback_years", Text("Payback", "回收期"), "years"),
    ("benefit_cost_ratio", Text("Benefits over costs", "效益费用比"), "ratio"),
    ("least_cover", Text("Least debt service cover", "最低偿债覆盖率"), "ratio"),
)


def finance_parts(
    figures: pd.DataFrame,
    moved: pd.DataFrame,
    expected: Mapping[str, float],
    reasons: Sequence[Reason],
) -> tuple[Part, ...]:
    """
    Lay the figures of projects out.

    Parameters
    ----------
    figures
        A row for each project.
    moved
        A row for each project and driver: the value at its two ends.
    expected
        Net present value with benefits, of the projects whose flows are all known.
    reasons
        What speaks for and against each.
    """
    shown = figures.head(_SHOWN)
    each = []
    for number, name in enumerate(shown["project"], start=1):
        said = Bullets(tuple(one.words for one in reasons if one.about == name))
        blocks: list[Block] = [said]
        # A driver that a project does not have moves nothing.
        swings = moved[(moved["project"] == name) & (moved["at_low"] != moved["at_high"])]
        if len(swings):
            blocks.append(_tornado(f"tornado-{number}", swings, expected[name]))
        each.append(Part(f"project-{number}", name, tuple(blocks)))
    return (_summary(figures, shown), *each)


def _summary(figures: pd.DataFrame, shown: pd.DataFrame) -> Part:
    known = figures["npv_with_benefits"].notna().sum()
    worth = (figures["npv_with_benefits"] > 0).sum()
    note = Message("of {count} whose flows are all known", {"count": int(known)})
    key = KeyFigure(
        Text("Projects that are worth more than they cost", "价值高于成本的项目"),
        str(int(worth)),
        "",
        note,
        rating="none",
    )
    heads = (Column(Text("Project", "项目"), share=3), *(_head(*one[1:]) for one in _COLUMNS))
    rows = tuple(
        (
            Cell(str(row["project"])),
            *(figure(row[column], unit) for column, _, unit in _COLUMNS),
        )
        for _, row in shown.iterrows()
    )
    title = Text("Projects side by side", "项目对比")
    said = Paragraph(
        Text(
            "Cash counts what flows through the books: revenue less operating cost and "
            "investment. With benefits, what a project is worth to people and city is counted "
            "too. Years count from the first one, at its full value.",
            "“现金”只计账面收支：收入减运营成本和投资。“含效益”还计入项目给居民和城市"
            "带来的价值。年份从首年起算，首年不折现。",
        ),
        "note",
    )
    table = Table(title, heads, rows, stacked=True)
    return Part("summary", title, (KeyFigures((key,)), table, said))


def _head(title: Text, unit: str) -> Column:
    return Column(head(title, "" if unit == "ratio" else unit), numeric=True, share=2)


def _tornado(anchor: str, swings: pd.DataFrame, expected: float) -> Plate:
    title = Message("{project}: what moves its value", {"project": swings["project"].iloc[0]})
    legend = (Text("the driver is low", "因素偏低"), Text("the driver is high", "因素偏高"))
    sways = tuple(
        Sway(_DRIVERS[str(one["driver"])], float(one["at_low"]), float(one["at_high"]))
        for _, one in swings.iterrows()
    )
    heads = (
        Column(Text("Driver", "因素"), share=2),
        Column(Text("Net present value when it is low", "偏低时的净现值"), numeric=True),
        Column(Text("Net present value when it is high", "偏高时的净现值"), numeric=True),
    )
    rows = tuple(
        (
            Cell(one.name),
            figure(one.at_low, "currency"),
            figure(one.at_high, "currency"),
        )
        for one in sways
    )
    picture = Tornado(anchor, title, title, "currency", expected, sways, legend)
    return Plate(picture, Table(title, heads, rows))
