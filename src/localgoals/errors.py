"""
Every error that LocalGoals raises on purpose.

::

    LocalGoalsError
    ├── BadInput               a person gave something that cannot be used; says what to do
    │   ├── InputRefused       files with faults; carries all of them
    │   │   └── PackRefused    a city pack with faults
    │   └── UnsafeFile         a file that tries to reach outside its folder, or to fill the disk
    └── SourceError            something outside this machine failed; carries its address
        └── SourceChanged      a pinned file is not the file that was pinned
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localgoals.model.problem import Problem
    from localgoals.model.text import Message


class LocalGoalsError(Exception):
    """Any error that LocalGoals raises on purpose."""


class BadInput(LocalGoalsError):
    """A person gave something that cannot be used; `messages` say what to do, `str` in English."""

    def __init__(self, *messages: Message) -> None:
        self.messages = messages
        super().__init__("\n".join(str(message) for message in messages))


class InputRefused(BadInput):
    """Files with faults that stop the work; `problems` holds every one of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(*(problem.sentence for problem in self.problems))


class PackRefused(InputRefused):
    """A city pack with faults that stop the work."""


class UnsafeFile(BadInput):
    """A file that tries to reach outside its folder, or to fill the disk."""


class SourceError(LocalGoalsError):
    """Something outside this machine failed; `message` says what, `address` where."""

    def __init__(self, message: Message, *, address: str) -> None:
        self.message = message
        self.address = address
        super().__init__(f"{message} ({address})")


class SourceChanged(SourceError):
    """A pinned file is not the file that was pinned."""
