"""The rows of a workbook that came back, each held to what was sent."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from openpyxl.utils.cell import range_boundaries

from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.templates.layout import ANSWERS, FIGURES, Key, Manifest
from localgoals.ingest.templates.opening import Opened, Raw, normal, shortened
from localgoals.ingest.templates.wording import plain
from localgoals.model.problem import Problem

_LONGEST: Final = 80
# Columns of words, and the part of the key that they stand for.
_STANDS_FOR: Final = {"title": "series", "unit": "series", "place": "area", "people": "group"}


@dataclass(frozen=True)
class Line:
    """One row that came back."""

    key: Key
    """What its number was sent for, whatever its other cells say now."""
    row: int
    cells: Mapping[str, Raw]
    """The cells with an answer, by column."""
    tampering: tuple[str, str, str] | None = None
    """Column, text that was sent and text that was found, of a locked cell that was changed."""
    is_twice: bool = False
    is_merged: bool = False

    @property
    def is_sound(self) -> bool:
        """Tell whether it is sure which figure the row gives."""
        return self.tampering is None and not self.is_twice and not self.is_merged


def lines_in(opened: Opened, name: str) -> tuple[list[Line], list[Problem]]:
    """
    Match the rows of a workbook with the figures that were asked for.

    Parameters
    ----------
    opened
        The workbook.
    name
        Of the file, for the problems.

    Returns
    -------
    lines
        One for each figure whose number came back, in the order of the rows.
    problems
        Every row and cell that is not as it was sent, and every text beside the table.
    """
    place = f"{name}, {opened.sheet}!"
    merged, problems = _merged_rows(opened, place)
    lines: dict[int, Line] = {}
    seen_in: dict[int, int] = {}
    twice: list[Problem] = []
    strange: list[Problem] = []
    for row, cells in sorted(opened.rows.items()):
        number = _number_of(cells, len(opened.manifest.cells))
        if number is None:
            strange += _strangers(cells, f"{place}{row}")
        elif number in seen_in:
            first = seen_in[number]
            lines[number] = _as_twice(lines[number])
            twice.append(
                feed_problem("template-row-twice", f"{place}{row}", number=number, first=first)
            )
        else:
            seen_in[number] = row
            lines[number] = _line(opened.manifest, number, row, cells, row in merged)
    changed = [_changed(one, opened.manifest, place) for one in lines.values() if one.tampering]
    problems += _few(changed, place) + _few(twice, place) + _few(strange, place)
    problems += _few(_missing(opened.manifest, lines, place), place)
    problems += _few(
        [
            feed_problem(
                "template-outside", f"{place}{raw.address}", text=repr(raw.text[:_LONGEST])
            )
            for raw in opened.outside
        ],
        place,
    )
    problems += _hidden(opened, lines.values(), place)
    return list(lines.values()), problems


def _few(problems: Iterable[Problem], place: str) -> list[Problem]:
    return shortened(list(problems), place.rstrip("!"))


def _line(
    manifest: Manifest, number: int, row: int, cells: Mapping[str, Raw], is_merged: bool
) -> Line:
    key = manifest.cells[number - 1]
    answers = {field: raw for field, raw in cells.items() if field in ANSWERS}
    return Line(key, row, answers, _tampering(manifest, key, cells), is_merged=is_merged)


def _as_twice(line: Line) -> Line:
    return Line(line.key, line.row, line.cells, line.tampering, is_twice=True)


def _number_of(cells: Mapping[str, Raw], count: int) -> int | None:
    """Read the number of a row; None where it is none that was sent."""
    text = cells["number"].text if "number" in cells else ""
    return int(text) if text.isdecimal() and len(text) < 10 and 1 <= int(text) <= count else None


def _tampering(
    manifest: Manifest, key: Key, cells: Mapping[str, Raw]
) -> tuple[str, str, str] | None:
    """Find the first locked cell of a row that is not as it was sent."""
    sent = {"series": key.series, "area": key.area, "period": key.period, "group": key.group}
    codes = dict(sent)
    for label, field in _STANDS_FOR.items():
        sent[label] = manifest.labels.get((label, codes[field]), "")
    for field, expected in sent.items():
        found = cells[field].text if field in cells else ""
        if normal(found) != normal(plain(expected)):
            return field, expected, found
    return None


def _changed(line: Line, manifest: Manifest, place: str) -> Problem:
    field, expected, found = line.tampering or ("", "", "")
    return feed_problem(
        "template-key-changed",
        f"{place}{line.row}",
        column=normal(manifest.headers[field]),
        found=repr(normal(found)[:_LONGEST]),
        expected=repr(normal(expected)[:_LONGEST]),
    )


def _strangers(cells: Mapping[str, Raw], where: str) -> Iterator[Problem]:
    """Say what a row without a number of ours holds; nothing of it is lost unseen."""
    text = "; ".join(normal(raw.text) for raw in cells.values() if raw.text)
    has_figures = any(field in cells for field in FIGURES) and len(cells) > 1
    kind = "template-row-unknown" if has_figures else "template-outside"
    if text:
        yield feed_problem(kind, where, text=repr(text[:_LONGEST]))


def _missing(manifest: Manifest, lines: Mapping[int, Line], place: str) -> Iterator[Problem]:
    for number, key in enumerate(manifest.cells, start=1):
        if number not in lines:
            named = {field: text or "-" for field, text in key._asdict().items()}
            yield feed_problem("template-row-missing", place.rstrip("!"), number=number, **named)


def _merged_rows(opened: Opened, place: str) -> tuple[set[int], list[Problem]]:
    """Find the rows whose answers are in merged cells."""
    touched = {opened.columns[field] for field in (*ANSWERS, "number")}
    rows = sorted(opened.rows)
    # By the place of a row: how many merged ranges begin there, less those that ended before.
    begun = Counter[int]()
    problems = []
    for cells in opened.structure.merged:
        left, top, right, bottom = (edge or 0 for edge in range_boundaries(cells))
        first, end = bisect_left(rows, top), bisect_right(rows, bottom)
        if first < end and any(left <= column <= right for column in touched):
            begun[first] += 1
            begun[end] -= 1
            problems.append(feed_problem("template-merged", f"{place}{cells}", cells=cells))
    depth = accumulate(begun[at] for at in range(len(rows)))
    return {row for row, over in zip(rows, depth, strict=True) if over}, _few(problems, place)


def _hidden(opened: Opened, lines: Iterable[Line], place: str) -> list[Problem]:
    rows = [line.row for line in lines if line.cells and line.row in opened.structure.hidden_rows]
    if not rows:
        return []
    return [feed_problem("template-hidden", place.rstrip("!"), count=len(rows), row=rows[0])]
