"""Progress bars: one for each step of a long command."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from localgoals.catalogue.language import say
from localgoals.model.text import Language, Message


class StepBars:
    """
    Shows a bar for each step as it is reported; use it as a context manager.

    A call `bars(step, done, total)` says how far a step is. On a terminal the bar moves; elsewhere
    (a log, a pipe) each step is one line when it is done.
    """

    def __init__(self, console: Console, language: Language) -> None:
        self._console = console
        self._language = language
        self._tasks: dict[str, TaskID] = {}
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:.0f}/{task.total:.0f}"),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def __call__(self, step: Message, done: int, total: int) -> None:
        """Tell how far a step is."""
        # Not before there is a step: a command that has none leaves the screen as it is.
        self._bars.start()
        if step.template not in self._tasks:
            self._tasks[step.template] = self._bars.add_task(say(step, self._language), total=total)
        self._bars.update(self._tasks[step.template], completed=done, total=total)
        if done == total and not self._console.is_terminal:
            self._console.print(f"{say(step, self._language)}: {done}/{total}", highlight=False)
