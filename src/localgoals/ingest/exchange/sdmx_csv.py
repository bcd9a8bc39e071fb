"""SDMX-CSV 1.0 and 2.0: one row for each observation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from localgoals.ingest.exchange.cells import (
    Cells,
    Column,
    Exchanged,
    Origin,
    Part,
    Wanted,
    recoded,
)
from localgoals.ingest.exchange.csv import CsvCells, read_csv_cells
from localgoals.ingest.exchange.fields import NAMES, plain
from localgoals.ingest.exchange.sdmx_codes import is_own, own_code
from localgoals.ingest.exchange.sdmx_dsd import Structure, read_structure, unlisted_codes
from localgoals.ingest.exchange.table import long_table
from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

_FIRST: Final = re.compile(r"DATAFLOW|STRUCTURE(?:\[.?\])?")
_DELETE: Final = "D"
# What both labels together look like: an identifier, a colon, a blank, a name.
_LABELLED: Final = re.compile(r"([A-Za-z][\w@$-]*) ?: ?(.+)")


def read_sdmx_csv(path: Path, wanted: Wanted) -> Exchanged:
    """
    Read a file of SDMX-CSV, or every CSV below a folder.

    Without a structure, what stands before OBS_VALUE are dimensions and what stands after it are
    attributes, but for the concepts that are known by their names.

    Parameters
    ----------
    path
        The file or folder.
    wanted
        With the data structure definition, where there is one.

    References
    ----------
    SDMX Technical Working Group, SDMX-CSV data message format, versions 1.0 (2018) and 2.0 (2021):
    field guide, https://github.com/sdmx-twg/sdmx-csv.
    """
    files = [path] if path.is_file() else sorted(path.rglob("*.csv"))
    if not files:
        return long_table([], wanted, [feed_problem("exchange-none", path.name, format="SDMX-CSV")])
    structure, problems = read_structure(wanted.structure)
    if problems:
        return long_table([], wanted, problems)
    tables = []
    for file in files:
        where = file.name if path.is_file() else file.relative_to(path).as_posix()
        cells, faults = _read_one(file, where, structure)
        problems += faults
        if cells is not None:
            tables.append(cells)
            problems += unlisted_codes(cells, structure)
    return long_table(tables, wanted, problems)


def _read_one(file: Path, where: str, structure: Structure) -> tuple[Cells | None, list[Problem]]:
    raw, problems = read_csv_cells(file, where)
    if not raw.columns:
        return None, problems
    first = next(iter(raw.columns))
    if not _FIRST.fullmatch(first.partition(":")[0].strip()):
        return None, [*problems, feed_problem("exchange-sdmx-csv", where, column=first[:80])]
    raw, faults = _without_deleted(raw, where)
    columns, titles = _without_labels(raw.columns)
    flow = next(iter(columns.values()))
    flows = [str(one) for one in flow.categories]
    cells = Cells(
        where,
        columns,
        raw.place(where),
        _parts(list(columns), structure),
        name=flows[0] if flows else where,
        origin=Origin("", where, title=structure.title),
        titles=structure.titles | titles,
        units=structure.units,
    )
    if len(flows) == 1 and is_own(flows[0]):
        cells = replace(cells, text_of=own_code)
    return cells, problems + faults


def _parts(names: Sequence[str], structure: Structure) -> dict[str, Part]:
    """Tell dimensions from attributes, by the structure or else by the place of the value."""
    if structure.parts:
        return {name: structure.parts.get(name, "attribute") for name in names}
    value = next((at for at, name in enumerate(names) if plain(name) in NAMES["value"]), len(names))
    return dict.fromkeys((names[0], *names[value:]), "attribute")


def _without_deleted(raw: CsvCells, where: str) -> tuple[CsvCells, list[Problem]]:
    """Leave out the rows that say that a figure is to be deleted (SDMX-CSV 2.0)."""
    name = next((name for name in raw.columns if name.partition(":")[0] == "ACTION"), None)
    if name is None:
        return raw, []
    action = raw.columns[name]
    deletes = [str(one).partition(":")[0].strip() == _DELETE for one in action.categories]
    deleted = np.array([*deletes, False])[action.codes]
    if not deleted.any():
        return raw, []
    kept = {one: column[~deleted] for one, column in raw.columns.items()}
    problem = feed_problem("exchange-delete", where, count=int(deleted.sum()))
    return CsvCells(kept, raw.rows[~deleted]), [problem]


def _without_labels(raw: Mapping[str, Column]) -> tuple[dict[str, Column], dict[str, str]]:
    """
    Take away names that stand beside identifiers, and keep those of the series.

    They stand in one cell with them (`F: Female`), or in a column of their own (2.0).
    """
    columns: dict[str, Column] = {}
    titles: dict[str, str] = {}
    named = any(name.startswith("STRUCTURE_NAME") for name in raw)
    before = ""
    for name, column in raw.items():
        match = _LABELLED.fullmatch(name)
        code = (match[1] if match else name).removesuffix("[]")
        if named and before and _is_name_of(before, name, raw):
            if plain(before) in NAMES["series"]:
                titles |= _pairs(raw[before], column)
            before = ""
            continue
        before = name
        if match:
            if plain(code) in NAMES["series"]:
                titles |= dict(map(_code_and_name, map(str, column.categories)))
            column = recoded(column.codes.astype(np.int32), map(str, column.categories), _code)
        columns[code] = column
    return columns, titles


def _is_name_of(code: str, name: str, raw: Mapping[str, Column]) -> bool:
    """Tell whether a column holds the names of the codes of the one before it."""
    if code.startswith("STRUCTURE") or code == "ACTION" or name == plain(name):
        return False
    return len(raw[name].categories) <= max(1, len(raw[code].categories))


def _pairs(codes: Column, names: Column) -> dict[str, str]:
    both = {(int(one), int(other)) for one, other in zip(codes.codes, names.codes, strict=True)}
    return {
        str(codes.categories[one]): str(names.categories[other])
        for one, other in both
        if one >= 0 and other >= 0
    }


def _code_and_name(text: str) -> tuple[str, str]:
    code, _, name = text.partition(":")
    return code.strip(), name.strip()


def _code(text: str) -> str:
    """Give the identifier before the colon; a time of day has colons without a blank."""
    return text.partition(": ")[0].strip()
