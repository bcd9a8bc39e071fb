"""JSON-stat 2.0: data sets, and collections of data sets that stand in the file itself."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from localgoals.ingest.exchange.cells import (
    Cells,
    Column,
    Exchanged,
    Origin,
    Part,
    Wanted,
    column_of,
    recoded,
)
from localgoals.ingest.exchange.json import read_json, wrong_key
from localgoals.ingest.exchange.table import long_table
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.layers import Floats
from localgoals.ingest.tables import MOST_CELLS
from localgoals.model.problem import Problem
from localgoals.model.text import Message

STATUS: Final = "status"
_ROLES: Final[Mapping[str, Part]] = {"time": "period", "geo": "area", "metric": "series"}
_VERSION = Message("the version {version}", {"version": "2.0"})
_DEEPEST = 8
_SHOWN = 20


def read_json_stat(path: Path, wanted: Wanted) -> Exchanged:
    """
    Read a data set, a collection, or every .json below a folder.

    The roles time, geo and metric say which dimension is the period, the area and the series;
    without roles their names do. A cell that is null and has no status claims nothing and is left
    out.

    Parameters
    ----------
    path
        The file or folder.
    wanted
        What the person says about it.

    References
    ----------
    JSON-stat 2.0, full specification, https://json-stat.org/full/.
    """
    files = [path] if path.is_file() else sorted(path.rglob("*.json"))
    tables: list[Cells] = []
    problems: list[Problem] = []
    if not files:
        problems.append(feed_problem("exchange-none", path.name, format="JSON-stat"))
    for file in files:
        where = file.name if path.is_file() else file.relative_to(path).as_posix()
        content, faults = read_json(file, where)
        problems += faults
        if not faults:
            found, faults = _response(content, where, "", 0)
            problems += faults
            tables += found
    return long_table(tables, wanted, problems)


def _response(
    content: Any, where: str, pointer: str, depth: int
) -> tuple[list[Cells], list[Problem]]:
    """Read a data set, or the data sets of a collection."""
    kind = content.get("class") if isinstance(content, dict) else None
    if kind == "dataset":
        return _data_set(content, where, pointer)
    if kind != "collection" or depth > _DEEPEST:
        expected = Message("dataset or collection, as JSON-stat 2.0 has it")
        return [], [wrong_key(where, f"{pointer}/class", kind, expected)]
    link = content.get("link")
    items = link.get("item") if isinstance(link, dict) else None
    if not isinstance(items, list):
        return [], [wrong_key(where, f"{pointer}/link/item", items, Message("a list of data sets"))]
    tables: list[Cells] = []
    problems: list[Problem] = []
    for number, item in enumerate(items):
        its = f"{pointer}/link/item/{number}"
        if isinstance(item, dict) and "value" not in item and "link" not in item:
            address = str(item.get("href", ""))[:200]
            problems.append(feed_problem("exchange-elsewhere", f"{where}#{its}", path=address))
            continue
        found, faults = _response(item, where, its, depth + 1)
        tables += found
        problems += faults
    return tables, problems


@dataclass(frozen=True)
class _Category:
    """The members of one dimension, in their order."""

    codes: list[str]
    labels: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


def _data_set(
    content: Mapping[str, Any], where: str, pointer: str
) -> tuple[list[Cells], list[Problem]]:
    shape = list(_shape_faults(content, where, pointer))
    if shape:
        return [], shape
    names, sizes = list(map(str, content["id"])), list(content["size"])
    categories, problems = _categories(content, where, pointer)
    parts, faults = _parts(content.get("role", {}), names, where, pointer)
    cells = math.prod(sizes)
    rows, numbers, more = _values(content["value"], cells, where, pointer)
    status, others = _status(content.get(STATUS), (rows, cells), where, pointer)
    problems += [*faults, *more, *others]
    if has_error(problems):
        return [], problems
    columns = _columns(categories, sizes, rows)
    metric = next((categories[one] for one, part in parts.items() if part == "series"), None)
    label = _text(content.get("label"))
    return [
        Cells(
            f"{where}#{pointer}" if pointer else where,
            columns | ({} if status is None else {"OBS_STATUS": status}),
            lambda row, _name: f"{where}#{pointer}/value/{rows[row]}",
            parts,
            numbers=numbers,
            name=label or Path(where).stem,
            origin=Origin("", where, title=label, source=_text(content.get("source"))),
            titles=metric.labels if metric else {},
            units=metric.units if metric else {},
        )
    ], problems


def _shape_faults(content: Mapping[str, Any], where: str, pointer: str) -> Iterator[Problem]:
    """Find keys without which nothing else can be read."""
    names, sizes = content.get("id"), content.get("size")
    if content.get("version") != "2.0" and not pointer:
        yield wrong_key(where, f"{pointer}/version", content.get("version"), _VERSION)
    if not _are_names(names):
        expected = Message("a list of the names of the dimensions, each once")
        yield wrong_key(where, f"{pointer}/id", names, expected)
    elif not _are_sizes(sizes) or len(sizes or ()) != len(names or ()):
        expected = Message("a whole number for each dimension")
        yield wrong_key(where, f"{pointer}/size", sizes, expected)
    if not isinstance(content.get("dimension"), dict):
        expected = Message("an object with the dimensions")
        yield wrong_key(where, f"{pointer}/dimension", content.get("dimension"), expected)
    if not isinstance(content.get("value"), list | dict):
        expected = Message("a list or an object of numbers")
        yield wrong_key(where, f"{pointer}/value", content.get("value"), expected)


def _are_names(names: object) -> bool:
    return (
        isinstance(names, list)
        and bool(names)
        and all(isinstance(one, str) for one in names)
        and len(set(names)) == len(names)
    )


def _are_sizes(sizes: object) -> bool:
    return isinstance(sizes, list) and all(
        isinstance(one, int) and not isinstance(one, bool) and 0 < one < MOST_CELLS for one in sizes
    )


def _categories(
    content: Mapping[str, Any], where: str, pointer: str
) -> tuple[dict[str, _Category], list[Problem]]:
    found: dict[str, _Category] = {}
    problems: list[Problem] = []
    for name, size in zip(content["id"], content["size"], strict=True):
        dimension = content["dimension"].get(name)
        category = dimension.get("category") if isinstance(dimension, dict) else None
        read = _category(category) if isinstance(category, dict) else None
        if read is None or len(read.codes) != size:
            expected = Message("{count} members, in their order", {"count": size})
            its = f"{pointer}/dimension/{name}/category"
            shown = None if read is None else len(read.codes)
            problems.append(wrong_key(where, its, shown, expected))
        else:
            found[name] = read
    return found, problems


def _category(category: Mapping[str, Any]) -> _Category | None:
    """Read `index` as a list or an object of places; without it the only label counts."""
    labels, index = category.get("label", {}), category.get("index")
    if not isinstance(labels, dict):
        return None
    if index is None:
        index = list(labels) if len(labels) == 1 else None
    if isinstance(index, dict):
        places = list(index.values())
        if sorted(map(repr, places)) != sorted(map(repr, range(len(places)))):
            return None
        index = sorted(index, key=index.__getitem__)
    if not isinstance(index, list) or not all(isinstance(one, str) for one in index):
        return None
    if len(set(index)) != len(index):
        return None
    units = category.get("unit")
    return _Category(
        index,
        {code: _text(label) for code, label in labels.items()},
        {code: _unit(one) for code, one in units.items()} if isinstance(units, dict) else {},
    )


def _unit(unit: object) -> str:
    if not isinstance(unit, dict):
        return ""
    return _text(unit.get("label")) or _text(unit.get("base")) or _text(unit.get("symbol"))


def _parts(
    role: object, names: Sequence[str], where: str, pointer: str
) -> tuple[dict[str, Part], list[Problem]]:
    """Tell which dimension is the period, the area and the series."""
    parts: dict[str, Part] = {}
    problems: list[Problem] = []
    for word, part in _ROLES.items():
        meant = role.get(word, []) if isinstance(role, dict) else None
        if not isinstance(meant, list) or any(one not in names for one in meant):
            expected = Message("a list of names of dimensions")
            problems.append(wrong_key(where, f"{pointer}/role/{word}", meant, expected))
        else:
            parts |= dict.fromkeys(meant, part)
    return parts, problems


def _values(
    values: list[Any] | dict[str, Any], cells: int, where: str, pointer: str
) -> tuple[NDArray[np.int64], Floats, list[Problem]]:
    """Give the place and the number of each cell; of an object only those that are in it."""
    nothing = np.zeros(0, dtype=np.int64)
    if isinstance(values, list):
        if len(values) != cells:
            place = f"{where}#{pointer}/value"
            wrong = feed_problem("exchange-sizes", place, count=len(values), cells=cells)
            return nothing, np.zeros(0), [wrong]
        rows: Sequence[int] = range(cells)
        given: Sequence[Any] = values
    else:
        wrong_places = [one for one in values if not _is_place(one, cells)]
        if wrong_places:
            return nothing, np.zeros(0), _wrong_places(wrong_places, cells, where, pointer)
        rows, given = [int(one) for one in values], list(values.values())
    problems = []
    numbers = np.full(len(given), np.nan)
    for at, value in enumerate(given):
        if value is None:
            continue
        if _is_number(value):
            numbers[at] = value
        else:
            its = f"{pointer}/value/{rows[at]}"
            problems.append(wrong_key(where, its, value, Message("a number, or null")))
    more = len(problems) - _SHOWN
    if more > 0:
        problems[_SHOWN:] = [problem("and-more", f"{where}#{pointer}/value", count=more)]
    return np.array(rows, dtype=np.int64), numbers, problems


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    # Not infinity, and no whole number beyond the largest one.
    return abs(value) <= sys.float_info.max


def _is_place(text: str, cells: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16 and int(text) < cells


def _wrong_places(wrong: list[str], cells: int, where: str, pointer: str) -> list[Problem]:
    expected = Message("the place of a cell, from 0 to {last}", {"last": cells - 1})
    problems = [wrong_key(where, f"{pointer}/value", one, expected) for one in wrong[:_SHOWN]]
    if len(wrong) > _SHOWN:
        count = len(wrong) - _SHOWN
        problems.append(problem("and-more", f"{where}#{pointer}/value", count=count))
    return problems


def _status(
    status: object, shape: tuple[NDArray[np.int64], int], where: str, pointer: str
) -> tuple[Column | None, list[Problem]]:
    """Read one status for all cells, one for each, or those of some of them."""
    rows, cells = shape
    if status is None:
        return None, []
    if isinstance(status, str):
        return column_of([status] * len(rows)), []
    if isinstance(status, list) and len(status) in (1, cells):
        texts = status * cells if len(status) == 1 and cells != 1 else status
        return column_of(_text(texts[row]) for row in rows.tolist()), []
    if isinstance(status, dict):
        return column_of(_text(status.get(str(row))) for row in rows.tolist()), []
    expected = Message("a text, a list with one for each value, or an object")
    return None, [wrong_key(where, f"{pointer}/status", status, expected)]


def _columns(
    categories: Mapping[str, _Category], sizes: Sequence[int], rows: NDArray[np.int64]
) -> dict[str, Column]:
    """Give the member of each dimension that a cell has; the last dimension changes fastest."""
    columns: dict[str, Column] = {}
    step = math.prod(sizes)
    for (name, category), size in zip(categories.items(), sizes, strict=True):
        step //= size
        codes = (rows // step % size).astype(np.int32)
        columns[name] = recoded(codes, category.codes, str.strip)
    return columns


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
