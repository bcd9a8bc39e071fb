"""
Northern Kentucky: people of census blocks within 500 m of a bus stop.

Expected: shared/data/northern_kentucky_us/SOURCE.txt, and the same with GeoPandas in EPSG:32616 on
the whole block layer (3,114 blocks), each at the representative point of its projected polygon.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from localgoals.indicators import transport
from localgoals.indicators.findings import Findings
from localgoals.indicators.walking import lay_out
from localgoals.ingest.city import read_city
from localgoals.ingest.layers import City
from localgoals.ingest.pack import add_resource, new_pack, open_pack
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.model.text import Text

CODE = "US-NKY"
GROUPS = {
    "sex=male": "males",
    "sex=female": "females",
    "ethnicity=white": "whites",
    "ethnicity=black": "blacks",
    "ethnicity=asian": "asians",
    "ethnicity=hispanic": "hispanics",
}
STRAIGHT = {
    "": 55.14,
    "sex=male": 54.81,
    "sex=female": 55.47,
    "ethnicity=white": 58.05,
    "ethnicity=black": 32.70,
    "ethnicity=asian": 49.28,
    "ethnicity=hispanic": 60.93,
}


@pytest.fixture(scope="module")
def city(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> City:
    source = shared / "data" / "northern_kentucky_us"
    folder = tmp_path_factory.mktemp("northern-kentucky") / "pack"
    new_pack(folder, code=CODE, name=Text("Northern Kentucky", "北肯塔基"), country="US")
    add_resource(
        folder,
        source / "block-groups" / "block-groups.shp",
        role="population",
        period=Period(2010, 2010),
        options={"fields": {"total": "people", "groups": GROUPS}},
    )
    add_resource(folder, source / "TANK-GTFS.zip", role="transit")
    add_resource(folder, source / "streets.osm.pbf", role="streets")
    found, problems = read_city(open_pack(folder, scratch=folder.parent / "scratch"))
    assert not [one for one in problems if one.severity == "error"]
    return found


@pytest.fixture(scope="module")
def straight(city: City) -> Findings:
    without_streets = replace(city, streets=None)
    return transport.observe(without_streets, lay_out(without_streets))


@pytest.fixture(scope="module")
def network(city: City) -> Findings:
    return transport.observe(city, lay_out(city))


def total(findings: Findings, group: str) -> Observation:
    return next(one for one in findings.observations if (one.series, one.group) == ("total", group))


@pytest.mark.parametrize(("group", "percent"), STRAIGHT.items())
def test_the_straight_line_shares_are_the_published_ones(
    straight: Findings, group: str, percent: float
) -> None:
    assert total(straight, group).value == pytest.approx(percent, abs=0.005)


@pytest.mark.parametrize("group", STRAIGHT)
def test_fewer_people_are_near_a_stop_along_the_streets(
    straight: Findings, network: Findings, group: str
) -> None:
    assert total(network, group).value < total(straight, group).value


def test_the_method_says_which_distance_was_measured(straight: Findings, network: Findings) -> None:
    assert total(straight, "").method == "11.2.1 straight-line 1"
    assert total(network, "").method == "11.2.1 network 1"
    assert total(straight, "").quality > total(network, "").quality


def test_frequent_service_reaches_fewer_people(network: Findings) -> None:
    shares = {one.series: one.value for one in network.observations if one.group == ""}

    assert shares["service_10"] <= shares["service_4"] <= shares["total"]
    assert shares["service_4"] > 0


def test_a_bus_network_has_no_figure_for_high_capacity_and_says_why(network: Findings) -> None:
    high = [one for one in network.observations if one.series == "high_capacity"]

    assert [(one.area, one.notation, one.reason) for one in high] == [(CODE, "NE", "no-resource")]
