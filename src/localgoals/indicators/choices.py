"""What the catalogue says about an indicator, in the form that observers use it."""

from __future__ import annotations

from localgoals.catalogue.load import load
from localgoals.indicators.findings import Draft
from localgoals.model.lineage import Lineage
from localgoals.model.period import Period


def parameter(code: str) -> float:
    """Give the value of a parameter of the catalogue, such as `walk_limit_open_space_m`."""
    return load().parameters[code].value


def table(code: str) -> dict[str, float]:
    """Give the values of a table of the catalogue, such as `street_width_m`."""
    return dict(load().parameter_tables[code].values)


def draft(code: str, series: str, period: Period, *, way: str, lineage: Lineage) -> Draft:
    """
    Begin the observations of a series, with its unit and version from the catalogue.

    Parameters
    ----------
    code, series
        Indicator and series as the catalogue declares them.
    period
        What the figures are about.
    way
        How they are made: `network`, `straight-line`, `raster`, `polygons`, `points`, `stations`,
        `ratio`, `stated`.
    lineage
        The inputs.
    """
    indicator = load().indicators[code]
    unit = next(one.unit for one in indicator.series if one.code == series)
    return Draft(code, series, unit, f"{code} {way} {indicator.method.version}", period, 1, lineage)
