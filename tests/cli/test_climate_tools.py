"""The tools on climate: what is wrong with tables, forms that are read back, and many cities."""

from __future__ import annotations

import csv
import shutil
from importlib.resources import as_file
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from counted_calls import calls_of
from front_door import Done, localgoals

from localgoals.catalogue.climate.inventory import inventory_lines
from localgoals.catalogue.tool_suite.declared import example_table, tool_of
from localgoals.ingest.tool_inputs import Inputs, read_example, read_inputs
from localgoals.reports.tool_workbook import write_tables
from localgoals.tool_suite.ghg_inventory import ghg_inventory, work_out

INVENTORY = "inventory,year,potentials,people\nA,2022,ar5,1000\n"
TARGETS = (
    "target,kind,base_year,target_year,base_emissions,reduction_percent,base_output,"
    "target_output,growth_percent,baseline_emissions,fixed_emissions,planned_removals,explanation\n"
)


def run(folder: Path, *words: str) -> Done:
    """Run a tool with a page in one language: that all have both is tried elsewhere."""
    return localgoals(folder, "tools", "run", *words, "--lang", "en")


def example(code: str, folder: Path) -> Path:
    tool = tool_of(code)
    with as_file(example_table(tool, tool.tables[0])) as first:
        shutil.copytree(first.parent, folder / "mine")
    (folder / "mine" / "tool.yaml").unlink()
    return folder / "mine"


def test_an_inventory_survives_the_form_of_the_common_reporting_framework(tmp_path: Path) -> None:
    form = tmp_path / "crf.xlsx"
    write_tables(form, ghg_inventory(read_example(tool_of("ghg-inventory"))).workbooks["crf"])

    again, problems = read_inputs(form, tool_of("ghg-inventory"))

    assert again is not None, problems
    here, there = work_out(read_example(tool_of("ghg-inventory"))), work_out(again)
    np.testing.assert_allclose(there.lines, here.lines, rtol=1e-12)
    np.testing.assert_array_equal(there.status, here.status)
    np.testing.assert_array_equal(there.keys, here.keys)
    for name, total in here.totals._asdict().items():
        np.testing.assert_allclose(getattr(there.totals, name), total, rtol=1e-12)
    said = again.tables["reported"].set_index("line")["explanation"]
    assert said["I.3.3"] == "Included in I.1.3"
    # A second time round nothing moves any more.
    sheets = ghg_inventory(again).workbooks["crf"]
    pd.testing.assert_frame_equal(
        sheets["reported"].drop(columns="about"),
        again.tables["reported"].drop(columns="about"),
        check_like=True,
        check_dtype=False,
    )


def test_words_that_look_like_formulas_stay_words_in_the_form(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "inventories.csv").write_text(INVENTORY)
    (tmp_path / "mine" / "reported.csv").write_text(
        'inventory,line,notation,co2,explanation\nA,I.1.1,,10,"=HYPERLINK(1)"\n'
    )

    done = run(tmp_path, "ghg-inventory", "mine", "-o", "out")

    assert done.returncode == 0, done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "out" / "crf.xlsx")["reported"]
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert cells["=HYPERLINK(1)"] == "s"


def test_open_burning_of_sludge_and_industrial_waste_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "inventories.csv").write_text(INVENTORY)
    rows = [f"A,III.3.1,5,0,0,0,0,0,0,open_burning,{waste}" for waste in ("sludge", "industrial")]
    shares = ",".join(
        f"{one}_share" for one in ("food", "garden", "paper", "wood", "textiles", "plastics")
    )
    (tmp_path / "mine" / "burned.csv").write_text(
        "\n".join([f"inventory,line,tonnes,{shares},plant,waste", *rows])
    )

    done = run(tmp_path, "ghg-inventory", "mine", "-o", "out")

    words = " ".join(done.stderr.split())
    assert done.returncode == 1
    assert "row 2, column waste found: sludge, burned in the open" in words
    assert "row 3, column waste found: industrial, burned in the open" in words


