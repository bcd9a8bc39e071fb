"""How a way of checking a table reports: the rows at fault, the seconds, the memory."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from telling import Clock, tell


def run(way: Callable[[Path], Iterable[int]]) -> None:
    """Check the table named on the command line, and print what it took as JSON."""
    clock = Clock()
    rows = sorted(set(way(Path(sys.argv[1]))))
    clock.done("check")
    tell(clock, rows=rows)
