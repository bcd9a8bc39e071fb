"""The steps of the Degree of Urbanisation, one at a time."""

from __future__ import annotations

import mmap
from pathlib import Path

import numpy as np
import pytest
from cluster_steps import clusters_of, filled
from plain_settlement import smooth_edges

from localgoals.spatial.clusters import no_clusters
from localgoals.spatial.groups import QUEEN, ROOK
from localgoals.spatial.settlement import (
    R2022A,
    R2023A,
    RURAL,
    UNKNOWN,
    URBAN_CENTRE,
    URBAN_CLUSTER,
    WATER,
    degree_of_urbanisation,
    settlement_types,
)


def town(shape=(9, 9), people=0.0):
    return np.full(shape, float(people))


def test_corners_join_cells_into_a_cluster_but_not_into_a_centre():
    dense = np.eye(2, dtype=bool)
    people = np.full((2, 2), 10.0)

    assert clusters_of(dense, people, neighbours=QUEEN, people=20).max() == 1
    assert clusters_of(dense, people, neighbours=ROOK, people=20).max() == 0


def test_clusters_with_too_few_people_lose_their_number():
    dense = np.array([[True, False, True, True]])

    clusters = clusters_of(dense, np.array([[9.0, 0, 5, 5]]), neighbours=ROOK, people=10)

    assert clusters.tolist() == [[0, 0, 1, 1]]


def test_cells_with_unknown_people_add_nothing_to_a_cluster():
    dense = np.array([[True, True]])

    assert clusters_of(dense, np.array([[10.0, np.nan]]), neighbours=ROOK, people=10).all()


def test_people_are_divided_by_land_and_not_by_the_whole_cell():
    people = town(people=200)

    classes = degree_of_urbanisation(people, land_share=np.full(people.shape, 0.5))

    assert (classes == URBAN_CLUSTER).all()
    assert (degree_of_urbanisation(people) == RURAL).all()


def test_density_is_per_square_kilometre_whatever_the_cell():
    people = town(people=400)

    assert (degree_of_urbanisation(people, cell_km2=0.25) == URBAN_CLUSTER).all()
    assert (degree_of_urbanisation(people, cell_km2=4.0) == RURAL).all()


def test_an_office_park_beside_a_centre_belongs_to_it():
    people = town((1, 10), people=9000)
    people[0, 9] = 0
    built = np.zeros(people.shape)
    built[0, 9] = 0.3

    assert degree_of_urbanisation(people)[0, 9] == RURAL
    assert degree_of_urbanisation(people, built_share=built)[0, 9] == URBAN_CENTRE
    assert degree_of_urbanisation(people, built_share=built, rules=R2022A)[0, 9] == RURAL


@pytest.mark.parametrize(("built", "of_centre"), [(0.1996, True), (0.1994, False)])
def test_the_built_up_share_is_compared_at_three_decimals(built, of_centre):
    people = town((1, 10), people=9000)
    people[0, 9] = 0

    classes = degree_of_urbanisation(people, built_share=np.full(people.shape, built))

    assert (classes[0, 9] == URBAN_CENTRE) == of_centre


def test_a_gap_of_fourteen_cells_is_filled_and_one_of_fifteen_is_not():
    ring = np.ones((5, 17), np.int32)
    ring[2, 1:15] = 0
    assert filled(ring, 15).all()

    ring[2, 15] = 0
    assert filled(ring, 15).sum() == 5 * 17 - 15


def test_a_bay_is_not_a_gap():
    bay = np.ones((3, 3), np.int32)
    bay[1, 1:] = 0

    assert (filled(bay, 15) == bay).all()


def test_a_gap_that_two_clusters_share_is_not_filled():
    two = np.array([[1, 1, 2, 2], [1, 0, 0, 2], [1, 1, 2, 2]], np.int32)

    assert (filled(two, 15) == two).all()


def corner_with_a_notch(beside):
    """Make a cluster of four cells around a cell; `beside` is the people of the other four."""
    clusters = np.array([[1, 1, 1], [1, 0, 0], [0, 0, 0]], np.int32)
    people = np.where(clusters, 9000.0, beside)
    return clusters, people


