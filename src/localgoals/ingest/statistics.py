"""
The long table of statistics: one figure a row, by series, area, period and group.

Every row is judged. A row that could mean two things, or nothing, makes its table unusable, because
a ratio made of the other rows would be wrong without a sign of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.ingest.dates import date_problem, day_in, period_in
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.figures import coded, together
from localgoals.ingest.garbled import garbled_names
from localgoals.ingest.layers import Statistics
from localgoals.ingest.numbers import PLACEHOLDER_WORDS, amounts_in
from localgoals.ingest.oddities import oddities
from localgoals.ingest.tables import codes_in, missing_columns, numbers_in, read_table
from localgoals.ingest.units import kinds_in
from localgoals.model.lineage import Lineage
from localgoals.model.observation import Notation
from localgoals.model.problem import Problem

if TYPE_CHECKING:
    from localgoals.ingest.pack import Resource

KEY: Final = ["series", "area", "period", "group"]
NOTATIONS: Final = tuple(key for key in get_args(Notation) if key)
_GROUP = re.compile(r"[a-z_]+=\S(?:.*\S)?")
# A list that nobody reads to its end helps nobody; the rest is counted.
_SHOWN = 200
_HEADER_ROWS = 2

Rows = NDArray[np.bool_]


def read_statistics(
    resources: Sequence[Resource],
    *,
    areas: Collection[str] | None = None,
    city: str | None = None,
    divisions: Sequence[Collection[str]] = (),
) -> tuple[Statistics | None, list[Problem]]:
    """
    Read the tables of statistics as one.

    Parameters
    ----------
    resources
        CSV, XLSX or Parquet files with the fields `series`, `area`, `value`, and `period` unless
        the resource has one. `group` may be missing or blank (everybody) or be `dimension=member`.
        `margin` may give the margin of error of the value at the 90 % level. `notation` may say why
        there is no value: NO, NE, IE or C; the key may stand in place of the value, too.
    areas
        The codes that exist: the city's and its districts'. Rows of others are left out with a
        warning. None when they are not known.
    city, divisions
        The area that the others are parts of, and the codes of each division, where they are known:
        counts of the parts should add up.

    Returns
    -------
    statistics
        The rows of every sound table, in their order, each with its `resource` and `notation`;
        None without any.
    problems
        Every fault, with its row and column, and the figures to compare with their source.
    """
    tables: list[pd.DataFrame] = []
    lineages: dict[str, Lineage] = {}
    problems: list[Problem] = []
    for resource in resources:
        table, faults = _read_one(resource, areas)
        if table is not None:
            faults = faults + _contradictions(table, tables, resource)
        problems += faults
        if table is not None and not has_error(faults):
            tables.append(table)
            lineages[resource.name] = resource.lineage
    if not tables:
        return None, problems
    joined = pd.concat(tables, ignore_index=True).drop_duplicates(KEY, ignore_index=True)
    joined["unit"] = kinds_in(joined["series"])
    problems += garbled_names(joined)
    problems += oddities(joined, city=city, divisions=divisions)
    columns = [*KEY, "value", "margin", "notation", "resource"]
    return Statistics(joined[columns], lineages), problems


def _read_one(
    resource: Resource, areas: Collection[str] | None
) -> tuple[pd.DataFrame | None, list[Problem]]:
    written = [resource.fields.get(field, field) for field in ("value", "margin")]
    raw, problems = read_table(resource.path, sheet=resource.options.get("sheet"), texts=written)
    if has_error(problems):
        return None, problems
    names = {
        field: resource.fields.get(field, field) for field in (*KEY, "value", "margin", "notation")
    }
    needed = ["series", "area", "value"]
    if resource.period is None:
        needed.append("period")
    # A column that the pack names must be there, even one that may be missing.
    needed += [field for field in resource.fields if field in names and field not in needed]
    problems += missing_columns(
        resource.where, [names[field] for field in needed], list(raw.columns)
    )
    if has_error(problems):
        return None, problems
    columns = {field: raw[name] for field, name in names.items() if name in raw.columns}
    table, faults = _judged(columns, resource)
    problems += faults
    if has_error(problems):
        return None, problems
    table, faults = _without_strangers(table, areas, resource.where)
    return table, problems + faults


def _judged(
    columns: dict[str, pd.Series], resource: Resource
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read every column, and say what is wrong with each row."""
    where = resource.where
    table = pd.DataFrame({field: codes_in(columns[field]) for field in ("series", "area")})
    problems = [
        one
        for field in ("series", "area")
        for one in _faulty("statistics-blank", where, columns[field], table[field].isna())
    ]
    table["period"], faults = _periods(columns.get("period"), resource, table.index)
    problems += faults
    table["group"], faults = _groups(columns.get("group"), where, table.index)
    problems += faults
    table["value"], table["notation"], faults = _values(columns, resource)
    problems += faults
    table["margin"], faults = _margins(columns.get("margin"), resource, table.index)
    problems += faults
    table["resource"] = resource.name
    table["where"] = where
    table["row"] = table.index + _HEADER_ROWS
    return table, problems + list(_repeated(table, where))


