"""How every chart is drawn as SVG, by Vega: fonts, colours, widths and words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any

import altair as alt
import vl_convert

from localgoals.model.text import Language
from localgoals.model.visible_text import visible
from localgoals.reports.fonts import SANS, font_folder, lines_of

__all__ = [
    "HALO",
    "INK",
    "LINE_COLOURS",
    "LINE_SHAPES",
    "QUIET",
    "RULE",
    "WIDTH",
    "Drawing",
    "Rows",
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
WIDTH = 340
# A phone 360 points wide leaves 320; letters of 12 points are 11 there in a drawing this wide.
_WIDEST = 348
_NARROWEST = 80
_LINE = 14
_NAMES = 164
"""Longer names of rows go on in a second line."""
HALO: dict[str, Any] = {"stroke": "#fff", "strokeWidth": 4}
"""White around letters that stand on lines."""

Rows = list[dict[str, Any]]
Drawing = alt.LayerChart | alt.FacetChart | alt.ConcatChart


@cache
def _fonts_registered() -> bool:
    """Tell the engine once where the fonts are."""
    vl_convert.register_font_directory(str(font_folder()))
    return True


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


def in_lines(name: str, room: float = _NAMES) -> str:
    """Break the name of a row where it has no room in one line; the lines end at line feeds."""
    return "\n".join(lines_of(name, 12, room))


def row_height(names: Iterable[str], least: int) -> int:
    """Give the height that rows need for the lines of their names, in pixels."""
    return max([least, *(4 + _LINE * (1 + name.count("\n")) for name in names)])


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
