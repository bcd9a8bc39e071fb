"""A town of two districts, as a city pack and as its baseline, for commands that need one."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import box
from typer.testing import CliRunner

from localgoals.cli.main import app
from localgoals.ingest.pack import add_resource, new_pack
from localgoals.model.period import Period
from localgoals.model.text import Text

WEST, SOUTH = 9.0, 47.0


def write_table(path: Path, header: str, *rows: str) -> Path:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a town of two districts, two years, four homes and one stop in the west."""
    given = tmp_path_factory.mktemp("given")
    halves = [box(WEST, SOUTH, WEST + 0.05, SOUTH + 0.05)]
    halves += [box(WEST + 0.05, SOUTH, WEST + 0.1, SOUTH + 0.05)]
    districts = gpd.GeoDataFrame(
        {"code": ["W", "E"], "name": ["West", "East"]}, geometry=halves, crs="EPSG:4326"
    )
    districts.to_file(given / "districts.geojson")
    folder = tmp_path_factory.mktemp("pack") / "town"
    new_pack(folder, code="XX-TWN", name=Text("Town", "小镇"), country="XX")
    add_resource(
        folder,
        given / "districts.geojson",
        role="districts",
        options={"level": "ward", "fields": {"code": "code", "name": "name"}},
    )
    for year, people in ((2010, (100, 100, 100, 100)), (2020, (150, 100, 100, 50))):
        rows = [
            f"{WEST + 0.02 + 0.02 * place},{SOUTH + 0.02},{count},{count / 2:g}"
            for place, count in enumerate(people)
        ]
        add_resource(
            folder,
            write_table(given / f"people-{year}.csv", "lon,lat,people,women", *rows),
            role="population",
            period=Period(year, year),
            options={
                "crs": "EPSG:4326",
                "fields": {
                    "x": "lon",
                    "y": "lat",
                    "total": "people",
                    "groups": {"sex=female": "women"},
                },
            },
        )
    add_resource(
        folder,
        write_table(given / "stops.csv", "name,lon,lat", f"Mill,{WEST + 0.02},{SOUTH + 0.021}"),
        role="transit",
        options={
            "mode": "bus",
            "crs": "EPSG:4326",
            "fields": {"name": "name", "x": "lon", "y": "lat"},
        },
    )
    return folder


@pytest.fixture(scope="session")
def results(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compute the town's baseline once for the tests that only look at its results."""
    folder = tmp_path_factory.mktemp("results") / "town"
    outcome = CliRunner().invoke(app, ["baseline", str(pack), "-o", str(folder)])
    assert outcome.exit_code == 0, outcome.output
    return folder
