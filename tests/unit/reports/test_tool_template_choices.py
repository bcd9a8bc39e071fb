"""The workbook of a tool says what may be chosen, in the language of its reader."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from localgoals.catalogue.tool_suite.declared import Tool, tool_of, tools
from localgoals.model.text import Language
from localgoals.reports.tool_template import write_template

_MOST_CHARACTERS = 255
"""Of a list that Excel drops down."""


def allowed(folder: Path, language: Language) -> dict[str, str]:
    """Read from the guide, by column, what may stand in its cells."""
    write_template(tool_of("waste-control"), folder / "a.xlsx", language, with_example=False)
    _, *rows = openpyxl.load_workbook(folder / "a.xlsx")["guide"].iter_rows(values_only=True)
    return {str(row[1]): str(row[4]) for row in rows}


@pytest.mark.parametrize(
    ("language", "level", "boxes"),
    [
        ("en", "1 (limited)", "one or several, with a blank between them, of daily_cover (Waste"),
        ("zh", "1 (有限)", "以下一项或多项，以空格分隔：daily_cover (废物每日覆盖)"),
    ],
)
def test_codes_stand_there_with_their_meaning(
    language: Language, level: str, boxes: str, tmp_path: Path
) -> None:
    said = allowed(tmp_path, language)

    assert level in said["collection_level"]
    assert said["landfill_boxes"].startswith(boxes)


def test_only_a_cell_of_one_choice_drops_its_choices_down(tmp_path: Path) -> None:
    write_template(tool_of("waste-control"), tmp_path / "a.xlsx", "en", with_example=False)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["answers"]
    heads = {cell.column_letter: cell.value for cell in sheet[1]}

    ranges = [str(one.sqref) for one in sheet.data_validations.dataValidation]

    assert {heads[one[0]] for one in ranges} == {"about", "collection_level"}


@pytest.mark.parametrize("tool", tools().values(), ids=lambda one: one.code)
def test_no_list_is_longer_than_excel_takes(tool: Tool) -> None:
    columns = [one for table in tool.tables for one in table.columns]

    for column in columns:
        if column.kind == "choice":
            listed = ",".join(one.code for one in column.choices)
            assert len(listed) <= _MOST_CHARACTERS - 2, column.name
