"""Lines of a GPC inventory, warming potentials of gases, and factors of fuels and waste."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import nan
from typing import Literal, get_args

from localgoals.model.text import Text

Level = Literal["basic", "basic+", "territorial", "other"]
Potentials = Literal["sar", "tar", "ar4", "ar5", "ar5_feedbacks", "ar6"]

POTENTIAL_SETS: tuple[Potentials, ...] = get_args(Potentials)


@dataclass(frozen=True)
class InventoryLine:
    """A sub-category of GPC."""

    code: str
    scope: int
    """1 inside the boundary, 2 grid-supplied energy used inside, 3 outside because of the city."""
    level: Level
    """The least total that it belongs to; `territorial` and `other` are in no BASIC total."""
    title: Text

    @property
    def sector(self) -> str:
        """Name the sector: I to VI."""
        return self.code.partition(".")[0]


@dataclass(frozen=True)
class FuelFactor:
    """What burning a fuel emits, by its energy."""

    code: str
    co2_kg_per_tj: float
    ch4_kg_per_tj: float
    n2o_kg_per_tj: float
    tj_per_gg: float
    """Net calorific value."""
    biogenic: bool
    """True where its carbon dioxide is told beside the totals, as of wood."""
    confirmed: bool
    title: Text


@cache
def inventory_lines() -> tuple[InventoryLine, ...]:
    """
    Give the 53 sub-categories in their order.

    References
    ----------
    WRI, C40, ICLEI (2021), Global Protocol for Community-Scale Greenhouse Gas Inventories 1.1:
    codes, scopes and levels; the titles are in our words.
    """
    return tuple(
        InventoryLine(row["code"], int(row["scope"]), _level(row["level"]), _text(row))
        for row in _rows("gpc_lines")
    )


@cache
def sector_titles() -> Mapping[str, Text]:
    """Name sectors and sub-sectors by their codes."""
    return {row["code"]: _text(row) for row in _rows("gpc_sectors")}


@cache
def warming_potentials(potentials: Potentials) -> Mapping[str, float]:
    """
    Give the warming of a tonne of each gas over 100 years; of CO2 it is 1.

    NaN where the set has none: methane by its origin is told apart in AR6 only.

    References
    ----------
    openclimatedata, globalwarmingpotentials.csv (CC0), from the assessment reports of the IPCC.
    """
    return {row["gas"]: float(row[potentials] or nan) for row in _rows("gwp")}


@cache
def fuel_factors() -> Mapping[str, FuelFactor]:
    """Give default factors of fuels by their codes."""
    return {
        row["code"]: FuelFactor(
            row["code"],
            co2_kg_per_tj=float(row["co2_kg_per_tj"]),
            ch4_kg_per_tj=float(row["ch4_kg_per_tj"]),
            n2o_kg_per_tj=float(row["n2o_kg_per_tj"]),
            tj_per_gg=float(row["tj_per_gg"]),
            biogenic=row["biogenic"] == "yes",
            confirmed=row["confirmed"] == "yes",
            title=_text(row),
        )
        for row in _rows("factors")
    }


@cache
def waste_values(name: str) -> Mapping[str, float]:
    """Give a constant of the waste models for each kind of waste, site or plant that has it."""
    return {row["of"]: float(row["value"]) for row in _rows("waste") if row["name"] == name}


def _level(written: str) -> Level:
    for level in get_args(Level):
        if written == level:
            return level  # type: ignore[no-any-return]
    raise ValueError(written)


def _text(row: Mapping[str, str]) -> Text:
    return Text(row["en"], row["zh"])


def _rows(name: str) -> Iterator[dict[str, str]]:
    file = files("localgoals") / "catalogue" / "climate" / f"{name}.csv"
    yield from csv.DictReader(file.read_text(encoding="utf-8").splitlines())
