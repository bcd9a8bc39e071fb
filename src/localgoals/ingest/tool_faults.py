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
    "tool-file-missing": Fault(
        "no file for it",
        "{allowed}",
        "Add the file; what it holds is said by: localgoals tools show {code}.",
    ),
    "tool-ending": Fault(
        "a file that ends in {ending}",
        "{allowed}",
        "Save it in one of these forms: nothing may be silently ignored.",
    ),
    "tool-no-file": Fault(
        "a folder, or a link that leads nowhere", "a file", "Put the file itself there."
    ),
    "tool-table-twice": Fault(
        "{table} in {count} files ({files})",
        "one file for each",
        "Remove the others.",
    ),
    "tool-table-unknown": Fault(
        "a table or file that the tool does not ask for",
        "one of {allowed}",
        "Correct the name, or move it elsewhere: nothing may be silently ignored.",
    ),
    "tool-column-unknown": Fault(
        "the column {column}, which the tool does not ask for",
        "one of {allowed}",
        "Correct the name, or remove the column: nothing may be silently ignored.",
    ),
    "tool-no-row": Fault("no row", "at least one: {rows}", "Fill in the table."),
    "tool-one-row": Fault("{count} rows", "a single row", "Remove the other rows."),
    "tool-blank": Fault("{value}", "{expected}", "Fill in the cell."),
    "tool-choice": Fault("{value}", "one of {allowed}", _CORRECT),
    "tool-range": Fault("{value}", "a number {allowed}", _CORRECT),
    "tool-huge": Fault("{value}", "a number with fewer than 25 digits", _CORRECT),
    "tool-tiny": Fault(
        "{value}", "0, or a number with fewer than 25 zeros behind its point", _CORRECT
    ),
    "tool-long": Fault(
        "a name of {count} letters, {value}…",
        "at most {limit} letters",
        "Shorten the name, in every table where it stands.",
    ),
    "tool-year": Fault("{value}", "a year such as 2024", _CORRECT),
    "tool-row-twice": Fault(
        "{value}, which another row has too",
        "a row of its own for each",
        "Remove one, or join them.",
    ),
    "tool-other-table": Fault(
        "{value}", "a row of the table {other}", "Correct the name, or add it there."
    ),
    # questionnaires and what people send in
    "questionnaire-round": Fault(
        "{value}", "a date such as 2025-05-31, a month such as 2025-05 or a year", _CORRECT
    ),
    "questionnaire-format": Fault(
        "a file that is neither CSV nor XLSX nor JSON",
        "submissions as ODK Central and KoboToolbox export them",
        "Export them as CSV, XLSX or JSON.",
    ),
    "questionnaire-json": Fault(
        "JSON without a list of submissions ({value})",
        "the list results of KoboToolbox, or the list value of ODK Central",
        "Fetch the submissions of the form, not what the server says about the form.",
    ),
    "questionnaire-json-row": Fault(
        "{value}",
        "a submission: an object in braces, with at most 15 groups inside each other",
        "Fetch the submissions again; somebody may have edited the file.",
    ),
    "questionnaire-nested": Fault(
        "a list of answers to {question}",
        "one answer in each submission",
        "The form on the server asks it in a repeat or has another question of this name: use the "
        "form that localgoals questionnaire form writes.",
    ),
    "questionnaire-part": Fault(
        "{count} submissions, and the server has more",
        "all submissions",
        "Fetch the pages that follow, and read each of them; or ask for more on one page.",
        "warning",
    ),
    "questionnaire-versions": Fault(
        "submissions of {count} versions of the form ({examples})",
        "one version",
        "They were all read. Check that what changed does not change what an answer means.",
        "warning",
    ),
    "questionnaire-no-question": Fault(
        "no question of the form {form}",
        "the questions of the form, such as {examples}",
        "Name the form that was filled in: localgoals questionnaire list has all of them.",
    ),
    "questionnaire-column-unknown": Fault(
        "the column {column}, which is no question of the form",
        "questions of the form, and what the server writes",
        "It was not read. If it is a question, correct its name.",
        "warning",
    ),
    "questionnaire-question-missing": Fault(
        "no column for the questions {questions}",
        "a column for each question",
        "They count as not answered. Export all questions.",
        "warning",
    ),
    "questionnaire-rejected": Fault(
        "{count} submissions that were rejected on the server",
        "submissions that nobody rejected",
        "They were left out.",
        "warning",
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