def test_four_of_eight_neighbours_are_no_majority():
    clusters, people = corner_with_a_notch(beside=1.0)
    land = np.ones((3, 3))
    water = np.zeros((3, 3), bool)

    for rules in (R2022A, R2023A):
        assert (smooth_edges(clusters, people, land, water, rules) == clusters).all()


def test_water_does_not_vote_in_2023_and_did_in_2022():
    clusters, people = corner_with_a_notch(beside=0.0)
    land = np.where(clusters, 1.0, 0.0)
    land[1, 1] = 1.0
    water = land == 0

    assert smooth_edges(clusters, people, land, water, R2023A)[1, 1] == 1
    assert smooth_edges(clusters, people, land, water, R2022A)[1, 1] == 0


def test_water_never_joins_a_centre_by_majority():
    clusters = np.ones((3, 3), np.int32)
    clusters[1, 1] = 0
    water = clusters == 0
    land = np.where(water, 0.0, 1.0)

    assert smooth_edges(clusters, clusters * 9000.0, land, water, R2023A)[1, 1] == 0


def test_smoothing_goes_on_until_no_cell_has_a_majority():
    # Each cell of the middle row gets its fifth neighbour from the one before.
    clusters = np.ones((3, 6), np.int32)
    clusters[1, 1:] = 0
    clusters[2, 1:] = 0
    clusters = np.vstack([clusters, np.ones((1, 6), np.int32)])
    people, land = clusters * 9000.0 + 1, np.ones(clusters.shape)

    smoothed = smooth_edges(clusters, people, land, land == 0, R2023A)

    assert smoothed[1:3, 1:5].all()


def test_a_cell_of_which_nobody_knows_the_people_is_unknown_even_inside_a_centre():
    people = town(people=9000)
    people[4, 4] = np.nan

    classes = degree_of_urbanisation(people)

    assert classes[4, 4] == UNKNOWN
    assert np.count_nonzero(classes == URBAN_CENTRE) == 80


def test_open_sea_without_a_population_is_water():
    people = town(people=9000)
    people[:, 8] = np.nan
    land = np.where(np.isnan(people), 0.0, 1.0)

    assert (degree_of_urbanisation(people, land_share=land)[:, 8] == WATER).all()


def test_without_a_land_share_nothing_is_water():
    assert WATER not in degree_of_urbanisation(town())


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (5, 0), (1, 1)])
def test_a_grid_of_hardly_any_cells_has_as_many_classes(shape):
    assert degree_of_urbanisation(np.zeros(shape)).shape == shape
    assert settlement_types(np.zeros(shape)).shape == shape


def test_a_share_of_another_shape_is_a_mistake_of_the_caller():
    with pytest.raises(AssertionError):
        degree_of_urbanisation(town(), land_share=np.ones((3, 3)))


@pytest.mark.parametrize("kind", [np.int32, np.float32, np.uint16])
def test_whole_numbers_and_short_ones_are_people_as_well(kind):
    people = np.array([[9000, 9000, 9000, 0], [9000, 9000, 9000, 400]])

    classes = degree_of_urbanisation(people.astype(kind)[:, ::-1])

    assert classes.tolist() == degree_of_urbanisation(people.astype(float)[:, ::-1]).tolist()


def test_the_grid_that_is_given_stays_as_it_is():
    people = town(people=9000)
    people.flags.writeable = False

    assert (degree_of_urbanisation(people) == URBAN_CENTRE).all()


def test_an_unknown_land_share_leaves_the_cell_unknown():
    land = np.ones((9, 9))
    land[0, 0] = np.nan

    classes = degree_of_urbanisation(town(), land_share=land)

    assert np.argwhere(classes == UNKNOWN).tolist() == [[0, 0]]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell")
def test_what_nobody_writes_to_on_a_large_grid_takes_no_memory():
    def held_mb():
        return int(Path("/proc/self/statm").read_text().split()[1]) * mmap.PAGESIZE / 2**20

    before_mb = held_mb()

    clusters = no_clusters((20_000, 20_000))
    clusters[::100, 7] = 1

    assert (clusters[300, :9].sum(), clusters[301, :9].sum()) == (1, 0)
    assert held_mb() - before_mb < 50
