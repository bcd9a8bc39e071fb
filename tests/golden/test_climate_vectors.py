"""Inventories and warming potentials against rows that others have published."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from localgoals.catalogue.climate.inventory import (
    fuel_factors,
    inventory_lines,
    warming_potentials,
)
from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.climate.waste import methane_commitment
from localgoals.ingest.tool_inputs import Inputs, read_example, read_inputs
from localgoals.tool_suite.ghg_inventory import work_out

COLUMNS = {
    "SARGWP100": "sar", "TARGWP100": "tar", "AR4GWP100": "ar4", "AR5GWP100": "ar5",
    "AR5CCFGWP100": "ar5_feedbacks", "AR6GWP100": "ar6",
}  # fmt: skip


def rows_of(path: Path) -> list[dict[str, str]]:
    lines = path.read_text("utf-8-sig").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def inputs_of(folder: Path, **tables: pd.DataFrame) -> Inputs:
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    inputs, problems = read_inputs(folder, tool_of("ghg-inventory"))
    assert inputs is not None, [str(one) for one in problems]
    return inputs


@pytest.mark.parametrize(
    ("name", "count"), [("stationary_ef_vectors", 56), ("transport_ef_vectors", 13)]
)
def test_every_published_row_of_fuel_comes_out(
    shared: Path, tmp_path: Path, name: str, count: int
) -> None:
    given = pd.DataFrame(rows_of(shared / "vectors" / "gpc" / f"{name}.csv"))
    # One inventory for each row, as a line can have several rows.
    names = [f"row {number}" for number in range(len(given))]
    inventories = pd.DataFrame({"inventory": names, "year": 2020, "potentials": "ar5"})
    activities = pd.DataFrame(
        {
            "inventory": names,
            "line": given["gpc_ref"],
            "activity": given["fuel"],
            "amount": given["activity"],
            "amount_unit": given["ef_unit"].str.partition("/")[2],
            "co2_factor": given["ef_co2"],
            "ch4_factor": given["ef_ch4"],
            "n2o_factor": given["ef_n2o"],
            "factor_unit": given["ef_unit"],
        }
    )

    found = work_out(inputs_of(tmp_path, inventories=inventories, activities=activities))

    assert len(given) == count
    tonnes = np.nansum(found.lines, axis=1)
    np.testing.assert_allclose(
        tonnes, given["expected_tco2e_ar5_recomputed"].astype(float), rtol=1e-12
    )
    assert np.abs(tonnes - given["tco2e_in_source"].astype(float)).max() < 0.006


def test_the_lines_are_the_published_ones(shared: Path) -> None:
    published = rows_of(shared / "vectors" / "gpc" / "gpc_1.1_subcategories.csv")

    # The source writes I.63 for I.6.3, and leaves lines out where a sub-sector has only one.
    codes = [
        (row["subcategory_refno"] or row["subsector_refno"]).replace("I.63", "I.6.3")
        for row in published
    ]
    assert len(codes) == 53
    assert [(one.code, str(one.scope), one.level) for one in inventory_lines()] == [
        (code, row["scope"], row["reporting_level"])
        for code, row in zip(codes, published, strict=True)
    ]


def test_every_warming_potential_is_the_published_one(shared: Path) -> None:
    published = {
        row["Species"]: row
        for row in rows_of(shared / "vectors" / "gwp" / "globalwarmingpotentials.csv")
    }

    for column, ours in COLUMNS.items():
        for gas, value in warming_potentials(ours).items():  # type: ignore[arg-type]
            if gas in published:
                expected = float(published[gas][column] or "nan")
                assert value == pytest.approx(expected, nan_ok=True), (gas, column)
    # Every gas of the Kyoto list is there; the others are of the Montreal Protocol, or of none.
    kyoto = re.compile(r"CH4|N2O|SF6|NF3|HFC.*|c?C\d*F\d+")
    assert {gas for gas in published if kyoto.fullmatch(gas)} <= set(warming_potentials("ar6"))
    assert set(warming_potentials("ar6")) - set(published) == {
        "CO2", "CH4_fossil", "CH4_biogenic",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("factor", "line", "fuel"),
    [
        ("natural-gas-buildings", "I.1.1", "natural-gas"),
        ("natural-gas-industry", "I.3.1", "natural-gas"),
        ("lpg-buildings", "I.1.1", "liquefied-petroleum-gases"),
        ("lpg-industry", "I.3.1", "liquefied-petroleum-gases"),
        ("motor-gasoline-stationary", "I.1.1", "gasoline"),
        ("gas-diesel-oil-buildings", "I.6.1", "diesel-oil"),
        ("gas-diesel-oil-industry", "I.3.1", "diesel-oil"),
        ("residual-fuel-oil-industry", "I.3.1", "residual-fuel-oil"),
        ("anthracite-buildings", "I.1.1", "anthracite"),
        ("anthracite-industry", "I.2.1", "anthracite"),
        ("anthracite-power", "I.4.1", "anthracite"),
        ("lignite-industry", "I.3.1", "lignite"),
        ("wood-buildings", "I.1.1", "firewood"),
    ],
)
def test_named_factors_have_the_proportions_of_the_published_rows(
    shared: Path, factor: str, line: str, fuel: str
) -> None:
    rows = rows_of(shared / "vectors" / "gpc" / "stationary_ef_vectors.csv")
    row = next(r for r in rows if r["gpc_ref"] == line and r["fuel"] == f"fuel-type-{fuel}")
    ours = fuel_factors()[factor]

    # The published factors are by volume or mass: their proportions do not depend on that.
    co2 = float(row["ef_co2"])
    assert float(row["ef_ch4"]) / co2 == pytest.approx(
        ours.ch4_kg_per_tj / ours.co2_kg_per_tj, rel=0.01
    )
    assert float(row["ef_n2o"]) / co2 == pytest.approx(
        ours.n2o_kg_per_tj / ours.co2_kg_per_tj, rel=0.01
    )
    if row["ef_unit"] == "kg/kg":
        assert co2 == pytest.approx(ours.co2_kg_per_tj * ours.tj_per_gg * 1e-6, rel=1e-3)


def test_the_methane_of_a_landfill_is_the_worked_one() -> None:
    # 100,000 t with a degradable carbon of 0.15, managed and covered: 5,400 t of methane.
    found = methane_commitment(
        1e5, {"industrial": 1.0}, correction=1.0, recovered=0.0, oxidised=0.1
    )

    assert float(found) == pytest.approx(5400, rel=1e-12)
    assert float(found) * warming_potentials("ar5")["CH4"] == pytest.approx(151_200, rel=1e-12)


def test_nitrous_oxide_of_burned_waste_is_what_a_pocket_calculator_gives(tmp_path: Path) -> None:
    kinds = ["", "municipal", "industrial", "sludge", ""]
    names = [f"row {number}" for number in range(len(kinds))]
    burned = pd.DataFrame(
        {
            "inventory": names,
            "line": "III.3.1",
            "tonnes": 2000,
            **{f"{kind}_share": 0 for kind in ("food", "garden", "paper", "wood", "textiles")},
            "plastics_share": 0.1,
            "plant": ["batch_stoker"] * 4 + ["open_burning"],
            "waste": kinds,
        }
    )
    inventories = pd.DataFrame({"inventory": names, "year": 2020, "potentials": "ar5"})

    found = work_out(inputs_of(tmp_path, inventories=inventories, burned=burned)).sources

    # 2,000 t of 50, 50, 100, 900 and, in the open, 150 g.
    assert found["n2o"].tolist() == pytest.approx([0.1, 0.1, 0.2, 1.8, 0.3])
    # 200 t of plastics, dry, of which three quarters are carbon: 550 t of carbon dioxide. Methane
    # of the plant is 0.12 t.
    assert found["co2e"].tolist()[:4] == pytest.approx(
        [550 + 0.12 * 28 + n2o * 265 for n2o in (0.1, 0.1, 0.2, 1.8)]
    )
    assert found["co2_biogenic"].isna().tolist() == [False, False, False, True, False]


def test_the_worked_example_is_what_a_pocket_calculator_gives() -> None:
    found = work_out(read_example(tool_of("ghg-inventory")))

    line = {one.code: float(found.lines[0, n]) for n, one in enumerate(inventory_lines())}
    # Electricity of homes: 310,000 MWh of 0.52 kg CO2, 0.01 g CH4 and 0.006 g N2O a kWh.
    assert line["I.1.2"] == pytest.approx(310e6 * (0.52 + 1e-5 * 28 + 6e-6 * 265) / 1e3)
    # Natural gas of shops: 700 TJ of 56,100 kg, 5 kg and 0.1 kg.
    assert line["I.2.1"] == pytest.approx(700 * (56_100 + 5 * 28 + 0.1 * 265) / 1e3)
    # 8,000 t of anthracite at 26.7 TJ/Gg.
    assert line["I.3.1"] == pytest.approx(
        8 * 26.7 * (98_300 + 10 * 28 + 1.5 * 265) / 1e3
        + 11 * 40.4 * (77_400 + 3 * 28 + 0.6 * 265) / 1e3
    )
    carbon = 0.15 * 0.45 + 0.2 * 0.08 + 0.4 * 0.12 + 0.43 * 0.02 + 0.24 * 0.04
    assert line["III.1.1"] == pytest.approx(60_000 * carbon * 0.6 * 0.5 * 16 / 12 * 0.8 * 0.9 * 28)
    assert found.totals.lacking.tolist() == [1]
