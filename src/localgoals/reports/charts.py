"""Charts as SVG, drawn by Vega: trends over years, and groups side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from itertools import cycle
from math import isnan
from typing import Any, Literal

import altair as alt
import vl_convert

from localgoals.catalogue.load import load
from localgoals.model.text import Language
from localgoals.model.visible_text import visible
from localgoals.reports.blocks import Dots, Figure, Mark, Named, Trend
from localgoals.reports.fonts import SANS, font_folder, lines_of
from localgoals.reports.wording import number, spoken, unit_named

__all__ = [
    "HALO",
    "INK",
    "LINE_COLOURS",
    "QUIET",
    "Drawing",
    "Rows",
    "chart_svg",
    "drawn_svg",
    "in_lines",
    "row_height",
    "short_amounts",
]

INK, QUIET, RULE = "#1d2733", "#56616b", "#d9dcdd"
# Okabe and Ito (2008), made for people who see few colours; yellow is too pale on white.
LINE_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9")
LINE_SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down")
# Charts are as wide as a phone, so that their letters keep their size there.
_WIDTH = 340
# A phone 360 points wide leaves 320; letters of 12 points are 11 there in a drawing this wide.
_WIDEST = 348
_NARROWEST = 80
_ROW, _LINE = 22, 14
_NAMES = 164
"""Longer names of rows go on in a second line."""
_SCORE = "score_10"
HALO: dict[str, Any] = {"stroke": "#fff", "strokeWidth": 4}
"""White around letters that stand on lines."""

Rows = list[dict[str, Any]]
Drawing = alt.LayerChart | alt.FacetChart | alt.ConcatChart


@cache
def _fonts_registered() -> bool:
    """Tell the engine once where the fonts are."""
    vl_convert.register_font_directory(str(font_folder()))
    return True


def chart_svg(chart: Trend | Dots, language: Language) -> str:
    """Draw a chart with the words of a language."""
    drawn = _trend(chart, language) if isinstance(chart, Trend) else _dots(chart, language)
    return drawn_svg(drawn, chart.anchor, spoken(chart.alt, language))


def drawn_svg(drawing: Drawing, anchor: str, alt_text: str) -> str:
    """Draw in the manner of the house, as one picture with one description for screen readers."""
    specification = _drawable(drawing.configure(**_house_style()).to_dict(validate=False))
    _fonts_registered()
    return _finished(_fitted(specification), anchor, alt_text)


def _fitted(specification: dict[str, Any]) -> str:
    """Draw; where words beside the plot make the drawing too wide for a phone, draw less plot."""
    svg = str(vl_convert.vegalite_to_svg(specification))
    # Numbers beside marks stick out more as the plot narrows, so once may not be enough.
    for _ in range(3):
        beyond = _width_of(svg) - _WIDEST
        width = specification.get("width")
        if beyond <= 0 or not isinstance(width, int | float) or width <= _NARROWEST:
            break
        specification["width"] = max(width - beyond, _NARROWEST)
        narrower = str(vl_convert.vegalite_to_svg(specification))
        if _width_of(narrower) >= _width_of(svg):
            break  # It is the legend that is wide; a smaller plot would not help.
        svg = narrower
    return svg


def _width_of(svg: str) -> int:
    """Read how wide a drawing became: words beside the plot come on top of its own width."""
    found = re.match(r'<svg[^>]* width="(\d+)', svg)
    assert found is not None, svg[:200]
    return int(found[1])


def _drawable(part: Any) -> Any:
    """Take from a specification the characters at which the engine would end the whole program."""
    if isinstance(part, str):
        return visible(part)
    if isinstance(part, dict):
        return {_drawable(name): _drawable(one) for name, one in part.items()}
    return [_drawable(one) for one in part] if isinstance(part, list) else part


def _house_style() -> dict[str, Any]:
    return {
        "font": SANS,
        "aria": False,
        "background": "transparent",
        "view": alt.ViewConfig(stroke=None),
        "axis": alt.AxisConfig(
            labelFontSize=12, titleFontSize=12, titleFontWeight="normal",
            labelColor=INK, titleColor=QUIET,
            gridColor=RULE, domainColor=QUIET, tickColor=QUIET, labelLimit=220,
        ),
        "legend": alt.LegendConfig(
            labelFontSize=12, labelColor=INK, labelLimit=310, orient="bottom", direction="vertical",
            title=None, symbolSize=70, offset=8, rowPadding=3,
        ),
    }  # fmt: skip


def _finished(svg: str, anchor: str, alt_text: str) -> str:
    """Give the drawing its words for screen readers, and ids that no other drawing has."""
    # One picture, one description: the marks inside must not be told one by one.
    body = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg.strip())
    # The white around letters lies behind them; the engine would draw it over them.
    body = body.replace("<text ", '<text paint-order="stroke" ')
    body = re.sub(r'\bid="([^"]+)"', rf'id="{anchor}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{anchor}-\1)", body)
    return f'<svg role="img" aria-label="{escape(visible(alt_text))}"{body.removeprefix("<svg")}'


def _chart(rows: Rows) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _span(values: list[float], unit: str) -> alt.Scale:
    """Choose the ends of an axis: percentages from 0 to 100 unless small, other amounts from 0."""
    if (
        load().units[unit].symbol.en.startswith("%")
        and min(values) >= 0
        and 50 < max(values) <= 100
    ):
        return alt.Scale(domain=[0, 100])
    return alt.Scale(zero=True, nice=True)


def _trend(chart: Trend, language: Language) -> Drawing:
    rows: Rows = [
        {
            "year": year,
            "value": value,
            "line": spoken(line.name, language),
            "text": _number(value, chart.unit),
        }
        for line in chart.lines
        for year, value in line.points
    ]
    names = list(dict.fromkeys(row["line"] for row in rows))
    years = sorted({row["year"] for row in rows})
    scale = _span([row["value"] for row in rows] + [mark.value for mark in chart.marks], chart.unit)
    base = _chart(rows).encode(
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
    return alt.layer(*layers).properties(width=_WIDTH - 60, height=150)


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
    rules = _chart(rows).mark_rule(strokeDash=[5, 4], color=QUIET).encode(y="value:Q")
    words = (
        _chart(rows)
        .mark_text(align="left", baseline="top", dx=3, dy=4, fontSize=12, color=QUIET)
        .encode(y="value:Q", x=alt.value(0), text="text:N")
    )
    return [rules, words]


def _dots(chart: Dots, language: Language) -> Drawing:
    rows = _dot_rows(chart, language)
    values = [row["value"] for row in rows] + [
        row["from"] for row in rows if row["from"] is not None
    ]
    order = _with_families(rows)
    base = _chart(rows).encode(
        y=alt.Y("row:N", scale=alt.Scale(domain=order), axis=_name_axis()),
    )
    axis = _dots_axis(values, chart.unit, unit_named(chart.unit).in_(language))
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
    layers += [*_mark_line(chart.mark), dots, *_dot_words(base, across)]
    height = row_height(order, _ROW) * len(order)
    return alt.layer(*layers).properties(width=_WIDTH - 175, height=height)


def in_lines(name: str, room: float = _NAMES) -> str:
    """Break the name of a row where it has no room in one line; the lines end at line feeds."""
    return "\n".join(lines_of(name, 12, room))


def row_height(names: Iterable[str], least: int) -> int:
    """Give the height that rows need for the lines of their names, in pixels."""
    return max([least, *(4 + _LINE * (1 + name.count("\n")) for name in names)])


def _dots_axis(values: list[float], unit: str, title: str) -> alt.Axis:
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
    if min(values) >= 0:
        yield "datum.value < 0"
    if unit.startswith("percent") and max(values) <= 100:
        yield "datum.value > 100"
    if not load().units[unit].decimals:
        yield "datum.value !== floor(datum.value)"


def _dot_rows(chart: Dots, language: Language) -> Rows:
    return [
        {
            "row": f"{spoken(bar.family, language)}|{in_lines(spoken(bar.name, language))}",
            "value": bar.value,
            "text": _number(bar.value, chart.unit),
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


def _dot_words(base: alt.Chart, across: alt.X) -> list[alt.Chart]:
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
        _chart([{"value": mark.value}])
        .mark_rule(strokeDash=[5, 4], color=QUIET)
        .encode(x="value:Q")
    ]


def _close_span(values: list[float], chart: Dots) -> alt.Scale:
    """Choose the ends of a dot chart: close around the dots, or all of a score; with room."""
    if chart.unit == _SCORE:
        return alt.Scale(domain=[0, 10.9], nice=False)
    if all(bar.from_value == 0 for bar in chart.bars):
        return alt.Scale(domain=[min(0.0, *values), max(1.0, *values) * 1.2], nice=False)
    seen = [*values, chart.mark.value] if chart.mark else values
    low, high = min(seen), max(seen)
    room = max(high - low, abs(high) * 0.1) or 1.0
    begin = low - 0.35 * room
    if low >= 0 and not any(one.from_value > one.value for one in chart.bars):
        # Nothing is below 0; room is needed only where a number stands to the left of its dot.
        begin = max(begin, 0.0)
    return alt.Scale(domain=[begin, high + 0.35 * room], nice=False, zero=False)


def short_amounts(language: Language) -> str:
    """
    Word the large numbers of an axis as its reader does: 1.5M, 2bn; 150万, 20亿.

    Returns
    -------
    str
        An expression of Vega, over `datum.value`.
    """
    steps = _SHORT_STEPS[language]
    words = "format(datum.value, ',.3~r')"
    for least, ending in steps:
        part = f"format(datum.value / {least}, ',.3~r') + '{ending}'"
        words = f"abs(datum.value) >= {least} ? {part} : ({words})"
    return words


_SHORT_STEPS: dict[Language, tuple[tuple[int, str], ...]] = {
    "en": ((1_000, "k"), (1_000_000, "M"), (1_000_000_000, "bn")),
    "zh": ((10_000, "万"), (100_000_000, "亿")),
}


def _number(value: float, unit: str) -> str:
    return number(value, load().units[unit].decimals)


def _as_many(cycled: tuple[str, ...], count: int) -> list[str]:
    return [value for value, _ in zip(cycle(cycled), range(count), strict=False)]


def _few(years: list[int]) -> list[int]:
    """Choose the years that are written below a trend: all of up to six, else every so many."""
    step = -(-len(years) // 6)
    return years[::-1][::step][::-1]
