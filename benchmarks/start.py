"""
How long a person waits for `localgoals --help`, beside a program of one command made with Typer.

The ways take turns, and the fastest of the rounds counts. The limit is Python itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from measured import HEADER, Measured, alone, compared
from page import markdown_table, publish

ROUNDS = 15
PACKAGES = ("localgoals", "typer")
HELP = "import sys; from localgoals.cli.main import run; sys.argv = ['localgoals', '--help']; run()"
TYPER = """
import sys, typer
app = typer.Typer()
@app.command()
def greet(name: str = "world") -> None:
    "Greet somebody."
sys.argv = ["greet", "--help"]
app()
"""
NOTHING, PEER = "python -c pass", "Typer, one command"
WAYS = {
    NOTHING: ("pass", "C"),
    PEER: (TYPER, "C"),
    "import localgoals": ("import localgoals", "C"),
    "localgoals --help": (HELP, "C"),
    "localgoals --help, in Chinese": (HELP, "zh_CN.UTF-8"),
}
# Written when the interpreter ends, as a command ends it by itself.
TELL_PEAK = """
import atexit, sys
def peak():
    lines = open("/proc/self/status").read().splitlines()
    sys.stderr.write(next(line for line in lines if line.startswith("VmHWM")).split()[1])
atexit.register(peak)
"""


def started(script: str, locale: str) -> tuple[float, str]:
    """Give the seconds of a fresh interpreter with a script, and what it said beside the answer."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"LC_ALL": locale, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return time.perf_counter() - began, done.stderr


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    seconds: dict[str, float] = dict.fromkeys(WAYS, float("inf"))
    for _ in range(ROUNDS):
        for name, (script, locale) in WAYS.items():
            seconds[name] = min(seconds[name], started(script, locale)[0])
    costs = {
        name: Measured(
            np.empty(0), seconds[name], int(started(TELL_PEAK + script, locale)[1]) / 1024
        )
        for name, (script, locale) in WAYS.items()
    }
    limit_s = costs.pop(NOTHING).seconds
    peer = costs.pop(PEER)
    rows = [
        compared(name, ours, PEER, peer, limit_s) if "help" in name else alone(name, ours, limit_s)
        for name, ours in costs.items()
    ]
    publish("start", [markdown_table(HEADER, rows)], PACKAGES)


if __name__ == "__main__":
    main()
