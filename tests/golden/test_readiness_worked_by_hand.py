"""
Readiness of the projects of the worked example, counted by hand.

Gates and items are those of methods on the Cities Investment Facility (five gates, eight items) and
the Gap Fund (four gates read, a fifth cut off); points 0, 0.5 and 1 are this project's.
"""

from __future__ import annotations

from math import isnan

import pandas as pd
import pytest

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.catalogue.tool_suite.readiness_items import readiness_items
from localgoals.ingest.tool_inputs import read_example
from localgoals.tool_suite.project_readiness import project_readiness

FACILITY, GAP = "Cities Investment Facility", "Gap Fund"


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return dict(project_readiness(read_example(tool_of("project-readiness"))).tables)


def row(tables: dict[str, pd.DataFrame], project: str, fund: str) -> pd.Series:
    figures = tables["readiness"]
    return figures[(figures["project"] == project) & (figures["fund"] == fund)].iloc[0]


def test_the_facility_has_five_gates_and_eight_items_and_the_fund_five_gates() -> None:
    counts = pd.Series([(one.fund, one.kind) for one in readiness_items()]).value_counts()

    assert counts.to_dict() == {(FACILITY, "item"): 8, (FACILITY, "gate"): 5, (GAP, "gate"): 5}


def test_what_was_not_read_is_not_confirmed() -> None:
    doubtful = {one.code for one in readiness_items() if not one.confirmed}

    assert doubtful == {"gap-fifth"} | {one.code for one in readiness_items() if one.kind == "item"}


@pytest.mark.parametrize(
    ("project", "points", "stages", "first"),
    [
        # Three of eight done and three in part, one not known: 100 * 4.5 / 8 and 100 * 5.5 / 8.
        ("Bus corridor", (56.25, 68.75), ("development", "development"), "cif-land"),
        # One done, one in part, four not known, two not done: 100 * 1.5 / 8, 100 * 5.5 / 8.
        ("Compost plant", (18.75, 68.75), ("development", "development"), "cif-development"),
        ("Market hall", (0, 0), ("ideation", "ideation"), "cif-scoping"),
        # Nobody has said: everything is possible.
        ("District cooling", (0, 100), ("ideation", "all-done"), "cif-scoping"),
    ],
)
def test_projects_stand_where_their_answers_put_them(
    tables: dict[str, pd.DataFrame],
    project: str,
    points: tuple[float, float],
    stages: tuple[str, str],
    first: str,
) -> None:
    found = row(tables, project, FACILITY)

    assert (found["score_least"], found["score_most"]) == points
    assert (found["stage_earliest"], found["stage_latest"]) == stages
    assert found["first_step"] == first


def test_gates_are_passed_failed_or_not_known(tables: dict[str, pd.DataFrame]) -> None:
    figures = tables["readiness"]
    of_facility = figures[figures["fund"] == FACILITY]

    assert list(of_facility["gates"]) == ["yes", "yes", "no", "unknown"]


def test_nobody_passes_a_fund_of_which_a_criterion_was_not_read(
    tables: dict[str, pd.DataFrame],
) -> None:
    figures = tables["readiness"]
    states = set(figures.loc[figures["fund"] == GAP, "gates"])

    assert states == {"unknown", "no"}
    assert isnan(row(tables, "Bus corridor", GAP)["score_most"])


def test_gates_come_before_items_and_items_by_stage_and_gain(
    tables: dict[str, pd.DataFrame],
) -> None:
    steps = tables["next_steps"]
    mine = steps[(steps["project"] == "Compost plant") & (steps["fund"] == FACILITY)]

    assert list(mine["item"]) == [
        "cif-development", "cif-land", "cif-esia", "cif-design", "cif-permits", "cif-support",
        "cif-model",
    ]  # fmt: skip
    assert list(mine["gain"]) == [12.5, 12.5, 12.5, 12.5, 6.25, 12.5, 12.5]
