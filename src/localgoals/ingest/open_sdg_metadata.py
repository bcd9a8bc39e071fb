"""The metadata of an Open SDG site: YAML for each indicator, or the front matter of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from localgoals.ingest.exchange.cells import Origin
from localgoals.ingest.feed_faults import feed_problem
from localgoals.model.problem import Problem

_ENDINGS: Final = (".yml", ".yaml", ".md")
_LARGEST_BYTES: Final = 1 << 20
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
# The keys of Open SDG, then those of the shared metadata structure for the SDGs.
_TITLE: Final = ("indicator_name", "graph_title", "SDG_INDICATOR")
_UNIT: Final = ("computation_units", "UNIT_MEASURE")
_DEFINITION: Final = (
    "computation_definitions", "STAT_CONC_DEF", "computation_calculations", "DATA_COMP",
)  # fmt: skip
_LICENCE: Final = ("data_licence", "data_license")


def metadata_folder(path: Path) -> Path | None:
    """Find the folder `meta` in a folder of data, or beside it."""
    folder = path if path.is_dir() else path.parent
    return next((one for one in (folder / "meta", folder.parent / "meta") if one.is_dir()), None)


def read_metadata(folder: Path | None) -> tuple[dict[str, Mapping[str, Any]], list[Problem]]:
    """
    Read the metadata of every indicator.

    Returns
    -------
    metadata
        By the name of the file without its ending, in small letters: `11-6-2`.
    problems
        Files that cannot be read: warnings, because the figures do not depend on them.

    References
    ----------
    Open SDG documentation: Metadata format,
    https://open-sdg.readthedocs.io/en/latest/metadata-format/
    """
    found: dict[str, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    files = [] if folder is None else sorted(folder.iterdir())
    for file in files:
        if file.suffix.lower() not in _ENDINGS or not file.is_file():
            continue
        try:
            read = _loaded(file)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            reason = " ".join(str(error).split())[:200]
            problems.append(feed_problem("exchange-yaml", f"meta/{file.name}", reason=reason))
            continue
        if isinstance(read, dict):
            found[file.stem.lower()] = read
    return found, problems


def _loaded(file: Path) -> Any:
    if file.stat().st_size > _LARGEST_BYTES:
        raise ValueError(f"more than {_LARGEST_BYTES} bytes")
    text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    if file.suffix.lower() == ".md":
        front = _FRONT.match(text)
        text = front[1] if front else ""
    return yaml.safe_load(text)


def origin_of(series: str, unit: str, file: str, metadata: Mapping[str, Any]) -> Origin:
    """Say what a series is and where it comes from, as its site says it."""
    return Origin(
        series=series,
        file=file,
        title=_first(metadata, _TITLE),
        unit=unit or _first(metadata, _UNIT),
        definition=_first(metadata, _DEFINITION),
        source="; ".join(_sources(metadata)),
        licence=_first(metadata, _LICENCE),
    )


def _first(metadata: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((words for key in keys if (words := _words(metadata.get(key)))), "")


def _sources(metadata: Mapping[str, Any]) -> Iterator[str]:
    """Give the sources that the site shows; what is only the words of a form is none."""
    for number in range(1, 10):
        if metadata.get(f"source_active_{number}") is not True:
            continue
        keys = ("source_organisation", "source_url_text", "source_url")
        parts = [_words(metadata.get(f"{key}_{number}")) for key in keys]
        told = dict.fromkeys(one for one in parts if one and one != "Link to source")
        if told:
            yield ", ".join(told)


def _words(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
