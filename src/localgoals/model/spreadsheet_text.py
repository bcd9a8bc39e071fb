"""Texts that spreadsheets leave alone: none is run as a formula."""

from __future__ import annotations

from typing import Final

RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""
What a cell begins with that spreadsheets would run as a formula.

References
----------
OWASP, CSV Injection: the full-width signs are run where Chinese or Japanese is typed.
"""


def guarded(text: str) -> str:
    """
    Put an apostrophe before a text that spreadsheets would run as a formula.

    What has apostrophes in front of such a text gets one more: `unguarded` gives each text again.

    Examples
    --------
    >>> guarded("=1+1"), guarded("'=1+1"), guarded("'s-Gravenhage")
    ("'=1+1", "''=1+1", "'s-Gravenhage")
    """
    return f"'{text}" if text.lstrip("'").startswith(RUN) else text


def unguarded(text: str) -> str:
    """
    Take away the apostrophe that `guarded` put before a text.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("'s-Gravenhage")
    ('=1+1', "'s-Gravenhage")
    """
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(RUN) else text
