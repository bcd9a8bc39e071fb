"""
The nearest segment to a point, by a grid.

Each cell of the grid lists the segments that pass through it. Around a point, rings of cells are
looked at until no cell farther out can hold a nearer segment.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Places = NDArray[np.int64]

# So many cells for each segment, or their lists would take more memory than the segments.
_CELLS_PER_SEGMENT = 2.0
# Where roundings could hide what lies on the border of a cell, a little more is looked at.
_HAIR = 1e-6


class Segments(NamedTuple):
    """Where each of m segments starts and ends, in a metric CRS; none without length."""

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats


class Layout(NamedTuple):
    """How cells lie: column by column from west to east, row by row from south to north."""

    west: float
    south: float
    cell_m: float
    columns: int
    rows: int


class SegmentGrid(NamedTuple):
    """Which segments pass through each cell."""

    layout: Layout
    first: Places
    """Where the list of each cell begins in `listed`; one more than there are cells."""
    listed: Ints
    """The lists, cell after cell, each in the order of the segments."""


def segment_grid(segments: Segments) -> SegmentGrid:
    """Lay a grid over segments, with about one segment in a cell."""
    count = len(segments.x0)
    if not count:
        return SegmentGrid(
            Layout(0.0, 0.0, 1.0, 0, 0), np.zeros(1, np.int64), np.empty(0, np.int32)
        )
    west, wide = _stretch(segments.x0, segments.x1)
    south, tall = _stretch(segments.y0, segments.y1)
    length_m = np.hypot(segments.x1 - segments.x0, segments.y1 - segments.y0)
    cell_m = max(
        float(np.minimum(length_m, wide + tall).mean()),
        (wide * tall / (_CELLS_PER_SEGMENT * count)) ** 0.5,
        # A network that is one long line has no area, and yet must not have endless cells.
        (wide + tall) / (_CELLS_PER_SEGMENT * count),
        float(length_m.min()),
    )
    layout = Layout(west, south, cell_m, int(wide / cell_m) + 1, int(tall / cell_m) + 1)
    first = np.zeros(layout.columns * layout.rows + 1, np.int64)
    _visit(segments, layout, first[1:], np.empty(0, np.int32))
    first = np.cumsum(first)
    listed = np.empty(first[-1], np.int32)
    _visit(segments, layout, first[:-1].copy(), listed)
    return SegmentGrid(layout, first, listed)


def _stretch(start: Floats, end: Floats) -> tuple[float, float]:
    """
    Give where cells begin, and how far they go: from the first to the last segment.

    What lies farther out than almost all is wide counts for nothing here, or a single street at the
    origin of the map would make every cell as large as a city.
    """
    low, high = np.quantile(start, [0.01, 0.99]).tolist()
    first = max(float(min(start.min(), end.min())), low - (high - low))
    last = min(float(max(start.max(), end.max())), high + (high - low))
    return first, last - first


@compiled
def _visit(segments: Segments, layout: Layout, place: Places, listed: Ints) -> None:
    """
    Go through the cells that each segment passes, row by row of the grid.

    Cells at the border of the grid reach outwards without end. With an empty `listed`, cells are
    counted in `place`; else segments are put where `place` says, which moves on.
    """
    last_row, last_column = layout.rows - 1.0, layout.columns - 1.0
    hair = _HAIR * layout.cell_m
    for one in range(len(segments.x0)):
        x, y, to_x, to_y = segments.x0[one], segments.y0[one], segments.x1[one], segments.y1[one]
        if y > to_y:
            x, y, to_x, to_y = to_x, to_y, x, y
        bottom = int(min(max((y - layout.south) / layout.cell_m, 0.0), last_row))
        top = int(min(max((to_y - layout.south) / layout.cell_m, 0.0), last_row))
        slope = (to_x - x) / (to_y - y) if to_y > y else 0.0
        for row in range(bottom, top + 1):
            enters, leaves = x, to_x
            if row > bottom:
                enters = x + slope * (layout.south + row * layout.cell_m - y)
            if row < top:
                leaves = x + slope * (layout.south + (row + 1) * layout.cell_m - y)
            # A hair more on both sides, since where it crosses a row is rounded.
            left = (min(enters, leaves) - hair - layout.west) / layout.cell_m
            right = (max(enters, leaves) + hair - layout.west) / layout.cell_m
            left, right = min(max(left, 0.0), last_column), min(max(right, 0.0), last_column)
            for column in range(int(left), int(right) + 1):
                cell = row * layout.columns + column
                if len(listed):
                    listed[place[cell]] = one
                place[cell] += 1


@compiled
def cell_order(x: Floats, y: Floats, layout: Layout) -> Places:
    """
    Give the order of points cell by cell, so that neighbours find what they look at in the cache.

    Points outside the grid go with its border. Within a cell the order stays.

    Parameters
    ----------
    x, y
        Points; finite. [m]
    layout
        Of the cells.
    """
    cell = np.empty(len(x), np.int32)
    place = np.zeros(layout.columns * layout.rows + 1, np.int64)
    for point in range(len(x)):
        column = min(max((x[point] - layout.west) / layout.cell_m, 0.0), layout.columns - 1.0)
        row = min(max((y[point] - layout.south) / layout.cell_m, 0.0), layout.rows - 1.0)
        cell[point] = int(row) * layout.columns + int(column)
        place[cell[point] + 1] += 1
    place = np.cumsum(place)
    order = np.empty(len(x), np.int64)
    for point in range(len(x)):
        order[place[cell[point]]] = point
        place[cell[point]] += 1
    return order


@compiled
def nearest_segments(
    x: Floats, y: Floats, segments: Segments, grid: SegmentGrid, within_m: float
) -> Ints:
    """
    Find the first of the nearest segments of each point.

    Parameters
    ----------
    x, y
        Points; finite. [m]
    segments
        At least one.
    grid
        Of these segments.
    within_m
        How far to look. [m]

    Returns
    -------
    nearest
        Index of a segment; -1 where none was found, or one that is farther than `within_m`.
    """
    west, south, cell_m, columns, rows = grid.layout
    nearest = np.empty(len(x), np.int32)
    for point in cell_order(x, y, grid.layout):
        # Rings go round the place in the grid that is nearest to the point, for most itself. What
        # lies so many cells away from there is no nearer to the point.
        from_x = min(max(x[point], west), west + columns * cell_m)
        from_y = min(max(y[point], south), south + rows * cell_m)
        column = min(int((from_x - west) / cell_m), columns - 1)
        row = min(int((from_y - south) / cell_m), rows - 1)
        # How far that is from the border of its own cell: rings are that much nearer.
        in_x, in_y = from_x - (west + column * cell_m), from_y - (south + row * cell_m)
        margin = min(min(in_x, cell_m - in_x), min(in_y, cell_m - in_y)) - _HAIR * cell_m
        ring, last = 0, max(max(column, columns - 1 - column), max(row, rows - 1 - row))
        so_far = (inf, -1)
        while ring <= last:
            reach = max((ring - 1) * cell_m + margin, 0.0) if ring else 0.0
            # A hair less, as it is rounded, and the first of two equally near ones must be seen.
            reach *= 1.0 - _HAIR
            if reach > within_m or reach * reach > so_far[0]:
                break
            for there in range(max(row - ring, 0), min(row + ring, rows - 1) + 1):
                # A ring is two whole rows, and the ends of those between.
                step = 1 if there == row - ring or there == row + ring else 2 * ring
                for here in range(column - ring, column + ring + 1, max(step, 1)):
                    if 0 <= here < columns:
                        cell = there * columns + here
                        listed = grid.listed[grid.first[cell] : grid.first[cell + 1]]
                        so_far = _nearer(x[point], y[point], segments, listed, so_far)
            ring += 1
        nearest[point] = so_far[1]
    return nearest


@compiled
def _nearer(
    x: float, y: float, segments: Segments, listed: Ints, so_far: tuple[float, int]
) -> tuple[float, int]:
    """Hold the segments of a cell against the best so far: its squared distance, and its index."""
    best, found = so_far
    for one in listed:
        along_x, along_y = segments.x1[one] - segments.x0[one], segments.y1[one] - segments.y0[one]
        from_x, from_y = x - segments.x0[one], y - segments.y0[one]
        share = (from_x * along_x + from_y * along_y) / (along_x * along_x + along_y * along_y)
        if share >= 1.0:
            from_x, from_y = x - segments.x1[one], y - segments.y1[one]
        elif share > 0.0:
            from_x, from_y = from_x - share * along_x, from_y - share * along_y
        away = from_x * from_x + from_y * from_y
        if away < best or (away == best and one < found):
            best, found = away, one
    return best, found
