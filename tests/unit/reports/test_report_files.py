"""The files of a report: alone on a disk, safe with hostile names, the same bytes on every run."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections import Counter
from pathlib import Path

import pypdf
import pytest

from localgoals.reports.build import write_reports
from localgoals.reports.result import BaselineResult


@pytest.fixture(scope="module")
def folder(town: BaselineResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("reports")
    write_reports(town, target, ("en", "zh"))
    return target


def page(folder: Path, language: str) -> str:
    return (folder / language / "report.html").read_text("utf-8")


LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])


def test_progress_runs_from_nothing_to_all(town: BaselineResult, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    write_reports(town, tmp_path, ("en",), progress=lambda *step: seen.append(step))

    assert seen[0][0] == 0
    assert [done for done, _ in seen] == list(range(seen[-1][1] + 1))


@LANGUAGES
def test_the_page_asks_nothing_of_any_other_place(folder: Path, language: str) -> None:
    html = page(folder, language)

    loading = re.findall(r'(?:src|srcset|action|data|poster)="([^"]+)"', html)
    loading += re.findall(r'<link[^>]+href="([^"]+)"', html)
    loading += re.findall(r"url\(([^)]+)\)", html)
    assert [one for one in loading if not one.startswith(("data:", "#"))] == []
    assert "<script" not in html
    assert "@import" not in html


@LANGUAGES
def test_the_policy_allows_this_style_and_nothing_else(folder: Path, language: str) -> None:
    html = page(folder, language)

    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in html
    assert " style=" not in html


@LANGUAGES
def test_names_and_links_from_a_strangers_file_do_nothing(folder: Path, language: str) -> None:
    html = page(folder, language)

    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert "<i>note</i>" not in html
    assert "javascript:" not in html


@LANGUAGES
def test_every_id_is_there_once_and_every_link_inside_leads_somewhere(
    folder: Path, language: str
) -> None:
    html = page(folder, language)

    ids = Counter(re.findall(r'\bid="([^"]+)"', html))
    led = set(re.findall(r'href="#([^"]+)"', html)) | set(re.findall(r"url\(#([^)]+)\)", html))
    assert [name for name, count in ids.items() if count > 1] == []
    assert led - set(ids) == set()


@LANGUAGES
def test_a_page_is_small(folder: Path, language: str) -> None:
    sizes = [path.stat().st_size for path in (folder / language).iterdir()]

    assert len(sizes) == 2
    assert sum(sizes) < 3_000_000


def test_each_page_links_to_the_other_language(folder: Path) -> None:
    assert 'href="../zh/report.html" lang="zh-Hans"' in page(folder, "en")
    assert 'href="../en/report.html" lang="en"' in page(folder, "zh")


def test_one_language_alone_links_to_no_other(town: BaselineResult, tmp_path: Path) -> None:
    write_reports(town, tmp_path, ("en",))

    assert "report.html" not in page(tmp_path, "en")
    assert not (tmp_path / "zh").exists()


def test_headings_go_down_one_level_at_a_time(folder: Path) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", page(folder, "en"))]

    assert levels[0] == 1
    assert [
        (one, after) for one, after in zip(levels, levels[1:], strict=False) if after > one + 1
    ] == []


def test_the_chinese_page_sets_sentences_in_full_width_punctuation(folder: Path) -> None:
    text = re.sub(
        r"<svg.*?</svg>|<style>.*?</style>|<[^>]+>", "\n", page(folder, "zh"), flags=re.DOTALL
    )

    half_width = re.findall(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]", text)

    assert half_width == []


def test_a_rerun_writes_the_same_bytes_in_page_and_pdf(
    town: BaselineResult, folder: Path, tmp_path: Path
) -> None:
    again = write_reports(town, tmp_path, ("en", "zh"))

    for path in again:
        assert path.read_bytes() == (folder / path.relative_to(tmp_path)).read_bytes()


@LANGUAGES
def test_the_pdf_is_tagged_titled_and_knows_its_language(folder: Path, language: str) -> None:
    pdf = pypdf.PdfReader(io.BytesIO((folder / language / "report.pdf").read_bytes()))

    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith(language)
    assert pdf.xmp_metadata is not None
    assert b"pdfuaid:part" in pdf.xmp_metadata.stream.get_data()
    assert pdf.metadata is not None
    assert pdf.metadata.title


@LANGUAGES
def test_every_picture_of_the_pdf_has_words(folder: Path, language: str) -> None:
    pdf = pypdf.PdfReader(io.BytesIO((folder / language / "report.pdf").read_bytes()))

    figures = [
        one for number in range(1, pdf.trailer["/Size"])
        if isinstance(one := pdf.get_object(number), dict) and one.get("/S") == "/Figure"
    ]  # fmt: skip
    assert len(figures) >= 5
    assert [one for one in figures if not one.get("/Alt")] == []


def test_the_pdf_says_the_same_as_the_page(folder: Path) -> None:
    pdf = pypdf.PdfReader(io.BytesIO((folder / "en" / "report.pdf").read_bytes()))
    text = "".join("".join(one.extract_text() for one in pdf.pages).split())

    for expected in ("62.5", "Whoisleftbehind", "22.0points", "stops.csv,row7", "p" * 64):
        assert expected in text
