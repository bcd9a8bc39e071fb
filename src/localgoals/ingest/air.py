"""
Hourly PM2.5 of air quality stations, from one table or one table per station.

Values are µg/m³. Nothing is filled in or averaged over days here: which hours make a year is the
indicator's matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from localgoals.ingest.crs import reproject
from localgoals.ingest.faults import has_error
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.layers import AirStations, Floats
from localgoals.ingest.places import read_places
from localgoals.ingest.tables import codes_in, missing_columns, read_table
from localgoals.model.problem import Problem

if TYPE_CHECKING:
    from localgoals.ingest.pack import Resource

HIGHEST_POSSIBLE: Final = 2000.0
"""Above this, an hourly mean is a fault of the instrument or a code for *not known*. [µg/m³]"""

# The names of a field's column where the pack names none, in the order in which they are looked
# for.
_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "station": ("station", "station_code", "code", "location"),
    "time": ("time", "datetime", "timestamp", "date"),
    "year": ("year",),
    "month": ("month",),
    "day": ("day",),
    "hour": ("hour",),
    "pm25": ("pm25", "pm2.5", "pm2_5"),
}
_CLOCK: Final = ("year", "month", "day", "hour")
_SHOWN = 5


@dataclass(frozen=True)
class _Series:
    """Measurements as they are written, row by row."""

    station: pd.Series
    """None where the cell is blank."""
    time: pd.Series
    """NaT where it cannot be read."""
    pm25: Floats
    is_zoned: bool = True
    """Whether the zone of the times is known."""


def read_air(
    air: Resource, stations: Resource | None, crs: CRS
) -> tuple[AirStations | None, list[Problem]]:
    """
    Read hourly PM2.5 and where it was measured.

    Values below 0 or above 2,000 µg/m³ and cells that are no number become NaN; several values of a
    station in one hour become their mean; each with a warning.

    Parameters
    ----------
    air
        CSV or Parquet files. Fields: `station`, `pm25`, and `time` (the beginning of the hour, ISO
        8601) or `year`, `month`, `day`, `hour`. Option `timezone` (IANA name): the zone of times
        that state none, and the zone that times with an offset are moved to (UTC without it).
    stations
        A table or layer with the field `code` and coordinates.
    crs
        The city's metric CRS.

    Returns
    -------
    stations
        Every station with a measurement, in the order of the files. Its coordinates are NaN where
        they are not known.
    problems
        What is wrong with the files.
    """
    series, problems = _read_series(air)
    if series is None:
        return None, problems
    hourly, codes, faults = _hourly(series, air.where)
    problems += faults
    if hourly["pm25"].isna().all():
        return None, [*problems, feed_problem("air-nothing-measured", air.where)]
    x, y = np.full(len(codes), np.nan), np.full(len(codes), np.nan)
    lineage = air.lineage
    if stations is not None:
        x, y, faults = _placed(stations, codes, crs)
        lineage = lineage + stations.lineage
        problems += faults
    if lost := [code for code, at in zip(codes, x, strict=True) if np.isnan(at)]:
        values = {"count": len(lost), "examples": ", ".join(lost[:_SHOWN])}
        problems.append(feed_problem("air-station-unplaced", air.where, **values))
    return AirStations(codes, x, y, hourly, lineage), problems


def _read_series(air: Resource) -> tuple[_Series | None, list[Problem]]:
    """Read all files of the resource, one below the other."""
    zone, problems = _zone(air)
    parts: list[_Series] = []
    for path in air.paths:
        part, faults = _read_file(path, air, zone)
        problems += faults
        if part is not None:
            parts.append(part)
    if has_error(problems):
        return None, problems
    if not all(one.is_zoned for one in parts):
        problems.append(feed_problem("air-timezone-unstated", air.where))
    joined = _Series(
        pd.concat([one.station for one in parts], ignore_index=True),
        pd.concat([one.time for one in parts], ignore_index=True),
        np.concatenate([one.pm25 for one in parts]),
    )
    return joined, problems


def _read_file(
    path: Path, air: Resource, zone: ZoneInfo | None
) -> tuple[_Series | None, list[Problem]]:
    where = f"{air.name} ({path.name})"
    declared = _declared(air.fields)
    table, problems = read_table(path, columns=list(declared.values()) or None)
    if has_error(problems):
        return None, problems
    columns = declared or _columns(table, air.fields)
    problems += missing_columns(where, list(columns.values()), list(table.columns))
    if has_error(problems):
        return None, problems
    time, has_offset = _times(table, columns, zone)
    if (broken := time.isna().to_numpy()).any():
        written_in = columns.get("time", columns.get("hour", ""))
        problems.append(_rows("air-bad-times", where, table, broken, written_in))
    pm25 = pd.to_numeric(table[columns["pm25"]], errors="coerce").to_numpy(
        np.float64, na_value=np.nan
    )
    written = table[columns["pm25"]].notna().to_numpy()
    if (odd := written & np.isnan(pm25)).any():
        problems.append(_rows("air-not-numbers", where, table, odd, columns["pm25"]))
    station = codes_in(table[columns["station"]])
    return _Series(station, time, pm25, zone is not None or has_offset), problems


def _declared(fields: Mapping[str, str]) -> dict[str, str]:
    """Name the column of each field that is needed, if the pack names them all; else nothing."""
    time = ("time",) if "time" in fields else _CLOCK
    wanted = ("station", "pm25", *time)
    return {name: fields[name] for name in wanted} if set(wanted) <= set(fields) else {}


def _columns(table: pd.DataFrame, fields: Mapping[str, str]) -> dict[str, str]:
    """Name the column of each field that is needed: the declared one, or one with a usual name."""
    has_clock = "time" not in fields and (
        "year" in fields or _usual(table, "time") is None or _usual(table, "year") is not None
    )
    wanted = ("station", "pm25", *(_CLOCK if has_clock else ("time",)))
    return {field: fields.get(field) or _usual(table, field) or field for field in wanted}


def _usual(table: pd.DataFrame, field: str) -> str | None:
    by_lower_case = {str(name).lower(): str(name) for name in table.columns}
    return next((by_lower_case[name] for name in _USUAL[field] if name in by_lower_case), None)


def _zone(air: Resource) -> tuple[ZoneInfo | None, list[Problem]]:
    name = air.options.get("timezone")
    if name is None:
        return None, []
    try:
        return ZoneInfo(str(name)), []
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None, [feed_problem("air-timezone-unknown", air.where, timezone=name)]


def _times(
    table: pd.DataFrame, columns: Mapping[str, str], zone: ZoneInfo | None
) -> tuple[pd.Series, bool]:
    """Read the beginning of each hour, and tell whether the times stated their zone."""
    if "time" in columns:
        time, has_offset = _read_times(table[columns["time"]], zone)
        return time.dt.floor("h"), has_offset
    parts = {part: pd.to_numeric(table[columns[part]], errors="coerce") for part in _CLOCK}
    days = pd.DataFrame({part: parts[part] for part in _CLOCK[:3]})
    # Hour 24 is the first one of the next day.
    hour = parts["hour"].where(parts["hour"].between(0, 24))
    return pd.to_datetime(days, errors="coerce") + pd.to_timedelta(hour // 1, unit="h"), False


def _read_times(column: pd.Series, zone: ZoneInfo | None) -> tuple[pd.Series, bool]:
    """Read ISO 8601 times; those with an offset are moved to the zone, or to UTC."""
    text = column.astype("str").str.strip()
    has_offset = bool(text.str.contains(r"\d(?:Z|[+-]\d{2}:?\d{2})$", regex=True).any())
    if not has_offset:
        return pd.to_datetime(text, format="ISO8601", errors="coerce"), False
    moved = pd.to_datetime(text, format="ISO8601", errors="coerce", utc=True)
    return moved.dt.tz_convert(zone or "UTC").dt.tz_localize(None), True


def _hourly(series: _Series, where: str) -> tuple[pd.DataFrame, tuple[str, ...], list[Problem]]:
    """Give one row for each station and hour, and the codes of the stations."""
    number, codes = pd.factorize(series.station, use_na_sentinel=True)
    pm25, problems = _believable(series.pm25, where)
    known = (number >= 0) & series.time.notna().to_numpy()
    if (unnamed := int((number < 0).sum())) > 0:
        problems.append(feed_problem("air-station-unnamed", where, count=unnamed))
    station = number[known].astype(np.int32)
    hourly = pd.DataFrame({"station": station, "time": series.time[known], "pm25": pm25[known]})
    if (twice := int(hourly.duplicated(["station", "time"]).sum())) > 0:
        problems.append(feed_problem("air-hour-twice", where, count=twice))
        hourly = hourly.groupby(["station", "time"])["pm25"].mean().reset_index()
    hourly = hourly.sort_values(["station", "time"], ignore_index=True)
    return hourly, tuple(str(code) for code in codes), problems


def _believable(pm25: Floats, where: str) -> tuple[Floats, list[Problem]]:
    """Turn values that cannot be into NaN."""
    below, above = pm25 < 0, pm25 > HIGHEST_POSSIBLE
    problems = [
        feed_problem(kind, where, count=int(rows.sum()), value=f"{worst:g}")
        for kind, rows, worst in (
            ("air-negative", below, pm25[below].min(initial=0.0)),
            ("air-too-high", above, pm25[above].max(initial=0.0)),
        )
        if rows.any()
    ]
    return np.where(below | above, np.nan, pm25), problems


def _placed(
    stations: Resource, codes: Sequence[str], crs: CRS
) -> tuple[Floats, Floats, list[Problem]]:
    """Find the coordinates of each station that was measured at."""
    nowhere = np.full(len(codes), np.nan)
    column = stations.fields.get("code", "code")
    places, problems = read_places(stations, [column])
    if places is None:
        return nowhere, nowhere, problems
    x, y = reproject(places.x, places.y, places.crs, crs)
    listed = codes_in(places.table[column])
    first = ~listed.duplicated().to_numpy() & listed.notna().to_numpy()
    if (twice := listed[listed.notna() & listed.duplicated()]).size:
        examples = ", ".join(twice[:_SHOWN])
        problems.append(feed_problem("air-code-twice", stations.where, examples=examples))
    row = pd.Index(listed[first]).get_indexer(pd.Index(codes))
    if (unused := int(first.sum()) - int((row >= 0).sum())) > 0:
        problems.append(feed_problem("air-station-unmeasured", stations.where, count=unused))
    found = row >= 0
    return (
        np.where(found, x[first][row], np.nan),
        np.where(found, y[first][row], np.nan),
        problems,
    )


def _rows(
    kind: str, where: str, table: pd.DataFrame, rows: NDArray[np.bool_], column: str
) -> Problem:
    """Say how many rows are at fault, and which come first."""
    numbers = table.index.to_numpy()[rows][:_SHOWN] + 2
    examples = ", ".join(map(str, table[column].to_numpy()[rows][:_SHOWN]))
    first = ", ".join(map(str, numbers))
    place = f"{where}, column {column}"
    return feed_problem(kind, place, count=int(rows.sum()), rows=first, examples=examples)
