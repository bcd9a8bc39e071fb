"""The Singapore Index: where points begin, and what is done with what is not known."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pandas as pd
import pytest

from localgoals.catalogue.load import load
from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.catalogue.tool_suite.singapore_rules import point_rules
from localgoals.ingest.tool_inputs import read_example
from localgoals.nature.singapore import change_between, change_since_first, points_of, totals
from localgoals.tool_suite.singapore_index import singapore_index
from localgoals.tool_suite.singapore_rows import COMPONENTS

RULES = {rule.code: rule for rule in point_rules()}


def points(code: str, figure: float) -> float:
    rule = RULES[code]
    way = 1 if rule.better == "higher" else -1
    return float(points_of([[figure]], [rule.edges], [way])[0, 0])


# Classes as reports of wri/cities-urbanshift quote them: the least of each, and just below it.
@pytest.mark.parametrize(
    ("code", "classes"),
    [
        ("1", [(0.9, 0), (1.0, 1), (6.9, 1), (7.0, 2), (13.9, 2), (14.0, 3), (19.9, 3), (20.1, 4)]),
        ("2", [(19.9, 0), (20, 1), (39.9, 1), (40, 2), (59.9, 2), (60, 3), (78.9, 3), (79.1, 4)]),
        ("3", [(5.9, 0), (6, 1), (10.9, 1), (11, 2), (15.9, 2), (16, 3), (19.9, 3), (20.1, 4)]),
        ("8", [(0.9, 0), (1, 1), (5.9, 1), (6.1, 2), (10.9, 2), (11.1, 3), (16.9, 3), (17.1, 4)]),
        ("10", [(29.9, 0), (30, 1), (39.9, 1), (40, 2), (49.9, 2), (50, 3), (59.9, 3), (60.1, 4)]),
        ("11", [(9.9, 0), (10, 1), (24.9, 1), (25, 2), (39.9, 2), (40, 3), (54.9, 3), (55, 4)]),
        ("12", [(0.09, 0), (0.1, 1), (0.3, 1), (0.4, 2), (0.6, 2), (0.7, 3), (0.8, 3), (0.91, 4)]),
        ("13", [(29.9, 0), (30, 1), (49.9, 1), (50, 2), (69.9, 2), (70, 3), (89.9, 3), (90.1, 4)]),
        ("9", [(31, 0), (29, 1), (19, 2), (10, 3), (0.5, 4)]),
    ],
)
def test_points_begin_where_the_quoted_classes_do(
    code: str, classes: list[tuple[float, int]]
) -> None:
    assert [points(code, figure) for figure, _ in classes] == [found for _, found in classes]


def test_the_28_indicators_stand_in_three_components() -> None:
    listed = load().lists["singapore"]

    assert list(RULES) == list(listed)
    for where in COMPONENTS.values():
        assert len({rule.component.en for rule in point_rules()[where]}) == 1
    assert [where.stop - where.start for where in COMPONENTS.values()] == [9, 5, 14]


def test_what_was_read_nowhere_is_never_shown_as_confirmed() -> None:
    read = {rule.code for rule in point_rules() if rule.confirmed}

    assert read == {"1", "2", "3", "7", "8", "10", "11", "12", "13"}
    assert all(rule.source.url for rule in point_rules() if rule.confirmed)


def test_the_first_round_with_a_count_has_no_change_and_later_ones_count_from_it() -> None:
    cities, years = [0, 0, 0, 1], [2025, 2019, 2022, 2025]
    counts = np.array([[124.0, 7.0], [120.0, nan], [118.0, 5.0], [90.0, 3.0]])

    found = change_since_first(cities, years, counts)

    expected = [[4.0, 2.0], [nan, nan], [-2.0, nan], [nan, nan]]
    np.testing.assert_array_equal(found, expected)


def test_what_is_not_known_counts_neither_as_0_nor_as_possible() -> None:
    found = totals([[4.0, nan, 0.0, 2.0], [nan, nan, nan, nan]])

    assert found.points[0] == 6
    assert isnan(found.points[1])
    assert found.known.tolist() == [3, 0]
    assert found.possible.tolist() == [12, 0]
    assert found.most.tolist() == [10, 16]


def test_rounds_are_compared_on_what_both_have() -> None:
    assert change_between([1.0, nan, 3.0], [2.0, 4.0, 1.0]) == (-1.0, 2)
    assert isnan(change_between([nan], [4.0]).points)


def test_the_worked_example_has_the_totals_that_were_added_up_by_hand() -> None:
    # 2021, native: 12 % 2, 30 % 1, 15 % 2, 15 % 0, 5 % 1, 15 % 2; 4 and 5 begin the count.
    # Services: 44 % 2, 17 % 1, 0.51 ha 2, 55 % 2. Governance: 0.8 % 1, 1, 2, 4 partners 1,
    # 15 projects 1, 22 events 1.
    # 2025, native: 14 % 3, 42 % 2, 16.9 % 3, +3 3, +4 4, 32.5 % 1, 9 % 2, 14 % 2.
    # Services: 43 % 2, 27 % 2, 0.7 ha 3, 71.7 % 3. Governance: 2.4 % 2, 3, 2, 4, 2, 2, 3, 2.
    found = singapore_index(read_example(tool_of("singapore-index"))).tables["totals"]

    assert found["points"].tolist() == [22, 50, 14]
    assert found["possible"].tolist() == [64, 80, 24]
    assert found["native_points"].tolist() == [8, 20, 6]
    assert found["services_points"].tolist() == [7, 10, 8]
    assert found["governance_points"].tolist() == [7, 20, 0]


def test_points_that_the_city_gives_stand_before_those_of_the_thresholds() -> None:
    inputs = read_example(tool_of("singapore-index"))
    figures = inputs.tables["figures"]
    figures.loc[0, "points"] = 4.0

    found = singapore_index(inputs).tables["indicators"]

    first = found[(found["indicator"] == "1") & (found["year"] == 2021)].iloc[0]
    assert (first["points"], first["points_by_thresholds"], first["how"]) == (4, 2, "given")


def test_an_indicator_of_nothing_has_no_share() -> None:
    inputs = read_example(tool_of("singapore-index"))
    inputs.tables["figures"].loc[0, ["part", "whole"]] = 0.0

    found = singapore_index(inputs).tables["indicators"]

    first = found[(found["indicator"] == "1") & (found["year"] == 2021)].iloc[0]
    assert isnan(first["points"])
    assert first["how"] == "unknown"


def test_a_city_that_knows_nothing_has_no_total() -> None:
    inputs = read_example(tool_of("singapore-index"))
    blank = pd.DataFrame(
        {"city": ["A"], "year": [2025.0], "indicator": ["1"], "part": [nan], "whole": [nan]}
    ).assign(figure=nan, points=nan, explanation="")

    worked = singapore_index(type(inputs)({"figures": blank}, inputs.places, {}))

    assert isnan(worked.tables["totals"]["points"].iloc[0])
    assert worked.tables["totals"]["possible"].iloc[0] == 0
