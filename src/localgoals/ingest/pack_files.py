"""The files that a descriptor names: where they lie, what they hold, whether they changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from localgoals.ingest.archives import zip_problems
from localgoals.ingest.descriptor import FILE_NAME
from localgoals.ingest.faults import problem
from localgoals.ingest.formats import (
    FORMATS,
    SIDECARS,
    files_of,
    format_of,
    head_of,
    is_virtual_raster,
)
from localgoals.ingest.roles import ROLES
from localgoals.model.problem import Problem


def file_problems(folder: Path, entry: Mapping[str, Any]) -> list[Problem]:
    """List what is wrong with the files of a resource, without reading what they say."""
    name = str(entry["name"])
    found: list[Problem] = []
    for path in paths_of(entry):
        faults = list(path_problems(folder, path, name))
        if not faults:
            faults = list(_content_problems(folder / path, entry, f"{name} ({path})"))
        found += faults
    return found


def path_problems(folder: Path, path: str, name: str) -> Iterator[Problem]:
    """Say why a path is not one of a file inside the pack."""
    where = f"{name} ({path})"
    lower = path.lower().replace("\\", "/")
    if "/vsi" in lower or lower.startswith("vsi"):
        yield problem("path-vsi", where, path=path)
    elif re.match(r"[a-z][a-z0-9+.-]+:", lower):
        yield problem("path-remote", where, path=path)
    elif lower.startswith("/") or PureWindowsPath(path).drive:
        yield problem("path-absolute", where, path=path)
    elif ".." in PurePosixPath(lower).parts:
        yield problem("path-parent", where, path=path)
    elif lower.endswith((".vrt", ".ovf")):
        yield problem("path-vrt", where)
    elif not _is_file(folder / path):
        yield problem("file-missing", where, path=path)
    elif (folder / path).samefile(folder / FILE_NAME):
        yield problem("path-descriptor", where)
    elif any(
        not file.resolve().is_relative_to(folder.resolve()) for file in files_of(folder / path)
    ):
        yield problem("path-link", where)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False  # a name that is longer than any file's


def _content_problems(file: Path, entry: Mapping[str, Any], where: str) -> Iterator[Problem]:
    """Find a file whose format is unknown, not for its role, or not what its bytes say."""
    form = format_of(file)
    role = ROLES[entry["localgoals"]["role"]]
    head = head_of(file)
    if is_virtual_raster(head):
        yield problem("path-vrt", where)
    elif not form:
        endings = ", ".join(ending for one in FORMATS.values() for ending in one.endings)
        yield problem("format-unknown", where, allowed=endings)
    elif form not in role.formats:
        allowed = ", ".join(role.formats)
        yield problem("format-not-for-role", where, format=form, role=role.code, allowed=allowed)
    elif not FORMATS[form].begins_right(head):
        yield problem("content-differs", where, format=form)
    elif form in ("zip", "xlsx"):
        yield from zip_problems(file)
    elif form == "shp":
        have = {other.suffix.lower() for other in files_of(file)}
        for ending in (one for one in SIDECARS[:2] if one not in have):
            yield problem("sidecar-missing", where, name=file.stem + ending)


def hashes_of(folder: Path, entry: Mapping[str, Any]) -> dict[str, str]:
    """Give the SHA-256 of each file of a resource, by its path in the pack."""
    files = [file for path in paths_of(entry) for file in files_of(folder / path)]
    return {file.relative_to(folder).as_posix(): sha256_of(file) for file in files}


def hash_problems(entry: Mapping[str, Any], hashes: Mapping[str, str]) -> Iterator[Problem]:
    """Find the files that are not the ones that were added."""
    stated = dict(entry["localgoals"].get("files", {}))
    if "hash" in entry and isinstance(entry["path"], str):
        stated[PurePosixPath(entry["path"]).as_posix()] = entry["hash"]
    for path, sha256 in hashes.items():
        where, found = f"{entry['name']} ({path})", f"sha256:{sha256}"
        if path not in stated:
            yield problem("hash-missing", where)
        elif stated[path] != found:
            yield problem("hash-changed", where, found=found, expected=stated[path])
    for path in stated:
        if path not in hashes:
            yield problem("file-missing", f"{entry['name']} ({path})", path=path)


def origin_problems(entry: Mapping[str, Any]) -> Iterator[Problem]:
    """Find an entry that does not say where it comes from, or what may be done with it."""
    if not entry.get("licenses"):
        yield problem("licence-missing", str(entry["name"]))
    if not entry.get("sources"):
        yield problem("source-missing", str(entry["name"]))


def paths_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the paths of an entry, one or several."""
    path = entry["path"]
    return (path,) if isinstance(path, str) else tuple(path)


def innermost(folder: Path, where: str) -> tuple[Path | None, list[Problem]]:
    """Find the pack in an unpacked zip: people zip a folder from outside, too."""
    found = [file.parent for file in folder.rglob(FILE_NAME) if file.is_file()]
    if not found:
        return None, [problem("descriptor-missing", where)]
    depth = min(len(one.parts) for one in found)
    outer = sorted(one for one in found if len(one.parts) == depth)
    if len(outer) > 1:
        names = ", ".join(one.relative_to(folder).as_posix() for one in outer)
        return None, [problem("zip-several", where, count=len(outer), names=names)]
    return outer[0], []


def fingerprint(paths: tuple[Path, ...]) -> str:
    """Give the SHA-256 that stands for the files of a resource; empty when one is gone."""
    files = dict.fromkeys(file for path in paths for file in files_of(path))
    try:
        return joined_hash([sha256_of(file) for file in files])
    except OSError:
        return ""


def joined_hash(hashes: list[str]) -> str:
    """Give one SHA-256 for several files; that of the file itself for one."""
    if len(hashes) == 1:
        return hashes[0]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def sha256_of(path: Path) -> str:
    """Give a file's SHA-256 in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
