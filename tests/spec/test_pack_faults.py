"""Every kind of fault in `FAULTS`, met in a real pack: the check names its kind and can say it."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import rasterio
import shapely
from affine import Affine

from localgoals.catalogue.language import say
from localgoals.ingest.check import check_pack
from localgoals.ingest.faults import FAULTS
from localgoals.ingest.pack import add_resource, new_pack
from localgoals.ingest.settlement_faults import GRID_FAULTS
from localgoals.ingest.zone_faults import ZONE_FAULTS
from localgoals.model.period import Period
from localgoals.model.problem import Problem
from localgoals.model.text import Text

WEST, SOUTH, EAST, NORTH = 7.40, 43.70, 7.44, 43.74
MIDDLE = (WEST + EAST) / 2
AREA = shapely.box(WEST, SOUTH, EAST, NORTH)
HALVES = [shapely.box(WEST, SOUTH, MIDDLE, NORTH), shapely.box(MIDDLE, SOUTH, EAST, NORTH)]
Y2020 = Period(2020, 2020)
GROUPS = {"fields": {"total": "people", "groups": {"sex=female": "women"}}}

Case = Callable[[Path], Path]
CASES: dict[str, Case] = {}


def meets(kind: str) -> Callable[[Case], Case]:
    """Register how a fault of one kind comes into a pack."""

    def register(case: Case) -> Case:
        assert kind not in CASES, kind
        CASES[kind] = case
        return case

    return register


def layer(path: Path, shapes: list[Any], crs: str | None = "EPSG:4326", **columns: Any) -> Path:
    """Write a vector layer in the format of the ending."""
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    return path


def raster(path: Path, values: Any, **profile: Any) -> Path:
    """Write a GeoTIFF over the city, one band unless the values have three dimensions."""
    bands = np.atleast_3d(np.asarray(values, dtype=float).T).T
    cell = (EAST - WEST) / bands.shape[2]
    standard = {"crs": "EPSG:4326", "transform": Affine(cell, 0, WEST, 0, -cell, NORTH)}
    with rasterio.open(
        path, "w", driver="GTiff", dtype="float32",
        count=bands.shape[0], height=bands.shape[1], width=bands.shape[2],
        **(standard | profile),
    ) as file:  # fmt: skip
        file.write(bands.astype("float32"))
    return path


def people(path: Path, rows: str = "7.41,43.71,10,4\n7.43,43.73,20,11\n") -> Path:
    """Write a table of people with coordinates."""
    path.write_text("lon,lat,people,women\n" + rows)
    return path


def empty(tmp: Path) -> Path:
    """Start a pack."""
    folder = tmp / "pack"
    new_pack(folder, code="XX-ONE", name=Text("One", "一"), country="XX")
    return folder


def city(tmp: Path) -> Path:
    """Make a sound pack: boundary, two districts, people."""
    folder = empty(tmp)
    add_resource(folder, layer(tmp / "edge.geojson", [AREA]), role="boundary")
    halves = layer(tmp / "halves.gpkg", HALVES, code=["A", "B"], name=["West", "East"])
    add_resource(folder, halves, role="districts", options={"level": "half"})
    add_people(folder, people(tmp / "people.csv"))
    return folder


def add_people(folder: Path, path: Path, **options: Any) -> Path:
    """Add the people of 2020."""
    fields = {} if path.suffix == ".tif" else GROUPS
    add_resource(folder, path, role="population", period=Y2020, options=fields | options)
    return folder


def with_people(tmp: Path, path: Path, **options: Any) -> Path:
    """Make a pack with a boundary and this layer of people."""
    folder = empty(tmp)
    add_resource(folder, layer(tmp / "edge.geojson", [AREA]), role="boundary")
    return add_people(folder, path, **options)


def with_parks(tmp: Path, path: Path, **options: Any) -> Path:
    """Make a sound pack with this layer of open space."""
    folder = city(tmp)
    add_resource(folder, path, role="open-space", options=options)
    return folder


def edited(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change a descriptor by hand."""
    file = folder / "datapackage.json"
    descriptor = json.loads(file.read_text())
    change(descriptor)
    file.write_text(json.dumps(descriptor))
    return folder


