"""The page of `waste-wise-cities`: cities side by side, then each with its flows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.model.text import Text
from localgoals.reports.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Part,
    Plate,
    Table,
)
from localgoals.reports.pictures.sankey import Flow, Node, Sankey, has_flows
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.table_words import figure

__all__ = ["Found", "page_parts"]

_SHOWN = 10
_SIDE_BY_SIDE = 50
_T = "tonnes_per_day"
_TITLES = {
    "generated_t": (Text("Waste generated", "废物产生量"), _T),
    "collected_t": (Text("Collected", "收集量"), _T),
    "controlled_t": (Text("Managed in controlled facilities", "受控设施管理量"), _T),
    "uncollected_t": (Text("Not collected", "未收集量"), _T),
    "collected_percent": (Text("Collected, 11.6.1 a", "收集率（11.6.1类别a）"), "percent"),
    "controlled_percent": (
        Text("In controlled facilities, 11.6.1 and b", "受控管理率（11.6.1及类别b）"),
        "percent",
    ),
    "kg_per_head": (Text("Waste per head, of all", "人均废物（全部）"), "kg_per_person_per_day"),
    "household_kg_per_head": (
        Text("Waste of households per head", "人均生活垃圾"),
        "kg_per_person_per_day",
    ),
    "household_error_kg": (Text("Its standard error", "其标准误"), "kg_per_person_per_day"),
    "other_t": (Text("Waste of non-households", "非住户废物"), _T),
    "access_percent": (
        Text("People with basic collection or better", "享有基本及以上收集服务的人口"),
        "percent",
    ),
    "recycling_percent": (Text("Recycling rate, 12.5.1", "回收利用率（12.5.1）"), "percent"),
}
_KEY = ("controlled_percent", "collected_percent", "generated_t", "uncollected_t")
_COMPARED = ("generated_t", "collected_percent", "controlled_percent", "access_percent")
_LEVELS = {
    "full": Text("full", "完全"),
    "improved": Text("improved", "改善"),
    "basic": Text("basic", "基本"),
    "limited": Text("limited", "有限"),
    "none": Text("none", "无"),
    "": Text("not known", "未知"),
}
_KINDS = {"recovery": Text("Recovery", "回收"), "disposal": Text("Disposal", "处置")}
_PLACES = {
    "households": Text("Composition, at households", "组成（住户）"),
    "disposal": Text("Composition, where it is disposed of", "组成（处置地点）"),
}
_NODES = (
    Node(_TITLES["generated_t"][0], 0, "start"),
    Node(Text("Collected", "已收集"), 1),
    Node(Text("Not collected", "未收集"), 1, "worst"),
    Node(Text("Recovery", "回收"), 2, "fair"),
    Node(Text("Disposal", "处置"), 2),
    Node(Text("Controlled", "受控"), 3, "good"),
    Node(Text("Not controlled", "不受控"), 3, "bad"),
    Node(Text("Control not known", "管控情况未知"), 3, "start"),
)
_BY_CONTROL = {1.0: 5, 0.0: 6}


class Found(NamedTuple):
    """Everything that was worked out; each is a CSV of that name."""

    cities: pd.DataFrame
    facilities: pd.DataFrame
    areas: pd.DataFrame
    composition: pd.DataFrame
    unknown: pd.DataFrame


def page_parts(found: Found) -> tuple[Part, ...]:
    """Lay out what was found: all cities, each city, and what is not confirmed."""
    cities = tuple(
        _city(number, one, _of(found, str(one["city"])))
        for number, one in found.cities.head(_SHOWN).iterrows()
    )
    notes = tuple(_notes(found.cities))
    return (
        _summary(found.cities, cities),
        Part("notes", Text("Not confirmed", "未经确认"), notes),
    )


def _of(found: Found, city: str) -> Found:
    return Found(*(table[table["city"] == city] for table in found))


def _summary(cities: pd.DataFrame, parts: tuple[Part, ...]) -> Part:
    blocks: list[Block] = []
    if len(cities) == 1:
        blocks.append(KeyFigures(tuple(_keys(cities.iloc[0]))))
    else:
        columns = (
            Column(Text("City", "城市"), share=2),
            *(Column(_headed(name), numeric=True, share=2) for name in _COMPARED),
        )
        rows = tuple(
            (Cell(str(one["city"])), *(_amount(one, name) for name in _COMPARED))
            for _, one in cities.head(_SIDE_BY_SIDE).iterrows()
        )
        caption = Text("Cities side by side", "城市对比")
        blocks.append(Table(caption, columns, rows, stacked=True))
    if len(cities) > _SHOWN:
        blocks.append(
            Paragraph(
                Text(
                    f"Below are the first {_SHOWN} of {len(cities):,} cities, and in the table the "
                    f"first {_SIDE_BY_SIDE}; cities.csv has all.",
                    f"以下为{len(cities):,}个城市中的前{_SHOWN}个（表中为前{_SIDE_BY_SIDE}个）；"
                    "cities.csv包含全部城市。",
                ),
                "note",
            )
        )
    return Part("summary", Text("Where the waste goes", "废物去向"), tuple(blocks), parts)


def _keys(one: pd.Series) -> Iterator[KeyFigure]:
    for name in _KEY:
        title, unit = _TITLES[name]
        yield KeyFigure(
            title, Figure(float(one[name]), unit, bare=True), unit_words(unit), rating="none"
        )


def _headed(name: str) -> Text:
    title, unit = _TITLES[name]
    symbol = unit_words(unit)
    return Text(f"{title.en}, {symbol.en}", f"{title.zh}，{symbol.zh}")


def _amount(one: pd.Series, name: str) -> Cell:
    return figure(one[name], _TITLES[name][1])


def _city(number: object, one: pd.Series, found: Found) -> Part:
    blocks: list[Block] = list(_flows(number, one, found.facilities))
    blocks += _facilities(found.facilities)
    blocks += [*_compositions(found.composition), *_services(found.areas), *_blanks(found.unknown)]
    return Part(f"city-{number}", str(one["city"]), tuple(blocks))


def _flows(number: object, one: pd.Series, facilities: pd.DataFrame) -> Iterator[Block]:
    table = _figures(one)
    flows = tuple(_drawn(one, facilities))
    if not has_flows(flows):
        yield table
        return
    title = Text("From generation to control, each tonne once", "从产生到管控（每吨只计一次）")
    says = _alt(one)
    yield Plate(Sankey(f"flows-{number}", title, says, _T, _NODES, flows), table)


def _alt(one: pd.Series) -> Text:
    """Say what the picture shows, where it can be said."""
    figures = [float(one[name]) for name in ("generated_t", "collected_t", "controlled_t")]
    known = [f"{figure:,.1f}" if figure == figure else "–" for figure in figures]
    return Text(
        f"Flows of waste: {known[0]} t/day generated, {known[1]} collected, {known[2]} of it "
        "managed in controlled facilities.",
        f"废物流向：每天产生{known[0]}吨，收集{known[1]}吨，其中受控设施管理{known[2]}吨。",
    )


def _drawn(one: pd.Series, facilities: pd.DataFrame) -> Iterator[Flow]:
    """Let what stays with each facility flow from generation to it; nets, so that all adds up."""
    if one["collected_t"] != one["collected_t"]:
        # A part of the facilities would be taken for all of them.
        return
    if one["generated_t"] == one["generated_t"]:
        yield Flow(0, 1, float(one["collected_t"]))
        yield Flow(0, 2, float(one["uncollected_t"]))
    for node, kind in ((3, "recovery"), (4, "disposal")):
        here = facilities[facilities["kind"] == kind]
        yield Flow(1, node, float(here["stays_t"].sum()))
        control = here["is_controlled"].map(_BY_CONTROL).fillna(7)
        for level, amount in here["stays_t"].groupby(control).sum().items():
            yield Flow(node, int(str(level).removesuffix(".0")), float(amount))


def _figures(one: pd.Series) -> Table:
    columns = (
        Column(Text("Figure", "指标"), share=4),
        Column(Text("Value", "数值"), numeric=True, share=2),
        Column(Text("Unit", "单位"), share=2),
    )
    rows = tuple(
        (Cell(title, note=_guess(one, name)), _amount(one, name), Cell(unit_words(unit)))
        for name, (title, unit) in _TITLES.items()
        if name != "household_error_kg" or one[name] == one[name]
    )
    return Table(Text("Figures", "指标数值"), columns, rows)


def _guess(one: pd.Series, name: str) -> Text | str:
    if name != "other_t" or not one["other_is_guessed"]:
        return ""
    percent = f"{one['other_percent']:.0f}"
    return Text(f"guessed: {percent} % of all waste", f"估计值：占全部废物的{percent}%")


def _facilities(facilities: pd.DataFrame) -> Iterator[Table]:
    if not len(facilities):
        return
    columns = (
        Column(Text("Facility", "设施"), share=3),
        Column(Text("Stays, t/day", "留存量（吨/天）"), numeric=True, share=2),
        Column(Text("Control", "管控水平"), share=2),
    )
    rows = tuple(
        (
            Cell(str(row["facility"]), note=_KINDS[str(row["kind"])]),
            figure(row["stays_t"], _T),
            Cell(_LEVELS[str(row["level"])]),
        )
        for _, row in facilities.head(_SIDE_BY_SIDE).iterrows()
    )
    yield Table(Text("Facilities", "设施"), columns, rows)


def _compositions(table: pd.DataFrame) -> Iterator[Table]:
    for place, title in _PLACES.items():
        here = table[table["place"] == place]
        if len(here):
            columns = (
                Column(Text("Fraction", "成分"), share=3),
                Column(Text("Share, %", "比例（%）"), numeric=True),
            )
            rows = tuple(
                (
                    Cell(str(row["fraction"])),
                    figure(row["percent"], "percent"),
                )
                for _, row in here.iterrows()
            )
            yield Table(title, columns, rows)


def _services(areas: pd.DataFrame) -> Iterator[Table]:
    if not len(areas):
        return
    columns = (
        Column(Text("Area", "片区"), share=3),
        Column(Text("Population", "人口"), numeric=True, share=2),
        Column(Text("Level of service", "服务水平"), share=2),
    )
    rows = tuple(
        (
            Cell(str(row["area"])),
            figure(row["population"], "persons"),
            Cell(_LEVELS[str(row["level"])]),
        )
        for _, row in areas.iterrows()
    )
    yield Table(Text("Collection by area", "各片区的收集服务"), columns, rows)


def _blanks(unknown: pd.DataFrame) -> Iterator[Table]:
    if not len(unknown):
        return
    columns = (
        Column(Text("Figure", "指标"), share=2),
        Column(Text("What is blank", "缺少的数据"), share=3),
    )
    rows = tuple(
        (Cell(_TITLES[str(row["figure"])][0]), Cell(_lacking(str(row["lacks"]))))
        for _, row in unknown.iterrows()
    )
    yield Table(Text("Not known, and why", "未知指标及原因"), columns, rows)


def _lacking(codes: str) -> Text:
    """Name tables and their columns by the titles on their sheets, and figures by their own."""
    titles = {code: title for code, (title, _) in _TITLES.items()}
    titles |= {table.name: table.title for table in tool_of("waste-wise-cities").tables}
    for table in tool_of("waste-wise-cities").tables:
        for column in table.columns:
            title = column.title
            titles[f"{table.name}.{column.name}"] = Text(
                f"{table.title.en}: {title.en}", f"{table.title.zh}：{title.zh}"
            )
    named = [titles[code] for code in codes.split(", ") if code]
    if not named:
        return Text("–", "–")
    return Text("; ".join(one.en for one in named), "；".join(one.zh for one in named))


def _notes(cities: pd.DataFrame) -> Iterator[Paragraph]:
    guessed = cities.loc[cities["other_is_guessed"], "city"].head(_SIDE_BY_SIDE)
    if len(guessed):
        names = ", ".join(map(str, guessed))
        yield Paragraph(
            Text(
                f"Waste of non-households is a guess, not weighed, in: {names}. That it is 30 % of "
                "all waste, where no other part is given, was not confirmed in a publication.",
                f"以下城市的非住户废物为估计值，未经称量：{names}。未另行给出比例时按占全部废物的30%"
                "计算，该比例未经出版物确认。",
            ),
            "note",
        )
    yield Paragraph(
        Text(
            "How many households to sample, and for how many days, was not confirmed in the guide "
            "of the tool. Category b of 11.6.1 is printed in its metadata with the formula of the "
            "indicator itself, so both are one figure.",
            "应抽样的住户数和天数未在该工具的指南中得到确认。11.6.1类别b在元数据中的公式与指标本身相同，"
            "因此两者为同一数值。",
        ),
        "note",
    )
