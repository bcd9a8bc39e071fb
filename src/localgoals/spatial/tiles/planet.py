"""
The order of the steps: strips marked, groups joined, centres found, classes painted.

References
----------
.. [1] European Commission, Joint Research Centre (2023), GHSL Data Package 2023, footnotes 29, 30.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.cells import DENSE, SEMI_DENSE, SETTLED, Marks, look_up, mark_into
from localgoals.spatial.groups import Cells, Runs, runs_of
from localgoals.spatial.settlement import Centres, Layer, Method, layers_of
from localgoals.spatial.tiles.strips import (
    Floats,
    Source,
    Span,
    one_after_another,
    tally,
)

Classes = NDArray[np.uint8]
Done = Callable[[int], None]
"""Told how many rows are done."""

_GROUPED = {1: (DENSE, SETTLED), 2: (DENSE, SETTLED, SEMI_DENSE)}
"""The marks of cells whose groups are looked for, by level."""


@dataclass(frozen=True)
class Plan:
    """All that is needed to paint any strip."""

    marks: Marks
    """Of the whole grid."""
    table: Classes
    """The class of a cell in no group, by its marks."""
    layers: tuple[Layer, ...]
    """Each is painted over those before it."""
    centres: Centres


class Painted(NamedTuple):
    """A strip that is done."""

    classes: Classes
    people_by_row: Floats
    """People of each class in each row, (rows, 256)."""
    cells: Cells
    """Cells of each class, (256,)."""
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

    def marked(span: Span) -> dict[np.uint8, Runs]:
        surface, strip = source.surface(span), marks[slice(*span)]
        mark_into(surface, limits, strip)
        return {mark: runs_of(strip, mark, surface.people) for mark in _GROUPED[method.level]}

    found: dict[np.uint8, list[Runs]] = {mark: [] for mark in _GROUPED[method.level]}
    for span, runs in source.in_order(marked):
        for mark, strip in runs.items():
            found[mark].append(strip)
        done(span.bottom)
    layers, centres = layers_of(marks, lambda mark: one_after_another(found[mark]), method)
    return Plan(marks, method.table, layers, centres)


def painted(plan: Plan, source: Source) -> Iterator[tuple[Span, Painted]]:
    """
    Give the classes from north to south, strip by strip, reading the people once more.

    The people of the classes and of the centres are counted on the way.
    """
    return source.in_order(lambda span: _painted(plan, source.people(span), span))


def _painted(plan: Plan, people: Floats, span: Span) -> Painted:
    marks = plan.marks[slice(*span)]
    classes = np.empty_like(marks)
    look_up(marks, plan.table, classes)
    for layer in plan.layers:
        layer.paint(classes, span.top)
    columns = marks.shape[1]
    first, end = np.searchsorted(plan.centres.cells, [span.top * columns, span.bottom * columns])
    inside = plan.centres.cells[first:end] - span.top * columns
    return Painted(classes, *tally(classes, people), people.reshape(-1)[inside])
