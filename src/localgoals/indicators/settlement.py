"""Degree of Urbanisation (3.4-P2): people in urban centres, urban clusters and rural cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from localgoals.indicators.areas import AreaBorders
from localgoals.indicators.choices import draft
from localgoals.indicators.findings import Draft, Findings, chain
from localgoals.indicators.missing import blank, without
from localgoals.indicators.quality import grade
from localgoals.ingest.layers import City, Floats, Grid, People
from localgoals.model.lineage import Lineage
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.spatial.settlement import degree_of_urbanisation
from localgoals.spatial.sweep import Band, sums_inside

if TYPE_CHECKING:
    from localgoals.indicators.walking import Residents, Walk

CODE = "3.4-P2"

# The classes of the grid that `degree_of_urbanisation` gives, by the series that each is counted
# in.
CLASSES: dict[str, int] = {"urban_centre": 3, "urban_cluster": 2, "rural": 1}
OUTSIDE = 255
CELL_M = 1000.0
# Mean length of a degree of latitude on the WGS 84 ellipsoid.
DEGREE_M = 111_195.0


@dataclass(frozen=True)
class Settlement:
    """The Degree of Urbanisation of cells of about one square kilometre, in one period."""

    classes: NDArray[np.uint8]
    transform: Affine
    crs: CRS
    cell_km2: float
    land_share: Floats | None
    lineage: Lineage
    doubts: frozenset[str]

    def class_of(self, x: Floats, y: Floats, crs: CRS) -> NDArray[np.uint8]:
        """Give the class of the cell that each point lies in; 255 for a point outside the grid."""
        column, row = cell_of(x, y, crs, self)
        rows, columns = self.classes.shape
        inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        found = np.full(len(x), OUTSIDE, dtype=np.uint8)
        found[inside] = self.classes[row[inside], column[inside]]
        return found


def cell_of(
    x: Floats, y: Floats, crs: CRS, grid: Grid | Settlement
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """
    Give the column and the row of each point's cell, which may be beyond the grid.

    Parameters
    ----------
    x, y
        Coordinates of points in `crs`.
    crs
        The system of the points.
    grid
        Whose cells are meant, in its own system.
    """
    if crs != grid.crs:
        x, y = Transformer.from_crs(crs, grid.crs, always_xy=True).transform(x, y)
    column, row = ~grid.transform @ (np.asarray(x), np.asarray(y))
    return np.floor(column).astype(np.int64), np.floor(row).astype(np.int64)


def settlement_of(city: City, period: Period) -> Settlement | None:
    """
    Classify the cells of one period, from the population grid or else from counted points.

    Points of census polygons are not counted into cells, which are often smaller than the polygons.
    Points end at the city's border, where settlement does not: they are used only when the city's
    own people make up an urban centre already, which people outside can add to and not take away.

    Parameters
    ----------
    city
        Its population grids, people, land and built-up grids.
    period
        A period of its people.
    """
    grid = city.population_grids.get(period)
    if grid is not None:
        return _from_grid(city, period, grid)
    people = city.people[period]
    if people.kind != "points" or not len(people.x):
        return None
    population, transform = count_into_cells(people.x, people.y, people.total, cell_m=CELL_M)
    classes = degree_of_urbanisation(population, cell_km2=1.0)
    if not (classes == CLASSES["urban_centre"]).any():
        return None
    return Settlement(
        classes, transform, city.crs, 1.0, None, people.lineage, frozenset({"people-gridded"})
    )


def _from_grid(city: City, period: Period, grid: Grid) -> Settlement:
    width_m, height_m = cell_size_m(grid)
    factors = max(1, round(CELL_M / height_m)), max(1, round(CELL_M / width_m))
    population, transform = in_blocks(grid.values, grid.transform, factors=factors)
    lineage, count = grid.lineage, factors[0] * factors[1]
    land_share = built_share = None
    if city.land is not None and _same_cells(city.land, grid):
        land_share = in_blocks(city.land.values, grid.transform, factors=factors)[0] / count
        lineage = lineage + city.land.lineage
    built = city.built_up.get(period)
    if built is not None and _same_cells(built, grid):
        cell_m2 = width_m * height_m * count
        built_share = in_blocks(built.values, grid.transform, factors=factors)[0] / cell_m2
        lineage = lineage + built.lineage
    cell_km2 = width_m * height_m * count / 1e6
    classes = degree_of_urbanisation(
        population, land_share=land_share, built_share=built_share, cell_km2=cell_km2
    )
    return Settlement(classes, transform, grid.crs, cell_km2, land_share, lineage, frozenset())


def _same_cells(one: Grid, other: Grid) -> bool:
    return one.values.shape == other.values.shape and one.transform.almost_equals(other.transform)


def cell_size_m(grid: Grid) -> tuple[float, float]:
    """Give a grid's width and height of a cell in metres; of a grid in degrees, at its middle."""
    width, height = abs(grid.transform.a), abs(grid.transform.e)
    if not grid.crs.is_geographic:
        unit_m = grid.crs.axis_info[0].unit_conversion_factor
        return width * unit_m, height * unit_m
    rows, columns = grid.values.shape
    latitude = (grid.transform @ (columns / 2, rows / 2))[1]
    return width * DEGREE_M * cos(radians(latitude)), height * DEGREE_M


