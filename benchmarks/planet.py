"""
The Degree of Urbanisation of a made-up world of 36,000 by 18,000 cells, strip by strip.

On a corner of it the whole grid is classified at once too, and no cell may differ.
"""

from __future__ import annotations

import resource
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
from localgoals.spatial.settlement import degree_of_urbanisation
from localgoals.spatial.tiles.planet import Method, painted, plan_of
from localgoals.spatial.tiles.strips import Source, Span

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from made_up_world import COLUMNS, ROWS, write_world
from measured import HEADER, Measured, compared, measured
from page import machine, markdown_table, write_section

PACKAGES = ("localgoals", "numpy", "numba", "rasterio")
SIDE = 9_000
# The corner of the world with its largest city in it.
TOP, LEFT = 9_000, 22_000
WORKERS = 64


def main() -> None:
    """Measure, print, and write the tables into the documentation."""
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder)
        measured(lambda: made(world), rounds=1)
        files = Files(world / "people.tif", world / "land.tif")
        corner = markdown_table(HEADER, [beside_the_whole(files)])
        runs = {one: measured(partial(classified, files, one), rounds=1) for one in TRIED}
        limit = measured(lambda: decoded(files), rounds=1)
    table = planet_table(runs, limit)
    told = told_on_paper(runs)
    print(corner, table, told, sep="\n\n")
    write_section("planet", f"{corner}\n\n{table}\n\n{told}\n\n{machine(PACKAGES)}")


TRIED = (1, 2)


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
    return compared("81 million cells in strips, one thread", ours, "the whole at once", theirs)


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
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return np.array([sum(seconds), rest, peak_mb, found.centres, found.people_in_centres])


def decoded(files: Files) -> np.ndarray:
    """Read the files once and do nothing with them."""
    frame, _ = frame_of(files)
    assert frame is not None
    source = source_of(files, frame, Seen(), threads=max(TRIED))
    for _ in source.in_order(source.surface):
        pass
    return np.zeros(0)


def planet_table(runs: dict[int, Measured], limit: Measured) -> str:
    """Lay out the runs of the whole world."""
    header = ["threads", "seconds", "million cells a second", "peak memory", "limit, s", "times it"]
    rows = []
    for threads, run in runs.items():
        assert (run.answer[3:] == runs[1].answer[3:]).all(), "threads change the answer"
        speed = ROWS * COLUMNS / 1e6 / run.seconds
        row = [str(threads), f"{run.seconds:.0f}", f"{speed:.0f}", f"{run.answer[2]:,.0f} MB"]
        # The limit was measured with two threads.
        is_fair = threads == max(TRIED)
        times = f"{run.seconds / limit.seconds:.1f}" if is_fair else ""
        rows.append([*row, f"{limit.seconds:.0f}" if is_fair else "", times])
    return markdown_table(header, rows)


def told_on_paper(runs: dict[int, Measured]) -> str:
    """Say what more workers would bring, by Amdahl's law from the parts of the run on one."""
    shared, rest, _, centres, people = runs[1].answer
    two = runs[1].seconds / runs[2].seconds
    expected = (shared + rest) / (shared / 2 + rest)
    many = shared / WORKERS + rest
    gain = (shared + rest) / many
    return (
        f"{centres:,.0f} urban centres with {people / 1e6:,.0f} million people. Work on strips, "
        f"which can be shared out: {shared:.0f} s of processor time; the rest, in order: "
        f"{rest:.1f} s. Two threads were {two:.2f} times as fast as one; Amdahl's law allows "
        f"{expected:.2f}. On {WORKERS} workers it allows {many:.1f} s, {gain:.1f} times as fast as "
        f"one worker, and each worker would be at work {gain / WORKERS:.0%} of the time."
    )


if __name__ == "__main__":
    main()
