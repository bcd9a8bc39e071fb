"""The page of `portfolio`: the proposal, the money, fair parts, other budgets, and the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from localgoals.model.text import Message, Text
from localgoals.projects.portfolio import Portfolio
from localgoals.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Listing,
    Named,
    Paragraph,
    Part,
    Plate,
    Table,
    Words,
)
from localgoals.reports.pictures.front import Front, FrontMark
from localgoals.reports.pictures.stacked_bars import Stack, StackedBars
from localgoals.tool_suite.portfolio_fairness import fairness_parts
from localgoals.tool_suite.portfolio_limits import Question
from localgoals.tool_suite.reasons import Reason
from localgoals.tool_suite.table_words import figure

__all__ = ["Decided", "Pages", "portfolio_parts"]

_SHOWN = 60
"""So many projects of each kind stand on the page; the CSVs have all."""
_DASH = Text("–", "–")
_SPENT = Text("Spent", "支出")
_UNKNOWN = ("unknown-value", "unknown-cost", "window")
"""Rules by which a project cannot be chosen at all."""


@dataclass(frozen=True)
class Decided:
    """The best portfolio that keeps to what people chose."""

    portfolio: Portfolio
    limits: Listing
    """What leaves none, if there is none."""


@dataclass(frozen=True)
class Pages:
    """What was worked out, as tables."""

    figures: pd.DataFrame
    money: pd.DataFrame
    quotas: pd.DataFrame
    front: pd.DataFrame
    fairness: pd.DataFrame
    reasons: tuple[Reason, ...]


def portfolio_parts(
    question: Question, found: Portfolio, pages: Pages, decided: Decided | None
) -> tuple[Part, ...]:
    """
    Lay a portfolio out.

    Parameters
    ----------
    question
        What it was chosen from.
    found
        The proposal.
    pages
        Its figures.
    decided
        The best that keeps to what people chose; None where nobody chose anything.
    """
    return (
        _summary(question, found, pages, decided),
        _money(pages.money),
        *_fair(pages.quotas),
        _front(pages.front, decided, pages),
        *fairness_parts(pages.fairness),
        *_reasons(question, pages),
    )


def _summary(question: Question, found: Portfolio, pages: Pages, decided: Decided | None) -> Part:
    chosen = pages.figures[pages.figures["chosen"] == 1]
    title = Text("Proposed portfolio", "建议的项目组合")
    blocks: list[Block] = [KeyFigures(tuple(_key_figures(found, pages)))]
    if len(chosen):
        blocks.append(_table(title, chosen, begins=True))
    if found.status == "out-of-time":
        words = Message(
            "The time was up before the gap was reached: a better portfolio may exist, by no more "
            "than the gap says.",
        )
        blocks.append(Paragraph(words, "note"))
    if decided is not None:
        blocks.append(Paragraph(_held(found, decided), "note"))
    blocks.append(
        Paragraph(
            Text(
                "A proposal, not a decision: it follows from values, costs and limits. What "
                "people chose stands beside it, with their reason.",
                "这是建议而非决定：结果取决于所给的价值、成本和限制。人们的选择及理由列于旁边。",
            ),
            "note",
        )
    )
    out = pages.figures[pages.figures["chosen"] == 0]
    if len(out):
        blocks.append(_table(Text("Left out", "未入选"), out, begins=False))
    return Part("summary", title, tuple(blocks))


def _key_figures(found: Portfolio, pages: Pages) -> Iterator[KeyFigure]:
    count: dict[str, object] = {"count": len(pages.figures)}
    yield KeyFigure(
        Text("Projects chosen", "入选项目"), str(int(found.chosen.sum())), "",
        Message("of {count}", count), rating="none",
    )  # fmt: skip
    most: dict[str, object] = {"bound": Figure(found.bound, "project_value", bare=True)}
    yield KeyFigure(
        Text("Value", "价值"), Figure(found.value, "project_value", bare=True), "",
        Message("no portfolio is worth more than {bound}", most), rating="none",
    )  # fmt: skip
    # A gap below what the solver can tell apart is none.
    gap = 0.0 if found.gap < 1e-6 else 100 * found.gap
    yield KeyFigure(
        Text("Proven gap to the best", "与最优方案的已证差距"), f"{gap:.3g}%", "",
        Text("by so much another could be better at most", "其他组合最多好这么多"), rating="none",
    )  # fmt: skip
    budget = {"budget": Figure(float(pages.money["budget"].sum()), "currency", bare=True)}
    yield KeyFigure(
        _SPENT, Figure(float(pages.money["spent"].sum()), "currency", bare=True),
        "", Message("of {budget} in all years", dict(budget)), rating="none",
    )  # fmt: skip


def _held(found: Portfolio, decided: Decided) -> Message:
    if decided.portfolio.status == "impossible" and not decided.limits.items:
        return Message(
            "What people chose cannot be kept: a project among it cannot be chosen at all, for the "
            "reason given below."
        )
    if decided.portfolio.status == "impossible":
        values: dict[str, object] = {"limits": decided.limits}
        return Message("With what people chose these limits cannot all be kept: {limits}.", values)
    loss: dict[str, object] = {
        "loss": Figure(max(0.0, found.value - decided.portfolio.value), "project_value"),
        "value": Figure(decided.portfolio.value, "project_value"),
    }
    return Message(
        "The best portfolio that keeps to what people chose is worth {value}, {loss} less than the "
        "proposal.",
        loss,
    )


def _table(title: Text, rows: pd.DataFrame, *, begins: bool) -> Table:
    heads = [Column(Text("Project", "项目"), share=3)]
    if begins:
        heads.append(Column(Text("Begins", "启动"), numeric=True))
    heads += [
        # On paper amounts of millions would else run into each other.
        Column(Text("Value", "价值"), numeric=True, share=2),
        Column(Text("Cost", "成本"), numeric=True, share=2),
        Column(Text("Sector", "行业"), share=2),
        Column(Text("District", "区"), share=2),
    ]
    if rows["chosen_by_people"].notna().any():
        heads += [
            Column(Text("Chosen by people", "人们的选择")),
            Column(Text("Why they chose so", "选择理由"), share=3),
        ]
    cells = tuple(
        tuple(_cells(one, begins=begins))[: len(heads)] for _, one in rows.head(_SHOWN).iterrows()
    )
    caption: Words = title
    if len(rows) > _SHOWN:
        values: dict[str, object] = {"title": title, "shown": _SHOWN, "all": f"{len(rows):,}"}
        caption = Message("{title}: the first {shown} of {all} rows", values)
    return Table(caption, tuple(heads), cells, stacked=True)


def _cells(one: pd.Series, *, begins: bool) -> Iterator[Cell]:
    yield Cell(str(one["project"]))
    if begins:
        yield Cell(f"{one['begins']:.0f}", numeric=True)
    yield figure(one["value"], "project_value")
    yield figure(one["cost"], "currency")
    for name in ("sector", "district"):
        yield Cell(str(one[name]) or _DASH)
    said = one["chosen_by_people"]
    answer = Text("yes", "是") if said == 1 else Text("no", "否")
    yield Cell(_DASH if said != said else answer)
    why = one["why"]
    yield Cell(_DASH if why != why or not why else str(why))


def _money(money: pd.DataFrame) -> Part:
    title = Text("Spending by year", "各年支出")
    stacks = tuple(
        Stack(f"{one['year']:.0f}", (float(one["spent"]), float(one["left"])))
        for _, one in money.iterrows()
    )
    alt = Text(
        "Bars for each year: what is spent, and what is left of its budget and what came over; the "
        "figures stand in the table",
        "每年一条：支出，以及当年预算和转入款的结余；数值见表",
    )
    layers = (_SPENT, Text("Left", "结余"))
    picture = StackedBars("money", title, alt, "currency", layers, stacks)
    heads = (
        Column(Text("Year", "年份")),
        Column(Text("Budget", "预算"), numeric=True),
        Column(Text("From the year before", "上年转入"), numeric=True),
        Column(_SPENT, numeric=True),
        Column(Text("Left", "结余"), numeric=True),
    )
    rows = tuple(
        (Cell(f"{one['year']:.0f}"), *_amounts(one, ("budget", "carried_over", "spent", "left")))
        for _, one in money.iterrows()
    )
    return Part("money", title, (Plate(picture, Table(title, heads, rows)),))


def _amounts(one: pd.Series, names: tuple[str, ...]) -> Iterator[Cell]:
    for name in names:
        yield figure(one[name], "currency")


def _fair(quotas: pd.DataFrame) -> Iterator[Part]:
    """Show what sectors and districts get, beside what they are owed."""
    if not len(quotas):
        return
    title = Text("What sectors and districts get", "各行业和各区所得")
    blocks: list[Block] = []
    for kind, name in (
        ("sectors", Text("Sector", "行业")), ("districts", Text("District", "区")),
    ):  # fmt: skip
        rows = quotas[quotas["kind"] == kind]
        if len(rows):
            blocks.append(_fair_table(name, rows))
    note = Message(
        "Shares are of all spending of the portfolio, in all years. Projects of the whole city "
        "count for no district."
    )
    yield Part("fair", title, (*blocks, Paragraph(note, "small")))


def _fair_table(name: Text, rows: pd.DataFrame) -> Table:
    columns: list[tuple[str, Text, str]] = [
        ("spent", _SPENT, "currency"),
        ("share_percent", Text("Share, %", "占比，%"), "percent"),
        ("least_amount", Text("At least", "最低金额"), "currency"),
        ("least_percent", Text("At least, %", "最低，%"), "percent"),
        ("most_percent", Text("At most, %", "最高，%"), "percent"),
        ("per_head", Text("Per head", "人均"), "currency_per_person"),
    ]
    used = [one for one in columns if rows[one[0]].notna().any()]
    heads = (Column(name, share=2), *(Column(words, numeric=True) for _, words, _ in used))
    cells = tuple(
        (
            Cell(str(one["name"])),
            *(figure(one[column], unit) for column, _, unit in used),
        )
        for _, one in rows.head(_SHOWN).iterrows()
    )
    return Table(name, heads, cells)


def _front(front: pd.DataFrame, decided: Decided | None, pages: Pages) -> Part:
    title = Text("Value at other budgets", "其他预算下的价值")
    known = front[front["value"].notna()]
    proposal = front[front["budget_percent"] == 100].iloc[0]
    marks = [FrontMark(Text("The proposal", "建议"), proposal["budget"], proposal["value"])]
    if decided is not None and decided.portfolio.value == decided.portfolio.value:
        name = Text("The best that keeps to what people chose", "遵从人们选择的最优组合")
        marks.append(FrontMark(name, proposal["budget"], decided.portfolio.value))
    alt = Text(
        "Line of the greatest value at 50 to 150 per cent of the budget, with the proposal marked; "
        "the figures stand in the table",
        "预算50%至150%时的最大价值曲线，并标出建议；数值见表",
    )
    points = tuple(zip(known["budget"].tolist(), known["value"].tolist(), strict=True))
    picture = Front(
        "front", title, alt, Text("Budget", "预算"), "currency", Text("Value", "价值"),
        "project_value", points, tuple(marks),
    )  # fmt: skip
    heads = (
        Column(Text("Budget, % of the one given", "预算（占所给的%）"), numeric=True),
        Column(Text("Budget", "预算"), numeric=True),
        Column(Text("Value", "价值"), numeric=True),
        Column(Text("At most", "上限"), numeric=True),
        Column(Text("Projects", "项目数"), numeric=True),
        Column(_SPENT, numeric=True),
    )
    units = {"budget_percent": "count", "budget": "currency", "value": "project_value",
             "bound": "project_value", "projects": "count", "spent": "currency"}  # fmt: skip
    rows = tuple(
        tuple(figure(one[column], unit) for column, unit in units.items())
        for _, one in front.iterrows()
    )
    note = Message(
        "Every year's budget is that much smaller or larger, all other limits stay as they are. A "
        "dash means that no portfolio keeps to them."
    )
    blocks = (Plate(picture, Table(title, heads, rows)), Paragraph(note, "small"))
    return Part("front", title, blocks)


def _reasons(question: Question, pages: Pages) -> Iterator[Part]:
    """Show the reasons of those projects that were tried, and of those that cannot be chosen."""
    never = [one for one in pages.reasons if one.rule in _UNKNOWN]
    if never:
        items = tuple(Named(one.about, one.words) for one in never[:_SHOWN])
        title = Text("Cannot be chosen", "不能入选的项目")
        yield Part("unknown", title, (Bullets(items),))
    tried = {one.about for one in pages.reasons if one.rule in ("regret", "conflict")}
    tried |= {one.about for one in pages.reasons if one.rule in ("must", "must-not")}
    parts: list[Part] = []
    for name in pages.figures["project"]:
        said = tuple(one.words for one in pages.reasons if one.about == name)
        if name in tried and len(parts) < 2 * _SHOWN:
            anchor = f"reason-{len(parts) + 1}"
            parts.append(Part(anchor, str(name), (Bullets(said),)))
    values: dict[str, object] = {
        "tried": len([one for one in pages.reasons if one.rule in ("regret", "conflict")]),
        "all": len(question.names),
    }
    note = Message(
        "Each of these projects was treated the other way round, and all others chosen anew: "
        "{tried} of {all}. The table settings says how many.",
        values,
    )
    title = Text("Why each is in or out", "入选或落选的理由")
    yield Part("reasons", title, (Paragraph(note, "small"),), tuple(parts), tiled=True)
