"""
What a report is made of, before it has a language or a layout: sections, and the blocks in them.

`content` fills these; `html` and `pdf` lay them out. Nothing here is computed or drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan
from typing import Literal, Protocol

from localgoals.model.text import Message, Text


@dataclass(frozen=True)
class Figure:
    """A number with its unit, written in the reader's way; NaN is a dash."""

    value: float
    unit: str
    short: bool = False
    """True to leave out decimals that are nought, for targets and limits."""
    bare: bool = False
    """True where the unit stands elsewhere, such as in the head of a column."""


@dataclass(frozen=True)
class Listing:
    """Several things in a row, separated as the language does it."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Clauses:
    """Several things in a row that belong together, such as a series and its period."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Named:
    """A name, a colon, and what it is."""

    name: Words
    words: Words


Words = str | Text | Message | Figure | Listing | Clauses | Named
"""Everything that becomes a line of text in a language; a `str` is the same in all."""

Rating = Literal["", "green", "yellow", "orange", "red", "none"]
"""A status; empty where none is shown."""


@dataclass(frozen=True)
class Paragraph:
    """A few sentences."""

    words: Words
    tone: Literal["", "note", "small", "lead"] = ""


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Fact:
    """A name, and what it is."""

    name: Words
    words: Words
    url: str = ""


@dataclass(frozen=True)
class Facts:
    """Names and what they are, one below the other."""

    items: tuple[Fact, ...]


@dataclass(frozen=True)
class KeyFigure:
    """One large figure with what it is about."""

    name: Words
    figure: Words
    unit: Words
    note: Words = ""
    rating: Rating = ""
    anchor: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """The figures that a reader in a hurry takes away."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    words: Words
    numeric: bool = False
    rating: Rating = ""
    anchor: str = ""
    note: Words = ""
    lines: tuple[Cell, ...] = ()
    """Several things in one cell, one below the other; they stand in the place of `words`."""
    quiet: bool = False
    """True for words that say that nothing is there."""


@dataclass(frozen=True)
class Column:
    """The head of a column; `share` is the part of the width that it asks for."""

    words: Words
    numeric: bool = False
    share: int = 1


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first cell of each row names the row."""

    caption: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    folded: bool = False
    """True where a reader opens it when wanted; in print only the first rows stand."""
    stacked: bool = False
    """True for rows of prose: a narrow screen shows them as blocks, one below the other."""
    print_rows: int = 0
    """How many rows are printed; 0 prints all of them."""
    ends: Words = ""
    """What a print says below when rows are left out."""


@dataclass(frozen=True)
class Line:
    """A line of a chart over years, or the dots of one."""

    name: Words
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Mark:
    """A value that a chart compares with: a target, a guideline, the city as a whole."""

    name: Words
    value: float


@dataclass(frozen=True)
class Trend:
    """Values over years, one line each."""

    anchor: str
    title: Words
    alt: Words
    unit: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Bar:
    """One row of a dot chart; `family` rows stand together."""

    name: Words
    value: float
    family: Words = ""
    from_value: float = nan
    """Where a line to the dot begins: the group that it is compared with."""


@dataclass(frozen=True)
class Dots:
    """Values side by side, one dot a row, with a line that they are compared with."""

    anchor: str
    title: Words
    alt: Words
    unit: str
    bars: tuple[Bar, ...]
    mark: Mark | None = None
    legend: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Swatch:
    """One line of a map's legend."""

    look: str
    """A colour such as `#2c7fb8`, or `hatch`, `dot`, `badge`."""
    words: Words
    count: Words = ""


@dataclass(frozen=True)
class Label:
    """Words that stand on a map, in per cent of its width and height from its upper left corner."""

    words: Words
    left: float
    top: float
    badge: bool = False
    """True for a number in a disc, False for the name of a district."""


@dataclass(frozen=True)
class Shading:
    """The districts of a level in classes: the index of each one's colour, or -1 for no figure."""

    level: int
    classes: tuple[int, ...]
    colours: tuple[str, ...]
    names: tuple[Words, ...]
    """What each district says when a pointer rests on it."""


@dataclass(frozen=True)
class Squares:
    """Square cells in classes, already drawn: one path and one colour for each class."""

    paths: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Map:
    """A map: what is drawn, and everything around it that is text."""

    anchor: str
    title: Words
    alt: Words
    drawn: Shading | Squares
    legend: tuple[Swatch, ...]
    legend_title: Words
    labels: tuple[Label, ...] = ()
    with_stops: bool = False
    note: Words = ""


class Pictured(Protocol):
    """A picture that is drawn in `localgoals.reports.pictures`."""

    @property
    def anchor(self) -> str:
        """The id of its figure."""

    @property
    def title(self) -> Words:
        """What stands above it."""

    @property
    def alt(self) -> Words:
        """What it shows, for those who do not see it."""


@dataclass(frozen=True)
class Plate:
    """A picture and the table that says the same."""

    picture: Trend | Dots | Map | Pictured
    table: Table | None = None


@dataclass(frozen=True)
class GoalEntry:
    """One goal, and where the city stands on what is measured of it."""

    number: int
    title: Words
    colour: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Goals:
    """The goals that have figures, and the names of those that have none."""

    columns: tuple[Column, ...]
    entries: tuple[GoalEntry, ...]
    without: tuple[Words, ...]


@dataclass(frozen=True)
class Head:
    """The top of an indicator's page: code, title, figure, status."""

    code: str
    about: Words
    figure: Words
    unit: Words
    rating: Rating
    lines: tuple[Words, ...]


Block = Paragraph | Bullets | Facts | KeyFigures | Table | Plate | Goals | Head


@dataclass(frozen=True)
class Part:
    """A section or a part of one; `anchor` is where links lead."""

    anchor: str
    title: Words
    blocks: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()
    tiled: bool = False
    """True where its parts are small enough to stand two in a row on a wide screen."""


@dataclass(frozen=True)
class Report:
    """The whole report, the same in every language."""

    title: Words
    """For the window and the file."""
    city: Words
    subtitle: Words
    summary: Words
    parts: tuple[Part, ...]
    edition: tuple[Words, ...] = field(default=())
    """Lines below the title: which files, which version."""
    rated: bool = True
    """False where nothing is rated, and the signs of ratings need no explanation."""
    paged: bool = True
    """False for a short report, whose parts are printed one below the other."""
