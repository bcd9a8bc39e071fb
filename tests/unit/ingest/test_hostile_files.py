"""Files made to break a reader, or broken by accident: each gives a problem, never an error."""

from __future__ import annotations

import datetime
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import rasterio
import shapely
from affine import Affine
from openpyxl.chart import BarChart
from pyproj import CRS

from localgoals.errors import UnsafeFile
from localgoals.ingest import descriptor
from localgoals.ingest.air import read_air
from localgoals.ingest.archives import unpack, zip_problems
from localgoals.ingest.formats import is_geoparquet
from localgoals.ingest.gtfs_feed import read_feed
from localgoals.ingest.pack import Resource, inspect_pack
from localgoals.ingest.rasters import read_grid
from localgoals.ingest.spreadsheets import read_sheet, sheet_names
from localgoals.ingest.tables import numbers_in, read_table
from localgoals.ingest.timetable import read_timetable
from localgoals.ingest.vectors import Wanted, read_layer
from localgoals.model.problem import Problem

HEADER = ["lon", "lat", "people"]
ROWS = [[7.41, 43.71, 10], [7.43, 43.73, 20]]


def kinds(problems: list[Problem]) -> list[str]:
    return [one.kind for one in problems]


# Descriptors


@pytest.mark.parametrize(
    "text",
    [
        '{"bytes": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"title": "\\ud800"}',
        '{"title": "caf\xe9"}'.encode("latin-1"),
    ],
    ids=["huge number", "deep", "half a surrogate pair", "Latin-1"],
)
def test_a_descriptor_that_is_no_sound_json_is_one_problem(text: str | bytes) -> None:
    found, problems = descriptor.parse(text if isinstance(text, bytes) else text.encode())

    assert found == {}
    assert kinds(problems) == ["json-broken"]


def test_a_path_that_is_longer_than_any_name_is_a_missing_file(tmp_path: Path) -> None:
    entry = {"name": "a", "path": "a" * 5000 + ".csv", "localgoals": {"role": "statistics"}}
    own = {"version": 1, "code": "X", "title": {"en": "X", "zh": "某"}, "country": "XX"}
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"resources": [entry], "localgoals": own})
    )

    _, problems = inspect_pack(tmp_path, scratch=tmp_path)

    assert kinds(problems) == ["file-missing"]


# Archives


