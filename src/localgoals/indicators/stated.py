"""Indicators that are one statistic, taken as it is given (see the catalogue)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan

from localgoals.catalogue.load import load
from localgoals.indicators.choices import draft
from localgoals.indicators.derived import NOT_THERE, Key, Part, figures_of
from localgoals.indicators.findings import Findings
from localgoals.indicators.missing import blank, without
from localgoals.indicators.ratios import SERIES, held, with_neighbours
from localgoals.indicators.walking import Walk
from localgoals.ingest.layers import City
from localgoals.model.observation import Observation


def observe(city: City, walk: Walk, *, code: str) -> Findings:
    """
    Give a statistic for every period, area and group of which the table has it.

    The figure is not worked out here: it is the table's, with the table's margin of error as its
    range. Within a level that has any figure, every district is listed.

    Parameters
    ----------
    city, walk
        The city; nobody walks here.
    code
        An indicator that the catalogue declares as stated.
    """
    series = load().indicators[code].stated
    assert series is not None, code
    if city.statistics is None:
        return without(city, code, "statistics")
    figures = figures_of(city, series)
    if not figures:
        return blank(city, code, "no-series", series)
    return Findings(tuple(_rows(city, code, series, figures)))


def _rows(city: City, code: str, series: str, figures: Mapping[Key, Part]) -> Iterator[Observation]:
    assert city.statistics is not None, code
    possible = load().indicators[code].headline.possible
    for key in with_neighbours(city, figures):
        made = figures.get(key, NOT_THERE)
        lineage = made.lineage if made.lineage.sources else city.statistics.lineage
        begun = draft(code, SERIES, key[0], way="stated", lineage=lineage)
        if isnan(made.value):
            lacking = ", ".join(made.missing or (series,))
            yield begun.gap(key[1], "no-series", lacking, group=key[2])
        else:
            yield held(begun, key, made, possible)
