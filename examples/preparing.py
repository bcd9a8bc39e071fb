"""What both examples do around their own work: find the archives, and build a pack once."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from localgoals.errors import SourceError
from localgoals.model.text import Text
from localgoals.sources.package_index import Pinned, fetch

_DEFAULT = re.compile(r"--index-url <url>.*?\(default:?\s+(\S+?)\)", re.DOTALL)


def index_address() -> str:
    """
    Give the address of the package index that this machine is set up for.

    pip knows best: its own help shows the default that is in force after its configuration files
    and environment variables. So no address stands in this repository, and a mirror is honoured.
    """
    found = _DEFAULT.search(_pip("download", "--help"))
    if found is not None and "****" not in found[1]:
        return found[1]
    # The help hides a password; what was set is then in the environment or in pip's configuration.
    address = os.environ.get("PIP_INDEX_URL") or _pip("config", "get", "global.index-url").strip()
    if not address:
        sys.exit("pip names no package index. Set PIP_INDEX_URL to the index to use.")
    return address


def _pip(*arguments: str) -> str:
    """Run this interpreter's pip, and give what it prints."""
    return subprocess.run(
        [sys.executable, "-m", "pip", *arguments],
        # pip breaks long lines at the width of the terminal; an address must stay in one piece.
        env=os.environ | {"COLUMNS": "1000"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def fetched(archives: Iterable[Pinned], *, cache: Path) -> list[Path]:
    """Give the archives, from the cache or from the package index, telling what is downloaded."""
    index = index_address()
    paths = []
    for pinned in archives:
        line = _Line(f"  fetching / 下载 {pinned.filename}")
        try:
            paths.append(fetch(pinned, into=cache, index=index, progress=line.told))
        except SourceError as error:
            sys.exit(f"\n{error}")
        line.end()
    return paths


class _Line:
    """One line that shows how far a download is, by tenths; in a log, only how it ended."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.tenth = -1
        self.begin = "\r" if sys.stdout.isatty() else ""

    def told(self, done: int, total: int | None) -> None:
        """Show the megabytes, when a tenth of the file has come since the last time."""
        tenth = 10 * done // total if total else 0
        if tenth != self.tenth and (self.begin or done == total):
            self.tenth = tenth
            whole = f" / {total / 1e6:.1f}" if total else ""
            print(f"{self.begin}{self.words}: {done / 1e6:.1f}{whole} MB", end="", flush=True)

    def end(self) -> None:
        """Close the line, if there was anything to show."""
        if self.tenth >= 0:
            print()


def in_both(*texts: Text) -> str:
    """Join sentences into one note: all in English, then all in Chinese."""
    return " ".join(text.en for text in texts) + " " + "".join(text.zh for text in texts)


@dataclass(frozen=True)
class Recipe:
    """A pack to build: where it goes, from which archives, by which scripts."""

    folder: Path
    archives: tuple[Pinned, ...]
    scripts: tuple[Path, ...]

    @property
    def mark(self) -> Path:
        """The file beside the pack that says what the pack was made from."""
        return self.folder.with_name(f".{self.folder.name}.made-from")

    def made_from(self) -> str:
        """Sum up the archives, the scripts and the version of LocalGoals that make the pack."""
        parts = [version("localgoals"), *(pinned.sha256 for pinned in self.archives)]
        parts += [hashlib.sha256(script.read_bytes()).hexdigest() for script in self.scripts]
        return "\n".join(parts) + "\n"


def build_once(recipe: Recipe, build: Callable[[Path], None]) -> bool:
    """
    Build a pack unless it is there already, made from the same things; tell whether it was built.

    It is built beside its place and moved when complete: a pack that is there is a whole one.
    """
    made_from = recipe.made_from()
    if recipe.folder.is_dir() and recipe.mark.is_file() and recipe.mark.read_text() == made_from:
        return False
    recipe.folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=recipe.folder.parent, prefix=".building-") as scratch:
        fresh = Path(scratch) / recipe.folder.name
        build(fresh)
        recipe.mark.unlink(missing_ok=True)
        if recipe.folder.exists():
            shutil.rmtree(recipe.folder)
        fresh.replace(recipe.folder)
    recipe.mark.write_text(made_from)
    return True
