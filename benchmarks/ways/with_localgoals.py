"""SDG 11.2.1 of Northern Kentucky with the readers and kernels of LocalGoals."""

from __future__ import annotations

import hashlib
from pathlib import Path

from inputs import CRS as METRIC
from inputs import FROM_STREET_M, WALK_M, Files, run
from pyproj import CRS
from telling import Clock

from localgoals.ingest.crs import reproject
from localgoals.ingest.gtfs import read_gtfs
from localgoals.ingest.osm import read_streets
from localgoals.ingest.pack import Resource
from localgoals.ingest.population import read_population
from localgoals.model.period import Period
from localgoals.spatial.network import snap, walk_network
from localgoals.spatial.reach import walking_distance


def resource(role: str, path: Path, kind: str, fields: dict[str, str] | None = None) -> Resource:
    """Describe a file as a pack would."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    options = {"fields": fields} if fields else {}
    return Resource(role, role, (path,), kind, sha256, Period(2020, 2020), options)


def share_within_reach(files: Files, clock: Clock) -> float:
    """Compute the percentage of people within 500 m along the streets of a stop."""
    metric = CRS(METRIC)
    streets, _ = read_streets(resource("streets", files.streets, "osm.pbf"), metric)
    assert streets is not None
    clock.done("streets")
    stops, _ = read_gtfs(resource("transit", files.transit, "gtfs"), metric)
    assert stops is not None
    clock.done("transit")
    counted, _ = read_population(resource("population", files.people, "shp", {"total": "people"}))
    assert counted is not None
    x, y = reproject(counted.x, counted.y, counted.crs, metric)
    clock.done("people")
    network = walk_network(streets.x, streets.y, streets.start, streets.end)
    homes = snap(network, x, y, within_m=FROM_STREET_M)
    at = snap(network, stops.x, stops.y, within_m=FROM_STREET_M)
    distance_m = walking_distance(network, homes, at, limit_m=WALK_M)
    reached = counted.total[distance_m <= WALK_M].sum()
    clock.done("walk")
    return float(100 * reached / counted.total.sum())


if __name__ == "__main__":
    run(share_within_reach)
