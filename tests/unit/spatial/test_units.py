"""Administrative units by where their people live: the borders of the rules."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from affine import Affine

from localgoals.spatial.units import (
    CITY,
    RURAL_AREA,
    TOWN,
    classes_by_share,
    classify_units,
    types_by_share,
)

ROW = Affine(1, 0, 0, 0, -1, 1)


def along(*spans):
    """Make units that reach from one column to another of a grid of one row."""
    return np.array([shapely.box(start, 0, end, 1) for start, end in spans], object)


def classified(grid, people, units, **options):
    return classify_units(
        np.array([grid], np.uint8), np.array([people], float), ROW, units, **options
    )


def test_half_of_the_people_in_centres_make_a_city_and_half_in_rural_cells_no_rural_area():
    shares = np.array([[0.5, 0, 0.5], [0.499, 0.001, 0.5], [0.499, 0, 0.501]])

    assert classes_by_share(shares).tolist() == [CITY, TOWN, RURAL_AREA]


def test_a_cell_that_a_border_cuts_counts_with_the_part_inside():
    found = classified([3, 1], [100, 60], along((0, 1.5), (1.5, 2)))

    assert found.people.tolist() == [130, 30]
    assert found.shares[0].tolist() == pytest.approx([100 / 130, 0, 30 / 130])
    assert found.classes.tolist() == [CITY, RURAL_AREA]


def test_a_unit_far_smaller_than_a_cell_is_what_the_cell_is():
    found = classified([1, 2, 3], [10, 1000, 9000], along((1.4, 1.401), (2.5, 2.5001)))

    assert found.classes.tolist() == [TOWN, CITY]


def test_a_unit_where_nobody_lives_is_classified_by_its_land_without_the_water():
    found = classified([3, 1, 1, 0, 0, 0, 0], [0] * 7, along((0, 7)))

    assert found.by_land.tolist() == [True]
    assert found.classes.tolist() == [RURAL_AREA]
    assert found.shares[0].tolist() == pytest.approx([1 / 3, 0, 2 / 3])


def test_an_unknown_cell_counts_neither_people_nor_land():
    found = classified([3, 255], [100, np.nan], along((0, 2), (1, 2)))

    assert found.people[0] == 100
    assert np.isnan(found.people[1])
    assert found.classes.tolist() == [CITY, 255]
    assert found.covered.tolist() == [0.5, 0]


def test_a_unit_beyond_the_grid_is_unknown_and_one_that_reaches_beyond_says_so():
    found = classified([2, 2], [500, 500], along((5, 6), (1, 3)))

    assert found.classes.tolist() == [255, TOWN]
    assert found.covered.tolist() == [0, 0.5]


def test_only_water_is_no_class():
    found = classified([0, 0], [0, 0], along((0, 2)))

    assert found.classes.tolist() == [255]


def test_water_of_the_second_level_is_of_the_second_level():
    found = classified([10, 10], [0, 0], along((0, 2)))

    assert found.types.tolist() == [255]


def test_a_missing_or_empty_outline_is_unknown_and_the_others_are_not():
    units = np.array([None, shapely.Polygon(), shapely.box(0, 0, 1, 1)], object)

    found = classified([3, 3], [9, 9], units)

    assert found.classes.tolist() == [255, 255, CITY]


def test_units_that_overlap_count_what_lies_in_both():
    found = classified([3, 1], [100, 50], along((0, 2), (0, 1)))

    assert found.people.tolist() == [150, 100]


def test_a_grid_of_the_second_level_gives_both_levels():
    units = along((0, 1), (1, 2), (2, 3))

    found = classified([30, 23, 11], [9000, 5000, 3], units)

    assert found.classes.tolist() == [CITY, TOWN, RURAL_AREA]
    assert found.types.tolist() == [30, 23, 11]


def test_grids_of_two_shapes_are_a_mistake_of_the_caller():
    with pytest.raises(AssertionError):
        classify_units(np.ones((1, 2), np.uint8), np.ones((2, 1)), ROW, along((0, 1)))


# Shares in: centre, dense, semi-dense, suburban, rural cluster, low, very low density.
@pytest.mark.parametrize(
    ("shares", "of_2024", "of_2021"),
    [
        ([0.5, 0, 0, 0.5, 0, 0, 0], 30, 30),
        ([0.4, 0.1, 0, 0.5, 0, 0, 0], 23, 21),
        ([0, 0.3, 0.3, 0.4, 0, 0, 0], 22, 23),
        ([0, 0.2, 0.3, 0.1, 0.4, 0, 0], 21, 22),
        ([0, 0.3, 0.2, 0.2, 0.3, 0, 0], 21, 23),
        ([0, 0, 0, 0.2, 0.3, 0.1, 0.4], 13, 11),
        ([0, 0, 0, 0, 0.4, 0.4, 0.2], 12, 13),
        ([0, 0, 0, 0, 0.3, 0.2, 0.5], 11, 11),
        ([0, 0, 0, 0, 0.1, 0.5, 0.4], 12, 12),
        ([np.nan] * 7, 255, 255),
    ],
)
def test_the_two_editions_of_the_manual_tell_types_apart_differently(shares, of_2024, of_2021):
    assert types_by_share(np.array([shares])).tolist() == [of_2024]
    assert types_by_share(np.array([shares]), manual=2021).tolist() == [of_2021]
