"""A fan: the middle of what several models say, year by year, and how far they lie apart."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from localgoals.model.text import Language
from localgoals.reports.blocks import Words
from localgoals.reports.charts import LINE_COLOURS, QUIET, Rows, drawn_svg
from localgoals.reports.wording import spoken, unit_named

__all__ = ["MOST_RIBS", "Fan", "Rib", "fan_svg"]

MOST_RIBS = len(LINE_COLOURS)
_DASHES = ((1, 0), (6, 3), (2, 2), (8, 3, 2, 3), (12, 4))
_WIDTH, _HEIGHT = 280, 170


@dataclass(frozen=True)
class Rib:
    """A line with a band around it: year, middle, low and high; NaN leaves a gap in the band."""

    name: Words
    points: tuple[tuple[int, float, float, float], ...]


@dataclass(frozen=True)
class Fan:
    """Up to `MOST_RIBS` lines of one unit, each with its band, around 0."""

    anchor: str
    title: Words
    alt: Words
    unit: str
    ribs: tuple[Rib, ...]


def fan_svg(chart: Fan, language: Language) -> str:
    """Draw the bands, the line of no change, and the middle lines above them."""
    rows: Rows = [
        {
            "rib": spoken(rib.name, language),
            "year": year,
            "middle": middle,
            "low": low if low == low else None,
            "high": high if high == high else None,
        }
        for rib in chart.ribs
        for year, middle, low, high in rib.points
        if middle == middle
    ]
    names = [spoken(rib.name, language) for rib in chart.ribs]
    scale = alt.Scale(domain=names, range=list(LINE_COLOURS[: len(names)]))
    legend = alt.Legend(symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3)
    colour = alt.Color("rib:N", legend=legend, scale=scale)
    # Lines differ in their dashes too, for those who do not tell their colours apart.
    dashes = alt.Scale(domain=names, range=[list(one) for one in _DASHES[: len(names)]])
    dashed = alt.StrokeDash("rib:N", legend=legend, scale=dashes)
    years = [row["year"] for row in rows]
    across = alt.X("year:Q", scale=alt.Scale(domain=[min(years), max(years)], nice=False),
        axis=alt.Axis(format="d", title=None, grid=False, tickCount=5))  # fmt: skip
    title = unit_named(chart.unit).in_(language)
    upwards = alt.Axis(title=title, titleAngle=0, titleAlign="left", titleAnchor="start",
        titleX=-34, titleY=-16, tickCount=5, domain=False, ticks=False, format=",~f")  # fmt: skip
    base = alt.Chart(alt.InlineData(values=rows))
    bands = base.mark_area(opacity=0.22).encode(
        x=across, y=alt.Y("low:Q", axis=upwards), y2="high:Q", color=colour
    )
    none = alt.Chart(alt.InlineData(values=[{"at": 0}])).mark_rule(color=QUIET).encode(y="at:Q")
    lines = base.mark_line(strokeWidth=2).encode(
        x=across, y="middle:Q", color=colour, strokeDash=dashed
    )
    drawing = alt.layer(bands, none, lines).properties(width=_WIDTH, height=_HEIGHT)
    return drawn_svg(drawing, chart.anchor, spoken(chart.alt, language))
