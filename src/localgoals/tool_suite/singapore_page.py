"""The page of the Singapore Index: totals of rounds, and the indicators of each city."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.catalogue.tool_suite.singapore_rules import PointRule, point_rules
from localgoals.model.text import Text
from localgoals.nature.singapore import MOST_POINTS
from localgoals.reports.blocks import (
    Block,
    Cell,
    Column,
    Fact,
    Facts,
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
from localgoals.reports.pictures.radar import Outline, Radar
from localgoals.reports.pictures.range_bars import RangeBar, RangeBars
from localgoals.tool_suite.singapore_rows import COMPONENTS, How, Rounds

__all__ = ["city_parts", "summary"]

_DRAWN_CITIES, _LISTED_ROUNDS, _SHOWN_CITIES, _SHOWN_ROUNDS = 8, 40, 20, 3
"""So many stand on the page; the tables hold all of them."""
_ONLY_SOME = Text(
    f"This page shows the last {_LISTED_ROUNDS} rounds and the first {_SHOWN_CITIES} cities; "
    "the tables hold all of them.",
    f"本页只显示最后{_LISTED_ROUNDS}轮和前{_SHOWN_CITIES}个城市；表格包含全部。",
)
_UNIT = "whole_points"
_HOW: dict[How, Text] = {
    "rule": Text("by thresholds", "按阈值"),
    "unconfirmed": Text("by unconfirmed thresholds", "按未经核实的阈值"),
    "given": Text("given by the city", "城市自评"),
    "first": Text(
        "not yet: first round, later ones count from here", "尚无：首轮，后续各轮以此为起点"
    ),
    "judged": Text("not known: give the points of the handbook", "未知：请填写手册中的得分"),
    "unknown": Text("not known: no figure", "未知：没有数据"),
}


def summary(rounds: Rounds, sums: pd.DataFrame, changes: pd.DataFrame) -> Part:
    """Show the latest round of each city, and what its thresholds are worth."""
    blocks: list[Block] = [_keys(sums, changes)]
    table = _totals(sums)
    latest = sums.groupby("city", sort=False).tail(1)
    shown = latest.head(_DRAWN_CITIES)
    all_ = MOST_POINTS * len(point_rules())
    bars = tuple(
        RangeBar(
            f"{one['city']} {one['year']:.0f}", np.nan_to_num(one["points"]), one["most"], all_
        )
        for one in shown.to_dict("records")
    )
    title = Text("Points of the latest rounds", "最近一轮的得分")
    legend = (
        Text("Points", "得分"),
        Text("The unknown could add", "未知指标最多可增加的分数"),
        Text(f"All there is: {all_}", f"满分{all_}"),
    )
    blocks.append(Plate(RangeBars("totals", title, title, _UNIT, bars, legend), table))
    if len(sums) > _LISTED_ROUNDS or len(latest) > _SHOWN_CITIES:
        blocks.append(Paragraph(_ONLY_SOME, "small"))
    blocks += [Paragraph(words, "note") for words in _notes(rounds)]
    return Part("summary", Text("Where the cities stand", "各城市现状"), tuple(blocks))


def _keys(sums: pd.DataFrame, changes: pd.DataFrame) -> KeyFigures:
    """Show the latest round of the first city in large figures."""
    city = sums["city"].iloc[0]
    last = sums[sums["city"] == city].iloc[-1]
    name = f"{city} {last['year']:.0f}"
    share = Text(f"of {last['possible']:.0f} points possible", f"可得{last['possible']:.0f}分中")
    keys = [
        KeyFigure(name, Figure(last["points"], _UNIT, bare=True), share, rating="none"),
        KeyFigure(
            Text("Indicators that are known", "已知指标"),
            f"{last['known']:.0f}",
            Text("of 28", "共28项"),
            rating="none",
        ),
    ]
    since = changes[(changes["city"] == city) & changes["points"].notna()]
    if len(since):
        one = since.iloc[-1]
        shared = Text(
            f"points, on the {one['indicators_in_both']:.0f} indicators that both rounds have",
            f"分（两轮均有的{one['indicators_in_both']:.0f}项指标）",
        )
        since_then = Text(f"Since {one['from_year']:.0f}", f"自{one['from_year']:.0f}年以来")
        keys.append(KeyFigure(since_then, f"{one['points']:+.0f}", shared, rating="none"))
    return KeyFigures(tuple(keys))


def _totals(sums: pd.DataFrame) -> Table:
    columns = (
        Column(Text("City and year", "城市与年份"), share=3),
        Column(Text("Points", "得分"), numeric=True, share=2),
        *(
            Column(point_rules()[where.start].component, numeric=True, share=2)
            for where in COMPONENTS.values()
        ),
        Column(Text("Known, of 28", "已知项（共28项）"), numeric=True, share=2),
    )
    rows = tuple(
        (
            Cell(f"{one['city']} {one['year']:.0f}"),
            _of(one["points"], one["possible"]),
            *(_of(one[f"{name}_points"], one[f"{name}_possible"]) for name in COMPONENTS),
            Cell(f"{one['known']}", numeric=True),
        )
        for one in sums.tail(_LISTED_ROUNDS).to_dict("records")
    )
    caption = Text("Points, of those possible on what is known", "得分／已知指标的可得分")
    return Table(caption, columns, rows, stacked=True)


def _of(points: float, possible: int) -> Cell:
    """Put points before what they are out of; nothing known is no 0 of 0."""
    if points != points:
        return Cell("–", numeric=True)
    return Cell(Text(f"{points:.0f} of {possible}", f"{points:.0f}／{possible}"), numeric=True)


def _notes(rounds: Rounds) -> Iterator[Text]:
    used = [(rule, set(rounds.how[:, at])) for at, rule in enumerate(point_rules())]
    yield Text(
        "Unknown is not 0: an indicator without a figure counts neither in the points nor in what "
        "was possible. Rounds are compared on the indicators that both have.",
        "未知不等于0：没有数据的指标既不计入得分，也不计入可得分。各轮比较只使用两轮均有的指标。",
    )
    read = [rule for rule, how in used if "rule" in how]
    if read:
        yield Text(
            "Thresholds as an open implementation has them (World Resources Institute); they were "
            f"not read in the handbook itself: {_listed(read, 'en')}.",
            "下列指标的阈值取自世界资源研究所的公开实现，未在手册原文中核实："
            f"{_listed(read, 'zh')}。",
        )
    doubtful = [rule for rule, how in used if "unconfirmed" in how]
    if doubtful:
        yield Text(
            "Thresholds from general knowledge of earlier editions, not confirmed in a "
            f"publication: {_listed(doubtful, 'en')}. Their points are to be checked against the "
            "handbook before they are used.",
            "下列指标的阈值来自对早期版本的一般了解，未经出版物核实，使用前请对照手册检查："
            f"{_listed(doubtful, 'zh')}。",
        )


def _listed(rules: list[PointRule], language: str) -> str:
    if language == "zh":
        return "、".join(f"{rule.code} {rule.title.zh}" for rule in rules)
    return ", ".join(f"{rule.code} {rule.title.en}" for rule in rules)


def city_parts(rounds: Rounds, sums: pd.DataFrame, profile: pd.DataFrame | None) -> Iterator[Part]:
    """Show the indicators of each city, its latest rounds side by side."""
    names = rounds.names
    for number, city in enumerate(names["city"].unique()[:_SHOWN_CITIES], start=1):
        rows = names.index[names["city"] == city][-_SHOWN_ROUNDS:].to_numpy()
        blocks: list[Block] = []
        facts = _profile(profile, city)
        if facts:
            blocks.append(Facts(facts))
        blocks.append(Plate(_radar(rounds, rows, number), _components(sums, rows)))
        blocks.append(_indicators(rounds, rows))
        yield Part(f"city-{number}", str(city), tuple(blocks))


def _profile(profile: pd.DataFrame | None, city: str) -> tuple[Fact, ...]:
    if profile is None or city not in set(profile["city"]):
        return ()
    one = profile[profile["city"] == city].iloc[0]
    facts: list[tuple[Text, Words, bool]] = [
        (Text("People", "人口"), Figure(one["people"], "persons"), one["people"] == one["people"]),
        (Text("Area", "面积"), Figure(one["area_km2"], "km2"), one["area_km2"] == one["area_km2"]),
        (
            Text("Location, climate and relief", "区位、气候和地形"),
            one["place"],
            bool(one["place"]),
        ),
        (Text("Economy", "经济"), one["economy"], bool(one["economy"])),
        (Text("Ecosystems and species", "生态系统与物种"), one["nature"], bool(one["nature"])),
        (
            Text("In charge of biodiversity", "生物多样性主管机构"),
            one["administration"],
            bool(one["administration"]),
        ),
    ]
    return tuple(Fact(name, words) for name, words, known in facts if known)


def _radar(rounds: Rounds, rows: NDArray[np.int_], number: int) -> Radar:
    outlines = tuple(
        Outline(f"{rounds.names['year'][row]:.0f}", tuple(25 * rounds.points[row])) for row in rows
    )
    title = Text(
        "Points by indicator, in per cent of 4; 1 is at the top",
        "各项指标得分（占4分的百分比），1号在最上方",
    )
    alt = Text(
        "Points of the 28 indicators around a centre, an outline for each round; the table below "
        "has the same figures",
        "28项指标的得分环绕中心排列，每轮一条轮廓线，数值见下表",
    )
    return Radar(f"radar-{number}", title, alt, len(point_rules()), outlines)


def _components(sums: pd.DataFrame, rows: NDArray[np.int_]) -> Table:
    """Add the points of each round up by component."""
    here = [(one, f"{one['year']:.0f}") for one in sums.loc[rows].to_dict("records")]
    columns = (
        Column(Text("Component", "部分"), share=3),
        *(
            Column(Text(f"Points {year}", f"{year}年得分"), numeric=True, share=2)
            for _, year in here
        ),
    )
    table = [
        (
            Cell(point_rules()[where.start].component),
            *(_of(one[f"{name}_points"], one[f"{name}_possible"]) for one, _ in here),
        )
        for name, where in COMPONENTS.items()
    ]
    total = (Cell(Text("Total", "合计")), *(_of(one["points"], one["possible"]) for one, _ in here))
    caption = Text("Points, of those possible on what is known", "得分／已知指标的可得分")
    return Table(caption, columns, (*table, total))


def _two(first: Words, second: Words) -> Cell:
    """Put what explains a thing below it."""
    return Cell(first, lines=(Cell(first), Cell(second, quiet=True))) if second else Cell(first)


def _indicators(rounds: Rounds, rows: NDArray[np.int_]) -> Table:
    years = [f"{rounds.names['year'][row]:.0f}" for row in rows]
    columns = (
        Column(Text("Indicator", "指标"), share=4),
        Column(Text(f"Figure {years[-1]}", f"{years[-1]}年数值"), numeric=True, share=2),
        *(Column(Text(f"Points {year}", f"{year}年得分"), numeric=True) for year in years),
        Column(Text(f"Points of {years[-1]}: how", f"{years[-1]}年得分来源"), share=3),
    )
    last = rows[-1]
    table = []
    for at, rule in enumerate(point_rules()):
        unit = rule.unit or _UNIT
        figure = Figure(rounds.figures[last, at], unit)
        table.append(
            (
                Cell(Named(rule.code, rule.title)),
                Cell(figure, numeric=True),
                *(Cell(_whole(rounds.points[row, at]), numeric=True) for row in rows),
                _two(_HOW[rounds.how[last, at]], rounds.said[last, at]),
            )
        )
    caption = Text("Indicators, 0 to 4 points each", "各项指标，每项0至4分")
    return Table(caption, columns, tuple(table), stacked=True)


def _whole(points: float) -> str:
    return "–" if points != points else f"{points:.0f}"
