"""
From a street map (PBF) to the segments that can be walked along, beside four other readers.

The extract of Las Palmas, and twenty copies of it in one file. LocalGoals, pyosmium and DuckDB give
the same segments, by the same rule; pyrosm and quackosm have rules of their own, and are held to
the same number of segments within a tenth.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from enlarged import enlarge
from measured import HEADER, Measured, compared, measured
from page import markdown_table, publish
from real_files import real_file
from street_readers import (
    inflate,
    with_duckdb,
    with_localgoals,
    with_pyosmium,
    with_pyrosm,
    with_quackosm,
)

MAP = "data/las_palmas_es/example_las_palmas_2023_osm_20230221.pbf"
COPIES = 20
RULES_DIFFER_BY = 0.1
PACKAGES = ("localgoals", "numpy", "numba", "osmium", "duckdb", "pyrosm", "quackosm")


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    path = real_file(MAP, what=str(__doc__))
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        rows = beside(path, scratch, {"pyrosm": with_pyrosm, "quackosm": quackosm_in(scratch)})
        large = scratch / "copies.osm.pbf"
        enlarge(path, COPIES, large)
        rows += beside(large, scratch, {})
    publish("street-maps", [markdown_table(HEADER, rows)], PACKAGES)


def beside(
    path: Path, scratch: Path, others: dict[str, Callable[[Path], np.ndarray]]
) -> list[list[str]]:
    """Compare the readers on one map."""
    ours = measured(lambda: with_localgoals(path), rounds=7)
    limit_s = measured(lambda: inflate(path), rounds=7).seconds
    peers = {
        "DuckDB ST_ReadOSM": measured(lambda: with_duckdb(path)),
        "pyosmium SimpleHandler": measured(lambda: with_pyosmium(path), rounds=3 if others else 1),
    }
    for name, theirs in peers.items():
        assert np.array_equal(ours.answer, theirs.answer), (name, ours.answer, theirs.answer)
    for name, read in others.items():
        peers[name] = measured(lambda read=read: read(path), rounds=1)
        assert_alike(name, ours, peers[name])
    work = f"street map of {path.stat().st_size / 1e6:.1f} MB, {ours.answer[0]:,} segments"
    return [compared(work, ours, name, theirs, limit_s) for name, theirs in peers.items()]


def assert_alike(name: str, ours: Measured, theirs: Measured) -> None:
    """Hold the number of segments of a reader with another rule against ours."""
    ratio = theirs.answer[0] / ours.answer[0]
    print(f"{name}: {theirs.answer[0]:,} segments, {ratio - 1:+.1%}")
    assert abs(ratio - 1) < RULES_DIFFER_BY, (name, ratio)


def quackosm_in(scratch: Path) -> Callable[[Path], np.ndarray]:
    """Give quackosm a folder to work in."""
    return lambda path: with_quackosm(path, scratch)


if __name__ == "__main__":
    main()
