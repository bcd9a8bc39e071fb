"""Writes the reports of a baseline: one web page and one PDF in each language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from localgoals.model.text import Language
from localgoals.reports.content import report_of
from localgoals.reports.html import html_report
from localgoals.reports.maps import atlas_of
from localgoals.reports.pages import page_of, pictures_in
from localgoals.reports.pdf import pdf_report
from localgoals.reports.report_files import REPORT_FILES
from localgoals.reports.result import BaselineResult

__all__ = ["Progress", "write_reports"]

Progress = Callable[[int, int], None]
"""Told how many steps are done, and how many there are."""


def quiet(_done: int, _total: int) -> None:
    """Tell nobody how far the work is."""


def write_reports(
    result: BaselineResult,
    folder: Path,
    languages: Sequence[Language],
    *,
    files: Sequence[str] = REPORT_FILES["all"],
    progress: Progress = quiet,
) -> tuple[Path, ...]:
    """
    Write `<language>/report.html` and `<language>/report.pdf` for each language.

    The web page holds everything that it shows; it opens from a disk, without a network. The same
    result gives the same bytes.

    Parameters
    ----------
    result
        What the baseline came to.
    folder
        Where the folders of the languages are made.
    languages
        Of the reports; each page links to the others.
    files
        Those to write, of `REPORT_FILES["all"]`.
    progress
        Told after each picture and each file.

    Returns
    -------
    paths
        Those files, language by language.
    """
    atlas = atlas_of(result.city)
    report = report_of(result, atlas)
    total = (pictures_in(report.parts) + len(files)) * len(languages)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    progress(0, total)
    written = []
    for language in languages:
        target = folder / language
        target.mkdir(parents=True, exist_ok=True)
        page = page_of(report, atlas, language, drawn=step)
        for name in files:
            path = target / name
            if name == "report.html":
                path.write_text(html_report(page, languages), encoding="utf-8", newline="\n")
            else:
                path.write_bytes(pdf_report(page))
            written.append(path)
            step()
    return tuple(written)
