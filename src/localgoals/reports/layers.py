"""GeoParquet layers for maps: districts with headline figures, and squares of walking reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from localgoals.ingest.layers import City, Districts
from localgoals.model.observation import Observation
from localgoals.reports.cells import CLASSES, ReachCells, cell_size_m, reach_cells
from localgoals.reports.drawing import Sheet
from localgoals.reports.figures import Figures
from localgoals.reports.maps import city_area
from localgoals.reports.result import BaselineResult

__all__ = ["district_layer", "reach_layer", "write_layers"]

EXCHANGE_CRS = "EPSG:4326"


def write_layers(result: BaselineResult, folder: Path) -> tuple[Path, ...]:
    """
    Write `layers/districts-<n>.parquet` per level and `layers/reach-….parquet` per distance.

    All are in longitude and latitude (EPSG:4326). Running twice gives the same bytes.

    Returns
    -------
    paths
        In the order of writing.
    """
    target = folder / "layers"
    target.mkdir(exist_ok=True)
    written = []
    for name, layer in _layers(result):
        path = target / f"{name}.parquet"
        layer.to_parquet(path, index=False, compression="zstd", schema_version="1.1.0")
        written.append(path)
    return tuple(written)


def _layers(result: BaselineResult) -> Iterator[tuple[str, geopandas.GeoDataFrame]]:
    # Numbered, not named: the name of a level comes out of a file, and no file names a path.
    for number, level in enumerate(result.city.districts, start=1):
        yield f"districts-{number}", district_layer(result, level)
    size_m = _cell_size(result.city)
    for layer in sorted(result.reach, key=lambda one: (one.indicator, one.series, one.period)):
        name = f"reach-{layer.indicator}-{layer.series}-{layer.period}".lower()
        cells = reach_cells(layer, size_m)
        yield name, reach_layer(cells, result.city)


def _cell_size(city: City) -> float:
    """Choose the cells of the report's maps, else cells that suit the people's extent."""
    area = city_area(city)
    if area is not None:
        return cell_size_m(Sheet.around(*shapely.bounds(area)).width_m)
    widths = (float(np.ptp(one.x)) for one in city.people.values() if len(one.x))
    return cell_size_m(max(widths, default=0.0))


def district_layer(result: BaselineResult, level: Districts) -> geopandas.GeoDataFrame:
    """
    Give the districts of a level with the newest headline figure of each indicator.

    Each indicator has a column `<code> <series> <period>`; a figure that is not known is null.
    """
    figures = Figures(result.city.code, result.observations)
    columns: dict[str, object] = {
        "code": list(level.codes),
        "name": [one.en for one in level.names],
        "name_zh": [one.zh for one in level.names],
        "level": [level.level] * len(level.codes),
    }
    for standing in result.standings:
        key = (standing.indicator.code, standing.indicator.headline.code)
        found = _newest(figures, key, level)
        if found is not None:
            period, values = found
            columns[f"{key[0]} {key[1]} {period}"] = values
    frame = geopandas.GeoDataFrame(columns, geometry=list(level.geometry), crs=result.city.crs)
    return frame.to_crs(EXCHANGE_CRS)


def _newest(
    figures: Figures, key: tuple[str, str], level: Districts
) -> tuple[str, list[float]] | None:
    """Find the newest period in which any district of the level has a figure."""
    for period in sorted(figures.periods(key), reverse=True):
        found = figures.of_districts(key, period, level)
        if any(one is not None and not one.notation for one in found):
            return str(period), [_value(one) for one in found]
    return None


def _value(one: Observation | None) -> float:
    return float("nan") if one is None else one.value


def reach_layer(cells: ReachCells, city: City) -> geopandas.GeoDataFrame:
    """Give the squares of a walking distance: people, those within the limit, the class of most."""
    squares = shapely.box(
        cells.left, cells.bottom, cells.left + cells.size_m, cells.bottom + cells.size_m
    )
    frame = pd.DataFrame(
        {
            "people": cells.people,
            "within": cells.within,
            "class": [CLASSES[kind] for kind in cells.kind.tolist()],
        }
    )
    return geopandas.GeoDataFrame(frame, geometry=squares, crs=city.crs).to_crs(EXCHANGE_CRS)
