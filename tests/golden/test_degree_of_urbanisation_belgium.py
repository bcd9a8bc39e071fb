"""
The Degree of Urbanisation equals flexurba's, cell for cell.

Origin: flexurba 0.2.2 (MIT) on GHSL R2023A tiles (Joint Research Centre, CC BY 4.0); see SOURCE.txt
beside the files.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
import rasterio
from plain_settlement import smooth_edges

from localgoals.spatial.clusters import QUEEN, ROOK, clusters_of, fill_holes
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
    filled = fill_holes(grid[source].astype(np.int32), below)

    np.testing.assert_array_equal(filled, grid[name])
