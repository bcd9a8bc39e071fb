"""What is to be computed: one task for each pack, the largest first."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from localgoals.errors import PackRefused
from localgoals.ingest.archives import UNPACKING
from localgoals.ingest.descriptor import FILE_NAME, parse
from localgoals.ingest.faults import problem
from localgoals.model.problem import Problem
from localgoals.model.text import LANGUAGES, Language
from localgoals.reports.report_files import Reports

# What stands in the folder of all results beside the folders of the cities.
OWN_NAMES = ("cities.csv", "observations", "summary.txt")
# A descriptor that is longer is looked at by the worker, which says what is wrong with it.
_LONGEST_BYTES = 16 << 20


@dataclass(frozen=True)
class Wanted:
    """What every city's folder is to hold, and where the folders are."""

    out: Path
    languages: tuple[Language, ...] = LANGUAGES
    reports: Reports = "all"


@dataclass(frozen=True)
class CityTask:
    """One city to compute."""

    pack: Path
    code: str
    """Empty where the pack does not say it; the worker then says what is wrong with the pack."""
    size_bytes: int
    wanted: Wanted

    @property
    def folder(self) -> Path:
        """Where the city's results go."""
        return self.wanted.out / self.code


def plan_of(packs: Sequence[Path], wanted: Wanted) -> list[CityTask]:
    """
    Make a task of each pack, the largest first, so that none is left to run alone at the end.

    Raises
    ------
    PackRefused
        When two packs are of the same city, or a city's code cannot be the name of a folder.
    """
    tasks = [CityTask(pack.absolute(), _code_of(pack), _size_bytes(pack), wanted) for pack in packs]
    if clashes := [*_same_city(tasks), *_no_folder(tasks)]:
        raise PackRefused(clashes)
    return sorted(tasks, key=lambda one: (-one.size_bytes, one.code, str(one.pack)))


def _same_city(tasks: Sequence[CityTask]) -> Iterator[Problem]:
    """Find the packs of a city that an earlier pack is of; some disks take `AA` for `aa`."""
    first: dict[str, CityTask] = {}
    for one in tasks:
        if not one.code:
            continue
        other = first.setdefault(one.code.casefold(), one)
        if other is not one:
            yield problem("city-twice", str(one.pack), code=one.code, other=str(other.pack))


def _no_folder(tasks: Sequence[CityTask]) -> Iterator[Problem]:
    for one in tasks:
        if one.code.startswith(".") or one.code.casefold() in OWN_NAMES:
            yield problem("city-no-folder", str(one.pack), code=one.code)


def _code_of(pack: Path) -> str:
    """Read the city's code from a descriptor; empty where there is none to read."""
    found, _problems = parse(_descriptor(pack))
    own = found.get("localgoals")
    code = own.get("code") if isinstance(own, dict) else None
    return code if isinstance(code, str) and "/" not in code else ""


def _descriptor(pack: Path) -> bytes:
    try:
        if pack.is_dir():
            file = pack / FILE_NAME
            return file.read_bytes() if file.stat().st_size <= _LONGEST_BYTES else b""
        with zipfile.ZipFile(pack) as archive:
            found = [
                one for one in archive.infolist() if PurePosixPath(one.filename).name == FILE_NAME
            ]
            outer = min(found, key=lambda one: len(PurePosixPath(one.filename).parts))
            return archive.read(outer) if outer.file_size <= _LONGEST_BYTES else b""
    except (*UNPACKING, OSError):
        return b""


def _size_bytes(pack: Path) -> int:
    """Add up a pack's files: a sign of how long it takes."""
    if not pack.is_dir():
        return pack.stat().st_size if pack.is_file() else 0
    return sum(file.stat().st_size for file in pack.rglob("*") if file.is_file())
