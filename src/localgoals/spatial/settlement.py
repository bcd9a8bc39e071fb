"""
Degree of Urbanisation: urban centres, urban clusters and rural cells of a population grid.

`degree_of_urbanisation` gives the first level of the method, `settlement_types` the second. What a
release of the method prescribes is a `Rules`; `dataclasses.replace` makes a variant of one.

References
----------
.. [1] European Commission, Joint Research Centre (2023), GHSL Data Package 2023, footnotes 29, 30.
.. [2] European Commission, Joint Research Centre (2022), GHSL Data Package 2022, footnote 25.
.. [3] European Union, FAO, UN-Habitat, OECD, World Bank (2021), Applying the Degree of
   Urbanisation: a methodological manual.
.. [4] Van Migerode, C. et al., flexurba 0.2.2 (MIT), `DoU_classify_grid`: the parameters that vary.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.cells import (
    COUNTED,
    DENSE,
    EMPTY_WATER,
    NOT_KNOWN,
    PEOPLED,
    SEMI_DENSE,
    SETTLED,
    Limits,
    Surface,
    look_up,
    mark_into,
)
from localgoals.spatial.cells import UNKNOWN as NO_CLASS
from localgoals.spatial.clusters import Shaping, Voters, no_clusters, shaped
from localgoals.spatial.groups import (
    QUEEN,
    ROOK,
    Cells,
    Groups,
    Runs,
    groups_of,
    keep_apart,
    paint,
    runs_of,
    runs_of_cells,
)

Floats = NDArray[np.float64]
Marks = NDArray[np.uint8]
Classes = NDArray[np.uint8]
Clusters = NDArray[np.int32]
Level = Literal[1, 2]

URBAN_CENTRE, URBAN_CLUSTER, RURAL, WATER, UNKNOWN = 3, 2, 1, 0, int(NO_CLASS)
CENTRE_TYPE, DENSE_CLUSTER, SEMI_DENSE_CLUSTER, SUBURB = 30, 23, 22, 21
RURAL_CLUSTER, LOW_DENSITY, VERY_LOW_DENSITY, WATER_TYPE = 13, 12, 11, 10

THREADS = 2
ROWS_TO_SHARE = 512
"""Grids with fewer rows are not worth a thread."""
AS_KERNELS_TAKE: Final = ("C", "W")
"""Row by row and writable: a kernel is compiled anew for any other array."""


@dataclass(frozen=True)
class Rules:
    """
    What a release of the method prescribes, and the choices that it leaves.

    Neighbours are `ROOK`, cells that share a side, or `QUEEN`, cells that share a side or a corner.
    """

    built_share: float | None
    """
    Built-up share of the land from which a cell counts as dense whoever lives there; None leaves
    built-up land out. [0 to 1] [1]_ [2]_
    """
    majority_among_land: bool
    """Whether empty water has no vote and never joins when edges are smoothed. [1]_"""
    centre_density: float = 1500
    """Of the cells of centres and of dense urban clusters. [people/km² of land]"""
    centre_people: float = 50_000
    centre_neighbours: int = ROOK
    smooth_edges: bool = True
    """Whether cells join the centre that has the majority of the eight cells around them."""
    gap_km2: float = 15
    """Holes in a centre that are smaller than this are filled; 0 leaves all. [km²]"""
    cluster_density: float = 300
    """Of the cells of urban clusters and of rural clusters. [people/km² of land]"""
    cluster_people: float = 5_000
    cluster_neighbours: int = QUEEN
    dense_people: float = 5_000
    """What a dense urban cluster holds."""
    dense_neighbours: int = ROOK
    semi_dense_density: float = 900
    """[people/km² of land]"""
    semi_dense_people: float = 2_500
    semi_dense_neighbours: int = ROOK
    apart_cells: int = 2
    """A semi-dense urban cluster has more cells than so many between it and denser ones."""
    rural_cluster_people: float = 500
    rural_cluster_neighbours: int = QUEEN
    low_density: float = 50
    """[people/km² of land]"""
    water_land_share: float = 0.5
    """Cells with less land, no people and no buildings are water. [0 to 1]"""

    def limits(self, cell_km2: float) -> Limits:
        """Give the numbers that single cells are held against, for cells of so many km²."""
        built_share = float("nan") if self.built_share is None else self.built_share
        # Numbers of one kind, or the kernels would be compiled once more for whole ones.
        return Limits(
            float(cell_km2),
            float(self.centre_density),
            float(self.semi_dense_density),
            float(self.cluster_density),
            float(self.low_density),
            float(built_share),
            float(self.water_land_share),
        )


R2022A = Rules(built_share=0.5, majority_among_land=False)
"""
GHSL Data Package 2022. Its thresholds at the second level are taken to be those of 2023, as in
flexurba; they could not be looked up in the package itself.
"""
R2023A = Rules(built_share=0.2, majority_among_land=True)
"""
GHSL Data Package 2023. Its threshold of the built-up share is the mean over dense clusters of the
whole world; 0.2 is what flexurba's authors found for the grids of 2020.
"""


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
    Six dense cells are an urban centre:

    >>> people = np.array([[9000.0, 9000, 9000, 0, 200], [9000, 9000, 9000, 0, np.nan]])
    >>> degree_of_urbanisation(people)
    array([[  3,   3,   3,   1,   1],
           [  3,   3,   3,   1, 255]], dtype=uint8)
    """
    grids = Grids(population, land_share, built_share)
    return _classified(grids, Method(1, rules, cell_km2))


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
    grids = Grids(population, land_share, built_share)
    return _classified(grids, Method(2, rules, cell_km2))


