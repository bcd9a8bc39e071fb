"""A DCAT record: what an open data portal needs to list the figures and to say whence they are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from localgoals.catalogue.load import load
from localgoals.model.text import LANGUAGES, Text
from localgoals.reports.open_data.source import Published, Source
from localgoals.reports.open_data.tables import title_of, write_json

__all__ = ["DCAT_FILE", "write_dcat"]

DCAT_FILE: Final = "dcat.jsonld"

_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_GOALS: Final = "http://metadata.un.org/sdg/"
_TONGUES: Final = "http://publications.europa.eu/resource/authority/language/"
_KINDS: Final = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".xml": "application/vnd.sdmx.structurespecificdata+xml",
    ".yml": "application/yaml",
}
_DESCRIPTION: Final = Text(
    "Indicators of the Sustainable Development Goals and the Urban Monitoring Framework, each with "
    "its method, quality and sources.",
    "可持续发展目标和城市监测框架的指标，每个数值均注明方法、质量和来源。",
)


def write_dcat(published: Published, folder: Path, files: Sequence[Path]) -> None:
    """
    Write `dcat.jsonld` about files in a folder: one dataset with a distribution for each.

    Addresses of files are relative to the record, so that the folder can be put on any server.

    Parameters
    ----------
    published
        The figures.
    folder
        Where the record goes.
    files
        In the folder, or below it.

    References
    ----------
    W3C (2024), Data Catalog Vocabulary (DCAT), version 3.
    """
    record: dict[str, object] = {
        "@context": _CONTEXT,
        "@id": "#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": f"baseline-{published.city}",
        "dct:title": _said(title_of(published)),
        "dct:description": _said(_DESCRIPTION),
        "dct:modified": _typed(published.computed.strftime("%Y-%m-%dT%H:%M:%SZ"), "dateTime"),
        "dct:language": [{"@id": _TONGUES + code} for code in ("ENG", "ZHO")],
        "dct:spatial": {
            "@type": "dct:Location",
            "dct:identifier": published.city,
            "skos:prefLabel": _said(published.name),
        },
        "dct:temporal": _temporal(published),
        "dcat:theme": [{"@id": f"{_GOALS}{goal}"} for goal in _goals(published)],
        "prov:wasDerivedFrom": [_source(one) for one in published.works],
        "dcat:distribution": [_distribution(published, folder, path) for path in files],
    }
    kept = {name: value for name, value in record.items() if value not in (None, [])}
    write_json(folder / DCAT_FILE, kept)


def _said(words: Text) -> list[dict[str, str]]:
    tags = {"en": "en", "zh": "zh-Hans"}
    return [{"@value": words.in_(one), "@language": tags[one]} for one in LANGUAGES]


def _typed(text: str, kind: str) -> dict[str, str]:
    return {"@value": text, "@type": f"xsd:{kind}"}


def _temporal(published: Published) -> dict[str, object] | None:
    periods = [one.period for one in published.observations if not one.notation]
    if not periods:
        return None
    first, last = min(one.first for one in periods), max(one.last for one in periods)
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": _typed(f"{first:04}-01-01", "date"),
        "dcat:endDate": _typed(f"{last:04}-12-31", "date"),
    }


def _goals(published: Published) -> list[int]:
    indicators = load().indicators
    known = {one.indicator for one in published.observations if not one.notation}
    return sorted({indicators[code].goal for code in known})


def _source(one: Source) -> dict[str, object]:
    found: dict[str, object] = {"@type": "prov:Entity", "dct:title": one.title}
    if one.publisher:
        found["dct:publisher"] = {"@type": "foaf:Agent", "foaf:name": one.publisher}
    if one.address:
        found["dcat:landingPage"] = _page(one.address)
    return found | ({"dct:license": _licence(one.licence)} if one.licence else {})


def _page(address: str) -> dict[str, object]:
    # An address from a pack may be anything; only one of the web is a page.
    return (
        {"@id": quote(address, safe=":/?#[]@!$&'()*+,;=%~")}
        if _on_web(address)
        else {"rdfs:label": address}
    )


def _on_web(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def _licence(licence: str) -> dict[str, object]:
    if _on_web(licence):
        return _page(licence)
    return {"@type": "dct:LicenseDocument", "rdfs:label": licence}


def _distribution(published: Published, folder: Path, path: Path) -> dict[str, object]:
    address = {"@id": quote(path.relative_to(folder).as_posix())}
    kind = _KINDS.get(path.suffix)
    if path.name.startswith("structure."):
        kind = "application/vnd.sdmx.structure+xml"
    found: dict[str, object] = {
        "@type": "dcat:Distribution",
        "dct:title": path.name,
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:byteSize": _typed(str(path.stat().st_size), "nonNegativeInteger"),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": _typed(
                hashlib.sha256(path.read_bytes()).hexdigest(), "hexBinary"
            ),
        },
    }
    if kind:
        found["dcat:mediaType"] = {"@id": f"https://www.iana.org/assignments/media-types/{kind}"}
    return found | ({"dct:license": _licence(published.licence)} if published.licence else {})
