"""A report in one language: plain values, words said, pictures drawn; both layouts read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from itertools import count
from math import isnan
from typing import Any, get_args

from localgoals.catalogue.language import say
from localgoals.model.text import Language, Message
from localgoals.reports.blocks import (
    Column,
    Dots,
    Figure,
    Map,
    Part,
    Report,
    Swatch,
    Table,
    Words,
)
from localgoals.reports.drawing import SHEET_UNITS
from localgoals.reports.maps import Atlas, map_svg
from localgoals.reports.phrases import PHRASES
from localgoals.reports.pictures.drawn import DRAWN
from localgoals.reports.signs import ICONS, swatch_svg
from localgoals.reports.wording import COLON, spoken

__all__ = ["Page", "page_of", "pictures_in"]

Page = dict[str, Any]
"""What a template reads: text, numbers, lists and mappings only, so that it is JSON as well."""

Drawn = Callable[[], None]


def quiet() -> None:
    """Tell nobody that a picture was drawn."""


def page_of(
    report: Report, atlas: Atlas | None, language: Language, *, drawn: Drawn = quiet
) -> Page:
    """
    Say and draw a report in a language.

    Parameters
    ----------
    report
        From `content.report_of`.
    atlas
        The geometry of its maps; None when it has none.
    language
        Of all words in text and pictures.
    drawn
        Called after each picture.
    """
    anchors = frozenset(_anchors(report.parts))
    page: Page = _Speaker(atlas, language, drawn, anchors).plain(report)
    page["language"] = language
    page["colon"] = COLON[language]
    page["icons"] = dict(ICONS)
    page["phrases"] = {name: say(words, language) for name, words in PHRASES.items()}
    return page


class _Speaker:
    """Turns blocks into plain values; counts tables, so that each has an id of its own."""

    def __init__(
        self, atlas: Atlas | None, language: Language, drawn: Drawn, anchors: frozenset[str]
    ) -> None:
        self.atlas, self.language, self.drawn, self.anchors = atlas, language, drawn, anchors
        self.numbers = count(1)

    def plain(self, value: Any) -> Any:
        """Give words as text, blocks as mappings with their kind, and leave numbers as they are."""
        if isinstance(value, get_args(Words)):
            return spoken(value, self.language)
        if isinstance(value, float):
            return None if isnan(value) else value
        if isinstance(value, tuple):
            return [self.plain(one) for one in value]
        if is_dataclass(value):
            return self._block(value)
        return value

    def _block(self, block: Any) -> Page:
        if isinstance(block, Map):
            return self._map(block)
        if type(block) in DRAWN:
            return self._picture(block)
        page: Page = {"kind": type(block).__name__.lower()}
        if isinstance(block, Table):
            page["id"] = f"table-{next(self.numbers)}"
        elif isinstance(block, Swatch):
            page["svg"] = swatch_svg(block.look)
        page |= {field.name: self.plain(getattr(block, field.name)) for field in fields(block)}
        if isinstance(block, Table):
            _share_width(block.columns, page["columns"])
        # A reason may name an indicator with figures in districts only, and so without a part.
        if not isinstance(block, Part) and page.get("anchor", "") not in self.anchors:
            page["anchor"] = ""
        return page

    def _picture(self, picture: Any) -> Page:
        svg = DRAWN[type(picture)](picture, self.language)
        self.drawn()
        words = {name: self.plain(getattr(picture, name)) for name in ("anchor", "title", "alt")}
        legend = self.plain(picture.legend) if isinstance(picture, Dots) else []
        wide = not isinstance(picture, Dots)
        return words | {"kind": "chart", "legend": legend, "svg": svg, "wide": wide}

    def _map(self, chart: Map) -> Page:
        assert self.atlas is not None, chart.anchor
        page = {
            field.name: self.plain(getattr(chart, field.name))
            for field in fields(chart)
            if field.name != "drawn"
        }
        bar = self.atlas.scale_bar
        self.drawn()
        return page | {
            "kind": "map",
            "svg": map_svg(self.atlas, chart, self.language),
            "ratio": self.atlas.sheet.height / SHEET_UNITS,
            "bar_percent": bar.percent,
            "bar_words": self.plain(_length(bar.length_m)),
        }


def _anchors(parts: Sequence[Part]) -> Iterator[str]:
    """List where links can lead."""
    for part in parts:
        yield part.anchor
        yield from _anchors(part.parts)


def _share_width(columns: Sequence[Column], pages: Sequence[Page]) -> None:
    """Give each column its part of the width of the table, in per cent."""
    total = sum(column.share for column in columns)
    for column, page in zip(columns, pages, strict=True):
        page["percent"] = round(100 * column.share / total)


def _length(length_m: float) -> Words:
    """Write the length of a scale bar in the unit that keeps it short."""
    if length_m >= 1000:
        return Message("{length} km", {"length": f"{length_m / 1000:g}"})
    return Figure(length_m, "metres")


def pictures_in(blocks: Sequence[Any]) -> int:
    """Count the pictures of a report, for showing how far the work is."""
    found = 0
    for block in blocks:
        if isinstance(block, Map) or type(block) in DRAWN:
            found += 1
        elif isinstance(block, tuple):
            found += pictures_in(block)
        elif is_dataclass(block):
            found += pictures_in([getattr(block, field.name) for field in fields(block)])
    return found
