"""From tables of statistics, a survey and water samples to a baseline, through the front door."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import pytest
from scipy import stats
from typer.testing import CliRunner

from localgoals.cli.main import app

SQUARE = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
    '{"code": "%s", "name": "%s"}, "geometry": {"type": "Polygon", "coordinates": '
    "[[[0,0],[0.1,0],[0.1,0.1],[0,0.1],[0,0]]]}}]}"
)
FLOWS = """series,area,period,group,value,margin
people,X,2020,,1000000,0
waste_from_non_households,X,2020,,180,0
waste_received_by_controlled_recovery,X,2020,,60,0
waste_received_by_uncontrolled_recovery,X,2020,,20,0
waste_received_by_controlled_disposal,X,2020,,200,0
waste_received_by_uncontrolled_disposal,X,2020,,100,0
waste_residues_from_controlled_recovery,X,2020,,6,0
waste_residues_from_uncontrolled_recovery,X,2020,,2,0
waste_recyclables_from_controlled_disposal,X,2020,,8,0
waste_recyclables_from_uncontrolled_disposal,X,2020,,4,0
wastewater_from_households,X,2020,,100,
wastewater_from_services,X,2020,,30,
wastewater_from_industry,X,2020,,20,
wastewater_safely_treated_from_households,X,2020,,60,
wastewater_safely_treated_from_services,X,2020,,10,
wastewater_safely_treated_from_industry,X,2020,,5,
material_recycled,X,2020,,150,
material_exported_for_recycling,X,2020,,50,
material_imported_for_recycling,X,2020,,20,
all_waste_generated,X,2020,,600,
disaster_deaths,X,2020,,12,
disaster_missing,X,2020,NO,NO,
people_affected_by_disasters,X,2020,,438,
economic_loss_from_disasters,X,2020,,36,
city_product,X,2020,,14400,
people_using_basic_water,X,2020,,950000,
""".replace(",2020,NO,NO,", ",2020,,NO,")


def households() -> Iterator[str]:
    """Give 60 households in 12 clusters of two strata: of each cluster of five, one lacks water."""
    yield "psu,zone,w,members,sex,water,toilet,room,house,tenure,say,influence,waste_kg"
    for number in range(60):
        cluster, place = divmod(number, 5)
        water = "no" if place == 0 and cluster % 2 == 0 else "yes"
        sex = "female" if number % 2 else "male"
        # Everybody of four weighs 0.36 or 0.48 kg a day: 0.42 on average in either stratum.
        waste = 4 * (0.36 if cluster % 2 == 0 else 0.48)
        answer = "dk" if number == 59 else str(1 + number % 5)
        zone, weight = ("north", 100) if cluster < 6 else ("south", 300)
        yield (
            f"c{cluster},{zone},{weight},4,{sex},"
            f"{water},yes,yes,yes,yes,{answer},{1 + place},{waste:.2f}"
        )


EXPERTS = """planning,budget,evaluation,inclusion
3,3,2,4
2,2,3,3
3,4,3,2
3,3,3,3
4,2,3,3
"""


def water_samples() -> Iterator[str]:
    """Give four water bodies, of which 85, 79, 80 and 100 of 100 measurements comply."""
    yield "body,kind,parameter,complies"
    for body, kind, good in (
        ("Long River", "river", 85), ("Short River", "river", 79),
        ("The Lake", "lake", 80), ("Well Field", "groundwater", 100),
    ):  # fmt: skip
        core = ("salinity", "nitrogen", "ph", "oxygen", "phosphorus")
        groups = core[:3] if kind == "groundwater" else core
        for number in range(100):
            yield f"{body},{kind},{groups[number % len(groups)]},{'yes' if number < good else 'no'}"


def run(*words: str) -> str:
    """Call a command that must go well."""
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a pack with the tables."""
    folder = tmp_path_factory.mktemp("city")
    tables = {
        "city.geojson": SQUARE % ("X", "X"),
        "flows.csv": FLOWS,
        "households.csv": "\n".join(households()),
        "experts.csv": EXPERTS,
        "water.csv": "\n".join(water_samples()),
    }
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    pack = folder / "pack"
    run("pack", "new", str(pack), "--code", "X", "--name-en", "Exton", "--name-zh", "例城",
        "--country", "GB")  # fmt: skip
    run("pack", "add", str(pack), str(folder / "city.geojson"), "--role", "boundary")
    run("pack", "add", str(pack), str(folder / "flows.csv"), "--role", "statistics")
    fields = {
        "cluster": "psu", "stratum": "zone", "weight": "w", "people": "members", "sex": "sex",
        "improved_water": "water", "improved_sanitation": "toilet", "sufficient_space": "room",
        "durable_house": "house", "secure_tenure": "tenure", "has_say": "say",
        "has_influence": "influence", "household_waste_kg_per_day": "waste_kg",
    }  # fmt: skip
    named = [word for field, column in fields.items() for word in ("--field", f"{field}={column}")]
    run("pack", "add", str(pack), str(folder / "households.csv"), "--role", "survey",
        "--period", "2020", *named)  # fmt: skip
    asked = {
        "participation_in_planning": "planning", "participation_in_budgeting": "budget",
        "participation_in_evaluation": "evaluation", "participation_of_marginalised": "inclusion",
    }  # fmt: skip
    named = [word for field, column in asked.items() for word in ("--field", f"{field}={column}")]
    run("pack", "add", str(pack), str(folder / "experts.csv"), "--role", "survey",
        "--period", "2020", *named)  # fmt: skip
    run("pack", "add", str(pack), str(folder / "water.csv"), "--role", "water-quality",
        "--period", "2020")  # fmt: skip
    return pack


