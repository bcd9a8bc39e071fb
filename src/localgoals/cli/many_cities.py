"""`localgoals baseline PACKS…`: many cities in one go, told while they are computed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from localgoals.catalogue.language import say
from localgoals.cli.exits import Exit
from localgoals.cli.problems import tell, told
from localgoals.cli.reader import Reader
from localgoals.errors import PackRefused
from localgoals.many_cities.cities_table import recorded
from localgoals.many_cities.outcome import Outcome
from localgoals.many_cities.plan import CityTask, Wanted, plan_of
from localgoals.many_cities.results import CITIES, folder_of_many
from localgoals.model.text import Language, Message

# What a city costs whatever its size, as so many bytes of its pack: for the time that is left.
_EVERY_CITY_BYTES = 200_000
# Where there is no terminal, progress is told this many times.
_LINES = 20
# Of a city that failed, so many problems are told; the table has all.
_SHOWN = 3


def baselines(
    packs: Sequence[Path], wanted: Wanted, reader: Reader, *, workers: int, scheduler: str | None
) -> None:
    """Compute many cities, and end with the exit code that says how it went."""
    try:
        tasks = plan_of(packs, wanted)
    except PackRefused as refusal:
        tell(refusal.problems, reader.language)
        raise typer.Exit(Exit.BAD_INPUT) from refusal
    with folder_of_many(wanted.out):
        counts, stopped = _computed(tasks, _outcomes(tasks, workers, scheduler), reader.language)
    _print_end(counts, len(tasks), wanted.out, reader.language)
    if stopped:
        reader.was_told = True
        raise KeyboardInterrupt
    if counts["failed"]:
        raise typer.Exit(Exit.PARTLY)


def _computed(
    tasks: Sequence[CityTask], outcomes: Generator[Outcome], language: Language
) -> tuple[Counter[str], bool]:
    """Count what becomes of the cities, and tell whether Ctrl-C stopped it."""
    counts: Counter[str] = Counter()
    kept = recorded(outcomes, tasks[0].wanted.out)
    try:
        with closing(kept), CityBar(tasks, language) as bar:
            for outcome in kept:
                counts[outcome.status] += 1
                bar.told(outcome)
    except KeyboardInterrupt:
        return counts, True
    return counts, False


def _outcomes(tasks: Sequence[CityTask], workers: int, scheduler: str | None) -> Generator[Outcome]:
    if scheduler is not None:
        from localgoals.many_cities.cluster import outcomes_of_cluster

        return outcomes_of_cluster(tasks, address=scheduler)
    from localgoals.many_cities.pool import outcomes_of_processes

    return outcomes_of_processes(tasks, workers=workers)


def _print_end(counts: Counter[str], total: int, folder: Path, language: Language) -> None:
    """Tell how many cities are done, and where to look."""
    parts: dict[str, object] = {
        "done": f"{counts['done'] + counts['kept']:,}",
        "all": f"{total:,}",
        "kept": f"{counts['kept']:,}",
        "failed": f"{counts['failed']:,}",
    }
    lines = [
        Message(
            "{done} of {all} cities are done, {kept} of them from an earlier run; {failed} failed.",
            parts,
        )
    ]
    if missing := total - counts.total():
        count: dict[str, object] = {"count": f"{missing:,}"}
        lines.append(
            Message("Stopped. Run the same command again for the other {count} cities.", count)
        )
    lines.append(Message("Every city and its results: {path}", {"path": folder / CITIES}))
    for line in lines:
        typer.echo(say(line, language))


class CityBar:
    """
    Shows how many cities are done and the time that is left; use it as a context manager.

    On a terminal a bar moves; elsewhere (a log, a pipe) a line is written now and then. A city that
    failed is told at once.
    """

    def __init__(
        self,
        tasks: Sequence[CityTask],
        language: Language,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._console = Console(stderr=True)
        self._language = language
        self._clock = clock
        self._began = clock()
        self._total = len(tasks)
        self._counts: Counter[str] = Counter()
        self._work = float(sum(_weight(one) for one in tasks))
        self._worked = 0.0
        self._computed = 0.0
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._bar = self._bars.add_task(self._words(), total=self._work)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def told(self, outcome: Outcome) -> None:
        """Tell what became of one more city."""
        self._counts[outcome.status] += 1
        self._worked += _weight(outcome.task)
        self._computed += _weight(outcome.task) if outcome.status == "done" else 0
        if outcome.status == "failed":
            self._tell_failure(outcome)
        self._bars.update(self._bar, completed=self._worked, description=self._words())
        step = max(1, self._total // _LINES)
        done = self._counts.total()
        if not self._console.is_terminal and (done % step == 0 or done == self._total):
            self._print(self._line())

    def _words(self) -> str:
        parts: dict[str, object] = {
            "done": f"{self._counts.total():,}",
            "all": f"{self._total:,}",
            "failed": f"{self._counts['failed']:,}",
        }
        return say(Message("{done} of {all} cities, {failed} failed", parts), self._language)

    def _line(self) -> str:
        """Give the line of a log: the counts, and about how long it still takes."""
        # What an earlier run left, or what cannot be read, took no time that says anything.
        per_byte_s = (self._clock() - self._began) / (self._computed or self._worked)
        left_s = per_byte_s * (self._work - self._worked)
        minutes, seconds = divmod(round(left_s), 60)
        parts: dict[str, object] = {"words": self._words(), "time": f"{minutes}:{seconds:02}"}
        return say(Message("{words}; about {time} left (min:s)", parts), self._language)

    def _tell_failure(self, outcome: Outcome) -> None:
        name = outcome.task.code or str(outcome.task.pack)
        self._print(say(Message("{city} failed:", {"city": name}), self._language))
        for number, one in enumerate(outcome.problems[:_SHOWN], start=1):
            self._print(told(one, number, self._language))
        if (more := len(outcome.problems) - _SHOWN) > 0:
            parts: dict[str, object] = {"count": more, "table": CITIES}
            self._print(say(Message("… and {count} more; see {table}.", parts), self._language))
        for reason in outcome.reasons:
            self._print(f"   {say(reason, self._language)}")
        if outcome.trace:
            self._print(outcome.trace)

    def _print(self, text: str) -> None:
        self._console.print(text, highlight=False, markup=False, soft_wrap=True)


def _weight(task: CityTask) -> int:
    return task.size_bytes + _EVERY_CITY_BYTES
