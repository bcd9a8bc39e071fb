"""A GTFS zip as tables of text: opened safely, and every missing file or column named."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from localgoals.ingest.archives import UNPACKING, zip_problems
from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.layers import Ints
from localgoals.model.problem import Problem

Tables = Mapping[str, pd.DataFrame]

# File: (columns that must be there, columns that are read when they are).
COLUMNS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "stops": (
        ("stop_id", "stop_lat", "stop_lon"), ("stop_name", "location_type", "parent_station"),
    ),
    "routes": (("route_id", "route_type"), ()),
    "trips": (("trip_id", "route_id", "service_id"), ()),
    "stop_times": (
        ("trip_id", "stop_id", "stop_sequence"),
        ("departure_time", "arrival_time", "pickup_type"),
    ),
    "calendar": (
        (
            "service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
            "sunday", "start_date", "end_date",
        ),
        (),
    ),
    "calendar_dates": (("service_id", "date", "exception_type"), ()),
    "frequencies": (("trip_id", "start_time", "end_time", "headway_secs"), ()),
}  # fmt: skip


def read_feed(path: Path, where: str, *, needs_timetable: bool) -> tuple[Tables, list[Problem]]:
    """
    Read the files of a feed that stops and departures are made from; every cell is text.

    Parameters
    ----------
    path
        The zip.
    where
        The resource and its file, for the problems.
    needs_timetable
        Whether a feed without `stop_times.txt` is an error.

    Returns
    -------
    tables
        By file name without ending; blank cells are `""`. Empty when the zip cannot be read.
    problems
        Errors for what must be there and is not.
    """
    if unsafe := zip_problems(path):
        return {}, unsafe
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    with zipfile.ZipFile(path) as archive:
        folder, faults = _folder_of(archive, where)
        problems += faults
        found = [name for name in COLUMNS if f"{folder}{name}.txt" in archive.namelist()]
        for name in found:
            table, faults = _read_member(archive, f"{folder}{name}.txt", where)
            problems += faults
            if table is not None:
                tables[name] = table
    return tables, problems + _missing_files(found, where, needs_timetable=needs_timetable)


def rows_of(references: pd.Series, ids: pd.Index) -> Ints:
    """Find the row that each reference means; -1 where it means none."""
    return ids.get_indexer(pd.Index(references)).astype(np.int32)


def _folder_of(archive: zipfile.ZipFile, where: str) -> tuple[str, list[Problem]]:
    """Find the folder that the feed is in; it should be the root."""
    found = [
        str(member.parent)
        for member in map(PurePosixPath, archive.namelist())
        if member.name == "stops.txt" and not member.parts[0].startswith("__MACOSX")
    ]
    if not found or "." in found:
        return "", []
    folder = min(found, key=lambda one: (one.count("/"), one))
    return f"{folder}/", [feed_problem("gtfs-nested", where, folder=folder)]


def _missing_files(found: list[str], where: str, *, needs_timetable: bool) -> list[Problem]:
    wanted = ["stops"]
    if needs_timetable or "stop_times" in found:
        wanted += ["stop_times", "trips", "routes"]
    return [
        feed_problem("gtfs-file-missing", where, file=f"{name}.txt")
        for name in wanted
        if name not in found
    ]


def _read_member(
    archive: zipfile.ZipFile, member: str, where: str
) -> tuple[pd.DataFrame | None, list[Problem]]:
    name = PurePosixPath(member).stem
    place = f"{where}, {name}.txt"
    try:
        text = archive.read(member)
    except (*UNPACKING, OSError) as error:
        return None, [feed_problem("gtfs-unreadable", place, reason=str(error))]
    raw, problems = _utf8(text, place)
    skipped: list[str] = []
    try:
        table = _parse(raw, skipped)
    except (pa.ArrowException, csv.Error) as error:
        return None, [feed_problem("gtfs-unreadable", place, reason=str(error))]
    if skipped:
        problems.append(feed_problem("gtfs-ragged-rows", place, count=len(skipped)))
    return _chosen(table, name, place, problems)


# Python has a limit of its own for a cell, but any library may have raised it.
_LONGEST_HEADER = 1 << 17


def _utf8(raw: bytes, place: str) -> tuple[bytes, list[Problem]]:
    """Give text in UTF-8, as the specification asks for; anything else is read as Latin-1."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1").encode(), [feed_problem("gtfs-not-utf8", place)]
    return raw, []


def _parse(raw: bytes, skipped: list[str]) -> pa.Table:
    """Read every column as text; rows with too many or too few cells are noted and skipped."""

    def note(row: pacsv.InvalidRow) -> str:
        skipped.append(row.text)
        return "skip"

    first = re.split(rb"\r\n|\r|\n", raw, maxsplit=1)[0]
    if len(first) > _LONGEST_HEADER:
        raise csv.Error(f"a first line of {len(first)} bytes")
    header = next(csv.reader([first.decode("utf-8-sig")]), [])
    return pacsv.read_csv(
        io.BytesIO(raw),
        parse_options=pacsv.ParseOptions(invalid_row_handler=note, newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
        ),
    )


def _chosen(
    table: pa.Table, name: str, place: str, problems: list[Problem]
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Keep the columns that are needed, with blanks around their cells removed."""
    required, optional = COLUMNS[name]
    table = table.rename_columns([column.strip() for column in table.column_names])
    for column in (*required, *optional):
        if (count := table.column_names.count(column)) > 1:
            return None, [*problems, problem("column-twice", place, count=count, column=column)]
    missing = [column for column in required if column not in table.column_names]
    if missing:
        problems += [feed_problem("gtfs-column-missing", place, column=one) for one in missing]
        return None, problems
    kept = [column for column in (*required, *optional) if column in table.column_names]
    frame = table.select(kept).to_pandas()
    return frame.apply(lambda column: column.str.strip()), problems
