"""`singapore-index`: points of cities for their nature, round by round."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.catalogue.tool_suite.singapore_rules import point_rules
from localgoals.ingest.tool_inputs import Inputs
from localgoals.nature.singapore import Totals, change_between, totals
from localgoals.tool_suite.singapore_page import city_parts, summary
from localgoals.tool_suite.singapore_rows import COMPONENTS, Rounds, check, laid_out
from localgoals.tool_suite.worked import Worked

__all__ = ["singapore_index"]


def singapore_index(inputs: Inputs) -> Worked:
    """Give the points of every round, add them up, and compare rounds like with like."""
    check(inputs)
    rounds = laid_out(inputs.tables["figures"])
    sums = _sums(rounds)
    changes = _changes(rounds)
    parts = (
        summary(rounds, sums, changes),
        *city_parts(rounds, sums, inputs.tables.get("profile")),
    )
    tables = {"totals": sums, "indicators": _long(rounds), "changes": changes}
    return Worked(parts, tables, years=("from_year", "to_year"))


def _sums(rounds: Rounds) -> pd.DataFrame:
    """Add up for each round, in all and by component."""
    table = rounds.names.assign(**_named("", totals(rounds.points)))
    for name, where in COMPONENTS.items():
        table = table.assign(**_named(f"{name}_", totals(rounds.points[:, where])))
    unconfirmed = np.where(rounds.how == "unconfirmed", rounds.points, 0.0)
    return table.assign(points_by_unconfirmed_thresholds=unconfirmed.sum(axis=1))


def _named(prefix: str, found: Totals) -> dict[str, NDArray[Any]]:
    return {f"{prefix}{name}": values for name, values in found._asdict().items()}


def _changes(rounds: Rounds) -> pd.DataFrame:
    """Compare each round with the one before it of its city."""
    rows = []
    names = rounds.names
    for at in range(1, len(names)):
        if names["city"][at] == names["city"][at - 1]:
            found = change_between(rounds.points[at - 1], rounds.points[at])
            rows.append(
                {
                    "city": names["city"][at],
                    "from_year": names["year"][at - 1],
                    "to_year": names["year"][at],
                    "points": found.points,
                    "indicators_in_both": found.shared,
                }
            )
    return pd.DataFrame(
        rows, columns=["city", "from_year", "to_year", "points", "indicators_in_both"]
    )


def _long(rounds: Rounds) -> pd.DataFrame:
    """Give a row for each round and indicator."""
    rules = point_rules()
    count = len(rounds.names)
    table = rounds.names.loc[rounds.names.index.repeat(len(rules))].reset_index(drop=True)
    return table.assign(
        indicator=[rule.code for rule in rules] * count,
        title=[rule.title.en for rule in rules] * count,
        unit=[rule.unit for rule in rules] * count,
        figure=rounds.figures.ravel(),
        points=rounds.points.ravel(),
        points_by_thresholds=rounds.by_rule.ravel(),
        how=rounds.how.ravel(),
        explanation=rounds.said.ravel(),
    )
