"""
What a workbook of LocalGoals looks like inside: its columns, and the sheet that nobody sees.

The sheet nobody sees holds one JSON list a row: the version first, then a fingerprint of all rows
below it, then the header of every column, the words that stand for codes, the unit of every series,
and every figure that is asked for, in the order of their numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from localgoals.catalogue.language import say
from localgoals.model.text import Language, Message, Text

VERSION: Final = 1
"""Of the layout. A reader knows its own and earlier ones."""
HIDDEN: Final = "_localgoals"
SHEETS: Final = {
    "readme": Text("Read me", "填写说明"),
    "figures": Text("Figures", "数据"),
    "codes": Text("Codes", "代码"),
}
HEADER_ROW: Final = 3
FIGURES: Final = ("value", "margin", "notation")
TEXTS: Final = ("source", "remark")
ANSWERS: Final = FIGURES + TEXTS
_SHOWN: Final = 80

COLUMNS: Final[Mapping[str, Message]] = {
    "number": Message("No."),
    "title": Message("Statistic"),
    "place": Message("Area"),
    "period": Message("Period"),
    "people": Message("Group"),
    "unit": Message("Unit"),
    "value": Message("Value"),
    "margin": Message("Margin of error (90 %)"),
    "notation": Message("Why there is no value"),
    "source": Message("Source"),
    "remark": Message("Remark"),
    "use": Message("Used for"),
    "series": Message("Code of the statistic"),
    "area": Message("Code of the area"),
    "group": Message("Code of the group"),
}
"""The columns of the figures, in their order."""

NOTATION_WORDS: Final[Mapping[str, Message]] = {
    "NO": Message("not occurring: there is no such thing in the area"),
    "NE": Message("not estimated: it exists, and nobody has counted it"),
    "IE": Message("included elsewhere: say in the remark where"),
    "C": Message("confidential"),
}


class Key(NamedTuple):
    """What one figure is about."""

    series: str
    area: str
    period: str
    group: str


@dataclass(frozen=True)
class Manifest:
    """What the sheet that nobody sees says about its workbook."""

    headers: Mapping[str, str]
    """Text of the header of each column."""
    labels: Mapping[tuple[str, str], str]
    """Text that stands for a code: by column and code."""
    units: Mapping[str, str]
    """Code of the unit of each series; empty where the catalogue does not know the series."""
    cells: Sequence[Key]
    """The figures, in the order of their numbers, which begin with 1."""


def both(message: Message, languages: Sequence[Language], between: str = "\n") -> str:
    """Say a sentence in every language of the workbook; once where they do not differ."""
    return between.join(dict.fromkeys(say(message, language) for language in languages))


def named(text: Text, languages: Sequence[Language], between: str = "\n") -> str:
    """Give content in every language of the workbook; once where they do not differ."""
    return between.join(dict.fromkeys(text.in_(language) for language in languages))


def notation_choice(key: str, languages: Sequence[Language]) -> str:
    """Give a reporting key with its meaning, as the drop-down list shows it."""
    return f"{key}: {both(NOTATION_WORDS[key], languages, ' ')}"


def lines_of(manifest: Manifest) -> list[str]:
    """Write a manifest as lines of JSON, the fingerprint second."""
    rows: list[list[object]] = [["header", *one] for one in manifest.headers.items()]
    rows += [["label", *which, text] for which, text in manifest.labels.items()]
    rows += [["unit", *one] for one in manifest.units.items()]
    rows += [["cell", *key] for key in manifest.cells]
    lines = [json.dumps(row) for row in rows]
    head = [["localgoals-template", VERSION], ["fingerprint", fingerprint(lines)]]
    return [*(json.dumps(row) for row in head), *lines]


def fingerprint(lines: Iterable[str]) -> str:
    """Give the SHA-256 of lines of text."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def manifest_of(lines: Sequence[str]) -> Manifest:
    """
    Read the lines below the fingerprint.

    Raises
    ------
    ValueError
        When a line is not one that `lines_of` writes.
    """
    found: dict[str, list[list[str]]] = {"header": [], "label": [], "unit": [], "cell": []}
    for line in lines:
        kind, *rest = json.loads(line)
        if not all(isinstance(one, str) for one in rest):
            raise ValueError(line[:_SHOWN])
        found[kind].append(rest)
    cells = [Key(*cell) for cell in found["cell"]]
    if len(set(cells)) != len(cells) or not set(COLUMNS) <= {one for one, _ in found["header"]}:
        raise ValueError(len(cells))
    return Manifest(
        headers=dict(found["header"]),
        labels={(field, code): text for field, code, text in found["label"]},
        units=dict(found["unit"]),
        cells=cells,
    )
