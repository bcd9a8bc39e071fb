"""Pages of tools in a real browser: accessible, and readable on a phone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from localgoals.catalogue.tool_suite.declared import tool_of, tools
from localgoals.ingest.tool_inputs import read_example
from localgoals.tool_suite.run import run_tool

pytestmark = pytest.mark.browser

# Several tables of one shape; a Sankey diagram. The others take minutes together.
QUICK = ["participants", "waste-flow"]
CODES = [
    *QUICK,
    *(pytest.param(one, marks=pytest.mark.slow) for one in tools() if one not in QUICK),
]


@pytest.fixture(scope="module")
def result_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the folder of a tool's result on its worked example, which is run once."""
    folder = tmp_path_factory.mktemp("tools")

    @cache
    def run(code: str) -> Path:
        run_tool(tool_of(code), read_example(tool_of(code)), folder / code, of_example=True)
        return folder / code

    return run


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("code", CODES)
def test_the_page_is_accessible_and_never_scrolls_sideways(
    browser: Browser, result_of: Callable[[str], Path], code: str, width: int, language: str
) -> None:
    context = browser.new_context(offline=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto((result_of(code) / language / "report.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    found = Axe().run(page).response["violations"]
    across = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []
    assert across <= width