def people_path(tmp: Path, path: str) -> Path:
    """Make a pack whose people lie at a path that somebody wrote by hand."""
    return edited(city(tmp), lambda pack: pack["resources"][2].update(path=path))


def zipped(tmp: Path, *members: zipfile.ZipInfo | str, content: bytes = b"x") -> Path:
    """Zip members with arbitrary names."""
    path = tmp / "pack.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(member, content)
    return path


# The pack and its descriptor


@meets("pack-missing")
def _(tmp: Path) -> Path:
    return tmp / "nowhere"


@meets("descriptor-missing")
def _(tmp: Path) -> Path:
    (tmp / "photos").mkdir()
    return tmp / "photos"


@meets("json-broken")
def _(tmp: Path) -> Path:
    folder = city(tmp)
    (folder / "datapackage.json").write_text('{\n "localgoals": {,}\n}')
    return folder


@meets("key-missing")
def _(tmp: Path) -> Path:
    return edited(city(tmp), lambda pack: pack["localgoals"].pop("country"))


@meets("key-unknown")
def _(tmp: Path) -> Path:
    return edited(city(tmp), lambda pack: pack["resources"][2]["localgoals"].update(feilds={}))


@meets("value-wrong")
def _(tmp: Path) -> Path:
    return edited(city(tmp), lambda pack: pack["resources"][2]["localgoals"].update(period="now"))


@meets("key-twice")
def _(tmp: Path) -> Path:
    folder = city(tmp)
    file = folder / "datapackage.json"
    file.write_text(file.read_text().replace('"code": "XX-ONE"', '"code": "A", "code": "B"'))
    return folder


@meets("name-twice")
def _(tmp: Path) -> Path:
    return edited(city(tmp), lambda pack: pack["resources"][2].update(name="boundary"))


@meets("role-unknown")
def _(tmp: Path) -> Path:
    return edited(city(tmp), lambda pack: pack["resources"][0]["localgoals"].update(role="border"))


@meets("role-twice")
def _(tmp: Path) -> Path:
    return edited(
        city(tmp), lambda pack: pack["resources"].append(pack["resources"][0] | {"name": "other"})
    )


@meets("period-twice")
def _(tmp: Path) -> Path:
    return edited(
        city(tmp), lambda pack: pack["resources"].append(pack["resources"][2] | {"name": "other"})
    )


@meets("level-twice")
def _(tmp: Path) -> Path:
    return edited(
        city(tmp), lambda pack: pack["resources"].append(pack["resources"][1] | {"name": "other"})
    )


@meets("option-missing")
def _(tmp: Path) -> Path:
    return edited(city(tmp), lambda pack: pack["resources"][1]["localgoals"].pop("level"))


@meets("format-not-for-role")
def _(tmp: Path) -> Path:
    return edited(
        city(tmp), lambda pack: pack["resources"][2].update(localgoals={"role": "streets"})
    )


@meets("format-unknown")
def _(tmp: Path) -> Path:
    folder = people_path(tmp, "people.doc")
    (folder / "people.doc").write_text("people")
    return folder


@meets("licence-missing")
def _(tmp: Path) -> Path:
    return city(tmp)


@meets("source-missing")
def _(tmp: Path) -> Path:
    return city(tmp)


# The files, before they are read


@meets("path-absolute")
def _(tmp: Path) -> Path:
    return people_path(tmp, str(people(tmp / "outside.csv")))


@meets("path-parent")
def _(tmp: Path) -> Path:
    people(tmp / "outside.csv")
    return people_path(tmp, "../outside.csv")


@meets("path-remote")
def _(tmp: Path) -> Path:
    return people_path(tmp, "https://city.example/people.csv")


@meets("path-vsi")
def _(tmp: Path) -> Path:
    return people_path(tmp, "/vsicurl/https://city.example/people.csv")


@meets("path-vrt")
def _(tmp: Path) -> Path:
    folder = city(tmp)
    (folder / "grid.tif").write_text('<VRTDataset rasterXSize="1" rasterYSize="1"></VRTDataset>')
    return edited(folder, lambda pack: pack["resources"][2].update(path="grid.tif"))


