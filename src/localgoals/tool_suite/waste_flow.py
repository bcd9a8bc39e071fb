"""`waste-flow`: what becomes of the plastic waste of cities, how much leaks, and where."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.diagnosis.waste.flow_diagram import (
    ESCAPES,
    FATES,
    STAGES,
    Plastic,
    PlasticFlows,
    plastic_flows,
)
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.tool_suite.subjects import small_percents, with_question
from localgoals.tool_suite.waste_flow_page import Found, page_parts
from localgoals.tool_suite.worked import Worked

__all__ = ["waste_flow"]

Floats = NDArray[np.float64]
_DRAINS = "storm_drains"
_LEVELS = ("none", "low", "medium", "high", "very_high")
_PLASTIC = (
    "plastic_t",
    "informal_percent",
    "service_percent",
    "formal_sorting_percent",
    "informal_sorting_percent",
)
"""In the order of `Plastic`."""
_ROUNDED = 0.1
"""Percentages that were rounded one by one may miss 100 by so much."""


def waste_flow(inputs: Inputs) -> Worked:
    """Follow the plastic of every city, and count what leaks for each of its people."""
    problems = [*_strange_cities(inputs), *_parts(inputs), *_factors(inputs), *_fates(inputs)]
    if problems:
        raise InputRefused(problems)
    cities, factors = inputs.tables["cities"], inputs.tables["factors"]
    leaks = _leakage(cities["city"], inputs.tables["stages"], factors)
    plastic = Plastic(*(cities[name].to_numpy() for name in _PLASTIC))
    ends = _ends(cities["city"], inputs.tables["fates"])
    flows = plastic_flows(plastic, leaks[:, :-1], ends, leaks[:, -1])
    figures = _figures(cities, flows)
    guessed = factors[factors["confirmed"] != 1]
    tables = {
        "cities": figures,
        "stages": _by_stage(cities["city"], flows, leaks),
        "unknown": _unknown(cities, flows, leaks, ends),
    }
    asked = small_percents(cities, "city", _PLASTIC[1:])
    parts = with_question(page_parts(Found(**tables), guessed), asked)
    return Worked(parts, {name: table for name, table in tables.items() if len(table)})


def _strange_cities(inputs: Inputs) -> Iterator[Problem]:
    known = inputs.tables["cities"]["city"]
    for name in ("stages", "fates"):
        strange = ~inputs.tables[name]["city"].isin(known)
        yield from inputs.faults("tool-other-table", name, "city", strange, other="cities")


def _parts(inputs: Inputs) -> Iterator[Problem]:
    """Name two parts of one amount that are more than it."""
    table = inputs.tables["cities"]
    for part, other in (
        ("service_percent", "informal_percent"),
        ("informal_sorting_percent", "formal_sorting_percent"),
    ):
        more = table[part] + table[other] > 100 + 1e-9
        yield from inputs.faults("waste-parts", "cities", part, more, other=other)


def _factors(inputs: Inputs) -> Iterator[Problem]:
    """Name levels without a factor, and factors that fall where the level rises."""
    factors, stages = inputs.tables["factors"], inputs.tables["stages"]
    there = pd.MultiIndex.from_frame(factors[["stage", "level"]])
    asked = pd.MultiIndex.from_frame(stages[["stage", "level"]])
    yield from inputs.faults("waste-factor-missing", "stages", "level", ~asked.isin(there))
    rank = factors["level"].map({level: number for number, level in enumerate(_LEVELS)})
    ordered = factors.assign(rank=rank).sort_values(["stage", "rank"], kind="stable")
    highest = ordered.groupby("stage", sort=False)["percent"].cummax()
    falls = (ordered["percent"] < highest).reindex(factors.index)
    yield from inputs.faults("waste-factor-order", "factors", "percent", falls)


def _fates(inputs: Inputs) -> Iterator[Problem]:
    table = inputs.tables["fates"]
    off = (table[list(FATES)].sum(axis=1) - 100).abs() > _ROUNDED
    yield from inputs.faults("waste-fates", "fates", FATES[0], off)


def _leakage(cities: pd.Series, stages: pd.DataFrame, factors: pd.DataFrame) -> Floats:
    """Give the leakage of each stage of each city, drains last; NaN where its level is blank."""
    percent = stages.merge(factors, on=["stage", "level"], how="left")
    wide = percent.pivot(index="city", columns="stage", values="percent")
    return wide.reindex(index=cities, columns=[*STAGES, _DRAINS]).to_numpy(np.float64)


def _ends(cities: pd.Series, fates: pd.DataFrame) -> Floats:
    """Give for each city and source where what escapes ends, as parts of exactly 100."""
    shares = fates[["city", "source"]].join(
        100 * fates[list(FATES)].div(fates[list(FATES)].sum(axis=1), axis=0)
    )
    found = np.full((len(cities), len(ESCAPES), len(FATES)), nan)
    at = pd.Index(cities).get_indexer(pd.Index(shares["city"]))
    values = shares[list(FATES)].to_numpy()
    is_all = (shares["source"] == "all").to_numpy()
    found[at[is_all]] = values[is_all, None, :]
    source = pd.Index(ESCAPES).get_indexer(pd.Index(shares["source"]))
    found[at[~is_all], source[~is_all]] = values[~is_all]
    return found


def _figures(cities: pd.DataFrame, flows: PlasticFlows) -> pd.DataFrame:
    """Give tonnes of each city, and the same by person, bottle and truck."""
    generated = cities["plastic_t"].to_numpy()
    people = cities["population"].where(cities["population"] > 0).to_numpy()
    escaped = dict(zip(ESCAPES, flows.escaped.T, strict=True))
    fates = dict(zip(FATES, flows.fates.T, strict=True))
    grams = 1e6 * fates["water"] / people
    return pd.DataFrame(
        {
            "city": cities["city"],
            "population": cities["population"],
            "generated_t": generated,
            "informal_t": flows.through[:, 0],
            "informal_leaked_t": flows.escaped[:, 0],
            "service_t": flows.through[:, 1],
            "uncollected_t": escaped["uncollected"],
            "recovered_t": flows.recovered,
            "disposed_t": flows.disposed,
            "leaked_t": flows.leaked,
            "unmanaged_t": flows.unmanaged,
            **{f"{name}_t": amount for name, amount in fates.items()},
            "generated_kg_per_head": 1000 * generated / people,
            "unmanaged_kg_per_head": 1000 * flows.unmanaged / people,
            "water_kg_per_head": 1000 * fates["water"] / people,
            "water_bottles_per_head": grams / cities["bottle_g"].to_numpy(),
            "water_trucks": fates["water"] / cities["truck_t"].to_numpy(),
        }
    )


def _by_stage(cities: pd.Series, flows: PlasticFlows, leaks: Floats) -> pd.DataFrame:
    """Give a row for each city and stage: what flows through, and what leaks of it."""
    count = len(STAGES)
    return pd.DataFrame(
        {
            "city": np.repeat(cities.to_numpy(), count),
            "stage": np.tile(STAGES, len(cities)),
            "through_t": flows.through.ravel(),
            "leakage_percent": leaks[:, :count].ravel(),
            "leaked_t": flows.escaped[:, :count].ravel(),
        }
    )


def _unknown(
    cities: pd.DataFrame, flows: PlasticFlows, leaks: Floats, ends: Floats
) -> pd.DataFrame:
    """Say which blanks of each city leave a figure open; what nothing flows through is no blank."""
    count = len(STAGES)
    blanks = {
        f"cities.{name}": cities[name].isna().to_numpy() for name in ("population", *_PLASTIC)
    }
    moved = {STAGES[at]: flows.through[:, at] for at in range(count)}
    moved[_DRAINS] = flows.fates[:, FATES.index("drains")]
    for at, (stage, amount) in enumerate(moved.items()):
        blanks[f"stages.{stage}"] = np.isnan(leaks[:, at]) & (amount != 0)
    for at, source in enumerate(ESCAPES):
        blanks[f"fates.{source}"] = np.isnan(ends[:, at, 0]) & (flows.escaped[:, at] != 0)
    rows = [
        {"city": cities["city"].iloc[number], "lacks": name}
        for name, missing in blanks.items()
        for number in np.flatnonzero(missing)
    ]
    return pd.DataFrame(rows, columns=["city", "lacks"])
