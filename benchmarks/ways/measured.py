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


SLOW_S = 5.0
"""After a round that takes longer there is no other."""
NO_PEER = "no peer"


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
    With `rounds=1` there is no such round, for peers that are slow and have nothing to warm up.
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
    seconds: list[float] = []
    while len(seconds) < rounds and max(seconds, default=0.0) <= SLOW_S:
        answer = None
        answer, took_s = _timed(work)
        seconds.append(took_s)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.send((answer, min(seconds), peak_mb - before_mb))


def _timed(work: Work) -> tuple[np.ndarray, float]:
    began = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - began


def fastest_s(work: Callable[[], object], *, rounds: int = 5) -> float:
    """Give the seconds of the fastest round of some work in this process: for limits."""

    def once() -> float:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return min(once() for _ in range(rounds))


def _held_mb() -> float:
    """Give the memory of this process, as the kernel counts it."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def compared(name: str, ours: Measured, peer: str, theirs: Measured, limit_s: float) -> list[str]:
    """
    Lay out one comparison under `HEADER`, and print it: the reader sees how far the run is.

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
    row = _beside_limit(name, ours, limit_s)
    row[2:5] = [peer, f"{theirs.seconds:.3g}", _times(theirs.seconds / ours.seconds)]
    row[6] = f"{theirs.memory_mb:.0f}"
    return _shown(row)


def alone(name: str, ours: Measured, limit_s: float) -> list[str]:
    """Lay out work that no peer does, beside nothing but its limit."""
    return _shown(_beside_limit(name, ours, limit_s))


def _beside_limit(name: str, ours: Measured, limit_s: float) -> list[str]:
    row = [name, f"{ours.seconds:.3g}", NO_PEER, "", "", f"{ours.memory_mb:.0f}", ""]
    return [*row, f"{limit_s:.2g}", _times(ours.seconds / limit_s)]


def _shown(row: list[str]) -> list[str]:
    print("  ".join(row), flush=True)
    return row


def _times(ratio: float) -> str:
    """Write a ratio with two digits: 0.48, 7.2, 130."""
    return f"{ratio:.2g}" if ratio < 99.5 else f"{float(f'{ratio:.2g}'):,.0f}"
