"""Bands of GeoTIFF files, read by rows and by several threads at once, never whole."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.enums import MaskFlags
from rasterio.windows import Window

from localgoals.spatial.sweep import CHUNK_ROWS

_CACHE_BYTES = 32 * 2**20


class FileBand:
    """
    One band of an open GeoTIFF, as `sweep` reads it.

    GDAL lets one thread at a time use an open file, so that each thread that reads has opened the
    file for itself. Where the file has a scale, an offset or a mask of its own, cells are float64:
    what they stand for, NaN where they are masked.
    """

    def __init__(self, path: Path, band: int) -> None:
        self._path, self._band = path, band
        self._idle: queue.SimpleQueue[rasterio.DatasetReader] = queue.SimpleQueue()
        self._opened: list[rasterio.DatasetReader] = []
        file = self._taken()
        self.shape: tuple[int, int] = (file.height, file.width)
        self.transform: Affine = file.transform
        nodata = file.nodatavals[band - 1]
        # As the cells hold it: 0.1 in a file of float32 is not the double that is nearest to 0.1.
        cell = np.float32 if file.dtypes[band - 1] == "float32" else np.float64
        self._stored_nodata = np.nan if nodata is None else float(cell(nodata))
        self._scale, self._offset = file.scales[band - 1], file.offsets[band - 1]
        self._is_masked = MaskFlags.per_dataset in file.mask_flag_enums[band - 1]
        self._is_plain = (self._scale, self._offset) == (1.0, 0.0) and not self._is_masked
        self.nodata = self._stored_nodata if self._is_plain else np.nan
        self.holds_whole_numbers = self._is_plain and "int" in file.dtypes[band - 1]
        height = file.block_shapes[band - 1][0]
        self.rows_together = -(-height // CHUNK_ROWS) * CHUNK_ROWS
        self._idle.put(file)

    def rows(self, begin: int, end: int) -> NDArray[np.generic]:
        """Read some rows."""
        file = self._taken()
        window = Window(0, begin, self.shape[1], end - begin)
        try:
            if self._is_plain:
                plain: NDArray[np.generic] = file.read(self._band, window=window)
                return plain
            cells = file.read(
                self._band, window=window, masked=self._is_masked, out_dtype="float64"
            )
        finally:
            self._idle.put(file)
        values: NDArray[np.float64] = np.ma.filled(cells, np.nan)
        values[values == self._stored_nodata] = np.nan
        values *= self._scale
        values += self._offset
        return values

    def close(self) -> None:
        """Close the file as often as it was opened."""
        for file in self._opened:
            file.close()

    def _taken(self) -> rasterio.DatasetReader:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            file = rasterio.open(self._path, driver="GTiff")
            self._opened.append(file)
            return file


@contextmanager
def band_of_file(path: Path, *, band: int = 1) -> Iterator[FileBand]:
    """
    Open a band of a GeoTIFF, to be summed inside zones.

    Parameters
    ----------
    path
        Of the file.
    band
        Its number, from 1.

    Raises
    ------
    RasterioError
        When the file cannot be read.
    """
    # What GDAL keeps of blocks that were read is of no use: each is read once.
    with rasterio.Env(GDAL_CACHEMAX=_CACHE_BYTES):
        opened = FileBand(path, band)
        try:
            yield opened
        finally:
            opened.close()