@pytest.fixture(scope="module")
def baseline(pack: Path) -> Path:
    """Compute the baseline of the pack."""
    folder = pack.parent / "baseline"
    run("baseline", str(pack), "--out", str(folder))
    return folder


@pytest.fixture(scope="module")
def figures(baseline: Path) -> dict[tuple[str, str, str], dict[str, str]]:
    """Give the rows of the city by indicator, series and group."""
    with (baseline / "observations.csv").open(newline="", encoding="utf-8-sig") as file:
        return {
            (row["indicator"], row["series"], row["group"]): row
            for row in csv.DictReader(file)
            if row["area"] == "X"
        }


@pytest.mark.parametrize(
    ("code", "series", "value"),
    [
        ("11.6.1", "value", 41.0),
        ("11.6.1", "collected", 60.0),
        ("11.6.1", "uncollected", 40.0),
        ("11.6.1", "generated", 600.0),
        ("11.6.1", "per_head", 0.60),
        ("6.3.1", "value", 50.0),
        ("6.3.1", "households", 60.0),
        ("12.5.1", "value", 30.0),
        ("11.5.1", "value", 45.0),
        ("11.5.1", "killed", 1.2),
        ("11.5.2", "value", 0.25),
        ("1.4.1", "water", 95.0),
        ("11.1.1", "value", 10.0),
        ("11.3.2", "value", 2.9),
        ("6.3.2", "value", 75.0),
        ("6.3.2", "rivers", 50.0),
        ("16.7.2", "responsive", 60.0),
    ],
)
def test_the_tables_give_the_figures(
    figures: dict[tuple[str, str, str], dict[str, str]], code: str, series: str, value: float
) -> None:
    assert float(figures[code, series, ""]["value"]) == pytest.approx(value)


def test_the_slum_share_has_the_range_of_its_clusters(
    figures: dict[tuple[str, str, str], dict[str, str]],
) -> None:
    """
    Six clusters in each stratum, every other with one of five households in a slum.

    A cluster of five households of four has 1 or 0 of 5 where 0.5 is the mean, so that its sum is
    z = ±0.5 × 4 w / (4 W), with the weight of all households W = 30 × 100 + 30 × 300 = 12000.
    Variance: 6/5 × 6 × 0.25 × (100² + 300²) / 12000².
    """
    error = sqrt(6 / 5 * 6 * 0.25 * (100**2 + 300**2)) / 12000
    reach = stats.t.ppf(0.95, 10) * error / 0.09
    odds = 0.1 / 0.9

    row = figures["11.1.1", "value", ""]

    lower, upper = (odds * 2.718281828459045**one for one in (-reach, reach))
    assert float(row["lower"]) == pytest.approx(100 * lower / (1 + lower), rel=1e-6)
    assert float(row["upper"]) == pytest.approx(100 * upper / (1 + upper), rel=1e-6)


def test_weighing_the_waste_of_households_gives_the_range_of_the_waste(
    figures: dict[tuple[str, str, str], dict[str, str]],
) -> None:
    row = figures["11.6.1", "per_head", ""]

    assert float(row["lower"]) < 0.6 < float(row["upper"])


def test_a_group_with_too_few_answers_has_no_figure(
    figures: dict[tuple[str, str, str], dict[str, str]],
) -> None:
    assert figures["11.1.1", "value", "sex=female"]["value"] != ""
    assert ("11.3.2", "value", "sex=female") not in figures


def test_components_that_nothing_gives_say_what_is_missing(
    figures: dict[tuple[str, str, str], dict[str, str]],
) -> None:
    row = figures["1.4.1", "education", ""]

    assert (row["value"], row["reason"]) == ("", "no-series")
    assert row["detail"] == "pupils_with_minimum_proficiency, pupils_assessed"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["The city counts as one where civil society takes part", "3 of 4 water bodies"]),
        ("zh", ["本市计为民间社会参与的城市", "4个水体中有3个水质良好"]),
    ],
)
def test_the_report_says_how_the_figures_were_found(
    baseline: Path, language: str, words: list[str]
) -> None:
    report = (baseline / language / "report.html").read_text("utf-8")

    assert [one for one in words if one not in report] == []


def test_the_check_of_the_pack_knows_what_surveys_can_give(pack: Path) -> None:
    said = CliRunner().invoke(app, ["pack", "check", str(pack)], env={"COLUMNS": "200"}).output

    lines = {line.split("│")[1].strip(): line for line in said.splitlines() if "│" in line}
    possible = ("6.3.2", "11.1.1", "11.3.2", "11.6.1", "16.7.2", "1.4.1")
    assert [code for code in possible if " yes " not in lines[code]] == []
    assert "physically_harassed" in lines["11.7.2"] or "people_harassed" in lines["11.7.2"]
