"""
Degree of Urbanisation, level 1: urban centres, urban clusters and rural cells of a population grid.

Each function is one step of the method; `degree_of_urbanisation` is their order. A grid of clusters
holds 0 outside of them and the number of the cluster inside.

References
----------
.. [1] European Commission, Joint Research Centre (2023), GHSL Data Package 2023, footnotes 29, 30.
.. [2] European Commission, Joint Research Centre (2022), GHSL Data Package 2022, footnote 25.
.. [3] European Union, FAO, UN-Habitat, OECD, World Bank (2021), Applying the Degree of
   Urbanisation: a methodological manual.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Clusters = NDArray[np.int32]
Classes = NDArray[np.uint8]

URBAN_CENTRE, URBAN_CLUSTER, RURAL, WATER, UNKNOWN = 3, 2, 1, 0, 255

ROOK = ndimage.generate_binary_structure(2, 1)
"""Cells that share a side are neighbours."""
QUEEN = ndimage.generate_binary_structure(2, 2)
"""Cells that share a side or a corner are neighbours."""

# The step to each of the eight cells around a cell: rows, columns.
AROUND = tuple((row, column) for row in (-1, 0, 1) for column in (-1, 0, 1) if row or column)


@dataclass(frozen=True)
class Rules:
    """The thresholds of one release of the method."""

    built_share: float
    """Built-up share of the land from which a cell counts as dense whoever lives there."""
    majority_among_land: bool
    """Whether empty water is left out when the majority around a cell is counted."""
    centre_density: float = 1500
    """[people/km²]"""
    centre_people: float = 50_000
    cluster_density: float = 300
    """[people/km²]"""
    cluster_people: float = 5_000
    gap_km2: float = 15
    """Holes in a centre that are smaller than this are filled. [km²]"""
    water_land_share: float = 0.5
    """Cells with less land, no people and no buildings are water."""


R2022A = Rules(built_share=0.5, majority_among_land=False)
R2023A = Rules(built_share=0.2, majority_among_land=True)


def degree_of_urbanisation(
    population: Floats,
    *,
    land_share: Floats | None = None,
    built_share: Floats | None = None,
    cell_km2: float = 1.0,
    rules: Rules = R2023A,
) -> Classes:
    """
    Classify the cells of a population grid.

    Parameters
    ----------
    population
        People per cell, (rows, columns); NaN where not known.
    land_share
        Share of each cell that is land; all land when not given. [0 to 1]
    built_share
        Share of each cell that is built up; left out of the rules when not given. [0 to 1]
    cell_km2
        Area of a cell. The method is defined for cells of 1 km². [km²]
    rules
        Release of the method.

    Returns
    -------
    classes
        3 urban centre, 2 urban cluster, 1 rural, 0 water, 255 where people or land are not known. A
        cell without a population that is mostly water and has no buildings is water all the same.

    References
    ----------
    Joint Research Centre (2023), GHSL Data Package 2023; see the module for the others.

    Examples
    --------
    Six dense cells are an urban centre; the mass of their people does not reach a cell apart:

    >>> people = np.array([[9000.0, 9000, 9000, 0, 200], [9000, 9000, 9000, 0, np.nan]])
    >>> degree_of_urbanisation(people)
    array([[  3,   3,   3,   1,   1],
           [  3,   3,   3,   1, 255]], dtype=uint8)
    """
    land = np.ones(population.shape) if land_share is None else land_share
    built = np.zeros(population.shape) if built_share is None else built_share
    water = is_water(population, land, built, rules)
    density = density_of_land(population, land * cell_km2)
    dense = (density >= rules.centre_density) | (
        built_up_share_of_land(built, land) >= rules.built_share
    )
    centres = clusters_of(dense, population, neighbours=ROOK, people=rules.centre_people)
    centres = smooth_edges(centres, population, land, water, rules)
    centres = fill_gaps(centres, below_cells=rules.gap_km2 / cell_km2)
    settled = clusters_of(
        density >= rules.cluster_density, population, neighbours=QUEEN, people=rules.cluster_people
    )
    classes = np.full(population.shape, RURAL, np.uint8)
    classes[water] = WATER
    classes[settled > 0] = URBAN_CLUSTER
    classes[centres > 0] = URBAN_CENTRE
    classes[(np.isnan(population) & ~water) | np.isnan(land)] = UNKNOWN
    return classes


def density_of_land(population: Floats, land_km2: Floats) -> Floats:
    """Divide people by land; infinite where people live on no land, NaN where neither is there."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(population / land_km2)


def built_up_share_of_land(built_share: Floats, land_share: Floats) -> Floats:
    """Divide built-up area by land, to the three decimals that the method compares."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.round(built_share / land_share, 3))


def is_water(population: Floats, land_share: Floats, built_share: Floats, rules: Rules) -> Flags:
    """
    Tell which cells are mostly water and hold no people or buildings that anyone knows of.

    Parameters
    ----------
    population
        People per cell; NaN where not known.
    land_share, built_share
        Shares of each cell; NaN where not known. [0 to 1]
    rules
        Release of the method.
    """
    nobody = np.isnan(population) | (population <= 0)
    nothing = np.isnan(built_share) | (built_share <= 0)
    return np.asarray((land_share < rules.water_land_share) & nobody & nothing)


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


def smooth_edges(
    clusters: Clusters, population: Floats, land_share: Floats, water: Flags, rules: Rules
) -> Clusters:
    """
    Add the cells to a cluster that it surrounds by a majority, until none is left to add.

    In release R2023A the majority is counted among the surrounding cells with land or people, and
    water never joins; in R2022A it is five of the eight. Beyond the edge of the grid is no cluster.

    Parameters
    ----------
    clusters
        The number of the cluster that each cell belongs to, 0 for none.
    population, land_share
        People per cell, and the share of it that is land.
    water
        Cells that are water by `is_water`.
    rules
        Release of the method.
    """
    empty_water = (land_share < rules.water_land_share) & (population == 0)
    if rules.majority_among_land:
        return join_by_majority(clusters, counted=~(water | empty_water), may_join=~water)
    every = np.ones(clusters.shape, np.bool_)
    return join_by_majority(clusters, counted=every, may_join=every)


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


def fill_gaps(clusters: Clusters, *, below_cells: float) -> Clusters:
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
