"""`priorities`: options in the order that several weighted criteria give them, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from localgoals.errors import InputRefused
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Message
from localgoals.planning.choice import (
    Floats,
    Ranks,
    range_scaled,
    ranks,
    sum_scaled,
    topsis,
    turning_weights,
    weighted_product,
    weighted_sum,
)
from localgoals.reports.blocks import Clauses, Figure
from localgoals.tool_suite.priorities_page import priority_parts
from localgoals.tool_suite.reasons import Reason, reason_table
from localgoals.tool_suite.worked import Worked

__all__ = ["priorities"]

_POINTS = 100.0
"""All weights together."""


@dataclass(frozen=True)
class _Weighed:
    """Options and criteria, scaled."""

    options: list[str]
    criteria: pd.DataFrame
    values: Floats
    """(options, criteria), as given."""
    scaled: Floats
    """The same from 0 to 1, more is more urgent."""
    weights: Floats
    """(criteria,), 100 together."""


def priorities(inputs: Inputs) -> Worked:
    """Order the options, and say why each stands where it does."""
    _check(inputs)
    weighed = _weighed(inputs)
    points = weighed.scaled * weighed.weights
    least = np.nansum(points, axis=1)
    most = least + np.isnan(weighed.scaled) @ weighed.weights
    places = ranks(least.round(9), most.round(9))
    figures = pd.DataFrame(
        {
            "option": weighed.options,
            "points": weighted_sum(weighed.scaled, weighed.weights),
            "points_least": least,
            "points_most": most,
            "place_best": places.best,
            "place_worst": places.worst,
            "topsis": topsis(weighed.scaled, weighed.weights).similarity,
            "product": _products(weighed),
        }
    )
    figures = figures.merge(_chosen(inputs), on="option", how="left")
    middle = figures["points_least"] + figures["points_most"]
    order = middle.sort_values(ascending=False, kind="stable").index.to_numpy()
    figures = figures.iloc[order].reset_index(drop=True)
    reasons = list(_reasons(weighed, places, order))
    table = _contributions(weighed).iloc[_rows_in(order, len(weighed.criteria))]
    stable = _stability(weighed)
    parts = priority_parts(figures, table, stable, reasons)
    tables = {
        "priorities": figures,
        "contributions": table.reset_index(drop=True),
        "stability": stable,
        "reasons": reason_table(reasons),
    }
    return Worked(parts, tables)


def _check(inputs: Inputs) -> None:
    """Refuse what the declaration of the tables cannot express."""
    criteria, values = inputs.tables["criteria"], inputs.tables["values"]
    strange = ~values["criterion"].isin(criteria["criterion"])
    problems = inputs.faults("tool-other-table", "values", "criterion", strange, other="criteria")
    without = ~criteria["criterion"].isin(values.loc[values["value"].notna(), "criterion"])
    problems += inputs.faults("planning-no-value", "criteria", "criterion", without)
    turned = criteria["most"] <= criteria["least"]
    problems += inputs.faults("planning-ends", "criteria", "most", turned)
    if not (criteria["weight"] > 0).any():
        problems.append(feed_problem("planning-weights", inputs.places["criteria"]))
    if "choices" in inputs.tables:
        table = inputs.tables["choices"]
        strange = ~table["option"].isin(values["option"])
        problems += inputs.faults("tool-other-table", "choices", "option", strange, other="values")
    if problems:
        raise InputRefused(problems)


def _weighed(inputs: Inputs) -> _Weighed:
    criteria = inputs.tables["criteria"]
    table = inputs.tables["values"]
    options, codes = pd.Index(pd.unique(table["option"])), pd.Index(criteria["criterion"])
    values = np.full((len(options), len(codes)), np.nan)
    rows, columns = (
        options.get_indexer(pd.Index(table["option"])),
        codes.get_indexer(pd.Index(table["criterion"])),
    )
    values[rows, columns] = table["value"].to_numpy()
    least = criteria["least"].fillna(pd.Series(np.nanmin(values, axis=0), criteria.index))
    most = criteria["most"].fillna(pd.Series(np.nanmax(values, axis=0), criteria.index))
    lower = (criteria["better"] == "lower").to_numpy()
    low, high = np.where(lower, most, least), np.where(lower, least, most)
    weights = criteria["weight"].to_numpy()
    return _Weighed(
        list(options), criteria, values, range_scaled(values, low, high),
        _POINTS * weights / weights.sum(),
    )  # fmt: skip


def _products(weighed: _Weighed) -> Floats:
    """Give the weighted product of the values as they are, as a share of the largest."""
    turned = np.where(weighed.criteria["better"] == "lower", -1.0, 1.0)
    logarithms = weighted_product(weighed.values, turned * sum_scaled(weighed.weights))
    # `fmax` passes over those that are not known, and has nothing to say where none is.
    return np.asarray(10.0 ** (logarithms - np.fmax.reduce(logarithms)), np.float64)


def _chosen(inputs: Inputs) -> pd.DataFrame:
    if "choices" not in inputs.tables:
        return pd.DataFrame({"option": pd.Series(dtype=str), "chosen": np.nan, "why": ""})
    return inputs.tables["choices"][["option", "chosen", "why"]]


def _contributions(weighed: _Weighed) -> pd.DataFrame:
    """Give a row for each option and criterion: value, place on its scale, weight and points."""
    count = len(weighed.criteria)
    return pd.DataFrame(
        {
            "option": np.repeat(weighed.options, count),
            "criterion": np.tile(weighed.criteria["criterion"], len(weighed.options)),
            "value": weighed.values.ravel(),
            "scaled": weighed.scaled.ravel(),
            "weight": np.tile(weighed.weights, len(weighed.options)),
            "points": (weighed.scaled * weighed.weights).ravel(),
            "source": np.tile(weighed.criteria["source"], len(weighed.options)),
        }
    )


def _rows_in(order: np.ndarray, count: int) -> np.ndarray:
    """Give the rows of so many criteria each, in the order of their options."""
    return np.asarray((order[:, np.newaxis] * count + np.arange(count)).ravel())


def _stability(weighed: _Weighed) -> pd.DataFrame:
    """Give the weights at which another option comes first, of those whose values are all known."""
    known = ~np.isnan(weighed.scaled).any(axis=1)
    if known.sum() < 2:
        below = above = np.full(len(weighed.criteria), np.nan)
    else:
        below, above = turning_weights(weighed.scaled[known], weighed.weights)
    return pd.DataFrame(
        {
            "criterion": weighed.criteria["criterion"],
            "weight": weighed.weights,
            "changes_below": below,
            "changes_above": above,
        }
    )


def _reasons(weighed: _Weighed, places: Ranks, order: np.ndarray) -> Iterator[Reason]:
    points = weighed.scaled * weighed.weights
    names = list(weighed.criteria["criterion"])
    for at in order:
        known = [one for one in np.argsort(-points[at], kind="stable") if points[at, one] >= 0]
        parts = Clauses(
            tuple(_gives(names[one], points[at, one], weighed.weights[one]) for one in known)
        )
        best, worst = int(places.best[at]), int(places.worst[at])
        values: dict[str, object] = {
            "option": weighed.options[at], "best": best, "worst": worst, "parts": parts,
        }  # fmt: skip
        if best == worst:
            words = Message("{option} takes place {best}: {parts}.", values)
        else:
            words = Message("{option} takes a place from {best} to {worst}: {parts}.", values)
        yield Reason(weighed.options[at], "weighted-sum", words, source="fishburn-1967")
        for one in np.flatnonzero(np.isnan(points[at])):
            said: dict[str, object] = {
                "option": weighed.options[at],
                "criterion": names[one],
                "weight": _points(weighed.weights[one]),
            }
            words = Message("{option}: {criterion} is not known; up to {weight} hang on it.", said)
            yield Reason(weighed.options[at], "unknown", words, weight=float(weighed.weights[one]))


def _points(value: float) -> Figure:
    return Figure(float(value), "points")


def _gives(criterion: str, points: float, weight: float) -> Message:
    values: dict[str, object] = {
        "criterion": criterion, "points": Figure(float(points), "points", bare=True),
        "weight": _points(weight),
    }  # fmt: skip
    return Message("{criterion} gives {points} of {weight}", values)
