"""`localgoals export`, from a small baseline to files that other software reads."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml
from csvw import CSVW
from front_door import digests
from pysdmx.errors import Invalid
from pysdmx.io import get_datasets, read_sdmx
from pysdmx.io.csv.sdmx10.reader import read as read_sdmx_csv
from pysdmx.io.xml.doc_validation import validate_doc
from rdflib import DCAT, DCTERMS, PROV, RDF, Graph
from typer.testing import CliRunner

from localgoals.cli.export import Format
from localgoals.cli.main import app
from localgoals.cli.reader import Reader
from localgoals.errors import BadInput
from localgoals.model.text import Language
from localgoals.reports.open_data.export import FORMATS


def run(*arguments: str | Path, reader: Language = "en") -> str:
    words = ["export", *map(str, arguments)]
    result = CliRunner().invoke(app, words, obj=Reader(reader), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def refusal(*arguments: str | Path) -> str:
    with pytest.raises(BadInput) as refused:
        run(*arguments)
    return str(refused.value)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def figures(results: Path) -> list[dict[str, Any]]:
    return list(pq.read_table(results / "observations.parquet").to_pylist())


def numbers(cells: Sequence[str]) -> list[float | None]:
    return [float(cell) if cell else None for cell in cells]


def test_the_command_has_the_formats_of_the_library() -> None:
    assert [one.value for one in Format] == list(FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_says_what_it_was_made_from_and_is_the_same_again(
    results: Path, tmp_path: Path, form: str
) -> None:
    run(results, "--format", form, "-o", tmp_path / "first")
    run(results, "--format", form, "-o", tmp_path / "second")
    run(results, "--format", form, "-o", tmp_path / "second")

    record = json.loads((tmp_path / "first" / "export.json").read_text(encoding="utf-8"))
    files = digests(tmp_path / "first")
    assert digests(tmp_path / "second") == files
    assert record["outputs"] | {"export.json": files["export.json"]} == files
    assert record["baseline"] == digests(results)["observations.parquet"]


def test_frictionless_finds_the_data_package_valid(results: Path, tmp_path: Path) -> None:
    run(results, "--format", "data-package", "-o", tmp_path / "out", "--licence", "CC-BY-4.0")

    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))

    assert report.flatten(["message"]) == []
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    cells = [row["value"] for row in rows_of(tmp_path / "out" / "observations.csv")]
    assert numbers(cells) == [row["value"] for row in figures(results)]


def test_the_description_on_the_web_names_every_column_of_the_csv(
    results: Path, tmp_path: Path
) -> None:
    address = "https://creativecommons.org/licenses/by/4.0/"
    run(results, "--format", "csvw", "-o", tmp_path / "out", "--licence", address)

    text = (tmp_path / "out" / "observations.csv-metadata.json").read_text(encoding="utf-8")
    described = json.loads(text)
    columns = described["tableSchema"]["columns"]
    header = list(rows_of(tmp_path / "out" / described["url"])[0])
    assert [one["name"] for one in columns] == header
    assert [one["titles"]["en"][0] for one in columns] == header
    assert described["dc:license"] == {"@id": address}
    assert {"@value": "小镇的基线", "@language": "zh"} in described["dc:title"]


def test_a_second_library_reads_the_sdmx_file(results: Path, tmp_path: Path) -> None:
    run(results, "--format", "sdmx-csv", "-o", tmp_path / "out")

    text = (tmp_path / "out" / "observations.sdmx.csv").read_text(encoding="utf-8")
    (dataset,) = read_sdmx_csv(text)
    expected = figures(results)
    assert str(dataset.structure) == "Dataflow=LOCALGOALS:DF_BASELINE(1.0)"
    codes = [row["indicator"].replace(".", "_") for row in expected]
    assert dataset.data["INDICATOR"].tolist() == codes
    assert numbers(dataset.data["OBS_VALUE"].tolist()) == [row["value"] for row in expected]
    assert set(dataset.data["OBS_STATUS"]) == {"A", "O"}
    assert set(dataset.data["SEX"]) == {"_T", "female"}


def test_the_sdmx_messages_follow_their_schemas_and_a_second_library_reads_them(
    results: Path, tmp_path: Path
) -> None:
    run(results, "--format", "sdmx-ml", "-o", tmp_path / "out")

    structure, data = (
        tmp_path / "out" / f"{name}.sdmx.xml" for name in ("structure", "observations")
    )
    validate_doc(structure.read_text(encoding="utf-8"))
    validate_doc(data.read_text(encoding="utf-8"))
    (dataset,) = get_datasets(data, structure)
    expected = figures(results)
    values = [None if pd.isna(one) else float(one) for one in dataset.data["OBS_VALUE"]]
    assert values == [row["value"] for row in expected]
    codes = [row["indicator"].replace(".", "_") for row in expected]
    assert dataset.data["INDICATOR"].tolist() == codes
    (flow,) = read_sdmx(structure).get_dataflows()
    assert flow.name == "Baseline of Town"


def test_a_schema_would_find_a_message_that_is_wrong(results: Path, tmp_path: Path) -> None:
    run(results, "--format", "sdmx-ml", "-o", tmp_path / "out")
    text = (tmp_path / "out" / "structure.sdmx.xml").read_text(encoding="utf-8")

    with pytest.raises(Invalid):
        validate_doc(text.replace('id="11_2_1"', 'id="11.2.1"'))


def test_the_parquet_file_names_its_codes_in_both_languages(results: Path, tmp_path: Path) -> None:
    run(results, "--format", "parquet", "-o", tmp_path / "out", "--licence", "CC-BY-4.0")

    table = pq.read_table(tmp_path / "out" / "observations.parquet")
    rows = table.to_pylist()
    assert [row["value"] for row in rows] == [row["value"] for row in figures(results)]
    women = next(row for row in rows if row["group"] == "sex=female")
    assert (women["group_en"], women["group_zh"]) == ("Sex: women and girls", "性别：妇女和女童")
    assert table.schema.metadata[b"licence"] == b"CC-BY-4.0"
    assert json.loads(table.schema.metadata[b"sources"])[0]["role"] == "districts"
    assert table.schema.field("value").metadata[b"title_zh"].decode() == "数值；未知时为空"


def test_the_library_of_csv_on_the_web_finds_the_table_valid(results: Path, tmp_path: Path) -> None:
    run(results, "--format", "csvw", "-o", tmp_path / "out")

    table = CSVW(str(tmp_path / "out" / "observations.csv"), validate=True)
    assert table.is_valid, [str(one.message) for one in table.warnings]
    values = [row["value"] for row in table.tables[0].iterdicts()]
    assert values == [row["value"] for row in figures(results)]


# The reader of JSON-LD warns of a part of its own library.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", FORMATS)
def test_the_record_for_portals_lists_every_file_and_every_source(
    results: Path, tmp_path: Path, form: str
) -> None:
    run(results, "--format", form, "-o", tmp_path / "out", "--licence", "CC-BY-4.0")

    record = tmp_path / "out" / "dcat.jsonld"
    graph = Graph().parse(record, publicID="https://example.org/town/dcat.jsonld")
    addresses = {str(one) for one in graph.objects(None, DCAT.downloadURL)}
    files = set(digests(tmp_path / "out")) - {"dcat.jsonld", "export.json"}
    assert addresses == {f"https://example.org/town/{name}" for name in files}
    assert {str(one) for one in graph.objects(None, DCAT.theme)} >= {
        "http://metadata.un.org/sdg/11"
    }
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    titles = {(one.language, str(one)) for one in graph.objects(dataset, DCTERMS.title)}
    assert titles == {("en", "Baseline of Town"), ("zh-Hans", "小镇的基线")}
    assert len(list(graph.objects(dataset, PROV.wasDerivedFrom))) >= 1


def test_a_site_gets_files_by_the_rules_of_open_sdg(results: Path, tmp_path: Path) -> None:
    run(results, "--format", "open-sdg", "-o", tmp_path / "out")

    files = sorted((tmp_path / "out" / "data").iterdir())
    tables = {path.stem.removeprefix("indicator_"): rows_of(path) for path in files}
    assert sum(map(len, tables.values())) == len(figures(results))
    assert sorted(path.stem for path in (tmp_path / "out" / "meta").iterdir()) == sorted(tables)
    for row in (row for rows in tables.values() for row in rows):
        columns = list(row)
        assert (columns[0], *columns[-2:]) == ("Year", "GeoCode", "Value")
        assert row["Year"].isdigit()
        assert numbers([row["Value"]]) != [None] or row["Observation status"]
        assert all(cell == cell.strip() for cell in row.values())


def test_the_figure_of_the_whole_city_is_the_one_without_any_distinction(
    results: Path, tmp_path: Path
) -> None:
    run(results, "--format", "open-sdg", "-o", tmp_path / "out")

    headlines = [
        row
        for row in rows_of(tmp_path / "out" / "data" / "indicator_11-2-1.csv")
        if row["Series"] == "Near any stop" and not row["District"] and not row["Sex"]
    ]
    assert [(row["Year"], row["GeoCode"], float(row["Value"])) for row in headlines] == [
        ("2010", "", 25.0),
        ("2020", "", 37.5),
    ]


def test_the_metadata_say_what_is_reported_and_what_is_not(results: Path, tmp_path: Path) -> None:
    run(results, "--format", "open-sdg", "-o", tmp_path / "out", "--lang", "zh")

    meta = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in (tmp_path / "out" / "meta").iterdir()
    }
    assert meta["11-2-1"]["indicator_name"] == "可便利使用公共交通的人口"
    assert meta["11-2-1"]["graph_title"] == "可便利使用公共交通的人口"
    assert meta["11-2-1"]["computation_units"] == "占人口的百分比"
    assert meta["11-2-1"]["national_geographical_coverage"] == "小镇"
    assert meta["11-2-1"]["reporting_status"] == "complete"
    assert meta["11-6-2"]["reporting_status"] == "notstarted"
    assert {one["data_non_statistical"] for one in meta.values()} == {False}


def test_the_answer_is_in_the_language_of_the_reader(results: Path, tmp_path: Path) -> None:
    answer = run(results, "--format", "csvw", "-o", tmp_path / "out", "--lang", "zh")

    assert "已将 4 个文件写入" in answer


def test_all_that_is_wrong_with_a_folder_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()

    told = refusal(tmp_path / "photos", "--format", "csvw", "-o", tmp_path / "out")

    assert "has no observations.parquet" in told
    assert "has no run.json" in told
    assert [path.name for path in tmp_path.iterdir()] == ["photos"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    told = refusal(tmp_path / "nowhere", "--format", "csvw", "-o", tmp_path / "out")

    assert "nowhere is not a folder" in told


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("observations.parquet", b"PAR1", "cannot be read"),
        ("run.json", b"{", "cannot be read"),
        ("run.json", b"{}", "does not name the city"),
        (
            "run.json",
            b'{"city": {"code": "T", "name": {"en": "T", "zh": "T"}}, "resources": [{}]}',
            "does not name the sources of the city",
        ),
    ],
)
def test_a_broken_file_of_a_baseline_is_named(
    results: Path, tmp_path: Path, *, name: str, content: bytes, expected: str
) -> None:
    broken = shutil.copytree(results, tmp_path / "broken")
    (broken / name).write_bytes(content)

    told = refusal(broken, "--format", "csvw", "-o", tmp_path / "out")

    assert f"{name} {expected}" in told


def test_figures_that_were_changed_by_hand_are_not_published(results: Path, tmp_path: Path) -> None:
    changed = shutil.copytree(results, tmp_path / "changed")
    table = pq.read_table(changed / "observations.parquet")
    pq.write_table(table.slice(1), changed / "observations.parquet")
    pq.write_table(table.drop_columns(["notation"]), tmp_path / "observations.parquet")

    told = refusal(changed, "--format", "csvw", "-o", tmp_path / "out")
    (tmp_path / "observations.parquet").replace(changed / "observations.parquet")
    lacking = refusal(changed, "--format", "csvw", "-o", tmp_path / "out")

    assert "is not the file that the baseline wrote" in told
    assert "lacks these columns, or they hold something else: notation" in lacking


def test_a_licence_is_a_name_or_an_address(results: Path, tmp_path: Path) -> None:
    told = refusal(
        results, "--format", "csvw", "-o", tmp_path / "out", "--licence", "do as you like"
    )

    assert "do as you like is neither the name of a licence" in told


def test_neither_a_pack_nor_the_baseline_itself_is_written_over(
    pack: Path, results: Path, tmp_path: Path
) -> None:
    before = digests(pack), digests(results)

    for folder in (pack, results):
        told = refusal(results, "--format", "data-package", "-o", folder)
        assert "is not an earlier result, which would have a file export.json" in told

    assert (digests(pack), digests(results)) == before
