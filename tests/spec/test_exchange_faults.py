"""Every fault of a file in an exchange format: the smallest file that has it, and its name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from localgoals.ingest.exchange.cells import Exchanged, Wanted
from localgoals.ingest.exchange.csvw import read_csvw
from localgoals.ingest.exchange.data_package import read_data_package
from localgoals.ingest.exchange.faults import EXCHANGE_FAULTS
from localgoals.ingest.exchange.json import LARGEST_BYTES
from localgoals.ingest.exchange.json_stat import read_json_stat
from localgoals.ingest.exchange.sdmx_csv import read_sdmx_csv
from localgoals.ingest.exchange.sdmx_ml import read_sdmx_ml
from localgoals.ingest.open_sdg import read_open_sdg

HEAD = "DATAFLOW,SERIES,REF_AREA,TIME_PERIOD,SEX,OBS_VALUE,OBS_STATUS,UNIT_MULT\n"
SDMX = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
SET = (
    f'<m:StructureSpecificData xmlns:m="{SDMX}/message"><m:DataSet%s>%s</m:DataSet>'
    "</m:StructureSpecificData>"
)
OBS = '<Obs SERIES="births" REF_AREA="X" TIME_PERIOD="2019" OBS_VALUE="5"/>'
STRUCTURE = f'<m:Structure xmlns:m="{SDMX}/message"/>'
CUBE = {
    "version": "2.0",
    "class": "dataset",
    "id": ["geo", "time"],
    "size": [1, 2],
    "dimension": {
        "geo": {"category": {"index": ["X"]}},
        "time": {"category": {"index": ["2019", "2020"]}},
    },
    "value": [1, 2],
}
WEB = {
    "@context": "http://www.w3.org/ns/csvw",
    "url": "a.csv",
    "tableSchema": {"columns": [{"name": one} for one in ("series", "area", "period", "value")]},
}
TIDY = "series,area,period,value\nbirths,X,2019,5\n"


def package(**resource: object) -> str:
    return json.dumps({"resources": [{"path": "a.csv", "format": "csv"} | resource]})


def cube(**changed: object) -> str:
    return json.dumps(CUBE | changed)


def web(**changed: object) -> str:
    return json.dumps(WEB | changed)


Files = dict[str, str | bytes]
CASES: dict[str, tuple[Callable[[Path, Wanted], Exchanged], str, Files]] = {
    "exchange-none": (read_sdmx_csv, ".", {"a.txt": ""}),
    "exchange-packed": (read_sdmx_csv, "a.csv", {"a.csv": b"PK\x03\x04rest"}),
    "exchange-encoding": (
        read_sdmx_csv, "a.csv", {"a.csv": HEAD.encode() + "x,é,X,2019,_T,5,A,0".encode("latin-1")},
    ),
    "exchange-row": (read_sdmx_csv, "a.csv", {"a.csv": f"{HEAD}x,births,X,2019\n"}),
    "exchange-remote": (
        read_csvw, "m.json", {"m.json": web(url="https://example.org/a.csv"), "a.csv": TIDY},
    ),
    "exchange-outside": (read_data_package, ".", {"datapackage.json": package(path="../a.csv")}),
    "exchange-missing": (read_data_package, ".", {"datapackage.json": package(path="b.csv")}),
    "exchange-field": (
        read_sdmx_csv, "a.csv", {"a.csv": "DATAFLOW,REF_AREA,OBS_VALUE\nx,X,5\n"},
    ),
    "exchange-no-area": (
        read_sdmx_csv, "a.csv", {"a.csv": "DATAFLOW,SERIES,TIME_PERIOD,OBS_VALUE\nx,a,2019,5\n"},
    ),
    "exchange-field-several": (
        read_sdmx_csv, "a.csv", {"a.csv": HEAD.replace("SEX", "YEAR") + "x,a,X,2019,2020,5,A,0\n"},
    ),
    "exchange-dimension": (
        read_sdmx_csv, "a.csv", {"a.csv": HEAD.replace("SEX", "性别") + "x,a,X,2019,女,5,A,0\n"},
    ),
    "exchange-no-figures": (
        read_data_package, ".", {"datapackage.json": package(), "a.csv": "code,name\nX,One\n"},
    ),
    "exchange-period": (read_sdmx_csv, "a.csv", {"a.csv": f"{HEAD}x,a,X,soon,_T,5,A,0\n"}),
    "exchange-part-of-year": (
        read_sdmx_csv, "a.csv", {"a.csv": f"{HEAD}x,a,X,2019-Q1,_T,5,A,0\n"},
    ),
    "exchange-code": (read_sdmx_csv, "a.csv", {"a.csv": f"{HEAD}x,a,,2019,_T,5,A,0\n"}),
    "exchange-infinite": (read_sdmx_csv, "a.csv", {"a.csv": f"{HEAD}x,a,X,2019,_T,INF,A,0\n"}),
    "exchange-multiplier": (read_sdmx_csv, "a.csv", {"a.csv": f"{HEAD}x,a,X,2019,_T,5,A,k\n"}),
    "exchange-status": (read_sdmx_csv, "a.csv", {"a.csv": f"{HEAD}x,a,X,2019,_T,5,M,0\n"}),
    "exchange-blank": (read_sdmx_csv, "a.csv", {"a.csv": f"{HEAD}x,a,X,2019,_T,,A,0\n"}),
    "exchange-empty-cells": (read_json_stat, "a.json", {"a.json": cube(value=[1, None])}),
    "exchange-delete": (
        read_sdmx_ml, "a.xml", {"a.xml": SET % (' action="Delete"', OBS)},
    ),
    "exchange-two-values": (
        read_sdmx_csv, "a.csv", {"a.csv": f"{HEAD}x,a,X,2019,_T,5,A,0\nx,a,X,2019,T,6,A,0\n"},
    ),
    "exchange-same-twice": (
        read_sdmx_csv, "a.csv", {"a.csv": f"{HEAD}x,a,X,2019,_T,5,A,0\nx,a,X,2019,T,5,A,0\n"},
    ),
    "exchange-sdmx-csv": (read_sdmx_csv, "a.csv", {"a.csv": TIDY}),
    "exchange-xml": (read_sdmx_ml, "a.xml", {"a.xml": "<a><b></a>"}),
    "exchange-doctype": (
        read_sdmx_ml, "a.xml", {"a.xml": f"<!DOCTYPE a [<!ENTITY b 'c'>]>{SET % ('', OBS)}"},
    ),
    "exchange-deep": (read_sdmx_ml, "a.xml", {"a.xml": "<a>" * 100 + "</a>" * 100}),
    "exchange-message": (
        read_sdmx_ml, "a.xml", {"a.xml": (SET % ("", OBS)).replace("v2_1", "v2_0")},
    ),
    "exchange-structure": (
        lambda path, _: read_sdmx_ml(path, Wanted(structure=path.with_name("s.xml"))),
        "a.xml",
        {"a.xml": SET % ("", OBS), "s.xml": STRUCTURE},
    ),
    "exchange-no-observations": (read_sdmx_ml, "a.xml", {"a.xml": SET % ("", "")}),
    "exchange-json": (read_json_stat, "a.json", {"a.json": '{"value": [NaN]}'}),
    "exchange-key": (read_json_stat, "a.json", {"a.json": cube(value=["5", 6])}),
    "exchange-sizes": (read_json_stat, "a.json", {"a.json": cube(value=[1, 2, 3])}),
    "exchange-elsewhere": (
        read_json_stat,
        "a.json",
        {
            "a.json": json.dumps(
                {"class": "collection", "link": {"item": [{"href": "https://example.org"}, CUBE]}}
            )
        },
    ),
    "exchange-columns": (read_csvw, "m.json", {"m.json": web(), "a.csv": "series,area\na,X\n"}),
    "exchange-titles": (
        read_csvw, "m.json", {"m.json": web(), "a.csv": TIDY.replace("area", "place")},
    ),
}  # fmt: skip
# They have tests of their own: a code list and the metadata of a site lie beside the data.
ELSEWHERE = {"exchange-large", "exchange-unlisted-code", "exchange-yaml"}


def test_every_fault_has_a_case() -> None:
    assert EXCHANGE_FAULTS.keys() - CASES.keys() == ELSEWHERE


@pytest.mark.parametrize("kind", CASES)
def test_a_fault_is_found_and_named(kind: str, tmp_path: Path) -> None:
    read, name, files = CASES[kind]
    for file, content in files.items():
        raw = content if isinstance(content, bytes) else content.encode()
        (tmp_path / file).write_bytes(raw)

    found = read(tmp_path / name, Wanted())

    assert [one.kind for one in found.problems] == [kind]
    severity = EXCHANGE_FAULTS[kind].severity
    assert found.problems[0].severity == severity
    assert severity == "warning" or not len(found.table)


def test_json_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.json").open("wb") as file:
        file.write(b"{" + b" " * 5000)
        file.truncate(LARGEST_BYTES + 1)

    found = read_json_stat(tmp_path / "a.json", Wanted())

    assert [one.kind for one in found.problems] == ["exchange-large"]


@pytest.mark.parametrize("encoding", ["zlib", "base64", "no-such", "ascii", "utf-16"])
def test_an_encoding_that_is_none_or_not_the_files_is_named(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TIDY.replace("births", "naître"), encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(package(encoding=encoding))

    found = read_data_package(tmp_path, Wanted())

    assert [one.kind for one in found.problems] == ["exchange-encoding"]


METADATA = {
    "broken": "indicator_name: [",
    "a date that no calendar has": "indicator_name: 2019-13-45",
    "not UTF-8": b"indicator_name: \xe9",
    "deep": "a: " + "[" * 5000,
    "large": "#" * (1 << 20) + "\n",
    "a call": "indicator_name: !!python/object/apply:os.getcwd []",
}


@pytest.mark.parametrize("text", METADATA.values(), ids=METADATA)
def test_metadata_that_cannot_be_read_costs_no_figure(text: str | bytes, tmp_path: Path) -> None:
    for name in ("data", "meta"):
        (tmp_path / name).mkdir()
    (tmp_path / "data" / "indicator_1-1-1.csv").write_text("Year,Value\n2019,5\n")
    raw = text if isinstance(text, bytes) else text.encode()
    (tmp_path / "meta" / "1-1-1.yml").write_bytes(raw)

    found = read_open_sdg(tmp_path / "data", area="X")

    assert [one.kind for one in found.problems] == ["exchange-yaml"]
    assert found.table["value"].tolist() == [5]


HOSTILE_XML = {
    "an entity that grows without end": (
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
    ),
    "an entity that is a file": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
    "a definition at an address": '<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
}


@pytest.mark.parametrize("text", HOSTILE_XML.values(), ids=HOSTILE_XML)
def test_xml_that_declares_a_document_type_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(text)

    found = read_sdmx_ml(tmp_path / "a.xml", Wanted())

    assert [one.kind for one in found.problems] == ["exchange-doctype"]


HOSTILE_JSON = [
    '{"class": "dataset", "class": "dataset"}',
    '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
    '{"a": ' + "9" * 5000 + "}",
    '{"a": Infinity}',
    '{"a": "\ud800',
    "[]",
    "",
]


@pytest.mark.parametrize("text", HOSTILE_JSON)
@pytest.mark.parametrize("read", [read_json_stat, read_csvw, read_data_package])
def test_json_that_is_none_is_refused(
    read: Callable[[Path, Wanted], Exchanged], text: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    assert [one.kind for one in read(path, Wanted()).problems] == ["exchange-json"]


CUBES = {
    "sizes that are not numbers": {"size": ["1", 2]},
    "a size too few": {"size": [2]},
    "a size beyond all memory": {"size": [1, 10**12]},
    "a dimension twice": {"id": ["geo", "geo"]},
    "a dimension that is not described": {"id": ["geo", "year"]},
    "places beyond the cube": {"value": {"0": 1, "2": 5}},
    "places that are no numbers": {"value": {"²": 1}},
    "a value that no number holds": {"value": [1, 10**400]},
    "a value that is true": {"value": [True, 2]},
    "a role of no dimension": {"role": {"time": ["year"]}},
    "a status too few": {"status": ["a", "b", "c"]},
    "another version": {"version": "1.3"},
}


@pytest.mark.parametrize("changed", CUBES.values(), ids=CUBES)
def test_a_cube_that_contradicts_itself_gives_no_figure(
    changed: dict[str, object], tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text(cube(**changed))

    found = read_json_stat(tmp_path / "a.json", Wanted())

    assert {one.kind for one in found.problems} == {"exchange-key"}
    assert all("a.json#/" in one.where for one in found.problems)
    assert len(found.table) == 0


PATHS = ["https://example.org/a.csv", "//example.org/a.csv", "file:///a.csv", "/a.csv",
         "C:\\a.csv", "../a.csv", "b/../../a.csv", "..\\a.csv", "", "a\0.csv", "a" * 5000,
         "link.csv"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_description_reaches_out_of_its_folder(path: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "a.csv").write_text(TIDY)
    (inside / "link.csv").symlink_to(tmp_path / "a.csv")
    (inside / "datapackage.json").write_text(package(path=path))
    (inside / "a.csv-metadata.json").write_text(web(url=path))

    for read in (read_data_package, read_csvw):
        found = read(inside, Wanted())

        assert len(found.table) == 0
        assert {one.kind for one in found.problems} <= {
            "exchange-remote", "exchange-outside", "exchange-missing",
        }  # fmt: skip
