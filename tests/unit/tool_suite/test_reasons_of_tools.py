"""What is ranked, funded or chosen says why, in one shape."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import read_example
from localgoals.tool_suite.reasons import reason_table
from localgoals.tool_suite.registry import method_of

SUBJECTS = {
    "indicator-links": ("goals", "goal"),
    "interlinkages": ("influence", "goal"),
    "participatory-budget": ("projects", "project"),
    "priorities": ("priorities", "option"),
    "project-finance": ("figures", "project"),
    "revenue-streams": ("gaps", "stream"),
}
"""The tables of what is put in an order or chosen, and the column that names it."""


def tables_of(code: str) -> dict[str, pd.DataFrame]:
    return dict(method_of(code)(read_example(tool_of(code))).tables)


@pytest.mark.parametrize("code", SUBJECTS)
def test_every_subject_has_a_reason(code: str) -> None:
    table, column = SUBJECTS[code]

    tables = tables_of(code)

    assert set(tables[table][column].astype(str)) <= set(tables["reasons"]["about"])


@pytest.mark.parametrize("code", [*SUBJECTS, "logical-framework", "opinion-groups", "risk-index"])
def test_reasons_have_one_shape_and_their_inputs_stand_apart_from_the_words(code: str) -> None:
    reasons = tables_of(code)["reasons"]

    assert list(reasons.columns) == list(reason_table([]).columns)
    assert all(isinstance(json.loads(one), dict) for one in reasons["inputs"])
    assert not reasons[["reason_en", "reason_zh"]].eq("").any(axis=None)


def test_a_stream_that_people_moved_says_so_beside_its_gap() -> None:
    inputs = read_example(tool_of("revenue-streams"))
    moved = str(inputs.tables["priorities"]["stream"].iloc[0])

    reasons = method_of("revenue-streams")(inputs).tables["reasons"]

    rules = reasons.loc[reasons["about"] == moved, "rule"]
    assert list(rules) == ["largest-gap", "moved-by-hand"]


def test_a_zone_is_told_its_place_its_risk_and_what_is_most_of_it() -> None:
    tables = tables_of("risk-index")
    risks, reasons = tables["risks"], tables["reasons"]

    for row, said in zip(risks.to_dict("records"), reasons.to_dict("records"), strict=True):
        inputs = json.loads(said["inputs"])
        if row["risk"] != row["risk"]:
            assert (said["rule"], inputs) == ("unknown", {})
        else:
            assert (inputs["rank"], inputs["risk"]) == (row["rank"], row["risk"])
