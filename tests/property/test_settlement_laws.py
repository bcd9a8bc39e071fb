"""Laws of the Degree of Urbanisation on random grids."""

from __future__ import annotations

import numpy as np
import plain_settlement
import pytest
from any_rules import RULES
from cluster_steps import clusters_of, filled, filled_and_visited, joined
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from localgoals.spatial.groups import QUEEN, ROOK
from localgoals.spatial.settlement import (
    R2023A,
    RURAL,
    UNKNOWN,
    URBAN_CENTRE,
    URBAN_CLUSTER,
    WATER,
    Rules,
    degree_of_urbanisation,
    settlement_types,
)

SHAPES = st.shared(st.tuples(st.integers(1, 9), st.integers(1, 9)), key="shape")
PEOPLE = hnp.arrays(
    np.float64,
    SHAPES,
    elements=st.sampled_from([0.0, 100.0, 400.0, 1600.0, 9000.0, 20000.0, np.nan]),
)
LAND = hnp.arrays(np.float64, SHAPES, elements=st.sampled_from([0.0, 0.4, 0.5, 1.0]))
BUILT = hnp.arrays(np.float64, SHAPES, elements=st.sampled_from([0.0, 0.1, 0.3, 0.6]))
DENSE = hnp.arrays(np.bool_, SHAPES)

TURNS = [np.flipud, np.fliplr, np.transpose, np.rot90]


@given(PEOPLE, LAND, BUILT, st.sampled_from(TURNS))
def test_turning_the_map_turns_the_classes(people, land, built, turn):
    classes = degree_of_urbanisation(people, land_share=land, built_share=built)

    turned = degree_of_urbanisation(turn(people), land_share=turn(land), built_share=turn(built))

    np.testing.assert_array_equal(turned, turn(classes))


@given(PEOPLE, LAND, BUILT)
def test_every_cell_has_one_class_and_unknown_people_have_none_on_land(people, land, built):
    classes = degree_of_urbanisation(people, land_share=land, built_share=built)

    assert np.isin(classes, [URBAN_CENTRE, URBAN_CLUSTER, RURAL, WATER, UNKNOWN]).all()
    assert (classes[np.isnan(people) & (land >= 0.5)] == UNKNOWN).all()
    assert not np.isnan(people[(classes == RURAL) | (classes == URBAN_CLUSTER)]).any()


@given(PEOPLE)
def test_an_empty_margin_changes_nothing_inside(people):
    classes = degree_of_urbanisation(people)

    padded = degree_of_urbanisation(np.pad(people, 2))

    np.testing.assert_array_equal(padded[2:-2, 2:-2], classes)


@given(DENSE, st.sampled_from([ROOK, QUEEN]))
def test_clusters_are_neighbouring_cells_and_no_two_clusters_touch(dense, neighbours):
    clusters = clusters_of(dense, np.ones(dense.shape), neighbours=neighbours, people=1)

    assert ((clusters > 0) == dense).all()
    assert set(np.unique(clusters)) - {0} == set(range(1, clusters.max(initial=0) + 1))
    for axis in (0, 1):
        one, next_ = clusters, np.roll(clusters, -1, axis=axis)
        inner = [slice(None)] * 2
        inner[axis] = slice(None, -1)
        one, next_ = one[tuple(inner)], next_[tuple(inner)]
        both = (one > 0) & (next_ > 0)
        assert (one[both] == next_[both]).all()


@given(DENSE, st.integers(1, 20))
def test_filling_gaps_only_adds_and_a_second_time_adds_nothing(dense, below):
    clusters = clusters_of(dense, np.ones(dense.shape), neighbours=ROOK, people=1)

    once = filled(clusters, below)

    assert (once[clusters > 0] > 0).all()
    assert ((filled(once, below) > 0) == (once > 0)).all()


@given(DENSE, DENSE, DENSE)
def test_smoothing_ends_where_no_cell_has_a_majority(dense, counted, may_join):
    clusters = clusters_of(dense, np.ones(dense.shape), neighbours=ROOK, people=1)

    smooth = joined(clusters, counted=counted, may_join=may_join)

    assert (smooth[clusters > 0] == clusters[clusters > 0]).all()
    assert (smooth[~may_join & (clusters == 0)] == 0).all()
    grid = np.pad(smooth, 1)
    counts = np.pad(counted, 1, constant_values=True)
    for row, column in np.argwhere((smooth == 0) & may_join):
        window = grid[row : row + 3, column : column + 3]
        valid = counts[row : row + 3, column : column + 3] | (window > 0)
        voters = valid.sum() - valid[1, 1]
        votes = np.bincount(window[window > 0]).max(initial=0)
        assert 2 * votes <= voters or votes == 0


@given(DENSE, PEOPLE, st.booleans(), st.sampled_from([0.0, 500.0, 20000.0]))
def test_groups_are_those_of_the_plain_steps(dense, people, corners, least):
    structure = plain_settlement.QUEEN if corners else plain_settlement.ROOK

    found = clusters_of(dense, people, neighbours=QUEEN if corners else ROOK, people=least)

    expected = plain_settlement.clusters_of(dense, people, neighbours=structure, people=least)
    np.testing.assert_array_equal(found, expected)