@meets("path-link")
def _(tmp: Path) -> Path:
    folder = people_path(tmp, "link.csv")
    (folder / "link.csv").symlink_to(people(tmp / "outside.csv"))
    return folder


@meets("path-descriptor")
def _(tmp: Path) -> Path:
    return edited(city(tmp), lambda pack: pack["resources"][0].update(path="./datapackage.json"))


@meets("paths-several")
def _(tmp: Path) -> Path:
    folder = city(tmp)
    people(folder / "more.csv")
    both = ["population-2020.csv", "more.csv"]
    return edited(folder, lambda pack: pack["resources"][2].update(path=both))


@meets("file-missing")
def _(tmp: Path) -> Path:
    return people_path(tmp, "gone.csv")


@meets("hash-changed")
def _(tmp: Path) -> Path:
    folder = city(tmp)
    people(folder / "population-2020.csv", "7.41,43.71,11,4\n")
    return folder


@meets("hash-missing")
def _(tmp: Path) -> Path:
    return edited(city(tmp), lambda pack: pack["resources"][2].pop("hash"))


@meets("content-differs")
def _(tmp: Path) -> Path:
    folder = people_path(tmp, "people.parquet")
    people(folder / "people.parquet")
    return folder


@meets("sidecar-missing")
def _(tmp: Path) -> Path:
    folder = with_parks(tmp, layer(tmp / "parks.shp", [HALVES[0]], name=["Park"]))
    (folder / "open-space.dbf").unlink()
    return folder


# Archives


@meets("zip-broken")
def _(tmp: Path) -> Path:
    path = zipped(tmp, "pack/datapackage.json")
    path.write_bytes(path.read_bytes()[:-30])
    return path


@meets("zip-members")
def _(tmp: Path) -> Path:
    return zipped(tmp, *(f"{number}.csv" for number in range(10_001)))


@meets("zip-size")
def _(tmp: Path) -> Path:
    return declares(zipped(tmp, *"abc"), size=0xFFFF_FFF0)


@meets("zip-ratio")
def _(tmp: Path) -> Path:
    return zipped(tmp, "zeros.csv", content=bytes(17 << 20))


@meets("zip-parent")
def _(tmp: Path) -> Path:
    return zipped(tmp, "datapackage.json", "../../etc/cron.d/x")


@meets("zip-absolute")
def _(tmp: Path) -> Path:
    return zipped(tmp, "C:\\windows\\x.csv")


@meets("zip-deep")
def _(tmp: Path) -> Path:
    return zipped(tmp, "a/" * 9 + "x.csv")


@meets("zip-link")
def _(tmp: Path) -> Path:
    member = zipfile.ZipInfo("link.csv")
    member.external_attr = 0o120777 << 16
    return zipped(tmp, member, content=b"/etc/passwd")


@meets("zip-encrypted")
def _(tmp: Path) -> Path:
    path = zipped(tmp, "x.csv")
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    return path


@meets("zip-name")
def _(tmp: Path) -> Path:
    return zipped(tmp, "城" * 100 + ".csv")


@meets("zip-several")
def _(tmp: Path) -> Path:
    return zipped(tmp, "one/datapackage.json", "two/datapackage.json", content=b"{}")


@meets("zip-duplicate")
def _(tmp: Path) -> Path:
    return zipped(tmp, "People.csv", "people.csv")


def declares(path: Path, *, size: int) -> Path:
    """Make every member of a zip claim another size in the table of contents."""
    raw = bytearray(path.read_bytes())
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        raw[at + 24 : at + 28] = size.to_bytes(4, "little")
        at = raw.find(b"PK\x01\x02", at + 4)
    path.write_bytes(raw)
    return path


# Vector layers


@meets("unreadable")
def _(tmp: Path) -> Path:
    parks = tmp / "parks.geojson"
    parks.write_text('{"type": "FeatureCollection",\n "features": [\n')
    return with_parks(tmp, parks)


@meets("layer-unstated")
def _(tmp: Path) -> Path:
    parks = tmp / "parks.gpkg"
    for name in ("parks", "squares"):
        gpd.GeoDataFrame(geometry=HALVES, crs="EPSG:4326").to_file(parks, layer=name)
    return with_parks(tmp, parks)


