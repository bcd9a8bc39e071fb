"""Bars of how much of a way is gone, each with the mark that a straight line has reached."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

import altair as alt

from localgoals.model.text import Language
from localgoals.reports.blocks import Figure, Words
from localgoals.reports.charts import (
    INK,
    LINE_COLOURS,
    QUIET,
    Rows,
    drawn_svg,
    in_lines,
    row_height,
)
from localgoals.reports.wording import spoken, unit_named

__all__ = ["ProgressBar", "ProgressBars", "progress_bars_svg"]

_ROW = 40
_WIDTH = 330
_NAMES = 120
_LEAST, _MOST = -50.0, 150.0
"""Bars are cut off here; the number above each says what it is."""


@dataclass(frozen=True)
class ProgressBar:
    """Per cent of a way: 0 at its beginning, 100 at its end, below 0 when further away."""

    name: Words
    percent: float
    look: int
    """Which of the looks of the picture it has."""
    expected: float = nan
    """Where a straight line is by now; NaN where there is none. [percent]"""


@dataclass(frozen=True)
class ProgressBars:
    """Bars one below the other, up to a line at 100 per cent."""

    anchor: str
    title: Words
    alt: Words
    bars: tuple[ProgressBar, ...]
    looks: tuple[Words, ...]
    """What each colour is; five at most."""
    mark: Words
    """What the marks are."""


def progress_bars_svg(chart: ProgressBars, language: Language) -> str:
    """Draw the bars, the number above each, a mark for the line, and where the way ends."""
    rows, marks = _rows(chart, language), _marks(chart, language)
    names = [row["name"] for row in rows]
    shown = [one for one in range(len(chart.looks)) if any(bar.look == one for bar in chart.bars)]
    looks = [
        spoken(words, language) for words in (*(chart.looks[one] for one in shown), chart.mark)
    ]
    ends = [row["to"] for row in rows] + [row["at"] for row in marks]
    across = alt.Scale(domain=[min([0.0, *ends]), max([100.0, *ends]) * 1.04], nice=False)
    axis = alt.Axis(title=unit_named("percent").in_(language), tickCount=5)
    shades = [*(LINE_COLOURS[one] for one in shown), INK]
    colour = alt.Color("look:N", legend=alt.Legend(title=None, columns=1),
        scale=alt.Scale(domain=looks, range=shades))  # fmt: skip
    place = alt.Y("name:N", scale=alt.Scale(domain=names), axis=alt.Axis(
        title=None, domain=False, ticks=False, labelLimit=160,
        labelExpr=r"split(datum.label, '\n')", labelPadding=8))  # fmt: skip
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=place)
    bars = base.mark_bar(height=9, yOffset=7).encode(
        x=alt.X("from:Q", scale=across, axis=axis), x2="to:Q", color=colour
    )
    words = base.mark_text(
        align="left", fontSize=12, color=INK, yOffset=-9, baseline="middle"
    ).encode(x=alt.value(0), text="text:N")  # fmt: skip
    end = (
        alt.Chart(alt.InlineData(values=[{"at": 100}]))
        .mark_rule(color=QUIET, strokeDash=[3, 3])
        .encode(x=alt.X("at:Q", scale=across))
    )
    ticks = (
        alt.Chart(alt.InlineData(values=marks))
        .mark_tick(size=15, thickness=3, yOffset=7, opacity=1)
        .encode(y=place, x=alt.X("at:Q", scale=across), color=colour)
    )
    layers = (end, bars, words, ticks) if marks else (end, bars, words)
    height = row_height(names, _ROW) * len(names)
    drawing = alt.layer(*layers).properties(width=_WIDTH - 150, height=height)
    return drawn_svg(drawing, chart.anchor, spoken(chart.alt, language))


def _rows(chart: ProgressBars, language: Language) -> Rows:
    return [
        {
            "name": in_lines(spoken(bar.name, language), _NAMES),
            "from": 0.0,
            "to": min(max(bar.percent, _LEAST), _MOST),
            "look": spoken(chart.looks[bar.look], language),
            "text": spoken(Figure(bar.percent, "percent"), language),
        }
        for bar in chart.bars
    ]


def _marks(chart: ProgressBars, language: Language) -> Rows:
    return [
        {
            "name": in_lines(spoken(bar.name, language), _NAMES),
            "at": min(max(bar.expected, _LEAST), _MOST),
            "look": spoken(chart.mark, language),
        }
        for bar in chart.bars
        if not isnan(bar.expected)
    ]
