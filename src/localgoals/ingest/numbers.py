"""Numbers as people write them in tables: marks, full-width digits, 万 and 亿, percent signs."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Final, Literal

import numpy as np
import pandas as pd

from localgoals.ingest.chinese_numbers import chinese_number
from localgoals.ingest.dates import is_day
from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.figures import Rows
from localgoals.ingest.layers import Floats
from localgoals.ingest.tables import UNKNOWN, numbers_in
from localgoals.model.problem import Problem

DecimalMark = Literal["point", "comma"]
_SIMPLIFIED: Final = str.maketrans("萬億佰仟", "万亿百千")
PLACEHOLDER_WORDS: Final = frozenset(
    {
        "n/a", "n.a.", "na", "..", "...", "…", "……", "-", "–", "—", "——", "--", ":", "?", "x", "xx",
        "xxx", "tbd", "unknown", "not available", "待填", "待定", "待补", "待补充", "暂无",
        "暂无数据", "无数据", "不详", "未知", "缺", "缺失", "空",
    }
)  # fmt: skip
"""What people write, in small letters, in place of a figure that they do not have."""
_MULTIPLES: Final = {
    "": 1, "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
# Not NFKC, which would make 102 of 10².
_NARROW: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x2212: "-",
    0x2013: "-",
}
# A full-width comma never marks decimals, so it needs no declaration.
_CHINESE_COMMA = "，"
_SPACES = re.compile(r"[\u0020\u00a0\u2007\u2009\u202f]")
_APOSTROPHES = re.compile("['\u2019]")
_PARTS = re.compile(
    r"([+-]?) *([0-9.,' ]*[0-9][0-9.,' ]*?)(e[+-]?[0-9]{1,3})? *([十百千万]?[万亿]|[百千]|) *(%?)"
)
# 1亿2000万, 1万2000. In speech 1万2 is 12,000, so a rest without a unit has three or four digits.
_JOINED = re.compile(
    r"([+-]?) *(?:([0-9]+) *亿 *)?(?:([0-9]{1,4}(?:\.[0-9]+)?) *(千?)万 *)?([0-9]{3,4})?"
)
_DATE = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ t]\d{2}:\d{2}.*)?|\d{1,2}[-/]\d{1,2}[-/]\d{4}"
)
_GROUPS = r"[1-9][0-9]{0,2}(?:%s[0-9]{3})+"
_LONGEST = 60
_SHOWN = 20


def read_number(text: str, where: str, *, decimal: DecimalMark | None = None) -> float | Problem:
    """
    Read one number, or say why it cannot be read without a guess.

    Full-width digits and signs, thousands marks between whole groups of three, 万 and 亿, spaces,
    and Chinese numerals written in full are understood. `12.5%` is 12.5: a percent stays a percent.

    Parameters
    ----------
    text
        What the cell says.
    where
        The cell, for the problem.
    decimal
        The mark before decimals, where the source has said so. Without it a point is that mark,
        and a single comma before three digits, which could be either, is a problem.

    Returns
    -------
    number
        A finite number, or the problem.

    Examples
    --------
    >>> read_number("１，２３４", "a.csv, row 2"), read_number("1.2万", "a.csv, row 3")
    (1234.0, 12000.0)
    >>> read_number("1亿2000万", "a.csv, row 3"), read_number("三万五千", "a.csv, row 3")
    (120000000.0, 35000.0)
    >>> read_number("1,234", "a.csv, row 4").kind
    'number-ambiguous'
    >>> read_number("1,234", "a.csv, row 4", decimal="comma")
    1.234
    """

    def fault(kind: str) -> Problem:
        say = problem if kind == "not-a-number" else feed_problem
        return say(kind, where, value=repr(text[:_LONGEST]))

    chinese = _CHINESE_COMMA in text and "," not in text and decimal != "comma"
    plain = text.translate(_NARROW).strip()
    plain = _APOSTROPHES.sub("'", _SPACES.sub(" ", plain)).lower().translate(_SIMPLIFIED)
    match = None if len(plain) > _LONGEST else _PARTS.fullmatch(plain)
    if match is None:
        joined = _joined(plain) if len(plain) <= _LONGEST else None
        if joined is not None:
            return joined
        return fault("number-is-date" if _DATE.fullmatch(plain) else "not-a-number")
    sign, amount, power, multiple, _ = match.groups(default="")
    mark = "point" if chinese else decimal
    digits = _without_marks(amount, mark)
    if digits in _UNREADABLE:
        return fault("number-is-date" if _DATE.fullmatch(plain) else digits)
    value = float(Decimal(sign + digits + power) * _MULTIPLES[multiple])
    return value if math.isfinite(value) else fault("not-a-number")


def _joined(plain: str) -> float | None:
    """Read 1亿2000万, or a Chinese numeral; None where it is neither."""
    match = _JOINED.fullmatch(plain)
    sections = 0 if match is None else sum(match[part] is not None for part in (2, 3, 5))
    if match is None or sections < 2:
        number = chinese_number(plain)
        return None if number is None else float(number)
    sign, larger, smaller, thousand, rest = match.groups(default="")
    # 1亿2000 is 100,002,000 in writing and 120,000,000 in speech.
    if not smaller or (rest and ("." in smaller or thousand)):
        return None
    value = Decimal(larger or 0) * 10**8 + Decimal(rest or 0)
    value += Decimal(smaller) * (10**7 if thousand else 10**4)
    return float(-value if sign == "-" else value)


_UNREADABLE: Final = ("number-ambiguous", "number-other-mark", "number-grouping")


def _without_marks(amount: str, decimal: DecimalMark | None) -> str:
    """Give the digits with a decimal point and nothing else, or the kind of fault."""
    point, other = (",", ".") if decimal == "comma" else (".", ",")
    if decimal is None and re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", amount):
        return "number-ambiguous"
    whole, _, decimals = amount.partition(point)
    marks = {one for one in whole if not one.isdigit()}
    grouped = len(marks) == 1 and re.fullmatch(_GROUPS % re.escape(min(marks)), whole)
    if (not marks or grouped) and (decimals.isdigit() or not decimals):
        return "".join(one for one in whole if one.isdigit()) + "." + (decimals or "0")
    return "number-other-mark" if _would_read(amount, other) else "number-grouping"


def _would_read(amount: str, point: str) -> bool:
    """Tell whether an amount is a number with the other mark before its decimals."""
    grouping = "[.' ]" if point == "," else "[,' ]"
    point = re.escape(point)
    return bool(re.fullmatch(rf"(?:[0-9]+|{_GROUPS % grouping})(?:{point}[0-9]+)?", amount))


def amounts_in(
    column: pd.Series, where: str, *, decimal: DecimalMark | None = None, first_row: int = 2
) -> tuple[Floats, list[Problem]]:
    """
    Read a column of texts as numbers that people wrote; a blank is NaN.

    Parameters
    ----------
    column
        Texts, numbers or blanks; its name is the column's and its index counts the rows from 0.
    where
        The file, for the problems.
    decimal
        As for `read_number`.
    first_row
        Number of the row with the index 0, as a person counts.

    Returns
    -------
    numbers
        One for each row; NaN where blank or at fault.
    problems
        Every cell at fault, up to a number that a person reads; the rest is counted.
    """
    is_text, is_date = _texts_and_dates(column)
    if not is_text.any() and not is_date.any():
        return numbers_in(column, where, first_row=first_row)
    values = np.full(len(column), np.nan)
    other = ~is_text & ~is_date
    values[other], problems = numbers_in(column[other], where, first_row=first_row)
    for row in np.flatnonzero(is_date).tolist():
        place = f"{where}, row {int(column.index[row]) + first_row}, column {column.name}"
        shown = str(column.iloc[row]).removesuffix(" 00:00:00")
        problems.append(feed_problem("number-is-date", place, value=shown))
    # What is a number without doubt is read at once; only the others one by one.
    certain = "[+-]?[0-9]+" if decimal == "comma" else r"[+-]?[0-9]+(?:\.[0-9]+)?"
    plain = column.astype("string").str.fullmatch(certain).fillna(value=False)
    at_once = is_text & plain.to_numpy(dtype=np.bool_)
    values[at_once] = pd.to_numeric(column[at_once]).to_numpy(np.float64)
    known = ~column.astype("string").str.strip().isin(UNKNOWN).to_numpy(dtype=np.bool_)
    slow = np.flatnonzero(is_text & ~at_once & known).tolist()
    texts = column.iloc[slow].astype(str).tolist()
    for row, text in zip(slow, texts, strict=True):
        place = f"{where}, row {int(column.index[row]) + first_row}, column {column.name}"
        read = read_number(text, place, decimal=decimal)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            values[row] = read
    more = len(problems) - _SHOWN  # of one column, whatever the kinds
    if more > 0:
        problems = problems[:_SHOWN]
        problems.append(problem("and-more", f"{where}, column {column.name}", count=more))
    place = f"{where}, column {column.name}"
    return values, problems + _mixed(texts, place, int(at_once.sum()) + len(texts))


def _texts_and_dates(column: pd.Series) -> tuple[Rows, Rows]:
    """Tell which cells are texts and which are dates."""
    none = np.zeros(len(column), dtype=np.bool_)
    if isinstance(column.dtype, pd.StringDtype):
        return column.notna().to_numpy(np.bool_), none
    if pd.api.types.is_datetime64_any_dtype(column):
        return none, column.notna().to_numpy(np.bool_)
    if column.dtype != object:
        return none, none
    is_text = np.array([isinstance(one, str) for one in column], dtype=np.bool_)
    is_date = np.array([is_day(one) and not pd.isna(one) for one in column], dtype=np.bool_)
    return is_text, is_date


def _mixed(texts: list[str], where: str, count: int) -> list[Problem]:
    """Warn of a column in which some numbers have a percent sign and others have none."""
    signed = sum("%" in text or "％" in text for text in texts)
    if signed in (0, count):
        return []
    return [feed_problem("number-percent-mixed", where, count=signed, all=count)]
