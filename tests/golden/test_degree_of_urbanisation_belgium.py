"""
The Degree of Urbanisation equals flexurba's, cell for cell.

Origin: flexurba 0.2.2 (MIT) on GHSL R2023A tiles (Joint Research Centre, CC BY 4.0); see SOURCE.txt
beside the files.
"""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import rasterio
from cluster_steps import clusters_of, filled
from plain_settlement import smooth_edges

from localgoals.spatial.groups import QUEEN, ROOK
from localgoals.spatial.settlement import (
    R2022A,
    R2023A,
    degree_of_urbanisation,
    settlement_types,
)

SQUARE_METRES = 1e6


@pytest.fixture(scope="module")
def folder(shared):
    return shared / "vectors" / "degurba_belgium_flexurba"


def read(path):
    with rasterio.open(path) as raster:
        return raster.read(1, masked=True).astype(float).filled(np.nan)


def test_belgium_has_the_published_classes_in_every_cell(folder):
    classes = degree_of_urbanisation(
        read(folder / "POP.tif"),
        land_share=read(folder / "LAND.tif") / SQUARE_METRES,
        built_share=read(folder / "BUILT_S.tif") / SQUARE_METRES,
    )

    expected = read(folder / "expected_level1_default_R2023A.tif")
    assert classes.size == 66_357
    assert np.count_nonzero(classes != expected) == 0
    assert np.bincount(classes.ravel()).tolist() == [2578, 52837, 8797, 2145]


def test_belgium_has_the_published_types_in_every_cell(folder):
    types = settlement_types(
        read(folder / "POP.tif"),
        land_share=read(folder / "LAND.tif") / SQUARE_METRES,
        built_share=read(folder / "BUILT_S.tif") / SQUARE_METRES,
    )

    expected = read(folder / "expected_level2_default_R2023A.tif")
    assert np.count_nonzero(types != expected) == 0
    found, count = np.unique(types, return_counts=True)
    assert dict(zip(found.tolist(), count.tolist(), strict=True)) == {
        10: 2578, 11: 29713, 12: 20955, 13: 2091, 21: 6789, 22: 575, 23: 1511, 30: 2145,
    }  # fmt: skip


@pytest.fixture(scope="module", params=range(6))
def grid(folder, request):
    made = json.loads((folder / "small_grids.json").read_text())[request.param]
    side = made.pop("n")
    return {name: np.array(cells).reshape(side, side) for name, cells in made.items()}


@pytest.mark.parametrize(("name", "neighbours"), [("rook", ROOK), ("queen", QUEEN)])
def test_patches_of_random_grids_are_the_same_up_to_their_numbers(grid, name, neighbours):
    expected = grid[name]

    clusters = clusters_of(
        grid["base"] > 0, np.ones(expected.shape), neighbours=neighbours, people=0
    )

    pairs = {*zip(clusters.ravel().tolist(), expected.ravel().tolist(), strict=True)}
    assert len(pairs) == len(np.unique(expected)) == len(np.unique(clusters))
    assert (0, 0) in pairs


@pytest.mark.parametrize(("release", "rules"), [("R2022A", R2022A), ("R2023A", R2023A)])
def test_smoothing_of_random_grids_is_the_same_in_both_releases(grid, release, rules):
    rook, people = grid["rook"].astype(np.int32), grid["pop"].astype(float)

    smoothed = smooth_edges(rook, people, grid["land"], grid["water"] > 0, rules)

    np.testing.assert_array_equal(smoothed, grid[f"majority_{release}"])


@pytest.mark.parametrize(
    ("source", "below", "name"),
    [
        ("majority_R2022A", 15, "fill_gaps15_of_R2022A"),
        ("rook", 15, "fill_gaps15_of_rook"),
        ("rook", 8, "fill_gaps8_of_rook"),
    ],
)
def test_gaps_of_random_grids_are_filled_the_same(grid, source, below, name):
    whole = filled(grid[source].astype(np.int32), below)

    np.testing.assert_array_equal(whole, grid[name])


