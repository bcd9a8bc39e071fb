"""Stops, places to walk to, and whether layers lie where the city lies."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS

from localgoals.ingest.areas import read_polygons
from localgoals.ingest.pack import Resource
from localgoals.ingest.places import read_amenities_table, read_stops_table
from localgoals.ingest.placing import far_points, far_shapes

UTM = CRS.from_epsg(32632)
HOME = (7.40, 43.70, 7.44, 43.74)
SQUARE = shapely.box(7.40, 43.70, 7.42, 43.72)


def resource(path: Path, role: str, form: str, **options: object) -> Resource:
    return Resource("it", role, (path,), form, "0" * 64, None, options)


def test_stops_have_the_reach_of_their_mode(tmp_path: Path) -> None:
    path = tmp_path / "stops.csv"
    path.write_text("lon,lat,kind,called\n7.41,43.71,Metro,Centre\n7.42,43.71,bus,\n")
    fields = {"mode": "kind", "name": "called"}

    stops, problems = read_stops_table(resource(path, "transit", "csv", fields=fields), UTM)

    assert problems == []
    assert stops is not None
    assert stops.high_capacity.tolist() == [True, False]
    assert stops.name == ("Centre", "")
    assert np.isnan(stops.departures_per_hour).all()
    # A hundredth of a degree of longitude at 43.71° north.
    assert stops.x[1] - stops.x[0] == pytest.approx(806, abs=2)


def test_one_mode_stands_for_all_stops(tmp_path: Path) -> None:
    path = tmp_path / "stops.geojson"
    points = [shapely.Point(7.41, 43.71), shapely.Point(7.42, 43.71)]
    gpd.GeoDataFrame(geometry=points, crs=4326).to_file(path)

    stops, problems = read_stops_table(resource(path, "transit", "geojson", mode="ferry"), UTM)

    assert problems == []
    assert stops is not None
    assert stops.high_capacity.tolist() == [True, True]


def test_every_unknown_word_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text("lon,lat,what\n7.41,43.71,school\n7.41,43.71,pub\n7.41,43.71,pub\n7.4,43.7,\n")
    fields = {"kind": "what"}

    places, problems = read_amenities_table(resource(path, "amenities", "csv", fields=fields), UTM)

    assert places is None
    assert [str(one.found) for one in problems] == ["the kind -", "the kind pub"]


def test_areas_to_walk_to_stand_for_a_point_inside_them(tmp_path: Path) -> None:
    path = tmp_path / "schools.gpkg"
    gpd.GeoDataFrame(geometry=[SQUARE], crs=4326).to_file(path)

    places, _ = read_amenities_table(resource(path, "amenities", "gpkg", kind="school"), UTM)

    assert places is not None
    assert places.kind.tolist() == ["school"]
    lon, lat = 7.41, 43.71
    moved = gpd.GeoSeries([shapely.Point(lon, lat)], crs=4326).to_crs(UTM)
    assert (places.x[0], places.y[0]) == pytest.approx((moved.x[0], moved.y[0]), abs=5)


def test_parks_keep_their_names(tmp_path: Path) -> None:
    path = tmp_path / "parks.gpkg"
    gpd.GeoDataFrame({"title": ["花园", None]}, geometry=[SQUARE, SQUARE], crs=4326).to_file(path)

    parks, problems = read_polygons(resource(path, "green", "gpkg", fields={"name": "title"}), UTM)

    assert problems == []
    assert parks is not None
    assert parks.name == ("花园", "")
    assert parks.lineage.sources == ("it",)


@pytest.mark.parametrize(
    ("x", "y", "kinds"),
    [
        ([7.42], [43.72], []),
        ([0.0, 7.42], [0.0, 43.72], []),
        ([7.50], [43.72], []),
        ([43.72], [7.42], ["axes-swapped"]),
        ([0.0], [0.0], ["far-outside"]),
        ([-172.58], [-43.72], ["far-outside"]),
    ],
)
def test_points_far_from_the_city_are_told(
    x: list[float], y: list[float], kinds: list[str]
) -> None:
    found = far_points(np.array(x), np.array(y), CRS.from_epsg(4326), HOME, "it")

    assert [one.kind for one in found] == kinds


def test_the_place_of_a_far_layer_and_of_the_city_are_named() -> None:
    (found,) = far_points(np.array([-43.2]), np.array([-22.9]), CRS.from_epsg(4326), HOME, "it")

    assert "-43.20°, -22.90°" in str(found.found)
    assert "7.42°, 43.72°" in str(found.expected)


def test_an_area_around_the_whole_city_is_not_far_from_it() -> None:
    country = np.array([shapely.box(-5, 42, 9, 51)])

    assert far_shapes(country, CRS.from_epsg(4326), HOME, "it") == []
