"""
The steps of the Degree of Urbanisation in whole arrays, as slow and plain as they can be read.

The kernels of the package are held against them.
"""

from __future__ import annotations

import cluster_steps
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from localgoals.spatial.settlement import R2023A, Rules

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Clusters = NDArray[np.int32]

ROOK = ndimage.generate_binary_structure(2, 1)
QUEEN = ndimage.generate_binary_structure(2, 2)
STRUCTURES = (ROOK, QUEEN)
"""In the order of the package's numbers for them."""
AROUND = tuple((row, column) for row in (-1, 0, 1) for column in (-1, 0, 1) if row or column)


def clusters_of(dense: Flags, population: Floats, *, neighbours: Flags, people: float) -> Clusters:
    """
    Find and number the groups of neighbouring dense cells that hold enough people.

    Parameters
    ----------
    dense
        The cells to group.
    neighbours
        `ROOK` or `QUEEN`.
    people
        What a group must hold; cells with an unknown population add nothing.
    """
    labels, count = ndimage.label(dense, structure=neighbours)
    inside = labels > 0
    held = np.bincount(labels[inside], np.nan_to_num(population[inside]), minlength=count + 1)
    kept = held >= people
    kept[0] = False
    numbers = np.where(kept, np.cumsum(kept), 0).astype(np.int32)
    return numbers[labels]


def join_by_majority(clusters: Clusters, *, counted: Flags, may_join: Flags) -> Clusters:
    """
    Let cells join the cluster that holds more than half of the counted cells around them.

    All cells of a round join at once. After the first round only the cells around those that have
    just joined can have a new majority.

    Parameters
    ----------
    clusters
        The number of the cluster that each cell belongs to, 0 for none.
    counted
        Cells that count when a majority is looked for.
    may_join
        Cells that a cluster can win.
    """
    grid = np.pad(clusters, 1).ravel()
    counts = np.pad(counted, 1, constant_values=True).ravel()
    free = np.pad(may_join, 1).ravel()
    width = clusters.shape[1] + 2
    around = np.array([row * width + column for row, column in AROUND])
    joined = np.flatnonzero(grid)
    while len(joined):
        beside = joined[:, None] + around
        cells = np.unique(beside[free[beside] & (grid[beside] == 0)])
        near = grid[cells[:, None] + around]
        voters = (counts[cells[:, None] + around] | (near > 0)).sum(axis=1)
        votes = ((near[:, :, None] == near[:, None, :]).sum(axis=2)) * (near > 0)
        best = votes.argmax(axis=1)
        rows = np.arange(len(cells))
        wins = 2 * votes[rows, best] > voters
        joined = cells[wins]
        grid[joined] = near[rows, best][wins]
    return grid.reshape(-1, width)[1:-1, 1:-1]


def fill_gaps(clusters: Clusters, below_cells: float) -> Clusters:
    """
    Fill the small holes of each cluster, whatever stands in them.

    A hole is a group of cells, joined by their sides, that one cluster alone surrounds. Where the
    hole of a cluster holds another, the one with the higher number stays.
    """
    filled = clusters.copy()
    for number, window in enumerate(ndimage.find_objects(clusters), start=1):
        if window is not None:
            inside = clusters[window] == number
            filled[window][inside | _small_holes(inside, below_cells)] = number
    return filled


def _small_holes(inside: Flags, below_cells: float) -> Flags:
    """Mark the holes of one cluster that are smaller than a number of cells."""
    labels, count = ndimage.label(np.pad(~inside, 1, constant_values=True), structure=ROOK)
    size = np.bincount(labels.ravel(), minlength=count + 1)
    small = size < below_cells
    small[[0, labels[0, 0]]] = False
    return np.asarray(small[labels][1:-1, 1:-1])