def in_blocks(
    values: Floats, transform: Affine, *, factors: tuple[int, int]
) -> tuple[Floats, Affine]:
    """
    Add up a grid's cells by blocks, which lie on multiples of their size in the grid's CRS.

    Parameters
    ----------
    values
        Shape (rows, columns); NaN where there is no data.
    transform
        Where the cells lie.
    factors
        Rows and columns of a block.

    Returns
    -------
    sums, transform
        A block of NaN only is NaN; else its NaN cells count as nothing.

    Examples
    --------
    >>> sums, _ = in_blocks(np.arange(6.0).reshape(2, 3), Affine(1, 0, 0, 0, -1, 2), factors=(2, 2))
    >>> sums
    array([[8., 7.]])
    """
    high, wide = factors
    if factors == (1, 1):
        return values, transform
    above = round(-transform.f / abs(transform.e)) % high
    before = round(transform.c / abs(transform.a)) % wide
    rows, columns = values.shape
    below, after = -(rows + above) % high, -(columns + before) % wide
    padded = np.pad(values, ((above, below), (before, after)), constant_values=np.nan)
    blocks = padded.reshape(padded.shape[0] // high, high, padded.shape[1] // wide, wide)
    sums = np.nansum(blocks, axis=(1, 3))
    sums[np.isnan(blocks).all(axis=(1, 3))] = np.nan
    return sums, transform @ Affine.translation(-before, -above) @ Affine.scale(wide, high)


def count_into_cells(
    x: Floats, y: Floats, total: Floats, *, cell_m: float
) -> tuple[Floats, Affine]:
    """
    Count people at points into square cells, which lie on multiples of their size.

    Parameters
    ----------
    x, y
        Coordinates in a metric CRS. [m]
    total
        Number of people at each point; NaN counts as nobody.
    cell_m
        Side of a cell. [m]

    Returns
    -------
    population, transform
        A grid that holds every point; 0 where nobody lives.

    Examples
    --------
    >>> population, _ = count_into_cells(
    ...     np.array([10.0, 990, 1500]), np.array([5.0, 5, 5]), np.array([1.0, 2, 4]), cell_m=1000
    ... )
    >>> population
    array([[3., 4.]])
    """
    column = np.floor(x / cell_m).astype(np.int64)
    row = np.floor(y / cell_m).astype(np.int64)
    west, north = int(column.min()), int(row.max())
    columns = int(column.max()) - west + 1
    rows = north - int(row.min()) + 1
    cells = np.bincount(
        (north - row) * columns + column - west, np.nan_to_num(total), minlength=rows * columns
    )
    transform = Affine(cell_m, 0, west * cell_m, 0, -cell_m, (north + 1) * cell_m)
    return cells.reshape(rows, columns).astype(np.float64), transform


def settlement_groups(city: City, settlement: Settlement, people: People) -> dict[str, Floats]:
    """
    Split people by the class of their cell: groups such as `settlement=urban_centre`.

    Parameters
    ----------
    city
        Its metric CRS is that of the people.
    settlement
        The classes of the cells.
    people
        The points to split; people outside the grid are in no group.
    """
    found = settlement.class_of(people.x, people.y, city.crs)
    total = np.nan_to_num(people.total)
    groups = {
        f"settlement={name}": np.where(found == code, total, 0.0) for name, code in CLASSES.items()
    }
    return {group: counts for group, counts in groups.items() if counts.any()}


def observe(city: City, walk: Walk) -> Findings:
    """
    Give the share of people in each class, and the area of urban centres, for every period.

    Parameters
    ----------
    city, walk
        What the pack tells about the city, and its people on the walking network.
    """
    if not walk.residents:
        return without(city, CODE, "population")
    if not walk.settlements:
        return blank(city, CODE, "no-grid", "population")
    borders = AreaBorders(city)
    return chain(
        _in_period(city, walk.residents[period], one, borders)
        for period, one in sorted(walk.settlements.items())
    )


def _in_period(
    city: City, residents: Residents, settlement: Settlement, borders: AreaBorders
) -> Findings:
    from localgoals.indicators.shares import Reached, share_observations

    found = settlement.class_of(residents.people.x, residents.people.y, city.crs)
    groups = [group for group in residents.weights if not group.startswith("settlement=")]
    lineage = residents.people.lineage + settlement.lineage
    way = "points" if "people-gridded" in settlement.doubts else "raster"
    rows: list[Observation] = []
    for series, code in CLASSES.items():
        kept = draft(CODE, series, residents.period, way=way, lineage=lineage)
        reached = Reached(found == code, settlement.doubts)
        rows += share_observations(kept, residents, reached, groups=groups)
    kept = draft(CODE, "urban_centre_area", residents.period, way=way, lineage=lineage)
    quality = grade(settlement.doubts | residents.doubts())
    rows += _centre_areas(city, kept, settlement, borders, quality)
    return Findings(tuple(rows))


def _centre_areas(
    city: City, kept: Draft, settlement: Settlement, borders: AreaBorders, quality: int
) -> Iterator[Observation]:
    """Measure the land of urban centres inside each area."""
    km2 = np.where(settlement.classes == CLASSES["urban_centre"], settlement.cell_km2, 0.0)
    if settlement.land_share is not None:
        km2 = km2 * np.nan_to_num(settlement.land_share, nan=1.0)
    if city.code not in borders.codes:
        yield kept.figure(city.code, float(km2.sum()), quality=quality)
    rows, columns = km2.shape
    cut = borders.on((rows, columns), settlement.transform, settlement.crs)
    areas = sums_inside(Band(km2), cut).sum
    for code, area in zip(borders.codes, areas.tolist(), strict=True):
        if np.isnan(area):
            yield kept.gap(code, "outside-coverage", "population")
        else:
            yield kept.figure(code, area, quality=quality)
