"""The sections of a Pabulib file, row by row, with the lines on which they stand."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

__all__ = ["Row", "Section", "amount", "read_sections"]

_NAMES = ("META", "PROJECTS", "VOTES")
_MOST_BYTES = 500_000_000
_TWO_WAYS = re.compile(r"[1-9]\d{0,2},\d{3}", re.ASCII)
_AMOUNT = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,6})?")
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")


@dataclass(frozen=True)
class Row:
    """A row of a section."""

    line: int
    """Where it begins, counted from 1."""
    cells: Mapping[str, str]
    """By the names of the header, without spaces around them; blank where the row ends early."""

    def place(self, where: str, column: str = "") -> str:
        """Say where it stands, for a problem."""
        place = f"{where}, line {self.line}"
        return f"{place}, column {column}" if column else place


@dataclass
class Section:
    """The header of a section, and its rows."""

    line: int
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)


def amount(written: str) -> Fraction | None:
    """
    Read an amount exactly; None for what is none.

    A comma is a decimal mark, and spaces may group thousands. 1,250 is none: whether its comma
    stands before decimals or after thousands nobody can tell.

    Examples
    --------
    >>> amount("1 250,5")
    Fraction(2501, 2)
    >>> amount("1,250") is None
    True
    """
    if _TWO_WAYS.fullmatch(written.strip()):
        return None
    text = _SPACED.sub("", written.strip())
    return Fraction(text.replace(",", ".")) if _AMOUNT.fullmatch(text) else None


def read_sections(path: Path) -> tuple[dict[str, Section], list[Problem]]:
    """
    Split a file into its sections.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    sections
        By name; as far as the file can be read.
    problems
        What is no UTF-8, no table, or stands in no section.
    """
    if path.stat().st_size > _MOST_BYTES:
        return {}, [feed_problem("pb-unreadable", path.name, reason="> 500 MB")]
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return {}, [feed_problem("pb-not-utf8", f"{path.name}, line {line}")]
    if "\0" in text:
        return {}, [feed_problem("pb-unreadable", path.name, reason="NUL")]
    return _split(text, path.name)


def _split(text: str, where: str) -> tuple[dict[str, Section], list[Problem]]:
    sections: dict[str, Section] = {}
    problems: list[Problem] = []
    current: Section | None = None
    for line, cells in _rows(text, where, problems):
        name = cells[0].upper() if not any(cells[1:]) else ""
        if name in _NAMES:
            if name in sections:
                place = f"{where}, line {line}"
                problems.append(feed_problem("pb-section-twice", place, section=name))
            current = Section(line)
            sections.setdefault(name, current)
        elif current is None:
            problems.append(feed_problem("pb-no-section", f"{where}, line {line}"))
            break
        elif not current.columns:
            current.columns = _header(cells, line, where, problems)
        else:
            _add_row(current, line, cells, where, problems)
    return sections, problems


def _header(cells: list[str], line: int, where: str, problems: list[Problem]) -> tuple[str, ...]:
    columns = tuple(one.lower() for one in cells)
    named = [one for one in columns if one]
    if len(set(named)) < len(named):
        twice = next(one for one in named if named.count(one) > 1)
        problems.append(feed_problem("pb-column-twice", f"{where}, line {line}", column=twice))
    return columns


def _add_row(
    section: Section, line: int, cells: list[str], where: str, problems: list[Problem]
) -> None:
    """Add a row; one that is longer than the header would be read askew."""
    if any(cells[len(section.columns) :]):
        values: dict[str, object] = {"count": len(cells), "columns": len(section.columns)}
        problems.append(feed_problem("pb-cells", f"{where}, line {line}", **values))
    filled = [*cells, *[""] * (len(section.columns) - len(cells))]
    section.rows.append(Row(line, dict(zip(section.columns, filled, strict=False))))


def _rows(text: str, where: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that are neither blank nor a comment, with the line on which each begins."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # A comment in the midst of a quoted cell is none; nobody writes such.
    kept = ("\n" if one.lstrip().startswith("#") else f"{one}\n" for one in lines)
    reader = csv.reader(kept, delimiter=";", strict=True)
    begun = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            problems.append(feed_problem("pb-unreadable", f"{where}, line {begun}", reason=error))
            return
        if cells is None:
            return
        line, begun = begun, reader.line_num + 1
        stripped = [one.strip() for one in cells]
        if any(stripped):
            yield line, stripped
