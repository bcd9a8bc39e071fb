"""The files of a report, and how many of them are wanted; light, for those who only name them."""

from __future__ import annotations

from typing import Literal

__all__ = ["REPORT_FILES", "Reports"]

Reports = Literal["all", "html", "none"]

REPORT_FILES: dict[Reports, tuple[str, ...]] = {
    "all": ("report.html", "report.pdf"),
    "html": ("report.html",),
    "none": (),
}
"""The files that a report in one language is made of, by what is wanted of it."""
