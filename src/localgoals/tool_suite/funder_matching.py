"""`funder-matching`: funds that projects are eligible for, and what would make them eligible."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from localgoals.catalogue.tool_suite.funding_words import attribute_of
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Text
from localgoals.projects.eligibility import eligible
from localgoals.reports.wording import spoken
from localgoals.tool_suite.funder_matching_page import matching_parts
from localgoals.tool_suite.funder_matching_reasons import change_words, match_reasons
from localgoals.tool_suite.funder_matching_rules import LIMITS, Held, Said, held_rules, said_tables
from localgoals.tool_suite.reasons import reason_table
from localgoals.tool_suite.worked import Worked

__all__ = ["funder_matching"]

_ORDER = {"yes": 0, "unknown": 1, "no": 2}


def funder_matching(inputs: Inputs) -> Worked:
    """Match projects with funds, and say for each pair why."""
    said = said_tables(inputs)
    projects = np.asarray(pd.unique(said.facts["project"]), np.object_)
    funds = inputs.tables["instruments"]
    lines = _lines(said, projects, held_rules(said, projects))
    matches = _matches(lines, projects, funds["fund"].to_numpy(np.object_))
    chosen = ["project", "fund", "chosen", "why"]
    if "choices" in inputs.tables:
        choices = inputs.tables["choices"][chosen]
        matches = matches.merge(choices, on=["project", "fund"], how="left")
    else:
        matches = matches.assign(chosen=np.nan, why="")
    changes = _changes(lines)
    reasons = list(match_reasons(matches, changes))
    unused = sorted(set(said.facts["attribute"]) - set(said.rules["attribute"]))
    tables = {
        "matches": matches,
        "rules_held": lines,
        "what_would_help": changes.drop(columns=["words"]),
        "reasons": reason_table(reasons),
    }
    return Worked(matching_parts(matches, lines, reasons, unused), tables)


def _lines(said: Said, projects: np.ndarray, held: Held) -> pd.DataFrame:
    """Give a row for each project and rule."""
    rules, count = said.rules, len(projects)
    claims = held.claims.ravel()
    lines = pd.DataFrame(
        {
            "project": np.repeat(projects, len(rules)),
            **{
                name: np.tile(rules[name].to_numpy(), count)
                for name in ("fund", "attribute", "operator", "value", "unit", "limit")
            },
            "kind": np.tile(rules["kind"].replace("", "must").to_numpy(), count),
            "confirmed": np.tile((rules["confirmed"] != 0).to_numpy(), count),
            "found": held.written.ravel(),
            "found_number": held.numbers.ravel(),
            "found_unit": held.units.ravel(),
            "holds": np.select([claims == 1, claims == 0], ["yes", "no"], "unknown"),
            "source": np.tile(rules["source"].to_numpy(), count),
        }
    )
    fixed = lines["attribute"].map(lambda one: attribute_of(one).fixed).astype(bool)
    # No project goes back to an earlier stage.
    ordered = lines["attribute"].map(lambda one: attribute_of(one).ordered).astype(bool)
    lines["fixed"] = fixed | (ordered & (lines["operator"] == "at-most"))
    is_limit = lines["operator"].isin(LIMITS) & ~ordered & (lines["holds"] == "no")
    lines["gap"] = (lines["limit"] - lines["found_number"]).abs().where(is_limit)
    return lines


def _matches(lines: pd.DataFrame, projects: np.ndarray, funds: np.ndarray) -> pd.DataFrame:
    """Give a row for each project and fund, the best match of each project first."""
    count = len(funds)
    must, preferred = (
        _tally(lines[lines["kind"] == kind], projects, funds) for kind in ("must", "priority")
    )
    lost = lines[(lines["holds"] == "no") & (lines["kind"] == "must") & lines["fixed"]]
    stuck = set(zip(lost["project"], lost["fund"], strict=True))
    pairs = [(project, fund) for project in projects for fund in funds]
    state = must.state.ravel()
    matches = pd.DataFrame(
        {
            "project": np.repeat(projects, count),
            "fund": np.tile(funds, len(projects)),
            "eligible": np.select([state == 1, state == 0], ["yes", "no"], "unknown"),
            "rules_held": must.held.ravel(),
            "rules_failed": must.failed.ravel(),
            "rules_unknown": must.unknown.ravel(),
            "within_reach": np.array([pair not in stuck for pair in pairs]),
            "preferred_held": preferred.held.ravel(),
            "preferred_failed": preferred.failed.ravel(),
            "preferred_unknown": preferred.unknown.ravel(),
        }
    )
    keys = pd.DataFrame(
        {
            "project": matches["project"].map({name: at for at, name in enumerate(projects)}),
            "state": matches["eligible"].map(_ORDER),
            "stuck": ~matches["within_reach"],
            "failed": matches["rules_failed"],
            "unknown": matches["rules_unknown"],
            "preferred": -matches["preferred_held"],
            "fund": matches["fund"],
        }
    )
    matches = matches.loc[keys.sort_values(list(keys.columns)).index].reset_index(drop=True)
    matches.insert(2, "place", matches.groupby("project", sort=False).cumcount() + 1)
    return matches


def _tally(lines: pd.DataFrame, projects: np.ndarray, funds: np.ndarray) -> Any:
    states = np.asarray(lines["holds"].map({"yes": 1.0, "no": 0.0}), np.float64)
    width = len(lines) // len(projects)
    claims = np.asarray(states.reshape(len(projects), width), np.float64)
    fund = pd.Index(funds).get_indexer(pd.Index(lines["fund"].iloc[:width]))
    return eligible(claims, fund, len(funds))


def _changes(lines: pd.DataFrame) -> pd.DataFrame:
    """Give what does not hold or is not known, and the smallest change that would mend it."""
    kept = ["project", "fund", "kind", "attribute", "operator", "value", "unit", "limit", "holds"]
    kept += ["found", "found_number", "found_unit", "gap", "fixed", "confirmed", "source"]
    changes = lines.loc[lines["holds"] != "yes", kept].reset_index(drop=True)
    # Many projects miss the same: each different sentence is said once.
    same = [one for one in kept if one not in ("project", "confirmed", "source")]
    numbers = changes.groupby(same, dropna=False, sort=False).ngroup().to_numpy()
    first = changes.loc[~pd.Series(numbers).duplicated()].to_dict("records")
    said = [change_words(one) for one in first]
    texts = [Text(spoken(one, "en"), spoken(one, "zh")) for one in said]
    words = pd.Series([texts[number] for number in numbers], changes.index, dtype=object)
    return changes.assign(
        words=words, change_en=[one.en for one in words], change_zh=[one.zh for one in words]
    )
