"""`localgoals statistics template` and `compare`: workbooks for officers, out and back."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.decimals import Decimal
from localgoals.cli.exits import Exit
from localgoals.cli.problems import tell
from localgoals.cli.reader import Lang, Reader, reader_of
from localgoals.errors import BadInput
from localgoals.model.period import Period
from localgoals.model.problem import Problem
from localgoals.model.text import LANGUAGES, Language, Message, Text

if TYPE_CHECKING:
    import pandas as pd

    from localgoals.ingest.numbers import DecimalMark
    from localgoals.ingest.templates.differences import Difference
    from localgoals.ingest.templates.plan import Plan

_SHOWN = 20


class Words(StrEnum):
    """Which languages the words of a workbook are in."""

    EN = "en"
    ZH = "zh"
    BOTH = "both"


def template(  # noqa: PLR0913  one parameter for each option
    context: typer.Context,
    workbook: Annotated[Path, typer.Argument(help="The workbook to write, an XLSX.")],
    area: Annotated[
        list[str] | None, typer.Option(help="The code of an area, such as US-NYC. Repeatable.")
    ] = None,
    areas: Annotated[
        Path | None, typer.Option(help="A table of areas: code, name and, if known, name_zh.")
    ] = None,
    pack: Annotated[
        Path | None, typer.Option(help="A city pack: the city and its districts.")
    ] = None,
    level: Annotated[
        list[str] | None,
        typer.Option(help="Only these districts of the pack, such as borough. Repeatable."),
    ] = None,
    period: Annotated[
        list[str] | None, typer.Option(help="A year, or 2019-2021. Repeatable.")
    ] = None,
    indicator: Annotated[
        list[str] | None,
        typer.Option(
            help="Ask for what this indicator needs. Repeatable.",
            show_default="all that are made from statistics",
        ),
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(help="Ask for a group besides everybody: sex=female. Repeatable."),
    ] = None,
    known: Annotated[
        Path | None, typer.Option("--from", help="A long table with figures that are known.")
    ] = None,
    lang: Annotated[
        Words | None,
        typer.Option(help="Language of the workbook and of the answer.", show_default="both"),
    ] = None,
) -> None:
    """Write a workbook for officers to fill in: one figure a row, drop-down lists, locked keys."""
    from localgoals.catalogue.load import load
    from localgoals.ingest.templates.places import areas_of_pack, areas_of_table
    from localgoals.ingest.templates.plan import Asked, known_figures, plan_of, series_of
    from localgoals.ingest.templates.writing import write_template

    reader = reader_of(context)
    languages = _languages(lang, reader)
    if workbook.suffix.lower() != ".xlsx":
        raise BadInput(Message("{path}: the name must end in .xlsx.", {"path": workbook}))
    catalogue = load()
    asked_areas = {code: Text(code, code) for code in area or ()}
    if areas is not None:
        asked_areas |= areas_of_table(areas)
    if pack is not None:
        with tempfile.TemporaryDirectory() as scratch:
            asked_areas |= areas_of_pack(pack, levels=level or (), scratch=Path(scratch))
    figures, problems = known_figures(known) if known is not None else ({}, [])
    tell(problems, reader.language)
    asked = Asked(
        series_of(catalogue, indicator or ()) if indicator or asked_areas else (),
        asked_areas,
        [str(Period.parse(one)) for one in period or ()],
        group or (),
    )
    plan = plan_of(asked, figures)
    write_template(workbook, plan, catalogue, languages=languages)
    for message in _asked(plan, len(figures), workbook):
        typer.echo(say(message, reader.language))
    if any(one.severity == "error" for one in problems):
        raise typer.Exit(Exit.BAD_INPUT)


def _languages(chosen: Words | None, reader: Reader) -> Sequence[Language]:
    """Give the languages of the workbook; one of them is that of the answer, too."""
    if chosen is None or chosen is Words.BOTH:
        return LANGUAGES
    reader.language = "en" if chosen is Words.EN else "zh"
    return (reader.language,)


def _asked(plan: Plan, known: int, path: Path) -> list[Message]:
    """Tell what a workbook asks for, and which figures of the table it leaves out."""
    counts: dict[str, object] = {"path": path, "count": len(plan.cells), "known": len(plan.known)}
    said = [Message("{path} asks for {count} figures; {known} of them are filled in.", counts)]
    if left_out := known - len(plan.known):
        more: dict[str, object] = {"count": left_out}
        said.append(
            Message("{count} figures of the table are of other series, areas or periods.", more)
        )
    return said


def compare(
    old: Annotated[Path, typer.Argument(help="A workbook, or a long table.")],
    new: Annotated[Path, typer.Argument(help="A later one, such as the workbook that came back.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to save every difference, as a CSV."),
    ] = None,
    decimal: Decimal = None,
    lang: Lang = "en",
) -> None:
    """Show every cell that differs between two workbooks, or a workbook and a long table."""
    from localgoals.catalogue.load import load
    from localgoals.ingest.templates.differences import differences, read_side, write_differences

    for path in (old, new):
        if not path.is_file():
            raise BadInput(Message("{path}: no such file or folder", {"path": path}))
    mark: DecimalMark | None = None if decimal is None else decimal.value
    sides = [read_side(path, load(), decimal=mark) for path in (old, new)]
    for side in sides:
        # What cannot be read at all, or only in part: a comparison would be of something else.
        if not side.lines and any(one.severity == "error" for one in side.problems):
            tell(side.problems, lang)
            raise typer.Exit(Exit.BAD_INPUT)
    found = differences(*sides)
    for one in found[:_SHOWN]:
        typer.echo(say(_different(one), lang))
    counts = Counter(one.change for one in found)
    summary = Message(
        "{count} differences: {added} added, {removed} removed, {changed} changed, {rows} in "
        "locked cells and rows.",
        {
            "count": len(found),
            **{key: counts[key] for key in ("added", "removed", "changed")},
            "rows": sum(counts[key] for key in ("key-changed", "row-twice", "row-missing")),
        },
    )
    typer.echo(say(summary, lang))
    if output is not None:
        write_differences(found, output)


def is_workbook(path: Path) -> bool:
    """Tell whether a file is a workbook for officers, in whatever format it is said to be."""
    if path.suffix.lower() != ".xlsx":
        return False
    from localgoals.ingest.templates.opening import is_template

    return is_template(path)


def read_workbook(
    path: Path, decimal: DecimalMark | None, language: Language
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read what officers filled in, and tell how much of it is."""
    from localgoals.catalogue.load import load
    from localgoals.ingest.templates.reading import read_template

    filled = read_template(path, load(), decimal=decimal)
    if filled.asked:
        counts: dict[str, object] = {
            "filled": len(filled.table),
            "asked": filled.asked,
            "open": filled.asked - len(filled.answers),
        }
        done = Message("{filled} of {asked} figures can be used; {open} are open.", counts)
        typer.echo(say(done, language))
    return filled.table, filled.problems


_CHANGES: dict[str, Message] = {
    "added": Message("added"),
    "removed": Message("removed"),
    "changed": Message("changed"),
    "key-changed": Message("locked cell changed"),
    "row-twice": Message("row pasted over another"),
    "row-missing": Message("row missing"),
}


def _different(one: Difference) -> Message:
    key = (
        part.encode("unicode_escape").decode() if not part.isprintable() else part
        for part in one.key
    )
    return Message(
        "{change}: {key}, {column}: {old} → {new} ({cells})",
        {
            "change": _CHANGES[one.change],
            "key": ", ".join(part or "-" for part in key),
            "column": one.column,
            "old": repr(one.old) if one.old else "-",
            "new": repr(one.new) if one.new else "-",
            "cells": f"{one.old_cell or '-'} → {one.new_cell or '-'}",
        },
    )
