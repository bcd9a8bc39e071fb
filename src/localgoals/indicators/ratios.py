"""Indicators that are a ratio of two series of the statistics table (see the catalogue)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan, nan

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
    parts = _Parts.read(city.statistics, ratio)
    for series, figures in (
        (ratio.numerator, parts.numerator),
        (ratio.denominator, parts.denominator),
    ):
        if not figures:
            return blank(city, code, "no-series", series)
    return Findings(tuple(_rows(city, code, ratio, parts)))


@dataclass(frozen=True)
class _Parts:
    """Both series of a ratio, by period, area and group."""

    numerator: Mapping[Key, float]
    denominator: Mapping[Key, float]
    lineage: Lineage

    @classmethod
    def read(cls, statistics: Statistics, ratio: Ratio) -> _Parts:
        """Pick the two series out of the table."""
        return cls(
            _by_key(statistics, ratio.numerator),
            _by_key(statistics, ratio.denominator),
            statistics.lineage,
        )


def _by_key(statistics: Statistics, series: str) -> dict[Key, float]:
    table = statistics.table
    rows = table[table["series"] == series]
    keys = zip(rows["period"], rows["area"], rows["group"], strict=True)
    return dict(zip(keys, rows["value"].astype(float).tolist(), strict=True))


def _rows(city: City, code: str, ratio: Ratio, parts: _Parts) -> Iterator[Observation]:
    possible = load().indicators[code].headline.possible
    quality = grade({"input-modelled"} if parts.lineage.modelled else ())
    for period, area, group in _keys(city, parts):
        start = draft(code, SERIES, period, way="ratio", lineage=parts.lineage)
        pair = _Pair(
            parts.numerator.get((period, area, group), nan),
            parts.denominator.get((period, area, group), nan),
        )
        yield pair.observation(start, area, group, _Terms(ratio, possible, quality))


@dataclass(frozen=True)
class _Terms:
    """What holds for all figures of a ratio."""

    ratio: Ratio
    possible: Between
    quality: int


@dataclass(frozen=True)
class _Pair:
    """Numerator and denominator of one area, period and group."""

    numerator: float
    denominator: float

    def observation(self, start: Draft, area: str, group: str, terms: _Terms) -> Observation:
        """Divide, or say which part is missing."""
        ratio = terms.ratio
        if isnan(self.numerator):
            return start.gap(area, "no-series", ratio.numerator, group=group)
        if isnan(self.denominator):
            return start.gap(area, "no-series", ratio.denominator, group=group)
        if self.denominator == 0:
            return start.gap(area, "zero-denominator", ratio.denominator, group=group)
        value = ratio_of(self.numerator, self.denominator, multiplier=ratio.multiplier)
        if not terms.possible.admits(value):
            return start.gap(area, "impossible-value", f"{value:g}", group=group)
        return start.figure(area, value, group=group, quality=terms.quality)


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
