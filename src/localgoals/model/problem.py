"""What is wrong with something a person brought, said so that the person can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from localgoals.model.text import Message

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """
    One fault: where it is, what was found, what was expected, what to do.

    An `error` makes the resource unusable. A `warning` leaves it usable and says what was done.
    """

    kind: str
    """A stable key such as `crs-missing`, for tests and for the manual page about it."""
    where: str
    """The resource or file, then layer, row, column or feature: `stops.csv, row 7, column lat`."""
    found: Message
    expected: Message
    remedy: Message
    severity: Severity = "error"

    @property
    def sentence(self) -> Message:
        """The whole problem in one line."""
        return Message(
            "{where}: found {found}, expected {expected}. {remedy}",
            {
                "where": self.where,
                "found": self.found,
                "expected": self.expected,
                "remedy": self.remedy,
            },
        )

    def __str__(self) -> str:
        return str(self.sentence)
