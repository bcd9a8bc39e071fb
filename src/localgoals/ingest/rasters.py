"""GeoTIFF grids, with cells that hold no data as NaN."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import rasterio
from affine import Affine
from pyproj import CRS, Geod
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.layers import Floats, Grid
from localgoals.ingest.pack import Resource
from localgoals.ingest.vectors import contradiction, named, settled_crs
from localgoals.model.problem import Problem

MOST_CELLS = 100_000_000
# In cells of more square metres than this, one square metre is not the most that is built.
_LARGE_CELLS = 100
# Neither files beside the raster nor addresses are opened with it.
GDAL_ALONE = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
}


@dataclass(frozen=True)
class _Band:
    values: Floats
    transform: Affine
    crs: CRS | None


def read_grid(resource: Resource) -> tuple[Grid | None, list[Problem]]:
    """
    Read one band of a GeoTIFF of amounts, which cannot be negative.

    Cells of the declared nodata value become NaN; so do negative cells (undeclared sentinels such
    as -200), with a warning. Errors: a file that cannot be read, a band that is not named or not
    there, a rotated grid, no cell with data, a coordinate reference system that is missing, unknown
    or contradicted.
    """
    band, problems = _read_band(resource)
    if band is None:
        return None, problems
    crs, faults = settled_crs(band.crs, resource.where, resource.options.get("crs"))
    problems += faults if crs is None else _contradiction(band, crs, resource.where)
    values, faults = _known_cells(band.values, resource.where)
    problems += faults
    if crs is None or has_error(problems):
        return None, problems
    return Grid(values, band.transform, crs, resource.lineage), problems


def read_share_grid(resource: Resource) -> tuple[Grid | None, list[Problem]]:
    """Read a grid whose cells hold a share or square metres, as the share of each cell (0 to 1)."""
    grid, problems = read_grid(resource)
    if grid is None:
        return None, problems
    share = _share(grid, str(resource.options["unit"]))
    # A tenth of tolerance: where areas are distorted, a full cell may count a little more.
    problems += _unit_problems(grid, share, resource, limit=1.1)
    if has_error(problems):
        return None, problems
    return Grid(np.minimum(share, 1.0), grid.transform, grid.crs, grid.lineage), problems


def read_area_grid(resource: Resource) -> tuple[Grid | None, list[Problem]]:
    """Read a grid whose cells hold square metres, a share, or yes and no, as square metres."""
    grid, problems = read_share_grid(resource)
    if grid is None:
        return None, problems
    area = grid.values * cell_area_m2(grid)
    return Grid(area, grid.transform, grid.crs, grid.lineage), problems


def cell_area_m2(grid: Grid) -> Floats:
    """
    Give the area of the cells of each row, as a column that a grid can be multiplied with.

    In degrees the area is the ellipsoid's; in a projected system it is that of the projection.

    Examples
    --------
    >>> from localgoals.model.lineage import Lineage
    >>> grid = Grid(np.ones((1, 1)), Affine(100, 0, 0, 0, -100, 0), CRS.from_epsg(32616), Lineage())
    >>> cell_area_m2(grid).tolist()
    [[10000.0]]
    """
    rows = grid.values.shape[0]
    width, height = abs(grid.transform.a), abs(grid.transform.e)
    if not grid.crs.is_geographic:
        metre = float(grid.crs.axis_info[0].unit_conversion_factor)
        return np.full((rows, 1), width * height * metre**2)
    geod = Geod(ellps="WGS84")
    top = grid.transform.f - height * np.arange(rows)
    return np.array([[_degree_cell_m2(geod, width, north, height)] for north in top])


def centres_of(
    grid: Grid, chosen: tuple[np.ndarray[tuple[int], np.dtype[np.intp]], ...]
) -> tuple[Floats, Floats]:
    """Give the coordinates of the centres of some cells, by rows and columns."""
    rows, columns = chosen
    x = grid.transform.c + (columns.astype(np.float64) + 0.5) * grid.transform.a
    y = grid.transform.f + (rows.astype(np.float64) + 0.5) * grid.transform.e
    return x, y


def same_cells(one: Grid, other: Grid) -> bool:
    """Tell whether two grids have the same cells, to a thousandth of a cell."""
    return (
        one.values.shape == other.values.shape
        and one.crs.equals(other.crs, ignore_axis_order=True)
        and one.transform.almost_equals(other.transform, precision=abs(one.transform.a) / 1000)
    )


def _degree_cell_m2(geod: Geod, width: float, north: float, height: float) -> float:
    lon, lat = [0.0, width, width, 0.0], [north, north, north - height, north - height]
    return abs(float(geod.polygon_area_perimeter(lon, lat)[0]))


def _share(grid: Grid, unit: str) -> Floats:
    if unit == "m2":
        return grid.values / cell_area_m2(grid)
    if unit == "binary":
        return np.where(np.isnan(grid.values), np.nan, (grid.values > 0).astype(np.float64))
    return grid.values


def _unit_problems(grid: Grid, share: Floats, resource: Resource, *, limit: float) -> list[Problem]:
    if resource.options["unit"] == "binary":
        values = np.unique(grid.values[~np.isnan(grid.values)])
        # 1, or 255, or 100 may stand for yes; several values are classes, or a nodata value.
        if np.count_nonzero(values) > 1:
            shown = named([f"{value:g}" for value in values])
            return [problem("cells-not-binary", resource.where, values=shown)]
    most_cell, cell = float(np.nanmax(grid.values)), float(cell_area_m2(grid).max())
    if resource.options["unit"] == "m2" and most_cell <= 1 < cell / _LARGE_CELLS:
        said = {"value": f"{most_cell:g}", "area": f"{cell:,.0f}"}
        return [problem("unit-seems-share", resource.where, **said)]
    if float(np.nanmax(share)) <= limit:
        return []
    unit = str(resource.options["unit"])
    most = 1.0 if unit == "share" else float(cell_area_m2(grid).max())
    value = f"{float(np.nanmax(grid.values)):g}"
    return [problem("unit-contradicts", resource.where, value=value, limit=f"{most:g}", unit=unit)]


def _read_band(resource: Resource) -> tuple[_Band | None, list[Problem]]:
    where = resource.where
    try:
        with warnings.catch_warnings():
            # A raster without a system or a place is a problem of its own, below.
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.Env(**GDAL_ALONE), rasterio.open(resource.path, driver="GTiff") as file:
                band = resource.options.get("band", 1 if file.count == 1 else None)
                if faults := _shape_problems(file, band, resource):
                    return None, faults
                values = file.read(band, masked=True, out_dtype="float64").filled(np.nan)
                # What a file of whole numbers stands for, such as hundredths.
                values = values * file.scales[band - 1] + file.offsets[band - 1]
                crs = CRS.from_user_input(file.crs) if file.crs else None
                return _Band(values, file.transform, crs), []
    except RasterioError as error:
        reason = str(error).replace(str(resource.path), resource.path.name)
        return None, [problem("unreadable", where, reason=reason, format="GeoTIFF")]


def _shape_problems(
    file: rasterio.DatasetReader, band: int | None, resource: Resource
) -> list[Problem]:
    where = resource.where
    if band is None:
        return [problem("band-unstated", where, count=file.count)]
    if band > file.count:
        return [problem("band-missing", where, band=band, count=file.count)]
    rows, columns = file.block_shapes[band - 1]
    # Bands that lie side by side in the file are unpacked together, block by block.
    cells = max(file.width * file.height, rows * columns * file.count)
    if cells > MOST_CELLS:
        return [problem("raster-too-large", where, cells=cells, limit=MOST_CELLS)]
    if (kind := file.dtypes[band - 1]).startswith("complex"):
        return [problem("cells-not-real", where, type=kind)]
    grid = file.transform
    has_place = bool(file.crs) or "crs" in resource.options
    if has_place and (grid.b != 0 or grid.d != 0 or grid.a <= 0 or grid.e >= 0):
        return [problem("raster-rotated", where)]
    return []


def _contradiction(band: _Band, crs: CRS, where: str) -> list[Problem]:
    rows, columns = band.values.shape
    west, north = band.transform.c, band.transform.f
    east, south = west + columns * band.transform.a, north + rows * band.transform.e
    return contradiction(np.array([west, east]), np.array([south, north]), crs, where)


def _known_cells(values: Floats, where: str) -> tuple[Floats, list[Problem]]:
    """Make NaN of what cannot be an amount."""
    values[np.isinf(values)] = np.nan
    with np.errstate(invalid="ignore"):
        negative = values < 0
    problems = []
    if negative.any():
        least = f"{float(values[negative].min()):g}"
        problems.append(problem("cells-negative", where, count=int(negative.sum()), value=least))
        values[negative] = np.nan
    if np.isnan(values).all():
        problems.append(problem("raster-empty", where))
    return values, problems
