"""The folder of all results: a folder for each city, one data set, one table."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from localgoals.errors import BadInput
from localgoals.model.text import Message

CITIES = "cities.csv"
"""The table of all cities; the mark by which a folder of many results is known."""
COLUMNS = (
    "city", "name_en", "name_zh", "country", "status", "figures", "seconds", "memory_mb", "pack",
    "reason_en", "reason_zh",
)  # fmt: skip
"""The columns of the table, in order."""
OBSERVATIONS = "observations"
"""The data set of all figures of all cities."""

# `.<code>.` and eight letters or digits that make a name that is not taken.
_UNFINISHED = re.compile(r"\..+\.[a-z0-9_]{8}")


@contextmanager
def folder_of_many(out: Path) -> Iterator[None]:
    """
    Make the folder of all results, or clear what is unfinished from the one that is there.

    While the folder is in use, no other command may have it.

    Raises
    ------
    BadInput
        When the folder holds something that is not an earlier result of many cities, or another
        command writes into it.
    """
    if out.exists() and not _may_be_added_to(out):
        raise BadInput(
            Message(
                "{folder} is not empty and is not an earlier result, which would have a file "
                "{mark}. Name another folder with --out, or empty it.",
                {"folder": out, "mark": CITIES},
            )
        )
    out.mkdir(parents=True, exist_ok=True)
    # The system lets go of the lock when the process ends, however it does.
    lock = os.open(out, os.O_RDONLY)
    try:
        _lock(lock, out)
        (out / CITIES).touch()
        sweep(out)
        yield
    finally:
        os.close(lock)


def _may_be_added_to(out: Path) -> bool:
    """Tell whether a folder is empty or has our table; a person's own may have the same name."""
    table = out / CITIES
    if not table.is_file():
        return out.is_dir() and not any(out.iterdir())
    with table.open("rb") as file:
        head = file.readline(1000).decode("utf-8-sig", "replace").rstrip("\r\n")
    # Ours is empty for a moment, in which a kill may fall.
    return head in ("", ",".join(COLUMNS))


def _lock(folder: int, out: Path) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BadInput(
            Message(
                "Another command writes into {folder}. Wait until it ends, or name another folder "
                "with --out.",
                {"folder": out},
            )
        ) from error
    except OSError:
        return  # a file system without locks


def sweep(out: Path) -> None:
    """
    Delete what workers that were killed left unfinished, and nothing else that is hidden.

    Each folder is moved first: a worker that is still about to finish it then cannot put it in
    place with files missing.
    """
    for file in (out / OBSERVATIONS).glob("*/.*.partial"):
        file.unlink(missing_ok=True)
    unfinished = [one for one in out.glob(".*") if _UNFINISHED.fullmatch(one.name) and one.is_dir()]
    if not unfinished:
        return
    swept = Path(tempfile.mkdtemp(prefix=".swept.", dir=out))
    for number, one in enumerate(unfinished):
        one.rename(swept / str(number))
    shutil.rmtree(swept)


def leave_out(out: Path, code: str) -> None:
    """Take a city out of the data set, whatever country an earlier pack said it is in."""
    for country in (out / OBSERVATIONS).glob("country=*"):
        (country / f"{code}.parquet").unlink(missing_ok=True)
