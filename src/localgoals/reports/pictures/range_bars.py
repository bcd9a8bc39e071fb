"""Bars from the least to the most that something can be, with what each is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

import altair as alt

from localgoals.model.text import Language
from localgoals.reports.blocks import Figure, Words
from localgoals.reports.charts import INK, LINE_COLOURS, Rows, drawn_svg, short_amounts
from localgoals.reports.wording import spoken, unit_named

__all__ = ["RangeBar", "RangeBars", "range_bars_svg"]

_ROW = 40
_WIDTH = 330
_ROOM = 1.08


@dataclass(frozen=True)
class RangeBar:
    """A sum of which only the two ends are known; `mark` is NaN where there is nothing to reach."""

    name: Words
    least: float
    most: float
    mark: float = nan


@dataclass(frozen=True)
class RangeBars:
    """Ranges of one unit: solid up to the least, pale up to the most."""

    anchor: str
    title: Words
    alt: Words
    unit: str
    bars: tuple[RangeBar, ...]
    legend: tuple[Words, Words, Words]
    """What the solid part, the pale part and the mark are."""


def range_bars_svg(chart: RangeBars, language: Language) -> str:
    """Draw the ranges one below the other, each with its two ends written above it."""
    rows, marks = _rows(chart, language), _marks(chart, language)
    names = [spoken(bar.name, language) for bar in chart.bars]
    looks = [spoken(words, language) for words in chart.legend]
    most = max([row["to"] for row in rows] + [row["at"] for row in marks] + [1e-9])
    across = alt.Scale(domain=[0, most * _ROOM], nice=False)
    axis = alt.Axis(
        title=unit_named(chart.unit).in_(language), tickCount=4, labelExpr=short_amounts(language)
    )
    named = looks if marks else looks[:-1]
    colours = alt.Scale(domain=named, range=[LINE_COLOURS[0], LINE_COLOURS[4], INK])
    place = alt.Y("name:N", scale=alt.Scale(domain=names), axis=alt.Axis(
        title=None, domain=False, ticks=False, labelLimit=150, labelPadding=8))  # fmt: skip
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=place)
    bars = base.mark_bar(height=9, yOffset=7).encode(
        x=alt.X("from:Q", scale=across, axis=axis),
        x2="to:Q",
        color=alt.Color("look:N", legend=alt.Legend(), scale=colours),
    )
    words = base.transform_filter("datum.text !== ''").mark_text(
        align="left", fontSize=12, color=INK, yOffset=-9, baseline="middle"
    ).encode(x=alt.value(0), text="text:N")  # fmt: skip
    ticks = (
        alt.Chart(alt.InlineData(values=marks))
        .mark_tick(size=15, thickness=3, yOffset=7, opacity=1)
        .encode(y=place, x=alt.X("at:Q", scale=across), color=alt.Color("look:N", scale=colours))
    )
    layers = (bars, words, ticks) if marks else (bars, words)
    drawing = alt.layer(*layers).properties(width=_WIDTH - 130, height=_ROW * len(names))
    return drawn_svg(drawing, chart.anchor, spoken(chart.alt, language))


def _rows(chart: RangeBars, language: Language) -> Rows:
    rows: Rows = []
    for bar in chart.bars:
        ends = [Figure(end, chart.unit, bare=True) for end in (bar.least, bar.most)]
        said = "–".join(dict.fromkeys(spoken(end, language) for end in ends))
        for begin, end, look, text in (
            (0.0, bar.least, chart.legend[0], said),
            (bar.least, bar.most, chart.legend[1], ""),
        ):
            rows.append(
                {
                    "name": spoken(bar.name, language),
                    "from": begin,
                    "to": end,
                    "look": spoken(look, language),
                    "text": text,
                }
            )
    return rows


def _marks(chart: RangeBars, language: Language) -> Rows:
    return [
        {
            "name": spoken(bar.name, language),
            "at": bar.mark,
            "look": spoken(chart.legend[2], language),
        }
        for bar in chart.bars
        if not isnan(bar.mark)
    ]
