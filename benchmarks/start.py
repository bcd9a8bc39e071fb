"""
How long a person waits for `localgoals --help`, beside Python itself and beside Typer.

The ways take turns, and the fastest of the rounds counts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from page import machine, markdown_table, write_section

ROUNDS = 15
PACKAGES = ("localgoals", "typer")
NOTHING = "python -c pass"
HELP = "import sys; from localgoals.cli.main import run; sys.argv = ['localgoals', '--help']; run()"
WAYS = {
    NOTHING: ("pass", "C"),
    "import localgoals": ("import localgoals", "C"),
    "import typer": ("import typer", "C"),
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
    rows = []
    for name, (script, locale) in WAYS.items():
        peak_mb = int(started(TELL_PEAK + script, locale)[1]) / 1024
        times = seconds[name] / seconds[NOTHING]
        rows.append([name, f"{seconds[name]:.3f}", f"{times:.1f}", f"{peak_mb:.0f} MB"])
    table = markdown_table(["start", "seconds", "times the limit", "peak memory"], rows)
    print(table)
    write_section("start", f"{table}\n\n{machine(PACKAGES)}")


if __name__ == "__main__":
    main()
