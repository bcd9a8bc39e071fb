"""Progress in the report and in its table: in words, with its method, and never as colour alone."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from localgoals.catalogue.load import load
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.reports.content import report_of
from localgoals.reports.pages import page_of
from localgoals.reports.progress_table import write_progress
from localgoals.reports.result import BaselineResult
from localgoals.scoring.progress.observed import progress


@pytest.fixture(scope="module")
def moving_town(town: BaselineResult) -> BaselineResult:
    """Give the town with its figure of 2015 held against that of 2020."""
    return replace(town, progress=progress(town.observations, load().indicators, city="TOWN"))


def said(result: BaselineResult, language: Any = "en") -> str:
    return words_in(page_of(report_of(result, None), None, language))


def words_in(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(words_in(one) for key, one in value.items() if key != "svg")
    if isinstance(value, list):
        return " ".join(map(words_in, value))
    return value if isinstance(value, str) else ""


def test_a_report_says_progress_in_words_with_its_years_and_its_method(
    moving_town: BaselineResult,
) -> None:
    # 62.5 of 50 in 5 years is 4.56 % a year; 100 of 50 in 15 years is 4.73 %; their ratio 0.965.
    text = said(moving_town)

    assert (
        "Progress from 2015 to 2020: ●●●● on track (4.56% a year; the target for 2030 asks for "
        "4.73% a year)"
    ) in text
    assert "Compare with care: at least one of the two figures is a rough estimate" in text
    assert "growth rates (Open SDG); version 1; from 2015 on" in text
    assert "50.0 in 2015, 62.5% of people in 2020" in text


def test_a_report_says_progress_in_chinese(moving_town: BaselineResult) -> None:
    text = said(moving_town, "zh")

    assert "2015年至2020年进展：●●●● 进展顺利（4.56%／年；要在2030年实现目标需4.73%／年）" in text
    assert "增长率法（Open SDG）；第1版；自2015年起" in text


def test_a_report_of_one_year_says_nothing_of_progress(town: BaselineResult) -> None:
    newest = tuple(one for one in town.observations if one.period == Period(2020, 2020))
    still = progress(newest, load().indicators, city="TOWN")

    text = said(replace(town, observations=newest, progress=still))

    assert "Progress" not in text


def test_a_report_says_why_two_years_give_no_verdict(town: BaselineResult) -> None:
    def older(one: Observation) -> Observation:
        return replace(one, period=Period(2010, 2010)) if one.period.first == 2015 else one

    found = tuple(map(older, town.observations))
    judged = progress(found, load().indicators, city="TOWN")

    text = said(replace(town, observations=found, progress=judged))

    assert "No verdict on progress: fewer than two figures from the base year on" in text


def test_csv_and_parquet_hold_the_same_rows(moving_town: BaselineResult, tmp_path: Path) -> None:
    parquet, text = write_progress(moving_town.progress, tmp_path)

    table = pq.read_table(parquet)
    rows = list(csv.DictReader(text.read_text("utf-8-sig").splitlines()))
    (near,) = [row for row in rows if row["indicator"] == "11.2.1"]
    assert len(rows) == table.num_rows
    assert list(rows[0]) == table.column_names
    assert (near["verdict"], near["first_period"], near["last_value"]) == (
        "on-track", "2015", "62.5",
    )  # fmt: skip
    assert near["remarks"] == "rough"
    assert "base_year=2015" in near["parameters"].split(";")


def test_a_baseline_without_progress_still_has_its_table(tmp_path: Path) -> None:
    parquet, _ = write_progress((), tmp_path)

    assert pq.read_table(parquet).num_rows == 0
