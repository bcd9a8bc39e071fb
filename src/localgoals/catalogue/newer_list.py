"""Reads a newer edition of a framework's list, and says what it changes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from localgoals.catalogue.item_lists import LISTED
from localgoals.catalogue.load import Catalogue, order_of_code
from localgoals.errors import BadInput
from localgoals.model.problem import Problem
from localgoals.model.text import Message

Row = dict[str, str]
NEEDED = ("code", "title_en")
"""The columns that a list must have; `title_zh`, `status` and `kind` may stand beside them."""


@dataclass(frozen=True)
class NewerList:
    """A list that was read: rows by code, retired ones left out, and every fault of the file."""

    rows: Mapping[str, Row]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Change:
    """What a newer list has otherwise; `here` or `there` is empty where an item is not."""

    kind: Literal["new", "gone", "reworded"]
    code: str
    here: str
    there: str


def read_newer_list(path: Path, framework: str) -> NewerList:
    """
    Read a list as CSV (UTF-8) with the columns `code` and `title_en`.

    Three more columns are read where they are there: `title_zh`; `status`, in which `retired`
    takes an item out and everything else must be `active`; `kind`, of which only `indicator` rows
    count. Others are left alone.

    Raises
    ------
    BadInput
        When the file cannot be opened.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason: dict[str, object] = {"file": path, "reason": error.strerror}
        raise BadInput(Message("{file} cannot be opened: {reason}", reason)) from error
    try:
        text = raw.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError as error:
        found = Message("a byte that is not UTF-8 at position {at}", {"at": error.start})
        return NewerList({}, (_fault("encoding", path.name, found, Message("UTF-8")),))
    except csv.Error as error:
        found = Message("{reason}", {"reason": error})
        return NewerList({}, (_fault("table", path.name, found, Message("a CSV table")),))
    header = list(rows[0]) if rows else []
    missing = [name for name in NEEDED if name not in header]
    if missing or not rows:
        expected = Message("the columns {names}, and rows", {"names": ", ".join(NEEDED)})
        found = Message("{names}", {"names": ", ".join(map(str, header)) or "–"})
        return NewerList({}, (_fault("columns", f"{path.name}, row 1", found, expected),))
    return _held_to_the_rules(rows, path.name, framework)


def compare(catalogue: Catalogue, newer: NewerList, framework: str) -> list[Change]:
    """
    Say what a newer list has otherwise than the catalogue: new, gone, reworded, by code.

    Dashes, quotation marks, spaces and full-width punctuation are not wording. An item that is
    retired here and stands in the newer list is new again.
    """
    active = {
        code: item.title
        for code, item in catalogue.lists[framework].items()
        if item.status == "active"
    }
    changes: list[Change] = []
    for code in sorted(active.keys() | newer.rows.keys(), key=order_of_code):
        if code not in newer.rows:
            changes.append(Change("gone", code, active[code].en, ""))
        elif code not in active:
            changes.append(Change("new", code, "", newer.rows[code]["title_en"]))
        else:
            here, row = active[code], newer.rows[code]
            for words, there in ((here.en, row["title_en"]), (here.zh, row.get("title_zh", ""))):
                if there and _wording(words) != _wording(there):
                    changes.append(Change("reworded", code, words, there))
    return changes


_ALIKE = str.maketrans("，；：（）‐‑–—’‘“”", ",;:()----''\"\"")


def _wording(text: str) -> str:
    """Give what is left of a title without its typography."""
    return re.sub(r"\s+", "", text.translate(_ALIKE)).casefold()


def _held_to_the_rules(rows: list[Row], name: str, framework: str) -> NewerList:
    kept: dict[str, Row] = {}
    seen: dict[str, int] = {}
    problems: list[Problem] = []
    for number, raw in enumerate(rows, start=2):
        if (raw.get("kind") or "indicator") != "indicator":
            continue
        row = {key: (cell or "").strip() for key, cell in raw.items() if isinstance(key, str)}
        problems.extend(_faults(raw, row, f"{name}, row {number}", framework))
        code = row["code"]
        if code in seen:
            found = Message("{code}, as in row {row}", {"code": code, "row": seen[code]})
            where = f"{name}, row {number}, column code"
            problems.append(_fault("code", where, found, Message("a code that occurs once")))
        seen.setdefault(code, number)
        if row.get("status") != "retired":
            kept[code] = row
    return NewerList(kept, tuple(problems))


def _faults(raw: Row, row: Row, where: str, framework: str) -> Iterator[Problem]:
    if None in raw:
        found = Message("more cells than the first row has")
        yield _fault("cells", where, found, Message("as many cells as columns"))
    if not LISTED[framework].fullmatch(row["code"]):
        found = Message("{code!r}", {"code": row["code"]})
        expected = Message("a code of the form of {example}", {"example": _EXAMPLES[framework]})
        yield _fault("code", f"{where}, column code", found, expected)
    if not row["title_en"]:
        found, expected = Message("an empty cell"), Message("words in English")
        yield _fault("title", f"{where}, column title_en", found, expected)
    if row.get("title_zh") and not re.search("[一-鿿]", row["title_zh"]):
        found = Message("{words}", {"words": row["title_zh"]})
        yield _fault("title", f"{where}, column title_zh", found, Message("words in Chinese"))
    if row.get("status", "active") not in ("active", "retired", ""):
        found = Message("{words}", {"words": row["status"]})
        expected = Message("one of {names}", {"names": "active, retired"})
        yield _fault("status", f"{where}, column status", found, expected)


_EXAMPLES = {
    "sdg": "11.2.1",
    "sendai": "A-1",
    "cpi": "street-density",
    "nua": "19",
    "gbf": "12.1",
    "singapore": "11",
}


def _fault(kind: str, where: str, found: Message, expected: Message) -> Problem:
    remedy = Message("Correct the file, then compare again.")
    return Problem(f"list-{kind}", where, found, expected, remedy)
