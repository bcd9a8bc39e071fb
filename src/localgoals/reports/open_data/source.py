"""Reads a baseline back from its folder, for those who publish it as open data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from localgoals.errors import BadInput
from localgoals.model.observation import Observation
from localgoals.model.text import Message, Text
from localgoals.reports.tables import COLUMNS, observations_of
from localgoals.reports.whole_folder import RUN_FILE

__all__ = ["OBSERVATIONS_FILE", "Published", "Source", "read_baseline"]

OBSERVATIONS_FILE = "observations.parquet"


@dataclass(frozen=True)
class Source:
    """A resource of the city pack that figures were made from."""

    name: str
    role: str
    period: str
    title: str
    publisher: str
    address: str
    licence: str


@dataclass(frozen=True)
class Published:
    """The figures of a city, and what those who reuse them must know."""

    city: str
    """Code of the city; every other area of an observation is a district."""
    name: Text
    observations: tuple[Observation, ...]
    districts: Mapping[str, Text]
    """Names of the districts, by code, as far as the baseline has them."""
    sha256: str
    """Of the baseline's table of observations."""
    computed: datetime
    """When the baseline was written, to the second, in UTC."""
    sources: tuple[Source, ...] = ()
    """The resources of the city pack, in its order."""
    licence: str = ""
    """A name such as `CC-BY-4.0`, or an address; empty when nobody said."""

    @property
    def works(self) -> tuple[Source, ...]:
        """The works that figures come from, each once, however many resources came out of it."""
        once = {(one.title, one.publisher, one.address, one.licence): one for one in self.sources}
        return tuple(once.values())


def read_baseline(folder: Path, licence: str = "") -> Published:
    """
    Read what `localgoals baseline` wrote.

    Parameters
    ----------
    folder
        The folder of a baseline.
    licence
        What may be done with the figures: a name such as `CC-BY-4.0`, or an address.

    Raises
    ------
    BadInput
        When the folder is not a whole baseline; the messages name everything that is wrong.
    """
    faults: list[Message] = []
    if not folder.is_dir():
        raise BadInput(Message("{folder} is not a folder.", {"folder": folder}))
    table = _table(folder / OBSERVATIONS_FILE, faults)
    run = _run(folder / RUN_FILE, faults)
    if faults or table is None:
        advice = Message("Give the folder that localgoals baseline wrote, or compute it anew.")
        raise BadInput(*faults, advice)
    city = run["city"]
    return Published(
        city=city["code"],
        name=Text(city["name"]["en"], city["name"]["zh"]),
        observations=observations_of(table),
        districts=dict(_districts(folder / "layers")),
        sha256=run["outputs"][OBSERVATIONS_FILE],
        computed=_written(folder / OBSERVATIONS_FILE),
        sources=tuple(Source(**one) for one in run["resources"]),
        licence=licence,
    )


def _table(path: Path, faults: list[Message]) -> pa.Table | None:
    if not path.is_file():
        faults.append(_missing(path))
        return None
    try:
        table = pq.read_table(path)
    except (pa.ArrowInvalid, OSError) as error:
        reason = " ".join(str(error).split())
        faults.append(Message("{path} cannot be read: {reason}", {"path": path, "reason": reason}))
        return None
    found = {field.name: field.type for field in table.schema}
    wrong = [name for name, kind in COLUMNS.items() if found.get(name) != kind]
    if wrong:
        parts = {"path": path, "columns": ", ".join(wrong)}
        faults.append(
            Message("{path} lacks these columns, or they hold something else: {columns}", parts)
        )
        return None
    return table.select(list(COLUMNS))


def _run(path: Path, faults: list[Message]) -> dict[str, Any]:
    """Read the record of the run, which must name the city and the table beside it."""
    if not path.is_file():
        faults.append(_missing(path))
        return {}
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        faults.append(Message("{path} cannot be read: {reason}", {"path": path, "reason": error}))
        return {}
    if not _names_a_city(run):
        faults.append(Message("{path} does not name the city.", {"path": path}))
        return {}
    if not _names_sources(run):
        faults.append(Message("{path} does not name the sources of the city.", {"path": path}))
        return {}
    table = path.with_name(OBSERVATIONS_FILE)
    if table.is_file() and run.get("outputs", {}).get(table.name) != _digest(table):
        faults.append(Message("{path} is not the file that the baseline wrote.", {"path": table}))
    return dict(run)


def _names_a_city(run: object) -> bool:
    match run:
        case {"city": {"code": str(), "name": {"en": str(), "zh": str()}}}:
            return True
    return False


def _names_sources(run: Mapping[str, object]) -> bool:
    match run.get("resources"):
        case [*resources]:
            names = {one.name for one in fields(Source)}
            return all(
                isinstance(one, dict)
                and set(one) == names
                and all(isinstance(text, str) for text in one.values())
                for one in resources
            )
    return False


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _missing(path: Path) -> Message:
    return Message("{folder} has no {file}.", {"folder": path.parent, "file": path.name})


def _districts(folder: Path) -> Iterator[tuple[str, Text]]:
    for path in sorted(folder.glob("districts-*.parquet")):
        for row in pq.read_table(path, columns=["code", "name", "name_zh"]).to_pylist():
            yield row["code"], Text(row["name"], row["name_zh"])
