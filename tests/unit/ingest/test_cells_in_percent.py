"""A cell that shows percent is percent, in a long table too."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from localgoals.ingest.tables import read_table


@pytest.mark.parametrize(("shown_as", "read"), [("0.0%", "12.5%"), ("General", "0.125")])
def test_a_value_is_read_as_the_workbook_shows_it(shown_as: str, read: str, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book["Sheet"]
    for row in (["series", "value", "weight"], ["rate", 0.125, 0.5], ["rate", 20, 1]):
        sheet.append(row)
    sheet["B2"].number_format = sheet["C2"].number_format = shown_as
    book.save(tmp_path / "table.xlsx")

    table, problems = read_table(tmp_path / "table.xlsx", texts=("value",))

    assert problems == []
    assert [str(one) for one in table["value"]] == [read, "20"]
    assert table["weight"].tolist() == [0.5, 1]
