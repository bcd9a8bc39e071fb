"""
New York: people per tax lot (CouncilCount 0.11.4) and subway stations (nyct-gtfs 2.1.0).

The shares of people within 1 km of a station, straight line, were computed beforehand from the same
archives with GeoPandas in EPSG:32618: 77.5, 77.5 and 77.7 % of all people on all lots.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from math import nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pyproj import CRS

import new_york
from localgoals.indicators import ratios, transport
from localgoals.indicators.derived import Part
from localgoals.indicators.ratios import margin_of_ratio
from localgoals.indicators.walking import Walk, lay_out
from localgoals.ingest.city import read_city
from localgoals.ingest.crs import WGS84, reproject
from localgoals.ingest.pack import Pack, open_pack
from localgoals.model.lineage import Lineage
from localgoals.spatial.reach import straight_distance

CACHE = Path(__file__).parents[2] / ".cache"
DICTIONARY = """estimate_var_code,estimate_description
T,Total population
A,18 years and over
O,65 years and over
F,Female
B,Households with a broadband Internet subscription
T2,Total population
"""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[zipfile.ZipFile]:
    """Lay out an archive like CouncilCount's, with two neighbourhoods."""
    path = tmp_path / "small.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("councilcount/data/data_dictionary_2016.csv", DICTIONARY)
        archive.writestr(
            "councilcount/data/nta-geographies_2016.csv",
            "nta2020,nta_code,T,A,O,F,B\nFirst,BK0101,100,80,10,52,0\nSecond,BK0102,,,,,0\n",
        )
        archive.writestr(
            "councilcount/data/bbl-population-estimates_2016.csv",
            "borough,latitude,longitude,bbl_population_estimate\nBK,40.5,-74.0,3.5\n",
        )
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_groups_are_added_and_taken_away_by_the_words_of_the_dictionary(
    small: zipfile.ZipFile,
) -> None:
    table = new_york.people_by_group(new_york.read_survey(small, "nta", 2016)).set_index("code")

    assert table.loc["BK0101"].to_dict() == {
        "total": 100,
        "sex=female": 52,
        "age=0-17": 20,
        "age=18-64": 70,
        "age=65+": 10,
    }


def test_a_neighbourhood_without_figures_stays_unknown(small: zipfile.ZipFile) -> None:
    table = new_york.people_by_group(new_york.read_survey(small, "nta", 2016)).set_index("code")

    assert table.loc["BK0102"].isna().all()


def test_a_count_of_zero_everywhere_was_not_asked_for(small: zipfile.ZipFile) -> None:
    figures = new_york.series(new_york.read_survey(small, "nta", 2016), 2016)

    assert figures.to_dict("records") == [
        {
            "series": "people",
            "area": "BK0101",
            "period": 2016,
            "group": "",
            "value": 100.0,
            "margin": pytest.approx(nan, nan_ok=True),
        }
    ]


def test_lots_keep_their_place_and_people(small: zipfile.ZipFile) -> None:
    lots = new_york.read_lots(small, 2016)

    assert lots.to_pylist() == [{"x": -74.0, "y": 40.5, "people": 3.5}]


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Build the example's pack from the archives that `make demo` downloads."""
    paths = [CACHE / new_york.COUNCILCOUNT.filename, CACHE / new_york.NYCT_GTFS.filename]
    for path in paths:
        if not path.is_file():
            pytest.skip(f"{path.name} is not in .cache; make demo downloads it")
    folder = tmp_path_factory.mktemp("packs") / "new-york"
    with zipfile.ZipFile(paths[0]) as council, zipfile.ZipFile(paths[1]) as subway:
        new_york.build(folder, council, subway)
    return open_pack(folder, scratch=folder.parent)


