"""Whether a layer lies where the city lies."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from localgoals.ingest.crs import WGS84, Extent, degrees_of, reproject
from localgoals.ingest.faults import problem
from localgoals.ingest.layers import Floats, Geometries, Grid
from localgoals.model.problem import Problem

# A layer may surround the city by the city's own size, and by some ten kilometres in any case.
_LEAST_MARGIN_DEGREES = 0.1


def far_points(x: Floats, y: Floats, crs: CRS, home: Extent, where: str) -> list[Problem]:
    """
    Find a layer of points of which none is in or near the city.

    Parameters
    ----------
    x, y, crs
        The points and their system.
    home
        The city's extent. [degrees]
    where
        The resource, for the problem.
    """
    if not len(x):
        return []
    lon, lat = reproject(x, y, crs, WGS84)
    if _near(lon, lat, home).any():
        return []
    if _near(lat, lon, home).any():
        return [problem("axes-swapped", where)]
    known = np.isfinite(lon) & np.isfinite(lat)
    if not known.any():
        return [
            problem(
                "crs-contradicts", where, x=f"{x[0]:g}", y=f"{y[0]:g}", crs=crs.to_string()[:60]
            )
        ]
    return [_far(float(np.median(lon[known])), float(np.median(lat[known])), home, where)]


def far_shapes(geometry: Geometries, crs: CRS, home: Extent, where: str) -> list[Problem]:
    """Find a layer of areas of which none is in or near the city."""
    west, south, east, north = shapely.bounds(geometry).T
    extent = degrees_of(np.concatenate([west, east]), np.concatenate([south, north]), crs)
    if extent is not None and _overlap(extent, home):
        return []
    return far_points((west + east) / 2, (south + north) / 2, crs, home, where)


def far_grid(grid: Grid, home: Extent, where: str) -> list[Problem]:
    """Find a raster that does not touch the city."""
    rows, columns = grid.values.shape
    # Points along the edges: the sides of a projected grid are curves in degrees.
    along = np.linspace(0, 1, 21)
    x = grid.transform.c + grid.transform.a * columns * np.concatenate(
        [along, along, 0 * along, 0 * along + 1]
    )
    y = grid.transform.f + grid.transform.e * rows * np.concatenate(
        [0 * along, 0 * along + 1, along, along]
    )
    extent = degrees_of(x, y, grid.crs)
    if extent is not None and _overlap(extent, home):
        return []
    return far_points(x, y, grid.crs, home, where)


def _near(lon: Floats, lat: Floats, home: Extent) -> NDArray[np.bool_]:
    west, south, east, north = _enlarged(home)
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _overlap(one: Extent, home: Extent) -> bool:
    west, south, east, north = _enlarged(home)
    return one[0] <= east and one[2] >= west and one[1] <= north and one[3] >= south


def _enlarged(home: Extent) -> Extent:
    west, south, east, north = home
    margin = max(_LEAST_MARGIN_DEGREES, east - west, north - south)
    return west - margin, south - margin, east + margin, north + margin


def _far(lon: float, lat: float, home: Extent, where: str) -> Problem:
    west, south, east, north = home
    return problem(
        "far-outside", where,
        lon=f"{lon:.2f}", lat=f"{lat:.2f}",
        city_lon=f"{(west + east) / 2:.2f}", city_lat=f"{(south + north) / 2:.2f}",
    )  # fmt: skip
