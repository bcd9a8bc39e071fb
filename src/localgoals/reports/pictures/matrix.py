"""A matrix: for each pair of a row and a column a sign that says yes, no or not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import altair as alt

from localgoals.model.text import Language
from localgoals.reports.blocks import Words
from localgoals.reports.charts import INK, LINE_COLOURS, QUIET, Rows, drawn_svg
from localgoals.reports.wording import spoken

__all__ = ["Matrix", "Sign", "matrix_svg"]

Sign = Literal["yes", "unknown", "no"]

_WIDTH = 330
_NAMES = 140
_ROW = 34
_COLUMN = 92
"""The most that a column is wide."""
_WIDE, _NARROW, _LATIN = 12.5, 7.0, 0x2E80
"""About how wide letters are, and where those begin that are as wide as high."""
# Drawn as paths, so that no font has to have them: a tick, a ring and a cross.
_SHAPES: dict[Sign, str] = {
    "yes": "M-0.9,0.1L-0.3,0.7L0.9,-0.6",
    "unknown": "M0.75,0A0.75,0.75,0,1,1,-0.75,0A0.75,0.75,0,1,1,0.75,0",
    "no": "M-0.7,-0.7L0.7,0.7M0.7,-0.7L-0.7,0.7",
}
_COLOURS: dict[Sign, str] = {"yes": LINE_COLOURS[2], "unknown": QUIET, "no": LINE_COLOURS[1]}


@dataclass(frozen=True)
class Matrix:
    """Rows by columns; `signs` has one tuple for each row, with a sign for each column."""

    anchor: str
    title: Words
    alt: Words
    rows: tuple[Words, ...]
    columns: tuple[Words, ...]
    signs: tuple[tuple[Sign, ...], ...]
    legend: tuple[Words, Words, Words]
    """What a tick, a ring and a cross mean."""


def matrix_svg(chart: Matrix, language: Language) -> str:
    """Draw the signs, each with a shape and a colour of its own, columns named above."""
    kinds: tuple[Sign, ...] = ("yes", "unknown", "no")
    looks = [spoken(words, language) for words in chart.legend]
    names = [spoken(one, language) for one in chart.rows]
    width = min(_WIDTH - _NAMES, _COLUMN * len(chart.columns))
    heads = _numbered([spoken(one, language) for one in chart.columns], width)
    drawn = alt.Chart(alt.InlineData(values=_cells(chart, dict(zip(kinds, looks, strict=True)))))
    # Rows and columns are placed by number: two of them may have the same name.
    place = alt.Y("row:O", axis=alt.Axis(
        title=None, domain=False, ticks=False, labelLimit=_NAMES - 12, labelPadding=8,
        labelExpr=_named(names)))  # fmt: skip
    above = alt.X("column:O", axis=alt.Axis(
        title=None, domain=False, ticks=False, orient="top", labelAngle=0, labelColor=INK,
        labelLimit=width / len(heads) - 4, labelExpr=_named(heads)))  # fmt: skip
    tiles = drawn.mark_rect(color="#f3f4f4", stroke="white", strokeWidth=3).encode(x=above, y=place)
    signs = drawn.mark_point(size=150, strokeWidth=2.6, opacity=1).encode(
        x=above,
        y=place,
        shape=alt.Shape("look:N", scale=alt.Scale(
            domain=looks, range=[_SHAPES[one] for one in kinds])),
        color=alt.Color("look:N", legend=alt.Legend(), scale=alt.Scale(
            domain=looks, range=[_COLOURS[one] for one in kinds])),
    )  # fmt: skip
    drawing = alt.layer(tiles, signs).properties(width=width, height=_ROW * len(names))
    return drawn_svg(drawing, chart.anchor, spoken(chart.alt, language))


def _numbered(names: list[str], width: float) -> list[str]:
    """Write numbers where names have no room; the table beside has both."""
    room = width / len(names)
    if all(sum(_WIDE if ord(one) > _LATIN else _NARROW for one in name) < room for name in names):
        return names
    return [f"{at}" for at in range(1, len(names) + 1)]


def _named(names: list[str]) -> str:
    """Give the expression that turns a number into a name."""
    listed = ", ".join("'" + one.replace("\\", "\\\\").replace("'", "\\'") + "'" for one in names)
    return f"[{listed}][datum.value]"


def _cells(chart: Matrix, looks: dict[Sign, str]) -> Rows:
    return [
        {"row": row, "column": column, "look": looks[sign]}
        for row, signs in enumerate(chart.signs)
        for column, sign in enumerate(signs)
    ]
