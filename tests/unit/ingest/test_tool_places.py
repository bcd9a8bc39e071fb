"""Where the tables and files of a tool are found in what a person gives."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from localgoals.catalogue.load import load
from localgoals.catalogue.tool_suite.declared import (
    InputColumn,
    InputFile,
    InputTable,
    Tool,
    WorkedCase,
)
from localgoals.ingest.tool_inputs import read_inputs
from localgoals.ingest.tool_places import Place, places_of
from localgoals.model.text import Text

WORDS = Text("a", "甲")
TABLE = InputTable("zones", WORDS, WORDS, (InputColumn("zone", WORDS, "label"),))
MORE = InputTable("towns", WORDS, WORDS, TABLE.columns)
MAP = InputFile("hazard", WORDS, WORDS, (".tif", ".tiff"))


def tool(tables: tuple[InputTable, ...], files: tuple[InputFile, ...]) -> Tool:
    source = next(iter(load().references.values()))
    return Tool("one", "climate", WORDS, WORDS, tables, WorkedCase(WORDS, source), (), files)


def test_tables_and_files_are_found_by_their_names_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "zones.csv").write_text("zone\na\n")
    (tmp_path / "hazard.TIFF").write_bytes(b"map")

    places, problems = places_of(tmp_path, tool((TABLE,), (MAP,)))

    assert not problems
    assert places.tables == {"zones": Place(tmp_path / "zones.csv")}
    assert places.files == {"hazard": tmp_path / "hazard.TIFF"}


def test_there_may_be_a_map_for_each_year_but_not_two_for_one(tmp_path: Path) -> None:
    asked = tool((), (InputFile("cover", WORDS, WORDS, (".tif", ".tiff"), several=True),))
    for name in ("cover_2010.tif", "cover_2020.tif"):
        (tmp_path / name).write_bytes(b"map")
    places, problems = places_of(tmp_path, asked)
    (tmp_path / "cover_2010.tiff").write_bytes(b"map")

    _, faults = places_of(tmp_path, asked)

    assert not problems
    assert list(places.files) == ["cover_2010", "cover_2020"]
    assert [one.kind for one in faults] == ["tool-table-twice"]


def test_the_sheets_of_one_workbook_in_a_folder_are_tables(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "zones"  # type: ignore[union-attr]
    book.save(tmp_path / "tables.xlsx")
    (tmp_path / "hazard.tif").write_bytes(b"map")

    places, problems = places_of(tmp_path, tool((TABLE,), (MAP,)))

    assert not problems
    assert places.tables == {"zones": Place(tmp_path / "tables.xlsx", "zones")}


def test_a_file_that_stands_alone_is_the_one_that_is_needed(tmp_path: Path) -> None:
    (tmp_path / "mine.tif").write_bytes(b"map")

    places, problems = places_of(tmp_path / "mine.tif", tool((), (MAP,)))

    assert not problems
    assert places.files == {"hazard": tmp_path / "mine.tif"}


def test_a_needed_file_that_is_missing_is_named_with_its_endings(tmp_path: Path) -> None:
    (tmp_path / "zones.csv").write_text("zone\na\n")

    _, problems = read_inputs(tmp_path, tool((TABLE,), (MAP,)))

    assert [one.kind for one in problems] == ["tool-file-missing"]
    assert "hazard.tif, hazard.tiff" in str(problems[0])


def test_a_file_in_two_forms_and_a_file_not_asked_for_are_both_named(tmp_path: Path) -> None:
    for name in ("hazard.tif", "hazard.tiff", "exposure.tif"):
        (tmp_path / name).write_bytes(b"map")
    (tmp_path / "zones.csv").write_text("zone\na\n")

    _, problems = read_inputs(tmp_path, tool((TABLE,), (MAP,)))

    assert [one.kind for one in problems] == ["tool-table-twice", "tool-table-unknown"]


def test_the_hash_of_a_file_goes_into_the_record(tmp_path: Path) -> None:
    (tmp_path / "mine.tif").write_bytes(b"map")

    inputs, _ = read_inputs(tmp_path / "mine.tif", tool((), (MAP,)))

    assert inputs is not None
    assert inputs.paths["hazard"] == tmp_path / "mine.tif"
    assert len(inputs.files["mine.tif"]) == 64


def test_a_table_or_a_map_in_another_form_is_named_and_not_ignored(tmp_path: Path) -> None:
    optional = InputTable("rings", WORDS, WORDS, TABLE.columns, needed=False)
    (tmp_path / "zones.csv").write_text("zone\na\n")
    (tmp_path / "hazard.tif").write_bytes(b"map")
    (tmp_path / "hazard.tfw").write_text("lies beside the map")
    (tmp_path / "rings.ods").write_bytes(b"PK")

    _, problems = places_of(tmp_path, tool((TABLE, optional), (MAP,)))

    assert [(one.kind, one.where.split(", ")[1]) for one in problems] == [
        ("tool-ending", "rings.ods")
    ]


@pytest.mark.parametrize("ending", [".xls", ".xlsm", ".ods"])
def test_a_workbook_of_another_form_is_not_taken_for_one_without_tables(
    tmp_path: Path, ending: str
) -> None:
    book = tmp_path / f"mine{ending}"
    book.write_bytes(b"PK")

    _, problems = places_of(book, tool((TABLE, MORE), ()))

    assert [one.kind for one in problems] == ["tool-ending"]


def test_a_folder_or_a_dead_link_in_place_of_a_table_is_named_with_the_other_faults(
    tmp_path: Path,
) -> None:
    (tmp_path / "zones.csv").mkdir()
    (tmp_path / "hazard.tif").symlink_to(tmp_path / "nowhere.tif")
    (tmp_path / "strange.csv").write_text("a\n1\n")

    _, problems = places_of(tmp_path, tool((TABLE,), (MAP,)))

    assert [one.kind for one in problems] == ["tool-no-file", "tool-no-file", "tool-table-unknown"]
