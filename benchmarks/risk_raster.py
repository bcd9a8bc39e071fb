"""
A grid of risk from three compressed GeoTIFF grids of 10,000 x 10,000 cells, file to file.

Peers read the same files, compute the same mean and write with the same compression. Every way runs
in a process of its own, and the grids are compared cell by cell before a time counts.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import dask
import numpy as np
import rasterio
import rioxarray
import xarray
from affine import Affine
from rasterio.windows import Window
from scipy import ndimage

from localgoals.catalogue.climate.risk import risk_bands
from localgoals.climate.risk import bands_of
from localgoals.spatial.risk_grid import Layer, Scale, write_risk

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from measured import HEADER, Measured, compared, measured
from page import markdown_table, publish

SIDE = 10_000
COARSE = 80
"""A field has a value every so many cells."""
TILE = 512
THREADS = 2
LAYERS = ("hazard", "exposure", "vulnerability")
LIMITS = tuple(band.begin for band in risk_bands()[1:])
WRITTEN = {
    "driver": "GTiff", "height": SIDE, "width": SIDE, "count": 1, "dtype": "float32",
    "nodata": np.nan, "crs": "EPSG:8857", "transform": Affine(100, 0, 0, 0, -100, 100 * SIDE),
    "tiled": True, "blockxsize": TILE, "blockysize": TILE,
}  # fmt: skip
PACKED = {"compress": "zstd", "zstd_level": 1, "predictor": 3}
NAME = f"risk of 3 grids of {SIDE:,} x {SIDE:,} cells, deflate GeoTIFF to GeoTIFF"
PACKAGES = ("localgoals", "numpy", "numba", "rasterio", "xarray", "rioxarray", "dask")


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        measured(partial(made, place), rounds=1)
        ours = measured(partial(by_rows, place, THREADS), rounds=2)
        alone = measured(partial(by_rows, place, 1), rounds=2)
        whole = measured(partial(at_once, place), rounds=1)
        chunks = measured(partial(in_chunks, place), rounds=1)
        limit = measured(partial(copied, place), rounds=2)
        for name in ("by_rows", "in_chunks"):
            alike(place / f"{name}.tif", place / "at_once.tif")
    for other in (alone, whole, chunks):
        np.testing.assert_array_equal(other.answer, ours.answer)
    rows = [
        row(NAME, ours, "NumPy, whole arrays", whole, limit),
        row(NAME, ours, "rioxarray on Dask", chunks, limit),
        row(f"{NAME}, one thread", alone, "NumPy, whole arrays", whole, limit),
    ]
    publish("risk", [markdown_table(HEADER, rows)], PACKAGES)


def row(name: str, ours: Measured, peer: str, theirs: Measured, limit: Measured) -> list[str]:
    """Lay out one comparison."""
    return compared(name, ours, peer, theirs, limit.seconds)


def made(folder: Path) -> np.ndarray:
    """Write three smooth fields with two decimals and a little noise, a tenth of them blank."""
    for seed, name in enumerate(LAYERS):
        chance = np.random.default_rng(seed)
        coarse = chance.random((SIDE // COARSE + 2,) * 2, np.float32)
        cells = ndimage.zoom(coarse, COARSE, order=1)[:SIDE, :SIDE]
        cells += chance.normal(0, 0.01, cells.shape).astype(np.float32)
        cells = np.round(cells, 2).clip(0, 1)
        cells[: SIDE // 10] = np.nan
        with rasterio.open(folder / f"{name}.tif", "w", compress="deflate", **WRITTEN) as file:
            file.write(cells, 1)
    return np.zeros(0)


def by_rows(folder: Path, threads: int) -> np.ndarray:
    """Give the cells of each band by ours."""
    layers = [Layer(folder / f"{name}.tif") for name in LAYERS]
    return write_risk(layers, folder / "by_rows.tif", Scale(True, LIMITS), threads=threads).cells


def counted(risk: np.ndarray) -> np.ndarray:
    """Count the cells of each band, as a float."""
    return np.bincount(bands_of(risk, LIMITS).ravel(), minlength=len(LIMITS) + 2).astype(float)


def at_once(folder: Path) -> np.ndarray:
    """Give them by NumPy on whole arrays."""
    risk = np.ones((SIDE, SIDE))
    for name in LAYERS:
        with rasterio.open(folder / f"{name}.tif", num_threads=THREADS) as file:
            risk *= file.read(1)
    cells = np.cbrt(risk, out=risk).astype(np.float32)
    del risk
    with rasterio.open(
        folder / "at_once.tif", "w", num_threads=THREADS, **WRITTEN, **PACKED
    ) as file:
        file.write(cells, 1)
    return sum(counted(cells[top : top + TILE]) for top in range(0, SIDE, TILE))


def in_chunks(folder: Path) -> np.ndarray:
    """Give them by rioxarray on Dask, four rows of tiles at a time."""
    chunks = {"x": SIDE, "y": 4 * TILE}
    with dask.config.set(scheduler="threads", num_workers=THREADS):
        parts = [_opened(folder / f"{name}.tif", chunks) for name in LAYERS]
        risk = np.cbrt(parts[0] * parts[1] * parts[2]).astype(np.float32)
        risk.rio.to_raster(
            folder / "in_chunks.tif", tiled=True, blockxsize=TILE, blockysize=TILE,
            windowed=False, lock=True, **PACKED,
        )  # fmt: skip
        written = _opened(folder / "in_chunks.tif", chunks).data.astype(np.float32)
        blocks = [dask.delayed(counted)(block) for block in written.to_delayed().ravel()]
        return sum(dask.compute(*blocks))


def _opened(path: Path, chunks: dict[str, int]) -> xarray.DataArray:
    found = rioxarray.open_rasterio(path, chunks=chunks, lock=False)
    assert isinstance(found, xarray.DataArray)
    return found.squeeze("band", drop=True).astype(np.float64)


def copied(folder: Path) -> np.ndarray:
    """Read the three files and write one of them: what no way can do without."""
    with ExitStack() as stack:
        files = [
            stack.enter_context(rasterio.open(folder / f"{name}.tif", num_threads=THREADS))
            for name in LAYERS
        ]
        out = rasterio.open(folder / "copied.tif", "w", num_threads=THREADS, **WRITTEN, **PACKED)
        stack.enter_context(out)
        for window in _windows():
            read = [file.read(1, window=window) for file in files]
            out.write(read[0], 1, window=window)
    return np.zeros(0)


def _windows() -> Iterator[Window]:
    for top in range(0, SIDE, TILE):
        yield Window(0, top, SIDE, min(TILE, SIDE - top))


def alike(one: Path, other: Path) -> None:
    """Compare two grids, cell by cell."""
    with rasterio.open(one) as here, rasterio.open(other) as there:
        for window in _windows():
            np.testing.assert_allclose(
                here.read(1, window=window), there.read(1, window=window), rtol=3e-7
            )


if __name__ == "__main__":
    main()
