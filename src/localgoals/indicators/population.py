"""Population, density and growth (3.4-P1)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import log

import numpy as np
import shapely

from localgoals.indicators.areas import area_polygons
from localgoals.indicators.choices import draft
from localgoals.indicators.findings import Draft, Findings, chain
from localgoals.indicators.missing import without
from localgoals.indicators.quality import grade
from localgoals.indicators.walking import Residents, Walk
from localgoals.ingest.layers import City
from localgoals.model.observation import Observation
from localgoals.model.period import Period

CODE = "3.4-P1"


def growth_percent_per_year(past: float, present: float, *, years: float) -> float:
    """
    Annual growth rate of a population, continuously compounded.

    Parameters
    ----------
    past, present
        People at the beginning and at the end. [0 or more]
    years
        Time between the two. [years, above 0]

    Returns
    -------
    growth
        100 * ln(present / past) / years; NaN when there was or is nobody. [% a year]

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.3.1, population growth rate.

    Examples
    --------
    >>> round(growth_percent_per_year(1.0e6, 1.1e6, years=10), 5)
    0.9531
    """
    if not (past > 0 and present > 0):
        return float("nan")
    return 100 * log(present / past) / years


def years_between(past: Period, present: Period) -> float:
    """
    Give the years from the middle of one period to the middle of another.

    Parameters
    ----------
    past, present
        The earlier and the later period.

    Examples
    --------
    >>> years_between(Period(2011, 2011), Period(2019, 2021))
    9.0
    """
    return (present.first + present.last - past.first - past.last) / 2


def observe(city: City, walk: Walk) -> Findings:
    """
    Give people and growth for every period, area and group, and density for everybody.

    Parameters
    ----------
    city, walk
        What the pack tells about the city, and its people on the walking network.
    """
    if not walk.residents:
        return without(city, CODE, "population")
    periods = [walk.residents[period] for period in sorted(walk.residents)]
    counted = chain(Findings(tuple(_people(one)) + tuple(_density(city, one))) for one in periods)
    return counted + _growth(city, periods)


def _start(series: str, residents: Residents, *others: Residents) -> Draft:
    lineage = residents.people.lineage
    for other in others:
        lineage = lineage + other.people.lineage
    return draft(CODE, series, residents.period, way=residents.people.kind, lineage=lineage)


def _people(residents: Residents) -> Iterator[Observation]:
    start = _start("population", residents)
    for group, totals in residents.totals.items():
        quality = _quality(residents, group)
        rows = zip(
            residents.areas.codes, totals.tolist(), residents.uncounted(group).tolist(), strict=True
        )
        for code, people, unknown in rows:
            if unknown and people == 0:
                yield start.gap(code, "outside-coverage", "groups", group=group)
            else:
                yield start.figure(code, people, group=group, quality=quality)


def _quality(residents: Residents, group: str) -> int:
    """Grade a head count: it does not matter where in a census polygon people stand."""
    return grade(residents.doubts(group) - {"people-in-polygons"})


def _density(city: City, residents: Residents) -> Iterator[Observation]:
    start = _start("density", residents)
    codes, polygons = area_polygons(city)
    if city.code not in codes:
        yield start.gap(city.code, "no-resource", "boundary")
    people = dict(zip(residents.areas.codes, residents.totals[""].tolist(), strict=True))
    quality = _quality(residents, "")
    for code, area_m2 in zip(codes, shapely.area(polygons).tolist(), strict=True):
        if area_m2 > 0:
            yield start.figure(code, people[code] / area_m2 * 1e6, quality=quality)


def _growth(city: City, periods: list[Residents]) -> Findings:
    """Compare every period with the one before."""
    if len(periods) == 1:
        only = periods[0]
        return Findings((_start("growth", only).gap(city.code, "one-year-only", str(only.period)),))
    return Findings(tuple(one for pair in pairwise(periods) for one in _growth_of_pair(*pair)))


def _growth_of_pair(past: Residents, present: Residents) -> Iterator[Observation]:
    start = _start("growth", present, past)
    years = years_between(past.period, present.period)
    for group in present.totals:
        # Cells change their class between periods: that is not growth of the people in them.
        if group not in past.totals or group.startswith("settlement="):
            continue
        quality = max(_quality(past, group), _quality(present, group))
        rows = zip(
            present.areas.codes,
            past.totals[group].tolist(),
            present.totals[group].tolist(),
            strict=True,
        )
        for code, before, now in rows:
            rate = growth_percent_per_year(before, now, years=years)
            if np.isnan(rate):
                yield start.gap(code, "nobody-lives-here", group=group)
            else:
                yield start.figure(code, rate, group=group, quality=quality)
