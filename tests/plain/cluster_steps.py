"""The steps that make centres, one at a time, by the kernel that the program runs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.clusters import Shaping, Voters, fill_holes, join_majorities, shaped
from localgoals.spatial.groups import groups_of, runs_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Clusters = NDArray[np.int32]

ALL_COUNT = (np.uint8(0), np.uint8(0))


def clusters_of(dense: Flags, population: Floats, *, neighbours: int, people: float) -> Clusters:
    """Find and number groups of neighbouring cells with enough people, and do no more."""
    marks, clusters = dense.astype(np.uint8), np.zeros(dense.shape, np.int32)
    groups = groups_of(runs_of(marks, np.uint8(1), population.astype(np.float64)), neighbours)
    shaped(groups, Shaping(float(people), False, 0.0), Voters(marks, *ALL_COUNT), clusters)
    return clusters


def joined(clusters: Clusters, *, counted: Flags, may_join: Flags) -> Clusters:
    """Let cells join the cluster that has the majority around them, in a copy."""
    smooth = np.ascontiguousarray(clusters, np.int32).copy()
    marks = counted + 2 * ~may_join.astype(np.bool_)
    voters = Voters(marks.astype(np.uint8), np.uint8(1), np.uint8(2))
    cells = join_majorities(smooth, np.flatnonzero(smooth), voters)
    assert (np.sort(cells) == np.flatnonzero(smooth)).all()
    return smooth


def filled(clusters: Clusters, below_cells: float) -> Clusters:
    """Fill the small holes of each cluster, in a copy."""
    return filled_and_visited(clusters, below_cells)[0]


def filled_and_visited(clusters: Clusters, below_cells: float) -> tuple[Clusters, int]:
    """Fill the small holes of each cluster, in a copy; tell how many cells were looked at."""
    whole = np.ascontiguousarray(clusters, np.int32).copy()
    cells, visited = fill_holes(whole, np.flatnonzero(whole), float(below_cells))
    assert (np.sort(cells) == np.flatnonzero(whole)).all()
    return whole, visited
