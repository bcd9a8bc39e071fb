"""Indicators whose inputs are not there: one row for the city that says what to add."""

from __future__ import annotations

from localgoals.catalogue.load import load
from localgoals.indicators.choices import draft
from localgoals.indicators.findings import Findings
from localgoals.ingest.layers import City
from localgoals.model.lineage import Lineage
from localgoals.model.period import Period


def latest_period(city: City) -> Period:
    """
    Give the period that a figure would be about: the latest of anything dated.

    A pack without any date gives year 0, which readers show as no year.
    """
    dated = [*city.people, *city.built_up, *city.population_grids]
    if city.air is not None and len(city.air.hourly):
        dated.append(Period(*[int(city.air.hourly["time"].dt.year.max())] * 2))
    if not dated and city.statistics is not None:
        dated.extend(city.statistics.table["period"])
    return max(dated, default=Period(0, 0))


def without(city: City, code: str, role: str) -> Findings:
    """
    Say that an indicator cannot be computed because the pack has nothing of a role.

    Parameters
    ----------
    city
        Its latest year is the period of the rows.
    code
        The indicator.
    role
        What the pack lacks, by its role.
    """
    return blank(city, code, "no-resource", role)


def blank(city: City, code: str, reason: str, detail: str) -> Findings:
    """
    Say for the city, once for every series, why an indicator has no figure.

    Parameters
    ----------
    city
        Its latest year is the period of the rows.
    code
        The indicator.
    reason, detail
        A key of `localgoals.model.reason.REASONS`, and what fills its blank.
    """
    period = latest_period(city)
    series = load().indicators[code].series
    return Findings(
        tuple(
            draft(code, one.code, period, way="none", lineage=Lineage()).gap(
                city.code, reason, detail
            )
            for one in series
        )
    )
