"""The report as a PDF, laid out by Typst, tagged and built with its checks of PDF/UA-1."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from localgoals.reports.fonts import SANS, font_folder, letters_of
from localgoals.reports.pages import Page

__all__ = ["pdf_report", "printable", "typeset"]

# The report has no clock; viewers that ask for a date get the day on which the goals took effect.
_FIXED_TIME = 1_451_606_400
# Not behind a backslash, which JSON writes before letters that stand for something else.
_ACCENTED = re.compile("(?<!\\\\)[^\\W\\d_][\u0300-\u036f]+")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())]
    )


@cache
def _letters() -> frozenset[str]:
    """Give the letters that can be laid out; an accent alone has no place in the tags of a PDF."""
    return frozenset(one for one in letters_of(SANS) if not unicodedata.combining(one))


def printable(text: str) -> str:
    """
    Replace the letters that our fonts do not have: by plain ones that mean the same, else by a box.

    A tagged PDF may not show a letter that no font has, and a name in a file may hold any. A letter
    and its accent, which some programs write apart, become one.

    Examples
    --------
    >>> printable("ln(P₂ ÷ P₁), 人口, ᚠ")
    'ln(P2 ÷ P1), 人口, □'
    """
    known = _letters()
    text = _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return "".join(one if one in known else _replaced(one, known) for one in text)


def _replaced(letter: str, known: frozenset[str]) -> str:
    if not letter.isprintable():
        return ""
    plain = unicodedata.normalize("NFKC", letter)
    return plain if all(one in known for one in plain) else "□"


def pdf_report(page: Page) -> bytes:
    """
    Lay a page out as a PDF; the same page gives the same bytes.

    Parameters
    ----------
    page
        From `pages.page_of`.
    """
    return typeset("report.typ", page)


def typeset(template: str, page: Mapping[str, Any]) -> bytes:
    """
    Lay words out by a template; the same words give the same bytes.

    Parameters
    ----------
    template
        The name of a file in `templates`; it reads its words from `page.json`.
    page
        The words, as it asks for them.
    """
    text = (files("localgoals") / "reports" / "templates" / template).read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / template).write_text(text, encoding="utf-8")
        written = json.dumps(page, ensure_ascii=False)
        (root / "page.json").write_text(printable(written), encoding="utf-8")
        compiled = typst.compile(
            str(root / template),
            root=str(root),
            font_paths=_fonts(),
            pdf_standards=["ua-1"],
            timestamp=_FIXED_TIME,
        )
    assert isinstance(compiled, bytes)
    return compiled
