"""A tool on tables of one's own, and what it wrote."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from front_door import Done, localgoals


def run_tables(folder: Path, tool: str, **tables: Sequence[str]) -> Done:
    """Write tables, given as lines, and run a tool on them; its result is the folder `out`."""
    given = folder / "given"
    given.mkdir()
    for name, lines in tables.items():
        (given / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    return localgoals(folder, "tools", "run", tool, "given", "-o", "out")


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Read a table that a tool wrote into `out`."""
    with (folder / "out" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
