"""Eligibility with three values: Kleene's tables, and rules that people would argue about."""

from __future__ import annotations

from math import isnan, nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import Inputs, read_example, read_inputs
from localgoals.projects.three_valued import all_of, at_least, at_most
from localgoals.tool_suite.funder_matching import funder_matching

TOOL = tool_of("funder-matching")
FACILITY, GAP = "Cities Investment Facility", "Gap Fund"


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (1, 1, 1), (1, nan, nan), (1, 0, 0),
        (nan, 1, nan), (nan, nan, nan), (nan, 0, 0),
        (0, 1, 0), (0, nan, 0), (0, 0, 0),
    ],
)  # fmt: skip
def test_and_is_that_of_kleene(one: float, other: float, both: float) -> None:
    state = float(all_of([one, other]).state)

    assert isnan(state) if isnan(both) else state == both


def test_limits_include_their_end_and_know_what_they_do_not_know() -> None:
    assert at_least([19, 20, 21], 20).tolist() == [0, 1, 1]
    assert at_most([19, 20, 21], 20).tolist() == [1, 1, 0]
    assert np.isnan(at_least([nan, 20], [20, nan])).all()


def matched(folder: Path, rules: str, facts: str) -> pd.DataFrame:
    """Match with one fund; `rules` and `facts` are lines of the tables."""
    (folder / "instruments.csv").write_text("fund\nF\n")
    head = "fund,attribute,operator,value,unit,kind\n"
    (folder / "rules.csv").write_text(head + rules, encoding="utf-8")
    (folder / "facts.csv").write_text("project,attribute,value,unit\n" + facts, encoding="utf-8")
    inputs, problems = read_inputs(folder, TOOL)
    assert inputs is not None, problems
    return funder_matching(inputs).tables["matches"]


@pytest.mark.parametrize(
    ("rule", "fact", "expected"),
    [
        ("sector,in,energy; waste", "sector,waste", "yes"),
        ("sector,in,energy; waste", "sector,markets; ENERGY", "yes"),
        ("sector,in,energy; waste", "sector,markets", "no"),
        ("sector,in,energy; waste", "sector,", "unknown"),
        ("sector,in,energy; waste", "urban,yes", "unknown"),
        ("urban,yes,", "urban,yes", "yes"),
        ("urban,yes,", "urban,no", "no"),
        ("urban,yes,", "urban,", "unknown"),
        ("stage,at-most,feasibility", "stage,ideation", "yes"),
        ("stage,at-most,feasibility", "stage,feasibility", "yes"),
        ("stage,at-most,feasibility", "stage,development", "no"),
        ("stage,at-least,development", "stage,feasibility", "no"),
        ("size,at-least,20,USD", "size,20,USD", "yes"),
        ("size,at-least,20,USD", "size,19.99,usd", "no"),
        # A figure in a currency without a rate, or in none at all, is not known to be too small.
        ("size,at-least,20,USD", "size,1,EUR", "unknown"),
        ("size,at-least,20,USD", "size,1", "unknown"),
        ("size,at-least,20,USD", "size,,USD", "unknown"),
        # What is only preferred decides nothing.
        ("size,at-least,20,USD,priority\nF,urban,yes,", "size,1,USD\np,urban,yes", "yes"),
        # One rule that does not hold settles it, whatever else is missing.
        ("urban,yes,\nF,sector,in,energy", "sector,waste", "no"),
        ("urban,yes,\nF,sector,in,energy", "sector,energy", "unknown"),
    ],
)
def test_a_rule_holds_does_not_or_is_not_known(
    tmp_path: Path, rule: str, fact: str, expected: str
) -> None:
    matches = matched(tmp_path, f"F,{rule}\n", f"p,{fact}\n")

    assert list(matches["eligible"]) == [expected]


@pytest.fixture(scope="module")
def example() -> Inputs:
    return read_example(TOOL)


def test_the_worked_example_comes_out_as_counted_by_hand(example: Inputs) -> None:
    matches = funder_matching(example).tables["matches"]
    found = {
        (one["project"], one["fund"]): (one["place"], one["eligible"], one["rules_held"],
                                        one["rules_failed"], one["rules_unknown"])
        for one in matches.to_dict("records")
    }  # fmt: skip

    assert found == {
        ("Bus corridor", FACILITY): (1, "yes", 5, 0, 0),
        # It is in development, and the fund supports early stages.
        ("Bus corridor", GAP): (2, "no", 4, 1, 1),
        ("Compost plant", GAP): (1, "unknown", 5, 0, 1),
        ("Compost plant", FACILITY): (2, "no", 4, 1, 0),
        ("Market hall", FACILITY): (1, "no", 2, 1, 2),
        ("Market hall", GAP): (2, "no", 2, 1, 3),
        ("District cooling", FACILITY): (1, "unknown", 3, 0, 2),
        ("District cooling", GAP): (2, "unknown", 1, 0, 5),
    }


def test_what_would_help_says_by_how_much_and_what_cannot_be_helped(example: Inputs) -> None:
    changes = funder_matching(example).tables["what_would_help"]
    by = {(one["project"], one["fund"], one["attribute"]): one
          for one in changes.to_dict("records")}  # fmt: skip

    # 6,000,000 EUR at 1.1 are 6,600,000 USD.
    assert by["Compost plant", FACILITY, "size"]["gap"] == pytest.approx(13_400_000)
    assert "package" in by["Compost plant", FACILITY, "size"]["change_en"]
    assert "look for another fund" in by["Bus corridor", GAP, "stage"]["change_en"]
    assert "letter of endorsement" in by["Market hall", GAP, "applicant"]["change_en"]


def test_nobody_is_eligible_for_a_fund_of_which_a_criterion_was_not_read(example: Inputs) -> None:
    tables = funder_matching(example).tables
    of_gap = tables["matches"][tables["matches"]["fund"] == GAP]
    fifth = tables["rules_held"][tables["rules_held"]["attribute"] == "fifth-criterion"]

    assert "yes" not in set(of_gap["eligible"])
    assert set(fifth["holds"]) == {"unknown"}
    assert not fifth["confirmed"].any()
