"""Methods take the tables of a notebook: data frames with an index of their own, and lists."""

from __future__ import annotations

import numpy as np
import pandas as pd

from localgoals.climate.inventory import by_line, line_numbers, status_of, totals
from localgoals.planning.choice import range_scaled
from localgoals.projects.eligibility import eligible


def test_an_inventory_may_be_a_data_frame_of_places_by_lines() -> None:
    codes = list(line_numbers())
    lines = pd.DataFrame(np.nan, index=["Quay", "Hill"], columns=codes)
    lines.loc["Quay", "I.1.1"], lines.loc["Hill", "II.1.1"] = 5.0, 7.0
    keys = pd.DataFrame(0, index=lines.index, columns=codes)

    found = totals(lines, keys)

    assert found.basic.tolist() == [5.0, 7.0]
    np.testing.assert_array_equal(found.by_sector[:, :2], [[5.0, np.nan], [np.nan, 7.0]])
    assert status_of(lines, keys).shape == (2, 53)


def test_rows_of_an_inventory_may_be_columns_of_a_table() -> None:
    table = pd.DataFrame(
        {"place": [1, 0, 1], "line": [2, 2, 2], "tonnes": [1.5, 4.0, 2.0]}, index=[9, 4, 7]
    )

    lines = by_line(table["place"], table["line"], table["tonnes"], 2)

    assert lines[:, 2].tolist() == [4.0, 3.5]


def test_rules_of_funds_may_be_a_data_frame() -> None:
    claims = pd.DataFrame([[1, np.nan, 0], [1, 1, 1]], index=["drains", "shed"])

    found = eligible(claims, [0, 0, 1], 2)

    assert found.failed.tolist() == [[0, 1], [0, 0]]
    assert found.state[1].tolist() == [1.0, 1.0]


def test_the_least_of_a_scale_turned_round_is_a_plain_nought() -> None:
    scaled = range_scaled(pd.DataFrame({"cost": [300.0, 100.0]}), [300], [100])

    assert scaled.tolist() == [[0.0], [1.0]]
    assert not np.signbit(scaled).any()
