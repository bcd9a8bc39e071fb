"""Projects with their costs, and beside each of them a mark for every rule that funds it."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from localgoals.model.text import Language
from localgoals.reports.blocks import Words
from localgoals.reports.charts import INK, LINE_COLOURS, QUIET, Rows, drawn_svg, short_amounts
from localgoals.reports.wording import spoken, unit_named

__all__ = ["FundedBar", "FundedBars", "funded_bars_svg"]

_ROW = 24
_WIDTH = 330
_NAMES = 120
_MARKS = 0.16
"""What the marks of one rule take, of the length of the longest bar."""


@dataclass(frozen=True)
class FundedBar:
    """A project: what it costs, and which of the rules fund it."""

    name: Words
    value: float
    funded: tuple[bool, ...]
    """In the order of the rules; the first decides the colour of the bar."""


@dataclass(frozen=True)
class FundedBars:
    """Bars of cost, and a column of marks for each rule, with its number above."""

    anchor: str
    title: Words
    alt: Words
    unit: str
    legend: tuple[Words, Words]
    """What a dark bar and a pale bar are."""
    bars: tuple[FundedBar, ...]


def funded_bars_svg(chart: FundedBars, language: Language) -> str:
    """Draw the projects one below the other, and the rules side by side."""
    names = [spoken(bar.name, language) for bar in chart.bars]
    rules = len(chart.bars[0].funded)
    most = max(bar.value for bar in chart.bars)
    across = alt.Scale(domain=[0, most * (1.05 + _MARKS * rules)], nice=False)
    looks = [spoken(words, language) for words in chart.legend]
    axis = alt.Axis(
        title=unit_named(chart.unit).in_(language), titleAnchor="start", grid=False,
        values=[0, most / 2, most], labelExpr=short_amounts(language), domain=False, ticks=False,
    )  # fmt: skip
    place = alt.Y("name:N", scale=alt.Scale(domain=["", *names]), axis=alt.Axis(
        title=None, domain=False, ticks=False, labelLimit=_NAMES - 8, labelPadding=8))  # fmt: skip
    bars = alt.Chart(alt.InlineData(values=_bars(chart, names, looks))).mark_bar(height=13).encode(
        y=place,
        x=alt.X("cost:Q", scale=across, axis=axis),
        color=alt.Color("look:N", legend=alt.Legend(), scale=alt.Scale(
            domain=looks, range=[LINE_COLOURS[0], LINE_COLOURS[4]])),
    )  # fmt: skip
    base = alt.Chart(alt.InlineData(values=_marks(chart, names, most))).encode(
        y=place, x=alt.X("at:Q", scale=across)
    )
    funded = base.transform_filter("datum.kind == 'yes'").mark_point(
        shape="circle", filled=True, size=75, color=INK, opacity=1
    )
    not_funded = base.transform_filter("datum.kind == 'no'").mark_point(
        shape="circle", filled=False, size=40, color=QUIET, opacity=0.6
    )
    heads = base.transform_filter("datum.kind == 'head'").mark_text(fontSize=12, color=INK)
    drawing = alt.layer(bars, funded, not_funded, heads.encode(text="text:N"))
    sized = drawing.properties(width=_WIDTH - _NAMES, height=_ROW * (len(names) + 1))
    return drawn_svg(sized, chart.anchor, spoken(chart.alt, language))


def _bars(chart: FundedBars, names: list[str], looks: list[str]) -> Rows:
    pairs = zip(chart.bars, names, strict=True)
    return [
        {"name": name, "cost": bar.value, "look": looks[0 if bar.funded[0] else 1]}
        for bar, name in pairs
    ]


def _marks(chart: FundedBars, names: list[str], most: float) -> Rows:
    """Place a mark for each project and rule, and the numbers of the rules above them."""
    at = [most * (1.05 + _MARKS * (place + 0.5)) for place in range(len(chart.bars[0].funded))]
    rows: Rows = [
        {"name": "", "at": one, "kind": "head", "text": str(number)}
        for number, one in enumerate(at, start=1)
    ]
    for bar, name in zip(chart.bars, names, strict=True):
        rows += [
            {"name": name, "at": one, "kind": "yes" if funded else "no", "text": ""}
            for one, funded in zip(at, bar.funded, strict=True)
        ]
    return rows
