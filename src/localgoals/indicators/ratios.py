"""Indicators that are a ratio of two series of the statistics table (see the catalogue)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan, nan, sqrt

from localgoals.catalogue.load import load
from localgoals.indicators.areas import area_codes
from localgoals.indicators.choices import draft
from localgoals.indicators.findings import EVERYBODY, Draft, Findings
from localgoals.indicators.missing import blank, without
from localgoals.indicators.quality import grade
from localgoals.indicators.walking import Walk
from localgoals.ingest.layers import City, Statistics
from localgoals.model.indicator import Ratio
from localgoals.model.lineage import Lineage
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.ranges import Between

SERIES = "value"

Key = tuple[Period, str, str]
"""Period, area, group."""


def ratio_of(numerator: float, denominator: float, *, multiplier: float) -> float:
    """
    Multiplier times numerator over denominator.

    Parameters
    ----------
    numerator, denominator
        Counts or amounts; NaN where not known.
    multiplier
        100 for per cent, 100 000 for a rate in 100 000.

    Returns
    -------
    ratio
        NaN when a part is not known or the denominator is zero.

    Examples
    --------
    >>> ratio_of(84, 1_200_000, multiplier=100_000)
    7.0
    """
    return multiplier * numerator / denominator if denominator else nan


def margin_of_ratio(numerator: Part, denominator: Part, *, is_part: bool) -> float:
    """
    Margin of error of a ratio, from those of its two parts.

    Parameters
    ----------
    numerator, denominator
        Value and margin of error of each, at one level of confidence; NaN where not known. The
        denominator is above 0.
    is_part
        Whether the numerator is a part of the denominator (a proportion), which makes the margin
        smaller: the two err together.

    Returns
    -------
    margin
        At the same level, of numerator / denominator; NaN when a margin is not known.

    Notes
    -----
    sqrt(M_n² - p² M_d²) / d for a proportion p = n / d, and sqrt(M_n² + p² M_d²) / d for another
    ratio, or where the former has no square root. A margin of 0 stands for a count that the survey
    was fitted to.

    References
    ----------
    U.S. Census Bureau, Understanding and Using American Community Survey Data: calculating measures
    of error for derived estimates (proportions and ratios); as coded in CouncilCount 0.11.4.

    Examples
    --------
    >>> round(margin_of_ratio(Part(203_119, 5_070), Part(630_498, 831), is_part=True), 4)
    0.008
    >>> round(margin_of_ratio(Part(30, 4), Part(40, 8), is_part=True), 4)
    0.1803
    """
    share = numerator.value / denominator.value
    square, by_denominator = numerator.margin**2, (share * denominator.margin) ** 2
    if is_part and square >= by_denominator:
        by_denominator = -by_denominator
    return sqrt(square + by_denominator) / abs(denominator.value)


def observe(city: City, walk: Walk, *, code: str) -> Findings:
    """
    Give a ratio for every period, area and group of which the table has either part.

    Within a level that has any figure, every district is listed; levels that the table does not
    know are not.

    Parameters
    ----------
    city, walk
        The city; nobody walks here.
    code
        An indicator that the catalogue declares as a ratio.
    """
    ratio = load().indicators[code].ratio
    assert ratio is not None, code
    if city.statistics is None:
        return without(city, code, "statistics")
    parts = _Parts(
        _by_key(city.statistics, ratio.numerator), _by_key(city.statistics, ratio.denominator)
    )
    for series, figures in (
        (ratio.numerator, parts.numerator),
        (ratio.denominator, parts.denominator),
    ):
        if not figures:
            return blank(city, code, "no-series", series)
    return Findings(tuple(_rows(city, code, city.statistics, parts)))


@dataclass(frozen=True)
class Part:
    """One figure of the statistics table."""

    value: float
    """NaN where not known."""
    margin: float = nan
    """Margin of error of the value; NaN where not known."""
    lineage: Lineage = Lineage()
    """Of the resource that gave it."""


NOT_THERE = Part(nan)


@dataclass(frozen=True)
class _Parts:
    """Both series of a ratio, by period, area and group."""

    numerator: Mapping[Key, Part]
    denominator: Mapping[Key, Part]


def _by_key(statistics: Statistics, series: str) -> dict[Key, Part]:
    rows = statistics.table[statistics.table["series"] == series]
    keys = zip(rows["period"], rows["area"], rows["group"], strict=True)
    values, margins = rows["value"].astype(float).tolist(), rows["margin"].astype(float).tolist()
    lineages = [statistics.lineages[name] for name in rows["resource"]]
    parts = map(Part, values, margins, lineages)
    return dict(zip(keys, parts, strict=True))


def _rows(city: City, code: str, statistics: Statistics, parts: _Parts) -> Iterator[Observation]:
    indicator = load().indicators[code]
    assert indicator.ratio is not None, code
    terms = _Terms(indicator.ratio, indicator.headline.possible)
    for period, area, group in _keys(city, parts):
        pair = _Pair(
            parts.numerator.get((period, area, group), NOT_THERE),
            parts.denominator.get((period, area, group), NOT_THERE),
        )
        lineage = pair.numerator.lineage + pair.denominator.lineage
        if not lineage.sources:
            lineage = statistics.lineage
        start = draft(code, SERIES, period, way="ratio", lineage=lineage)
        yield pair.observation(start, area, group, terms)


@dataclass(frozen=True)
class _Terms:
    """What holds for all figures of a ratio."""

    ratio: Ratio
    possible: Between

    @property
    def is_part(self) -> bool:
        """Tell whether the numerator is a part of the denominator: at most all of it."""
        return self.possible.high == self.ratio.multiplier


@dataclass(frozen=True)
class _Pair:
    """Numerator and denominator of one area, period and group."""

    numerator: Part
    denominator: Part

    def observation(self, start: Draft, area: str, group: str, terms: _Terms) -> Observation:
        """Divide, or say which part is missing."""
        ratio = terms.ratio
        if isnan(self.numerator.value):
            return start.gap(area, "no-series", ratio.numerator, group=group)
        if isnan(self.denominator.value):
            return start.gap(area, "no-series", ratio.denominator, group=group)
        if self.denominator.value == 0:
            return start.gap(area, "zero-denominator", ratio.denominator, group=group)
        value = ratio_of(self.numerator.value, self.denominator.value, multiplier=ratio.multiplier)
        if not terms.possible.admits(value):
            return start.gap(area, "impossible-value", f"{value:g}", group=group)
        quality = grade(_doubts(start.lineage))
        return start.figure(
            area, value, group=group, quality=quality, between=self._range(value, terms)
        )

    def _range(self, value: float, terms: _Terms) -> tuple[float, float]:
        """Give the value less and plus its margin, as far as such values can exist."""
        margin = terms.ratio.multiplier * margin_of_ratio(
            self.numerator, self.denominator, is_part=terms.is_part
        )
        if isnan(margin):
            return nan, nan
        return max(value - margin, terms.possible.low), min(value + margin, terms.possible.high)


def _doubts(lineage: Lineage) -> frozenset[str]:
    found = {"input-modelled"} if lineage.modelled else set()
    return frozenset(found | ({"survey"} if lineage.survey else set()))


def _keys(city: City, parts: _Parts) -> list[Key]:
    """
    List what is to be reported: keys of the table, the city, and districts beside listed ones.

    A numerator of a group without the group's denominator is listed, and says what is missing; a
    denominator of a group without a numerator (the number of women, say, used by another ratio) is
    not.
    """
    codes = area_codes(city)
    found = {key for key in parts.numerator if key[1] in codes}
    found |= {key for key in parts.denominator if key[1] in codes and key[2] == EVERYBODY}
    for period in {key[0] for key in found}:
        found.add((period, city.code, EVERYBODY))
        listed = {key[1] for key in found if key[0] == period}
        for districts in city.districts:
            if not listed.isdisjoint(districts.codes):
                found |= {(period, code, EVERYBODY) for code in districts.codes}
    order = {code: number for number, code in enumerate(codes)}
    return sorted(found, key=lambda key: (key[0], order[key[1]], key[2]))
