"""Dots of groups, one below the other: their values, and where they came from or go to."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Literal

import altair as alt

from localgoals.catalogue.load import load
from localgoals.model.text import Language
from localgoals.reports.blocks import Dots, Mark
from localgoals.reports.charts import (
    HALO,
    INK,
    LINE_COLOURS,
    QUIET,
    RULE,
    WIDTH,
    Rows,
    drawn_svg,
    in_lines,
    row_height,
)
from localgoals.reports.wording import number, spoken, unit_named

__all__ = ["dots_svg"]

_ROW = 22
_SCORE = "score_10"


def dots_svg(chart: Dots, language: Language) -> str:
    """Draw a dot for each group, one below the other, with the words of a language."""
    rows = _rows(chart, language)
    values = [row["value"] for row in rows] + [
        row["from"] for row in rows if row["from"] is not None
    ]
    order = _with_families(rows)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("row:N", scale=alt.Scale(domain=order), axis=_name_axis()),
    )
    axis = _axis(values, chart.unit, unit_named(chart.unit).in_(language))
    across = alt.X("value:Q", scale=_close_span(values, chart), axis=axis)
    layers: list[alt.Chart] = []
    if any(row["from"] is not None for row in rows):
        layers.append(base.mark_rule(color=QUIET, strokeWidth=2).encode(x=across, x2="from:Q"))
        if chart.legend:  # it says what a hollow dot is; a line from 0 needs none
            layers.append(
                base.mark_point(
                    filled=True, size=60, color="#fff", stroke=QUIET, strokeWidth=2, opacity=1
                ).encode(x="from:Q")
            )
    dots = base.mark_point(filled=True, size=80, color=LINE_COLOURS[0], opacity=1).encode(x=across)
    layers += [*_mark_line(chart.mark), dots, *_words(base, across)]
    height = row_height(order, _ROW) * len(order)
    drawn = alt.layer(*layers).properties(width=WIDTH - 175, height=height)
    return drawn_svg(drawn, chart.anchor, spoken(chart.alt, language))


def _axis(values: list[float], unit: str, title: str) -> alt.Axis:
    """Write no number that cannot be: below 0, above 100 %, or half of what is counted."""
    test = " || ".join(_impossible(values, unit)) or "false"
    return alt.Axis(
        title=title,
        tickCount=4,
        format=",~f",
        grid=False,
        labelExpr=f"{test} ? '' : datum.label",
        tickOpacity={"condition": {"test": test, "value": 0}, "value": 1},
    )


def _impossible(values: list[float], unit: str) -> Iterator[str]:
    if min(values, default=0.0) >= 0:
        yield "datum.value < 0"
    if unit.startswith("percent") and max(values, default=0.0) <= 100:
        yield "datum.value > 100"
    if not load().units[unit].decimals:
        yield "datum.value !== floor(datum.value)"


def _rows(chart: Dots, language: Language) -> Rows:
    decimals = load().units[chart.unit].decimals
    return [
        {
            "row": f"{spoken(bar.family, language)}|{in_lines(spoken(bar.name, language))}",
            "value": bar.value,
            "text": number(bar.value, decimals),
            "from": None if isnan(bar.from_value) else bar.from_value,
        }
        for bar in chart.bars
    ]


def _with_families(rows: Rows) -> list[str]:
    """List the rows of the chart: above each family a row that holds its name only."""
    order: list[str] = []
    for row in rows:
        family = row["row"].partition("|")[0]
        if family and f"{family}|" not in order:
            order.append(f"{family}|")
        order.append(row["row"])
    return order


def _name_axis() -> alt.Axis:
    """Write what stands after the bar; what stands before it where nothing follows."""
    return alt.Axis(
        title=None,
        grid=True,
        domain=False,
        ticks=False,
        labelPadding=8,
        labelExpr="split(split(datum.value, '|')[1] || split(datum.value, '|')[0], '\\n')",
        labelColor={
            "condition": {"test": "split(datum.value, '|')[1] === ''", "value": QUIET},
            "value": INK,
        },
        gridColor={
            "condition": {"test": "split(datum.value, '|')[1] === ''", "value": "transparent"},
            "value": RULE,
        },
    )


def _words(base: alt.Chart, across: alt.X) -> list[alt.Chart]:
    """Write each number on the side of its dot where no line runs, on white: grids end there."""
    sides: tuple[tuple[str, Literal["right", "left"], int], ...]
    leftwards = "datum.from !== null && datum.from > datum.value"
    sides = ((leftwards, "right", -9), (f"!({leftwards})", "left", 9))
    return [
        base.transform_filter(condition)
        .mark_text(align=align, dx=away, fontSize=12, color=INK, **HALO)
        .encode(x=across, text="text:N")
        for condition, align, away in sides
    ]


def _mark_line(mark: Mark | None) -> list[alt.Chart]:
    if mark is None:
        return []
    return [
        alt.Chart(alt.InlineData(values=[{"value": mark.value}]))
        .mark_rule(strokeDash=[5, 4], color=QUIET)
        .encode(x="value:Q")
    ]


def _close_span(values: list[float], chart: Dots) -> alt.Scale:
    """Choose the ends of a dot chart: close around the dots, or all of a score; with room."""
    if chart.unit == _SCORE:
        return alt.Scale(domain=[0, 10.9], nice=False)
    if chart.bars and all(bar.from_value == 0 for bar in chart.bars):
        return alt.Scale(domain=[min(0.0, *values), max(1.0, *values) * 1.2], nice=False)
    seen = [*values, chart.mark.value] if chart.mark else values
    low, high = min(seen), max(seen)
    room = max(high - low, abs(high) * 0.1) or 1.0
    begin = low - 0.35 * room
    if low >= 0 and not any(one.from_value > one.value for one in chart.bars):
        # Nothing is below 0; room is needed only where a number stands to the left of its dot.
        begin = max(begin, 0.0)
    return alt.Scale(domain=[begin, high + 0.35 * room], nice=False, zero=False)
