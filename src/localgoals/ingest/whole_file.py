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
            Message("{path} is what was read; name another file to write.", {"path": path})
        )
    if path.exists() and not path.is_file():
        # A device or a pipe is written into; a file must not take its place.
        with told_by_path(path):
            yield path
        return
    # A link stays one.
    target = path.resolve()
    partial = target.with_name(f".{target.name}.partial")
    try:
        with told_by_path(path):
            yield partial
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a file of text whole, or not at all."""
    with whole_file(path) as partial:
        partial.write_text(text, encoding="utf-8", newline="")


def outputs_apart(*paths: Path | None) -> None:
    """Make sure that no two results go into one file."""
    named = [path.resolve() for path in paths if path is not None]
    twice = next((path for path in named if named.count(path) > 1), None)
    if twice is not None and (twice.is_file() or not twice.exists()):
        raise BadInput(
            Message("{path} is named for two results; name a file for each.", {"path": twice})
        )


@contextmanager
def told_by_path(path: Path) -> Iterator[None]:
    """Name the file where the system does not: a full disk is told without a path."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.strerror is None:
            raise
        parts = {"path": path, "reason": error.strerror}
        raise BadInput(Message("{path}: {reason}", parts)) from error
