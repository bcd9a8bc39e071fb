"""Reads the scales of the City Prosperity Index (`frameworks/cpi_bounds.csv`), strictly."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import inf, isfinite, nan
from typing import Literal, cast, get_args

from localgoals.errors import BadInput
from localgoals.model.text import Message, Text

Form = Literal["up", "down", "peak", "up0", "pct"]
Transform = Literal["identity", "ln", "root2", "root3", "root4", "root5"]


@dataclass(frozen=True)
class ProsperityScale:
    """How one indicator of the City Prosperity Index becomes a score."""

    code: str
    form: Form
    transform: Transform
    low: float
    """The value at one end of the scale; NaN for `peak` and `up0`, which begin at 0."""
    high: float
    """The value at the other end; NaN for `peak` and `up0`."""
    benchmark: float
    """The value with the full score, for `peak` and `up0`; NaN where it `depends_on` something."""
    depends_on: tuple[str, ...]
    """What the benchmark is worked out from: `sectors`, or `people` and `pm10`."""
    suspect: bool
    """True where the number looks like a slip of the source; the note says which."""
    confirmed: bool
    """False where nobody here has read the numbers in the publication."""
    note: Text


_COLUMNS = (
    "code", "form", "transform", "min", "max", "benchmark", "depends_on", "suspect", "confirmed",
    "note_en", "note_zh",
)  # fmt: skip


@cache
def prosperity_scales() -> Mapping[str, ProsperityScale]:
    """Give the scales of the package, by code; they are read once."""
    return read_scales(files("localgoals") / "catalogue" / "frameworks" / "cpi_bounds.csv")


def read_scales(file: Traversable) -> Mapping[str, ProsperityScale]:
    """
    Read scales from a CSV, in its order.

    Raises
    ------
    BadInput
        When the file has other columns than it must, a number is missing or cannot be used, or a
        code occurs twice; the message names file and row.
    """
    lines = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    header = tuple(lines[0]) if lines else ()
    if header != _COLUMNS:
        keys: dict[str, object] = {
            "name": file.name,
            "found": ", ".join(header),
            "expected": ", ".join(_COLUMNS),
        }
        raise BadInput(Message("{name}: found the keys {found}, expected {expected}.", keys))
    made = [
        _scale(dict(zip(_COLUMNS, line, strict=False)), f"{file.name}, row {number}")
        for number, line in enumerate(lines[1:], start=2)
    ]
    found = {one.code: one for one in made}
    if len(found) != len(made):
        raise BadInput(Message("{name}: a code occurs twice.", {"name": file.name}))
    return found


def _scale(cells: dict[str, str], where: str) -> ProsperityScale:
    try:
        low, high, benchmark = (_number(cells[key]) for key in ("min", "max", "benchmark"))
        one = ProsperityScale(
            cells["code"],
            cast(Form, cells["form"]),
            cast(Transform, cells["transform"]),
            low,
            high,
            benchmark,
            tuple(filter(None, cells["depends_on"].split(";"))),
            cells["suspect"] == "true",
            cells["confirmed"] == "true",
            Text(cells["note_en"], cells["note_zh"]),
        )
    except (KeyError, ValueError) as error:
        raise _unusable(where, error) from error
    if not _is_sound(one):
        raise _unusable(where, cells)
    return one


def _unusable(where: str, what: object) -> BadInput:
    return BadInput(
        Message(
            "{where}: no scale can be made of {what}; check form, transform and numbers.",
            {"where": where, "what": what},
        )
    )


def _number(text: str) -> float:
    return float(text) if text else nan


def _is_sound(one: ProsperityScale) -> bool:
    if one.form not in get_args(Form) or one.transform not in get_args(Transform):
        return False
    if one.form in ("peak", "up0"):
        return bool(one.depends_on) or 0 < one.benchmark < inf
    least = 0.0 if one.transform == "identity" or one.transform.startswith("root") else 5e-324
    return isfinite(one.high) and least <= one.low < one.high
