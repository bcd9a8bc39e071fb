"""A front: the most that can be had for each amount, and the point that was chosen."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from localgoals.model.text import Language
from localgoals.reports.blocks import Figure, Named, Words
from localgoals.reports.charts import INK, LINE_COLOURS, Rows, drawn_svg, short_amounts
from localgoals.reports.wording import spoken, unit_words

__all__ = ["Front", "FrontMark", "front_svg"]

_WIDTH, _HEIGHT = 255, 220
_ROOM = 0.12


@dataclass(frozen=True)
class FrontMark:
    """A point that stands out, with its name."""

    name: Words
    across: float
    up: float


@dataclass(frozen=True)
class Front:
    """Points from left to right: what is given, and the most that it brings."""

    anchor: str
    title: Words
    alt: Words
    across: Words
    across_unit: str
    up: Words
    up_unit: str
    points: tuple[tuple[float, float], ...]
    marks: tuple[FrontMark, ...]
    """Five at most."""


def front_svg(chart: Front, language: Language) -> str:
    """Draw the points joined by a line, and the marks above it; their figures are in the legend."""
    rows: Rows = [{"across": across, "up": up} for across, up in chart.points]
    marks: Rows = [
        {
            "across": one.across,
            "up": one.up,
            # The figure stands in the legend: marks may lie upon each other.
            "name": spoken(Named(one.name, Figure(one.up, chart.up_unit, bare=True)), language),
        }
        for one in chart.marks
    ]
    x = alt.X("across:Q", axis=_axis(chart.across, chart.across_unit, language),
        scale=_span([row["across"] for row in (*rows, *marks)]))  # fmt: skip
    y = alt.Y("up:Q", axis=_axis(chart.up, chart.up_unit, language),
        scale=_span([row["up"] for row in (*rows, *marks)]))  # fmt: skip
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y)
    line = base.mark_line(color=LINE_COLOURS[0], point=alt.OverlayMarkDef(
        color=LINE_COLOURS[0], filled=True, size=30))  # fmt: skip
    marked = alt.Chart(alt.InlineData(values=marks)).encode(x=x, y=y)
    names = [row["name"] for row in marks]
    colours = [LINE_COLOURS[1], *LINE_COLOURS[2:], INK][: len(names)]
    look = alt.Color("name:N", legend=alt.Legend(), scale=alt.Scale(domain=names, range=colours))
    spots = marked.mark_point(size=90, filled=True, opacity=1).encode(
        color=look,
        shape=alt.Shape("name:N", legend=alt.Legend(), scale=alt.Scale(
            domain=names, range=["diamond", "square", "triangle-up", "cross", "circle"][
                : len(names)])),
    )  # fmt: skip
    drawing = alt.layer(line, spots)
    drawing = drawing.properties(width=_WIDTH, height=_HEIGHT)
    return drawn_svg(drawing, chart.anchor, spoken(chart.alt, language))


def _axis(name: Words, unit: str, language: Language) -> alt.Axis:
    symbol = unit_words(unit).in_(language)
    title = spoken(name, language)
    comma = {"en": ", ", "zh": "，"}[language]
    between = {"en": " ", "zh": ""}[language] if symbol.startswith(("(", "（")) else comma
    return alt.Axis(
        title=f"{title}{between}{symbol}",
        tickCount=4,
        labelExpr=short_amounts(language),
        labelOverlap="parity",
        labelSeparation=8,
    )


def _span(values: list[float]) -> alt.Scale:
    """Leave room for the words beside a mark; a single point stands in the middle."""
    room = _ROOM * ((max(values) - min(values)) or abs(values[0]) or 1.0)
    return alt.Scale(domain=[min(values) - room, max(values) + room], nice=False, zero=False)
