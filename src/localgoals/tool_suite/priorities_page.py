"""The page of `priorities`: the order, what it is made of, and when it would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from localgoals.model.text import Message, Text
from localgoals.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Paragraph,
    Part,
    Plate,
    Table,
    Words,
)
from localgoals.reports.pictures.stacked_bars import Stack, StackedBars
from localgoals.tool_suite.reasons import Reason
from localgoals.tool_suite.table_words import answer, figure

__all__ = ["priority_parts"]

_SHOWN = 30
"""So many options stand on the page; the CSVs have all."""
_LAYERS = 5
"""More criteria than colours are not drawn."""
_DASH = Text("–", "–")


def priority_parts(
    figures: pd.DataFrame, table: pd.DataFrame, stable: pd.DataFrame, reasons: Sequence[Reason]
) -> tuple[Part, ...]:
    """
    Lay the order of options out.

    Parameters
    ----------
    figures
        A row for each option, the first first.
    table
        What each criterion gives to each.
    stable
        The weights at which another option comes first.
    reasons
        Why each stands where it does.
    """
    shown = figures.head(_SHOWN)
    title = Text("Proposed order", "建议排序")
    blocks: list[Block] = [*_drawn(shown, table, _order(shown, title))]
    blocks.append(
        Paragraph(
            Text(
                "A proposal, not a decision: it follows from the weights below. What people chose "
                "stands beside it, with their reason. An option with values that are not known "
                "takes a range of places.",
                "这是建议而非决定：结果取决于下文所列权重。人们的选择及理由列于旁边。数值未知的选项占有一个名次区间。",
            ),
            "note",
        )
    )
    why = Bullets(tuple(one.words for one in reasons if one.about in set(shown["option"])))
    return (
        Part("summary", title, tuple(blocks)),
        Part("reasons", Text("Why each stands there", "各选项所处位次的理由"), (why,)),
        _stability(stable),
    )


def _order(shown: pd.DataFrame, title: Text) -> Table:
    columns = (
        Column(Text("Option", "选项"), share=3),
        Column(Text("Place", "名次")),
        Column(Text("Points of 100", "得分（满分100）"), numeric=True),
        Column(Text("Closeness (TOPSIS)", "贴近度（TOPSIS）"), numeric=True),
        Column(Text("Product, of the largest", "乘积（相对最大值）"), numeric=True),
        Column(Text("Chosen by people", "人们的选择")),
        Column(Text("Why they chose so", "选择理由"), share=3),
    )
    rows = tuple(tuple(_cells(one)) for _, one in shown.iterrows())
    return Table(title, columns, rows, stacked=True)


def _cells(one: pd.Series) -> Iterator[Cell]:
    yield Cell(str(one["option"]))
    yield Cell(_range(f"{one['place_best']}", f"{one['place_worst']}"))
    yield Cell(_points(one), numeric=True)
    yield figure(one["topsis"], "index_1")
    yield figure(one["product"], "index_1")
    yield Cell(answer(one["chosen"]))
    why = one["why"]
    yield Cell(_DASH if why != why or not why else str(why))


def _points(one: pd.Series) -> Words:
    return _range(f"{one['points_least']:.1f}", f"{one['points_most']:.1f}")


def _range(low: str, high: str) -> Words:
    return low if low == high else f"{low}–{high}"


def _drawn(shown: pd.DataFrame, table: pd.DataFrame, order: Table) -> tuple[Block, ...]:
    criteria = list(dict.fromkeys(table["criterion"]))
    if len(criteria) > _LAYERS:
        return (order,)
    points = table.pivot(index="option", columns="criterion", values="points").fillna(0.0)
    stacks = tuple(
        Stack(
            str(one["option"]),
            tuple(float(points.loc[one["option"], name]) for name in criteria),
            _points(one),
        )
        for _, one in shown.iterrows()
    )
    title = Text("What the points are made of", "得分构成")
    alt = Text(
        "Points of each option, by criterion; bars show what is known, and the figures stand in "
        "contributions.csv",
        "各选项按标准的得分；条形只含已知部分，数值见contributions.csv",
    )
    picture = StackedBars("points", title, alt, "points", tuple(criteria), stacks)
    return (Plate(picture, order),)


def _stability(stable: pd.DataFrame) -> Part:
    title = Text("When another would come first", "何时首位会改变")
    columns = (
        Column(Text("Criterion", "标准"), share=3),
        Column(Text("Weight of 100", "权重（共100）"), numeric=True),
        Column(Text("Another is first below", "低于此值首位改变"), numeric=True),
        Column(Text("Another is first above", "高于此值首位改变"), numeric=True),
    )
    rows = tuple(
        (
            Cell(str(one["criterion"])),
            *(figure(one[name], "points") for name in ("weight", "changes_below", "changes_above")),
        )
        for _, one in stable.iterrows()
    )
    note = Message(
        "The weight of one criterion changes and the points of the others are kept; a dash means "
        "that no weight changes who comes first. Options with values that are not known are left "
        "out."
    )
    return Part("stability", title, (Table(title, columns, rows), Paragraph(note, "small")))
