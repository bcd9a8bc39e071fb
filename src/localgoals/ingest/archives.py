"""Zips from strangers, unpacked without reaching outside the folder or filling the disk."""

from __future__ import annotations

import lzma
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from localgoals.errors import UnsafeFile
from localgoals.ingest.faults import problem
from localgoals.model.problem import Problem

UNPACKING = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
"""What `zipfile` raises on an archive that is not what it says; broken bzip2 is an `OSError`."""
_CHUNK = 1 << 20
_SHOWN = 20
_LONGEST_NAME_BYTES = 255


@dataclass(frozen=True)
class ZipLimits:
    """How much an archive may hold: checked in what it declares, then in what it gives."""

    members: int = 10_000
    total_bytes: int = 8 << 30
    ratio: int = 200
    """Largest ratio of unpacked to packed size, of what unpacks to `ratio_from_bytes` or more."""
    ratio_from_bytes: int = 16 << 20
    depth: int = 8
    """Largest number of folders in a member's path."""


LIMITS = ZipLimits()


def zip_problems(path: Path, *, limits: ZipLimits = LIMITS) -> list[Problem]:
    """List why an archive must not be unpacked, from its table of contents alone."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (*UNPACKING, OSError) as error:
        return [problem("zip-broken", path.name, reason=str(error))]
    if found := list(_size_problems(path, members, limits)):
        return found
    found = [
        *_name_problems(path, members),
        *(fault for member in members for fault in _member_problems(path, member, limits)),
    ]
    if (more := len(found) - _SHOWN) > 0:
        found[_SHOWN:] = [problem("and-more", path.name, count=more)]
    return found


def unpack(path: Path, into: Path, *, limits: ZipLimits = LIMITS) -> None:
    """
    Unpack an archive into an empty folder, or leave nothing behind that can harm.

    Raises
    ------
    UnsafeFile
        When a member could reach outside the folder, or gives more than it declares or than the
        limits allow. The message names every reason known by then.
    """
    if found := zip_problems(path, limits=limits):
        raise UnsafeFile(*(one.sentence for one in found))
    allowance = _allowance(path, limits)
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            target = into / _plain(member)
            if _is_folder(member):
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                for chunk in _chunks(archive, member, path):
                    allowance -= len(chunk)
                    if allowance < 0:
                        raise UnsafeFile(
                            problem("zip-size", path.name, limit=limits.total_bytes).sentence
                        )
                    file.write(chunk)


def _allowance(path: Path, limits: ZipLimits) -> int:
    """Bytes that an archive of this size may give, whatever it declares (members may overlap)."""
    by_ratio = max(limits.ratio_from_bytes, path.stat().st_size * limits.ratio)
    return min(limits.total_bytes, by_ratio)


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    try:
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except (*UNPACKING, OSError) as error:
        # A member whose declared size is a lie ends in a wrong checksum.
        where = f"{path.name}, {member.filename}"
        raise UnsafeFile(problem("zip-broken", where, reason=str(error)).sentence) from error


def _size_problems(
    path: Path, members: list[zipfile.ZipInfo], limits: ZipLimits
) -> Iterator[Problem]:
    if len(members) > limits.members:
        yield problem("zip-members", path.name, count=len(members), limit=limits.members)
    total = sum(member.file_size for member in members)
    if total > limits.total_bytes:
        yield problem("zip-size", path.name, limit=limits.total_bytes)
    if total > limits.ratio_from_bytes and total > path.stat().st_size * limits.ratio:
        yield problem("zip-ratio", path.name, limit=limits.ratio)


def _name_problems(path: Path, members: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    """Two names that some file system holds for the same one, or a file that is a folder too."""
    files: set[str] = set()
    folders: set[str] = set()
    for member in members:
        name = PurePosixPath(unicodedata.normalize("NFC", _plain(member)).casefold())
        plain, above = str(name), {str(one) for one in name.parents} - {"."}
        if _is_folder(member):
            above.add(plain)
        elif plain in files or plain in folders:
            yield problem("zip-duplicate", f"{path.name}, {member.filename}")
        else:
            files.add(plain)
        if above & files:
            yield problem("zip-duplicate", f"{path.name}, {member.filename}")
        folders |= above


def _plain(member: zipfile.ZipInfo) -> str:
    """Give the path of a member with the slashes that some programs of Windows write backwards."""
    return member.filename.replace("\\", "/")


def _is_folder(member: zipfile.ZipInfo) -> bool:
    return _plain(member).endswith("/")


def _member_problems(path: Path, member: zipfile.ZipInfo, limits: ZipLimits) -> Iterator[Problem]:
    where = f"{path.name}, {member.filename}"
    name = _plain(member)
    parts = PurePosixPath(name).parts
    if not parts or any(len(part.encode(errors="replace")) > _LONGEST_NAME_BYTES for part in parts):
        yield problem("zip-name", where)
    if name.startswith("/") or PureWindowsPath(name).drive:
        yield problem("zip-absolute", where)
    if ".." in parts:
        yield problem("zip-parent", where)
    if len(parts) > limits.depth + 1:
        yield problem("zip-deep", where, limit=limits.depth)
    if stat.S_ISLNK(member.external_attr >> 16):
        yield problem("zip-link", where)
    if member.flag_bits & 0x1:
        yield problem("zip-encrypted", where)
    grown = max(member.compress_size, 1) * limits.ratio
    if member.file_size > max(grown, limits.ratio_from_bytes):
        yield problem("zip-ratio", where, limit=limits.ratio)
