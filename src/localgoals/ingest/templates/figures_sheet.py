"""The sheet that people fill in: one figure a row, locked but for the cells with the answer."""

from __future__ import annotations

from itertools import groupby
from math import isnan
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from localgoals.ingest.templates import sentences
from localgoals.ingest.templates.layout import (
    COLUMNS,
    HEADER_ROW,
    SHEETS,
    Key,
    named,
    notation_choice,
)
from localgoals.ingest.templates.looks import WIDTHS, height_of, new_sheet, number_cell, text_cell
from localgoals.ingest.templates.plan import Known
from localgoals.ingest.templates.wording import Words
from localgoals.model.text import Message

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

COUNTED: Final = ("persons", "households", "seats", "count")
"""Units of what is counted, which is never below 0."""
_LETTERS: Final = {field: get_column_letter(place) for place, field in enumerate(COLUMNS, start=1)}
_NOTHING: Final = Known()


def write_figures(book: Workbook, words: Words, *, choices: str) -> None:
    """
    Write a row for each figure, with what is known of it.

    Parameters
    ----------
    choices
        The cells that hold the reporting keys, for the drop-down list.
    """
    sheet = new_sheet(book, named(SHEETS["figures"], words.languages, " "))
    for field, width in WIDTHS.items():
        sheet.column_dimensions[_LETTERS[field]].width = width
    for row, height in ((1, 24), (2, 18), (HEADER_ROW, 16.0 * len(words.languages) + 16)):
        sheet.row_dimensions[row].height = height
    sheet.freeze_panes = f"{_LETTERS['place']}{HEADER_ROW + 1}"
    last = HEADER_ROW + len(words.plan.cells)
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{_LETTERS['group']}{last}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{_LETTERS['remark']}{last}"
    sheet.append([text_cell(sheet, words(sentences.TITLE, " "), "title")])
    sheet.append([text_cell(sheet, words(sentences.HINT, " "), "hint")])
    sheet.append([text_cell(sheet, words(title), "head") for title in COLUMNS.values()])
    rows = _Rows(sheet, words)
    for number, key in enumerate(words.plan.cells, start=1):
        sheet.row_dimensions[HEADER_ROW + number].height = rows.height(key)
        sheet.append(rows.row(number, key))
    _rules(sheet, words, choices)
    _colours(sheet, last)


class _Rows:
    """Makes rows; what a code is called is looked up once."""

    def __init__(self, sheet: Worksheet, words: Words) -> None:
        self._sheet = sheet
        self._words = words
        self._called: dict[tuple[str, str], str] = {}
        self._heights: dict[tuple[str, str], float] = {}

    def row(self, number: int, key: Key) -> list[Cell]:
        """Make the cells of one figure, in the order of the columns."""
        known = self._words.plan.known.get(key, _NOTHING)
        reason = notation_choice(known.notation, self._words.languages) if known.notation else ""
        return [
            number_cell(self._sheet, number, "code"),
            self._label("title", key.series, "key"),
            self._label("place", key.area, "key"),
            self._period(key.period),
            self._label("people", key.group, "key"),
            self._label("unit", key.series, "key"),
            self._number(known.value),
            self._number(known.margin),
            text_cell(self._sheet, reason, "fill-list"),
            text_cell(self._sheet, known.source, "fill-text"),
            text_cell(self._sheet, known.remark, "fill-text"),
            self._label("uses", key.series, "code"),
            text_cell(self._sheet, key.series, "code"),
            text_cell(self._sheet, key.area, "code"),
            text_cell(self._sheet, key.group, "code"),
        ]

    def height(self, key: Key) -> float:
        """Give the row the height that its longest text needs."""
        known = self._words.plan.known.get(key, _NOTHING)
        needs = [self._height("title", key.series), self._height("place", key.area)]
        needs += [self._height("people", key.group), self._height("unit", key.series)]
        if known is not _NOTHING:
            beside = {"source": known.source, "remark": known.remark}
            if known.notation:
                beside["notation"] = notation_choice(known.notation, self._words.languages)
            needs.append(height_of((text, WIDTHS[field]) for field, text in beside.items()))
        return max(needs)

    def _height(self, field: str, code: str) -> float:
        if (field, code) not in self._heights:
            self._heights[field, code] = height_of([(self._called_by(field, code), WIDTHS[field])])
        return self._heights[field, code]

    def _label(self, field: str, code: str, style: str) -> Cell:
        return text_cell(self._sheet, self._called_by(field, code), style)

    def _called_by(self, field: str, code: str) -> str:
        if (field, code) not in self._called:
            self._called[field, code] = getattr(self._words, field)(code)
        return self._called[field, code]

    def _period(self, period: str) -> Cell:
        if period.isdecimal():
            return number_cell(self._sheet, int(period), "key")
        return text_cell(self._sheet, period, "key")

    def _number(self, number: float) -> Cell:
        return number_cell(self._sheet, None if isnan(number) else number, "fill-number")


def _rules(sheet: Worksheet, words: Words, choices: str) -> None:
    """Say what each cell takes, and what is told when it does not."""
    amount = _only_numbers(words, sentences.NUMBER_ERROR)
    amount.operator, amount.formula1, amount.formula2 = "between", "-1E+300", "1E+300"
    count = _only_numbers(words, sentences.COUNT_ERROR)
    count.operator, count.formula1 = "greaterThanOrEqual", "0"
    first = HEADER_ROW + 1
    for is_count, run in groupby(
        enumerate(words.plan.cells, start=first),
        key=lambda one: words.unit_code(one[1].series) in COUNTED,
    ):
        rows = [row for row, _ in run]
        (count if is_count else amount).add(
            f"{_LETTERS['value']}{rows[0]}:{_LETTERS['value']}{rows[-1]}"
        )
    last = HEADER_ROW + len(words.plan.cells)
    count.add(f"{_LETTERS['margin']}{first}:{_LETTERS['margin']}{last}")
    reason = DataValidation(type="list", formula1=choices, allow_blank=True)
    _tell(reason, words, sentences.LIST_TITLE, sentences.LIST_ERROR)
    reason.add(f"{_LETTERS['notation']}{first}:{_LETTERS['notation']}{last}")
    for rule in (amount, count, reason):
        if rule.sqref:
            sheet.data_validations.append(rule)


def _only_numbers(words: Words, said: Message) -> DataValidation:
    rule = DataValidation(type="decimal", allow_blank=True)
    _tell(rule, words, sentences.NUMBER_TITLE, said)
    return rule


def _tell(rule: DataValidation, words: Words, title: Message, said: Message) -> None:
    rule.errorStyle = "stop"
    rule.showErrorMessage = True
    rule.errorTitle, rule.error = words(title, " "), words(said)


def _colours(sheet: Worksheet, last: int) -> None:
    """Show decimals only where there are some, and rows with both a value and a reason in red."""
    first = HEADER_ROW + 1
    value, margin, notation = (_LETTERS[one] for one in ("value", "margin", "notation"))
    decimals = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode="#,##0.0#####"))
    fraction = Rule(
        type="expression", dxf=decimals,
        formula=[f"AND(ISNUMBER({value}{first}),{value}{first}<>INT({value}{first}))"],
    )  # fmt: skip
    sheet.conditional_formatting.add(f"{value}{first}:{margin}{last}", fraction)
    red = DifferentialStyle(fill=PatternFill("solid", bgColor="F4B6B6"))
    twice = Rule(
        type="expression", dxf=red,
        formula=[f'AND(${value}{first}<>"",${notation}{first}<>"")'],
    )  # fmt: skip
    sheet.conditional_formatting.add(f"{value}{first}:{notation}{last}", twice)
