"""The report as one HTML file that needs nothing else: no network, no script, no font."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from localgoals.model.text import Language
from localgoals.reports.fonts import SANS, SERIF, font_face
from localgoals.reports.pages import Page
from localgoals.reports.standing import GOAL_COLOURS

__all__ = ["html_report"]

NAMES: dict[Language, dict[str, str]] = {
    "en": {"code": "en", "tag": "en", "name": "English"},
    "zh": {"code": "zh", "tag": "zh-Hans", "name": "中文"},
}
_FAMILIES: dict[Language, tuple[str, str]] = {
    # English runs in the reader's own font, which has a bold; ours steps in for Chinese names.
    "en": (
        f'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"{SANS}",sans-serif',
        f'"{SERIF}",Georgia,serif',
    ),
    "zh": (f'"{SANS}","PingFang SC","Microsoft YaHei",sans-serif', f'"{SERIF}","Songti SC",serif'),
}
# Everything between the tags of elements that are set in the serif.
_HEADINGS = re.compile(r'<(h1|h2|h3|span class="big")[^>]*>(.*?)</(?:h1|h2|h3|span)>', re.DOTALL)
_LONG_PATH = re.compile(r'<path d="([^"]{200,})"')
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_TAGS = re.compile(r"<[^>]*>")
# Letters in charts were measured in our font when the chart was drawn, so they are set in it too.
_CHART_TEXT = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["whole_dates"] = _whole_dates
    return environment


def _whole_dates(words: str) -> Markup:
    """Keep a date in one line: browsers end lines at its hyphens."""
    return Markup(_DATE.sub(r'<span class="date">\g<0></span>', str(escape(words))))


@cache
def _read(name: str) -> str:
    return (files("localgoals") / "reports" / "templates" / name).read_text(encoding="utf-8")


def html_report(page: Page, languages: Sequence[Language]) -> str:
    """
    Lay a page out as HTML.

    Parameters
    ----------
    page
        From `pages.page_of`.
    languages
        All that the report is written in; the page links to the others.
    """
    language: Language = page["language"]
    template = _environment().from_string(_read("report.html.j2"))
    others = [NAMES[one] for one in languages if one != language]
    values: dict[str, Any] = {**_with_safe_links(page), "other_languages": others}
    # Laid out once without a style to learn which letters the fonts must have.
    bare = template.render(values, style="", style_hash="")
    style = _style(page, language, bare)
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return _shapes_once(template.render(values, style=style, style_hash=f"sha256-{digest}"))


def _shapes_once(html: str) -> str:
    """Write each long shape that several maps share once, and point to it."""
    shapes = Counter(_LONG_PATH.findall(html))
    names = {
        path: f"shape-{number}"
        for number, path in enumerate((path for path, uses in shapes.items() if uses > 1), 1)
    }
    if not names:
        return html
    pointed = re.sub(
        r'<path d="([^"]{200,})"([^>]*?)(/>|>(.*?)</path>)',
        lambda found: _pointer(names.get(found[1]), found),
        html,
    )
    drawn = "".join(f'<path id="{name}" d="{path}"/>' for path, name in names.items())
    shelf = f'<svg class="shelf" width="0" height="0" aria-hidden="true"><defs>{drawn}</defs></svg>'
    return pointed.replace('<main id="report"', f'{shelf}<main id="report"', 1)


def _pointer(name: str | None, found: re.Match[str]) -> str:
    if name is None:
        return found[0]
    return f'<use href="#{name}"{found[2]}>{found[4] or ""}</use>'


def _with_safe_links(value: Any) -> Any:
    """Keep addresses of the web only: a pack may come from a stranger."""
    if isinstance(value, dict):
        return {
            key: (one if key != "url" or str(one).startswith(("https://", "http://")) else "")
            if not isinstance(one, dict | list)
            else _with_safe_links(one)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_with_safe_links(one) for one in value]
    return value


def _style(page: Page, language: Language, html: str) -> str:
    sans, serif = _FAMILIES[language]
    return "\n".join(
        (
            *_fonts(language, html),
            f":root{{--sans:{sans};--serif:{serif}}}",
            _read("report.css"),
            *(
                f".goals>.g{number}{{border-left-color:{colour}}}"
                for number, colour in enumerate(GOAL_COLOURS, 1)
            ),
            *(
                f".w{one}{{width:{one}%}}"
                for one in sorted({int(one) for one in re.findall(r'col class="w(\d+)"', html)})
            ),
            *_label_places(page),
        )
    )


def _fonts(language: Language, html: str) -> Iterator[str]:
    """Cut both fonts down to the letters that are set in them."""
    headings = "".join(_TAGS.sub("", found[2]) for found in _HEADINGS.finditer(html))
    yield font_face(SERIF, _letters(headings))
    text = _letters(_TAGS.sub("", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)))
    charted = _letters(_TAGS.sub("", "".join(_CHART_TEXT.findall(html))))
    foreign = {one for one in text if one >= "\u2e80"}
    yield font_face(SANS, text if language == "zh" else charted | foreign)


def _letters(text: str) -> set[str]:
    return {one for one in text if one.isprintable()} | set("0123456789")


def _label_places(page: Page) -> Iterator[str]:
    """Write where the labels of maps stand; a strict page has no style attributes."""
    places = {(label["left"], label["top"]) for label in _labels(page)}
    lefts, tops = ({round(10 * place[axis]) for place in places} for axis in (0, 1))
    yield from (f".x{one}{{left:{one / 10:g}%}}" for one in sorted(lefts))
    yield from (f".y{one}{{top:{one / 10:g}%}}" for one in sorted(tops))


def _labels(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value.get("kind") == "map":
            yield from value["labels"]
        else:
            for one in value.values():
                yield from _labels(one)
    elif isinstance(value, list):
        for one in value:
            yield from _labels(one)
