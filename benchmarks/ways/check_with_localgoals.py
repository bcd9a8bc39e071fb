"""Check a long table of statistics with LocalGoals: all its checks, not only those of the peers."""

from __future__ import annotations

import re
from pathlib import Path

from checking import run

from localgoals.ingest.pack import Resource
from localgoals.ingest.statistics import read_statistics


def rows_at_fault(path: Path) -> list[int]:
    """Give the rows of errors."""
    resource = Resource("figures", "statistics", (path,), "csv", "")
    _, problems = read_statistics([resource])
    found = (re.search(r"row (\d+)", one.where) for one in problems if one.severity == "error")
    return [int(one[1]) for one in found if one]


if __name__ == "__main__":
    run(rows_at_fault)
