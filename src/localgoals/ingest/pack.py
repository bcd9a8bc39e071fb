"""City packs: a Frictionless data package whose resources have roles, as a folder or a zip."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from localgoals.errors import BadInput, PackRefused, UnsafeFile
from localgoals.ingest import descriptor as keys
from localgoals.ingest.archives import unpack, zip_problems
from localgoals.ingest.faults import has_error, problem
from localgoals.ingest.formats import (
    files_of,
    format_of,
)
from localgoals.ingest.pack_files import (
    file_problems,
    fingerprint,
    hash_problems,
    hashes_of,
    innermost,
    joined_hash,
    origin_problems,
    path_problems,
    paths_of,
)
from localgoals.ingest.pack_writing import entry_of, free_name, place_files, slug, write_descriptor
from localgoals.model.lineage import Lineage
from localgoals.model.period import Period
from localgoals.model.problem import Problem
from localgoals.model.provenance import Origin
from localgoals.model.text import Message, Text

_OWN_KEYS = ("role", "period", "modelled", "survey", "note", "files")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Resource:
    """One file of a pack (or a few of one kind), what it is for and where it comes from."""

    name: str
    role: str
    paths: tuple[Path, ...]
    format: str
    """A key of `localgoals.ingest.formats.FORMATS`."""
    sha256: str
    """Of the file; of the list of hashes, where there are several files or a shapefile's parts."""
    period: Period | None = None
    options: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """What the role needs to know, such as fields, crs, level, order, layer, unit, mode, kind."""
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
        return Lineage((self.name,), (self.sha256,), self.origin.modelled, self.origin.survey)


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
    """Open what can be opened of a pack: its sound resources, and what is wrong with the others."""
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
            faults += file_problems(folder, entry)
        if not has_error(faults):
            hashes = hashes_of(folder, entry)
            faults += hash_problems(entry, hashes)
        if not has_error(faults):
            faults += origin_problems(entry)
            resources.append(_resource(folder, entry, hashes))
        problems += faults
    return _pack(folder, descriptor, resources, problems), problems


def changed_files(pack: Pack) -> list[Problem]:
    """Find the resources whose files are not those any more that were there when it was opened."""
    return [
        problem("file-changed", one.where)
        for one in pack.resources
        if fingerprint(one.paths) != one.sha256
    ]


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
        raise BadInput(
            Message(
                "{folder} has a datapackage.json already. Choose another folder.",
                {"folder": folder},
            )
        )
    own = {
        "version": keys.VERSION,
        "code": code,
        "title": {"en": name.en, "zh": name.zh},
        "country": country,
    }
    descriptor: dict[str, Any] = {
        "profile": "data-package",
        "name": slug(name.en) or slug(code) or "city",
        "title": name.en,
        "localgoals": own,
        "resources": [],
    }
    if faults := keys.package_problems(descriptor):
        raise PackRefused(faults)
    folder.mkdir(parents=True, exist_ok=True)
    write_descriptor(folder, descriptor)
    return _pack(folder, descriptor, [], [])


