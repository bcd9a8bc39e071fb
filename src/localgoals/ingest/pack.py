"""City packs: a Frictionless data package whose resources have roles, as a folder or a zip."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from localgoals.errors import BadInput, PackRefused, UnsafeFile
from localgoals.ingest import descriptor as keys
from localgoals.ingest.archives import unpack, zip_problems
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.formats import (
    FORMATS,
    SIDECARS,
    files_of,
    format_of,
    head_of,
    is_virtual_raster,
)
from localgoals.ingest.roles import ROLES
from localgoals.model.lineage import Lineage
from localgoals.model.period import Period
from localgoals.model.problem import Problem
from localgoals.model.provenance import Origin
from localgoals.model.text import Text

_OWN_KEYS = ("role", "period", "modelled", "note", "files")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Resource:
    """One file (or a few of the same kind) of a pack, with what it is for and where it comes from."""

    name: str
    role: str
    paths: tuple[Path, ...]
    format: str
    """A key of `localgoals.ingest.formats.FORMATS`."""
    sha256: str
    """Of the file; of the list of hashes, where there are several files or a shapefile's parts."""
    period: Period | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the role needs to know: fields, crs, level, order, layer, sheet, band, unit, mode, kind, date."""
    origin: Origin = Origin(title="")

    @property
    def path(self) -> Path:
        """The first file; most resources have one."""
        return self.paths[0]

    @property
    def where(self) -> str:
        """The resource and its file, as problems name it."""
        return f"{self.name} ({self.path.name})"

    @property
    def fields(self) -> Mapping[str, str]:
        """Column of each field that the pack names, without groups."""
        return {
            key: value for key, value in self.options.get("fields", {}).items() if key != "groups"
        }

    @property
    def groups(self) -> Mapping[str, str]:
        """Column of each group, such as `sex=female`."""
        return dict(self.options.get("fields", {}).get("groups", {}))

    @property
    def lineage(self) -> Lineage:
        """What a layer made from this resource alone comes from."""
        return Lineage((self.name,), (self.sha256,), self.origin.modelled)


@dataclass(frozen=True)
class Pack:
    """What a city brings: its code and name, and its resources."""

    code: str
    name: Text
    country: str
    folder: Path
    resources: tuple[Resource, ...]
    warnings: tuple[Problem, ...] = ()

    def having(self, role: str) -> tuple[Resource, ...]:
        """Give the resources with a role; districts by their order, others as they are listed."""
        found = [one for one in self.resources if one.role == role]
        return tuple(sorted(found, key=lambda one: int(one.options.get("order", 0))))


def open_pack(path: Path, *, scratch: Path) -> Pack:
    """
    Open a city pack whose descriptor and files are sound; their content is not read yet.

    Parameters
    ----------
    path
        A folder with `datapackage.json`, or a zip of one.
    scratch
        A folder that a zip may be unpacked into.

    Raises
    ------
    PackRefused
        With every fault of the descriptor and of the files it names.
    """
    pack, problems = inspect_pack(path, scratch=scratch)
    if pack is None or has_error(problems):
        raise PackRefused([one for one in problems if one.severity == "error"])
    return pack


def inspect_pack(path: Path, *, scratch: Path) -> tuple[Pack | None, list[Problem]]:
    """Open what can be opened of a pack: its sound resources, and everything wrong with the others."""
    folder, problems = _folder_of(path, scratch)
    if folder is None:
        return None, problems
    descriptor, problems = keys.parse((folder / keys.FILE_NAME).read_bytes())
    if problems:
        return None, problems
    problems = keys.package_problems(descriptor)
    if not _is_readable(descriptor):
        return None, problems
    resources: list[Resource] = []
    for number, entry in enumerate(descriptor["resources"]):
        faults = keys.resource_problems(entry, number)
        if not has_error(faults):
            faults += _file_problems(folder, entry)
        if not has_error(faults):
            resources.append(_resource(folder, entry))
        problems += faults
    return _pack(folder, descriptor, resources, problems), problems


def new_pack(folder: Path, *, code: str, name: Text, country: str) -> Pack:
    """
    Start a pack without resources in a new or empty folder.

    Raises
    ------
    BadInput
        When the folder has a pack already.
    PackRefused
        When code or country are not of the right form.
    """
    if (folder / keys.FILE_NAME).exists():
        raise BadInput(f"{folder} has a datapackage.json already. Choose another folder.")
    own = {
        "version": keys.VERSION,
        "code": code,
        "title": {"en": name.en, "zh": name.zh},
        "country": country,
    }
    descriptor: dict[str, Any] = {
        "profile": "data-package",
        "name": _slug(name.en) or _slug(code) or "city",
        "title": name.en,
        "localgoals": own,
        "resources": [],
    }
    if faults := keys.package_problems(descriptor):
        raise PackRefused(faults)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, descriptor)
    return _pack(folder, descriptor, [], [])


def add_resource(  # noqa: PLR0913  what a resource is made of
    folder: Path,
    files: Path | Sequence[Path],
    *,
    role: str,
    period: Period | None = None,
    options: Mapping[str, Any] | None = None,
    origin: Origin = Origin(title=""),  # noqa: B008  frozen
) -> Resource:
    """
    Copy one or several files into a pack and write them into its descriptor with their hashes.

    A file that lies inside the pack's folder already stays where it is.

    Raises
    ------
    BadInput
        When there is no pack in the folder, or a file is not there.
    PackRefused
        With every reason why the files cannot have this role; the pack is left as it was.
    """
    descriptor = _read(folder)
    given = (files,) if isinstance(files, Path) else tuple(files)
    for file in given:
        if not file.is_file():
            raise BadInput(f"There is no file {file}.")
    own = {"role": role} | ({"period": str(period)} if period else {}) | dict(options or {})
    own |= ({"modelled": True} if origin.modelled else {}) | (
        {"note": origin.note} if origin.note else {}
    )
    taken = {str(one.get("name")) for one in descriptor["resources"]}
    name = _free_name(
        "-".join(filter(None, (role, str(own.get("level", "")), str(period or "")))), taken
    )
    # The keys are judged before anything is copied.
    draft = {"name": name, "path": given[0].name, "localgoals": own}
    _refuse(_judge_keys(descriptor, draft))
    copied: list[Path] = []
    try:
        placed = _place(folder, given, name, copied)
        entry = _entry(folder, placed, name, own, origin)
        _refuse([one for one in _file_problems(folder, entry) if one.severity == "error"])
    except PackRefused:
        for file in copied:
            file.unlink()
        raise
    descriptor["resources"].append(entry)
    _write(folder, descriptor)
    return _resource(folder, entry)


def remove_resource(folder: Path, name: str) -> None:
    """
    Take a resource out of a pack's descriptor and delete its files.

    Raises
    ------
    BadInput
        When the pack has no such resource.
    """
    descriptor = _read(folder)
    kept = [one for one in descriptor["resources"] if one.get("name") != name]
    gone = [one for one in descriptor["resources"] if one.get("name") == name]
    if not gone:
        names = ", ".join(str(one.get("name")) for one in kept)
        raise BadInput(f"The pack has no resource {name!r}. It has: {names}.")
    _write(folder, descriptor | {"resources": kept})
    for path in (path for entry in gone for path in _paths(entry)):
        if not list(_path_problems(folder, path, name)):
            for file in files_of(folder / path):
                file.unlink()


def _folder_of(path: Path, scratch: Path) -> tuple[Path | None, list[Problem]]:
    """Find the folder of `datapackage.json`, unpacking a zip first."""
    if path.is_dir():
        if (path / keys.FILE_NAME).is_file():
            return path, []
        return None, [problem("descriptor-missing", str(path))]
    if not path.is_file():
        return None, [problem("pack-missing", str(path))]
    if faults := zip_problems(path):
        return None, faults
    scratch.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="pack-", dir=scratch))
    try:
        unpack(path, folder)
    except UnsafeFile as error:
        shutil.rmtree(folder)
        return None, [problem("zip-broken", path.name, reason=str(error))]
    # People zip a folder from outside as often as from inside.
    for place in (folder, *sorted(one for one in folder.iterdir() if one.is_dir())):
        if (place / keys.FILE_NAME).is_file():
            return place, []
    return None, [problem("descriptor-missing", path.name)]


def _is_readable(descriptor: Mapping[str, Any]) -> bool:
    """Tell whether the descriptor has the shape that its resources can be looked at."""
    resources = descriptor.get("resources")
    return isinstance(resources, list) and all(isinstance(one, dict) for one in resources)


def _pack(
    folder: Path, descriptor: Mapping[str, Any], resources: list[Resource], problems: list[Problem]
) -> Pack:
    own = descriptor.get("localgoals")
    own = own if isinstance(own, dict) else {}
    title = own.get("title")
    title = title if isinstance(title, dict) else {}
    return Pack(
        code=str(own.get("code", "")),
        name=Text(str(title.get("en", "")), str(title.get("zh", ""))),
        country=str(own.get("country", "")),
        folder=folder,
        resources=tuple(resources),
        warnings=tuple(one for one in problems if one.severity == "warning"),
    )


def _file_problems(folder: Path, entry: Mapping[str, Any]) -> list[Problem]:
    """List what is wrong with the files of a resource, without reading what they say."""
    name = str(entry["name"])
    found: list[Problem] = []
    for path in _paths(entry):
        faults = list(_path_problems(folder, path, name))
        if not faults:
            faults = list(_content_problems(folder / path, entry, f"{name} ({path})"))
        found += faults
    if not found:
        found += _hash_problems(folder, entry)
        found += _origin_problems(entry)
    return found


def _path_problems(folder: Path, path: str, name: str) -> Iterator[Problem]:
    """A path that is not one of a file inside the pack."""
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
    elif not (folder / path).is_file():
        yield problem("file-missing", where, path=path)
    elif any(
        not file.resolve().is_relative_to(folder.resolve()) for file in files_of(folder / path)
    ):
        yield problem("path-link", where)


def _content_problems(file: Path, entry: Mapping[str, Any], where: str) -> Iterator[Problem]:
    """A file whose format is unknown, not for its role, or not what its bytes say."""
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


def _hash_problems(folder: Path, entry: Mapping[str, Any]) -> Iterator[Problem]:
    """A file that is not the one that was added."""
    stated = dict(entry["localgoals"].get("files", {}))
    if "hash" in entry and isinstance(entry["path"], str):
        stated[entry["path"]] = entry["hash"]
    for file in _all_files(folder, entry):
        relative = file.relative_to(folder).as_posix()
        where = f"{entry['name']} ({relative})"
        found = "sha256:" + sha256_of(file)
        if relative not in stated:
            yield problem("hash-missing", where)
        elif stated[relative] != found:
            yield problem("hash-changed", where, found=found, expected=stated[relative])


def _origin_problems(entry: Mapping[str, Any]) -> Iterator[Problem]:
    if not entry.get("licenses"):
        yield problem("licence-missing", str(entry["name"]))
    if not entry.get("sources"):
        yield problem("source-missing", str(entry["name"]))


def _resource(folder: Path, entry: Mapping[str, Any]) -> Resource:
    """Make the resource of an entry that has no fault."""
    own = entry["localgoals"]
    hashes = [sha256_of(file) for file in _all_files(folder, entry)]
    one_hash = (
        hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    )
    paths = tuple(folder / path for path in _paths(entry))
    return Resource(
        name=entry["name"],
        role=own["role"],
        paths=paths,
        format=format_of(paths[0]),
        sha256=one_hash,
        period=Period.parse(own["period"]) if "period" in own else None,
        options={key: value for key, value in own.items() if key not in _OWN_KEYS},
        origin=_origin(entry),
    )


def _origin(entry: Mapping[str, Any]) -> Origin:
    own = entry["localgoals"]
    source: Mapping[str, Any] = next(iter(entry.get("sources", [])), {})
    licence: Mapping[str, Any] = next(iter(entry.get("licenses", [])), {})
    return Origin(
        title=str(entry.get("title", entry["name"])),
        publisher=str(source.get("title", "")),
        url=str(source.get("path", "")),
        licence=str(licence.get("name") or licence.get("title") or licence.get("path", "")),
        modelled=bool(own.get("modelled", False)),
        note=str(own.get("note", "")),
    )


def _paths(entry: Mapping[str, Any]) -> tuple[str, ...]:
    path = entry["path"]
    return (path,) if isinstance(path, str) else tuple(path)


def _all_files(folder: Path, entry: Mapping[str, Any]) -> list[Path]:
    return [file for path in _paths(entry) for file in files_of(folder / path)]


def sha256_of(path: Path) -> str:
    """Give a file's SHA-256 in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _judge_keys(descriptor: Mapping[str, Any], draft: Mapping[str, Any]) -> list[Problem]:
    both = [*descriptor["resources"], draft]
    faults = keys.package_problems({**descriptor, "resources": both})
    return faults + keys.resource_problems(draft, len(both) - 1)


