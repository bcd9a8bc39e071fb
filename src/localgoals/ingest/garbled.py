"""Names that were read in a wrong encoding before they were saved: BogotÃ¡ for Bogotá."""

from __future__ import annotations

from typing import Final

import pandas as pd

from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

_SHOWN: Final = 20


def garbled_names(table: pd.DataFrame) -> list[Problem]:
    """
    Warn of areas, series and groups whose names were read in a wrong encoding.

    Parameters
    ----------
    table
        A long table with `series`, `area`, `group` and `where`.
    """
    problems: list[Problem] = []
    for column in ("series", "area", "group"):
        mended = {
            text: right
            for text in table[column].dropna().unique()
            if isinstance(text, str) and (right := ungarbled(text)) is not None
        }
        for text, right in list(mended.items())[:_SHOWN]:
            where = table["where"][table[column] == text].iloc[0]
            said = {"value": repr(text), "mended": repr(right)}
            problems.append(feed_problem("statistics-text-garbled", where, **said))
        if len(mended) > _SHOWN:
            more = len(mended) - _SHOWN
            problems.append(problem("and-more", str(table["where"].iloc[0]), count=more))
    return problems


def ungarbled(text: str) -> str | None:
    """
    Give a text that UTF-8 makes of the bytes of one that was read as Latin-1; None for any other.

    Examples
    --------
    >>> ungarbled("BogotÃ¡"), ungarbled("Bogotá"), ungarbled("Bogota")
    ('Bogotá', None, None)
    """
    if text.isascii():
        return None
    try:
        return b"".join(_byte(one) for one in text).decode("utf-8")
    except UnicodeError:
        return None


def _byte(one: str) -> bytes:
    """Give the byte of a character in Latin-1, or in its wider form of Windows."""
    return one.encode("latin-1" if ord(one) < 256 else "cp1252")
