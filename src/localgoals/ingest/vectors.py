"""Vector layers: read by allowed drivers only, judged, mended where that is safe, and placed."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.errors import ShapelyError

from localgoals.ingest.crs import (
    WGS84,
    Extent,
    degrees_of,
    look_like_degrees,
    metric_crs,
    reproject,
)
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.formats import format_of
from localgoals.ingest.layers import Floats, Geometries, Ints
from localgoals.ingest.pack import Resource
from localgoals.ingest.tables import missing_columns, parquet_problems
from localgoals.model.problem import Problem
from localgoals.model.text import Message

_DRIVERS = {"gpkg": "GPKG", "geojson": "GeoJSON", "shp": "ESRI Shapefile"}
_NAMED = 5
# What the libraries raise on metadata or geometry that is not as GeoParquet says.
_NO_GEOPARQUET = (
    pa.ArrowException, OSError, KeyError, TypeError, ValueError, CRSError, ShapelyError,
)  # fmt: skip

# Nothing that a file says may make GDAL fetch an address.
pyogrio.set_gdal_config_options({"CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none"})

POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
POINTS = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
_KIND_WORDS = {POLYGONS: Message("polygons"), POINTS + POLYGONS: Message("points or polygons")}


@dataclass(frozen=True)
class Wanted:
    """What is to be read of a vector file."""

    columns: tuple[str, ...] = ()
    layer: str | None = None
    crs: str | None = None
    """As the pack declares it, for files that have none."""
    kinds: tuple[int, ...] = POINTS + POLYGONS


@dataclass(frozen=True)
class Layer:
    """Features of one file: geometry without nulls, valid, in the file's own system."""

    geometry: Geometries
    table: pd.DataFrame
    """The wanted columns, row by row with the geometry."""
    crs: CRS
    rows: Ints
    """Number of each feature in the file, from 1."""

    def coordinates(self) -> tuple[Floats, Floats]:
        """
        Give a point inside each feature.

        Of areas in degrees it is found in metres, as in a projected copy of the layer: a degree is
        not as long to the east as to the north, and the point of an odd shape would be another.
        """
        if (shapely.get_type_id(self.geometry) == shapely.GeometryType.POINT).all():
            return shapely.get_x(self.geometry), shapely.get_y(self.geometry)
        west, south, east, north = shapely.total_bounds(self.geometry)
        extent = degrees_of(np.array([west, east]), np.array([south, north]), self.crs)
        if not self.crs.is_geographic or extent is None:
            points = shapely.point_on_surface(self.geometry)
            return shapely.get_x(points), shapely.get_y(points)
        metres = metric_crs(*extent)
        points = shapely.point_on_surface(self.placed(metres))
        return reproject(shapely.get_x(points), shapely.get_y(points), metres, self.crs)

    def placed(self, crs: CRS) -> Geometries:
        """Give the geometry in another system, valid there too."""
        moved = np.array(gpd.GeoSeries(self.geometry, crs=self.crs).to_crs(crs).array)
        broken = ~shapely.is_valid(moved)
        moved[broken] = shapely.make_valid(moved[broken])
        return moved


def wanted(resource: Resource, columns: Sequence[str], **choice: tuple[int, ...]) -> Wanted:
    """Say what is to be read of a resource's vector file."""
    unique = tuple(dict.fromkeys(columns))
    return Wanted(unique, resource.options.get("layer"), resource.options.get("crs"), **choice)


def read_layer(path: Path, where: str, wanted: Wanted) -> tuple[Layer | None, list[Problem]]:
    """
    Read a GeoPackage, GeoJSON, shapefile or GeoParquet file.

    Features without geometry are left out and invalid rings are made valid, both with a warning
    that names them. Errors: a file that cannot be read, a layer that is not named or not there or
    empty, a column that is not there, a geometry of the wrong kind, a coordinate reference system
    that is missing, unknown, or contradicted by the coordinates.
    """
    if format_of(path) == "parquet":
        frame, problems = _read_geoparquet(path, where, wanted)
    else:
        frame, problems = _read_with_gdal(path, where, wanted)
    if frame is None:
        return None, problems
    if frame.empty:
        return None, [*problems, problem("layer-empty", where)]
    crs, faults = settled_crs(frame.crs, where, wanted.crs)
    problems += faults
    geometry, keep, faults = _judged(np.asarray(frame.geometry.array), where, wanted.kinds)
    problems += faults
    if crs is not None and keep.any():
        problems += _contradiction(geometry[keep], crs, where)
    if crs is None or has_error(problems):
        return None, problems
    table = pd.DataFrame(frame.drop(columns=frame.geometry.name))[keep].reset_index(drop=True)
    return Layer(geometry[keep], table, crs, np.flatnonzero(keep).astype(np.int32) + 1), problems


