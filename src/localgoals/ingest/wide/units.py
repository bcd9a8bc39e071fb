"""Units such as 万人 in the titles and names of a table: figures are multiplied to single units."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.sheets import Sheet, text_of
from localgoals.ingest.units import unit_in
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


def scaled(
    table: pd.DataFrame, where: str, title: tuple[float, str]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Multiply figures in units such as 万人, and say so."""
    units = {series: unit_in(series) or title[1] for series in table["series"].unique()}
    times = {series: _times(unit) for series, unit in units.items()}
    problems = [
        feed_problem("wide-scaled", where, unit=unit, times=_times(unit))
        for unit in dict.fromkeys(units.values())
        if _times(unit) != 1
    ]
    if not problems:
        return table, []
    # Rounded to what a number of fifteen digits can say, so that 1.1 x 10,000 is 11,000.
    value = table["value"] * table["series"].map(times)
    rounded = [float(f"{one:.15g}") for one in value]
    names = {series: _in_single_units(series) for series in units if times[series] != 1}
    return table.assign(value=rounded, series=table["series"].replace(names)), problems


def _in_single_units(series: str) -> str:
    """Name a series by the unit that its figures have after they were multiplied."""
    unit = unit_in(series)
    if not unit:
        return series
    single = next((unit[found.end() :] for word, _ in _SCALES if (found := word.match(unit))), unit)
    single = re.sub(r"^\s*(?:of\s+)?", "", single)
    start = series[: series.rindex(unit) - 1].strip()
    return f"{start} [{single}]" if single else start
