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
    Give the period of a figure whose layers have none: the latest of the population, else of any.

    A pack without any date gives year 0, which readers show as no year.
    """
    if city.people:
        return max(city.people)
    dated = [*city.built_up]
    if city.air is not None and len(city.air.hourly):
        year = int(city.air.hourly["time"].dt.year.max())
        dated.append(Period(year, year))
    if city.statistics is not None:
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
