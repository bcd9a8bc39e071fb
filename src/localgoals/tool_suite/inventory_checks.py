"""What the tables of an inventory have to keep to, beyond the kind of each cell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from localgoals.catalogue.climate.inventory import fuel_factors
from localgoals.climate.amounts import are_units, factors_to_tonnes
from localgoals.climate.inventory import line_numbers
from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.tool_suite.inventory_rows import (
    AMOUNTS,
    fluorinated_gases,
    fluorinated_potentials,
    named_tonnes,
    waste_shares,
)

__all__ = ["check_inventory"]

_OWN = ["co2_factor", "ch4_factor", "n2o_factor"]
_WASTE = {"landfill": "III.1.", "burned": "III.3."}
_IN_PLANTS = ["industrial", "sludge"]
"""Kinds of waste with a factor of nitrous oxide in plants, and none in the open."""
_TOLERANCE = 1e-9


def check_inventory(inputs: Inputs) -> None:
    """
    Refuse tables that contradict themselves.

    Raises
    ------
    InputRefused
        Carries every fault, with its row and column.
    """
    problems = [
        *_names(inputs),
        *_activities(inputs),
        *_reported(inputs),
        *_waste(inputs),
        *_fluorinated(inputs),
        *_apart(inputs),
        *_twice(inputs),
    ]
    if problems:
        raise InputRefused(problems)


def _names(inputs: Inputs) -> Iterator[Problem]:
    known = inputs.tables["inventories"]["inventory"]
    for name, table in inputs.tables.items():
        if name == "inventories":
            continue
        strange = ~table["inventory"].isin(known)
        yield from inputs.faults("climate-inventory", name, "inventory", strange)
        no_line = ~table["line"].isin(list(line_numbers()))
        yield from inputs.faults("climate-line", name, "line", no_line)


def _activities(inputs: Inputs) -> Iterator[Problem]:
    table = inputs.tables.get("activities")
    if table is None:
        return
    named, own = table["factor"] != "", table[_OWN].notna().any(axis=1)
    unknown = named & ~table["factor"].isin(list(fuel_factors()))
    codes = ", ".join(fuel_factors())
    where = "activities"
    yield from inputs.faults("climate-factor-unknown", where, "factor", unknown, allowed=codes)
    yield from inputs.faults("climate-factor-none", where, "factor", ~named & ~own)
    yield from inputs.faults("climate-factor-twice", where, "factor", named & own)
    good = are_units(table["amount_unit"].tolist())
    yield from inputs.faults("climate-unit", where, "amount_unit", ~good)
    understood = are_units(table["factor_unit"].tolist())
    wanted = own & ~named
    yield from inputs.faults("climate-unit", where, "factor_unit", wanted & ~understood)
    per = factors_to_tonnes(table["amount_unit"].tolist(), table["factor_unit"].tolist())
    apart = wanted & good & understood & np.isnan(per)
    yield from inputs.faults("climate-units-apart", where, "factor_unit", apart)
    of_named = pd.Series(data=False, index=table.index)
    for code, rows in table[named & ~unknown].groupby("factor"):
        of_named[rows.index] = np.isnan(named_tonnes(rows["amount_unit"].tolist(), str(code)))
    yield from inputs.faults("climate-unit-of-fuel", where, "amount_unit", of_named & good)


def _reported(inputs: Inputs) -> Iterator[Problem]:
    table = inputs.tables.get("reported")
    if table is None:
        return
    key, figure = table["notation"] != "", table[list(AMOUNTS)].notna().any(axis=1)
    reason = table["explanation"].str.strip() != ""
    yield from inputs.faults("climate-key-and-figure", "reported", "notation", key & figure)
    yield from inputs.faults("climate-key-or-figure", "reported", "notation", ~key & ~figure)
    yield from inputs.faults("climate-key-reason", "reported", "explanation", key & ~reason)


def _waste(inputs: Inputs) -> Iterator[Problem]:
    for name, begins in _WASTE.items():
        table = inputs.tables.get(name)
        if table is None:
            continue
        elsewhere = ~table["line"].str.startswith(begins)
        elsewhere &= table["line"].isin(list(line_numbers()))
        yield from inputs.faults("climate-waste-line", name, "line", elsewhere, allowed=begins)
        columns = list(waste_shares(name))
        more = table[columns].sum(axis=1) > 1 + _TOLERANCE
        yield from inputs.faults("climate-shares", name, columns[0], more)
        if name == "burned":
            opened = (table["plant"] == "open_burning") & table["waste"].isin(_IN_PLANTS)
            yield from inputs.faults("climate-burned-open", name, "waste", opened)


def _fluorinated(inputs: Inputs) -> Iterator[Problem]:
    """Name gases that are none, or that the chosen report of the IPCC has no potential of."""
    table = inputs.tables.get("fluorinated")
    if table is None:
        return
    codes = ", ".join(fluorinated_gases())
    strange = ~table["gas"].isin(list(fluorinated_gases()))
    yield from inputs.faults("climate-gas", "fluorinated", "gas", strange, allowed=codes)
    inventories = inputs.tables["inventories"]
    chosen = inventories.drop_duplicates("inventory").set_index("inventory")["potentials"]
    weighed = fluorinated_potentials(table, chosen)
    none = ~strange & table["inventory"].isin(chosen.index) & np.isnan(weighed)
    yield from inputs.faults("climate-gas-unweighed", "fluorinated", "gas", none)


def _apart(inputs: Inputs) -> Iterator[Problem]:
    """Name inventories that are to be added up, and have no place or the one of another."""
    table = inputs.tables["inventories"]
    added = table["apart"] == 1
    again = table[added].duplicated(["place", "year"]).reindex(table.index, fill_value=False)
    nowhere = added & (table["place"] == "")
    yield from inputs.faults("climate-apart", "inventories", "place", again | nowhere)


def _twice(inputs: Inputs) -> Iterator[Problem]:
    """Name lines that are reported whole, or have a key, and are computed besides."""
    table = inputs.tables.get("reported")
    if table is None:
        return
    others = [
        one[["inventory", "line"]]
        for name, one in inputs.tables.items()
        if name not in ("inventories", "reported")
    ]
    if not others:
        return
    computed = pd.MultiIndex.from_frame(pd.concat(others))
    again = pd.MultiIndex.from_frame(table[["inventory", "line"]]).isin(computed)
    yield from inputs.faults("climate-line-twice", "reported", "line", again)
