"""Where a figure comes from, as a type."""

from __future__ import annotations

from dataclasses import dataclass

from localgoals.model.text import Text


@dataclass(frozen=True)
class Reference:
    """A publication that a formula, a threshold or a title was taken from."""

    title: str
    publisher: str
    year: int | None = None
    url: str = ""
    confirmed: bool = True
    """False when the figure has not been read in the publication itself; it is shown as such."""
    remark: Text | None = None
    """What of it was read, and where; in the reader's language, unlike the title."""


@dataclass(frozen=True)
class Origin:
    """Where an input file came from, and what may be done with it."""

    title: str
    publisher: str = ""
    url: str = ""
    licence: str = ""
    modelled: bool = False
    """True when the figures were estimated from others rather than counted or measured."""
    note: str = ""
    survey: bool = False
    """True when the figures were estimated from a sample of people or households."""
