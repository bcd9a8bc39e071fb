"""Titles and numbers of the catalogue are those of the sources that it names."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from localgoals.catalogue.load import load
from localgoals.model.indicator import Bounds

FULL_WIDTH = str.maketrans(",;:()", "，；：（）")

# Indicator: code of the SDG Index 2019.
SDG_INDEX_2019 = {
    "1.2-P21": "sdg2_wasting",
    "1.2-P29": "sdg4_tertiary",
    "1.3-P11": "sdg3_lifee",
    "1.3-P13": "sdg2_obesity",
    "1.3-P14": "sdg3_smoke",
    "1.4-P12": "sdg3_swb",
    "2.2-P15": "sdg5_paygap",
    "2.2.1": "sdg2_stunting",
    "3.1.1": "sdg3_matmort",
    "3.1.2": "sdg3_births",
    "3.2-P15": "sdg11_transport",
    "3.2.1": "sdg3_u5mort",
    "3.2.2": "sdg3_neonat",
    "3.3.1": "sdg3_hiv",
    "3.3.2": "sdg3_tb",
    "3.4-P14": "sdg13_co2pc",
    "3.6.1": "sdg3_traffic",
    "3.7.2": "sdg3_fertility",
    "3.8.1": "sdg3_uhc",
    "4.6.1": "sdg4_literacy",
    "6.1.1": "sdg6_safewat",
    "6.2.1": "sdg6_safesan",
    "6.4.2": "sdg6_freshwat",
    "7.1.1": "sdg7_elecac",
    "7.1.2": "sdg7_cleanfuel",
    "7.2.1": "sdg7_ren",
    "8.5.2": "sdg8_unemp",
    "8.6.1": "sdg8_yneet",
    "8.10.2": "sdg8_accounts",
    "9.5.1": "sdg9_rdex",
    "10.2.1": "sdg1_oecdpov",
    "11.6.2": "sdg11_pm25",
    "15.1.2": "sdg15_cpta",
    "16.1.1": "sdg16_homicides",
    "16.1.4": "sdg16_safe",
    "16.3.2": "sdg16_detain",
    "16.9.1": "sdg16_u5reg",
    "17.8.1": "sdg9_intuse",
}

# The book gives detainees as a share of one.
SCALE = {"16.3.2": 100}

# Indicator and series: name in the list of the City Prosperity Index.
CPI_BENCHMARKS = {
    ("3.4-P1", "density"): "Population density",
    ("3.4-P3", ""): "Street density",
    ("3.4-P3", "intersection_density"): "Street intersection density",
    ("3.3-P1", ""): "Green area per capita",
    ("12.5.1", ""): "Solid waste recycling share",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def corrected(source: dict[str, dict[str, str]]) -> None:
    """Correct the wording of a source, as far as corrections are about its codes."""
    path = files("localgoals") / "catalogue" / "frameworks" / "corrections.csv"
    for correction in rows(Path(str(path))):
        row, field = source.get(correction["code"]), correction["field"]
        if row is not None:
            assert correction["found"] in row[field], correction
            row[field] = row[field].replace(correction["found"], correction["corrected"])


def without_loose_spaces(chinese: str) -> str:
    """Take out spaces beside full-width characters and between groups of digits."""
    wide = "[^\\x00-\\x7f]"
    return re.sub(rf"(?<={wide}) | (?={wide})|(?<=\d) (?=\d)", "", chinese)


def test_goals_and_targets_are_the_source_with_the_listed_corrections(shared: Path) -> None:
    frameworks = Path(str(files("localgoals") / "catalogue" / "frameworks"))
    source = {
        row["code"]: row
        for row in rows(shared / "frameworks" / "sdg_goals_targets_indicators_en_zh.csv")
        if row["kind"] != "indicator"
    }
    corrected(source)

    shipped = {row["code"]: row for row in rows(frameworks / "goals_targets.csv")}

    assert shipped.keys() == source.keys()
    for code, row in shipped.items():
        for field in ("title_zh", "short_zh"):
            assert row[field] == source[code][field].translate(FULL_WIDTH), code
        for field in ("title_en", "short_en"):
            assert row[field] == source[code][field].replace("\u2010", "-"), code


def test_official_indicators_are_the_source_with_the_listed_corrections(shared: Path) -> None:
    source = {
        row["code"]: row
        for row in rows(shared / "frameworks" / "sdg_goals_targets_indicators_en_zh.csv")
        if row["kind"] == "indicator"
    }
    listed = load().lists["sdg"]
    corrected(source)

    assert listed.keys() == source.keys()
    for code, item in listed.items():
        row = source[code]
        assert item.title.en == row["title_en"].replace("\u2010", "-"), code
        assert item.title.zh == without_loose_spaces(row["title_zh"].translate(FULL_WIDTH)), code
        assert row["status_2020_2024"].startswith(item.status), code
        assert item.confirmed == ("missing" not in row["status_2020_2024"]), code


def test_every_correction_is_about_something_that_is_listed() -> None:
    path = files("localgoals") / "catalogue" / "frameworks" / "corrections.csv"
    catalogue = load()
    codes = {*map(str, catalogue.goals), *catalogue.targets}
    codes.update(code for items in catalogue.lists.values() for code in items)

    assert {row["code"] for row in rows(Path(str(path)))} <= codes


def test_the_lists_have_their_published_sizes() -> None:
    lists = load().lists
    counts = {
        name: Counter(item.status for item in items.values()) for name, items in lists.items()
    }

    # frameworks.md 2, 3.1 and 4.2
    assert counts == {
        "sdg": {"active": 248, "retired": 5},
        "sendai": {"active": 38},
        "cpi": {"active": 62},
        # 4.1: 15 of 77 numbers with names; 4.3: 7 headlines; 4.4: the edition of 2021
        "nua": {"active": 15},
        "gbf": {"active": 7},
        "singapore": {"active": 28},
    }
    assert [code for code, item in lists["sdg"].items() if item.status == "retired"] == [
        "1.a.3", "8.9.2", "11.c.1", "13.3.2", "17.6.2",
    ]  # fmt: skip


def test_sendai_indicators_are_the_source_with_the_listed_corrections(shared: Path) -> None:
    source = {
        row["code"]: row | {"title_en": row["name"]}
        for row in rows(shared / "frameworks" / "sendai_indicators.csv")
    }
    listed = load().lists["sendai"]
    corrected(source)

    assert list(listed) == list(source)
    for code, item in listed.items():
        row = source[code]
        assert item.title.en == row["title_en"]
        assert item.confirmed == (row["provenance"] == "R")
        assert item.unit is not None
        assert item.unit.en == row["unit"]


def test_prosperity_indicators_are_those_of_the_list(shared: Path) -> None:
    source = rows(shared / "frameworks" / "cpi_indicators_benchmarks.csv")
    listed = load().lists["cpi"].values()

    assert [item.title.en for item in listed] == [row["indicator"] for row in source]
    assert [item.unit.en for item in listed if item.unit] == [row["unit"] for row in source]
    assert len({item.group for item in listed}) == 22
    assert not any(item.confirmed for item in listed)


@pytest.mark.parametrize("code", SDG_INDEX_2019)
def test_bounds_are_those_of_the_codebook(code: str, shared: Path) -> None:
    book = rows(shared / "frameworks" / "sdgindex2019_codebook_CCBY4.csv")
    row = next(row for row in book if row["Code"] == SDG_INDEX_2019[code])
    columns = ("Best value (= 100)", "greenthr", "redthr", "Worst value (= 0)")

    bounds = load().indicators[code].bounds

    assert bounds is not None
    points = [SCALE.get(code, 1) * float(row[column]) for column in columns]
    assert bounds == Bounds(*(pytest.approx(one) for one in points), bounds.source)
    assert bounds.source == load().references["sdg-index-2019"]


def test_bounds_of_other_years_are_marked_as_not_confirmed() -> None:
    others = {
        code: one.bounds
        for code, one in load().indicators.items()
        if one.bounds is not None and code not in SDG_INDEX_2019
    }

    # frameworks.md 7.1: slums (2021), convenient public transport (2025); best, green, red, worst.
    points = {code: (one.best, one.green, one.red, one.worst) for code, one in others.items()}
    assert points == {"11.1.1": (0, 5, 25, 90), "11.2.1": (100, 80, 50, 9)}
    assert not any(one.source.confirmed for one in others.values())


def test_air_is_compared_with_the_guideline_and_its_interim_targets(shared: Path) -> None:
    table = rows(shared / "vectors" / "aqi" / "who_2021.csv")
    row = next(one for one in table if (one["pollutant"], one["averaging"]) == ("PM2.5", "annual"))

    values = {one.name.en: one.value for one in load().indicators["11.6.2"].thresholds}

    assert values == {
        "WHO guideline": float(row["AQG"]),
        **{f"WHO interim target {step}": float(row[f"IT{step}"]) for step in (1, 2, 3, 4)},
    }


@pytest.mark.parametrize(("code", "series"), CPI_BENCHMARKS)
def test_benchmarks_are_those_of_the_list(code: str, series: str, shared: Path) -> None:
    listed = rows(shared / "frameworks" / "cpi_indicators_benchmarks.csv")
    row = next(row for row in listed if row["indicator"] == CPI_BENCHMARKS[code, series])
    cpi = load().references["cpi-2016"]

    thresholds = load().indicators[code].thresholds
    values = [one.value for one in thresholds if one.series == series and one.source == cpi]

    assert values == [float(row["benchmark"])]
    assert not cpi.confirmed


def test_urban_codes_are_the_known_ones(shared: Path) -> None:
    known = rows(shared / "frameworks" / "umf_known_codes.csv")

    assert [row["code"] for row in known] == list(load().urban_codes)
    assert [bool(row["name_en"]) for row in known] == [
        code.title is not None for code in load().urban_codes.values()
    ]