def _periods(
    column: pd.Series | None, resource: Resource, index: pd.Index
) -> tuple[pd.Series, list[Problem]]:
    """Read '2019' or '2019-2021'; a blank takes the period of the resource."""
    if column is None:
        return pd.Series([resource.period] * len(index), index, dtype=object), []
    texts = codes_in(column)
    known = {text: period_in(text) for text in texts.dropna().unique()}
    periods = [known[text] if text is not None else resource.period for text in texts]
    read = pd.Series(periods, index, dtype=object)
    faulty = np.array([one is None for one in periods], dtype=bool)
    days = {text: day_in(text) for text in texts[faulty].dropna().unique()}
    is_date = faulty & np.array([days.get(text) is not None for text in texts], dtype=bool)
    problems = list(_faulty("statistics-period", resource.where, column, faulty & ~is_date))
    for row in np.flatnonzero(is_date)[:_SHOWN].tolist():
        place = f"{resource.where}, row {int(column.index[row]) + _HEADER_ROWS}"
        problems.append(date_problem(texts.iloc[row], f"{place}, column {column.name}"))
    if (more := int(is_date.sum()) - _SHOWN) > 0:
        problems.append(problem("and-more", f"{resource.where}, column {column.name}", count=more))
    return read, problems


def _groups(
    column: pd.Series | None, where: str, index: pd.Index
) -> tuple[pd.Series, list[Problem]]:
    """Read `dimension=member`, or nothing for everybody."""
    if column is None:
        return pd.Series("", index, dtype=object), []
    texts = codes_in(column).fillna("")
    odd = [text for text in texts.unique() if text and _GROUP.fullmatch(text) is None]
    return texts, list(_faulty("statistics-group", where, column, texts.isin(odd)))


def _margins(
    column: pd.Series | None, resource: Resource, index: pd.Index
) -> tuple[pd.Series, list[Problem]]:
    """Read margins of error, which are not below 0; a blank is not known."""
    if column is None:
        return pd.Series(np.nan, index), []
    margins, problems = amounts_in(column, resource.where, decimal=resource.options.get("decimal"))
    known = pd.Series(margins, index, name=column.name)
    margins, negative = numbers_in(known, resource.where, negative=False)
    return pd.Series(margins, index), problems + negative


