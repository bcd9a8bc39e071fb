"""`participatory-budget`: votes counted by several rules, side by side, with every reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.errors import InputRefused
from localgoals.ingest.pabulib import read_budget_vote
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.budget_vote import BudgetVote
from localgoals.model.problem import Problem
from localgoals.model.text import Text
from localgoals.planning.budget_measures import group_shares, measures
from localgoals.planning.budget_rules import RULES, Outcome
from localgoals.tool_suite.budget_page import Counted, page
from localgoals.tool_suite.budget_reasons import budget_reasons
from localgoals.tool_suite.reasons import reason_table
from localgoals.tool_suite.worked import Worked

__all__ = ["participatory_budget"]

_EXPLAINED = "shares-cost-add1-greedy"
"""The rule that is explained unless another one is named."""


class _Decision(NamedTuple):
    funded: Mapping[str, float]
    reasons: Mapping[str, str]


def participatory_budget(inputs: Inputs) -> Worked:
    """Count the votes by every rule; refuse a file with faults, with all of them."""
    vote, problems = read_budget_vote(inputs.paths["votes"])
    wrong = [one for one in problems if one.severity == "error"]
    decision = _decision(inputs)
    if vote is None:
        raise InputRefused(wrong)
    _check(inputs, vote)
    outcomes = {code: rule(vote) for code, rule in RULES.items()}
    explained = str(inputs.single_row("settings").get("rule", _EXPLAINED))
    decided = [decision.funded.get(one.code) for one in vote.projects]
    titles = _titles()
    warnings = [one for one in problems if one.severity == "warning"]
    counted = Counted(vote, outcomes, titles, explained, tuple(decided), tuple(warnings))
    tables = {
        "rules": _rules(vote, outcomes, titles),
        "projects": _projects(vote, outcomes, decision),
        "rulings": _rulings(vote, outcomes),
        "reasons": reason_table(budget_reasons(vote, outcomes)),
        "groups": _groups(vote, outcomes),
    }
    return Worked(page(counted), {name: one for name, one in tables.items() if len(one)})


def _titles() -> Mapping[str, Text]:
    """Give the names of the rules, as the declaration of the tool has them."""
    table = next(one for one in tool_of("participatory-budget").tables if one.name == "settings")
    return {one.code: one.title for one in table.columns[0].choices}


def _decision(inputs: Inputs) -> _Decision:
    table = inputs.tables.get("decision")
    if table is None:
        return _Decision({}, {})
    projects = table["project"].astype(str)
    return _Decision(
        dict(zip(projects, table["funded"], strict=True)),
        dict(zip(projects, table["reason"], strict=True)),
    )


def _check(inputs: Inputs, vote: BudgetVote) -> None:
    problems: list[Problem] = []
    if "decision" in inputs.tables:
        known = {one.code for one in vote.projects}
        wrong = ~inputs.tables["decision"]["project"].isin(known)
        other = inputs.places["votes"]
        problems += inputs.faults("pb-decision", "decision", "project", wrong, other=other)
    if problems:
        raise InputRefused(problems)


def _rules(
    vote: BudgetVote, outcomes: Mapping[str, Outcome], titles: Mapping[str, Text]
) -> pd.DataFrame:
    rows = []
    for code, outcome in outcomes.items():
        found = measures(vote, outcome.funded)
        rows.append(
            {
                "rule": code,
                "title_en": titles[code].en,
                "title_zh": titles[code].zh,
                **found._asdict(),
                "money_of_each_voter": outcome.each,
                "raised_by": outcome.raised,
            }
        )
    return pd.DataFrame(rows)


def _projects(
    vote: BudgetVote, outcomes: Mapping[str, Outcome], decision: _Decision
) -> pd.DataFrame:
    rows = []
    for number, one in enumerate(vote.projects):
        row: dict[str, object] = {
            "project": one.code,
            "name": one.name,
            "cost": float(one.cost),
            "votes_or_points": vote.scores[number],
            "supporters": int(vote.backers(number).size),
            "groups": ", ".join(one.groups),
        }
        row |= {code: _yes(number in outcome.funded) for code, outcome in outcomes.items()}
        row["selected_in_file"] = _yes(one.chosen)
        row["decided"] = _yes(decision.funded.get(one.code))
        row["reason_of_decision"] = decision.reasons.get(one.code, "")
        rows.append(row)
    return pd.DataFrame(rows)


def _yes(value: float | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _rulings(vote: BudgetVote, outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """Give the figures by which each rule funds each project or not."""
    rows = []
    for code, outcome in outcomes.items():
        for ruling in outcome.rulings:
            project = vote.projects[ruling.project]
            row = ruling._asdict() | {
                "project": project.code,
                "supporters": int(vote.backers(ruling.project).size),
                "funded": _yes(ruling.funded),
            }
            rows.append({"rule": code, "name": project.name, **row})
    return pd.DataFrame(rows)


def _groups(vote: BudgetVote, outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    rows = [
        {"rule": code, **one._asdict()}
        for code, outcome in outcomes.items()
        for one in group_shares(vote, outcome.funded)
    ]
    return pd.DataFrame(rows)
