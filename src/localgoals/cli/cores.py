"""How much work a command may do at a time."""

from __future__ import annotations

import os


def cores() -> int:
    """Count the processor cores that this process may use, which may be fewer than there are."""
    return len(os.sched_getaffinity(0))
