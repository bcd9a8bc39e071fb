"""A radar: shares of several sections around a centre, one outline for each round."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, isnan, pi, sin

import altair as alt

from localgoals.model.text import Language
from localgoals.reports.blocks import Words
from localgoals.reports.charts import HALO, INK, LINE_COLOURS, LINE_SHAPES, QUIET, Rows, drawn_svg
from localgoals.reports.wording import spoken

__all__ = ["Outline", "Radar", "radar_svg"]

_SIDE = 300
_RINGS = (25, 50, 75, 100)
_REACH = 124
"""How far the drawing goes from its centre, where 100 is the outer ring: room for the numbers."""
_NAMES_AT = 113


@dataclass(frozen=True)
class Outline:
    """One outline: what it is, and its share on every spoke, NaN where not known."""

    name: Words
    percent: tuple[float, ...]


@dataclass(frozen=True)
class Radar:
    """Three or more spokes, numbered from 1 at the top and on clockwise; a table names them."""

    anchor: str
    title: Words
    alt: Words
    spokes: int
    outlines: tuple[Outline, ...]


def radar_svg(chart: Radar, language: Language) -> str:
    """Draw rings at every quarter, a spoke for each section, and the outlines over them."""
    count = chart.spokes
    rings = [_edge(level, level, at, count) for level in _RINGS for at in range(count)]
    spokes = [_edge(0, 100, at, count, turn=False) for at in range(count)]
    numbers = [_point(_NAMES_AT, at, count) | {"text": str(at + 1)} for at in range(count)]
    scales = [_point(level, 0, count) | {"text": f"{level}"} for level in _RINGS]
    edges, points = _outlines(chart, language)
    names = [spoken(one.name, language) for one in chart.outlines]
    colours = alt.Scale(domain=names, range=list(LINE_COLOURS[: len(names)]))
    shapes = alt.Scale(domain=names, range=list(LINE_SHAPES[: len(names)]))
    legend = alt.Legend(title=None)
    drawing = alt.layer(
        _lines(rings).mark_rule(color="#c9cdd0"),
        _lines(spokes).mark_rule(color="#c9cdd0"),
        _lines(edges).mark_rule(strokeWidth=2)
        .encode(color=alt.Color("name:N", scale=colours, legend=legend)),
        _spots(scales).mark_text(fontSize=12, color=QUIET, align="left", dx=3, dy=-2, **HALO)
        .encode(text="text:N"),
        _spots(points).mark_point(filled=True, size=55, opacity=1).encode(
            color=alt.Color("name:N", scale=colours, legend=legend),
            shape=alt.Shape("name:N", scale=shapes, legend=legend)),
        _spots(numbers).mark_text(fontSize=13, color=INK).encode(text="text:N"),
    ).properties(width=_SIDE, height=_SIDE)  # fmt: skip
    return drawn_svg(drawing, chart.anchor, spoken(chart.alt, language))


def _outlines(chart: Radar, language: Language) -> tuple[Rows, Rows]:
    """Give the edges between neighbours that are both known, and the points."""
    edges: Rows = []
    points: Rows = []
    for one in chart.outlines:
        name = {"name": spoken(one.name, language)}
        around = [*enumerate(one.percent), (0, one.percent[0])]
        for (at, level), (_, following) in pairwise(around):
            if not isnan(level):
                points.append(_point(level, at, chart.spokes) | name)
                if not isnan(following):
                    edges.append(_edge(level, following, at, chart.spokes) | name)
    return edges, points


def _point(percent: float, at: int, count: int) -> dict[str, float | str]:
    angle = 2 * pi * at / count
    return {"x": round(percent * sin(angle), 3), "y": round(percent * cos(angle), 3)}


def _edge(
    begin: float, end: float, at: int, count: int, *, turn: bool = True
) -> dict[str, float | str]:
    """Lead from a spoke to the next one, or along the spoke itself."""
    last = _point(end, (at + 1) % count if turn else at, count)
    return _point(begin, at, count) | {"x2": last["x"], "y2": last["y"]}


def _spots(rows: Rows) -> alt.Chart:
    scale = alt.Scale(domain=[-_REACH, _REACH], nice=False)
    return alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("x:Q", scale=scale, axis=None), y=alt.Y("y:Q", scale=scale, axis=None)
    )


def _lines(rows: Rows) -> alt.Chart:
    return _spots(rows).encode(x2="x2:Q", y2="y2:Q")
