"""Drawings fit a phone with letters that can be read, however long the names beside the plot."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from localgoals.model.text import Language
from localgoals.reports.blocks import Bar, Dots, Mark
from localgoals.reports.pictures.dots import dots_svg
from localgoals.reports.pictures.progress_bars import ProgressBar, ProgressBars, progress_bars_svg
from localgoals.reports.pictures.range_bars import RangeBar, RangeBars, range_bars_svg

Draw = Callable[[str, Language], str]
NAMES = ["Trees", "Riverbend (made up) 2025, the whole of the city and its suburbs"]


def dots(name: str, language: Language) -> str:
    bars = (Bar(name, 98.7, from_value=0.0), Bar("B", 7.0, from_value=0.0))
    return dots_svg(Dots("d", "Dots", "Dots", "percent", bars), language)


def ways(name: str, language: Language) -> str:
    bar = ProgressBar(name, 40.0, 0, expected=50.0)
    return progress_bars_svg(
        ProgressBars("p", "Ways", "Ways", (bar,), ("on track",), "line"), language
    )


def ranges(name: str, language: Language) -> str:
    words = ("Points", "What the unknown could add", "All there is")
    bars = (RangeBar(name, 50.0, 82.0, 112.0),)
    return range_bars_svg(RangeBars("r", "Ranges", "Ranges", "points", bars, words), language)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("draw", [dots, ways, ranges])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_letters_of_a_drawing_keep_eleven_points_on_a_phone(
    name: str, draw: Draw, language: Language
) -> None:
    found = re.match(r'<svg[^>]* width="(\d+)', draw(name, language))
    assert found is not None

    assert 12 * 320 / int(found[1]) >= 11


def test_white_around_numbers_lies_behind_them_and_each_is_written_once() -> None:
    svg = dots("Trees", "en")

    number = re.findall(r"<text[^>]*>98\.7</text>", svg)
    assert len(number) == 1
    assert 'paint-order="stroke"' in number[0]
    assert 'stroke="#fff"' in number[0]


def test_a_wide_legend_does_not_narrow_the_plot() -> None:
    def plotted(legend: str) -> float:
        bars = (RangeBar("Riverbend (made up) 2025", 50.0, 82.0, 112.0),)
        svg = range_bars_svg(
            RangeBars("r", "R", "R", "points", bars, ("Points", legend, "All there is")), "en"
        )
        found = re.search(r'class="background"[^>]*d="[^"]*h(\d+)', svg)
        assert found is not None
        return float(found[1])

    assert plotted("What the unknown could add at most, of all") >= plotted("More")


def test_no_amount_below_nought_is_written_where_there_is_none() -> None:
    bars = (Bar("yes", 3.0, from_value=0.0), Bar("no", 0.0, from_value=0.0))

    svg = dots_svg(Dots("d", "Dots", "Dots", "number", bars), "en")

    assert not re.findall(r"<text[^>]*>[-−]\d", svg)


def test_a_chart_of_nothing_but_its_line_is_drawn() -> None:
    chart = Dots("d", "Dots", "Dots", "percent", (), Mark("Frontier", 100.0))

    assert 'class="mark-rule' in dots_svg(chart, "en")
