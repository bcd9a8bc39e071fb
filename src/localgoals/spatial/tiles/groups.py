"""Groups of neighbouring cells over all strips of a grid, found by their runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.compiled import compiled
from localgoals.spatial.groups import Runs, joined, root_of
from localgoals.spatial.tiles.strips import Cells, Clusters, Floats, People

Flags = NDArray[np.bool_]


class Groups(NamedTuple):
    """Runs of the whole grid, and the groups that they make."""

    runs: Runs
    root: Clusters
    """The first run of the group of each run."""
    held: Floats
    """The people of each group, at the place of its first run."""

    def holding(self, people: float) -> Flags:
        """Tell of each run whether its group holds enough people."""
        return np.asarray(self.held[self.root] >= people)

    def numbers(self, people: float) -> Clusters:
        """Give groups that hold enough people a number from 1, by their first cells; others 0."""
        is_first = self.root == np.arange(len(self.root))
        number = np.cumsum(is_first & (self.held >= people)).astype(np.int32)
        return np.where(self.holding(people), number[self.root], 0).astype(np.int32)


def one_after_another(strips: Sequence[Runs]) -> Runs:
    """Put the runs of strips, from north to south, into one list, as one reading gives them."""
    counts = np.cumsum([0, *(len(strip.start) for strip in strips)])
    first = [strip.first[:-1] + count for strip, count in zip(strips, counts[:-1], strict=True)]
    return Runs(
        np.concatenate([*first, counts[-1:]]),
        np.concatenate([strip.start for strip in strips]),
        np.concatenate([strip.end for strip in strips]),
        np.concatenate([strip.people for strip in strips]),
    )


def groups_of(runs: Runs, neighbours: int) -> Groups:
    """
    Join runs that touch, and add up who lives in each group, run by run from north to south.

    The order of adding is that of the grid, so that sums are the same to the last bit for strips of
    any height.

    Parameters
    ----------
    runs
        Of the whole grid.
    neighbours
        `ROOK` or `QUEEN`, of `localgoals.spatial.clusters`.
    """
    root = _roots(runs, neighbours)
    # Unlike `sum` and `reduceat`, bincount adds one number after the other.
    held = np.bincount(root, runs.people, minlength=len(root)).astype(np.float64)
    return Groups(runs, root, held)


@compiled
def _roots(runs: Runs, neighbours: int) -> Clusters:
    """Give each run the first run of its group."""
    parent = joined(runs, neighbours)
    for run in range(len(parent)):
        parent[run] = root_of(parent, run)
    return parent


def selected(runs: Runs, chosen: Flags) -> Runs:
    """Keep some of the runs."""
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(chosen, dtype=np.int64)])
    return Runs(before[runs.first], runs.start[chosen], runs.end[chosen], runs.people[chosen])


def cells_of(runs: Runs, columns: int) -> tuple[Cells, Cells]:
    """Give the cells of runs in order, and the run that each belongs to."""
    rows = np.repeat(np.arange(len(runs.first) - 1), np.diff(runs.first))
    length = (runs.end - runs.start).astype(np.int64)
    run = np.repeat(np.arange(len(length)), length)
    place = np.arange(len(run)) - np.repeat(np.cumsum(length) - length, length)
    return (rows * columns + runs.start)[run] + place, run


def runs_of(found: People, rows: int, columns: int) -> Runs:
    """
    Find the runs of some cells.

    Parameters
    ----------
    found
        The cells, in order, and their people.
    rows, columns
        The shape of the grid.
    """
    cells, people = found
    begins = np.ones(len(cells), np.bool_)
    begins[1:] = (np.diff(cells) != 1) | (cells[1:] % columns == 0)
    first_cells = cells[begins]
    run = np.cumsum(begins) - 1
    length = np.bincount(run, minlength=len(first_cells))
    start = first_cells % columns
    return Runs(
        np.searchsorted(first_cells, np.arange(rows + 1) * columns).astype(np.int64),
        start.astype(np.int32),
        (start + length).astype(np.int32),
        np.bincount(run, np.nan_to_num(people), minlength=len(first_cells)).astype(np.float64),
    )
