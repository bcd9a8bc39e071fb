"""A waterfall: from what is there, gap by gap, to what there could be."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from localgoals.model.text import Language
from localgoals.reports.blocks import Figure, Words
from localgoals.reports.charts import INK, LINE_COLOURS, QUIET, Rows, drawn_svg, short_amounts
from localgoals.reports.wording import spoken, unit_named

__all__ = ["Step", "Waterfall", "waterfall_svg"]

_ROW = 26
_WIDTH = 330
_ROOM = 1.35
"""The axis is so many times as long as the highest bar: room for the numbers beside it."""


@dataclass(frozen=True)
class Step:
    """One bar: what is added, or with `total` all that there is so far."""

    name: Words
    value: float
    total: bool = False


@dataclass(frozen=True)
class Waterfall:
    """Steps from a first total to a last one, of one unit."""

    anchor: str
    title: Words
    alt: Words
    unit: str
    steps: tuple[Step, ...]


def waterfall_svg(chart: Waterfall, language: Language) -> str:
    """Draw the steps one below the other, each beginning where the last one ended."""
    rows = _rows(chart, language)
    names = [row["name"] for row in rows]
    most = max(row["right"] for row in rows)
    least = min(0.0, *(min(row["from"], row["to"]) for row in rows))
    across = alt.Scale(domain=[least, most * _ROOM], nice=False)
    title = unit_named(chart.unit).in_(language)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("name:N", scale=alt.Scale(domain=names), axis=alt.Axis(
            title=None, domain=False, ticks=False, labelLimit=170, labelPadding=8)),
    )  # fmt: skip
    bars = base.mark_bar(height=15).encode(
        x=alt.X("from:Q", scale=across, axis=alt.Axis(title=title, tickCount=4,
            labelExpr=short_amounts(language))),
        x2="to:Q",
        color=alt.Color("look:N", legend=None, scale=alt.Scale(
            domain=["total", "step"], range=[QUIET, LINE_COLOURS[0]])),
    )  # fmt: skip
    words = base.mark_text(align="left", dx=6, fontSize=12, color=INK).encode(
        x=alt.X("right:Q", scale=across), text="text:N"
    )
    drawing = alt.layer(bars, words).properties(width=_WIDTH - 130, height=_ROW * len(rows))
    return drawn_svg(drawing, chart.anchor, spoken(chart.alt, language))


def _rows(chart: Waterfall, language: Language) -> Rows:
    rows: Rows = []
    reached = 0.0
    for step in chart.steps:
        begin, end = (0.0, step.value) if step.total else (reached, reached + step.value)
        reached = end
        rows.append(
            {
                "name": spoken(step.name, language),
                "from": begin,
                "to": end,
                # The number of a step downwards stands beside its bar, too, not on it.
                "right": max(begin, end),
                "look": "total" if step.total else "step",
                "text": spoken(Figure(step.value, chart.unit, bare=True), language),
            }
        )
    return rows
