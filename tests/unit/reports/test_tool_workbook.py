"""Workbooks of tools: the same tables give the same bytes, whose hash a run records."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd

from localgoals.reports.tool_workbook import write_tables


def test_a_workbook_has_no_trace_of_when_it_was_written(tmp_path: Path) -> None:
    write_tables(tmp_path / "a.xlsx", {"lines": pd.DataFrame({"line": ["I.1"], "t": [1.5]})})

    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        assert {one.date_time[0] for one in parts.infolist()} == {1980}
        assert b"1980-01-01" in parts.read("docProps/core.xml")
    assert pd.read_excel(tmp_path / "a.xlsx", sheet_name="lines")["t"].tolist() == [1.5]