@dataclass(frozen=True)
class Method:
    """What a grid is classified by."""

    level: Level = 1
    rules: Rules = R2023A
    cell_km2: float = 1.0

    @property
    def table(self) -> Classes:
        """The class of a cell in no group, for each of the 256 combinations of marks."""
        return _TABLES[self.level]


class Centres(NamedTuple):
    """The cells of urban centres in order, and the number of the centre that each belongs to."""

    cells: Cells
    number: Clusters


class Layer(NamedTuple):
    """Groups of cells that have a class, if they hold enough people."""

    groups: Groups
    people: float
    value: int

    def paint(self, classes: Classes, top: int = 0) -> None:
        """Paint over the classes of all cells, or of those of a strip that begins at a row."""
        paint(self.groups, float(self.people), np.uint8(self.value), classes, top)


def layers_of(
    marks: Marks, runs: Callable[[np.uint8], Runs], method: Method
) -> tuple[tuple[Layer, ...], Centres]:
    """
    Find the groups of cells that have a class of their own.

    Parameters
    ----------
    marks
        What each cell is, (rows, columns).
    runs
        Gives the runs of cells that bear a mark.
    method
        Level, rules, and the area of a cell.

    Returns
    -------
    layers
        Each is painted over those before it.
    centres
        The last layer, cell by cell.
    """
    rules = method.rules

    @cache
    def groups(mark: np.uint8, neighbours: int) -> Groups:
        return groups_of(runs(mark), neighbours)

    settled = groups(SETTLED, rules.cluster_neighbours)
    centres = _centres(groups(DENSE, rules.centre_neighbours), marks, method)
    of_centres = _layer_of(centres.cells, (marks.shape[0], marks.shape[1]), CENTRE_TYPE)
    if method.level == 1:
        clusters = Layer(settled, rules.cluster_people, URBAN_CLUSTER)
        return (clusters, of_centres._replace(value=URBAN_CENTRE)), centres
    rural = groups(SETTLED, rules.rural_cluster_neighbours)
    dense = Layer(groups(DENSE, rules.dense_neighbours), rules.dense_people, DENSE_CLUSTER)
    urban = np.zeros(marks.shape, np.uint8)
    for one in (dense, of_centres):
        one.paint(urban)
    semi_dense = groups(SEMI_DENSE, rules.semi_dense_neighbours)
    keep_apart(semi_dense, urban, rules.apart_cells)
    layers = (
        Layer(rural, rules.rural_cluster_people, RURAL_CLUSTER),
        Layer(settled, rules.cluster_people, SUBURB),
        Layer(semi_dense, rules.semi_dense_people, SEMI_DENSE_CLUSTER),
        dense,
        of_centres,
    )
    return layers, centres


