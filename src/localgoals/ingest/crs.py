"""The metric coordinate reference system that a city is measured in."""

from __future__ import annotations

import numpy as np
from pyproj import CRS, Transformer

from localgoals.errors import BadInput
from localgoals.ingest.layers import Floats
from localgoals.model.text import Message

WGS84 = CRS.from_epsg(4326)
_WIDE_DEGREES = 6.0
# UTM is defined between 80° south and 84° north.
_UTM_SOUTH, _UTM_NORTH = -80.0, 84.0

Extent = tuple[float, float, float, float]
"""West, south, east, north."""


def metric_crs(west: float, south: float, east: float, north: float) -> CRS:
    """
    Choose the coordinate reference system that distances and areas in an extent are measured in.

    The UTM zone of the centre; a Lambert azimuthal equal-area projection centred on the extent
    where it spans more than 6° of longitude or lies beyond the latitudes of UTM.

    Parameters
    ----------
    west, south, east, north
        The extent. [degrees, WGS 84]

    Raises
    ------
    BadInput
        When the extent is not one in degrees.

    References
    ----------
    NGA (2014), The Universal Grids and the Transverse Mercator and Polar Stereographic Map
    Projections, NGA.SIG.0012_2.0.0_UTMUPS.

    Examples
    --------
    >>> metric_crs(-84.65, 38.97, -84.42, 39.13).to_epsg()
    32616
    """
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadInput(
            Message(
                "An extent in degrees is needed, not {west:g}, {south:g}, {east:g}, {north:g}.",
                {"west": west, "south": south, "east": east, "north": north},
            )
        )
    longitude, latitude = (west + east) / 2, (south + north) / 2
    if east - west > _WIDE_DEGREES or south < _UTM_SOUTH or north > _UTM_NORTH:
        return CRS.from_proj4(
            f"+proj=laea +lat_0={latitude:.4f} +lon_0={longitude:.4f} "
            "+datum=WGS84 +units=m +no_defs"
        )
    zone = min(int((longitude + 180) // 6) + 1, 60)
    return CRS.from_epsg((32600 if latitude >= 0 else 32700) + zone)


def reproject(x: Floats, y: Floats, source: CRS, target: CRS) -> tuple[Floats, Floats]:
    """Move coordinates from one system to another, x (east) before y (north) in both."""
    if source == target:
        return x, y
    moved = Transformer.from_crs(source, target, always_xy=True).transform(x, y)
    return np.asarray(moved[0], dtype=np.float64), np.asarray(moved[1], dtype=np.float64)


def degrees_of(x: Floats, y: Floats, crs: CRS) -> Extent | None:
    """Give the extent of points in degrees; None when no point has a place on Earth."""
    lon, lat = reproject(x, y, crs, WGS84)
    known = np.isfinite(lon) & np.isfinite(lat)
    if not known.any():
        return None
    lon, lat = lon[known], lat[known]
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def look_like_degrees(x: Floats, y: Floats) -> bool:
    """Tell whether every coordinate could be a longitude and a latitude."""
    return bool(np.nanmax(np.abs(x)) <= 180 and np.nanmax(np.abs(y)) <= 90)
