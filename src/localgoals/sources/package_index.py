"""
Files from a package index, by project, file name and pinned hash.

A package index is a good place to find open data that somebody packed for programs: every file that
was ever published stays, unchanged, under its name. The archives are opened, not installed.

References
----------
Python Packaging Authority. Simple repository API (PEP 503 in HTML, PEP 691 in JSON).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import httpx

from localgoals.errors import SourceChanged, SourceError
from localgoals.model.text import Message
from localgoals.sources.snapshot import Progress, again, keep, sha256_of, shown

_JSON = "application/vnd.pypi.simple.v1+json"
_ACCEPTED = f"{_JSON}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"

# A silent server is given up on; a slow one is not, however large the file.
TIMEOUT = httpx.Timeout(30.0, connect=15.0)


@dataclass(frozen=True)
class Pinned:
    """One file of one project on a package index, and what it must hash to."""

    project: str
    filename: str
    sha256: str


def fetch(
    pinned: Pinned,
    *,
    into: Path,
    index: str,
    client: httpx.Client | None = None,
    progress: Progress = lambda done, total: None,
) -> Path:
    """
    Give a pinned file of a package index, from the folder if it is there, else from the index.

    A file in the folder is used when its hash is the pinned one, and replaced when it is not.

    Parameters
    ----------
    pinned
        Which file.
    into
        The folder that keeps the files.
    index
        Address of the index, whose pages are `index/project/`.
    client
        The client that speaks to the network; one of its own when None.
    progress
        Told the bytes so far and in all.

    Returns
    -------
    path
        The file, whose hash is the pinned one.

    Raises
    ------
    SourceChanged
        When the index has the file with another content; nothing is left on disk.
    SourceError
        When the index does not answer, or has no such file.
    """
    path = into / pinned.filename
    if path.is_file() and sha256_of(path) == pinned.sha256.lower():
        return path
    if client is not None:
        return _fetch_anew(pinned, path, index=index, client=client, progress=progress)
    with httpx.Client(timeout=TIMEOUT) as own:
        return _fetch_anew(pinned, path, index=index, client=own, progress=progress)


def _fetch_anew(
    pinned: Pinned, path: Path, *, index: str, client: httpx.Client, progress: Progress
) -> Path:
    page = f"{index.rstrip('/')}/{_normalised(pinned.project)}/"
    links = again(page, lambda: _links(page, client))
    if pinned.filename not in links:
        raise SourceError(
            Message(
                "The index lists {count} files of {project}, but not {filename}",
                {"count": len(links), "project": pinned.project, "filename": pinned.filename},
            ),
            address=shown(page),
        )
    address, claimed = urldefrag(links[pinned.filename])
    if claimed.startswith("sha256=") and claimed != f"sha256={pinned.sha256.lower()}":
        raise SourceChanged(
            Message(
                "{filename} has changed since it was pinned: expected SHA-256 {pinned}, "
                "the index says {claimed}",
                {
                    "filename": pinned.filename,
                    "pinned": pinned.sha256.lower(),
                    "claimed": claimed.removeprefix("sha256="),
                },
            ),
            address=shown(page),
        )
    return keep(address, path=path, sha256=pinned.sha256, client=client, progress=progress)


def _normalised(project: str) -> str:
    """Spell a project's name as its page does (PEP 503)."""
    return re.sub(r"[-_.]+", "-", project).lower()


def _links(page: str, client: httpx.Client) -> dict[str, str]:
    """Read a project's page: the absolute address of each file by its name."""
    response = client.get(page, headers={"Accept": _ACCEPTED}, follow_redirects=True)
    response.raise_for_status()
    if "json" in response.headers.get("content-type", ""):
        links = dict(_links_in_json(response.text, page=page))
    else:
        links = dict(_links_in_html(response.text))
    return {name: urljoin(str(response.url), href) for name, href in links.items()}


def _links_in_json(text: str, *, page: str) -> Iterable[tuple[str, str]]:
    try:
        files: list[dict[str, Any]] = json.loads(text)["files"]
        for file in files:
            claimed = file.get("hashes", {}).get("sha256")
            yield file["filename"], file["url"] + (f"#sha256={claimed}" if claimed else "")
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(
            Message(
                "The index answers with JSON that is not a list of files: {reason}",
                {"reason": str(error)},
            ),
            address=shown(page),
        ) from error


def _links_in_html(text: str) -> Iterable[tuple[str, str]]:
    """
    Read the anchors of a page; a file's name is the last part of its address.

    The text of the anchor is the name too, but some indexes shorten it.
    """
    anchors = _Anchors()
    anchors.feed(text)
    for href in anchors.hrefs:
        yield unquote(urlsplit(href).path.rsplit("/", 1)[-1]), href


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an anchor leads."""
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.hrefs.append(href)
