"""`climate-ledger`: what nation, regions, cities and companies contribute together, as a range."""

from __future__ import annotations

import numpy as np
import pandas as pd

from localgoals.climate.ledger import Range, claimed, claimed_by, overlap_groups
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
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
from localgoals.reports.pictures.range_bars import RangeBar, RangeBars
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.table_words import figure
from localgoals.tool_suite.worked import Worked

__all__ = ["climate_ledger"]

_UNIT = "tonnes_co2e"
_LEVELS = {
    "nation": Text("Nation", "国家"),
    "region": Text("Regions", "区域"),
    "city": Text("Cities", "城市"),
    "company": Text("Companies and other emitters", "企业和其他排放者"),
}
_LEAST = Text("If all that can overlap does", "可能重叠者全部重叠")
_MOST = Text("If nothing overlaps", "没有重叠")
_TARGET = Text("Sector target of the nation", "国家部门目标")
_WAYS = {
    "sector": Text("By sector", "按部门"),
    "gas": Text("By gas", "按气体"),
    "geography": Text("By place", "按地点"),
    "level": Text("By level", "按层级"),
}
_HEADS = {
    "sector": Text("Sector", "部门"),
    "gas": Text("Gas", "气体"),
    "geography": Text("Place", "地点"),
    "level": Text("Level", "层级"),
}


def climate_ledger(inputs: Inputs) -> Worked:
    """Add contributions up, with and without overlap, and hold them against sector targets."""
    given = inputs.tables["claims"]
    first = given["year"].iloc[0]
    other = inputs.faults(
        "climate-ledger-year", "claims", "year", given["year"] != first, year=f"{first:.0f}"
    )
    if other:
        raise InputRefused(other)
    claims = given.assign(group=overlap_groups(given))
    # Two companies of a place are two emitters; two claims of a city for its place can be one.
    is_company = claims["level"] == "company"
    placed = claims.assign(geography=claims["geography"].where(~is_company, claims["actor"]))
    total = claimed(placed)
    ways = {name: _by(placed, claims, name) for name in _WAYS}
    targets = _targets(inputs)
    sectors = _with_targets(ways["sector"], targets)
    shares = _shares(placed, targets)
    parts = (_summary(total, sectors), _nested(shares), _ways(ways))
    tables = {
        "sectors": sectors.reset_index(),
        "ranges": pd.concat(
            [
                table.rename_axis("value").reset_index().assign(by=name)
                for name, table in ways.items()
            ]
        )[["by", "value", "least", "most"]],
        "shares_of_targets": shares,
    }
    return Worked(parts, tables)


def _by(placed: pd.DataFrame, claims: pd.DataFrame, name: str) -> pd.DataFrame:
    """Add up for each value of a column, as it was given."""
    return claimed_by(placed.assign(asked=claims[name]), "asked")


def _targets(inputs: Inputs) -> pd.Series:
    if "sector_targets" not in inputs.tables:
        return pd.Series(dtype=np.float64)
    return inputs.tables["sector_targets"].set_index("sector")["target_tonnes"]


def _with_targets(sectors: pd.DataFrame, targets: pd.Series) -> pd.DataFrame:
    """Put the target of each sector beside its range; a sector may have one of the two only."""
    order = sorted({*sectors.index, *targets.index})
    table = sectors.reindex(order).assign(target=targets.reindex(order))
    with np.errstate(divide="ignore", invalid="ignore"):
        for end in ("least", "most"):
            share = 100 * table[end] / table["target"].where(table["target"] > 0)
            table[f"{end}_percent_of_target"] = share
    return table.rename_axis("sector")


def _shares(placed: pd.DataFrame, targets: pd.Series) -> pd.DataFrame:
    """Give what each level claims in a sector as a share of its target; these are never added."""
    rows = []
    for sector, target in targets.items():
        here = placed[placed["sector"] == sector]
        for level, one in claimed_by(here, "level").iterrows():
            goal = float(target) if target > 0 else float("nan")
            rows.append(
                {
                    "sector": sector,
                    "level": level,
                    "least": one["least"],
                    "most": one["most"],
                    "target": target,
                    "least_percent": 100 * one["least"] / goal,
                    "most_percent": 100 * one["most"] / goal,
                }
            )
    names = ("sector", "level", "least", "most", "target", "least_percent", "most_percent")
    return pd.DataFrame(rows, columns=list(names))