def test_the_page_says_that_the_biogenic_carbon_of_sludge_is_not_known(tmp_path: Path) -> None:
    folder = example("ghg-inventory", tmp_path)
    burned = pd.read_csv(folder / "burned.csv").assign(plant="batch_stoker", waste="sludge")
    burned.to_csv(folder / "burned.csv", index=False)

    done = run(tmp_path, "ghg-inventory", "mine", "-o", "out")

    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "That of burned sludge is not known." in page


def test_every_fault_of_an_inventory_is_named_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "inventories.csv").write_text(INVENTORY)
    (folder / "activities.csv").write_text(
        "inventory,line,activity,amount,amount_unit,factor,co2_factor,factor_unit\n"
        "B,I.1.1,gas,1,TJ,natural-gas-buildings,,\n"
        "A,I.9.9,gas,1,TJ,natural-gas-buildings,,\n"
        "A,I.1.1,gas,1,ton,natural-gas-buildings,,\n"
        "A,I.1.1,gas,1,m3,natural-gas-buildings,,\n"
        "A,I.1.1,gas,1,m3,,2,kg/kg\n"
        "A,I.1.1,gas,1,m3,,,\n"
        "A,I.1.1,gas,1,TJ,natural-gas-buildings,2,kg/TJ\n"
        "A,I.1.1,gas,1,TJ,peat,,\n"
    )
    (folder / "reported.csv").write_text(
        "inventory,line,notation,co2,explanation\n"
        "A,I.2.1,NO,,\nA,I.2.2,NE,5,because\nA,I.2.3,,,\nA,I.1.1,,4,\n"
    )
    (folder / "landfill.csv").write_text(
        "inventory,line,tonnes,food_share,garden_share,paper_share,wood_share,textiles_share,"
        "industrial_share,site,covered,recovered_share\n"
        "A,III.2.1,5,0.6,0.6,0,0,0,0,managed,yes,0\n"
    )

    done = run(tmp_path, "ghg-inventory", "mine", "-o", "out")

    assert done.returncode == 1
    for place in (
        "activities.csv, row 2, column inventory", "activities.csv, row 3, column line",
        "activities.csv, row 4, column amount_unit", "activities.csv, row 5, column amount_unit",
        "activities.csv, row 6, column factor_unit", "activities.csv, row 7, column factor",
        "activities.csv, row 8, column factor", "activities.csv, row 9, column factor",
        "reported.csv, row 2, column explanation", "reported.csv, row 3, column notation",
        "reported.csv, row 4, column notation", "reported.csv, row 5, column line",
        "landfill.csv, row 2, column line", "landfill.csv, row 2, column food_share",
    ):  # fmt: skip
        assert place in done.stderr, place
    assert not (tmp_path / "out").exists()


def test_an_amount_that_is_not_known_leaves_its_line_missing_and_not_zero(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "inventories.csv").write_text(INVENTORY)
    (folder / "activities.csv").write_text(
        "inventory,line,activity,amount,amount_unit,factor\n"
        "A,I.1.1,gas,,TJ,natural-gas-buildings\nA,I.1.1,gas,5,TJ,natural-gas-buildings\n"
        "A,I.2.1,gas,5,TJ,natural-gas-buildings\n"
    )

    done = run(tmp_path, "ghg-inventory", "mine", "-o", "out")

    with (tmp_path / "out" / "lines.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = {row["line"]: row for row in csv.DictReader(file)}
    assert done.returncode == 0, done.stderr
    assert (lines["I.1.1"]["status"], lines["I.1.1"]["co2e"]) == ("missing", "")
    assert lines["I.2.1"]["status"] == "figure"


def test_an_inventory_without_any_figure_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "inventories.csv").write_text(INVENTORY)

    done = run(tmp_path, "ghg-inventory", "inventories.csv", "-o", "out")

    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "BASIC is not complete" in page


