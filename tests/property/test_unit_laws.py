"""Laws of the classification of administrative units on random grids."""

from __future__ import annotations

import numpy as np
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from localgoals.spatial.units import LEVEL_2, classify_units, types_by_share

SHAPE = (5, 7)
PLACE = Affine(1, 0, 0, 0, -1, SHAPE[0])


def with_some_water(grid):
    """Let a cell be water of the second level, so that a grid of unknown cells has a level."""
    grid[-1, -1] = 10
    return grid


GRIDS = hnp.arrays(np.uint8, SHAPE, elements=st.sampled_from([*LEVEL_2, 10, 255])).map(
    with_some_water
)
PEOPLE = hnp.arrays(
    np.float64, SHAPE, elements=st.sampled_from([0.0, 0.0, 40.0, 700.0, 9000.0, np.nan])
)
SIDES = st.tuples(st.integers(0, 40), st.integers(1, 30)).map(lambda pair: (pair[0], sum(pair)))
BOXES = st.builds(
    lambda x, y: shapely.box(x[0] / 8, y[0] / 8, x[1] / 8, y[1] / 8),
    SIDES,
    SIDES,
)
UNITS = st.lists(BOXES, min_size=1, max_size=4).map(lambda boxes: np.array(boxes, object))
SHARES = hnp.arrays(np.float64, (4, 7), elements=st.sampled_from([0.0, 1.0, 2.0, 5.0])).map(
    lambda parts: (parts + [[0, 0, 0, 0, 0, 0, 1e-3]]) / (parts.sum(axis=1) + 1e-3)[:, None]
)


@settings(max_examples=40)
@given(GRIDS, PEOPLE, UNITS, st.randoms())
def test_units_have_the_same_classes_in_any_order(grid, people, units, chance):
    order = list(range(len(units)))
    chance.shuffle(order)

    found = classify_units(grid, people, PLACE, units)
    shuffled = classify_units(grid, people, PLACE, units[order])

    np.testing.assert_array_equal(shuffled.classes, found.classes[order])
    np.testing.assert_array_equal(shuffled.types, found.types[order])


@settings(max_examples=40)
@given(GRIDS, PEOPLE, UNITS)
def test_shares_make_up_a_whole_or_nothing_is_known(grid, people, units):
    found = classify_units(grid, people, PLACE, units)

    whole = found.shares.sum(axis=1)
    known = found.classes != 255
    np.testing.assert_allclose(whole[known], 1, atol=1e-8)
    assert np.isnan(whole[~known]).all()
    assert (found.types[~known] == 255).all()
    assert (found.types[known] // 10 == found.classes[known]).all()


@settings(max_examples=40)
@given(GRIDS, PEOPLE, UNITS)
def test_turning_the_map_upside_down_changes_no_unit(grid, people, units):
    mirrored = shapely.transform(units, lambda xy: np.column_stack([xy[:, 0], SHAPE[0] - xy[:, 1]]))

    found = classify_units(grid, people, PLACE, units)
    turned = classify_units(grid[::-1], people[::-1], PLACE, mirrored)

    np.testing.assert_array_equal(turned.classes, found.classes)
    np.testing.assert_array_equal(turned.types, found.types)
    np.testing.assert_allclose(turned.people, found.people, atol=1e-6)


@given(SHARES, st.sampled_from([2021, 2024]))
def test_every_unit_has_one_type_and_cities_are_the_same_in_both_editions(shares, manual):
    types = types_by_share(shares, manual=manual)

    assert np.isin(types, [30, 23, 22, 21, 13, 12, 11]).all()
    assert ((types == 30) == (np.round(shares[:, 0], 9) >= 0.5)).all()


@settings(max_examples=40)
@given(GRIDS, PEOPLE, UNITS)
def test_infinite_people_are_not_known_and_reach_no_unit_of_their_row(grid, people, units):
    infinite = np.where(np.isnan(people), np.inf, people)

    found, expected = (classify_units(grid, one, PLACE, units) for one in (infinite, people))

    np.testing.assert_array_equal(found.types, expected.types)
    np.testing.assert_array_equal(found.people, expected.people)
    np.testing.assert_array_equal(found.shares, expected.shares)
