"""
Published steps and colours: WHO guidelines for PM2.5, and 60 figures of the SDG Index.

Expected: shared/vectors/aqi/who_2021.csv; shared/frameworks/sdsn_normalisation_test_vectors.json,
from the published data of the Sustainable Development Report; the mean of methods.md, section 8.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from localgoals.catalogue.load import load
from localgoals.indicators.air import weighted_mean
from localgoals.model.indicator import Bounds
from localgoals.model.provenance import Reference
from localgoals.scoring.status import colour_of, score_of, strictest_met

INDEX = Reference("SDG Index", "Sustainable Development Solutions Network", 2019)


@pytest.fixture(scope="module")
def published(shared: Path) -> list[dict[str, Any]]:
    path = shared / "frameworks" / "sdsn_normalisation_test_vectors.json"
    cases: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    assert len(cases) == 60
    return cases


def bounds_of(case: dict[str, Any]) -> Bounds:
    return Bounds(case["best"], case["green"], case["red"], case["worst"], INDEX)


def test_all_scores_are_the_published_ones(published: list[dict[str, Any]]) -> None:
    scores = [100 * score_of(case["value"], bounds_of(case)) for case in published]

    # The published figures are rounded to four decimals.
    assert scores == pytest.approx([case["score"] for case in published], abs=6e-5)


def test_all_colours_are_the_published_ones(published: list[dict[str, Any]]) -> None:
    colours = [colour_of(case["value"], bounds_of(case)) for case in published]

    assert colours == [case["colour"] for case in published]
    assert set(colours) == {"green", "yellow", "orange", "red"}


def test_the_steps_of_the_who_are_the_published_ones(shared: Path) -> None:
    with (shared / "vectors" / "aqi" / "who_2021.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["pollutant"] == "PM2.5"]
    annual = next(row for row in rows if row["averaging"] == "annual")

    declared = sorted(one.value for one in load().indicators["11.6.2"].thresholds)

    assert declared == sorted(float(annual[key]) for key in ("IT1", "IT2", "IT3", "IT4", "AQG"))


@pytest.mark.parametrize(
    ("value", "step"),
    [(4.0, 5), (5.0, 5), (5.1, 10), (25.0, 25), (34.9, 35), (35.0, 35), (85.58, None)],
)
def test_the_strictest_step_that_is_met(value: float, step: float | None) -> None:
    met = strictest_met(value, load().indicators["11.6.2"])

    assert (None if met is None else met.value) == step


def test_the_weighted_mean_worked_by_hand() -> None:
    assert weighted_mean(np.array([20.0, 35, 50]), np.array([1e6, 2e6, 1e6])) == 35.0
