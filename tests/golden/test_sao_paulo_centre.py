"""
The centre of São Paulo: people of hexagons near any stop of the feed.

Expected: 70.83 % within 500 m and 95.49 % within 1,000 m in a straight line, by GeoPandas in the
UTM zone of the place (EPSG:32723; SIRGAS 2000, EPSG:31983, gives the same). The national polyconic
and Web Mercator systems stretch distances and give others: the system is part of the answer.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from localgoals.indicators import transport
from localgoals.indicators.shares import percent_of
from localgoals.indicators.walking import distance_to_nearest, lay_out, places
from localgoals.ingest.city import read_city
from localgoals.ingest.layers import City
from localgoals.ingest.pack import add_resource, new_pack, open_pack
from localgoals.model.period import Period
from localgoals.model.text import Text

CODE = "BR-SP-CENTRE"
YEAR = Period(2019, 2019)


@pytest.fixture(scope="module")
def city(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> City:
    source = shared / "data" / "sao_paulo_br"
    folder = tmp_path_factory.mktemp("sao-paulo") / "pack"
    new_pack(folder, code=CODE, name=Text("São Paulo, centre", "圣保罗市中心"), country="BR")
    add_resource(
        folder,
        source / "spo_hexgrid.csv",
        role="population",
        period=YEAR,
        options={"fields": {"total": "population", "x": "lon", "y": "lat"}},
    )
    add_resource(folder, source / "spo.zip", role="transit")
    add_resource(folder, source / "spo_osm.pbf", role="streets")
    found, problems = read_city(open_pack(folder, scratch=folder.parent / "scratch"))
    assert not [one for one in problems if one.severity == "error"]
    return found


@pytest.mark.parametrize(("limit_m", "percent"), [(500, 70.83), (1000, 95.49)])
def test_the_shares_of_people_near_any_stop_are_the_expected_ones(
    city: City, limit_m: float, percent: float
) -> None:
    assert city.stops is not None
    walk = lay_out(replace(city, streets=None))
    residents = walk.residents[YEAR]
    stops = places(walk, city.stops.x, city.stops.y)

    distance_m = distance_to_nearest(walk, residents, stops, limit_m=limit_m)

    share = percent_of(distance_m <= limit_m, residents.people.total)
    assert share == pytest.approx(percent, abs=0.005)


def test_the_city_is_measured_in_its_utm_zone(city: City) -> None:
    assert city.crs.to_epsg() == 32723


def test_rail_and_bus_are_told_apart_and_the_union_counts_once(city: City) -> None:
    findings = transport.observe(city, lay_out(city))

    shares = {one.series: one.value for one in findings.observations if one.group == ""}
    assert max(shares["low_capacity"], shares["high_capacity"]) <= shares["total"]
    assert shares["total"] <= shares["low_capacity"] + shares["high_capacity"]
    assert shares["high_capacity"] > 0


def test_the_map_shows_exactly_the_people_that_are_counted(city: City) -> None:
    findings = transport.observe(city, lay_out(city))

    (layer,) = findings.reach_layers
    shown = percent_of(layer.distance_m <= layer.limit_m, layer.people)
    counted = next(one.value for one in findings.observations if one.series == "total")
    assert shown == pytest.approx(counted)
    assert np.nanmax(layer.people) > 0
