"""A table of where people live, with the places of each kind that they reach on foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from localgoals.errors import BadInput
from localgoals.indicators.choices import parameter
from localgoals.ingest.layers import City, Floats, People
from localgoals.model.period import Period
from localgoals.model.text import Message
from localgoals.spatial.network import Snapped, WalkNetwork, snap, walk_network
from localgoals.spatial.opportunities import Opportunities, reachable
from localgoals.spatial.reach import distance_by_kind

EXCHANGE_CRS = "EPSG:4326"
STOP = "stop"
"""The kind of a stop of public transport, beside the kinds of amenities."""

Form = Callable[[geopandas.GeoDataFrame, Path], None]


@dataclass(frozen=True, eq=False)
class WithinAWalk:
    """What people reach on foot: one row for each point where people live."""

    period: Period
    """Of the people."""
    points: geopandas.GeoDataFrame
    """
    In longitude and latitude, in the order of the pack. Columns: people; then `<kind>_within`, how
    many places of the kind lie within the limit, and `<kind>_nearest_m`, how far the nearest is.
    Null where a point is too far from every street, or no place of the kind is within the limit.
    """
    places: dict[str, int]
    """Kind to the number of its places."""
    places_off_streets: int
    """Places too far from every street, which count nowhere."""
    points_off_streets: int
    """Points too far from every street, for which nothing is known."""


def within_a_walk(
    city: City, *, limit_m: float, period: Period | None = None, threads: int = 1
) -> WithinAWalk:
    """
    Count the places of each kind that people reach along the streets.

    Places are amenities by kind, and stops of public transport. People and places stand on the
    nearest point of the nearest street, as for the indicators; the way there is not counted.

    Parameters
    ----------
    city
        With people, streets, and amenities or stops.
    limit_m
        How far people walk, inclusive. [m]
    period
        Of the people; the newest if not given.
    threads
        How many searches to do at a time.

    Raises
    ------
    BadInput
        When the city lacks one of these layers, or people of the period.
    """
    chosen, people = _people(city, period)
    network = _network(city)
    x, y, kind = _places(city)
    at = snap(network, x, y, within_m=parameter("snap_limit_places_m"))
    homes = snap(network, people.x, people.y, within_m=parameter("snap_limit_people_m"))
    kinds = sorted(set(kind.tolist()))
    amounts = np.stack([kind == one for one in kinds], axis=1).astype(np.float64)
    count = reachable(network, homes, Opportunities(at, amounts), limit_m=limit_m, threads=threads)
    by_kind = [_only(at, kind == one) for one in kinds]
    nearest_m = distance_by_kind(network, homes, by_kind, limit_m=limit_m, threads=threads)
    return WithinAWalk(
        chosen,
        _table(people, kinds, count, nearest_m, city.crs),
        {one: int((kind == one).sum()) for one in kinds},
        int((at.segment < 0).sum()),
        int((homes.segment < 0).sum()),
    )


def _write_csv(points: geopandas.GeoDataFrame, path: Path) -> None:
    """Write places as two columns, to some 10 cm."""
    table = pd.DataFrame(points.drop(columns="geometry"))
    table.insert(0, "longitude", points.geometry.x.round(6))
    table.insert(1, "latitude", points.geometry.y.round(6))
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _write_parquet(points: geopandas.GeoDataFrame, path: Path) -> None:
    points.to_parquet(path, index=False, compression="zstd", schema_version="1.1.0")


FORMS: dict[str, Form] = {".csv": _write_csv, ".parquet": _write_parquet}
"""Ending of a file to what writes the points into it: a table, or GeoParquet."""


def _people(city: City, period: Period | None) -> tuple[Period, People]:
    if not city.people:
        raise BadInput(Message("The pack has no people. Add a file with the role population."))
    chosen = max(city.people) if period is None else period
    if chosen not in city.people:
        periods = ", ".join(map(str, sorted(city.people)))
        parts: dict[str, object] = {"period": chosen, "periods": periods}
        raise BadInput(Message("The pack has no people of {period}, but of {periods}.", parts))
    return chosen, city.people[chosen]


def _network(city: City) -> WalkNetwork:
    streets = city.streets
    if streets is None or not len(streets.start):
        raise BadInput(Message("The pack has no streets. Add a file with the role streets."))
    return walk_network(streets.x, streets.y, streets.start, streets.end)


def _places(city: City) -> tuple[Floats, Floats, NDArray[np.str_]]:
    """Give all amenities and stops, and the kind of each."""
    layers = []
    if city.amenities is not None:
        layers.append((city.amenities.x, city.amenities.y, city.amenities.kind))
    if city.stops is not None:
        layers.append((city.stops.x, city.stops.y, np.full(len(city.stops.x), STOP)))
    if not any(len(kind) for _, _, kind in layers):
        raise BadInput(
            Message(
                "The pack has neither amenities nor stops. Add a file with the role amenities, or "
                "one with the role transit."
            )
        )
    x, y, kind = (np.concatenate(parts) for parts in zip(*layers, strict=True))
    return x, y, kind


def _only(places: Snapped, chosen: NDArray[np.bool_]) -> Snapped:
    return Snapped(places.segment[chosen], places.along_m[chosen], places.away_m[chosen])


def _table(
    people: People, kinds: list[str], count: Floats, nearest_m: Floats, crs: CRS
) -> geopandas.GeoDataFrame:
    columns: dict[str, object] = {"people": people.total}
    for column, kind in enumerate(kinds):
        columns[f"{kind}_within"] = pd.Series(count[:, column]).astype("Int64")
        metres = np.where(np.isfinite(nearest_m[:, column]), nearest_m[:, column], np.nan)
        columns[f"{kind}_nearest_m"] = np.round(metres, 1)
    geometry = geopandas.points_from_xy(people.x, people.y)
    return geopandas.GeoDataFrame(columns, geometry=geometry, crs=crs).to_crs(EXCHANGE_CRS)