def _centres(dense: Groups, marks: Marks, method: Method) -> Centres:
    """Find urban centres: dense groups, with smooth edges and without small holes."""
    rules, clusters = method.rules, no_clusters((marks.shape[0], marks.shape[1]))
    shaping = Shaping(
        float(rules.centre_people), rules.smooth_edges, float(rules.gap_km2 / method.cell_km2)
    )
    among_land = rules.majority_among_land
    voters = Voters(
        marks,
        COUNTED if among_land else np.uint8(0),
        EMPTY_WATER if among_land else np.uint8(0),
    )
    cells = np.sort(shaped(dense, shaping, voters, clusters))
    return Centres(cells, clusters.reshape(-1)[cells])


def _layer_of(cells: Cells, shape: tuple[int, int], value: int) -> Layer:
    """Make a layer of cells, however many people live there."""
    runs = runs_of_cells(cells, shape)
    return Layer(Groups(runs, np.zeros(len(runs.start), np.int32), runs.people), 0, value)


class Grids(NamedTuple):
    """What is known of the cells; see `degree_of_urbanisation`."""

    population: Floats
    land_share: Floats | None
    built_share: Floats | None


def _table(low: int, rest: int, water: int) -> Classes:
    """Give the class of a cell by itself, for each of the 256 combinations of marks."""
    mark = np.arange(256).astype(np.uint8)
    kinds = [mark & NOT_KNOWN != 0, mark & PEOPLED != 0, mark & EMPTY_WATER != 0]
    return np.select(kinds, [UNKNOWN, low, water], rest).astype(np.uint8)


_TABLES = {
    1: _table(RURAL, RURAL, WATER),
    2: _table(LOW_DENSITY, VERY_LOW_DENSITY, WATER_TYPE),
}


def _classified(grids: Grids, method: Method) -> Classes:
    """Classify a grid as a whole; cells by themselves some rows in each thread."""
    people = np.require(grids.population, np.float64, AS_KERNELS_TAKE)
    land = _whole(grids.land_share, 1.0)
    built = _whole(grids.built_share, 0.0)
    for share in (land, built):
        assert share.shape in {(1, 1), people.shape}, (share.shape, people.shape)
    marks, classes = np.empty(people.shape, np.uint8), np.empty(people.shape, np.uint8)
    limits = method.rules.limits(method.cell_km2)

    def mark(rows: slice) -> None:
        surface = Surface(
            people[rows], *(one if one.size == 1 else one[rows] for one in (land, built))
        )
        mark_into(surface, limits, marks[rows])
        look_up(marks[rows], method.table, classes[rows])

    _in_threads(mark, len(people))
    layers, _ = layers_of(marks, lambda mark: runs_of(marks, mark, people), method)
    for layer in layers:
        layer.paint(classes)
    return classes


def _in_threads(work: Callable[[slice], None], rows: int) -> None:
    """Do some work on as many rows in each thread."""
    step = max(-(-rows // THREADS), ROWS_TO_SHARE)
    blocks = [slice(row, row + step) for row in range(0, rows, step)]
    if len(blocks) == 1:
        work(blocks[0])
        return
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, blocks))


def _whole(share: Floats | None, everywhere: float) -> Floats:
    """Give a grid as kernels take it; one cell stands for all where there is none."""
    if share is None:
        return np.full((1, 1), everywhere)
    return np.require(share, np.float64, AS_KERNELS_TAKE)
