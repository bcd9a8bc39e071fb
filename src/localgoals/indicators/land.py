"""Land consumption compared with population growth (SDG 11.3.1), by both published conventions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import isnan, log, nan
from typing import Literal

import numpy as np

from localgoals.indicators.areas import AreaBorders
from localgoals.indicators.choices import draft
from localgoals.indicators.findings import Draft, Findings
from localgoals.indicators.missing import without
from localgoals.indicators.population import growth_percent_per_year, years_between
from localgoals.indicators.quality import grade
from localgoals.indicators.walking import Residents, Walk
from localgoals.ingest.layers import City, Grid
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.spatial.sweep import Band, sums_inside

CODE = "11.3.1"

# A grid may leave out the sea in front of a city; an area that it mostly leaves out is not covered.
LEAST_COVERAGE = 0.5

Convention = Literal["linear", "log"]
"""`linear` is the metadata since March 2021, `log` the metadata before."""


def land_consumption_percent_per_year(
    past: float, present: float, *, years: float, convention: Convention = "linear"
) -> float:
    """
    Annual rate at which built-up land grows.

    Parameters
    ----------
    past, present
        Built-up area at the beginning and at the end, in one unit. [0 or more]
    years
        Time between the two. [years, above 0]
    convention
        `linear`: (present - past) / past / years; `log`: ln(present / past) / years.

    Returns
    -------
    rate
        NaN when nothing was built up in the beginning (or, by `log`, in the end). [% a year]

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.3.1, 4.c; before March 2021 the logarithm was used.

    Examples
    --------
    >>> round(land_consumption_percent_per_year(100, 121, years=10), 6)
    2.1
    >>> round(land_consumption_percent_per_year(100, 121, years=10, convention="log"), 6)
    1.906204
    """
    if not past > 0:
        return nan
    if convention == "log":
        return 100 * log(present / past) / years if present > 0 else nan
    return 100 * (present - past) / past / years


def land_use_efficiency(land_rate: float, population_rate: float) -> float:
    """
    Ratio of the land consumption rate to the population growth rate.

    Parameters
    ----------
    land_rate, population_rate
        Both in one unit, such as per cent a year.

    Returns
    -------
    ratio
        NaN when the population did not change or a rate is not known. Above 1, land grows faster
        than people; a negative ratio has more than one meaning and needs both rates beside it.

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.3.1, LCRPGR.

    Examples
    --------
    >>> round(land_use_efficiency(2.1, growth_percent_per_year(1.0, 1.1, years=10)), 4)
    2.2033
    """
    return land_rate / population_rate if population_rate else nan


@dataclass(frozen=True)
class _State:
    """Built-up area and people of every area in one period."""

    period: Period
    built_m2: dict[str, float]
    """NaN where the grid does not cover the area."""
    people: dict[str, float]
    residents: Residents
    grid: Grid

    @property
    def doubts(self) -> frozenset[str]:
        found = self.residents.doubts() - {"people-in-polygons"}
        return found | ({"input-modelled"} if self.grid.lineage.modelled else frozenset())


def observe(city: City, walk: Walk) -> Findings:
    """
    Give both ratios, their parts, and built-up area per head, for periods that have both layers.

    The two come from the same years, as the metadata asks: a period with only one of them takes no
    part.

    Parameters
    ----------
    city, walk
        What the pack tells about the city, and its people on the walking network.
    """
    if not city.built_up:
        return without(city, CODE, "built-up")
    if not walk.residents:
        return without(city, CODE, "population")
    borders = AreaBorders(city)
    periods = sorted(set(city.built_up) & set(walk.residents))
    states = [_state(city, walk, period, borders) for period in periods]
    if not states:
        years = ", ".join(str(period) for period in sorted(city.built_up))
        return _only(city, f"built-up {years}", max(city.built_up))
    rows = [one for state in states for one in _per_head(state)]
    if len(states) == 1:
        return Findings(tuple(rows)) + _only(
            city, str(states[0].period), states[0].period, but="built_up_per_head"
        )
    pairs = list(pairwise(states))
    if len(states) > 2:
        pairs.append((states[0], states[-1]))
    rows += [one for past, present in pairs for one in _compare(past, present)]
    return Findings(tuple(rows))


SERIES = (
    "ratio", "ratio_log", "land_consumption_rate", "population_growth_rate", "built_up_per_head",
    "built_up_change",
)  # fmt: skip


def _only(city: City, detail: str, period: Period, *, but: str = "") -> Findings:
    lineage = city.built_up[period].lineage
    return Findings(
        tuple(
            draft(CODE, series, period, way="raster", lineage=lineage).gap(
                city.code, "one-year-only", detail
            )
            for series in SERIES
            if series != but
        )
    )


def _state(city: City, walk: Walk, period: Period, borders: AreaBorders) -> _State:
    grid, residents = city.built_up[period], walk.residents[period]
    rows, columns = grid.values.shape
    held = sums_inside(Band(grid.values), borders.on((rows, columns), grid.transform, grid.crs))
    sums = np.where(held.coverage < LEAST_COVERAGE, nan, held.sum)
    built_m2 = dict(zip(borders.codes, sums.tolist(), strict=True)) or {
        city.code: float(np.nansum(grid.values))
    }
    people = dict(zip(residents.areas.codes, residents.totals[""].tolist(), strict=True))
    return _State(period, built_m2, people, residents, grid)


def _per_head(state: _State) -> Iterator[Observation]:
    lineage = state.grid.lineage + state.residents.people.lineage
    start = draft(CODE, "built_up_per_head", state.period, way="raster", lineage=lineage)
    quality = grade(state.doubts)
    for code, built_m2 in state.built_m2.items():
        if isnan(built_m2):
            yield start.gap(code, "outside-coverage", "built-up")
        elif not state.people[code] > 0:
            yield start.gap(code, "nobody-lives-here")
        else:
            yield start.figure(code, built_m2 / state.people[code], quality=quality)


def _compare(past: _State, present: _State) -> Iterator[Observation]:
    """Compare two periods; the figures are about the run of years from the first to the last."""
    period = Period(past.period.first, present.period.last)
    lineage = past.grid.lineage + present.grid.lineage
    lineage = lineage + past.residents.people.lineage + present.residents.people.lineage
    starts = {one: draft(CODE, one, period, way="raster", lineage=lineage) for one in SERIES}
    years = years_between(past.period, present.period)
    quality = grade(past.doubts | present.doubts)
    for code in present.built_m2:
        land = past.built_m2[code], present.built_m2[code]
        people = past.people[code], present.people[code]
        yield from _compare_area(starts, code, _Change(land, people, years), quality)


@dataclass(frozen=True)
class _Change:
    """Land and people of one area at two points in time."""

    land: tuple[float, float]
    people: tuple[float, float]
    years: float

    def figures(self) -> dict[str, float]:
        """Compute every series that compares the two."""
        linear = land_consumption_percent_per_year(*self.land, years=self.years)
        by_log = land_consumption_percent_per_year(*self.land, years=self.years, convention="log")
        growth = growth_percent_per_year(*self.people, years=self.years)
        return {
            "ratio": land_use_efficiency(linear, growth),
            "ratio_log": land_use_efficiency(by_log, growth),
            "land_consumption_rate": linear,
            "population_growth_rate": growth,
            "built_up_change": linear * self.years,
        }

    def why_not(self, series: str) -> tuple[str, str]:
        """Say why a series has no figure: a reason and its detail."""
        if series != "population_growth_rate":
            if isnan(self.land[0]) or isnan(self.land[1]):
                return "outside-coverage", "built-up"
            if self.land[0] == 0 or (series == "ratio_log" and self.land[1] == 0):
                return "zero-denominator", "built-up"
        if min(self.people) <= 0:
            return "nobody-lives-here", ""
        return "no-change-in-population", ""


def _compare_area(
    starts: dict[str, Draft], code: str, change: _Change, quality: int
) -> Iterator[Observation]:
    for series, value in change.figures().items():
        if isnan(value):
            yield starts[series].gap(code, *change.why_not(series))
        else:
            yield starts[series].figure(code, value, quality=quality)
