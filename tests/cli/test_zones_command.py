"""`localgoals zones`: from a grid and areas to a table, and files that it cannot use."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from affine import Affine
from exactextract import exact_extract
from front_door import localgoals

UTM = "EPSG:32631"
NORTH_UP = Affine(100, 0, 500_000, 0, -100, 5_600_400)


def write_grid(path: Path, values: object, **changes: object) -> Path:
    cells = np.atleast_2d(np.asarray(values))
    scales, mask = changes.pop("scales", None), changes.pop("mask", None)
    shape = {
        "driver": "GTiff", "height": cells.shape[0], "width": cells.shape[1], "count": 1,
        "dtype": cells.dtype, "crs": UTM, "transform": NORTH_UP,
    } | changes  # fmt: skip
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path, "w", **shape) as raster:
        raster.write(np.broadcast_to(cells, (shape["count"], *cells.shape)))
        if scales is not None:
            raster.scales, raster.offsets = scales
        if mask is not None:
            raster.write_mask(mask)
    return path


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Draw a rectangle by columns and rows from the south-west corner of the grid."""
    x, y = 500_000, 5_600_000
    return shapely.box(x + 100 * west, y + 100 * south, x + 100 * east, y + 100 * north)


def write_areas(path: Path, *shapes: object, **columns: object) -> Path:
    geopandas.GeoDataFrame(columns, geometry=list(shapes), crs=UTM).to_file(path)
    return path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Make four rows of four cells; the north-eastern one is not known."""
    cells = np.arange(16, dtype=np.float32).reshape(4, 4)
    cells[0, 3] = -200
    return write_grid(tmp_path / "people.tif", cells, nodata=-200)


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    """Draw a part of the south-west, the unknown corner with half a cell beside it, and the sea."""
    drawn = [box(0, 0, 1.5, 1), box(2.5, 3, 4, 4), box(9, 9, 10, 10), box(3, 3, 4, 4)]
    return write_areas(tmp_path / "areas.gpkg", *drawn, code=["007", "B", "sea", "hole"])


def table_of(folder: Path, *words: object, name: str = "t.csv") -> pd.DataFrame:
    done = localgoals(folder, "zones", *words, "-o", name)
    assert done.returncode == 0, done.stderr
    return pd.read_csv(folder / name, dtype={"area": str}).set_index("area")


def test_cells_that_borders_cut_count_by_their_part(
    tmp_path: Path, people: Path, areas: Path
) -> None:
    table = table_of(tmp_path, people, areas, "--code", "code")

    assert table.columns.tolist() == ["sum", "mean", "count", "cells", "coverage", "reason"]
    # The row in the south holds 12, 13, 14 and 15; of the north only half of the 2 is known.
    assert table.loc["007", "sum":"coverage"].tolist() == [18.5, 18.5 / 1.5, 1.5, 1.5, 1]
    assert table.loc["B", "sum":"coverage"].tolist() == [1, 2, 0.5, 1.5, pytest.approx(1 / 3)]
    assert table["reason"].fillna("").to_dict() == {
        "007": "", "B": "", "sea": "outside-grid", "hole": "no-value",
    }  # fmt: skip
    assert table.loc[["sea", "hole"], ["sum", "mean"]].isna().all(axis=None)
    assert table.loc[["sea", "hole"], "count"].tolist() == [0, 0]


def test_a_table_may_be_parquet_and_areas_go_by_their_number(
    tmp_path: Path, people: Path, areas: Path
) -> None:
    done = localgoals(tmp_path, "zones", people, areas, "-o", "t.parquet", "--statistic", "sum")

    table = pd.read_parquet(tmp_path / "t.parquet")
    assert "4 rows are in t.parquet." in done.stdout
    assert "Without a figure: 1 areas (outside of the grid)." in done.stdout
    assert table["area"].tolist() == [1, 2, 3, 4]
    assert table.columns.tolist() == ["area", "sum", "cells", "coverage", "reason"]


def test_what_people_breathe_is_weighted_by_them(tmp_path: Path, people: Path) -> None:
    air = write_grid(tmp_path / "air.tif", np.full((4, 4), 10.0) * [[1], [2], [3], [4]])
    cells = np.zeros((4, 4), np.int16)
    cells[2:, 0], cells[0, 0] = [300, 100], -9999
    weights = write_grid(tmp_path / "by.tif", cells)
    areas = write_areas(tmp_path / "a.geojson", box(0, 0, 4, 2), box(0, 2, 4, 4))

    table = table_of(tmp_path, air, areas, "--weights", weights)
    done = localgoals(tmp_path, "zones", air, areas, "-o", "t.csv", "--weights", weights)

    assert table.loc["1", ["weighted_mean", "weights"]].tolist() == [32.5, 400]
    assert np.isnan(table.loc["2", "weighted_mean"])
    assert table["reason"].fillna("").tolist() == ["", "no-weight"]
    assert "by.tif" in done.stderr
    assert "found: 1 cells below 0, the least -9999" in done.stderr


def test_shares_of_classes_are_of_the_cells_with_a_value(tmp_path: Path, areas: Path) -> None:
    cover = np.full((4, 4), 10, np.uint8)
    cover[3, 1], cover[0, 2] = 50, 255
    grid = write_grid(tmp_path / "cover.tif", cover, nodata=255)

    every = table_of(tmp_path, grid, areas, "--statistic", "shares", "--code", "code")
    one = table_of(tmp_path, grid, areas, "--class", 50, "--class", 7, "--class", 50)

    assert every.columns.tolist() == ["share_10", "share_50", "cells", "coverage", "reason"]
    np.testing.assert_allclose(every.loc["007", ["share_10", "share_50"]].tolist(), [2 / 3, 1 / 3])
    assert every.loc["B", ["share_10", "share_50"]].tolist() == [1, 0]
    assert one.columns.tolist()[:2] == ["share_50", "share_7"]
    assert one.loc["1", "share_7"] == 0


def test_scale_offset_mask_and_band_of_the_file_are_minded(tmp_path: Path) -> None:
    cells = np.array([[1, 2], [3, 9]], np.int16)
    area = write_areas(tmp_path / "a.gpkg", box(0, 2, 2, 4))
    scaled = write_grid(tmp_path / "s.tif", cells, nodata=9, scales=((0.5,), (100.0,)))
    mask = np.array([[True, False], [True, True]])
    masked = write_grid(tmp_path / "m.tif", cells, mask=mask)
    several = write_grid(tmp_path / "b.tif", cells, count=2)

    assert table_of(tmp_path, scaled, area).loc["1", "sum":"count"].tolist() == [303, 101, 3]
    assert table_of(tmp_path, masked, area).loc["1", "sum"] == 13
    assert table_of(tmp_path, several, area, "--band", 2).loc["1", "sum"] == 15
    for grid, said in ((several, "2 bands"), (masked, "cells that are not whole numbers")):
        done = localgoals(tmp_path, "zones", grid, area, "-o", "n.csv", "--statistic", "shares")
        assert (done.returncode, said in done.stderr) == (1, True)
        assert not (tmp_path / "n.csv").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"crs": None}, "no coordinate reference system"),
        ({"transform": Affine(100, 5, 0, 5, -100, 0)}, "a rotated or flipped grid"),
        ({"transform": Affine(100, 0, 0, 0, 100, 0)}, "a rotated or flipped grid"),
        ({"dtype": "complex64"}, "cells of the type complex64"),
    ],
)
def test_a_grid_that_cannot_be_placed_is_refused_and_the_old_table_stays(
    tmp_path: Path, areas: Path, changes: dict[str, object], said: str
) -> None:
    grid = write_grid(tmp_path / "grid.tif", np.ones((4, 4)), **changes)
    (tmp_path / "t.csv").write_text("old")

    done = localgoals(tmp_path, "zones", grid, areas, "-o", "t.csv")

    assert done.returncode == 1
    assert said in done.stderr
    assert (tmp_path / "t.csv").read_text() == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["areas.gpkg", "grid.tif", "t.csv"]


def test_every_fault_of_every_file_is_named_at_once(tmp_path: Path, people: Path) -> None:
    crossed = shapely.Polygon([(500_000, 5_600_000), (500_100, 5_600_100), (500_100, 5_600_000),
                               (500_000, 5_600_100)])  # fmt: skip
    areas = write_areas(tmp_path / "a.gpkg", box(0, 0, 1, 1), crossed, None, code=["x", "x", "y"])
    coarse = write_grid(tmp_path / "coarse.tif", np.ones((2, 2)))

    done = localgoals(
        tmp_path, "zones", people, areas, "-o", "t.csv", "--code", "code", "--weights", coarse
    )

    assert done.returncode == 1
    assert "found: cells that are not those of people.tif" in done.stderr
    assert "1 features with an invalid ring (2)" in done.stderr
    assert "1 features without geometry (3)" in done.stderr
    assert "the code x more than once" in done.stderr
    assert not (tmp_path / "t.csv").exists()


def test_more_classes_than_a_byte_are_refused(tmp_path: Path, areas: Path) -> None:
    grid = write_grid(tmp_path / "many.tif", np.arange(400, dtype=np.int32).reshape(20, 20))

    found = localgoals(tmp_path, "zones", grid, areas, "-o", "t.csv", "--statistic", "shares")
    words = [word for one in range(300) for word in ("--class", one)]
    named = localgoals(
        tmp_path, "zones", grid, areas, "-o", "t.csv", "--statistic", "shares", *words
    )

    assert "more than 254 classes" in found.stderr
    assert "more than 254 classes" in named.stderr
    assert not (tmp_path / "t.csv").exists()


def test_a_damaged_file_is_named_and_nothing_is_written(tmp_path: Path, areas: Path) -> None:
    cells = np.random.default_rng(1).random((300, 300))
    grid = write_grid(tmp_path / "cut.tif", cells, compress="deflate")
    grid.write_bytes(grid.read_bytes()[:300_000])

    done = localgoals(tmp_path, "zones", grid, areas, "-o", "t.csv")

    assert done.returncode == 1
    assert "cut.tif: found a file that cannot be read" in done.stderr
    assert not (tmp_path / "t.csv").exists()


def test_a_file_that_is_no_map_and_a_table_of_another_kind_are_refused(
    tmp_path: Path, people: Path, areas: Path
) -> None:
    (tmp_path / "a.txt").write_text("not a map")

    assert "a.txt" in localgoals(tmp_path, "zones", people, "a.txt", "-o", "t.csv").stderr
    assert "t.xlsx" in localgoals(tmp_path, "zones", people, areas, "-o", "t.xlsx").stderr
    assert localgoals(tmp_path, "zones", people, areas, "-o", people.name).returncode == 1


def test_long_borders_are_bent_as_the_coordinates_of_the_grid_bend_them(tmp_path: Path) -> None:
    grid = write_grid(
        tmp_path / "wide.tif",
        np.ones((400, 900), np.uint8),
        transform=Affine(1000, 0, 50_000, 0, -1000, 6_000_000),
    )
    degrees = shapely.box(-2, 51, 8, 53)
    layer = geopandas.GeoDataFrame(geometry=[degrees], crs="EPSG:4326")
    layer.to_file(tmp_path / "four.geojson")
    dense = geopandas.GeoSeries(shapely.segmentize([degrees], 0.001), crs="EPSG:4326").to_crs(UTM)

    cells = table_of(tmp_path, grid, tmp_path / "four.geojson").loc["1", "cells"]

    four_corners = layer.to_crs(UTM).area.iloc[0] / 1e6
    assert cells == pytest.approx(dense.area.iloc[0] / 1e6, abs=10)
    assert abs(four_corners - cells) > 300


def test_an_area_that_has_no_place_in_the_coordinates_of_the_grid_says_so(
    tmp_path: Path, people: Path
) -> None:
    # A quarter of the Earth away from its central meridian, a UTM zone has no place.
    drawn = [shapely.box(93, -1, 94, 1), shapely.box(3, 50.5, 3.05, 50.6)]
    geopandas.GeoDataFrame(geometry=drawn, crs="EPSG:4326").to_file(tmp_path / "a.geojson")

    table = table_of(tmp_path, people, tmp_path / "a.geojson")

    assert table["reason"].fillna("").tolist() == ["no-place", ""]
    assert table.loc["1", "sum":"coverage"].isna().tolist() == [True, True, False, True, True]
    assert table.loc["2", "count"] > 0


def test_the_answer_is_chinese_for_chinese_readers(
    tmp_path: Path, people: Path, areas: Path
) -> None:
    done = localgoals(tmp_path, "zones", people, areas, "-o", "t.csv", "--lang", "zh")

    assert "4 行已写入 t.csv。" in done.stdout
    assert "没有数值的区域：1个（位于格网之外）。" in done.stdout


def test_neighbourhoods_of_madrid_have_the_people_that_exactextract_finds(
    tmp_path: Path, shared: Path
) -> None:
    grid = shared / "data" / "madrid_es" / "population_clipped.tif"
    areas = shared / "data" / "madrid_es" / "neighbourhoods.gpkg"

    table = table_of(tmp_path, grid, areas, "--code", "COD_BAR")

    layer = geopandas.read_file(areas)
    known = exact_extract(str(grid), layer, ["sum", "count"], output="pandas")
    np.testing.assert_allclose(table["sum"], known["sum"], rtol=1e-6)
    np.testing.assert_allclose(table["count"], known["count"], rtol=1e-6)
    assert table.index.tolist() == layer["COD_BAR"].tolist()
