"""
Monaco: an OpenStreetMap extract of December 2023.

The expected areas of the wards are those of the division of 2013 (Sovereign Ordinance 4,481), read
at second hand. Wards with a harbour are not compared: OpenStreetMap counts its water in.
"""

from __future__ import annotations

import doctest
import re
import tarfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import shapely

import monaco
from localgoals.baseline import measure
from localgoals.indicators.choices import parameter
from localgoals.ingest.city import read_city
from localgoals.ingest.pack import Pack, open_pack
from localgoals.reports.within_a_walk import within_a_walk

ARCHIVE = Path(__file__).parents[2] / ".cache" / monaco.QUACKOSM.filename
SQUARE = shapely.box(0, 0, 100, 100)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(monaco).failed == 0


def test_a_ward_that_is_a_ring_already_is_only_filled() -> None:
    ward = monaco.closed(SQUARE.exterior, shapely.box(-50, -50, 50, 50))

    assert ward.equals(SQUARE)


@pytest.mark.parametrize("turned", [False, True])
def test_an_open_ward_is_closed_along_the_shorter_way_round(turned: bool) -> None:
    line = shapely.LineString([(30, 0), (30, 20), (60, 20), (60, 0)])

    ward = monaco.closed(line.reverse() if turned else line, SQUARE)

    assert ward.equals(shapely.box(30, 0, 60, 20))


def test_an_open_ward_is_closed_across_the_corner_where_the_boundary_begins() -> None:
    start = shapely.Point(SQUARE.exterior.coords[0])
    corner = shapely.box(start.x - 20, start.y - 20, start.x + 20, start.y + 20)
    line = shapely.intersection(corner.exterior, SQUARE)

    ward = monaco.closed(shapely.line_merge(line), SQUARE)

    assert ward.equals(shapely.intersection(corner, SQUARE))


def test_a_ward_that_ends_away_from_the_boundary_stops_the_work() -> None:
    with pytest.raises(SystemExit, match="ends away from the boundary"):
        monaco.closed(shapely.LineString([(30, 10), (30, 20), (60, 20), (60, 0)]), SQUARE)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Build the example's pack from the archive that `make demo` downloads."""
    if not ARCHIVE.is_file():
        pytest.skip(f"{ARCHIVE.name} is not in .cache; make demo downloads it")
    folder = tmp_path_factory.mktemp("packs") / "monaco"
    with tarfile.open(ARCHIVE) as archive:
        monaco.build(folder, archive)
    return open_pack(folder, scratch=folder.parent)


def test_every_resident_has_a_home(pack: Pack) -> None:
    (population,) = pack.having("population")

    homes = pd.read_parquet(population.path)

    assert homes["people"].sum() == pytest.approx(39_050)
    assert homes["people"].min() > 0
    assert len(homes) == 1010


def test_the_people_are_labelled_as_modelled_and_cited_as_the_file_cites_them(pack: Pack) -> None:
    (population,) = pack.having("population")

    assert population.origin.modelled
    assert str(population.period) == "2022"
    assert "population:date=2022-12-31, source:population=IMSEE 2023" in population.origin.note


def test_the_nine_wards_have_their_official_areas_where_water_does_not_blur_them(
    pack: Pack,
) -> None:
    (districts,) = pack.having("districts")

    wards = monaco.geopandas.read_parquet(districts.path).set_index("name")

    assert len(wards) == 9
    assert wards.is_valid.all()
    assert wards.area["Jardin Exotique"] == pytest.approx(234_865, rel=0.005)
    assert wards.area["Les Monegetti"] == pytest.approx(115_196, rel=0.005)
    assert wards.area["Monaco-Ville"] == pytest.approx(196_491, rel=0.005)


def test_one_extract_fills_five_roles(pack: Pack) -> None:
    roles = {one.role for one in pack.resources if one.format == "osm.pbf"}

    assert roles == {"streets", "transit", "open-space", "green", "amenities"}
    assert len({one.path for one in pack.resources if one.format == "osm.pbf"}) == 1


