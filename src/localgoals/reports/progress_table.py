"""Progress as one tidy table, in Parquet and in CSV, the same bytes on every run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from localgoals.model.observation import Observation
from localgoals.reports.tables import write_csv
from localgoals.scoring.progress.observed import Progress

__all__ = ["PROGRESS_STEM", "progress_table", "write_progress", "write_table"]

PROGRESS_STEM = "progress"

_TEXTS = pa.list_(pa.string())


def progress_table(found: Sequence[Progress]) -> pa.Table:
    """
    Lay progress out as a table, one row for each indicator, area and group, in the order given.

    Every measure of the method is a column. A number that is not known is null, never 0.

    Parameters
    ----------
    found
        Of one method: two would give numbers that cannot be compared.
    """
    assert len({one.method for one in found}) <= 1, "methods are never mixed"
    texts = ("indicator", "series", "area", "group", "method", "version", "verdict", "reason")
    columns = {name: pa.array([getattr(one, name) for one in found], pa.string()) for name in texts}
    for end in ("first", "last"):
        ends: list[Observation | None] = [getattr(one, end) for one in found]
        periods = [None if one is None else str(one.period) for one in ends]
        columns[f"{end}_period"] = pa.array(periods, pa.string())
        columns[f"{end}_value"] = _numbers(None if one is None else one.value for one in ends)
    units = [None if one.last is None else one.last.unit for one in found]
    columns["unit"] = pa.array(units, pa.string())
    columns["target"] = _numbers(one.target for one in found)
    columns["target_year"] = pa.array([one.target_year for one in found], pa.int16())
    for name in found[0].measures if found else ():
        columns[name] = _numbers(one.measures[name] for one in found)
    columns["remarks"] = pa.array([list(one.remarks) for one in found], _TEXTS)
    columns["parameters"] = pa.array([_parameters(one) for one in found], _TEXTS)
    return pa.table(columns)


def _numbers(values: Iterable[float | None]) -> pa.Array:
    known = [None if value is None or isnan(value) else value for value in values]
    return pa.array(known, pa.float64())


def _parameters(one: Progress) -> list[str]:
    return [f"{name}={value:g}" for name, value in one.parameters.items()]


def write_progress(found: Sequence[Progress], folder: Path) -> tuple[Path, Path]:
    """Write `progress.parquet` and `progress.csv`, with the same rows, into a folder."""
    table = progress_table(found)
    parquet, text = folder / f"{PROGRESS_STEM}.parquet", folder / f"{PROGRESS_STEM}.csv"
    pq.write_table(table, parquet, compression="zstd")
    write_table(table, text)
    return parquet, text


def write_table(table: pa.Table, path: Path) -> None:
    """Write a table as a CSV; the byte order mark lets spreadsheets read its Chinese."""
    columns = [table.column(name).to_pylist() for name in table.column_names]
    write_csv(path, table.column_names, zip(*columns, strict=True), encoding="utf-8-sig")
