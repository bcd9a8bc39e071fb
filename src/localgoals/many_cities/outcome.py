"""What became of one city, in a few words that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from localgoals.many_cities.plan import CityTask
from localgoals.model.problem import Problem
from localgoals.model.text import Message, Text

Status = Literal["done", "kept", "failed"]

RETRIES = 2
"""How often a city is tried again whose worker died."""


@dataclass(frozen=True)
class Outcome:
    """What became of one city; small, for thousands of them are told to one process."""

    task: CityTask
    status: Status
    """`kept`: an earlier result of the same pack, version and parameters is there."""
    name: Text | None = None
    country: str = ""
    figures: int = 0
    """Values that are known, of the city and of everything in it."""
    seconds: float = 0.0
    peak_mb: float = 0.0
    """The most memory that the worker held while it worked on this city. [MB]"""
    held_mb: float = 0.0
    """What it still held afterwards. [MB]"""
    problems: tuple[Problem, ...] = ()
    """Why the pack was refused."""
    reasons: tuple[Message, ...] = ()
    """Why the city failed otherwise."""
    trace: str = ""
    """Of a fault in LocalGoals."""


def lost(task: CityTask, *, times: int) -> Outcome:
    """Word what became of a city whose workers died."""
    reason = Message(
        "The worker process died {times} times in the middle of this city: it was killed, or the "
        "machine has too little memory for it.",
        {"times": times},
    )
    return Outcome(task, "failed", reasons=(reason,))
