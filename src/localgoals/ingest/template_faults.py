"""What can be wrong with a workbook that came back filled in."""

from __future__ import annotations

from localgoals.ingest.file_faults import Fault

_OURS = "a workbook made by localgoals statistics template"
_SEND_ANEW = "Make a new workbook with localgoals statistics template, and copy the answers over."
_SAFE = "a workbook of cells only"
_AS_SENT = "{expected}, as it was sent"
_COPY_BACK = "Nothing was read from the row. Copy its answers into the row where they belong."
_SAVE_NUMBER = "Nothing was read from the cell. Set its format to number, and write the number."

TEMPLATE_FAULTS: dict[str, Fault] = {
    # the workbook
    "template-none": Fault(
        "a workbook that LocalGoals did not make",
        _OURS,
        "Check that it is the right file. For any other table: --format long.",
    ),
    "template-newer": Fault(
        "layout {version} of the workbook",
        "a layout up to {known}",
        "It was made by a newer LocalGoals. Install that version to read it.",
    ),
    "template-damaged": Fault(
        "a hidden list of figures that was changed ({reason})",
        "the list as LocalGoals wrote it",
        _SEND_ANEW,
    ),
    "template-macros": Fault(
        "macros", _SAFE, "Save it as XLSX without macros; do not open it if you do not trust it."
    ),
    "template-links": Fault(
        "parts that lead out of the workbook ({parts})",
        _SAFE,
        "Break the links in the spreadsheet program, so that the values stay, and save it again.",
    ),
    "template-figures-missing": Fault(
        "no sheet with the headers of the figures",
        "the headers as they were sent: {headers}",
        "Put the headers back as they were.",
    ),
    "template-header": Fault(
        "no column {column}",
        "the headers as they were sent",
        "Put the header of the column back as it was.",
    ),
    "template-header-twice": Fault(
        "the header {column} more than once",
        "each header once",
        "Give the column that was added another header.",
    ),
    "template-sheet-extra": Fault(
        "the sheet {sheet}, which was added",
        "the sheets as they were sent",
        "Nothing was read from it. Check that it has no figures.",
        "warning",
    ),
    "template-series-gone": Fault(
        "the statistic {series}, which this version's catalogue does not know",
        "statistics of the catalogue",
        "Its figures were read as they are. Check whether it has another code now.",
        "warning",
    ),
    "template-unit-changed": Fault(
        "the statistic {series} in {unit}",
        "{known}, as the catalogue has it now",
        "Nothing was read of it. Make a new workbook, and ask for the figures in the new unit.",
    ),
    # rows
    "template-key-changed": Fault(
        "{found} in a locked cell, {column}",
        _AS_SENT,
        "Nothing was read from the row. Put the cell back as it was, or move the answers to the "
        "row where they belong.",
    ),
    "template-row-twice": Fault(
        "row number {number} again, which stands in row {first} already",
        "each row once",
        "Neither was read: a row was pasted over another. Put back what the rows were.",
    ),
    "template-row-missing": Fault(
        "no row number {number} ({series}, {area}, {period}, {group})",
        "every row that was sent",
        "Nothing was read for it. If it should be filled in, use the workbook as it was sent.",
        "warning",
    ),
    "template-row-unknown": Fault(
        "a row with figures that was not asked for: {text}",
        "rows with a number that was sent",
        _COPY_BACK,
    ),
    "template-outside": Fault(
        "text outside the table: {text}",
        "answers in the yellow cells, everything else in the column for remarks",
        "Nothing was read from it. Look whether a figure must be changed because of it.",
        "warning",
    ),
    "template-note": Fault(
        "a note: {text}",
        "answers in the yellow cells, everything else in the column for remarks",
        "Look whether a figure must be changed because of it.",
        "warning",
    ),
    "template-merged": Fault(
        "the merged cells {cells}",
        "each answer in a cell of its own",
        "Nothing was read from their rows. Unmerge them, and fill in each row.",
    ),
    "template-hidden": Fault(
        "{count} hidden rows with answers (the first is row {row})",
        "rows that can be seen",
        "They were read like the others. Show them, and check that they are meant.",
        "warning",
    ),
    # cells
    "template-formula": Fault(
        "{count} formulas ({cells})",
        "numbers",
        "The results that were last saved were read. Check them, or write numbers in their place.",
        "warning",
    ),
    "template-formula-unsaved": Fault(
        "a formula without a result",
        "a number",
        "Nothing was read from the cell. Open the workbook in a spreadsheet program and save it "
        "there, or write the number.",
    ),
    "template-error-value": Fault(
        "the error {value} of a formula", "a number", "Mend the formula, or write the number."
    ),
    "template-date": Fault("the date or time {value}", "a number", _SAVE_NUMBER),
    "template-percent": Fault(
        "{count} cells that show per cent ({cells})",
        "numbers as they are meant",
        "They were read as they are shown: {shown} as {example}. Check that it is what was meant.",
        "warning",
    ),
    "template-percent-unit": Fault(
        "{value}, a percentage",
        "a number in {unit}",
        "Nothing was read from the cell. Write the number itself, not its share.",
    ),
    "template-text-alone": Fault(
        "a source or remark without a value: {text}",
        "a value, or the reason why there is none",
        "It was not written into the table. Fill in the value, or choose the reason.",
        "warning",
    ),
    "template-margin-alone": Fault(
        "the margin {value} without a value",
        "a value that it belongs to",
        "Nothing was read from the row. Check whether it is the value, in the wrong column.",
    ),
    "template-empty": Fault(
        "no cell with an answer",
        "at least one value, or a reason why there is none",
        "Check that it is the workbook that was filled in, and that it was saved.",
    ),
}
