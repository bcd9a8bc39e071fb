"""Where the files of real cities lie, which the project does not hold itself."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

SHARED = Path(__file__).parents[3] / "shared"


def real_file(place: str, *, what: str) -> Path:
    """
    Give a file or folder below `--data`, `shared` beside the project unless told otherwise.

    Where it is not there, the benchmark says so and ends; its section of the page stays as it is.
    """
    options = argparse.ArgumentParser(description=what)
    options.add_argument("--data", type=Path, default=SHARED, help="the folder of real files")
    path: Path = options.parse_args().data / place
    if not path.exists():
        print(f"Not measured: {path} is not there. Name the folder of real files with --data.")
        sys.exit(0)
    return path
