"""
Degree of Urbanisation of administrative units: cities, towns and rural areas.

A unit is classified by where its people live: by their shares in the classes of a grid that
`degree_of_urbanisation` or `settlement_types` has classified.

References
----------
.. [1] European Union, FAO, UN-Habitat, OECD, World Bank (2021), Applying the Degree of
   Urbanisation: a methodological manual.
.. [2] The same, online version, rules of the second level as changed in July 2024; read through
   flexurba 0.2.2 (Van Migerode, C. et al., MIT), documentation of `DoU_classify_units`.
.. [3] European Commission, Joint Research Centre (2023), GHSL Data Package 2023, section 2.7.2.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from affine import Affine
from numpy.typing import NDArray

from localgoals.spatial.borders import Borders, borders_of
from localgoals.spatial.settlement import (
    CENTRE_TYPE,
    DENSE_CLUSTER,
    LOW_DENSITY,
    RURAL,
    RURAL_CLUSTER,
    SEMI_DENSE_CLUSTER,
    SUBURB,
    UNKNOWN,
    URBAN_CENTRE,
    URBAN_CLUSTER,
    VERY_LOW_DENSITY,
    WATER,
    WATER_TYPE,
)
from localgoals.spatial.sweep import Band, Cells, sums_by_class

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Classes = NDArray[np.uint8]
Geometries = NDArray[np.object_]

CITY, TOWN, RURAL_AREA = 3, 2, 1
CITY_TYPE, DENSE_TOWN, SEMI_DENSE_TOWN, SUBURBAN_AREA = 30, 23, 22, 21
VILLAGE, DISPERSED_RURAL, MOSTLY_UNINHABITED = 13, 12, 11

LEVEL_1 = (URBAN_CENTRE, URBAN_CLUSTER, RURAL)
"""Classes of cells, in the order of the columns of shares."""
LEVEL_2 = (
    CENTRE_TYPE,
    DENSE_CLUSTER,
    SEMI_DENSE_CLUSTER,
    SUBURB,
    RURAL_CLUSTER,
    LOW_DENSITY,
    VERY_LOW_DENSITY,
)

Manual = Literal[2021, 2024]

NOBODY = 1e-6
"""Fewer people than this are what rounding leaves of none."""
DECIMALS = 9
"""To which shares are rounded, so that a half is a half."""


@dataclass(frozen=True)
class ClassifiedUnits:
    """What each of some units is, and by what."""

    classes: Classes
    """3 city, 2 town or semi-dense area, 1 rural area, 255 where no class of a cell is known."""
    types: Classes | None
    """
    30 city, 23 dense town, 22 semi-dense town, 21 suburban or peri-urban area, 13 village, 12
    dispersed rural area, 11 mostly uninhabited area, 255 not known; None from a grid of the first
    level.
    """
    people: Floats
    """In cells of a known class; NaN where the unit meets none. [people]"""
    shares: Floats
    """Of the people, or of the land, in each class of cells, (units, classes). [0 to 1]"""
    by_land: Flags
    """Whether nobody lives in the unit, so that land was counted instead of people."""
    covered: Floats
    """How much of the unit lies on cells of a known class; NaN without an area. [0 to 1]"""


def classify_units(
    grid: Classes,
    population: Floats,
    transform: Affine,
    units: Geometries,
    *,
    manual: Manual = 2024,
) -> ClassifiedUnits:
    """
    Classify administrative units by the cells that their people live in.

    Cells that a border cuts count with the share of them that lies inside, so a unit smaller than a
    cell needs no rule of its own. A unit in which nobody lives is classified by its land.

    Parameters
    ----------
    grid
        Classes of cells, (rows, columns): of `degree_of_urbanisation`, or of `settlement_types` for
        both levels.
    population
        People per cell, same shape; NaN where not known.
    transform
        From (column, row) to the CRS of the units, without rotation.
    units
        Polygons.
    manual
        The edition whose rules for the second level apply; see `types_by_share`.

    Returns
    -------
    units
        One entry per polygon, in their order.

    Raises
    ------
    BadInput
        When the grid is rotated.

    Notes
    -----
    The official workflow gives each cell of 50 m to one unit [3]_; here the share of a cell counts
    that lies inside, as in flexurba's alternative workflow. At the second level the first follows
    from the same grid, whose semi-dense clusters may be rural in a grid of the first level.

    Water is no land: it is left out where a unit without people is classified. Statistical offices
    correct classes where a border and a cluster fit badly, and so that each urban centre has a
    city. Those rules could not be looked up in the sources at hand, and are not applied.

    Examples
    --------
    >>> import shapely
    >>> grid = np.array([[3, 3, 1, 1]], dtype=np.uint8)
    >>> people = np.array([[60_000.0, 40_000, 100, 0]])
    >>> units = [shapely.box(0, 0, 3, 1), shapely.box(2, 0, 3, 1), shapely.box(3, 0, 4, 1)]
    >>> found = classify_units(grid, people, Affine(1, 0, 0, 0, -1, 1), units)
    >>> found.classes, found.by_land
    (array([3, 1, 1], dtype=uint8), array([False, False,  True]))
    """
    assert grid.shape == population.shape, (grid.shape, population.shape)
    is_level_2 = bool(((grid >= WATER_TYPE) & (grid != UNKNOWN)).any())
    classified = Classified(Band(grid, UNKNOWN), Band(population), 2 if is_level_2 else 1)
    return classify_by_rows(classified, borders_of(units, transform, grid.shape), manual=manual)


class Classified(NamedTuple):
    """A classified grid that can be read by rows, from memory or from files."""

    classes: Cells
    people: Cells
    level: Literal[1, 2]


def classify_by_rows(
    grid: Classified, borders: Borders, *, manual: Manual = 2024, threads: int = 1
) -> ClassifiedUnits:
    """
    Classify units on a grid of any size, which is read once; see `classify_units`.

    Parameters
    ----------
    grid
        Classes of cells, and who lives in them.
    borders
        Of the units, cut for this grid.
    manual
        The edition whose rules for the second level apply.
    threads
        How many work at once; the answer is the same to the last bit.
    """
    kinds = LEVEL_2 if grid.level == 2 else LEVEL_1
    water = WATER_TYPE if grid.level == 2 else WATER
    held = sums_by_class(grid.people, grid.classes, [*kinds, water], borders, threads=threads)
    people, land = held.sums[:, :-1], held.cells[:, :-1]
    known = held.cells.sum(axis=1)
    total = np.where(known > 0, held.sums.sum(axis=1), np.nan)
    by_land = ~(total > NOBODY) & (land.sum(axis=1) > 0)
    shares = _shares(np.where(by_land[:, None], land, people))
    types = types_by_share(shares, manual=manual) if grid.level == 2 else None
    covered = np.full(len(known), np.nan)
    np.divide(known, borders.cells, out=covered, where=borders.cells > 0)
    return ClassifiedUnits(
        classes_by_share(_first_level(shares)),
        types,
        total,
        shares,
        by_land,
        # Rounding could put a unit that is fully covered just above 1.
        np.minimum(covered, 1.0),
    )


def classes_by_share(shares: Floats) -> Classes:
    """
    Classify units at the first level.

    Parameters
    ----------
    shares
        Of a unit's people in urban centres, urban clusters and rural cells, (units, 3). [0 to 1]

    Returns
    -------
    classes
        3 city, with at least half in urban centres; 1 rural area, with more than half in rural
        cells; else 2, town or semi-dense area. 255 where the shares are not known.

    References
    ----------
    European Union and others (2021), Applying the Degree of Urbanisation.

    Examples
    --------
    >>> classes_by_share(np.array([[0.5, 0, 0.5], [0.2, 0.3, 0.5], [0.4, 0, 0.6]]))
    array([3, 2, 1], dtype=uint8)
    """
    centre, _, rural = shares.T
    kinds = [np.isnan(centre), centre >= 0.5, rural > 0.5]
    return np.select(kinds, [UNKNOWN, CITY, RURAL_AREA], TOWN).astype(np.uint8)


def types_by_share(shares: Floats, *, manual: Manual = 2024) -> Classes:
    """
    Classify units at the second level.

    Parameters
    ----------
    shares
        Of a unit's people in urban centres, dense and semi-dense urban clusters, suburban cells,
        rural clusters, low and very low density cells, (units, 7). [0 to 1]
    manual
        2024: towns are dense with half of the people in centres and dense clusters, else suburban
        with half in suburban and rural cells, else semi-dense; rural areas are villages with half
        in clusters of any kind, else mostly uninhabited with half in cells of very low density,
        else dispersed. 2021: the largest share decides, dense and semi-dense clusters together
        against suburban cells, then one against the other.

    Returns
    -------
    types
        As in `ClassifiedUnits`; the first of those named where two shares are equal.

    Notes
    -----
    flexurba 0.2.2 puts semi-dense clusters where its own text, which is followed here, has suburban
    cells, so its towns differ under the rules of 2024.

    References
    ----------
    See the module.

    Examples
    --------
    >>> types_by_share(np.array([[0.3, 0.3, 0, 0.4, 0, 0, 0], [0, 0, 0, 0.1, 0.3, 0.2, 0.4]]))
    array([23, 12], dtype=uint8)
    """
    first = classes_by_share(_first_level(shares))
    town, rural = _kinds_2021(shares) if manual == 2021 else _kinds_2024(shares)
    types = np.select([first == TOWN, first == RURAL_AREA], [town, rural], CITY_TYPE)
    return np.where(first == UNKNOWN, UNKNOWN, types).astype(np.uint8)


def _kinds_2024(shares: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Tell what each unit is if it is a town, and what if it is rural, by the rules of 2024."""
    centre, dense, semi_dense, suburb, cluster, low, very_low = shares.T
    town = np.select(
        [_half(centre + dense), _half(suburb + cluster + low + very_low)],
        [DENSE_TOWN, SUBURBAN_AREA],
        SEMI_DENSE_TOWN,
    )
    in_clusters = centre + dense + semi_dense + suburb + cluster
    rural = np.select(
        [_half(in_clusters), _half(very_low)], [VILLAGE, MOSTLY_UNINHABITED], DISPERSED_RURAL
    )
    return town, rural


