"""Time, as indicators use it: runs of calendar years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from localgoals.errors import BadInput
from localgoals.model.text import Message


@dataclass(frozen=True, order=True)
class Period:
    """A run of calendar years, both ends included; one year has first == last."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadInput(
                Message(
                    "A period cannot end ({last}) before it begins ({first}).",
                    {"last": self.last, "first": self.first},
                )
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Read '2019' or '2019-2021'.

        Raises
        ------
        BadInput
            When the text is neither.

        Examples
        --------
        >>> Period.parse("2019-2021")
        Period(first=2019, last=2021)
        """
        match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text.strip())
        if match is None:
            raise BadInput(
                Message("{text!r} is not a period. Write 2019 or 2019-2021.", {"text": text})
            )
        return cls(int(match[1]), int(match[2] or match[1]))

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
