"""Geometry written as SVG paths: projected onto a sheet once, simplified, rounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from localgoals.ingest.layers import Floats, Geometries

__all__ = [
    "SHEET_UNITS",
    "Sheet",
    "area_path",
    "dot_path",
    "line_path",
    "simplified_coverage",
    "square_path",
]

SHEET_UNITS = 4000
"""Width of a sheet in drawing units: a tenth of a point where a map is shown largest."""

# Two units are a quarter of a millimetre on an A4 page: less than the width of the lines.
_TOLERANCE_UNITS = 2.5
_SMALLEST_RING_UNITS2 = 24.0


@dataclass(frozen=True)
class Sheet:
    """The paper that a map is drawn on, and how metres become drawing units; y runs down."""

    west: float
    north: float
    units_per_m: float
    height: int

    @classmethod
    def around(cls, west: float, south: float, east: float, north: float) -> Sheet:
        """Lay a sheet around an extent in metres, at most a seventh higher than it is wide."""
        width_m, height_m = max(east - west, 1.0), max(north - south, 1.0)
        sheet_m = max(width_m, height_m / 1.15) * 1.04
        units_per_m = float(SHEET_UNITS / sheet_m)
        margin_m = 0.02 * sheet_m
        return cls(
            west=float((west + east) / 2 - sheet_m / 2),
            north=float(north + margin_m),
            units_per_m=units_per_m,
            height=int(np.ceil((height_m + 2 * margin_m) * units_per_m)),
        )

    @property
    def width_m(self) -> float:
        """Width of the sheet in metres."""
        return SHEET_UNITS / self.units_per_m

    def place(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Turn metres into drawing units."""
        return (x - self.west) * self.units_per_m, (self.north - y) * self.units_per_m

    def project(self, geometry: Geometries) -> Geometries:
        """Turn geometries in metres into geometries in drawing units."""
        scale = self.units_per_m

        def to_units(points: Floats) -> Floats:
            return np.column_stack(
                [(points[:, 0] - self.west) * scale, (self.north - points[:, 1]) * scale]
            )

        projected: Geometries = shapely.transform(geometry, to_units)
        return projected


def simplified_coverage(polygons: Geometries) -> Geometries:
    """
    Simplify polygons that lie side by side, in drawing units, so that shared borders stay shared.

    Where they do not quite meet, each border is simplified by itself.
    """
    if not len(polygons):
        return polygons
    simplified: Geometries = shapely.coverage_simplify(polygons, _TOLERANCE_UNITS)
    empty = shapely.is_empty(simplified)
    return np.where(empty, polygons, simplified)


def area_path(geometry: Any) -> str:
    """Write the rings of a (multi)polygon as one path, without specks unless all of it is one."""
    rings = shapely.get_rings(_polygons(geometry))
    if not len(rings):
        return ""
    areas = shapely.area(shapely.polygons(rings))
    kept = rings[areas >= min(_SMALLEST_RING_UNITS2, float(areas.max()))]
    return "".join(f"{_steps(shapely.get_coordinates(ring)[:-1])}z" for ring in kept)


def _polygons(geometry: Any) -> Geometries:
    """Take a polygon, a multipolygon or a collection of them apart."""
    parts: Geometries = shapely.get_parts(shapely.get_parts(geometry))
    return parts


def line_path(lines: Iterable[Any]) -> str:
    """Write lines as one path."""
    parts: Sequence[Any] = shapely.get_parts(np.asarray(list(lines), dtype=object))
    return "".join(_steps(shapely.get_coordinates(part)) for part in parts)


def _steps(points: Floats) -> str:
    """Write points as one move and steps in whole units, without those that go nowhere."""
    whole = np.rint(points).astype(np.int64)
    moves = np.diff(whole, axis=0)
    moves = moves[np.any(moves != 0, axis=1)]
    steps = " ".join(f"{dx} {dy}" for dx, dy in moves.tolist()).replace(" -", "-")
    return f"M{whole[0, 0]} {whole[0, 1]}" + (f"l{steps}" if steps else "h0")


def dot_path(x: Floats, y: Floats) -> str:
    """Write points as one path of lines without length; a round line cap makes dots of them."""
    spots = sorted(
        {(int(left), int(top)) for left, top in zip(np.rint(x), np.rint(y), strict=True)}
    )
    return "".join(f"M{left} {top}h0" for left, top in spots)


def square_path(left: Floats, top: Floats, side: float) -> str:
    """
    Write square cells as one path; cells side by side in a row become one rectangle.

    Parameters
    ----------
    left, top
        Upper left corners in drawing units, on whole multiples of the side from the first one.
    side
        Side of a cell in drawing units.
    """
    if not len(left):
        return ""
    column = np.rint((left - left.min()) / side).astype(np.int64)
    row = np.rint((top - top.min()) / side).astype(np.int64)
    order = np.lexsort((column, row))
    column, row = column[order], row[order]
    starts = np.flatnonzero(np.r_[True, (np.diff(row) != 0) | (np.diff(column) != 1)])
    lengths = np.diff(np.r_[starts, len(column)])
    edges_x = np.rint(left.min() + np.arange(int(column.max()) + 2) * side).astype(np.int64)
    edges_y = np.rint(top.min() + np.arange(int(row.max()) + 2) * side).astype(np.int64)
    pieces = []
    for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
        first, line = column[start], row[start]
        x0, x1, y0, y1 = edges_x[first], edges_x[first + length], edges_y[line], edges_y[line + 1]
        pieces.append(f"M{x0} {y0}H{x1}V{y1}H{x0}z")
    return "".join(pieces)
