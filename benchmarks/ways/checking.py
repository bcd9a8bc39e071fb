"""How a way of checking a table reports: the rows at fault, the seconds, the memory."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path


def run(way: Callable[[Path], Iterable[int]]) -> None:
    """Check the table named on the command line, and print what it took as JSON."""
    began = time.perf_counter()
    rows = sorted(set(way(Path(sys.argv[1]))))
    seconds = time.perf_counter() - began
    print(json.dumps({"rows": rows, "seconds": seconds, "peak_mb": peak_mb()}))


def peak_mb() -> float:
    """Give the most memory that this process held; what its parent held does not count."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")
