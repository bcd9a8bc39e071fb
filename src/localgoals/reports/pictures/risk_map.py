"""A map of risk: squares in bands, the mean of the cells in each, with its legend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import numpy as np

from localgoals.model.text import Language, Message
from localgoals.reports.blocks import Words
from localgoals.reports.charts import INK, QUIET
from localgoals.reports.classing import URGENCY
from localgoals.reports.drawing import square_path
from localgoals.reports.fonts import SANS
from localgoals.reports.wording import spoken

__all__ = ["RiskMap", "risk_map_svg"]

# Ten units are a pixel of the smallest screen, so that squares lie on whole units.
_WIDTH, _HEIGHT = 3300, 3600
_LINE, _SWATCH, _LETTERS, _ROOM = 200, 140, 125, 90
_UNKNOWN = "#d3d6d8"
_EDGE = 8


@dataclass(frozen=True)
class RiskMap:
    """Squares from north to south and west to east: 0 where not known, else the band from 1."""

    anchor: str
    title: Words
    alt: Words
    squares: tuple[tuple[int, ...], ...]
    bands: tuple[Words, ...]
    """What each band is, the lowest first; at most five."""


def risk_map_svg(chart: RiskMap, language: Language) -> str:
    """Draw the squares, and below them what each colour is."""
    squares = np.array(chart.squares)
    side = max(1.0, min(_WIDTH / squares.shape[1], _HEIGHT / squares.shape[0]))
    names = [*chart.bands, Message("not known")]
    top = int(np.ceil(side * squares.shape[0])) + _ROOM
    height = top + _LINE * len(names)
    words = escape(spoken(chart.alt, language))
    return "".join(
        (
            f'<svg role="img" aria-label="{words}" xmlns="http://www.w3.org/2000/svg" '
            f'width="{_WIDTH // 10}" height="{height // 10}" viewBox="0 0 {_WIDTH} {height}">',
            *_squares(squares, side),
            *_legend([spoken(one, language) for one in names], top),
            "</svg>",
        )
    )


def _squares(squares: np.ndarray, side: float) -> Iterator[str]:
    rows, columns = squares.shape
    left = (_WIDTH - side * columns) / 2
    for band, colour in enumerate((_UNKNOWN, *URGENCY)):
        row, column = np.nonzero(squares == band)
        path = square_path(np.asarray(left + column * side), np.asarray(row * side), side)
        if path:
            yield f'<path d="{path}" fill="{colour}"/>'
    yield (
        f'<rect x="{left:.0f}" y="0" width="{side * columns:.0f}" height="{side * rows:.0f}" '
        f'fill="none" stroke="{QUIET}" stroke-width="{_EDGE}"/>'
    )


def _legend(names: list[str], top: int) -> Iterator[str]:
    for at, (name, colour) in enumerate(zip(names, (*URGENCY, _UNKNOWN), strict=True)):
        y = top + at * _LINE
        yield (
            f'<rect x="{_EDGE}" y="{y}" width="{_SWATCH}" height="{_SWATCH}" fill="{colour}" '
            f'stroke="{QUIET}" stroke-width="{_EDGE}"/>'
            f'<text x="{_SWATCH + 70}" y="{y + _SWATCH - 25}" font-family="{escape(SANS)}" '
            f'font-size="{_LETTERS}" fill="{INK}">{escape(name)}</text>'
        )