def test_targets_that_lack_what_they_are_made_of_are_refused(tmp_path: Path) -> None:
    folder = example("climate-targets", tmp_path)
    (folder / "targets.csv").write_text(
        TARGETS
        + "a,base_year,2010,2030,,,,,,,,,\n"
        + "b,intensity,2010,2030,,50,,5,,,,,\n"
        + "c,baseline,2010,2030,,50,,,,,,,\n"
        + "d,fixed_level,2010,2009,,,,,,,,,\n"
        + "e,base_year,1999,2030,,50,,,,,,,\n"
        + "f,intensity,2010,2030,,50,0,5,,,,,\n"
    )

    done = run(tmp_path, "climate-targets", "mine", "-o", "out")

    assert done.returncode == 1
    for place in (
        "row 2, column reduction_percent", "row 3, column base_output",
        "row 4, column growth_percent", "row 5, column target_year",
        "row 5, column fixed_emissions", "row 6, column base_year", "row 7, column base_output",
    ):  # fmt: skip
        assert place in done.stderr, place


def test_the_targets_of_the_example_are_what_a_pocket_calculator_gives(tmp_path: Path) -> None:
    assert run(tmp_path, "climate-targets", "-o", "out").returncode == 0

    found = pd.read_csv(tmp_path / "out" / "targets.csv").set_index("target")
    assert found["target_emissions"].tolist() == pytest.approx(
        [500_000, 5 * 0.5 * 260_000, 1e6 * 1.015**25 * 0.4, 90_000]
    )
    assert found["path_emissions"].iloc[0] == 650_000
    assert found["progress"].iloc[0] == pytest.approx(120_000 / 500_000)
    peak = pd.read_csv(tmp_path / "out" / "peak.csv").iloc[0]
    assert (peak["year"], bool(peak["has_peaked"])) == (2016, True)


def test_the_targets_of_many_cities_are_those_of_each_alone(tmp_path: Path) -> None:
    alone = {"North": 1.0, "South": 0.5, "East": 2.0, "West": 1.0, "Hill": 1.0}
    folder = example("climate-targets", tmp_path)
    emissions = pd.read_csv(folder / "emissions.csv")
    targets = pd.read_csv(folder / "targets.csv").iloc[[0, 3]]
    drivers = pd.read_csv(folder / "drivers.csv")
    for city, size in alone.items():
        lone = tmp_path / city
        lone.mkdir()
        mine = emissions.assign(emissions=emissions["emissions"] * size)
        if city == "East":
            mine["emissions"] = np.nan
        mine.to_csv(lone / "emissions.csv", index=False)
        own = targets.assign(base_emissions=1e6)
        own.to_csv(lone / "targets.csv", index=False)
        drivers.assign(people=drivers["people"] * size).to_csv(lone / "drivers.csv", index=False)
    for table in ("emissions", "targets", "drivers"):
        # The last city has no target.
        cities = list(alone)[: -1 if table == "targets" else None]
        parts = [pd.read_csv(tmp_path / one / f"{table}.csv").assign(city=one) for one in cities]
        pd.concat(parts).to_csv(folder / f"{table}.csv", index=False)

    done = run(tmp_path, "climate-targets", "mine", "-o", "out")

    assert done.returncode == 0, done.stderr
    together = {name: pd.read_csv(tmp_path / "out" / f"{name}.csv") for name in RATED}
    for city in list(alone)[:-1]:
        assert run(tmp_path, "climate-targets", city, "-o", f"out-{city}").returncode == 0
        for name in RATED:
            own = pd.read_csv(tmp_path / f"out-{city}" / f"{name}.csv")
            rows = together[name][together[name]["city"] == city].reset_index(drop=True)
            pd.testing.assert_frame_equal(rows.assign(city=np.nan), own, check_dtype=False)
    assert together["peak"]["city"].tolist() == list(alone)
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "Where the cities stand" in page
    # The first few have pictures of their own.
    assert page.count('id="target-paths-') == 3
    # Of East no emissions are known, so that nothing can be said of what drove them.
    assert page.count('id="emission-drivers-') == 2
    assert page.count("It is not known what drove the change") == 1


