"""
Wide tables as people keep them: years or series as columns, titles above, footnotes below.

The layout is found where the table says it, told to the reader, and asked for where it could be two
things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from localgoals.ingest.dates import date_problem, day_in, period_in
from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.garbled import garbled_names
from localgoals.ingest.numbers import amounts_in
from localgoals.ingest.oddities import oddities
from localgoals.ingest.sheets import Sheet, read_cells, text_of
from localgoals.ingest.statistics import KEY, NOTATIONS
from localgoals.ingest.units import kinds_in
from localgoals.ingest.wide.header import MARKED, Frame, framed, is_placeholder
from localgoals.ingest.wide.layout import Head, Layout, is_total, laid_out, letters, names_of
from localgoals.ingest.wide.names import unlike_names
from localgoals.ingest.wide.units import has_own_unit, scale_of, scaled
from localgoals.ingest.wide.wishes import ROLES, Wishes
from localgoals.model.problem import Problem
from localgoals.model.text import Message

COLUMNS: Final = ["series", "area", "period", "group", "value", "notation"]
"""The columns of the long table, in order."""
_SHOWN = 200
_FEW = 8


@dataclass(frozen=True)
class Wide:
    """What a wide table holds."""

    table: pd.DataFrame
    """The long table of statistics, with the columns `COLUMNS`."""
    problems: list[Problem]
    said: list[Message] = field(default_factory=list)
    """What was taken for what."""


def read_wide(path: Path, wishes: Wishes) -> Wide:
    """
    Read a wide table as a long one.

    Parameters
    ----------
    path
        A CSV or a workbook.
    wishes
        What the table does not say itself.

    Returns
    -------
    read
        A blank cell is not estimated (NE), not 0. A cell or row at fault is left out, and so are
        values that contradict each other. A total is of `wishes.area`.
    """
    sheet, problems = read_cells(path, sheet=wishes.sheet)
    if sheet is None:
        return Wide(_empty(), problems)
    frame, faults = framed(sheet, wishes.header)
    if frame is None:
        return Wide(_empty(), problems + faults)
    problems += faults
    layout, faults = laid_out(sheet, frame, wishes)
    problems += faults
    said = list(_told(sheet, frame, layout))
    if layout is None:
        return Wide(_empty(), problems, said)
    table, faults = _melted(sheet, frame, layout, wishes)
    problems += faults + unlike_names(sheet, frame, wishes)
    table, faults = _each_once(table)
    problems += faults + garbled_names(table)
    known = table.assign(unit=kinds_in(table["series"]))
    problems += oddities(known, city=wishes.area or None, wholes=wishes.wholes)
    return Wide(table[COLUMNS].reset_index(drop=True), problems, said)


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=COLUMNS)


def _told(sheet: Sheet, frame: Frame, layout: Layout | None) -> Iterator[Message]:
    """Say what was taken for what."""
    if frame.titles:
        yield Message(
            "Above the header: rows {rows} ({texts}).",
            {"rows": _span(frame.titles), "texts": _words_of(sheet, frame.titles)},
        )
    yield Message(
        "Header: rows {header}. Figures: rows {body}.",
        {"header": _span(frame.header), "body": _span(frame.body)},
    )
    if frame.footnotes:
        yield Message(
            "Below the figures: rows {rows} ({texts}).",
            {"rows": _span(frame.footnotes), "texts": _words_of(sheet, frame.footnotes)},
        )
    if layout is None:
        return
    names = names_of(sheet, frame)
    for role, own in layout.keys.items():
        shown = ", ".join(f"{letters(column)} {names[column]}".strip() for column in own)
        yield Message("{role}: column {columns}.", {"role": role, "columns": shown})
    columns = [head.column for head in layout.heads]
    yield Message(
        "Columns of figures: {count}, from {first} to {last}.",
        {
            "count": len(columns),
            "first": letters(columns[0]),
            "last": letters(columns[-1]),
        },
    )
    for role in dict.fromkeys(filter(None, layout.levels)):
        texts = [_of_head(head, role) for head in layout.heads]
        shown = ", ".join(list(dict.fromkeys(filter(None, texts)))[:_FEW])
        yield Message("Heads that are {role}: {texts}.", {"role": role, "texts": shown})
    if layout.unused:
        shown = ", ".join(f"{letters(one)} {names[one]}" for one in layout.unused[:_FEW])
        more = len(layout.unused) - _FEW
        shown += f", … (+{more})" if more > 0 else ""
        yield Message("Not used: columns {columns}.", {"columns": shown})


def _words_of(sheet: Sheet, rows: tuple[int, ...]) -> str:
    texts = (" ".join(filter(None, map(text_of, sheet.rows[row])))[:80] for row in rows[:_FEW])
    return "; ".join(texts)


def _of_head(head: Head, role: str) -> str:
    if role in ROLES:
        return str(getattr(head, role))
    return dict(pair.split("=", 1) for pair in head.group.split(";") if pair).get(role, "")


def _span(rows: tuple[int, ...]) -> str:
    first, last = rows[0] + 1, rows[-1] + 1
    return f"{first}" if first == last else f"{first}-{last}"


def _melted(
    sheet: Sheet, frame: Frame, layout: Layout, wishes: Wishes
) -> tuple[pd.DataFrame, list[Problem]]:
    """Lay out the figures one below the other; leave out those at fault, and say so."""
    rows, named, problems = _named_rows(sheet, frame, layout, wishes)
    scale, unit = scale_of(sheet, frame.titles)
    parts = []
    for head in layout.heads:
        if is_total(head.area) and not wishes.area:
            place = f"{sheet.where}, column {letters(head.column)}"
            problems.append(feed_problem("wide-total-unstated", place, value=repr(head.area)))
            continue
        values, notation, faults = _column(sheet, rows, head.column, wishes)
        problems += faults
        texts = [sheet.text(row, head.column) for row in rows]
        part = named.assign(value=values, notation=notation, own_text=texts)
        for role in ROLES:
            if getattr(head, role):
                part[role] = _of_total(getattr(head, role), role, wishes)
        part["group"] = [";".join(filter(None, (head.group, one))) for one in part["group"]]
        parts.append(part)
    if not parts:
        return _empty().assign(where="", row=0), problems
    table = pd.concat(parts, ignore_index=True)
    table["own_unit"] = table["own_text"].map(has_own_unit).astype(bool)
    blank = table["notation"].eq("NE").sum()
    if blank:
        problems.append(feed_problem("wide-blank", sheet.where, count=int(blank)))
    table, faults = scaled(table, sheet.where, (scale, unit))
    table = table.drop(columns=["own_text", "own_unit"])
    sound = table["value"].notna() | table["notation"].ne("")
    return table[sound], problems + faults


def _of_total(name: str, role: str, wishes: Wishes) -> str:
    """Give the area that a total is of."""
    return wishes.area if role == "area" and is_total(name) and wishes.area else name


def _named_rows(
    sheet: Sheet, frame: Frame, layout: Layout, wishes: Wishes
) -> tuple[list[int], pd.DataFrame, list[Problem]]:
    """Give the rows of figures with what stands beside them."""
    rows: list[int] = []
    named: list[dict[str, object]] = []
    problems: list[Problem] = []
    for row in frame.body:
        texts = {
            role: " ".join(filter(None, (text_of(sheet.filled(row, column)) for column in columns)))
            for role, columns in layout.keys.items()
        }
        line, faults = _line(sheet, row, texts, wishes)
        if all(sheet.cell(row, head.column) is None for head in layout.heads):
            shown = " ".join(filter(None, texts.values()))
            faults = [feed_problem("wide-row-blank", _place(sheet, row), value=repr(shown[:80]))]
            line = None
        problems += faults
        if line is not None:
            rows.append(row)
            named.append(line | {"where": sheet.where, "row": row + 1})
    columns = [*KEY, "where", "row"]
    return rows, pd.DataFrame(named, columns=columns), problems


def _place(sheet: Sheet, row: int) -> str:
    return f"{sheet.where}, row {row + 1}"


def _line(
    sheet: Sheet, row: int, texts: dict[str, str], wishes: Wishes
) -> tuple[dict[str, object] | None, list[Problem]]:
    """Say what the figures of a row are about; None where it cannot be said."""
    line: dict[str, object] = {role: texts.get(role) or getattr(wishes, role) for role in ROLES}
    for role in ROLES:
        if role in texts and not texts[role]:
            return None, [feed_problem("wide-row-unnamed", _place(sheet, row), role=role)]
    formula = next((text for text in texts.values() if text.startswith("=")), None)
    if formula is not None:
        said = repr(formula[:80])
        return None, [feed_problem("wide-formula", _place(sheet, row), value=said)]
    if is_total(texts.get("area", "")):
        if not wishes.area:
            said = repr(texts["area"])
            return None, [feed_problem("wide-total-unstated", _place(sheet, row), value=said)]
        line["area"] = wishes.area
    if texts.get("period"):
        period, faults = _period(texts["period"], _place(sheet, row), wishes)
        if period is None:
            return None, faults
        line["period"] = period
    groups = [
        f"{role}={text}"
        for role, text in texts.items()
        if role not in (*ROLES, "unit") and text and not is_total(text)
    ]
    if texts.get("unit"):
        line["series"] = f"{line['series']} [{texts['unit']}]"
    return line | {"group": ";".join(sorted(groups))}, []


def _period(text: str, where: str, wishes: Wishes) -> tuple[str | None, list[Problem]]:
    period, day = period_in(text), day_in(text)
    if period is not None:
        return str(period), []
    if day is None:
        return None, [feed_problem("opensdg-year", where, value=repr(text[:80]))]
    return (str(day.year), []) if wishes.dates_as_years else (None, [date_problem(text, where)])


def _column(
    sheet: Sheet, rows: list[int], column: int, wishes: Wishes
) -> tuple[np.ndarray, np.ndarray, list[Problem]]:
    """Read the figures of one column: values, and the keys that stand for a missing one."""
    cells = [sheet.cell(row, column) for row in rows]
    texts = [text_of(cell) for cell in cells]
    name = f"column {letters(column)}"
    problems = []
    notation = np.array(["" for _ in rows], dtype=object)
    for at, text in enumerate(texts):
        where = f"{sheet.where}, row {rows[at] + 1}, {name}"
        if sheet.is_merged(rows[at], column) and sheet.filled(rows[at], column) is not None:
            cells[at] = None
            shown = repr(text_of(sheet.filled(rows[at], column)))
            problems.append(feed_problem("wide-figure-merged", where, value=shown))
        elif text.startswith("="):
            cells[at] = None
            problems.append(feed_problem("wide-formula", where, value=repr(text[:80])))
        elif text in NOTATIONS or not text:
            notation[at], cells[at] = text or "NE", None
        elif is_placeholder(text):
            notation[at], cells[at] = "NE", None
            problems.append(feed_problem("statistics-placeholder-word", where, value=repr(text)))
        elif (marked := MARKED.fullmatch(text)) is not None:
            cells[at] = marked[1]
            problems.append(feed_problem("wide-marked", where, value=repr(text)))
    written = pd.Series(cells, index=[row + 1 for row in rows], dtype=object, name=letters(column))
    values, faults = amounts_in(written, sheet.where, decimal=wishes.decimal, first_row=0)
    return values, notation, problems + faults


def _each_once(table: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Keep each figure once; of different values for one figure keep none."""
    # A blank beside a value says nothing.
    table = table.sort_values("notation", kind="stable")
    repeated = table.duplicated(KEY, keep=False)
    problems: list[Problem] = []
    out: list[object] = []
    for _, rows in table[repeated].groupby(KEY, sort=False):
        known = rows["value"].dropna()
        first = rows.iloc[0]
        said: dict[str, object] = {key: first[key] or "-" for key in KEY}
        where = f"{first['where']}, row {first['row']}"
        if known.nunique() > 1:
            out += list(rows.index)
            values = ", ".join(f"{one:.15g}" for one in known.unique()[:_FEW])
            said |= {"count": known.nunique(), "values": values}
            problems.append(feed_problem("wide-two-values", where, **said))
        else:
            out += list(rows.index[1:])
            if known.size != 1:
                problems.append(feed_problem("wide-same-twice", where, **said, count=len(rows)))
    more = len(problems) - _SHOWN
    if more > 0:
        place = str(table["where"].iloc[0])
        problems = [*problems[:_SHOWN], problem("and-more", place, count=more)]
    return table.drop(index=out).sort_index(), problems
