"""The page of `climate-projections`."""

from __future__ import annotations

import re

import pandas as pd

from localgoals.climate.projections import LEAST_SHARE
from localgoals.model.text import Text
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
from localgoals.reports.pictures.fan import MOST_RIBS, Fan, Rib
from localgoals.reports.wording import number, unit_words
from localgoals.tool_suite.table_words import figure

__all__ = ["projection_parts"]

_TITLES = {
    "temperature": Text("Temperature", "气温"),
    "rain": Text("Rain", "降水"),
    "sea_level": Text("Sea level", "海平面"),
}
_UNITS = {"temperature": "celsius", "rain": "percent", "sea_level": "centimetres"}
_MEANS = {"temperature": "celsius", "rain": "mm_per_year", "sea_level": "centimetres"}
_REASONS: dict[str, Words] = {
    "": "",
    "one-model": Text("one model: no range", "仅一个模式，无范围"),
    "reference-years": Text("too few years in the reference period", "参考时期年数不足"),
    "period-years": Text("too few years in the period", "该时期年数不足"),
}
_ROWS = 60


def projection_parts(
    found: pd.DataFrame, by_year: pd.DataFrame, models: pd.DataFrame, periods: pd.DataFrame
) -> tuple[Part, ...]:
    """Lay out what the models say, variable by variable."""
    reference = periods[periods["reference"] == 1].iloc[0]
    base = f"{reference['first_year']:.0f}–{reference['last_year']:.0f}"
    known = [name for name in _TITLES if (found["variable"] == name).any()]
    parts = [_summary(found, known, base)]
    for name in known:
        here, years = found[found["variable"] == name], by_year[by_year["variable"] == name]
        parts.append(Part(name.replace("_", "-"), _TITLES[name], _blocks(name, here, years, base)))
    parts.append(_by_model(models))
    return tuple(parts)


def _summary(found: pd.DataFrame, known: list[str], base: str) -> Part:
    keys = tuple(_key(name, found[found["variable"] == name]) for name in known)
    words = Text(
        f"Changes are against {base}: temperature in °C, rain in per cent, sea level in cm. They "
        "are the median of the models; the range is from the tenth to the ninetieth percentile. "
        "Models that agree may all be wrong, and a scenario is no forecast.",
        f"变化均相对于{base}年：气温以摄氏度计，降水以百分比计，海平面以厘米计。数值为各模式的中位数，"
        "范围为第10至第90百分位。模式一致并不保证正确，情景也不是预报。",
    )
    return Part(
        "summary",
        Text("What is projected", "预估结果"),
        (KeyFigures(keys), Paragraph(words, "note")),
    )


def _key(name: str, rows: pd.DataFrame) -> KeyFigure:
    """Take the last period of the last scenario: usually the most that has to be reckoned with."""
    one = rows.sort_values(["scenario", "last_year"]).iloc[-1]
    years = f"{one['first_year']:.0f}–{one['last_year']:.0f}"
    return KeyFigure(
        Clauses((_TITLES[name], years, _scenario(one["scenario"]))),
        Figure(one["median"], _UNITS[name], bare=True),
        unit_words(_UNITS[name]),
        note=_range(one) if one["models"] > 1 else _REASONS[one["reason"]],
        rating="none",
    )


def _scenario(code: str) -> str:
    """Write `ssp245` of file names as SSP2-4.5, as people do; other names stay as given."""
    found = re.fullmatch(r"ssp(\d)(\d)(\d)", str(code), re.IGNORECASE)
    return f"SSP{found[1]}-{found[2]}.{found[3]}" if found else str(code)


def _range(row: pd.Series) -> Words:
    return Named(
        Text("10 and 90 % of the models", "模式的10%和90%分位"), _ends(row["low"], row["high"])
    )


