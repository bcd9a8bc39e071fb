"""Administrative units that are to be classified on a population grid."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.formats import format_of
from localgoals.ingest.layers import Geometries
from localgoals.ingest.settlement_grids import Frame
from localgoals.ingest.tables import codes_in
from localgoals.ingest.vectors import POLYGONS, Wanted, read_layer
from localgoals.model.problem import Problem

_FORMATS = ("gpkg", "geojson", "shp", "parquet")


@dataclass(frozen=True)
class UnitsFile:
    """A file of outlines, and the column that holds their codes."""

    path: Path
    code: str | None = None
    """None numbers the units as they stand in the file, from 1."""


@dataclass(frozen=True)
class Units:
    """Units in the system of the grid."""

    codes: tuple[str, ...]
    geometry: Geometries


def read_units(file: UnitsFile, frame: Frame) -> tuple[Units | None, list[Problem]]:
    """
    Read units and move them into the system of a grid.

    Errors: what makes a layer unreadable, a code that is blank or stands there twice, and a layer
    of which nothing lies on the grid.
    """
    where = file.path.name
    if not file.path.is_file() or format_of(file.path) not in _FORMATS:
        return None, [problem("units-missing", where)]
    columns = () if file.code is None else (file.code,)
    layer, problems = read_layer(file.path, where, Wanted(columns, kinds=POLYGONS))
    if layer is None:
        return None, problems
    if file.code is None:
        codes = tuple(str(row) for row in layer.rows)
    else:
        column = codes_in(layer.table[file.code])
        for row in layer.rows[column.isna().to_numpy()]:
            problems.append(problem("unit-code-empty", f"{where}, feature {row}"))
        for twice in column[column.duplicated() & column.notna()].unique():
            problems.append(problem("unit-code-twice", where, code=twice))
        codes = tuple(column)
    geometry = layer.placed(frame.crs)
    if not shapely.intersects(geometry, _edge_of(frame)).any():
        problems.append(problem("units-beyond", where))
    return (None if has_error(problems) else Units(codes, geometry)), problems


def _edge_of(frame: Frame) -> shapely.Polygon:
    """Draw the outline of a grid."""
    west, north = frame.transform @ (0, 0)
    east, south = frame.transform @ (frame.columns, frame.rows)
    return shapely.box(*np.array([west, south, east, north]))
