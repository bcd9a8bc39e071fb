from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import monaco

PEOPLE = st.floats(min_value=0, max_value=1e7)
FLOORS = st.lists(st.floats(min_value=0, max_value=1e6), min_size=1, max_size=50).filter(
    lambda floors: sum(floors) > 1
)


@given(PEOPLE, FLOORS)
def test_nobody_is_lost_and_nobody_is_added(people: float, floors: list[float]) -> None:
    homes = monaco.spread(people, np.array(floors))

    assert homes.sum() == pytest.approx(people)
    assert (homes >= 0).all()


@given(PEOPLE, FLOORS, st.floats(min_value=0.1, max_value=10))
def test_the_unit_of_the_floor_area_does_not_matter(
    people: float, floors: list[float], factor: float
) -> None:
    homes = monaco.spread(people, np.array(floors))

    assert monaco.spread(people, factor * np.array(floors)) == pytest.approx(homes)


@given(PEOPLE, FLOORS)
def test_a_larger_building_has_at_least_as_many_people(people: float, floors: list[float]) -> None:
    homes = monaco.spread(people, np.sort(floors))

    assert (np.diff(homes) >= 0).all()
