"""The report as a PDF, laid out by Typst, tagged for screen readers (built with PDF/UA-1 checks)."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

from localgoals.reports.fonts import font_folder
from localgoals.reports.pages import Page

__all__ = ["pdf_report"]

# The report has no clock; viewers that ask for a date get the day on which the goals took effect.
_FIXED_TIME = 1_451_606_400


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())]
    )


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
        (root / "page.json").write_text(json.dumps(page, ensure_ascii=False), encoding="utf-8")
        compiled = typst.compile(
            str(root / "report.typ"),
            root=str(root),
            font_paths=_fonts(),
            pdf_standards=["ua-1"],
            timestamp=_FIXED_TIME,
        )
    assert isinstance(compiled, bytes)
    return compiled
