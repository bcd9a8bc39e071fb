"""Which route types get 1,000 m and which 500 m: the rule of SDG 11.2.1 as a table."""

from __future__ import annotations

import numpy as np
import pytest

from localgoals.ingest.route_types import HIGH, LOW, NOT_PUBLIC, capacity_of

TABLE = [
    ("tram", 0, LOW),
    ("metro", 1, HIGH),
    ("rail", 2, HIGH),
    ("bus", 3, LOW),
    ("ferry", 4, HIGH),
    ("cable tram", 5, LOW),
    ("aerial lift", 6, LOW),
    ("funicular", 7, LOW),
    ("trolleybus", 11, LOW),
    ("monorail", 12, HIGH),
    ("railway service", 100, HIGH),
    ("suburban railway", 109, HIGH),
    ("replacement rail, by bus", 110, LOW),
    ("car transport rail", 104, NOT_PUBLIC),
    ("coach", 200, LOW),
    ("urban railway", 400, HIGH),
    ("metro", 401, HIGH),
    ("underground", 402, HIGH),
    ("monorail", 405, HIGH),
    ("bus", 700, LOW),
    ("night bus", 705, LOW),
    ("school bus", 712, NOT_PUBLIC),
    ("trolleybus", 800, LOW),
    ("city tram", 901, LOW),
    ("water transport", 1000, HIGH),
    ("air", 1100, NOT_PUBLIC),
    ("ferry", 1200, HIGH),
    ("telecabin", 1301, LOW),
    ("funicular", 1400, LOW),
    ("taxi", 1500, NOT_PUBLIC),
    ("communal taxi", 1501, LOW),
    ("hire car", 1602, NOT_PUBLIC),
    ("horse-drawn carriage", 1702, LOW),
]


@pytest.mark.parametrize(("mode", "number", "expected"), TABLE)
def test_a_route_type_has_its_capacity(mode: str, number: int, expected: int) -> None:
    capacity, known = capacity_of(np.array([float(number)]))

    assert capacity.tolist() == [expected], mode
    assert known.all()


@pytest.mark.parametrize("number", [8.0, 13.0, -1.0, 118.0, 1703.0, float("nan")])
def test_an_unknown_route_type_is_no_public_transport(number: float) -> None:
    capacity, known = capacity_of(np.array([number]))

    assert capacity.tolist() == [NOT_PUBLIC]
    assert not known.any()
