"""A file that is written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from localgoals.errors import BadInput
from localgoals.model.text import Message


@contextmanager
def whole_file(path: Path, *, read: Iterable[Path] = ()) -> Iterator[Path]:
    """
    Give a file to write into; when all went well it takes the place of `path`.

    Parameters
    ----------
    path
        Where the result goes.
    read
        What the result is made of, which is never written over.

    Raises
    ------
    BadInput
        When the path is a folder, lies in none, or is what was read.
    """
    if path.is_dir() or not path.parent.is_dir():
        raise BadInput(Message("{path} is not a file in a folder that exists.", {"path": path}))
    if path.exists() and any(one.exists() and path.samefile(one) for one in read):
        raise BadInput(
            Message("{path} is what was read; name another file with -o.", {"path": path})
        )
    partial = path.with_name(f".{path.name}.partial")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a file of text whole, or not at all."""
    with whole_file(path) as partial:
        partial.write_text(text, encoding="utf-8", newline="")
