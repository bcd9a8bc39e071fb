"""What both forms of SDMX share, and SDMX-CSV 1.0: one row for each observation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from localgoals.catalogue.language import say
from localgoals.catalogue.load import load
from localgoals.model.observation import Notation, Observation
from localgoals.model.period import Period
from localgoals.model.reason import why
from localgoals.model.text import Language
from localgoals.reports.open_data.source import Published
from localgoals.reports.tables import observations_table, write_csv

__all__ = ["ATTRIBUTES", "STATUS", "dimensions", "key_of", "observed", "write_sdmx_csv"]

AGENCY: Final = "LOCALGOALS"
FLOW: Final = "DF_BASELINE"
VERSION: Final = "1.0"
EVERYBODY: Final = "_T"
"""The code for a total, in every dimension that tells people apart."""

STATUS: Final[Mapping[Notation, str]] = {"": "A", "NO": "M", "NE": "O", "IE": "K", "C": "Q"}
"""
Notation keys as the code list CL_OBS_STATUS has them: normal value; missing value, data cannot
exist; missing value; data included in another category; missing value, suppressed.
"""

ATTRIBUTES: Final = (
    "UNIT_MEASURE", "OBS_STATUS", "LOWER_BOUND", "UPPER_BOUND", "COMMENT_OBS",
    "REASON", "DETAIL", "QUALITY", "METHOD", "STATE", "SOURCES", "INPUTS",
)  # fmt: skip
"""What is said of each observation beside its value, in order."""

_ODD = re.compile(r"[^A-Za-z0-9_-]|^-")


def dimensions() -> tuple[str, ...]:
    """Name the dimensions in their order; those of people follow the catalogue."""
    apart = (one.upper() for one in load().dimensions)
    return ("INDICATOR", "SERIES", "REF_AREA", "TIME_PERIOD", *apart, "GROUP")


def sdmx_id(text: str) -> str:
    """
    Give a text as a code that SDMX allows; texts that differ give codes that differ.

    Letters, digits, underscore and hyphen stay; everything else becomes its code point between
    dollar signs.

    References
    ----------
    SDMX Technical Working Group (2013), SDMX-ML 2.1 schemas, type IDType.

    Examples
    --------
    >>> sdmx_id("MN01"), sdmx_id("65+"), sdmx_id("_T")
    ('MN01', '65$2B$', '$5F$T')
    """
    if text == EVERYBODY:
        return "$5F$T"
    return _ODD.sub(lambda found: f"${ord(found[0]):X}$", text)


def indicator_id(code: str) -> str:
    """
    Give the code of an indicator with underscores for the full stops that SDMX forbids.

    Examples
    --------
    >>> indicator_id("11.2.1"), indicator_id("3.4-P1")
    ('11_2_1', '3_4-P1')
    """
    return code.replace(".", "_")


def key_of(one: Observation) -> tuple[str, ...]:
    """Give the codes of an observation in every dimension, in the order of `dimensions`."""
    known = tuple(load().dimensions)
    dimension, _, member = one.group.partition("=")
    told_apart = dimension in known and bool(member)
    return (
        indicator_id(one.indicator),
        sdmx_id(one.series),
        sdmx_id(one.area),
        time_period(one.period),
        *(sdmx_id(member) if told_apart and name == dimension else EVERYBODY for name in known),
        EVERYBODY if told_apart or not one.group else sdmx_id(one.group),
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


def observed(
    published: Published, language: Language
) -> Iterator[tuple[tuple[str, ...], object, tuple[object, ...]]]:
    """Give each observation's key, its value (None when not known) and its `ATTRIBUTES`."""
    rows = observations_table(published.observations).to_pylist()
    for one, row in zip(published.observations, rows, strict=True):
        comment = say(why(one.reason, one.detail), language) if one.reason else None
        attributes = (
            one.unit,
            STATUS[one.notation],
            row["lower"],
            row["upper"],
            comment,
            *(row[name.lower()] for name in ATTRIBUTES[5:]),
        )
        yield key_of(one), row["value"], attributes


def write_sdmx_csv(published: Published, folder: Path, language: Language) -> None:
    """
    Write `observations.sdmx.csv`.

    A group such as `sex=female` stands in the dimension SEX, one of a dimension that the catalogue
    does not know stands whole in GROUP; everywhere else is the code of a total.

    References
    ----------
    SDMX Technical Working Group (2018), SDMX-CSV data message format, version 1.0; SDMX
    cross-domain code list CL_OBS_STATUS 2.2.
    """
    flow = f"{AGENCY}:{FLOW}({VERSION})"
    header = ("DATAFLOW", *dimensions(), "OBS_VALUE", *ATTRIBUTES)
    rows = ((flow, *key, value, *more) for key, value, more in observed(published, language))
    write_csv(folder / "observations.sdmx.csv", header, rows)
