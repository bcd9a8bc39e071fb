"""Which column or dimension of an exchange format stands for which field of the long table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from localgoals.ingest.exchange.cells import Cells
from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "series": ("INDICATOR", "INDICATOR_CODE", "SERIES", "SERIES_CODE", "SERIESCODE", "MEASURE"),
    "area": ("REF_AREA", "REFAREA", "GEO", "AREA", "GEOCODE", "GEO_CODE", "GEOAREACODE", "CITIES"),
    "period": ("TIME_PERIOD", "TIME", "PERIOD", "YEAR", "REF_PERIOD", "REFPERIOD"),
    "value": ("OBS_VALUE", "OBSVALUE", "VALUE"),
    "status": ("OBS_STATUS", "OBSSTATUS", "OBS_FLAG", "OBSERVATION_STATUS", "STATUS"),
    "notation": ("NOTATION",),
    "margin": ("MARGIN",),
    "unit": ("UNIT_MEASURE", "UNITMEASURE", "UNIT", "UNITS"),
    "multiplier": ("UNIT_MULT", "UNITMULT"),
    "group": ("GROUP",),
}
"""The names by which each field is known, in capitals and with `_` between words."""
IGNORE: Final = "ignore"
"""The word that leaves a column out, where a field could stand."""
NEEDED: Final = ("value", "period")
ATTRIBUTES: Final = frozenset({
    "ACTION", "BASE_PER", "COLLECTION", "COMMENT_OBS", "COMMENT_TS", "CONF_STATUS",
    "CUST_BREAKDOWN_LB", "DATAFLOW", "DATA_LAST_UPDATE", "DECIMALS", "EMBARGO_TIME",
    "GEO_INFO_TYPE", "GEO_INFO_URL", "LAST_UPDATE", "LOWER_BOUND", "NATURE", "OBS_PRE_BREAK",
    "PRE_BREAK_VALUE", "SOURCE_DETAIL", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME",
    "TIME_COVERAGE", "TIME_DETAIL", "TIME_FORMAT", "TITLE", "TITLE_COMPL", "UPPER_BOUND",
})  # fmt: skip
"""Attributes of the shared concepts of SDMX and of the structure for the SDGs: they tell nothing
apart."""
# The remarks of this package's own exports; elsewhere a word such as STATE may be a dimension.
_OWN = frozenset({"REASON", "DETAIL", "QUALITY", "METHOD", "STATE", "SOURCES", "INPUTS"})
_OWN_RANGE = frozenset({"LOWER", "UPPER"})
# They tell nothing apart as long as a file has one of them.
_MOSTLY_ONE = ("FREQ", "REPORTING_TYPE")


@dataclass(frozen=True)
class Fields:
    """The columns that stand for the fields of the long table."""

    one: Mapping[str, str]
    """Field to column, for every field but the series."""
    series: tuple[str, ...]
    """The columns that name the series together."""
    dimensions: Mapping[str, str]
    """Word to column, of what tells groups apart; sorted."""
    unit_apart: bool = False
    """Whether the unit is a dimension: figures differ in nothing else."""


def fields_of(cells: Cells, chosen: Iterable[tuple[str, str]]) -> tuple[Fields, list[Problem]]:
    """
    Tell what each column of a file stands for.

    What the person says goes before what the file says, and that before what names are known.

    Parameters
    ----------
    cells
        The file.
    chosen
        Pairs of a field, or a word for a dimension, and a column.

    Returns
    -------
    fields
        As far as they are plain.
    problems
        A needed field that no column stands for, or more than one; a dimension without a word.
    """
    asked = {name: word for word, name in chosen if name in cells.columns}
    taken = {field for field in asked.values() if field in NAMES}
    meant = {name: asked.get(name) or _meant(cells, name, taken) for name in cells.columns}
    found = {field: tuple(name for name, one in meant.items() if one == field) for field in NAMES}
    problems = list(_several(cells, found)) + list(_missing(cells, found))
    dimensions, faults = _dimensions(cells, meant)
    one = {field: names[0] for field, names in found.items() if field != "series" and names}
    unit_apart = "unit" in one and cells.parts.get(one["unit"]) in ("unit", "dimension")
    order = {known: place for place, known in enumerate(NAMES["series"])}
    series = sorted(found["series"], key=lambda name: order.get(plain(name), len(order)))
    return Fields(one, tuple(series), dimensions, unit_apart), problems + faults


def unknown_columns(every: Iterable[Cells], chosen: Iterable[tuple[str, str]]) -> list[Problem]:
    """Name the columns that a person asks for and no file has."""
    tables = list(every)
    have = {name for one in tables for name in one.columns}
    return [
        problem("column-missing", tables[0].where, column=name, columns=", ".join(have)[:300])
        for _, name in chosen
        if tables and name not in have
    ]


def plain(name: str) -> str:
    """
    Give a name as the tables of names have it.

    Examples
    --------
    >>> plain("Time period"), plain("refArea")
    ('TIME_PERIOD', 'REFAREA')
    """
    return re.sub(r"[\W_]+", "_", name).strip("_").upper()


def _meant(cells: Cells, name: str, taken: set[str]) -> str:
    """Name the field of a column; `dimension` or `ignore` where it is none."""
    part = cells.parts.get(name, "dimension")
    if part in NAMES:
        return "dimension" if part in taken else part
    known = plain(name)
    for field, names in NAMES.items():
        if known in names and field not in taken:
            return field
    if part == "attribute" or known in _remarks(cells) or _is_one(cells, name):
        return IGNORE
    return "dimension"


def _remarks(cells: Cells) -> frozenset[str]:
    have = {plain(name) for name in cells.columns}
    return ATTRIBUTES | (_OWN | _OWN_RANGE if have >= _OWN else frozenset())


def _is_one(cells: Cells, name: str) -> bool:
    return plain(name) in _MOSTLY_ONE and len(np.unique(cells.columns[name].codes)) == 1


def _several(cells: Cells, found: Mapping[str, tuple[str, ...]]) -> Iterable[Problem]:
    for field, names in found.items():
        if field != "series" and len(names) > 1:
            columns = ", ".join(names)[:300]
            yield feed_problem("exchange-field-several", cells.where, columns=columns, field=field)


def _missing(cells: Cells, found: Mapping[str, tuple[str, ...]]) -> Iterable[Problem]:
    for field in NEEDED:
        if not found[field] and not (field == "value" and cells.numbers is not None):
            yield feed_problem(
                "exchange-field",
                cells.where,
                field=field,
                names=", ".join(NAMES[field]),
                columns=", ".join(cells.columns)[:300],
            )


def _dimensions(cells: Cells, meant: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Give each dimension a word as groups have it: `Race/ Ethnicity` is `race_ethnicity`."""
    words: dict[str, str] = {}
    problems = []
    for name, one in meant.items():
        if one == IGNORE or one in NAMES:
            continue
        word = one if one != "dimension" else re.sub("[^a-z]+", "_", name.lower()).strip("_")
        if not word or word in words:
            problems.append(feed_problem("exchange-dimension", cells.where, column=name))
        words[word] = name
    return dict(sorted(words.items())), problems
