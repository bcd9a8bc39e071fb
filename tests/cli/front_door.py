"""The front door, opened in this process: what a person types, and what comes of it."""

from __future__ import annotations

import hashlib
import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from localgoals.cli.main import run


@dataclass(frozen=True)
class Done:
    """What a command left behind besides its files."""

    returncode: int
    stdout: str
    stderr: str


def localgoals(folder: Path, *words: object) -> Done:
    """
    Run a command in a folder as a person with an English locale and a wide terminal does.

    A process of its own would spend seconds on imports, and nothing else would differ.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(folder)
        patch.setattr("sys.argv", ["localgoals", *map(str, words)])
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("LANGUAGE", "")
        patch.setenv("COLUMNS", "160")
        with pytest.raises(SystemExit) as end:
            run()
    code = end.value.code
    assert isinstance(code, int)
    return Done(code, *(one.buffer.getvalue().decode("utf-8") for one in (out, err)))


def digests(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