def _values(
    columns: dict[str, pd.Series], resource: Resource
) -> tuple[pd.Series, pd.Series, list[Problem]]:
    """Read values, and the reporting keys that stand for a missing one."""
    where, decimal = resource.where, resource.options.get("decimal")
    written = columns["value"]
    index = written.index
    texts = codes_in(written)
    in_place = texts.where(texts.isin(NOTATIONS), None)
    words = texts.str.lower().isin(PLACEHOLDER_WORDS)
    spoken = in_place.notna() | words
    numbers, problems = amounts_in(written.where(~spoken), where, decimal=decimal)
    problems += _faulty("statistics-placeholder-word", where, written, words)
    beside = columns.get("notation")
    keys = codes_in(beside) if beside is not None else pd.Series(None, index, dtype=object)
    if beside is not None:
        odd = keys.notna() & ~keys.isin(NOTATIONS)
        both = keys.notna() & ~np.isnan(numbers)
        problems += _faulty("statistics-notation", where, beside, odd)
        problems += _faulty("statistics-value-and-notation", where, beside, both)
    notation = keys.where(keys.notna(), in_place).fillna("").astype(object)
    values = pd.Series(numbers, index)
    if not has_error(problems):
        silent = values.isna() & (notation == "") & ~words
        problems += _faulty("statistics-no-value", where, written, silent)
    return values, notation, problems


def _repeated(table: pd.DataFrame, where: str) -> Iterator[Problem]:
    """Find figures that the table gives twice: the same, or two that cannot both be true."""
    named = table[["series", "area", "period"]].notna().all(axis="columns")
    rows = table[named & (table["value"].notna() | table["notation"].ne(""))]
    key = together(*(coded(rows[field]) for field in KEY)) if len(rows) else np.zeros(0, np.int64)
    again = pd.Series(key).duplicated().to_numpy()
    # Keys are numbered in the order in which they first stand there.
    first = np.flatnonzero(~again)
    at = np.flatnonzero(again)
    for position in at[:_SHOWN].tolist():
        line, before = rows.iloc[position], rows.iloc[first[key[position]]]
        kind = "statistics-same-twice" if _agree(before, line) else "statistics-two-values"
        place = f"{where}, row {line['row']}"
        yield feed_problem(kind, place, **_named(line), value=line["value"], other=before["value"])
    if (more := at.size - _SHOWN) > 0:
        yield problem("and-more", where, count=more)


def _contradictions(
    table: pd.DataFrame, earlier: list[pd.DataFrame], resource: Resource
) -> list[Problem]:
    """Find figures for which an earlier table has another value."""
    if not earlier:
        return []
    others = pd.concat(earlier).drop_duplicates(KEY)
    pairs = table.merge(others, on=KEY, suffixes=("", "_other"))
    differ = ~(
        (pairs["value"] == pairs["value_other"])
        | (pairs["value"].isna() & pairs["value_other"].isna())
    )
    return [
        feed_problem(
            "statistics-two-values",
            f"{resource.where}, row {line['row']}",
            **_named(line),
            value=line["value"],
            other=line["value_other"],
        )
        for _, line in pairs[differ].head(_SHOWN).iterrows()
    ]


def _without_strangers(
    table: pd.DataFrame, areas: Collection[str] | None, where: str
) -> tuple[pd.DataFrame, list[Problem]]:
    if areas is None:
        return table, []
    known = table["area"].isin(list(areas))
    problems = [
        feed_problem("statistics-area", f"{where}, column area", area=area, count=int(count))
        for area, count in table["area"][~known].value_counts(sort=False).head(_SHOWN).items()
    ]
    return table[known], problems


def _agree(before: pd.Series, line: pd.Series) -> bool:
    both_unknown = np.isnan(before["value"]) and np.isnan(line["value"])
    return bool(both_unknown or before["value"] == line["value"])


def _named(line: pd.Series) -> dict[str, str]:
    return {key: str(line[key]) or "-" for key in KEY}


def _faulty(kind: str, where: str, column: pd.Series, rows: Rows | pd.Series) -> Iterator[Problem]:
    """Name the rows at fault one by one, and count those beyond what anybody reads."""
    at = np.flatnonzero(np.asarray(rows, dtype=bool))
    for position in at[:_SHOWN]:
        row = int(column.index[position]) + _HEADER_ROWS
        written = column.iloc[position]
        shown = "-" if pd.isna(written) else str(written)[:80]
        yield feed_problem(kind, f"{where}, row {row}, column {column.name}", value=shown)
    if at.size > _SHOWN:
        yield problem("and-more", f"{where}, column {column.name}", count=at.size - _SHOWN)
