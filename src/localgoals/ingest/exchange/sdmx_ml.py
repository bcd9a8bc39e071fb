"""SDMX-ML 2.1: generic and structure-specific data messages, with or without their structure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from localgoals.ingest.exchange.cells import Cells, Exchanged, Origin, Part, Wanted, constant
from localgoals.ingest.exchange.sdmx_codes import is_own, own_code
from localgoals.ingest.exchange.sdmx_data import DataSet
from localgoals.ingest.exchange.sdmx_dsd import (
    Structure,
    is_structure,
    read_structure,
    unlisted_codes,
)
from localgoals.ingest.exchange.sdmx_message import VALUE, DataMessage
from localgoals.ingest.exchange.table import long_table
from localgoals.ingest.exchange.xml import read_xml
from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem


def read_sdmx_ml(path: Path, wanted: Wanted) -> Exchanged:
    """
    Read a data message, or every message in a folder.

    A structure message in the folder is used for its data, unless the person gives another one.
    Without a structure, every concept of a series is taken for a dimension, and every one that only
    an observation has for an attribute, but for those that are known by their names.

    Parameters
    ----------
    path
        The file or folder.
    wanted
        With the data structure definition, where there is one.

    References
    ----------
    SDMX Technical Working Group (2011, 2021), SDMX 2.1, Section 3A: SDMX-ML.
    """
    files = [path] if path.is_file() else sorted(path.rglob("*.xml"))
    structures = [file for file in files if is_structure(file)]
    messages = [file for file in files if file not in structures]
    if not messages:
        return long_table([], wanted, [feed_problem("exchange-none", path.name, format="SDMX-ML")])
    given = wanted.structure or (structures[0] if len(structures) == 1 else None)
    structure, problems = read_structure(given)
    if problems:
        return long_table([], wanted, problems)
    tables: list[Cells] = []
    for file in messages:
        where = file.name if path.is_file() else file.relative_to(path).as_posix()
        found, faults = _read_one(file, where, structure)
        problems += faults
        tables += found
    problems += [one for cells in tables for one in unlisted_codes(cells, structure)]
    return long_table(tables, wanted, problems)


def _read_one(file: Path, where: str, structure: Structure) -> tuple[list[Cells], list[Problem]]:
    message = DataMessage(where)
    problems = read_xml(file, where, message) or message.problems
    if problems:
        return [], problems
    sets = [one for one in message.sets if one.count and one.action != "Delete"]
    deleted = sum(one.count for one in message.sets if one.action == "Delete")
    if deleted:
        problems.append(feed_problem("exchange-delete", where, count=deleted))
    if not sets and not deleted:
        problems.append(feed_problem("exchange-no-observations", where))
    return [_cells(one, where, structure) for one in sets], problems


def _cells(data: DataSet, where: str, structure: Structure) -> Cells:
    columns = data.columns()
    # Without a single value, no observation has the attribute.
    columns.setdefault(VALUE, constant("", data.count))
    lines = data.lines
    known = structure.parts
    said = {name: known.get(name, "attribute") if known else data.part(name) for name in columns}
    parts: dict[str, Part] = {name: part for name, part in said.items() if part is not None}
    cells = Cells(
        where,
        columns,
        lambda row, name: f"{where}, line {lines[row]}, {name or 'Obs'}",
        parts,
        name=data.structure or where,
        origin=Origin("", where, title=structure.title),
        titles=structure.titles,
        units=structure.units,
    )
    return replace(cells, text_of=own_code) if is_own(data.structure) else cells
