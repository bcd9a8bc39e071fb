"""What a report looks like in print: where pages end, and where long words may."""

from __future__ import annotations

import io

import pypdf
import pytest

from localgoals.reports.blocks import Cell, Column, Paragraph, Part, Report, Table
from localgoals.reports.pages import page_of
from localgoals.reports.pdf import pdf_report

PARTS = tuple(Part(f"part-{one}", f"Part {one}", (Paragraph("Short."),)) for one in range(4))


def printed(parts: tuple[Part, ...], *, paged: bool) -> pypdf.PdfReader:
    report = Report("Title", "Title", "Subtitle", "Summary", parts, paged=paged)
    return pypdf.PdfReader(io.BytesIO(pdf_report(page_of(report, None, "en"))))


@pytest.mark.parametrize(("paged", "pages"), [(True, 5), (False, 2)])
def test_short_parts_share_a_page_where_a_report_is_not_paged(paged: bool, pages: int) -> None:
    assert len(printed(PARTS, paged=paged).pages) == pages


@pytest.mark.parametrize(
    "address", ["citiesinvestmentfacility.org", "un.org/programmes/of-cities/and-towns-too"]
)
def test_an_address_in_a_narrow_column_goes_on_in_the_next_line(address: str) -> None:
    columns = tuple(Column(f"C{one}") for one in range(8))
    rows = (tuple(Cell(address) for _ in columns),)
    part = Part("part", "Part", (Table("Sources", columns, rows),))

    text = printed((part,), paged=True).pages[1].extract_text()

    assert address not in text
    assert address in "".join(text.replace("\u200b", "").split())
