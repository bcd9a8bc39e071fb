"""Departures by stop and hour as tables and a page, and what a person asks of them first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from localgoals.ingest.departures import HOURS, Counts, Departures
from localgoals.ingest.gtfs import Places
from localgoals.ingest.pack_files import sha256_of
from localgoals.ingest.route_types import HIGH
from localgoals.ingest.service_days import TYPICAL, WEEKDAYS, weekday
from localgoals.model.spreadsheet_text import guarded
from localgoals.reports.departures_page import departures_page
from localgoals.reports.departures_seen import Seen, Which
from localgoals.reports.whole_folder import RUN_FILE

__all__ = ["seen_in", "write_departures"]

_AMONG: dict[Which, tuple[int, ...]] = {"weekday": TYPICAL, "saturday": (5,), "sunday": (6,)}


def seen_in(places: Places, counted: Departures) -> Seen:
    """
    Choose the days that stand for a timetable, and count what departs on them.

    Of Tuesday to Thursday, of Saturdays and of Sundays, the one with most departures; the first of
    equals. A weekday on which nothing ever departs has none.
    """
    total = counted.each_day
    chosen: dict[Which, int | None] = {
        name: _fullest(counted, total, among) for name, among in _AMONG.items()
    }
    return Seen(
        places,
        counted.days,
        total,
        {name: None if at is None else int(counted.days[at]) for name, at in chosen.items()},
        {name: _by_stop(counted, at, len(places.ids)) for name, at in chosen.items()},
    )


def _fullest(counted: Departures, total: Counts, among: tuple[int, ...]) -> int | None:
    found = np.where(np.isin(weekday(counted.days), among), total, 0)
    return int(np.argmax(found)) if found.any() else None


def _by_stop(counted: Departures, at: int | None, stops: int) -> Counts:
    if at is None:
        return np.zeros((stops, HOURS), dtype=np.int64)
    return np.asarray(counted.of_kind(int(counted.kind[at])).sum(axis=2))


def write_departures(
    found: tuple[Places, Departures], folder: Path, source: Path, choices: Mapping[str, object]
) -> Seen:
    """
    Write `departures` and `days`, each as CSV and Parquet, `departures.html` and `run.json`.

    A row of `departures` is a kind of day, a stop, an hour of the clock and a capacity class, and
    only where something departs; a row of `days` is a day with its kind. Both hold the whole
    timetable: the departures of a day are those of its kind.

    Parameters
    ----------
    found
        As `localgoals.ingest.departures.read_departures` gives it.
    folder
        Where they go.
    source
        The feed; its hash goes into the record.
    choices
        What was asked for, which goes there too.
    """
    places, counted = found
    seen = seen_in(places, counted)
    for name, table in (
        ("departures", _departures_table(places, counted)),
        ("days", _days_table(counted)),
    ):
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
        pacsv.write_csv(_guarded(table), folder / f"{name}.csv")
    page = departures_page(seen, source.name)
    (folder / "departures.html").write_text(page, encoding="utf-8", newline="")
    record = {
        "version": version("localgoals"),
        "choices": dict(choices),
        "inputs": {source.name: sha256_of(source)},
        "outputs": {path.name: sha256_of(path) for path in sorted(folder.iterdir())},
    }
    text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
    (folder / RUN_FILE).write_text(text, encoding="utf-8", newline="")
    return seen


def _departures_table(places: Places, counted: Departures) -> pa.Table:
    kind, stop, hour, capacity, departures = counted.cells()
    ids, names = pa.array(places.ids.astype(str)), pa.array([str(one) for one in places.name])
    return pa.table(
        {
            "kind_of_day": pa.array(kind + 1, pa.int32()),
            "stop_id": ids.take(pa.array(stop)),
            "stop_name": names.take(pa.array(stop)),
            "hour": pa.array(hour, pa.int8()),
            "capacity": pa.array(["low", "high"]).take(
                pa.array((capacity == HIGH).astype(np.int8))
            ),
            "departures": pa.array(departures, pa.int64()),
        }
    )


def _days_table(counted: Departures) -> pa.Table:
    return pa.table(
        {
            "date": pa.array(counted.days.astype("datetime64[D]")),
            "weekday": pa.array(WEEKDAYS).take(pa.array(weekday(counted.days))),
            "kind_of_day": pa.array(counted.kind + 1, pa.int32()),
            "departures": pa.array(counted.each_day, pa.int64()),
        }
    )


def _guarded(table: pa.Table) -> pa.Table:
    """Keep spreadsheets from running what a feed calls its stops."""
    for at, field in enumerate(table.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            coded = table.column(at).combine_chunks().dictionary_encode()
            words = pa.array([guarded(one) for one in coded.dictionary.to_pylist()], pa.string())
            table = table.set_column(at, field.name, words.take(coded.indices))
    return table
