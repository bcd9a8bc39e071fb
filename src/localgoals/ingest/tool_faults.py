"""What can be wrong with the tables that a person gives to a tool."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_CORRECT = "Correct the cell."

TOOL_FAULTS: dict[str, Fault] = {
    "tool-input-missing": Fault(
        "nothing at this path",
        "a folder with a CSV or XLSX file for each table, or one workbook with a sheet for each",
        "Check the path, or get blank tables: localgoals tools template {code}.",
    ),
    "tool-table-missing": Fault(
        "no table {table}",
        "a file {table}.csv or {table}.xlsx, or a sheet {table}",
        "Add the table, or get a blank one: localgoals tools template {code}.",
    ),
    "tool-table-twice": Fault(
        "the table {table} in {count} files ({files})",
        "one file for each table",
        "Remove the others.",
    ),
    "tool-table-unknown": Fault(
        "a table that the tool does not ask for",
        "one of {allowed}",
        "Correct the name, or move it elsewhere: nothing may be silently ignored.",
    ),
    "tool-column-unknown": Fault(
        "the column {column}, which the tool does not ask for",
        "one of {allowed}",
        "Correct the name, or remove the column: nothing may be silently ignored.",
    ),
    "tool-no-row": Fault("no row", "at least one: {rows}", "Fill in the table."),
    "tool-blank": Fault("{value}", "{expected}", "Fill in the cell."),
    "tool-choice": Fault("{value}", "one of {allowed}", _CORRECT),
    "tool-range": Fault("{value}", "a number {allowed}", _CORRECT),
    "tool-year": Fault("{value}", "a year such as 2024", _CORRECT),
    "tool-row-twice": Fault(
        "{value}, which another row has too",
        "a row of its own for each",
        "Remove one, or join them.",
    ),
    "tool-other-table": Fault(
        "{value}", "a row of the table {other}", "Correct the name, or add it there."
    ),
    # what single tools ask for
    "revenue-outstanding": Fault(
        "{value} not paid",
        "no more than was billed",
        "Correct what was billed, or what is not paid.",
    ),
    "tool-part-above-whole": Fault(
        "{value}", "no more than {whole} of the same row", "Correct one of both."
    ),
    "revenue-no-table": Fault(
        "no table", "streams, property_tax or charges", "Add a table of one kind of stream."
    ),
}
