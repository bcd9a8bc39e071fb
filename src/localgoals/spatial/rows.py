"""
What pieces of border contribute, row by row: the loops of `sweep`.

Of each row the sums west of every eighth cell are kept. A piece of border needs one of them, and
the few cells between it and its own column. Cells without a value count 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.borders import Floats, Places, Records
from localgoals.spatial.compiled import compiled

Values = NDArray[Any]
Bytes = NDArray[np.uint8]
Codes = NDArray[np.unsignedinteger[Any]]

_BLOCK = 64
_LARGEST = np.finfo(np.float64).max


@compiled
def add_rows(values: Values, nodata: float, first: Places, pieces: Records, held: Floats) -> None:
    """
    Add what the pieces of border in each row contribute.

    Parameters
    ----------
    values
        Some rows of a grid.
    nodata
        The value of cells without one, besides NaN and infinite ones.
    first, pieces
        The pieces of these rows, as `Borders` has them.
    held
        By zone: the sum of values, the cells with one, and the amounts that were added or taken
        away to find the sum, (zones, 3).
    """
    columns = values.shape[1]
    blocks = (columns + 7) // 8
    amount, known = np.zeros(blocks * 8), np.zeros(blocks * 8)
    amounts, counts = np.zeros(blocks + 1), np.zeros(blocks + 1)
    for row in range(values.shape[0]):
        if first[row] == first[row + 1]:
            continue
        line = values[row]
        missing = 0
        for column in range(columns):
            value = np.float64(line[column])
            is_known = (abs(value) <= _LARGEST) & (value != nodata)
            amount[column] = value if is_known else 0.0
            missing += not is_known
        _keep_sums(amount, amounts)
        if missing:
            for column in range(columns):
                value = np.float64(line[column])
                known[column] = (abs(value) <= _LARGEST) & (value != nodata)
            _keep_sums(known, counts)
        for one in range(first[row], first[row + 1]):
            piece = pieces[one]
            low, high = min(piece["start"], piece["end"]), max(piece["start"], piece["end"])
            part = piece["step"] * _mean(amount, amounts, low, high)
            west = _mean(known, counts, low, high) if missing else _within(low, high, columns)
            held[piece["zone"], 0] += part
            held[piece["zone"], 1] += piece["step"] * west
            held[piece["zone"], 2] += abs(part)


@compiled
def add_weighted(
    values: Values,
    weights: Values,
    nodata: tuple[float, float],
    borders: tuple[Places, Records],
    held: Floats,
) -> None:
    """
    Add as `add_rows` does, with values times weights, and weights.

    Parameters
    ----------
    values, weights
        Some rows of two grids.
    nodata
        Of values and of weights.
    borders
        Where the pieces of these rows begin, and the pieces.
    held
        By zone: values times weights, weights, and the amounts that were added or taken away to
        find each, (zones, 4).
    """
    first, pieces = borders
    columns = values.shape[1]
    blocks = (columns + 7) // 8
    amount, weight = np.zeros(blocks * 8), np.zeros(blocks * 8)
    amounts, sums = np.zeros(blocks + 1), np.zeros(blocks + 1)
    for row in range(values.shape[0]):
        if first[row] == first[row + 1]:
            continue
        line, heavy = values[row], weights[row]
        for column in range(columns):
            value, by = np.float64(line[column]), np.float64(heavy[column])
            is_known = (abs(value) <= _LARGEST) & (value != nodata[0])
            is_known &= (abs(by) <= _LARGEST) & (by != nodata[1])
            amount[column] = value * by if is_known else 0.0
            weight[column] = by if is_known else 0.0
        _keep_sums(amount, amounts)
        _keep_sums(weight, sums)
        for one in range(first[row], first[row + 1]):
            piece = pieces[one]
            low, high = min(piece["start"], piece["end"]), max(piece["start"], piece["end"])
            part = piece["step"] * _mean(amount, amounts, low, high)
            by_part = piece["step"] * _mean(weight, sums, low, high)
            held[piece["zone"], 0] += part
            held[piece["zone"], 1] += by_part
            held[piece["zone"], 2] += abs(part)
            held[piece["zone"], 3] += abs(by_part)


@compiled
def _keep_sums(cells: Floats, before: Floats) -> None:
    """Sum the cells west of every eighth one; the pairs of eight do not wait for each other."""
    eights = cells.reshape(len(before) - 1, 8)
    total = 0.0
    for block in range(len(eights)):
        a, b, c, d, e, f, g, h = eights[block]
        total += ((a + b) + (c + d)) + ((e + f) + (g + h))
        before[block + 1] = total


@compiled
def _mean(cells: Floats, before: Floats, low: float, high: float) -> float:
    """Average the sum to the west along a line that runs between two columns."""
    columns = len(cells)
    begin = int(min(max(low, 0.0), float(columns)))
    block = begin // 8
    total = before[block]
    for column in range(block * 8, begin):
        total += cells[column]
    for column in range(begin, _cells_begun(high, columns)):
        total += cells[column] * _within(low - column, high - column, 1)
    return float(total)


@compiled
def _cells_begun(high: float, columns: int) -> int:
    """Count the cells that begin west of a column, which may lie farther off than integers go."""
    return int(min(max(high, -1.0), columns - 1.0)) + 1


@compiled
def _within(low: float, high: float, wide: int) -> float:
    """Average u along a line from low to high, where no u counts less than 0 or more than wide."""
    if low >= 0.0 and high <= wide:
        return 0.5 * (low + high)
    if low >= wide:
        return float(wide)
    if high <= 0.0:
        return 0.0
    left, right = max(low, 0.0), min(high, float(wide))
    area = (right - left) * 0.5 * (left + right) + (high - right) * wide
    return area / (high - low)


@compiled
def add_classes(codes: Codes, kinds: Bytes, borders: tuple[Places, Records], held: Floats) -> None:
    """
    Add the cells of each kind that the pieces of border in each row contribute.

    Parameters
    ----------
    codes
        Some rows of a grid.
    kinds
        The kind that each code stands for.
    borders
        Where the pieces of these rows begin, and the pieces.
    held
        Cells of each zone by kind, (zones, kinds).
    """
    first, pieces = borders
    before = np.zeros(((codes.shape[1] + _BLOCK - 1) // _BLOCK + 1, held.shape[1]))
    for row in range(codes.shape[0]):
        if first[row] == first[row + 1]:
            continue
        line = codes[row]
        _keep_counts(line, kinds, before)
        for one in range(first[row], first[row + 1]):
            _add_kinds(line, kinds, before, pieces[one], held)


@compiled
def _keep_counts(line: Codes, kinds: Bytes, before: Floats) -> None:
    """Count the cells of each kind west of each block; four tallies do not wait for each other."""
    tallies = np.zeros((4, before.shape[1]))
    for block in range(1, len(before)):
        for column in range((block - 1) * _BLOCK, min(block * _BLOCK, len(line))):
            tallies[column & 3, kinds[line[column]]] += 1.0
        for one in range(before.shape[1]):
            before[block, one] = (tallies[0, one] + tallies[1, one]) + (
                tallies[2, one] + tallies[3, one]
            )


@compiled
def _add_kinds(line: Codes, kinds: Bytes, before: Floats, piece: Any, held: Floats) -> None:
    """Add the mean count of each kind to the west of a piece of border."""
    low, high = min(piece["start"], piece["end"]), max(piece["start"], piece["end"])
    columns = len(line)
    begin = int(min(max(low, 0.0), float(columns)))
    block = begin // _BLOCK
    for kind in range(held.shape[1]):
        held[piece["zone"], kind] += piece["step"] * before[block, kind]
    for column in range(block * _BLOCK, _cells_begun(high, columns)):
        west = _within(low - column, high - column, 1)
        held[piece["zone"], kinds[line[column]]] += piece["step"] * west
