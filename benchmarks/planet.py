"""
The Degree of Urbanisation of a made-up world of 36,000 by 18,000 cells, strip by strip.

On a corner of it the whole grid is classified at once too, and no cell may differ.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

from localgoals.ingest.settlement_grids import Files, Seen, frame_of, source_of
from localgoals.reports.settlements import Wanted, write_settlements
from localgoals.spatial.cells import Surface
from localgoals.spatial.settlement import Method, degree_of_urbanisation
from localgoals.spatial.tiles.planet import painted, plan_of
from localgoals.spatial.tiles.strips import Source, Span

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from made_up_world import COLUMNS, ROWS, write_world
from measured import HEADER, Measured, alone, compared, fastest_s, measured
from page import markdown_table, publish
from telling import peak_mb

PACKAGES = ("localgoals", "numpy", "numba", "rasterio")
SIDE = 6_000
# The corner of the world with its largest city in it.
TOP, LEFT = 9_000, 24_000
WORKERS = 64
TRIED = (1, 2)
"""Numbers of threads."""


def main() -> None:
    """Measure, print, and write the tables into the documentation."""
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder)
        made_s = measured(lambda: made(world), rounds=1).seconds
        print(f"Made the world in {made_s:.0f} s.", flush=True)
        files = Files(world / "people.tif", world / "land.tif")
        rows = [beside_the_whole(files)]
        limit = measured(lambda: decoded(files), rounds=1)
        runs = {one: measured(partial(classified, files, one), rounds=1) for one in TRIED}
    rows += rows_of(runs, limit)
    publish("planet", [markdown_table(HEADER, rows), told_on_paper(runs)], PACKAGES)


def made(folder: Path) -> np.ndarray:
    """Write the world's files."""
    write_world(folder)
    return np.zeros(0)


def beside_the_whole(files: Files) -> list[str]:
    """Classify a corner of the world in strips and at once, and compare."""
    window = Window(LEFT, TOP, SIDE, SIDE)
    with rasterio.open(files.people) as raster:
        people = raster.read(1, window=window, masked=True, out_dtype="float64").filled(np.nan)
    assert files.land is not None
    with rasterio.open(files.land) as raster:
        land = raster.read(1, window=window, masked=True, out_dtype="float64").filled(np.nan) / 1e6

    def at_once() -> np.ndarray:
        return degree_of_urbanisation(people, land_share=land)

    def in_strips() -> np.ndarray:
        no_buildings = np.zeros((1, 1))

        def surface(span: Span) -> Surface:
            return Surface(people[slice(*span)], land[slice(*span)], no_buildings)

        source = Source(SIDE, SIDE, surface, lambda span: people[slice(*span)], 512)
        marks = np.empty((SIDE, SIDE), np.uint8)
        plan = plan_of(source, Method(), marks, lambda _: None)
        return np.concatenate([strip.classes for _, strip in painted(plan, source)])

    ours, theirs = measured(in_strips, rounds=2), measured(at_once, rounds=2)
    assert (ours.answer == theirs.answer).all(), "strips differ from the whole"
    name = f"settlements of {SIDE:,} x {SIDE:,} cells in strips, in memory, one thread"
    return compared(name, ours, "the whole at once", theirs, fastest_s(lambda: people.sum()))


@contextmanager
def worked() -> Iterator[list[float]]:
    """Gather the seconds that threads compute on strips, apart from what must wait its turn."""
    seconds: list[float] = []
    usual, lock = Source.in_order, threading.Lock()

    def timed(source: Source, work: Callable[[Span], object]) -> Iterator[tuple[Span, object]]:
        def one(span: Span) -> object:
            began = time.thread_time()
            result = work(span)
            with lock:
                seconds.append(time.thread_time() - began)
            return result

        return usual(source, one)

    Source.in_order = timed  # type: ignore[assignment,method-assign]
    try:
        yield seconds
    finally:
        Source.in_order = usual  # type: ignore[method-assign]


def classified(files: Files, threads: int) -> np.ndarray:
    """Run the command's work; give what can be shared out, the rest, peak memory and centres."""
    began = time.thread_time()
    with worked() as seconds:
        found = write_settlements(
            files, files.people.parent / "out", Wanted(), threads=threads, progress=lambda *_: None
        )
    rest = time.thread_time() - began
    memory_mb = peak_mb()
    return np.array([sum(seconds), rest, memory_mb, found.centres, found.people_in_centres])


def decoded(files: Files) -> np.ndarray:
    """Read the files once and do nothing with them."""
    frame, _ = frame_of(files)
    assert frame is not None
    source = source_of(files, frame, Seen(), threads=max(TRIED))
    for _ in source.in_order(source.surface):
        pass
    return np.zeros(0)


def rows_of(runs: dict[int, Measured], limit: Measured) -> list[list[str]]:
    """Lay out the runs of the whole world; the limit was measured with as many threads as most."""
    alone_, shared = (
        run._replace(memory_mb=run.answer[2]) for run in (runs[min(TRIED)], runs[max(TRIED)])
    )
    assert (alone_.answer[3:] == shared.answer[3:]).all(), "threads change the answer"
    name = f"settlements of {COLUMNS:,} x {ROWS:,} cells, file to files"
    return [
        alone(f"{name}, one thread", alone_, limit.seconds),
        compared(f"{name}, {max(TRIED)} threads", shared, "one thread", alone_, limit.seconds),
    ]


def told_on_paper(runs: dict[int, Measured]) -> str:
    """Say what more workers would bring, by Amdahl's law from the parts of the run on one."""
    shared, rest, _, centres, people = runs[1].answer
    gains = [(shared + rest) / (shared / workers + rest) for workers in (2, WORKERS)]
    return (
        f"- {centres:,.0f} urban centres with {people / 1e6:,.0f} million people.\n"
        f"- Work on strips, which can be shared out: {shared:.0f} s of processor time; the rest, "
        f"in order: {rest:.1f} s.\n"
        f"- By Amdahl's law, that allows two workers to be {gains[0]:.2f} times as fast as one, "
        f"and {WORKERS} workers {gains[1]:.1f} times."
    )


if __name__ == "__main__":
    main()
