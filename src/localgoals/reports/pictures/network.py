"""A network: subjects on a circle, and what each does to the others."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, pi, sin

import altair as alt

from localgoals.model.text import Language
from localgoals.reports.blocks import Words
from localgoals.reports.charts import INK, LINE_COLOURS, QUIET, Rows, drawn_svg
from localgoals.reports.wording import spoken

__all__ = ["Link", "Network", "Node", "network_svg"]

_SIZE = 290
_REACH = 1.34
_NODE = (60.0, 420.0)
"""Areas of the smallest and the largest node, in square pixels."""
_TIP = 0.86
"""How far along a link its arrow stands."""


@dataclass(frozen=True)
class Node:
    """A subject, named shortly; the larger its weight, the larger it is drawn."""

    name: str
    weight: float


@dataclass(frozen=True)
class Link:
    """What one subject does to another, by their places in the list of nodes."""

    start: int
    end: int
    strength: float


@dataclass(frozen=True)
class Network:
    """Links between subjects: helping above 0, hindering below."""

    anchor: str
    title: Words
    alt: Words
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    legend: tuple[Words, Words]
    """What helping and hindering links are called."""


def network_svg(chart: Network, language: Language) -> str:
    """Draw nodes on a circle, and a line with an arrow for each link; hindering ones are dashed."""
    looks = [spoken(words, language) for words in chart.legend]
    places = [_place(number, len(chart.nodes)) for number in range(len(chart.nodes))]
    links = _links(chart, places, looks)
    nodes = _nodes(chart, places)
    scale = alt.Scale(domain=[-_REACH, _REACH], nice=False)
    across, up = (alt.X("x:Q", scale=scale, axis=None), alt.Y("y:Q", scale=scale, axis=None))
    colour = alt.Color(
        "look:N",
        legend=alt.Legend(),
        scale=alt.Scale(domain=looks, range=[LINE_COLOURS[0], LINE_COLOURS[1]]),
    )
    base = alt.Chart(alt.InlineData(values=links))
    lines = base.mark_rule(opacity=0.75).encode(
        x=across, y=up, x2="x2:Q", y2="y2:Q", color=colour,
        size=alt.Size("width:Q", scale=None, legend=None),
        strokeDash=alt.StrokeDash("look:N", legend=None, scale=alt.Scale(
            domain=looks, range=[[1, 0], [5, 3]])),
    )  # fmt: skip
    tips = base.mark_point(shape="triangle", filled=True, size=45, opacity=1).encode(
        x=alt.X("tip_x:Q", scale=scale, axis=None),
        y=alt.Y("tip_y:Q", scale=scale, axis=None),
        color=colour,
        angle=alt.Angle("angle:Q", scale=alt.Scale(domain=[0, 360], range=[0, 360])),
    )
    discs = alt.Chart(alt.InlineData(values=nodes))
    dots = discs.mark_point(filled=True, color=QUIET, opacity=1).encode(
        x=across, y=up, size=alt.Size("area:Q", scale=None, legend=None)
    )
    names = discs.mark_text(fontSize=12, color=INK).encode(
        x=alt.X("label_x:Q", scale=scale, axis=None),
        y=alt.Y("label_y:Q", scale=scale, axis=None),
        text="name:N",
    )
    layers = (lines, tips, dots, names) if links else (dots, names)
    drawing = alt.layer(*layers).properties(width=_SIZE, height=_SIZE)
    return drawn_svg(drawing, chart.anchor, spoken(chart.alt, language))


def _place(number: int, count: int) -> tuple[float, float]:
    """Give the place of a node: clockwise, the first at the top."""
    turn = pi / 2 - 2 * pi * number / count
    return cos(turn), sin(turn)


def _nodes(chart: Network, places: list[tuple[float, float]]) -> Rows:
    weights = [node.weight for node in chart.nodes]
    low, width = min(weights), (max(weights) - min(weights)) or 1.0
    least, most = _NODE
    return [
        {
            "x": x,
            "y": y,
            "label_x": 1.23 * x,
            "label_y": 1.19 * y,
            "name": node.name,
            "area": least + (most - least) * (node.weight - low) / width,
        }
        for node, (x, y) in zip(chart.nodes, places, strict=True)
    ]


def _links(chart: Network, places: list[tuple[float, float]], looks: list[str]) -> Rows:
    strongest = max((abs(link.strength) for link in chart.links), default=1.0)
    rows: Rows = []
    for link in chart.links:
        start, end = places[link.start], places[link.end]
        # Two links between the same subjects lie side by side.
        aside = _aside(start, end)
        x, y = start[0] + aside[0], start[1] + aside[1]
        x2, y2 = end[0] + aside[0], end[1] + aside[1]
        rows.append(
            {
                "x": x, "y": y, "x2": x2, "y2": y2,
                "tip_x": x + _TIP * (x2 - x),
                "tip_y": y + _TIP * (y2 - y),
                # A triangle points up at 0; angles run clockwise.
                "angle": (90 - degrees(atan2(y2 - y, x2 - x))) % 360,
                "width": 0.8 + 1.8 * abs(link.strength) / strongest,
                "look": looks[0] if link.strength > 0 else looks[1],
            }
        )  # fmt: skip
    return rows


def _aside(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    turn = atan2(end[1] - start[1], end[0] - start[0]) + pi / 2
    return 0.025 * cos(turn), 0.025 * sin(turn)
