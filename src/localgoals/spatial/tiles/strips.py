"""Strips of a grid: read and worked on by threads, taken up in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.cells import DENSE, SEMI_DENSE, SETTLED, Limits, Marks, Surface, marked
from localgoals.spatial.compiled import compiled
from localgoals.spatial.groups import Runs

Floats = NDArray[np.float64]
Cells = NDArray[np.int64]
"""Numbers of cells, row by row from 0; in order where nothing else is said."""
Clusters = NDArray[np.int32]

Result = TypeVar("Result")


class Span(NamedTuple):
    """Rows of a grid, from the first to one past the last."""

    top: int
    bottom: int


@dataclass(frozen=True)
class Source:
    """A grid that is read strip by strip, by several threads at once."""

    rows: int
    columns: int
    surface: Callable[[Span], Surface]
    """Gives the people and the shares of some rows; may be asked by any thread."""
    people: Callable[[Span], Floats]
    """Gives the people alone, as `surface` does."""
    rows_at_once: int
    threads: int = 1

    def spans(self) -> list[Span]:
        """Give the strips from north to south."""
        tops = range(0, self.rows, self.rows_at_once)
        return [Span(top, min(top + self.rows_at_once, self.rows)) for top in tops]

    def in_order(self, work: Callable[[Span], Result]) -> Iterator[tuple[Span, Result]]:
        """Work on strips in threads, a few ahead, and give the results from north to south."""
        waiting: deque[tuple[Span, Future[Result]]] = deque()
        with ThreadPoolExecutor(self.threads) as pool:
            try:
                for span in self.spans():
                    waiting.append((span, pool.submit(work, span)))
                    if len(waiting) > self.threads:
                        done, result = waiting.popleft()
                        yield done, result.result()
                while waiting:
                    done, result = waiting.popleft()
                    yield done, result.result()
            finally:
                pool.shutdown(cancel_futures=True)


class People(NamedTuple):
    """Some cells of the grid, in order, and who lives in each."""

    cells: Cells
    people: Floats


@dataclass(frozen=True)
class Strip:
    """What is kept of a strip: its marks, and what reaches beyond it."""

    marks: Marks
    dense: Runs
    settled: Runs
    semi_dense: People


def strip_of(surface: Surface, limits: Limits, span: Span) -> Strip:
    """
    Mark the cells of a strip and find its runs.

    Parameters
    ----------
    surface
        People and shares of the rows of the strip.
    limits
        What single cells are held against.
    span
        The rows.
    """
    marks = marked(surface, limits)
    semi_dense = np.flatnonzero(marks & SEMI_DENSE)
    return Strip(
        marks,
        stretches(marks, DENSE, surface.people),
        stretches(marks, SETTLED, surface.people),
        People(
            semi_dense + span.top * marks.shape[1],
            surface.people.ravel()[semi_dense],
        ),
    )


@compiled
def stretches(marks: Marks, mark: np.uint8, people: Floats) -> Runs:
    """
    Find the runs of cells that bear a mark, and who lives in each.

    Parameters
    ----------
    marks
        What each cell is, (rows, columns).
    mark
        One of the marks.
    people
        People per cell; those that are not known add nothing.
    """
    rows, columns = marks.shape
    first = np.zeros(rows + 1, np.int64)
    count = 0
    for row in range(rows):
        before = False
        for column in range(columns):
            here = marks[row, column] & mark != 0
            count += here and not before
            before = here
        first[row + 1] = count
    start, end = np.empty(count, np.int32), np.empty(count, np.int32)
    held = np.zeros(count)
    run = -1
    for row in range(rows):
        if first[row + 1] == first[row]:
            continue
        before = False
        for column in range(columns):
            here = marks[row, column] & mark != 0
            if here:
                if not before:
                    run += 1
                    start[run] = column
                end[run] = column + 1
                held[run] += 0.0 if np.isnan(people[row, column]) else people[row, column]
            before = here
    return Runs(first, start, end, held)


@compiled
def paint(classes: Marks, runs: Runs, top: int, value: np.uint8) -> None:
    """
    Give the cells of runs a class.

    Parameters
    ----------
    classes
        The classes of a strip, which are written into.
    runs
        Of the whole grid.
    top
        The first row of the strip.
    value
        The class.
    """
    for row in range(classes.shape[0]):
        for run in range(runs.first[top + row], runs.first[top + row + 1]):
            classes[row, runs.start[run] : runs.end[run]] = value


@compiled
def people_by_row(classes: Marks, people: Floats) -> Floats:
    """Add up the people of each class in each row, (rows, 256); unknown people add nothing."""
    held = np.zeros((classes.shape[0], 256))
    for row in range(classes.shape[0]):
        for column in range(classes.shape[1]):
            here = people[row, column]
            held[row, classes[row, column]] += 0.0 if np.isnan(here) else here
    return held
