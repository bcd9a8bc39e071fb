"""SDG 11.2.1 of 2,030 city-years as the UN published it: read, with the errors it is known for."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from localgoals.ingest.wide.table import Wide, read_wide
from localgoals.ingest.wide.wishes import Values, Wishes

SERIES = "11.2.1 [%]"
# shared/data/un_sdg_1121_cities/SOURCE.txt, in percent to two decimals.
BENCHMARKS = {
    "BR Porto Alegre": 80.08, "BR Sao Paulo": 88.32, "ET Addis Ababa": 31.54, "US New York": 69.83,
    "US Los Angeles": 76.94, "ES Madrid": 98.4, "CN Chengdu": 49.28,
    "CN Shanghai": 55.30, "CN Shenzhen": 70.98,
}  # fmt: skip


@pytest.fixture(scope="module")
def path(shared: Path) -> Path:
    return shared / "data/un_sdg_1121_cities/pt-access.csv"


@pytest.fixture(scope="module")
def read(path: Path) -> Wide:
    return read_wide(
        path,
        Wishes(
            columns={"area": "country_iso2+city", "period": "year"},
            values=(Values("pct_pt_access", SERIES), Values("population", "people")),
            same=(("city", "city_std"),),
        ),
    )


@pytest.fixture(scope="module")
def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_published_shares_are_read(read: Wide) -> None:
    shares = read.table[read.table["series"] == SERIES].set_index("area")["value"]

    assert {area: round(float(shares.loc[area]), 2) for area in BENCHMARKS} == BENCHMARKS
    assert shares.between(1.2, 100).all()


def test_namibia_is_no_missing_value(read: Wide, rows: list[dict[str, str]]) -> None:
    # Its code is NA. The 184 countries of SOURCE.txt are those that pandas counts without it.
    assert len({row["country_iso2"] for row in rows}) == 185
    assert "NA Windhoek" in set(read.table["area"])


def test_rows_that_stand_there_twice_are_read_once(read: Wide, rows: list[dict[str, str]]) -> None:
    times = Counter((row["country_iso2"], row["city"], row["year"]) for row in rows)
    shares = read.table[read.table["series"] == SERIES]
    said = [one for one in read.problems if one.kind == "wide-same-twice"]

    assert sum(count > 1 for count in times.values()) == 42
    assert len(shares) == len(times) - 1
    assert sum(one.found.values["series"] == SERIES for one in said) == 41


def test_one_name_with_three_shares_is_left_out(read: Wide) -> None:
    # Guerrero in Mexico: several cities of one name.
    wrong = [one for one in read.problems if one.kind == "wide-two-values"]

    assert [
        one.found.values["values"] for one in wrong if one.found.values["series"] == SERIES
    ] == ["89.34573, 20.12281, 15.73805"]
    assert all(one.severity == "error" for one in wrong)


def test_cities_matched_with_a_place_of_another_name_are_named(
    read: Wide, rows: list[dict[str, str]]
) -> None:
    # SOURCE.txt: the populations of Porto Alegre and Sao Paulo are those of other places.
    lines = {(row["city"], row["city_std"]): number for number, row in enumerate(rows, start=2)}
    said = {one.where for one in read.problems if one.kind == "wide-names-differ"}

    # Among them names in two languages (Praha, Prague), which only a person can tell apart.
    assert len(said) == 69
    assert f"pt-access.csv, row {lines['Houston', 'Belfield']}" in said
    assert f"pt-access.csv, row {lines['Porto Alegre', 'Luzilândia']}" in said
    assert f"pt-access.csv, row {lines['Sao Paulo', 'Frei Paulo']}" in said