# 50 cells, counted row by row from 1, and their classes under other parameters: the expectations of
# flexurba's own tests, tests/testthat/test-classify-grid.R.
PLACES = [
    14873, 19879, 44156, 44649, 11081, 33299, 2891, 6168, 27915, 47788, 36022, 36158, 33640,
    47865, 62974, 2040, 7974, 44823, 66183, 63057, 12289, 27462, 23013, 2148, 30621, 948, 26150,
    36813, 1340, 20439, 4238, 46025, 49123, 46819, 47402, 14129, 22984, 4325, 63191, 34252, 52215,
    30000, 14992, 4848, 43788, 62939, 23006, 52372, 64814, 51888,
]  # fmt: skip
OLD_BUILT = replace(R2023A, built_share=0.5)
VARIANTS = {
    "R2022A": (R2022A, "11111111312221131111212010121311111110111121111121"),
    "queen centres, denser clusters, 2022": (
        replace(R2022A, centre_neighbours=QUEEN, cluster_density=400, cluster_people=7000),
        "11111111311121131111212010131311111110111121111121",
    ),
    "queen centres, no filling, no smoothing": (
        replace(
            OLD_BUILT,
            centre_density=2000,
            cluster_people=80_000,
            centre_neighbours=QUEEN,
            gap_km2=0,
            smooth_edges=False,
        ),
        "11111111211221131111212010121311111110111121111121",
    ),
    "no filling, sparser centres, larger clusters": (
        replace(OLD_BUILT, centre_density=1250, cluster_people=60_000, gap_km2=0),
        "11111111311221131111212010131311111110111121111121",
    ),
}
TYPES = {
    "R2023A": (
        R2023A,
        "11 12 11 11 11 11 12 11 30 11 21 21 23 11 13 30 12 12 11 11 21 12 23 10 12 10 11 21 11 30 "
        "12 11 11 12 12 12 11 10 11 11 12 12 21 12 11 11 11 12 21 11",
    ),
    "no smoothing, other clusters": (
        replace(
            R2023A,
            low_density=70,
            smooth_edges=False,
            dense_people=6000,
            semi_dense_density=300,
            semi_dense_people=5000,
            semi_dense_neighbours=QUEEN,
            apart_cells=3,
        ),
        "11 12 11 11 11 11 12 11 21 11 22 21 23 11 13 30 12 11 11 11 21 12 23 10 12 10 11 21 11 30 "
        "12 11 11 12 12 12 11 10 11 11 12 11 21 12 11 11 11 12 21 11",
    ),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_classes_of_other_rules_are_the_published_ones(folder, name):
    rules, published = VARIANTS[name]

    classes = degree_of_urbanisation(
        read(folder / "POP.tif"),
        land_share=read(folder / "LAND.tif") / SQUARE_METRES,
        built_share=read(folder / "BUILT_S.tif") / SQUARE_METRES,
        rules=rules,
    )

    found = classes.ravel()[np.array(PLACES) - 1]
    assert "".join(str(value) for value in found) == published


@pytest.mark.parametrize("name", TYPES)
def test_types_of_other_rules_are_the_published_ones(folder, name):
    rules, published = TYPES[name]

    types = settlement_types(
        read(folder / "POP.tif"),
        land_share=read(folder / "LAND.tif") / SQUARE_METRES,
        built_share=read(folder / "BUILT_S.tif") / SQUARE_METRES,
        rules=rules,
    )

    assert types.ravel()[np.array(PLACES) - 1].tolist() == [int(one) for one in published.split()]


def test_the_second_level_of_2022_has_fewer_cells_that_only_buildings_make_dense(folder):
    people = read(folder / "POP.tif")
    shares = {
        "land_share": read(folder / "LAND.tif") / SQUARE_METRES,
        "built_share": read(folder / "BUILT_S.tif") / SQUARE_METRES,
    }

    older, newer = (settlement_types(people, **shares, rules=one) for one in (R2022A, R2023A))

    dense_by_people = people >= 1500 * shares["land_share"]
    for types in (older, newer):
        assert set(np.unique(types)) == {10, 11, 12, 13, 21, 22, 23, 30}
    only_built = [np.count_nonzero((types >= 23) & ~dense_by_people) for types in (older, newer)]
    assert 0 < only_built[0] < only_built[1]
