"""A folder of results that is written whole or not at all."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from localgoals.errors import BadInput
from localgoals.model.text import Message

__all__ = ["RUN_FILE", "replaced_folder"]

RUN_FILE = "run.json"
"""The record of a run; the mark by which the folder of a baseline is known."""


@contextmanager
def replaced_folder(folder: Path, mark: str = RUN_FILE) -> Iterator[Path]:
    """
    Give a new folder to write into; when all went well it takes the place of `folder`.

    Parameters
    ----------
    folder
        Where the result goes: absent, empty, or an earlier result, which is then replaced.
    mark
        The file by which an earlier result is known.

    Raises
    ------
    BadInput
        When the folder holds something else: nothing of a person's own is ever deleted.
    """
    if folder.exists() and not _may_be_replaced(folder, mark):
        raise BadInput(
            Message(
                "{folder} is not empty and is not an earlier result, which would have a file "
                "{mark}. Name another folder with --out, or empty it.",
                {"folder": folder, "mark": mark},
            )
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Named before it is made: whoever ends the command in between leaves nothing behind.
    partial = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
    try:
        partial.mkdir()
        # Results are made to be shared, whatever the mask of who makes them.
        partial.chmod(0o755)
        yield partial
        if folder.exists():
            _exchanged(partial, folder)
        else:
            partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _exchanged(partial: Path, folder: Path) -> None:
    """Put a new result in the place of an older one, which stands there again if that fails."""
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old.", dir=folder.parent))
    kept = old / folder.name
    try:
        folder.rename(kept)
        partial.rename(folder)
    finally:
        if kept.exists() and not folder.exists():
            kept.rename(folder)
        shutil.rmtree(old, ignore_errors=True)


def _may_be_replaced(folder: Path, mark: str) -> bool:
    return folder.is_dir() and ((folder / mark).is_file() or not any(folder.iterdir()))
