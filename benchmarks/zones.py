"""
Exact sums of a grid by zone beside exactextract, in memory.

Every way runs in a process of its own, and the answers are compared before a time counts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import shapely
from affine import Affine
from exactextract import exact_extract
from exactextract.feature import JSONFeatureSource
from exactextract.raster import NumPyRasterSource

from localgoals.spatial.borders import borders_of, sums_inside

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from made_up import districts
from measured import HEADER, compared, measured
from page import machine, markdown_table, write_section

GRID = 10_000
PACKAGES = ("localgoals", "numpy", "numba", "shapely", "exactextract")


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    chance = np.random.default_rng(11)
    values = chance.gamma(0.5, 20, (GRID, GRID)).astype(np.float32)
    rows = [row for count in (500, 5_000) for row in summing(values, chance, count)]
    table = markdown_table(HEADER, rows)
    print(table)
    write_section("zones", f"{table}\n\n{machine(PACKAGES)}")


def summing(values: np.ndarray, chance: np.random.Generator, count: int) -> list[list[str]]:
    """Compare exact sums; in another year borders are cut already."""
    transform = Affine(1, 0, 0, 0, -1, GRID)
    zones = districts(chance, count, side=GRID)
    borders = borders_of(zones, transform, values.shape)
    features = [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(zone)}
        for zone in zones
    ]

    def ours() -> np.ndarray:
        return sums_inside(values, borders_of(zones, transform, values.shape))[0]

    def again() -> np.ndarray:
        return sums_inside(values, borders)[0]

    def theirs() -> np.ndarray:
        raster = NumPyRasterSource(values, 0, 0, GRID, GRID)
        found = exact_extract(raster, JSONFeatureSource(features), ["sum"])
        return np.array([feature["properties"]["sum"] for feature in found])

    here, later, peer = measured(ours), measured(again), measured(theirs, rounds=1)
    np.testing.assert_allclose(here.answer, peer.answer, rtol=1e-7)
    np.testing.assert_array_equal(here.answer, later.answer)
    name = f"sum {GRID:,} x {GRID:,} cells in {count:,} zones"
    return [
        compared(name, here, "exactextract", peer),
        compared(f"{name}, another year", later, "exactextract", peer),
    ]


if __name__ == "__main__":
    main()
