"""`climate-projections`: how temperature, rain and sea level change, and how far models agree."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from localgoals.climate.projections import (
    LEAST_SHARE,
    PeriodMeans,
    Spread,
    across_models,
    change,
    period_means,
    with_history,
)
from localgoals.errors import InputRefused
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.tool_suite.projection_rows import HISTORICAL, gathered
from localgoals.tool_suite.projections_page import projection_parts
from localgoals.tool_suite.worked import Worked

__all__ = ["climate_projections"]

_DECIMALS = 6
_ORDER = ["temperature", "rain", "sea_level"]
_SERIES = ["variable", "scenario", "model"]
_GROUP = ["variable", "scenario"]


def climate_projections(inputs: Inputs) -> Worked:
    """Hold each period against the reference, model by model, and give the spread over models."""
    rows, problems = gathered(inputs)
    periods = inputs.tables["periods"]
    problems += _period_problems(inputs, rows if not problems else rows[:0])
    if problems:
        raise InputRefused(problems)
    series, years, values = _laid_out(rows)
    means = period_means(
        values,
        years,
        periods["first_year"].to_numpy(np.int64),
        periods["last_year"].to_numpy(np.int64),
    )
    is_reference = periods["reference"].to_numpy() == 1
    reference = means.mean[:, np.flatnonzero(is_reference)[0]]
    relative = (series["variable"] == "rain").to_numpy()
    ahead = periods[~is_reference]
    changes = change(means.mean[:, ~is_reference], reference, relative=relative)
    each_year = change(values, reference, relative=relative)
    groups = series[_GROUP].drop_duplicates().reset_index(drop=True)
    group = series.merge(groups.reset_index(), on=_GROUP)["index"].to_numpy(np.int64)
    spread = across_models(changes, group, len(groups))
    found = _spread_rows(groups, ahead["period"].tolist(), spread)
    for place, name in enumerate(("first_year", "last_year"), start=3):
        ends = ahead.set_index("period")[name].astype(int)
        found.insert(place, name, found["period"].map(ends))
    found["reason"] = _reasons(found, series, reference)
    by_year = _spread_rows(groups, years.tolist(), across_models(each_year, group, len(groups)))
    by_year = by_year[by_year["models"] > 0].rename(columns={"period": "year"})
    models = _model_rows(series, periods, means, changes)
    parts = projection_parts(found, by_year, models, periods)
    return Worked(parts, {"changes": found, "models": models, "years": by_year})


def _period_problems(inputs: Inputs, rows: pd.DataFrame) -> list[Problem]:
    periods = inputs.tables["periods"]
    backwards = periods["last_year"] < periods["first_year"]
    problems = inputs.faults("projection-period-ends", "periods", "last_year", backwards)
    count = int((periods["reference"] == 1).sum())
    if count != 1 or len(periods) == 1:
        at = [True, *([False] * (len(periods) - 1))]
        problems += inputs.faults("projection-reference", "periods", "reference", at, count=count)
    known = np.unique(rows["year"][rows["value"].notna()])
    if not len(rows):
        return problems
    inside = [
        bool(((known >= one.first_year) & (known <= one.last_year)).any())
        for one in periods.itertuples()
    ]
    outside = ~np.array(inside) & ~backwards.to_numpy()
    first, last = (f"{end:.0f}" for end in (known.min(initial=9999), known.max(initial=0)))
    problems += inputs.faults(
        "projection-period-outside", "periods", "period", outside, first=first, last=last
    )
    if (rows["scenario"] == HISTORICAL).all():
        problems.append(feed_problem("projection-past-only", str(rows["place"].iloc[0])))
    return problems


def _laid_out(rows: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Give the series of each scenario, a row each, with their models' pasts filled in."""
    table = rows.pivot(index=_SERIES, columns="year", values="value")
    names = table.index.to_frame(index=False)
    keys = pd.Series(np.arange(len(names)), index=pd.MultiIndex.from_frame(names))
    past = pd.MultiIndex.from_frame(names.assign(scenario=HISTORICAL))
    history = keys.reindex(past).fillna(-1).to_numpy(np.int64)
    values = with_history(table.to_numpy(np.float64), history)
    ahead = (names["scenario"] != HISTORICAL).to_numpy()
    series = names[ahead].reset_index(drop=True)
    place = series["variable"].map(_ORDER.index)
    order = series.assign(place=place).sort_values(["place", "scenario", "model"]).index
    years = table.columns.to_numpy(np.int64)
    return series.loc[order].reset_index(drop=True), years, values[ahead][order.to_numpy()]


def _spread_rows(groups: pd.DataFrame, columns: list[Any], spread: Spread) -> pd.DataFrame:
    """Lay a spread out, a row for each group and column."""
    rows = groups.loc[groups.index.repeat(len(columns))].reset_index(drop=True)
    rows["period"] = columns * len(groups)
    names = ("models", "median", "low", "high", "least", "most")
    for name, values in zip(names, spread, strict=True):
        rows[name] = np.round(values, _DECIMALS).ravel()
    return rows


def _reasons(found: pd.DataFrame, series: pd.DataFrame, reference: np.ndarray) -> list[str]:
    """Say why a change, or its range, is not known."""
    with_reference = series[np.isfinite(reference)].groupby(_GROUP).size()
    usable = pd.MultiIndex.from_frame(found[_GROUP])
    based = with_reference.reindex(usable).fillna(0).to_numpy()
    models = found["models"].to_numpy()
    reasons: list[str] = np.select(
        [models > 1, models == 1, based == 0],
        ["", "one-model", "reference-years"],
        "period-years",
    ).tolist()
    return reasons


def _model_rows(
    series: pd.DataFrame, periods: pd.DataFrame, means: PeriodMeans, changes: np.ndarray
) -> pd.DataFrame:
    """Give what each model says of each period."""
    count = len(periods)
    rows = series.loc[series.index.repeat(count)].reset_index(drop=True)
    rows["period"] = periods["period"].tolist() * len(series)
    rows["years"] = means.years.ravel()
    least = LEAST_SHARE * (periods["last_year"] - periods["first_year"] + 1)
    rows["years_needed"] = np.ceil(np.tile(least.to_numpy(), len(series)))
    rows["mean"] = np.round(means.mean, _DECIMALS).ravel()
    laid = np.full(means.mean.shape, np.nan)
    laid[:, (periods["reference"] != 1).to_numpy()] = changes
    rows["change"] = np.round(laid, _DECIMALS).ravel()
    return rows
