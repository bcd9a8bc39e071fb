"""Reads the answers of a workbook: every one that is sound, and everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import nan
from pathlib import Path
from typing import Final

import pandas as pd

from localgoals.catalogue.load import Catalogue
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.numbers import DecimalMark
from localgoals.ingest.oddities import oddities
from localgoals.ingest.statistics import KEY
from localgoals.ingest.templates.amounts import Unit, notation_in, read_amount, read_notation
from localgoals.ingest.templates.layout import TEXTS, Key
from localgoals.ingest.templates.opening import Opened, Raw, open_template, shortened
from localgoals.ingest.templates.rows import Line, lines_in
from localgoals.ingest.units import kinds_in
from localgoals.model.problem import Problem
from localgoals.model.spreadsheet_text import guarded

_SHOWN: Final = 200
_EXAMPLES: Final = 5

Answer = float | str
"""A number, a reporting key or a text; of a cell that cannot be read, what is written in it."""


@dataclass(frozen=True)
class Filled:
    """What came back in a workbook."""

    table: pd.DataFrame
    """
    The long table of what is answered without fault: series, area, period, group, value, margin,
    notation; source and remark where the workbook has any.
    """
    problems: list[Problem]
    asked: int = 0
    """Number of figures that the workbook asks for."""
    lines: Mapping[Key, Line] = field(default_factory=dict)
    """The rows that came back, with or without fault."""
    answers: Mapping[Key, Mapping[str, Answer]] = field(default_factory=dict)
    """What is in the cells of each figure, by column, as it was read."""
    columns: Mapping[str, int] = field(default_factory=dict)
    """Number of the sheet's column for each of ours; empty where no workbook was read."""


def read_template(
    path: Path, catalogue: Catalogue, *, decimal: DecimalMark | None = None
) -> Filled:
    """
    Read a workbook that officers filled in.

    A row that is at fault is left out and named; a row without an answer is open and is no fault.

    Parameters
    ----------
    path
        What came back.
    catalogue
        Holds the units of the statistics to those that the workbook was made with.
    decimal
        As for `read_number`, for numbers that are text.
    """
    opened, problems = open_template(path)
    if opened is None:
        return Filled(_table([]), problems)
    stale = list(_catalogue_faults(opened, catalogue, path.name))
    refused = {str(one.found.values["series"]) for one in stale if one.severity == "error"}
    lines, faults = lines_in(opened, path.name)
    reading = _Reading(opened, path.name, decimal)
    reading.read(line for line in lines if line.key.series not in refused)
    table = _table(reading.figures)
    problems += [*stale, *faults, *reading.faults()]
    if not reading.answers:
        problems.append(feed_problem("template-empty", path.name))
    where = f"{path.name}, {opened.sheet}"
    problems += oddities(table.assign(where=where, unit=kinds_in(table["series"])))
    return Filled(
        table,
        problems,
        asked=len(opened.manifest.cells),
        lines={line.key: line for line in lines},
        answers=reading.answers,
        columns=opened.columns,
    )


