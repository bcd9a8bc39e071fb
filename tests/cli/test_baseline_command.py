"""`localgoals baseline`, from a small pack to tables, layers and reports."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from front_door import digests
from typer.testing import CliRunner

from localgoals.cli.main import app
from localgoals.cli.reader import Reader
from localgoals.errors import BadInput
from localgoals.model.text import Language
from localgoals.reports.whole_folder import replaced_folder


def run(*arguments: str | Path, reader: Language = "en") -> tuple[int, str]:
    words = ["baseline", *map(str, arguments)]
    result = CliRunner().invoke(app, words, obj=Reader(reader))
    return result.exit_code, result.output


def interrupted_run(folder: Path) -> None:
    with replaced_folder(folder) as partial:
        (partial / "run.json").write_text("second", encoding="utf-8")
        raise KeyboardInterrupt


def figure(folder: Path, indicator: str, series: str, *, area: str, group: str = "") -> float:
    rows = pq.read_table(folder / "observations.parquet").to_pylist()
    found = [
        row["value"]
        for row in rows
        if (row["indicator"], row["series"], row["area"], row["group"], row["period"])
        == (indicator, series, area, group, "2020")
    ]
    assert len(found) == 1
    return float(found[0])


def test_a_pack_becomes_tables_layers_and_a_report_in_each_language(results: Path) -> None:
    names = digests(results)

    assert {
        "observations.csv",
        "observations.parquet",
        "run.json",
        "layers/districts-1.parquet",
        "en/report.html",
        "en/report.pdf",
        "en/problems.csv",
        "zh/report.html",
        "zh/report.pdf",
        "zh/problems.csv",
    } <= set(names)


def test_figures_are_those_of_the_town_its_districts_and_its_groups(results: Path) -> None:
    # The stop is 111 m from the first home and 1.5 km from the second.
    assert figure(results, "11.2.1", "total", area="XX-TWN") == pytest.approx(100 * 150 / 400)
    assert figure(results, "11.2.1", "total", area="W") == pytest.approx(100 * 150 / 250)
    assert figure(results, "11.2.1", "total", area="E") == 0
    assert figure(results, "11.2.1", "total", area="W", group="sex=female") == pytest.approx(60)


def test_the_csv_has_the_rows_of_the_parquet_file(results: Path) -> None:
    with (results / "observations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    table = pq.read_table(results / "observations.parquet")

    assert len(rows) == table.num_rows
    assert [row["indicator"] for row in rows] == table["indicator"].to_pylist()


def test_the_run_names_the_hash_of_everything_that_went_in_and_came_out(
    pack: Path, results: Path
) -> None:
    record = json.loads((results / "run.json").read_text(encoding="utf-8"))

    resources = json.loads((pack / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    written = {name: digest for name, digest in digests(results).items() if name != "run.json"}
    assert record["outputs"] == written
    assert record["city"] == {"code": "XX-TWN", "name": {"en": "Town", "zh": "小镇"}}
    assert record["inputs"] == {one["name"]: one["hash"][len("sha256:") :] for one in resources}


def test_a_second_run_gives_the_same_bytes_whoever_reads(
    pack: Path, results: Path, tmp_path: Path
) -> None:
    code, output = run(pack, "-o", tmp_path / "again", reader="zh")

    assert code == 0, output
    assert "小镇：共" in output
    assert digests(tmp_path / "again") == digests(results)


def test_one_language_writes_one_report(pack: Path, tmp_path: Path) -> None:
    code, output = run(pack, "-o", tmp_path / "zh-only", "--lang", "zh")

    assert code == 0
    assert "小镇：共" in output
    assert (tmp_path / "zh-only" / "zh" / "report.html").is_file()
    assert not (tmp_path / "zh-only" / "en").exists()


def test_a_pack_with_faults_is_refused_with_all_of_them(pack: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for file in pack.iterdir():
        (broken / file.name).write_bytes(file.read_bytes())
    descriptor = json.loads((broken / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][0]["localgoals"]["role"] = "parishes"
    descriptor["resources"][1]["path"] = "../people.csv"
    (broken / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")

    code, output = run(broken, "-o", tmp_path / "out")

    assert code == 1
    assert "parishes" in output
    assert "../people.csv" in output
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_else_is_left_alone(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")

    result = CliRunner().invoke(app, ["baseline", str(pack), "-o", str(tmp_path)])

    assert isinstance(result.exception, BadInput)
    assert "not an earlier result" in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_interrupted_run_leaves_the_last_whole_result(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    with replaced_folder(folder) as partial:
        (partial / "run.json").write_text("first", encoding="utf-8")

    with pytest.raises(KeyboardInterrupt):
        interrupted_run(folder)

    assert (folder / "run.json").read_text(encoding="utf-8") == "first"
    assert list(tmp_path.iterdir()) == [folder]


def test_the_answer_counts_indicators_as_the_report_does(pack: Path, tmp_path: Path) -> None:
    # Of 1.4.1 the town has a component and no headline; both count it as answered.
    done = CliRunner().invoke(
        app, ["baseline", str(pack), "-o", str(tmp_path / "town"), "--lang", "en"]
    )
    report = (tmp_path / "town" / "en" / "report.html").read_text("utf-8")

    said = re.search(r"Town: (\d+) of (\d+) indicators", done.output)
    written = re.search(r"answer (\d+) of the (\d+) indicators", report)
    assert said is not None
    assert written is not None
    assert said.groups() == written.groups()
