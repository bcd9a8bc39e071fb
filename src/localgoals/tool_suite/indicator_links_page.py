"""The page of `indicator-links`: shares by goal, the strongest pairs, and what was not compared."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from localgoals.model.text import Message, Text
from localgoals.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Named,
    Paragraph,
    Part,
    Plate,
    Table,
    Words,
)
from localgoals.reports.pictures.stacked_bars import Stack, StackedBars
from localgoals.tool_suite.indicator_links_reasons import (
    SHOWN,
    WHY_NOT,
    Found,
    goal_words,
    signed,
)
from localgoals.tool_suite.reasons import Reason
from localgoals.tool_suite.table_words import caption, figure

__all__ = ["page"]

_BARS = 25
"""So many goals are shown; there are 17 of the 2030 Agenda."""
_LINKS = {
    "synergy": Text("together", "同向"),
    "trade_off": Text("apart", "反向"),
    "neither": Text("neither", "均不是"),
}
_COUNTS = ("synergies", "trade_offs", "neither")
_SERIES = frozenset({*WHY_NOT, "no_partner"})
"""Rules of the reasons why a series has no pair."""
_HEADS = (
    Text("Go together", "同向（协同）"),
    Text("Go apart", "反向（权衡）"),
    Text("Neither", "均不是"),
)


def page(found: Found, reasons: Sequence[Reason]) -> tuple[Part, ...]:
    """Lay everything out; how to take it comes before the figures."""
    title = Text("How indicators went together", "指标如何一起变化")
    summary: list[Block] = [_keys(found), _warning(), _plate(found), _terms(found)]
    summary += _unconfirmed(found)
    return (
        Part("summary", title, tuple(summary)),
        Part("pairs", Text("The strongest pairs", "联系最强的指标对"), _strongest(found)),
        *_goal_pairs(found),
        Part(
            "not-compared",
            Text("What was not compared", "未作比较的内容"),
            _left_out(found, reasons),
        ),
        Part(
            "reasons",
            Text("In sentences", "逐句说明"),
            (Bullets(tuple(one.words for one in reasons if one.rule not in _SERIES)[: 2 * SHOWN]),),
        ),
    )


def _keys(found: Found) -> KeyFigures:
    counts = found.pairs["link"].value_counts()
    compared = int(counts.drop("", errors="ignore").sum())
    told: tuple[tuple[Text, float, Words], ...] = (
        (Text("Pairs compared", "已比较的指标对"), compared,
         Text(f"of {len(found.pairs):,}", f"共{len(found.pairs):,}对")),
        (_HEADS[0], counts.get("synergy", 0), ""),
        (_HEADS[1], counts.get("trade_off", 0), ""),
        (Text("Links to be expected by chance alone", "仅凭偶然预计出现的联系"), found.chance,
         Text("about, without trends", "约数，假定没有趋势")),
    )  # fmt: skip
    return KeyFigures(
        tuple(
            KeyFigure(name, Figure(float(value), "count", bare=True), "", note, rating="none")
            for name, value, note in told
        )
    )


def _warning() -> Paragraph:
    return Paragraph(
        Text(
            "A correlation is no cause. Two indicators that both have a trend go together or apart "
            "even if they have nothing to do with each other, and a year such as that of a "
            "pandemic moves many at once. Short series mislead: even of pairs without any link, "
            "some pass the cut-off by chance, and with few years many. Take each pair as a "
            "question to those who know both subjects, and ask what could stand behind it.",
            "相关不等于因果。两个各有趋势的指标，即使彼此无关，也会同向或反向变化；疫情等特殊年份会同时影响许多指标。"
            "序列太短会误导：即使毫无联系，也会有一些指标对偶然超过界值，年份越少越多。"
            "请把每一对当作向熟悉这两个领域的人提出的问题，并追问背后的原因。",
        ),
        "note",
    )


def _terms(found: Found) -> Paragraph:
    """Say what the words of the picture mean."""
    cut, least = f"{found.cut_off:g}", found.least_years
    return Paragraph(
        Text(
            f"Go together (synergy): rank correlation (Spearman) above {cut}, with the signs "
            "turned so that more is always better. Go apart (trade-off): below "
            f"\N{MINUS SIGN}{cut}. Neither: in between, not classified. Pairs with fewer than "
            f"{least} years in common are not compared, nor are two series of one indicator.",
            f"同向（协同）：Spearman等级相关大于{cut}（正负号按期望方向调整，越大总是越好）。"
            f"反向（权衡）：小于\N{MINUS SIGN}{cut}。均不是：介于两者之间，不归类。"
            f"共同年份少于{least}年的指标对不作比较，同一指标的两个序列也不作比较。",
        )
    )


def _unconfirmed(found: Found) -> tuple[Paragraph, ...]:
    if not found.unsure:
        return ()
    words = Text(
        "The usual cut-off (0.6) and fewest years (5) were read in secondary sources, not in the "
        "publication itself: they are not confirmed. Give your own in the table settings.",
        "常用界值（0.6）和最少年数（5）引自二手资料，未在原出版物中核实。可在settings表中自行设定。",
    )
    return (Paragraph(words, "note"),)


def _plate(found: Found) -> Plate | Table:
    rows = found.by_goal.head(_BARS)
    title = Text(
        "Pairs of each goal, in percent of those compared", "各目标的指标对（占已比较者的百分比）"
    )
    columns = (Column(Text("Goal", "目标"), share=3), *_count_heads())
    cells = tuple((Cell(goal_words(one["goal"])), *_count_cells(one)) for _, one in rows.iterrows())
    headed = caption(title, shown=_BARS, rows=len(found.by_goal))
    table = Table(headed, columns, cells, stacked=True)
    drawn = rows[rows["compared"] > 0]
    if drawn.empty:
        return table
    stacks = tuple(
        Stack(
            _short(str(one["goal"])),
            tuple(float(one[f"{name}_percent"]) for name in _COUNTS),
            Text(f"of {one['compared']:,}", f"共{one['compared']:,}对"),
        )
        for _, one in drawn.iterrows()
    )
    words = Text(
        "For each goal, the share of its pairs that go together, go apart or do neither, as in the "
        "table",
        "各目标指标对中同向、反向和均不是的比例，数值见表",
    )
    return Plate(
        StackedBars("links-by-goal", title, words, "percent", _HEADS, stacks, rest=True), table
    )


def _short(goal: str) -> Words:
    """Name a goal where there is little room; the table beside has its title."""
    return Text(f"Goal {goal}", f"目标{goal}") if goal.isdecimal() else goal


def _count_heads() -> tuple[Column, ...]:
    return (
        Column(Text("Pairs compared", "已比较"), numeric=True),
        *(Column(Text(f"{one.en}, %", f"{one.zh}，%"), numeric=True) for one in _HEADS),
    )


def _count_cells(one: pd.Series) -> tuple[Cell, ...]:
    return (
        figure(one["compared"], "count"),
        *(figure(one[f"{name}_percent"], "percent") for name in _COUNTS),
    )


def _named(name: str, found: Found, titles: dict[str, Words]) -> Words:
    title = titles.get(name, "")
    return Named(name, title) if title else name


def _strongest(found: Found) -> tuple[Block, ...]:
    compared = found.pairs[found.pairs["link"] != ""]
    if compared.empty:
        nothing = Text("No pair could be compared.", "没有可比较的指标对。")
        return (Paragraph(nothing),)
    codes = zip(found.series["name"], found.series["indicator"], strict=True)
    titles = {name: found.titles.get(code, "") for name, code in codes}
    columns = (
        Column(Text("Indicator", "指标"), share=3),
        Column(Text("Indicator", "指标"), share=3),
        Column(Text("Years in common", "共同年份"), numeric=True),
        Column(Text("Rank correlation", "等级相关"), numeric=True),
        Column(Text("They go", "变化"), share=1),
    )
    rows = tuple(
        (
            Cell(_named(one["first"], found, titles)),
            Cell(_named(one["second"], found, titles)),
            figure(one["years"], "count"),
            Cell(signed(one["rho"]), numeric=True),
            Cell(_LINKS[one["link"]]),
        )
        for _, one in compared.head(SHOWN).iterrows()
    )
    title = Text("Pairs by the strength of their correlation", "按相关强度排列的指标对")
    head = caption(title, shown=SHOWN, rows=len(compared))
    return (Table(head, columns, rows, stacked=True),)


def _goal_pairs(found: Found) -> tuple[Part, ...]:
    rows = found.by_goals[found.by_goals["compared"] > 0]
    if rows.empty:
        return ()
    columns = (
        Column(Text("Goal", "目标"), share=2),
        Column(Text("Goal", "目标"), share=2),
        *_count_heads(),
    )
    cells = tuple(
        (
            Cell(goal_words(one["first_goal"])),
            Cell(goal_words(one["second_goal"])),
            *_count_cells(one),
        )
        for _, one in rows.head(SHOWN).iterrows()
    )
    title = Text("Pairs of goals, those with most links first", "目标对（联系最多者在前）")
    table = Table(caption(title, shown=SHOWN, rows=len(rows)), columns, cells, stacked=True)
    return (Part("goal-pairs", Text("Pairs of goals", "目标对"), (table,)),)


def _left_out(found: Found, reasons: Sequence[Reason]) -> tuple[Block, ...]:
    counts = found.pairs["why_not"].value_counts()
    rows = tuple(
        (Cell(words), figure(counts[code], "count"))
        for code, words in WHY_NOT.items()
        if code in counts.index
    )
    if not rows:
        return (Paragraph(Text("Every pair was compared.", "所有指标对均已比较。")),)
    columns = (
        Column(Text("Why", "原因"), share=3),
        Column(Text("Pairs", "指标对"), numeric=True),
    )
    table = Table(Text("Pairs that were not compared", "未比较的指标对"), columns, rows)
    series = tuple(one.words for one in reasons if one.rule in _SERIES)
    if not series:
        return (table,)
    values: dict[str, object] = {"count": len(series)}
    words = Message("Series of which no pair could be compared: {count}.", values)
    return (table, Paragraph(words), Bullets(series[:SHOWN]))