RATED = ("targets", "paths", "peak", "drivers")


def test_drivers_of_a_strange_city_and_below_nought_are_refused(tmp_path: Path) -> None:
    folder = example("climate-targets", tmp_path)
    for table in ("emissions", "targets"):
        pd.read_csv(folder / f"{table}.csv").assign(city="North").to_csv(
            folder / f"{table}.csv", index=False
        )
    (folder / "drivers.csv").write_text(
        "city,year,people,gdp,energy\nNroth,2010,1,1,1\n,2010,1,1,1\nNorth,2010,-1,1,1\n"
    )

    mistyped = run(tmp_path, "climate-targets", "mine", "-o", "out")
    (folder / "drivers.csv").write_text(
        "city,year,people,gdp,energy\nNroth,2010,1,1,1\n,2010,1,1,1\n"
    )
    strange = run(tmp_path, "climate-targets", "mine", "-o", "out")

    assert (mistyped.returncode, strange.returncode) == (1, 1)
    assert "row 4, column people" in mistyped.stderr
    assert "drivers.csv, row 2, column city\n   found: Nroth" in strange.stderr
    assert "drivers.csv, row 3, column city" in strange.stderr


def test_a_year_that_lacks_a_driver_is_passed_over_and_two_are_needed(tmp_path: Path) -> None:
    folder = example("climate-targets", tmp_path)
    given = "year,people,gdp,energy\n2010,100,10,5\n2013,,10,5\n2016,0,10,5\n2019,110,11,5.5\n"
    (folder / "drivers.csv").write_text(given)
    three = run(tmp_path, "climate-targets", "mine", "-o", "out")
    (folder / "drivers.csv").write_text("\n".join(given.splitlines()[:3]))
    one = run(tmp_path, "climate-targets", "mine", "-o", "out-one")

    assert (three.returncode, one.returncode) == (0, 0), three.stderr + one.stderr
    found = pd.read_csv(tmp_path / "out" / "drivers.csv")
    assert found[["from_year", "to_year", "change"]].to_numpy().tolist() == [[2010, 2019, 60_000]]
    assert found["wealth"].tolist() == pytest.approx([0])
    assert pd.read_csv(tmp_path / "out-one" / "drivers.csv").empty
    page = (tmp_path / "out-one" / "en" / "report.html").read_text(encoding="utf-8")
    assert "It is not known what drove the change" in page


def test_targets_of_no_city_or_of_a_strange_one_are_refused_among_cities(tmp_path: Path) -> None:
    folder = example("climate-targets", tmp_path)
    (folder / "drivers.csv").unlink()
    (folder / "emissions.csv").write_text("city,year,emissions\nNorth,2010,5\n,2011,5\n")
    (folder / "targets.csv").write_text(
        f"city,{TARGETS}"
        + "Nroth,a,fixed_level,2010,2030,,,,,,,3,,\n,b,fixed_level,2010,2030,,,,,,,3,,\n"
    )

    done = run(tmp_path, "climate-targets", "mine", "-o", "out")

    assert done.returncode == 1
    assert "emissions.csv, row 3, column city" in done.stderr
    assert "targets.csv, row 2, column city\n   found: Nroth" in done.stderr
    assert "targets.csv, row 3, column city" in done.stderr
    # A name that is not there is one fault, not two.
    assert "targets.csv, row 2, column base_year" not in done.stderr


