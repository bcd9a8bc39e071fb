"""Rules that people argue about, as tables: colours, quality, and when a year is complete."""

from __future__ import annotations

import pandas as pd
import pytest

from localgoals.indicators.air import Completeness, station_years
from localgoals.indicators.quality import grade
from localgoals.model.indicator import Bounds
from localgoals.model.provenance import Reference
from localgoals.scoring.status import Status, colour_of

INDEX = Reference("SDG Index", "SDSN")
ACCESS = Bounds(best=100, green=80, red=50, worst=9, source=INDEX)
PARTICLES = Bounds(best=6.3, green=10, red=25, worst=87, source=INDEX)


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        (100, "green"),
        (80, "green"),
        (79.9, "yellow"),
        (65, "yellow"),
        (64.9, "orange"),
        (50, "orange"),
        (49.9, "red"),
        (0, "red"),
        (float("nan"), "none"),
    ],
)
def test_colours_where_high_is_better(value: float, colour: Status) -> None:
    assert colour_of(value, ACCESS) == colour


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        (5, "green"),
        (10, "green"),
        (17.5, "yellow"),
        (17.6, "orange"),
        (25, "orange"),
        (25.1, "red"),
    ],
)
def test_colours_where_low_is_better(value: float, colour: Status) -> None:
    assert colour_of(value, PARTICLES) == colour


@pytest.mark.parametrize(
    ("doubts", "quality"),
    [
        # Counted at addresses, along the streets: to the letter of the method.
        ([], 1),
        (["people-in-polygons"], 2),
        (["people-off-streets"], 2),
        (["rail-only"], 2),
        (["straight-line"], 3),
        (["people-in-polygons", "straight-line"], 4),
        (["people-modelled"], 4),
        (["group-modelled"], 4),
        (["people-modelled", "group-modelled"], 4),
        (["people-modelled", "straight-line"], 5),
        (["few-stations"], 2),
        (["area-for-extent", "street-widths"], 3),
    ],
)
def test_the_quality_of_a_figure(doubts: list[str], quality: int) -> None:
    assert grade(doubts) == quality


# Hours of 2019 that a station measured: first and last day, hours of each day.
YEARS = {
    "every hour": ("01-01", "12-31", 24, True),
    "18 hours of every day": ("01-01", "12-31", 18, True),
    "17 hours of every day": ("01-01", "12-31", 17, False),
    "from 23 January on: 68 of 90 days": ("01-23", "12-31", 24, True),
    "from 24 January on: 67 of 90 days": ("01-24", "12-31", 24, False),
    "from March on: 84 % of the year": ("03-01", "12-31", 24, False),
    "until 8 December: 69 of 92 days": ("01-01", "12-08", 24, True),
    "until 7 December: 68 of 92 days": ("01-01", "12-07", 24, False),
}


@pytest.mark.parametrize(("first", "last", "hours", "complete"), YEARS.values(), ids=YEARS)
def test_a_year_is_complete_when_each_quarter_is(
    first: str, last: str, hours: int, complete: bool
) -> None:
    time = pd.date_range(f"2019-{first}", f"2019-{last} 23:00", freq="h")
    table = pd.DataFrame({"station": 0, "time": time, "pm25": 12.0})
    measured = table[table["time"].dt.hour < hours]

    year = station_years(measured, 2019, stations=1, rule=Completeness())

    assert year.complete.tolist() == [complete]