@meets("layer-missing")
def _(tmp: Path) -> Path:
    return with_parks(tmp, layer(tmp / "parks.gpkg", HALVES), layer="meadows")


@meets("layer-empty")
def _(tmp: Path) -> Path:
    return with_parks(tmp, layer(tmp / "parks.gpkg", []))


@meets("crs-missing")
def _(tmp: Path) -> Path:
    parks = layer(tmp / "parks.shp", HALVES, name=["a", "b"])
    parks.with_suffix(".prj").unlink()
    return with_parks(tmp, parks)


@meets("crs-unknown")
def _(tmp: Path) -> Path:
    return with_parks(tmp, layer(tmp / "parks.gpkg", HALVES), crs="EPSG:999999")


@meets("crs-conflict")
def _(tmp: Path) -> Path:
    return with_parks(tmp, layer(tmp / "parks.gpkg", HALVES), crs="EPSG:32632")


@meets("crs-contradicts")
def _(tmp: Path) -> Path:
    return with_parks(tmp, layer(tmp / "parks.gpkg", HALVES, crs="EPSG:32632"))


@meets("far-outside")
def _(tmp: Path) -> Path:
    elsewhere = [shapely.box(-43.3, -23.0, -43.1, -22.9)]
    return with_parks(tmp, layer(tmp / "parks.gpkg", elsewhere))


@meets("axes-swapped")
def _(tmp: Path) -> Path:
    return with_people(tmp, people(tmp / "people.csv", "43.71,7.41,10,4\n"))


@meets("coordinates-infinite")
def _(tmp: Path) -> Path:
    corners = [(WEST, SOUTH), (EAST, SOUTH), (MIDDLE, 43.75), (WEST, NORTH)]
    parks = layer(tmp / "parks.geojson", [shapely.Polygon(corners)])
    parks.write_text(parks.read_text().replace("43.75", "NaN"))
    return with_parks(tmp, parks)


@meets("geometry-null")
def _(tmp: Path) -> Path:
    return with_parks(tmp, layer(tmp / "parks.gpkg", [HALVES[0], None]))


@meets("geometry-mended")
def _(tmp: Path) -> Path:
    bow_tie = shapely.Polygon([(7.40, 43.70), (7.42, 43.72), (7.42, 43.70), (7.40, 43.72)])
    return with_parks(tmp, layer(tmp / "parks.gpkg", [bow_tie]))


@meets("geometry-kind")
def _(tmp: Path) -> Path:
    paths = [shapely.LineString([(WEST, SOUTH), (EAST, NORTH)])]
    return with_parks(tmp, layer(tmp / "parks.gpkg", paths))


@meets("column-missing")
def _(tmp: Path) -> Path:
    return with_parks(tmp, layer(tmp / "parks.gpkg", HALVES), fields={"name": "title"})


@meets("code-twice")
def _(tmp: Path) -> Path:
    folder = empty(tmp)
    halves = layer(tmp / "halves.gpkg", HALVES, code=["A", "A"], name=["West", "East"])
    add_resource(folder, halves, role="districts", options={"level": "half"})
    return folder


@meets("code-empty")
def _(tmp: Path) -> Path:
    folder = empty(tmp)
    halves = layer(tmp / "halves.gpkg", HALVES, code=["A", None], name=["West", "East"])
    add_resource(folder, halves, role="districts", options={"level": "half"})
    return folder


# Tables


@meets("not-a-number")
def _(tmp: Path) -> Path:
    return with_people(tmp, people(tmp / "people.csv", "7.41,43.71,about ten,4\n"))


@meets("negative-number")
def _(tmp: Path) -> Path:
    return with_people(tmp, people(tmp / "people.csv", "7.41,43.71,-10,4\n"))


@meets("and-more")
def _(tmp: Path) -> Path:
    return with_people(tmp, people(tmp / "people.csv", "7.41,43.71,?,4\n" * 25))


