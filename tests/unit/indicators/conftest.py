"""A town small enough to work out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from affine import Affine
from pyproj import CRS

from localgoals.ingest.layers import (
    HIGHWAYS,
    AirStations,
    Amenities,
    Boundary,
    City,
    Districts,
    Geometries,
    Grid,
    People,
    Polygons,
    Statistics,
    Stops,
    Streets,
)
from localgoals.model.lineage import Lineage
from localgoals.model.period import Period
from localgoals.model.text import Text

METRES = CRS.from_epsg(32616)
EARLY, LATE = Period(2010, 2010), Period(2020, 2020)


def source(name: str, *, modelled: bool = False) -> Lineage:
    return Lineage((name,), (f"hash of {name}",), modelled)


def shapes(*geometry: shapely.Geometry) -> Geometries:
    found = np.empty(len(geometry), dtype=object)
    found[:] = geometry
    return found


# One street of 2 km from west to east, a bus stop at its beginning and a station at its end. Four
# homes: three beside the street, one 900 m from it.
def people(scale: float = 1.0) -> People:
    return People(
        x=np.array([100.0, 600, 1500, 1000]),
        y=np.array([10.0, 10, 10, 900]),
        total=scale * np.array([10.0, 20, 30, 40]),
        groups={"sex=female": scale * np.array([5.0, 20, np.nan, 0])},
        zones=(np.array([0, 0, 1, 2], np.int32),),
        lineage=source("people"),
        kind="points",
    )


def hours_of(year: int, station: int, value: float, *, until: str = "12-31") -> pd.DataFrame:
    time = pd.date_range(f"{year}-01-01", f"{year}-{until} 23:00", freq="h")
    return pd.DataFrame({"station": station, "time": time, "pm25": value})


@pytest.fixture
def town() -> City:
    names = ("West", "East", "North", "Empty")
    districts = Districts(
        "quarter",
        ("W", "E", "N", "Z"),
        tuple(Text(name, "区") for name in names),
        shapes(
            shapely.box(0, -500, 1000, 500),
            shapely.box(1000, -500, 2000, 500),
            shapely.box(0, 500, 2000, 1500),
            shapely.box(0, 1500, 2000, 2000),
        ),
        source("quarters"),
    )
    along = np.arange(0.0, 2001, 100)
    streets = Streets(
        x=along,
        y=np.zeros(21),
        start=np.arange(20, dtype=np.int32),
        end=np.arange(1, 21, dtype=np.int32),
        highway=np.full(20, HIGHWAYS.index("residential"), np.int8),
        lineage=source("streets"),
    )
    stops = Stops(
        x=np.array([0.0, 2000]),
        y=np.array([0.0, 0]),
        name=("Bus", "Station"),
        high_capacity=np.array([False, True]),
        departures_per_hour=np.array([12.0, 3]),
        lineage=source("feed"),
    )
    cells = Affine(1000, 0, 0, 0, -1000, 2000)
    built = {
        EARLY: Grid(np.array([[0.0, 0], [100_000, 100_000]]), cells, METRES, source("built 2010")),
        LATE: Grid(np.array([[0.0, 0], [142_000, 100_000]]), cells, METRES, source("built 2020")),
    }
    return City(
        code="T",
        name=Text("Town", "镇"),
        crs=METRES,
        boundary=Boundary(shapely.box(0, -500, 2000, 2000), source("boundary")),
        districts=(districts,),
        people={EARLY: people(), LATE: people(1.1)},
        built_up=built,
        streets=streets,
        stops=stops,
        open_space=Polygons(shapes(shapely.box(0, 0, 100, 100)), ("Park",), source("parks")),
        green=Polygons(
            shapes(shapely.box(0, 0, 100, 100), shapely.box(50, 0, 150, 100)),
            ("", ""),
            source("green"),
        ),
        amenities=Amenities(
            np.array([700.0]), np.array([0.0]), np.array(["food"]), source("amenities")
        ),
        air=AirStations(
            ("A", "B"),
            np.array([0.0, 2000]),
            np.array([0.0, 0]),
            pd.concat(
                [
                    hours_of(2020, 0, 10.0),
                    hours_of(2020, 1, 20.0),
                    hours_of(2021, 0, 9.0, until="03-31"),
                ]
            ),
            source("air"),
        ),
        statistics=Statistics(
            pd.DataFrame(
                [
                    ("unemployed", "T", LATE, "", 5.0),
                    ("labour_force", "T", LATE, "", 50.0),
                    ("unemployed", "W", LATE, "", 2.0),
                    ("labour_force", "W", LATE, "", 0.0),
                    ("unemployed", "T", LATE, "sex=female", 3.0),
                    ("unemployed", "E", LATE, "", 60.0),
                    ("labour_force", "E", LATE, "", 50.0),
                ],
                columns=["series", "area", "period", "group", "value"],
            ).assign(margin=np.nan, notation="", resource="statistics"),
            {"statistics": source("statistics")},
        ),
    )
