"""Where the header of a wide table is, and where its figures begin and end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from localgoals.ingest.dates import day_in, is_day, year_in
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.numbers import PLACEHOLDER_WORDS, read_number
from localgoals.ingest.sheets import Sheet, text_of
from localgoals.ingest.tables import UNKNOWN
from localgoals.model.problem import Problem

MARKED = re.compile(r"(.*[0-9%万亿])\s*(?:[*†‡¹²³]+|[(（\[][a-z*][)）\]])")
"""A number with the mark of a footnote."""


@dataclass(frozen=True)
class Frame:
    """The rows of a table by what they are for; all from 0."""

    titles: tuple[int, ...]
    header: tuple[int, ...]
    body: tuple[int, ...]
    """Rows with figures, and blank ones of a name among them."""
    footnotes: tuple[int, ...]


def framed(sheet: Sheet, header: tuple[int, int] | None) -> tuple[Frame | None, list[Problem]]:
    """
    Find titles, header, figures and footnotes.

    The figures begin with the first row that has a number which is not one of a row of years; the
    header is what stands above, without titles: a lone text, or one that was merged over the whole
    width.

    Parameters
    ----------
    sheet
        The cells.
    header
        First and last row of the header as a person counts, where it was said.
    """
    used = [row for row in range(len(sheet.rows)) if any(map(text_of, sheet.rows[row]))]
    if header is not None:
        top = [row for row in used if header[0] <= row + 1 <= header[1]]
        first = next((row for row in used if row >= header[1]), None)
    else:
        first = next((row for row in used if _has_figures(sheet, row)), None)
        above = [row for row in used if first is not None and row < first]
        # Only what stands before the first row of heads is a title.
        heads = [row for row in above if not _is_title(sheet, row)]
        top = [row for row in above if heads and heads[0] <= row <= heads[-1]]
        # A lone name below the heads is a heading of rows.
        first = next((row for row in above if heads and row > heads[-1]), first)
    if first is None or not top:
        return None, [feed_problem("wide-header-none", sheet.where)]
    # Below the header a number is a figure, even one that could be a year or a day.
    again = next((row for row in used if row > first and _begins_again(sheet, top, row)), None)
    problems = []
    if again is not None:
        used = [row for row in used if row < again]
        where = f"{sheet.where}, row {again + 1}"
        problems = [feed_problem("wide-second-table", where, value=repr(_shown(sheet, again)))]
    last = max((row for row in used if row >= first and _has_numbers(sheet, row)), default=first)
    return (
        Frame(
            titles=tuple(row for row in used if row < top[0]),
            header=tuple(top),
            body=tuple(row for row in used if first <= row <= last),
            footnotes=tuple(row for row in used if row > last),
        ),
        problems,
    )


def is_figure(cell: Any) -> bool:
    """Tell whether a cell stands for a figure: a number, or a word in place of one."""
    if isinstance(cell, bool) or cell is None or is_day(cell):
        return False
    if not isinstance(cell, str):
        return True
    if is_placeholder(cell) or cell.startswith("="):
        return True
    marked = MARKED.fullmatch(cell)
    read = read_number(marked[1] if marked else cell, "")
    # What could be two numbers is one all the same.
    return not isinstance(read, Problem) or read.kind.startswith("number-")


def is_placeholder(cell: str) -> bool:
    """Tell whether a text stands in place of a figure: a dash, `n/a`, or what programs write."""
    return cell.lower() in PLACEHOLDER_WORDS or cell in UNKNOWN


def is_year(cell: Any) -> bool:
    """Tell whether a cell can be a year, or a day that stands for one."""
    if is_day(cell):
        return True
    text = text_of(cell)
    return year_in(text) is not None or (not is_plain(cell) and day_in(text) is not None)


def is_plain(cell: Any) -> bool:
    """Tell whether a cell is a number, or a text of digits alone."""
    return not isinstance(cell, str) or cell.strip().isdecimal()


def _begins_again(sheet: Sheet, header: list[int], row: int) -> bool:
    """
    Tell whether a row below the figures is a header: of the same table, or of another one.

    It says what the header says, or has the name of the first column and years beside it where the
    header has years.
    """
    cells = [text_of(cell) for cell in sheet.rows[row]]
    named = [number for number, text in enumerate(cells) if text]
    for top in header:
        heads = [text_of(cell) for cell in sheet.rows[top]]
        if len(named) > 1 and cells == heads:
            return True
        if cells[0] and cells[0] == heads[0] and len(named) > 1:
            both = [one for one in named[1:] if heads[one]]
            years = all(is_year(sheet.rows[line][one]) for one in both for line in (row, top))
            if both and years:
                return True
    return False


def _shown(sheet: Sheet, row: int) -> str:
    return " ".join(filter(None, map(text_of, sheet.rows[row])))[:80]


def _has_figures(sheet: Sheet, row: int) -> bool:
    cells = sheet.rows[row]
    figures = [number for number, cell in enumerate(cells) if _is_number(cell)]
    return bool(figures) and not _is_row_of_years(sheet, row, figures)


def _has_numbers(sheet: Sheet, row: int) -> bool:
    return any(map(_is_number, sheet.rows[row]))


def _is_number(cell: Any) -> bool:
    return is_figure(cell) and not (isinstance(cell, str) and is_placeholder(cell))


def _is_row_of_years(sheet: Sheet, row: int, figures: list[int]) -> bool:
    """
    Tell whether all numbers of a row are years, or days, and heads of columns.

    They are figures where years stand above them already, and where the row has a name of its own
    below a row of names for every column.
    """
    cells = sheet.rows[row]
    if any(all(is_year(sheet.rows[above][one]) for one in figures) for above in range(row)):
        return False
    texts = [text_of(cells[number]) for number in figures]
    if not all(map(day_in, texts)) and not all(map(year_in, texts)):
        return False
    first = text_of(cells[0])
    count = sum(cell is not None for cell in cells)
    return not first or not any(
        text_of(sheet.rows[above][0]) != first and _names_columns(sheet.rows[above], count)
        for above in range(row)
    )


def _names_columns(cells: list[Any], count: int) -> bool:
    """Tell whether a row has so many names, none of which is a number or a year."""
    named = [cell for cell in cells if cell is not None]
    return len(named) >= count and not any(is_figure(one) or is_year(one) for one in named)


def _is_title(sheet: Sheet, row: int) -> bool:
    """Tell whether a row has one text alone, at its left or over the whole width."""
    named = [number for number, cell in enumerate(sheet.rows[row]) if cell is not None]
    if len(named) != 1 or named[0] != 0:
        return False
    return len({text_of(sheet.filled(row, column)) for column in range(sheet.width)}) <= 2
