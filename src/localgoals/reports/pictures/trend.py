"""Trends over years: a line for each series, with targets across."""

from __future__ import annotations

from itertools import cycle

import altair as alt

from localgoals.catalogue.load import load
from localgoals.model.text import Language
from localgoals.reports.blocks import Figure, Mark, Named, Trend
from localgoals.reports.charts import (
    INK,
    LINE_COLOURS,
    LINE_SHAPES,
    QUIET,
    WIDTH,
    Rows,
    drawn_svg,
)
from localgoals.reports.wording import number, spoken, unit_named

__all__ = ["trend_svg"]


def trend_svg(chart: Trend, language: Language) -> str:
    """Draw a line, or lines, over years with the words of a language."""
    decimals = load().units[chart.unit].decimals
    rows: Rows = [
        {
            "year": year,
            "value": value,
            "line": spoken(line.name, language),
            "text": number(value, decimals),
        }
        for line in chart.lines
        for year, value in line.points
    ]
    names = list(dict.fromkeys(row["line"] for row in rows))
    years = sorted({row["year"] for row in rows})
    scale = _span([row["value"] for row in rows] + [mark.value for mark in chart.marks], chart.unit)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(
            "year:Q",
            axis=alt.Axis(values=_few(years), format="d", title=None, grid=False),
            scale=alt.Scale(domain=[years[0], years[-1]], padding=18),
        ),
        y=alt.Y("value:Q", scale=scale, axis=_value_axis(chart.unit, language)),
    )
    colours = alt.Scale(domain=names, range=_as_many(LINE_COLOURS, len(names)))
    shapes = alt.Scale(domain=names, range=_as_many(LINE_SHAPES, len(names)))
    legend = alt.Legend() if len(names) > 1 else None
    lines = base.mark_line(strokeWidth=2).encode(
        color=alt.Color("line:N", scale=colours, legend=legend)
    )
    points = base.mark_point(filled=True, size=60, opacity=1).encode(
        color=alt.Color("line:N", scale=colours, legend=legend),
        shape=alt.Shape("line:N", scale=shapes, legend=legend),
    )
    layers: list[alt.Chart] = [*_mark_rules(chart.marks, chart.unit, language), lines, points]
    if len(names) == 1:
        layers.append(base.mark_text(dy=-12, fontSize=12, color=INK).encode(text="text:N"))
    drawn = alt.layer(*layers).properties(width=WIDTH - 60, height=150)
    return drawn_svg(drawn, chart.anchor, spoken(chart.alt, language))


def _span(values: list[float], unit: str) -> alt.Scale:
    """Choose the ends of an axis: percentages from 0 to 100 unless small, other amounts from 0."""
    if (
        load().units[unit].symbol.en.startswith("%")
        and min(values) >= 0
        and 50 < max(values) <= 100
    ):
        return alt.Scale(domain=[0, 100])
    return alt.Scale(zero=True, nice=True)


def _value_axis(unit: str, language: Language) -> alt.Axis:
    return alt.Axis(
        title=unit_named(unit).in_(language),
        titleAngle=0,
        titleAlign="left",
        titleAnchor="start",
        titleX=-30,
        titleY=-16,
        tickCount=5,
        domain=False,
        ticks=False,
        format=",~f",
    )


def _mark_rules(marks: tuple[Mark, ...], unit: str, language: Language) -> list[alt.Chart]:
    if not marks:
        return []
    rows: Rows = [
        {
            "value": mark.value,
            "text": spoken(
                Named(mark.name, Figure(mark.value, unit, bare=True, short=True)), language
            ),
        }
        for mark in marks
    ]
    rules = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_rule(strokeDash=[5, 4], color=QUIET)
        .encode(y="value:Q")
    )
    words = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_text(align="left", baseline="top", dx=3, dy=4, fontSize=12, color=QUIET)
        .encode(y="value:Q", x=alt.value(0), text="text:N")
    )
    return [rules, words]


def _as_many(cycled: tuple[str, ...], count: int) -> list[str]:
    return [value for value, _ in zip(cycle(cycled), range(count), strict=False)]


def _few(years: list[int]) -> list[int]:
    """Choose the years that are written below a trend: all of up to six, else every so many."""
    step = -(-len(years) // 6)
    return years[::-1][::step][::-1]
