"""
Degree of Urbanisation: urban centres, urban clusters and rural cells of a population grid.

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

from localgoals.spatial.clusters import (
    COUNTED,
    DENSE,
    EMPTY_WATER,
    NOT_KNOWN,
    PEOPLED,
    QUEEN,
    ROOK,
    SEMI_DENSE,
    SETTLED,
    Limits,
    Marks,
    Surface,
    clusters_of,
    fill_holes,
    join_majorities,
    marked,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Clusters = NDArray[np.int32]
Classes = NDArray[np.uint8]

URBAN_CENTRE, URBAN_CLUSTER, RURAL, WATER, UNKNOWN = 3, 2, 1, 0, 255
CENTRE_TYPE, DENSE_CLUSTER, SEMI_DENSE_CLUSTER, SUBURB = 30, 23, 22, 21
RURAL_CLUSTER, LOW_DENSITY, VERY_LOW_DENSITY, WATER_TYPE = 13, 12, 11, 10


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
    semi_dense_density: float = 900
    """[people/km²]"""
    semi_dense_people: float = 2_500
    apart_cells: int = 2
    """A semi-dense urban cluster has more cells than so many between it and denser ones."""
    rural_cluster_people: float = 500
    low_density: float = 50
    """[people/km²]"""
    gap_km2: float = 15
    """Holes in a centre that are smaller than this are filled. [km²]"""
    water_land_share: float = 0.5
    """Cells with less land, no people and no buildings are water."""

    def limits(self, cell_km2: float) -> Limits:
        """Give the numbers that single cells are held against, for cells of so many km²."""
        return Limits(
            cell_km2,
            self.centre_density,
            self.semi_dense_density,
            self.cluster_density,
            self.low_density,
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
    marks, people = _marks(population, land_share, built_share, rules.limits(cell_km2))
    centres = _centres(marks, people, cell_km2, rules)
    settled = clusters_of(
        marks & SETTLED != 0, people, neighbours=QUEEN, people=rules.cluster_people
    )
    classes = np.full(marks.shape, RURAL, np.uint8)
    classes[marks & EMPTY_WATER != 0] = WATER
    classes[settled > 0] = URBAN_CLUSTER
    classes[centres] = URBAN_CENTRE
    classes[marks & NOT_KNOWN != 0] = UNKNOWN
    return classes


def settlement_types(
    population: Floats,
    *,
    land_share: Floats | None = None,
    built_share: Floats | None = None,
    cell_km2: float = 1.0,
    rules: Rules = R2023A,
) -> Classes:
    """
    Classify the cells of a population grid at the second level of the Degree of Urbanisation.

    Parameters are those of `degree_of_urbanisation`.

    Returns
    -------
    types
        30 urban centre; 23 dense, and 22 semi-dense urban cluster; 21 suburban or peri-urban; 13
        rural cluster; 12 low, and 11 very low density rural; 10 water; 255 not known.

    Notes
    -----
    The steps of release R2023A, as far as they could be told from what flexurba 0.2.2 finds in
    Belgium, where no cell differs: dense clusters are groups by side of the cells that make
    centres, with 5,000 people; semi-dense ones groups by side of cells of 900 people/km² with 2,500
    people that stay more than two cells away from both; rural clusters groups of cells of 300 with
    500 people.

    References
    ----------
    Joint Research Centre (2023), GHSL Data Package 2023; classes are named as in GHS-SMOD.

    Examples
    --------
    >>> settlement_types(np.array([[9000.0, 60, 0, 0, 800]]))
    array([[23, 12, 11, 11, 13]], dtype=uint8)
    """
    marks, people = _marks(population, land_share, built_share, rules.limits(cell_km2))
    centres = _centres(marks, people, cell_km2, rules)
    dense = ~centres & (
        clusters_of(marks & DENSE != 0, people, neighbours=ROOK, people=rules.cluster_people) > 0
    )
    urban = centres | dense
    settled = marks & SETTLED != 0
    types = np.full(marks.shape, VERY_LOW_DENSITY, np.uint8)
    types[marks & PEOPLED != 0] = LOW_DENSITY
    rural = clusters_of(settled, people, neighbours=QUEEN, people=rules.rural_cluster_people)
    types[rural > 0] = RURAL_CLUSTER
    types[marks & EMPTY_WATER != 0] = WATER_TYPE
    suburbs = clusters_of(settled, people, neighbours=QUEEN, people=rules.cluster_people)
    types[suburbs > 0] = SUBURB
    types[_semi_dense(marks, people, urban, rules)] = SEMI_DENSE_CLUSTER
    types[dense] = DENSE_CLUSTER
    types[centres] = CENTRE_TYPE
    types[marks & NOT_KNOWN != 0] = UNKNOWN
    return types


def _semi_dense(marks: Marks, people: Floats, urban: Flags, rules: Rules) -> Flags:
    """Find the groups of semi-dense cells that keep their distance from denser clusters."""
    groups = clusters_of(
        (marks & SEMI_DENSE != 0) & ~urban,
        people,
        neighbours=ROOK,
        people=rules.semi_dense_people,
    )
    reach = 2 * rules.apart_cells + 1
    near = ndimage.maximum_filter(urban, size=reach, mode="constant", cval=False)
    kept = np.ones(groups.max(initial=0) + 1, np.bool_)
    kept[groups[near]] = False
    kept[0] = False
    return np.asarray(kept[groups])


def _marks(
    population: Floats, land_share: Floats | None, built_share: Floats | None, limits: Limits
) -> tuple[Marks, Floats]:
    """Mark what each cell is, and give the people as numbers that kernels take."""
    surface = Surface(
        np.asarray(population, np.float64),
        np.ones((1, 1)) if land_share is None else np.asarray(land_share, np.float64),
        np.zeros((1, 1)) if built_share is None else np.asarray(built_share, np.float64),
    )
    return marked(surface, limits), surface.people


def _centres(marks: Marks, people: Floats, cell_km2: float, rules: Rules) -> Flags:
    """Find urban centres: dense groups, with smooth edges and without small holes."""
    centres = clusters_of(marks & DENSE != 0, people, neighbours=ROOK, people=rules.centre_people)
    if rules.majority_among_land:
        join_majorities(centres, marks & COUNTED != 0, marks & EMPTY_WATER == 0)
    else:
        everywhere = np.ones(marks.shape, np.bool_)
        join_majorities(centres, everywhere, everywhere)
    return fill_holes(centres, rules.gap_km2 / cell_km2) > 0
