"""The folder of all results: a folder for each city, one data set, one table."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from localgoals.errors import BadInput
from localgoals.model.text import Message

CITIES = "cities.csv"
"""The table of all cities; the mark by which a folder of many results is known."""
OBSERVATIONS = "observations"
"""The data set of all figures of all cities."""


def make_folder(out: Path) -> None:
    """
    Make the folder of all results, or clear what is unfinished from the one that is there.

    Raises
    ------
    BadInput
        When the folder holds something that is not an earlier result of many cities.
    """
    if out.exists() and not (out / CITIES).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(
            Message(
                "{folder} is not empty and is not an earlier result, which would have a file "
                "{mark}. Name another folder with --out, or empty it.",
                {"folder": out, "mark": CITIES},
            )
        )
    out.mkdir(parents=True, exist_ok=True)
    (out / CITIES).touch()
    sweep(out)


def sweep(out: Path) -> None:
    """
    Delete what workers that were killed left unfinished.

    Each folder is moved first: a worker that is still about to finish it then cannot put it in
    place with files missing.
    """
    for file in (out / OBSERVATIONS).glob("*/.*.partial"):
        file.unlink(missing_ok=True)
    unfinished = [one for one in out.glob(".*") if one.is_dir()]
    if not unfinished:
        return
    bin_ = Path(tempfile.mkdtemp(prefix=".swept.", dir=out))
    for number, one in enumerate(unfinished):
        one.rename(bin_ / str(number))
    shutil.rmtree(bin_)
