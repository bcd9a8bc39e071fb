"""What the tables of an inventory say, as rows with the tonnes of each gas."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from localgoals.catalogue.climate.inventory import (
    POTENTIAL_SETS,
    Potentials,
    fuel_factors,
    warming_potentials,
    waste_values,
)
from localgoals.climate.amounts import factors_to_tonnes
from localgoals.climate.inventory import KEYS, co2_equivalent, line_numbers
from localgoals.climate.waste import burned, methane_commitment
from localgoals.ingest.tool_inputs import Inputs

__all__ = [
    "AMOUNTS",
    "GASES",
    "ROW_COLUMNS",
    "fluorinated_gases",
    "fluorinated_potentials",
    "inventory_rows",
    "named_tonnes",
    "notation_codes",
    "waste_shares",
    "with_co2e",
]

Floats = NDArray[np.float64]

GASES = {
    "co2": "CO2", "ch4": "CH4", "ch4_fossil": "CH4_fossil", "ch4_biogenic": "CH4_biogenic",
    "n2o": "N2O", "sf6": "SF6", "nf3": "NF3",
}  # fmt: skip
"""Columns that are tonnes of a gas, and its name among the warming potentials."""
AMOUNTS = (*GASES, "hfc_co2e", "pfc_co2e", "co2_biogenic")
"""All columns of amounts; those that end in `co2e` are weighed by the potentials already."""
_NOTES = ("activity_quality", "factor_quality", "explanation")
ROW_COLUMNS = ("inventory", "line", "what", *AMOUNTS, *_NOTES)
_LANDFILLED = ("food", "garden", "paper", "wood", "textiles", "industrial")
_BURNED = ("food", "garden", "paper", "wood", "textiles", "plastics")


def inventory_rows(inputs: Inputs) -> pd.DataFrame:
    """
    Give every source of emissions as a row.

    Parameters
    ----------
    inputs
        Tables that have passed the checks.

    Returns
    -------
    rows
        `ROW_COLUMNS`; amounts in tonnes, NaN where not known.
    """
    made = [
        maker(inputs.tables[name])
        for name, maker in (
            ("activities", _of_activities),
            ("reported", _of_reported),
            ("landfill", _of_landfill),
            ("burned", _of_burned),
        )
        if name in inputs.tables
    ]
    # An empty table makes the columns what they are even where no table was given.
    none = pd.DataFrame({"inventory": [], "line": []}, dtype=object)
    if "fluorinated" in inputs.tables:
        inventories = inputs.tables["inventories"].set_index("inventory")
        made.append(_of_fluorinated(inputs.tables["fluorinated"], inventories["potentials"]))
    rows = pd.concat([_laid_out(none, {}), *made])
    kinds = {name: np.float64 if name in AMOUNTS else object for name in ROW_COLUMNS}
    return rows.astype(kinds).reset_index(drop=True)


def with_co2e(rows: pd.DataFrame, potentials: pd.Series) -> pd.DataFrame:
    """Weigh the gases of each row by the potentials that its inventory has chosen."""
    co2e = np.full(len(rows), np.nan)
    chosen = rows["inventory"].map(potentials).to_numpy()
    for name in pd.unique(chosen):
        here = chosen == name
        amounts = {gas: rows.loc[here, column].to_numpy() for column, gas in GASES.items()}
        weighed = co2_equivalent(_as_told(amounts, _potentials(str(name))), _potentials(str(name)))
        co2e[here] = weighed + rows.loc[here, ["hfc_co2e", "pfc_co2e"]].to_numpy().sum(axis=1)
    return rows.assign(co2e=co2e)


def _as_told(amounts: dict[str, Floats], potentials: Potentials) -> dict[str, Floats]:
    """Join methane where the report does not tell it apart by its origin."""
    if not np.isnan(warming_potentials(potentials)["CH4_fossil"]):
        return amounts
    by_origin = [amounts.pop(gas) for gas in ("CH4_fossil", "CH4_biogenic")]
    return amounts | {"CH4": amounts["CH4"] + by_origin[0] + by_origin[1]}


def notation_codes(inputs: Inputs, order: pd.Index) -> NDArray[np.int64]:
    """Give the notation keys of inventories by lines; 0 where there is none."""
    keys = np.zeros((len(order), len(line_numbers())), np.int64)
    if "reported" in inputs.tables:
        table = inputs.tables["reported"]
        table = table[table["notation"] != ""]
        at = order.get_indexer(pd.Index(table["inventory"])), table["line"].map(line_numbers())
        keys[at] = table["notation"].map(KEYS).to_numpy(np.int64)
    return keys


def _potentials(name: str) -> Potentials:
    return name  # type: ignore[return-value]  # one of the choices of the column


def _laid_out(table: pd.DataFrame, amounts: dict[str, Floats]) -> pd.DataFrame:
    """Put amounts beside what is said of them; a gas that a method does not have is 0."""
    zero = np.zeros(len(table))
    columns: dict[str, object] = {"inventory": table["inventory"], "line": table["line"]}
    columns["what"] = table.get("what", "")
    columns |= {name: amounts.get(name, zero) for name in AMOUNTS}
    columns |= {name: table.get(name, "") for name in _NOTES}
    return pd.DataFrame(columns)


def _of_activities(table: pd.DataFrame) -> pd.DataFrame:
    """Multiply amounts by their factors, whatever the units of both."""
    factors = table[["co2_factor", "ch4_factor", "n2o_factor"]].to_numpy(np.float64).copy()
    units = table["factor_unit"].to_numpy(object).copy()
    biogenic = table["biogenic"].to_numpy(np.float64) == 1
    own = factors_to_tonnes(table["amount_unit"].tolist(), units.tolist())
    for code in set(table["factor"]) - {""}:
        rows = np.flatnonzero(table["factor"] == code)
        fuel = fuel_factors()[code]
        factors[rows] = fuel.co2_kg_per_tj, fuel.ch4_kg_per_tj, fuel.n2o_kg_per_tj
        biogenic[rows] |= fuel.biogenic
        own[rows] = named_tonnes(table["amount_unit"].iloc[rows].tolist(), code)
    # A factor that is not given beside one that is means that the source names none.
    given = ~np.isnan(factors).all(axis=1)
    factors[given] = np.nan_to_num(factors[given])
    tonnes = factors * (table["amount"].to_numpy(np.float64) * own)[:, None]
    co2 = tonnes[:, 0]
    amounts = {
        "co2": np.where(biogenic, 0.0, co2),
        **_by_origin(tonnes[:, 1], table["methane_origin"]),
        "n2o": tonnes[:, 2],
        "co2_biogenic": np.where(biogenic, co2, 0.0),
    }
    return _laid_out(table.assign(what=table["activity"]), amounts)


def _by_origin(methane: Floats, origin: pd.Series) -> dict[str, Floats]:
    """Lay methane out by what is said of its origin."""
    columns = {"ch4": "", "ch4_fossil": "fossil", "ch4_biogenic": "biogenic"}
    return {name: np.where(origin == said, methane, 0.0) for name, said in columns.items()}


def fluorinated_gases() -> tuple[str, ...]:
    """Name HFCs, PFCs, SF6 and NF3 as their table has to."""
    others = {"CO2", "CH4", "N2O", "CH4_fossil", "CH4_biogenic"}
    return tuple(gas for gas in warming_potentials("ar6") if gas not in others)


def fluorinated_potentials(table: pd.DataFrame, chosen: pd.Series) -> Floats:
    """Give the potential of the gas of each row in the report of its inventory; NaN if none."""
    sets = table["inventory"].map(chosen).to_numpy()
    found = np.full(len(table), np.nan)
    for name in set(sets) & set(POTENTIAL_SETS):
        here = sets == name
        of_gas = dict(warming_potentials(_potentials(str(name))))
        found[here] = table.loc[here, "gas"].map(of_gas).to_numpy(np.float64)
    return found


def _of_fluorinated(table: pd.DataFrame, chosen: pd.Series) -> pd.DataFrame:
    """Weigh gases by the potentials that their inventory has chosen."""
    co2e = table["tonnes"].to_numpy(np.float64) * fluorinated_potentials(table, chosen)
    is_hfc = table["gas"].str.startswith("HFC").to_numpy()
    single = table["gas"].isin(["SF6", "NF3"]).to_numpy()
    tonnes = table["tonnes"].to_numpy(np.float64)
    amounts = {
        "hfc_co2e": np.where(is_hfc, co2e, 0.0),
        "pfc_co2e": np.where(is_hfc | single, 0.0, co2e),
        "sf6": np.where(table["gas"] == "SF6", tonnes, 0.0),
        "nf3": np.where(table["gas"] == "NF3", tonnes, 0.0),
    }
    return _laid_out(table.assign(what=table["gas"]), amounts)


def named_tonnes(units: list[str], code: str) -> Floats:
    """Give the tonnes of an amount at 1 kg/TJ: of energy, or of mass by its calorific value."""
    by_energy = factors_to_tonnes(units, ["kg/TJ"] * len(units))
    # 1 TJ/Gg is 0.001 TJ/t, so a tonne at 1 kg/TJ gives 1e-6 t for each TJ/Gg.
    mass = factors_to_tonnes(units, ["t/t"] * len(units))
    by_mass = mass * fuel_factors()[code].tj_per_gg * 1e-6
    return np.where(np.isnan(by_energy), by_mass, by_energy)


def _of_reported(table: pd.DataFrame) -> pd.DataFrame:
    """Take the lines that have tonnes; gases that are blank beside others are none."""
    figures = table[table[list(AMOUNTS)].notna().any(axis=1).to_numpy()]
    amounts = {name: figures[name].fillna(0).to_numpy(np.float64) for name in AMOUNTS}
    return _laid_out(figures.assign(what=figures["about"]), amounts)


def _of_landfill(table: pd.DataFrame) -> pd.DataFrame:
    oxidised = waste_values("oxidised")
    covered = table["covered"].to_numpy(np.float64) == 1
    methane = methane_commitment(
        table["tonnes"].to_numpy(),
        {kind: table[f"{kind}_share"].to_numpy() for kind in _LANDFILLED},
        correction=table["site"].map(waste_values("methane_correction")).to_numpy(np.float64),
        recovered=table["recovered_share"].to_numpy(),
        oxidised=np.where(covered, oxidised["covered"], oxidised["not_covered"]),
    )
    by_origin = _by_origin(np.asarray(methane), table["methane_origin"])
    return _laid_out(table.assign(what=table["site"]), by_origin)


def _of_burned(table: pd.DataFrame) -> pd.DataFrame:
    found = burned(
        table["tonnes"].to_numpy(),
        {kind: table[f"{kind}_share"].to_numpy() for kind in _BURNED},
        plant=table["plant"].map(waste_values("ch4_kg_per_gg")).to_numpy(np.float64),
        is_open=(table["plant"] == "open_burning").to_numpy(),
        waste=table["waste"].replace("", "municipal").to_numpy(object),
    )
    amounts = {
        "co2": found.co2_fossil,
        "ch4": found.ch4,
        "n2o": found.n2o,
        "co2_biogenic": found.co2_biogenic,
    }
    kind = table["waste"].where(table["waste"] == "", table["waste"] + ", ")
    return _laid_out(table.assign(what=kind + table["plant"]), amounts)


def waste_shares(table: str) -> Iterator[str]:
    """Name the columns of a table of waste that are shares of its mass."""
    yield from (f"{kind}_share" for kind in (_LANDFILLED if table == "landfill" else _BURNED))
