"""Points that people live at or walk to, from vector layers and tables with coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from localgoals.ingest.crs import WGS84, look_like_degrees, reproject
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.formats import is_geoparquet
from localgoals.ingest.layers import Amenities, Floats, Ints, Stops
from localgoals.ingest.pack import Resource
from localgoals.ingest.roles import AMENITY_KINDS, HIGH_CAPACITY
from localgoals.ingest.tables import (
    column_names,
    missing_columns,
    numbers_in,
    read_table,
    texts_in,
)
from localgoals.ingest.vectors import (
    POLYGONS,
    contradiction,
    declared_crs,
    named,
    read_layer,
    wanted,
)
from localgoals.model.problem import Problem

_LONGITUDES = ("lon", "lng", "long", "longitude", "x", "stop_lon", "经度")
_LATITUDES = ("lat", "latitude", "y", "stop_lat", "纬度")


@dataclass(frozen=True)
class Places:
    """Points with the columns that go with them, in the system of their file."""

    x: Floats
    y: Floats
    table: pd.DataFrame
    crs: CRS
    rows: Ints
    """Number of each row as a person counts in the file."""
    first_row: int | None
    """2 for a table with a header, None for features."""
    are_polygons: bool = False


def read_places(resource: Resource, columns: Sequence[str]) -> tuple[Places | None, list[Problem]]:
    """Read points from a vector layer (of areas, a point inside) or a table with coordinates."""
    if resource.format in ("csv", "xlsx") or (
        resource.format == "parquet" and not is_geoparquet(resource.path)
    ):
        return _from_table(resource, columns)
    layer, problems = read_layer(resource.path, resource.where, wanted(resource, columns))
    if layer is None:
        return None, problems
    x, y = layer.coordinates()
    are_polygons = bool(np.isin(shapely.get_type_id(layer.geometry), POLYGONS).any())
    table = layer.table.set_axis(layer.rows - 1)
    return Places(x, y, table, layer.crs, layer.rows, None, are_polygons), problems


def read_stops_table(resource: Resource, crs: CRS) -> tuple[Stops | None, list[Problem]]:
    """Read stops from a table or a vector layer with a mode for each, or one mode for all."""
    places, problems = _with_choice(resource, "mode", ("name",))
    if places is None:
        return None, problems
    mode, faults = _chosen(places, resource, "mode", tuple(HIGH_CAPACITY))
    problems += faults
    if has_error(problems):
        return None, problems
    x, y = reproject(places.x, places.y, places.crs, crs)
    stops = Stops(
        x=x,
        y=y,
        name=tuple(texts_in(places.table, resource.fields.get("name"))),
        high_capacity=np.array([HIGH_CAPACITY[one] for one in mode], dtype=np.bool_),
        departures_per_hour=np.full(len(x), np.nan),
        lineage=resource.lineage,
    )
    return stops, problems


def read_amenities_table(resource: Resource, crs: CRS) -> tuple[Amenities | None, list[Problem]]:
    """Read places to walk to, with a kind for each, or one kind for all."""
    places, problems = _with_choice(resource, "kind", ())
    if places is None:
        return None, problems
    kind, faults = _chosen(places, resource, "kind", AMENITY_KINDS)
    problems += faults
    if has_error(problems):
        return None, problems
    x, y = reproject(places.x, places.y, places.crs, crs)
    return Amenities(x, y, np.array(kind, dtype=np.str_), resource.lineage), problems


def _with_choice(
    resource: Resource, option: str, others: tuple[str, ...]
) -> tuple[Places | None, list[Problem]]:
    """Read places whose mode or kind is in a column, or the same for all."""
    if option not in resource.fields and option not in resource.options:
        return None, [problem("places-none", resource.where, option=option)]
    columns = [resource.fields[name] for name in (option, *others) if name in resource.fields]
    return read_places(resource, columns)


def _chosen(
    places: Places, resource: Resource, option: str, allowed: tuple[str, ...]
) -> tuple[list[str], list[Problem]]:
    """Give the mode or kind of each place, and a problem for each word that is not known."""
    if option in resource.fields:
        column = places.table[resource.fields[option]]
        found = column.astype("string").fillna("").str.strip().str.lower().tolist()
    else:
        found = [str(resource.options[option])] * len(places.x)
    problems = [
        problem(f"{option}-unknown", resource.where, word=word or "-", allowed=", ".join(allowed))
        for word in sorted(set(found) - set(allowed))
    ]
    return found, problems


def _from_table(resource: Resource, columns: Sequence[str]) -> tuple[Places | None, list[Problem]]:
    where = resource.where
    frame, problems = read_table(
        resource.path, columns=_needed(resource, columns), sheet=resource.options.get("sheet")
    )
    axes = _axes(resource, [str(name) for name in frame.columns])
    if not has_error(problems):
        problems += missing_columns(where, (*columns, *axes), list(frame.columns))
    if has_error(problems):
        return None, problems
    x, faults = numbers_in(frame[axes[0]], where)
    y, more = numbers_in(frame[axes[1]], where)
    crs, crs_faults = _table_crs(x, y, resource)
    problems += [*faults, *more, *crs_faults]
    if crs is None or has_error(problems):
        return None, problems
    known = np.isfinite(x) & np.isfinite(y)
    rows = (frame.index.to_numpy() + 2).astype(np.int32)
    if not known.all():
        lost = rows[~known]
        features = named(lost.tolist())
        problems.append(problem("coordinates-missing", where, count=len(lost), features=features))
    if not known.any():
        return None, [*problems, problem("table-empty", where)]
    return Places(x[known], y[known], frame[known], crs, rows[known], 2), problems


def _needed(resource: Resource, columns: Sequence[str]) -> list[str] | None:
    """Name the columns to read; None for all, where the coordinates have to be looked for."""
    if resource.format == "parquet":
        return list(dict.fromkeys((*columns, *_axes(resource, column_names(resource.path)))))
    if {"x", "y"} <= set(resource.fields):
        return list(dict.fromkeys((*columns, *_axes(resource, []))))
    return None


def _axes(resource: Resource, columns: list[str]) -> tuple[str, str]:
    """Name the columns of the coordinates: the declared ones, or those with a usual name."""
    return (
        _axis(resource.fields.get("x"), columns, _LONGITUDES),
        _axis(resource.fields.get("y"), columns, _LATITUDES),
    )


def _axis(declared: str | None, columns: list[str], usual: tuple[str, ...]) -> str:
    if declared is not None:
        return declared
    return next((name for name in columns if name.strip().lower() in usual), usual[0])


def _table_crs(x: Floats, y: Floats, resource: Resource) -> tuple[CRS | None, list[Problem]]:
    """Take the declared system, or longitude and latitude where the numbers can be that."""
    declared = resource.options.get("crs")
    known = np.isfinite(x) & np.isfinite(y)
    if declared is None:
        if not known.any() or look_like_degrees(x[known], y[known]):
            return WGS84, []
        is_swapped = look_like_degrees(y[known], x[known])
        return None, [problem("axes-swapped" if is_swapped else "crs-missing", resource.where)]
    crs, problems = declared_crs(declared, resource.where)
    if crs is None:
        return None, problems
    return crs, contradiction(x, y, crs, resource.where)
