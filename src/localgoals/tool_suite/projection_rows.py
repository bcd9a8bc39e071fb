"""The projections that a person gives, in a table and in files, as rows of one unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import numpy as np
import pandas as pd

from localgoals.climate.measures import TARGET, Scale, Variable, scale_of
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem

__all__ = ["HISTORICAL", "gathered"]

HISTORICAL = "historical"
"""The scenario that is each model's past."""
_ALLOWED: dict[str, str] = {
    "temperature": "K, degC",
    "rain": "mm/year, mm/month, mm/day, kg m-2 s-1",
    "sea_level": "m, cm, mm",
}
_BETWEEN: dict[str, tuple[float, float]] = {
    "temperature": (-70, 60),
    "rain": (0, 30_000),
    "sea_level": (-10_000, 10_000),
}
"""What a year can be, in the units of `TARGET`: beyond it a unit is wrong."""
_KEY = ["variable", "scenario", "model", "year"]


def gathered(inputs: Inputs) -> tuple[pd.DataFrame, list[Problem]]:
    """
    Give every value with variable, scenario, model and year, in the units of `TARGET`.

    Column `place` says where each came from; `value` is NaN where a year is not known.
    """
    table, problems = _table(inputs)
    grids, faults = _grids(inputs)
    rows = pd.concat([table, grids], ignore_index=True)
    problems += faults
    if not problems and rows.empty:
        return rows, [feed_problem("projection-none", inputs.places["periods"])]
    again = rows.duplicated(_KEY) & ~rows.index.isin(table.index)
    for _, one in rows[again].drop_duplicates(_KEY[:3]).iterrows():
        series = ", ".join(str(one[name]) for name in _KEY[:3])
        values: dict[str, object] = {"series": series, "year": f"{one['year']:.0f}"}
        problems.append(feed_problem("projection-twice", str(one["place"]), **values))
    return rows, problems


def _empty() -> pd.DataFrame:
    kinds = {"variable": object, "scenario": object, "model": object, "year": float}
    frame = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    return frame.assign(value=pd.Series(dtype=float), place=pd.Series(dtype=object))


def _table(inputs: Inputs) -> tuple[pd.DataFrame, list[Problem]]:
    given = inputs.tables.get("series")
    if given is None:
        return _empty(), []
    problems: list[Problem] = []
    factor, offset = np.full(len(given), np.nan), np.zeros(len(given))
    for variable in get_args(Variable):
        here = given["variable"] == variable
        scales = {unit: scale_of(variable, unit) for unit in given["unit"][here].unique()}
        unknown = here & given["unit"].isin([one for one, scale in scales.items() if not scale])
        problems += inputs.faults(
            "projection-unit", "series", "unit", unknown,
            variable=variable, allowed=_ALLOWED[variable],
        )  # fmt: skip
        for unit, scale in scales.items():
            rows = (here & (given["unit"] == unit)).to_numpy()
            if scale is not None:
                factor[rows], offset[rows] = scale
    group = given.groupby(_KEY[:3], sort=False)["unit"]
    mixed = given["unit"] != group.transform("first")
    problems += inputs.faults("projection-units-mixed", "series", "unit", mixed)
    value = given["value"].to_numpy(np.float64) * factor + offset
    problems += _beyond(inputs, given, value)
    rows = given[_KEY].assign(value=value, place=inputs.places["series"])
    return rows, problems


def _beyond(inputs: Inputs, given: pd.DataFrame, value: np.ndarray) -> Iterator[Problem]:
    """Name values that no year can have: mostly kelvin that are called degrees Celsius."""
    for variable in get_args(Variable):
        low, high = _BETWEEN[variable]
        wrong = (given["variable"] == variable).to_numpy() & ((value < low) | (value > high))
        for unit in given["unit"][wrong].unique():
            rows = wrong & (given["unit"] == unit).to_numpy()
            yield from inputs.faults(
                "projection-beyond", "series", "value", rows, unit=unit,
                **_said(variable, float(value[rows][0])),
            )  # fmt: skip


def _said(variable: Variable, amount: float) -> dict[str, object]:
    low, high = _BETWEEN[variable]
    return {"amount": f"{amount:g}", "target": TARGET[variable], "allowed": f"{low:g}–{high:g}"}


def _grids(inputs: Inputs) -> tuple[pd.DataFrame, list[Problem]]:
    """Read the files; their library is taken in only where there are some."""
    paths = {name: path for name, path in inputs.paths.items() if name.startswith("projections")}
    if not paths:
        return _empty(), []
    from localgoals.ingest.climate_grids import Where, read_climate_grid

    box, problems = _place(inputs)
    where = None if box is None else Where(*box)
    if problems:
        return _empty(), problems
    found = [_empty()]
    for path in paths.values():
        series, faults = read_climate_grid(path, where)
        problems += faults
        for one in series:
            scale = scale_of(one.variable, one.unit)
            if scale is None:
                problems.append(_unit_problem(one.variable, one.unit, path.name))
                continue
            values, faults = _turned(one.values, one.variable, one.unit, scale, path.name)
            problems += faults
            said = {"variable": one.variable, "scenario": one.scenario, "model": one.model}
            years = one.years.astype(np.float64)
            found.append(pd.DataFrame({**said, "year": years, "value": values, "place": path.name}))
    return pd.concat([one for one in found if len(one)] or found, ignore_index=True), problems


def _turned(
    values: np.ndarray, variable: str, unit: str, scale: Scale, where: str
) -> tuple[np.ndarray, list[Problem]]:
    turned = values * scale.factor + scale.offset
    low, high = _BETWEEN[variable]
    wrong = (turned < low) | (turned > high)
    if not wrong.any():
        return turned, []
    said = _said(variable, float(turned[wrong][0]))  # type: ignore[arg-type]
    value = f"{values[wrong][0]:g}"
    return turned, [feed_problem("projection-beyond", where, value=value, unit=unit, **said)]


def _unit_problem(variable: str, unit: str, where: str) -> Problem:
    said = {"value": unit or "-", "variable": variable}
    return feed_problem("projection-unit", where, allowed=_ALLOWED[variable], **said)


def _place(inputs: Inputs) -> tuple[tuple[float, float, float, float] | None, list[Problem]]:
    """Give the box of the city: south, north, west, east; of a point, itself twice."""
    given = inputs.tables.get("places")
    if given is None:
        return None, []
    row = given.iloc[0]
    point = row[["latitude", "longitude"]].astype(float)
    box = row[["south", "north", "west", "east"]].astype(float)
    if point.notna().all() and box.isna().all():
        return (point.iloc[0], point.iloc[0], point.iloc[1], point.iloc[1]), []
    if box.notna().all() and point.isna().all() and box["south"] < box["north"]:
        return (box.iloc[0], box.iloc[1], box.iloc[2], box.iloc[3]), []
    return None, inputs.faults("projection-place-half", "places", "place", [True])