def test_the_ledger_of_the_example_counts_a_tonne_once(tmp_path: Path) -> None:
    assert run(tmp_path, "climate-ledger", "-o", "out").returncode == 0

    sectors = pd.read_csv(tmp_path / "out" / "sectors.csv").set_index("sector")
    # Three cities claim 90, 160 and 30 thousand tonnes, the region around one of them 210.
    assert sectors.loc["Transport", ["least", "most"]].tolist() == [280_000, 490_000]
    assert sectors.loc["Transport", "least_percent_of_target"] == pytest.approx(70)
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "1,250,000" in page
    assert "2,105,000" in page


def test_two_companies_of_a_place_are_two(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "claims.csv").write_text(
        "claim,actor,level,sector,gas,geography,year,tonnes\n"
        "a,X,company,Energy,CO2,North,2030,5\nb,Y,company,Energy,CO2,North,2030,7\n"
        "c,X,city,Energy,CO2,North,2030,5\nd,Y,city,Energy,CO2,North,2030,7\n"
    )

    done = run(tmp_path, "climate-ledger", "mine", "-o", "out")

    ranges = pd.read_csv(tmp_path / "out" / "ranges.csv").set_index("value")
    assert done.returncode == 0, done.stderr
    assert ranges.loc["company", ["least", "most"]].tolist() == [12, 12]
    assert ranges.loc["city", ["least", "most"]].tolist() == [7, 12]


def test_a_thousand_inventories_take_hardly_more_steps_than_one(tmp_path: Path) -> None:
    def given(count: int) -> Inputs:
        folder = tmp_path / f"{count}"
        folder.mkdir()
        names = [f"city {number}" for number in range(count)]
        lines = [one.code for one in inventory_lines()]
        pd.DataFrame({"inventory": names, "year": 2022, "potentials": "ar5"}).to_csv(
            folder / "inventories.csv", index=False
        )
        pd.DataFrame(
            {
                "inventory": np.repeat(names, 53),
                "line": lines * count,
                "activity": "gas",
                "amount": np.arange(53 * count) % 97,
                "amount_unit": "TJ",
                "factor": "natural-gas-buildings",
            }
        ).to_csv(folder / "activities.csv", index=False)
        inputs, problems = read_inputs(folder, tool_of("ghg-inventory"))
        assert inputs is not None, problems
        return inputs

    one, many = given(1), given(1000)
    found = work_out(many)

    each = (56_100 + 5 * 28 + 0.1 * 265) / 1e3
    expected = (np.arange(53_000) % 97).reshape(1000, 53) * each
    np.testing.assert_allclose(found.lines, expected, rtol=1e-9)
    # No loop over rows: a thousand times the rows are nowhere near a thousand times the calls.
    assert calls_of(lambda: work_out(many)) < 2 * calls_of(lambda: work_out(one))
    worked = ghg_inventory(many)
    assert len(worked.tables["lines"]) == 53_000
    assert len(worked.workbooks["crf"]["reported"]) == 53_000


def inventory_of(folder: Path, **tables: str) -> Inputs:
    folder.mkdir()
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    inputs, problems = read_inputs(folder, tool_of("ghg-inventory"))
    assert inputs is not None, [str(one) for one in problems]
    return inputs


@pytest.mark.parametrize(("report", "co2e"), [("ar6", 29.8 + 27.0 + 27.9), ("ar5", 3 * 28)])
def test_methane_weighs_by_its_origin_where_the_report_tells_it_apart(
    report: str, co2e: float, tmp_path: Path
) -> None:
    inputs = inventory_of(
        tmp_path / "mine",
        inventories=f"inventory,year,potentials\nA,2022,{report}\n",
        activities=(
            "inventory,line,activity,amount,amount_unit,ch4_factor,factor_unit,methane_origin\n"
            "A,I.8.1,leaks,1,t,1,t/t,fossil\nA,I.8.1,leaks,1,t,1,t/t,\n"
        ),
        reported="inventory,line,ch4_biogenic\nA,III.4.1,1\n",
    )

    worked = ghg_inventory(inputs)

    assert np.nansum(work_out(inputs).lines) == pytest.approx(co2e)
    sheets = worked.workbooks["crf"]
    again = inventory_of(
        tmp_path / "again", **{name: one.to_csv(index=False) for name, one in sheets.items()}
    )
    np.testing.assert_allclose(work_out(again).lines, work_out(inputs).lines)