def _refuse(faults: list[Problem]) -> None:
    if faults:
        raise PackRefused(faults)


def _place(folder: Path, given: tuple[Path, ...], name: str, copied: list[Path]) -> list[str]:
    """Bring files into the pack's folder; gives their paths inside it."""
    placed: list[str] = []
    for number, file in enumerate(given):
        if file.resolve().is_relative_to(folder.resolve()):
            placed.append(file.resolve().relative_to(folder.resolve()).as_posix())
            continue
        ending = _ending(file)
        stem = name
        if len(given) > 1:
            stem = f"{name}/{number + 1:03d}-{_slug(file.name.removesuffix(ending))}".rstrip("-")
        for part in files_of(file):
            target = folder / f"{stem}{ending if part == file else part.suffix.lower()}"
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                raise BadInput(f"{target} is there already. Remove it or rename it.")
            copied.append(target)
            shutil.copyfile(part, target)
        placed.append(f"{stem}{ending}")
    return placed


def _ending(file: Path) -> str:
    """Give the whole ending of a known format (`.osm.pbf`), else the suffix."""
    form = FORMATS.get(format_of(file))
    endings = form.endings if form else ()
    return next((one for one in endings if file.name.lower().endswith(one)), file.suffix.lower())


def _entry(
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
    files = _all_files(folder, entry)
    if len(placed) == 1:
        entry |= {"bytes": files[0].stat().st_size, "hash": "sha256:" + sha256_of(files[0])}
    if len(files) > 1:
        own = own | {
            "files": {
                one.relative_to(folder).as_posix(): "sha256:" + sha256_of(one) for one in files
            }
        }
    if origin.publisher or origin.url:
        entry["sources"] = [_named("title", origin.publisher or origin.url, origin.url)]
    if origin.licence:
        entry["licenses"] = [_named("name", origin.licence, "")]
    return entry | {"localgoals": own}


def _named(key: str, value: str, path: str) -> dict[str, str]:
    return {key: value} | ({"path": path} if path else {})


def _free_name(wanted: str, taken: set[str]) -> str:
    base = _slug(wanted) or "resource"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _read(folder: Path) -> dict[str, Any]:
    """Read a descriptor that is to be changed."""
    file = folder / keys.FILE_NAME
    if not file.is_file():
        raise BadInput(
            f"{folder} has no datapackage.json. Start a pack first: localgoals pack new."
        )
    descriptor, faults = keys.parse(file.read_bytes())
    _refuse(faults or keys.package_problems(descriptor))
    return descriptor


def _write(folder: Path, descriptor: Mapping[str, Any]) -> None:
    """Replace the descriptor in one step: a reader finds the old one or the new one, never half."""
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    with tempfile.NamedTemporaryFile(
        "w", dir=folder, prefix=".datapackage-", encoding="utf-8", delete=False
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(folder / keys.FILE_NAME)
