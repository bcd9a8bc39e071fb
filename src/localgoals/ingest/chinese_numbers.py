"""Chinese numerals such as 三万五千, read only where they can mean one number."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"万": 10**4, "亿": 10**8}
# The digits of cheques, those of Taiwan and Hong Kong, and 两, which stands for 二 before units.
_PLAIN: Final = str.maketrans(
    "〇○壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億点點两兩",
    "零零一二二三三四五六六七八九十百千万亿点点二二",
)
_NUMERAL = re.compile(f"负?[{_DIGITS}十百千万亿]+(?:点[{_DIGITS}]+)?")
# 一二 can mean one or two, so that a row of digits has to be as long as a year.
_SHORTEST_ROW = 3


def chinese_number(text: str) -> Decimal | None:
    """
    Read a Chinese numeral; None where it is none, or could mean two numbers.

    In speech 三万五 is 35,000 and 一百二 is 120, so a numeral that nobody would write so in full
    is not read.

    Examples
    --------
    >>> chinese_number("三万五千"), chinese_number("二〇二〇"), chinese_number("三点五")
    (Decimal('35000'), Decimal('2020'), Decimal('3.5'))
    >>> chinese_number("三万五") is None
    True
    """
    plain = text.strip().translate(_PLAIN).replace("負", "负")
    if _NUMERAL.fullmatch(plain) is None:
        return None
    whole, _, decimals = plain.removeprefix("负").partition("点")
    number = _whole(whole)
    if number is None:
        return None
    digits = "".join(str(_DIGITS.index(one)) for one in decimals)
    value = Decimal(f"{number}.{digits}" if digits else number)
    return -value if plain.startswith("负") else value


def written(number: int) -> str:
    """
    Write a whole number from 0 below 10¹² as it is written in full.

    Examples
    --------
    >>> written(10_500), written(12), written(100_020_000)
    ('一万零五百', '十二', '一亿零二万')
    """
    if number == 0:
        return "零"
    parts: list[str] = []
    left = number
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        section, left = divmod(left, size)
        if section:
            gap = "零" if parts and section < 1000 else ""
            parts.append(gap + _section(section) + unit)
        elif parts and left and not parts[-1].endswith("零"):
            parts.append("零")
    text = re.sub("零+", "零", "".join(parts))
    return text.removeprefix("一") if text.startswith("一十") else text


def _section(number: int) -> str:
    """Write a number from 1 to 9999."""
    text = ""
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            text += _DIGITS[digit] + unit
        elif text and number and not text.endswith("零"):
            text += "零"
    return text


def _whole(text: str) -> int | None:
    """Read a numeral with units that is written in full, or a row of digits."""
    if all(one in _DIGITS for one in text):
        row = "".join(str(_DIGITS.index(one)) for one in text)
        return int(row) if len(text) == 1 or len(text) >= _SHORTEST_ROW else None
    total = section = 0
    digit = 0
    for one in text:
        if one in _DIGITS:
            digit = _DIGITS.index(one)
        elif one in _SMALL:
            section, digit = section + (digit or 1) * _SMALL[one], 0
        else:
            total, section, digit = total + (section + digit) * _LARGE[one], 0, 0
    number = total + section + digit
    full = text.removeprefix("一") if text.startswith("一十") else text
    return number if number < 10**12 and written(number) == full else None
