"""Fine particles in the air (SDG 11.6.2): station means, weighted by the people near them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import KDTree

from localgoals.indicators.areas import levels_of
from localgoals.indicators.choices import draft, parameter
from localgoals.indicators.findings import Draft, Findings, chain
from localgoals.indicators.missing import without
from localgoals.indicators.quality import grade
from localgoals.indicators.walking import Residents, Walk
from localgoals.ingest.layers import AirStations, City, Floats
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.spatial.zones import zone_of

CODE = "11.6.2"

HOURS_OF_DAY = 24


@dataclass(frozen=True)
class Completeness:
    """How much of a year a station must have measured, in shares of one."""

    day: float = 0.75
    """Hours of a day that make the day count."""
    quarter: float = 0.75
    """Such days of each calendar quarter."""
    year: float = 0.75
    """Hours of the year."""


@dataclass(frozen=True)
class StationYears:
    """Annual means of every station in one year."""

    mean: Floats
    """NaN for a station that gave nothing. [µg/m³]"""
    hours: Floats
    """Hours with a measurement."""
    least_share: Floats
    """The least of the shares asked for, each over its own limit; 1 or more is complete."""

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Tell which stations measured enough."""
        enough: NDArray[np.bool_] = self.least_share >= 1
        return enough


def station_years(
    hourly: pd.DataFrame, year: int, *, stations: int, rule: Completeness
) -> StationYears:
    """
    Annual mean of each station, and whether it measured enough of the year.

    The mean is that of all measured hours: nothing is averaged by day or month first.

    Parameters
    ----------
    hourly
        Columns station (0 to stations - 1), time (start of the hour), pm25 (NaN for a gap) [µg/m³].
    year
        The calendar year.
    stations
        How many stations there are.
    rule
        What counts as complete.

    Returns
    -------
    years
        One value per station in each array.

    Notes
    -----
    The quarters keep a winter without measurements from passing as a clean year: a city that starts
    in March has 80 % of the hours, and not the ones with heating. To ask for 75 % of every quarter
    is the idea of the US rule; the limits are this project's choice, and parameters of the
    catalogue.

    References
    ----------
    US EPA, 40 CFR Part 50, Appendix N (completeness by quarter; its annual mean is that of four
    quarterly means, which differs from the one here).

    Examples
    --------
    >>> days = pd.date_range("2019-01-01", "2019-12-31 23:00", freq="h")
    >>> table = pd.DataFrame({"station": 0, "time": days, "pm25": 20.0})
    >>> year = station_years(table, 2019, stations=1, rule=Completeness())
    >>> year.mean.tolist(), year.complete.tolist()
    ([20.0], [True])
    """
    measured = hourly["pm25"].notna() & (hourly["time"].dt.year == year)
    station = hourly["station"].to_numpy()[measured].astype(np.int64)
    time = hourly["time"][measured]
    hours = np.bincount(station, minlength=stations).astype(np.float64)
    total = np.bincount(station, hourly["pm25"].to_numpy()[measured], minlength=stations)
    mean = np.full(stations, np.nan)
    mean[hours > 0] = total[hours > 0] / hours[hours > 0]
    calendar = pd.date_range(f"{year}-01-01", f"{year}-12-31", freq="D")
    by_day = np.zeros((stations, len(calendar)))
    np.add.at(by_day, (station, time.dt.day_of_year.to_numpy() - 1), 1)
    valid = by_day >= rule.day * HOURS_OF_DAY
    quarter = calendar.quarter.to_numpy()
    by_quarter = np.stack([valid[:, quarter == one].mean(axis=1) for one in range(1, 5)])
    by_year = hours / (len(calendar) * HOURS_OF_DAY)
    least_share = np.minimum(by_quarter.min(axis=0) / rule.quarter, by_year / rule.year)
    return StationYears(mean, hours, least_share)


def weighted_mean(concentration: Floats, people: Floats) -> float:
    """
    Mean concentration that people breathe.

    Parameters
    ----------
    concentration
        Annual mean at the station nearest to each group of people; NaN where not known. [µg/m³]
    people
        Number of people. [0 or more]

    Returns
    -------
    mean
        sum(C * P) / sum(P) over the groups with a concentration; NaN without people. [µg/m³]

    References
    ----------
    WHO (2022), SDG indicator metadata 11.6.2 (regional aggregates): sum(C * P) / sum(P).

    Examples
    --------
    >>> weighted_mean(np.array([20.0, 35, 50]), np.array([1e6, 2e6, 1e6]))
    35.0
    """
    known = ~np.isnan(concentration)
    everybody = people[known].sum()
    if not everybody > 0:
        return float("nan")
    return float((concentration[known] * people[known]).sum() / everybody)


