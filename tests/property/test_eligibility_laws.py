"""Matching: facts that become known only settle what was open, and order means nothing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from localgoals.ingest.tool_inputs import Inputs
from localgoals.tool_suite.funder_matching import funder_matching

FUNDS = ("A", "B")
PROJECTS = ("p", "q")
# Of each attribute: operators and values of rules, values that facts may have.
KINDS: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "sector": ([("in", "energy; waste"), ("in", "markets")], ["energy", "markets; waste", "x"]),
    "urban": ([("yes", "")], ["yes", "no"]),
    "stage": ([("at-most", "feasibility"), ("at-least", "development")], ["ideation",
              "development"]),
    "size": ([("at-least", "20"), ("at-most", "50")], ["10", "20", "60"]),
}  # fmt: skip
KNOWN = {(project, name): values for project in PROJECTS for name, (_, values) in KINDS.items()}

Facts = Mapping[tuple[str, str], str]
rules = st.lists(
    st.sampled_from(
        [(fund, name, *asked) for fund in FUNDS for name, (all_, _) in KINDS.items()
         for asked in all_]
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one[:3],
).filter(lambda some: {one[0] for one in some} == set(FUNDS))  # fmt: skip
facts = st.fixed_dictionaries(
    {key: st.sampled_from([*values, ""]) for key, values in KNOWN.items()}
)
complete = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in KNOWN.items()})


def outcomes(some: list[tuple[str, ...]], known: Facts) -> dict[tuple[str, str], str]:
    written = pd.DataFrame(some, columns=["fund", "attribute", "operator", "value"]).assign(
        unit="", kind="", confirmed=np.nan, source=""
    )
    said = pd.DataFrame(
        [(*key, value) for key, value in known.items()], columns=["project", "attribute", "value"]
    ).assign(unit="", source="")
    funds = pd.DataFrame({"fund": FUNDS})
    tables = {"instruments": funds, "rules": written, "facts": said}
    inputs = Inputs(tables, {name: f"{name}.csv" for name in tables}, {})
    matches = funder_matching(inputs).tables["matches"]
    pairs = zip(matches["project"], matches["fund"], strict=True)
    return dict(zip(pairs, matches["eligible"], strict=True))


@settings(max_examples=25, deadline=None)
@given(rules, facts, complete)
def test_a_fact_that_becomes_known_only_settles_what_was_open(
    some: list[tuple[str, ...]], known: Facts, found: Facts
) -> None:
    filled = {key: value or found[key] for key, value in known.items()}

    before, after = outcomes(some, known), outcomes(some, filled)

    assert "unknown" not in after.values()
    assert all(after[key] == state for key, state in before.items() if state != "unknown")


@settings(max_examples=25, deadline=None)
@given(rules, facts, st.data())
def test_the_order_of_rules_does_not_matter(
    some: list[tuple[str, ...]], known: Facts, data: st.DataObject
) -> None:
    other = data.draw(st.permutations(some))

    assert outcomes(some, known) == outcomes(list(other), known)


@settings(max_examples=25, deadline=None)
@given(rules, facts)
def test_nothing_known_is_never_a_no_and_all_rules_kept_is_a_yes(
    some: list[tuple[str, ...]], known: Facts
) -> None:
    assert set(outcomes(some, dict.fromkeys(known, "")).values()) == {"unknown"}
    kept = [one for one in some if one[1] in ("sector", "urban")]
    kept += [(fund, "urban", "yes", "") for fund in FUNDS]
    kept = list({one[:3]: one for one in kept}.values())
    all_kept = {(project, name): {"sector": "energy; waste; markets", "urban": "yes"}.get(name, "")
                for project, name in known}  # fmt: skip
    assert set(outcomes(kept, all_kept).values()) == {"yes"}