def _kinds_2021(shares: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Tell what each unit is if it is a town, and what if it is rural, by the rules of 2021."""
    _, dense, semi_dense, suburb, *_ = shares.T
    town = np.select(
        [dense + semi_dense <= suburb, dense >= semi_dense],
        [SUBURBAN_AREA, DENSE_TOWN],
        SEMI_DENSE_TOWN,
    )
    kinds = np.array([VILLAGE, DISPERSED_RURAL, MOSTLY_UNINHABITED])
    return town, kinds[np.argmax(shares[:, -3:], axis=1)]


def _half(share: Floats) -> Flags:
    """Tell which shares are at least a half."""
    return np.asarray(np.round(share, DECIMALS) >= 0.5)


def _first_level(shares: Floats) -> Floats:
    """Add up the shares of the second level to those of the first; give those as they are."""
    if shares.shape[1] == len(LEVEL_1):
        return shares
    urban, rural = shares[:, 1:4].sum(axis=1), shares[:, 4:].sum(axis=1)
    return np.round(np.column_stack([shares[:, 0], urban, rural]), DECIMALS)


def _shares(amounts: Floats) -> Floats:
    """Give each class its share of a unit; NaN where there is nothing to share."""
    amounts = np.maximum(amounts, 0)
    whole = amounts.sum(axis=1, keepdims=True)
    unknown = np.full(amounts.shape, np.nan)
    shares = np.divide(amounts, whole, out=unknown, where=whole > 0)
    return np.asarray(np.round(shares, DECIMALS))
