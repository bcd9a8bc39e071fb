"""`localgoals reach`: a street of one kilometre, and what those who live on it reach on foot."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import osmium
import pandas as pd
import pytest
from front_door import Done, digests, localgoals

from localgoals.ingest.pack import add_resource, new_pack
from localgoals.model.period import Period
from localgoals.model.text import Text

WEST, SOUTH = 9.0, 47.0
# At 47° north, so many degrees of longitude are 100 m.
STEP = 100 / 76_056


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a pack with one street from west to east, two schools, a clinic, and three homes."""
    given = tmp_path_factory.mktemp("given")
    writer = osmium.SimpleWriter(str(given / "streets.osm.pbf"))
    for number in range(11):
        place = (WEST + number * STEP, SOUTH)
        writer.add_node(osmium.osm.mutable.Node(id=number + 1, location=place))
    tags = {"highway": "residential"}
    writer.add_way(osmium.osm.mutable.Way(id=1, nodes=list(range(1, 12)), tags=tags))
    writer.close()
    folder = tmp_path_factory.mktemp("pack") / "street"
    new_pack(folder, code="XX-STR", name=Text("Street", "街"), country="XX")
    add_resource(folder, given / "streets.osm.pbf", role="streets")
    add_points(folder, given / "homes.csv", "people", [(0, 5), (5, 7), (9.5, 2)])
    for kind, places in {"school": [2, 9], "health": [6]}.items():
        add_points(folder, given / f"{kind}.csv", kind, [(place, 1) for place in places])
    return folder


def add_points(folder: Path, path: Path, kind: str, points: list[tuple[float, int]]) -> None:
    """Add points on the street: people, or amenities of a kind; in hundreds of metres."""
    rows = [f"{WEST + at * STEP:.7f},{SOUTH},{count}" for at, count in points]
    path.write_text("\n".join(["lon,lat,count", *rows]), encoding="utf-8")
    options: dict[str, object] = {"crs": "EPSG:4326", "fields": {"x": "lon", "y": "lat"}}
    if kind == "people":
        options["fields"] = {"x": "lon", "y": "lat", "total": "count"}
        add_resource(folder, path, role="population", period=Period(2020, 2020), options=options)
    else:
        add_resource(folder, path, role="amenities", options=options | {"kind": kind})


def test_places_within_the_limit_are_counted_by_kind(street: Path, tmp_path: Path) -> None:
    done = localgoals(tmp_path, "reach", street, "-o", "points.csv", "--within", 450)

    assert done.returncode == 0, done.stderr
    assert "3 points with people of 2020" in done.stdout
    table = pd.read_csv(tmp_path / "points.csv")
    assert table["people"].tolist() == [5, 7, 2]
    assert table["school_within"].tolist() == [1, 2, 1]
    assert table["health_within"].tolist() == [0, 1, 1]
    assert table["school_nearest_m"].tolist() == pytest.approx([200, 300, 50], abs=1)
    assert table["health_nearest_m"].fillna(-1).tolist() == pytest.approx([-1, 100, 350], abs=1)


def test_a_layer_for_maps_has_the_same_rows(street: Path, tmp_path: Path) -> None:
    for name in ("points.parquet", "points.csv"):
        assert localgoals(tmp_path, "reach", street, "-o", name).returncode == 0

    layer = gpd.read_parquet(tmp_path / "points.parquet")
    table = pd.read_csv(tmp_path / "points.csv")
    assert layer.crs.to_epsg() == 4326
    assert layer.geometry.x.tolist() == pytest.approx(table["longitude"].tolist(), abs=1e-6)
    assert layer["school_within"].tolist() == table["school_within"].tolist() == [2, 2, 2]


def test_the_answer_is_in_the_readers_language(street: Path, tmp_path: Path) -> None:
    done = localgoals(tmp_path, "reach", street, "-o", "points.csv", "--lang", "zh")

    assert "有人居住的点共 3 个" in done.stdout


def refused(done: Done, words: str) -> bool:
    """Tell whether a command ended for the reader's input, with these words and no trace."""
    return done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr


def test_a_file_of_another_kind_is_refused(street: Path, tmp_path: Path) -> None:
    done = localgoals(tmp_path, "reach", street, "-o", "points.xlsx")

    assert refused(done, "ends in neither .csv nor .parquet"), done
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_no_folder_is_refused_before_the_pack_is_read(tmp_path: Path) -> None:
    done = localgoals(tmp_path, "reach", "no-pack", "-o", "nowhere/points.csv")

    assert refused(done, "points.csv is not a file in a folder that exists"), done


@pytest.mark.parametrize("limit", ["0", "nan", "-5", "1e9", "far"])
def test_a_limit_that_is_none_is_refused(street: Path, tmp_path: Path, limit: str) -> None:
    done = localgoals(tmp_path, "reach", street, "-o", "points.csv", "--within", limit)

    assert done.returncode in {1, 2}, done
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_year_without_people_is_refused(street: Path, tmp_path: Path) -> None:
    done = localgoals(tmp_path, "reach", street, "-o", "points.csv", "--period", "1990")

    assert refused(done, "no people of 1990, but of 2020"), done


def test_a_pack_without_streets_is_refused(pack: Path, tmp_path: Path) -> None:
    done = localgoals(tmp_path, "reach", pack, "-o", "points.csv")

    assert refused(done, "The pack has no streets"), done


def test_places_too_far_from_every_street_are_told(street: Path, tmp_path: Path) -> None:
    shutil.copytree(street, tmp_path / "pack")
    add_points(tmp_path / "pack", tmp_path / "play.csv", "play", [(1, 1), (20, 1)])

    done = localgoals(tmp_path, "reach", "pack", "-o", "points.csv")

    assert done.returncode == 0, done.stderr
    assert "Too far from every street: 0 points, which have no figures, and 1 places" in done.stdout
    assert pd.read_csv(tmp_path / "points.csv")["play_within"].tolist() == [1, 1, 1]


def test_a_pack_without_places_is_refused(street: Path, tmp_path: Path) -> None:
    new_pack(tmp_path / "bare", code="XX-BAR", name=Text("Bare", "空"), country="XX")
    add_resource(tmp_path / "bare", next(street.rglob("*.pbf")), role="streets")
    add_points(tmp_path / "bare", tmp_path / "homes.csv", "people", [(0, 5)])

    done = localgoals(tmp_path, "reach", "bare", "-o", "points.csv")

    assert refused(done, "neither amenities nor stops"), done


def test_what_is_no_pack_is_refused_with_all_that_is_wrong(tmp_path: Path) -> None:
    done = localgoals(tmp_path, "reach", "no-pack", "-o", "points.csv")

    assert refused(done, "nothing at this path"), done
    assert list(tmp_path.iterdir()) == []


def test_an_empty_pack_is_refused(tmp_path: Path) -> None:
    new_pack(tmp_path / "empty", code="XX-EMP", name=Text("Empty", "空"), country="XX")

    done = localgoals(tmp_path, "reach", "empty", "-o", "points.csv")

    assert refused(done, "The pack has no people"), done


def test_no_file_of_the_pack_is_written_over(street: Path, tmp_path: Path) -> None:
    pack = shutil.copytree(street, tmp_path / "pack")
    before = digests(pack)
    own = next(pack.glob("*.csv"))

    done = localgoals(tmp_path, "reach", pack, "-o", own)

    assert refused(done, "is what was read")
    assert digests(pack) == before
