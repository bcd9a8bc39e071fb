"""Strips of a grid: read and worked on by threads, taken up in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from localgoals.spatial.cells import Marks, Surface
from localgoals.spatial.compiled import compiled
from localgoals.spatial.groups import Cells, Runs

Floats = NDArray[np.float64]

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
        return in_order(self.spans(), work, self.threads)


def in_order(
    spans: Sequence[Span], work: Callable[[Span], Result], threads: int
) -> Iterator[tuple[Span, Result]]:
    """
    Work on strips in threads, a few ahead, and give the results in the order of the strips.

    Parameters
    ----------
    spans
        The strips.
    work
        What is done with each; may be called by any thread.
    threads
        How many work at once.
    """
    waiting: deque[tuple[Span, Future[Result]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for span in spans:
                waiting.append((span, pool.submit(work, span)))
                if len(waiting) > threads:
                    done, result = waiting.popleft()
                    yield done, result.result()
            while waiting:
                done, result = waiting.popleft()
                yield done, result.result()
        finally:
            pool.shutdown(cancel_futures=True)


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


@compiled
def tally(classes: Marks, people: Floats) -> tuple[Floats, Cells]:
    """
    Add up the people of each class row by row, and count its cells.

    Parameters
    ----------
    classes
        Of the cells of a strip, (rows, columns).
    people
        People per cell; those that are not known add nothing.

    Returns
    -------
    people
        By row and class, (rows, 256).
    cells
        By class, (256,).
    """
    held, count = np.zeros((classes.shape[0], 256)), np.zeros(256, np.int64)
    for row in range(classes.shape[0]):
        for column in range(classes.shape[1]):
            here, kind = people[row, column], classes[row, column]
            held[row, kind] += 0.0 if np.isnan(here) else here
            count[kind] += 1
    return held, count
