"""Exceedance curves: how great an impact is that comes once in so many years or more rarely."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from localgoals.model.text import Language, Message
from localgoals.reports.blocks import Words
from localgoals.reports.charts import LINE_COLOURS, Rows, drawn_svg, short_amounts
from localgoals.reports.wording import spoken, unit_named

__all__ = ["Exceedance", "exceedance_svg"]

_WIDTH = 280
_HEIGHT = 190


@dataclass(frozen=True)
class Exceedance:
    """Impacts by their return period in years, which is above 0 and rises."""

    anchor: str
    title: Words
    alt: Words
    unit: str
    points: tuple[tuple[float, float], ...]
    """Return period and impact."""


def exceedance_svg(chart: Exceedance, language: Language) -> str:
    """Draw the curve with a dot for each event; a step to the right is ten times as rare."""
    rows: Rows = [{"period": period, "impact": impact} for period, impact in chart.points]
    # Rare events are far apart: on a plain axis all others would be in one corner.
    across = alt.Scale(type="log", nice=False, padding=14)
    words = spoken(Message("Return period, years"), language)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("period:Q", scale=across, axis=alt.Axis(
            title=words, grid=False, tickCount=4, format="~r", labelOverlap=True)),
        y=alt.Y("impact:Q", scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(
            title=unit_named(chart.unit).in_(language), titleAngle=0, titleAlign="left",
            titleAnchor="start", titleX=-36, titleY=-14, tickCount=5, domain=False, ticks=False,
            labelExpr=short_amounts(language))),
    )  # fmt: skip
    colour = LINE_COLOURS[0]
    drawing = alt.layer(
        base.mark_line(strokeWidth=2, color=colour),
        base.mark_point(filled=True, size=60, opacity=1, color=colour),
    ).properties(width=_WIDTH, height=_HEIGHT)
    return drawn_svg(drawing, chart.anchor, spoken(chart.alt, language))
