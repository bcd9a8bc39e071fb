"""The report as a PDF, laid out by Typst, tagged and built with its checks of PDF/UA-1."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

from localgoals.reports.fonts import SANS, font_folder, letters_of
from localgoals.reports.pages import Page

__all__ = ["pdf_report", "printable"]

# The report has no clock; viewers that ask for a date get the day on which the goals took effect.
_FIXED_TIME = 1_451_606_400


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())]
    )


def printable(text: str) -> str:
    """
    Replace the letters that our fonts do not have: by plain ones that mean the same, else by a box.

    A tagged PDF may not show a letter that no font has, and a name in a file may hold any.

    Examples
    --------
    >>> printable("ln(P₂ ÷ P₁), 人口, ᚠ")
    'ln(P2 ÷ P1), 人口, □'
    """
    known = letters_of(SANS)
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
    template = (files("localgoals") / "reports" / "templates" / "report.typ").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "report.typ").write_text(template, encoding="utf-8")
        written = json.dumps(page, ensure_ascii=False)
        (root / "page.json").write_text(printable(written), encoding="utf-8")
        compiled = typst.compile(
            str(root / "report.typ"),
            root=str(root),
            font_paths=_fonts(),
            pdf_standards=["ua-1"],
            timestamp=_FIXED_TIME,
        )
    assert isinstance(compiled, bytes)
    return compiled
