"""The waste tools on their worked examples: the numbers of `vectors/wact`, printed and derived."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import read_example
from localgoals.tool_suite.registry import method_of


@pytest.fixture(scope="module")
def vectors(shared: Path) -> Any:
    """Give the inputs and the expected numbers."""
    return json.loads((shared / "vectors" / "wact" / "expected.json").read_text("utf-8"))


def example(code: str) -> dict[str, pd.DataFrame]:
    """Run a tool on its worked example."""
    return dict(method_of(code)(read_example(tool_of(code))).tables)


def test_the_made_up_city_has_the_figures_of_the_equations(vectors: Any) -> None:
    expected = vectors["synthetic"]["expected"]

    city = example("waste-wise-cities")["cities"].set_index("city").loc["Made-up city"]

    for name, column in (
        ("generated", "generated_t"), ("collected", "collected_t"),
        ("controlled", "controlled_t"), ("uncollected", "uncollected_t"),
        ("pct_collected", "collected_percent"), ("pct_controlled", "controlled_percent"),
        ("per_capita_kg_d", "kg_per_head"),
    ):  # fmt: skip
        assert city[column] == pytest.approx(expected[name]), name
    assert city["household_kg_per_head"] == pytest.approx(vectors["synthetic"]["inputs"]["pc"])


def test_mombasa_has_what_follows_from_its_flows_and_not_the_printed_percentage(
    vectors: Any,
) -> None:
    derived, printed = vectors["mombasa"]["recomputed"], vectors["mombasa"]["printed"]

    city = example("waste-wise-cities")["cities"].set_index("city").loc["Mombasa (2019)"]

    assert city["collected_t"] == derived["collected_eq2"]
    assert city["collected_percent"] == pytest.approx(derived["pct_collected"])
    assert city["uncollected_t"] == derived["uncollected"] != printed["uncollected_t_d"]
    assert city["controlled_percent"] == pytest.approx(
        derived["pct_controlled_if_all_recovery_controlled"]
    )
    assert 100 - city["collected_percent"] == pytest.approx(printed["pct_collected"])


def test_the_plastic_of_mombasa_goes_where_the_printed_diagram_has_it(vectors: Any) -> None:
    printed = vectors["wfd_mombasa"]

    city = example("waste-flow")["cities"].iloc[0]

    for name, column in (
        ("informal_value_chain", "informal_t"), ("collected_by_service", "service_t"),
        ("uncollected", "uncollected_t"), ("unmanaged", "unmanaged_t"),
        ("sorted_for_recovery", "recovered_t"), ("landfill_dumpsite", "disposed_t"),
        ("retained_on_land", "land_t"), ("water", "water_t"), ("burnt", "burnt_t"),
        ("drains", "drains_t"),
    ):  # fmt: skip
        assert round(100 * city[column] / city["generated_t"]) == printed[name], name


def test_only_tonnes_a_day_give_the_leakage_per_head_that_is_printed(vectors: Any) -> None:
    city = example("waste-flow")["cities"].iloc[0]

    printed = vectors["mombasa"]["printed"]["plastic_leakage_kg_cap_y"]
    assert city["generated_t"] == 60 * 365
    assert city["water_kg_per_head"] == pytest.approx(printed, abs=0.05)
    # As labelled, 60 t a year would be a 365th of it.
    assert city["water_kg_per_head"] / 365 < printed / 100
