"""
A made-up world at the size of the real population grids: 36,000 by 18,000 cells of 1 km².

Nothing in it is real. Continents are smooth noise above a sea level; the sizes of cities fall with
their rank as those of the world do; the countryside is thick around many cities and empty in the
deserts. The same world in every run, written strip by strip.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import rasterio
from affine import Affine
from scipy import ndimage

ROWS, COLUMNS = 18_000, 36_000
STRIP = 500
# Coarse fields have a value every so many cells.
COARSE = 20
LAND_SHARE = 0.29
# What cells beyond the Earth hold.
NO_PEOPLE, NO_LAND = -200, 2**32 - 1
CITIES = 100_000
LARGEST = 40e6
# With this slope some 12,000 cities have more than 50,000 people.
SLOPE = 0.7


class World(NamedTuple):
    """The coarse fields of a world, and its cities."""

    height: np.ndarray
    """Above 0 is land."""
    countryside: np.ndarray
    """People per km² outside of cities."""
    row: np.ndarray
    column: np.ndarray
    people: np.ndarray
    """Of each city."""
    peak: np.ndarray
    """People per km² in the middle of each city."""


def _noise(chance: np.random.Generator, widths: tuple[float, ...]) -> np.ndarray:
    """Add up smooth noise of several widths, the wider the stronger; mean 0, deviation 1."""
    shape = (ROWS // COARSE + 2, COLUMNS // COARSE + 2)
    field = np.zeros(shape)
    for width in widths:
        layer = ndimage.gaussian_filter(chance.random(shape, np.float32), width, mode="wrap")
        field += (layer - layer.mean()) / layer.std() * width**0.7
    return (field - field.mean()) / field.std()


def world() -> World:
    """Make the world."""
    chance = np.random.default_rng(2030)
    height = _noise(chance, (60, 20, 6, 2, 1))
    height -= np.quantile(height, 1 - LAND_SHARE)
    thick = _noise(chance, (40, 12, 4, 1.5))
    countryside = np.where(thick > 0.3, np.exp(2.4 + 1.1 * thick), 0.0)
    weight = np.where(height > 0.01, np.exp(1.5 * thick), 0.0)[:-2, :-2].ravel()
    place = chance.choice(weight.size, CITIES, p=weight / weight.sum())
    coarse_row, coarse_column = np.divmod(place, COLUMNS // COARSE)
    people = LARGEST / np.arange(1, CITIES + 1) ** SLOPE
    return World(
        height.astype(np.float32),
        countryside.astype(np.float32),
        coarse_row * COARSE + chance.integers(0, COARSE, CITIES),
        coarse_column * COARSE + chance.integers(0, COARSE, CITIES),
        people,
        np.exp(chance.normal(np.log(12_000), 0.5, CITIES)),
    )


def _fine(field: np.ndarray, top: int, rows: int) -> np.ndarray:
    """Read a coarse field at every cell of a strip, linear in between."""
    row = np.arange(top, top + rows) / COARSE
    above = row.astype(int)
    down = (row - above)[:, None].astype(np.float32)
    coarse = field[above] * (1 - down) + field[above + 1] * down
    column = np.arange(COLUMNS) / COARSE
    left = column.astype(int)
    across = (column - left).astype(np.float32)
    return coarse[:, left] * (1 - across) + coarse[:, left + 1] * across


def _outside(top: int, rows: int) -> np.ndarray:
    """Tell which cells of a strip lie beyond the Earth, as the corners of Mollweide do."""
    y = (np.arange(top, top + rows) + 0.5 - ROWS / 2) / (ROWS / 2)
    x = (np.arange(COLUMNS) + 0.5 - COLUMNS / 2) / (COLUMNS / 2)
    return np.asarray(x**2 > 1 - y[:, None] ** 2)


def _add_cities(people: np.ndarray, made: World, top: int) -> None:
    """Spread the cities that reach into a strip: fewer people the farther from the middle."""
    bottom = top + len(people)
    scale = np.sqrt(made.people / (2 * np.pi * made.peak))
    reach = np.ceil(7 * scale).astype(int) + 1
    for city in np.flatnonzero((made.row + reach >= top) & (made.row - reach < bottom)):
        row, column, far = made.row[city], made.column[city], reach[city]
        first, last = max(row - far, top), min(row + far + 1, bottom)
        west, east = max(column - far, 0), min(column + far + 1, COLUMNS)
        down = (np.arange(first, last) - row)[:, None]
        across = np.arange(west, east) - column
        away = np.sqrt(down**2 + across**2) / scale[city]
        rough = np.random.default_rng([city, top]).uniform(0.6, 1.4, away.shape)
        people[first - top : last - top, west:east] += made.peak[city] * np.exp(-away) * rough


def strip(made: World, top: int, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the people and the square metres of land of some rows."""
    chance = np.random.default_rng([2030, top])
    land = np.clip(_fine(made.height, top, rows) * 60, 0, 1)
    people = _fine(made.countryside, top, rows)
    # Neighbouring cells differ: some are fields, some are villages.
    people *= chance.standard_exponential(people.shape, np.float32)
    _add_cities(people, made, top)
    people = np.round(people * land, 2)
    people[people < 0.5] = 0
    ground = np.round(land * 1_000_000).astype(np.uint32)
    beyond = _outside(top, rows)
    people[beyond], ground[beyond] = NO_PEOPLE, NO_LAND
    return people, ground


def write_world(folder: Path) -> tuple[Path, Path]:
    """Write `people.tif` and `land.tif` in Mollweide, tiled and compressed."""
    paths = folder / "people.tif", folder / "land.tif"
    shape = {
        "driver": "GTiff", "height": ROWS, "width": COLUMNS, "count": 1, "crs": "ESRI:54009",
        "transform": Affine(1000, 0, -COLUMNS * 500, 0, -1000, ROWS * 500),
        "compress": "deflate", "tiled": True, "blockxsize": 512, "blockysize": 512,
        "num_threads": "all_cpus", "bigtiff": "if_safer",
    }  # fmt: skip
    made = world()
    with (
        rasterio.open(paths[0], "w", dtype="float32", nodata=NO_PEOPLE, **shape) as people,
        rasterio.open(paths[1], "w", dtype="uint32", nodata=NO_LAND, **shape) as land,
    ):
        for top in range(0, ROWS, STRIP):
            window = rasterio.windows.Window(0, top, COLUMNS, STRIP)
            of_people, of_land = strip(made, top, STRIP)
            people.write(of_people, 1, window=window)
            land.write(of_land, 1, window=window)
    return paths
