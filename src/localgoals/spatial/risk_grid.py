"""Risk of the cells of three GeoTIFF grids, written to a fourth: by rows, never whole."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.windows import Window

from localgoals.spatial.band_file import FileBand, band_of_file
from localgoals.spatial.risk_rows import add_risk
from localgoals.spatial.tiles.strips import Span, in_order

__all__ = ["TILE", "Found", "Layer", "Scale", "write_risk"]

Floats = NDArray[np.float64]

TILE = 512
"""Rows and columns of a block of what is written; so many rows at least are read at once."""
_PICTURE = 96
"""Squares along the longer side of the picture."""
# ZSTD at its lowest level with the predictor for floats packs risk as small as deflate does, in
# less than half of the time; readers that know GeoTIFF through GDAL 2.3 or later open it.
_WRITTEN = {
    "driver": "GTiff", "count": 1, "dtype": "float32", "nodata": np.nan, "tiled": True,
    "blockxsize": TILE, "blockysize": TILE, "compress": "zstd", "zstd_level": 1, "predictor": 3,
    "bigtiff": "if_safer",
}  # fmt: skip


class Layer(NamedTuple):
    """A GeoTIFF of one band, and the values that count 0 and 1."""

    path: Path
    low: float = 0.0
    high: float = 1.0


class Scale(NamedTuple):
    """How three layers become one risk."""

    is_geometric: bool
    limits: tuple[float, ...]
    """Where bands of risk end, rising; a risk on a limit is in the band above."""


class Found(NamedTuple):
    """What is told of all cells."""

    cells: Floats
    """By band, the first for cells without risk, (bands + 1,)."""
    exposed: Floats
    """What is exposed in the cells of each band, in the unit of its layer; 0 for the first."""
    seen: Floats
    """Of each layer: cells without a value, below 0 and above 1, (3, 3)."""
    picture: Floats
    """Mean risk of squares of cells, NaN where none has one; at most 96 along a side."""
    shape: tuple[int, int]


def write_risk(layers: Sequence[Layer], out: Path, scale: Scale, *, threads: int = 1) -> Found:
    """
    Compute the risk of each cell from its hazard, exposure and vulnerability, and write it.

    Memory does not grow with the height of the grids: rows are read by threads, a few ahead.

    Parameters
    ----------
    layers
        Hazard, exposure and vulnerability, on the same cells.
    out
        The GeoTIFF that is written, with the place and system of the first layer. [0-1]
    scale
        How.
    threads
        How many read and compute.

    Raises
    ------
    RasterioError
        When a layer cannot be read; its words are the name of the file.
    """
    with ExitStack() as stack:
        bands = [stack.enter_context(band_of_file(one.path)) for one in layers]
        shape = bands[0].shape
        rows_at_once = _rows_at_once(bands)
        side = -(-max(shape) // _PICTURE)
        rules = np.array(
            [[band.nodata, one.low, one.high] for band, one in zip(bands, layers, strict=True)]
        )
        limits = np.array(scale.limits)

        def work(span: Span) -> tuple[NDArray[np.float32], _Held]:
            hazard, exposure, vulnerability = (
                _read(band, span, one.path) for band, one in zip(bands, layers, strict=True)
            )
            risk = np.empty(hazard.shape, np.float32)
            above = span.top % side
            held = _held((above + len(risk), shape[1]), side, len(limits))
            how = (scale.is_geometric, limits, side, above)
            add_risk(
                (hazard, exposure, vulnerability),
                rules,
                how,
                risk,
                (held.bands, held.seen, held.squares),
            )
            return risk, held

        whole = _held(shape, side, len(limits))
        with rasterio.open(out, "w", **_WRITTEN, **_place(layers[0].path)) as file:
            tops = range(0, shape[0], rows_at_once)
            spans = [Span(top, min(top + rows_at_once, shape[0])) for top in tops]
            for span, (risk, held) in in_order(spans, work, threads):
                file.write(risk, 1, window=Window(0, span.top, shape[1], len(risk)))
                _add(whole, held, span.top // side)
    return _found(whole, shape)


class _Held(NamedTuple):
    """What `add_risk` adds up."""

    bands: Floats
    seen: Floats
    squares: Floats


def _held(shape: tuple[int, int], side: int, limits: int) -> _Held:
    """Make room for the sums of some rows."""
    rows, columns = (-(-length // side) for length in shape)
    return _Held(np.zeros((limits + 2, 2)), np.zeros((3, 3)), np.zeros((rows, columns, 2)))


def _add(whole: _Held, part: _Held, first: int) -> None:
    """Add the sums of some rows, whose first square lies in a row of squares."""
    whole.bands[:] += part.bands
    whole.seen[:] += part.seen
    whole.squares[first : first + len(part.squares)] += part.squares


def _found(held: _Held, shape: tuple[int, int]) -> Found:
    total, count = held.squares[..., 0], held.squares[..., 1]
    mean = np.full(total.shape, np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return Found(held.bands[:, 0], held.bands[:, 1], held.seen, mean, shape)


def _rows_at_once(bands: Sequence[FileBand]) -> int:
    """Read whole blocks of the tallest, and write whole tiles."""
    tallest: int = max(band.rows_together for band in bands)
    return -(-tallest // TILE) * TILE


def _place(path: Path) -> dict[str, Any]:
    with rasterio.open(path, driver="GTiff") as file:
        return {
            "crs": file.crs, "transform": file.transform,
            "height": file.height, "width": file.width,
        }  # fmt: skip


def _read(band: FileBand, span: Span, path: Path) -> NDArray[np.generic]:
    try:
        return band.rows(span.top, span.bottom)
    except RasterioError as error:
        raise RasterioError(path.name) from error
