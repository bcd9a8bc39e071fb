"""The page of `project-readiness`: scores as ranges, gates, stages, first steps and reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from localgoals.model.text import Message, Text
from localgoals.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Listing,
    Paragraph,
    Part,
    Plate,
    Rating,
    Table,
    Words,
)
from localgoals.reports.pictures.range_bars import RangeBar, RangeBars
from localgoals.tool_suite.project_readiness_reasons import stage_words
from localgoals.tool_suite.reasons import Reason
from localgoals.tool_suite.table_words import figure

__all__ = ["readiness_parts"]

_SHOWN = 12
"""So many projects stand on the page; the CSVs have all."""
_STEPS = 3
_DASH = Text("–", "–")
_GATES: dict[str, tuple[Text, Rating]] = {
    "yes": (Text("passed", "通过"), "green"),
    "no": (Text("not passed", "未通过"), "red"),
    "unknown": (Text("not known", "未知"), "none"),
}
_WHY = {
    "gate-not-passed": Text("gate not passed", "门槛未通过"),
    "gate-not-known": Text("gate not known: find out", "门槛未知：需查明"),
    "item-open": Text("item of preparation", "准备事项"),
}


def readiness_parts(
    figures: pd.DataFrame, lines: pd.DataFrame, steps: pd.DataFrame, reasons: Sequence[Reason]
) -> tuple[Part, ...]:
    """
    Lay the readiness of projects out.

    Parameters
    ----------
    figures
        A row for each project and fund.
    lines
        A row for each project and item.
    steps
        What is not done, what comes first first.
    reasons
        In the order of `figures`.
    """
    projects = list(dict.fromkeys(figures["project"]))
    shown = projects[:_SHOWN]
    kept = figures[figures["project"].isin(shown)]
    blocks: list[Block] = list(_notes(lines, len(projects)))
    for number, (fund, rows) in enumerate(kept.groupby("fund", sort=False), start=1):
        blocks.append(_drawn(str(fund), rows, f"readiness-{number}"))
    why = tuple(
        Part(f"reasons-{number}", project,
             (Bullets(tuple(one.words for one in reasons if one.about == project)),))
        for number, project in enumerate(shown, start=1)
    )  # fmt: skip
    return (
        Part("summary", Text("How ready projects are", "项目准备程度"), tuple(blocks)),
        Part("steps", Text("What to do first", "首先该做什么"), (_first(steps, shown),)),
        Part("reasons", Text("Why", "理由"), (), why),
    )


def _notes(lines: pd.DataFrame, projects: int) -> Iterator[Paragraph]:
    yield Paragraph(
        Text(
            "A proposal, not a decision: whether a project goes forward is decided by people, and "
            "whether a fund takes it by the fund. What is not known is neither passed nor failed.",
            "这是建议而非决定：项目是否推进由人决定，是否资助由基金决定。未知项既不算通过也不算未通过。",
        ),
        "note",
    )
    doubtful = lines[~lines["confirmed"].astype(bool)].drop_duplicates("item")
    if len(doubtful):
        listed = Listing(tuple(
            Text(one["title_en"], one["title_zh"]) for _, one in doubtful.iterrows()
        ))  # fmt: skip
        yield Paragraph(
            Message(
                "Not confirmed in their publications: {items}. Of items, that each weighs the "
                "same and in which stage it is done.",
                {"items": listed},
            ),
            "note",
        )
    if projects > _SHOWN:
        values: dict[str, object] = {"shown": _SHOWN, "all": projects}
        yield Paragraph(
            Message(
                "The page shows the first {shown} of {all}; the tables hold all of them.", values
            ),
            "note",
        )


def _drawn(fund: str, rows: pd.DataFrame, anchor: str) -> Block:
    table = _table(fund, rows)
    if rows["score_most"].isna().all():
        return table
    bars = tuple(
        RangeBar(one["project"], float(one["score_least"]), float(one["score_most"]))
        for one in rows.to_dict("records")
    )
    title = Message("Score of preparation: {fund}", {"fund": fund})
    legend = (
        Text("certain", "确定"), Text("possible: not known", "可能：未知"), Text("", ""),
    )  # fmt: skip
    return Plate(RangeBars(anchor, title, title, "points", bars, legend), table)


def _table(fund: str, rows: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Project", "项目"), share=2),
        Column(Text("Gates", "门槛")),
        Column(Text("Passed, failed, not known", "通过、未通过、未知"), numeric=True),
        Column(Text("Points of 100", "得分（满分100）"), numeric=True),
        Column(Text("Stage", "阶段"), share=2),
        Column(Text("Goes forward", "是否推进")),
        Column(Text("Why they chose so", "选择理由"), share=2),
    )
    made = tuple(tuple(_cells(one)) for one in rows.to_dict("records"))
    return Table(fund, columns, made, stacked=True)


def _cells(one: Any) -> Iterator[Cell]:
    yield Cell(one["project"])
    words, rating = _GATES[one["gates"]]
    yield Cell(words, rating=rating)
    counts = (one[name] for name in ("gates_passed", "gates_failed", "gates_unknown"))
    yield Cell(" / ".join(f"{count}" for count in counts), numeric=True)
    yield Cell(_range(one["score_least"], one["score_most"]), numeric=True)
    stages = [one["stage_earliest"], one["stage_latest"]]
    said = [stage_words(code) for code in dict.fromkeys(stages) if code]
    yield Cell(_between(said))
    chosen = one["chosen"]
    answer = Text("yes", "是") if chosen == 1 else Text("no", "否")
    yield Cell(_DASH if chosen != chosen else answer)
    why = one["why"]
    yield Cell(_DASH if why != why or not why else str(why))


def _between(said: list[Words]) -> Words:
    if len(said) < 2:
        return said[0] if said else _DASH
    return Message("{first} to {last}", {"first": said[0], "last": said[1]})


def _range(least: float, most: float) -> Words:
    if most != most:
        return _DASH
    return f"{least:.1f}" if least == most else f"{least:.1f}–{most:.1f}"


def _first(steps: pd.DataFrame, shown: list[str]) -> Table:
    columns = (
        Column(Text("Project", "项目"), share=2),
        Column(Text("Fund", "基金"), share=2),
        Column(Text("Place", "次序"), numeric=True),
        Column(Text("What to do", "待办事项"), share=4),
        Column(Text("Why", "理由"), share=2),
        Column(Text("Points to gain", "可增得分"), numeric=True),
    )
    near = steps[(steps["place"] <= _STEPS) & steps["project"].isin(shown)]
    rows = tuple(
        (
            Cell(one["project"]),
            Cell(one["fund"]),
            Cell(f"{one['place']}", numeric=True),
            Cell(one["title"]),
            Cell(_WHY[one["rule"]]),
            figure(one["gain"], "points"),
        )
        for one in near.to_dict("records")
    )
    caption = Text(
        "The first three steps: gates first, then items by stage and by points",
        "前三步：先过门槛，再按阶段和得分完成准备事项",
    )
    return Table(caption, columns, rows, stacked=True)
