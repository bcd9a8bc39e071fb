"""
The typed layers that readers make out of a pack's files, and the city that holds them.

Coordinates are metres in the city's metric CRS, except in a `Grid`, which keeps its own CRS so that
no count is resampled. A missing number is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS

from localgoals.model.lineage import Lineage
from localgoals.model.period import Period
from localgoals.model.text import Text

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Geometries = NDArray[np.object_]
"""An array of Shapely geometries."""


@dataclass(frozen=True)
class Grid:
    """A raster band: values of shape (rows, columns), NaN where there is no data."""

    values: Floats
    transform: Affine
    crs: CRS
    lineage: Lineage


@dataclass(frozen=True)
class Boundary:
    """The area that counts as the city, one valid (multi)polygon."""

    geometry: Any
    lineage: Lineage


@dataclass(frozen=True)
class Districts:
    """One division of the city into parts; a city may have several, coarse ones first."""

    level: str
    """A name for the division, as the city calls it: `borough`, `neighbourhood`."""
    codes: tuple[str, ...]
    names: tuple[Text, ...]
    geometry: Geometries
    lineage: Lineage


@dataclass(frozen=True)
class People:
    """
    Where people live in one period: n points with a number of people each.

    Points are addresses, lots, representative points of census polygons, or centres of grid cells.
    """

    x: Floats
    y: Floats
    total: Floats
    groups: Mapping[str, Floats]
    """`dimension=member`, such as `sex=female`, to the number of its people at each point."""
    zones: tuple[Ints, ...]
    """For each of the city's `Districts`, in order: the district of each point, or -1."""
    lineage: Lineage
    kind: str
    """`points`, `polygons` or `raster`: what the points stand for."""
    modelled_groups: frozenset[str] = frozenset()
    """Groups that were spread over the points from counts by district: estimates, not counts."""


@dataclass(frozen=True)
class Streets:
    """
    The walkable street segments: n nodes, m straight segments between them.

    `highway` is the index of each segment's OSM value in `HIGHWAYS`.
    """

    x: Floats
    y: Floats
    start: Ints
    end: Ints
    highway: NDArray[np.int8]
    lineage: Lineage


@dataclass(frozen=True)
class Stops:
    """Public transport stops: n points with their capacity class and level of service."""

    x: Floats
    y: Floats
    name: tuple[str, ...]
    high_capacity: NDArray[np.bool_]
    """True for rail, metro and ferry class modes, False for bus class modes (SDG 11.2.1)."""
    departures_per_hour: Floats
    """Mean departures an hour on the feed's chosen day, 06:00 to 20:00; NaN without a timetable."""
    lineage: Lineage


@dataclass(frozen=True)
class Polygons:
    """Areas of one kind, such as open public spaces or green areas; valid (multi)polygons."""

    geometry: Geometries
    name: tuple[str, ...]
    lineage: Lineage


@dataclass(frozen=True)
class Amenities:
    """Places that people walk to; `kind` is one of `school`, `health`, `food`, `play`."""

    x: Floats
    y: Floats
    kind: NDArray[np.str_]
    lineage: Lineage


@dataclass(frozen=True)
class AirStations:
    """
    Hourly PM2.5 of n stations.

    `hourly` has the columns station (index into the other arrays), time (UTC or local, hour
    beginning) and pm25 [µg/m³], one row per measured hour, NaN where the station gave none.
    """

    code: tuple[str, ...]
    x: Floats
    """NaN where the pack does not say where the station stands."""
    y: Floats
    hourly: pd.DataFrame
    lineage: Lineage


@dataclass(frozen=True)
class Statistics:
    """
    The long table of statistics.

    Columns: series, area, period (Period), group, value (float), margin (90 % margin of error of
    the value, NaN where not known), notation (why there is no value, or empty) and resource (the
    name of the one that gave it), one row per figure.
    """

    table: pd.DataFrame
    lineages: Mapping[str, Lineage]
    """Of each resource, by its name."""

    @property
    def lineage(self) -> Lineage:
        """Of all the resources together."""
        return sum(self.lineages.values(), Lineage())

    @cached_property
    def by_series(self) -> Mapping[str, pd.DataFrame]:
        """The rows of each series; many indicators ask for few of them."""
        return {str(name): rows for name, rows in self.table.groupby("series", sort=False)}


@dataclass(frozen=True)
class Survey:
    """
    The answers of a sample survey: n rows, one for each person, household or expert asked.

    Rows of a stratum and a cluster share a number; a cluster lies in one stratum.
    """

    name: str
    """Of the resource."""
    period: Period
    weight: Floats
    """How many of the population each row stands for; 1 where the survey has no weights."""
    people: Floats
    """How many people each row is about: the size of the household, or 1."""
    stratum: Ints
    cluster: Ints
    area: NDArray[np.str_]
    """Code of the area of each row; the city's own where the survey does not say."""
    groups: Mapping[str, NDArray[np.bool_]]
    """`dimension=member`, such as `sex=female`, to whether each row belongs to it."""
    answers: Mapping[str, Floats]
    """Question of the catalogue to 1 (yes) or 0 (no), a step or an amount; NaN without answer."""
    lineage: Lineage
    is_weighted: bool = True
    stratum_size: Floats | None = None
    """Clusters in the stratum of each row, sampled or not; None where not known."""


@dataclass(frozen=True)
class WaterSamples:
    """
    Measurements of the quality of water bodies, and whether each keeps to its target.

    `table` has the columns body, area, kind (river, lake, groundwater), parameter (a code of the
    catalogue's core groups, or another word), period (Period) and complies (bool), one row for each
    measurement.
    """

    table: pd.DataFrame
    lineage: Lineage


@dataclass(frozen=True)
class City:
    """What a pack told about a city, ready for the methods; what it did not is None or empty."""

    code: str
    name: Text
    crs: CRS
    boundary: Boundary | None = None
    districts: tuple[Districts, ...] = ()
    people: Mapping[Period, People] = field(default_factory=dict)
    population_grids: Mapping[Period, Grid] = field(default_factory=dict)
    """People per cell."""
    land: Grid | None = None
    """Share of each cell that is land, 0 to 1, on the same cells as the population grids."""
    built_up: Mapping[Period, Grid] = field(default_factory=dict)
    """Built-up area of each cell [m²]."""
    streets: Streets | None = None
    stops: Stops | None = None
    open_space: Polygons | None = None
    green: Polygons | None = None
    amenities: Amenities | None = None
    air: AirStations | None = None
    statistics: Statistics | None = None
    surveys: tuple[Survey, ...] = ()
    water_samples: WaterSamples | None = None


# The values of OSM's `highway` key that a person may walk along; `Streets.highway` counts from 0.
HIGHWAYS: tuple[str, ...] = (
    "primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link",
    "unclassified", "residential", "living_street", "service", "road",
    "pedestrian", "footway", "path", "steps", "track", "cycleway", "bridleway", "corridor",
    "platform",
    "trunk", "trunk_link",
)  # fmt: skip