@given(DENSE, DENSE, DENSE)
def test_majorities_are_those_of_the_plain_steps(dense, counted, may_join):
    clusters = clusters_of(dense, np.ones(dense.shape), neighbours=ROOK, people=0)

    smooth = joined(clusters, counted=counted, may_join=may_join)

    expected = plain_settlement.join_by_majority(clusters, counted=counted, may_join=may_join)
    np.testing.assert_array_equal(smooth, expected)


@given(DENSE, st.integers(1, 12))
def test_holes_are_those_of_the_plain_steps(dense, below):
    clusters = clusters_of(dense, np.ones(dense.shape), neighbours=QUEEN, people=0)

    np.testing.assert_array_equal(
        filled(clusters, below), plain_settlement.fill_gaps(clusters, below)
    )


def nested_rings(side):
    """Draw clusters of which each surrounds the next, with a gap of one cell between them."""
    across = np.abs(np.arange(side) - (side - 1) / 2)
    ring = ((side - 1) / 2 - np.maximum.outer(across, across)).astype(np.int32)
    return np.where(ring % 2 == 0, ring // 2 + 1, 0).astype(np.int32)


@pytest.mark.parametrize("below", [1, 15, 100])
def test_looking_for_holes_costs_as_much_per_cell_on_a_grid_sixteen_times_as_large(below):
    small, large = (filled_and_visited(nested_rings(side), below)[1] for side in (100, 400))

    assert large < 17 * small
    # Each ring has one hole within it, which is given up after so many cells.
    assert large <= nested_rings(400).size * (below + 3)


@given(DENSE, DENSE, st.sampled_from([2.0, 5.0, 15.0, np.inf]))
def test_holes_in_holes_of_clusters_are_those_of_the_plain_steps(dense, beside, below):
    clusters = clusters_of(dense, np.ones(dense.shape), neighbours=QUEEN, people=0)
    # Clusters that touch by their sides, as they do after their edges are smoothed.
    more = clusters_of(beside & ~dense, np.ones(dense.shape), neighbours=QUEEN, people=0)
    clusters += np.where(more > 0, more + clusters.max(), 0).astype(np.int32)

    np.testing.assert_array_equal(
        filled(clusters, below), plain_settlement.fill_gaps(clusters, below)
    )


@given(PEOPLE, LAND, BUILT)
def test_types_are_parts_of_the_classes(people, land, built):
    classes = degree_of_urbanisation(people, land_share=land, built_share=built)
    types = settlement_types(people, land_share=land, built_share=built)

    assert ((types == 30) == (classes == URBAN_CENTRE)).all()
    assert ((types == 10) == (classes == WATER)).all()
    assert ((types == UNKNOWN) == (classes == UNKNOWN)).all()
    assert (types[classes == URBAN_CLUSTER] >= 21).all()


@given(PEOPLE, LAND, BUILT, RULES, st.sampled_from([0.25, 1.0]))
def test_classes_and_types_are_those_of_the_plain_steps_whatever_the_rules(
    people, land, built, rules, cell_km2
):
    shares = {"land_share": land, "built_share": built}

    classes = degree_of_urbanisation(people, **shares, cell_km2=cell_km2, rules=rules)
    types = settlement_types(people, **shares, cell_km2=cell_km2, rules=rules)

    plain = {"cell_km2": cell_km2, "rules": rules}
    np.testing.assert_array_equal(classes, plain_settlement.classes(people, land, built, **plain))
    np.testing.assert_array_equal(types, plain_settlement.types(people, land, built, **plain))


@given(PEOPLE, LAND, BUILT, RULES, st.sampled_from(TURNS))
def test_turning_the_map_turns_the_types(people, land, built, rules, turn):
    types = settlement_types(people, land_share=land, built_share=built, rules=rules)

    turned = settlement_types(
        turn(people), land_share=turn(land), built_share=turn(built), rules=rules
    )

    np.testing.assert_array_equal(turned, turn(types))


@given(PEOPLE)
def test_without_built_up_land_its_threshold_has_no_say(people):
    rules = Rules(built_share=None, majority_among_land=True)

    built_over = np.ones(people.shape)

    np.testing.assert_array_equal(
        degree_of_urbanisation(people, built_share=built_over, rules=rules),
        degree_of_urbanisation(people, rules=R2023A),
    )


@given(hnp.arrays(np.float64, 64, elements=st.floats(0, 1)))
def test_built_up_shares_are_rounded_to_three_decimals_as_numpy_rounds(share):
    people = np.zeros((1, 64))
    rules = Rules(built_share=0.2, majority_among_land=False, centre_people=0, smooth_edges=False)

    classes = degree_of_urbanisation(people, built_share=share[None, :], rules=rules)

    np.testing.assert_array_equal(classes[0] == URBAN_CENTRE, np.rint(share * 1000) / 1000 >= 0.2)


@pytest.mark.parametrize("grow", [np.asarray, np.transpose])
def test_a_grid_tall_enough_for_several_threads_has_the_classes_of_the_plain_steps(grow):
    chance = np.random.default_rng(7)
    people = grow(chance.choice([0.0, 100, 400, 1600, 9000, np.nan], size=(1500, 40)))
    land, built = (grow(chance.choice(kinds, (1500, 40))) for kinds in ([0.2, 1.0], [0.0, 0.3]))

    types = settlement_types(people, land_share=land, built_share=built)

    np.testing.assert_array_equal(types, plain_settlement.types(people, land, built))
