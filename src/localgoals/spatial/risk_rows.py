"""Risk of the cells of three grids, row by row: the loops of `risk_grid`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.compiled import compiled

Floats = NDArray[np.float64]
Values = NDArray[Any]

_LARGEST = np.finfo(np.float64).max
_TOLERANCE = 1e-6
"""Of a cell of float32 that should be 1 at most."""


@compiled
def add_risk(
    layers: tuple[Values, Values, Values],
    rules: Floats,
    scale: tuple[bool, Floats, int, int],
    risk: NDArray[np.float32],
    held: tuple[Floats, Floats, Floats],
) -> None:
    """
    Compute the risk of each cell, and add up what is told of all of them.

    Parameters
    ----------
    layers
        Some rows of hazard, exposure and vulnerability.
    rules
        Of each layer: the value of cells without one (besides NaN and infinite ones), and the
        values that count 0 and 1; (3, 3).
    scale
        Whether the mean is geometric; where bands end, rising; the side of a square of the
        picture, in cells; how many rows of the first square lie above.
    risk
        Filled with the risk, NaN where a layer has no value.
    held
        By band, the first for cells without risk: cells, and what is exposed in them, (bands, 2).
        Of each layer: cells without a value, below 0 and above 1, (3, 3). Of each square of the
        picture: the sum of risk, and cells that have one.
    """
    is_geometric, limits, side, above = scale
    bands, seen, squares = held
    rows, columns = risk.shape
    hazard, exposure = np.empty(columns), np.empty(columns)
    vulnerability, exposed = np.empty(columns), np.empty(columns)
    for row in range(rows):
        _scale(layers[0][row], rules[0], hazard, exposed, seen[0])
        _scale(layers[2][row], rules[2], vulnerability, exposed, seen[2])
        # Last, so that `exposed` holds what is exposed.
        _scale(layers[1][row], rules[1], exposure, exposed, seen[1])
        line = risk[row]
        if is_geometric:
            for column in range(columns):
                line[column] = np.cbrt(hazard[column] * exposure[column] * vulnerability[column])
        else:
            for column in range(columns):
                line[column] = (hazard[column] + exposure[column] + vulnerability[column]) / 3.0
        _add_bands(line, exposed, limits, bands)
        _add_squares(line, side, squares[(above + row) // side])


@compiled
def _scale(line: Values, rule: Floats, parts: Floats, values: Floats, seen: Floats) -> None:
    """Scale a row to 0 to 1, NaN where there is no value, and count what is beyond."""
    nodata, low, width = rule[0], rule[1], rule[2] - rule[1]
    known, below, above = 0, 0, 0
    for column in range(len(line)):
        value = np.float64(line[column])
        is_known = (abs(value) <= _LARGEST) & (value != nodata)
        part = (value - low) / width
        known += is_known
        below += is_known & (part < -_TOLERANCE)
        above += is_known & (part > 1.0 + _TOLERANCE)
        part = 0.0 if part < 0.0 else part
        part = 1.0 if part > 1.0 else part
        parts[column] = part if is_known else np.nan
        values[column] = value
    seen[0] += len(line) - known
    seen[1] += below
    seen[2] += above


@compiled
def _add_bands(line: NDArray[np.float32], exposed: Floats, limits: Floats, bands: Floats) -> None:
    """Add the cells of each band, and what is exposed in them."""
    # Cells at or above each limit; what is in a band is the difference of two of them.
    last = len(limits)
    for one in range(last + 1):
        limit = limits[one - 1] if one else -1.0
        count, amount = 0, 0.0
        for column in range(len(line)):
            is_above = line[column] >= limit
            count += is_above
            amount += exposed[column] if is_above else 0.0
        bands[one + 1, 0] += count
        bands[one + 1, 1] += amount
        bands[one, 0] -= count if one else 0
        bands[one, 1] -= amount if one else 0.0
        if not one:
            bands[0, 0] += len(line) - count


@compiled
def _add_squares(line: NDArray[np.float32], side: int, squares: Floats) -> None:
    """Add a row to a row of squares of the picture."""
    for square in range(len(squares)):
        total, count = 0.0, 0
        for column in range(square * side, min((square + 1) * side, len(line))):
            value = np.float64(line[column])
            is_known = value == value
            total += value if is_known else 0.0
            count += is_known
        squares[square, 0] += total
        squares[square, 1] += count
