"""A town of four quarters in two halves: all that a report shows, and something missing."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import CRS

from localgoals.catalogue.load import load
from localgoals.indicators.findings import Note, ReachLayer
from localgoals.ingest.layers import Boundary, City, Districts, Stops
from localgoals.model.lineage import Lineage
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.problem import Problem
from localgoals.model.provenance import Origin
from localgoals.model.text import Message, Text
from localgoals.reports.result import BaselineResult, ResourceRecord, Run
from localgoals.scoring.attention import attention
from localgoals.scoring.gaps import gaps
from localgoals.scoring.status import standings

OLD, NEW = Period(2015, 2015), Period(2020, 2020)
SIDE_M = 2_000.0
# Share of people near a stop, by area: the whole town, its halves, its quarters.
NEAR = {"TOWN": 62.5, "W": 95.0, "E": 30.0, "NW": 100.0, "SW": 90.0, "NE": 60.0}
PEOPLE = {"TOWN": 4_000.0, "W": 2_000.0, "E": 2_000.0, "NW": 1_000.0, "SW": 1_000.0, "NE": 1_000.0}


def square(column: int, row: int, width: int = 1, height: int = 1) -> shapely.Polygon:
    west, south = 500_000 + column * SIDE_M, 5_000_000 + row * SIDE_M
    return shapely.box(west, south, west + width * SIDE_M, south + height * SIDE_M)


def layer(name: str, role: str) -> Lineage:
    return Lineage((name,), (name[0] * 64,), modelled=role == "population")


def make_city() -> City:
    halves = np.array([square(0, 0, 1, 2), square(1, 0, 1, 2)], dtype=object)
    quarters = np.array([square(0, 1), square(0, 0), square(1, 1), square(1, 0)], dtype=object)
    sides = (Text("West", "西"), Text("East", "东"))
    names = (
        Text("North-West", "西北"),
        Text("South-West", "西南"),
        Text("<b>", "<b>"),
        Text("SE", "东南"),
    )
    return City(
        code="TOWN",
        name=Text("Town", "小镇"),
        crs=CRS.from_epsg(32632),
        boundary=Boundary(square(0, 0, 2, 2), layer("boundary", "boundary")),
        districts=(
            Districts("half", ("W", "E"), sides, halves, Lineage()),
            Districts("../quarter", ("NW", "SW", "NE", "SE"), names, quarters, Lineage()),
        ),
        stops=Stops(
            np.array([501_000.0]), np.array([5_002_000.0]), ("Stop",), np.array([True]),
            np.array([np.nan]), layer("stops", "transit"),
        ),
    )  # fmt: skip


def make_observations() -> tuple[Observation, ...]:
    def figure(
        code: str, series: str, area: str, period: Period, value: float, **more: str | int
    ) -> Observation:
        unit = next(one.unit for one in load().indicators[code].series if one.code == series)
        told: dict[str, Any] = {"group": "", "method": f"{code} straight-line 1", "quality": 4}
        return Observation(
            indicator=code,
            series=series,
            area=area,
            period=period,
            value=value,
            unit=unit,
            sources=("people-2020", "stops"),
            inputs=("p" * 64, "s" * 64),
            **(told | more),
        )

    near = [figure("11.2.1", "total", area, NEW, value) for area, value in NEAR.items()]
    near += [figure("11.2.1", "total", "TOWN", OLD, 50.0)]
    near += [
        figure("11.2.1", "total", "TOWN", NEW, value, group=group, quality=5)
        for group, value in (("sex=female", 60.0), ("sex=male", 65.0), ("income=low", 40.5))
    ]
    near += [figure("11.2.1", "total", "SE", NEW, nan, notation="NE", reason="nobody-lives-here")]
    people = [figure("3.4-P1", "population", area, NEW, value) for area, value in PEOPLE.items()]
    no_green = {"notation": "NE", "reason": "no-resource", "detail": "green"}
    green = [figure("3.3-P1", "green_per_head", "TOWN", NEW, nan, **no_green)]
    return (*near, *people, *green)


def make_reach() -> ReachLayer:
    east = 500_000 + np.array([500.0, 700.0, 1_500.0, 3_500.0])
    north = 5_000_000 + np.array([500.0, 700.0, 2_500.0, 3_500.0])
    people = np.array([1_000.0, 500.0, 1_000.0, 1_500.0])
    distance = np.array([200.0, 900.0, 1_500.0, np.inf])
    return ReachLayer("11.2.1", "total", NEW, east, north, people, distance, 1_000.0)


@pytest.fixture(scope="session")
def town() -> BaselineResult:
    """Give a town with figures, gaps, groups, a walking distance, a problem, a name with markup."""
    city, observations, indicators = make_city(), make_observations(), load().indicators
    origin = Origin(
        "Survey =1+1",
        "Town office",
        "javascript:alert(1)",
        "CC BY 4.0",
        modelled=True,
        note="<i>note</i>",
    )
    return BaselineResult(
        city=city,
        observations=observations,
        standings=standings(observations, indicators, area=city.code),
        attention=tuple(
            attention(observations, indicators, city=city.code, districts=level.codes)
            for level in city.districts
        ),
        gaps=gaps(observations, indicators, area=city.code),
        resources=(
            ResourceRecord("people-2020", "population", "People", NEW, origin, "p" * 64),
            ResourceRecord(
                "stops",
                "transit",
                "Stops",
                None,
                Origin("Timetable", url="https://example.org/feed"),
                "s" * 64,
            ),
        ),
        run=Run("1.2.3", {"walk_limit_high_capacity_m": "1000"}),
        reach=(make_reach(),),
        notes=(Note("11.2.1", NEW, Message("Rail-class stops only.")),),
        problems=(
            Problem(
                "stops-outside",
                "stops.csv, row 7",
                Message("a stop at sea"),
                Message("a stop near the city"),
                Message("Check it."),
                "warning",
            ),
        ),
    )


@pytest.fixture(scope="session")
def bare_town(town: BaselineResult) -> BaselineResult:
    """Give the same town with its own figures only: no area, districts, groups or files."""
    city = replace(town.city, boundary=None, districts=(), stops=None)
    kept = tuple(one for one in town.observations if one.area == "TOWN" and not one.group)
    return replace(
        town, city=city, observations=kept, attention=(), gaps=(), resources=(), reach=(),
        notes=(), problems=(), run=Run("1.2.3"),
        standings=standings(kept, load().indicators, area="TOWN"),
    )  # fmt: skip
