"""`climate-targets`: what targets allow, the way to them, and how far cities have come."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.climate.targets import (
    Course,
    base_year_goal,
    baseline,
    intensity_goal,
    on_the_way,
    peak,
    progress,
)
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.model.text import Message
from localgoals.tool_suite.climate_drivers import driven_table
from localgoals.tool_suite.climate_targets_page import Shown, targets_page
from localgoals.tool_suite.worked import Worked

__all__ = ["climate_targets"]

Floats = NDArray[np.float64]

_NEEDS = {
    "base_year": ("reduction_percent",),
    "intensity": ("reduction_percent", "base_output", "target_output"),
    "baseline": ("reduction_percent",),
    "fixed_level": ("fixed_emissions",),
}


def climate_targets(inputs: Inputs) -> Worked:
    """Work out what each target allows, and hold the latest emissions of its city against it."""
    emissions = inputs.tables["emissions"].sort_values("year", kind="stable")
    given = inputs.tables["targets"]
    base = _base(given, emissions)
    _check(inputs, base)
    found = _worked_out(given, base, emissions)
    paths = _paths(found, emissions)
    peaks = _peaks(emissions, inputs.tables["emissions"]["city"].unique())
    told = inputs.tables.get("drivers")
    drivers = None if told is None else driven_table(told, emissions)
    parts = targets_page(Shown(given, found, paths, peaks, emissions, drivers))
    tables = {"targets": found, "paths": paths, "peak": peaks}
    if drivers is not None:
        tables["drivers"] = drivers
    return Worked(parts, tables, years=("latest_year", "holds_until", "from_year", "to_year"))


def _emitted(emissions: pd.DataFrame, city: pd.Series, year: pd.Series) -> Floats:
    """Give the emissions of a city in a year; NaN where the table has none."""
    known = emissions.set_index(["city", "year"])["emissions"]
    return known.reindex(pd.MultiIndex.from_arrays([city, year])).to_numpy(np.float64)


def _base(given: pd.DataFrame, emissions: pd.DataFrame) -> Floats:
    """Take the emissions of the base year that a target gives, else those of the table."""
    own = given["base_emissions"].to_numpy(np.float64)
    return np.where(np.isnan(own), _emitted(emissions, given["city"], given["base_year"]), own)


def _check(inputs: Inputs, base: Floats) -> None:
    """Refuse targets that lack what their kind is made of, or end before they begin."""
    given = inputs.tables["targets"]
    problems = _city_problems(inputs)
    early = given["target_year"] <= given["base_year"]
    problems += inputs.faults("climate-target-year", "targets", "target_year", early)
    without = np.isnan(base) & given["city"].isin(inputs.tables["emissions"]["city"]).to_numpy()
    problems += inputs.faults("climate-target-base", "targets", "base_year", without)
    for kind, columns in _NEEDS.items():
        here = given["kind"] == kind
        for column in columns:
            lacking = here & given[column].isna()
            problems += inputs.faults(
                "climate-target-needs", "targets", column, lacking, needs=column
            )
    nothing = (given["kind"] == "intensity") & (given["base_output"] == 0)
    problems += inputs.faults("climate-target-zero", "targets", "base_output", nothing)
    neither = (given["kind"] == "baseline") & given["growth_percent"].isna()
    neither &= given["baseline_emissions"].isna()
    needs = "growth_percent / baseline_emissions"
    problems += inputs.faults(
        "climate-target-needs", "targets", "growth_percent", neither, needs=needs
    )
    if problems:
        raise InputRefused(problems)


def _city_problems(inputs: Inputs) -> list[Problem]:
    """Name targets of cities without emissions, and rows of no city where others have one."""
    names = [one for one in ("emissions", "targets", "drivers") if one in inputs.tables]
    cities = {name: inputs.tables[name]["city"] for name in names}
    if not any((one != "").any() for one in cities.values()):
        return []
    problems: list[Problem] = []
    for name, city in cities.items():
        expected = Message("an entry")
        problems += inputs.faults("tool-blank", name, "city", city == "", expected=expected)
    for name in names[1:]:
        strange = ~cities[name].isin(cities["emissions"]) & (cities[name] != "")
        problems += inputs.faults("tool-other-table", name, "city", strange, other="emissions")
    return problems


def _allowed(given: pd.DataFrame, base: Floats) -> Floats:
    """Give what each target allows in its last year, by its kind, in t CO2e."""
    cut = given["reduction_percent"] / 100
    years = given["target_year"] - given["base_year"]
    grown = baseline(base, given["growth_percent"] / 100, years)
    own = given["baseline_emissions"]
    allowed = {
        "base_year": base_year_goal(base, cut),
        "intensity": intensity_goal(base, cut, given["base_output"], given["target_output"]),
        "baseline": base_year_goal(np.where(own.isna(), grown, own), cut),
        "fixed_level": given["fixed_emissions"].to_numpy(np.float64),
    }
    kinds = given["kind"].to_numpy()
    return np.select([kinds == kind for kind in allowed], list(allowed.values()), np.nan)


def _worked_out(given: pd.DataFrame, base: Floats, emissions: pd.DataFrame) -> pd.DataFrame:
    target = _allowed(given, base)
    latest = emissions[emissions["emissions"].notna()].groupby("city").last()
    year, emitted = latest.reindex(given["city"])[["year", "emissions"]].to_numpy(np.float64).T
    course = Course(given["base_year"], base, given["target_year"], target)
    way = on_the_way(course, year)
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = np.where(base > 0, 100 * target / base, np.nan)
    return given[["city", "target", "kind", "base_year"]].assign(
        base_emissions=base,
        target_year=given["target_year"],
        target_emissions=target,
        latest_year=year,
        latest_emissions=emitted,
        path_emissions=way,
        above_path=emitted - way,
        # Before its base year nothing can have been gone of a way.
        progress=np.where(year >= given["base_year"], progress(course, emitted), np.nan),
        residual_percent=residual,
        planned_removals=given["planned_removals"],
        left_after_removals=target - given["planned_removals"],
    )


def _paths(found: pd.DataFrame, emissions: pd.DataFrame) -> pd.DataFrame:
    """Give the way to each target year by year, beside what was emitted."""
    years = (found["target_year"] - found["base_year"] + 1).astype(np.int64)
    rows = found.loc[found.index.repeat(years)]
    year = rows["base_year"] + rows.groupby(level=0).cumcount()
    course = Course(
        rows["base_year"], rows["base_emissions"], rows["target_year"], rows["target_emissions"]
    )
    paths = rows[["city", "target"]].assign(
        year=year,
        path=on_the_way(course, year),
        emissions=_emitted(emissions, rows["city"], year),
    )
    return paths.reset_index(drop=True)


def _peaks(emissions: pd.DataFrame, cities: np.ndarray) -> pd.DataFrame:
    """Test each city as of the last year of its own rows: the library knows no clock."""
    by_year = emissions.pivot(index="city", columns="year", values="emissions").loc[cities]
    last = emissions.groupby("city")["year"].max()[cities]
    found = peak(by_year.columns.to_numpy(np.float64), by_year, now=last)
    table = pd.DataFrame({"city": cities, **found._asdict()})
    return table.assign(has_peaked=found.has_peaked)
