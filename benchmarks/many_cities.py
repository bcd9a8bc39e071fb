"""
Many made-up cities in one command: one worker and two, ten cities and a thousand, a Dask cluster.

Every way is the command that a person types, in a process of its own, without reports. The figures
of all ways are compared before anything is stated.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pandas as pd

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "ways"))

from made_up_cities import make_packs  # noqa: E402  it lies in the folder above
from page import machine, markdown_table, write_section  # noqa: E402  likewise

PACKAGES = ("localgoals", "numpy", "pandas", "pyarrow", "distributed")
COMMANDS = Path(sys.executable).parent
HEADER = ["way", "cities", "seconds", "cities per minute", "memory of the command, MB"]
# A number of cities that every way can be asked to do.
FEW = 100


class Ran(NamedTuple):
    """What a way took."""

    seconds: float
    """From the start of its process to its end."""
    peak_mb: float
    """Of the process that leads, not of its workers. [MB]"""


def main() -> None:
    """Measure, check, print, and write the table into the documentation."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cities", type=int, default=1000, help="how many are many")
    many = options.parse_args().cities
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        began = time.perf_counter()
        for count in (10, FEW, many):
            make_packs(folder / f"packs-{count}", count)
        made_s = time.perf_counter() - began
        one, two = ({count: pool(folder, count, n) for count in (10, FEW, many)} for n in (1, 2))
        cluster = on_dask(folder, FEW)
        loop = in_a_loop(folder, FEW)
        check(folder, many)
    rows = [
        *(row(f"pool, {n} at once", count, ran) for n, runs in ((1, one), (2, two))
          for count, ran in runs.items()),
        row("Dask, 2 at once", FEW, cluster),
        row("plain loop, 1 process", FEW, loop),
    ]  # fmt: skip
    table = markdown_table(HEADER, rows)
    note = "\n".join(
        [
            f"- From one worker to two: {one[many].seconds / two[many].seconds:.2f} times as many "
            f"cities in the same time, {many:,} cities.",
            f"- Each further city, with one worker: {further_ms(one, 10, FEW):.0f} ms from 10 to "
            f"{FEW}, {further_ms(one, FEW, many):.0f} ms from {FEW} to {many:,}.",
            f"- One worker takes {one[FEW].seconds / loop.seconds:.2f} times as long as the plain "
            f"loop; two workers of Dask {cluster.seconds / two[FEW].seconds:.2f} times as long as "
            f"two of the pool. All with {FEW} cities, start included.",
        ]
    )
    print(f"{table}\n\n{note}\n\nMaking the cities took {made_s:.0f} s.")
    write_section("many-cities", f"{table}\n\n{note}\n\n{machine(PACKAGES)}")


def further_ms(runs: dict[int, Ran], few: int, many: int) -> float:
    """Give what each city beyond the first few costs: the start of the processes cancels out."""
    return 1000 * (runs[many].seconds - runs[few].seconds) / (many - few)


def row(way: str, count: int, ran: Ran) -> list[str]:
    """Lay out one row of the table."""
    per_minute = 60 * count / ran.seconds
    return [way, f"{count:,}", f"{ran.seconds:.1f}", f"{per_minute:,.0f}", f"{ran.peak_mb:.0f}"]


def pool(folder: Path, count: int, workers: int) -> Ran:
    """Run the command with worker processes."""
    return baseline(folder, count, f"pool-{workers}", "--workers", str(workers))


def baseline(folder: Path, count: int, way: str, *words: str) -> Ran:
    """Run the command on a folder of packs."""
    packs = [str(one) for one in sorted((folder / f"packs-{count}").iterdir())]
    out = folder / f"{way}-{count}"
    command = [COMMANDS / "localgoals", "baseline", *packs, "-o", out, "--reports", "none", *words]
    return timed([str(word) for word in command])


def in_a_loop(folder: Path, count: int) -> Ran:
    """Run the plain loop."""
    script = HERE / "ways" / "cities_in_a_loop.py"
    words = [sys.executable, str(script), str(folder / f"packs-{count}"), str(folder / "loop")]
    return timed(words)


def timed(words: list[str]) -> Ran:
    """Run a command; watch the clock and the memory of its first process."""
    began = time.perf_counter()
    peak_mb = 0.0
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=said)
        while process.poll() is None:
            peak_mb = max(peak_mb, peak_of(process.pid))
            time.sleep(0.05)
        seconds = time.perf_counter() - began
        if process.returncode:
            said.seek(0)
            sys.exit(f"{words[0]} failed:\n{said.read()}")
    return Ran(seconds, peak_mb)


def peak_of(process: int) -> float:
    """Give the most memory that a process has held so far, in MB; 0 when it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    lines = dict(line.split(":", 1) for line in status.splitlines())
    return int(lines["VmHWM"].split()[0]) / 1024 if "VmHWM" in lines else 0.0


def on_dask(folder: Path, count: int) -> Ran:
    """Run the command on a cluster of two worker processes, which are there before."""
    with dask_cluster(folder) as address:
        return baseline(folder, count, "dask", "--scheduler", address)


@contextmanager
def dask_cluster(folder: Path) -> Iterator[str]:
    """Run a scheduler and two workers, each a process of its own."""
    file = folder / "scheduler.json"
    own = ["--scheduler-file", str(file), "--no-dashboard"]
    commands = [["scheduler", *own, "--host", "127.0.0.1", "--port", "0"]]
    commands += [["worker", *own, "--no-nanny", "--nthreads", "1"]] * 2
    quiet = subprocess.DEVNULL
    processes = [
        subprocess.Popen([COMMANDS / "dask", *words], cwd=folder, stdout=quiet, stderr=quiet)
        for words in commands
    ]
    try:
        while not (file.is_file() and file.stat().st_size):
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"]
    finally:
        for process in processes:
            process.terminate()
            process.wait()


def check(folder: Path, many: int) -> None:
    """Stop when two ways give different figures."""
    for count, ways in ((FEW, ("pool-2", "dask")), (many, ("pool-2",))):
        expected = figures(folder / f"pool-1-{count}" / "observations")
        for way in ways:
            pd.testing.assert_frame_equal(expected, figures(folder / f"{way}-{count}/observations"))
    alone = [pd.read_parquet(one) for one in (folder / "loop").glob("*/observations.parquet")]
    expected = figures(folder / f"pool-1-{FEW}" / "observations")
    assert len(pd.concat(alone)) == len(expected)
    total = pd.concat(alone)["value"].sum()
    assert abs(total - expected["value"].sum()) <= 1e-9 * abs(total)


def figures(data_set: Path) -> pd.DataFrame:
    """Read a data set in an order of its own."""
    rows = pd.read_parquet(data_set)
    rows = rows.drop(columns=["sources", "inputs"]).astype({"country": str})
    keys = ["city", "indicator", "series", "area", "period", "group", "method"]
    return rows.sort_values(keys, ignore_index=True)


if __name__ == "__main__":
    main()
