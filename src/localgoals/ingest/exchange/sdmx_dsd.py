"""Data structure definitions in SDMX-ML 2.1: which concepts are dimensions, and their codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from localgoals.ingest.exchange.cells import Cells, Part
from localgoals.ingest.exchange.fields import NAMES, plain
from localgoals.ingest.exchange.xml import MESSAGE, SDMX, local, read_xml, root_of
from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

STRUCTURE: Final = SDMX + "structure"
_COMMON: Final = SDMX + "common"
_COMPONENTS: Final[Mapping[str, Part]] = {
    "Dimension": "dimension", "MeasureDimension": "dimension", "TimeDimension": "dimension",
    "PrimaryMeasure": "value", "Attribute": "attribute",
}  # fmt: skip
_SHOWN = 20


@dataclass(frozen=True)
class Structure:
    """What a data structure definition says; empty without one."""

    parts: Mapping[str, Part] = field(default_factory=dict)
    """What each concept is."""
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The names of the codes of a concept that has a code list."""
    title: str = ""

    @property
    def titles(self) -> dict[str, str]:
        """Names of the series by their codes."""
        return self._named("series")

    @property
    def units(self) -> dict[str, str]:
        """Names of the units by their codes."""
        return self._named("unit")

    def _named(self, what: str) -> dict[str, str]:
        return {
            code: name
            for concept, codes in self.codes.items()
            if plain(concept) in NAMES[what]
            for code, name in codes.items()
        }


def is_structure(path: Path) -> bool:
    """Tell whether a file is a structure message of SDMX-ML 2.1."""
    return root_of(path) == f"{MESSAGE} Structure"


def read_structure(path: Path | None) -> tuple[Structure, list[Problem]]:
    """
    Read a structure message; nothing without one.

    Of several definitions in a message the first one is read.
    """
    if path is None:
        return Structure(), []
    if not path.is_file():
        return Structure(), [feed_problem("exchange-missing", path.name, path=path.name)]
    listener = _StructureMessage(path.name)
    problems = read_xml(path, path.name, listener) or listener.problems
    if not problems and not listener.parts:
        problems = [feed_problem("exchange-structure", path.name)]
    return (Structure(), problems) if problems else (listener.structure(), [])


def unlisted_codes(cells: Cells, structure: Structure) -> list[Problem]:
    """Warn of codes that the list of their concept does not have."""
    return [
        feed_problem(
            "exchange-unlisted-code", cells.where,
            count=int((column.codes == place).sum()), code=code, column=name, list=name,
        )
        for name, column in cells.columns.items()
        if name in structure.codes
        for place, code in _strangers(column.categories, structure.codes[name])
        if (column.codes == place).any()
    ][:_SHOWN]  # fmt: skip


def _strangers(texts: Iterable[str], listed: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for place, text in enumerate(map(str, texts)):
        if text not in listed:
            yield place, text


class _StructureMessage:
    """Gathers the first data structure of a message and the code lists that it names."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.problems: list[Problem] = []
        self.parts: dict[str, Part] = {}
        self.path: list[str] = []
        self.title = ""
        self.lists: dict[str, dict[str, str]] = {}
        self.list_of: dict[str, str] = {}
        self.structures = 0
        self._list = self._code = self._component = ""
        self._words: list[str] = []
        self._language = ""

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Hear that an element begins."""
        word = local(name)
        if not self.path and name != f"{MESSAGE} Structure":
            self.problems = [wrong_root(name, f"{self.where}, line {line}")]
        self.path.append(word)
        self._words = []
        self._language = next((one for key, one in attributes.items() if local(key) == "lang"), "")
        if name == f"{STRUCTURE} Codelist":
            self._list = attributes.get("id", "")
            self.lists[self._list] = {}
        elif name == f"{STRUCTURE} Code":
            self._code = attributes.get("id", "")
            self.lists.get(self._list, {}).setdefault(self._code, "")
        elif name == f"{STRUCTURE} DataStructure":
            self.structures += 1
        elif name.startswith(STRUCTURE) and word in _COMPONENTS and "DataStructure" in self.path:
            self._component = attributes.get("id", "")
            self._add(_COMPONENTS[word])
        elif word == "Ref":
            self._refer(attributes)

    def text(self, words: str) -> None:
        """Hear text in an element."""
        self._words.append(words)

    def end(self, name: str) -> None:
        """Hear that an element ends."""
        self.path.pop()
        if name == f"{_COMMON} Name" and self._language in ("", "en"):
            words = " ".join("".join(self._words).split())
            above = self.path[-1] if self.path else ""
            if above == "Code":
                self.lists.get(self._list, {})[self._code] = words
            elif above == "DataStructure" and self.structures == 1:
                self.title = words

    def _add(self, part: Part) -> None:
        if self.structures == 1 and self._component:
            self.parts[self._component] = part

    def _refer(self, attributes: dict[str, str]) -> None:
        """Hear to which concept or code list a component refers."""
        above, words = self.path[-2:-1], attributes.get("id", "")
        kinds = [word for word in self.path if word in _COMPONENTS]
        if not kinds or self.structures != 1:
            return
        if above == ["ConceptIdentity"] and not self._component:
            self._component = words
            self._add(_COMPONENTS[kinds[-1]])
        elif above == ["Enumeration"]:
            self.list_of[self._component] = words

    def structure(self) -> Structure:
        """Give what was heard."""
        codes = {
            concept: self.lists[one] for concept, one in self.list_of.items() if self.lists.get(one)
        }
        return Structure(self.parts, codes, self.title)


def wrong_root(name: str, place: str) -> Problem:
    """Say that a file begins with an element of something else."""
    namespace, _, word = name.rpartition(" ")
    return feed_problem("exchange-message", place, name=word, namespace=namespace or "-")
