"""
Many made-up cities in one command: one worker and two, ten cities and a thousand, a Dask cluster.

Every way is the command that a person types, in a process of its own, without reports. The figures
of all ways are compared before anything is stated.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "ways"))

from made_up_cities import make_packs  # noqa: E402  it lies in the folder above
from measured import HEADER, Measured, compared  # noqa: E402  likewise
from page import markdown_table, publish  # noqa: E402  likewise
from telling import peak_mb  # noqa: E402  likewise

PACKAGES = ("localgoals", "numpy", "pandas", "pyarrow", "distributed")
PLAIN, DASK = "a plain loop", "Dask, two workers"
COMMANDS = Path(sys.executable).parent
FEW, SOME, MANY = 10, 100, 1000
"""Numbers of cities; every way is asked to do the second."""


class Ran(NamedTuple):
    """What a way took."""

    seconds: float
    """From the start of its process to its end."""
    peak_mb: float
    """Of the process that leads, not of its workers. [MB]"""


def main() -> None:
    """Measure, check, print, and write the table into the documentation."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cities", type=int, default=MANY, help="how many are many")
    counts = sorted({FEW, SOME, max(options.parse_args().cities, SOME)})
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for count in counts:
            make_packs(folder / f"packs-{count}", count)
        # Kernels are compiled once on a machine, and not by the first that is measured.
        in_a_loop(folder, FEW)
        started = measured_start(folder)
        one, two = ({count: pool(folder, count, n) for count in counts} for n in (1, 2))
        cluster = on_dask(folder, SOME)
        loop, work_s = in_a_loop(folder, SOME)
        check(folder, counts[-1])
    each_s = work_s / SOME
    rows = [
        compared(f"{SOME} cities, one worker", cost(one[SOME]), PLAIN, cost(loop), work_s),
        compared(f"{SOME} cities, two workers", cost(two[SOME]), DASK, cost(cluster), work_s / 2),
        *(
            compared(f"{count:,} cities, two workers", cost(two[count]), "one worker",
                     cost(one[count]), each_s * count / 2)
            for count in counts
        ),
    ]  # fmt: skip
    publish("many-cities", [markdown_table(HEADER, rows), costs(one, two, started)], PACKAGES)


def cost(ran: Ran) -> Measured:
    """Give the cost of a command as that of a kernel; the figures are compared on the disk."""
    return Measured(np.empty(0), *ran)


def costs(one: dict[int, Ran], two: dict[int, Ran], start_s: float) -> str:
    """Tell what starting costs, and each further city: there the start cancels out."""
    few, many = min(one), max(one)
    lines = [f"- Starting a worker, until its first small city is done: {start_s:.2g} s."]
    for name, runs in (("one worker", one), ("two workers", two)):
        further_ms = 1000 * (runs[many].seconds - runs[few].seconds) / (many - few)
        lines.append(
            f"- Each further city with {name}: {further_ms:.0f} ms, from {few} to {many:,}."
        )
    return "\n".join(lines)


def measured_start(folder: Path) -> float:
    """Measure the command on the smallest city of the few, in a worker."""
    smallest = packs(folder, FEW)[-1:]
    runs = (timed(baseline(smallest, folder / f"start-{n}", "--workers", "1")) for n in range(3))
    return min(ran.seconds for ran in runs)


def pool(folder: Path, count: int, workers: int) -> Ran:
    """Run the command with worker processes."""
    out = folder / f"pool-{workers}-{count}"
    return told(out, timed(baseline(packs(folder, count), out, "--workers", str(workers))))


def packs(folder: Path, count: int) -> list[Path]:
    """List the packs of so many cities."""
    return sorted((folder / f"packs-{count}").iterdir())


def baseline(cities: Sequence[Path], out: Path, *words: str) -> list[str]:
    """Give the command that computes cities."""
    command = [COMMANDS / "localgoals", "baseline", *cities, "-o", out, "--reports", "none", *words]
    return [str(word) for word in command]


def in_a_loop(folder: Path, count: int) -> tuple[Ran, float]:
    """Run the plain loop; give what the whole process took, and the seconds of the cities alone."""
    shutil.rmtree(folder / "loop", ignore_errors=True)
    said = folder / "loop.json"
    script = HERE / "ways" / "cities_in_a_loop.py"
    words = [sys.executable, script, folder / f"packs-{count}", folder / "loop", said]
    ran = timed([str(word) for word in words])
    return told(folder / "loop", ran), float(json.loads(said.read_text())["seconds"])


def told(out: Path, ran: Ran) -> Ran:
    """Print what has been measured, so that the reader sees how far the run is."""
    print(f"{out.name}: {ran.seconds:.1f} s", flush=True)
    return ran


def timed(words: list[str]) -> Ran:
    """Run a command; watch the clock and the memory of its first process."""
    began = time.perf_counter()
    most_mb = 0.0
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=said)
        while process.poll() is None:
            most_mb = max(most_mb, peak_mb(process.pid))
            time.sleep(0.05)
        seconds = time.perf_counter() - began
        if process.returncode:
            said.seek(0)
            sys.exit(f"{words[0]} failed:\n{said.read()}")
    return Ran(seconds, most_mb)


def on_dask(folder: Path, count: int) -> Ran:
    """Run the command on a cluster of two worker processes, which are there before."""
    out = folder / f"dask-{count}"
    with dask_cluster(folder) as address:
        return told(out, timed(baseline(packs(folder, count), out, "--scheduler", address)))


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
    for count, ways in ((SOME, ("pool-2", "dask")), (many, ("pool-2",))):
        expected = figures(folder / f"pool-1-{count}" / "observations")
        for way in ways:
            pd.testing.assert_frame_equal(expected, figures(folder / f"{way}-{count}/observations"))
    alone = [pd.read_parquet(one) for one in (folder / "loop").glob("*/observations.parquet")]
    expected = figures(folder / f"pool-1-{SOME}" / "observations")
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
