"""SDMX-CSV 1.0: one row for each observation, with the concepts that statistics offices share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from localgoals.catalogue.language import say
from localgoals.catalogue.load import load
from localgoals.model.observation import Notation, Observation
from localgoals.model.period import Period
from localgoals.model.reason import why
from localgoals.model.text import Language
from localgoals.reports.exchange_source import Published
from localgoals.reports.tables import observations_table, write_csv

__all__ = ["STATUS", "write_sdmx_csv"]

DATAFLOW = "LOCALGOALS:DF_BASELINE(1.0)"
EVERYBODY = "_T"
"""The code for a total, in every dimension that tells people apart."""

STATUS: Mapping[Notation, str] = {"": "A", "NO": "M", "NE": "O", "IE": "K", "C": "Q"}
"""
Notation keys as the code list CL_OBS_STATUS has them: normal value; missing, data cannot exist;
missing; included in another category; missing, suppressed.
"""

_AFTER = (
    "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS", "LOWER_BOUND", "UPPER_BOUND", "COMMENT_OBS",
    "REASON", "DETAIL", "QUALITY", "METHOD", "STATE", "SOURCES", "INPUTS",
)  # fmt: skip


def write_sdmx_csv(published: Published, folder: Path, language: Language) -> None:
    """
    Write `observations.sdmx.csv`.

    A group such as `sex=female` stands in the dimension SEX, one of a dimension that the catalogue
    does not know stands whole in GROUP; everywhere else is the code of a total.

    References
    ----------
    SDMX Technical Working Group (2018), SDMX-CSV data message format, version 1.0; SDMX
    cross-domain code list CL_OBS_STATUS.
    """
    dimensions = tuple(load().dimensions)
    header = (
        "DATAFLOW", "INDICATOR", "SERIES", "REF_AREA", "TIME_PERIOD",
        *(one.upper() for one in dimensions), "GROUP", *_AFTER,
    )  # fmt: skip
    rows = (
        (*_key(one, dimensions), *_what_it_says(one, row, language))
        for one, row in zip(
            published.observations,
            observations_table(published.observations).to_pylist(),
            strict=True,
        )
    )
    write_csv(folder / "observations.sdmx.csv", header, rows)


def _key(one: Observation, dimensions: tuple[str, ...]) -> tuple[str, ...]:
    dimension, _, member = one.group.partition("=")
    known = dimension in dimensions and bool(member)
    return (
        DATAFLOW,
        one.indicator,
        one.series,
        one.area,
        time_period(one.period),
        *(member if known and name == dimension else EVERYBODY for name in dimensions),
        EVERYBODY if known or not one.group else one.group,
    )


def time_period(period: Period) -> str:
    """
    Give a run of years as SDMX does: a year, or its first day and how long it is.

    Examples
    --------
    >>> time_period(Period(2020, 2020)), time_period(Period(2019, 2021))
    ('2020', '2019-01-01/P3Y')
    """
    years = period.last - period.first + 1
    return str(period) if years == 1 else f"{period.first:04}-01-01/P{years}Y"


def _what_it_says(
    one: Observation, row: Mapping[str, object], language: Language
) -> tuple[object, ...]:
    comment = say(why(one.reason, one.detail), language) if one.reason else None
    return (
        row["value"],
        one.unit,
        STATUS[one.notation],
        row["lower"],
        row["upper"],
        comment,
        *(row[name.lower()] for name in _AFTER[6:]),
    )
