"""How the sheets of a workbook look: styles, widths, and what spreadsheets may write on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.properties import PageSetupProperties

from localgoals.ingest.templates.wording import plain

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS: Final = {
    "number": 7, "title": 46, "place": 24, "period": 11, "people": 24, "unit": 16,
    "value": 17, "margin": 15, "notation": 26, "source": 30, "remark": 30,
    "use": 18, "series": 38, "area": 14, "group": 20,
}  # fmt: skip
"""Of the columns of the figures, in characters."""
_INK, _QUIET, _BLUE = "1A1A1A", "595959", "1F4E79"
_LINE: Final = Side(style="thin", color="BFBFBF")
_LINE_HEIGHT: Final = 14.5
# A column's width counts digits; most letters are narrower.
_FIT: Final = 1.1
_TEXT: Final = "@"
_A4: Final = 9  # ECMA-376, part 1, 18.3.1.63
_ROOM: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def styles() -> list[NamedStyle]:
    """Give the styles of all sheets; those called `fill-…` are for cells that are not locked."""
    return [
        _style("title", Font(name="Calibri", size=16, bold=True, color=_BLUE)),
        _style("heading", Font(name="Calibri", size=12, bold=True, color=_BLUE)),
        _style("said", Font(name="Calibri", size=11, color=_INK), wrap=True),
        _style("hint", Font(name="Calibri", size=11, color=_QUIET)),
        _style("head", Font(name="Calibri", bold=True, color="FFFFFF"), ground=_BLUE, wrap=True),
        _style("key", Font(name="Calibri", color=_INK), ground="F2F2F2", wrap=True),
        _style("code", Font(name="Calibri", size=9, color=_QUIET), ground="F2F2F2", form=_TEXT),
        _style("fill-number", Font(name="Calibri", color=_INK), ground="FFF9DB", form="#,##0"),
        _style("fill-list", Font(name="Calibri", color=_INK), ground="FFF9DB", wrap=True),
        _style(
            "fill-text", Font(name="Calibri", color=_INK), ground="FFF9DB", form=_TEXT, wrap=True
        ),
    ]


def _style(
    name: str, font: Font, *, ground: str = "", form: str = "General", wrap: bool = False
) -> NamedStyle:
    style = NamedStyle(name=f"lg-{name}", font=font, number_format=form)
    across = "left" if form == "General" else None
    style.alignment = Alignment(vertical="top", horizontal=across, wrap_text=wrap)
    if ground:
        style.fill = PatternFill("solid", fgColor=ground)
        style.border = _ROOM
    style.protection = Protection(locked=not name.startswith("fill-"))
    return style


def height_of(cells: Iterable[tuple[str, float]]) -> float:
    """
    Height of a row in which all texts can be read, in points.

    Parameters
    ----------
    cells
        Each text, with the width of its column in characters. Chinese characters are two wide.
    """
    lines = max(
        (
            sum(1 + int(max(0, wide(line) - 1) // (width * _FIT)) for line in text.split("\n"))
            for text, width in cells
        ),
        default=1,
    )
    return _LINE_HEIGHT * max(lines, 1) + 3


def wide(text: str) -> int:
    """Count the columns that a text takes where Chinese characters take two."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def text_cell(sheet: Worksheet, text: str, style: str) -> Cell:
    """Make a cell of text, which stays text though it begins like a formula."""
    cell: Cell = WriteOnlyCell(sheet, value=plain(text) or None)
    if text:
        cell.data_type = "s"
    cell.style = f"lg-{style}"
    return cell


def number_cell(sheet: Worksheet, number: float | None, style: str) -> Cell:
    """Make a cell of a number, to its last digit: openpyxl itself keeps 16 digits of 17."""
    cell: Cell = WriteOnlyCell(sheet, value=None if number is None else _digits(number))
    if number is not None:
        cell.data_type = "n"
    cell.style = f"lg-{style}"
    return cell


def _digits(number: float) -> str:
    return repr(float(number)).removesuffix(".0")


def new_sheet(book: Workbook, name: str) -> Worksheet:
    """Add a sheet that is locked without a password, and prints on paper of the width of A4."""
    sheet: Worksheet = book.create_sheet(name)
    sheet.protection.sheet = True
    # False lets a person do it in spite of the protection.
    sheet.protection.autoFilter = False
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    for edge in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, edge, 0.5)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False
    if (footer := sheet.oddFooter) is not None:
        footer.center.text = "&P / &N"
    return sheet
