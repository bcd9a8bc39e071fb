"""In a PDF no word leaves its column, however long it is."""

from __future__ import annotations

import io
import re

import pypdf

from localgoals.model.text import Text
from localgoals.reports.blocks import Bullets, Cell, Column, Fact, Facts, Part, Report, Table
from localgoals.reports.pages import page_of
from localgoals.reports.pdf import pdf_report

ADDRESS = "https://citiesinvestmentfacility.org/programme/older_pages?number=20000000"


def lines_of(words: str, columns: int) -> list[str]:
    """Set words into the first cell and head of a table, a list and a heading; give the lines."""
    title = Text("Table", "表")
    heads = (Column(words), *(Column(f"c{number}") for number in range(columns - 1)))
    table = Table(title, heads, ((Cell(words), *(Cell("x") for _ in heads[1:])),))
    facts = Facts((Fact(title, words, ""), Fact(title, words, "https://example.org")))
    inner = Part("two", words, (Bullets((words,)), facts))
    report = Report(
        title=title, city=title, subtitle=title, summary=title,
        parts=(Part("one", title, (table,), (inner,)),), edition=(), rated=False,
    )  # fmt: skip
    pdf = pypdf.PdfReader(io.BytesIO(pdf_report(page_of(report, None, "en"))))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    return text.replace("\u200b", "").splitlines()


def runs_in(lines: list[str]) -> list[int]:
    return [len(found) for line in lines for found in re.findall("W+", line)]


def test_a_name_without_spaces_is_broken_where_its_column_ends() -> None:
    """170 mm make 8 columns of 60 points, and at most 8 such letters of 8.4 points stand in one."""
    runs = runs_in(lines_of("W" * 40, 8))

    assert sum(runs) == 6 * 40
    assert sum(one for one in runs if one <= 8) >= 2 * 40


def test_no_line_of_a_name_without_spaces_is_wider_than_the_page() -> None:
    """170 mm are 482 points, in which at most 70 such letters of 8.4 points stand."""
    runs = runs_in(lines_of("W" * 200, 1))

    assert sum(runs) == 6 * 200
    assert max(runs) <= 70


def test_an_address_is_broken_behind_its_signs_and_keeps_all_of_its_letters() -> None:
    lines = [line.strip() for line in lines_of(ADDRESS, 4)]

    assert "https://" in lines
    assert "citiesinvestmentfacility.org/" in lines
    assert "".join(lines).replace("•", "").count(ADDRESS) >= 5


def test_words_that_fit_are_not_broken() -> None:
    assert any("Representativeness" in line for line in lines_of("Representativeness", 3))
