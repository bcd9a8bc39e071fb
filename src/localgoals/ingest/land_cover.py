"""Maps of land cover, one for each year, judged before they are counted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from rasterio.errors import RasterioError
from rasterio.features import geometry_mask

from localgoals.ingest.crs import WGS84
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.layers import Grid
from localgoals.ingest.rasters import cell_area_m2
from localgoals.ingest.settlement_grids import Frame, unreadable_grid
from localgoals.ingest.vectors import Wanted
from localgoals.ingest.zones import GridBand, read_areas, read_grid_band
from localgoals.model.lineage import Lineage
from localgoals.model.problem import Problem
from localgoals.spatial.band_file import FileBand, band_of_file
from localgoals.spatial.land_cover import NOT_KNOWN, Covers

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

MOST_CELLS = 1_000_000_000
_STRIP = 512
_SAME_AREA = 0.02
_SHOWN = 20
_YEAR = re.compile("(1[5-9]|2[0-4])[0-9]{2}")
"""Those that a table of a tool may hold."""
_STRANGE = 255


@dataclass(frozen=True)
class LandCover:
    """Maps on one grid."""

    years: tuple[int, ...]
    """Rising."""
    covers: Covers
    row_km2: Floats
    """Area of a cell of each row. [km²]"""
    cell_m: tuple[float, float]
    """Height and width of a cell in the middle of the grid. [m]"""


def read_land_cover(
    paths: Mapping[str, Path], codes: Sequence[float], opened: ExitStack
) -> tuple[LandCover | None, list[Problem]]:
    """
    Open the maps of a city.

    Parameters
    ----------
    paths
        `land_cover_<year>`, and `boundary` and `protected` where they are given.
    codes
        Of the classes, in their order: the first is class 1.
    opened
        Closes the files.

    Returns
    -------
    cover
        None when anything is wrong.
    problems
        Every fault: what is no map, other grids, codes that are no class, an area without cells.
    """
    bands, problems = _bands(paths)
    if problems or not bands:
        return None, problems
    years = sorted(year for year in bands if isinstance(year, int))
    frame = bands[years[0]].frame
    problems += _frame_problems(frame, bands[years[0]].path.name)
    inside, faults = _inside(paths.get("boundary"), bands[years[0]])
    problems += faults
    if problems:
        return None, problems
    files = {
        year: opened.enter_context(band_of_file(one.path, band=one.band))
        for year, one in bands.items()
    }
    table = np.asarray(codes, np.float64)
    for name, file in files.items():
        problems += _cell_problems(file, bands[name].path, table, inside)

    def classes(number: int, begin: int, end: int) -> NDArray[np.uint8]:
        return _classes(files[years[number]], table, begin, end)

    def protected(begin: int, end: int) -> Flags:
        if "protected" not in files:
            return np.zeros((end - begin, frame.columns), np.bool_)
        values = _values(files["protected"], files["protected"].rows(begin, end))
        return np.asarray(np.nan_to_num(values) != 0)

    def in_city(begin: int, end: int) -> Flags:
        return inside[begin:end]

    covers = Covers(frame.rows, frame.columns, len(years), classes, in_city, protected)
    cover = LandCover(tuple(years), covers, _row_km2(frame), _cell_m(frame))
    return (None if problems else cover), problems


def _bands(paths: Mapping[str, Path]) -> tuple[dict[int | str, GridBand], list[Problem]]:
    """Look at each map: those of land cover by their years, and that of protected land."""
    bands: dict[int | str, GridBand] = {}
    problems: list[Problem] = []
    for name, path in sorted(paths.items()):
        year = name.removeprefix("land_cover_")
        is_cover = name.startswith("land_cover")
        if name == "boundary":
            continue
        if is_cover and not _YEAR.fullmatch(year):
            problems.append(feed_problem("land-cover-year", path.name))
            continue
        band, faults = read_grid_band(path, None)
        problems += [_of_one_band(one, path) for one in faults]
        if band is not None:
            bands[int(year) if is_cover else name] = band
    first = next(iter(bands.values()), None)
    for one in bands.values():
        if first is not None and not first.frame.is_like(one.frame):
            values: dict[str, object] = {"other": first.path.name}
            problems.append(feed_problem("land-cover-grid", one.path.name, **values))
    return bands, problems


def _of_one_band(fault: Problem, path: Path) -> Problem:
    """Ask for a file of one band where a command would ask which: a tool has no option for it."""
    if fault.kind != "band-unstated":
        return fault
    return feed_problem("risk-bands", path.name, count=fault.found.values["count"])


def _frame_problems(frame: Frame, where: str) -> list[Problem]:
    cells = frame.rows * frame.columns
    if cells > MOST_CELLS:
        return [feed_problem("land-cover-large", where, cells=cells, limit=MOST_CELLS)]
    if frame.crs.is_geographic:
        return []
    column, row = frame.columns / 2, frame.rows / 2
    x, y = np.array([frame.transform @ (column + x, row + y) for x, y in _CORNERS]).T
    change = Transformer.from_crs(frame.crs, WGS84, always_xy=True)
    lon, lat = change.transform(x, y)
    if not np.isfinite([*lon, *lat]).all():
        return [feed_problem("land-cover-place", where)]
    true_km2 = abs(Geod(ellps="WGS84").polygon_area_perimeter(lon, lat)[0]) / 1e6
    if abs(frame.cell_km2 / true_km2 - 1) <= _SAME_AREA:
        return []
    percent = f"{100 * (frame.cell_km2 / true_km2 - 1):+.0f}"
    return [feed_problem("land-cover-distorted", where, percent=percent)]


_CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1))


def _inside(path: Path | None, band: GridBand) -> tuple[Flags, list[Problem]]:
    """Tell which cells have their centres in the city: all of them without a boundary."""
    shape = (band.frame.rows, band.frame.columns)
    if path is None:
        return np.ones(shape, np.bool_), []
    areas, problems = read_areas(path, Wanted(), band)
    if areas is None:
        return np.zeros(shape, np.bool_), problems
    polygons = [one for one in areas.polygons if one is not None]
    inside: Flags = np.zeros(shape, np.bool_)
    if polygons:
        inside = geometry_mask(polygons, shape, band.frame.transform, invert=True)
    if not inside.any():
        return inside, [feed_problem("land-cover-boundary", path.name)]
    return inside, []


def _values(file: FileBand, cells: NDArray[np.generic]) -> Floats:
    """Give cells as numbers; NaN where nothing is known."""
    values = np.asarray(cells, np.float64)
    return np.where(np.isfinite(values) & (values != file.nodata), values, np.nan)


def _coded(file: FileBand, codes: Floats, cells: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Give each cell its class from 1, `NOT_KNOWN`, or `_STRANGE` where its code is none."""
    if cells.dtype == np.uint8:
        # Most maps of land cover have one byte for a cell: all bytes are looked up once.
        every: NDArray[np.uint8] = _sorted_out(_values(file, np.arange(256)), codes)
        return np.asarray(every[cells])
    return _sorted_out(_values(file, cells), codes)


