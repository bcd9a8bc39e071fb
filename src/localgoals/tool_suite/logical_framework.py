"""`logical-framework`: a plan as a tree, what is missing in it, and how far its indicators are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Message, Text
from localgoals.planning.logical_framework import LEVELS, in_order, loose_ends, misplaced
from localgoals.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Part,
    Plate,
    Table,
    Words,
)
from localgoals.reports.pictures.progress_bars import ProgressBar, ProgressBars
from localgoals.scoring.distance import share_of_way
from localgoals.tool_suite.reasons import Reason, reason_table
from localgoals.tool_suite.table_words import figure
from localgoals.tool_suite.worked import Worked

__all__ = ["logical_framework"]

_SHOWN = 100
_DRAWN = 30
_NAMES = {
    "goal": Text("Goal", "目标"),
    "outcome": Text("Outcome", "成果"),
    "output": Text("Output", "产出"),
    "activity": Text("Activity", "活动"),
}
_STATES = {
    "reached": Text("Target reached", "已达目标"),
    "on-line": Text("On or ahead of its line", "达到或领先于直线进度"),
    "behind": Text("Behind its line", "落后于直线进度"),
    "away": Text("Farther away than in the base year", "比基准年更远"),
    "": Text("Not known", "未知"),
}
_DRAWN_STATES = ("on-line", "behind", "reached", "away")
"""In the order of the colours of bars, of which the second warns."""


def logical_framework(inputs: Inputs) -> Worked:
    """Lay the plan out, name what is missing, and work out the progress of its indicators."""
    elements = inputs.tables["elements"]
    places = pd.Index(elements["code"])
    serves = places.get_indexer(pd.Index(elements["serves"]))
    _check(inputs, places, serves)
    levels = list(elements["level"])
    progress = _progress(inputs.tables["indicators"])
    counted = pd.Series(places.get_indexer(pd.Index(progress["element"]))).value_counts()
    followed = {int(str(place)): int(count) for place, count in counted.items()}
    tree = elements.assign(indicators=[followed.get(place, 0) for place in range(len(elements))])
    tree = tree.iloc[in_order(levels, list(serves))].reset_index(drop=True)
    reasons = [
        *_loose(elements, loose_ends(levels, list(serves), followed)),
        *_indicator_reasons(progress),
    ]
    parts = (_summary(progress), _tree(tree), _missing(reasons))
    return Worked(parts, {"plan": tree, "progress": progress, "reasons": reason_table(reasons)})


def _check(inputs: Inputs, places: pd.Index, serves: np.ndarray) -> None:
    """Refuse elements that hang in the air, and indicators of none."""
    elements, indicators = inputs.tables["elements"], inputs.tables["indicators"]
    strange = (serves < 0) & (elements["serves"] != "")
    problems = inputs.faults("tool-other-table", "elements", "serves", strange, other="elements")
    wrong = np.zeros(len(elements), np.bool_)
    wrong[misplaced(list(elements["level"]), list(serves))] = True
    problems += inputs.faults("planning-level", "elements", "level", wrong & ~strange)
    without = ~indicators["element"].isin(places)
    problems += inputs.faults(
        "tool-other-table", "indicators", "element", without, other="elements"
    )
    turned = indicators["target_year"] <= indicators["base_year"]
    problems += inputs.faults("planning-years", "indicators", "target_year", turned)
    if problems:
        raise InputRefused(problems)


def _progress(table: pd.DataFrame) -> pd.DataFrame:
    """Give the share of the way that each indicator has gone, and that its line would have gone."""
    parts = (table[name].to_numpy() for name in ("latest", "base", "target"))
    done = share_of_way(*parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        years = (table["latest_year"] - table["base_year"]).to_numpy()
        line = np.clip(years / (table["target_year"] - table["base_year"]).to_numpy(), 0.0, 1.0)
    state = np.select(
        [np.isnan(done) | np.isnan(line), done >= 1, done < 0, done >= line - 1e-12],
        ["", "reached", "away", "on-line"],
        "behind",
    )
    return table.assign(done_percent=100 * done, line_percent=100 * line, state=state)


def _loose(elements: pd.DataFrame, ends: dict[str, list[int]]) -> Iterator[Reason]:
    for place in ends["without-indicator"]:
        code, values = _named(elements, place)
        words = Message(
            "{element} has no indicator: nobody can tell whether it is reached.", values
        )
        yield Reason(code, "without-indicator", words, source="norad-1999")
    for place in ends["without-means"]:
        code, values = _named(elements, place)
        words = Message("Nothing serves {element}: by which means is it to be reached?", values)
        yield Reason(code, "without-means", words, source="norad-1999")


def _named(elements: pd.DataFrame, place: int) -> tuple[str, dict[str, object]]:
    row = elements.iloc[place]
    return str(row["code"]), {"element": f"{row['code']} {row['title']}"}


def _indicator_reasons(progress: pd.DataFrame) -> Iterator[Reason]:
    for _, one in progress.iterrows():
        name = str(one["indicator"])
        missing = [words for column, words in _NEEDED.items() if _blank(one[column])]
        values: dict[str, object] = {"indicator": name}
        for words in missing:
            said = Message("{indicator} has no {missing}.", {**values, "missing": words})
            yield Reason(name, "without-part", said, source="norad-1999")
        if one["state"] == "behind":
            shares: dict[str, object] = {
                "done": Figure(float(one["done_percent"]), "percent"),
                "line": Figure(float(one["line_percent"]), "percent"),
            }
            said = Message(
                "{indicator} has gone {done} of its way, where a straight line would be at {line}.",
                values | shares,
            )
            yield Reason(name, "behind", said)
        if one["state"] == "away":
            said = Message("{indicator} is farther from its target than in the base year.", values)
            yield Reason(name, "away", said)


_NEEDED = {
    "base_year": Text("base year", "基准年"),
    "base": Text("base value", "基准值"),
    "target_year": Text("target year", "目标年"),
    "target": Text("target", "目标值"),
    "latest": Text("figure since then", "其后的数据"),
    "verification": Text("place where its figure is found", "数据来源"),
}


def _blank(value: object) -> bool:
    return value == "" or value != value


def _summary(progress: pd.DataFrame) -> Part:
    title = Text("How far the indicators have come", "指标进展")
    counts = progress["state"].value_counts()
    of_all = Text(f"of {len(progress)}", f"共{len(progress)}个")
    keys = tuple(
        KeyFigure(words, str(int(counts.get(state, 0))), of_all, rating="none")
        for state, words in _STATES.items()
    )
    blocks: list[Block] = [KeyFigures(keys), *_picture(progress, _figures(progress, title))]
    return Part("summary", title, tuple(blocks))


def _figures(progress: pd.DataFrame, title: Text) -> Table:
    columns = (
        Column(Text("Indicator", "指标"), share=3),
        Column(Text("Element", "要素")),
        Column(Text("Progress, %", "进展（%）"), numeric=True),
        Column(Text("Straight line, %", "直线进度（%）"), numeric=True),
        Column(Text("State", "状态"), share=2),
    )
    rows = tuple(
        (
            Cell(str(one["indicator"])),
            Cell(str(one["element"])),
            figure(one["done_percent"], "percent"),
            figure(one["line_percent"], "percent"),
            Cell(_STATES[str(one["state"])]),
        )
        for _, one in progress.head(_SHOWN).iterrows()
    )
    return Table(title, columns, rows, stacked=True)


def _picture(progress: pd.DataFrame, table: Table) -> tuple[Block, ...]:
    known = progress[progress["state"] != ""].head(_DRAWN)
    if known.empty:
        return (table,)
    bars = tuple(
        ProgressBar(
            str(one["indicator"]),
            float(one["done_percent"]),
            _DRAWN_STATES.index(str(one["state"])),
            float(one["line_percent"]),
        )
        for _, one in known.iterrows()
    )
    title = Text("Of the way to the target", "距目标的进程")
    looks = tuple(_STATES[state] for state in _DRAWN_STATES)
    mark = Text("Straight line by now", "直线进度当前应达位置")
    picture = ProgressBars("progress", title, title, bars, looks, mark)
    return (Plate(picture, table),)


def _tree(tree: pd.DataFrame) -> Part:
    title = Text("The plan", "规划结构")
    columns = (
        Column(Text("Element", "要素"), share=4),
        Column(Text("Level", "层级")),
        Column(Text("Indicators", "指标数"), numeric=True),
        Column(Text("Responsible", "负责单位"), share=2),
        Column(Text("Assumption", "前提"), share=2),
    )
    rows = tuple(tuple(_branch(one)) for _, one in tree.head(_SHOWN).iterrows())
    return Part("plan", title, (Table(title, columns, rows, stacked=True),))


def _branch(one: pd.Series) -> Iterator[Cell]:
    # Wide spaces set an element below what it serves, also where styles are not read.
    depth = "\N{EM SPACE}" * LEVELS.index(str(one["level"]))
    yield Cell(f"{depth}{one['code']} {one['title']}")
    yield Cell(_NAMES[str(one["level"])])
    yield Cell(str(one["indicators"]), numeric=True)
    yield Cell(str(one["who"]) or "–")
    yield Cell(str(one["assumption"]) or "–")


def _missing(reasons: list[Reason]) -> Part:
    title = Text("What is missing, and what is late", "缺失与滞后")
    words: tuple[Words, ...] = tuple(one.words for one in reasons[:_SHOWN])
    if not words:
        words = (Text("Nothing.", "无。"),)
    return Part("missing", title, (Bullets(words),))
