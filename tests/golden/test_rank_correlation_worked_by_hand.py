"""Rank correlations that were worked out by hand, and those of a real city against SciPy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import Inputs, read_example
from localgoals.planning.correlations import chance_beyond, rank_correlations
from localgoals.tool_suite.registry import method_of


def run(inputs: Inputs, table: str) -> pd.DataFrame:
    found: pd.DataFrame = method_of("indicator-links")(inputs).tables[table]
    return found


def test_ranks_without_ties_give_one_less_six_times_their_squared_differences() -> None:
    # Ranks 1 2 3 4 5 6 7 and 2 1 4 3 7 5 6: squares 1+1+1+1+4+1+1 = 10, 1 - 60/336 = 23/28.
    values = [[3, 5, 8, 9, 12, 30, 31], [20, 10, 40, 30, 70, 50, 60]]

    found = rank_correlations(values, [1, -1])

    assert found.rho[0, 1] == pytest.approx(-23 / 28)


def test_years_of_equal_value_share_the_mean_of_their_ranks() -> None:
    # Centred ranks -1.5 0 0 1.5 and -1.5 -0.5 0.5 1.5: 4.5 / sqrt(4.5 * 5).
    found = rank_correlations([[1, 2, 2, 3], [1, 2, 3, 4]], [1, 1])

    assert found.rho[0, 1] == pytest.approx(np.sqrt(0.9))


def test_pairs_of_the_worked_example_are_what_hands_and_chance_give() -> None:
    inputs = read_example(tool_of("indicator-links"))
    pairs = run(inputs, "pairs").set_index(["first", "second"])

    # 3.6.1 and 11.6.2 pm10, ranks of the years 2015 to 2024: 9 10 8 6 7 3 5 4 2 1 and
    # 9 10 8 6 7 1 4 5 3 2; their differences have the squares 4 + 1 + 1 + 1 + 1 = 8.
    assert pairs.loc[("3.6.1", "11.6.2 pm10"), "rho"] == pytest.approx(1 - 6 * 8 / 990)
    assert pairs.loc[("1.2.1", "12.5.1"), "why_not"] == "few_years"
    # Ten years: 1 of 15 pairs without any link passes 0.6.
    assert chance_beyond(10, 0.6) == pytest.approx(0.0667, abs=0.0005)


def test_half_of_the_pairs_of_the_worked_example_can_be_compared() -> None:
    pairs = run(read_example(tool_of("indicator-links")), "pairs")

    assert pairs["link"].value_counts().to_dict() == {
        "": 27, "synergy": 13, "neither": 10, "trade_off": 4,
    }  # fmt: skip


def test_pairs_of_los_angeles_are_those_of_scipy(shared: Path) -> None:
    folder = shared / "data" / "los_angeles_us_tables" / "data"
    series = {}
    for path in sorted(folder.glob("indicator_*.csv")):
        table = pd.read_csv(path, encoding_errors="replace")
        if {"Year", "Value"} <= set(table.columns):
            years = pd.to_numeric(table["Year"], errors="coerce")
            values = pd.to_numeric(table["Value"], errors="coerce")
            # A first row of each year: for this test any figure of the city will do.
            series[path.stem] = values.groupby(years).first()
    wide = pd.DataFrame(series).T.dropna(how="all")
    values = wide.to_numpy(np.float64)

    found = rank_correlations(values, np.ones(len(values)))

    checked = 0
    for i, j in zip(*np.triu_indices(len(values), 1), strict=True):
        both = ~np.isnan(values[i]) & ~np.isnan(values[j])
        if np.isnan(found.rho[i, j]) or both.sum() < 5:
            continue
        peer = spearmanr(values[i, both], values[j, both]).statistic
        assert found.rho[i, j] == pytest.approx(peer, abs=1e-9)
        checked += 1
    assert checked > 100


def test_turning_a_direction_turns_its_pairs_alone() -> None:
    inputs = read_example(tool_of("indicator-links"))
    indicators = inputs.tables["indicators"].copy()
    indicators.loc[indicators["indicator"] == "8.5.2", "better"] = "higher"

    before = run(inputs, "pairs").set_index(["first", "second"])["rho"]
    turned = replace(inputs, tables={**inputs.tables, "indicators": indicators})
    after = run(turned, "pairs").set_index(["first", "second"])["rho"].reindex(before.index)

    touched = np.array(["8.5.2" in pair for pair in before.index])
    np.testing.assert_array_equal(after[touched], -before[touched])
    np.testing.assert_array_equal(after[~touched], before[~touched])