@meets("encoding-guessed")
def _(tmp: Path) -> Path:
    table = tmp / "people.csv"
    table.write_bytes("lon,lat,people,women,place\n7.41,43.71,10,4,Général\n".encode("latin-1"))
    return with_people(tmp, table)


@meets("column-twice")
def _(tmp: Path) -> Path:
    table = tmp / "people.csv"
    table.write_text("lon,lat,people,women,people\n7.41,43.71,10,4,11\n")
    return with_people(tmp, table)


@meets("formula-unsaved")
def _(tmp: Path) -> Path:
    frame = pd.DataFrame({"lon": [7.41], "lat": [43.71], "people": ["=4+6"], "women": [4]})
    frame.to_excel(tmp / "people.xlsx", index=False)
    return with_people(tmp, tmp / "people.xlsx")


@meets("table-too-large")
def _(tmp: Path) -> Path:
    # A number that stands there again and again takes no room in Parquet.
    ones = pa.array(np.ones(1_000_000))
    rows = pa.chunked_array([ones] * 60)
    names = ["lon", "lat", "people", "women"]
    pq.write_table(pa.table([rows] * 4, names=names), tmp / "people.parquet")
    return with_people(tmp, tmp / "people.parquet")


@meets("sheet-missing")
def _(tmp: Path) -> Path:
    frame = pd.DataFrame({"lon": [7.41], "lat": [43.71], "people": [10], "women": [4]})
    frame.to_excel(tmp / "people.xlsx", sheet_name="2020", index=False)
    return with_people(tmp, tmp / "people.xlsx", sheet="2021")


@meets("sheet-unstated")
def _(tmp: Path) -> Path:
    frame = pd.DataFrame({"lon": [7.41], "lat": [43.71], "people": [10], "women": [4]})
    with pd.ExcelWriter(tmp / "people.xlsx") as book:
        frame.to_excel(book, sheet_name="2020", index=False)
        frame.to_excel(book, sheet_name="2010", index=False)
    return with_people(tmp, tmp / "people.xlsx")


@meets("table-empty")
def _(tmp: Path) -> Path:
    return with_people(tmp, people(tmp / "people.csv", ""))


@meets("coordinates-missing")
def _(tmp: Path) -> Path:
    return with_people(tmp, people(tmp / "people.csv", "7.41,43.71,10,4\n,,5,1\n"))


# Rasters


@meets("band-unstated")
def _(tmp: Path) -> Path:
    return with_people(tmp, raster(tmp / "people.tif", np.ones((2, 4, 4))))


@meets("band-missing")
def _(tmp: Path) -> Path:
    return with_people(tmp, raster(tmp / "people.tif", np.ones((4, 4))), band=2)


@meets("raster-rotated")
def _(tmp: Path) -> Path:
    turned = Affine(0.01, 0.002, WEST, 0.002, -0.01, NORTH)
    return with_people(tmp, raster(tmp / "people.tif", np.ones((4, 4)), transform=turned))


@meets("raster-empty")
def _(tmp: Path) -> Path:
    return with_people(tmp, raster(tmp / "people.tif", np.full((4, 4), -200), nodata=-200))


@meets("raster-too-large")
def _(tmp: Path) -> Path:
    wide = tmp / "people.tif"
    with rasterio.open(
        wide, "w", driver="GTiff", dtype="uint8", count=1, width=25_000, height=25_000,
        crs="EPSG:4326", transform=Affine(1e-6, 0, WEST, 0, -1e-6, NORTH),
        sparse_ok=True, tiled=True, compress="deflate",
    ):  # fmt: skip
        pass
    return with_people(tmp, wide)


@meets("cells-negative")
def _(tmp: Path) -> Path:
    return with_people(tmp, raster(tmp / "people.tif", [[5, -200], [7, 1]]))


@meets("cells-not-real")
def _(tmp: Path) -> Path:
    path = raster(tmp / "people.tif", [[1, 2]])
    with rasterio.open(path) as file:
        profile = file.profile | {"dtype": "complex64"}
    with rasterio.open(path, "w", **profile) as file:
        file.write(np.full((1, 1, 2), 1 + 1j, dtype="complex64"))
    return with_people(tmp, path)


