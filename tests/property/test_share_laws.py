"""Laws of shares of people, of areas, and of land and population rates."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pyproj import CRS

from localgoals.indicators.air import weighted_mean
from localgoals.indicators.areas import Areas, areas_of
from localgoals.indicators.land import land_consumption_percent_per_year, land_use_efficiency
from localgoals.indicators.population import growth_percent_per_year
from localgoals.indicators.shares import percent_by_area, percent_of
from localgoals.indicators.transport import distance_for_map, within_reach
from localgoals.ingest.layers import City, Districts, Floats, Ints
from localgoals.model.lineage import Lineage
from localgoals.model.text import Text

POINTS = 12
PEOPLE = arrays(np.float64, POINTS, elements=st.floats(0, 1e6) | st.just(0.0))
DISTANCES = arrays(
    np.float64, POINTS, elements=st.floats(0, 3000) | st.just(np.inf) | st.just(np.nan)
)
AMOUNTS = st.floats(0.01, 1e9)


def laid_out(zones: list[Ints]) -> Areas:
    """Areas of a city with as many levels as there are zones, four districts each."""
    shapes = np.empty(4, dtype=object)
    levels = tuple(
        Districts(
            str(level),
            tuple(f"{level}-{one}" for one in range(4)),
            (Text("a", "甲"),) * 4,
            shapes,
            Lineage(),
        )
        for level in range(len(zones))
    )
    city = City("C", Text("City", "城市"), CRS.from_epsg(32616), districts=levels)
    return areas_of(city, zones, points=POINTS)


ZONES = st.lists(arrays(np.int32, POINTS, elements=st.integers(-1, 3)), min_size=1, max_size=3)


@given(DISTANCES, PEOPLE)
def test_a_share_lies_between_nothing_and_everybody(distance_m: Floats, people: Floats) -> None:
    assume(people.sum() > 0)

    assert 0 <= percent_of(distance_m <= 500, people) <= 100


@given(DISTANCES, PEOPLE)
def test_a_longer_walk_reaches_no_fewer(distance_m: Floats, people: Floats) -> None:
    assume(people.sum() > 0)

    shares = [percent_of(distance_m <= limit, people) for limit in (0, 400, 500, 1000)]

    assert all(less <= more for less, more in pairwise(shares))


@given(DISTANCES, PEOPLE, st.permutations(range(POINTS)))
def test_the_order_of_points_does_not_matter(
    distance_m: Floats, people: Floats, order: list[int]
) -> None:
    assume(people.sum() > 0)

    mixed = percent_of(distance_m[order] <= 500, people[order])

    assert mixed == pytest.approx(percent_of(distance_m <= 500, people))


@given(DISTANCES, PEOPLE, st.integers(0, POINTS - 1))
def test_a_point_that_is_split_in_two_changes_nothing(
    distance_m: Floats, people: Floats, which: int
) -> None:
    assume(people.sum() > 0)
    halves = np.append(people, people[which] / 2)
    halves[which] /= 2

    split = percent_of(np.append(distance_m, distance_m[which]) <= 500, halves)

    assert split == pytest.approx(percent_of(distance_m <= 500, people))


@given(arrays(np.bool_, POINTS), PEOPLE, ZONES)
def test_all_areas_at_once_are_as_one_by_one(
    reached: np.ndarray, people: Floats, zones: list[Ints]
) -> None:
    areas = laid_out(zones)

    percent = dict(
        zip(
            areas.codes,
            percent_by_area(reached, people, areas, total=areas.sums(people)),
            strict=True,
        )
    )

    assert percent["C"] == pytest.approx(percent_of(reached, people), nan_ok=True)
    for level, zone in enumerate(zones):
        for district in range(4):
            here = zone == district
            alone = percent_of(reached[here], people[here])
            assert percent[f"{level}-{district}"] == pytest.approx(alone, nan_ok=True)


@given(PEOPLE, ZONES)
def test_districts_that_hold_everybody_add_up_to_the_city(
    people: Floats, zones: list[Ints]
) -> None:
    covering = [np.maximum(zone, 0) for zone in zones]

    sums = laid_out(covering).sums(people)

    for level in range(len(zones)):
        assert sums[1 + 4 * level : 5 + 4 * level].sum() == pytest.approx(sums[0])


@given(DISTANCES, DISTANCES, PEOPLE)
def test_the_union_of_both_classes_lies_between_the_larger_and_their_sum(
    low_m: Floats, high_m: Floats, people: Floats
) -> None:
    assume(people.sum() > 0)
    low = percent_of(low_m <= 500, people)
    high = percent_of(high_m <= 1000, people)

    union = percent_of(within_reach(low_m, high_m), people)

    assert max(low, high) - 1e-9 <= union <= low + high + 1e-9


@given(DISTANCES, DISTANCES)
def test_the_distance_on_the_map_tells_who_is_reached(low_m: Floats, high_m: Floats) -> None:
    # A point is off the network for both classes or for none.
    high_m = np.where(np.isnan(low_m), np.nan, np.nan_to_num(high_m, nan=np.inf))

    shown = distance_for_map(low_m, high_m, low_limit_m=500, high_limit_m=1000)

    assert ((shown <= 1000) == within_reach(low_m, high_m)).all()


@given(PEOPLE, DISTANCES)
def test_a_weighted_mean_lies_among_what_it_averages(people: Floats, concentration: Floats) -> None:
    concentration = np.where(np.isinf(concentration), np.nan, concentration)
    breathed = concentration[(people > 0) & ~np.isnan(concentration)]
    assume(breathed.size > 0 and people[~np.isnan(concentration)].sum() > 1e-6)

    mean = weighted_mean(concentration, people)

    assert breathed.min() * (1 - 1e-9) <= mean <= breathed.max() * (1 + 1e-9)


@given(AMOUNTS, AMOUNTS, st.integers(1, 50), st.floats(0.1, 1e3))
def test_rates_do_not_depend_on_the_unit_of_area_or_people(
    past: float, present: float, years: int, factor: float
) -> None:
    for rate in (growth_percent_per_year, land_consumption_percent_per_year):
        scaled = rate(factor * past, factor * present, years=years)
        assert scaled == pytest.approx(rate(past, present, years=years), rel=1e-6, abs=1e-9)


@given(AMOUNTS, AMOUNTS, st.integers(1, 50))
def test_land_that_grows_like_people_has_a_ratio_of_one_by_logarithms(
    past: float, present: float, years: int
) -> None:
    growth = growth_percent_per_year(past, present, years=years)
    assume(abs(growth) > 1e-9)
    land = land_consumption_percent_per_year(past, present, years=years, convention="log")

    assert land_use_efficiency(land, growth) == pytest.approx(1)


@given(AMOUNTS, AMOUNTS, st.integers(1, 50))
def test_the_current_rate_is_never_below_the_one_of_logarithms(
    past: float, present: float, years: int
) -> None:
    linear = land_consumption_percent_per_year(past, present, years=years)
    by_log = land_consumption_percent_per_year(past, present, years=years, convention="log")

    assert linear >= by_log - 1e-9 * max(1, abs(linear))
