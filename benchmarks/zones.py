"""
Exact statistics of a grid by zone beside exactextract, in memory and from a compressed file.

Every way runs in a process of its own, and the answers are compared before a time counts.
rasterstats answers another question, which cells have their centre in a zone; its row says how far
off it is.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import rasterio
import shapely
from affine import Affine
from exactextract import exact_extract
from exactextract.feature import JSONFeatureSource
from exactextract.raster import NumPyRasterSource
from rasterstats import zonal_stats

from localgoals.spatial.band_file import band_of_file
from localgoals.spatial.borders import Borders, borders_of
from localgoals.spatial.sweep import (
    Band,
    Inside,
    class_shares,
    sums_inside,
    weighted_sums_inside,
)

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from made_up import districts
from measured import HEADER, Measured, compared, measured
from page import markdown_table, publish

GRID = 10_000
THREADS = 2
CLASSES = list(range(10))
TRANSFORM = Affine(1, 0, 0, 0, -1, GRID)
SIZE = f"{GRID:,} x {GRID:,} cells"
PACKAGES = ("localgoals", "numpy", "numba", "shapely", "rasterio", "exactextract", "rasterstats")


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    chance = np.random.default_rng(11)
    values = chance.gamma(0.5, 20, (GRID, GRID)).astype(np.float32)
    few, many = (_zones(districts(chance, count, side=GRID)) for count in (500, 5_000))
    limit_s = measured(lambda: values.max()).seconds
    rows = [row for zones in (few, many) for row in summing(values, zones, limit_s)]
    rows += others(values, few, limit_s)
    with tempfile.TemporaryDirectory() as folder:
        rows.append(from_a_file(values, few, Path(folder) / "grid.tif"))
    publish("zones", [markdown_table(HEADER, rows)], PACKAGES)


class Zones(NamedTuple):
    """Districts, as each way takes them."""

    polygons: np.ndarray
    features: list[dict[str, object]]
    borders: Borders


def _zones(polygons: np.ndarray) -> Zones:
    features = [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(one)}
        for one in polygons
    ]
    return Zones(polygons, features, _cut(polygons))


def _cut(polygons: np.ndarray, *, threads: int = THREADS) -> Borders:
    return borders_of(polygons, TRANSFORM, (GRID, GRID), threads=threads)


def summing(values: np.ndarray, zones: Zones, limit_s: float) -> list[list[str]]:
    """Compare sums, with borders to be cut, and in another year with borders that are cut."""
    band = Band(values)
    name = f"sum, {SIZE}, {len(zones.polygons):,} zones"
    here = measured(lambda: sums_inside(band, _cut(zones.polygons), threads=THREADS).total)
    alone = measured(lambda: sums_inside(band, _cut(zones.polygons, threads=1)).total)
    later = measured(lambda: sums_inside(band, zones.borders, threads=THREADS).total)
    peer = measured(lambda: _ask(values, zones, ["sum"])[:, 0], rounds=1)
    np.testing.assert_allclose(here.answer, peer.answer, rtol=1e-7)
    np.testing.assert_array_equal(here.answer, later.answer)
    np.testing.assert_array_equal(here.answer, alone.answer)
    rows = [
        compared(name, here, "exactextract", peer, limit_s),
        compared(f"{name}, one thread", alone, "exactextract", peer, limit_s),
        compared(f"{name}, another year", later, "exactextract", peer, limit_s),
    ]
    if len(zones.polygons) == 500:
        centres = measured(lambda: _by_centres(values, zones), rounds=1)
        off = float(np.abs(centres.answer / here.answer - 1).max())
        centres_name = f"{name}: by centres, up to {off:.1%} off"
        rows.append(compared(centres_name, here, "rasterstats", centres, limit_s))
    return rows


def others(values: np.ndarray, zones: Zones, limit_s: float) -> list[list[str]]:
    """Compare the other statistics, in the same zones."""
    weights = np.ascontiguousarray(values[::-1])
    cover = (np.add.outer(np.arange(GRID) // 90, np.arange(GRID) // 70) % 10).astype(np.uint8)
    band, by, classes = Band(values), Band(weights), Band(cover)
    cover_limit_s = measured(lambda: cover.max()).seconds
    ways: list[tuple[str, Callable[[], np.ndarray], Callable[[], np.ndarray], float]] = [
        (
            "mean and count",
            lambda: _columns(sums_inside(band, _cut(zones.polygons), threads=THREADS)),
            lambda: _ask(values, zones, ["mean", "count"]),
            limit_s,
        ),
        (
            "weighted mean",
            lambda: weighted_sums_inside(band, by, _cut(zones.polygons), threads=THREADS).mean,
            lambda: _ask(values, zones, ["weighted_mean"], weights)[:, 0],
            2 * limit_s,
        ),
        (
            "shares of 10 classes",
            lambda: class_shares(classes, CLASSES, _cut(zones.polygons), threads=THREADS),
            lambda: _shares(cover, zones),
            cover_limit_s,
        ),
    ]
    return [_row(f"{name}, {SIZE}, 500 zones", *rest) for name, *rest in ways]


def _row(
    name: str, ours: Callable[[], np.ndarray], theirs: Callable[[], np.ndarray], limit_s: float
) -> list[str]:
    here, peer = measured(ours), measured(theirs, rounds=1)
    np.testing.assert_allclose(here.answer, peer.answer, rtol=1e-6, atol=1e-6)
    return compared(name, here, "exactextract", peer, limit_s)


def _columns(held: Inside) -> np.ndarray:
    return np.column_stack([held.mean, held.cells])


def from_a_file(values: np.ndarray, zones: Zones, path: Path) -> list[str]:
    """Compare sums of a compressed file; the limit is unpacking it with as many threads."""
    with rasterio.open(
        path, "w", driver="GTiff", width=GRID, height=GRID, count=1, dtype="float32",
        transform=TRANSFORM, crs="EPSG:8857", compress="deflate", tiled=True,
    ) as file:  # fmt: skip
        file.write(values, 1)
    del values

    def ours() -> np.ndarray:
        with band_of_file(path) as band:
            return sums_inside(band, _cut(zones.polygons), threads=THREADS).total

    here = measured(ours, rounds=2)
    peer = measured(partial(_ask, str(path), zones, ["sum"]), rounds=1)
    np.testing.assert_allclose(here.answer[:, None], peer.answer, rtol=1e-7)
    limit = _unpacking(path)
    return compared(
        f"sum, deflate GeoTIFF of {SIZE}, 500 zones", here, "exactextract", peer, limit.seconds
    )


def _unpacking(path: Path) -> Measured:
    """Measure what it takes to unpack a file by as many threads, looking at nothing."""

    def unpack() -> np.ndarray:
        with band_of_file(path) as band, ThreadPoolExecutor(THREADS) as pool:

            def cells(begin: int) -> int:
                return band.rows(begin, min(begin + band.rows_together, GRID)).size

            return np.array(list(pool.map(cells, range(0, GRID, band.rows_together))))

    return measured(unpack, rounds=2)


def _ask(
    values: np.ndarray | str,
    zones: Zones,
    operations: list[str],
    weights: np.ndarray | None = None,
) -> np.ndarray:
    found = exact_extract(
        values if isinstance(values, str) else NumPyRasterSource(values, 0, 0, GRID, GRID),
        JSONFeatureSource(zones.features),
        operations,
        weights=None if weights is None else NumPyRasterSource(weights, 0, 0, GRID, GRID),
    )
    return np.array([[one["properties"][name] for name in operations] for one in found])


def _shares(cover: np.ndarray, zones: Zones) -> np.ndarray:
    raster = NumPyRasterSource(cover, 0, 0, GRID, GRID)
    found = exact_extract(raster, JSONFeatureSource(zones.features), ["unique", "frac"])
    shares = np.zeros((len(found), len(CLASSES)))
    for row, one in zip(shares, found, strict=True):
        row[one["properties"]["unique"]] = one["properties"]["frac"]
    return shares


def _by_centres(values: np.ndarray, zones: Zones) -> np.ndarray:
    found = zonal_stats(zones.features, values, affine=TRANSFORM, stats=["sum"], nodata=-1)
    return np.array([float(one["sum"]) for one in found])


if __name__ == "__main__":
    main()
