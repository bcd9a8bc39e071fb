"""Small drawings that stand beside words: the signs of a status, the swatches of a legend."""

from __future__ import annotations

from localgoals.reports.blocks import Rating

__all__ = ["ICONS", "swatch_svg"]

_WHITE = 'stroke="#fff" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"'
_GREY = 'fill="none" stroke="#5f6a74" stroke-width="1.6" stroke-linecap="round"'


def _icon(shape: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="icon" viewBox="0 0 16 16" '
        f'width="16" height="16" aria-hidden="true">{shape}</svg>'
    )


# Every status has a shape of its own, so that it is told by more than its colour.
ICONS: dict[Rating, str] = {
    "green": _icon(
        '<circle cx="8" cy="8" r="7.5" fill="#1a7446"/>'
        f'<path d="M4.4 8.3l2.4 2.4 4.8-5.2" fill="none" {_WHITE}/>'
    ),
    "yellow": _icon(
        f'<path d="M8 .3l7.7 7.7L8 15.7 .3 8z" fill="#8a6500"/><path d="M8 4.6v6.8" {_WHITE}/>'
    ),
    "orange": _icon(
        f'<path d="M8 .8l7.8 14H.2z" fill="#b34a06"/><path d="M8 6v3.6M8 12.3v.1" {_WHITE}/>'
    ),
    "red": _icon(
        f'<path d="M1 1h14v14H1z" fill="#a61e1e"/><path d="M5 5l6 6M11 5l-6 6" {_WHITE}/>'
    ),
    "none": _icon(f'<circle cx="8" cy="8" r="6.5" {_GREY}/><path d="M5.2 8h5.6" {_GREY}/>'),
}

_INK, _EDGE = "#1d2733", "#767676"
_MARKS = {
    "dot": f'<circle cx="12" cy="8" r="4" fill="{_INK}"/>',
    "badge": (
        f'<circle cx="12" cy="8" r="7.5" fill="{_INK}"/>'
        '<path d="M10.8 6l1.6-1.3v6.6" stroke="#fff" stroke-width="1.5" fill="none"/>'
    ),
    "hatch": (
        f'<rect x=".5" y=".5" width="23" height="15" fill="#fff" stroke="{_EDGE}"/>'
        f'<path d="M3 15L13 1M11 15L21 1" stroke="{_EDGE}" stroke-width="1.5"/>'
    ),
}


def swatch_svg(look: str) -> str:
    """Draw the sample of a legend line: a mark by its name, or a box of a colour."""
    box = f'<rect x=".5" y=".5" width="23" height="15" fill="{look}" stroke="{_EDGE}"/>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 24 16" '
        f'width="24" height="16" aria-hidden="true">{_MARKS.get(look, box)}</svg>'
    )
