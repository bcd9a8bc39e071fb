"""The page of biodiversity targets: how each stands, what is served, and areas against 30 %."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from localgoals.catalogue.tool_suite.gbf_targets import TARGET_GROUPS, TargetGroup, world_targets
from localgoals.model.text import Text
from localgoals.nature.targets import Status
from localgoals.reports.blocks import (
    Block,
    Cell,
    Clauses,
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
from localgoals.reports.pictures.progress_bars import ProgressBar, ProgressBars
from localgoals.tool_suite.biodiversity_rows import served

__all__ = ["area_part", "coverage_part", "summary"]

_DRAWN, _LISTED = 12, 100
"""So many targets stand on the page; the tables hold all of them."""
_ONLY_SOME = Text(
    f"This page shows the first {_LISTED} targets; the tables hold all of them.",
    f"本页只显示前{_LISTED}个目标；表格包含全部。",
)
_UNIT = "target_amount"
_STATUS: dict[Status, Text] = {
    "reached": Text("Reached", "已达到"),
    "on_track": Text("On track", "进展正常"),
    "behind": Text("Behind", "落后"),
    "unknown": Text("Not known", "未知"),
}
_LOOKS: tuple[Status, ...] = ("on_track", "behind", "reached")
"""In the order of the colours of a picture: blue, red, green."""
_REASONS = {
    "no_measurement": Text("no measurement after the base year", "基准年之后没有监测数据"),
    "no_base_value": Text(
        "no value of the base year to draw the way from", "没有基准年数值，无法画出路径"
    ),
}
_KINDS = {
    "increase": Text("increase", "增加"),
    "reduce": Text("reduce", "减少"),
    "reach": Text("reach", "达到"),
    "hold": Text("hold", "保持"),
}
_REALMS = {
    "land": Text("land", "陆地"),
    "inland_water": Text("inland waters", "内陆水域"),
    "sea": Text("coast and sea", "海岸与海洋"),
}
_STATES = {
    "planned": Text("planned", "计划中"),
    "under_way": Text("under way", "进行中"),
    "done": Text("done", "已完成"),
}


def summary(found: pd.DataFrame, covered: pd.DataFrame) -> Part:
    """Count how targets stand, and show how far each has come."""
    counts = found["status"].value_counts()
    keys = [
        KeyFigure(words, str(counts.get(status, 0)), _of_all(len(found)), rating="none")
        for status, words in _STATUS.items()
    ]
    served = covered.groupby("gbf")["targets"].sum()
    keys.append(
        KeyFigure(
            Text("Framework targets served", "已对应的框架目标"),
            str(int((served > 0).sum())),
            Text("of 23", "共23项"),
            rating="none",
        )
    )
    table = _standing(found)
    bars = tuple(_bars(found))
    title = Text("How much of each way is gone", "各目标已完成的路程")
    alt = Text(
        "Per cent of the way from base year to target, with a mark where a straight line is by now",
        "从基准年到目标的完成百分比，标记为直线路径当前应达到的位置",
    )
    looks = tuple(_STATUS[status] for status in _LOOKS)
    mark = Text("straight line by now", "直线路径当前位置")
    picture = ProgressBars("progress", title, alt, bars, looks, mark)
    words = Text(
        "A target is held against its latest measurement after the base year. On track means at "
        "least where a straight line from base year to target year is in the year of the "
        "measurement. A level to be held has no way: it is on track while it is held. Without a "
        "measurement nothing is said.",
        "各目标以基准年之后的最近一次监测数据衡量。“进展正常”表示不低于从基准年到目标年的直线在监测年份的位置。"
        "保持类目标没有路程，只要保持住即为进展正常。没有监测数据则不作判断。",
    )
    blocks: list[Block] = [KeyFigures(tuple(keys)), Plate(picture, table) if bars else table]
    if len(found) > _LISTED:
        blocks.append(Paragraph(_ONLY_SOME, "small"))
    blocks.append(Paragraph(words, "note"))
    return Part("summary", Text("How the targets stand", "目标进展"), tuple(blocks))


def _of_all(count: int) -> Text:
    return Text(f"of {count} targets", f"共{count}个目标")


def _bars(found: pd.DataFrame) -> Iterator[ProgressBar]:
    many = found["city"].nunique() > 1
    for one in found[found["progress"].notna()].head(_DRAWN).to_dict("records"):
        name = f"{one['code']} {one['city']}" if many else f"{one['code']} {one['target']}"
        look = _LOOKS.index(one["status"])
        yield ProgressBar(name, 100 * one["progress"], look, 100 * one["expected_progress"])


def _standing(found: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Target", "目标"), share=4),
        Column(Text("From", "起点"), numeric=True, share=2),
        Column(Text("To", "终点"), numeric=True, share=2),
        Column(Text("Latest", "最近"), numeric=True, share=2),
        Column(Text("Line by then", "当时直线值"), numeric=True, share=2),
        Column(Text("Progress, %", "进展，%"), numeric=True, share=2),
        Column(Text("Standing", "状态"), share=3),
    )
    many = found["city"].nunique() > 1
    rows = tuple(
        (
            _two(_name(one, many), _kind(one)),
            _in_year(one["base_value"], one["base_year"]),
            _in_year(one["target_value"], one["target_year"]),
            _in_year(one["latest_value"], one["latest_year"]),
            Cell(Figure(one["expected_value"], _UNIT, short=True, bare=True), numeric=True),
            Cell(Figure(100 * one["progress"], "percent", bare=True), numeric=True),
            _two(_STATUS[one["status"]], _why(one)),
        )
        for one in found.head(_LISTED).to_dict("records")
    )  # fmt: skip
    return Table(
        Text("Targets, each in its unit", "各目标（各自单位）"), columns, rows, stacked=True
    )


def _two(first: Words, second: Words) -> Cell:
    """Put what explains a thing below it."""
    return Cell(first, lines=(Cell(first), Cell(second, quiet=True))) if second else Cell(first)


def _why(one: Mapping[Hashable, Any]) -> Words:
    """Say why nothing is known: in the words of the city, where it has any."""
    if one["status"] != "unknown":
        return ""
    return one["explanation"] or _REASONS[one["reason"]]


def _name(one: Mapping[Hashable, Any], many: bool) -> Words:
    code: Words = Clauses((one["city"], one["code"])) if many else one["code"]
    return Named(code, one["target"])


def _kind(one: Mapping[Hashable, Any]) -> Text:
    kind, numbers = _KINDS[one["kind"]], [str(number) for number in served(one["gbf"]) or ()]
    en, zh = f"{kind.en}, {one['unit']}", f"{kind.zh}，{one['unit']}"
    if not numbers:
        return Text(en, zh)
    return Text(f"{en}; GBF {', '.join(numbers)}", f"{zh}；《昆蒙框架》{'、'.join(numbers)}")


def _in_year(value: float, year: float) -> Cell:
    if value != value:
        return Cell("–", numeric=True)
    figure = Figure(float(value), _UNIT, short=True, bare=True)
    return Cell(Named(f"{year:.0f}", figure), numeric=True)


def coverage_part(found: pd.DataFrame, covered: pd.DataFrame, actions: pd.DataFrame | None) -> Part:
    """Show which of the 23 targets are served, and by how many targets and actions."""
    counts = covered.drop(columns="city").groupby("gbf").sum()
    blocks: list[Block] = [
        _covered(group, counts, with_actions=actions is not None) for group in TARGET_GROUPS
    ]
    blocks += [Paragraph(words, "note") for words in _said(found, counts, actions)]
    title = Text("Which of the 23 targets are served", "23项框架目标的覆盖情况")
    return Part("coverage", title, tuple(blocks))


def _covered(group: TargetGroup, counts: pd.DataFrame, *, with_actions: bool) -> Table:
    columns = [
        Column(Text("Target of the framework", "框架目标"), share=5),
        Column(Text("Targets", "目标数"), numeric=True),
        Column(Text("Reached or on track", "已达到或进展正常"), numeric=True, share=2),
        Column(Text("Behind", "落后"), numeric=True),
        Column(Text("Not known", "未知"), numeric=True),
    ]
    if with_actions:
        columns.append(Column(Text("Actions", "行动数"), numeric=True))
    rows = []
    for one in world_targets():
        if one.group != group:
            continue
        here = counts[counts.index == one.number].to_dict("records")[0]
        good = here["reached"] + here["on_track"]
        numbers = [here["targets"], good, here["behind"], here["unknown"]]
        if with_actions:
            numbers.append(sum(here[f"actions_{state}"] for state in _STATES))
        words = Text(f"{one.number}. {one.title.en}", f"{one.number} {one.title.zh}")
        rows.append((Cell(words), *(_count(number) for number in numbers)))
    return Table(TARGET_GROUPS[group], tuple(columns), tuple(rows), stacked=True)


def _said(
    found: pd.DataFrame, counts: pd.DataFrame, actions: pd.DataFrame | None
) -> Iterator[Text]:
    lacking = [str(number) for number in counts.index[counts["targets"] == 0]]
    if lacking:
        yield Text(
            f"No target serves {', '.join(lacking)}.", f"尚无目标对应：{'、'.join(lacking)}。"
        )
    unnamed = found[found["gbf"].map(served) == ()]
    none = [f"{one['city']} {one['code']}" for one in unnamed.to_dict("records")]
    if none:
        yield Text(
            f"Targets that name no target of the framework: {', '.join(none)}.",
            f"未注明框架目标的目标：{'、'.join(none)}。",
        )
    if actions is not None:
        states = actions["state"].value_counts()
        yield Text(
            f"{len(actions)} actions: "
            + ", ".join(f"{states.get(code, 0)} {words.en}" for code, words in _STATES.items())
            + ". An action counts for each framework target that its target serves.",
            f"共{len(actions)}项行动："
            + "、".join(f"{words.zh}{states.get(code, 0)}项" for code, words in _STATES.items())
            + "。一项行动按其目标所对应的每个框架目标各计一次。",
        )
    yield Text(
        "Numbers and subjects of the 23 targets are given in our own short words; they have not "
        "been confirmed in decision 15/4 of the Convention on Biological Diversity.",
        "23项目标的编号和主题由本项目简要表述，尚未对照《生物多样性公约》第15/4号决定核实。",
    )


def _count(number: int) -> Cell:
    return Cell(str(number), numeric=True, quiet=not number)


def area_part(shares: pd.DataFrame) -> Part:
    """Show areas under restoration and conserved areas against 30 per cent."""
    titles = {str(one.number): one.title for one in world_targets()}
    columns = (
        Column(Text("Area", "区域"), share=4),
        Column(Text("Area, km²", "面积，平方公里"), numeric=True, share=2),
        Column(Text("Of, km²", "总面积，平方公里"), numeric=True, share=2),
        Column(Text("Share, %", "占比，%"), numeric=True, share=2),
        Column(Text("Short of 30 %, km²", "距30%尚缺，平方公里"), numeric=True, share=2),
    )
    rows = tuple(
        (
            _two(
                Text(
                    f"{one['city']} {one['year']:.0f}: {_REALMS[one['realm']].en}",
                    f"{one['city']} {one['year']:.0f}：{_REALMS[one['realm']].zh}",
                ),
                titles[one["gbf"]],
            ),
            *(
                Cell(Figure(one[name], unit, bare=True), numeric=True)
                for name, unit in (
                    ("part_km2", "km2"), ("whole_km2", "km2"),
                    ("percent", "percent"), ("missing_km2", "km2"),
                )
            ),
        )
        for one in shares.head(_LISTED).to_dict("records")
    )  # fmt: skip
    words = Text(
        "30 % is the aim of the world as a whole for 2030, for degraded areas under restoration "
        "(2) and for conserved areas (3). It is no quota of a city: the share says what a city "
        "adds to it.",
        "30%是全世界到2030年的总体目标，分别针对正在恢复的退化区域（2）和受养护区域（3），并非城市的配额；该占比说明城市的贡献。",
    )
    caption = Text("Areas against 30 %", "各类区域与30%对照")
    blocks = (Table(caption, columns, rows, stacked=True), Paragraph(words, "note"))
    return Part("areas", Text("Areas restored and conserved", "恢复与养护的区域"), blocks)
