"""Describes what was measured on, and how busy other work kept it."""

from __future__ import annotations

import os
import platform
import re
import resource
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

BUSY = 0.1
"""Other work is told of when it took more than this share of the cores."""


def machine(packages: Sequence[str]) -> str:
    """Describe what was measured on, without naming the machine; say so where it was busy."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"Measured on {os.cpu_count()} cores of {_processor()}, {memory_gb:.0f} GiB of memory, "
        f"Python {platform.python_version()}, {versions}.{_other_work()}"
    )


def _processor() -> str:
    """Give the processor's model, or its architecture where the system does not tell."""
    listing = Path("/proc/cpuinfo")
    text = listing.read_text() if listing.exists() else ""
    model = re.search(r"model name\s*:\s*(.+)", text)
    return model[1].strip() if model else platform.machine()


def _other_work() -> str:
    """Say so where other processes kept the cores busy since this one began."""
    cores_s = (os.cpu_count() or 1) * (time.monotonic() - BEGAN)
    others = (_others_s() - OTHERS_BEFORE_S) / cores_s
    if others <= BUSY:
        return ""
    return (
        f"\n\nOther work took {100 * others:.0f} % of the cores meanwhile, so the seconds are long "
        "and the ratios rough."
    )


def _others_s() -> float:
    """Give the seconds that the cores have worked on anything but this process and its children."""
    counts = Path("/proc/stat")
    if not counts.exists():
        return 0.0
    user, nice, system = map(int, counts.read_text().split("\n", 1)[0].split()[1:4])
    ours = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own_s = sum(one.ru_utime + one.ru_stime for one in ours)
    return (user + nice + system) / os.sysconf("SC_CLK_TCK") - own_s


BEGAN = time.monotonic()
OTHERS_BEFORE_S = _others_s()
