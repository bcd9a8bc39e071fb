"""How a way that runs in a process of its own tells what it took."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path


class Clock:
    """Seconds of each step, in order."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}
        self._last = time.perf_counter()

    def done(self, step: str) -> None:
        """Book the time since the last step."""
        now = time.perf_counter()
        self.steps[step] = now - self._last
        self._last = now

    @property
    def seconds(self) -> float:
        """Of all steps that are done."""
        return sum(self.steps.values())


def tell(clock: Clock, *, before_mb: float = 0.0, **found: object) -> None:
    """Print seconds, memory beyond what was held before, steps and the answer as JSON."""
    took = {"seconds": clock.seconds, "memory_mb": peak_mb() - before_mb, "steps": clock.steps}
    print(json.dumps({**took, **found}))


def peak_mb(process: int | str = "self") -> float:
    """Give the most memory that a process held, not what its parent held; NaN when it is over."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")
