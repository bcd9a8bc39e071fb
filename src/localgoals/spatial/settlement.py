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

from localgoals.spatial.clusters import (
    COUNTED,
    DENSE,
    EMPTY_WATER,
    NOT_KNOWN,
    SETTLED,
    Limits,
    Surface,
    fill_holes,
    join_majorities,
    marked,
    number_groups,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Clusters = NDArray[np.int32]
Classes = NDArray[np.uint8]

URBAN_CENTRE, URBAN_CLUSTER, RURAL, WATER, UNKNOWN = 3, 2, 1, 0, 255

ROOK = 0
"""Cells that share a side are neighbours."""
QUEEN = 1
"""Cells that share a side or a corner are neighbours."""


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

    def limits(self, cell_km2: float) -> Limits:
        """Give the numbers that single cells are held against, for cells of so many km²."""
        return Limits(
            cell_km2,
            self.centre_density,
            self.cluster_density,
            self.built_share,
            self.water_land_share,
        )


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
    surface = Surface(
        np.asarray(population, np.float64),
        np.ones((1, 1)) if land_share is None else np.asarray(land_share, np.float64),
        np.zeros((1, 1)) if built_share is None else np.asarray(built_share, np.float64),
    )
    marks = marked(surface, rules.limits(cell_km2))
    people = surface.people
    centres = clusters_of(marks & DENSE != 0, people, neighbours=ROOK, people=rules.centre_people)
    if rules.majority_among_land:
        join_majorities(centres, marks & COUNTED != 0, marks & EMPTY_WATER == 0)
    else:
        everywhere = np.ones(marks.shape, np.bool_)
        join_majorities(centres, everywhere, everywhere)
    centres = fill_holes(centres, rules.gap_km2 / cell_km2)
    settled = clusters_of(
        marks & SETTLED != 0, people, neighbours=QUEEN, people=rules.cluster_people
    )
    classes = np.full(marks.shape, RURAL, np.uint8)
    classes[marks & EMPTY_WATER != 0] = WATER
    classes[settled > 0] = URBAN_CLUSTER
    classes[centres > 0] = URBAN_CENTRE
    classes[marks & NOT_KNOWN != 0] = UNKNOWN
    return classes


def clusters_of(dense: Flags, population: Floats, *, neighbours: int, people: float) -> Clusters:
    """
    Find and number the groups of neighbouring dense cells that hold enough people.

    Parameters
    ----------
    dense
        The cells to group.
    population
        People per cell; those with an unknown population add nothing.
    neighbours
        `ROOK` or `QUEEN`.
    people
        What a group must hold.
    """
    return number_groups(dense, population, neighbours, people)
