"""The page of `waste-flow`: for each city a picture of its plastic, and what leaks of it."""

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
_T = "tonnes_per_year"
_HEAD = "kg_per_person_per_year"
_LEAST_KG = 1.0
"""Below so much plastic per head and year, tonnes a day may have been taken for tonnes a year."""
_FLOWS = {
    "generated_t": Text("Plastic waste", "塑料废物"),
    "informal_t": Text("Informal value chain", "非正规回收"),
    "service_t": Text("Collected by a service", "收集服务"),
    "uncollected_t": Text("Not collected", "未收集"),
    "unmanaged_t": Text("Unmanaged", "未受管理"),
    "recovered_t": Text("Sorted for recovery", "分拣回收"),
    "disposed_t": Text("Landfill or dump", "填埋场或堆放场"),
    "land_t": Text("Retained on land", "滞留土地"),
    "burnt_t": Text("Burnt", "焚烧"),
    "drains_t": Text("In drains", "排水渠"),
    "water_t": Text("In water", "水体"),
}
_PLACES = {name: number for number, name in enumerate(_FLOWS)}
_NODES = (
    Node(_FLOWS["generated_t"], 0, "start"),
    Node(_FLOWS["informal_t"], 1, "fair"),
    Node(_FLOWS["service_t"], 1),
    Node(_FLOWS["uncollected_t"], 1, "bad"),
    Node(_FLOWS["unmanaged_t"], 2, "bad"),
    Node(_FLOWS["recovered_t"], 3, "good"),
    Node(_FLOWS["disposed_t"], 3),
    Node(_FLOWS["land_t"], 3, "bad"),
    Node(_FLOWS["burnt_t"], 3, "start"),
    Node(_FLOWS["drains_t"], 3, "fair"),
    Node(_FLOWS["water_t"], 3, "worst"),
)
_FATES = ("land_t", "burnt_t", "drains_t", "water_t")
_STAGES = {
    "informal_collection": Text("Informal value chain", "非正规回收"),
    "service_collection": Text("Collection service", "收集服务"),
    "formal_sorting": Text("Formal sorting", "正规分拣"),
    "informal_sorting": Text("Informal sorting", "非正规分拣"),
    "transport": Text("Transport", "运输"),
    "disposal": Text("Disposal", "处置"),
}
_PER_HEAD = {
    "water_kg_per_head": (Text("Into water", "进入水体"), _HEAD),
    "unmanaged_kg_per_head": (Text("Unmanaged", "未受管理"), _HEAD),
    "generated_kg_per_head": (Text("Generated", "产生量"), _HEAD),
    "water_bottles_per_head": (
        Text("Into water, as PET bottles", "进入水体，折合PET瓶"),
        "number",
    ),
    "water_trucks": (Text("Into water, as loads of trucks", "进入水体，折合垃圾车"), "number"),
}
_UNITS = {
    "water_bottles_per_head": Text("per person a year", "个/人/年"),
    "water_trucks": Text("a year", "车/年"),
}


class Found(NamedTuple):
    """Everything that was worked out; each is a CSV of that name."""

    cities: pd.DataFrame
    stages: pd.DataFrame
    unknown: pd.DataFrame


def page_parts(found: Found, guessed: pd.DataFrame) -> tuple[Part, ...]:
    """
    Lay out what was found.

    Parameters
    ----------
    found
        Of every city.
    guessed
        The leakage factors that nobody has read in the manual.
    """
    cities = found.cities
    parts = tuple(
        _city(number, one, Found(*(table[table["city"] == one["city"]] for table in found)))
        for number, one in cities.head(_SHOWN).iterrows()
    )
    notes = (*_shown(cities), *_unconfirmed(guessed), *_small(cities))
    return (*parts, Part("notes", Text("To bear in mind", "注意事项"), notes))


def _city(number: object, one: pd.Series, found: Found) -> Part:
    keys = tuple(
        KeyFigure(
            title,
            Figure(float(one[name]), unit, bare=True),
            _UNITS.get(name, unit_words(unit)),
            rating="none",
        )
        for name, (title, unit) in _PER_HEAD.items()
        if one[name] == one[name]
    )
    blocks: list[Block] = [KeyFigures(keys)] if keys else []
    blocks += [_flows(number, one), _leaks(found.stages), *_blanks(found.unknown)]
    return Part(f"city-{number}", str(one["city"]), tuple(blocks))


