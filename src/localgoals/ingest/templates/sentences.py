"""What a workbook tells the people who fill it in."""

from __future__ import annotations

from typing import Final

from localgoals.model.text import Message

TITLE: Final = Message("Figures to fill in")
STEPS: Final = (
    Message("How to fill in this workbook"),
    Message(
        "1. Open the sheet {figures}. Fill in the cells with a yellow ground, one row a figure."
    ),
    Message("2. Write the number in full: 12000, not 12. A figure that is zero is 0."),
    Message(
        "3. If there is no number, leave the value empty and choose the reason from the list: "
        "NO, NE, IE or C."
    ),
    Message("4. Leave a row empty if the figure is not your task, or not known yet."),
    Message("5. Say in the column Source where the figure comes from: publication, year, page."),
    Message("6. Everything else belongs in the column Remark."),
    Message(
        "The other cells are locked, without a password: they say which figure each row is. Do not "
        "delete, insert or merge cells. Rows may be filtered."
    ),
    Message(
        "Percentages: where the unit says per cent, write 12.5 for 12.5 %. A formula counts with "
        "the result that was last saved; a number is better."
    ),
    Message("Save it as XLSX and send it back. What is unclear comes back as a list with cells."),
)
EXTENT: Final = Message("{cells} figures: {series} statistics, {areas} areas, periods {periods}.")
MADE: Final = Message("Made by LocalGoals, layout {version}, fingerprint {fingerprint}.")
HINT: Final = Message(
    "Fill in the yellow cells only. A value, or the reason why there is none; not both."
)
EVERYBODY: Final = Message("everybody")
CODES_TITLE: Final = Message("Codes used in this workbook")
NOTATION_TITLE: Final = Message("Why there is no value")
SERIES_TITLE: Final = Message("Statistics")
AREAS_TITLE: Final = Message("Areas")
GROUPS_TITLE: Final = Message("Groups")
NUMBER_TITLE: Final = Message("Only a number")
NUMBER_ERROR: Final = Message("Write a number. If there is none, choose the reason from the list.")
COUNT_ERROR: Final = Message(
    "Write a number that is 0 or more. If there is none, choose the reason from the list."
)
LIST_TITLE: Final = Message("Only from the list")
LIST_ERROR: Final = Message("Choose NO, NE, IE or C from the list, or leave the cell empty.")
"""Excel shows at most 32 characters of a title, and 255 of a sentence."""
