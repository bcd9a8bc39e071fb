"""What a resource holds, at a glance."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
import shapely

from localgoals.ingest.pack import Resource
from localgoals.ingest.summary import Summary, summarise


def resource(path: Path, form: str, **options: object) -> Resource:
    return Resource("it", "green", (path,), form, "0" * 64, None, options)


@pytest.mark.parametrize(
    ("name", "form", "crs", "count"),
    [
        ("northern_kentucky_us/block-groups/block-groups.shp", "shp", "EPSG:4326", 3114),
        ("madrid_es/neighbourhoods.gpkg", "gpkg", "EPSG:25830", 131),
        ("madrid_es/population_clipped.tif", "tif", "EPSG:25830", 765 * 714),
    ],
)
def test_a_layer_tells_its_size_and_system(
    shared: Path, name: str, form: str, crs: str, count: int
) -> None:
    found = summarise(resource(shared / "data" / name, form))

    assert (found.count, found.crs) == (count, crs)
    assert found.extent is not None
    assert found.extent[0] < found.extent[2]


def test_geoparquet_tells_its_extent(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = gpd.GeoDataFrame(geometry=[shapely.box(7.4, 43.7, 7.5, 43.8)], crs="EPSG:4326")
    frame.to_parquet(path)

    found = summarise(resource(path, "parquet"))

    assert (found.count, found.crs) == (1, "EPSG:4326")
    assert found.extent == (7.4, 43.7, 7.5, 43.8)


def test_tables_and_archives_tell_their_size(tmp_path: Path) -> None:
    gpd.pd.DataFrame({"a": [1, 2]}).to_parquet(tmp_path / "a.parquet")
    gpd.pd.DataFrame({"a": [1, 2, 3]}).to_csv(tmp_path / "a.csv", index=False)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("stops.txt", "")

    assert summarise(resource(tmp_path / "a.parquet", "parquet", crs="EPSG:4326")) == Summary(
        2, "EPSG:4326"
    )
    assert summarise(resource(tmp_path / "a.csv", "csv")) == Summary(3)
    assert summarise(resource(tmp_path / "a.zip", "zip")) == Summary(1)


@pytest.mark.parametrize("form", ["tif", "gpkg", "parquet", "geojson"])
def test_what_cannot_be_read_has_no_size(tmp_path: Path, form: str) -> None:
    (tmp_path / f"a.{form}").write_bytes(b"PAR1")

    assert summarise(resource(tmp_path / f"a.{form}", form)) == Summary()


def test_geoparquet_that_states_no_system_or_a_wrong_one_tells_none(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    gpd.GeoDataFrame(geometry=[shapely.Point(7.4, 43.7)], crs=None).to_parquet(path)
    table = pq.read_table(path)
    geo = json.loads(table.schema.metadata[b"geo"])
    geo["columns"]["geometry"]["crs"] = {"type": "nothing"}
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(geo)}), tmp_path / "b.parquet")

    assert summarise(resource(path, "parquet")).crs == ""
    assert summarise(resource(path, "parquet")).count == 1
    assert summarise(resource(tmp_path / "b.parquet", "parquet")) == Summary()