def _sorted_out(values: Floats, codes: Floats) -> NDArray[np.uint8]:
    order = np.argsort(codes)
    place = np.minimum(np.searchsorted(codes[order], values), len(codes) - 1)
    found = codes[order][place] == values
    otherwise = np.where(np.isnan(values), NOT_KNOWN, _STRANGE)
    return np.where(found, order[place] + 1, otherwise).astype(np.uint8)


def _classes(file: FileBand, codes: Floats, begin: int, end: int) -> NDArray[np.uint8]:
    classes = _coded(file, codes, file.rows(begin, end))
    # Only cells outside of the city may have such a code by now.
    classes[classes == _STRANGE] = NOT_KNOWN
    return classes


def _cell_problems(file: FileBand, path: Path, codes: Floats, inside: Flags) -> list[Problem]:
    """Read all cells of a file once, so that what cannot be read is known before any is counted."""
    try:
        if path.stem == "protected":
            return _protected_problems(file, path.name)
        return _code_problems(file, path.name, codes, inside)
    except RasterioError as error:
        return [unreadable_grid(path, error)]


def _protected_problems(file: FileBand, where: str) -> list[Problem]:
    """Name cells that are neither 0 nor 1: often a nodata value that the file does not declare."""
    strange = 0
    first: tuple[str, str] | None = None
    for begin in range(0, file.shape[0], _STRIP):
        end = min(begin + _STRIP, file.shape[0])
        values = _values(file, file.rows(begin, end))
        rows, columns = np.nonzero(~np.isnan(values) & (values != 0) & (values != 1))
        if len(rows) and first is None:
            cell = f"{rows[0] + begin + 1}, {columns[0] + 1}"
            first = f"{values[rows[0], columns[0]]:g}", cell
        strange += len(rows)
    if first is None:
        return []
    found: dict[str, object] = {"value": first[0], "count": strange, "cell": first[1]}
    return [feed_problem("land-cover-protected", where, **found)]


def _code_problems(file: FileBand, where: str, codes: Floats, inside: Flags) -> list[Problem]:
    """Name the codes that are no class, each with its count and its first cell."""
    strange: dict[float, tuple[int, str]] = {}
    has_any = False
    for begin in range(0, file.shape[0], _STRIP):
        end = min(begin + _STRIP, file.shape[0])
        cells = file.rows(begin, end)
        classes = np.where(inside[begin:end], _coded(file, codes, cells), NOT_KNOWN)
        has_any = has_any or bool(classes.any())
        rows, columns = np.nonzero(classes == _STRANGE)
        wrong = np.asarray(cells, np.float64)[rows, columns] if len(rows) else np.empty(0)
        numbers, first, count = np.unique(wrong, return_index=True, return_counts=True)
        for number, at, many in zip(numbers.tolist(), first, count, strict=True):
            cell = f"{rows[at] + begin + 1}, {columns[at] + 1}"
            before = strange.get(number, (0, cell))
            strange[number] = (before[0] + int(many), before[1])
    if not has_any:
        return [feed_problem("land-cover-empty", where)]
    return [
        feed_problem("land-cover-code", where, code=f"{code:g}", count=count, cell=cell)
        for code, (count, cell) in sorted(strange.items())[:_SHOWN]
    ]


def _row_km2(frame: Frame) -> Floats:
    rows = Grid(np.empty((frame.rows, 0)), frame.transform, frame.crs, Lineage())
    return cell_area_m2(rows)[:, 0] / 1e6


def _cell_m(frame: Frame) -> tuple[float, float]:
    height, width = abs(frame.transform.e), abs(frame.transform.a)
    if not frame.crs.is_geographic:
        metre = float(frame.crs.axis_info[0].unit_conversion_factor)
        return height * metre, width * metre
    lat = frame.transform.f - height * frame.rows / 2
    geod = Geod(ellps="WGS84")
    tall = geod.inv(0, lat - height / 2, 0, lat + height / 2)[2]
    return float(tall), float(geod.inv(0, lat, width, lat)[2])
