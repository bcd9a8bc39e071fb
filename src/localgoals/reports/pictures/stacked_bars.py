"""Stacked bars: what several things are each made of, in one unit."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from localgoals.model.text import Language
from localgoals.reports.blocks import Figure, Words
from localgoals.reports.charts import INK, LINE_COLOURS, QUIET, Rows, drawn_svg, short_amounts
from localgoals.reports.wording import spoken, unit_named

__all__ = ["Stack", "StackedBars", "stacked_bars_svg"]

_ROW = 30
# The sixth layer of a stack is what is left over, and may be grey.
_COLOURS = (*LINE_COLOURS, QUIET)
_WIDTH = 330
_ROOM = 1.45
"""The axis is so many times as long as the longest bar: room for the numbers beside it."""


@dataclass(frozen=True)
class Stack:
    """One bar: the amounts of its layers, in their order; one below 0 goes to the left."""

    name: Words
    values: tuple[float, ...]
    words: Words = ""
    """Beside the bar in place of their sum, where a part of it is not known."""


@dataclass(frozen=True)
class StackedBars:
    """Bars of the same layers; the sum of each stands beside it."""

    anchor: str
    title: Words
    alt: Words
    unit: str
    layers: tuple[Words, ...]
    stacks: tuple[Stack, ...]
    rest: bool = False
    """True where the last layer is what is left over: grey, however many there are."""


def stacked_bars_svg(chart: StackedBars, language: Language) -> str:
    """Draw the bars one below the other."""
    rows = _rows(chart, language)
    sums = _sums(chart, language)
    names = [row["name"] for row in sums]
    layers = [spoken(layer, language) for layer in chart.layers]
    most = max([row["to"] for row in sums] + [0.0])
    least = min([row["from"] for row in rows] + [row["to"] for row in rows] + [0.0])
    across = alt.Scale(domain=[least, (most or 1.0) * _ROOM], nice=False)
    axis = alt.Axis(
        title=unit_named(chart.unit).in_(language), tickCount=4, labelExpr=short_amounts(language)
    )
    place = alt.Y("name:N", scale=alt.Scale(domain=names), axis=alt.Axis(
        title=None, domain=False, ticks=False, labelLimit=150, labelPadding=8))  # fmt: skip
    bars = alt.Chart(alt.InlineData(values=rows)).mark_bar(height=17).encode(
        y=place,
        x=alt.X("from:Q", scale=across, axis=axis),
        x2="to:Q",
        color=alt.Color("layer:N", legend=alt.Legend(), scale=alt.Scale(
            domain=layers, range=_colours(chart))),
    )  # fmt: skip
    words = (
        alt.Chart(alt.InlineData(values=sums))
        .mark_text(align="left", dx=6, fontSize=12, color=INK)
        .encode(y=place, x=alt.X("to:Q", scale=across), text="text:N")
    )
    drawing = alt.layer(bars, words).properties(width=_WIDTH - 150, height=_ROW * len(names))
    return drawn_svg(drawing, chart.anchor, spoken(chart.alt, language))


def _colours(chart: StackedBars) -> list[str]:
    colours = list(_COLOURS[: len(chart.layers)])
    return [*colours[:-1], QUIET] if chart.rest else colours


def _rows(chart: StackedBars, language: Language) -> Rows:
    rows: Rows = []
    for stack in chart.stacks:
        above = below = 0.0
        for layer, value in zip(chart.layers, stack.values, strict=True):
            begin = above if value >= 0 else below
            above, below = above + max(value, 0.0), below + min(value, 0.0)
            rows.append(
                {
                    "name": spoken(stack.name, language),
                    "layer": spoken(layer, language),
                    "from": begin,
                    "to": begin + value,
                }
            )
    return rows


def _sums(chart: StackedBars, language: Language) -> Rows:
    """Put the number of each bar to the right of what it adds."""
    return [
        {
            "name": spoken(stack.name, language),
            "to": sum(max(value, 0.0) for value in stack.values),
            "text": spoken(
                stack.words or Figure(sum(stack.values), chart.unit, bare=True), language
            ),
        }
        for stack in chart.stacks
    ]
