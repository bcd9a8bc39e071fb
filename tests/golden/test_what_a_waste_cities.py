"""The World Bank's What a Waste 2.0, by city: read, with the errors it is known for."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from localgoals.ingest.wide.table import Wide, read_wide
from localgoals.ingest.wide.wishes import Values, Wishes
from localgoals.model.problem import Problem

MATERIALS = "waste composition [percent]"
TREATMENT = "waste treatment [percent]"


@pytest.fixture(scope="module")
def path(shared: Path) -> Path:
    return shared / "data/what_a_waste_cities/city_level_data_0_0.csv"


@pytest.fixture(scope="module")
def read(path: Path) -> Wide:
    return read_wide(
        path,
        Wishes(
            # The table names no year.
            period="2018",
            columns={"area": "iso3c+city_name"},
            values=(
                Values("total_msw_*", "waste generated [tonnes per year]"),
                Values("composition_*_percent", MATERIALS, "material=*"),
                Values("waste_treatment_*_percent", TREATMENT, "treatment=*"),
                Values("transportation_distance_km_year", "waste transport [km]"),
                Values("waste_collection_cost_recovery_household_fee_amount_na", "household fee"),
                Values("waste_collection_cost_recovery_commercial_fee_amount_na", "commercial fee"),
            ),
            wholes={"material": 100, "treatment": 100},
        ),
    )


@pytest.fixture(scope="module")
def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_kind(read: Wide, *kinds: str) -> list[Problem]:
    return [one for one in read.problems if one.kind in kinds]


def shares_of(rows: list[dict[str, str]], start: str) -> dict[str, list[Decimal]]:
    """Give the shares of each city that has two or more."""
    found = {}
    for row in rows:
        cells = [value for name, value in row.items() if name.startswith(start) and value]
        if len(cells) > 1:
            found[f"{row['iso3c']} {row['city_name'].strip()}"] = [Decimal(one) for one in cells]
    return found


def is_off(shares: list[Decimal]) -> bool:
    """Tell whether rounding, half of the last digit for each share, leaves them off 100."""
    decimals = max(-int(one.normalize().as_tuple().exponent) for one in shares)
    return abs(sum(shares) - 100) > len(shares) * Decimal(5).scaleb(-max(decimals, 0) - 1)


def test_the_last_row_is_debris_and_no_city(read: Wide, rows: list[dict[str, str]]) -> None:
    # SOURCE.txt counts 368 cities; the last of these rows is the name of a class of a program.
    assert len(rows) == 368
    assert rows[-1]["iso3c"] == "System.IO.MemoryStream"
    assert any("System.IO.MemoryStream" in str(one) for one in read.said)
    assert not read.table["area"].str.contains("System").any()


def test_the_figures_are_those_of_the_file(read: Wide, rows: list[dict[str, str]]) -> None:
    waste = read.table[read.table["series"].str.startswith("waste generated")]
    known = waste.dropna(subset="value").set_index("area")["value"]
    written = {
        f"{row['iso3c']} {row['city_name'].strip()}": float(text)
        for row in rows
        if (text := row["total_msw_total_msw_generated_tons_year"]) and "," not in text
    }

    assert known.to_dict() == pytest.approx(written, rel=1e-12)


@pytest.mark.parametrize(
    ("start", "series", "count"),
    [("composition_", MATERIALS, 45), ("waste_treatment_", TREATMENT, 28)],
)
def test_every_city_whose_shares_do_not_make_100_is_named(
    read: Wide, rows: list[dict[str, str]], start: str, series: str, count: int
) -> None:
    off = {area for area, shares in shares_of(rows, start).items() if is_off(shares)}
    named = {
        one.found.values["area"]
        for one in of_kind(read, "statistics-total-below-parts", "statistics-parts-short")
        if one.found.values["series"] == series
    }

    assert named == off
    assert len(named) == count


def test_names_that_were_read_in_a_wrong_encoding_are_named_with_the_right_ones(
    read: Wide,
) -> None:
    # SOURCE.txt says latin-1; the bytes are UTF-8 of names that had been read as Latin-1 before.
    mended = {str(one.found.values["mended"]) for one in of_kind(read, "statistics-text-garbled")}

    assert {"'COL Bogotá'", "'POL Kraków'", "'SWE Borås'", "'PRY Asunción'"} <= mended


def test_cells_that_are_no_plain_number_are_named(read: Wide) -> None:
    said = {
        (one.kind, str(one.found.values["value"]))
        for one in of_kind(read, "number-ambiguous", "not-a-number", "number-grouping")
    }

    assert said == {
        ("number-ambiguous", "'100,000'"),
        ("not-a-number", "'Fee per volume of waste'"),
        ("not-a-number", "'1105.04â€‹'"),
    }
