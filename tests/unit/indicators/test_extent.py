"""A city whose pack gives no boundary gets the outline of its urban centre."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from affine import Affine
from pyproj import CRS
from shapely.geometry import box

from localgoals.indicators.extent import EXTENT_FOUND, with_extent
from localgoals.ingest.layers import Boundary, City, Grid, People
from localgoals.model.lineage import Lineage
from localgoals.model.period import Period
from localgoals.model.text import Text

YEAR = Period(2020, 2020)
CRS_M = CRS.from_epsg(32632)
LINEAGE = Lineage(("people-2020",), ("ab" * 32,))


def town(population: list[list[float]]) -> City:
    """Make a city of a grid of 1 km cells with the people at the cells' centres."""
    values = np.array(population)
    transform = Affine(1000, 0, 500_000, 0, -1000, 4_900_000)
    rows, columns = np.nonzero(values > 0)
    x, y = transform @ (columns + 0.5, rows + 0.5)
    people = People(
        x=x,
        y=y,
        total=values[rows, columns],
        groups={"sex=female": values[rows, columns] / 2},
        zones=(),
        lineage=LINEAGE,
        kind="raster",
    )
    grid = Grid(values, transform, CRS_M, LINEAGE)
    return City(
        "XX-1", Text("Town", "镇"), CRS_M, people={YEAR: people}, population_grids={YEAR: grid}
    )


def test_the_urban_centre_with_the_most_people_counts_as_the_city() -> None:
    city = town([[30_000, 30_000, 100, 100, 26_000, 26_000]])

    found, notes = with_extent(city)

    assert found.boundary is not None
    assert found.boundary.geometry.bounds == (500_000, 4_899_000, 502_000, 4_900_000)
    assert found.boundary.lineage == LINEAGE
    assert [note.message for note in notes] == [EXTENT_FOUND]


def test_people_outside_the_urban_centre_are_not_counted() -> None:
    city = town([[30_000, 30_000, 100, 100]])

    found, _ = with_extent(city)

    assert found.people[YEAR].total.tolist() == [30_000, 30_000]
    assert found.people[YEAR].groups["sex=female"].tolist() == [15_000, 15_000]


def test_a_given_boundary_stays() -> None:
    given = Boundary(box(0, 0, 1, 1), Lineage())
    city = replace(town([[30_000, 30_000]]), boundary=given)

    found, notes = with_extent(city)

    assert found.boundary is given
    assert notes == ()


def test_a_place_without_an_urban_centre_gets_no_extent() -> None:
    city = town([[100, 200]])

    found, notes = with_extent(city)

    assert found is city
    assert notes == ()
