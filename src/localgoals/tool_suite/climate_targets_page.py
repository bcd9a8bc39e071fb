"""The page of climate targets: the ways of a city to each, what is left, and its peak."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from localgoals.model.text import Text
from localgoals.reports.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Line,
    Paragraph,
    Part,
    Plate,
    Table,
    Trend,
)
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.climate_drivers import drivers_part
from localgoals.tool_suite.subjects import small_percents
from localgoals.tool_suite.table_words import answer, caption, figure

__all__ = ["Shown", "targets_page"]

_UNIT = "tonnes_co2e"
_RESIDUAL_PERCENT = 10.0
"""A net-zero residual at most, of the base year; 5 to 10 is quoted, neither is confirmed."""
_KINDS = {
    "base_year": Text("base year", "基准年"),
    "intensity": Text("intensity", "强度"),
    "baseline": Text("baseline scenario", "基线情景"),
    "fixed_level": Text("fixed level", "固定水平"),
}
_TESTS = {
    "enough_points": Text("Three years or more have figures", "至少三个年份有数值"),
    "long_ago": Text(
        "The peak is more than five years before the latest figure", "峰值早于最近数值五年以上"
    ),
    "recent": Text("The latest figure is five years old or less", "最近数值不超过五年"),
    "fallen": Text("The peak is more than 10 % above the latest figure", "峰值比最近数值高10%以上"),
}
_MAX_LINES = 4
_CITIES_SHOWN = 3
"""So many cities have parts of their own on the page."""
_ROWS_SHOWN = 300


class Shown(NamedTuple):
    """What the page tells, each table with a column `city` that is blank where there is one."""

    given: pd.DataFrame
    found: pd.DataFrame
    paths: pd.DataFrame
    peaks: pd.DataFrame
    """A row for each city."""
    emissions: pd.DataFrame
    """By year."""
    drivers: pd.DataFrame | None
    """What drove the changes, as of `driven_table`; None where nobody asked."""


def targets_page(shown: Shown) -> tuple[Part, ...]:
    """Lay out the only city; or all cities in a table, and the first few one by one."""
    small = small_percents(shown.given, "target", ["reduction_percent"])
    if len(shown.peaks) == 1:
        return _of_city(shown, "", small)
    first = shown.found["city"].unique()[:_CITIES_SHOWN]
    return (
        _together(shown, small),
        *(
            Part(f"city-{place}", city, parts=_of_city(_only(shown, city), f"-{place}"))
            for place, city in enumerate(first, start=1)
        ),
    )


def _only(shown: Shown, city: str) -> Shown:
    of_city = (None if table is None else table[table["city"] == city] for table in shown)
    return Shown(*of_city)  # type: ignore[arg-type]  # only the last one may be None


def _of_city(shown: Shown, ending: str, notes: tuple[Paragraph, ...] = ()) -> tuple[Part, ...]:
    """Lay out one city; `ending` tells its anchors from those of others."""
    return (
        _summary(shown, ending, notes),
        _balance(shown.found, shown.emissions, ending),
        _peaked(shown.peaks.iloc[0], ending),
        *(() if shown.drivers is None else (drivers_part(shown.drivers, ending),)),
    )


def _together(shown: Shown, notes: tuple[Paragraph, ...]) -> Part:
    """Tell of all cities what can be counted, and no mean: their targets are not alike."""
    held = shown.found["above_path"] <= 0
    counts = (
        (Text("Cities", "城市"), len(shown.peaks)),
        (Text("Their targets", "目标"), len(shown.found)),
        (Text("On or below the pathway", "处于路径上或以下"), held.sum()),
        (
            Text("Cities whose emissions have peaked", "排放已达峰的城市"),
            shown.peaks["has_peaked"].sum(),
        ),
    )
    keys = (
        KeyFigure(name, Figure(float(count), "number", bare=True), Text("", ""), rating="none")
        for name, count in counts
    )
    words = Text(
        "Each city is held against its own targets, as of its own latest figure. The cities that "
        "come first have parts of their own below; the tables of the result have all.",
        "各城市按自身最近数值对照自身目标。排在前面的城市在下文单独列出，全部结果见结果表。",
    )
    told = Paragraph(words, "small")
    blocks: tuple[Block, ...] = (KeyFigures(tuple(keys)), _cities(shown), told, *notes)
    return Part("cities", Text("Where the cities stand", "各城市现状"), blocks)


def _cities(shown: Shown) -> Table:
    columns = (
        Column(Text("City", "城市"), share=3),
        Column(Text("Latest year", "最近年份")),
        Column(Text("Emissions, t CO₂e", "排放量，吨二氧化碳当量"), numeric=True, share=2),
        Column(Text("Targets", "目标"), numeric=True),
        Column(Text("On or below the pathway", "处于路径上或以下"), numeric=True),
        Column(Text("Above the pathway", "高于路径"), numeric=True),
        Column(Text("Not known", "未知"), numeric=True),
        Column(Text("Peaked", "已达峰")),
    )
    title = Text("Cities and their targets", "各城市及其目标")
    heading = caption(title, shown=_ROWS_SHOWN, rows=len(shown.peaks))
    return Table(heading, columns, tuple(_city_rows(shown)), stacked=True)


def _city_rows(shown: Shown) -> Iterator[tuple[Cell, ...]]:
    above = shown.found["above_path"]
    marks = pd.DataFrame({"all": True, "held": above <= 0, "above": above > 0, "not": above.isna()})
    cities = shown.peaks["city"].head(_ROWS_SHOWN)
    counts = marks.groupby(shown.found["city"]).sum().reindex(cities, fill_value=0)
    known = shown.emissions[shown.emissions["emissions"].notna()]
    latest = known.groupby("city")[["year", "emissions"]].last()
    table = counts.join(latest).join(shown.peaks.set_index("city")["has_peaked"])
    for city, one in zip(cities, table.to_dict("records"), strict=True):
        yield (
            Cell(city),
            Cell(f"{one['year']:.0f}" if one["year"] == one["year"] else "–"),
            figure(one["emissions"], _UNIT),
            *(figure(one[name], "number") for name in marks),
            Cell(answer(one["has_peaked"])),
        )


def _summary(shown: Shown, ending: str, notes: tuple[Paragraph, ...]) -> Part:
    first = shown.found.iloc[0]
    keys = (
        KeyFigure(
            Text(f"{first['latest_year']:.0f}: emissions", f"{first['latest_year']:.0f}年排放"),
            Figure(first["latest_emissions"], _UNIT, bare=True), unit_words(_UNIT), rating="none",
        ),
        KeyFigure(
            Text(f"Allowed: {first['target']}", f"允许排放：{first['target']}"),
            Figure(first["target_emissions"], _UNIT, bare=True), unit_words(_UNIT), rating="none",
        ),
        KeyFigure(
            Text(f"Way gone to: {first['target']}", f"进度：{first['target']}"),
            Figure(100 * first["progress"], "percent", bare=True),
            unit_words("percent"), rating="none",
        ),
    )  # fmt: skip
    words = Text(
        "The pathway is a straight line from the base year to the target year. Negative progress "
        "means that emissions are further from the target than in the base year. The formulas are "
        "those of the goal types of the Mitigation Goal Standard; they have not been confirmed "
        "there.",
        "路径为从基准年到目标年的直线。进展为负，表示排放比基准年离目标更远。公式对应《减缓目标标准》"
        "的目标类型，尚未在该文件中核实。",
    )
    drawn = Plate(_trend(shown.paths, shown.emissions, ending), _targets(shown.found))
    told = Paragraph(words, "note")
    blocks: tuple[Block, ...] = (KeyFigures(keys), drawn, told, *notes)
    return Part(f"summary{ending}", Text("Where the city stands", "城市现状"), blocks)


def _trend(path: pd.DataFrame, emissions: pd.DataFrame, ending: str) -> Trend:
    """Draw what was emitted, and the first few ways by their bends only."""
    known = emissions[emissions["emissions"].notna()]
    points = zip(known["year"].astype(int), known["emissions"], strict=True)
    lines = [Line(Text("Emissions", "排放量"), tuple(points))]
    for name in list(dict.fromkeys(path["target"]))[:_MAX_LINES]:
        way = path[path["target"] == name]
        ends = way.iloc[[0, -1]]
        lines.append(Line(name, tuple(zip(ends["year"].astype(int), ends["path"], strict=True))))
    title = Text("Emissions and the pathway to each target", "排放量与通往各目标的路径")
    alt = Text(
        "Emissions by year, and a straight line to each target; the figures stand in the table",
        "逐年排放量和通往各目标的直线，数值见下表",
    )
    drawn = tuple(line for line in lines if line.points)
    return Trend(f"target-paths{ending}", title, alt, _UNIT, drawn)


def _targets(found: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Target", "目标"), share=3),
        Column(Text("Kind", "类型"), share=2),
        Column(Text("Base", "基准排放"), numeric=True, share=2),
        Column(Text("Allowed", "允许排放"), numeric=True, share=2),
        Column(Text("Way in the latest year", "最近年份路径值"), numeric=True, share=2),
        Column(Text("Above the pathway", "高于路径"), numeric=True, share=2),
        Column(Text("Progress, %", "进展，%"), numeric=True),
    )
    rows = tuple(
        (
            Cell(f"{one['target']} ({one['base_year']:.0f}–{one['target_year']:.0f})"),
            Cell(_KINDS[one["kind"]]),
            *(
                figure(one[name], _UNIT)
                for name in ("base_emissions", "target_emissions", "path_emissions", "above_path")
            ),
            figure(100 * one["progress"], "percent"),
        )
        for one in found.to_dict("records")
    )
    title = Text("Targets, t CO₂e", "目标，吨二氧化碳当量")
    return Table(title, columns, rows, stacked=True)


def _balance(found: pd.DataFrame, emissions: pd.DataFrame, ending: str) -> Part:
    columns = (
        Column(Text("Target", "目标"), share=3),
        Column(Text("Left in the target year", "目标年剩余排放"), numeric=True, share=2),
        Column(Text("Of the base year, %", "占基准年，%"), numeric=True),
        Column(Text("Removals planned", "计划清除量"), numeric=True, share=2),
        Column(Text("Left after removals", "清除后剩余"), numeric=True, share=2),
    )
    rows = tuple(
        (
            Cell(str(one["target"])),
            figure(one["target_emissions"], _UNIT),
            figure(one["residual_percent"], "percent"),
            figure(one["planned_removals"], _UNIT),
            figure(one["left_after_removals"], _UNIT),
        )
        for one in found.to_dict("records")
    )
    words = Text(
        "Removals stand beside emissions and lower none of the figures above. Net zero is often "
        f"said to leave {_RESIDUAL_PERCENT / 2:g} to {_RESIDUAL_PERCENT:g} % of the base year at "
        "most for removals to balance; this limit is not confirmed.",
        "清除量单独列示，不减少上文任何数值。通常认为净零时须由清除量平衡的剩余排放不超过基准年的"
        f"{_RESIDUAL_PERCENT / 2:g}%至{_RESIDUAL_PERCENT:g}%；该限值未经核实。",
    )
    blocks: tuple[Block, ...] = (
        Paragraph(words, "note"),
        Table(
            Text("Balance in the target year, t CO₂e", "目标年平衡，吨二氧化碳当量"),
            columns,
            rows,
            stacked=True,
        ),
        _removals(emissions),
    )
    return Part(
        f"balance{ending}",
        Text("What removals would have to balance", "须由清除量平衡的部分"),
        blocks,
    )


def _removals(emissions: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Year", "年份")),
        Column(Text("Emissions", "排放量"), numeric=True),
        Column(Text("Removals", "清除量"), numeric=True),
        Column(Text("Net", "净值"), numeric=True),
    )
    rows = tuple(
        (
            Cell(f"{one['year']:.0f}"),
            figure(one["emissions"], _UNIT),
            figure(one["removals"], _UNIT),
            figure(one["emissions"] - one["removals"], _UNIT),
        )
        for one in emissions.to_dict("records")
    )
    return Table(Text("Year by year, t CO₂e", "逐年，吨二氧化碳当量"), columns, rows)


def _peaked(found: pd.Series, ending: str) -> Part:
    verdict = Text("Emissions cannot be said to have peaked.", "尚不能认定排放已达峰。")
    if found["has_peaked"]:
        year, until = f"{found['year']:.0f}", f"{found['holds_until']:.0f}"
        verdict = Text(
            f"Emissions peaked in {year}. This can be said until {until}: then the latest figure "
            "is too old.",
            f"排放已于{year}年达峰。这一结论可用至{until}年，此后最近数值过旧。",
        )
    columns = (Column(Text("Test", "检验"), share=4), Column(Text("Answer", "结果")))
    rows = tuple((Cell(words), Cell(answer(found[name]))) for name, words in _TESTS.items())
    words = Text(
        "The age of the latest figure is counted from the last year of the table.",
        "最近数值的年龄以表中最后一年为准。",
    )
    table = Table(Text("All four have to hold", "四项须同时成立"), columns, rows)
    blocks = (Paragraph(verdict), table, Paragraph(words, "small"))
    return Part(f"peak{ending}", Text("Have emissions peaked?", "排放是否已达峰？"), blocks)
