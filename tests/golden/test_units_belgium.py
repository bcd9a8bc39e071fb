"""
The municipalities and districts of Belgium are what flexurba makes of them.

Origin: the expectations of flexurba's own tests (MIT, `tests/testthat/test-classify-units.R`), for
places 20 to 30 and 100 to 110 in the order of the codes of municipalities, and 20 to 30 of
districts. Its alternative workflow counts exact shares of cells, as the package does. Its official
one, at 1 km, gives each cell to the unit of its centre, so that is done here as well.
"""

from __future__ import annotations

import geopandas
import numpy as np
import pytest
import rasterio
from rasterio.features import rasterize

from localgoals.spatial.settlement import degree_of_urbanisation, settlement_types
from localgoals.spatial.units import (
    LEVEL_1,
    LEVEL_2,
    classes_by_share,
    classify_units,
    types_by_share,
)

SQUARE_METRES = 1e6
SOME, OTHERS = slice(19, 30), slice(99, 110)


def read(path):
    with rasterio.open(path) as raster:
        return raster.read(1, masked=True).astype(float).filled(np.nan), raster.transform


@pytest.fixture(scope="module")
def grids(shared):
    folder = shared / "vectors" / "degurba_belgium_flexurba"
    people, transform = read(folder / "POP.tif")
    shares = {
        "land_share": read(folder / "LAND.tif")[0] / SQUARE_METRES,
        "built_share": read(folder / "BUILT_S.tif")[0] / SQUARE_METRES,
    }
    return {
        "people": people,
        "transform": transform,
        1: degree_of_urbanisation(people, **shares),
        2: settlement_types(people, **shares),
    }


@pytest.fixture(scope="module")
def municipalities(shared):
    units = geopandas.read_file(shared / "data" / "belgium_ghsl_be" / "units_belgium.gpkg")
    return units.sort_values("UID", ignore_index=True)


def shares_by_centre(units, grids, *, level):
    """Share the people of the cells whose centre lies in a unit; units without one drop out."""
    people, grid = grids["people"], grids[level]
    zone = rasterize(
        ((outline, number) for number, outline in enumerate(units.geometry, start=1)),
        out_shape=people.shape,
        transform=grids["transform"],
        dtype="int32",
    )
    counts = np.column_stack(
        [
            np.bincount(zone[grid == kind], people[grid == kind], minlength=len(units) + 1)[1:]
            for kind in (LEVEL_1 if level == 1 else LEVEL_2)
        ]
    )
    has_cells = np.bincount(zone.ravel(), minlength=len(units) + 1)[1:] > 0
    assert np.count_nonzero(~has_cells) in (0, 2)
    counts = counts[has_cells]
    return counts / counts.sum(axis=1, keepdims=True)


def test_municipalities_have_the_published_classes_by_exact_shares(grids, municipalities):
    found = classify_units(
        grids[1], grids["people"], grids["transform"], municipalities.geometry.to_numpy()
    )

    assert found.classes[SOME].tolist() == [3, 2, 3, 2, 2, 3, 1, 2, 2, 3, 2]
    assert found.classes[OTHERS].tolist() == [2, 2, 2, 3, 2, 2, 2, 2, 1, 3, 2]
    assert found.types is None


def test_municipalities_have_the_published_types_of_2021_by_centres(grids, municipalities):
    types = types_by_share(shares_by_centre(municipalities, grids, level=2), manual=2021)

    assert types[SOME].tolist() == [30, 21, 30, 23, 21, 30, 12, 21, 21, 30, 22]
    assert types[OTHERS].tolist() == [23, 22, 30, 21, 22, 21, 22, 12, 21, 21, 23]


def test_districts_have_the_published_classes_and_types_of_2021(grids, municipalities):
    districts = municipalities.dissolve("GID_3")

    classes = classes_by_share(shares_by_centre(districts, grids, level=1))
    types = types_by_share(shares_by_centre(districts, grids, level=2), manual=2021)

    assert classes[SOME].tolist() == [2, 2, 1, 3, 2, 2, 1, 2, 2, 2, 3]
    assert types[SOME].tolist() == [23, 21, 12, 30, 21, 23, 12, 23, 21, 21, 30]


def test_under_the_rules_of_2024_flexurba_takes_semi_dense_cells_for_suburban_ones(
    grids, municipalities
):
    shares = shares_by_centre(municipalities.dissolve("GID_3"), grids, level=2)
    swapped = shares[:, [0, 1, 3, 2, 4, 5, 6]]

    published = [21, 23, 13, 30, 22, 22, 13, 22, 23, 22, 30]
    assert types_by_share(swapped)[SOME].tolist() == published
    assert types_by_share(shares)[SOME].tolist() == [21, 23, 13, 30, 21, 21, 13, 21, 23, 21, 30]


def test_all_of_belgium_is_covered_and_its_people_are_counted_once(grids, municipalities):
    outlines = municipalities.geometry.to_numpy()

    first, second = (
        classify_units(grids[level], grids["people"], grids["transform"], outlines)
        for level in (1, 2)
    )

    # The counts are this package's own, kept so that a change is seen; no source publishes them.
    assert first.covered.min() == pytest.approx(1, abs=1e-6)
    assert first.people.sum() == pytest.approx(11_553_261, abs=1)
    assert np.bincount(first.classes).tolist() == [0, 213, 291, 77]
    assert np.count_nonzero(first.by_land) == 1
    # Four municipalities are towns by semi-dense clusters that are too small for urban clusters.
    assert np.bincount(second.classes).tolist() == [0, 209, 295, 77]
    assert ((second.types == 30) == (first.classes == 3)).all()
