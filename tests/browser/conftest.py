"""A town read from a pack to its reports, and a real browser to read them in."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, sync_playwright
from shapely.geometry import box

from localgoals.baseline import compute_baseline
from localgoals.ingest.pack import add_resource, new_pack
from localgoals.model.period import Period
from localgoals.model.text import Text

WEST, SOUTH, STEP = 9.0, 47.0, 0.03
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's own Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no Chromium: apt-get install chromium fonts-noto-cjk")
    node, *_ = compute_driver_executable()
    if subprocess.run([node, "--version"], capture_output=True, check=False).returncode != 0:
        pytest.skip("what drives Chromium does not start: apt-get install libatomic1")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the baseline of a town of nine wards with two years, a group and a station."""
    given, folder = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("pack") / "town"
    new_pack(folder, code="XX-TWN", name=Text("Town", "小镇"), country="XX")
    add_wards(folder, given)
    for year, growth in ((2015, 1.0), (2020, 1.2)):
        add_people(folder, given, year, growth)
    stops = given / "stops.csv"
    stops.write_text(f"lon,lat,mode\n{WEST + 0.02},{SOUTH + 0.02},rail\n", "utf-8")
    add_resource(folder, stops, role="transit", options={"crs": "EPSG:4326"})
    out = tmp_path_factory.mktemp("out") / "town"
    compute_baseline(folder, out)
    return out


def add_wards(folder: Path, given: Path) -> None:
    places = [(column, row) for row in range(3) for column in range(3)]
    wards = gpd.GeoDataFrame(
        {
            "code": [f"W{column}{row}" for column, row in places],
            "name": [f"Ward with a rather long name {column}.{row}" for column, row in places],
        },
        geometry=[
            box(WEST + c * STEP, SOUTH + r * STEP, WEST + (c + 1) * STEP, SOUTH + (r + 1) * STEP)
            for c, r in places
        ],
        crs="EPSG:4326",
    )
    wards.to_file(given / "wards.geojson")
    options = {"level": "ward", "fields": {"code": "code", "name": "name"}}
    add_resource(folder, given / "wards.geojson", role="districts", options=options)


def add_people(folder: Path, given: Path, year: int, growth: float) -> None:
    homes = [
        (WEST + (c + 0.5) * STEP, SOUTH + (r + 0.5) * STEP, growth * (900 + 300 * c), 400 + 100 * r)
        for r in range(3)
        for c in range(3)
    ]
    rows = "\n".join(f"{x},{y},{people},{women}" for x, y, people, women in homes)
    table = given / f"people-{year}.csv"
    table.write_text(f"lon,lat,people,women\n{rows}\n", "utf-8")
    fields = {"x": "lon", "y": "lat", "total": "people", "groups": {"sex=female": "women"}}
    add_resource(
        folder,
        table,
        role="population",
        period=Period(year, year),
        options={"crs": "EPSG:4326", "fields": fields},
    )
