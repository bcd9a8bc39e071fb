"""Administrative units as a table: what each is, who lives there, and in which classes of cells."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from localgoals.ingest.settlement_grids import Frame, PeopleByRow
from localgoals.ingest.settlement_units import Units
from localgoals.reports.settlement_classes import UNITS
from localgoals.spatial.band_file import band_of_file
from localgoals.spatial.borders import borders_of
from localgoals.spatial.settlement import Level
from localgoals.spatial.units import (
    LEVEL_1,
    LEVEL_2,
    Classes,
    Classified,
    ClassifiedUnits,
    classify_by_rows,
)

__all__ = ["classified_units", "unit_layer", "write_units"]


def classified_units(
    units: Units, classes: Path, people: PeopleByRow, *, level: Level, threads: int
) -> ClassifiedUnits:
    """
    Classify units by a map of classes and the people of its cells, both read by rows.

    Parameters
    ----------
    units
        In the system of the grid.
    classes
        The map, a GeoTIFF.
    people
        Of the same cells.
    level
        Of the map.
    threads
        How many strips are worked on at once.
    """
    borders = borders_of(units.geometry, people.frame.transform, people.shape, threads=threads)
    with band_of_file(classes) as band:
        return classify_by_rows(Classified(band, people, level), borders, threads=threads)


def unit_layer(
    units: Units, found: ClassifiedUnits, *, frame: Frame, level: Level
) -> geopandas.GeoDataFrame:
    """
    Give a row for each unit, in the order of their file.

    Returns
    -------
    layer
        `code`; `class` and its names; at the second level `type` and its names; `population`, empty
        where not known; `share_3` and so on, of the people in each class of cells, or of the land
        where `by_land` is 1; `coverage`, the share of the unit on cells of a known class.
    """
    columns: dict[str, object] = {"code": list(units.codes)}
    columns |= _named("class", found.classes, 1)
    if found.types is not None:
        columns |= _named("type", found.types, 2)
    columns["population"] = found.people
    for place, kind in enumerate(LEVEL_2 if level == 2 else LEVEL_1):
        columns[f"share_{kind}"] = found.shares[:, place]
    columns["by_land"] = found.by_land.astype(np.uint8)
    columns["coverage"] = found.covered
    parts = [
        one if one.geom_type == "MultiPolygon" else shapely.MultiPolygon([one])
        for one in map(_areas_of, units.geometry)
    ]
    return geopandas.GeoDataFrame(columns, geometry=parts, crs=frame.crs)


def write_units(layer: geopandas.GeoDataFrame, folder: Path) -> None:
    """Write the units as `units.csv`, and with outlines as `.parquet` and `.gpkg`."""
    table = pd.DataFrame(layer.drop(columns="geometry"))
    table.round({"population": 3}).round(6).to_csv(
        folder / "units.csv", index=False, lineterminator="\n"
    )
    layer.to_parquet(
        folder / "units.parquet", index=False, compression="zstd", schema_version="1.1.0"
    )
    layer.to_file(folder / "units.gpkg", layer="units", driver="GPKG", geometry_type="MultiPolygon")


def _named(what: str, kinds: Classes, level: Level) -> dict[str, object]:
    """Give a column of classes and their names in both languages."""
    names = [UNITS[level][int(kind)] for kind in kinds]
    return {
        what: kinds,
        f"{what}_name": [one.en for one in names],
        f"{what}_name_zh": [one.zh for one in names],
    }


def _areas_of(geometry: shapely.Geometry) -> shapely.Geometry:
    """Leave out the lines and points that mending an outline may have left."""
    parts = shapely.get_parts(geometry)
    areas = parts[shapely.get_dimensions(parts) == 2]
    return geometry if len(areas) == len(parts) else shapely.union_all(areas)
