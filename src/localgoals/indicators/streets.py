"""
Density of streets and of intersections (3.4-P3).

A street is what the catalogue's table `counts_as_street` says: of the ways that a person may walk
along, those named streets have, and not pavements, paths, stairs, drives or slip roads, which a map
may have or lack for reasons of its own.
"""

from __future__ import annotations

import numpy as np
import shapely

from localgoals.indicators.areas import area_polygons, levels_of
from localgoals.indicators.choices import draft, table
from localgoals.indicators.findings import Findings
from localgoals.indicators.missing import blank, latest_period, without
from localgoals.indicators.quality import grade
from localgoals.indicators.walking import Walk
from localgoals.ingest.layers import HIGHWAYS, City, Floats, Ints, Streets
from localgoals.model.observation import Observation
from localgoals.spatial.land import intersections_by_zone, length_by_zone

CODE = "3.4-P3"


def street_density(length_m: Floats, area_m2: Floats) -> Floats:
    """
    Length of streets for each square kilometre.

    Parameters
    ----------
    length_m
        Length of the streets inside each area. [m]
    area_m2
        Land of each area. [m², above 0]

    Returns
    -------
    density
        (length / 1000) / (area / 1e6). [km/km²]

    References
    ----------
    UN-Habitat (2013), Streets as Public Spaces and Drivers of Urban Prosperity, street density.

    Examples
    --------
    >>> import numpy as np
    >>> street_density(np.array([40_000.0]), np.array([2e6]))
    array([20.])
    """
    density: Floats = length_m / area_m2 * 1e3
    return density


def intersection_density(intersections: Floats, area_m2: Floats) -> Floats:
    """
    Street intersections for each square kilometre.

    Parameters
    ----------
    intersections
        Places where three or more street segments meet, in each area.
    area_m2
        Land of each area. [m², above 0]

    Returns
    -------
    density
        intersections / (area / 1e6). [1/km²]

    References
    ----------
    UN-Habitat (2013), Streets as Public Spaces and Drivers of Urban Prosperity, intersection
    density.

    Examples
    --------
    >>> import numpy as np
    >>> intersection_density(np.array([200.0]), np.array([2e6]))
    array([100.])
    """
    density: Floats = intersections / area_m2 * 1e6
    return density


def observe(city: City, walk: Walk) -> Findings:
    """
    Give both densities for the city and every district, from the pack's streets.

    Parameters
    ----------
    city, walk
        What the pack tells about the city, and its people on the walking network.
    """
    streets = city.streets
    if streets is None or not len(streets.start):
        return without(city, CODE, "streets")
    codes, polygons = area_polygons(city)
    if not codes:
        return blank(city, CODE, "no-resource", "boundary")
    area_m2 = shapely.area(polygons)
    ways = _ways(streets)
    by_series = {
        "street_density": street_density(length_by_zone(*ways, polygons), area_m2),
        "intersection_density": intersection_density(_intersections(city, ways), area_m2),
    }
    rows: list[Observation] = []
    quality = grade({"street-lines"} | ({"input-modelled"} if streets.lineage.modelled else set()))
    for series, values in by_series.items():
        kept = draft(CODE, series, latest_period(city), way="polygons", lineage=streets.lineage)
        rows += [
            kept.figure(code, value, quality=quality)
            for code, value in zip(codes, values.tolist(), strict=True)
        ]
    return Findings(tuple(rows))


Ways = tuple[Floats, Floats, Ints, Ints]
"""Coordinates of nodes, and the nodes that each segment joins."""


def _ways(streets: Streets) -> Ways:
    """Keep the segments that count as streets."""
    counts = table("counts_as_street")
    kept = np.array([counts[name] > 0 for name in HIGHWAYS])[streets.highway]
    return streets.x, streets.y, streets.start[kept], streets.end[kept]


def _intersections(city: City, ways: Ways) -> Floats:
    """Count intersections level by level, since the areas of different levels overlap."""
    counts = [intersections_by_zone(*ways, polygons) for _, polygons in levels_of(city)]
    return np.concatenate(counts).astype(np.float64)
