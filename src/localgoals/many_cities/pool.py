"""
Several worker processes on this machine, one task in each.

The executors of the standard library give up all tasks when one process dies, and cannot say whose
fault it was. Here each process has a pipe of its own: when it closes, one city is known to be lost,
and the others do not notice.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from localgoals.many_cities.outcome import RETRIES, Outcome, lost
from localgoals.many_cities.plan import CityTask
from localgoals.many_cities.results import sweep

RECYCLED_ABOVE_MB = 1500.0
"""A worker that holds more after a city is replaced by a new one. [MB]"""


@dataclass
class _Worker:
    """A process, its pipe, and what it works on: a task, and which try of it this is."""

    process: SpawnProcess
    pipe: Connection
    task: CityTask | None = None
    attempt: int = 0


def outcomes_of_processes(tasks: Iterable[CityTask], *, workers: int) -> Generator[Outcome]:
    """
    Compute cities in processes of this machine, and tell each outcome as it is there.

    At most one task for each worker is under way. A city whose worker died (killed, out of memory)
    is tried again after all others, by a new worker; after three deaths it has failed.

    Parameters
    ----------
    tasks
        In the order in which they are begun.
    workers
        The most processes at once. [1 or more]
    """
    waiting = deque((task, 1) for task in tasks)
    folders = {task.wanted.out for task, _ in waiting}
    crew: list[_Worker] = []
    try:
        while _engage(crew, waiting, workers):
            busy = {one.pipe: one for one in crew if one.task is not None}
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                if (outcome := _heard(worker, crew, waiting)) is not None:
                    yield outcome
        _dismiss(crew)
    finally:
        for worker in crew:
            worker.process.kill()
            worker.process.join()
        for folder in folders:
            sweep(folder)


def _engage(crew: list[_Worker], waiting: deque[tuple[CityTask, int]], workers: int) -> bool:
    """Give every idle worker a task, hire while there is more to do; tell whether any is busy."""
    while waiting and (idle := _idle(crew, workers)) is not None:
        idle.task, idle.attempt = waiting.popleft()
        # A worker that died in between is noticed when it is listened to.
        with suppress(OSError):
            idle.pipe.send(idle.task)
    return any(one.task is not None for one in crew)


def _idle(crew: list[_Worker], workers: int) -> _Worker | None:
    found = next((one for one in crew if one.task is None), None)
    if found is None and len(crew) < workers:
        crew.append(found := _hired())
    return found


def _hired() -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    # Now only the worker has its end, so that its death closes the pipe, and so does ours.
    theirs.close()
    return _Worker(process, ours)


def _heard(
    worker: _Worker, crew: list[_Worker], waiting: deque[tuple[CityTask, int]]
) -> Outcome | None:
    """Take what a worker says; nothing where it died and its task is to be tried again."""
    task = worker.task
    assert task is not None
    worker.task = None
    try:
        outcome: Outcome = worker.pipe.recv()
    except (EOFError, OSError):
        crew.remove(worker)
        worker.pipe.close()
        worker.process.join()
        if worker.attempt <= RETRIES:
            waiting.append((task, worker.attempt + 1))
            return None
        return lost(task, times=worker.attempt)
    if outcome.held_mb > RECYCLED_ABOVE_MB:
        crew.remove(worker)
        _dismiss([worker])
    return outcome


def _dismiss(workers: Iterable[_Worker]) -> None:
    """Let workers go that have nothing to do: a closed pipe is the sign."""
    gone = list(workers)
    for worker in gone:
        worker.pipe.close()
    for worker in gone:
        worker.process.join()


def _serve(pipe: Connection) -> None:
    """Compute one city after the other until the pipe is closed: the life of a worker process."""
    # Ctrl-C goes to every process of a terminal; the one that leads ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _offer_to_die_first()
    # The process that leads has no need of all that a baseline imports.
    import pyarrow as pa

    from localgoals.many_cities.worker import baseline_of

    # There is a worker for each core: threads of its own would only get in the others' way.
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    # A MemoryError ends the process: a new one tries the city again, with all memory free.
    with suppress(EOFError, OSError, MemoryError):
        while True:
            pipe.send(baseline_of(pipe.recv()))


def _offer_to_die_first() -> None:
    """Let a system that runs out of memory end a worker, not what leads them (proc(5))."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
