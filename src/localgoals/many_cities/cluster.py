"""Workers of a Dask cluster, on as many machines as it has; they see the same files as this one."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from localgoals.errors import BadInput, SourceError
from localgoals.many_cities.outcome import RETRIES, Outcome, lost
from localgoals.many_cities.plan import CityTask
from localgoals.many_cities.results import CITIES, sweep
from localgoals.model.text import Message

if TYPE_CHECKING:
    from distributed import Client, Future

TASKS_PER_THREAD = 2
"""How many tasks a thread of the cluster has at most, the one that it works on included."""
_ANSWERS_WITHIN_S = 20


def outcomes_of_cluster(tasks: Iterable[CityTask], *, address: str) -> Generator[Outcome]:
    """
    Compute cities on a Dask cluster, and tell each outcome as it is there.

    A city whose worker died is given to another by the scheduler, as often as the cluster's setting
    `distributed.scheduler.allowed-failures` says; one that found no memory is tried twice more.

    Parameters
    ----------
    tasks
        In the order in which they are begun.
    address
        Of the scheduler, such as `tcp://10.0.0.1:8786`.

    Raises
    ------
    BadInput
        When `distributed` is not installed here, a worker lacks LocalGoals or has another version,
        or does not see the folder of the results.
    SourceError
        When no scheduler answers at the address.
    """
    waiting = list(tasks)
    if not waiting:
        return
    with _client(address) as client:
        _wait_for_a_worker(client, address)
        _examine_workers(client, waiting[0].wanted.out)
        yield from _outcomes(client, iter(waiting))
    # Not after Ctrl-C: workers may still be at work then, and the next run clears up after them.
    sweep(waiting[0].wanted.out)


def _outcomes(client: Client, waiting: Iterator[CityTask]) -> Generator[Outcome]:
    """Keep a few tasks for each thread under way, and no more: the rest waits here."""
    from distributed import as_completed

    from localgoals.many_cities.worker import baseline_of

    under_way: dict[str, CityTask] = {}
    running = as_completed([], loop=client.loop)

    def begin() -> None:
        room = max(1, TASKS_PER_THREAD * sum(client.nthreads().values())) - len(under_way)
        for task in islice(waiting, max(0, room)):
            future = client.submit(baseline_of, task, retries=RETRIES, pure=False)
            under_way[future.key] = task
            running.add(future)

    begin()
    for future in running:
        yield _outcome(future, under_way.pop(future.key))
        begin()


def _outcome(future: Future, task: CityTask) -> Outcome:
    from distributed.scheduler import KilledWorker

    if future.status == "finished":
        outcome: Outcome = future.result()
        return outcome
    error = future.exception()
    if isinstance(error, KilledWorker | MemoryError):
        return lost(task, times=RETRIES + 1)
    reason = Message("The cluster gave it up: {reason}", {"reason": repr(error)})
    return Outcome(task, "failed", reasons=(reason,))


def _client(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise BadInput(
            Message(
                "A cluster needs the package distributed. Install it: {command}",
                {"command": "pip install 'localgoals[cluster]'"},
            )
        ) from error
    try:
        return Client(address, timeout=_ANSWERS_WITHIN_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SourceError(Message("No Dask scheduler answers."), address=address) from error


def _wait_for_a_worker(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_ANSWERS_WITHIN_S)
    except TimeoutError as error:
        raise SourceError(Message("The scheduler has no workers."), address=address) from error


def _examine_workers(client: Client, out: Path) -> None:
    """Make sure that each worker has this version of LocalGoals and sees the results' folder."""
    ours = version("localgoals")
    for worker, theirs in _asked(client, version, "localgoals").items():
        if theirs != ours:
            raise BadInput(
                Message(
                    "The worker {worker} has LocalGoals {theirs}, and this is {ours}. Install the "
                    "same version everywhere.",
                    {"worker": worker, "theirs": theirs, "ours": ours},
                )
            )
    for worker, sees in _asked(client, Path.is_file, out / CITIES).items():
        if not sees:
            raise BadInput(
                Message(
                    "The worker {worker} does not see {folder}. Packs and results must lie on a "
                    "disk that all workers share, under the same path.",
                    {"worker": worker, "folder": out},
                )
            )


def _asked(client: Client, question: Callable[..., object], *about: object) -> dict[str, Any]:
    """Ask every worker; what one cannot answer counts as its answer."""
    answers: dict[str, Any] = client.run(question, *about, on_error="return")
    return answers
