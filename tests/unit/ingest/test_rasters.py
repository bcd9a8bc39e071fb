"""GeoTIFF grids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from localgoals.ingest.pack import Resource
from localgoals.ingest.rasters import (
    cell_area_m2,
    centres_of,
    read_area_grid,
    read_grid,
    read_share_grid,
    same_cells,
)

METRES = Affine(100, 0, 500_000, 0, -100, 4_800_000)


def grid(path: Path, values: Any, *, unit: str = "share", **profile: Any) -> Resource:
    bands = np.asarray(values, dtype="float32")
    bands = bands if bands.ndim == 3 else bands[np.newaxis]
    with rasterio.open(
        path, "w", driver="GTiff", dtype="float32",
        count=bands.shape[0], height=bands.shape[1], width=bands.shape[2],
        **({"crs": "EPSG:32632", "transform": METRES} | profile),
    ) as file:  # fmt: skip
        file.write(bands)
    options = {"unit": unit}
    return Resource("grid", "land", (path,), "tif", "0" * 64, None, options)


def test_declared_and_undeclared_nodata_is_not_known(tmp_path: Path) -> None:
    resource = grid(tmp_path / "a.tif", [[1, -9999], [-200, 0]], nodata=-9999)

    found, problems = read_grid(resource)

    assert found is not None
    np.testing.assert_array_equal(found.values, [[1, np.nan], [np.nan, 0]])
    assert [one.kind for one in problems] == ["cells-negative"]
    assert "1 cells below 0, the least -200" in str(problems[0])


def test_the_stated_band_is_read(tmp_path: Path) -> None:
    resource = grid(tmp_path / "a.tif", [[[1]], [[2]]])
    stated = Resource("grid", "land", resource.paths, "tif", "0" * 64, None, {"band": 2})

    found, _ = read_grid(stated)

    assert found is not None
    assert found.values.tolist() == [[2]]


@pytest.mark.parametrize(
    ("values", "profile", "kind"),
    [
        ([[1]], {"crs": None}, "crs-missing"),
        ([[1]], {"crs": "EPSG:4326"}, "crs-contradicts"),
        ([[1]], {"transform": Affine(100, 0, 5e5, 0, 100, 4.8e6)}, "raster-rotated"),
        ([[1]], {"transform": Affine(100, 9, 5e5, 9, -100, 4.8e6)}, "raster-rotated"),
        ([[np.nan]], {}, "raster-empty"),
    ],
)
def test_a_grid_that_cannot_be_used_is_left_out(
    tmp_path: Path, values: Any, profile: dict[str, Any], kind: str
) -> None:
    found, problems = read_grid(grid(tmp_path / "a.tif", values, **profile))

    assert found is None
    assert [one.kind for one in problems] == [kind]


def test_a_file_that_only_begins_like_a_raster_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(b"II*\0 and no more")

    found, problems = read_grid(
        Resource("grid", "land", (tmp_path / "a.tif",), "tif", "0" * 64, None, {})
    )

    assert found is None
    assert [one.kind for one in problems] == ["unreadable"]
    assert str(tmp_path) not in str(problems[0])


def test_a_file_beside_the_raster_is_not_read(tmp_path: Path) -> None:
    resource = grid(tmp_path / "a.tif", [[1, 2]], crs=None)
    (tmp_path / "a.tif.aux.xml").write_text(
        "<PAMDataset><SRS>EPSG:32632</SRS></PAMDataset>", encoding="utf-8"
    )

    _, problems = read_grid(resource)

    assert [one.kind for one in problems] == ["crs-missing"]


@pytest.mark.parametrize(
    ("unit", "values", "area"),
    [("m2", 2500, 2500), ("share", 0.25, 2500), ("binary", 7, 10_000), ("binary", 0, 0)],
)
def test_every_unit_becomes_square_metres(
    tmp_path: Path, unit: str, values: float, area: float
) -> None:
    found, problems = read_area_grid(grid(tmp_path / "a.tif", [[values, np.nan]], unit=unit))

    assert problems == []
    assert found is not None
    np.testing.assert_allclose(found.values, [[area, np.nan]])


@pytest.mark.parametrize(("unit", "values"), [("share", 60), ("m2", 12_000)])
def test_more_than_a_whole_cell_contradicts_the_unit(
    tmp_path: Path, unit: str, values: float
) -> None:
    found, problems = read_share_grid(grid(tmp_path / "a.tif", [[values]], unit=unit))

    assert found is None
    assert [one.kind for one in problems] == ["unit-contradicts"]


def test_cells_in_degrees_shrink_towards_the_pole(tmp_path: Path) -> None:
    degree = {"crs": "EPSG:4326", "transform": Affine(1, 0, 0, 0, -1, 60)}

    found, _ = read_grid(grid(tmp_path / "a.tif", np.ones((60, 1)), **degree))

    assert found is not None
    area = cell_area_m2(found)
    assert (np.diff(area[:, 0]) > 0).all()
    # A degree square at the equator: 12,308.8 km² on WGS 84.
    assert area[-1, 0] == pytest.approx(12_308.8e6, rel=1e-4)


def test_centres_lie_in_the_middle_of_their_cells(tmp_path: Path) -> None:
    found, _ = read_grid(grid(tmp_path / "a.tif", [[1, 2], [3, 4]]))

    assert found is not None
    x, y = centres_of(found, (np.array([0, 1]), np.array([0, 1])))

    assert x.tolist() == [500_050, 500_150]
    assert y.tolist() == [4_799_950, 4_799_850]


def test_grids_are_compared_by_place_and_not_only_by_shape(tmp_path: Path) -> None:
    one, _ = read_grid(grid(tmp_path / "a.tif", [[1]]))
    moved, _ = read_grid(
        grid(tmp_path / "b.tif", [[1]], transform=METRES @ Affine.translation(1, 0))
    )

    assert one is not None
    assert moved is not None
    assert same_cells(one, one)
    assert not same_cells(one, moved)
