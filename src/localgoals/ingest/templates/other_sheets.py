"""The sheets around the figures: what to do, what the codes mean, and the one nobody sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook

from localgoals.catalogue.language import say
from localgoals.ingest.templates import sentences
from localgoals.ingest.templates.layout import (
    HIDDEN,
    NOTATION_WORDS,
    SHEETS,
    VERSION,
    named,
    notation_choice,
)
from localgoals.ingest.templates.looks import height_of, new_sheet, text_cell
from localgoals.ingest.templates.wording import Words
from localgoals.model.text import Message

_FIRST_CHOICE_ROW = 3


class _Page:
    """A sheet that is read from top to bottom; every row is as high as its texts need."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[float]) -> None:
        self._sheet = new_sheet(book, name)
        self._sheet.page_setup.orientation = "portrait"
        self._widths = widths
        self._rows = 0
        for letter, width in zip("ABCDEF", widths, strict=False):
            self._sheet.column_dimensions[letter].width = width

    def add(self, style: str, *texts: str) -> None:
        """Write one row."""
        self._rows += 1
        if style in ("said", "key"):
            cells = zip(texts, self._widths, strict=False)
            self._sheet.row_dimensions[self._rows].height = height_of(cells)
        elif style == "title":
            self._sheet.row_dimensions[self._rows].height = 24
        self._sheet.append([text_cell(self._sheet, text, style) for text in texts])


def write_readme(book: Workbook, words: Words, print_of_keys: str) -> None:
    """Write what to do, language by language."""
    page = _Page(book, named(SHEETS["readme"], words.languages, " "), [76])
    figures = named(SHEETS["figures"], words.languages, " ")
    made = {"version": VERSION, "fingerprint": print_of_keys[:12]}
    told = [
        ("title", sentences.TITLE),
        ("said", Message(sentences.EXTENT.template, _extent(words))),
        ("heading", sentences.STEPS[0]),
        *(("said", Message(one.template, {"figures": figures})) for one in sentences.STEPS[1:]),
        ("hint", Message(sentences.MADE.template, made)),
    ]
    for language in words.languages:
        for style, message in told:
            page.add(style, say(message, language))
        page.add("said")


def _extent(words: Words) -> dict[str, object]:
    cells = words.plan.cells
    return {
        "cells": len(cells),
        "series": len({key.series for key in cells}),
        "areas": len({key.area for key in cells}),
        "periods": ", ".join(sorted({key.period for key in cells})),
    }


def write_codes(book: Workbook, words: Words) -> None:
    """Write the lists of codes; the reporting keys stand first, where the drop-down finds them."""
    page = _Page(book, named(SHEETS["codes"], words.languages, " "), [58, 52, 24, 24])
    page.add("title", words(sentences.CODES_TITLE, " "))
    for heading, rows in _lists(words):
        page.add("heading", words(heading, " "))
        for row in rows:
            page.add("key", *row)
        page.add("said")


def choices_of(words: Words) -> str:
    """Name the cells of the reporting keys, for a drop-down list on another sheet."""
    last = _FIRST_CHOICE_ROW + len(NOTATION_WORDS) - 1
    sheet = named(SHEETS["codes"], words.languages, " ")
    return f"'{sheet}'!$A${_FIRST_CHOICE_ROW}:$A${last}"


def _lists(words: Words) -> Iterator[tuple[Message, list[list[str]]]]:
    cells = words.plan.cells
    series, areas, groups = (
        dict.fromkeys(getattr(key, field) for key in cells) for field in ("series", "area", "group")
    )
    choices = [[notation_choice(key, words.languages)] for key in NOTATION_WORDS]
    yield sentences.NOTATION_TITLE, choices
    yield (
        sentences.SERIES_TITLE,
        [[one, words.title(one), words.unit(one), words.uses(one)] for one in series],
    )
    yield sentences.AREAS_TITLE, [[one, words.place(one)] for one in areas]
    yield sentences.GROUPS_TITLE, [[one or "-", words.people(one)] for one in groups]


def write_hidden(book: Workbook, lines: Iterable[str]) -> None:
    """Write the sheet that only a program can make visible."""
    sheet = book.create_sheet(HIDDEN)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    for line in lines:
        sheet.append([text_cell(sheet, line, "said")])
