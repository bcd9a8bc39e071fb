"""How files come into a pack: copied to a name of their own, hashed, and described."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from localgoals.ingest.descriptor import FILE_NAME
from localgoals.ingest.formats import FORMATS, files_of, format_of
from localgoals.ingest.pack_files import hashes_of
from localgoals.model.provenance import Origin


def place_files(folder: Path, given: tuple[Path, ...], name: str, copied: list[Path]) -> list[str]:
    """
    Bring files into a pack's folder, without ever writing over one that is there.

    Gives their paths inside the pack, and adds every copy made to `copied`.
    """
    placed: list[str] = []
    for number, file in enumerate(given, start=1):
        if file.resolve().is_relative_to(folder.resolve()):
            placed.append(file.resolve().relative_to(folder.resolve()).as_posix())
            continue
        ending = _ending(file)
        stem = name
        if len(given) > 1:
            stem = f"{name}/{number:03d}-{slug(file.name.removesuffix(ending))}".rstrip("-")
        stem = _free_stem(folder, stem, ending)
        for part in files_of(file):
            target = folder / f"{stem}{ending if part == file else part.suffix.lower()}"
            target.parent.mkdir(parents=True, exist_ok=True)
            copied.append(target)
            shutil.copyfile(part, target)
        placed.append(f"{stem}{ending}")
    return placed


def _free_stem(folder: Path, wanted: str, ending: str) -> str:
    """Find a file name that is not taken: what is replaced stays until the new file is in."""
    stem, number = wanted, 1
    while (folder / f"{stem}{ending}").exists():
        number += 1
        stem = f"{wanted}-{number}"
    return stem


def _ending(file: Path) -> str:
    """Give the whole ending of a known format (`.osm.pbf`), else the suffix."""
    form = FORMATS.get(format_of(file))
    endings = form.endings if form else ()
    return next((one for one in endings if file.name.lower().endswith(one)), file.suffix.lower())


def entry_of(
    folder: Path, placed: list[str], name: str, own: dict[str, Any], origin: Origin
) -> dict[str, Any]:
    """Write a resource as the descriptor holds it."""
    form = FORMATS.get(format_of(folder / placed[0]))
    entry: dict[str, Any] = {
        "name": name,
        "path": placed[0] if len(placed) == 1 else placed,
        "title": origin.title or name,
    }
    if form:
        entry |= {"format": form.name, "mediatype": form.mediatype}
    hashes = {path: f"sha256:{sha256}" for path, sha256 in hashes_of(folder, entry).items()}
    if len(placed) == 1:
        entry |= {"bytes": (folder / placed[0]).stat().st_size, "hash": hashes[placed[0]]}
    if len(hashes) > 1:
        own = own | {"files": hashes}
    if origin.publisher or origin.url:
        path = {"path": origin.url} if origin.url else {}
        entry["sources"] = [{"title": origin.publisher or origin.url} | path]
    if origin.licence:
        # The name of a licence may not have blanks in a data package; the title may.
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", origin.licence).strip("-") or "other"
        entry["licenses"] = [{"name": name, "title": origin.licence}]
    return entry | {"localgoals": own}


def free_name(wanted: str, taken: set[str]) -> str:
    """Make a resource name that no other resource has."""
    base = slug(wanted) or "resource"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def slug(text: str) -> str:
    """Keep the ASCII letters and digits of a text, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def write_descriptor(folder: Path, descriptor: Mapping[str, Any]) -> None:
    """Replace the descriptor in one step: a reader finds the old one or the new one, never half."""
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    with tempfile.NamedTemporaryFile(
        "w", dir=folder, prefix=".datapackage-", encoding="utf-8", delete=False
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(folder / FILE_NAME)