@meets("cells-not-binary")
def _(tmp: Path) -> Path:
    return with_built_up(tmp, [[0, 1], [255, 255]], unit="binary")


@meets("unit-seems-share")
def _(tmp: Path) -> Path:
    return with_built_up(tmp, [[0, 0.5], [0.25, 1]], unit="m2")


def with_built_up(tmp: Path, cells: Any, *, unit: str) -> Path:
    """Make a sound pack with this raster of built-up area."""
    folder = city(tmp)
    path = raster(tmp / "built.tif", cells)
    add_resource(folder, path, role="built-up", period=Y2020, options={"unit": unit})
    return folder


@meets("unit-wrong")
def _(tmp: Path) -> Path:
    folder = city(tmp)
    grid = raster(tmp / "land.tif", np.ones((4, 4)))
    add_resource(folder, grid, role="land", options={"unit": "share"})
    return edited(folder, lambda pack: pack["resources"][3]["localgoals"].update(unit="acres"))


@meets("unit-contradicts")
def _(tmp: Path) -> Path:
    folder = city(tmp)
    percent = raster(tmp / "built.tif", np.full((4, 4), 60))
    add_resource(folder, percent, role="built-up", period=Y2020, options={"unit": "share"})
    return folder


@meets("grids-differ")
def _(tmp: Path) -> Path:
    folder = with_people(tmp, raster(tmp / "people.tif", np.ones((4, 4))))
    land = raster(tmp / "land.tif", np.ones((8, 8)))
    add_resource(folder, land, role="land", options={"unit": "share"})
    return folder


# The city


@meets("boundary-none")
def _(tmp: Path) -> Path:
    return empty(tmp)


@meets("population-none")
def _(tmp: Path) -> Path:
    folder = empty(tmp)
    add_resource(folder, layer(tmp / "edge.geojson", [AREA]), role="boundary")
    return folder


@meets("place-unknown")
def _(tmp: Path) -> Path:
    return empty(tmp)


@meets("total-unknown")
def _(tmp: Path) -> Path:
    return with_people(tmp, people(tmp / "people.csv", "7.41,43.71,10,4\n7.42,43.71,,1\n"))


@meets("people-nobody")
def _(tmp: Path) -> Path:
    return with_people(tmp, raster(tmp / "people.tif", np.zeros((2, 2))))


@meets("people-too-many")
def _(tmp: Path) -> Path:
    return with_people(tmp, raster(tmp / "people.tif", np.full((2, 2), 3.4e38)))


@meets("people-outside")
def _(tmp: Path) -> Path:
    return with_people(tmp, people(tmp / "people.csv", "7.41,43.71,10,4\n7.47,43.71,5,1\n"))


@meets("groups-exceed")
def _(tmp: Path) -> Path:
    return with_people(tmp, people(tmp / "people.csv", "7.41,43.71,10,40\n"))


def with_groups(tmp: Path, rows: str, group: str = "age=65+", **options: Any) -> Path:
    """Make a sound pack with a table of one group by district."""
    folder = city(tmp)
    table = tmp / "groups.csv"
    table.write_text("code,total,old\n" + rows)
    fields = {"code": "code", "total": "total", "groups": {group: "old"}}
    chosen: dict[str, Any] = {"level": "half", "fields": fields} | options
    add_resource(folder, table, role="groups", period=Y2020, options=chosen)
    return folder


@meets("group-twice")
def _(tmp: Path) -> Path:
    return with_groups(tmp, "A,10,2\nB,20,5\n", group="sex=female")


@meets("groups-without-people")
def _(tmp: Path) -> Path:
    folder = with_groups(tmp, "A,10,2\nB,20,5\n")
    return edited(folder, lambda pack: pack["resources"][3]["localgoals"].update(period="1999"))


@meets("level-unknown")
def _(tmp: Path) -> Path:
    return with_groups(tmp, "A,10,2\nB,20,5\n", level="quarter")


@meets("district-unknown")
def _(tmp: Path) -> Path:
    return with_groups(tmp, "A,10,2\nB,20,5\nC,1,1\n")


@meets("district-unlisted")
def _(tmp: Path) -> Path:
    return with_groups(tmp, "A,10,2\n")


