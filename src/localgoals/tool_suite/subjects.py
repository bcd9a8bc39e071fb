"""Figures of several subjects (utilities, cities, years) beside benchmarks: one table for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from math import nan
from typing import Literal

import pandas as pd

from localgoals.catalogue.declaration import declare, read_yaml
from localgoals.catalogue.load import load
from localgoals.model.text import Text
from localgoals.reports.blocks import (
    Bar,
    Cell,
    Column,
    Dots,
    Figure,
    Paragraph,
    Part,
    Plate,
    Table,
)
from localgoals.reports.wording import unit_named
from localgoals.tool_suite.table_words import answer

__all__ = [
    "Item",
    "dots",
    "items_of",
    "small_percents",
    "subject_parts",
    "unconfirmed",
    "with_question",
]

_SHOWN = 20
"""So many subjects stand on a page; the CSV has all."""


@dataclass(frozen=True)
class Item:
    """A figure, and what is held to be good."""

    code: str
    title: Text
    unit: str
    better: Literal["higher", "lower", ""] = ""
    good: float = nan
    """From here on it is good; NaN without a benchmark."""
    worst: float = nan
    best: float = nan
    """Ends of its scale, where it has one."""
    confirmed: bool = True
    """False where benchmark or scale was not read in a publication."""


def items_of(file: str) -> tuple[Item, ...]:
    """Read the items that stand beside the declaration of a tool, such as `suti/items.yaml`."""
    where = f"tool_suite/{file}"
    rows = read_yaml(files("localgoals") / "catalogue" / where)
    assert isinstance(rows, list), where
    references = load().references
    return tuple(declare(Item, row, where, references=references) for row in rows)


def dots(
    anchor: str, title: Text, unit: str, bars: tuple[Bar, ...], table: Table | None = None
) -> tuple[Plate | Table, ...]:
    """Draw dots; where there is none to draw, the table stands alone, if there is one."""
    if bars:
        return (Plate(Dots(anchor, title, title, unit, bars), table),)
    return () if table is None else (table,)


def subject_parts(figures: pd.DataFrame, name: str, items: Sequence[Item]) -> tuple[Part, ...]:
    """
    Lay the figures of each subject out, beside their benchmarks.

    Parameters
    ----------
    figures
        A row for each subject, a column for each item.
    name
        The column with the names of the subjects.
    items
        In the order in which they are shown.
    """
    return tuple(
        Part(f"subject-{number}", str(row[name]), (*_reached(row, items), _table(row, items)))
        for number, (_, row) in enumerate(figures.head(_SHOWN).iterrows(), start=1)
    )


def _reached(row: pd.Series, items: Sequence[Item]) -> Iterator[Paragraph]:
    """Say how many benchmarks are reached, of those that there is a figure for, and which not."""
    held = [one for one in items if one.good == one.good and row[one.code] == row[one.code]]
    if not held:
        return
    short = [one.title for one in held if not _is_reached(float(row[one.code]), one)]
    en = f"Usual benchmarks reached: {len(held) - len(short)} of {len(held)}."
    zh = f"达到的常用基准：{len(held)}项中{len(held) - len(short)}项。"
    if short:
        en += f" Not reached: {'; '.join(one.en for one in short)}."
        zh += f"未达到：{'；'.join(one.zh for one in short)}。"
    yield Paragraph(Text(en, zh), "lead")


def _table(row: pd.Series, items: Sequence[Item]) -> Table:
    held = any(one.good == one.good for one in items)
    columns = [
        Column(Text("Figure", "指标"), share=4),
        Column(Text("Value", "数值"), numeric=True, share=2),
        Column(Text("Unit", "单位"), share=2),
    ]
    if held:
        columns.append(Column(Text("Usual benchmark", "常用基准"), numeric=True, share=2))
        columns.append(Column(Text("Reached", "是否达到"), share=2))
    rows = tuple(_rows(row, items, held))
    return Table(Text("Figures", "指标数值"), tuple(columns), rows, stacked=True)


def _rows(row: pd.Series, items: Sequence[Item], held: bool) -> Iterator[tuple[Cell, ...]]:
    for one in items:
        value = float(row[one.code])
        cells = [
            Cell(one.title),
            Cell(Figure(value, one.unit, bare=True), numeric=True),
            Cell(_parted(unit_named(one.unit))),
        ]
        if held:
            cells.append(Cell(Figure(one.good, one.unit, bare=True), numeric=True))
            cells.append(Cell(_verdict(value, one)))
        yield tuple(cells)


def _parted(unit: Text) -> Text:
    """Let a line end behind a slash: "m³/connection/day" is too long for a narrow column."""
    return Text(unit.en.replace("/", "/\u200b"), unit.zh.replace("/", "/\u200b"))


def _verdict(value: float, item: Item) -> Text:
    if value != value or item.good != item.good:
        return answer(None)
    return answer(_is_reached(value, item))


def _is_reached(value: float, item: Item) -> bool:
    return value >= item.good if item.better == "higher" else value <= item.good


def small_percents(table: pd.DataFrame, name: str, columns: Sequence[str]) -> tuple[Paragraph, ...]:
    """
    Ask whether percents below 1 were meant as shares: they can be either.

    They stand below the first part of a page: see `with_question`.

    Parameters
    ----------
    table
        As it was given.
    name
        The column with the names of its rows.
    columns
        Those in percent.
    """
    small = table[list(columns)].gt(0) & table[list(columns)].lt(1)
    found = [
        f"{row[name]}, {column} {row[column]:g}"
        for column in columns
        for row in table[small[column]].head(_SHOWN).to_dict("records")
    ]
    if not found:
        return ()
    return (
        Paragraph(
            Text(
                f"Below 1 %: {'; '.join(found)}. If a share from 0 to 1 was meant, give it as a "
                "percentage: 55, not 0.55.",
                f"低于1%：{'；'.join(found)}。如本意为0至1的比例，请按百分比填写：55，而非0.55。",
            ),
            "note",
        ),
    )


def with_question(parts: Sequence[Part], asked: Sequence[Paragraph]) -> tuple[Part, ...]:
    """Put what is asked about the tables below the first part, where nobody misses it."""
    first, *others = parts
    return (replace(first, blocks=(*first.blocks, *asked)), *others)


def unconfirmed(items: Sequence[Item]) -> tuple[Paragraph, ...]:
    """Name what stands on the page and was not read in a publication."""
    names = [one.title for one in items if not one.confirmed]
    if not names:
        return ()
    return (
        Paragraph(
            Text(
                "Not confirmed in a publication: benchmark or scale of "
                + "; ".join(one.en for one in names)
                + ".",
                "以下指标的基准或量程未经出版物确认：" + "；".join(one.zh for one in names) + "。",
            ),
            "note",
        ),
    )
