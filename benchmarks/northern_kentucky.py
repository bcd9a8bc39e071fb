"""
SDG 11.2.1 of Northern Kentucky, from street map and timetable to the figure, beside two peers.

Every way runs in its own process, the ways take turns, and the fastest of the rounds counts. The
answers are checked: a fast way to another figure would be no comparison.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "ways"))

from page import machine, markdown_table, write_section  # noqa: E402  it lies in the folder above

DATA = HERE.parents[1] / "shared" / "data" / "northern_kentucky_us"
OURS = "LocalGoals"
WAYS = {
    OURS: "with_localgoals.py",
    "pyrosm + NetworkX": "with_networkx.py",
    "pyrosm + pandana": "with_pandana.py",
}
# How far the figure may lie from ours, in percentage points, and why it does.
AGREES_WITHIN = {
    # The two readers differ in a few tags that close a street to walkers.
    "pyrosm + NetworkX": 0.1,
    # pandana goes from node to node: people and stops stand at the nearest bend or junction.
    "pyrosm + pandana": 3.0,
}
PACKAGES = ("localgoals", "numpy", "scipy", "shapely", "osmium", "pyrosm", "networkx", "pandana")


def main() -> None:
    """Measure, check, print, and write the table into the documentation."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=DATA, help="folder with the city's files")
    options.add_argument("--rounds", type=int, default=5, help="how often every way runs")
    chosen = options.parse_args()
    if not chosen.data.is_dir():
        sys.exit(
            f"Northern Kentucky was not measured: its files are not in {chosen.data}. "
            "Name their folder with --data."
        )
    results = measure(chosen.data, chosen.rounds)
    check(results)
    table = as_table(results)
    print(table)
    write_section("northern-kentucky", f"{table}\n\n{machine(PACKAGES)}")


def measure(folder: Path, rounds: int) -> dict[str, dict]:
    """Run every way several times in turn, and keep the fastest run of each."""
    best: dict[str, dict] = {}
    for _ in range(rounds):
        for way, script in WAYS.items():
            run = run_once(script, folder)
            if way not in best or run["seconds"] < best[way]["seconds"]:
                best[way] = run
    return best


def run_once(script: str, folder: Path) -> dict:
    """Run one way in a process of its own."""
    began = time.perf_counter()
    finished = subprocess.run(
        [sys.executable, str(HERE / "ways" / script), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        sys.exit(f"{script} failed:\n{finished.stderr}")
    run = json.loads(finished.stdout.splitlines()[-1])
    run["process"] = time.perf_counter() - began
    run["seconds"] = sum(run["steps"].values())
    return run


def check(results: dict[str, dict]) -> None:
    """Stop when the figures are too far apart to compare how they were made."""
    ours = results[OURS]["percent"]
    for way, points in AGREES_WITHIN.items():
        theirs = results[way]["percent"]
        if abs(theirs - ours) > points:
            sys.exit(f"{way} finds {theirs:.2f} %, {OURS} {ours:.2f} %: no comparison.")


def as_table(results: dict[str, dict]) -> str:
    """Lay out the figures of every way, and their ratio to ours."""
    ours = results[OURS]["seconds"]
    header = ["way", "figure", "seconds", "ratio", "streets", "stops", "people", "walk"]
    header += ["whole process", "peak memory"]
    rows = [
        [
            way,
            f"{run['percent']:.2f} %",
            f"{run['seconds']:.2f}",
            f"{run['seconds'] / ours:.1f}",
            *(f"{run['steps'][step]:.2f}" for step in ("streets", "transit", "people", "walk")),
            f"{run['process']:.1f}",
            f"{run['peak_mb']:.0f} MB",
        ]
        for way, run in results.items()
    ]
    return markdown_table(header, rows)


if __name__ == "__main__":
    main()
