"""Writes the workbook that a city's officers fill in; the same plan gives the same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import tostring

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.workbook.protection import WorkbookProtection

from localgoals.catalogue.load import Catalogue
from localgoals.errors import BadInput
from localgoals.ingest.templates.figures_sheet import write_figures
from localgoals.ingest.templates.layout import lines_of
from localgoals.ingest.templates.looks import styles
from localgoals.ingest.templates.other_sheets import (
    choices_of,
    write_codes,
    write_hidden,
    write_readme,
)
from localgoals.ingest.templates.plan import Plan
from localgoals.ingest.templates.wording import Words, manifest_for
from localgoals.ingest.whole_file import whole_file
from localgoals.model.text import Language, Message

MOST_CELLS: Final = 100_000
"""Figures of one workbook. Nobody fills in more, and spreadsheet programs become slow."""
# Zips know no time before.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_PROPERTIES: Final = "docProps/core.xml"


def write_template(
    path: Path, plan: Plan, catalogue: Catalogue, *, languages: Sequence[Language]
) -> None:
    """
    Write a workbook that asks for figures.

    Parameters
    ----------
    path
        Where to write it, ending in .xlsx; a file that is there is replaced in one step.
    plan
        The figures that are asked for, and what is known of them.
    languages
        Those that the words in it are in: one or both.

    Raises
    ------
    BadInput
        When the plan has more figures than people fill in.
    """
    if len(plan.cells) > MOST_CELLS:
        raise BadInput(
            Message(
                "{count} figures do not fit into one workbook; {limit} do. "
                "Ask for fewer areas, periods or indicators in each.",
                {"count": len(plan.cells), "limit": MOST_CELLS},
            )
        )
    words = Words(plan, catalogue, languages)
    lines = lines_of(manifest_for(words))
    book = Workbook(write_only=True)
    for style in styles():
        book.add_named_style(style)
    book.security = WorkbookProtection(lockStructure=True)
    write_readme(book, words, json.loads(lines[1])[1])
    write_figures(book, words, choices=choices_of(words))
    write_codes(book, words)
    write_hidden(book, lines)
    made = io.BytesIO()
    book.save(made)
    with whole_file(path) as partial:
        partial.write_bytes(without_time(made))


def without_time(made: io.BytesIO) -> bytes:
    """Zip the parts again with no trace of when they were written."""
    epoch = datetime(*_NO_TIME)
    properties = DocumentProperties(creator="LocalGoals", created=epoch, modified=epoch)
    timeless = io.BytesIO()
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(timeless, "w") as archive:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename == _PROPERTIES:
                content = tostring(properties.to_tree(), encoding="utf-8")
            plain = zipfile.ZipInfo(part.filename, _NO_TIME)
            plain.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(plain, content)
    return timeless.getvalue()
