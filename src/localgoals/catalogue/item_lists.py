"""Reads the full lists of frameworks (`frameworks/<code>_indicators.csv`), strictly."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from importlib.resources.abc import Traversable

from localgoals.catalogue.declaration import declare
from localgoals.catalogue.entries import ListedItem
from localgoals.errors import BadInput
from localgoals.model.provenance import Reference
from localgoals.model.text import Message

LISTED: dict[str, re.Pattern[str]] = {
    "sdg": re.compile(r"\d{1,2}\.[0-9a-d]+\.\d+"),
    "sendai": re.compile(r"[A-G]-\d"),
    "cpi": re.compile(r"[a-z0-9][a-z0-9.-]+"),
    "nua": re.compile(r"[1-9]\d?"),
    "gbf": re.compile(r"([A-D]|\d{1,2})\.\d"),
    "singapore": re.compile(r"[1-9]\d?"),
}
"""The frameworks whose items are listed, in full or in part, and the form of their codes."""

_COLUMNS = (
    "code", "group_en", "group_zh", "title_en", "title_zh", "unit_en", "unit_zh", "status",
    "confirmed",
)  # fmt: skip
_SOURCED = (*_COLUMNS, "source")


def read_list(
    folder: Traversable, framework: str, references: Mapping[str, Reference]
) -> Mapping[str, ListedItem]:
    """
    Read the list of a framework; items stay in the order of the file.

    Parameters
    ----------
    folder
        Holds `<framework>_indicators.csv`; its last column, `source`, may be left out.
    framework
        A key of `LISTED`.
    references
        The publications that the column `source` may name.

    Raises
    ------
    BadInput
        When the file has other columns than it must, a cell holds something that it may not, or a
        code occurs twice; the message names file and row.
    """
    name = f"{framework}_indicators.csv"
    file = folder / name
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadInput(Message("The catalogue has no file {file}.", {"file": file})) from error
    rows = list(csv.reader(text.splitlines()))
    header = tuple(rows[0]) if rows else ()
    if header not in (_COLUMNS, _SOURCED):
        keys: dict[str, object] = {
            "name": name,
            "found": ", ".join(header),
            "expected": ", ".join(_SOURCED),
        }
        raise BadInput(Message("{name}: found the keys {found}, expected {expected}.", keys))
    made = [
        declare(ListedItem, _value(framework, row), f"{name}, row {number}", references=references)
        for number, row in enumerate(rows[1:], start=2)
    ]
    found = {item.code: item for item in made}
    if len(found) != len(made):
        raise BadInput(Message("{name}: a code occurs twice.", {"name": name}))
    return found


def _value(framework: str, row: list[str]) -> dict[str, object]:
    # A row that is too short lacks keys, which `declare` names.
    cells = dict(zip(_SOURCED, row, strict=False))
    value: dict[str, object] = {"framework": framework}
    for key, cell in cells.items():
        part, _, language = key.partition("_")
        if not language and (cell or part != "source"):
            value[part] = {"true": True, "false": False}.get(cell, cell)
        elif language and (part == "title" or cells.get(f"{part}_en") or cells.get(f"{part}_zh")):
            text = value.setdefault(part, {})
            assert isinstance(text, dict)
            text[language] = cell
    return value
