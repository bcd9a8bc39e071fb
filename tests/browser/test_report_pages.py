"""The report in a real browser: alone, accessible, and readable on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])
SIZES = pytest.mark.parametrize("width", [320, 360, 1280])


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


def opened(page: Page, reports: Path, language: str, *, width: int = 1280) -> Page:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((reports / language / "report.html").as_uri())
    return page


@LANGUAGES
def test_the_page_opens_from_a_disk_and_asks_for_nothing_else(
    page: Page, reports: Path, language: str
) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))

    opened(page, reports, language)

    own = (reports / language / "report.html").as_uri()
    assert [url for url in asked if url != own and not url.startswith("data:")] == []
    assert said == []


@LANGUAGES
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_to_mend(page: Page, reports: Path, language: str, width: int) -> None:
    opened(page, reports, language, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    found = Axe().run(page).response["violations"]

    assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []


@LANGUAGES
@SIZES
def test_the_page_never_scrolls_sideways(
    page: Page, reports: Path, language: str, width: int
) -> None:
    opened(page, reports, language, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_wide_tables_scroll_in_a_region_that_the_keyboard_reaches(
    page: Page, reports: Path
) -> None:
    opened(page, reports, "en", width=360)

    regions = page.locator("[role=region][tabindex='0']")

    assert regions.count() > 0
    assert regions.first.evaluate("one => one.scrollWidth > one.clientWidth")
    regions.first.focus()
    page.keyboard.press("ArrowRight")
    # A strict policy forbids to wait for an expression; the key scrolls within a few frames.
    page.wait_for_timeout(500)
    assert regions.first.evaluate("one => one.scrollLeft") > 0


def test_the_first_stop_of_the_keyboard_skips_to_the_report(page: Page, reports: Path) -> None:
    opened(page, reports, "en")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "report"


def test_a_reader_can_change_the_language_and_come_back(page: Page, reports: Path) -> None:
    opened(page, reports, "en")

    page.get_by_role("link", name="中文").click()

    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_words_around_a_map_keep_their_size_on_a_phone(page: Page, reports: Path) -> None:
    opened(page, reports, "en", width=360)

    sizes = page.locator(".legend, .scale, .sheet .name").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )

    assert len(sizes) > 3
    assert min(sizes) >= 11


def test_letters_in_charts_stay_legible_on_a_phone(page: Page, reports: Path) -> None:
    opened(page, reports, "en", width=360)

    heights = page.locator(".drawing text").evaluate_all(
        "all => all.filter(one => one.textContent.trim())"
        ".map(one => one.getBoundingClientRect().height)"
    )

    assert len(heights) > 10
    assert min(heights) >= 9


@LANGUAGES
def test_the_headings_are_set_in_the_font_that_comes_with_the_page(
    page: Page, reports: Path, language: str
) -> None:
    opened(page, reports, language)

    fonts = page.evaluate("[...document.fonts].map(one => [one.family, one.status])")

    assert {status for _, status in fonts} <= {"loaded", "unloaded"}
    assert any(family.strip('"').startswith("Noto Serif") for family, _ in fonts)
    assert page.evaluate("document.fonts.check('16px \"Noto Serif SC\"', 'Town')")


def test_a_print_opens_what_is_folded(page: Page, reports: Path) -> None:
    opened(page, reports, "en")

    page.emulate_media(media="print")

    heights = page.locator("details table").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) > 0
    assert page.locator(".contents").is_hidden()
