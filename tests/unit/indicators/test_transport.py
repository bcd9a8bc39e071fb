"""Access to public transport in a town worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from localgoals.indicators import transport
from localgoals.indicators.findings import Findings
from localgoals.indicators.walking import lay_out
from localgoals.ingest.layers import City, Stops
from localgoals.model.observation import Observation
from localgoals.model.period import Period


def observe(city: City) -> Findings:
    return transport.observe(city, lay_out(city))


def figure(findings: Findings, series: str, area: str, group: str = "") -> Observation:
    (found,) = [
        one
        for one in findings.observations
        if (one.series, one.area, one.group, one.period.first) == (series, area, group, 2010)
    ]
    return found


def stops_of(city: City) -> Stops:
    assert city.stops is not None
    return city.stops


@pytest.mark.parametrize(
    ("series", "percent"),
    # 10 of 100 are 100 m from the bus, 30 are 500 m from the station, 20 are too far from either,
    # and 40 live too far from any street.
    [
        ("total", 40),
        ("low_capacity", 10),
        ("high_capacity", 30),
        ("service_4", 10),
        ("service_10", 10),
    ],
)
def test_shares_of_the_town(town: City, series: str, percent: float) -> None:
    assert figure(observe(town), series, "T").value == pytest.approx(percent)


def test_shares_of_the_districts(town: City) -> None:
    findings = observe(town)

    assert figure(findings, "total", "W").value == pytest.approx(100 / 3)
    assert figure(findings, "total", "E").value == pytest.approx(100)


@pytest.mark.parametrize(
    ("area", "group", "reason"),
    [
        ("N", "", "too-far-from-streets"),
        ("Z", "", "nobody-lives-here"),
        ("N", "sex=female", "nobody-lives-here"),
        ("E", "sex=female", "outside-coverage"),
    ],
)
def test_a_share_that_cannot_be_says_why(town: City, area: str, group: str, reason: str) -> None:
    missing = figure(observe(town), "total", area, group)

    assert np.isnan(missing.value)
    assert (missing.notation, missing.reason) == ("NE", reason)


def test_a_group_counts_where_it_is_known(town: City) -> None:
    assert figure(observe(town), "total", "T", "sex=female").value == pytest.approx(20)


def test_people_off_the_streets_are_reported_and_lower_the_quality(town: City) -> None:
    findings = observe(town)

    note = next(one for one in findings.notes if one.period == Period(2010, 2010))
    assert note.message.values["people"] == 40
    assert figure(findings, "total", "T").quality == 2
    assert figure(findings, "total", "E").quality == 1


def test_without_streets_the_straight_line_is_named_and_graded_lower(town: City) -> None:
    found = figure(observe(replace(town, streets=None)), "total", "E")

    assert (found.method, found.quality) == ("11.2.1 straight-line 1", 3)


def test_a_stop_far_from_every_street_is_reported_and_reaches_nobody(town: City) -> None:
    stops = replace(stops_of(town), y=np.array([5000.0, 0]))

    findings = observe(replace(town, stops=stops))

    assert figure(findings, "low_capacity", "T").value == 0
    assert [one.message.values for one in findings.notes if one.period is None] == [{"stops": 1}]


def test_rail_alone_gives_a_lower_bound_and_no_figure_for_buses(town: City) -> None:
    station = stops_of(town)
    rail = replace(
        station,
        x=station.x[1:],
        y=station.y[1:],
        high_capacity=station.high_capacity[1:],
        departures_per_hour=station.departures_per_hour[1:],
    )

    findings = observe(replace(town, stops=rail))

    assert figure(findings, "total", "T").value == pytest.approx(30)
    assert figure(findings, "total", "E").quality == 2
    assert figure(findings, "high_capacity", "E").quality == 1
    assert figure(findings, "low_capacity", "T").reason == "no-resource"


def test_stops_without_a_timetable_have_no_level_of_service(town: City) -> None:
    stops = replace(stops_of(town), departures_per_hour=np.full(2, np.nan))

    findings = observe(replace(town, stops=stops))

    services = [one for one in findings.observations if one.series.startswith("service")]
    assert {(one.area, one.reason) for one in services} == {("T", "no-timetable")}


@pytest.mark.parametrize(("lacking", "role"), [("stops", "transit"), ("people", "population")])
def test_without_its_inputs_every_series_says_what_to_add(
    town: City, lacking: str, role: str
) -> None:
    bare = replace(town, **{lacking: {} if lacking == "people" else None})

    findings = observe(bare)

    assert {(one.area, one.notation, one.reason, one.detail) for one in findings.observations} == {
        ("T", "NE", "no-resource", role)
    }
    assert len(findings.observations) == 5


def test_inputs_are_named_with_their_hashes(town: City) -> None:
    found = figure(observe(town), "total", "T")

    assert found.sources == ("people", "feed", "streets")
    assert found.inputs == ("hash of people", "hash of feed", "hash of streets")