def add_resource(  # noqa: PLR0913  what a resource is made of
    folder: Path,
    files: Path | Sequence[Path],
    *,
    role: str,
    period: Period | None = None,
    options: Mapping[str, Any] | None = None,
    origin: Origin = Origin(title=""),  # noqa: B008  frozen
    replaces: str | None = None,
) -> Resource:
    """
    Copy one or several files into a pack and write them into its descriptor with their hashes.

    A file that lies inside the pack's folder already stays where it is. `replaces` names a resource
    that leaves the pack, with its files, when the new one is in.

    Raises
    ------
    BadInput
        When there is no pack in the folder, or a file is not there.
    PackRefused
        With every reason why the files cannot have this role; the pack is left as it was.
    """
    descriptor = _read(folder)
    gone = [] if replaces is None else [_entry_named(descriptor, replaces)]
    descriptor["resources"] = [one for one in descriptor["resources"] if one not in gone]
    given = (files,) if isinstance(files, Path) else tuple(files)
    for file in given:
        if not file.is_file():
            raise BadInput(Message("There is no file {file}.", {"file": file}))
    own = _own(role, period, options, origin)
    taken = {str(one.get("name")) for one in descriptor["resources"]}
    parts = (role, str(own.get("level", "")), str(period or ""))
    name = free_name("-".join(filter(None, parts)), taken)
    # The keys are judged before anything is copied.
    draft = {"name": name, "path": [file.name for file in given], "localgoals": own}
    _refuse(_judge_keys(descriptor, draft))
    copied: list[Path] = []
    try:
        placed = place_files(folder, given, name, copied)
        entry = entry_of(folder, placed, name, own, origin)
        _refuse([one for one in file_problems(folder, entry) if one.severity == "error"])
    except BadInput:
        for file in copied:
            file.unlink(missing_ok=True)
        raise
    descriptor["resources"].append(entry)
    write_descriptor(folder, descriptor)
    _delete_files(folder, gone, descriptor)
    return _resource(folder, entry, hashes_of(folder, entry))


def _own(
    role: str, period: Period | None, options: Mapping[str, Any] | None, origin: Origin
) -> dict[str, Any]:
    """Write what is LocalGoals' own about a resource."""
    own: dict[str, Any] = {"role": role}
    own |= {"period": str(period)} if period else {}
    own |= dict(options or {})
    own |= {"modelled": True} if origin.modelled else {}
    own |= {"survey": True} if origin.survey else {}
    own |= {"note": origin.note} if origin.note else {}
    return own


def _entry_named(descriptor: Mapping[str, Any], name: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = descriptor["resources"]
    for entry in found:
        if entry.get("name") == name:
            return entry
    names = ", ".join(str(entry.get("name")) for entry in found)
    raise BadInput(
        Message(
            "The pack has no resource {name!r}. It has: {names}.", {"name": name, "names": names}
        )
    )


def _delete_files(folder: Path, gone: list[dict[str, Any]], descriptor: Mapping[str, Any]) -> None:
    """Delete the files of entries that are gone, unless another entry has them too."""
    kept = {path for entry in descriptor["resources"] for path in paths_of(entry)}
    for path in (path for entry in gone for path in paths_of(entry)):
        if path not in kept and not list(path_problems(folder, path, "")):
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
        return None, [problem("zip-broken", path.name, reason=error.messages[0])]
    return innermost(folder, path.name)


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


def _resource(folder: Path, entry: Mapping[str, Any], hashes: Mapping[str, str]) -> Resource:
    """Make the resource of an entry that has no fault."""
    own = entry["localgoals"]
    paths = tuple(folder / path for path in paths_of(entry))
    return Resource(
        name=entry["name"],
        role=own["role"],
        paths=paths,
        format=format_of(paths[0]),
        sha256=joined_hash(list(hashes.values())),
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
        licence=str(licence.get("title") or licence.get("name") or licence.get("path", "")),
        modelled=bool(own.get("modelled", False)),
        survey=bool(own.get("survey", False)),
        note=str(own.get("note", "")),
    )


def _judge_keys(descriptor: Mapping[str, Any], draft: Mapping[str, Any]) -> list[Problem]:
    both = [*descriptor["resources"], draft]
    faults = keys.package_problems({**descriptor, "resources": both})
    return faults + keys.resource_problems(draft, len(both) - 1)


def _refuse(faults: list[Problem]) -> None:
    if faults:
        raise PackRefused(faults)


def _read(folder: Path) -> dict[str, Any]:
    """Read a descriptor that is to be changed."""
    file = folder / keys.FILE_NAME
    if not file.is_file():
        raise BadInput(
            Message(
                "{folder} has no datapackage.json. Start a pack first: localgoals pack new.",
                {"folder": folder},
            )
        )
    descriptor, faults = keys.parse(file.read_bytes())
    _refuse(faults or keys.package_problems(descriptor))
    return descriptor
