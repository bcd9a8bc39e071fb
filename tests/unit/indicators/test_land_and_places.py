"""Open space, green, streets, services, people and land of a town worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest
import shapely

from localgoals.indicators import (
    amenities,
    green,
    land,
    open_space,
    population,
    settlement,
    streets,
)
from localgoals.indicators.findings import Findings
from localgoals.indicators.walking import lay_out
from localgoals.ingest.layers import HIGHWAYS, City, Grid, Polygons
from localgoals.model.observation import Observation
from localgoals.model.period import Period

EARLY, LATE, BOTH = Period(2010, 2010), Period(2020, 2020), Period(2010, 2020)


def one(
    findings: Findings, series: str, area: str = "T", *, group: str = "", period: Period = LATE
) -> Observation:
    (found,) = [
        each
        for each in findings.observations
        if (each.series, each.area, each.group, each.period) == (series, area, group, period)
    ]
    return found


def test_open_space_and_streets_share_the_land_of_the_city(town: City) -> None:
    findings = open_space.observe(town, lay_out(town))

    area = 2000 * 2500
    # 12 m wide; the first 100 m run along the edge of the park, half of them count as park.
    street = 12 * (2000 - 50)
    assert one(findings, "open_space").value == pytest.approx(100 * 100 * 100 / area)
    assert one(findings, "streets").value == pytest.approx(100 * street / area)
    assert one(findings, "share_of_built_up").value == pytest.approx(
        one(findings, "open_space").value + one(findings, "streets").value
    )


def test_a_park_that_overlaps_another_counts_once(town: City) -> None:
    twice = np.array([shapely.box(0, 0, 100, 100)] * 2, dtype=object)
    doubled = replace(town, open_space=Polygons(twice, ("", ""), town.boundary.lineage))  # type: ignore[union-attr]

    findings = open_space.observe(doubled, lay_out(doubled))

    assert one(findings, "open_space").value == pytest.approx(0.2)


def test_without_streets_their_land_is_not_zero_but_missing(town: City) -> None:
    bare = replace(town, streets=None)

    findings = open_space.observe(bare, lay_out(bare))

    assert one(findings, "streets").reason == "no-resource"
    assert one(findings, "share_of_built_up").reason == "no-resource"
    assert one(findings, "open_space").value == pytest.approx(0.2)


def test_people_walk_to_the_edge_of_a_park(town: City) -> None:
    findings = open_space.observe(town, lay_out(town))

    # The park's corner is 500 m from the second home, as are the third and the fourth or farther.
    assert one(findings, "access_400m", period=EARLY).value == pytest.approx(10)
    assert one(findings, "access_400m", "W", period=EARLY).value == pytest.approx(100 / 3)


def test_who_lives_in_a_park_is_there_without_a_network(town: City) -> None:
    wide = Polygons(
        np.array([shapely.box(-5000, -5000, 700, 5000)], dtype=object), ("",), town.boundary.lineage
    )  # type: ignore[union-attr]
    bare = replace(town, streets=None, open_space=wide)

    findings = open_space.observe(bare, lay_out(bare))

    assert one(findings, "access_400m", period=EARLY).value == pytest.approx(70)


def test_green_that_overlaps_counts_once_for_each_resident(town: City) -> None:
    findings = green.observe(town, lay_out(town))

    assert one(findings, "green_per_head").value == pytest.approx(150 * 100 / 110)
    assert one(findings, "green_per_head", "Z").reason == "nobody-lives-here"


def test_density_of_streets_and_intersections(town: City) -> None:
    findings = streets.observe(town, lay_out(town))

    assert one(findings, "street_density", "W").value == pytest.approx(1.0)
    assert one(findings, "intersection_density").value == 0


def test_pavements_and_paths_are_no_streets(town: City) -> None:
    assert town.streets is not None
    paths = replace(
        town.streets, highway=np.full(20, HIGHWAYS.index("footway"), town.streets.highway.dtype)
    )
    city = replace(town, streets=paths)

    findings = streets.observe(city, lay_out(city))

    assert one(findings, "street_density").value == 0
    assert one(findings, "street_density").quality == 2


def test_intersections_count_in_the_city_and_in_the_district(town: City) -> None:
    assert town.streets is not None
    # One more street leaves the middle of the first one.
    crossing = replace(
        town.streets,
        x=np.append(town.streets.x, 500.0),
        y=np.append(town.streets.y, 100.0),
        start=np.append(town.streets.start, 5).astype(np.int32),
        end=np.append(town.streets.end, 21).astype(np.int32),
        highway=np.append(town.streets.highway, town.streets.highway[0]),
    )
    city = replace(town, streets=crossing)

    findings = streets.observe(city, lay_out(city))

    assert one(findings, "intersection_density").value == pytest.approx(1 / 5)
    assert one(findings, "intersection_density", "W").value == pytest.approx(1)
    assert one(findings, "intersection_density", "E").value == 0


def test_people_within_a_walk_of_food(town: City) -> None:
    findings = amenities.observe(town, lay_out(town), code="1.2-P3")

    # 500 m is the limit: the second home is 100 m away, the first 600 m.
    assert one(findings, "within_walk").value == pytest.approx(20)
    assert findings.reach_layers[0].limit_m == 500


def test_a_kind_of_amenity_that_is_not_there_is_missing(town: City) -> None:
    findings = amenities.observe(town, lay_out(town), code="1.2-P1")

    assert [each.reason for each in findings.observations] == ["no-resource"]


def test_people_density_and_growth(town: City) -> None:
    findings = population.observe(town, lay_out(town))

    assert one(findings, "population").value == pytest.approx(110)
    assert one(findings, "population", group="sex=female").value == pytest.approx(27.5)
    assert one(findings, "population", "Z").value == 0
    assert one(findings, "density", "W").value == pytest.approx(33)
    assert one(findings, "growth").value == pytest.approx(10 * log(1.1))
    assert one(findings, "growth", "Z").reason == "nobody-lives-here"


def test_one_year_has_no_growth(town: City) -> None:
    lone = replace(town, people={LATE: town.people[LATE]})

    missing = one(population.observe(lone, lay_out(lone)), "growth")

    assert (missing.reason, missing.detail) == ("one-year-only", "2020")


def test_land_consumption_by_both_conventions(town: City) -> None:
    findings = land.observe(town, lay_out(town))

    growth = 10 * log(1.1)
    assert one(findings, "land_consumption_rate", period=BOTH).value == pytest.approx(2.1)
    assert one(findings, "ratio", period=BOTH).value == pytest.approx(2.1 / growth)
    assert one(findings, "ratio_log", period=BOTH).value == pytest.approx(2.0)
    assert one(findings, "built_up_change", period=BOTH).value == pytest.approx(21)
    assert one(findings, "built_up_per_head").value == pytest.approx(242_000 / 110)


def test_unbuilt_land_has_no_rate(town: City) -> None:
    findings = land.observe(town, lay_out(town))

    # Nothing was built up there in 2010.
    assert one(findings, "ratio", "Z", period=BOTH).reason == "zero-denominator"


def test_people_who_do_not_change_have_no_ratio(town: City) -> None:
    still = replace(town, people={EARLY: town.people[EARLY], LATE: town.people[EARLY]})

    findings = land.observe(still, lay_out(still))

    assert one(findings, "ratio", period=BOTH).reason == "no-change-in-population"
    assert one(findings, "land_consumption_rate", period=BOTH).value == pytest.approx(2.1)


def test_buildings_and_people_of_different_years_make_no_ratio(town: City) -> None:
    apart = replace(town, people={Period(2015, 2015): town.people[EARLY]})

    findings = land.observe(apart, lay_out(apart))

    assert {each.reason for each in findings.observations} == {"one-year-only"}


def test_a_grid_gives_the_degree_of_urbanisation_and_its_groups(town: City) -> None:
    cells = town.built_up[LATE].transform
    grid = Grid(np.array([[10.0, 10], [60_000, 10]]), cells, town.crs, town.people[LATE].lineage)
    city = replace(town, population_grids={LATE: grid}, built_up={})
    walk = lay_out(city)

    findings = settlement.observe(city, walk)

    # The cell in the south-west is the centre: two homes of 11 and 22 people stand in it.
    assert one(findings, "urban_centre").value == pytest.approx(30)
    assert one(findings, "urban_centre_area").value == pytest.approx(1.0)
    assert walk.residents[LATE].totals["settlement=urban_centre"][0] == pytest.approx(33)


def test_points_of_a_small_place_do_not_tell_its_degree_of_urbanisation(town: City) -> None:
    findings = settlement.observe(town, lay_out(town))

    assert {each.reason for each in findings.observations} == {"no-grid"}
