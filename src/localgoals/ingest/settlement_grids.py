"""Population grids of any size and the shares that go with them, read strip by strip."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import rasterio
from affine import Affine
from pyproj import CRS, Geod, Proj, Transformer
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window

from localgoals.errors import BadInput
from localgoals.ingest.crs import WGS84
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.layers import Floats
from localgoals.ingest.rasters import GDAL_ALONE
from localgoals.model.problem import Problem
from localgoals.spatial.cells import Surface
from localgoals.spatial.tiles.strips import Source, Span

Unit = Literal["m2", "share"]

MOST_CELLS = 1_000_000_000
SQUARE_METRES = 1e6
_ROWS_AT_ONCE = 512
# Mollweide takes the Earth for a sphere, so that its cells differ by 0.7 % from the ellipsoid's.
_SAME_AREA = 0.02
_ONE_KM2 = 0.01
# A full cell may count a little more where areas are distorted.
_FULL = 1.1
_POINTS = 15


@dataclass(frozen=True)
class Files:
    """The grids of a place: people, and the land and what is built on it where they are known."""

    people: Path
    land: Path | None = None
    built: Path | None = None
    unit: Unit = "m2"
    """What the cells of land and built hold: square metres, or a share of the cell."""

    @property
    def named(self) -> dict[str, Path]:
        """The files that are given, by what they hold."""
        files = {"people": self.people, "land": self.land, "built": self.built}
        return {name: path for name, path in files.items() if path is not None}


@dataclass(frozen=True)
class Frame:
    """Where the cells of a grid lie."""

    rows: int
    columns: int
    transform: Affine
    crs: CRS
    block_rows: int = 1
    """How many rows the file keeps together."""

    @property
    def cell_km2(self) -> float:
        """The area of a cell in its projection, in km²."""
        metre = float(self.crs.axis_info[0].unit_conversion_factor)
        return abs(self.transform.a * self.transform.e) * metre**2 / SQUARE_METRES

    def is_like(self, other: Frame) -> bool:
        """Tell whether two grids have the same cells, to a thousandth of a cell."""
        return (
            (self.rows, self.columns) == (other.rows, other.columns)
            and self.crs.equals(other.crs, ignore_axis_order=True)
            and self.transform.almost_equals(other.transform, abs(self.transform.a) / 1000)
        )


@dataclass
class Seen:
    """What the cells of the files held, gathered by all threads."""

    most: dict[str, float] = field(default_factory=dict)
    least: dict[str, float] = field(default_factory=dict)
    negative: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, values: Floats) -> None:
        """Take note of a strip, and make NaN of what cannot be an amount."""
        values[np.isinf(values)] = np.nan
        least = float(np.fmin.reduce(values, axis=None))
        most = float(np.fmax.reduce(values, axis=None))
        below = 0
        if least < 0:
            negative = values < 0
            below = int(np.count_nonzero(negative))
            values[negative] = np.nan
            most = float(np.fmax.reduce(values, axis=None))
        with self._lock:
            self.negative[name] = self.negative.get(name, 0) + below
            self.most[name] = float(np.fmax(self.most.get(name, np.nan), most))
            self.least[name] = float(np.fmin(self.least.get(name, np.nan), least))


def frame_of(files: Files) -> tuple[Frame | None, list[Problem]]:
    """Read where the cells lie; name what is wrong with any of the files before they are read."""
    frames, problems = {}, []
    for name, path in files.named.items():
        frame, faults = _frame(path)
        problems += faults
        if frame is not None:
            frames[name] = frame
    people = frames.get("people")
    if people is None:
        return None, problems
    problems += _area_problems(people, files.people.name)
    problems += [
        problem("grids-differ", path.name, other=files.people.name)
        for name, path in files.named.items()
        if name in frames and not people.is_like(frames[name])
    ]
    return (None if has_error(problems) else people), problems


def source_of(files: Files, frame: Frame, seen: Seen, threads: int) -> Source:
    """
    Give the strips of the files; what their cells held is gathered in `seen`.

    Parameters
    ----------
    files
        The grids.
    frame
        What `frame_of` found.
    seen
        Is filled as the people and shares of strips are read.
    threads
        How many strips are read at once.
    """

    def people(span: Span) -> Floats:
        return _read(files.people, "people", frame, span, Seen())

    def surface(span: Span) -> Surface:
        def share(name: str, path: Path | None, otherwise: float) -> Floats:
            if path is None:
                return np.full((1, 1), otherwise)
            values = _read(path, name, frame, span, seen)
            if files.unit == "m2":
                values /= frame.cell_km2 * SQUARE_METRES
            return np.minimum(values, 1.0, out=values)

        counted = _read(files.people, "people", frame, span, seen)
        return Surface(counted, share("land", files.land, 1.0), share("built", files.built, 0.0))

    height = max(_ROWS_AT_ONCE // frame.block_rows, 1) * frame.block_rows
    return Source(frame.rows, frame.columns, surface, people, height, threads)


@dataclass(frozen=True)
class PeopleByRow:
    """The people of a grid, as `localgoals.spatial.sweep` reads them; NaN where not known."""

    files: Files
    frame: Frame
    nodata: float = float("nan")
    rows_together: int = _ROWS_AT_ONCE

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.frame.rows, self.frame.columns

    def rows(self, begin: int, end: int) -> Floats:
        """Read some rows."""
        return _read(self.files.people, "people", self.frame, Span(begin, end), Seen())


def cell_problems(files: Files, frame: Frame, seen: Seen) -> list[Problem]:
    """Name what is wrong with the cells, after all have been read."""
    problems = []
    for name, path in files.named.items():
        if count := seen.negative[name]:
            value = f"{seen.least[name]:g}"
            problems.append(problem("cells-negative", path.name, count=count, value=value))
        if np.isnan(seen.most[name]):
            problems.append(problem("raster-empty", path.name))
        elif name != "people":
            problems += _unit_problems(seen.most[name], path.name, files.unit, frame)
    return problems


def _unit_problems(most: float, where: str, unit: Unit, frame: Frame) -> list[Problem]:
    limit = frame.cell_km2 * SQUARE_METRES if unit == "m2" else 1.0
    if most > _FULL * limit:
        values = {"value": f"{most:g}", "limit": f"{limit:.10g}", "unit": unit}
        return [problem("shares-too-large", where, **values)]
    if unit == "m2" and 0 < most <= 1:
        return [problem("shares-too-small", where, value=f"{most:g}")]
    return []


@contextmanager
def opened_grid(path: Path) -> Iterator[rasterio.DatasetReader]:
    """Open a GeoTIFF, and nothing beside it."""
    with warnings.catch_warnings():
        # A raster without a system or a place is a problem of its own.
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.Env(**GDAL_ALONE), rasterio.open(path, driver="GTiff") as file:
            yield file


def unreadable_grid(path: Path, error: Exception) -> Problem:
    """Say what the library found wrong with a GeoTIFF."""
    reason = str(error).replace(str(path), path.name)
    return problem("unreadable", path.name, reason=reason, format="GeoTIFF")


def _frame(path: Path) -> tuple[Frame | None, list[Problem]]:
    try:
        with opened_grid(path) as file:
            if faults := _shape_problems(file, path.name):
                return None, faults
            crs = CRS.from_user_input(file.crs)
            rows, columns = file.height, file.width
            return Frame(rows, columns, file.transform, crs, file.block_shapes[0][0]), []
    except RasterioError as error:
        return None, [unreadable_grid(path, error)]


def _shape_problems(file: rasterio.DatasetReader, where: str) -> list[Problem]:
    grid, kind = file.transform, str(file.dtypes[0])
    faults: Mapping[str, tuple[bool, dict[str, object]]] = {
        "grid-bands": (file.count != 1, {"count": file.count}),
        "cells-not-real": (kind.startswith("complex"), {"type": kind}),
        "grid-crs-missing": (not file.crs, {}),
        "raster-rotated": (bool(grid.b or grid.d or grid.a <= 0 or grid.e >= 0), {}),
        "grid-too-large": (
            file.width * file.height > MOST_CELLS,
            {"cells": file.width * file.height, "limit": MOST_CELLS},
        ),
    }
    # Without a system a grid has no place, and its rows seem to run from south to north.
    if not file.crs:
        faults = {kind: one for kind, one in faults.items() if kind != "raster-rotated"}
    return [problem(kind, where, **values) for kind, (is_so, values) in faults.items() if is_so]


def _area_problems(frame: Frame, where: str) -> list[Problem]:
    """Refuse cells that are larger here than there, and cells that are not of 1 km²."""
    areas = _degree_areas(frame) if frame.crs.is_geographic else _projected_areas(frame)
    if len(areas) and np.ptp(areas) > _SAME_AREA * areas.max():
        least, most = f"{areas.min():.3g}", f"{areas.max():.3g}"
        return [problem("cells-not-equal-area", where, least=least, most=most)]
    area = frame.cell_km2 if not frame.crs.is_geographic else float(areas.mean())
    stretched = len(areas) > 0 and abs(areas.mean() / area - 1) > _SAME_AREA
    if abs(area - 1) > _ONE_KM2 or stretched:
        shown = areas.mean() if stretched else area
        return [problem("cells-not-1-km2", where, area=f"{shown:.4g}")]
    return []


def _degree_areas(frame: Frame) -> Floats:
    """Give the areas of the first, middle and last cells of a grid in degrees, in km²."""
    geod, (width, height) = Geod(ellps="WGS84"), (frame.transform.a, -frame.transform.e)
    norths = frame.transform.f - height * np.array([0, frame.rows // 2, frame.rows - 1])
    areas = [
        geod.polygon_area_perimeter(
            [0.0, width, width, 0.0],
            np.clip([north, north, north - height, north - height], -90, 90),
        )[0]
        for north in norths
    ]
    return np.asarray(np.abs(areas), np.float64) / SQUARE_METRES


def _projected_areas(frame: Frame) -> Floats:
    """Give the true areas of cells all over the grid where its projection has a place, in km²."""
    column, row = np.meshgrid(
        np.linspace(0.5, frame.columns - 0.5, _POINTS), np.linspace(0.5, frame.rows - 0.5, _POINTS)
    )
    x = frame.transform.c + column.ravel() * frame.transform.a
    y = frame.transform.f + row.ravel() * frame.transform.e
    lon, lat = Transformer.from_crs(frame.crs, WGS84, always_xy=True).transform(x, y)
    # The scale of areas is not defined at the poles.
    known = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) < 89)
    scale = Proj(frame.crs).get_factors(lon[known], lat[known]).areal_scale
    return np.asarray(frame.cell_km2 / np.asarray(scale, np.float64))


def _read(path: Path, name: str, frame: Frame, span: Span, seen: Seen) -> Floats:
    window = Window(0, span.top, frame.columns, span.bottom - span.top)
    try:
        with opened_grid(path) as file:
            cells = file.read(1, window=window, masked=True, out_dtype="float64")
            values: Floats = cells.filled(np.nan)
            scale, offset = file.scales[0], file.offsets[0]
    except RasterioError as error:
        raise BadInput(unreadable_grid(path, error).sentence) from error
    if (scale, offset) != (1.0, 0.0):
        values = values * scale + offset
    seen.add(name, values)
    return values
