"""`localgoals statistics template`, `compare`, and `read` of what officers filled in."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pandas as pd
from front_door import Done, localgoals

from localgoals.ingest.city import read_city
from localgoals.ingest.pack import add_resource, new_pack, open_pack
from localgoals.model.text import Text


def run(folder: Path, *words: str) -> Done:
    return localgoals(folder, "statistics", *words)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def filled(path: Path, into: Path, **cells: object) -> None:
    book = openpyxl.load_workbook(path)
    sheet = next(one for one in book if one.title.startswith(("Figures", "数据")))
    for address, content in cells.items():
        sheet[address] = content
    book.save(into)


def test_a_workbook_goes_out_comes_back_and_gives_a_baseline_its_figures(tmp_path: Path) -> None:
    asked = run(
        tmp_path, "template", "sent.xlsx", "--area", "XX-ONE", "--period", "2023",
        "--indicator", "8.5.2", "--group", "sex=female",
    )  # fmt: skip
    filled(tmp_path / "sent.xlsx", tmp_path / "back.xlsx", G4="1.2万", G5=5000, G6=600, I7="NE")

    done = run(tmp_path, "read", "back.xlsx", "--format", "template", "--problems", "p.csv")
    new_pack(tmp_path / "pack", code="XX-ONE", name=Text("One", "一"), country="XX")
    add_resource(tmp_path / "pack", [tmp_path / "statistics.csv"], role="statistics")
    city, _ = read_city(open_pack(tmp_path / "pack", scratch=tmp_path))

    assert asked.returncode == 0, asked.stderr
    assert "asks for 4 figures; 0 of them" in asked.stdout
    assert done.returncode == 0, done.stderr
    assert "4 of 4 figures can be used; 0 are open." in done.stdout
    assert rows_of(tmp_path / "p.csv") == []
    assert city.statistics is not None
    assert city.statistics.table["value"].tolist()[:3] == [12_000, 5000, 600]
    assert city.statistics.table["notation"].tolist() == ["", "", "", "NE"]


def test_what_is_wrong_is_saved_as_a_list_with_cells_in_the_readers_language(
    tmp_path: Path,
) -> None:
    run(tmp_path, "template", "a.xlsx", "--area", "X", "--period", "2023", "--lang", "zh")
    filled(tmp_path / "a.xlsx", tmp_path / "a.xlsx", G4="约5", G5=7, J6="=cmd()")

    done = run(
        tmp_path, "read", "a.xlsx", "--format", "long", "--problems", "p.csv", "--lang", "zh"
    )
    rows = rows_of(tmp_path / "p.csv")

    assert done.returncode == 1
    assert "1 个可用" in done.stdout
    assert [(row["kind"], row["where"]) for row in rows] == [
        ("not-a-number", "a.xlsx, 数据!G4"), ("template-formula-unsaved", "a.xlsx, 数据!J6"),
    ]  # fmt: skip
    assert pd.read_csv(tmp_path / "statistics.csv")["value"].tolist() == [7]


def test_a_pack_names_the_areas_and_a_table_fills_in_what_is_known(
    pack: Path, tmp_path: Path
) -> None:
    (tmp_path / "known.csv").write_text(
        "series,area,period,value,source\npeople,W,2020,250,census\n"
    )

    done = run(
        tmp_path, "template", "a.xlsx", "--pack", str(pack), "--period", "2020",
        "--indicator", "16.1.1", "--from", "known.csv", "--lang", "en",
    )  # fmt: skip
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Figures"]

    assert done.returncode == 0, done.stderr
    assert [row[2].value for row in sheet.iter_rows(min_row=4)] == [
        "Town", "Town", "West", "West", "East", "East",
    ]  # fmt: skip
    assert [(row[6].value, row[9].value) for row in sheet.iter_rows(min_row=6, max_row=6)] == [
        (250, "census")
    ]


def test_a_table_names_the_areas(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text("code,name,name_zh\n01,North,北\n02,,\n", encoding="utf-8")

    done = run(tmp_path, "template", "a.xlsx", "--areas", "areas.csv", "--period", "2020")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Figures 数据"]

    assert done.returncode == 0, done.stderr
    assert {row[2].value for row in sheet.iter_rows(min_row=4)} == {"North\n北", "02"}


def test_every_cell_that_differs_is_shown_with_its_address(tmp_path: Path) -> None:
    run(tmp_path, "template", "a.xlsx", "--area", "X", "--period", "2023", "--indicator", "8.5.2")
    filled(tmp_path / "a.xlsx", tmp_path / "old.xlsx", G4=5, H4=1, J4="a")
    filled(tmp_path / "a.xlsx", tmp_path / "new.xlsx", G4="５", H4=2, I5="NO", C5="elsewhere")

    done = run(tmp_path, "compare", "old.xlsx", "new.xlsx", "-o", "differences.csv")
    rows = [
        (row["change"], row["column"], row["old"], row["new"], row["old_cell"], row["new_cell"])
        for row in rows_of(tmp_path / "differences.csv")
    ]

    assert done.returncode == 0, done.stderr
    assert (
        "4 differences: 1 added, 1 removed, 1 changed, 1 in locked cells and rows." in done.stdout
    )
    assert rows == [
        ("key-changed", "place", "X", "elsewhere", "C5", "C5"),
        ("changed", "margin", "1", "2", "H4", "H4"),
        ("removed", "source", "a", "", "J4", "J4"),
        ("added", "notation", "", "NO", "I5", "I5"),
    ]


def test_a_workbook_is_compared_with_a_long_table(tmp_path: Path) -> None:
    run(tmp_path, "template", "a.xlsx", "--area", "X", "--period", "2023", "--indicator", "8.5.2")
    filled(tmp_path / "a.xlsx", tmp_path / "a.xlsx", G4=5, G5=7, J4="=cmd")
    (tmp_path / "old.csv").write_text(
        "series,area,period,value\nlabour_force,X,2023,5\nunemployed,X,2023,6\n"
    )

    done = run(tmp_path, "compare", "old.csv", "a.xlsx", "--lang", "zh")

    assert done.returncode == 0, done.stderr
    assert "共 1 处差异" in done.stdout
    assert "'6' → '7'" in done.stdout


def test_what_cannot_be_asked_for_is_explained(tmp_path: Path) -> None:
    calls = {
        ("template", "a.xlsx"): "No figure is asked for",
        ("template", "a.xls", "--area", "X"): "must end in .xlsx",
        ("template", "a.xlsx", "--area", "X", "--indicator", "11.2.1"): "not made from statistics",
        ("template", "a.xlsx", "--areas", "none.csv"): "none.csv: not one file of the kinds",
        ("compare", "none.xlsx", "none.csv"): "none.xlsx: no such file or folder",
    }

    done = {words: run(tmp_path, *words) for words in calls}

    assert {words: one.returncode for words, one in done.items()} == dict.fromkeys(calls, 1)
    assert [words for words, one in done.items() if calls[words] not in one.stderr] == []
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_that_is_not_ours_is_refused_in_one_sentence(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")

    done = run(tmp_path, "read", "other.xlsx", "--format", "template")

    assert done.returncode == 1
    assert done.stderr.count("found:") == 1
    assert "a workbook that LocalGoals did not make" in done.stderr
