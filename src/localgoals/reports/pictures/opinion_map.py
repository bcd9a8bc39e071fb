"""A map of opinions: bundles of people who vote alike, in the colours and shapes of groups."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from localgoals.model.text import Language
from localgoals.reports.blocks import Words
from localgoals.reports.charts import LINE_COLOURS, LINE_SHAPES, QUIET, Rows, drawn_svg
from localgoals.reports.wording import spoken

__all__ = ["Bundle", "Camp", "OpinionMap", "opinion_map_svg"]

_SIDE = 320
_LEAST, _MOST = 24.0, 420.0
"""Area of the smallest and of the largest mark, in square pixels."""


@dataclass(frozen=True)
class Bundle:
    """So many people at one place of the map."""

    x: float
    y: float
    people: int


@dataclass(frozen=True)
class Camp:
    """A group: its bundles, and the line around them."""

    name: Words
    bundles: tuple[Bundle, ...]
    edge: tuple[tuple[float, float], ...] = ()
    """Corners in their order, the first one again at the end."""


@dataclass(frozen=True)
class OpinionMap:
    """Groups of people on the plane in which votes differ most; its axes have no unit."""

    anchor: str
    title: Words
    alt: Words
    camps: tuple[Camp, ...]


def opinion_map_svg(chart: OpinionMap, language: Language) -> str:
    """Draw marks as large as the bundles, and a line around each group."""
    names = [spoken(camp.name, language) for camp in chart.camps]
    across, up = (alt.Scale(domain=ends, nice=False) for ends in _domain(chart))
    x = alt.X("x:Q", scale=across, axis=None)
    y = alt.Y("y:Q", scale=up, axis=None)
    count = len(names)
    colours = alt.Scale(domain=names, range=list(LINE_COLOURS[:count]))
    shapes = alt.Scale(domain=names, range=list(LINE_SHAPES[:count]))
    colour = alt.Color("camp:N", scale=colours, legend=alt.Legend(title=None))
    shape = alt.Shape("camp:N", scale=shapes, legend=alt.Legend(title=None))
    most = max((one.people for camp in chart.camps for one in camp.bundles), default=1)
    size = alt.Size("people:Q", legend=None, scale=alt.Scale(
        domain=[0, most], range=[_LEAST, _MOST]))  # fmt: skip
    edges = (
        alt.Chart(alt.InlineData(values=_edges(chart, language)))
        .mark_line(strokeWidth=1.5, strokeDash=[5, 3], fill=None)
        .encode(x=x, y=y, order="order:Q", color=colour)
    )
    marks = (
        alt.Chart(alt.InlineData(values=_marks(chart, language)))
        .mark_point(filled=True, opacity=0.75, strokeWidth=0)
        .encode(x=x, y=y, color=colour, shape=shape, size=size)
    )
    middle = (
        alt.Chart(alt.InlineData(values=[{"x": 0.0, "y": 0.0}]))
        .mark_text(text="+", fontSize=16, color=QUIET)
        .encode(x=x, y=y)
    )
    drawing = alt.layer(middle, edges, marks).properties(width=_SIDE, height=_SIDE * 3 // 4)
    return drawn_svg(drawing, chart.anchor, spoken(chart.alt, language))


def _domain(chart: OpinionMap) -> tuple[list[float], list[float]]:
    """Show the middle and every bundle, with some room around them."""
    bundles = [one for camp in chart.camps for one in camp.bundles]
    ends = []
    for values in ([one.x for one in bundles], [one.y for one in bundles]):
        least, most = min([0.0, *values]), max([0.0, *values])
        room = 0.08 * (most - least) or 1.0
        ends.append([least - room, most + room])
    return ends[0], ends[1]


def _marks(chart: OpinionMap, language: Language) -> Rows:
    return [
        {"x": one.x, "y": one.y, "people": one.people, "camp": spoken(camp.name, language)}
        for camp in chart.camps
        for one in camp.bundles
    ]


def _edges(chart: OpinionMap, language: Language) -> Rows:
    return [
        {"x": x, "y": y, "order": order, "camp": spoken(camp.name, language)}
        for camp in chart.camps
        for order, (x, y) in enumerate(camp.edge)
    ]
