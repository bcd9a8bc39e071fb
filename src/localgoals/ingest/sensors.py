"""Files of low-cost air sensors and reference monitors, as their makers export them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from localgoals.ingest.air import HIGHEST_POSSIBLE
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

HEADER_ROWS: Final = 50
"""Exports begin with lines about the instrument; the names of the columns are among so many."""
_SHOWN: Final = 5


@dataclass(frozen=True)
class Columns:
    """Where a file has what."""

    time: tuple[str, ...]
    """One column, or the columns of date and time, joined by a space."""
    pm25: tuple[str, ...]
    """One column, or those of a sensor's two channels."""
    humidity: str = ""
    """Relative humidity in percent; empty where it is not measured."""
    time_format: str = ""
    """As in strptime, such as `%m/%d/%Y %H:%M`; empty for ISO 8601."""
    only: Mapping[str, str] = field(default_factory=dict)
    """Rows where these columns have these values; every row when empty."""

    @property
    def named(self) -> tuple[str, ...]:
        """Every column that the file must have."""
        humidity = (self.humidity,) if self.humidity else ()
        return (*self.time, *self.pm25, *humidity, *self.only)


def read_sensor(path: Path, columns: Columns) -> tuple[pd.DataFrame, list[Problem]]:
    """
    Read what one instrument measured.

    Parameters
    ----------
    path
        A CSV. Lines above the names of the columns are skipped.
    columns
        Where it has what.

    Returns
    -------
    table
        By time, in its order: `pm25`, or `pm25_a` and `pm25_b` for two channels [µg/m³], and
        `humidity` [%]. NaN where a cell is blank or no number, and where it is above 2,000 µg/m³; a
        little below 0 is what instruments show in clean air, and stays. Times are as the file has
        them. Empty with an error.
    problems
        What is wrong with the file.
    """
    text, problems = _text(path)
    header, nearest = _header(text, columns.named)
    if header is None:
        values = {"columns": ", ".join(columns.named), "nearest": nearest, "rows": HEADER_ROWS}
        return pd.DataFrame(), [*problems, feed_problem("sensor-no-header", path.name, **values)]
    try:
        raw = pd.read_csv(io.StringIO(text), skiprows=header, dtype=str, usecols=columns.named)
    except (ValueError, pd.errors.ParserError) as error:
        return pd.DataFrame(), [problem("unreadable", path.name, reason=error, format="CSV")]
    raw, faults = _chosen(raw, columns.only, path.name)
    problems += faults
    if has_error(problems):
        return pd.DataFrame(), problems
    first_row = header + 2
    time, faults = _times(raw, columns, path.name, first_row)
    problems += faults
    if has_error(problems):
        return pd.DataFrame(), problems
    table, faults = _measured(raw, columns, path.name, first_row)
    problems += faults
    table.index = pd.DatetimeIndex(time, name="time")
    table = table[table.index.notna()].sort_index()
    if len(table) < 2:
        return pd.DataFrame(), [*problems, feed_problem("sensor-too-short", path.name)]
    return table, problems


def interval(table: pd.DataFrame) -> pd.Timedelta:
    """Give how long a measurement stands for: the step that is there most often."""
    steps = pd.Series(table.index.unique()).diff().dropna()
    return pd.Timedelta(steps.mode().iloc[0])


def _text(path: Path) -> tuple[str, list[Problem]]:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return raw.decode("latin-1"), [problem("encoding-guessed", path.name)]


def _header(text: str, wanted: Sequence[str]) -> tuple[int | None, str]:
    """Find the line that names the columns; else give the line that has most of them."""
    best, most = "", -1
    for number, line in enumerate(islice(io.StringIO(text), HEADER_ROWS)):
        try:
            cells = {cell.strip() for cell in next(csv.reader([line]), [])}
        except csv.Error:
            continue
        found = len(cells & set(wanted))
        if found == len(set(wanted)):
            return number, ""
        if found > most:
            best, most = line.strip()[:200], found
    return None, best


def _chosen(
    raw: pd.DataFrame, only: Mapping[str, str], where: str
) -> tuple[pd.DataFrame, list[Problem]]:
    for column, value in only.items():
        kept = raw[raw[column].str.strip() == value]
        if kept.empty:
            others = ", ".join(map(str, raw[column].dropna().unique()[:_SHOWN]))
            values = {"column": column, "value": value, "others": others}
            return raw, [feed_problem("sensor-no-rows", where, **values)]
        raw = kept
    return raw, []


def _times(
    raw: pd.DataFrame, columns: Columns, where: str, first_row: int
) -> tuple[pd.Series, list[Problem]]:
    """Read times as they are written: local time, whatever the zone."""
    written = raw[columns.time[0]].str.strip()
    for name in columns.time[1:]:
        written = written + " " + raw[name].str.strip()
    if columns.time_format:
        time = pd.to_datetime(written, format=columns.time_format, errors="coerce")
    else:
        slashed = written[written.str.contains(r"^\d{1,2}[/.-]\d{1,2}[/.-]", na=False)]
        if len(slashed):
            value = slashed.iloc[0]
            return written, [feed_problem("sensor-days-or-months", where, value=value)]
        zoned = written.str.replace(r"(Z|[+-]\d{2}:?\d{2})$", "", regex=True)
        time = pd.to_datetime(zoned, format="ISO8601", errors="coerce")
    place = f"{where}, {' + '.join(columns.time)}"
    return time, _told("air-bad-times", place, written, time.isna(), first_row)


def _measured(
    raw: pd.DataFrame, columns: Columns, where: str, first_row: int
) -> tuple[pd.DataFrame, list[Problem]]:
    channels = ("pm25",) if len(columns.pm25) == 1 else ("pm25_a", "pm25_b")
    names = dict(zip(channels, columns.pm25, strict=True))
    if columns.humidity:
        names["humidity"] = columns.humidity
    found: dict[str, object] = {}
    problems: list[Problem] = []
    for name, column in names.items():
        numbers = pd.to_numeric(raw[column], errors="coerce").astype(np.float64)
        odd = numbers.isna() & raw[column].notna()
        problems += _told("air-not-numbers", f"{where}, {column}", raw[column], odd, first_row)
        high = numbers > HIGHEST_POSSIBLE
        if name != "humidity" and high.any():
            values = {"count": int(high.sum()), "value": f"{numbers.max():g}"}
            problems.append(feed_problem("air-too-high", f"{where}, {column}", **values))
            numbers = numbers.mask(high)
        found[name] = numbers.to_numpy()
    return pd.DataFrame(found), problems


def _told(
    kind: str, where: str, written: pd.Series, wrong: pd.Series, first_row: int
) -> list[Problem]:
    if not wrong.any():
        return []
    rows = ", ".join(str(int(row) + first_row) for row in written.index[wrong][:_SHOWN])
    examples = ", ".join(map(str, written[wrong].unique()[:_SHOWN]))
    return [feed_problem(kind, where, count=int(wrong.sum()), rows=rows, examples=examples)]
