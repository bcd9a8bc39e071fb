"""JSON from strangers, and the paths of files that it names: read strictly, and nothing fetched."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Final

from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.formats import FORMATS, head_of
from localgoals.model.problem import Problem
from localgoals.model.text import Message

LARGEST_BYTES: Final = 1 << 29
"""JSON is read as a whole, and takes many times its size in memory."""


def read_json(path: Path, where: str) -> tuple[Any, list[Problem]]:
    """
    Read JSON as RFC 8259 has it: no NaN, no Infinity, no key twice in one object.

    Returns
    -------
    content
        None with a problem.
    problems
        Why it cannot be read.
    """
    if not FORMATS["geojson"].begins_right(head_of(path)):
        return None, [feed_problem("exchange-json", where, reason=Message("no object in braces"))]
    return read_strict_json(path, where)


def read_strict_json(
    path: Path, where: str, *, largest: int = LARGEST_BYTES
) -> tuple[Any, list[Problem]]:
    """Read as `read_json` does, whatever it begins with, up to a size in bytes."""
    if (size := path.stat().st_size) > largest:
        return None, [feed_problem("exchange-large", where, size=size, limit=largest)]
    try:
        text = path.read_bytes().decode("utf-8-sig")
        content = json.loads(text, object_pairs_hook=_each_once, parse_constant=_refuse)
        if "\\u" in text:
            # Half a surrogate pair is JSON, but no text that can be shown or written.
            json.dumps(content, ensure_ascii=False).encode()
    except RecursionError:
        reason: object = Message("too many brackets inside each other")
    except ValueError as error:
        reason = str(error)[:200]
    else:
        return content, []
    return None, [feed_problem("exchange-json", where, reason=reason)]


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(content := dict(pairs)) < len(pairs):
        key, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise ValueError(f"the key {key!r} twice in one object")
    return content


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number of JSON")


def wrong_key(where: str, pointer: str, value: object, expected: Message) -> Problem:
    """Say that a key holds something else than it should."""
    shown = json.dumps(value, ensure_ascii=False, default=str)[:80]
    return feed_problem("exchange-key", f"{where}#{pointer}", value=shown, expected=expected)


def file_beside(folder: Path, path: object, where: str) -> Path | Problem:
    """
    Find a file that a description names, in its folder or below it.

    Returns
    -------
    file
        The file, or the problem: an address, a path that leads elsewhere, or no such file.
    """
    text = str(path).replace("\\", "/")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", text) or text.startswith("//"):
        return feed_problem("exchange-remote", where, path=str(path)[:200])
    outside = text.startswith("/") or PureWindowsPath(text).drive
    if outside or not text or "\0" in text or ".." in PurePosixPath(text).parts:
        return feed_problem("exchange-outside", where, path=repr(path)[:200])
    try:
        file = (folder / text).resolve()
        if not file.is_file():
            return feed_problem("exchange-missing", where, path=text[:200])
    except OSError:  # a name that is longer than any file's
        return feed_problem("exchange-missing", where, path=text[:200])
    if not file.is_relative_to(folder.resolve()):
        return feed_problem("exchange-outside", where, path=text[:200])
    return file
