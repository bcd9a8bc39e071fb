"""
Scoring at scale beside plain pandas: 11,000 cities, 120 indicators, 20 years; and 1,000 draws.

Both ways start from the same file, run in processes of their own and take turns; the fastest of the
rounds counts. The answers are compared before anything is stated.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "ways"))

from index_inputs import CITIES, ITEMS, YEARS, make  # noqa: E402  it lies in the folder above
from page import machine, markdown_table, write_section  # noqa: E402  likewise

OURS, THEIRS, DRAWING = "LocalGoals", "pandas", "1,000 draws for 1,000 cities"
WAYS = {OURS: "index_with_localgoals.py", THEIRS: "index_with_pandas.py"}
PACKAGES = ("localgoals", "numpy", "scipy", "pandas")


def main() -> None:
    """Measure, check, print, and write the table into the documentation."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3, help="how often every way runs")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        make(folder)
        best: dict[str, dict] = {}
        for _ in range(chosen.rounds):
            for way, script in {**WAYS, DRAWING: "draws_with_localgoals.py"}.items():
                run = run_once(script, folder)
                if way not in best or seconds(run) < seconds(best[way]):
                    best[way] = run
        apart = check(folder)
        once = read_once(folder)
    table = as_table(best, once)
    print(table)
    note = f"The answers differ by at most {apart:.1g}."
    print(note)
    write_section("indices", f"{table}\n\n{note} {machine(PACKAGES)}")


def run_once(script: str, folder: Path) -> dict:
    """Run one way in a process of its own."""
    finished = subprocess.run(
        [sys.executable, str(HERE / "ways" / script), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        sys.exit(f"{script} failed:\n{finished.stderr}")
    run: dict = json.loads(finished.stdout.splitlines()[-1])
    return run


def seconds(run: dict) -> float:
    """Give the seconds of the work, without reading the file."""
    return float(sum(run["steps"].values()))


def check(folder: Path) -> float:
    """Stop when the answers differ by more than 1e-9; give by how much they do."""
    ours, theirs = (np.load(folder / f"{name}.npy") for name in ("localgoals", "pandas"))
    if (np.isnan(ours) != np.isnan(theirs)).any():
        sys.exit("The two ways leave out different scores: no comparison.")
    apart = float(np.nanmax(np.abs(ours - theirs)))
    if apart > 1e-9:
        sys.exit(f"The scores differ by {apart:.3g}: no comparison.")
    return apart


def read_once(folder: Path) -> float:
    """Give the seconds that it takes to read every figure once: the floor of any way."""
    values = np.load(folder / "values.npy")
    found = []
    for _ in range(5):
        began = time.perf_counter()
        values.sum()
        found.append(time.perf_counter() - began)
    return min(found)


def as_table(best: dict[str, dict], once: float) -> str:
    """Lay out seconds, ratio, distance from the floor and memory."""
    size = f"{CITIES:,} x {ITEMS} x {YEARS}"
    rows = []
    for way, run in best.items():
        took = seconds(run)
        is_draw = way == DRAWING
        rows.append(
            [
                way if is_draw else f"{size}, {way}",
                f"{took:.2f}",
                "" if is_draw else f"{took / seconds(best[OURS]):.1f}",
                "" if is_draw else f"{took / once:.0f}",
                f"{run['peak_mb']:.0f} MB",
                f"{run['peak_mb'] - run['before_mb']:.0f} MB",
            ]
        )
    header = ["work", "seconds", "ratio", "times the floor", "peak memory", "beyond the figures"]
    return markdown_table(header, rows)


if __name__ == "__main__":
    main()