def test_the_library_reads_every_layer_of_the_pack(pack: Pack) -> None:
    city, problems = read_city(pack)

    assert [str(one) for one in problems if one.severity == "error"] == []
    assert sum(people.total.sum() for people in city.people.values()) == pytest.approx(39_050)
    assert [len(division.codes) for division in city.districts] == [9]
    layers = (city.streets, city.stops, city.open_space, city.green, city.amenities, city.boundary)
    assert None not in layers


# Computed beforehand from the same pack by other means: GDAL's reader of the map, NetworkX with
# every home and every place set into the streets as a node, and Shapely.
FIGURES = {
    ("11.2.1", "low_capacity"): 97.8193,
    ("11.2.1", "high_capacity"): 50.1910,
    ("11.2.1", "total"): 97.8193,
    ("11.7.1", "access_400m"): 95.6797,
    ("11.7.1", "open_space"): 8.1065,
    ("1.2-P1", "within_walk"): 97.8559,
    ("1.2-P2", "within_walk"): 95.0688,
    ("1.2-P3", "within_walk"): 76.7619,
    ("1.2-P4", "within_walk"): 66.0121,
    ("3.3-P1", "green_per_head"): 5.6189,
    ("3.4-P1", "density"): 16_707.3772,
    ("3.4-P3", "street_density"): 19.5252,
}


def test_the_whole_library_comes_to_the_figures_of_other_tools(pack: Pack) -> None:
    result = measure(pack)

    found = {
        (one.indicator, one.series): one.value
        for one in result.observations
        if one.area == "MC" and not one.group and not one.notation
    }
    for key, expected in FIGURES.items():
        assert found[key] == pytest.approx(expected, abs=5e-5), key
    # Drawn with finer curves, streets cover 27.6 % of Monaco.
    assert found["11.7.1", "streets"] == pytest.approx(27.60, abs=0.02)


def test_nothing_is_said_about_the_degree_of_urbanisation_of_so_small_a_place(pack: Pack) -> None:
    result = measure(pack)

    rows = [one for one in result.observations if one.indicator == "3.4-P2"]
    assert {one.reason for one in rows} == {"no-grid"}
    assert not [one for one in result.observations if one.group.startswith("settlement=")]


def test_wards_lie_inside_the_boundary_and_add_up_to_nearly_all_of_it(pack: Pack) -> None:
    city, _ = read_city(pack)
    assert city.boundary is not None
    wards = city.districts[0].geometry

    beyond = shapely.area(shapely.difference(wards, city.boundary.geometry))

    assert beyond.max() < 1
    assert shapely.area(wards).sum() == pytest.approx(city.boundary.geometry.area, rel=0.003)


def test_who_reaches_a_school_on_foot_are_the_people_of_the_indicator(pack: Pack) -> None:
    city, _ = read_city(pack)

    found = within_a_walk(city, limit_m=parameter("walk_limit_school_m"), threads=2)

    reached = (found.points["school_within"] > 0).fillna(False)
    percent = 100 * found.points["people"][reached].sum() / found.points["people"].sum()
    assert percent == pytest.approx(FIGURES["1.2-P1", "within_walk"], abs=5e-5)
    assert (found.points["school_nearest_m"].notna() == reached).all()


HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"


@pytest.mark.parametrize("language", ["", ".zh"])
def test_the_how_to_on_walks_runs_as_it_stands(pack: Pack, tmp_path: Path, language: str) -> None:
    page = (HOW_TO / f"opportunities-within-a-walk{language}.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {"PACK": pack.folder, "SCRATCH": tmp_path}

    exec(code, names)

    on_streets = names["homes"].segment >= 0
    sums, neighbours = names["sums"][on_streets], names["neighbours"][on_streets, 0]
    assert (sums[:, 1] <= sums[:, 0]).all()
    assert sums[:, 0].max() > 10
    assert (neighbours >= names["people"].total[on_streets]).all()
    assert neighbours.max() < 39_050
