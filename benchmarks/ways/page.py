"""Writes measured tables into docs/explanation/performance.md, between the marks that name them."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "performance.md"


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table, first column to the left, figures to the right."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def machine(packages: Sequence[str]) -> str:
    """Describe what was measured on, without naming the machine."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"Measured on {os.cpu_count()} cores of {_processor()}, {memory_gb:.0f} GiB of memory, "
        f"Python {platform.python_version()}, {versions}."
    )


def _processor() -> str:
    """Give the processor's model, or its architecture where the system does not tell."""
    listing = Path("/proc/cpuinfo")
    text = listing.read_text() if listing.exists() else ""
    model = re.search(r"model name\s*:\s*(.+)", text)
    return model[1].strip() if model else platform.machine()


def write_section(name: str, text: str) -> None:
    """Replace what stands between the marks of a section."""
    page = PAGE.read_text(encoding="utf-8")
    start, end = f"<!-- {name} -->", f"<!-- end {name} -->"
    before, _, rest = page.partition(start)
    _, found, after = rest.partition(end)
    assert found, f"{PAGE} lacks the marks of {name}"
    PAGE.write_text(f"{before}{start}\n\n{text}\n\n{end}{after}", encoding="utf-8")
