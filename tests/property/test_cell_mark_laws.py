"""Marks of cells, just on their limits and beyond, against one cell after the other."""

from __future__ import annotations

import numpy as np
import plain_marks
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from localgoals.spatial.cells import Limits, Surface, mark_into

SHAPES = st.shared(st.tuples(st.integers(0, 5), st.integers(0, 5)), key="shape")
NEAR_LIMITS = [0.0, 49.99, 50.0, 299.99, 300.0, 899.0, 900.0, 1499.99, 1500.0, 1e7, np.nan]
PEOPLE = hnp.arrays(np.float64, SHAPES, elements=st.sampled_from(NEAR_LIMITS))
KM2 = st.sampled_from([1.0, 0.01])
LAND = hnp.arrays(
    np.float64, SHAPES, elements=st.sampled_from([0.0, 0.25, 0.4999, 0.5, 1.0, np.nan])
)
BUILT = hnp.arrays(
    np.float64, SHAPES, elements=st.sampled_from([0.0, 0.1, 0.2, 0.4995, 0.5, np.nan])
)


@given(PEOPLE, LAND, BUILT, KM2, st.sampled_from(["all land", "all open", "both known"]))
def test_cells_are_marked_as_one_after_the_other(people, land, built, km2, case):
    limits = Limits(km2, 1500.0, 900.0, 300.0, 50.0, 0.5, 0.5)
    surface = Surface(
        people,
        np.ones((1, 1)) if case == "all land" else land,
        np.zeros((1, 1)) if case == "all open" else built,
    )
    # A share for all may be one cell, but no other grid of one cell may be taken for it.
    grounds = np.broadcast_to(surface.land, people.shape) if people.size != 1 else surface.land
    houses = np.broadcast_to(surface.built, people.shape) if people.size != 1 else surface.built

    found = np.empty(people.shape, np.uint8)
    mark_into(surface, limits, found)

    expected = [
        plain_marks.mark_of(*cell, limits)
        for cell in zip(people.flat, grounds.flat, houses.flat, strict=True)
    ]
    assert found.ravel().tolist() == expected
