"""XML from strangers, read piece by piece: no document type, no entity, no address is followed."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol
from xml.parsers import expat

from localgoals.errors import BadInput
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.formats import head_of
from localgoals.model.problem import Problem

SDMX: Final = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"
"""What the namespaces of SDMX-ML 2.1 begin with."""
MESSAGE: Final = SDMX + "message"
DEEPEST: Final = 64
_CHUNK_BYTES = 1 << 20
_HEAD_BYTES = 1 << 14
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"%PDF")


class Listener(Protocol):
    """Is told what a file holds, in its order; names are a namespace, a blank and a word."""

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Hear that an element begins."""

    def text(self, words: str) -> None:
        """Hear text in an element."""

    def end(self, name: str) -> None:
        """Hear that an element ends."""


def read_xml(path: Path, where: str, listener: Listener) -> list[Problem]:
    """
    Read a file piece by piece.

    Returns
    -------
    problems
        One when the file is not XML, declares a document type, or is too deep; what was told until
        then is not to be used.
    """
    if head_of(path).startswith(_PACKED):
        return [feed_problem("exchange-packed", where)]
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    guard = _Guard(where, listener, parser)
    parser.StartDoctypeDeclHandler = guard.refuse
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.CharacterDataHandler = listener.text
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except BadInput:
        return guard.problems
    except (expat.ExpatError, ValueError, LookupError) as error:
        place = f"{where}, line {parser.CurrentLineNumber}"
        return [feed_problem("exchange-xml", place, reason=" ".join(str(error).split())[:200])]
    return []


def root_of(path: Path) -> str:
    """Name the element that a file begins with; empty where it does not begin as XML."""
    roots: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _attributes: roots.append(name)
    try:
        with path.open("rb") as file:
            parser.Parse(file.read(_HEAD_BYTES), False)
    except (expat.ExpatError, ValueError, LookupError):
        pass  # the reader of the whole file says what is wrong with it
    return roots[0] if roots else ""


class _Guard:
    """Stands between the parser and the listener."""

    def __init__(self, where: str, listener: Listener, parser: expat.XMLParserType) -> None:
        self.where, self.listener, self.parser = where, listener, parser
        self.depth = 0
        self.problems: list[Problem] = []

    def refuse(self, *_declaration: object) -> None:
        self._stop("exchange-doctype")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            self._stop("exchange-deep", limit=DEEPEST)
        self.listener.start(name, attributes, self.parser.CurrentLineNumber)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.listener.end(name)

    def _stop(self, kind: str, **words: object) -> None:
        place = f"{self.where}, line {self.parser.CurrentLineNumber}"
        self.problems = [feed_problem(kind, place, **words)]
        raise BadInput(self.problems[0].sentence)


def local(name: str) -> str:
    """Give the word of a name without its namespace."""
    return name.rpartition(" ")[2]
