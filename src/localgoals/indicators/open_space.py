"""Open public space (SDG 11.7.1): its share of the city, with streets, and who can walk to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from localgoals.indicators.areas import area_polygons
from localgoals.indicators.choices import draft, parameter, table
from localgoals.indicators.findings import Draft, Findings, ReachLayer, chain
from localgoals.indicators.missing import latest_period, without
from localgoals.indicators.quality import grade
from localgoals.indicators.shares import Reached, off_streets_notes, share_observations
from localgoals.indicators.walking import Places, Residents, Walk, distance_to_nearest, places
from localgoals.ingest.layers import HIGHWAYS, City, Floats, Geometries, Streets
from localgoals.model.lineage import Lineage
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.spatial.land import area_by_zone, entrances, strips

CODE = "11.7.1"


def share_of_land(open_space_m2: Floats, streets_m2: Floats, area_m2: Floats) -> Floats:
    """
    Share of the city that is open for public use: open public space and land of streets.

    Parameters
    ----------
    open_space_m2, streets_m2
        Land of open public spaces, and of streets outside of them; NaN where not known. [m², 0 or
        more]
    area_m2
        Area of the city or district. [m², above 0]

    Returns
    -------
    percent
        100 * (open space + streets) / area; NaN where a part is not known. [%]

    Notes
    -----
    The metadata gives "built-up area" here the meaning of the city as delimited, so the denominator
    is not the ground covered by buildings.

    References
    ----------
    UN-Habitat (2021), SDG indicator metadata 11.7.1, 4.c Method of computation.

    Examples
    --------
    >>> import numpy as np
    >>> share_of_land(np.array([12.0]), np.array([18.0]), np.array([100.0]))
    array([30.])
    """
    percent: Floats = 100 * (open_space_m2 + streets_m2) / area_m2
    return percent


def observe(city: City, walk: Walk) -> Findings:
    """
    Give the share of land open to the public, and of people within 400 m walk of it.

    Parameters
    ----------
    city, walk
        What the pack tells about the city, and its people on the walking network.
    """
    if city.open_space is None or not len(city.open_space.geometry):
        return without(city, CODE, "open-space")
    return _land(city) + _access(city, walk)


def _land(city: City) -> Findings:
    """
    Measure open space and street land in every area.

    Open spaces that overlap count once, and streets inside of an open space count as open space.
    """
    assert city.open_space is not None
    period = latest_period(city)
    lineage = city.open_space.lineage + _extent_lineage(city)
    codes, polygons = area_polygons(city)
    if not codes:
        starts = _starts(period, lineage)
        return Findings(
            tuple(one.gap(city.code, "no-resource", "boundary") for one in starts.values())
        )
    open_union = shapely.union_all(city.open_space.geometry)
    land = _Land(
        open_m2=area_by_zone(city.open_space.geometry, polygons),
        streets_m2=_street_land(city.streets, shapely.difference(polygons, open_union)),
        area_m2=shapely.area(polygons),
    )
    if city.streets is not None:
        lineage = lineage + city.streets.lineage
    doubts = {"area-for-extent"} | (
        {"input-modelled"} if city.open_space.lineage.modelled else set()
    )
    return Findings(tuple(_land_rows(city, codes, land, _starts(period, lineage), doubts)))


@dataclass(frozen=True)
class _Land:
    """Square metres of each area; the streets are NaN where the pack has none."""

    open_m2: Floats
    streets_m2: Floats
    area_m2: Floats


def _starts(period: Period, lineage: Lineage) -> dict[str, Draft]:
    series = ("share_of_built_up", "open_space", "streets")
    return {one: draft(CODE, one, period, way="polygons", lineage=lineage) for one in series}


def _land_rows(
    city: City, codes: tuple[str, ...], land: _Land, starts: dict[str, Draft], doubts: set[str]
) -> Iterator[Observation]:
    nothing = np.zeros(len(codes))
    by_series = {
        "share_of_built_up": (
            share_of_land(land.open_m2, land.streets_m2, land.area_m2),
            {"street-widths"},
        ),
        "open_space": (share_of_land(land.open_m2, nothing, land.area_m2), set()),
        "streets": (share_of_land(nothing, land.streets_m2, land.area_m2), {"street-widths"}),
    }
    for series, (percent, more) in by_series.items():
        quality = grade(doubts | more)
        if np.isnan(percent).all():
            yield starts[series].gap(city.code, "no-resource", "streets")
            continue
        for code, value in zip(codes, percent.tolist(), strict=True):
            # Rounding may add up to a little more than the ground there is.
            yield starts[series].figure(code, min(value, 100.0), quality=quality)


def _extent_lineage(city: City) -> Lineage:
    lineage = city.boundary.lineage if city.boundary is not None else Lineage()
    for districts in city.districts:
        lineage = lineage + districts.lineage
    return lineage


def _street_land(streets: Streets | None, polygons: Geometries) -> Floats:
    """
    Measure the ground in each polygon that streets cover, as wide as their class is.

    Ground counts once: a pavement that is mapped beside its street lies within the street's width,
    and so does most of a second carriageway.
    """
    if streets is None:
        return np.full(len(polygons), np.nan)
    width_of = table("street_width_m")
    width_m = np.array([width_of[name] for name in HIGHWAYS])[streets.highway]
    drawn = [
        strips(
            streets.x,
            streets.y,
            streets.start[width_m == width],
            streets.end[width_m == width],
            width_m=float(width),
        )
        for width in np.unique(width_m[width_m > 0])
    ]
    if not drawn:
        return np.zeros(len(polygons))
    return area_by_zone(np.concatenate(drawn), polygons)


def _access(city: City, walk: Walk) -> Findings:
    if not walk.residents:
        start = draft(CODE, "access_400m", latest_period(city), way="none", lineage=Lineage())
        return Findings((start.gap(city.code, "no-resource", "population"),))
    to = _entrances(city, walk)
    periods = (_in_period(city, walk, to, residents) for residents in walk.residents.values())
    return chain(periods) + off_streets_notes(CODE, walk)


def _entrances(city: City, walk: Walk) -> Places:
    """
    Put entrances along the edge of every open space.

    A point of the edge is an entrance where a street is as near as entrances are to each other: the
    far bank of a park by a river is no way in. A space without such a point has its edge put on the
    nearest street within the catalogue's limit, so that a park set back from the street can still
    be reached.
    """
    assert city.open_space is not None
    every_m = parameter("entrance_spacing_m")
    x, y, polygon = entrances(city.open_space.geometry, every_m=every_m)
    if walk.network is None:
        return places(walk, x, y)
    near = places(walk, x, y, within_m=every_m)
    assert near.snapped is not None
    reachable = np.zeros(len(city.open_space.geometry), dtype=np.bool_)
    reachable[polygon[near.snapped.segment >= 0]] = True
    kept = (near.snapped.segment >= 0) | ~reachable[polygon]
    return places(walk, x[kept], y[kept])


def _in_period(city: City, walk: Walk, to: Places, residents: Residents) -> Findings:
    assert city.open_space is not None
    limit_m = parameter("walk_limit_open_space_m")
    distance_m = distance_to_nearest(walk, residents, to, limit_m=limit_m)
    if walk.network is None:
        distance_m = np.where(_inside(city, residents), 0.0, distance_m)
    lineage = residents.people.lineage + city.open_space.lineage + walk.lineage
    doubts = walk.doubts | ({"input-modelled"} if city.open_space.lineage.modelled else frozenset())
    start = draft(CODE, "access_400m", residents.period, way=walk.way, lineage=lineage)
    reached = Reached(np.asarray(distance_m <= limit_m), doubts, residents.off_streets)
    people = residents.people
    layer = ReachLayer(
        CODE, "access_400m", residents.period, people.x, people.y, people.total, distance_m, limit_m
    )
    return Findings(tuple(share_observations(start, residents, reached)), (layer,))


def _inside(city: City, residents: Residents) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell who lives inside an open space, however far its edge is."""
    assert city.open_space is not None
    tree = shapely.STRtree(city.open_space.geometry)
    points = shapely.points(residents.people.x, residents.people.y)
    found = np.zeros(len(points), dtype=np.bool_)
    found[tree.query(points, predicate="intersects")[0]] = True
    return found