def archive(path: Path, *names: str, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as file:
        for name in names:
            file.writestr(name, "some words " * 100)
    return path


@pytest.mark.parametrize(
    "names", [("a", "a/b"), ("a/b", "a"), ("./a", "a"), ("a//b", "a/b"), ("é", "e\u0301")]
)
def test_members_that_meet_in_one_place_are_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    path = archive(tmp_path / "a.zip", *names)

    assert kinds(zip_problems(path)) == ["zip-duplicate"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_broken_content_is_refused_whatever_packed_it(tmp_path: Path, method: int) -> None:
    path = archive(tmp_path / "a.zip", "a.csv", method=method)
    raw = bytearray(path.read_bytes())
    raw[46:60] = b"\xff" * 14
    path.write_bytes(raw)
    (tmp_path / "out").mkdir()

    with pytest.raises(UnsafeFile, match="cannot be read"):
        unpack(path, tmp_path / "out")


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", "é.csv")
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xff\xfe"))

    assert kinds(zip_problems(path)) == ["zip-broken"]


def test_backslashes_of_windows_are_folders(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", "city\\people.csv")
    (tmp_path / "out").mkdir()

    unpack(path, tmp_path / "out")

    assert (tmp_path / "out/city/people.csv").is_file()


def test_members_that_share_their_bytes_are_not_unpacked(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", "first")
    raw = path.read_bytes()
    at, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    entries = b"".join(raw[at:end].replace(b"first", name) for name in (b"first", b"again"))
    tail = bytearray(raw[end:])
    tail[8:12] = struct.pack("<HH", 2, 2)
    tail[12:16] = struct.pack("<I", len(entries))
    path.write_bytes(raw[:at] + entries + tail)
    (tmp_path / "out").mkdir()

    with pytest.raises(UnsafeFile, match="cannot be read"):
        unpack(path, tmp_path / "out")

    assert (tmp_path / "out/again").stat().st_size == 0


def test_thousands_of_bad_members_are_not_all_listed(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", *(f"../{number}" for number in range(500)))

    problems = zip_problems(path)

    assert len(problems) == 21
    assert str(problems[-1].found) == "480 more problems of the same kind"


# Spreadsheets


def workbook(path: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Change the parts of a workbook by hand."""
    with zipfile.ZipFile(path) as file:
        parts = {name: change(name, file.read(name)) for name in file.namelist()}
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def test_a_sheet_that_says_it_is_smaller_is_read_whole(tmp_path: Path) -> None:
    path = rewritten(
        workbook(tmp_path / "a.xlsx", HEADER, *ROWS),
        lambda _, part: part.replace(b'<dimension ref="A1:C3"', b'<dimension ref="A1:C2"'),
    )

    table, problems = read_table(path)

    assert table["people"].tolist() == [10, 20]
    assert problems == []


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", HEADER, *ROWS)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(row=200_000, column=16_000, value=1)
    book.save(path)

    table, problems = read_table(path)

    assert table["people"].tolist() == [10, 20]
    assert problems == []


@pytest.mark.parametrize(
    ("part", "content"),
    [("sheet1", b"<worksheet><sheetData><row"), ("[Content", b"x")],
)
def test_a_workbook_with_a_broken_part_is_one_problem(
    tmp_path: Path, part: str, content: bytes
) -> None:
    path = rewritten(
        workbook(tmp_path / "a.xlsx", HEADER, *ROWS),
        lambda name, now: content if part in name else now,
    )

    table, problems = read_table(path)

    assert table.empty
    assert kinds(problems) == ["unreadable"]


def test_a_chart_is_no_sheet_of_cells(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", HEADER, *ROWS)
    book = openpyxl.load_workbook(path)
    book.create_chartsheet("picture", 0).add_chart(BarChart())
    book.save(path)

    table, problems = read_table(path)

    assert table["people"].tolist() == [10, 20]
    assert problems == []


def test_a_sheet_with_more_cells_than_fit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("localgoals.ingest.spreadsheets.MOST_CELLS", 8)

    table, problems = read_sheet(
        workbook(tmp_path / "a.xlsx", HEADER, *ROWS), sheet=None, columns=None
    )

    assert table is None
    assert kinds(problems) == ["table-too-large"]


def test_a_formula_without_a_result_matters_only_where_it_is_needed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["people", "half"], [10, "=A2/2"], [20, 10])

    needed = kinds(read_table(path, columns=["half"])[1])
    others = kinds(read_table(path, columns=["people"])[1])

    assert (needed, others) == (["formula-unsaved"], [])


def test_merged_headers_are_told_with_the_columns_that_are_there(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["Place", None, "people"], HEADER, *ROWS)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].merge_cells("A1:B1")
    book.save(path)

    _, problems = read_table(path, columns=HEADER)

    assert kinds(problems) == ["column-missing", "column-missing"]
    assert "Place, people" in str(problems[0].found)


# Columns that are no amounts


@pytest.mark.parametrize(
    "values",
    [
        [True, False],
        [True, 20],
        [datetime.datetime(2020, 1, 1), datetime.datetime(2021, 1, 1)],
        [datetime.date(2020, 1, 1), 20],
        [datetime.timedelta(1), datetime.timedelta(2)],
        [[1], [2]],
        [{"a": 1}, {"a": 2}],
        [b"\xff", b"1"],
    ],
    ids=str,
)
def test_what_is_no_amount_is_never_taken_for_one(values: list[object]) -> None:
    numbers, problems = numbers_in(pd.Series(values, name="people"), "a.xlsx")

    assert {one.kind for one in problems} == {"not-a-number"}
    assert np.nansum(numbers) <= 20


def test_numbers_as_categories_or_decimals_are_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = pa.array(["1", "2"]).dictionary_encode()
    exact = pa.array([1, 2], pa.decimal128(5, 1))
    pq.write_table(pa.table({"texts": texts, "exact": exact}), path)

    table, _ = read_table(path)

    assert [numbers_in(table[name], "a")[0].tolist() for name in table] == [[1, 2], [1, 2]]


# CSV


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_unicode_text_of_a_spreadsheet_program_is_read(tmp_path: Path, encoding: str) -> None:
    text = (
        "\ufeffname\tpeople\n昆明\t10\n" if encoding == "utf-16-le" else "name\tpeople\n昆明\t10\n"
    )
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))

    table, problems = read_table(tmp_path / "a.csv")

    assert table.to_dict("list") == {"name": ["昆明"], "people": [10]}
    assert problems == []


def test_line_ends_of_old_computers_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"name,people\rKunming,10\r")

    table, problems = read_table(tmp_path / "a.csv")

    assert table.to_dict("list") == {"name": ["Kunming"], "people": [10]}
    assert problems == []


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_two_columns_of_one_name_are_never_chosen_between(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    if ending == "csv":
        path.write_text("people,people,other\n1,2,3\n")
    elif ending == "xlsx":
        workbook(path, ["people", "people", "other"], [1, 2, 3])
    else:
        columns = [pa.array([1]), pa.array([2]), pa.array([3])]
        pq.write_table(pa.Table.from_arrays(columns, names=["people", "people", "other"]), path)

    assert kinds(read_table(path, columns=["people"])[1]) == ["column-twice"]


# Parquet and GeoParquet


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + b"x" * 100 + b"PAR1"])
def test_a_broken_parquet_file_is_no_layer_and_no_table(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(content)

    assert not is_geoparquet(path)
    assert kinds(read_table(path)[1]) == ["unreadable"]


def described(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Write a GeoParquet file whose description of itself was changed."""
    path = folder / "a.parquet"
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy([7.41], [43.71]), crs="EPSG:4326")
    points.to_parquet(path)
    table = pq.read_table(path)
    geo = json.loads(table.schema.metadata[b"geo"])
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(change(geo))}), path)
    return path


def with_crs(crs: object) -> Callable[[dict[str, Any]], object]:
    def change(geo: dict[str, Any]) -> object:
        geo["columns"]["geometry"]["crs"] = crs
        return geo

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda _geo: [],
        lambda geo: geo | {"primary_column": ["a"]},
        lambda geo: geo | {"columns": {}},
        with_crs({"type": "nothing"}),
        with_crs("http://city.example/crs"),
    ],
)
def test_geoparquet_that_describes_itself_wrong_is_one_problem(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    layer, problems = read_layer(described(tmp_path, change), "people", Wanted())

    assert layer is None
    assert kinds(problems) == ["unreadable"]


def test_geoparquet_without_a_system_is_in_degrees_and_with_none_in_no_system(
    tmp_path: Path,
) -> None:
    def unsaid(geo: dict[str, Any]) -> object:
        del geo["columns"]["geometry"]["crs"]
        return geo

    silent, _ = read_layer(described(tmp_path, unsaid), "people", Wanted())
    _, problems = read_layer(described(tmp_path, with_crs(None)), "people", Wanted())

    assert silent is not None
    assert silent.crs.is_geographic
    assert kinds(problems) == ["crs-missing"]


def test_geometry_that_is_no_geometry_is_one_problem(tmp_path: Path) -> None:
    path = described(tmp_path, lambda geo: geo)
    table = pq.read_table(path)
    at = table.schema.get_field_index("geometry")
    broken = pa.array([b"\x01\x01garbage"], pa.binary())
    pq.write_table(table.set_column(at, "geometry", broken), path)

    assert kinds(read_layer(path, "people", Wanted())[1]) == ["unreadable"]


# Vector layers


def test_deep_json_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "FeatureCollection", "features": ' + "[" * 100_000)

    assert kinds(read_layer(path, "parks", Wanted())[1]) == ["unreadable"]


@pytest.mark.parametrize("crs", ['LOCAL_CS["site",UNIT["metre",1]]', "IAU_2015:49900"])
def test_a_system_that_is_not_of_the_earth_is_refused(tmp_path: Path, crs: str) -> None:
    path = tmp_path / "a.shp"
    square = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.box(7, 43, 8, 44)], crs="EPSG:4326")
    square.to_file(path)
    path.with_suffix(".prj").unlink()

    assert kinds(read_layer(path, "parks", Wanted(crs=crs))[1]) == ["crs-unknown"]


