"""What cannot be in the tables of `waste-wise-cities`, beyond the type of a cell."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

import numpy as np
import pandas as pd

from localgoals.catalogue.load import load
from localgoals.errors import InputRefused
from localgoals.indicators.waste import collection_level, control_level
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem

__all__ = ["area_levels", "check_balance", "check_tables", "facility_levels"]

_ROUNDED = 1.0
"""Percentages that were rounded one by one may miss 100 by so much."""
_SHARE_ROUNDED = 0.01
_ROUNDED_T = 1e-9
"""Tonnes are the same to this part of them; sums of decimals are never exact."""


def check_tables(inputs: Inputs) -> None:
    """
    Refuse tables that contradict themselves.

    Raises
    ------
    InputRefused
        Carries every fault.
    """
    problems = [
        *_strange_cities(inputs),
        *_groups(inputs),
        *_facilities(inputs),
        *_compositions(inputs),
        *_areas(inputs),
    ]
    if problems:
        raise InputRefused(problems)


def _strange_cities(inputs: Inputs) -> Iterator[Problem]:
    known = inputs.tables["cities"]["city"]
    for name, table in inputs.tables.items():
        if name != "cities":
            strange = ~table["city"].isin(known)
            yield from inputs.faults("tool-other-table", name, "city", strange, other="cities")


def _groups(inputs: Inputs) -> Iterator[Problem]:
    table = inputs.tables.get("income_groups")
    if table is None:
        return
    for city, total in table.groupby("city", sort=False)["share"].sum().items():
        if abs(total - 1) > _SHARE_ROUNDED:
            where = f"{inputs.places['income_groups']}, {city}"
            yield feed_problem("waste-shares", where, total=f"{total:.3g}")
    cities = inputs.tables["cities"]
    twice = cities["generated_t"].notna() & cities["city"].isin(table["city"])
    yield from inputs.faults("waste-generated-twice", "cities", "generated_t", twice)


def _facilities(inputs: Inputs) -> Iterator[Problem]:
    table = inputs.tables["facilities"]
    more = table["passed_on_t"] > table["received_t"]
    yield from inputs.faults(
        "tool-part-above-whole", "facilities", "passed_on_t", more, whole="received_t"
    )
    ticked = table["boxes"].str.split()
    lost = (table["boxes"] != "") & (table["ladder"] == "")
    yield from inputs.faults("waste-ladder", "facilities", "boxes", lost)
    sound = ~lost
    for code, ladder in load().ladders.items():
        strange = (table["ladder"] == code) & ~ticked.map(set(ladder.boxes).issuperset)
        sound &= ~strange
        allowed = " ".join(ladder.boxes)
        yield from inputs.faults("waste-boxes", "facilities", "boxes", strange, allowed=allowed)
    found = facility_levels(table.where(sound, ""))
    apart = (table["level"] != "") & sound & (found != table["level"])
    yield from inputs.faults("waste-level", "facilities", "level", apart)


def facility_levels(table: pd.DataFrame) -> pd.Series:
    """
    Give the level of control of each facility: that of its boxes, or the one that was given.

    Parameters
    ----------
    table
        Facilities, whose boxes stand on their ladders.

    Returns
    -------
    levels
        Empty where neither is known.
    """
    return pd.Series(
        [
            control_level(ladder, boxes.split()) if boxes else level
            for ladder, boxes, level in zip(
                table["ladder"], table["boxes"], table["level"], strict=True
            )
        ],
        index=table.index,
        dtype=object,
    )


def _compositions(inputs: Inputs) -> Iterator[Problem]:
    table = inputs.tables.get("composition")
    if table is None:
        return
    places = table.groupby(["city", "place"], sort=False)[["percent", "mass_kg"]]
    counts, sums, sizes = places.count(), places.sum()["percent"], places.size()
    both = (counts > 0).all(axis=1)
    off = (counts["percent"] == sizes) & ((sums - 100).abs() > _ROUNDED) & ~both
    for city, place in sums.index[both | off]:
        where = f"{inputs.places['composition']}, {city}, {place}"
        if both[city, place]:
            yield feed_problem("waste-composition-kinds", where)
        else:
            yield feed_problem("waste-composition", where, total=f"{sums[city, place]:.4g}")


def _areas(inputs: Inputs) -> Iterator[Problem]:
    table = inputs.tables.get("areas")
    if table is None:
        return
    found = area_levels(table.assign(level=""))
    apart = (table["level"] != "") & (found != "") & (found != table["level"])
    # A blank service is none by the facts, which nobody has filled in beside a level.
    yield from inputs.faults("waste-level", "areas", "level", apart)
    people = inputs.tables["cities"].set_index("city")["population"]
    for city, total in table.groupby("city", sort=False)["population"].sum().items():
        whole = people.get(city, np.nan)
        if total > whole * (1 + _ROUNDED / 100):
            where = f"{inputs.places['areas']}, {city}"
            values: dict[str, object] = {"total": f"{total:,.0f}", "whole": f"{whole:,.0f}"}
            yield feed_problem("waste-areas-people", where, **values)


def area_levels(table: pd.DataFrame) -> pd.Series:
    """
    Give the level of collection of each area: the one that was given, or that of what was seen.

    Parameters
    ----------
    table
        Areas.

    Returns
    -------
    levels
        Empty where too little is known.
    """
    rows = table.to_dict("records")
    return pd.Series([_area_level(one) for one in rows], index=table.index, dtype=object)


def _area_level(area: Mapping[Hashable, object]) -> str:
    if area["level"]:
        return str(area["level"])
    names = ("at_door", "point_m", "times_per_week", "fractions", "littered")
    at_door, point_m, times, fractions, littered = (float(str(area[name])) for name in names)
    if at_door == 0 and point_m != point_m:
        return "none"
    # Litter is asked for at points only.
    needed = (at_door, times, fractions, *(() if at_door == 1 else (littered,)))
    if any(one != one for one in needed):
        return ""
    return collection_level(
        at_door=at_door == 1,
        point_m=point_m,
        collections_per_week=times,
        fractions=int(fractions),
        littered=littered == 1,
    )


def check_balance(figures: pd.DataFrame, where: str) -> None:
    """
    Refuse cities that collect or recycle more than they generate, naming both figures.

    Parameters
    ----------
    figures
        A row for each city, with `generated_t`, `collected_t` and `recycled_t`. [t per day]
    where
        The file of the cities.

    Raises
    ------
    InputRefused
        Carries every fault.
    """
    problems = []
    for one in figures.to_dict("records"):
        place, made = f"{where}, {one['city']}", one["generated_t"]
        for name, kind in (("collected_t", "waste-collected"), ("recycled_t", "waste-recycled")):
            part = one[name]
            if part > made * (1 + _ROUNDED_T) or part < 0:
                problems.append(
                    feed_problem(kind, place, part=f"{part:,.1f}", generated=f"{made:,.1f}")
                )
    if problems:
        raise InputRefused(problems)