def classes(
    people: Floats, land: Floats, built: Floats, *, cell_km2: float = 1.0, rules: Rules = R2023A
) -> NDArray[np.uint8]:
    """Classify cells at the first level, step by step."""
    known = Known(people, land, built, cell_km2, rules)
    found = np.where(known.water, 0, 1).astype(np.uint8)
    settled = known.density >= rules.cluster_density
    found[known.groups(settled, rules.cluster_neighbours, rules.cluster_people)] = 2
    found[known.centres()] = 3
    found[known.unknown] = 255
    return found


def types(
    people: Floats, land: Floats, built: Floats, *, cell_km2: float = 1.0, rules: Rules = R2023A
) -> NDArray[np.uint8]:
    """Classify cells at the second level, step by step."""
    known = Known(people, land, built, cell_km2, rules)
    found = np.where(known.water, 10, 11).astype(np.uint8)
    found[known.density >= rules.low_density] = 12
    settled = known.density >= rules.cluster_density
    rural = known.groups(settled, rules.rural_cluster_neighbours, rules.rural_cluster_people)
    found[rural] = 13
    found[known.groups(settled, rules.cluster_neighbours, rules.cluster_people)] = 21
    centres = known.centres()
    dense = known.groups(known.dense, rules.dense_neighbours, rules.dense_people)
    near = ndimage.maximum_filter(centres | dense, size=2 * rules.apart_cells + 1, mode="constant")
    semi_dense = clusters_of(
        known.density >= rules.semi_dense_density,
        people,
        neighbours=STRUCTURES[rules.semi_dense_neighbours],
        people=rules.semi_dense_people,
    )
    found[(semi_dense > 0) & ~np.isin(semi_dense, semi_dense[near])] = 22
    found[dense] = 23
    found[centres] = 30
    found[known.unknown] = 255
    return found


class Known:
    """What the cells of a grid are, one by one, and which hang together."""

    def __init__(
        self, people: Floats, land: Floats, built: Floats, cell_km2: float, rules: Rules
    ) -> None:
        """Hold each cell against the rules."""
        self.people, self.land, self.rules, self.cell_km2 = people, land, rules, cell_km2
        with np.errstate(divide="ignore", invalid="ignore"):
            self.density = people / (land * cell_km2)
            share = np.rint(built / land * 1000) / 1000
        wet = land < rules.water_land_share
        self.water = wet & ~(people > 0) & ~(built > 0)
        self.dense = self.density >= rules.centre_density
        if rules.built_share is not None:
            self.dense = self.dense | (share >= rules.built_share)
        self.unknown = (np.isnan(people) & ~self.water) | np.isnan(land)

    def groups(self, cells: Flags, neighbours: int, people: float) -> Flags:
        """Mark the groups of cells that hold enough people."""
        structure = STRUCTURES[neighbours]
        return clusters_of(cells, self.people, neighbours=structure, people=people) > 0

    def centres(self) -> Flags:
        """Mark urban centres."""
        rules = self.rules
        clusters = clusters_of(
            self.dense,
            self.people,
            neighbours=STRUCTURES[rules.centre_neighbours],
            people=rules.centre_people,
        )
        if rules.smooth_edges:
            counted, may_join = voters(self.people, self.land, self.water, rules)
            clusters = join_by_majority(clusters, counted=counted, may_join=may_join)
        return fill_gaps(clusters, rules.gap_km2 / self.cell_km2) > 0


def voters(
    population: Floats, land_share: Floats, water: Flags, rules: Rules
) -> tuple[Flags, Flags]:
    """Tell which cells count for a majority, and which may join one, by a release's rules."""
    if rules.majority_among_land:
        empty_water = (land_share < rules.water_land_share) & (population == 0)
        return ~(water | empty_water), ~water
    everywhere = np.ones(water.shape, np.bool_)
    return everywhere, everywhere


def smooth_edges(
    clusters: Clusters, population: Floats, land_share: Floats, water: Flags, rules: Rules
) -> Clusters:
    """Let the package's kernel join majorities, in a copy."""
    counted, may_join = voters(population, land_share, water, rules)
    return cluster_steps.joined(clusters, counted=counted, may_join=may_join)
