"""Impacts of events against the published test figures of CLIMADA."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.climate.risk_events import Hits, damage_ratio, exceedance, expected, impact_at
from localgoals.ingest.tool_inputs import read_inputs
from localgoals.tool_suite.risk_events import risk_events


@pytest.fixture
def published(shared: Path) -> dict[str, Any]:
    return json.loads((shared / "vectors" / "climate_risk" / "expected.json").read_text("utf-8"))


def test_impacts_and_expected_impacts_are_the_published_ones(published: dict[str, Any]) -> None:
    case = published["climada_metrics"]
    matrix = np.array(case["impact_matrix"], np.float64)
    event, asset = np.nonzero(matrix)

    found = expected(Hits(event, asset, matrix[event, asset]), case["frequency"], matrix.shape[1])

    assert found.at_event.tolist() == case["at_event"]
    np.testing.assert_allclose(found.on_asset, case["eai_exp"], rtol=1e-15)
    assert found.each_year == pytest.approx(case["aai_agg"], rel=1e-15)


def test_the_damage_ratio_is_the_published_one(published: dict[str, Any]) -> None:
    case = published["impact_function"]

    found = damage_ratio([10, 20], case["intensity"], case["mdd"], case["paa"])

    assert found.tolist() == [case["mdr_at_10"], case["mdr_at_20"]]


def test_the_exceedance_curve_is_the_published_one(published: dict[str, Any]) -> None:
    case = published["freq_curve"]

    found = exceedance(case["at_event"], case["frequency"])

    np.testing.assert_allclose(found.return_period, case["return_period"], rtol=1e-15)
    assert found.impact.tolist() == case["impact"]
    assert impact_at(found, 5) == pytest.approx(case["interp_rp5"], rel=1e-15)


def test_the_tool_gives_the_published_figures_from_tables(
    published: dict[str, Any], tmp_path: Path
) -> None:
    case = published["climada_metrics"]
    matrix = np.array(case["impact_matrix"], np.float64)
    event, asset = np.nonzero(matrix)
    tables = {
        "events": {"event": ["0", "1"], "frequency": case["frequency"]},
        "assets": {"asset": ["0", "1", "2"], "value": 4, "impact_function": "straight"},
        "intensities": {"event": event, "asset": asset, "intensity": matrix[event, asset]},
        "functions": {
            "impact_function": "straight", "intensity": [0, 4],
            "damage_share": [0, 1], "affected_share": 1,
        },
    }  # fmt: skip
    for name, columns in tables.items():
        pd.DataFrame(columns).to_csv(tmp_path / f"{name}.csv", index=False)
    inputs, problems = read_inputs(tmp_path, tool_of("risk-events"))
    assert inputs is not None, problems

    found = risk_events(inputs).tables

    assert found["events"]["impact"].tolist() == case["at_event"]
    np.testing.assert_allclose(found["assets"]["expected_each_year"], case["eai_exp"])
    np.testing.assert_allclose(
        found["exceedance"]["return_period"], published["freq_curve"]["return_period"]
    )
