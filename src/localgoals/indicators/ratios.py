"""Indicators that are a ratio of statistics, or of signed sums of them (see the catalogue)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import hypot, isnan, nan, sqrt

from localgoals.catalogue.load import load
from localgoals.indicators.areas import area_codes
from localgoals.indicators.choices import draft
from localgoals.indicators.derived import NOT_THERE, Key, Part, figures_of, terms_of
from localgoals.indicators.findings import EVERYBODY, Draft, Findings
from localgoals.indicators.missing import latest_period, without
from localgoals.indicators.quality import grade
from localgoals.indicators.walking import Walk
from localgoals.ingest.layers import City
from localgoals.model.indicator import Indicator, Ratio, Sum
from localgoals.model.lineage import Lineage
from localgoals.model.observation import Observation
from localgoals.model.ranges import Between

SERIES = "value"


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


def sum_of(terms: Sum, parts: Mapping[str, Part]) -> Part:
    """
    Add up the figures of a signed sum.

    Parameters
    ----------
    terms
        The series to add, and those to take away.
    parts
        The figure of each series; values are known.

    Returns
    -------
    sum
        Its margin of error is NaN when that of any term is not known.

    Notes
    -----
    The margin is sqrt(Σ Mᵢ²), whatever the signs: the terms are taken to err independently.

    References
    ----------
    U.S. Census Bureau, Understanding and Using American Community Survey Data: calculating measures
    of error for derived estimates (aggregated counts).

    Examples
    --------
    >>> sum_of(Sum.of("all", "-lost"), {"all": Part(70, 4), "lost": Part(30, 3)}).margin
    5.0
    """
    named = [(term.sign, parts[term.series]) for term in terms.terms]
    return Part(
        value=sum(sign * part.value for sign, part in named),
        margin=hypot(*(part.margin for _, part in named)),
        lineage=sum((part.lineage for _, part in named), Lineage()),
    )


def margin_of_overlap(ratio: Ratio, parts: Mapping[str, Part]) -> float:
    """
    Margin of error of a ratio whose numerator and denominator have a series in common.

    Parameters
    ----------
    ratio
        Both sums; the multiplier is left to the caller.
    parts
        Value and margin of error of each series; NaN where a margin is not known.

    Returns
    -------
    margin
        Of numerator / denominator, at the level of the parts; NaN when a margin is not known.

    Notes
    -----
    With r = N / D, and signs s in the numerator and t in the denominator (0 where a series is not
    in it): sqrt(Σ ((s - r t) M)²) / |D|, to the first order and with series that err independently.
    Without a common series it is the second formula of `margin_of_ratio`.

    References
    ----------
    Joint Committee for Guides in Metrology (2008), JCGM 100, Evaluation of measurement data: Guide
    to the expression of uncertainty in measurement, 5.1.2, equation 10.

    Examples
    --------
    >>> growth = Ratio(Sum.of("now", "-before"), Sum.of("before"), 100)
    >>> round(margin_of_overlap(growth, {"now": Part(30, 4), "before": Part(40, 8)}), 4)
    0.1803
    """
    above, below = above_and_below(ratio, parts)
    share = above.value / below.value
    weights = dict.fromkeys(ratio.series, 0.0)
    for term in ratio.numerator.terms:
        weights[term.series] += term.sign
    for term in ratio.denominator.terms if ratio.denominator else ():
        weights[term.series] -= share * term.sign
    errors = (weight * parts[name].margin for name, weight in weights.items())
    return hypot(*errors) / abs(below.value)


def above_and_below(ratio: Ratio, parts: Mapping[str, Part]) -> tuple[Part, Part]:
    """Add up numerator and denominator of known figures; an amount is divided by 1 ± 0."""
    whole = Part(1.0, 0.0) if ratio.denominator is None else sum_of(ratio.denominator, parts)
    return sum_of(ratio.numerator, parts), whole


def observe(city: City, walk: Walk, *, code: str) -> Findings:
    """
    Give a ratio for every period, area and group of which the table has any part.

    Within a level that has any figure, every district is listed; levels that the table does not
    know are not. Further series of the indicator are given where there are figures of every part.

    Parameters
    ----------
    city, walk
        The city; nobody walks here.
    code
        An indicator that the catalogue declares as a ratio, or as several.
    """
    indicator = load().indicators[code]
    if city.statistics is None:
        return without(city, code, "statistics")
    found: list[Observation] = []
    for series, ratio in indicator.ratios.items():
        figures = _figures(city, ratio)
        absent = _absent(figures, is_headline=series == SERIES)
        if absent:
            start = draft(code, series, latest_period(city), way="none", lineage=Lineage())
            found.append(start.gap(city.code, "no-series", ", ".join(absent)))
        else:
            found += _rows(city, indicator, series, figures)
    return Findings(tuple(found))


_Figures = Mapping[str, Mapping[Key, Part]]
"""Of each series of a ratio, by period, area and group."""


def _figures(city: City, ratio: Ratio) -> _Figures:
    added = {name for terms in ratio.sums if len(terms.terms) > 1 for name in terms.series}
    return {
        name: terms_of(city, name) if name in added else figures_of(city, name)
        for name in ratio.series
    }


def _absent(figures: _Figures, *, is_headline: bool) -> tuple[str, ...]:
    """
    Name what the table lacks for a ratio as a whole.

    The headline is listed for every period and area that has any part; a further series is an
    extra, for those who have figures of it.
    """
    lacking: list[str] = []
    for name, found in figures.items():
        if not found or not (is_headline or any(not isnan(one.value) for one in found.values())):
            lacking += [part for one in found.values() for part in one.missing] or [name]
    return tuple(dict.fromkeys(lacking))


def _rows(
    city: City, indicator: Indicator, series: str, figures: _Figures
) -> Iterator[Observation]:
    assert city.statistics is not None, indicator.code
    ratio = indicator.ratios[series]
    possible = next(one.possible for one in indicator.series if one.code == series)
    terms = _Terms(ratio, possible)
    for key in _keys(city, figures, ratio):
        parts = {name: figures[name].get(key, NOT_THERE) for name in figures}
        lineage = sum((part.lineage for part in parts.values()), Lineage())
        # A figure without any input names the whole table.
        inputs = lineage if lineage.sources else city.statistics.lineage
        begun = draft(indicator.code, series, key[0], way="ratio", lineage=inputs)
        yield _observation(begun, key, parts, terms)


@dataclass(frozen=True)
class _Terms:
    """What holds for all figures of a ratio."""

    ratio: Ratio
    possible: Between

    @property
    def is_part(self) -> bool:
        """Tell whether the numerator is a part of the denominator: at most all of it."""
        return self.possible.high == self.ratio.multiplier

    @property
    def overlap(self) -> bool:
        """Tell whether a series stands in both sums."""
        below = self.ratio.denominator
        return below is not None and not set(self.ratio.numerator.series).isdisjoint(below.series)


def _observation(begun: Draft, key: Key, parts: Mapping[str, Part], terms: _Terms) -> Observation:
    """Divide, or say which statistics are missing."""
    _, area, group = key
    ratio = terms.ratio
    unknown = dict.fromkeys(
        lacking
        for name, part in parts.items()
        if isnan(part.value)
        for lacking in part.missing or (name,)
    )
    if unknown:
        return begun.gap(area, "no-series", ", ".join(unknown), group=group)
    above, below = above_and_below(ratio, parts)
    if below.value == 0:
        return begun.gap(area, "zero-denominator", str(ratio.denominator), group=group)
    value = ratio_of(above.value, below.value, multiplier=ratio.multiplier)
    if terms.overlap:
        margin = margin_of_overlap(ratio, parts)
    else:
        margin = margin_of_ratio(above, below, is_part=terms.is_part)
    return held(begun, key, Part(value, ratio.multiplier * margin), terms.possible)


def held(begun: Draft, key: Key, made: Part, possible: Between) -> Observation:
    """
    Give a figure with its range, or say that it cannot be.

    Parameters
    ----------
    begun
        What the observations of the series have in common.
    key
        Period, area and group.
    made
        The value, and its margin of error if that is known.
    possible
        What can exist; the range ends there.
    """
    _, area, group = key
    if not possible.admits(made.value):
        return begun.gap(area, "impossible-value", f"{made.value:g}", group=group)
    between = (made.value - made.margin, made.value + made.margin)
    if not isnan(made.margin):
        between = max(between[0], possible.low), min(between[1], possible.high)
    quality = grade(_doubts(begun.lineage))
    return begun.figure(area, made.value, group=group, quality=quality, between=between)


def _doubts(lineage: Lineage) -> frozenset[str]:
    found = {"input-modelled"} if lineage.modelled else set()
    return frozenset(found | ({"survey"} if lineage.survey else set()))


def _keys(city: City, figures: _Figures, ratio: Ratio) -> list[Key]:
    """
    List what is to be reported: keys of the table, the city, and districts beside listed ones.

    A numerator of a group without the group's denominator is listed, and says what is missing; a
    denominator of a group without a numerator (the number of women, say, used by another ratio) is
    not.
    """
    found = {key for name in ratio.numerator.series for key in figures[name]}
    for name in ratio.denominator.series if ratio.denominator else ():
        found |= {key for key in figures[name] if key[2] == EVERYBODY}
    return with_neighbours(city, found)


def with_neighbours(city: City, keys: Iterable[Key]) -> list[Key]:
    """
    Add to the keys of a table the city, and the districts beside listed ones; in order.

    Parameters
    ----------
    city
        Keys of areas that it does not have are left out.
    keys
        Period, area and group of figures.
    """
    codes = area_codes(city)
    found = {key for key in keys if key[1] in codes}
    for period in {key[0] for key in found}:
        found.add((period, city.code, EVERYBODY))
        listed = {key[1] for key in found if key[0] == period}
        for districts in city.districts:
            if not listed.isdisjoint(districts.codes):
                found |= {(period, code, EVERYBODY) for code in districts.codes}
    order = {code: number for number, code in enumerate(codes)}
    return sorted(found, key=lambda key: (key[0], order[key[1]], key[2]))
