"""`risk-index`: zones ranked by risk, and what drives it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.catalogue.climate.risk import risk_bands
from localgoals.climate.risk import (
    RiskMean,
    VulnerabilityForm,
    bands_of,
    classical_vulnerability,
    drivers,
    risk,
    scaled,
    vulnerability,
)
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.tool_suite.reasons import reason_table
from localgoals.tool_suite.risk_index_page import risk_parts
from localgoals.tool_suite.risk_reasons import risk_reasons
from localgoals.tool_suite.worked import Worked

__all__ = ["risk_index"]

Floats = NDArray[np.float64]

_FACTORS = ("hazard_level", "exposure", "sensitivity", "adaptive_capacity", "vulnerability")
_GROUP = ["hazard", "scenario", "period"]
_DRIVERS = np.array(["", "hazard", "exposure", "vulnerability"])


def risk_index(inputs: Inputs) -> Worked:
    """Work out the risk of every zone under every hazard, scenario and period, and rank them."""
    low, high, has_posts = _goalposts(inputs)
    _check(inputs, has_posts)
    risks = _risks(inputs, low, high)
    bands = _counts(risks)
    unknown = int(risks["risk"].isna().sum())
    tables = {"risks": risks, "bands": bands, "reasons": reason_table(risk_reasons(risks))}
    return Worked(risk_parts(risks, bands, unknown), tables)


def _goalposts(inputs: Inputs) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Give the goalposts of every row and factor, 0 and 1 where none are given, (n, 5)."""
    zones = inputs.tables["zones"]
    shape = (len(zones), len(_FACTORS))
    low, high, has_posts = np.zeros(shape), np.ones(shape), np.zeros(shape, np.bool_)
    if "goalposts" not in inputs.tables:
        return low, high, has_posts
    hazards = zones["hazard"].to_numpy()
    for one in inputs.tables["goalposts"].to_dict("records"):
        rows, column = hazards == one["hazard"], _FACTORS.index(one["factor"])
        low[rows, column], high[rows, column] = one["low"], one["high"]
        has_posts[rows, column] = True
    return low, high, has_posts


def _check(inputs: Inputs, has_posts: NDArray[np.bool_]) -> None:
    """Refuse values off the scale, vulnerability that is given twice, and goalposts of nothing."""
    zones = inputs.tables["zones"]
    problems: list[Problem] = []
    for at, factor in enumerate(_FACTORS):
        values = zones[factor].to_numpy(np.float64)
        with np.errstate(invalid="ignore"):
            off = ((values < 0) | (values > 1)) & ~has_posts[:, at]
        problems += inputs.faults("risk-off-scale", "zones", factor, off)
    twice = zones["vulnerability"].notna()
    twice &= zones[["sensitivity", "adaptive_capacity"]].notna().any(axis=1)
    problems += inputs.faults("risk-vulnerability-twice", "zones", "vulnerability", twice)
    if "goalposts" in inputs.tables:
        posts = inputs.tables["goalposts"]
        strange = ~posts["hazard"].isin(zones["hazard"])
        same = posts["low"] == posts["high"]
        problems += inputs.faults("tool-other-table", "goalposts", "hazard", strange, other="zones")
        problems += inputs.faults("risk-goalposts", "goalposts", "low", same)
    if problems:
        raise InputRefused(problems)


def _settings(inputs: Inputs) -> tuple[RiskMean, VulnerabilityForm]:
    given = inputs.single_row("settings")
    mean: RiskMean = "arithmetic" if given.get("mean") == "arithmetic" else "geometric"
    return mean, "product" if given.get("vulnerability") == "product" else "mean"


def _risks(inputs: Inputs, low: Floats, high: Floats) -> pd.DataFrame:
    zones = inputs.tables["zones"]
    mean, form = _settings(inputs)
    parts = scaled(zones[list(_FACTORS)].to_numpy(np.float64), low, high)
    hazard, exposed, sensitive, able, own = parts.T
    vulnerable = np.where(np.isnan(own), vulnerability(sensitive, able, form), own)
    value = risk(hazard, exposed, vulnerable, mean)
    codes = np.array(["", *(band.code for band in risk_bands())])
    classical = classical_vulnerability(exposed, sensitive, able)
    found = zones[["zone", *_GROUP]].assign(
        hazard_level=hazard, exposure=exposed, sensitivity=sensitive, adaptive_capacity=able,
        vulnerability=vulnerable, risk=value,
        band=codes[bands_of(value, [band.begin for band in risk_bands()[1:]])],
        driver=_DRIVERS[drivers(np.column_stack([hazard, exposed, vulnerable])) + 1],
        classical_ratio=classical.ratio, classical_difference=classical.difference,
    )  # fmt: skip
    found["rank"] = found.groupby(_GROUP, dropna=False)["risk"].rank(ascending=False, method="min")
    return found.reset_index(drop=True)


def _counts(risks: pd.DataFrame) -> pd.DataFrame:
    """Count the zones of each band, by hazard, scenario and period."""
    codes = [*(band.code for band in risk_bands()), ""]
    kinds = pd.Categorical(risks["band"], categories=codes)
    groups = [risks[name] for name in _GROUP]
    counts = pd.crosstab(groups, kinds, dropna=False).reindex(columns=codes, fill_value=0)
    # `crosstab` makes a row for each combination; those that are in no table go.
    counts = counts[counts.sum(axis=1) > 0]
    counts.columns = [*codes[:-1], "unknown"]
    return counts.reset_index()