def test_coordinates_off_the_earth_contradict_the_system(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    square = gpd.GeoDataFrame(geometry=[shapely.box(1e15, 1e15, 2e15, 2e15)], crs="EPSG:32632")
    square.to_file(path)

    assert kinds(read_layer(path, "parks", Wanted())[1]) == ["crs-contradicts"]


# Rasters


def grid(path: Path, values: Any, **profile: Any) -> Resource:
    cells = np.asarray(values)
    standard = {
        "dtype": "int16",
        "crs": "EPSG:32632",
        "transform": Affine(100, 0, 370_000, 0, -100, 4_840_000),
    }
    with rasterio.open(
        path, "w", driver="GTiff", count=1, height=cells.shape[0], width=cells.shape[1],
        **(standard | profile),
    ) as file:  # fmt: skip
        file.write(cells.astype(file.dtypes[0]), 1)
    options = {"crs": "EPSG:32632"} if profile.get("crs", 0) is None else {}
    return Resource("people", "population", (path,), "tif", "", options=options)


def test_hundredths_are_read_as_what_they_stand_for(tmp_path: Path) -> None:
    resource = grid(tmp_path / "a.tif", [[100, -1], [0, 250]], nodata=-1)
    with rasterio.open(resource.path, "r+") as file:
        file.scales, file.offsets = (0.01,), (2.0,)

    found, problems = read_grid(resource)

    assert found is not None
    np.testing.assert_allclose(found.values, [[3.0, np.nan], [2.0, 4.5]])
    assert problems == []


@pytest.mark.parametrize("cells", [100_000, 20_000])
def test_a_small_file_that_declares_a_huge_grid_is_not_unpacked(tmp_path: Path, cells: int) -> None:
    path = tmp_path / "a.tif"
    profile = {"crs": "EPSG:32632", "transform": Affine(1, 0, 370_000, 0, -1, 4_840_000)}
    with rasterio.open(
        path, "w", driver="GTiff", count=1, dtype="uint8", height=cells, width=cells,
        tiled=True, sparse_ok=True, BIGTIFF="YES", **profile,
    ):  # fmt: skip
        pass

    found, problems = read_grid(Resource("people", "population", (path,), "tif", ""))

    assert path.stat().st_size < 10_000_000
    assert found is None
    assert kinds(problems) == ["raster-too-large"]


def test_bands_that_would_be_unpacked_together_count_together(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    with rasterio.open(
        path, "w", driver="GTiff", count=3000, dtype="uint8", height=256, width=256,
        tiled=True, sparse_ok=True, interleave="pixel", crs="EPSG:32632",
        transform=Affine(1, 0, 370_000, 0, -1, 4_840_000),
    ):  # fmt: skip
        pass
    resource = Resource("people", "population", (path,), "tif", "", options={"band": 1})

    assert kinds(read_grid(resource)[1]) == ["raster-too-large"]


def test_a_grid_upside_down_is_refused_in_a_declared_system_too(tmp_path: Path) -> None:
    upside_down = Affine(100, 0, 370_000, 0, 100, 4_840_000)

    found, problems = read_grid(grid(tmp_path / "a.tif", [[1, 2]], crs=None, transform=upside_down))

    assert found is None
    assert kinds(problems) == ["raster-rotated"]


# Timetables


STOPS = "stop_id,stop_lat,stop_lon\nA,43.71,7.41\n"


def feed(path: Path, stops: str | bytes, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr("stops.txt", stops)
    return path


def test_two_columns_of_a_timetable_with_one_name_are_told(tmp_path: Path) -> None:
    path = feed(tmp_path / "a.zip", "stop_id,stop_id,stop_lat,stop_lon\nA,B,43.71,7.41\n")

    _, problems = read_feed(path, "transit", needs_timetable=False)

    assert kinds(problems) == ["column-twice"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_timetable_that_cannot_be_unpacked_is_told(tmp_path: Path, method: int) -> None:
    path = feed(tmp_path / "a.zip", STOPS * 100, method)
    raw = bytearray(path.read_bytes())
    raw[50:70] = b"\xff" * 20
    path.write_bytes(raw)

    _, problems = read_feed(path, "transit", needs_timetable=False)

    assert kinds(problems) == ["gtfs-unreadable"]


def test_a_header_without_end_is_told(tmp_path: Path) -> None:
    path = feed(tmp_path / "a.zip", "x" * 200_000 + "," + STOPS)

    _, problems = read_feed(path, "transit", needs_timetable=False)

    assert kinds(problems) == ["gtfs-unreadable"]


def test_line_ends_of_old_computers_are_read_in_a_timetable(tmp_path: Path) -> None:
    path = feed(tmp_path / "a.zip", STOPS.replace("\n", "\r"))

    tables, problems = read_feed(path, "transit", needs_timetable=False)

    assert tables["stops"]["stop_id"].tolist() == ["A"]
    assert problems == []


@pytest.mark.parametrize("headway", ["0", "1e-9", "inf", "soon", ""])
def test_a_headway_that_no_vehicle_keeps_is_left_out(headway: str) -> None:
    tables = {
        "routes": pd.DataFrame({"route_id": ["R"], "route_type": ["3"]}),
        "trips": pd.DataFrame({"trip_id": ["T"], "route_id": ["R"], "service_id": ["S"]}),
        "stop_times": pd.DataFrame(
            {
                "trip_id": ["T", "T"],
                "stop_id": ["A", "B"],
                "stop_sequence": ["1", "2"],
                "departure_time": ["08:00:00", "08:10:00"],
            }
        ),
        "frequencies": pd.DataFrame(
            {
                "trip_id": ["T"],
                "start_time": ["06:00:00"],
                "end_time": ["20:00:00"],
                "headway_secs": [headway],
            }
        ),
    }

    timetable, _, problems = read_timetable(tables, pd.Index(["A", "B"]), "transit")

    assert kinds(problems) == ["gtfs-bad-headways"]
    assert timetable.departures(np.array([True]), 2).tolist() == [1, 0]


# Air


@pytest.mark.parametrize("zone", ["Asia", "../../etc/passwd", "Nowhere/Land", ""])
def test_a_time_zone_that_is_none_is_told(tmp_path: Path, zone: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("station,time,pm25\nA,2020-01-01 00:00,5\n")
    resource = Resource("air", "air", (path,), "csv", "", options={"timezone": zone})

    found, problems = read_air(resource, None, CRS.from_epsg(32632))

    assert found is None
    assert kinds(problems) == ["air-timezone-unknown"]


def test_a_workbook_that_would_fill_the_memory_is_not_unpacked(tmp_path: Path) -> None:
    sheet = tmp_path / "one.xlsx"
    pd.DataFrame([ROWS[0]], columns=HEADER).to_excel(sheet, index=False)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(sheet) as here, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as there:
        for name in here.namelist():
            there.writestr(name, here.read(name))
        there.writestr("xl/worksheets/sheet2.xml", b" " * (64 << 20))

    frame, problems = read_sheet(bomb, sheet=None, columns=None)
    names, faults = sheet_names(bomb)

    assert (frame, names) == (None, [])
    assert set(kinds(problems)) == set(kinds(faults)) == {"zip-ratio"}


def test_rows_with_nothing_but_spaces_are_blank_rows(tmp_path: Path) -> None:
    path = tmp_path / "spaces.xlsx"
    pd.DataFrame([*ROWS, [" ", None, "\u3000"]], columns=HEADER).to_excel(path, index=False)

    table, problems = read_table(path)

    assert problems == []
    assert table["people"].tolist() == [10, 20]
