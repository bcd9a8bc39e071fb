"""Runs one way of doing something in a process of its own: its answer, its seconds, its memory."""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import numpy as np

Work = Callable[[], np.ndarray]

HEADER = [
    "work",
    "LocalGoals, s",
    "peer",
    "peer, s",
    "ratio",
    "MB",
    "peer, MB",
    "limit, s",
    "times it",
]


class Measured(NamedTuple):
    """What one way gave, and what it cost."""

    answer: np.ndarray
    seconds: float
    """Of the fastest round."""
    memory_mb: float
    """The most that it held at once beyond its inputs. [MB]"""


def measured(work: Work, *, rounds: int = 3) -> Measured:
    """
    Run some work in a process forked from this one, whose arrays it shares and need not copy.

    Before the rounds that are timed, one is run that is not: kernels are loaded, caches are warm.
    Memory is the peak of all rounds less what the process held when it began.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_run, args=(work, rounds, theirs))
    process.start()
    theirs.close()
    try:
        found = Measured(*ours.recv())
    except EOFError:
        sys.exit(f"{getattr(work, '__name__', work)} failed; see above.")
    process.join()
    return found


def _run(work: Work, rounds: int, out: Connection) -> None:
    before_mb = _held_mb()
    answer = work() if rounds > 1 else None
    seconds = []
    for _ in range(rounds):
        answer = None
        began = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - began)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.send((answer, min(seconds), peak_mb - before_mb))


def _held_mb() -> float:
    """Give the memory of this process, as the kernel counts it."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def compared(
    name: str, ours: Measured, peer: str, theirs: Measured, limit_s: float | None = None
) -> list[str]:
    """
    Lay out one comparison under `HEADER`.

    Parameters
    ----------
    name
        The work, with its size.
    ours, theirs
        What the two ways cost; their answers are compared by the caller, before.
    peer
        The peer's name.
    limit_s
        What no way can do without: reading the input once, say, measured in the same run.
    """
    return [
        name,
        f"{ours.seconds:.3g}",
        peer,
        f"{theirs.seconds:.3g}",
        f"{theirs.seconds / ours.seconds:.2g}",
        f"{ours.memory_mb:.0f}",
        f"{theirs.memory_mb:.0f}",
        "" if limit_s is None else f"{limit_s:.2g}",
        "" if limit_s is None else f"{ours.seconds / limit_s:.2g}",
    ]
