"""
The order of the steps: strips marked, groups joined, centres found, classes painted.

References
----------
.. [1] European Commission, Joint Research Centre (2023), GHSL Data Package 2023, footnotes 29, 30.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.cells import EMPTY_WATER, NOT_KNOWN, PEOPLED, Marks
from localgoals.spatial.groups import QUEEN, ROOK, Runs
from localgoals.spatial.settlement import (
    CENTRE_TYPE,
    DENSE_CLUSTER,
    LOW_DENSITY,
    R2023A,
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
    Rules,
)
from localgoals.spatial.tiles.centres import (
    Centres,
    Ground,
    with_majorities,
    without_holes,
)
from localgoals.spatial.tiles.groups import (
    Groups,
    cells_of,
    groups_of,
    one_after_another,
    runs_of,
    selected,
)
from localgoals.spatial.tiles.strips import (
    Cells,
    Floats,
    People,
    Source,
    Span,
    paint,
    people_by_row,
    strip_of,
)

Classes = NDArray[np.uint8]
Done = Callable[[int], None]
"""Told how many rows are done."""


@dataclass(frozen=True)
class Method:
    """What the grid is classified by."""

    level: Literal[1, 2] = 1
    rules: Rules = R2023A
    cell_km2: float = 1.0


@dataclass(frozen=True)
class Plan:
    """All that is needed to paint any strip."""

    marks: Marks
    """Of the whole grid."""
    by_mark: Classes
    """The class of a cell in no group, by its marks."""
    groups: tuple[tuple[Runs, int], ...]
    """Runs and their class, each painted over those before it."""
    centres: Centres


class Painted(NamedTuple):
    """A strip that is done."""

    classes: Classes
    people_by_row: Floats
    """People of each class in each row, (rows, 256)."""
    centre_people: Floats
    """People of the cells of urban centres in the strip, in order."""


def plan_of(source: Source, method: Method, marks: Marks, done: Done) -> Plan:
    """
    Read a grid once and find its groups of cells.

    Parameters
    ----------
    source
        The grid.
    method
        Level, rules, and the area of a cell.
    marks
        Room for the marks of the whole grid, (rows, columns): in memory, or a file that is mapped.
    done
        Told how many rows have been read.
    """
    limits = method.rules.limits(method.cell_km2)
    dense, settled, semi_dense = [], [], []
    strips = source.in_order(lambda span: strip_of(source.surface(span), limits, span))
    for span, strip in strips:
        marks[span.top : span.bottom] = strip.marks
        dense.append(strip.dense)
        settled.append(strip.settled)
        if method.level == 2:
            semi_dense.append(strip.semi_dense)
        done(span.bottom)
    return _plan(
        groups_of(one_after_another(dense), ROOK),
        groups_of(one_after_another(settled), QUEEN),
        semi_dense,
        marks,
        method,
    )


def _plan(
    dense: Groups, settled: Groups, semi_dense: list[People], marks: Marks, method: Method
) -> Plan:
    """Choose the groups that are painted, the rarest last."""
    rules, shape = method.rules, marks.shape
    centres = _centres(dense, marks, method)
    centre_runs = runs_of(People(centres.cells, np.zeros(len(centres.cells))), *shape)
    towns = selected(settled.runs, settled.holding(rules.cluster_people))
    groups: tuple[tuple[Runs, int], ...]
    if method.level == 1:
        groups = ((towns, URBAN_CLUSTER), (centre_runs, URBAN_CENTRE))
        return Plan(marks, _by_mark(1), groups, centres)
    villages = selected(settled.runs, settled.holding(rules.rural_cluster_people))
    dense_towns = selected(dense.runs, dense.holding(rules.cluster_people))
    urban = np.union1d(centres.cells, cells_of(dense_towns, shape[1])[0])
    groups = (
        (villages, RURAL_CLUSTER),
        (towns, SUBURB),
        (_semi_dense(semi_dense, urban, shape, rules), SEMI_DENSE_CLUSTER),
        (dense_towns, DENSE_CLUSTER),
        (centre_runs, CENTRE_TYPE),
    )
    return Plan(marks, _by_mark(2), groups, centres)


def painted(plan: Plan, source: Source) -> Iterator[tuple[Span, Painted]]:
    """
    Give the classes from north to south, strip by strip, reading the people once more.

    The people of the classes and of the centres are counted on the way.
    """
    return source.in_order(lambda span: _painted(plan, source.people(span), span))


def _painted(plan: Plan, people: Floats, span: Span) -> Painted:
    marks = plan.marks[span.top : span.bottom]
    classes = plan.by_mark[marks]
    for runs, value in plan.groups:
        paint(classes, runs, span.top, np.uint8(value))
    classes[marks & NOT_KNOWN != 0] = UNKNOWN
    columns = marks.shape[1]
    first, end = np.searchsorted(plan.centres.cells, [span.top * columns, span.bottom * columns])
    inside = plan.centres.cells[first:end] - span.top * columns
    return Painted(classes, people_by_row(classes, people), people.reshape(-1)[inside])


def _centres(dense: Groups, marks: Marks, method: Method) -> Centres:
    """Find urban centres: dense groups, with smooth edges and without small holes."""
    rules = method.rules
    kept = dense.holding(rules.centre_people)
    cells, run = cells_of(selected(dense.runs, kept), marks.shape[1])
    found = Centres(cells, dense.numbers(rules.centre_people)[kept][run])
    smooth = with_majorities(found, Ground(marks, rules.majority_among_land))
    return without_holes(smooth, marks.shape[1], rules.gap_km2 / method.cell_km2)


def _by_mark(level: Literal[1, 2]) -> Classes:
    """Give the class of cells in no group, for each of the 256 sums of marks."""
    marks = np.arange(256)
    if level == 1:
        classes = np.full(256, RURAL, np.uint8)
    else:
        classes = np.full(256, VERY_LOW_DENSITY, np.uint8)
        classes[marks & PEOPLED != 0] = LOW_DENSITY
    classes[marks & EMPTY_WATER != 0] = WATER if level == 1 else WATER_TYPE
    return classes


def _semi_dense(found: list[People], urban: Cells, shape: tuple[int, ...], rules: Rules) -> Runs:
    """Find the groups of semi-dense cells that keep their distance from denser clusters."""
    rows, columns = shape
    cells = np.concatenate([one.cells for one in found])
    people = np.concatenate([one.people for one in found])
    free = ~_among(cells, urban)
    cells, people = cells[free], people[free]
    groups = groups_of(runs_of(People(cells, people), rows, columns), ROOK)
    near = _near(cells, urban, columns, rules.apart_cells)
    run = cells_of(groups.runs, columns)[1]
    too_near = np.zeros(len(groups.root), np.bool_)
    too_near[groups.root[run[near]]] = True
    return selected(groups.runs, groups.holding(rules.semi_dense_people) & ~too_near[groups.root])


def _near(cells: Cells, urban: Cells, columns: int, reach: int) -> NDArray[np.bool_]:
    """Tell which cells have an urban one in the square around them."""
    near = np.zeros(len(cells), np.bool_)
    column = cells % columns
    for beside in range(-reach, reach + 1):
        inside = (column + beside >= 0) & (column + beside < columns)
        for row in range(-reach, reach + 1):
            near |= inside & _among(cells + row * columns + beside, urban)
    return near


def _among(cells: Cells, others: Cells) -> NDArray[np.bool_]:
    """Tell which cells are in an ordered list."""
    if not len(others):
        return np.zeros(len(cells), np.bool_)
    place = np.minimum(np.searchsorted(others, cells), len(others) - 1)
    return np.asarray(others[place] == cells)
