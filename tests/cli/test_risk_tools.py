"""The tools on risk: what is wrong with tables and grids, and what the examples come to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio
from affine import Affine
from front_door import Done, localgoals

from localgoals.catalogue.tool_suite.declared import example_files, tool_of
from localgoals.ingest.pack_files import sha256_of

LAYERS = ("hazard", "exposure", "vulnerability")
PLACE = Affine(100, 0, 500_000, 0, -100, 5_000_000)


def run(folder: Path, *words: str) -> Done:
    return localgoals(folder, "tools", "run", *words)


def grid(path: Path, **other: object) -> None:
    """Write a grid of 4 x 5 cells, or another one."""
    cells = np.asarray(other.pop("cells", np.full((4, 5), 0.5)), np.float32)
    kind = {
        "driver": "GTiff", "count": 1, "dtype": "float32", "crs": "EPSG:32633", "nodata": -9999,
        "transform": PLACE, "height": cells.shape[0], "width": cells.shape[1],
    }  # fmt: skip
    with rasterio.open(path, "w", **(kind | other)) as file:
        for band in range(1, file.count + 1):
            file.write(cells, band)


def grids(folder: Path) -> Path:
    mine = folder / "mine"
    mine.mkdir()
    for name in LAYERS:
        grid(mine / f"{name}.tif")
    return mine


def cut_short(path: Path) -> None:
    cells = np.random.default_rng(1).random((600, 600))
    for name in LAYERS:
        grid(path.with_name(f"{name}.tif"), cells=cells, compress="deflate")
    path.write_bytes(path.read_bytes()[:-200_000])


def without_end(path: Path) -> None:
    """Declare cells by the trillion in a file of a few kilobytes."""
    kind = {"height": 2_000_000, "width": 2_000_000, "blockxsize": 8192, "blockysize": 8192}
    with rasterio.open(
        path, "w", driver="GTiff", count=1, dtype="float32", crs="EPSG:32633", nodata=-9999,
        transform=PLACE, tiled=True, sparse_ok=True, bigtiff="yes", **kind,
    ):  # fmt: skip
        pass


def too_wide(path: Path) -> None:
    """Declare rows of which no memory holds many."""
    with rasterio.open(
        path, "w", driver="GTiff", count=1, dtype="float32", crs="EPSG:32633", nodata=-9999,
        transform=PLACE, tiled=True, sparse_ok=True, width=1_000_000, height=600,
    ):  # fmt: skip
        pass


HOSTILE: dict[str, tuple[Callable[[Path], None], str]] = {
    "another size": (
        lambda path: grid(path, cells=np.full((4, 6), 0.5)),
        "found: 4 rows and 6 columns expected: 4 rows and 5 columns as in hazard.tif",
    ),
    "another place": (
        lambda path: grid(path, transform=PLACE @ Affine.translation(1, 0)),
        "found: cells in another place or of another size expected: the cells of hazard.tif",
    ),
    "another system": (lambda path: grid(path, crs="EPSG:32634"), "WGS 84 / UTM zone 34N"),
    "no system": (lambda path: grid(path, crs=None), "no coordinate reference system"),
    "no nodata": (lambda path: grid(path, nodata=None), "no nodata value, though another grid"),
    "two bands": (lambda path: grid(path, count=2), "found: 2 bands"),
    "rotated": (lambda path: grid(path, transform=PLACE @ Affine.rotation(9)), "rotated"),
    "not declared": (
        lambda path: grid(path, cells=[[-200.0] + [0.5] * 4] * 4),
        "4 cells below 0 or above 1",
    ),
    "infinite only": (lambda path: grid(path, cells=np.full((4, 5), np.inf)), "no cell with data"),
    "a text": (lambda path: path.write_text("hazard,0.5\n"), "a file that cannot be read"),
    "empty": (lambda path: path.write_bytes(b""), "a file that cannot be read"),
    "without end": (without_end, "found: 4,000,000,000,000 cells"),
    "too wide": (too_wide, "found: 512,000,000 cells expected: at most 100,000,000 cells"),
    "no width": (lambda path: grid(path, transform=Affine(np.nan, 0, 0, 0, -1, 0)), "rotated"),
    "cut short": (cut_short, "a file that cannot be read"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_grid_that_does_not_fit_is_refused_by_name(kind: str, tmp_path: Path) -> None:
    mine = grids(tmp_path)
    make, words = HOSTILE[kind]
    make(mine / "exposure.tif")

    done = run(tmp_path, "risk-map", "mine", "-o", "out")

    assert done.returncode == 1, done.stderr
    assert "exposure.tif" in done.stderr
    assert words in " ".join(done.stderr.split())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


def test_all_faults_of_all_grids_are_named_at_once(tmp_path: Path) -> None:
    mine = grids(tmp_path)
    grid(mine / "exposure.tif", cells=np.full((9, 9), 0.5), crs="EPSG:4326")
    (mine / "vulnerability.tif").write_text("no grid")

    done = run(tmp_path, "risk-map", "mine", "-o", "out")

    assert done.returncode == 1
    assert all(words in done.stderr for words in ("9 rows", "WGS 84", "vulnerability.tif"))


def test_goalposts_that_are_one_are_refused(tmp_path: Path) -> None:
    mine = grids(tmp_path)
    (mine / "goalposts.csv").write_text("layer,low,high\nexposure,5,5\n")

    done = run(tmp_path, "risk-map", "mine", "-o", "out")

    assert done.returncode == 1
    assert "goalposts.csv, row 2, column low" in done.stderr


def test_a_refused_map_leaves_the_earlier_one_as_it_was(tmp_path: Path) -> None:
    mine = grids(tmp_path)
    assert run(tmp_path, "risk-map", "mine", "-o", "out").returncode == 0
    before = sha256_of(tmp_path / "out" / "risk.tif")
    grid(mine / "exposure.tif", cells=np.full((4, 5), 7.0))

    done = run(tmp_path, "risk-map", "mine", "-o", "out")

    assert done.returncode == 1
    assert sha256_of(tmp_path / "out" / "risk.tif") == before


def test_infinite_and_blank_cells_have_no_risk_and_are_counted(tmp_path: Path) -> None:
    mine = grids(tmp_path)
    cells = np.full((4, 5), 0.5)
    cells[0, :3] = np.inf, np.nan, -9999
    grid(mine / "hazard.tif", cells=cells)

    done = run(tmp_path, "risk-map", "mine", "-o", "out")

    assert done.returncode == 0, done.stderr
    bands = pd.read_csv(tmp_path / "out" / "bands.csv").set_index("band")
    assert bands.loc[["unknown", "medium"], "cells"].tolist() == [3, 17]
    assert bands.loc["medium", "exposed"] == 8.5
    with rasterio.open(tmp_path / "out" / "risk.tif") as file:
        risk = file.read(1)
    assert np.isnan(risk[0, :3]).all()
    np.testing.assert_allclose(risk[1:], 0.5, rtol=1e-6)


def test_the_grid_of_the_example_stands_where_its_layers_do_and_is_recorded(
    tmp_path: Path,
) -> None:
    assert run(tmp_path, "risk-map", "-o", "out").returncode == 0

    record = json.loads((tmp_path / "out" / "tool.json").read_text())
    assert record["outputs"]["risk.tif"] == sha256_of(tmp_path / "out" / "risk.tif")
    tool = tool_of("risk-map")
    (hazard,) = example_files(tool, tool.files[0])
    assert hazard is not None
    with rasterio.open(hazard) as given, rasterio.open(tmp_path / "out" / "risk.tif") as found:
        assert (found.shape, found.transform, found.crs) == (
            given.shape, given.transform, given.crs,
        )  # fmt: skip
        assert np.isnan(found.nodata)
    bands = pd.read_csv(tmp_path / "out" / "bands.csv").set_index("band")
    assert bands.loc["high", ["cells", "exposed"]].tolist() == [86, 25_791]
    assert bands["cells"].sum() == 24 * 32


def test_masked_cells_of_a_grid_have_no_risk(tmp_path: Path) -> None:
    mine = grids(tmp_path)
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        grid(mine / "exposure.tif", nodata=None)
        with rasterio.open(mine / "exposure.tif", "r+") as file:
            mask = np.full((4, 5), 255, np.uint8)
            mask[0] = 0
            file.write_mask(mask)

    done = run(tmp_path, "risk-map", "mine", "-o", "out")

    assert done.returncode == 0, done.stderr
    bands = pd.read_csv(tmp_path / "out" / "bands.csv").set_index("band")
    assert bands.loc["unknown", "cells"] == 5


def test_names_that_no_other_table_has_are_refused(tmp_path: Path) -> None:
    shutil.copytree(
        example_files(tool_of("risk-map"), tool_of("risk-map").files[0])[0].parents[1]
        / "risk-events",
        tmp_path / "mine",
        ignore=shutil.ignore_patterns("*.yaml"),
    )
    for table, line in (
        ("intensities", "war,market,1\nflood of 2009,school,1\n"),
        ("assets", "school,5,fire\n"),
        ("functions", "wind,10,0.5,1\n"),
        ("events", "drought,-1,\n"),
    ):
        with (tmp_path / "mine" / f"{table}.csv").open("a") as file:
            file.write(line)

    done = run(tmp_path, "risk-events", "mine", "-o", "out")
    (tmp_path / "mine" / "events.csv").write_text("event,frequency\nflood of 2009,0.1\n")
    again = run(tmp_path, "risk-events", "mine", "-o", "out")

    assert (done.returncode, again.returncode) == (1, 1)
    assert "events.csv, row 7, column frequency" in done.stderr
    for place in (
        "intensities.csv, row 20, column event", "assets.csv, row 7, column impact_function",
        "functions.csv, row 10, column impact_function",
    ):  # fmt: skip
        assert place in again.stderr, place


def test_a_blank_intensity_leaves_what_depends_on_it_blank(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "events.csv").write_text("event,frequency\na,0.1\nb,0.5\nc,0\n")
    (mine / "assets.csv").write_text("asset,value,impact_function\nx,100,f\ny,50,f\n")
    (mine / "intensities.csv").write_text("event,asset,intensity\na,x,\nb,y,1\n")
    (mine / "functions.csv").write_text(
        "impact_function,intensity,damage_share,affected_share\nf,0,0,0\nf,1,1,1\n"
    )

    done = run(tmp_path, "risk-events", "mine", "-o", "out")

    assert done.returncode == 0, done.stderr
    events = pd.read_csv(tmp_path / "out" / "events.csv").set_index("event")
    assert np.isnan(events.loc["a", "impact"])
    assert events.loc[["b", "c"], "impact"].tolist() == [50, 0]
    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert "1 impacts are not known" in page


def test_the_example_of_events_is_what_a_pocket_calculator_gives(tmp_path: Path) -> None:
    assert run(tmp_path, "risk-events", "-o", "out").returncode == 0

    events = pd.read_csv(tmp_path / "out" / "events.csv").set_index("event")
    # 40 million x 0.24 x 0.84, and so on; then sums.
    assert events.loc["flood of 2009", "impact"] == pytest.approx(
        40e6 * 0.24 * 0.84 + 12e6 * 0.2 * 0.8 + 8e6 * 0.1 * 0.5
    )
    curve = pd.read_csv(tmp_path / "out" / "exceedance.csv")
    assert curve["return_period"].tolist() == pytest.approx(
        [1 / 0.665, 1 / 0.165, 1 / 0.065, 40, 200]
    )


def test_an_event_that_never_comes_has_no_return_period(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "assets.csv").write_text("asset,value,impact_function\nhomes,1000,flood\n")
    (mine / "events.csv").write_text("event,frequency,source\noften,0.5,a\nnever,0,a\n")
    (mine / "functions.csv").write_text(
        "impact_function,intensity,damage_share,affected_share\nflood,0,0,0\nflood,1,1,1\n"
    )
    (mine / "intensities.csv").write_text("event,asset,intensity\noften,homes,0.1\nnever,homes,1\n")

    assert run(tmp_path, "risk-events", "mine", "-o", "out").returncode == 0

    written = (tmp_path / "out" / "exceedance.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in written[1:]] == ["2.0", ""]


INDEX = "zone,hazard,hazard_level,exposure,sensitivity,adaptive_capacity,vulnerability\n"


def test_every_fault_of_zones_is_named_at_once(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "zones.csv").write_text(
        INDEX + "a,heat,30,0.5,0.5,0.5,\nb,flood,1.2,0.5,0.5,0.5,0.4\nc,flood,0.5,-1,,,0.5\n"
    )
    (mine / "goalposts.csv").write_text(
        "hazard,factor,low,high\nheat,hazard_level,9,9\nwind,exposure,0,9\n"
    )

    done = run(tmp_path, "risk-index", "mine", "-o", "out")

    assert done.returncode == 1
    for place in (
        "zones.csv, row 3, column hazard_level", "zones.csv, row 3, column vulnerability",
        "zones.csv, row 4, column exposure", "goalposts.csv, row 2, column low",
        "goalposts.csv, row 3, column hazard",
    ):  # fmt: skip
        assert place in done.stderr, place


def test_zones_are_ranked_within_each_hazard_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "zones.csv").write_text(
        INDEX + "a,heat,0.9,0.5,0.5,0.5,\nb,heat,0.2,0.5,0.4,0.1,\nc,heat,0.2,,0.5,0.5,\n"
        "a,flood,0,0.5,,,0.9\nb,flood,0.1,0.9,,,0.1\n"
    )

    done = run(tmp_path, "risk-index", "zones.csv", "-o", "out")

    assert done.returncode == 0, done.stderr
    risks = pd.read_csv(tmp_path / "out" / "risks.csv").set_index(["hazard", "zone"])
    assert risks.loc["heat", "rank"].tolist() == pytest.approx([1, 2, np.nan], nan_ok=True)
    assert risks.loc[("flood", "a"), "risk"] == 0
    assert risks["driver"].fillna("").tolist() == [
        "hazard", "vulnerability", "", "vulnerability", "exposure",
    ]  # fmt: skip
    bands = pd.read_csv(tmp_path / "out" / "bands.csv").set_index("hazard")
    assert bands.loc["heat", "unknown"] == 1
    page = (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
    assert "more for want of adaptive capacity" in page


def test_a_table_of_blanks_has_a_page_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "zones.csv").write_text(INDEX + "a,heat,,,,,\n")

    done = run(tmp_path, "risk-index", "zones.csv", "-o", "out")

    assert done.returncode == 0, done.stderr
    assert "not known: a value is blank" in (tmp_path / "out/en/report.html").read_text("utf-8")
