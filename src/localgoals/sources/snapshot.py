"""A remote file becomes a pinned copy on disk, or nothing at all."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import TypeVar

import httpx

from localgoals.errors import SourceChanged, SourceError
from localgoals.model.text import Message

Answer = TypeVar("Answer")

Progress = Callable[[int, int | None], None]
"""Told the bytes so far, and how many there will be, or None where the other side does not say."""

# How long to wait before each further attempt; as many further attempts as there are waits. [s]
WAITS_S = (0.5, 2.0, 5.0)

# What a server says when it is busy or restarting, and the same request may work a little later.
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})

_CHUNK_BYTES = 1 << 18


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file, in lower-case hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def shown(address: str) -> str:
    """
    Give an address as it may be shown: without a user name and password.

    Examples
    --------
    >>> shown("https://me:secret@index.example/simple/")
    'https://index.example/simple/'
    """
    return str(httpx.URL(address).copy_with(username=None, password=None))


def keep(
    address: str,
    *,
    path: Path,
    sha256: str,
    client: httpx.Client,
    progress: Progress = lambda done, total: None,
) -> Path:
    """
    Download a file and keep it only when it is the one that was pinned.

    The file is written beside its place under another name, checked, and renamed; whoever looks at
    `path` sees the whole pinned file or none. Faults that may pass are tried again (`WAITS_S`).

    Parameters
    ----------
    address
        Where the file is; redirects are followed.
    path
        Where the file goes; its folder is made.
    sha256
        What the file must hash to, in hexadecimal.
    client
        The client that speaks to the network.
    progress
        Told after every piece.

    Raises
    ------
    SourceChanged
        When what came is not what was pinned; nothing is left on disk.
    SourceError
        When the address does not answer, or answers with something else than a file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".part-") as folder:
        part = Path(folder) / path.name
        found = again(address, lambda: _download(address, part, client=client, progress=progress))
        if found != sha256.lower():
            raise SourceChanged(
                Message(
                    "{filename} has changed since it was pinned: expected SHA-256 {pinned}, found "
                    "{found}. Nothing was kept; find out why before pinning the new file",
                    {"filename": path.name, "pinned": sha256.lower(), "found": found},
                ),
                address=shown(address),
            )
        part.replace(path)
    return path


def again(address: str, attempt: Callable[[], Answer]) -> Answer:
    """
    Make an attempt, and make it again after a wait when what failed may pass.

    Raises
    ------
    SourceError
        When the last attempt failed too, or the answer was one that will not change.
    """
    for wait_s in WAITS_S:
        try:
            return attempt()
        except httpx.HTTPError as error:
            if not _may_pass(error):
                raise _in_words(error, address) from error
            sleep(wait_s)
    try:
        return attempt()
    except httpx.HTTPError as error:
        raise _in_words(error, address) from error


def _download(address: str, part: Path, *, client: httpx.Client, progress: Progress) -> str:
    """Write what is at an address into a file, and give its SHA-256."""
    digest = hashlib.sha256()
    done = 0
    with (
        # Unpacked on the way, the bytes would not be the ones that were pinned and counted.
        client.stream(
            "GET", address, headers={"Accept-Encoding": "identity"}, follow_redirects=True
        ) as response,
        part.open("wb") as file,
    ):
        response.raise_for_status()
        total = _length(response)
        for chunk in response.iter_bytes(_CHUNK_BYTES):
            file.write(chunk)
            digest.update(chunk)
            done += len(chunk)
            progress(done, total)
        if total is not None and done < total:
            raise httpx.RemoteProtocolError(
                f"the file ended after {done} of {total} bytes", request=response.request
            )
    return digest.hexdigest()


def _length(response: httpx.Response) -> int | None:
    """Read how many bytes will come; nobody knows when the server packs them all the same."""
    if "content-encoding" in response.headers:
        return None
    said = response.headers.get("content-length", "")
    return int(said) if said.isdecimal() else None


def _may_pass(error: httpx.HTTPError) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in TRANSIENT
    return isinstance(error, httpx.TransportError) and not isinstance(
        error, httpx.UnsupportedProtocol
    )


def _in_words(error: httpx.HTTPError, address: str) -> SourceError:
    """Say what happened, with the address; a status by its number and name."""
    if isinstance(error, httpx.HTTPStatusError):
        response = error.response
        answer = f"{response.status_code} {response.reason_phrase}".rstrip()
        message = Message("Could not be fetched: the answer was {answer}", {"answer": answer})
    else:
        reason = str(error) or type(error).__name__
        message = Message("Could not be fetched: {reason}", {"reason": reason})
    return SourceError(message, address=shown(address))
