"""Time as SDMX and its relatives write it: only runs of whole calendar years are read."""

from __future__ import annotations

import re

from localgoals.model.period import Period

_YEARS = re.compile(r"(\d{4})(?:-A1)?|(\d{4})-(\d{4})")
_LENGTH = re.compile(r"(\d{4})(?:-01-01)?(?:T00:00:00(?:\.0+)?Z?)?/P(\d{1,4})([YM])")
_ENDS = re.compile(r"(\d{4})-01-01/(\d{4})-12-31")
_PART = re.compile(
    r"\d{4}-?[QSTHKMWD]\d{1,3}"  # quarters, halves, thirds, months, weeks and days
    r"|\d{4}-\d{2}(?:-\d{2})?(?:T.*)?"
    r"|\d{4}(?:-\d{2}){0,2}(?:T[^/]*)?/(?:P.+|\d{4}-.+)"
)
_LAST_YEAR = 9999


def period_of(text: str) -> Period | None:
    """
    Read whole calendar years; None where the text is something else.

    References
    ----------
    SDMX 2.1, Section 6, Technical notes, 4.2: time formats (a reporting year is `2019-A1`, a range
    is `2019-01-01/P3Y`).

    Examples
    --------
    >>> str(period_of("2019-01-01/P3Y")), str(period_of("2019-A1")), period_of("2019-Q1")
    ('2019-2021', '2019', None)
    """
    if match := _YEARS.fullmatch(text):
        return _run(int(match[1] or match[2]), int(match[1] or match[3]))
    if match := _ENDS.fullmatch(text):
        return _run(int(match[1]), int(match[2]))
    if match := _LENGTH.fullmatch(text):
        years, months = divmod(int(match[2]), 1 if match[3] == "Y" else 12)
        first = int(match[1])
        return None if months or not years else _run(first, first + years - 1)
    return None


def is_part_of_year(text: str) -> bool:
    """Tell whether a text is a quarter, a month, a day or a run of them."""
    return _PART.fullmatch(text) is not None


def _run(first: int, last: int) -> Period | None:
    return Period(first, last) if first <= last <= _LAST_YEAR else None
