"""What a workbook holds besides the values of its cells, read from its zip without opening it."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, fromstring, iterparse

from openpyxl.utils import column_index_from_string, get_column_letter

from localgoals.ingest.archives import ZipLimits, zip_problems
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.spreadsheets import MOST_CELLS
from localgoals.model.problem import Problem

LIMITS: Final = ZipLimits(members=1_000, total_bytes=1 << 29)
_MACROS = re.compile(r"vbaProject|macrosheets/", re.IGNORECASE)
_LEADS_OUT = re.compile(
    r"xl/(externalLinks|embeddings|activeX|ctrlProps|connections|queryTables|model)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^[A-Z]{1,3}[1-9][0-9]{0,6}:[A-Z]{1,3}[1-9][0-9]{0,6}$")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Structure:
    """Where a sheet has what openpyxl does not tell in one reading."""

    formulas: dict[str, bool] = field(default_factory=dict)
    """By cell: whether the result was saved."""
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    is_too_large: bool = False


def unsafe_parts(path: Path) -> list[Problem]:
    """List why a workbook must not be opened: a bomb, macros, parts that lead out of it."""
    if faults := zip_problems(path, limits=LIMITS):
        return faults
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    problems = []
    if path.suffix.lower() in (".xlsm", ".xltm", ".xlam") or any(map(_MACROS.search, names)):
        problems.append(feed_problem("template-macros", path.name))
    parts = dict.fromkeys(match[1] for name in names if (match := _LEADS_OUT.match(name)))
    if parts:
        problems.append(feed_problem("template-links", path.name, parts=", ".join(parts)))
    return problems


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name the part of the zip that holds each sheet, by the sheet's name."""
    targets = _targets(archive, "xl/workbook.xml")
    return {
        str(sheet.get("name")): targets.get(str(sheet.get(_RELATION)), ("", ""))[1]
        for sheet in fromstring(archive.read("xl/workbook.xml")).iter()
        if _tag(sheet) == "sheet"
    }


def notes_of(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """Give the cell and the text of every note that somebody put on a sheet."""
    for kind, target in _targets(archive, part).values():
        if not kind.endswith("/comments") or target not in archive.namelist():
            continue
        for note in fromstring(archive.read(target)).iter():
            if _tag(note) == "comment":
                texts = (one.text or "" for one in note.iter() if _tag(one) == "t")
                yield str(note.get("ref")), "".join(texts).strip()


def structure_of(archive: zipfile.ZipFile, part: str) -> Structure:
    """Find the formulas, hidden rows and merged cells of a sheet, and whether it fits."""
    found = Structure()
    row = column = room = 0
    with archive.open(part) as file:
        for event, one in iterparse(file, events=("start", "end")):
            tag = _tag(one)
            if event == "start" and tag == "row":
                row, before, column = int(one.get("r") or row + 1), row, 0
                # Whoever reads the sheet fills the rows and cells between with blanks.
                room += max(row - before, 1)
                if one.get("hidden") in ("1", "true"):
                    found.hidden_rows.add(row)
            elif event == "end" and tag == "c":
                before, column = column, _column_of(one, column)
                room += max(column - before, 1)
                _keep_formula(found, one, f"{get_column_letter(column)}{row}")
            elif event == "end" and tag == "mergeCell":
                found.merged += _RANGE.findall(one.get("ref") or "")
            elif event == "end" and tag == "row":
                one.clear()
            if room > MOST_CELLS:
                found.is_too_large = True
                return found
    return found


def _column_of(cell: Element, before: int) -> int:
    """Give the number of a cell's column; a cell that does not say it stands beside the last."""
    letters = (cell.get("r") or "").rstrip("0123456789")
    return _number_of(letters) if letters else before + 1


@cache
def _number_of(letters: str) -> int:
    return column_index_from_string(letters)


def _keep_formula(found: Structure, cell: Element, address: str) -> None:
    if len(cell):
        parts = {_tag(part): part.text for part in cell}
        if "f" in parts:
            found.formulas[address] = bool(parts.get("v"))


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Read to which parts a part refers: kind and path by identifier."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return {}
    return {
        str(one.get("Id")): (
            str(one.get("Type")),
            posixpath.normpath(posixpath.join("/", folder, str(one.get("Target")))).lstrip("/"),
        )
        for one in fromstring(archive.read(relations))
    }


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
