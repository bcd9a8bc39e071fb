"""The page of an inventory: totals, sectors and scopes, the 53 lines, what is missing, quality."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.catalogue.climate.inventory import fuel_factors, inventory_lines, sector_titles
from localgoals.climate.inventory import FIGURE, KEYS, MISSING
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
from localgoals.reports.pictures.stacked_bars import Stack, StackedBars
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.inventory_years import several_parts
from localgoals.tool_suite.table_words import figure

__all__ = ["Shown", "inventory_page"]

_UNIT = "tonnes_co2e"
_SECTORS = ("I", "II", "III", "IV", "V", "VI")
_MANY = 50
_SCOPES = (Text("Scope 1", "范围一"), Text("Scope 2", "范围二"), Text("Scope 3", "范围三"))
_TOTALS = {
    "basic": Text("BASIC", "BASIC总量"),
    "basic_plus": Text("BASIC+", "BASIC+总量"),
    "territorial": Text("Territorial (scope 1)", "地域总量（范围一）"),
}
_STATUS = {
    MISSING: Text("missing: no figure, no key", "缺失：无数值也无符号"),
    FIGURE: Text("figure", "有数值"),
    KEYS["NO"]: Text("NO: not occurring", "NO：不发生"),
    KEYS["NE"]: Text("NE: not estimated", "NE：未估算"),
    KEYS["IE"]: Text("IE: included elsewhere", "IE：已列入他处"),
    KEYS["C"]: Text("C: confidential", "C：保密"),
}
_LEVELS = {
    "basic": Text("BASIC", "BASIC"),
    "basic+": Text("BASIC+", "BASIC+"),
    "territorial": Text("territorial only", "仅计入地域总量"),
    "other": Text("beside the totals", "总量之外"),
}
_GRADES = {
    "H": Text("high", "高"),
    "M": Text("medium", "中"),
    "L": Text("low", "低"),
    "": Text("not said", "未说明"),
}


class Shown(NamedTuple):
    """What the page tells of n inventories."""

    inventories: pd.DataFrame
    sums: pd.DataFrame
    sources: pd.DataFrame
    lines: NDArray[np.float64]
    status: NDArray[np.integer[Any]]
    added: pd.DataFrame
    """Places that do not overlap, by year."""


def inventory_page(shown: Shown) -> tuple[Part, ...]:
    """Lay out the first inventory, and the totals of all where there are several."""
    parts = [_summary(shown), _completeness(shown), _lines(shown), _quality(shown)]
    if len(shown.sums) > 1:
        parts[1:1] = [*several_parts(shown.inventories, shown.sums, shown.added), _all(shown.sums)]
    return tuple(parts)


def _summary(shown: Shown) -> Part:
    first = shown.sums.iloc[0]
    keys = [
        KeyFigure(name, Figure(first[column], _UNIT, bare=True), unit_words(_UNIT), rating="none")
        for column, name in _TOTALS.items()
    ]
    unit = "tonnes_co2e_per_person"
    each = Figure(first["basic_per_person"], unit, bare=True)
    keys.append(
        KeyFigure(Text("BASIC per person", "人均BASIC"), each, unit_words(unit), rating="none")
    )
    title = Text(
        f"{first['inventory']}: emissions by sector and scope",
        f"{first['inventory']}：按部门和范围划分的排放",
    )
    blocks: list[Block] = [KeyFigures(tuple(keys)), *_lacking(shown), _by_sector(first, title)]
    note = Text(
        "BASIC counts what the city causes once. Power made for the grid (I.4.4) and waste from "
        "elsewhere (III.x.3) stand in the territorial total only, so the totals must not be added.",
        "BASIC对城市引起的排放只计一次。为电网发电（I.4.4）和外来废物（III.x.3）只计入地域总量，"
        "因此各总量不可相加。",
    )
    blocks += [Paragraph(note, "note"), *_unconfirmed(shown)]
    return Part("summary", Text("What the city emits", "城市排放"), tuple(blocks))


def _lacking(shown: Shown) -> Iterator[Paragraph]:
    count = int(shown.sums["basic_lines_missing"].iloc[0])
    if count:
        yield Paragraph(
            Text(
                f"BASIC is not complete. Sub-categories of it with neither a figure nor a notation "
                f"key: {count}. The totals hold what is known; more is emitted.",
                f"BASIC不完整：其中{count}个子类别既无数值也无符号。总量仅含已知部分，实际排放更多。",
            ),
            "lead",
        )


def _by_sector(first: pd.Series, title: Text) -> Plate:
    amounts = {
        sector: tuple(float(first[f"{sector}_scope_{scope}"]) for scope in (1, 2, 3))
        for sector in _SECTORS
    }
    names = {sector: sector_titles()[sector] for sector in _SECTORS}
    # A city without any figure gets its empty axes all the same.
    bars = {sector: tuple(float(one) for one in np.nan_to_num(amounts[sector])) for sector in names}
    drawn = [sector for sector in _SECTORS if any(bars[sector])] or list(_SECTORS)
    stacks = tuple(Stack(_short(sector), bars[sector]) for sector in drawn)
    alt = Text(f"{title.en}, as in the table below", f"{title.zh}，数值见下表")
    picture = StackedBars("inventory-sectors", title, alt, _UNIT, _SCOPES, stacks)
    columns = (
        Column(Text("Sector", "部门"), share=2),
        *(Column(scope, numeric=True) for scope in _SCOPES),
        Column(Text("Together", "合计"), numeric=True),
    )
    rows = tuple(
        (
            Cell(names[sector]),
            *(figure(one, _UNIT) for one in (*amounts[sector], first[f"{sector}_together"])),
        )
        for sector in _SECTORS
    )
    caption = Text(
        "Sectors and scopes without lines of the territory only, t CO₂e",
        "各部门各范围（不含仅计入地域总量者），吨二氧化碳当量",
    )
    return Plate(picture, Table(caption, columns, rows, stacked=True))


_SHORT = {
    "I": Text("Stationary energy", "固定能源"),
    "II": Text("Transportation", "交通运输"),
    "III": Text("Waste", "废弃物"),
    "IV": Text("Industry, products", "工业与产品"),
    "V": Text("Land use", "土地利用"),
    "VI": Text("Other scope 3", "其他范围三"),
}


def _short(sector: str) -> Text:
    """Name a sector in the room that a phone has beside a bar."""
    return _SHORT[sector]


_ORIGIN = Text(
    "Methane by its origin weighs 29.8 (fossil) and 27.0 (not fossil) with AR6; both are not "
    "confirmed in the report. Other reports are taken with one value for all methane.",
    "按来源区分的甲烷在第六次评估下取29.8（化石）和27.0（非化石），两值均未经该报告核实；"
    "其他报告对所有甲烷取同一数值。",
)


def _unconfirmed(shown: Shown) -> Iterator[Paragraph]:
    """Name what the figures rest on that has not been read in its source."""
    used = {*shown.sources["line"]}
    # Which named factors were used is told in the activities, which the page repeats below.
    doubtful = [one.title for one in fuel_factors().values() if not one.confirmed]
    english = ", ".join(one.en for one in doubtful)
    chinese = "、".join(one.zh for one in doubtful)
    burned = any(line.startswith("III.3.") for line in used)
    waste = " Dry matter and carbon of burned waste, too." if burned else ""
    waste_zh = "焚烧废物的干物质和碳含量亦然。" if burned else ""
    if (shown.sources[["ch4_fossil", "ch4_biogenic"]] > 0).any(axis=None):
        yield Paragraph(_ORIGIN, "small")
    yield Paragraph(
        Text(
            f"Not confirmed in their source, the IPCC guidelines of 2006: {english}; calorific "
            f"values of oil products and gas; methane of open burning.{waste} The layout of "
            "crf.xlsx is our own, after the fields that the Common Reporting Framework asks for, "
            "and is not confirmed either.",
            f"以下数值未经其来源（IPCC 2006年指南）核实：{chinese}；油品和天然气热值；"
            "露天燃烧的甲烷。"
            f"{waste_zh}crf.xlsx的版式按共同报告框架所要求的字段自拟，同样未经核实。",
        ),
        "small",
    )


def _all(sums: pd.DataFrame) -> Part:
    columns = (
        Column(Text("Inventory", "清单"), share=2),
        *(Column(name, numeric=True) for name in _TOTALS.values()),
        Column(Text("Lines missing", "缺失子类别"), numeric=True),
    )
    rows = tuple(
        (
            Cell(str(one["inventory"])),
            *(figure(one[column], _UNIT) for column in _TOTALS),
            figure(one["basic_lines_missing"], "count"),
        )
        for one in sums.head(_MANY).to_dict("records")
    )
    shown = min(_MANY, len(sums))
    caption = Text(
        f"Totals of {shown} of {len(sums):,} inventories, t CO₂e",
        f"{len(sums):,}份清单中{shown}份的总量，吨二氧化碳当量",
    )
    return Part(
        "inventories", Text("All inventories", "全部清单"), (Table(caption, columns, rows),)
    )


def _completeness(shown: Shown) -> Part:
    status = shown.status[0]
    counted = Table(
        Text("How many of the 53 sub-categories are known", "53个子类别的填报情况"),
        (
            Column(Text("Status", "状态"), share=3),
            Column(Text("Sub-categories", "子类别数"), numeric=True),
        ),
        tuple(
            (Cell(name), Cell(f"{int((status == code).sum())}", numeric=True))
            for code, name in _STATUS.items()
        ),
    )
    missing = [one for one, code in zip(inventory_lines(), status, strict=True) if code == MISSING]
    blocks: list[Block] = [counted]
    if missing:
        columns = (
            Column(Text("Line", "编号")),
            Column(Text("Sub-category", "子类别"), share=4),
            Column(Text("Belongs to", "所属总量"), share=2),
        )
        rows = tuple(
            (Cell(one.code), Cell(_named(one.code, one.title)), Cell(_LEVELS[one.level]))
            for one in missing
        )
        caption = Text(
            "Without a figure or a notation key: find the figure, or say why there is none",
            "既无数值也无符号：请补充数值，或说明没有的理由",
        )
        blocks.append(Table(caption, columns, rows, stacked=True))
    return Part("completeness", Text("What is missing", "缺什么"), tuple(blocks))


def _named(code: str, title: Text) -> Text:
    """Say sub-sector and line; those of the sectors IV to VI are their own sub-sectors."""
    above = sector_titles().get(".".join(code.split(".")[:2]))
    if above is None:
        return title
    return Text(f"{above.en}: {title.en}", f"{above.zh}：{title.zh}")


def _lines(shown: Shown) -> Part:
    columns = (
        Column(Text("Line", "编号"), share=2),
        Column(Text("Sub-category", "子类别"), share=6),
        Column(Text("Scope", "范围"), numeric=True, share=2),
        Column(Text("Belongs to", "所属总量"), share=2),
        Column(unit_words(_UNIT), numeric=True, share=2),
        Column(Text("Status", "状态"), share=3),
    )
    rows = tuple(
        (
            Cell(one.code),
            Cell(_named(one.code, one.title)),
            Cell(str(one.scope), numeric=True),
            Cell(_LEVELS[one.level]),
            figure(amount, _UNIT),
            Cell(_STATUS[int(code)], quiet=bool(code != FIGURE)),
        )
        for one, amount, code in zip(
            inventory_lines(), shown.lines[0], shown.status[0], strict=True
        )
    )
    caption = Text("The 53 sub-categories of GPC", "GPC的53个子类别")
    return Part("lines", Text("Line by line", "逐项列示"), (Table(caption, columns, rows),))


def _quality(shown: Shown) -> Part:
    """Tell how much of what is emitted rests on data of each quality."""
    first = shown.sums["inventory"].iloc[0]
    sources = shown.sources[shown.sources["inventory"] == first]
    # A removal weighs as much as an emission of its size: both can be wrong.
    weight = sources["co2e"].abs()
    everything = float(weight.sum()) or np.nan
    columns = (
        Column(Text("Quality", "质量")),
        Column(Text("Activity data, % of CO₂e", "活动数据，占二氧化碳当量%"), numeric=True),
        Column(Text("Factors, % of CO₂e", "排放因子，占二氧化碳当量%"), numeric=True),
    )
    rows = []
    for grade, name in _GRADES.items():
        shares = [
            100 * float(weight[sources[column] == grade].sum()) / everything
            for column in ("activity_quality", "factor_quality")
        ]
        figures = (figure(one, "percent") for one in shares)
        rows.append((Cell(name), *figures))
    biogenic = float(sources["co2_biogenic"].sum())
    lacking = (sources["co2_biogenic"].isna() & sources["co2e"].notna()).any()
    beside = Text(
        f"Biogenic carbon dioxide, beside the totals: {biogenic:,.0f} t."
        + (" That of burned sludge is not known." if lacking else ""),
        f"生物成因二氧化碳（不计入总量）：{biogenic:,.0f}吨。"
        + ("焚烧污泥的部分未知。" if lacking else ""),
    )
    caption = Text("How good the data are, all lines", "数据质量（全部子类别）")
    blocks = (Table(caption, columns, tuple(rows)), Paragraph(beside))
    return Part("quality", Text("Quality of the data", "数据质量"), blocks)
