"""The areas of a city: its boundary, its districts, and polygons of one kind such as parks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import shapely
from pyproj import CRS

from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.layers import Boundary, Districts, Polygons
from localgoals.ingest.pack import Resource
from localgoals.ingest.tables import codes_in, texts_in
from localgoals.ingest.vectors import POLYGONS, read_layer, wanted
from localgoals.model.problem import Problem
from localgoals.model.text import Text


def read_districts(resource: Resource, crs: CRS) -> tuple[Districts | None, list[Problem]]:
    """Read one division of the city; every district needs a code of its own."""
    code, name = resource.fields.get("code", "code"), resource.fields.get("name", "name")
    chinese = resource.fields.get("name_zh", name)
    layer, problems = read_layer(
        resource.path, resource.where, wanted(resource, (code, name, chinese), kinds=POLYGONS)
    )
    if layer is None:
        return None, problems
    codes = codes_in(layer.table[code])
    for row in layer.rows[codes.isna().to_numpy()]:
        problems.append(problem("code-empty", f"{resource.where}, feature {row}"))
    for twice in codes[codes.duplicated() & codes.notna()].unique():
        problems.append(problem("code-twice", resource.where, code=twice))
    if has_error(problems):
        return None, problems
    names = _names(layer.table, name, codes.tolist())
    in_chinese = _names(layer.table, chinese, names)
    districts = Districts(
        level=str(resource.options["level"]),
        codes=tuple(codes),
        names=tuple(Text(en, zh) for en, zh in zip(names, in_chinese, strict=True)),
        geometry=layer.placed(crs),
        lineage=resource.lineage,
    )
    return districts, problems


def read_boundary(resource: Resource, crs: CRS) -> tuple[Boundary | None, list[Problem]]:
    """Read the area that counts as the city: all polygons of the layer together."""
    layer, problems = read_layer(
        resource.path, resource.where, wanted(resource, (), kinds=POLYGONS)
    )
    if layer is None:
        return None, problems
    return Boundary(union_of(layer.placed(crs)), resource.lineage), problems


def union_of(geometry: Any) -> shapely.Geometry:
    """Join polygons to one valid (multi)polygon."""
    joined = shapely.union_all(geometry)
    if not shapely.is_valid(joined):
        joined = shapely.make_valid(joined)
    parts = shapely.get_parts(joined)
    areas = parts[shapely.get_dimensions(parts) == 2]
    return joined if len(areas) == len(parts) else shapely.union_all(areas)


def read_polygons(resource: Resource, crs: CRS) -> tuple[Polygons | None, list[Problem]]:
    """Read areas of one kind, with their names if a field for them is given."""
    column = resource.fields.get("name")
    columns = () if column is None else (column,)
    layer, problems = read_layer(
        resource.path, resource.where, wanted(resource, columns, kinds=POLYGONS)
    )
    if layer is None:
        return None, problems
    names = tuple(texts_in(layer.table, column))
    return Polygons(layer.placed(crs), names, resource.lineage), problems


def _names(table: pd.DataFrame, column: str, instead: Sequence[str]) -> list[str]:
    """Read names; a district without one is called by its code."""
    found = texts_in(table, column)
    return [name or str(other) for name, other in zip(found, instead, strict=True)]
