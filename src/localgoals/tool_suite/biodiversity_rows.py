"""Biodiversity targets as a table of where each stands, and what can be wrong with them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.catalogue.tool_suite.gbf_targets import world_targets
from localgoals.climate.targets import Course, on_the_way
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.nature.targets import Held, areas_against, status_of
from localgoals.scoring.distance import share_of_way

__all__ = ["KEYS", "area_shares", "check", "coverage", "served", "standing"]

KEYS = ["city", "code"]
_BETWEEN = re.compile(r"[;,、，；\s]+")
_STATES = ("planned", "under_way", "done")


def served(written: str) -> tuple[int, ...] | None:
    """Read the numbers of the framework's targets; None where something else stands there."""
    words = [word for word in _BETWEEN.split(written) if word]
    if any(not re.fullmatch(r"[1-9]|1\d|2[0-3]", word) for word in words):
        return None
    return tuple(sorted({int(word) for word in words}))


def check(inputs: Inputs) -> None:
    """Refuse targets that lack what their kind is made of, and rows that belong to none."""
    given = inputs.tables["targets"]
    base, level, kind = _base(inputs), given["target_value"], given["kind"]
    moves = kind.isin(["increase", "reduce"])
    wrong_way = (kind == "increase") & (level <= base) | (kind == "reduce") & (level >= base)
    needs_base = moves & np.isnan(base) | (kind == "hold") & level.isna() & np.isnan(base)
    contrary = (kind == "increase") & (given["better"] == "lower")
    contrary |= (kind == "reduce") & (given["better"] == "higher")
    strange = given["gbf"].map(served).isna()
    early = given["target_year"] <= given["base_year"]
    problems: list[Problem] = []
    for fault, column, rows, values in (
        ("biodiversity-gbf", "gbf", strange, {}),
        ("biodiversity-year", "target_year", early, {}),
        ("biodiversity-needs", "base_value", needs_base, {"needs": "base_value"}),
        (
            "biodiversity-needs", "target_value", level.isna() & (kind != "hold"),
            {"needs": "target_value"},
        ),
        ("biodiversity-way", "target_value", wrong_way, {}),
        ("biodiversity-better", "better", contrary, {}),
    ):  # fmt: skip
        problems += inputs.faults(fault, "targets", column, rows, **values)
    known = pd.MultiIndex.from_frame(given[KEYS])
    for name in ("measurements", "actions"):
        if name in inputs.tables:
            keys = pd.MultiIndex.from_frame(inputs.tables[name][KEYS])
            problems += inputs.faults("biodiversity-code", name, "code", ~keys.isin(known))
    if "areas" in inputs.tables:
        areas = inputs.tables["areas"]
        above = areas["part_km2"] > areas["whole_km2"]
        problems += inputs.faults(
            "tool-part-above-whole", "areas", "part_km2", above, whole="whole_km2"
        )
    if problems:
        raise InputRefused(problems)


def _base(inputs: Inputs) -> NDArray[np.float64]:
    """Take the value of the base year that a target gives, else the one that was measured."""
    given = inputs.tables["targets"]
    measured = _measurements(inputs).set_index([*KEYS, "year"])["value"]
    keys = pd.MultiIndex.from_frame(given[[*KEYS, "base_year"]])
    found = measured.reindex(keys).to_numpy(np.float64)
    own = given["base_value"].to_numpy(np.float64)
    return np.where(np.isnan(own), found, own)


def _measurements(inputs: Inputs) -> pd.DataFrame:
    empty = pd.DataFrame(
        {name: pd.Series(dtype=object if name in (*KEYS, "explanation") else np.float64)
         for name in (*KEYS, "year", "value", "explanation")}
    )  # fmt: skip
    return inputs.tables.get("measurements", empty)


def standing(inputs: Inputs) -> pd.DataFrame:
    """Give the latest measurement of each target after its base year, and how it stands."""
    given = inputs.tables["targets"]
    base = _base(inputs)
    better = _better(given)
    hold = (given["kind"] == "hold").to_numpy()
    level = given["target_value"].to_numpy(np.float64)
    level = np.where(hold & np.isnan(level), base, level)
    years = given[[*KEYS, "base_year"]]
    after = _measurements(inputs).merge(years, on=KEYS)
    after = after[after["year"] > after["base_year"]].sort_values("year")
    last = given[KEYS].merge(
        after[after["value"].notna()].drop_duplicates(KEYS, keep="last"), on=KEYS, how="left"
    )
    said = given[KEYS].merge(after.drop_duplicates(KEYS, keep="last"), on=KEYS, how="left")
    value, year = last["value"].to_numpy(), last["year"].to_numpy()
    ends = given["target_year"].to_numpy()
    line = on_the_way(Course(given["base_year"], base, ends, level), np.minimum(year, ends))
    # A city that began beyond its level has no way to it; it may not fall below it.
    beyond = better * (base - level) >= 0
    expected = np.where(hold | beyond, level, line)
    progress = np.where(hold | beyond, np.nan, share_of_way(value, base, level))
    due = year >= ends
    status = status_of(Held(value, level, expected, better, hold, due))
    return given[[*KEYS, "target", "gbf", "kind", "unit", "base_year"]].assign(
        base_value=base,
        target_year=ends,
        target_value=level,
        latest_year=year,
        latest_value=value,
        expected_value=np.where(np.isnan(value), np.nan, expected),
        progress=progress,
        expected_progress=np.where(np.isnan(progress), np.nan, share_of_way(line, base, level)),
        status=status,
        reason=np.select(
            [status != "unknown", np.isnan(value)], ["", "no_measurement"], "no_base_value"
        ),
        explanation=said["explanation"].fillna("").to_numpy(),
    )


def _better(given: pd.DataFrame) -> NDArray[np.int_]:
    """Give 1 where higher is better: by the kind, or by what is said of a level."""
    lower = (given["kind"] == "reduce") | (given["better"] == "lower")
    return np.where(lower, -1, 1)


def coverage(found: pd.DataFrame, actions: pd.DataFrame | None) -> pd.DataFrame:
    """Count targets and actions of each city for each of the 23 targets of the framework."""
    numbers = [one.number for one in world_targets()]
    long = found.assign(gbf=found["gbf"].map(served)).explode("gbf")
    cities = list(found["city"].unique())
    whole = pd.MultiIndex.from_product([cities, numbers], names=["city", "gbf"])
    table = pd.DataFrame(index=whole)
    table["targets"] = long.groupby(["city", "gbf"]).size().reindex(whole, fill_value=0)
    for status in ("reached", "on_track", "behind", "unknown"):
        here = long[long["status"] == status]
        table[status] = here.groupby(["city", "gbf"]).size().reindex(whole, fill_value=0)
    if actions is None:
        return table.reset_index()
    done = actions.merge(long[[*KEYS, "gbf"]], on=KEYS)
    for state in _STATES:
        here = done[done["state"] == state]
        count = here.groupby(["city", "gbf"]).size().reindex(whole, fill_value=0)
        table[f"actions_{state}"] = count
    return table.reset_index()


def area_shares(areas: pd.DataFrame) -> pd.DataFrame:
    """Hold every area against the share that the framework names."""
    aims = {str(one.number): one.area_percent for one in world_targets()}
    aim = areas["gbf"].map(aims)
    found = areas_against(areas["part_km2"], areas["whole_km2"], aim)
    table = areas.assign(percent=found.percent, aim_percent=aim, missing_km2=found.missing)
    return table.sort_values(["city", "gbf", "realm", "year"], ignore_index=True)
