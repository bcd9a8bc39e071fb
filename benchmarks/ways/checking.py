"""How a way of checking a table reports: the rows at fault, the seconds, the memory."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path


def run(way: Callable[[Path], Iterable[int]]) -> None:
    """Check the table named on the command line, and print what it took as JSON."""
    began = time.perf_counter()
    rows = sorted(set(way(Path(sys.argv[1]))))
    seconds = time.perf_counter() - began
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": rows, "seconds": seconds, "peak_mb": peak_mb}))
