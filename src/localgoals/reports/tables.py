"""Observations as one tidy table, in Parquet and in CSV, the same bytes on every run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from math import isnan
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from localgoals.catalogue.load import order_of_code
from localgoals.model.observation import Observation

__all__ = ["COLUMNS", "csv_cell", "observations_table", "write_observations"]

_TEXTS = pa.list_(pa.string())

COLUMNS: dict[str, pa.DataType] = {
    "indicator": pa.string(),
    "series": pa.string(),
    "area": pa.string(),
    "period": pa.string(),
    "group": pa.string(),
    "value": pa.float64(),
    "unit": pa.string(),
    "lower": pa.float64(),
    "upper": pa.float64(),
    "notation": pa.string(),
    "reason": pa.string(),
    "detail": pa.string(),
    "quality": pa.int8(),
    "method": pa.string(),
    "state": pa.string(),
    "sources": _TEXTS,
    "inputs": _TEXTS,
}
"""The columns of the table, in order."""

# Spreadsheets run what begins with one of these as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def observations_table(observations: Iterable[Observation]) -> pa.Table:
    """
    Lay observations out as a table with the columns `COLUMNS`.

    Sorted by indicator, series, area, period and group. A number that is not known is null, never 0
    and never NaN.
    """
    rows = sorted(observations, key=_order)
    columns = {name: pa.array(_values(rows, name), kind) for name, kind in COLUMNS.items()}
    return pa.table(columns)


def _order(one: Observation) -> tuple[object, ...]:
    return order_of_code(one.indicator), one.series, one.area, one.period, one.group, one.method


def _values(rows: Sequence[Observation], name: str) -> list[object]:
    if name == "period":
        return [str(row.period) for row in rows]
    if COLUMNS[name] == _TEXTS:
        return [list(getattr(row, name)) for row in rows]
    values = [getattr(row, name) for row in rows]
    return [None if isinstance(value, float) and isnan(value) else value for value in values]


def write_observations(observations: Iterable[Observation], folder: Path) -> tuple[Path, Path]:
    """
    Write `observations.parquet` and `observations.csv`, with the same rows, into a folder.

    The CSV begins with a byte order mark, so that spreadsheets read its Chinese; lists are joined
    by `;`.

    Returns
    -------
    paths
        The Parquet file, then the CSV.
    """
    table = observations_table(observations)
    parquet, text = folder / "observations.parquet", folder / "observations.csv"
    pq.write_table(table, parquet, compression="zstd")
    with text.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.column_names)
        writer.writerows(_text_rows(table))
    return parquet, text


def _text_rows(table: pa.Table) -> Iterator[list[str]]:
    columns = [table.column(name).to_pylist() for name in table.column_names]
    return ([csv_cell(value) for value in row] for row in zip(*columns, strict=True))


def csv_cell(value: object) -> str:
    """
    Give a value as it stands in a CSV: empty when not known, nothing that a spreadsheet would run.

    Examples
    --------
    >>> csv_cell(None), csv_cell(-1.5), csv_cell(["stops", "people"])
    ('', '-1.5', 'stops;people')
    >>> csv_cell("=1+1")
    "'=1+1"
    """
    if value is None:
        return ""
    if isinstance(value, float | int):
        return repr(value)
    text = ";".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
