"""From the cells of an exchange format to the long table, with every fault of its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.ingest.exchange.cells import (
    COLUMNS,
    Cells,
    Column,
    Exchanged,
    Origin,
    Wanted,
    combined,
    constant,
    recoded,
)
from localgoals.ingest.exchange.fields import NAMES, Fields, fields_of, plain, unknown_columns
from localgoals.ingest.exchange.figures import figures, name_rows
from localgoals.ingest.exchange.once import each_once
from localgoals.ingest.exchange.periods import is_part_of_year, period_of
from localgoals.ingest.faults import has_error
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.oddities import oddities
from localgoals.ingest.units import kind_of_unit, kinds_of_series
from localgoals.model.problem import Problem

TOTALS: Final = frozenset({"_T", "T", "TOT", "TOTAL", "_Z"})
"""Members that stand for everybody (`_Z`: the dimension does not apply), whatever their case."""
MEMBERS: Final[Mapping[str, Mapping[str, str]]] = {"sex": {"F": "female", "M": "male"}}
"""Members of the shared code list CL_SEX, as the groups of this package call them."""

Rows = NDArray[np.bool_]


def long_table(
    every: Sequence[Cells], wanted: Wanted, problems: Sequence[Problem] = ()
) -> Exchanged:
    """
    Make one long table of what the tables of a file or folder hold.

    A figure at fault is left out and named; of two values for one figure neither is kept.

    Parameters
    ----------
    every
        The tables.
    wanted
        What the person says about them.
    problems
        What is already known to be wrong.
    """
    found = [*problems, *unknown_columns(every, wanted.columns)]
    tables: list[tuple[pd.DataFrame, str, Callable[[int], str]]] = []
    origins: list[Origin] = []
    named_units: dict[str, str] = {}
    for cells in every:
        fields, faults = fields_of(cells, wanted.columns)
        faults += _no_area(cells, fields, wanted)
        found += faults
        if has_error(faults) or not cells.count:
            continue
        table, units, faults = _one_table(cells, fields, wanted)
        found += faults
        tables.append((table, cells.where, _row_namer(cells)))
        origins += _origins(table, cells, units)
        named_units |= units
    joined, faults = each_once(tables)
    files = np.array([where for _, where, _ in tables], dtype=object)
    kinds = kinds_of_series(joined["series"].unique()) | {
        series: kind_of_unit(unit) for series, unit in named_units.items()
    }
    looked_at = joined.assign(
        where=files[joined["table"].astype(int)] if len(files) else "",
        unit=joined["series"].map(kinds).astype(object),
    )
    faults += oddities(looked_at.drop(columns="row"), city=wanted.area or None)
    return Exchanged(joined[COLUMNS], tuple(dict.fromkeys(origins)), found + faults)


def with_values(tables: Sequence[Cells], wanted: Wanted) -> tuple[list[Cells], list[Problem]]:
    """Leave out the tables of a package that have no column of values, and say so."""
    kept = [cells for cells in tables if _has_values(cells, wanted)]
    problems = [
        feed_problem("exchange-no-figures", one.where, columns=", ".join(one.columns)[:300])
        for one in tables
        if not _has_values(one, wanted)
    ]
    return kept, problems


def _has_values(cells: Cells, wanted: Wanted) -> bool:
    said = {name for field, name in wanted.columns if field == "value"}
    return "value" in cells.parts.values() or any(
        name in said or plain(name) in NAMES["value"] for name in cells.columns
    )


def _one_table(
    cells: Cells, fields: Fields, wanted: Wanted
) -> tuple[pd.DataFrame, dict[str, str], list[Problem]]:
    """Read every row of one table; the units of its series come along."""
    read = figures(cells, fields, wanted.decimal)
    series, units, faults = _series(cells, fields)
    area, blank_areas = _areas(cells, fields, wanted)
    period, wrong_periods = _periods(cells, fields)
    problems = [*faults, *blank_areas.problems, *wrong_periods.problems, *read.problems]
    table = pd.DataFrame(
        {
            "series": series,
            "area": area,
            "period": period,
            "group": _groups(cells, fields),
            "value": read.values,
            "margin": read.margins,
            "notation": read.notations,
            "row": np.arange(cells.count),
        }
    )
    sound = read.sound & (series.codes >= 0) & ~blank_areas.rows & ~wrong_periods.rows
    table["group"] = table["group"].cat.add_categories([""]).fillna("")
    table["notation"] = table["notation"].cat.add_categories([""]).fillna("")
    return table[sound], units, problems


@dataclass(frozen=True)
class _Wrong:
    """Rows at fault, and the problems that name them."""

    rows: Rows
    problems: list[Problem]


def _series(cells: Cells, fields: Fields) -> tuple[Column, dict[str, str], list[Problem]]:
    """Name the series of each row; with its unit where it would not be plain without."""
    if fields.series:
        columns = [cells.columns[name] for name in fields.series]
        series = combined(columns, lambda codes: _named(cells, fields.series, codes))
        where = fields.series[-1]
    else:
        series, where = constant(cells.name or cells.origin.title, cells.count), "series"
    problems = list(name_rows(cells, where, series.codes < 0, "exchange-code"))
    if "unit" not in fields.one:
        return series, {}, problems
    unit = cells.columns[fields.one["unit"]]
    pairs = pd.DataFrame({"series": series, "unit": unit}).drop_duplicates().dropna()
    if fields.unit_apart or pairs["series"].duplicated().any():
        series = combined([series, unit], lambda each: _with_unit(*each))
        pairs["series"] = [
            _with_unit(*each) for each in zip(pairs["series"], pairs["unit"], strict=True)
        ]
    units = dict(zip(map(str, pairs["series"]), map(str, pairs["unit"]), strict=True))
    return series, units, problems


def _named(cells: Cells, names: Sequence[str], codes: tuple[str, ...]) -> str:
    both = zip(names, codes, strict=True)
    return " ".join(dict.fromkeys(cells.text_of(name, code) for name, code in both if code))


def _with_unit(series: str, unit: str) -> str:
    return f"{series} [{unit}]" if series and unit else series


def _areas(cells: Cells, fields: Fields, wanted: Wanted) -> tuple[Column, _Wrong]:
    if "area" not in fields.one:
        area = constant(wanted.area, cells.count)
        return area, _Wrong(area.codes < 0, [])
    name = fields.one["area"]
    written = cells.columns[name]
    area = recoded(
        np.where(written.codes < 0, len(written.categories), written.codes).astype(np.int32),
        [*(cells.text_of(name, str(one)) for one in written.categories), wanted.area],
        str,
    )
    blank = area.codes < 0
    return area, _Wrong(blank, list(name_rows(cells, name, blank, "exchange-code")))


def _no_area(cells: Cells, fields: Fields, wanted: Wanted) -> Iterator[Problem]:
    if "area" not in fields.one and not wanted.area:
        columns, names = ", ".join(cells.columns)[:300], ", ".join(NAMES["area"])
        yield feed_problem("exchange-no-area", cells.where, columns=columns, names=names)


def _periods(cells: Cells, fields: Fields) -> tuple[Column, _Wrong]:
    name = fields.one["period"]
    written = cells.columns[name]
    read = recoded(
        written.codes.astype(np.int32),
        map(str, written.categories),
        lambda text: str(period_of(text) or ""),
    )
    wrong = read.codes < 0
    kinds = [
        "exchange-part-of-year" if is_part_of_year(str(text)) else "exchange-period"
        for text in written.categories
    ]
    of_row = np.array([*kinds, "exchange-period"])[written.codes]
    problems = [
        one
        for kind in ("exchange-period", "exchange-part-of-year")
        for one in name_rows(cells, name, wrong & (of_row == kind), kind)
    ]
    return read, _Wrong(wrong, problems)


def _groups(cells: Cells, fields: Fields) -> Column:
    """Name every dimension that does not stand for everybody."""
    words = [*fields.dimensions, *(["group"] if "group" in fields.one else [])]
    columns = [cells.columns[name] for name in fields.dimensions.values()]
    columns += [cells.columns[fields.one["group"]]] if "group" in fields.one else []
    if not columns:
        return constant("", cells.count)

    def say(members: tuple[str, ...]) -> str:
        parts = []
        for word, member in zip(words, members, strict=True):
            if member and member.upper() not in TOTALS:
                told = cells.text_of(word, member)
                known = MEMBERS.get(word, {}).get(told, told)
                parts.append(known if word == "group" else f"{word}={known}")
        return ";".join(parts)

    return combined(columns, say)


def _row_namer(cells: Cells) -> Callable[[int], str]:
    name = next((name for name in cells.columns if name.upper() in NAMES["value"]), "")
    return lambda row: cells.place(row, name)


def _origins(table: pd.DataFrame, cells: Cells, units: Mapping[str, str]) -> Iterator[Origin]:
    said = cells.origin
    for series in table["series"].unique():
        code = str(series).removesuffix(f" [{units.get(str(series), '')}]")
        title = cells.titles.get(code) or cells.titles.get(code.rpartition(" ")[2], said.title)
        unit = units.get(str(series), "")
        yield Origin(
            series=str(series),
            file=said.file or cells.where,
            title=title,
            unit=cells.units.get(unit, unit) or cells.units.get(code, said.unit),
            definition=said.definition,
            source=said.source,
            licence=said.licence,
        )
