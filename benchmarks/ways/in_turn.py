"""Runs scripts that do the same work, each in a process of its own, and keeps the fastest run."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from measured import SLOW_S, Measured

HERE = Path(__file__).parent

Run = dict[str, Any]
"""What a way told: `seconds`, `memory_mb`, `steps`, its answer; and `process`, its whole life."""


def in_turn(ways: Mapping[str, str], *words: object, rounds: int) -> dict[str, Run]:
    """
    Run every way several times, turn by turn, so that a busy machine slows all of them.

    The first way is ours, and compiles its kernels where it has never run on this machine. Another
    that takes more than `SLOW_S` seconds is not run again.
    """
    ours = next(iter(ways))
    best: dict[str, Run] = {}
    for _ in range(rounds):
        for way, script in ways.items():
            if way != ours and way in best and seconds(best[way]) > SLOW_S:
                continue
            run = run_once(script, *words)
            print(f"{way}: {seconds(run):.2f} s", flush=True)
            if way not in best or seconds(run) < seconds(best[way]):
                best[way] = run
    return best


def run_once(script: str, *words: object) -> Run:
    """Run one way in a process of its own."""
    began = time.perf_counter()
    finished = subprocess.run(
        [sys.executable, str(HERE / script), *(str(word) for word in words)],
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        sys.exit(f"{script} failed:\n{finished.stderr}")
    told = json.loads(finished.stdout.splitlines()[-1])
    return {**told, "process": time.perf_counter() - began}


def seconds(run: Run) -> float:
    """Give the seconds of the work."""
    return float(run["seconds"])


def as_measured(run: Run) -> Measured:
    """Give the cost of a run as that of a kernel; its answer is compared elsewhere."""
    return Measured(np.empty(0), seconds(run), float(run["memory_mb"]))
