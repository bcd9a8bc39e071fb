"""
People within a walk of public transport in the 25-point test case of PtAC.

Origin: DLR-VF/PtAC (EPL-2.0), tests/input_data; the expected values are in expected.json beside it.
PtAC asserts 0.96 because its engine drops one of the 25 origins; the right answer is 1.00.
"""

from __future__ import annotations

import json
import shutil

import numpy as np
import pyogrio
import pytest
import shapely

from localgoals.spatial.network import snap, walk_network
from localgoals.spatial.reach import walking_distance

METRIC = "EPSG:25833"


@pytest.fixture(scope="module")
def case(shared, tmp_path_factory):
    # SQLite opens these files (in WAL mode) without a warning only where it may write beside them.
    folder = tmp_path_factory.mktemp("ptac")
    shutil.copytree(shared / "vectors" / "sdg1121_ptac", folder, dirs_exist_ok=True)
    folder.chmod(0o755)
    (folder / "test_case").chmod(0o755)
    return folder


def read(case, name):
    return pyogrio.read_dataframe(case / "test_case" / f"{name}_test.gpkg").to_crs(METRIC)


@pytest.fixture(scope="module")
def network(case):
    streets = read(case, "net")
    xy, street = shapely.get_coordinates(streets.geometry.array, return_index=True)
    places, node = np.unique(xy, axis=0, return_inverse=True)
    on = street[1:] == street[:-1]
    return walk_network(places[:, 0], places[:, 1], node[:-1][on], node[1:][on])


@pytest.fixture(scope="module")
def people(case):
    return read(case, "pop")


def reached(network, people, stops, limit_m):
    homes = snap(network, people.geometry.x, people.geometry.y, within_m=500)
    at = snap(network, stops.geometry.x, stops.geometry.y, within_m=500)
    distance_m = walking_distance(network, homes, at, limit_m=limit_m)
    return people["pop"].to_numpy()[distance_m <= limit_m].sum()


def test_everybody_lives_within_reach_of_public_transport(case, network, people):
    expected = json.loads((case / "expected.json").read_text())["test_case"]
    low, high = read(case, "pt_low"), read(case, "pt_high")

    within_low = reached(network, people, low, 500)
    within_high = reached(network, people, high, 1000)

    assert within_low == pytest.approx(expected["total_pop"])
    assert within_high == pytest.approx(expected["total_pop"])
    assert within_low / people["pop"].sum() == pytest.approx(expected["correct_value"]["sdg"])


def test_fewer_people_live_within_a_shorter_walk(case, network, people):
    assert 0 < reached(network, people, read(case, "pt"), 10) < people["pop"].sum()
