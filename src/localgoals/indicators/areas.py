"""The areas that figures are about, and sums of people in each of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from scipy.sparse import csr_array

from localgoals.ingest.layers import City, Floats, Geometries, Ints
from localgoals.spatial.borders import Borders, borders_of

Pieces = NDArray[np.int64]


@dataclass(frozen=True)
class Areas:
    """
    The city and every district of every level, and which points lie in which.

    Points that share their districts at every level form a piece, so that a sum over hundreds of
    thousands of points is made once, and the sums by district are made from a few thousand pieces.
    """

    codes: tuple[str, ...]
    """The city's own code first, then the districts' codes, level by level."""
    piece: Pieces
    """The piece that each point belongs to."""
    members: csr_array
    """1 where a piece (column) lies in an area (row)."""

    def sums(self, weights: Floats, *, where: NDArray[np.bool_] | None = None) -> Floats:
        """
        Add up the weights of the points in each area.

        Parameters
        ----------
        weights
            One number for each point; none may be NaN.
        where
            The points to add up; all of them when it is not given.

        Returns
        -------
        sums
            One for each of `codes`.
        """
        count = self.members.shape[1]
        if where is None:
            by_piece = np.bincount(self.piece, weights, minlength=count)
        else:
            here = np.flatnonzero(where)
            by_piece = np.bincount(self.piece[here], weights[here], minlength=count)
        total: Floats = self.members @ by_piece
        return total


def area_codes(city: City) -> tuple[str, ...]:
    """List the city's own code, and the codes of its districts level by level."""
    return (city.code, *(code for districts in city.districts for code in districts.codes))


def areas_of(city: City, zones: Sequence[Ints], *, points: int) -> Areas:
    """
    Find the pieces that the levels together cut the points into.

    Parameters
    ----------
    city
        Whose districts are meant.
    zones
        For each level, the district of each point, or -1.
    points
        How many points there are.

    Raises
    ------
    AssertionError
        When there is not one array of zones for each level.
    """
    assert len(zones) == len(city.districts), (len(zones), len(city.districts))
    piece = np.zeros(points, dtype=np.int64)
    for zone, districts in zip(zones, city.districts, strict=True):
        # Numbered afresh at every level, so that the keys never outgrow an integer.
        piece = pd.factorize(piece * (len(districts.codes) + 1) + zone + 1)[0]
    count = int(piece.max()) + 1 if points else 1
    first = np.zeros(count, dtype=np.int64)
    first[piece[::-1]] = np.arange(points)[::-1]
    return Areas(
        area_codes(city),
        piece,
        _members(city, [zone[first] for zone in zones] if points else [], count),
    )


def _members(city: City, zones: Sequence[Ints], count: int) -> csr_array:
    """Make the table of areas and pieces; the city's own row holds every piece."""
    rows, columns = [np.zeros(count, dtype=np.int64)], [np.arange(count)]
    before = 1
    for zone, districts in zip(zones, city.districts, strict=bool(zones)):
        inside = np.flatnonzero(zone >= 0)
        rows.append(zone[inside].astype(np.int64) + before)
        columns.append(inside)
        before += len(districts.codes)
    row, column = np.concatenate(rows), np.concatenate(columns)
    shape = (len(area_codes(city)), count)
    return csr_array((np.ones(len(row)), (row, column)), shape=shape)


def levels_of(city: City) -> Iterator[tuple[tuple[str, ...], Geometries]]:
    """
    Give the codes and polygons of each level: the city, then its districts, coarse ones first.

    The city's own polygon is its boundary, else all districts of the coarsest level together;
    without either, the city has none and nothing is given.
    """
    whole = np.empty(1, dtype=object)
    if city.boundary is not None:
        whole[0] = city.boundary.geometry
    elif city.districts:
        whole[0] = shapely.union_all(city.districts[0].geometry)
    else:
        return
    yield (city.code,), whole
    for districts in city.districts:
        yield districts.codes, districts.geometry


def area_polygons(city: City) -> tuple[tuple[str, ...], Geometries]:
    """Give the codes and polygons of the city and of every district, which overlap."""
    levels = list(levels_of(city))
    if not levels:
        return (), np.empty(0, dtype=object)
    return tuple(code for codes, _ in levels for code in codes), np.concatenate(
        [part for _, part in levels]
    )


def reprojected(geometry: Geometries, *, source: CRS, target: CRS) -> Geometries:
    """
    Give geometries in another CRS, with longitude or easting first.

    Parameters
    ----------
    geometry
        Shapely geometries in `source`.
    source, target
        The CRS that they have, and the one that they get.
    """
    if source == target:
        return geometry
    change = Transformer.from_crs(source, target, always_xy=True)
    moved: Geometries = shapely.transform(
        geometry, lambda x, y: change.transform(x, y), interleaved=False
    )
    return moved


class AreaBorders:
    """The borders of a city and its districts on grids, cut once for all grids of one layout."""

    def __init__(self, city: City) -> None:
        self.codes, self._polygons = area_polygons(city)
        self._crs = city.crs
        self._cut: list[tuple[CRS, Affine, Borders]] = []

    def on(self, shape: tuple[int, int], transform: Affine, crs: CRS) -> Borders:
        """
        Give the borders on a grid.

        Parameters
        ----------
        shape
            Rows and columns of the grid.
        transform
            From (column, row) to coordinates, without rotation.
        crs
            The grid's own.
        """
        for its_crs, its_transform, borders in self._cut:
            if (its_transform, borders.shape) == (transform, shape) and its_crs == crs:
                return borders
        there = reprojected(self._polygons, source=self._crs, target=crs)
        borders = borders_of(there, transform, shape)
        self._cut.append((crs, transform, borders))
        return borders
