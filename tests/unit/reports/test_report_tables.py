"""Observations as Parquet and CSV: order, blanks, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from localgoals.reports.result import BaselineResult
from localgoals.reports.tables import (
    COLUMNS,
    csv_cell,
    observations_of,
    observations_table,
    write_csv,
    write_observations,
)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_columns_stand_in_a_fixed_order_in_both_files(
    town: BaselineResult, tmp_path: Path
) -> None:
    parquet, text = write_observations(town.observations, tmp_path)

    assert pq.read_table(parquet).column_names == list(COLUMNS)
    assert list(rows_of(text)[0]) == list(COLUMNS)


def test_rows_are_sorted_by_code_as_a_person_would(town: BaselineResult) -> None:
    codes = observations_table(town.observations).column("indicator").to_pylist()

    assert list(dict.fromkeys(codes)) == ["3.3-P1", "3.4-P1", "11.2.1"]


def test_the_order_of_the_observations_does_not_change_a_byte(
    town: BaselineResult, tmp_path: Path
) -> None:
    (tmp_path / "again").mkdir()
    mixed = list(town.observations)
    random.Random(7).shuffle(mixed)

    first = write_observations(town.observations, tmp_path)
    second = write_observations(mixed, tmp_path / "again")

    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_figure_that_is_not_known_is_empty_and_says_why(
    town: BaselineResult, tmp_path: Path
) -> None:
    parquet, text = write_observations(town.observations, tmp_path)

    gap = next(row for row in rows_of(text) if row["indicator"] == "3.3-P1")
    assert (gap["value"], gap["notation"], gap["reason"]) == ("", "NE", "no-resource")
    assert pq.read_table(parquet).column("value").null_count == 2


def test_the_parquet_file_carries_no_trace_of_when_or_where(
    town: BaselineResult, tmp_path: Path
) -> None:
    parquet, _ = write_observations(town.observations, tmp_path)

    assert pq.read_schema(parquet).metadata is None


def test_words_that_a_spreadsheet_would_run_are_disarmed(
    town: BaselineResult, tmp_path: Path
) -> None:
    gap = next(one for one in town.observations if one.reason == "no-resource")
    hostile = [replace(gap, detail=f"{sign}cmd|' /C calc'!A0") for sign in "=+-@\t"]

    _, text = write_observations(hostile, tmp_path)

    assert {row["detail"][0] for row in rows_of(text)} == {"'"}


def test_a_negative_number_stays_a_number() -> None:
    assert csv_cell(-0.25) == "-0.25"


def test_what_was_written_as_a_csv_can_be_read_cell_by_cell(tmp_path: Path) -> None:
    given = ["a\rb", 'the "Mill"', "north, south", "two\nlines", "'s-Gravenhage"]

    write_csv(tmp_path / "cells.csv", ["1", "2", "3", "4", "5"], [given])

    assert [list(row.values()) for row in rows_of(tmp_path / "cells.csv")] == [given]


def test_a_text_with_an_apostrophe_is_not_mistaken_for_a_guarded_one() -> None:
    assert [csv_cell(text) for text in ("=1", "'=1", "'s")] == ["'=1", "''=1", "'s"]


def test_a_table_gives_back_its_observations(town: BaselineResult) -> None:
    table = observations_table(town.observations)

    assert observations_table(observations_of(table)).equals(table)
    assert set(map(repr, observations_of(table))) == set(map(repr, town.observations))
