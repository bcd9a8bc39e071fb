"""
The Degree of Urbanisation of a large country, its clusters alone, and Belgium beside degurba.

Every way runs in a process of its own. No peer gives the right answer for the whole method: degurba
differs, and in how many cells is printed with it. Clusters alone are compared cell by cell.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import cc3d
import numpy as np
import rasterio
from affine import Affine
from scipy import ndimage

from localgoals.spatial.groups import QUEEN, ROOK, groups_of, number_groups, runs_of
from localgoals.spatial.settlement import (
    R2022A,
    URBAN_CENTRE,
    URBAN_CLUSTER,
    degree_of_urbanisation,
    settlement_types,
)

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from made_up import towns
from measured import HEADER, Measured, compared, fastest_s, measured
from page import markdown_table, publish

# degurba imports `osgeo` for vector files, which this work has none of, and does not declare it.
sys.modules["osgeo"] = ModuleType("osgeo")
sys.modules["osgeo"].gdal = sys.modules["osgeo"].ogr = None

from degurba.main import DEGURBA  # noqa: E402

BELGIUM = Path(__file__).parents[2] / "shared" / "vectors" / "degurba_belgium_flexurba"
PACKAGES = ("localgoals", "numpy", "numba", "scipy", "connected-components-3d", "degurba")
SQUARE_METRES = 1e6
SIDE = 4_000
SIZE = f"{SIDE:,} x {SIDE:,} cells"
# What degurba applies of the method: no built-up land, and majorities of all cells.
AS_DEGURBA = replace(R2022A, built_share=None)


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    people = towns(np.random.default_rng(11), side=SIDE)
    rows = [*levels(people), *clusters(people), *beside_degurba()]
    note = ""
    if BELGIUM.is_dir():
        row, note = belgium()
        rows.append(row)
    publish("settlement", [markdown_table(HEADER, rows), note], PACKAGES)


def levels(people: np.ndarray) -> list[list[str]]:
    """Compare both levels with one labelling by SciPy; nobody can do without reading the grid."""
    reading = measured(lambda: np.asarray(people.sum()))
    one = measured(lambda: np.asarray(ndimage.label(people >= 300, structure=np.ones((3, 3)))[0]))
    ways: list[tuple[str, Callable[..., np.ndarray]]] = [
        ("level 1", degree_of_urbanisation),
        ("level 2", settlement_types),
    ]
    return [
        compared(
            f"{name}, {SIZE}",
            measured(lambda way=way: way(people)),
            "SciPy, one labelling",
            one,
            reading.seconds,
        )
        for name, way in ways
    ]


def clusters(people: np.ndarray) -> list[list[str]]:
    """Compare labelling, people of each cluster, and leaving out those with too few."""
    rows = []
    for name, neighbours, least, density in (
        ("corners", QUEEN, 5_000, 300),
        ("sides", ROOK, 50_000, 1_500),
    ):
        dense = people >= density
        structure = ndimage.generate_binary_structure(2, 2 if neighbours == QUEEN else 1)

        def filtered(labels: np.ndarray, least: int = least, dense: np.ndarray = dense):
            inside = labels[dense]
            held = np.bincount(inside, people[dense])
            kept = held >= least
            kept[0] = False
            return np.where(kept, np.cumsum(kept), 0).astype(np.int32)[labels]

        ours = measured(lambda d=dense, n=neighbours, k=least: numbered(d, people, n, k))
        reading = measured(lambda d=dense: np.asarray(d.sum()))
        peers = {
            "SciPy": lambda d=dense, s=structure, f=filtered: f(ndimage.label(d, structure=s)[0]),
            "cc3d": lambda d=dense, n=neighbours, f=filtered: f(
                cc3d.connected_components(d, connectivity=8 if n == QUEEN else 4)
            ),
        }
        for peer, way in peers.items():
            theirs = measured(way)
            if peer == "SciPy" and not np.array_equal(ours.answer, theirs.answer):
                sys.exit(f"{peer} finds other clusters by {name}.")
            if not np.array_equal(ours.answer > 0, theirs.answer > 0):
                sys.exit(f"{peer} finds other cells in clusters by {name}.")
            rows.append(
                compared(f"clusters by {name}, {SIZE}", ours, peer, theirs, reading.seconds)
            )
    return rows


def numbered(dense: np.ndarray, people: np.ndarray, neighbours: int, least: int) -> np.ndarray:
    """Find and number the groups of dense cells that hold enough people."""
    numbers = np.zeros(dense.shape, np.int32)
    runs = runs_of(dense.view(np.uint8), np.uint8(1), people)
    number_groups(groups_of(runs, neighbours), float(least), numbers)
    return numbers


def beside_degurba() -> list[list[str]]:
    """Compare level 1 on two sizes, of which the larger shows how degurba's time grows."""
    rows = []
    for side in (500, 1000):
        people = towns(np.random.default_rng(11), side=side)
        ours = measured(lambda people=people: degree_of_urbanisation(people, rules=AS_DEGURBA))
        theirs = measured(lambda people=people: with_degurba(people), rounds=1)
        name = f"level 1, {side:,} x {side:,} cells"
        rows.append(compared(name, ours, "degurba", theirs, fastest_s(people.sum)))
    return rows


def belgium() -> tuple[list[str], str]:
    """Compare Belgium with degurba, and both with what flexurba finds."""
    people, land, built = (read(BELGIUM / f"{name}.tif") for name in ("POP", "LAND", "BUILT_S"))
    shares = {"land_share": land / SQUARE_METRES}
    ours = measured(lambda: degree_of_urbanisation(people, **shares, rules=AS_DEGURBA))
    theirs = measured(lambda: with_degurba(people))
    full = degree_of_urbanisation(people, **shares, built_share=built / SQUARE_METRES)
    unlike = np.count_nonzero(full != read(BELGIUM / "expected_level1_default_R2023A.tif"))
    centres, other = (
        np.count_nonzero((ours.answer == kind) != (theirs.answer == kind))
        for kind in (URBAN_CENTRE, URBAN_CLUSTER)
    )
    note = (
        f"In Belgium, {unlike} of {people.size:,} cells differ from flexurba's (both levels are "
        "held against it in `tests/golden`). Under the rules that degurba means to apply, it finds "
        f"{cells(theirs, URBAN_CENTRE):,} cells of urban centres, where there are "
        f"{cells(ours, URBAN_CENTRE):,}: {centres} cells differ, and {other} of urban clusters."
    )
    name = f"level 1, Belgium, {people.size:,} cells"
    return compared(name, ours, "degurba", theirs, fastest_s(people.sum)), note


def cells(way: Measured, kind: int) -> int:
    """Count the cells of a class."""
    return int(np.count_nonzero(way.answer == kind))


def with_degurba(people: np.ndarray) -> np.ndarray:
    """Let degurba classify cells, and call its classes by our numbers: 1 centre, 2, 3 rural."""
    found = DEGURBA(people.copy(), affine=Affine.identity(), crs="ESRI:54009")
    classes = np.ma.getdata(found.classify_grid_cells_l1().array)
    return np.array([0, URBAN_CENTRE, URBAN_CLUSTER, 1], np.uint8)[classes]


def read(path: Path) -> np.ndarray:
    """Read a grid; NaN where it has no value."""
    with rasterio.open(path) as raster:
        return np.asarray(raster.read(1, masked=True).astype(float).filled(np.nan))


if __name__ == "__main__":
    main()
