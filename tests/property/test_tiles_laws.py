"""A grid in strips has the classes of the whole, byte for byte, and sums that do not move."""

from __future__ import annotations

import numpy as np
import pytest
from any_rules import RULES
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from localgoals.spatial.cells import Surface
from localgoals.spatial.settlement import (
    URBAN_CENTRE,
    Method,
    Rules,
    degree_of_urbanisation,
    settlement_types,
)
from localgoals.spatial.tiles.planet import painted, plan_of
from localgoals.spatial.tiles.strips import Source

WHOLE = {1: degree_of_urbanisation, 2: settlement_types}
SHAPES = st.shared(st.tuples(st.integers(1, 14), st.integers(1, 14)), key="shape")
PEOPLE = hnp.arrays(
    np.float64,
    SHAPES,
    elements=st.sampled_from([0.0, 60.0, 400.1, 950.3, 1600.7, 9000.9, 20000.3, np.nan]),
)
LAND = hnp.arrays(np.float64, SHAPES, elements=st.sampled_from([0.0, 0.4, 0.5, 1.0, np.nan]))
BUILT = hnp.arrays(np.float64, SHAPES, elements=st.sampled_from([0.0, 0.1, 0.3, 0.6]))
LEVELS = st.sampled_from([1, 2])
METHODS = st.builds(Method, LEVELS, RULES, st.sampled_from([0.25, 1.0]))


def in_strips(grids, rows, method=Method(), *, threads=1):  # noqa: B008  it is frozen
    """Classify (people, land, built) in strips of so many rows; shares may be left out."""
    people = grids[0]
    land = grids[1] if len(grids) > 1 else np.ones((1, 1))
    built = grids[2] if len(grids) > 2 else np.zeros((1, 1))

    def surface(span):
        return Surface(
            people[span.top : span.bottom],
            land if land.size == 1 else land[span.top : span.bottom],
            built if built.size == 1 else built[span.top : span.bottom],
        )

    source = Source(*people.shape, surface, lambda span: surface(span).people, rows, threads)
    marks = np.empty(people.shape, np.uint8)
    plan = plan_of(source, method, marks, lambda _: None)
    strips = [strip for _, strip in painted(plan, source)]
    return plan, strips


def classes_of(strips):
    return np.concatenate([strip.classes for strip in strips])


def clumped(seed, shape, share):
    """Draw a country in which centres grow together, meet, and have holes."""
    chance = np.random.default_rng(seed)
    people = np.where(chance.random(shape) < share, chance.integers(1400, 9000, shape), 100.0)
    people[chance.random(shape) < 0.02] = np.nan
    land = np.where(chance.random(shape) < 0.1, chance.choice([0.0, 0.3], shape), 1.0)
    return people + chance.random(shape), land, chance.random(shape) * 0.5


def whole(grids, method):
    """Give the classes by the functions that see the whole grid at once."""
    people, land, built = grids
    return WHOLE[method.level](
        people,
        land_share=land,
        built_share=built,
        cell_km2=method.cell_km2,
        rules=method.rules,
    )


@given(PEOPLE, LAND, BUILT, st.integers(1, 15), METHODS)
@settings(max_examples=200)
def test_strips_of_any_height_have_the_classes_of_the_whole_under_any_rules(
    people, land, built, rows, method
):
    grids = (people, land, built)

    _, strips = in_strips(grids, rows, method)

    np.testing.assert_array_equal(classes_of(strips), whole(grids, method))


@given(st.integers(0, 10**6), st.floats(0.3, 0.8), st.integers(1, 41), METHODS)
@settings(max_examples=200)
def test_centres_that_grow_together_are_those_of_the_whole(seed, share, rows, method):
    grids = clumped(seed, (40, 37), share)

    _, strips = in_strips(grids, rows, method)

    np.testing.assert_array_equal(classes_of(strips), whole(grids, method))


@given(st.integers(0, 10**6), st.floats(0.3, 0.7), st.integers(1, 41), LEVELS)
def test_neither_strips_nor_threads_move_the_last_bit_of_a_sum(seed, share, rows, level):
    grids = clumped(seed, (40, 37), share)
    plan, strips = in_strips(grids, 40, Method(level))

    other, cut = in_strips(grids, rows, Method(level), threads=3)

    np.testing.assert_array_equal(other.centres.cells, plan.centres.cells)
    np.testing.assert_array_equal(other.centres.number, plan.centres.number)
    for name in ("people_by_row", "centre_people", "classes"):
        np.testing.assert_array_equal(
            np.concatenate([getattr(one, name) for one in cut]),
            np.concatenate([getattr(one, name) for one in strips]),
        )


@given(PEOPLE, st.integers(1, 15), LEVELS)
def test_people_of_each_class_are_those_of_its_cells(people, rows, level):
    _, strips = in_strips((people,), rows, Method(level))

    held = np.concatenate([strip.people_by_row for strip in strips])

    classes = classes_of(strips)
    expected = [
        [np.nansum(line[kinds == kind]) for kind in range(256)]
        for line, kinds in zip(people, classes, strict=True)
    ]
    np.testing.assert_allclose(held, expected, rtol=1e-12)
    counted = sum(strip.cells for strip in strips)
    np.testing.assert_array_equal(counted, np.bincount(classes.ravel(), minlength=256))


def test_a_group_at_the_very_threshold_is_added_up_in_the_order_of_the_grid():
    # 5000.1 ten times is less, or more, than 50,001 by a last bit, by the order of adding.
    people = np.full((10, 1), 5000.1)
    exact = float(np.cumsum(people)[-1])
    method = Method(1, Rules(0.2, majority_among_land=True, centre_people=exact))

    found = [classes_of(in_strips((people,), rows, method)[1]) for rows in (1, 3, 10)]

    for classes in found:
        assert (classes == URBAN_CENTRE).all()


@pytest.mark.parametrize("level", [1, 2])
def test_a_grid_where_nobody_lives_has_no_centre(level):
    plan, strips = in_strips((np.zeros((7, 5)),), 3, Method(level))

    assert len(plan.centres.cells) == 0
    assert set(classes_of(strips).ravel()) == {1 if level == 1 else 11}
