"""
SDG 11.2.1 of Northern Kentucky, from street map and timetable to the figure, beside two peers.

Every way runs in its own process, the ways take turns, and the fastest of the rounds counts. The
answers are checked: a fast way to another figure would be no comparison.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from in_turn import Run, as_measured, in_turn
from inputs import Files
from measured import HEADER, compared, fastest_s
from page import markdown_table, publish
from real_files import real_file
from street_readers import inflate

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
ROUNDS = 4
STEPS = ("streets", "transit", "people", "walk")
PACKAGES = ("localgoals", "numpy", "scipy", "shapely", "osmium", "pyrosm", "networkx", "pandana")


def main() -> None:
    """Measure, check, print, and write the tables into the documentation."""
    folder = real_file("data/northern_kentucky_us", what=str(__doc__))
    runs = in_turn(WAYS, folder, rounds=ROUNDS)
    check(runs)
    limit_s = fastest_s(lambda: unpack(Files(folder)))
    ours = as_measured(runs[OURS])
    rows = [
        compared("from the files to SDG 11.2.1", ours, peer, as_measured(runs[peer]), limit_s)
        for peer in AGREES_WITHIN
    ]
    publish("northern-kentucky", [markdown_table(HEADER, rows), parts(runs)], PACKAGES)


def unpack(files: Files) -> None:
    """Read the files and unpack them, and do nothing with what is in them."""
    inflate(files.streets)
    with zipfile.ZipFile(files.transit) as feed:
        for name in ("stops.txt", "stop_times.txt"):
            feed.read(name)
    files.people.read_bytes()


def check(runs: dict[str, Run]) -> None:
    """Stop when the figures are too far apart to compare how they were made."""
    for way, points in AGREES_WITHIN.items():
        ours, theirs = (runs[one]["percent"] for one in (OURS, way))
        if abs(theirs - ours) > points:
            sys.exit(f"{way} finds {theirs:.2f} %, {OURS} {ours:.2f} %: no comparison.")


def parts(runs: dict[str, Run]) -> str:
    """Lay out the figure of every way, and the seconds of its steps."""
    header = ["way", "figure", "streets", "stops", "people", "walk", "whole process"]
    rows = [
        [
            way,
            f"{run['percent']:.2f} %",
            *(f"{run['steps'][step]:.2f}" for step in STEPS),
            f"{run['process']:.1f}",
        ]
        for way, run in runs.items()
    ]
    return markdown_table(header, rows)


if __name__ == "__main__":
    main()
