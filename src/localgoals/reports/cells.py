"""People's points gathered into square cells, so that a map of reach is a few thousand squares."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

import numpy as np
from numpy.typing import NDArray

from localgoals.indicators.findings import ReachLayer
from localgoals.ingest.layers import Floats

__all__ = ["CLASSES", "ReachCells", "class_of_distance", "cell_size_m", "reach_cells"]

CLASSES = ("within", "near", "beyond", "off")
"""At most the limit; at most twice the limit; farther; not on the street network."""

# About as many cells across a city as a reader can tell apart on a printed page.
_CELLS_ACROSS = 180
# Finer than a building and its plot, squares would only be points again.
_LEAST_CELL_M = 40.0


@dataclass(frozen=True)
class ReachCells:
    """The inhabited cells of a reach layer; each takes the class that most of its people are in."""

    size_m: float
    left: Floats
    """Western edge of each cell in the city's metric CRS."""
    bottom: Floats
    """Southern edge of each cell."""
    people: Floats
    within: Floats
    """People of the cell within the limit."""
    kind: NDArray[np.int8]
    """Index of the cell's class in `CLASSES`."""


def cell_size_m(width_m: float) -> float:
    """
    Choose a round cell size for an area of a given width.

    Examples
    --------
    >>> cell_size_m(47_000), cell_size_m(2_500)
    (300.0, 40.0)
    """
    least = max(width_m / _CELLS_ACROSS, _LEAST_CELL_M)
    magnitude = 10.0 ** int(log10(least))
    return magnitude * next(
        step for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * magnitude >= least * 0.999
    )


def reach_cells(layer: ReachLayer, size_m: float) -> ReachCells:
    """
    Gather the points of a reach layer into square cells.

    Points without people, or whose people are not known, take no part.

    Parameters
    ----------
    layer
        People and their distance from what an indicator counts.
    size_m
        Side of a cell; cells lie on whole multiples of it.
    """
    lived_in = layer.people > 0
    people = layer.people[lived_in]
    column = np.floor(layer.x[lived_in] / size_m).astype(np.int64)
    row = np.floor(layer.y[lived_in] / size_m).astype(np.int64)
    # One number for each cell; sorting numbers is much faster than sorting pairs.
    across = int(np.ptp(column)) + 1 if len(column) else 1
    west, south = (int(column.min()), int(row.min())) if len(column) else (0, 0)
    keys, cell = np.unique((row - south) * across + column - west, return_inverse=True)
    kind = class_of_distance(layer.distance_m[lived_in], layer.limit_m)
    count = len(keys)
    by_class = np.bincount(
        cell * len(CLASSES) + kind, people, minlength=count * len(CLASSES)
    ).reshape(count, len(CLASSES))
    return ReachCells(
        size_m=size_m,
        left=(keys % across + west) * size_m,
        bottom=(keys // across + south) * size_m,
        people=by_class.sum(axis=1).astype(np.float64),
        within=by_class[:, 0].astype(np.float64),
        kind=by_class.argmax(axis=1).astype(np.int8),
    )


def class_of_distance(distance_m: Floats, limit_m: float) -> NDArray[np.int64]:
    """Tell the class of each distance, as an index in `CLASSES`."""
    kind = np.full(len(distance_m), CLASSES.index("beyond"), dtype=np.int64)
    kind[distance_m <= 2 * limit_m] = CLASSES.index("near")
    kind[distance_m <= limit_m] = CLASSES.index("within")
    kind[np.isnan(distance_m)] = CLASSES.index("off")
    return kind
