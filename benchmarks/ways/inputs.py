"""What every way is given: files, coordinate system, limits; and how it reports."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from telling import Clock, tell

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


def run(way: Callable[[Files, Clock], float]) -> None:
    """Run a way on the folder named on the command line, and print what it took as JSON."""
    clock = Clock()
    percent = way(Files(Path(sys.argv[1])), clock)
    tell(clock, percent=percent)
