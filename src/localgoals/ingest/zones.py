"""Areas, and the grids of any size that are summed inside them, judged before the work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import rasterio
import shapely
from pyproj import CRS, Transformer
from rasterio.errors import RasterioError

from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.layers import Geometries
from localgoals.ingest.settlement_grids import Frame, opened_grid, unreadable_grid
from localgoals.ingest.tables import codes_in
from localgoals.ingest.vectors import POLYGONS, Layer, Wanted, read_layer
from localgoals.model.problem import Problem
from localgoals.spatial.sweep import CHUNK_ROWS

MOST_CELLS_AT_ONCE = 100_000_000
_EARTH_RADIUS_M = 6_371_000
_DEGREE_M = 111_320
# A border that is straight in one system is bent in another: it may stray a hundredth of a cell.
_ASTRAY = 0.01
# No area has a part that is shorter than this part of its length, however small the cells.
_SHORTEST = 1e-4


@dataclass(frozen=True)
class GridBand:
    """One band of a GeoTIFF whose cells can be read by rows."""

    path: Path
    band: int
    frame: Frame


@dataclass(frozen=True, eq=False)
class Areas:
    """Areas in the coordinates of a grid."""

    codes: pd.Series
    """The code of each, or its number in the file."""
    polygons: Geometries
    """None where an area has no place in the coordinates of the grid."""


def read_grid_band(path: Path, band: int | None) -> tuple[GridBand | None, list[Problem]]:
    """
    Look at a band of a GeoTIFF without reading its cells.

    Errors: a file that cannot be read, a band that is not named or not there, cells that are no
    numbers, a coordinate reference system that is missing, a rotated grid, rows that would fill the
    memory.
    """
    try:
        with opened_grid(path) as file:
            chosen = band if band is not None or file.count > 1 else 1
            if faults := _faults_of(file, chosen, path.name):
                return None, faults
            assert chosen is not None
            crs, block_rows = CRS.from_user_input(file.crs), file.block_shapes[chosen - 1][0]
            frame = Frame(file.height, file.width, file.transform, crs, block_rows)
            return GridBand(path, chosen, frame), []
    except RasterioError as error:
        return None, [unreadable_grid(path, error)]


def read_weights(path: Path, grid: GridBand | None) -> tuple[GridBand | None, list[Problem]]:
    """Look at a grid of one band that must have the cells of another."""
    weights, problems = read_grid_band(path, None)
    if weights is None or grid is None or weights.frame.is_like(grid.frame):
        return weights, problems
    return None, [*problems, problem("weights-differ", path.name, other=grid.path.name)]


def read_areas(
    path: Path, wanted: Wanted, grid: GridBand | None
) -> tuple[Areas | None, list[Problem]]:
    """
    Read polygons, and move them to the coordinates of a grid.

    Parameters
    ----------
    path
        A GeoPackage, GeoJSON, shapefile or GeoParquet file.
    wanted
        Its first column has the codes; without columns each area has its number in the file.
    grid
        Without one, the areas are judged and stay where they are.
    """
    layer, problems = read_layer(path, path.name, replace(wanted, kinds=POLYGONS))
    if layer is None:
        return None, problems
    codes = pd.Series(layer.rows, dtype="int64")
    if wanted.columns:
        codes = codes_in(layer.table[wanted.columns[0]])
        problems += _code_problems(codes, layer, path.name)
    if has_error(problems):
        return None, problems
    polygons = layer.geometry if grid is None else _placed(layer, grid.frame)
    return Areas(codes.reset_index(drop=True), polygons), problems


def _faults_of(file: rasterio.DatasetReader, band: int | None, where: str) -> list[Problem]:
    if band is None:
        return [problem("band-unstated", where, count=file.count)]
    if not 1 <= band <= file.count:
        return [problem("band-missing", where, band=band, count=file.count)]
    problems = []
    if (kind := str(file.dtypes[band - 1])).startswith("complex"):
        problems.append(problem("cells-not-real", where, type=kind))
    grid = file.transform
    # Without a system a grid has no place, and its rows seem to run from south to north.
    if not file.crs:
        problems.append(problem("grid-crs-missing", where))
    elif grid.b or grid.d or not grid.a > 0 or not grid.e < 0:
        problems.append(problem("raster-rotated", where))
    if (cells := _cells_at_once(file, band)) > MOST_CELLS_AT_ONCE:
        limit = MOST_CELLS_AT_ONCE
        problems.append(problem("rows-too-large", where, cells=cells, limit=limit))
    return problems


def _cells_at_once(file: rasterio.DatasetReader, band: int) -> int:
    """Count the cells that one thread holds: rows of blocks, or one number for each row."""
    height, width = file.block_shapes[band - 1]
    bands = file.count if str(file.profile.get("interleave", "")).lower() == "pixel" else 1
    rows = -(-height // CHUNK_ROWS) * CHUNK_ROWS
    return int(max(rows * file.width, height * width * bands, file.height))


def _code_problems(codes: pd.Series, layer: Layer, where: str) -> list[Problem]:
    missing = codes.isna().to_numpy()
    empty = [problem("code-empty", f"{where}, feature {row}") for row in layer.rows[missing]]
    twice = codes[codes.duplicated() & codes.notna()].unique()
    return empty + [problem("code-twice", where, code=code) for code in twice]


def _placed(layer: Layer, frame: Frame) -> Geometries:
    """Move polygons to the coordinates of a grid, with long borders as bent as they are there."""
    if layer.crs.equals(frame.crs, ignore_axis_order=True):
        return layer.geometry
    west, south, east, north = shapely.bounds(layer.geometry).T
    longest = np.maximum(
        np.maximum(east - west, north - south) * _SHORTEST, _straight(layer, frame)
    )
    change = Transformer.from_crs(layer.crs, frame.crs, always_xy=True)
    moved: Geometries = shapely.transform(
        shapely.segmentize(layer.geometry, longest), change.transform, interleaved=False
    )
    points, owner = shapely.get_coordinates(moved, return_index=True)
    moved[np.unique(owner[~np.isfinite(points).all(axis=1)])] = None
    broken = ~shapely.is_missing(moved) & ~shapely.is_valid(moved)
    moved[broken] = shapely.make_valid(moved[broken])
    return moved


def _straight(layer: Layer, frame: Frame) -> float:
    """Give how long a border may be, in units of the areas, not to stray from its true course."""
    cell = abs(frame.transform.a)
    cell_m = cell * (_DEGREE_M if frame.crs.is_geographic else _metre(frame.crs))
    # A chord of length d strays d²/8r from its arc.
    length_m = np.sqrt(8 * _EARTH_RADIUS_M * _ASTRAY * cell_m)
    return float(length_m / (_DEGREE_M if layer.crs.is_geographic else _metre(layer.crs)))


def _metre(crs: CRS) -> float:
    return float(crs.axis_info[0].unit_conversion_factor)
