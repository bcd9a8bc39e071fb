"""`localgoals statistics read`: a folder in, a table for a pack and a list to work through out."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
from front_door import Done, localgoals

from localgoals.ingest.city import read_city
from localgoals.ingest.pack import add_resource, new_pack, open_pack
from localgoals.model.text import Text


def run(folder: Path, *words: object) -> Done:
    return localgoals(folder, "statistics", "read", *words)


def data(folder: Path, text: str = "Year,Sex,Value\n2019,,1.2万\n2019,Female,6000\n") -> Path:
    path = folder / "data"
    path.mkdir()
    (path / "indicator_1-1-1.csv").write_text(text, encoding="utf-8")
    placeholder = "Year,Group,Value\n2015,A,1\n2015,B,3\n2015,,2\n2016,A,1\n2016,B,3\n2016,,2\n"
    (path / "indicator_1-2-1.csv").write_text(placeholder)
    return path


def test_a_folder_of_open_sdg_goes_into_a_pack(tmp_path: Path) -> None:
    data(tmp_path)

    done = run(tmp_path, "data", "--format", "open-sdg", "--area", "XX-ONE")
    new_pack(tmp_path / "pack", code="XX-ONE", name=Text("One", "一"), country="XX")
    add_resource(tmp_path / "pack", [tmp_path / "statistics.csv"], role="statistics")
    city, _ = read_city(open_pack(tmp_path / "pack", scratch=tmp_path))

    assert done.returncode == 0, done.stderr
    assert "2 files: 1 read, 1 placeholders" in done.stdout
    assert city.statistics is not None
    assert city.statistics.table["value"].tolist() == [12_000, 6000]
    assert city.statistics.table["group"].tolist() == ["", "sex=Female"]


def test_problems_are_saved_in_the_readers_language_and_run_no_formula(tmp_path: Path) -> None:
    folder = data(tmp_path, "Year,Value\n2019,x\n2020,5\n")
    (folder / "=cmd.csv").write_text("Year,Value\n2020,5\n")

    done = run(
        tmp_path, "data", "--format", "open-sdg", "--area", "X", "--problems", "p.csv",
        "--lang", "zh",
    )  # fmt: skip
    with (tmp_path / "p.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert done.returncode == 1
    assert "共 3 个文件" in done.stdout
    assert len(pd.read_csv(tmp_path / "statistics.csv")) == 1
    assert [row["kind"] for row in rows] == [
        "opensdg-file-name", "not-a-number", "opensdg-placeholder",
    ]  # fmt: skip
    assert rows[0]["where"] == "'=cmd.csv"
    assert rows[2]["expected"] == "城市自己的数据"


def test_a_long_table_is_read_with_the_mark_that_was_said(tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text('series,area,period,value\nbirths,X,2019,"1,234"\n')

    unsaid = run(tmp_path, "long.csv", "--format", "long")
    said = run(tmp_path, "long.csv", "--format", "long", "--decimal", "point")

    assert unsaid.returncode == 1
    assert "--decimal point or --decimal comma" in unsaid.stderr
    assert said.returncode == 0, said.stderr
    assert pd.read_csv(tmp_path / "statistics.csv")["value"].tolist() == [1234]


def test_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    folder = data(tmp_path)

    no_area = run(tmp_path, "data", "--format", "open-sdg")
    no_path = run(tmp_path, "nowhere", "--format", "long")
    no_file = run(tmp_path, folder.name, "--format", "long")

    assert [one.returncode for one in (no_area, no_path, no_file)] == [1, 1, 1]
    assert "--area" in no_area.stderr
    assert "nowhere: no such file or folder" in no_path.stderr
    assert "not one file of the kinds csv, xlsx, parquet" in no_file.stderr


SDMX_CSV = """DATAFLOW,THEME,SERIES,REF_AREA,TIME_PERIOD,SEX,OBS_VALUE,UNIT_MEASURE,OBS_STATUS
XX:DF(1.0),BIRTHS,ALL,XX-ONE,2019,_T,1500,PS,A
XX:DF(1.0),BIRTHS,ALL,XX-ONE,2019,F,700,PS,A
XX:DF(1.0),BIRTHS,ALL,XX-ONE,2020-Q1,_T,400,PS,A
"""


def test_sdmx_csv_becomes_a_long_table_with_its_sources_and_its_faults(tmp_path: Path) -> None:
    (tmp_path / "births.csv").write_text(SDMX_CSV)

    done = run(
        tmp_path, "births.csv", "--format", "sdmx-csv", "--column", "series=THEME",
        "--column", "ignore=SERIES", "--sources", "sources.csv", "--lang", "zh",
    )  # fmt: skip
    table = pd.read_csv(tmp_path / "statistics.csv", keep_default_na=False)
    sources = pd.read_csv(tmp_path / "sources.csv", keep_default_na=False)

    assert done.returncode == 1
    assert "births.csv, row 4, column TIME_PERIOD" in done.stderr
    assert "不是完整的日历年" in done.stderr
    assert table["series"].tolist() == ["BIRTHS", "BIRTHS"]
    assert table["group"].tolist() == ["", "sex=female"]
    assert sources.loc[0, ["series", "file", "unit"]].tolist() == ["BIRTHS", "births.csv", "PS"]


def test_what_was_read_from_sdmx_goes_into_a_pack(tmp_path: Path) -> None:
    (tmp_path / "births.csv").write_text("".join(SDMX_CSV.splitlines(keepends=True)[:3]))

    done = run(tmp_path, "births.csv", "--format", "sdmx-csv", "--column", "ignore=THEME")
    new_pack(tmp_path / "pack", code="XX-ONE", name=Text("One", "一"), country="XX")
    add_resource(tmp_path / "pack", [tmp_path / "statistics.csv"], role="statistics")
    city, _ = read_city(open_pack(tmp_path / "pack", scratch=tmp_path))

    assert done.returncode == 0, done.stderr
    assert city.statistics is not None
    assert city.statistics.table["value"].tolist() == [1500, 700]


def test_a_column_that_is_not_said_as_a_pair_is_refused(tmp_path: Path) -> None:
    (tmp_path / "births.csv").write_text(SDMX_CSV)

    done = run(tmp_path, "births.csv", "--format", "sdmx-csv", "--column", "THEME")

    assert done.returncode != 0
    assert "THEME does not say what a column stands for" in done.stderr
    assert not (tmp_path / "statistics.csv").exists()
