"""What every way is given: files, coordinate system, limits; and how it reports."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

CRS = "EPSG:32616"
WALK_M = 500.0
"""TANK runs buses only: the limit of SDG 11.2.1 for low-capacity modes."""
FROM_STREET_M = 500.0
"""People and stops farther than this from every street are not on the network."""


class Files:
    """The files of Northern Kentucky."""

    def __init__(self, folder: Path) -> None:
        self.streets = folder / "streets.osm.pbf"
        self.transit = folder / "TANK-GTFS.zip"
        self.people = folder / "block-groups" / "block-groups.shp"


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


def run(way: Callable[[Files, Clock], float]) -> None:
    """Run a way on the folder named on the command line, and print what it took as JSON."""
    clock = Clock()
    percent = way(Files(Path(sys.argv[1])), clock)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"percent": percent, "steps": clock.steps, "peak_mb": peak_mb}))
