"""The page of `risk-index`: hot spots with their reasons, and zones by band."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from localgoals.catalogue.climate.risk import risk_bands
from localgoals.model.text import Text
from localgoals.reports.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Dots,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Part,
    Plate,
    Table,
)
from localgoals.reports.wording import unit_words
from localgoals.tool_suite.risk_reasons import greatest_part
from localgoals.tool_suite.risk_words import METHOD_NOTE, band_words, joined_words
from localgoals.tool_suite.table_words import figure

__all__ = ["risk_parts"]

_UNIT = "index_1"
_SHOWN = 15
_GROUP = ("hazard", "scenario", "period")


def risk_parts(risks: pd.DataFrame, bands: pd.DataFrame, unknown: int) -> tuple[Part, ...]:
    """
    Lay out the page.

    Parameters
    ----------
    risks
        Every zone under every hazard, with its parts, risk, band, driver and rank.
    bands
        Zones by band for each hazard, scenario and period.
    unknown
        How many risks are not known.
    """
    return (_summary(risks, unknown), _by_band(bands))


def _summary(risks: pd.DataFrame, unknown: int) -> Part:
    order = risks.sort_values("risk", ascending=False, kind="stable")
    known = order[order["risk"].notna()]
    high = int(known["band"].isin([band.code for band in risk_bands()[-2:]]).sum())
    keys = (
        KeyFigure(
            Text("High or very high, of all risks", "高或很高，占全部风险"),
            Figure(100 * high / len(known) if len(known) else float("nan"), "percent", bare=True),
            unit_words("percent"), rating="none",
        ),
        KeyFigure(
            Text("Greatest risk", "最高风险"),
            Figure(float(known["risk"].max()), _UNIT, bare=True),
            _named(known.iloc[0].to_dict()) if len(known) else "", rating="none",
        ),
        KeyFigure(
            Text("Risks not known", "未知的风险"),
            Figure(unknown, "number", bare=True),
            Text("where a value is blank", "因有空白值"), rating="none",
        ),
    )  # fmt: skip
    blocks: list[Block] = [KeyFigures(keys)]
    table = _hot_spots(order)
    blocks.append(Plate(_dots(known.head(_SHOWN)), table) if len(known) else table)
    blocks.append(Paragraph(METHOD_NOTE, "note"))
    words = Text(
        "How sensitivity and adaptive capacity make vulnerability is a choice of the settings, and "
        "not confirmed either. The file risks.csv also has the two classical forms of "
        "vulnerability, E × S ÷ AC and E + S − AC on a scale of 1 to 5; exposure is in them "
        "already, so that they are no part of the risk here.",
        "由敏感性和适应能力得出脆弱性的方式为设置中的选择，同样未经核实。"
        "risks.csv还有脆弱性的两种经典形式：E × S ÷ AC和E + S − AC（1至5分制）；"
        "其中已含暴露，故不计入此处的风险。",
    )
    blocks.append(Paragraph(words, "small"))
    return Part("hot-spots", Text("Where risk is highest", "风险最高之处"), tuple(blocks))


def _dots(known: pd.DataFrame) -> Dots:
    families = known[list(_GROUP)].agg(joined_words, axis=1)
    # Rows of a family stand together, the family of the highest risk first.
    place = families.map({name: at for at, name in enumerate(families.unique())})
    rows = known.assign(family=families, place=place).sort_values("place", kind="stable")
    bars = tuple(
        Bar(str(one["zone"]), float(one["risk"]), family=one["family"])
        for one in rows.to_dict("records")
    )
    alt = Text(
        "A dot for each zone, hazard by hazard, the highest risk above; figures stand in the table",
        "按灾害分组，每个分区一个点，风险最高者在上，数值见表",
    )
    return Dots("hot-spots-chart", Text("Highest risks", "最高风险"), alt, _UNIT, bars)


def _named(one: Mapping[Hashable, object]) -> str:
    return joined_words(one[name] for name in ("zone", *_GROUP))


def _hot_spots(order: pd.DataFrame) -> Table:
    names = dict(zip([band.code for band in risk_bands()], band_words(), strict=True))
    columns = (
        Column(Text("Zone and hazard", "分区与灾害"), share=3),
        Column(Text("Hazard", "危险"), numeric=True),
        Column(Text("Exposure", "暴露"), numeric=True),
        Column(Text("Vulnerability", "脆弱性"), numeric=True),
        Column(Text("Risk", "风险"), numeric=True),
        Column(Text("Reason", "理由"), share=3),
    )
    numbers = ("hazard_level", "exposure", "vulnerability", "risk")
    rows = tuple(
        (
            Cell(_named(one), note=names.get(one["band"], "")),
            *(figure(one[name], _UNIT) for name in numbers),
            Cell(greatest_part(one)),
        )
        for one in order.head(2 * _SHOWN).to_dict("records")
    )
    caption = Text("Hot spots, the highest risk first", "热点，由高到低")
    return Table(caption, columns, rows, stacked=True)


def _by_band(bands: pd.DataFrame) -> Part:
    names = [*(band.title for band in risk_bands()), Text("not known", "未知")]
    columns = (
        Column(Text("Hazard", "灾害"), share=3),
        *(Column(name, numeric=True) for name in names),
    )
    rows = tuple(
        (
            Cell(joined_words(one[name] for name in _GROUP)),
            *(Cell(f"{one[name]}", numeric=True) for name in bands.columns[len(_GROUP) :]),
        )
        for one in bands.to_dict("records")
    )
    table = Table(Text("Zones by band of risk", "各风险等级的分区数"), columns, rows)
    return Part("bands", Text("How many zones are at risk", "有多少分区处于风险之中"), (table,))
