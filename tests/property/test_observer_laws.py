"""Laws of whole observers: of a made-up town with any people, groups and stops."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pyproj import CRS

from localgoals.indicators import population, transport
from localgoals.indicators.derived import Part
from localgoals.indicators.ratios import margin_of_ratio
from localgoals.indicators.walking import lay_out
from localgoals.ingest.layers import City, Districts, People, Stops
from localgoals.model.lineage import Lineage
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.text import Text

POINTS = 8
YEAR = Period(2020, 2020)
GROUP = "sex=female"
SIDE = 3000.0

COORDINATES = arrays(np.float64, POINTS, elements=st.floats(0, SIDE))
COUNTS = arrays(np.float64, POINTS, elements=st.just(0.0) | st.floats(0.01, 1e5))
KNOWN = arrays(np.bool_, POINTS)
CLASSES = arrays(np.bool_, 3)


@st.composite
def towns(draw: st.DrawFn) -> City:
    """Make a square town of two halves that hold everybody, with three stops of either class."""
    x, y, total = draw(COORDINATES), draw(COORDINATES), draw(COUNTS)
    group = np.where(draw(KNOWN), total * draw(st.floats(0, 1)), nan)
    east = (x > SIDE / 2).astype(np.int32)
    halves = np.array(
        [shapely.box(0, 0, SIDE / 2, SIDE), shapely.box(SIDE / 2, 0, SIDE, SIDE)], dtype=object
    )
    names = (Text("West", "西"), Text("East", "东"))
    at = arrays(np.float64, 3, elements=st.floats(0, SIDE))
    stops = Stops(
        draw(at), draw(at), ("", "", ""), draw(CLASSES), np.full(3, nan), Lineage(("s",), ("1",))
    )
    people = People(x, y, total, {GROUP: group}, (east,), Lineage(("p",), ("2",)), "points")
    districts = Districts("half", ("W", "E"), names, halves, Lineage())
    return City(
        "T",
        Text("Town", "镇"),
        CRS.from_epsg(32616),
        districts=(districts,),
        people={YEAR: people},
        stops=stops,
    )


def observed(city: City) -> tuple[Observation, ...]:
    walk = lay_out(city)
    found = transport.observe(city, walk) + population.observe(city, walk)
    return found.observations


def values(city: City) -> dict[tuple[str, str, str], float]:
    return {
        (one.series, one.area, one.group): one.value
        for one in observed(city)
        if not one.group.startswith("settlement=")
    }


@given(towns())
def test_a_city_s_share_is_that_of_its_districts_weighted_by_people(city: City) -> None:
    found = values(city)
    people = {half: found["population", half, ""] for half in ("W", "E")}
    assume(sum(people.values()) > 0)

    weighted = sum(people[half] * found["total", half, ""] for half in people if people[half] > 0)

    assert found["total", "T", ""] == pytest.approx(weighted / sum(people.values()))


@given(towns())
def test_access_to_any_stop_is_never_less_than_to_one_class(city: City) -> None:
    found = values(city)

    for area in ("T", "W", "E"):
        for series in ("low_capacity", "high_capacity"):
            one_class = found.get((series, area, ""), nan)
            assert isnan(one_class) or found["total", area, ""] >= one_class - 1e-9


@given(towns())
def test_where_nobody_of_a_group_is_known_there_is_a_gap_and_not_a_nought(city: City) -> None:
    people = city.people[YEAR]
    nowhere = replace(people, groups={GROUP: np.full(POINTS, nan)})

    gaps = [one for one in observed(replace(city, people={YEAR: nowhere})) if one.group == GROUP]

    lived_in = {"T"} | {("W", "E")[half] for half in people.zones[0]}
    counted = [one for one in gaps if one.area in lived_in and one.series != "density"]
    assert counted
    assert all(isnan(one.value) and one.notation == "NE" for one in counted)


@given(towns(), st.permutations(range(POINTS)))
def test_the_order_of_people_does_not_matter(city: City, order: list[int]) -> None:
    one = city.people[YEAR]
    mixed = replace(
        one,
        x=one.x[order],
        y=one.y[order],
        total=one.total[order],
        groups={group: counts[order] for group, counts in one.groups.items()},
        zones=tuple(zone[order] for zone in one.zones),
    )

    after = values(replace(city, people={YEAR: mixed}))

    before = values(city)
    assert before.keys() == after.keys()
    for key, value in before.items():
        assert after[key] == pytest.approx(value, nan_ok=True), key


MARGINS = st.floats(0, 1e4)
DENOMINATORS = st.floats(1, 1e6)


@given(st.floats(0, 1), DENOMINATORS, MARGINS, MARGINS)
def test_a_proportion_is_known_no_worse_than_a_ratio_of_two_counts(
    share: float, denominator: float, margin: float, other: float
) -> None:
    numerator, whole = Part(share * denominator, margin), Part(denominator, other)

    of_part = margin_of_ratio(numerator, whole, is_part=True)

    assert 0 <= of_part <= margin_of_ratio(numerator, whole, is_part=False) * (1 + 1e-12)


@given(st.floats(0, 1), DENOMINATORS, MARGINS, MARGINS, st.floats(0.01, 100))
def test_the_margin_of_a_ratio_does_not_depend_on_the_unit_of_its_parts(
    share: float, denominator: float, margin: float, other: float, factor: float
) -> None:
    parts = Part(share * denominator, margin), Part(denominator, other)
    scaled = [Part(factor * one.value, factor * one.margin) for one in parts]

    # Of a ratio of two counts: a proportion changes its formula where the root is of about 0.
    assert margin_of_ratio(*scaled, is_part=False) == pytest.approx(
        margin_of_ratio(*parts, is_part=False), rel=1e-9, abs=1e-12
    )


@given(st.floats(0, 1), DENOMINATORS, MARGINS)
def test_a_margin_that_is_not_known_is_never_nought(
    share: float, denominator: float, margin: float
) -> None:
    for parts in (
        (Part(share * denominator), Part(denominator, margin)),
        (Part(share * denominator, margin), Part(denominator)),
    ):
        assert isnan(margin_of_ratio(*parts, is_part=True))
