"""Many small towns, and the command that computes them, as a process that can be killed."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pyarrow.dataset as ds

COMMAND = Path(sys.executable).with_name("localgoals")
PATIENCE_S = 120


def towns(pack: Path, folder: Path, codes: Sequence[str]) -> list[Path]:
    """Copy a town's pack under other codes."""
    packs = []
    for code in codes:
        path = folder / f"pack-{code}"
        shutil.copytree(pack, path)
        change(path, code=code)
        packs.append(path)
    return packs


def change(pack: Path, **own: object) -> None:
    """Change what a pack's descriptor says of the city."""
    file = pack / "datapackage.json"
    descriptor = json.loads(file.read_text("utf-8"))
    descriptor["localgoals"] |= own
    file.write_text(json.dumps(descriptor), "utf-8")


def begun(folder: Path, *words: object) -> subprocess.Popen[str]:
    """Begin `localgoals baseline` in a process group of its own."""
    return subprocess.Popen(
        [str(COMMAND), "baseline", *map(str, words)],
        cwd=folder,
        env=os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell that runs the tests in the background has its children ignore Ctrl-C.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for a command; give its code and what it said."""
    out, err = process.communicate(timeout=PATIENCE_S)
    return process.returncode, out, err


def until(claim: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Wait until a claim holds while the command runs."""
    deadline = time.monotonic() + PATIENCE_S
    while not claim():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.002)


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """Give the worker processes of a command."""
    listing = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [one for one in map(int, listing.read_text().split()) if _is_worker(one)]


def _is_worker(number: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False


def kill(numbers: Sequence[int]) -> None:
    """Kill processes, those that are gone too."""
    for number in numbers:
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue


def table(out: Path) -> dict[str, dict[str, str]]:
    """Read the table of cities by code, or by pack where there is none."""
    with (out / "cities.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["city"] or row["pack"]: row for row in csv.DictReader(file)}


def cities_in_data_set(out: Path) -> set[str]:
    """Name the cities of the data set."""
    return set(ds.dataset(out / "observations", partitioning="hive").to_table()["city"].to_pylist())


def unfinished(out: Path) -> list[str]:
    """Name what a worker has begun and not put in its place."""
    return [one.name for one in out.rglob(".*")]


def stamps(out: Path) -> dict[str, tuple[int, int]]:
    """Tell each city's record of its run apart from one that is written again."""
    found = {}
    for file in out.glob("*/run.json"):
        try:
            status = file.stat()
        except FileNotFoundError:
            continue
        found[file.parent.name] = (status.st_ino, status.st_mtime_ns)
    return found
