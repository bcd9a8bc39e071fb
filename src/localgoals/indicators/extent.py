"""The extent of a city whose pack gives no boundary: its urban centre, from a population grid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from localgoals.indicators.areas import reprojected
from localgoals.indicators.findings import Note
from localgoals.indicators.settlement import CODE, in_blocks, settlement_of
from localgoals.ingest.layers import Boundary, City, People
from localgoals.model.period import Period
from localgoals.model.text import Message
from localgoals.spatial.extent import largest_urban_centre
from localgoals.spatial.zones import zone_of

EXTENT_FOUND = Message(
    "The pack gives no boundary: the urban centre with the most people counts as the city, and "
    "people outside it are not counted."
)


def with_extent(city: City) -> tuple[City, tuple[Note, ...]]:
    """
    Give a city without a boundary the outline of its largest urban centre.

    Parameters
    ----------
    city
        A city; one with a boundary, or without a population grid, stays as it is.

    Returns
    -------
    city, notes
        With the outline from the latest grid, and only the people inside it.

    References
    ----------
    UN-Habitat (2021), metadata of SDG indicators 11.2.1, 11.3.1 and 11.7.1: cities are delimited by
    the Degree of Urbanisation.
    """
    outlines = (_outline(city, period) for period in sorted(city.population_grids, reverse=True))
    boundary = None if city.boundary is not None else next(filter(None, outlines), None)
    if boundary is None:
        return city, ()
    people = {period: _inside(one, boundary) for period, one in city.people.items()}
    return replace(city, boundary=boundary, people=people), (Note(CODE, None, EXTENT_FOUND),)


def _outline(city: City, period: Period) -> Boundary | None:
    grid, settlement = city.population_grids[period], settlement_of(city, period)
    assert settlement is not None, period
    rows, columns = settlement.classes.shape
    factors = (
        round(settlement.transform.e / grid.transform.e),
        round(settlement.transform.a / grid.transform.a),
    )
    population, _ = in_blocks(grid.values, grid.transform, factors=factors)
    assert population.shape == (rows, columns), (population.shape, settlement.classes.shape)
    outline = largest_urban_centre(settlement.classes, population, settlement.transform)
    if outline is None:
        return None
    moved = reprojected(np.array([outline]), source=settlement.crs, target=city.crs)
    return Boundary(moved[0], settlement.lineage)


def _inside(people: People, boundary: Boundary) -> People:
    inside: NDArray[np.bool_] = zone_of(people.x, people.y, np.array([boundary.geometry])) >= 0
    return replace(
        people,
        x=people.x[inside],
        y=people.y[inside],
        total=people.total[inside],
        groups={group: counts[inside] for group, counts in people.groups.items()},
        zones=tuple(zone[inside] for zone in people.zones),
    )