def _summary(total: Range, sectors: pd.DataFrame) -> Part:
    keys = tuple(
        KeyFigure(name, Figure(end, _UNIT, bare=True), unit_words(_UNIT), rating="none")
        for name, end in ((_LEAST, total.least), (_MOST, total.most))
    )
    bars = tuple(
        RangeBar(str(sector), one["least"], one["most"], one["target"])
        for sector, one in sectors.iterrows()
        if one["least"] == one["least"]
    )
    everything = RangeBar(Text("All sectors", "全部部门"), total.least, total.most)
    title = Text("Contributions by sector, least and most", "各部门贡献的下限和上限")
    alt = Text(f"{title.en}, as in the table below", f"{title.zh}，数值见下表")
    known = (everything, *bars) if total.least == total.least else bars
    picture = RangeBars("ledger-sectors", title, alt, _UNIT, known, (_LEAST, _MOST, _TARGET))
    blocks: tuple[Block, ...] = (
        KeyFigures(keys),
        Plate(picture, _sector_table(sectors)),
        Paragraph(_RULE, "note"),
    )
    return Part("summary", Text("What all contribute together", "各方合计贡献"), blocks)


_RULE = Text(
    "Contributions of one overlap group can be the same tonnes; where no group is given, those to "
    "the same sector and gas are taken for one. Boundaries of one level do not overlap, so the "
    "least of a group is what its most ambitious level claims. Groups may join sectors, so the "
    "least of all can be below the sum of the sectors. The targets of the nation are never added.",
    "同一重叠组的贡献可能是同一减排量；未填重叠组时，同一部门、同一气体的贡献视为一组。同级辖区互不重叠，"
    "因此一组的下限是申报最多的那一级。重叠组可跨部门，故总下限可低于各部门下限之和。国家目标绝不相加。",
)


def _sector_table(sectors: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Sector", "部门"), share=2),
        Column(_LEAST, numeric=True, share=2),
        Column(_MOST, numeric=True, share=2),
        Column(_TARGET, numeric=True, share=2),
        Column(Text("Least, % of the target", "下限占目标，%"), numeric=True),
        Column(Text("Most, % of the target", "上限占目标，%"), numeric=True),
    )
    rows = tuple(
        (
            Cell(str(sector)),
            *(figure(one[name], _UNIT) for name in ("least", "most", "target")),
            *(figure(one[f"{end}_percent_of_target"], "percent") for end in ("least", "most")),
        )
        for sector, one in sectors.iterrows()
    )
    caption = Text("By sector, t CO₂e and per cent", "按部门，吨二氧化碳当量和百分比")
    return Table(caption, columns, rows, stacked=True)


def _nested(shares: pd.DataFrame) -> Part:
    columns = (
        Column(Text("Sector", "部门"), share=2),
        Column(Text("Level", "层级"), share=2),
        Column(_LEAST, numeric=True, share=2),
        Column(_MOST, numeric=True, share=2),
        Column(Text("Least, % of the target", "下限占目标，%"), numeric=True),
        Column(Text("Most, % of the target", "上限占目标，%"), numeric=True),
    )
    rows = tuple(
        (
            Cell(str(one["sector"])),
            Cell(_LEVELS[one["level"]]),
            figure(one["least"], _UNIT),
            figure(one["most"], _UNIT),
            figure(one["least_percent"], "percent"),
            figure(one["most_percent"], "percent"),
        )
        for one in shares.to_dict("records")
    )
    words = Text(
        "Each line is a share of the same target. Lines of one sector lie inside each other and "
        "must not be added.",
        "每行都是同一目标的一部分。同一部门的各行相互包含，不可相加。",
    )
    caption = Text(
        "Each level against the sector target, t CO₂e and per cent",
        "各级与部门目标对照，吨二氧化碳当量和百分比",
    )
    blocks: tuple[Block, ...] = (
        Paragraph(words),
        Table(caption, columns, rows, stacked=True),
    )
    if not rows:
        blocks = (Paragraph(Text("No sector target was given.", "未提供部门目标。")),)
    return Part("nested", Text("Inside the national contribution", "在国家自主贡献之内"), blocks)


def _ways(ways: dict[str, pd.DataFrame]) -> Part:
    blocks = []
    for name, table in ways.items():
        columns = (
            Column(_HEADS[name], share=2),
            Column(_LEAST, numeric=True, share=2),
            Column(_MOST, numeric=True, share=2),
        )
        rows = tuple(
            (
                Cell(_LEVELS[str(value)] if name == "level" else str(value)),
                figure(one["least"], _UNIT),
                figure(one["most"], _UNIT),
            )
            for value, one in table.iterrows()
        )
        blocks.append(Table(_WAYS[name], columns, rows))
    title = Text("Sector, gas, place and level, t CO₂e", "部门、气体、地点和层级，吨二氧化碳当量")
    return Part("ways", title, tuple(blocks))
