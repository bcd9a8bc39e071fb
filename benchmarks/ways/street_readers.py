"""Ways to read a street map: each gives the segments that can be walked along."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from localgoals.ingest.layers import HIGHWAYS
from localgoals.ingest.pbf.framing import data_blobs, unpacked
from localgoals.ingest.pbf.walkable import UNKNOWN, walkable_ways
from localgoals.ingest.walking import (
    ACCESS_FORBIDDEN,
    CLOSED_BY_DEFAULT,
    FOOT_ALLOWED,
    FOOT_FORBIDDEN,
    walking_code,
)

PER_DEGREE = 10_000_000
THREADS = 2


def inflate(path: Path) -> np.ndarray:
    """Unpack every blob and do nothing with it: what no reader can do without."""
    file = os.open(path, os.O_RDONLY)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            sizes = pool.map(lambda blob: len(unpacked(file, blob)), data_blobs(file))
            return np.array([sum(sizes)])
    finally:
        os.close(file)


def of_segments(way: np.ndarray, ref: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """
    Cut ways at their nodes, and sum the segments up so that two readers can be compared.

    The number of segments, and the sums of the numbers and places of the nodes that they join.
    """
    there = x != UNKNOWN
    first = np.flatnonzero((way[1:] == way[:-1]) & (ref[1:] != ref[:-1]) & there[1:] & there[:-1])
    ends = np.concatenate([first, first + 1])
    return np.array([first.size, *(part[ends].astype(np.int64).sum() for part in (ref, x, y))])


def with_localgoals(path: Path) -> np.ndarray:
    """Read with our own reader."""
    found = walkable_ways(path)
    way = np.repeat(np.arange(len(found.counts)), found.counts)
    return of_segments(way, found.ids[found.node], found.x[found.node], found.y[found.node])


def with_pyosmium(path: Path) -> np.ndarray:
    """Read with a handler, the usual way to use pyosmium."""
    import osmium

    way: list[int] = []
    ref: list[int] = []
    x: list[int] = []
    y: list[int] = []

    class Walkable(osmium.SimpleHandler):
        def way(self, one: osmium.osm.Way) -> None:
            """Note the nodes of a way that can be walked along."""
            if walking_code(one.tags) is None:
                return
            for node in one.nodes:
                way.append(one.id)
                ref.append(node.ref)
                x.append(node.location.x)
                y.append(node.location.y)

    Walkable().apply_file(str(path), locations=True)
    return of_segments(*(np.array(column, np.int64) for column in (way, ref, x, y)))


def with_duckdb(path: Path) -> np.ndarray:
    """Read with one query on `ST_ReadOSM`, with the rule for walkers in SQL, on two threads."""
    import duckdb

    connection = duckdb.connect(config={"threads": THREADS})
    connection.load_extension(str(spatial_extension()))
    found = connection.execute(WALKABLE, {"path": str(path)}).fetchnumpy()
    place = [np.ma.filled(np.rint(found[name] * PER_DEGREE), UNKNOWN) for name in ("lon", "lat")]
    return of_segments(found["way"], found["ref"], *(part.astype(np.int64) for part in place))


def with_pyrosm(path: Path) -> np.ndarray:
    """Count the segments of pyrosm's walking network; its rule for walkers is another."""
    import pyrosm

    _, edges = pyrosm.OSM(str(path)).get_network(network_type="walking", nodes=True)
    return np.array([len(edges)])


def with_quackosm(path: Path, scratch: Path) -> np.ndarray:
    """Count the segments of lines and outlines with a `highway` that can be walked along."""
    import duckdb

    # quackosm asks DuckDB to install its extension, which is there already for this home.
    home = scratch / f".duckdb/extensions/v{duckdb.__version__}/linux_amd64"
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(spatial_extension(), home)
    script = Path(__file__).with_name("count_with_quackosm.py")
    printed = subprocess.run(
        [sys.executable, script, path, scratch],
        env={"HOME": str(scratch)}, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return np.array([int(printed.split()[-1])])


def spatial_extension() -> Path:
    """Find DuckDB's spatial extension as the package brings it, without the network."""
    spec = find_spec("duckdb_extension_spatial")
    assert spec is not None, "duckdb-extension-spatial is not installed"
    return next(Path(str(spec.origin)).parent.rglob("spatial.duckdb_extension"))


def any_of(values: frozenset[str] | tuple[str, ...]) -> str:
    """Write a list of texts in SQL."""
    return "(" + ", ".join(f"'{value}'" for value in sorted(values)) + ")"


WALKABLE = f"""
WITH tagged AS (
    SELECT id, refs, tags['highway'] AS highway, tags['foot'] AS foot, tags['access'] AS access,
        tags['motorroad'] AS motorroad
    FROM ST_ReadOSM($path) WHERE kind = 'way' AND tags['highway'] IS NOT NULL
), walkable AS (
    SELECT id, refs FROM tagged WHERE coalesce(foot IN {any_of(FOOT_ALLOWED)}, false)
        AND highway IN {any_of((*HIGHWAYS, *CLOSED_BY_DEFAULT))}
    OR highway IN {any_of(HIGHWAYS)} AND NOT (
        coalesce(foot IN {any_of(FOOT_FORBIDDEN)}, false)
        OR coalesce(access IN {any_of(ACCESS_FORBIDDEN)}, false)
        OR coalesce(motorroad = 'yes', false))
), listed AS (
    SELECT id AS way, unnest(refs) AS ref, generate_subscripts(refs, 1) AS nth FROM walkable
)
SELECT way, ref, lon, lat FROM listed LEFT JOIN (
    SELECT id, lon, lat FROM ST_ReadOSM($path) WHERE kind = 'node'
) AS node ON node.id = ref ORDER BY way, nth
"""
