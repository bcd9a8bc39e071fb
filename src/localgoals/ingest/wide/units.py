"""Units such as 万人 in the titles and names of a table: figures are multiplied to single units."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.sheets import Sheet, text_of
from localgoals.ingest.units import kind_of_unit, unit_in
from localgoals.model.problem import Problem

_SCALES: Final = (
    (re.compile("百万"), 10**6),
    (re.compile("万"), 10**4),
    (re.compile("亿"), 10**8),
    # 千 is also the kilo of 千米, 千克 and 千瓦.
    (re.compile("千(?=[人户元吨个名辆件套]|公顷)"), 1000),
    (re.compile(r"(?:thousands?|1[, ]?000|[’']000|000s)\b", re.IGNORECASE), 1000),
    (re.compile(r"(?:millions?|mln)\b", re.IGNORECASE), 10**6),
)


def scale_of(sheet: Sheet, titles: tuple[int, ...]) -> tuple[float, str]:
    """Find a unit such as 万人 in the titles."""
    for row in titles:
        for cell in filter(None, map(text_of, sheet.rows[row])):
            said = re.search(r"(?:单位|unit)s?\s*[:：]\s*([^)）\]]+)", cell, re.IGNORECASE)
            unit = said[1].strip() if said else unit_in(cell)
            if unit:
                return _times(unit), unit
    return 1, ""


def _times(unit: str) -> float:
    """Give what a unit such as 万人 or `thousand tonnes` multiplies by."""
    return next((times for word, times in _SCALES if word.match(unit)), 1)


def has_own_unit(text: str) -> bool:
    """
    Tell whether a figure says itself what it is in: `1.2万`, `5%`.

    Examples
    --------
    >>> has_own_unit("1.2万"), has_own_unit("5 %"), has_own_unit("12")
    (True, True, False)
    """
    return bool(re.search("[百千万亿萬億%％]", text))


def scaled(
    table: pd.DataFrame, where: str, title: tuple[float, str]
) -> tuple[pd.DataFrame, list[Problem]]:
    """
    Multiply figures in units such as 万人, and say so.

    A figure of the table that says itself what it is in (`own_unit`) is left out where it would be
    multiplied, and so is one for which the title has several units.
    """
    units = {series: unit_in(series) or title[1] for series in table["series"].unique()}
    times = {series: _times(unit) for series, unit in units.items()}
    problems = _brackets_unlike_units(units, where, title)
    unclear = table["series"].map(units).map(_is_several)
    if unclear.any():
        problems.append(feed_problem("wide-units-several", where, unit=title[1]))
    multiplied = table["series"].map(times) != 1
    twice = multiplied & table["own_unit"] & ~unclear
    for _, row in table[twice].iterrows():
        place = f"{row['where']}, row {row['row']}"
        said = {"value": repr(row["own_text"]), "unit": units[row["series"]]}
        problems.append(feed_problem("wide-unit-twice", place, **said))
    table = table[~(unclear | twice)]
    read = [unit for series, unit in units.items() if (table["series"] == series).any()]
    used = [unit for unit in dict.fromkeys(read) if _times(unit) != 1]
    if not used:
        return table, problems
    problems += [feed_problem("wide-scaled", where, unit=one, times=_times(one)) for one in used]
    # Rounded to what a number of fifteen digits can say, so that 1.1 x 10,000 is 11,000.
    value = table["value"] * table["series"].map(times)
    rounded = [float(f"{one:.15g}") for one in value]
    names = {series: _in_single_units(series) for series in units if times[series] != 1}
    return table.assign(value=rounded, series=table["series"].replace(names)), problems


def _is_several(unit: str) -> bool:
    """Tell whether a title has units of several sizes, such as 万人、亿元."""
    parts = [one for one in re.split("[、，,;；]|和| and ", unit) if one.strip()]
    return len({_times(one.strip()) for one in parts}) > 1


def _brackets_unlike_units(
    units: dict[str, str], where: str, title: tuple[float, str]
) -> list[Problem]:
    """Warn of brackets such as （常住）, for which the title's unit does not count."""
    if title[0] == 1:
        return []
    return [
        feed_problem("wide-unit-unclear", where, series=series, unit=title[1], words=unit)
        for series, unit in units.items()
        if unit != title[1] and _times(unit) == 1 and not kind_of_unit(unit)
    ]


def _in_single_units(series: str) -> str:
    """Name a series by the unit that its figures have after they were multiplied."""
    unit = unit_in(series)
    if not unit:
        return series
    single = next((unit[found.end() :] for word, _ in _SCALES if (found := word.match(unit))), unit)
    single = re.sub(r"^\s*(?:of\s+)?", "", single)
    start = series[: series.rindex(unit) - 1].strip()
    return f"{start} [{single}]" if single else start
