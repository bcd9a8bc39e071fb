"""A tornado: how far a result moves when one thing at a time turns out low or high."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from localgoals.model.text import Language
from localgoals.reports.blocks import Figure, Words
from localgoals.reports.charts import INK, LINE_COLOURS, Rows, drawn_svg, short_amounts
from localgoals.reports.wording import spoken, unit_named

__all__ = ["Sway", "Tornado", "tornado_svg"]

_ROW = 46
_WIDTH = 330
_ROOM = 0.06


@dataclass(frozen=True)
class Sway:
    """A thing, and the result when it alone is low and when it alone is high."""

    name: Words
    at_low: float
    at_high: float


@dataclass(frozen=True)
class Tornado:
    """Sways about one expected result, the widest first."""

    anchor: str
    title: Words
    alt: Words
    unit: str
    expected: float
    sways: tuple[Sway, ...]
    legend: tuple[Words, Words]
    """What the two colours are: the thing is low, the thing is high."""


def tornado_svg(chart: Tornado, language: Language) -> str:
    """Draw the sways one below the other, each with its two results written above it."""
    rows = _rows(chart, language)
    names = [spoken(one.name, language) for one in chart.sways]
    looks = [spoken(words, language) for words in chart.legend]
    ends = [chart.expected, *(row["to"] for row in rows)]
    room = _ROOM * ((max(ends) - min(ends)) or 1.0)
    across = alt.Scale(domain=[min(ends) - room, max(ends) + room], nice=False, zero=False)
    place = alt.Y("name:N", scale=alt.Scale(domain=names), axis=alt.Axis(
        title=None, domain=False, ticks=False, labelLimit=120, labelPadding=8))  # fmt: skip
    axis = alt.Axis(
        title=unit_named(chart.unit).in_(language), tickCount=4, labelExpr=short_amounts(language)
    )
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=place)
    bars = base.mark_bar(height=13, yOffset=8).encode(
        x=alt.X("from:Q", scale=across, axis=axis),
        x2="to:Q",
        color=alt.Color(
            "look:N",
            legend=alt.Legend(),
            scale=alt.Scale(domain=looks, range=[LINE_COLOURS[1], LINE_COLOURS[0]]),
        ),
    )
    words = base.transform_filter("datum.text !== ''").mark_text(
        align="left", fontSize=12, color=INK, yOffset=-9, baseline="middle"
    ).encode(x=alt.value(0), text="text:N")  # fmt: skip
    line = (
        alt.Chart(alt.InlineData(values=[{"at": chart.expected}]))
        .mark_rule(color=INK, strokeDash=[4, 3])
        .encode(x=alt.X("at:Q", scale=across))
    )
    drawing = alt.layer(bars, words, line).properties(
        width=_WIDTH - 110, height=_ROW * len(chart.sways)
    )
    return drawn_svg(drawing, chart.anchor, spoken(chart.alt, language))


def _rows(chart: Tornado, language: Language) -> Rows:
    rows: Rows = []
    for sway in chart.sways:
        ends = [Figure(end, chart.unit, bare=True) for end in sorted((sway.at_low, sway.at_high))]
        said = " … ".join(spoken(end, language) for end in ends)
        for end, look, text in (
            (sway.at_low, chart.legend[0], said),
            (sway.at_high, chart.legend[1], ""),
        ):
            rows.append(
                {
                    "name": spoken(sway.name, language),
                    "from": chart.expected,
                    "to": end,
                    "look": spoken(look, language),
                    "text": text,
                }
            )
    return rows
