"""Observations as one tidy table, in Parquet and in CSV, the same bytes on every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import isnan, nan
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from localgoals.catalogue.load import order_of_code
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.spreadsheet_text import guarded

__all__ = [
    "COLUMNS",
    "csv_cell",
    "observations_of",
    "observations_table",
    "write_csv",
    "write_observations",
]

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


def observations_of(table: pa.Table) -> tuple[Observation, ...]:
    """Give the observations of a table that `observations_table` laid out, in its order."""
    return tuple(_observation(row) for row in table.to_pylist())


def _observation(row: dict[str, Any]) -> Observation:
    row |= {name: nan for name in ("value", "lower", "upper") if row[name] is None}
    row |= {name: tuple(row[name]) for name, kind in COLUMNS.items() if kind == _TEXTS}
    return Observation(**row | {"period": Period.parse(row["period"])})


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
    write_csv(text, table.column_names, _rows(table), encoding="utf-8-sig")
    return parquet, text


def _rows(table: pa.Table) -> Iterator[tuple[object, ...]]:
    return zip(*(table.column(name).to_pylist() for name in table.column_names), strict=True)


def write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    encoding: str = "utf-8",
) -> None:
    """Write a CSV: commas, a line feed after each row, and cells as `csv_cell` gives them."""
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(",".join(map(_quoted, header)) + "\n")
        for row in rows:
            file.write(",".join(_quoted(csv_cell(value)) for value in row) + "\n")


def _quoted(text: str) -> str:
    # The writer of the csv module leaves a lone carriage return bare before Python 3.13.
    return '"' + text.replace('"', '""') + '"' if any(one in text for one in ',"\r\n') else text


def csv_cell(value: object) -> str:
    """
    Give a value as it stands in a CSV: empty when not known, nothing that a spreadsheet would run.

    Examples
    --------
    >>> csv_cell(None), csv_cell(nan), csv_cell(-1.5), csv_cell(["stops", "people"])
    ('', '', '-1.5', 'stops;people')
    >>> csv_cell("=1+1")
    "'=1+1"
    """
    if value is None or value != value:
        return ""
    if isinstance(value, float | int):
        return repr(value)
    text = ";".join(value) if isinstance(value, list) else str(value)
    return guarded(text)
