"""Titles of publications stay as published; what we say of them is in the reader's language."""

from __future__ import annotations

import re

from localgoals.catalogue.citation import cite
from localgoals.catalogue.load import load
from localgoals.model.provenance import Reference
from localgoals.model.text import Text


def test_a_remark_follows_the_publication_in_the_language_of_the_reader() -> None:
    book = Reference("A book", "A press", 2020, remark=Text("formulas only", "仅公式"))

    assert cite(book, "en") == "A book. A press, 2020; formulas only"
    assert cite(book, "zh") == "A book. A press, 2020；仅公式"


def test_no_title_of_a_publication_holds_a_remark_of_ours() -> None:
    ours = re.compile(r"general knowledge|\bnot read\b|\bread (?:there|here|in|on)\b")
    published = [one for one in load().references.values() if one.publisher != "LocalGoals"]

    assert [one.title for one in published if ours.search(one.title)] == []
