"""Tools of revenue, water and mobility on tables of one's own: what is taken, what is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from front_door import localgoals


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table that a tool wrote."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_city_that_only_has_a_property_tax_gets_its_gaps(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "property_tax.csv").write_text(
        "stream,registered,unregistered,taxable_value,market_value,billed,outstanding\n"
        "houses,100,10,1000,2000,200,40\nshops,100,,1000,2000,200,40\n"
    )

    done = localgoals(tmp_path, "tools", "run", "revenue-streams", "mine", "-o", "out")

    found = {one["stream"]: one for one in rows(tmp_path / "out" / "gaps.csv")}
    assert done.returncode == 0, done.stderr
    assert float(found["houses"]["potential"]) == pytest.approx(440)
    assert found["shops"]["potential"] == found["shops"]["rank"] == ""
    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert "Not in these sums" in page
    assert "shops" in page


def test_an_empty_folder_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()

    done = localgoals(tmp_path, "tools", "run", "revenue-streams", "mine", "-o", "out")

    assert done.returncode == 1
    assert "streams, property_tax or charges" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("tool", "tables", "said"),
    [
        (
            "revenue-streams",
            {"charges": "stream,due,users,payers,possible_rate,rate\na,daily,5,9,2,3\n"},
            ["column payers", "column rate"],
        ),
        (
            "revenue-streams",
            {
                "streams": "stream,billed,outstanding\na,-5,2\nb,5,6\n",
                "property_tax": "stream,billed\nc,many\n",
            },
            ["streams.csv, row 2, column billed", "property_tax.csv, row 2, column billed"],
        ),
        (
            "revenue-streams",
            {
                "streams": "stream,billed,outstanding\na,5,6\n",
                "property_tax": "stream,billed\na,5\n",
                "priorities": "stream,place,reason\na,1,cost\nb,1,\n",
            },
            [
                "streams.csv, row 2, column outstanding",
                "property_tax.csv, row 2, column stream",
                "priorities.csv, row 3, column stream",
                "priorities.csv, row 3, column place",
            ],
        ),
        (
            "water-utility",
            {"utilities": "utility,year,staff\na,2024,1e300\na,2024,3\n"},
            ["row 2, column staff", "fewer than 25 digits", "found: a, 2024, which"],
        ),
        (
            "water-utility",
            {"utilities": "utility,year,produced_m3,billed_m3\na,2024,10,20\n"},
            ["row 2, column billed_m3", "no more than produced_m3"],
        ),
        (
            "mobility-indicators",
            {
                "cities": "city,population\na,10\n",
                "roads": "city,road,peak_minutes,free_minutes,traffic\nb,r,2,1,1\n",
                "trips": "city,mode,trips\na,car,1\nc,car,1\n",
            },
            ["roads.csv, row 2, column city", "a row of the table cities", "trips.csv, row 3"],
        ),
        (
            "revenue-countries",
            {"countries": "country,income,state,own_percent_gdp\na,rich,unitary,101\n"},
            ["column income", "column own_percent_gdp"],
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_cell(
    tool: str, tables: dict[str, str], said: list[str], tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    for name, text in tables.items():
        (tmp_path / "mine" / f"{name}.csv").write_text(text)

    done = localgoals(tmp_path, "tools", "run", tool, "mine", "-o", "out")

    assert done.returncode == 1
    assert [words for words in said if words not in done.stderr] == []
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("tool", "table", "text", "result"),
    [
        ("revenue-peers", "peers", "place,revenue,product\na,,\nb,0,0\n", "places"),
        ("water-utility", "utilities", "utility,year\na,2024\n", "ratios"),
        ("mobility-suti", "cities", "city\na\n", "scores"),
        ("mobility-indicators", "cities", "city\na\n", "indicators"),
        ("material-flows", "years", "place,year\na,2024\n", "flows"),
        ("revenue-streams", "streams", "stream\na\n", "gaps"),
    ],
)
def test_a_row_of_blanks_gives_a_row_of_blanks(
    tool: str, table: str, text: str, result: str, tmp_path: Path
) -> None:
    (tmp_path / f"{table}.csv").write_text(text)

    done = localgoals(tmp_path, "tools", "run", tool, f"{table}.csv", "-o", "out")

    names = {"place", "utility", "city", "year", "stream", "group", "revenue", "product"}
    found = rows(tmp_path / "out" / f"{result}.csv")[0]
    assert done.returncode == 0, done.stderr
    assert {value for name, value in found.items() if name not in names} == {""}


def test_a_country_without_a_frontier_of_its_own_is_held_to_unitary_ones(tmp_path: Path) -> None:
    (tmp_path / "countries.csv").write_text(
        "country,income,state,total_percent_gdp,own_percent_gdp,gdp_usd,population\n"
        "a,high,federal,10,5,1e9,1000\n"
    )

    done = localgoals(tmp_path, "tools", "run", "revenue-countries", "countries.csv", "-o", "out")

    found = rows(tmp_path / "out" / "countries.csv")[0]
    assert done.returncode == 0, done.stderr
    assert found["held_to"] == "unitary"
    assert float(found["revenue_per_person"]) == pytest.approx(100_000)


def test_an_order_of_ones_own_stands_beside_that_of_the_gaps(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "charges.csv").write_text(
        "stream,due,users,payers,possible_rate,rate\n"
        "market,daily,100,50,50,5\nparking,daily,10,5,2,1\nmarket,monthly,10,10,9,9\n"
    )
    (tmp_path / "mine" / "priorities.csv").write_text("stream,place,reason\nparking,1,quick_win\n")

    done = localgoals(tmp_path, "tools", "run", "revenue-streams", "mine", "-o", "out")

    found = rows(tmp_path / "out" / "gaps.csv")
    assert done.returncode == 0, done.stderr
    assert [(one["stream"], one["rank"], one["order"]) for one in found] == [
        ("parking", "2.0", "1.0"), ("market", "1.0", "2.0"),
    ]  # fmt: skip
    # 50 who pay 5 a day, and 10 who pay 9 a month.
    assert float(found[1]["revenue"]) == pytest.approx(50 * 5 * 365 + 10 * 9 * 12)
    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert "quick to win" in page


def test_a_market_value_of_nothing_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "property_tax.csv").write_text(
        "stream,registered,unregistered,taxable_value,market_value,billed,outstanding\n"
        "houses,100,10,1000,0,200,40\n"
    )

    done = localgoals(tmp_path, "tools", "run", "revenue-streams", "mine", "-o", "out")

    found = rows(tmp_path / "out" / "gaps.csv")[0]
    assert done.returncode == 0, done.stderr
    assert (found["gap"], found["valuation_percent"], found["compliance"]) == ("", "", "40.0")


def test_a_mode_that_is_not_known_leaves_the_split_unknown(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "cities.csv").write_text("city,noise_percent\na,12\nb,\n")
    (tmp_path / "mine" / "trips.csv").write_text(
        "city,mode,trips\na,car,60\na,walking,40\nb,car,\nb,walking,10\n"
    )

    done = localgoals(tmp_path, "tools", "run", "mobility-indicators", "mine", "-o", "out")

    split = rows(tmp_path / "out" / "modal_split.csv")
    found = rows(tmp_path / "out" / "indicators.csv")
    assert done.returncode == 0, done.stderr
    assert (float(split[0]["car"]), float(split[0]["sustainable"])) == (60, 40)
    assert {value for name, value in split[1].items() if name != "city"} == {""}
    assert (found[0]["noise_percent"], found[1]["noise_percent"]) == ("12.0", "")


def test_the_years_of_a_utility_stand_above_its_figures_as_years(tmp_path: Path) -> None:
    (tmp_path / "utilities.csv").write_text(
        "utility,year,produced_m3,billed_m3\nriver,2023,100,62\nriver,2024,100,70\n"
    )

    done = localgoals(tmp_path, "tools", "run", "water-utility", "utilities.csv", "-o", "out")

    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert done.returncode == 0, done.stderr
    assert "river, 2024" in page
    assert "2024.0" not in page
    assert "From one file" in page
