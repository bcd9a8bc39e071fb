"""Urban centres of a grid as a table: who they are, where, how many people, and their outlines."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import rasterio
import shapely
from affine import Affine
from pyproj import Transformer
from rasterio.features import shapes

from localgoals.ingest.crs import WGS84
from localgoals.ingest.layers import Floats
from localgoals.ingest.settlement_grids import Frame
from localgoals.spatial.groups import Cells
from localgoals.spatial.settlement import Centres

__all__ = ["centre_layer", "place_of", "write_centres"]


def centre_layer(centres: Centres, people: Floats, frame: Frame) -> geopandas.GeoDataFrame:
    """
    Give a row for each urban centre, the one with the most people first.

    Parameters
    ----------
    centres
        The cells of centres.
    people
        Who lives in each of the cells; NaN where not known.
    frame
        Where the cells lie.

    Returns
    -------
    layer
        `id`: see `place_of`; `population`; `area_km2`; `people_per_km2`; `longitude` and `latitude`
        of the middle of the cell with the most people; the outline in the system of the grid.
    """
    order = np.argsort(centres.number, kind="stable")
    cells, people = centres.cells[order], people[order]
    first = np.flatnonzero(np.diff(centres.number[order], prepend=0))
    counts = np.diff(np.append(first, len(cells)))
    centre = np.repeat(np.arange(len(first)), counts)
    population = np.bincount(centre, np.nan_to_num(people), minlength=len(first))
    area_km2 = counts * frame.cell_km2
    main = _fullest(cells, people, centre)
    lon, lat = _degrees_of(main, frame)
    layer = geopandas.GeoDataFrame(
        {
            "id": [place_of(int(cell), frame) for cell in main],
            "population": population,
            "area_km2": area_km2,
            "people_per_km2": population / area_km2,
            "longitude": lon.round(5),
            "latitude": lat.round(5),
        },
        geometry=_outlines(np.split(cells, first[1:]) if len(first) else [], frame),
        crs=frame.crs,
    )
    return layer.sort_values(["population", "id"], ascending=[False, True], ignore_index=True)


def place_of(cell: int, frame: Frame) -> str:
    """
    Name a cell by its place: kilometres north and east of the origin of its projection.

    The name counts cells from the origin to the cell's south-west corner, so that a cut-out of a
    grid, or another year of it, gives the same cell the same name, and no other cell has it.

    Parameters
    ----------
    cell
        The number of the cell, row by row from 0.
    frame
        Where the cells lie.

    Examples
    --------
    >>> from pyproj import CRS
    >>> grid = Frame(3, 4, Affine(1000, 0, 187000, 0, -1000, 2000), CRS("ESRI:54009"))
    >>> place_of(0, grid), place_of(11, grid)
    ('N1E187', 'S1E190')
    """
    grid, (row, column) = frame.transform, divmod(cell, frame.columns)
    # A hair of tolerance: a corner written as 186999.9999999 is the one at 187000.
    east = int(np.floor(grid.c / grid.a + 1e-6)) + column
    north = int(np.floor(-grid.f / grid.e + 1e-6)) - row - 1
    return f"{'N' if north >= 0 else 'S'}{abs(north)}{'E' if east >= 0 else 'W'}{abs(east)}"


def write_centres(layer: geopandas.GeoDataFrame, folder: Path) -> None:
    """Write the centres as `centres.csv`, and with outlines as `.parquet` and `.gpkg`."""
    table = pd.DataFrame(layer.drop(columns="geometry"))
    table.round(3).to_csv(folder / "centres.csv", index=False, lineterminator="\n")
    layer.to_parquet(
        folder / "centres.parquet", index=False, compression="zstd", schema_version="1.1.0"
    )
    layer.to_file(
        folder / "centres.gpkg", layer="urban_centres", driver="GPKG", geometry_type="MultiPolygon"
    )


def _fullest(cells: Cells, people: Floats, centre: Cells) -> Cells:
    """Give the cell of each centre with the most people, the first of those that are equal."""
    known = np.where(np.isnan(people), -1.0, people)
    order = np.lexsort((cells, -known, centre))
    return cells[order][np.flatnonzero(np.diff(centre[order], prepend=-1))]


def _degrees_of(cells: Cells, frame: Frame) -> tuple[Floats, Floats]:
    """Give longitude and latitude of the middle of cells."""
    x = frame.transform.c + (cells % frame.columns + 0.5) * frame.transform.a
    y = frame.transform.f + (cells // frame.columns + 0.5) * frame.transform.e
    lon, lat = Transformer.from_crs(frame.crs, WGS84, always_xy=True).transform(x, y)
    return np.asarray(lon, np.float64), np.asarray(lat, np.float64)


def _outlines(centres: list[Cells], frame: Frame) -> list[shapely.MultiPolygon]:
    # Within one environment: to enter and leave it takes longer than to draw a small outline.
    with rasterio.Env():
        return [_outline(cells, frame) for cells in centres]


def _outline(cells: Cells, frame: Frame) -> shapely.MultiPolygon:
    """Draw the outline of cells, exactly along their sides."""
    row, column = cells // frame.columns, cells % frame.columns
    top, left = int(row.min()), int(column.min())
    window = np.zeros((int(row.max()) - top + 1, int(column.max()) - left + 1), np.uint8)
    window[row - top, column - left] = 1
    place = frame.transform @ Affine.translation(left, top)
    parts = shapes(window, mask=window > 0, connectivity=4, transform=place)
    return shapely.MultiPolygon([shapely.geometry.shape(outline) for outline, _ in parts])
