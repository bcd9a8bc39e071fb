"""The page of `green-area`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from localgoals.model.text import Text
from localgoals.nature.land import PROTECTED_TARGET
from localgoals.reports.blocks import (
    Block,
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
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.land_kinds import KINDS, TITLES
from localgoals.tool_suite.table_words import figure

__all__ = ["green_area_parts"]

Tables = Mapping[str, pd.DataFrame]

_LAYERS: tuple[tuple[Text, frozenset[str]], ...] = (
    (Text("wetland and water", "湿地和水体"), frozenset({"wetland", "water"})),
    (Text("built-up and bare land", "建设用地和裸地"), frozenset({"built", "bare"})),
    (Text("forest", "森林"), frozenset({"forest"})),
    (Text("cropland", "耕地"), frozenset({"cropland"})),
    (
        Text("shrub, grass, other ecosystems", "灌丛、草地和其他生态系统"),
        frozenset({"shrub", "grass", "other_ecosystem"}),
    ),
)


def green_area_parts(tables: Tables, *, has_protected: bool) -> tuple[Part, ...]:
    """Lay out what was measured."""
    parts = [_summary(tables["summary"], has_protected), _kinds(tables["kinds"], has_protected)]
    if "changes" in tables:
        parts.append(_changes(tables))
    if "rings" in tables:
        parts.append(_rings(tables["rings"]))
    return tuple(parts)


def _summary(summary: pd.DataFrame, has_protected: bool) -> Part:
    last = summary.iloc[-1]
    year = f"{last['year']:.0f}"
    keys = [
        _key(Text(f"Green land, {year}", f"{year}年绿地"), last["green_km2"], "km2"),
        _key(Text("Of the known area", "占已知面积"), last["green_percent"], "percent"),
    ]
    if last["people"] == last["people"]:
        name = Text("Green for each person", "人均绿地")
        keys.append(_key(name, last["green_m2_per_person"], "m2_per_person"))
    if has_protected:
        name = Text("Protected, of the known area", "受保护，占已知面积")
        keys.append(_key(name, last["protected_percent"], "percent"))
    columns = (
        Column(Text("Year", "年份")),
        Column(Text("Not known, %", "未知，%"), numeric=True),
        Column(Text("Green", "绿地"), numeric=True),
        Column(Text("m² per person", "人均，平方米"), numeric=True, share=2),
    )
    names = (
        ("not_known_percent", "percent"),
        ("green_km2", "km2"),
        ("green_m2_per_person", "m2_per_person"),
    )
    rows = tuple(
        (Cell(f"{one['year']:.0f}"), *(figure(one[name], unit) for name, unit in names))
        for one in summary.to_dict("records")
    )
    table = Table(Text("Green land by year, km²", "逐年绿地，平方公里"), columns, rows)
    blocks: list[Block] = [KeyFigures(tuple(keys)), table]
    if has_protected:
        target = f"{100 * PROTECTED_TARGET:g}"
        words = Text(
            f"The global framework is held to ask for {target} % of land and sea to be protected "
            "by 2030 (target 3; not confirmed). It is a target of the world, not of each city.",
            f"全球框架行动目标3一般认为要求到2030年保护{target}%的陆地和海洋（未经核实）。这是全球目标，并非各城市的目标。",
        )
        blocks.append(Paragraph(words, "note"))
    return Part("summary", Text("How green it is", "绿地概况"), tuple(blocks))


def _key(name: Text, value: float, unit: str) -> KeyFigure:
    return KeyFigure(name, Figure(value, unit, bare=True), unit_words(unit), rating="none")


def _hectares(km2: float) -> Cell:
    return figure(100 * km2, "hectares")


def _kinds(kinds: pd.DataFrame, has_protected: bool) -> Part:
    heads = [
        Column(Text("Kind and year", "种类与年份"), share=3),
        Column(Text("km²", "平方公里"), numeric=True),
        Column(Text("%", "%"), numeric=True),
    ]
    if has_protected:
        heads.append(Column(Text("Protected, %", "受保护，%"), numeric=True))
    shown = kinds.assign(place=kinds["kind"].map(KINDS.index)).sort_values(["place", "year"])
    rows = tuple(
        (
            Cell(_dated(one["kind"], one["year"])),
            figure(one["km2"], "km2"),
            figure(one["percent"], "percent"),
            *([figure(one["protected_percent"], "percent")] if has_protected else []),
        )
        for one in shown.to_dict("records")
    )
    stacks = []
    for year in kinds["year"].unique().tolist():
        here = kinds[kinds["year"] == year]
        values = (here["km2"][here["kind"].isin(names)].sum() for _, names in _LAYERS)
        stacks.append(Stack(str(year), tuple(map(float, values))))
    alt = Text(
        "A bar for each year, of five groups of kinds; the areas stand in the table",
        "每年一条，分五组种类，面积见表",
    )
    title = Text("Land by kind", "各类土地")
    layers = tuple(name for name, _ in _LAYERS)
    picture = StackedBars("kinds", title, alt, "km2", layers, tuple(stacks))
    table = Table(Text("Ecosystems and other land", "生态系统和其他土地"), tuple(heads), rows)
    return Part("kinds", Text("Ecosystems", "生态系统"), (Plate(picture, table),))


def _dated(kind: str, year: int) -> Text:
    return Text(f"{TITLES[kind].en}, {year}", f"{TITLES[kind].zh}，{year}年")


def _changes(tables: Tables) -> Part:
    changes = tables["changes"]
    words = Text(
        "Only cells that are known in both years are compared. Possibly restored is what came to "
        "an ecosystem from fields, bare or built-up land: a map cannot tell restoration from "
        "neglect, or from an error of one of the maps.",
        "只比较两年均已知的单元。“可能恢复”指由耕地、裸地或建设用地转为生态系统的面积：地图无法区分恢复、撂荒"
        "与其中一幅图的误差。",
    )
    columns = (
        Column(Text("Kind", "种类"), share=2),
        Column(Text("Net, %", "净变化，%"), numeric=True),
        Column(Text("Gained", "增加"), numeric=True),
        Column(Text("Lost", "减少"), numeric=True),
    )
    blocks: list[Block] = [Paragraph(words, "note")]
    for (before, after), here in changes.groupby(["from_year", "to_year"]):
        rows = tuple(
            (
                Cell(TITLES[one["kind"]], note=_restored(one["possibly_restored"])),
                figure(one["percent"], "percent"),
                *(_hectares(one[name]) for name in ("gained", "lost")),
            )
            for one in here.to_dict("records")
        )
        caption = Text(f"{before} to {after}, ha", f"{before}年至{after}年，公顷")
        blocks.append(Table(caption, columns, rows))
    blocks += _transitions(tables["transitions"])
    return Part("changes", Text("What became of it", "变化"), tuple(blocks))


def _restored(km2: float) -> Words:
    """Name what may have been restored; nothing where there is none, or where it cannot be."""
    name = Text("possibly restored", "可能恢复")
    return Named(name, Figure(100 * km2, "hectares")) if km2 > 0 else ""


def _transitions(transitions: pd.DataFrame) -> Iterator[Block]:
    """Show from what to what land went, a table for each pair of years."""
    for (before, after), here in transitions.groupby(["from_year", "to_year"]):
        kinds = [name for name in KINDS if name in {*here["kind_before"], *here["kind_after"]}]
        matrix = here.pivot(index="kind_before", columns="kind_after", values="km2")
        matrix = matrix.reindex(index=kinds, columns=kinds).fillna(0.0)
        heads = (
            Column(
                Text(f"From {before}, to {after}:", f"{before}年（行）至{after}年（列）"), share=2
            ),
            *(Column(TITLES[name], numeric=True) for name in kinds),
        )
        rows = tuple(
            (Cell(TITLES[name]), *map(_hectares, amounts))
            for name, amounts in zip(kinds, matrix.to_numpy().tolist(), strict=True)
        )
        yield Table(Text("From what to what, ha", "转移矩阵，公顷"), heads, rows, folded=True)


def _rings(rings: pd.DataFrame) -> Part:
    columns = (
        Column(Text("Ring and year", "环带与年份"), share=3),
        Column(Text("Known", "已知"), numeric=True),
        Column(Text("Green", "绿地"), numeric=True),
        Column(Text("Green, %", "绿地，%"), numeric=True),
    )
    stacks, rows = [], []
    for one in rings.sort_values(["to_m", "year"]).to_dict("records"):
        ends = f"{one['from_m']:,.0f}–{one['to_m']:,.0f}"
        name = Text(f"{ends} m, {one['year']}", f"{ends}米，{one['year']}年")
        other = one["known_km2"] - one["green_km2"]
        stacks.append(Stack(name, (100 * one["green_km2"], 100 * other)))
        percent = figure(one["green_percent"], "percent")
        rows.append((Cell(name), _hectares(one["known_km2"]), _hectares(one["green_km2"]), percent))
    alt = Text(
        "A bar for each ring and year, green and other land; the areas stand in the table",
        "每个环带和年份一条，分绿地与其他土地，面积见表",
    )
    title = Text("Land in the rings, ha", "环带内的土地，公顷")
    layers = (Text("green land", "绿地"), Text("other land", "其他土地"))
    words = Text(
        "The rings lie around everything that was built up in the first year, inside and outside "
        "of the city, and stay where they are: what is lost in them is lost. Distances run from "
        "cell centre to cell centre. Only land in the city is measured.",
        "环带以首年全部建设用地（城市内外）为界，位置固定，因此其中的减少即为实际减少。距离按单元中心计算，"
        "只量算城市内的土地。",
    )
    picture = StackedBars("rings", title, alt, "hectares", layers, tuple(stacks))
    table = Table(Text("Green belt, ha", "绿带，公顷"), columns, tuple(rows))
    return Part("rings", Text("The green belt", "绿带"), (Paragraph(words), Plate(picture, table)))
