"""The workbook as spreadsheet programs see it: locks, lists, limits, and the same bytes."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import openpyxl
import pyogrio
import pytest

from localgoals.catalogue.load import load
from localgoals.errors import BadInput
from localgoals.ingest.templates import writing
from localgoals.ingest.templates.layout import HIDDEN, Key
from localgoals.ingest.templates.opening import is_template
from localgoals.ingest.templates.plan import Asked, Known, Plan, known_figures, plan_of, series_of
from localgoals.ingest.templates.writing import write_template
from localgoals.model.text import LANGUAGES, Text

AREAS = {"X": Text("One", "一"), "=HYPERLINK(1)": Text("=1+1", "@SUM(1)")}
FIRST = Key("people", "X", "2019", "")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a workbook about all statistics of the catalogue."""
    made = tmp_path_factory.mktemp("templates") / "figures.xlsx"
    write_template(made, the_plan(), load(), languages=LANGUAGES)
    return made


def the_plan() -> Plan:
    known = {FIRST: Known(0.1 + 0.2, source="=cmd", remark="+1")}
    return plan_of(Asked(series_of(load(), ()), AREAS, ["2019", "2023"]), known)


def test_the_same_plan_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_template(tmp_path / "again.xlsx", the_plan(), load(), languages=LANGUAGES)

    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_only_the_answers_can_be_written_without_a_password(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    figures = book["Figures 数据"]

    unlocked = {cell.column_letter for row in figures for cell in row if not cell.protection.locked}

    assert unlocked == set("GHIJK")
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    assert book[HIDDEN].sheet_state == "veryHidden"
    assert figures.freeze_panes == "C4"


def test_every_answer_has_a_rule_whose_words_fit(path: Path) -> None:
    figures = openpyxl.load_workbook(path)["Figures 数据"]
    rules = figures.data_validations.dataValidation

    ruled = {
        (cell[0], row)
        for rule in rules
        for cells in rule.sqref.ranges
        for cell in [openpyxl.utils.get_column_letter(cells.min_col)]
        for row in range(cells.min_row, cells.max_row + 1)
    }

    assert ruled == {(letter, row) for letter in "GHI" for row in range(4, figures.max_row + 1)}
    # ECMA-376 lets a title have 32 characters and a sentence 255.
    assert all(len(rule.errorTitle) <= 32 and len(rule.error) <= 255 for rule in rules)
    assert all("数字" in rule.error or "列表" in rule.error for rule in rules)


def test_the_drop_down_list_leads_to_the_reasons(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    (rule,) = [
        one for one in book["Figures 数据"].data_validations.dataValidation if one.type == "list"
    ]
    name, _, cells = rule.formula1.rpartition("!")

    choices = [row[0].value for row in book[name.strip("'")][cells.replace("$", "")]]

    assert [choice.partition(":")[0] for choice in choices] == ["NO", "NE", "IE", "C"]


def test_nothing_in_the_workbook_is_a_formula(path: Path) -> None:
    book = openpyxl.load_workbook(path)

    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}

    assert kinds == {"s", "n"}


def test_another_library_reads_the_same_cells(path: Path) -> None:
    rows = pyogrio.read_dataframe(path, layer="Figures 数据", read_geometry=False)
    by_number = {str(row.iloc[0]).partition(".")[0]: row for _, row in rows.iterrows()}

    (first,) = [row for row in by_number.values() if "=cmd" in row.tolist()]

    assert float(first.tolist()[6]) == 0.1 + 0.2
    assert first.tolist()[9:11] == ["=cmd", "+1"]
    assert len([number for number in by_number if number.isdecimal()]) == len(the_plan().cells)


def test_no_sheet_name_breaks_the_rules_of_excel(path: Path) -> None:
    names = openpyxl.load_workbook(path).sheetnames

    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_too_many_figures_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_CELLS", 3)

    with pytest.raises(BadInput, match="3 do"):
        write_template(tmp_path / "a.xlsx", the_plan(), load(), languages=("en",))

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()

    with pytest.raises(BadInput, match=r"a\.xlsx is not a file in a folder that exists"):
        write_template(tmp_path / "a.xlsx", the_plan(), load(), languages=("en",))

    assert os.listdir(tmp_path) == ["a.xlsx"]


def test_other_workbooks_are_none_of_ours(path: Path, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as archive:
        archive.writestr("a", "b")

    assert is_template(path)
    assert not any(is_template(tmp_path / name) for name in ("other.xlsx", "zip.xlsx", "none.xlsx"))


def test_a_known_group_is_asked_for_beside_what_was_named() -> None:
    known = {
        Key("people", "X", "2019", "age=0-14"): Known(1.0),
        Key("people", "X", "2020", ""): Known(2.0),
        Key("people", "Y", "2019", ""): Known(3.0),
        Key("births", "X", "2019", ""): Known(4.0),
    }

    plan = plan_of(Asked(["people"], {"X": Text("One", "一")}, ["2019"], ["sex=male"]), known)

    assert [key.group for key in plan.cells] == ["", "sex=male", "age=0-14"]
    assert list(plan.known) == [Key("people", "X", "2019", "age=0-14")]


def test_sources_and_remarks_of_a_long_table_are_known(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("series,area,period,value,margin,source,remark\npeople,X,2019,5,1,'=x,'mine'\n")

    known, problems = known_figures(path)

    assert known == {FIRST: Known(5.0, 1.0, "", "=x", "'mine'")}
    assert problems == []
