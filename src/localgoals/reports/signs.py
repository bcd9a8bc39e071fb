"""Small drawings that stand beside words: the signs of a status, the swatches of a legend."""

from __future__ import annotations

from localgoals.reports.blocks import Rating

__all__ = ["ICONS", "swatch_svg"]

_WHITE_LINES = 'fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"'
_OPEN = '<svg xmlns="http://www.w3.org/2000/svg" class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'

# Every status has a shape of its own, so that it is told by more than its colour.
ICONS: dict[Rating, str] = {
    "green": f'{_OPEN}<circle cx="8" cy="8" r="7.5" fill="#1a7446"/><path d="M4.4 8.300l2.4 2.4 4.8-5.2" {_WHITE_LINES}/></svg>',
    "yellow": f'{_OPEN}<path d="M8 .300l7.7 7.700L8 15.7 .3 8z" fill="#8a6500"/><path d="M8 4.600v6.8" {_WHITE_LINES}/></svg>',
    "orange": f'{_OPEN}<path d="M8 .800l7.8 14H.200z" fill="#b34a06"/><path d="M8 6v3.600M8 12.300v.1" {_WHITE_LINES}/></svg>',
    "red": f'{_OPEN}<path d="M1 1h14v14H1z" fill="#a61e1e"/><path d="M5 5l6 6M11 5l-6 6" {_WHITE_LINES}/></svg>',
    "none": f'{_OPEN}<circle cx="8" cy="8" r="6.5" fill="none" stroke="#5f6a74" stroke-width="1.6"/><path d="M5.2 8h5.6" stroke="#5f6a74" stroke-width="1.6" stroke-linecap="round"/></svg>',
}  # fmt: skip

_MARKS = {
    "dot": '<circle cx="12" cy="8" r="4" fill="#1d2733" stroke="#fff" stroke-width="1.5"/>',
    "badge": '<circle cx="12" cy="8" r="7.5" fill="#1d2733"/><path d="M10.8 6l1.6-1.300v6.6" stroke="#fff" stroke-width="1.5" fill="none"/>',
    "line": '<path d="M1 8h22" stroke="#1d2733" stroke-width="1.5"/>',
    "hatch": '<rect x=".5" y=".5" width="23" height="15" fill="#fff" stroke="#767676"/><path d="M3 15L13 1M11 15L21 1" stroke="#767676" stroke-width="1.5"/>',
}  # fmt: skip


def swatch_svg(look: str) -> str:
    """Draw the sample of a legend line: a mark by its name, or a box of a colour."""
    box = f'<rect x=".5" y=".5" width="23" height="15" fill="{look}" stroke="#767676"/>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 24 16" width="24" height="16" '
        f'aria-hidden="true">{_MARKS.get(look, box)}</svg>'
    )