@pytest.mark.parametrize(
    ("year", "lots", "percent"),
    [(2011, 852_282, 77.5), (2016, 851_720, 77.5), (2023, 855_552, 77.7)],
)
def test_people_within_a_kilometre_of_a_subway_station(
    pack: Pack, year: int, lots: int, percent: float
) -> None:
    (population,) = [one for one in pack.having("population") if str(one.period) == str(year)]
    (transit,) = pack.having("transit")
    people, stations = pd.read_parquet(population.path), pd.read_csv(transit.path)
    metric = CRS.from_epsg(32618)
    x, y = reproject(people["x"].to_numpy(), people["y"].to_numpy(), WGS84, metric)
    to_x, to_y = reproject(stations["x"].to_numpy(), stations["y"].to_numpy(), WGS84, metric)

    near = straight_distance(x, y, to_x, to_y, limit_m=1000.0) <= 1000.0

    assert len(people) == lots
    assert len(stations) == 499
    share = 100 * people["people"][near].sum() / people["people"].sum()
    assert share == pytest.approx(percent, abs=0.05)


def test_the_lots_add_up_to_what_the_note_says(pack: Pack) -> None:
    notes = {str(one.period): one.origin.note for one in pack.having("population")}

    assert "add up to 8,174,400 people; the survey's own total is 8,128,980" in notes["2011"]
    assert "add up to 8,461,961 people; the survey's own total is 8,461,961" in notes["2016"]
    assert "add up to 8,804,190 people; the survey's own total is 8,516,202" in notes["2023"]
    assert all(one.origin.modelled for one in pack.having("population"))


def test_groups_of_a_dimension_add_up_to_everybody(pack: Pack) -> None:
    (groups,) = [one for one in pack.having("groups") if str(one.period) == "2023"]

    sums = pd.read_csv(groups.path).sum(numeric_only=True)

    assert sums["total"] == 8_516_202
    for dimension in ("sex", "age", "ethnicity"):
        members = [column for column in sums.index if column.startswith(f"{dimension}=")]
        assert sums[members].sum() == pytest.approx(8_516_202, rel=1e-4), dimension


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        # The catalogue's worked examples are these figures of 2023.
        ("people_below_national_poverty_line", "people_with_known_poverty_status", 17.36),
        ("unemployed", "labour_force", 7.66),
        ("people_with_health_insurance", "people_with_known_insurance_status", 93.58),
        ("adults_with_upper_secondary_education", "adults_25_and_over", 83.68),
        ("renting_households_spending_35_percent", "renting_households", 42.81),
        ("households_with_broadband", "households", 89.02),
    ],
)
def test_the_city_s_ratios_of_2023(
    pack: Pack, numerator: str, denominator: str, percent: float
) -> None:
    figures = pd.read_csv(pack.having("statistics")[0].path)
    city = figures[(figures["area"] == "US-NYC") & (figures["period"] == 2023)]
    values = city.set_index("series")["value"]

    assert 100 * values[numerator] / values[denominator] == pytest.approx(percent, abs=0.005)


# The archive's own columns of percentages and their margins, and the two series they are made of.
PERCENTAGES = {
    "B06012_002": ("people_below_national_poverty_line", "people_with_known_poverty_status"),
    "DP03_0021": ("workers_commuting_by_public_transport", "workers"),
    "DP03_0096": ("people_with_health_insurance", "people_with_known_insurance_status"),
    "DP04_0142": ("renting_households_spending_35_percent", "renting_households"),
}


