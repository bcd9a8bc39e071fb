"""`waste-wise-cities`: SDG 11.6.1 and what belongs to it, from a survey and from facilities."""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.catalogue.load import load
from localgoals.indicators import waste
from localgoals.indicators.household_waste import joined
from localgoals.indicators.survey import Estimate
from localgoals.indicators.waste_balance import balance, beside_households, percent_of
from localgoals.ingest.tool_inputs import Inputs
from localgoals.tool_suite.waste_wise_checks import (
    area_levels,
    check_balance,
    check_tables,
    facility_levels,
)
from localgoals.tool_suite.waste_wise_page import Found, page_parts
from localgoals.tool_suite.worked import Worked

__all__ = ["waste_wise_cities"]

Floats = NDArray[np.float64]
PROXY = "non_household_waste_percent"
_CONTROLLED = ("full", "improved", "basic")
"""From basic on a facility is controlled, and a household has access to collection."""


def waste_wise_cities(inputs: Inputs) -> Worked:
    """Work out the balance of every city, its access to collection, composition and recycling."""
    check_tables(inputs)
    facilities = _facilities(inputs.tables["facilities"])
    areas = _areas(inputs.tables.get("areas"))
    cities = _with_flows(_with_generation(inputs), facilities)
    cities = cities.assign(access_percent=_access(cities, areas))
    check_balance(cities, inputs.places["cities"])
    found = Found(
        cities=cities,
        facilities=facilities,
        areas=areas,
        composition=_compositions(inputs.tables.get("composition")),
        unknown=_unknown(cities, inputs, facilities, areas),
    )
    tables = {name: table for name, table in found._asdict().items() if len(table)}
    return Worked(page_parts(found), tables)


def _with_generation(inputs: Inputs) -> pd.DataFrame:
    """Give what households and others generate (equation 1), and what is guessed of it."""
    given = inputs.tables["cities"]
    kilograms, error = _per_head(given["city"], inputs.tables.get("income_groups"))
    people = given["population"].to_numpy()
    none = np.zeros(len(given))
    household = waste.generated(people, kilograms, none)
    assumed = given["other_percent"].fillna(load().parameters[PROXY].value).to_numpy()
    said = given["other_t"].to_numpy()
    other = np.where(np.isnan(said), beside_households(household, assumed), said)
    made = waste.generated(people, kilograms, other)
    stated = given["generated_t"].to_numpy()
    inside, exported, imported = (
        given[name].to_numpy() for name in ("recycled_t", "exported_t", "imported_t")
    )
    return pd.DataFrame(
        {
            "city": given["city"],
            "population": people,
            "household_kg_per_head": kilograms,
            "household_error_kg": error,
            "household_t": household,
            "other_t": other,
            "other_is_guessed": np.isnan(said) & ~np.isnan(other),
            "other_percent": percent_of(other, made),
            "generated_t": np.where(np.isnan(stated), made, stated),
            "recycled_t": waste.recycled(inside, exported, imported),
        }
    )


def _per_head(cities: pd.Series, groups: pd.DataFrame | None) -> tuple[Floats, Floats]:
    """Give the waste of households per head of each city, and its standard error."""
    if groups is None:
        return np.full(len(cities), nan), np.full(len(cities), nan)
    estimates: dict[str, dict[str, Estimate]] = {}
    shares: dict[str, dict[str, float]] = {}
    columns = (groups[name] for name in ("city", "group", "share", "kg_per_head", "error_kg"))
    for city, group, share, kilograms, error in zip(*columns, strict=True):
        estimates.setdefault(city, {})[group] = Estimate(kilograms, error, 0, 0, nan)
        shares.setdefault(city, {})[group] = share
    by_city = {city: joined(estimates[city], of_groups) for city, of_groups in shares.items()}
    pairs = np.array([by_city.get(city, (nan, nan)) for city in cities], np.float64)
    return pairs[:, 0], pairs[:, 1]


def _facilities(given: pd.DataFrame) -> pd.DataFrame:
    """Add to each facility its level, whether that is controlled, and what stays with it."""
    levels = facility_levels(given)
    return given.drop(columns=["ladder", "boxes"]).assign(
        level=levels,
        is_controlled=np.where(levels == "", nan, levels.isin(_CONTROLLED).astype(np.float64)),
        stays_t=given["received_t"] - given["passed_on_t"],
    )


def _with_flows(cities: pd.DataFrame, facilities: pd.DataFrame) -> pd.DataFrame:
    """Add what is collected and controlled (equations 2 and 3), and the shares of both."""
    held = facilities["is_controlled"].to_numpy()
    collected = _managed(cities["city"], facilities, np.ones(len(facilities)))
    controlled = _managed(cities["city"], facilities, held)
    generated = cities["generated_t"].to_numpy()
    against = balance(cities["population"], generated, collected, controlled)
    made = cities.assign(collected_t=collected, controlled_t=controlled)
    return made.assign(
        uncollected_t=against.uncollected,
        collected_percent=against.collected_percent,
        controlled_percent=against.controlled_percent,
        kg_per_head=against.kg_per_head,
        recycling_percent=percent_of(cities["recycled_t"], generated),
    )


