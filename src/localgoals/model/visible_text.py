"""Texts without the control characters that no page, drawing or PDF can hold."""

from __future__ import annotations

from typing import Final

__all__ = ["visible"]

_GONE: Final = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], " "
)


def visible(text: str) -> str:
    r"""
    Put a space in place of each character that XML cannot hold, such as a vertical tab.

    References
    ----------
    W3C (2008), Extensible Markup Language (XML) 1.0, fifth edition, production 2, Char.

    Examples
    --------
    >>> visible("North\x0bEast")
    'North East'
    """
    return text.translate(_GONE)