@pytest.mark.parametrize("column", PERCENTAGES)
@pytest.mark.parametrize(("areas", "count"), [("city", 1), ("borough", 5), ("nta", 262)])
def test_margins_of_ratios_are_those_that_the_archive_gives(
    pack: Pack, column: str, areas: str, count: int
) -> None:
    figures = pd.read_csv(pack.having("statistics")[0].path)
    now = figures[figures["period"] == 2023]
    parts = {
        (area, series): Part(value, margin)
        for area, series, value, margin in zip(
            now["area"], now["series"], now["value"], now["margin"], strict=True
        )
    }
    with zipfile.ZipFile(CACHE / new_york.COUNCILCOUNT.filename) as archive:
        published = new_york.read_survey(archive, areas, 2023).counts
    top, bottom = PERCENTAGES[column]

    compared = 0
    for area, expected in published[f"{column}PM"].dropna().items():
        margin = 100 * margin_of_ratio(parts[area, top], parts[area, bottom], is_part=True)
        # The archive rounds to two decimals.
        assert margin == pytest.approx(expected, abs=0.0051), area
        compared += 1
    assert compared > 0.7 * count


def test_ratios_of_a_survey_have_a_range_and_modelled_ones_a_lower_grade(pack: Pack) -> None:
    city, _ = read_city(pack)

    found = ratios.observe(city, Walk(None, {}, {}, Lineage()), code="1.2.1").observations

    rows = {(one.area, str(one.period)): one for one in found if not one.notation}
    whole, modelled, summed = (
        rows["US-NYC", "2023"], rows["BK0101", "2016"], rows["BK0101", "2023"]
    )  # fmt: skip
    assert [round(one, 1) for one in (whole.lower, whole.value, whole.upper)] == [17.1, 17.4, 17.6]
    assert (whole.quality, summed.quality, modelled.quality) == (2, 2, 4)
    assert summed.lower < summed.value < summed.upper
    assert np.isnan([modelled.lower, modelled.upper]).all()


def test_figures_that_were_not_asked_for_are_missing_and_not_zero(pack: Pack) -> None:
    figures = pd.read_csv(pack.having("statistics")[0].path)

    broadband = figures[figures["series"] == "households_with_broadband"]

    assert set(broadband["period"]) == {2023}
    assert not np.isin(nan, figures["value"])


def test_districts_have_codes_and_names(pack: Pack) -> None:
    boroughs, neighbourhoods = pack.having("districts")

    five = pd.read_parquet(boroughs.path, columns=["code", "name", "name_zh"])
    many = pd.read_parquet(neighbourhoods.path, columns=["code", "name"])

    assert dict(zip(five["code"], five["name_zh"], strict=True))["BK"] == "布鲁克林"
    assert len(many) == 262
    assert many["code"].is_unique
    assert set(many["code"].str[:2]) == set(five["code"])


def test_the_descriptor_is_the_same_each_time(pack: Pack, tmp_path: Path) -> None:
    paths = [CACHE / new_york.COUNCILCOUNT.filename, CACHE / new_york.NYCT_GTFS.filename]
    with zipfile.ZipFile(paths[0]) as council, zipfile.ZipFile(paths[1]) as subway:
        new_york.build(tmp_path / "again", council, subway)

    first, second = (
        json.loads((folder / "datapackage.json").read_text())
        for folder in (pack.folder, tmp_path / "again")
    )

    assert first == second


@pytest.mark.slow
def test_the_whole_library_comes_to_the_same_shares(pack: Pack) -> None:
    city, problems = read_city(pack)

    found = transport.observe(city, lay_out(city)).observations

    shares = {
        str(one.period): one.value
        for one in found
        if (one.area, one.series, one.group) == ("US-NYC", "high_capacity", "")
    }
    assert shares == {
        "2011": pytest.approx(77.5, abs=0.05),
        "2016": pytest.approx(77.5, abs=0.05),
        "2023": pytest.approx(77.7, abs=0.05),
    }
    assert {one.method for one in found if one.series == "high_capacity"} == {
        "11.2.1 straight-line 1"
    }
    # All stand in the archive itself: neighbourhoods of parks and cemeteries, where a handful of
    # people lives or works, and parts that make more than the city, households by 12 %.
    assert {one.severity for one in problems} == {"warning"}
    assert Counter(one.kind for one in problems) == {
        "district-without-people": 1,
        "statistics-jump": 21,
        "statistics-total-below-parts": 19,
    }