def _managed(cities: pd.Series, facilities: pd.DataFrame, counts: Floats) -> Floats:
    """Add up over the facilities of each city that count (1); NaN where it has none."""
    is_recovery = (facilities["kind"] == "recovery").to_numpy()
    amounts = facilities[["received_t", "passed_on_t"]].to_numpy()
    # 0 times what is not known would not be known; a facility that does not count is not asked.
    amounts = np.where((counts == 0)[:, None], 0.0, amounts * counts[:, None])
    at = pd.Index(cities).get_indexer(facilities["city"])
    received, passed_on = amounts.T
    parts = (
        np.where(is_recovery, received, 0),
        np.where(is_recovery, 0, received),
        np.where(is_recovery, passed_on, 0),
        np.where(is_recovery, 0, passed_on),
    )
    sums = [np.bincount(at, one, len(cities)).astype(np.float64) for one in parts]
    has_any = np.bincount(at, minlength=len(cities)) > 0
    return np.where(has_any, waste.managed(*sums), nan)


def _areas(given: pd.DataFrame | None) -> pd.DataFrame:
    if given is None:
        return pd.DataFrame(columns=["city", "area", "population", "level"])
    levels = area_levels(given)
    return given[["city", "area", "population"]].assign(level=levels)


def _access(cities: pd.DataFrame, areas: pd.DataFrame) -> Floats:
    """Give the share of people with basic collection or better; NaN unless all areas are known."""
    at = pd.Index(cities["city"]).get_indexer(areas["city"])
    people = areas["population"].to_numpy(np.float64)
    served = np.where(areas["level"].isin(_CONTROLLED), people, 0.0)
    served = np.where(areas["level"] == "", nan, served)
    sums = [np.bincount(at, one, len(cities)) for one in (served, people)]
    return percent_of(*sums)


def _compositions(given: pd.DataFrame | None) -> pd.DataFrame:
    """Give the percentage of each fraction, from percentages or masses."""
    if given is None:
        return pd.DataFrame(columns=["city", "place", "fraction", "percent"])
    places = given.groupby(["city", "place"], sort=False)["percent"]
    amount = given["percent"].where(places.transform("count") > 0, given["mass_kg"])
    weighed: dict[tuple[str, str], dict[str, float]] = {}
    columns = (given[name] for name in ("city", "place", "fraction"))
    for city, place, fraction, one in zip(*columns, amount, strict=True):
        weighed.setdefault((city, place), {})[fraction] = one
    rows = [
        {"city": city, "place": place, "fraction": fraction, "percent": percent}
        for (city, place), masses in weighed.items()
        for fraction, percent in waste.composition(masses).items()
    ]
    return pd.DataFrame(rows)


def _unknown(
    cities: pd.DataFrame, inputs: Inputs, facilities: pd.DataFrame, areas: pd.DataFrame
) -> pd.DataFrame:
    """Say which blanks are behind each figure that a city does not have."""
    names = cities["city"]
    behind = _behind(cities, inputs) | _behind_flows(names, facilities)
    behind["access_percent"] = {
        "areas": names.isin(areas["city"]),
        "areas.population": ~names.isin(areas.loc[areas["population"].isna(), "city"]),
        "areas.level": ~names.isin(areas.loc[areas["level"] == "", "city"]),
    }
    rows = [
        {
            "city": names.iloc[number],
            "figure": figure,
            "lacks": ", ".join(name for name, known in parts.items() if not known.iloc[number]),
        }
        for figure, parts in behind.items()
        for number in np.flatnonzero(cities[figure].isna())
    ]
    return pd.DataFrame(rows, columns=["city", "figure", "lacks"])


def _behind(cities: pd.DataFrame, inputs: Inputs) -> dict[str, dict[str, pd.Series]]:
    """Say of the figures of a whole city what each is made of, and which cities have that."""
    given, groups = inputs.tables["cities"], inputs.tables.get("income_groups")
    names, stated = cities["city"], given["generated_t"].notna()
    weighed = stated.copy()
    if groups is not None:
        blank = groups.loc[groups["kg_per_head"].isna() & (groups["share"] > 0), "city"]
        weighed |= names.isin(groups["city"]) & ~names.isin(blank)
    people = given["population"].notna() | stated
    whole = {"generated_t": cities["generated_t"] > 0}
    collected = {"collected_t": cities["collected_t"].notna()}
    recycled = ("recycled_t", "exported_t", "imported_t")
    return {
        "generated_t": {"cities.population": people, "income_groups": weighed},
        "household_kg_per_head": {"income_groups": weighed & ~stated},
        "other_t": {"cities.other_t": given["other_t"].notna()},
        "uncollected_t": {"generated_t": cities["generated_t"].notna()} | collected,
        "collected_percent": whole | collected,
        "controlled_percent": whole | {"controlled_t": cities["controlled_t"].notna()},
        "kg_per_head": whole | {"cities.population": given["population"] > 0},
        "recycling_percent": whole | {f"cities.{one}": given[one].notna() for one in recycled},
    }


def _behind_flows(names: pd.Series, facilities: pd.DataFrame) -> dict[str, dict[str, pd.Series]]:
    """Say the same of what facilities take in."""
    flows = {"facilities": names.isin(facilities["city"])}
    for name in ("received_t", "passed_on_t"):
        blank = facilities.loc[facilities[name].isna(), "city"]
        flows[f"facilities.{name}"] = ~names.isin(blank)
    level = ~names.isin(facilities.loc[facilities["level"] == "", "city"])
    return {"collected_t": flows, "controlled_t": flows | {"facilities.level": level}}