def test_gases_by_their_names_weigh_as_the_chosen_report_says(tmp_path: Path) -> None:
    inputs = inventory_of(
        tmp_path / "mine",
        inventories="inventory,year,potentials\nA,2022,ar4\nB,2022,ar6\n",
        fluorinated=(
            "inventory,line,gas,tonnes\nA,IV.2,HFC134a,2\nA,IV.2,CF4,1\nB,IV.2,HFC134a,2\n"
        ),
    )

    found = work_out(inputs)

    assert found.totals.basic_plus.tolist() == [2 * 1430 + 7390, 2 * 1530]


def test_places_apart_are_added_by_scope_1_and_years_of_a_place_are_drawn(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "inventories.csv").write_text(
        "inventory,place,year,potentials,apart\n"
        "A 20,A,2020,ar5,yes\nA 22,A,2022,ar5,yes\nB 22,B,2022,ar5,yes\nAB 22,AB,2022,ar5,no\n"
    )
    (folder / "reported.csv").write_text(
        "inventory,line,co2\nA 20,I.1.1,10\nA 22,I.1.1,20\nB 22,I.4.4,5\nB 22,I.1.2,7\n"
        "AB 22,I.1.1,27\n"
    )

    done = run(tmp_path, "ghg-inventory", "mine", "-o", "out")

    together = pd.read_csv(tmp_path / "out" / "together.csv")
    assert done.returncode == 0, done.stderr
    assert together["year"].tolist() == [2020, 2022]
    assert together["territorial"].tolist() == [10, 25]
    assert together["inventories"].tolist() == [1, 2]
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "A: totals by year" in page


def test_places_that_are_added_twice_and_gases_without_a_potential_are_refused(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "inventories.csv").write_text(
        "inventory,place,year,potentials,apart\nA,A,2022,sar,yes\nB,A,2022,ar5,yes\nC,,2022,ar5,yes\n"
    )
    (folder / "fluorinated.csv").write_text(
        "inventory,line,gas,tonnes\nA,IV.2,NF3,1\nA,IV.2,HFC152,1\n"
    )

    done = run(tmp_path, "ghg-inventory", "mine", "-o", "out")

    assert done.returncode == 1
    for place in (
        "inventories.csv, row 3, column place", "inventories.csv, row 4, column place",
        "fluorinated.csv, row 2, column gas", "fluorinated.csv, row 3, column gas",
    ):  # fmt: skip
        assert place in done.stderr, place


def test_reductions_of_two_years_are_not_added(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "claims.csv").write_text(
        "claim,actor,level,sector,gas,geography,year,tonnes\n"
        "a,X,city,Energy,CO2,North,2030,5\nb,Y,city,Energy,CO2,South,2035,7\n"
    )

    done = run(tmp_path, "climate-ledger", "mine", "-o", "out")

    assert done.returncode == 1
    assert "claims.csv, row 3, column year" in done.stderr
    assert "2030 as in the first row" in done.stderr


def test_a_way_that_has_not_begun_has_no_progress_and_a_small_percent_is_asked_about(
    tmp_path: Path,
) -> None:
    folder = example("climate-targets", tmp_path)
    (folder / "targets.csv").write_text(
        TARGETS
        + "late,base_year,2040,2050,900000,50,,,,,,,\n"
        + "half,base_year,2010,2030,,0.5,,,,,,,\n"
    )

    done = run(tmp_path, "climate-targets", "mine", "-o", "out")

    found = pd.read_csv(tmp_path / "out" / "targets.csv").set_index("target")
    assert done.returncode == 0, done.stderr
    assert np.isnan(found.loc["late", ["path_emissions", "progress"]].astype(float)).all()
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "half, reduction_percent 0.5" in page