def mean_of_stations(years: StationYears) -> float:
    """
    Mean of all hours that complete stations measured.

    Every measured hour counts alike, so a station with gaps counts for a little less: the mean that
    goes with the data of Beijing's twelve stations in 2014, 85.58, comes out this way (the mean of
    the twelve means is 85.57).

    Returns
    -------
    mean
        NaN without a complete station. [µg/m³]

    References
    ----------
    Zhang, S. et al. (2017), Cautionary tales on air-quality improvement in Beijing, Proc. R. Soc. A
    473, doi:10.1098/rspa.2017.0457 (the measurements).
    """
    return weighted_mean(np.where(years.complete, years.mean, np.nan), years.hours)


def observe(city: City, walk: Walk) -> Findings:
    """
    Give both means for every calendar year measured, or say that the year is incomplete.

    Parameters
    ----------
    city, walk
        What the pack tells about the city, and its people on the walking network.
    """
    if city.air is None or not len(city.air.hourly):
        return without(city, CODE, "air")
    found = sorted(city.air.hourly["time"].dt.year.unique().tolist())
    return chain(_in_year(city, walk, city.air, int(year)) for year in found)


def _rule() -> Completeness:
    return Completeness(
        day=parameter("air_day_completeness_share"),
        quarter=parameter("air_quarter_completeness_share"),
        year=parameter("air_year_completeness_share"),
    )


def _in_year(city: City, walk: Walk, air: AirStations, year: int) -> Findings:
    years = station_years(air.hourly, year, stations=len(air.code), rule=_rule())
    period = Period(year, year)
    stations = draft(CODE, "station_mean", period, way="stations", lineage=air.lineage)
    weighted = draft(CODE, "population_weighted", period, way="stations", lineage=air.lineage)
    if not years.complete.any():
        hours = pd.Timestamp(year, 12, 31).day_of_year * HOURS_OF_DAY
        detail = f"{year}, {100 * years.hours.max() / hours:.0f} %"
        gaps = tuple(one.gap(city.code, "incomplete-year", detail) for one in (weighted, stations))
        return Findings(gaps)
    placed = ~np.isnan(air.x) & ~np.isnan(air.y)
    rows = [*_station_means(city, air, years, stations)]
    if not walk.residents:
        rows.append(weighted.gap(city.code, "no-resource", "population"))
    elif not (placed & years.complete).any():
        rows.append(weighted.gap(city.code, "no-resource", "air-stations"))
    else:
        residents = walk.residents[nearest_period(tuple(walk.residents), year)]
        rows += _weighted(air, years, residents, weighted)
    return Findings(tuple(rows))


def nearest_period(periods: tuple[Period, ...], year: int) -> Period:
    """
    Choose the period that holds a year, else the nearest one, the earlier of two equally near.

    Parameters
    ----------
    periods
        At least one.
    year
        A calendar year.

    Examples
    --------
    >>> str(nearest_period((Period(2010, 2010), Period(2016, 2018), Period(2020, 2020)), 2019))
    '2016-2018'
    """
    return min(periods, key=lambda one: (max(one.first - year, year - one.last, 0), one))


def _station_means(
    city: City, air: AirStations, years: StationYears, start: Draft
) -> Iterator[Observation]:
    """Give the mean of all stations, and of those that stand in each district that has one."""
    quality = grade({"input-modelled"} if air.lineage.modelled else ())
    yield start.figure(city.code, mean_of_stations(years), quality=quality)
    for codes, polygons in list(levels_of(city))[1:]:
        zone = zone_of(air.x, air.y, polygons)
        for number in np.unique(zone[(zone >= 0) & years.complete]):
            here = zone == number
            inside = StationYears(years.mean[here], years.hours[here], years.least_share[here])
            yield start.figure(codes[number], mean_of_stations(inside), quality=quality)


def _weighted(
    air: AirStations, years: StationYears, residents: Residents, start: Draft
) -> Iterator[Observation]:
    """Weight the stations by the people nearest to each, in every area and for every group."""
    usable = np.flatnonzero(years.complete & ~np.isnan(air.x) & ~np.isnan(air.y))
    people = residents.people
    tree = KDTree(np.stack([air.x[usable], air.y[usable]], axis=1))
    nearest = usable[tree.query(np.stack([people.x, people.y], axis=1))[1]]
    breathed = years.mean[nearest]
    start = start.with_lineage(people.lineage)
    doubts = {"few-stations"} | ({"input-modelled"} if air.lineage.modelled else set())
    if not residents.period.first <= start.period.first <= residents.period.last:
        doubts.add("other-year")
    for group in residents.weights:
        quality = grade(doubts | residents.doubts(group) - {"people-in-polygons"})
        yield from _weighted_rows(start, residents, group, breathed, quality)


def _weighted_rows(
    start: Draft, residents: Residents, group: str, breathed: Floats, quality: int
) -> Iterator[Observation]:
    areas = residents.areas
    weights, totals = residents.weights[group], residents.totals[group]
    sums = areas.sums(weights * breathed)
    for code, total, people in zip(areas.codes, sums.tolist(), totals.tolist(), strict=True):
        if people > 0:
            yield start.figure(code, total / people, group=group, quality=quality)
        else:
            yield start.gap(code, "nobody-lives-here", group=group)
