"""Which figures a workbook asks for, and what is known of them already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import nan
from pathlib import Path

from localgoals.catalogue.load import Catalogue
from localgoals.errors import BadInput
from localgoals.ingest.faults import has_error
from localgoals.ingest.long_table import read_long_table
from localgoals.ingest.numbers import DecimalMark
from localgoals.ingest.statistics import KEY
from localgoals.ingest.tables import codes_in, read_table, texts_in
from localgoals.ingest.templates.layout import FIGURES, TEXTS, Key
from localgoals.model.problem import Problem
from localgoals.model.spreadsheet_text import unguarded
from localgoals.model.text import Message, Text


@dataclass(frozen=True)
class Known:
    """What is known of one figure."""

    value: float = nan
    margin: float = nan
    """At the 90 % level; NaN where not known."""
    notation: str = ""
    source: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Plan:
    """The figures of a workbook, one a row."""

    cells: tuple[Key, ...]
    areas: Mapping[str, Text]
    """Names by code; an area without one is called by its code."""
    known: Mapping[Key, Known] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What is to be asked for: each of these, for each of the others."""

    series: Sequence[str]
    areas: Mapping[str, Text]
    periods: Sequence[str]
    groups: Sequence[str] = ()
    """Groups besides everybody, such as `sex=female`."""


def series_of(catalogue: Catalogue, indicators: Sequence[str]) -> list[str]:
    """
    Name the series that indicators are made of; those of all ratios, without any indicator.

    Raises
    ------
    BadInput
        When an indicator is not in the catalogue, or is not made from statistics.
    """
    made = {code: one.statistics for code, one in catalogue.indicators.items() if one.statistics}
    if unknown := [code for code in indicators if code not in made]:
        raise BadInput(
            Message(
                "{codes}: not made from statistics. Those that are: {known}.",
                {"codes": ", ".join(unknown), "known": ", ".join(made)},
            )
        )
    # What comes last in a ratio is what many share, and comes first in the workbook.
    return list(dict.fromkeys(name for code in indicators or made for name in reversed(made[code])))


def plan_of(asked: Asked, known: Mapping[Key, Known]) -> Plan:
    """
    Ask for every series, in every area, period and group, filled with what is known.

    A group of which something is known is asked for, too, in its series, area and period. Without
    any area, exactly what is known is asked for, in the series and periods that are named.

    Raises
    ------
    BadInput
        When that is nothing at all.
    """
    cells = dict.fromkeys(_product(asked))
    for key in known:
        if _is_wanted(key, asked):
            cells.setdefault(key)
    if not cells:
        raise BadInput(
            Message(
                "No figure is asked for. Name areas (--area, --areas or --pack) and periods "
                "(--period), or a table with figures (--from)."
            )
        )
    return Plan(
        cells=tuple(sorted(cells, key=_Order(asked, cells))),
        areas=asked.areas,
        known={key: one for key, one in known.items() if key in cells},
    )


def _product(asked: Asked) -> Iterator[Key]:
    groups = ("", *asked.groups)
    for one in product(asked.series, asked.areas, asked.periods, groups):
        yield Key(*one)


def _is_wanted(key: Key, asked: Asked) -> bool:
    """Tell whether a known figure is of what is asked for; what is not named excludes nothing."""
    chosen = ((key.series, asked.series), (key.area, asked.areas), (key.period, asked.periods))
    return all(not allowed or one in allowed for one, allowed in chosen)


class _Order:
    """Sorts rows: area by area, and in it by series, group and period, as they were named."""

    def __init__(self, asked: Asked, cells: Iterable[Key]) -> None:
        self._places = [
            {code: place for place, code in enumerate(dict.fromkeys((*first, *others)))}
            for first, others in (
                (asked.areas, (key.area for key in cells)),
                (asked.series, (key.series for key in cells)),
                (("", *asked.groups), (key.group for key in cells)),
            )
        ]

    def __call__(self, key: Key) -> tuple[int, int, int, str]:
        area, series, group = self._places
        return area[key.area], series[key.series], group[key.group], key.period


def known_figures(
    path: Path, *, decimal: DecimalMark | None = None
) -> tuple[dict[Key, Known], list[Problem]]:
    """
    Read the figures of a long table, with `source` and `remark` where it has these columns.

    Parameters
    ----------
    path
        A table as the role `statistics` wants it.
    decimal
        As for `read_number`.

    Returns
    -------
    known
        By figure; nothing where the table has an error.
    problems
        Every fault of the table.

    Raises
    ------
    BadInput
        When the file is not a table.
    """
    statistics, problems = read_long_table(path, decimal=decimal)
    if statistics is None or has_error(problems):
        return {}, problems
    beside = _texts_beside(path)
    known = {}
    table = statistics.table.assign(period=statistics.table["period"].astype(str))
    keys = zip(*(table[name] for name in KEY), strict=True)
    figures = zip(*(table[name] for name in FIGURES), strict=True)
    for codes, (value, margin, notation) in zip(keys, figures, strict=True):
        key = Key(*codes)
        source, remark = beside.get(key, ("", ""))
        known[key] = Known(value, margin, notation, source, remark)
    return known, problems


def _texts_beside(path: Path) -> dict[Key, tuple[str, str]]:
    """Read the columns of a long table that are no figures; the first of two rows counts."""
    raw, _ = read_table(path, texts=[*TEXTS, "value", "margin"])
    if not set(TEXTS) & set(raw.columns):
        return {}
    keys = [
        codes_in(raw[name]).fillna("") if name in raw.columns else [""] * len(raw)
        for name in Key._fields
    ]
    texts = [texts_in(raw, name) if name in raw.columns else [""] * len(raw) for name in TEXTS]
    found: dict[Key, tuple[str, str]] = {}
    for key, text in zip(zip(*keys, strict=True), zip(*texts, strict=True), strict=True):
        found.setdefault(Key(*key), (unguarded(text[0]), unguarded(text[1])))
    return found