@meets("district-without-people")
def _(tmp: Path) -> Path:
    folder = with_groups(tmp, "A,10,2\nB,20,5\n")
    table = people(folder / "population-2020.csv", "7.41,43.71,10,4\n")
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    return edited(folder, lambda pack: pack["resources"][2].update(hash=f"sha256:{digest}"))


@meets("totals-differ")
def _(tmp: Path) -> Path:
    return with_groups(tmp, "A,100,2\nB,200,5\n")


def with_stops(tmp: Path, role: str, **options: Any) -> Path:
    """Make a sound pack with a table of stops or of places to walk to."""
    folder = city(tmp)
    table = tmp / "stops.csv"
    table.write_text("lon,lat,mode\n7.41,43.71,hovercraft\n")
    add_resource(folder, table, role=role, options=options)
    return folder


@meets("mode-unknown")
def _(tmp: Path) -> Path:
    return with_stops(tmp, "transit", fields={"mode": "mode"})


@meets("kind-unknown")
def _(tmp: Path) -> Path:
    return with_stops(tmp, "amenities", kind="castle")


@meets("places-none")
def _(tmp: Path) -> Path:
    return with_stops(tmp, "transit")


def checked(path: Path, tmp: Path) -> tuple[Problem, ...]:
    """Check a pack."""
    return check_pack(path, scratch=tmp / "scratch").problems


def test_every_kind_of_fault_has_a_case() -> None:
    # A file that changes under the reader's hands has a test of its own: test_changing_files.py;
    # packs side by side are met in test_many_cities_command.py, and grids and areas, which lie in
    # no pack, in test_settlements_command.py and test_zones_command.py.
    elsewhere = {"file-changed", "city-twice", "city-no-folder", *GRID_FAULTS, *ZONE_FAULTS}

    assert set(CASES) | elsewhere == set(FAULTS)


@pytest.mark.parametrize("kind", CASES)
def test_a_fault_is_found_and_said_in_both_languages(kind: str, tmp_path: Path) -> None:
    path = CASES[kind](tmp_path)

    problems = checked(path, tmp_path)

    found = [one for one in problems if one.kind == kind]
    assert found, [str(one) for one in problems]
    assert found[0].severity == FAULTS[kind].severity
    for sentence in (found[0].found, found[0].expected, found[0].remedy):
        assert say(sentence, "en")
        assert "{" not in say(sentence, "zh")


def test_a_sound_pack_has_no_error(tmp_path: Path) -> None:
    problems = checked(city(tmp_path), tmp_path)

    assert {one.kind for one in problems} == {"licence-missing", "source-missing"}


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    folder = edited(
        city(tmp_path),
        lambda pack: (
            pack["localgoals"].update(country="Monaco"),
            pack["resources"][0].update(path="/vsizip/edge.geojson"),
            pack["resources"][1]["localgoals"].pop("level"),
        ),
    )
    people(folder / "population-2020.csv", "")

    kinds = {one.kind for one in checked(folder, tmp_path) if one.severity == "error"}

    assert kinds == {"value-wrong", "path-vsi", "option-missing", "hash-changed", "place-unknown"}


@pytest.mark.parametrize("ending", ["xlsx", "zip"])
def test_a_bomb_inside_a_pack_is_refused_before_it_is_opened(tmp_path: Path, ending: str) -> None:
    folder = city(tmp_path)
    role = {"xlsx": "statistics", "zip": "transit"}[ending]
    bomb = zipped(tmp_path, "xl/workbook.xml", content=bytes(17 << 20))
    shutil.copy(bomb, folder / f"bomb.{ending}")
    entry = {"name": "bomb", "path": f"bomb.{ending}", "localgoals": {"role": role}}
    edited(folder, lambda pack: pack["resources"].append(entry))

    kinds = {one.kind for one in checked(folder, tmp_path) if one.severity == "error"}

    assert kinds == {"zip-ratio"}


def test_a_refused_zip_leaves_nothing_in_scratch(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    check_pack(zipped(tmp_path, "datapackage.json", "../x"), scratch=scratch)

    assert list(scratch.iterdir()) == []
    assert not (tmp_path / "x").exists()