def named(labels: Sequence[object]) -> str:
    """List the first few of some features, and that there are more."""
    shown = ", ".join(str(one) for one in labels[:_NAMED])
    return f"{shown}, …" if len(labels) > _NAMED else shown


def declared_crs(text: str, where: str) -> tuple[CRS | None, list[Problem]]:
    """Read the coordinate reference system that a pack declares."""
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return None, [problem("crs-unknown", where, crs=text)]
    return _on_earth(crs, where)


def settled_crs(
    found: CRS | None, where: str, declared: str | None
) -> tuple[CRS | None, list[Problem]]:
    """Choose between the file's system and the declared one; they may not contradict each other."""
    said, problems = (None, []) if declared is None else declared_crs(declared, where)
    if problems:
        return None, problems
    if found is None:
        return said, [] if said is not None else [problem("crs-missing", where)]
    if said is not None and not found.equals(said, ignore_axis_order=True):
        values = {"crs": found.to_string()[:80], "declared": said.to_string()[:80]}
        return None, [problem("crs-conflict", where, **values)]
    return _on_earth(found, where)


def _on_earth(crs: CRS, where: str) -> tuple[CRS | None, list[Problem]]:
    """Refuse systems of heights, of building sites and of other planets."""
    try:
        Transformer.from_crs(crs, WGS84)
    except ProjError:
        return None, [problem("crs-unknown", where, crs=crs.to_string()[:80])]
    return crs, []


def contradiction(x: Floats, y: Floats, crs: CRS, where: str) -> list[Problem]:
    """Find coordinates that cannot be of the system they are said to be of."""
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return []
    x, y = x[known], y[known]
    in_degrees = look_like_degrees(x, y)
    if crs.is_geographic and not in_degrees and look_like_degrees(y, x):
        return [problem("axes-swapped", where)]
    # A layer within 180 m of its origin is next to impossible; degrees read as metres are common.
    if bool(crs.is_geographic) == in_degrees:
        return []
    sample = {"x": f"{x[0]:g}", "y": f"{y[0]:g}"}
    return [problem("crs-contradicts", where, crs=crs.to_string()[:60], **sample)]


def _read_with_gdal(
    path: Path, where: str, wanted: Wanted
) -> tuple[gpd.GeoDataFrame | None, list[Problem]]:
    form = format_of(path)
    try:
        layer, faults = _chosen_layer(path, where, wanted.layer)
        if faults:
            return None, faults
        info = pyogrio.read_info(path, layer=layer)
        if info["driver"] != _DRIVERS[form]:
            return None, [problem("content-differs", where, format=form)]
        problems = missing_columns(where, wanted.columns, list(info["fields"]))
        columns = [name for name in info["fields"] if name in wanted.columns]
        with warnings.catch_warnings():
            # What GDAL warns about, such as unclosed rings, is found again below, with its place.
            warnings.simplefilter("ignore")
            frame = pyogrio.read_dataframe(path, layer=layer, columns=columns, on_invalid="fix")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        return None, [problem("unreadable", where, reason=_line_of(path, error), format=form)]
    if not isinstance(frame, gpd.GeoDataFrame):
        return None, [*problems, problem("layer-empty", where)]
    return frame, problems


def _line_of(path: Path, error: Exception) -> str:
    """Say what is wrong with a file, by the line where it is JSON."""
    if format_of(path) == "geojson":
        try:
            json.loads(path.read_bytes())
        except json.JSONDecodeError as fault:
            return f"line {fault.lineno}, column {fault.colno}: {fault.msg}"
        except (UnicodeDecodeError, RecursionError) as fault:
            return str(fault)
    return str(error).replace(str(path), path.name)


