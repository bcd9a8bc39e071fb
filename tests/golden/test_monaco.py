"""
Monaco: an OpenStreetMap extract of December 2023.

The expected areas of the wards are those of the division of 2013 (Sovereign Ordinance 4,481), read
at second hand. Wards with a harbour are not compared: OpenStreetMap counts its water in.
"""

from __future__ import annotations

import doctest
import tarfile
from pathlib import Path

import pandas as pd
import pytest
import shapely

import monaco
from localgoals.ingest.city import read_city
from localgoals.ingest.pack import Pack, open_pack

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