def _flows(number: object, one: pd.Series) -> Plate | Table:
    title = Text(
        "Where the plastic goes, in % of what is generated", "塑料去向（占产生量的百分比）"
    )
    columns = (
        Column(Text("Flow", "流向"), share=3),
        Column(unit_words(_T), numeric=True, share=2),
        Column(Text("%", "%"), numeric=True),
    )
    whole = float(one["generated_t"])
    names = (*_FLOWS, "leaked_t", "informal_leaked_t")
    percent = {name: _percent(float(one[name]), whole) for name in names}
    rows = tuple(
        (
            Cell(words),
            figure(one[name], _T),
            figure(percent[name], "percent"),
        )
        for name, words in _FLOWS.items()
    )
    table = Table(title, columns, rows)
    flows = tuple(_drawn(percent))
    if not has_flows(flows):
        return table
    return Plate(Sankey(f"flows-{number}", title, _alt(percent), "percent", _NODES, flows), table)


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole > 0 else float("nan")


def _drawn(percent: dict[str, float]) -> Iterator[Flow]:
    at = _PLACES
    for name in ("informal_t", "service_t", "uncollected_t"):
        yield Flow(at["generated_t"], at[name], percent[name])
    by_hand = percent["informal_t"] - percent["informal_leaked_t"]
    for source, target, amount in (
        ("informal_t", "recovered_t", by_hand),
        ("informal_t", "unmanaged_t", percent["informal_leaked_t"]),
        ("service_t", "recovered_t", percent["recovered_t"] - by_hand),
        ("service_t", "disposed_t", percent["disposed_t"]),
        ("service_t", "unmanaged_t", percent["leaked_t"] - percent["informal_leaked_t"]),
        ("uncollected_t", "unmanaged_t", percent["uncollected_t"]),
    ):
        yield Flow(at[source], at[target], amount)
    for name in _FATES:
        yield Flow(at["unmanaged_t"], at[name], percent[name])


def _alt(percent: dict[str, float]) -> Text:
    names = ("recovered_t", "disposed_t", *_FATES)
    en = ", ".join(f"{_FLOWS[name].en.lower()} {percent[name]:.1f} %" for name in names)
    zh = "，".join(f"{_FLOWS[name].zh}{percent[name]:.1f}%" for name in names)
    return Text(f"Of the plastic waste ends: {en}.", f"塑料废物的去向：{zh}。")


def _leaks(stages: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Stage", "环节"), share=3),
        Column(Text("Flows through, t/year", "流经量（吨/年）"), numeric=True, share=2),
        Column(Text("Leaks, %", "泄漏（%）"), numeric=True),
        Column(Text("Leaks, t/year", "泄漏量（吨/年）"), numeric=True, share=2),
    )
    rows = tuple(
        (
            Cell(_STAGES[str(one["stage"])]),
            figure(one["through_t"], _T),
            figure(one["leakage_percent"], "percent"),
            figure(one["leaked_t"], _T),
        )
        for _, one in stages.iterrows()
    )
    return Table(Text("Leakage of each stage", "各环节的泄漏"), columns, rows)


def _blanks(unknown: pd.DataFrame) -> Iterator[Table]:
    if len(unknown):
        title = Text("Blanks, for which figures are not known", "因留空而无法得出指标的数据")
        columns = (Column(Text("Table and column, or row", "表格及列或行")),)
        yield Table(title, columns, tuple((Cell(str(one)),) for one in unknown["lacks"]))


def _shown(figures: pd.DataFrame) -> Iterator[Paragraph]:
    if len(figures) > _SHOWN:
        yield Paragraph(
            Text(
                f"The page shows the first {_SHOWN} of {len(figures):,} cities; cities.csv and "
                "stages.csv have all.",
                f"本页显示{len(figures):,}个城市中的前{_SHOWN}个；cities.csv和stages.csv包含全部城市。",
            ),
            "note",
        )


def _unconfirmed(guessed: pd.DataFrame) -> Iterator[Paragraph]:
    if not len(guessed):
        return
    names = list(dict.fromkeys(guessed["stage"]))
    words = [_STAGES.get(str(one), Text("Storm drains", "雨水渠")) for one in names]
    yield Paragraph(
        Text(
            "Leakage factors that were not read in the user manual of the method: "
            + "; ".join(one.en for one in words)
            + ". What leaks is as uncertain as they are.",
            "以下环节的泄漏系数并非读自方法手册："
            + "；".join(one.zh for one in words)
            + "。泄漏结果与其同样不确定。",
        ),
        "note",
    )


def _small(figures: pd.DataFrame) -> Iterator[Paragraph]:
    """Ask whether days were taken for years, as in a printed diagram."""
    small = figures.loc[figures["generated_kg_per_head"] < _LEAST_KG, "city"].head(_SHOWN)
    if len(small):
        names = ", ".join(map(str, small))
        yield Paragraph(
            Text(
                f"Less than 1 kg of plastic waste per head a year in: {names}. Check that the "
                "amount is of a whole year and not of a day.",
                f"以下城市每人每年塑料废物不足1千克：{names}。请核对该数量是否为全年而非一天的数量。",
            ),
            "note",
        )
