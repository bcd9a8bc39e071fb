"""Tables of a page: what stands below what, and what stays together in a narrow column."""

from __future__ import annotations

from localgoals.reports.blocks import Cell, Column, Part, Report, Table
from localgoals.reports.html import html_report
from localgoals.reports.pages import page_of


def written(table: Table) -> str:
    report = Report("Title", "Title", "Sub", "Summary", (Part("part", "Part", (table,)),))
    return html_report(page_of(report, None, "en"), ("en",))


def test_a_date_in_a_head_is_kept_in_one_line_and_its_words_are_still_escaped() -> None:
    html = written(Table("T", (Column("<i>2025-05-31</i>"),), ((Cell("a"),),)))

    assert '&lt;i&gt;<span class="date">2025-05-31</span>&lt;/i&gt;' in html


def test_a_number_that_names_its_row_stands_below_its_head() -> None:
    html = written(Table("T", (Column("Share", numeric=True),), ((Cell("50", numeric=True),),)))

    assert '<th scope="col" class="n">Share</th>' in html
    assert '<th scope="row" class="n">50</th>' in html


def test_a_sign_stays_beside_its_words() -> None:
    html = written(Table("T", (Column("Result"),), ((Cell("passed", rating="green"),),)))

    assert "</svg><span>passed</span></span>" in html
