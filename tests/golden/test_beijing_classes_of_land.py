"""
Beijing: classes of a real grid in degrees, measured and held against other ways to count.

No map of land cover is at hand; the grid of the Degree of Urbanisation (MIT, djw-easy/degurba,
grid_cla.tif: 1 urban centre, 2 urban cluster, 3 rural, 0 no data) stands in for one.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from pyproj import Geod

from localgoals.ingest.land_cover import read_land_cover
from localgoals.nature.land import areas
from localgoals.spatial.borders import borders_of
from localgoals.spatial.land_cover import Counted, Kinds, Rings, counted
from localgoals.spatial.sweep import Band, class_shares

KINDS = Kinds(
    np.array([0, 1, 1, 2, 3], np.uint8),
    np.array([0, 2, 2, 2, 1], np.uint8),
    np.array([False, False, True, False, False]),
)


@pytest.fixture
def found(shared: Path) -> tuple[Counted, np.ndarray]:
    path = shared / "data" / "beijing_cn" / "grid_cla.tif"
    with ExitStack() as opened:
        cover, problems = read_land_cover({"land_cover_2020": path}, [0, 1, 2, 3], opened)
        assert cover is not None, problems
        rings = Rings(np.array([5_000.0]), cover.cell_m)
        return counted(cover.covers, KINDS, rings, rows_at_once=50), cover.row_km2


def test_each_class_has_the_cells_that_gdal_reads_and_the_area_of_the_ellipsoid(
    shared: Path, found: tuple[Counted, np.ndarray]
) -> None:
    with rasterio.open(shared / "data" / "beijing_cn" / "grid_cla.tif") as file:
        values, masked, at = file.read(1), file.read_masks(1) == 0, file.transform
    geod = Geod(ellps="WGS84")
    top = at.f + at.e * np.arange(len(values))
    row_km2 = np.array(
        [
            abs(geod.polygon_area_perimeter([0, at.a, at.a, 0], [y, y, y + at.e, y + at.e])[0])
            for y in top
        ]
    ) / 1e6  # fmt: skip

    km2 = areas(found[0].classes, found[1])[0].sum(axis=0)

    for code in (1, 2, 3):
        expected = float(((values == code) & ~masked).sum(axis=1) @ row_km2)
        assert km2[code + 1] == pytest.approx(expected, rel=1e-12)


def test_the_shares_of_cells_are_those_of_exact_zones(
    shared: Path, found: tuple[Counted, np.ndarray]
) -> None:
    with rasterio.open(shared / "data" / "beijing_cn" / "grid_cla.tif") as file:
        values, at, box = file.read(1), file.transform, shapely.box(*file.bounds)
        nodata = float("nan") if file.nodata is None else file.nodata
    borders = borders_of(np.array([box], object), at, values.shape)

    shares = class_shares(Band(values, nodata), [1, 2, 3], borders)[0]

    cells = found[0].classes[0].sum(axis=(0, 1))
    known = cells[1:].sum() if nodata != 0 else cells[2:].sum()
    np.testing.assert_allclose(cells[2:] / known, shares, rtol=1e-9)
