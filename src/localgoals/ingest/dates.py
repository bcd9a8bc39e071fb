"""Years and days as tables write them: 2019年, a run of years, and dates where a year is wanted."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from localgoals.errors import BadInput
from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.period import Period
from localgoals.model.problem import Problem

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""A number outside is not taken for a year where nothing else says that it is one."""
_NARROW: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_YEARS = re.compile(r"(\d{4}) ?年?(?: ?[-–—~至] ?(\d{4}) ?年?)?")
_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.0+)?)?"
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
# Spreadsheets count from the day before 1900-01-01, and a 1900-02-29 that never was.
_DAY_0 = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 25_569, 55_153


def period_in(text: str) -> Period | None:
    """
    Read a year or a run of years; None where it is neither.

    Examples
    --------
    >>> str(period_in("２０１９年")), str(period_in("2019–2021")), period_in("2019/20")
    ('2019', '2019-2021', None)
    """
    match = _YEARS.fullmatch(text.translate(_NARROW).strip())
    if match is None:
        return None
    try:
        return Period(int(match[1]), int(match[2] or match[1]))
    except BadInput:
        return None


def year_in(text: str) -> Period | None:
    """Read a year or a run of years, as `period_in`, that can be one of a table's heads."""
    period = period_in(text)
    if period is None or period.first < FIRST_YEAR or period.last > LAST_YEAR:
        return None
    return period


def day_in(text: str) -> date | None:
    """
    Read a date, or the number that spreadsheets have for a day; None where it is neither.

    Examples
    --------
    >>> day_in("43831"), day_in("2020-01-01 00:00:00"), day_in("2020")
    (datetime.date(2020, 1, 1), datetime.date(2020, 1, 1), None)
    """
    plain = text.translate(_NARROW).strip()
    if (written := _DAY.fullmatch(plain)) is not None:
        try:
            return date(int(written[1]), int(written[2]), int(written[3]))
        except ValueError:
            return None
    serial = _SERIAL.fullmatch(plain)
    if serial is None or not _FIRST_SERIAL <= int(serial[1]) <= _LAST_SERIAL:
        return None
    return _DAY_0 + timedelta(days=int(serial[1]))


def date_problem(text: str, where: str) -> Problem:
    """Say that a date stands where a year is wanted."""
    day = day_in(text)
    assert day is not None, text
    values = {"value": repr(text), "day": f"{day:%Y-%m-%d}", "year": day.year}
    return feed_problem("period-is-date", where, **values)


def is_day(cell: object) -> bool:
    """Tell whether a cell of a spreadsheet holds a date."""
    return isinstance(cell, date | datetime)
