"""Real cities read from packs: their published totals come out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from localgoals.ingest.city import read_city
from localgoals.ingest.layers import City
from localgoals.ingest.pack import add_resource, new_pack, open_pack
from localgoals.model.period import Period
from localgoals.model.text import Text

Y2010, Y2020 = Period(2010, 2010), Period(2020, 2020)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    new_pack(folder, code="XX-ONE", name=Text("One", "一"), country="XX")
    return folder


def read(folder: Path) -> tuple[City, list[str]]:
    city, problems = read_city(open_pack(folder, scratch=folder))
    return city, [one.kind for one in problems]


def test_northern_kentucky_has_227919_people_in_its_blocks(folder: Path, shared: Path) -> None:
    # Census 2010 block layer, column sums (shared/data/northern_kentucky_us/SOURCE.txt).
    blocks = shared / "data/northern_kentucky_us/block-groups/block-groups.shp"
    groups = {"sex=male": "males", "sex=female": "females", "ethnicity=black": "blacks"}
    options = {"fields": {"total": "people", "groups": groups}}
    add_resource(folder, blocks, role="population", period=Y2010, options=options)

    city, kinds = read(folder)

    people = city.people[Y2010]
    assert kinds == ["boundary-none"]
    assert city.crs.to_epsg() == 32616
    assert (len(people.x), people.total.sum(), people.kind) == (3114, 227_919, "polygons")
    assert people.groups["sex=male"].sum() + people.groups["sex=female"].sum() == 227_919


def test_the_raster_around_madrid_has_7_33_million_people(folder: Path, shared: Path) -> None:
    # GHS-POP with nodata -200, which must not be counted.
    grid = shared / "data/madrid_es/population_clipped.tif"
    add_resource(folder, grid, role="population", period=Y2020)

    city, _ = read(folder)

    assert city.people[Y2020].total.sum() == pytest.approx(7.33e6, rel=0.001)
    assert np.nansum(city.population_grids[Y2020].values) == pytest.approx(7.33e6, rel=0.001)


def test_every_person_of_madrid_is_in_one_of_its_neighbourhoods(folder: Path, shared: Path) -> None:
    madrid = shared / "data/madrid_es"
    grid, areas = madrid / "population_clipped.tif", madrid / "neighbourhoods.gpkg"
    add_resource(folder, grid, role="population", period=Y2020)
    options = {"level": "neighbourhood", "fields": {"code": "COD_BAR", "name": "NOMBRE"}}
    add_resource(folder, areas, role="districts", options=options)

    city, _ = read(folder)

    people = city.people[Y2020]
    assert len(city.districts[0].codes) == 131
    assert (people.zones[0] >= 0).all()
    # Sum of the cells whose centre lies in the city, as this file has them; no published figure.
    assert people.total.sum() == pytest.approx(3.85e6, rel=0.001)


def test_sao_paulo_comes_from_a_table_of_hexagons(folder: Path, shared: Path) -> None:
    table = shared / "data/sao_paulo_br/spo_hexgrid.csv"
    options = {"fields": {"total": "population"}}
    add_resource(folder, table, role="population", period=Y2010, options=options)

    city, kinds = read(folder)

    assert kinds == ["boundary-none"]
    assert city.crs.to_epsg() == 32723
    assert (len(city.people[Y2010].x), city.people[Y2010].total.sum()) == (323, 517_570)


def test_belgium_keeps_its_grid_cell_for_cell(folder: Path, shared: Path) -> None:
    belgium = shared / "data/belgium_ghsl_be"
    units = {"level": "municipality", "fields": {"code": "UID", "name": "NAME_4"}}
    population = belgium / "processed-ghs-pop-belgium.tif"
    built = belgium / "processed-ghs-built-s-belgium.tif"
    add_resource(folder, population, role="population", period=Y2020)
    add_resource(folder, built, role="built-up", period=Y2020, options={"unit": "share"})
    add_resource(folder, belgium / "units_belgium.gpkg", role="districts", options=units)

    city, _ = read(folder)

    grid = city.population_grids[Y2020]
    assert grid.values.shape == (219, 303)
    assert grid.crs.to_authority() == ("ESRI", "54009")
    assert np.nansum(grid.values) == pytest.approx(20_557_767, abs=2)
    # 11.5 million people lived in Belgium in 2020 (Statbel).
    assert city.people[Y2020].total.sum() == pytest.approx(11.5e6, rel=0.01)
    assert np.nansum(city.built_up[Y2020].values) == pytest.approx(2652.53e6, rel=1e-5)
