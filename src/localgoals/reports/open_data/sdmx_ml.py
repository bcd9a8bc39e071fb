"""SDMX-ML 2.1: the data structure with its code lists, and the figures in its terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from localgoals.model.text import Language
from localgoals.reports.open_data.sdmx import (
    AGENCY,
    ATTRIBUTES,
    FLOW,
    VERSION,
    dimensions,
    observed,
)
from localgoals.reports.open_data.sdmx_structure import structures
from localgoals.reports.open_data.source import Published
from localgoals.reports.tables import csv_cell

__all__ = ["write_sdmx_ml"]

_SCHEMAS: Final = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
# What XML 1.0 has no way to write, not even by its number.
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_sdmx_ml(published: Published, folder: Path, language: Language) -> None:
    """
    Write `structure.sdmx.xml` and `observations.sdmx.xml`.

    The first has the dataflow, its data structure and its code lists with names in English and
    Chinese; the second the figures, structure-specific, one element each. The date of both is that
    of the baseline.

    References
    ----------
    SDMX Technical Working Group (2013), SDMX-ML: schema and documentation, version 2.1.
    """
    _write(folder / "structure.sdmx.xml", _structure_message(published))
    _write(folder / "observations.sdmx.xml", _data_message(published, language))


def _write(path: Path, lines: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(line + "\n")


def attributes(pairs: Sequence[tuple[str, str]]) -> str:
    """Write the attributes of an element; a character that XML cannot hold becomes U+FFFD."""
    return "".join(
        f" {name}={quoteattr(_UNWRITABLE.sub(chr(0xFFFD), text))}" for name, text in pairs
    )


def _structure_message(published: Published) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    spaces = [("mes", "message"), ("str", "structure"), ("com", "common")]
    yield f"<mes:Structure{_namespaces(spaces)}>"
    yield from _header(published, "structure")
    yield "</mes:Header>"
    yield "<mes:Structures>"
    yield from structures(published)
    yield "</mes:Structures>"
    yield "</mes:Structure>"


def _data_message(published: Published, language: Language) -> Iterator[str]:
    flow = f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={AGENCY}:{FLOW}({VERSION})"
    spaces = [("mes", "message"), ("com", "common"), ("ss", "data/structurespecific")]
    own = [
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xmlns:flow", f"{flow}:ObsLevelDim:AllDimensions"),
    ]
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<mes:StructureSpecificData{_namespaces(spaces)}{attributes(own)}>"
    yield from _header(published, "observations")
    about = [
        ("structureID", FLOW),
        ("namespace", f"{flow}:ObsLevelDim:AllDimensions"),
        ("dimensionAtObservation", "AllDimensions"),
    ]
    usage = [("agencyID", AGENCY), ("id", FLOW), ("version", VERSION)]
    yield f"<mes:Structure{attributes(about)}><com:StructureUsage>"
    yield f"<Ref{attributes([*usage, ('class', 'Dataflow')])}/>"
    yield "</com:StructureUsage></mes:Structure></mes:Header>"
    data = [
        ("ss:structureRef", FLOW),
        ("xsi:type", "flow:DataSetType"),
        ("ss:dataScope", "DataStructure"),
        ("action", "Replace"),
    ]
    yield f"<mes:DataSet{attributes(data)}>"
    names = (*dimensions(), "OBS_VALUE", *ATTRIBUTES)
    for key, value, more in observed(published, language):
        cells = zip(names, (*key, value, *more), strict=True)
        known = [(name, _text(cell)) for name, cell in cells if cell not in (None, "", [])]
        yield f"<Obs{attributes(known)}/>"
    yield "</mes:DataSet>"
    yield "</mes:StructureSpecificData>"


def _text(cell: object) -> str:
    if isinstance(cell, list):
        return ";".join(cell)
    return cell if isinstance(cell, str) else csv_cell(cell)


def _namespaces(spaces: Sequence[tuple[str, str]]) -> str:
    return attributes([(f"xmlns:{prefix}", f"{_SCHEMAS}/{name}") for prefix, name in spaces])


def _header(published: Published, what: str) -> Iterator[str]:
    """Open the header: who sends what, and when it was prepared. The caller closes it."""
    prepared = published.computed.strftime("%Y-%m-%dT%H:%M:%SZ")
    yield "<mes:Header>"
    yield f"<mes:ID>{what}-{published.sha256[:16]}</mes:ID>"
    yield "<mes:Test>false</mes:Test>"
    yield f"<mes:Prepared>{prepared}</mes:Prepared>"
    yield f'<mes:Sender id="{AGENCY}"/>'
