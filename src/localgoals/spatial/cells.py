"""
Kernels of the Degree of Urbanisation: what each single cell of a grid is.

Cells are told apart by marks, of which one may bear several; how cells hang together is no concern
of this module.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.compiled import compiled

Floats = NDArray[np.float64]
Marks = NDArray[np.uint8]

EMPTY_WATER: Final = np.uint8(1)
DENSE: Final = np.uint8(2)
"""Dense enough for an urban centre."""
SETTLED: Final = np.uint8(4)
"""Dense enough for an urban cluster."""
NOT_KNOWN: Final = np.uint8(8)
COUNTED: Final = np.uint8(16)
"""Counts when the majority around a cell is looked for."""
SEMI_DENSE: Final = np.uint8(32)
"""Dense enough for a semi-dense urban cluster."""
PEOPLED: Final = np.uint8(64)
"""Dense enough not to be mostly uninhabited."""

WHOLE: Final = 1.5 * 2.0**52
"""Numbers of this size have no digits after the point."""

UNKNOWN: Final = np.uint8(255)
"""The class of cells of which the people or the land are not known; no other is painted over it."""


class Limits(NamedTuple):
    """The numbers that cells are held against."""

    cell_km2: float
    centre_density: float
    semi_dense_density: float
    cluster_density: float
    low_density: float
    built_share: float
    water_land_share: float


class Surface(NamedTuple):
    """People per cell, and the shares of it that are land and built up; a share may be left out."""

    people: Floats
    land: Floats
    """One cell of 1 when all is land."""
    built: Floats
    """One cell of 0 when nothing is known."""


@compiled
def mark_into(surface: Surface, limits: Limits, marks: Marks) -> None:
    """
    Mark what each cell is: any of the marks of this module.

    Parameters
    ----------
    surface
        Some rows of a grid, as no cell asks for another: grids of one shape, (rows, columns), or of
        one cell that stands for all. NaN: not known.
    limits
        Density is people over land, and the built-up share is that of the land, to three decimals.
    marks
        Filled, (rows, columns).
    """
    people, land, built = surface
    all_land, all_open = land.size == 1, built.size == 1
    for row in range(people.shape[0]):
        line, out = people[row], marks[row]
        if all_land and all_open:
            ground, houses = land[0, 0], built[0, 0]
            for column in range(len(line)):
                out[column] = _mark(line[column], ground, houses, limits)
        else:
            for column in range(len(line)):
                ground = land[0, 0] if all_land else land[row, column]
                houses = built[0, 0] if all_open else built[row, column]
                out[column] = _mark(line[column], ground, houses, limits)


@compiled
def look_up(marks: Marks, table: Marks, classes: Marks) -> None:
    """
    Give each cell the class that a table has for its marks.

    Parameters
    ----------
    marks
        Of some rows, (rows, columns).
    table
        The class of each of the 256 combinations of marks.
    classes
        Filled, (rows, columns).
    """
    for row in range(marks.shape[0]):
        line, out = marks[row], classes[row]
        for column in range(len(line)):
            out[column] = table[line[column]]


@compiled
def _mark(here: float, ground: float, houses: float, limits: Limits) -> np.uint8:
    """Mark one cell; without branches, so that several are marked at once."""
    density = here / (ground * limits.cell_km2)
    # Adding and taking away this number rounds as `np.rint` does, which would be a call for each.
    share = ((houses / ground * 1000 + WHOLE) - WHOLE) / 1000
    wet = ground < limits.water_land_share
    water = wet & (not here > 0) & (not houses > 0)
    not_known = ((here != here) & (not water)) | (ground != ground)
    return np.uint8(
        water * EMPTY_WATER
        + ((density >= limits.centre_density) | (share >= limits.built_share)) * DENSE
        + (density >= limits.cluster_density) * SETTLED
        + not_known * NOT_KNOWN
        + ((not water) & (not (wet & (here == 0)))) * COUNTED
        + (density >= limits.semi_dense_density) * SEMI_DENSE
        + (density >= limits.low_density) * PEOPLED
    )
