"""What a unit allows: percent lies between 0 and 100, and counts of parts add up to the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

import pandas as pd

from localgoals.catalogue.load import load

Kind = Literal["percent", "count", ""]

# Units of the catalogue whose amounts of the parts are those of the whole. Money is not among them:
# what a district spends need not be a part of what the city spends.
_COUNTS: Final = frozenset(
    {"persons", "households", "seats", "count", "number", "tonnes_per_day", "m3_per_day", "km2"}
)
_PERCENT: Final = frozenset({"percent", "percent_people", "percent_households", "percent_built_up"})
_PERCENT_WORDS = re.compile(r"per ?cent(?!age point)|%|％|百分比|百分之", re.IGNORECASE)
# A rate of change or a difference may be above 100, and a rate is no count.
_OF_CHANGE = re.compile(r"change|growth|point|增长|变化|百分点", re.IGNORECASE)
_COUNT_WORDS = re.compile(
    r"(?:number|count|no\.|persons?|people|inhabitants|residents|households?|dwellings|"
    r"(?:number|count|total) of [a-z ]+|[万千亿]?(?:人|户|个|名|套|辆|件|所))",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[\[(（【]([^\])）】]+)[\])）】]\s*$")


def kind_of_unit(text: str) -> Kind:
    """
    Tell percent and counts by the words of a unit; empty where it says neither.

    Examples
    --------
    >>> kind_of_unit("Percent by Age"), kind_of_unit("万人"), kind_of_unit("per 100,000")
    ('percent', 'count', '')
    """
    if text in _PERCENT:
        return "percent"
    if text in _COUNTS or _COUNT_WORDS.fullmatch(text.strip()):
        return "count"
    if _PERCENT_WORDS.search(text) and not _OF_CHANGE.search(text):
        return "percent"
    return ""


def unit_in(name: str) -> str:
    """Give what stands in the last brackets of a name: `人口（万人）` is in 万人."""
    found = _BRACKETS.search(name)
    return found[1].strip() if found else ""


def kinds_of_series(series: Iterable[str]) -> dict[str, Kind]:
    """Tell for each series what its unit is, by the catalogue or by what its brackets say."""
    known = load().statistics
    return {one: kind_of_unit(known[one].unit if one in known else unit_in(one)) for one in series}


def kinds_in(column: pd.Series) -> pd.Series:
    """Give the kind of unit for each row of a column of series."""
    return column.map(kinds_of_series(column.unique())).astype(object)
