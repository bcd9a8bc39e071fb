"""What a resource holds, at a glance: how much, in which system, and where."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import rasterio
from pyproj import CRS
from pyproj.exceptions import CRSError
from rasterio.errors import RasterioError

from localgoals.ingest.crs import WGS84
from localgoals.ingest.pack import Resource
from localgoals.ingest.rasters import GDAL_ALONE
from localgoals.ingest.tables import read_table


@dataclass(frozen=True)
class Summary:
    """How much a resource holds, and where; empty where the file does not say or cannot be read."""

    count: int | None = None
    """Rows, features, cells, or members of a zip."""
    crs: str = ""
    extent: tuple[float, float, float, float] | None = None
    """West, south, east, north, in the file's own system."""


def summarise(resource: Resource) -> Summary:
    """Look at a resource's file, without reading all of it where the format allows that."""
    readers = {"tif": _raster, "gpkg": _vector, "geojson": _vector, "shp": _vector}
    readers |= {"parquet": _parquet, "csv": _table, "xlsx": _table, "zip": _archive}
    reader = readers.get(resource.format)
    return reader(resource) if reader else Summary()


def _raster(resource: Resource) -> Summary:
    try:
        with rasterio.Env(**GDAL_ALONE), rasterio.open(resource.path, driver="GTiff") as file:
            crs = _named(CRS.from_user_input(file.crs)) if file.crs else ""
            return Summary(file.width * file.height, crs, tuple(file.bounds))
    except RasterioError:
        return Summary()


def _vector(resource: Resource) -> Summary:
    try:
        found = pyogrio.read_info(
            resource.path,
            layer=resource.options.get("layer"),
            force_feature_count=True,
            force_total_bounds=True,
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        return Summary()
    crs = _named(CRS.from_user_input(found["crs"])) if found["crs"] else ""
    return Summary(found["features"], crs, found["total_bounds"])


def _parquet(resource: Resource) -> Summary:
    try:
        metadata = pq.read_metadata(resource.path)
        rows = int(metadata.num_rows)
        described = (metadata.metadata or {}).get(b"geo")
        if described is None:
            return Summary(rows, str(resource.options.get("crs", "")))
        geo = json.loads(described)
        column = geo["columns"][geo["primary_column"]]
        # Without the key, GeoParquet means longitude and latitude; with null, no system.
        stated = column.get("crs", WGS84)
        crs = _named(CRS.from_user_input(stated)) if stated else ""
        extent = tuple(column["bbox"]) if len(column.get("bbox", ())) == 4 else None
        return Summary(rows, crs, extent)
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError, CRSError):
        return Summary()


def _table(resource: Resource) -> Summary:
    tables = (read_table(path, sheet=resource.options.get("sheet"))[0] for path in resource.paths)
    return Summary(sum(len(table) for table in tables), str(resource.options.get("crs", "")))


def _archive(resource: Resource) -> Summary:
    with zipfile.ZipFile(resource.path) as archive:
        return Summary(len(archive.infolist()))


def _named(crs: CRS) -> str:
    """Name a system by its code where it has one, else by its title."""
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.name)
