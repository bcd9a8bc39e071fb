"""A workbook of tables that a tool has made, one sheet each, which it can read back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from localgoals.ingest.templates.writing import without_time
from localgoals.ingest.whole_file import whole_file

__all__ = ["write_tables"]


def write_tables(path: Path, sheets: Mapping[str, pd.DataFrame]) -> None:
    """
    Write tables, each to a sheet of its name with heads in the first row.

    Parameters
    ----------
    path
        Where to; a file that is there is replaced.
    sheets
        Texts stay texts, though they begin like a formula; NaN is a blank cell.

    Raises
    ------
    BadInput
        When the file cannot be written.
    """
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        rows = table.astype(object).where(table.notna(), None).to_numpy().tolist()
        for number, row in enumerate([list(map(str, table.columns)), *rows], start=1):
            for place, value in enumerate(row, start=1):
                if value is None or value == "":
                    continue
                cell = sheet.cell(number, place, value)
                if isinstance(value, str):
                    cell.data_type = "s"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "C2"
    made = io.BytesIO()
    book.save(made)
    with whole_file(path) as partial:
        partial.write_bytes(without_time(made))