class _Reading:
    """One pass over the rows: figures, and what is wrong with their cells."""

    def __init__(self, opened: Opened, name: str, decimal: DecimalMark | None) -> None:
        self._manifest = opened.manifest
        self._sheet = f"{name}, {opened.sheet}"
        self._decimal = decimal
        self.figures: list[tuple[Key, Mapping[str, Answer]]] = []
        self.answers: dict[Key, Mapping[str, Answer]] = {}
        self._problems: list[Problem] = []
        self._formulas: list[str] = []
        self._percents: list[tuple[str, float, float]] = []

    def read(self, lines: Iterable[Line]) -> None:
        """Read every row; only those that are sound become figures."""
        for line in lines:
            answers, problems = self._row(line)
            if answers:
                self.answers[line.key] = answers
            self._problems += problems
            is_answered = "value" in answers or "notation" in answers
            if line.is_sound and is_answered and not has_error(problems):
                self.figures.append((line.key, answers))

    def _row(self, line: Line) -> tuple[dict[str, Answer], list[Problem]]:
        answers: dict[str, Answer] = {}
        problems: list[Problem] = []
        for column, raw in line.cells.items():
            if raw.is_formula and raw.value is not None:
                self._formulas.append(raw.address)
            read = self._cell(column, raw, line.key.series)
            if isinstance(read, Problem):
                problems.append(read)
                answers[column] = raw.text
            elif read != "":
                answers[column] = read
        # A reporting key may stand in place of the value, as in every table of statistics.
        if isinstance(answers.get("value"), str) and not problems:
            answers.setdefault("notation", answers.pop("value"))
        if not problems:
            problems += self._row_faults(answers, f"{self._sheet}!{line.row}")
        return answers, problems

    def _cell(self, column: str, raw: Raw, series: str) -> Answer | Problem:
        where = f"{self._sheet}!{raw.address}"
        if raw.value is None:
            return feed_problem("template-formula-unsaved", where)
        if column in TEXTS or raw.text == "":
            return raw.text
        if column == "notation":
            return read_notation(raw, where)
        if column == "value" and (key := notation_in(raw)) is not None:
            return key
        code = self._manifest.units.get(series, "")
        unit = Unit(code, self._manifest.labels.get(("unit", series), ""))
        number = read_amount(raw, where, unit, decimal=self._decimal)
        if isinstance(number, Problem):
            return number
        if column == "margin" and number < 0:
            return problem("negative-number", where, value=raw.text)
        if raw.shows_percent and isinstance(raw.value, int | float):
            self._percents.append((raw.address, number, float(raw.value) * 100))
        return number

    def _row_faults(self, answers: Mapping[str, Answer], where: str) -> Iterator[Problem]:
        """Find answers that do not go together."""
        if "value" in answers and "notation" in answers:
            key = answers["notation"]
            yield feed_problem("statistics-value-and-notation", where, value=key)
        elif not {"value", "notation"} & set(answers):
            texts = "; ".join(str(answers[one]) for one in TEXTS if one in answers)
            if "margin" in answers:
                yield feed_problem("template-margin-alone", where, value=answers["margin"])
            elif texts:
                yield feed_problem("template-text-alone", where, text=repr(texts[:_SHOWN]))

    def faults(self) -> list[Problem]:
        """Give what is wrong with the cells; what is alike and harmless is told once."""
        problems = list(shortened(self._problems, self._sheet))
        if self._formulas:
            said = {"count": len(self._formulas), "cells": _listed(self._formulas)}
            problems.append(feed_problem("template-formula", self._sheet, **said))
        if self._percents:
            first, number, shown = self._percents[0]
            problems.append(
                feed_problem(
                    "template-percent",
                    self._sheet,
                    count=len(self._percents),
                    cells=_listed([one[0] for one in self._percents]),
                    shown=f"{shown:.15g} % ({first})",
                    example=f"{number:.15g}",
                )
            )
        return problems


def _listed(cells: list[str]) -> str:
    return ", ".join(cells[:_EXAMPLES]) + (", …" if len(cells) > _EXAMPLES else "")


def _catalogue_faults(opened: Opened, catalogue: Catalogue, where: str) -> Iterator[Problem]:
    """Find statistics that are called, or counted, otherwise than when the workbook was made."""
    for series, unit in opened.manifest.units.items():
        known = catalogue.statistics.get(series)
        if unit and known is None:
            yield feed_problem("template-series-gone", where, series=series)
        elif known is not None and known.unit != unit:
            yield feed_problem(
                "template-unit-changed", where, series=series, unit=unit or "-", known=known.unit
            )


def _table(figures: Sequence[tuple[Key, Mapping[str, Answer]]]) -> pd.DataFrame:
    """Make the long table; the columns of texts are there if anything is in them."""
    columns: dict[str, list[Answer]] = {
        name: [getattr(key, name) for key, _ in figures] for name in KEY
    }
    for name, blank in (("value", nan), ("margin", nan), ("notation", "")):
        columns[name] = [answers.get(name, blank) for _, answers in figures]
    for name in TEXTS:
        texts = [answers.get(name, "") for _, answers in figures]
        if any(texts):
            columns[name] = [guarded(str(text)) for text in texts]
    return pd.DataFrame(columns)
