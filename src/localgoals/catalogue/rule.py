"""What a rule of the catalogue is, and how it says what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from localgoals.catalogue.load import Catalogue
from localgoals.model.problem import Problem
from localgoals.model.text import Message

__all__ = ["Check", "fault"]

Check = Callable[[Catalogue], Iterator[Problem]]


def fault(kind: str, where: str, found: object, expected: Message) -> Problem:
    """Say what breaks a rule, at which place, and what would keep it."""
    remedy = Message("Correct the declaration, then run localgoals catalogue check again.")
    return Problem(
        f"catalogue-{kind}", where, Message("{found}", {"found": found}), expected, remedy
    )