def _chosen_layer(path: Path, where: str, layer: str | None) -> tuple[str, list[Problem]]:
    """Find the layer to read: the one that is named, or the only one."""
    listed = pyogrio.list_layers(path)
    names = [str(name) for name, kind in listed if kind is not None]
    shown = ", ".join(names)
    if layer is not None:
        known = layer in names
        missing = [problem("layer-missing", where, layer=layer, names=shown)]
        return layer, [] if known else missing
    if not names:
        return "", [problem("layer-empty", where)]
    if len(names) > 1:
        return "", [problem("layer-unstated", where, count=len(names), names=shown)]
    return names[0], []


def _read_geoparquet(
    path: Path, where: str, wanted: Wanted
) -> tuple[gpd.GeoDataFrame | None, list[Problem]]:
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
        main = json.loads((schema.metadata or {})[b"geo"])["primary_column"]
        problems = missing_columns(where, wanted.columns, schema.names)
        columns = [name for name in schema.names if name in wanted.columns]
        if faults := parquet_problems(path, where, len(columns) + 1):
            return None, faults
        return gpd.read_parquet(path, columns=[*columns, main]), problems
    except _NO_GEOPARQUET as error:
        return None, [problem("unreadable", where, reason=error, format="GeoParquet")]


def _judged(
    geometry: Geometries, where: str, kinds: tuple[int, ...]
) -> tuple[Geometries, np.ndarray[tuple[int], np.dtype[np.bool_]], list[Problem]]:
    """Mend what can be mended; tell which features stay."""
    problems: list[Problem] = []
    if (infinite := _infinite(geometry)).any():
        problems.append(_features("coordinates-infinite", where, infinite))
        return geometry, ~infinite & ~shapely.is_missing(geometry), problems
    broken = ~shapely.is_missing(geometry) & ~shapely.is_valid(geometry)
    if broken.any():
        problems.append(_features("geometry-mended", where, broken))
        geometry = geometry.copy()
        geometry[broken] = [_mended(one, kinds) for one in geometry[broken]]
    # GeoPackage and GeoJSON may carry heights, which nothing here uses.
    geometry = shapely.force_2d(geometry)
    null = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    if null.any():
        problems.append(_features("geometry-null", where, null))
    wrong = ~null & ~np.isin(shapely.get_type_id(geometry), kinds)
    if wrong.any():
        shape = sorted({str(one.geom_type) for one in geometry[wrong]})[0]
        expected = _KIND_WORDS[kinds]
        problems.append(_features("geometry-kind", where, wrong, shape=shape, expected=expected))
    if null.all():
        problems.append(problem("layer-empty", where))
    return geometry, ~null, problems


def _infinite(geometry: Geometries) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which geometries have a coordinate that is no finite number."""
    coordinates, owner = shapely.get_coordinates(geometry, return_index=True)
    infinite = np.zeros(len(geometry), dtype=np.bool_)
    infinite[owner[~np.isfinite(coordinates).all(axis=1)]] = True
    return infinite


def _mended(geometry: shapely.Geometry, kinds: tuple[int, ...]) -> shapely.Geometry | None:
    """Make a geometry valid, without the lines and points that a crossed ring leaves behind."""
    valid = shapely.make_valid(geometry)
    if shapely.get_type_id(valid) in kinds:
        return valid
    parts = shapely.get_parts(shapely.get_parts(valid))
    areas = parts[shapely.get_dimensions(parts) == 2]
    return shapely.union_all(areas) if len(areas) else None


def _features(
    kind: str, where: str, which: np.ndarray[tuple[int], np.dtype[np.bool_]], **values: object
) -> Problem:
    numbers = np.flatnonzero(which) + 1
    return problem(kind, where, count=len(numbers), features=named(numbers.tolist()), **values)


def _extent_in_degrees(geometry: Geometries, crs: CRS) -> Extent | None:
    x, y = shapely.get_coordinates(geometry).T
    return degrees_of(x, y, crs)


def _contradiction(geometry: Geometries, crs: CRS, where: str) -> list[Problem]:
    west, south, east, north = shapely.total_bounds(geometry)
    x, y = np.array([west, east]), np.array([south, north])
    if found := contradiction(x, y, crs, where):
        return found
    if _extent_in_degrees(geometry, crs) is not None:
        return []
    # Every coordinate is off the Earth.
    values = {"x": f"{west:g}", "y": f"{south:g}", "crs": crs.to_string()[:60]}
    return [problem("crs-contradicts", where, **values)]
