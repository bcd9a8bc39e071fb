"""Vector layers of every format, and what is made of their faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from pyproj import CRS

from localgoals.ingest.vectors import POLYGONS, Wanted, named, read_layer

SQUARES = [shapely.box(7.40, 43.70, 7.42, 43.72), shapely.box(7.42, 43.70, 7.44, 43.72)]


def written(path: Path, shapes: list[Any], **columns: Any) -> Path:
    frame = gpd.GeoDataFrame(columns or {"n": range(len(shapes))}, geometry=shapes, crs=4326)
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    return path


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp", "parquet"])
def test_a_layer_is_the_same_in_every_format(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path / f"a.{ending}", SQUARES, code=["007", "012"], other=[1, 2])

    layer, problems = read_layer(path, "a", Wanted(columns=("code",), crs="EPSG:4326"))

    assert problems == []
    assert layer is not None
    assert layer.table.to_dict("list") == {"code": ["007", "012"]}
    assert layer.crs.to_epsg() == 4326
    assert shapely.equals(layer.geometry, np.array(SQUARES)).all()


def test_crossed_rings_become_areas_and_heights_are_dropped(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon(
        [(7.40, 43.70, 9), (7.42, 43.72, 9), (7.42, 43.70, 9), (7.40, 43.72, 9)]
    )
    path = written(tmp_path / "a.gpkg", [bow_tie, SQUARES[1]])

    layer, problems = read_layer(path, "a", Wanted(kinds=POLYGONS))

    assert [one.kind for one in problems] == ["geometry-mended"]
    assert "(1)" in str(problems[0].found)
    assert layer is not None
    assert shapely.is_valid(layer.geometry).all()
    assert not shapely.has_z(layer.geometry).any()
    assert shapely.area(layer.geometry[0]) == pytest.approx(0.02 * 0.02 / 2)


def test_an_area_without_extent_is_left_out(tmp_path: Path) -> None:
    sliver = shapely.Polygon([(7.40, 43.70), (7.42, 43.72), (7.40, 43.70)])
    spike = shapely.Polygon(
        [(7.40, 43.70), (7.42, 43.70), (7.42, 43.72), (7.42, 43.70), (7.40, 43.72)]
    )
    path = written(tmp_path / "a.gpkg", [sliver, spike])

    layer, problems = read_layer(path, "a", Wanted(kinds=POLYGONS))

    assert [one.kind for one in problems] == ["geometry-mended", "geometry-null"]
    assert layer is not None
    assert layer.rows.tolist() == [2]
    assert shapely.get_type_id(layer.geometry).tolist() == [shapely.GeometryType.POLYGON]


def test_features_keep_their_number_when_others_are_left_out(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg", [None, SQUARES[0], shapely.Polygon(), SQUARES[1]])

    layer, problems = read_layer(path, "a", Wanted())

    assert layer is not None
    assert layer.rows.tolist() == [2, 4]
    assert "2 features without geometry (1, 3)" in str(problems[0])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"type": "FeatureCollection",\n "features": [}', "line 2"),
        (b'{"hello": "world"}', "cannot be read"),
    ],
)
def test_a_broken_geojson_says_where(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.geojson").write_bytes(content)

    layer, problems = read_layer(tmp_path / "a.geojson", "a", Wanted())

    assert layer is None
    assert said in str(problems[0])
    assert str(tmp_path) not in str(problems[0])


def test_json_of_another_driver_is_not_taken_for_geojson(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"type": "Topology", "objects": {"a": {"type": "Point", "coordinates": [7, 43]}},'
        ' "arcs": []}'
    )

    layer, problems = read_layer(tmp_path / "a.json", "a", Wanted())

    assert layer is None
    assert [one.kind for one in problems] == ["content-differs"]


def test_a_plain_table_is_not_a_layer(tmp_path: Path) -> None:
    pyogrio.write_dataframe(pd.DataFrame({"n": [1]}), tmp_path / "a.gpkg")

    layer, problems = read_layer(tmp_path / "a.gpkg", "a", Wanted())

    assert layer is None
    assert [one.kind for one in problems] == ["layer-empty"]


def test_a_declared_system_is_used_where_the_file_has_none(tmp_path: Path) -> None:
    path = written(tmp_path / "a.shp", SQUARES)
    path.with_suffix(".prj").unlink()

    layer, problems = read_layer(path, "a", Wanted(crs="EPSG:4258"))

    assert problems == []
    assert layer is not None
    assert layer.crs.to_epsg() == 4258


def test_areas_are_placed_in_metres(tmp_path: Path) -> None:
    layer, _ = read_layer(written(tmp_path / "a.gpkg", SQUARES), "a", Wanted())

    assert layer is not None
    placed = layer.placed(CRS.from_epsg(32632))

    # 0.02° x 0.02° at 43.71° north is 1,612 m x 2,222 m.
    assert shapely.area(placed) == pytest.approx(1612 * 2222, rel=0.002)


def test_only_the_first_few_features_are_named() -> None:
    assert named([1, 2]) == "1, 2"
    assert named(list("abcdefg")) == "a, b, c, d, e, …"