def _blocks(name: str, rows: pd.DataFrame, years: pd.DataFrame, base: str) -> tuple[Block, ...]:
    table = _table(name, rows)
    scenarios = list(dict.fromkeys(years["scenario"]))
    ribs = tuple(_rib(one, years[years["scenario"] == one]) for one in scenarios[:MOST_RIBS])
    if not ribs:
        return (table,)
    title = _TITLES[name]
    head = Text(f"{title.en}: change against {base}", f"{title.zh}：相对于{base}年的变化")
    alt = Text(
        "The median of the models by year and scenario, in a band from the tenth to the ninetieth "
        "percentile; the figures of the periods stand in the table",
        "按年和情景给出各模式的中位数，色带为第10至第90百分位；各时期数值见表",
    )
    return (Plate(Fan(f"fan-{name.replace('_', '-')}", head, alt, _UNITS[name], ribs), table),)


def _rib(scenario: str, rows: pd.DataFrame) -> Rib:
    columns = (rows[name].tolist() for name in ("year", "median", "low", "high"))
    return Rib(
        _scenario(scenario), tuple((int(year), *rest) for year, *rest in zip(*columns, strict=True))
    )


def _table(name: str, rows: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Scenario and period", "情景与时期"), share=4),
        Column(Text("Median", "中位数"), numeric=True),
        Column(Text("10 to 90 %", "10%至90%分位"), numeric=True, share=2),
        Column(Text("Models", "模式数"), numeric=True),
    )
    unit = _UNITS[name]
    cells = tuple(
        (
            Cell(
                Clauses(
                    (
                        _scenario(one["scenario"]),
                        f"{one['first_year']:.0f}–{one['last_year']:.0f}",
                    )
                ),
                note=_REASONS[one["reason"]],
            ),
            figure(one["median"], unit),
            Cell(_ends(one["low"], one["high"]), numeric=True),
            Cell(f"{one['models']:.0f}", numeric=True),
        )
        for one in rows.to_dict("records")
    )
    symbol = unit_words(unit)
    caption = Text(f"Change, {symbol.en}", f"变化，{symbol.zh}")
    return Table(caption, columns, cells)


def _ends(low: float, high: float) -> str:
    """Write two ends of a range; one dash where neither is known."""
    return f"{number(low, 1)} … {number(high, 1)}" if low == low else number(low, 1)


def _by_model(models: pd.DataFrame) -> Part:
    share = f"{LEAST_SHARE:.0%}"
    words = Text(
        f"A period counts for a model when {share} of its years are known; this rule is our own. "
        "Years that a scenario lacks are those of its model's scenario historical.",
        f"某模式在一个时期内须有{share}的年份已知才计入，此规则为本工具自定。情景缺少的年份取自该模式的历史情景（historical）。",
    )
    columns = (
        Column(Text("Variable, scenario, model", "变量、情景、模式"), share=4),
        Column(Text("Period", "时期"), share=2),
        Column(Text("Known years", "已知年数"), numeric=True),
        Column(Text("Mean of the years", "多年平均"), numeric=True, share=2),
        Column(Text("Change", "变化"), numeric=True),
    )
    cells = tuple(
        (
            Cell(Clauses((_TITLES[one["variable"]], _scenario(one["scenario"]), one["model"]))),
            Cell(str(one["period"])),
            Cell(f"{one['years']:.0f}", numeric=True),
            Cell(Figure(one["mean"], _MEANS[one["variable"]]), numeric=True),
            Cell(Figure(one["change"], _UNITS[one["variable"]]), numeric=True),
        )
        for one in models.head(_ROWS).to_dict("records")
    )
    caption = Text(
        f"Model by model, {min(_ROWS, len(models))} of {len(models)} rows; models.csv has all",
        f"逐模式结果，共{len(models)}行，此处列出{min(_ROWS, len(models))}行，全部见models.csv",
    )
    table = Table(caption, columns, cells, folded=True)
    return Part("models", Text("Model by model", "逐模式"), (Paragraph(words), table))
