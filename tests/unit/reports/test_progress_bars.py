"""Bars of progress: what is drawn of ways that go backwards or beyond their end."""

from __future__ import annotations

import re
from math import nan

import pytest

from localgoals.reports.pictures.progress_bars import ProgressBar, ProgressBars, progress_bars_svg


def drawn(*bars: ProgressBar) -> str:
    chart = ProgressBars("p", "Progress", "Progress", bars, ("on track", "behind"), "line")
    return progress_bars_svg(chart, "en")


@pytest.mark.parametrize("percent", [-50_000.0, -20.0, 0.0, 40.0, 100.0, 3e6])
def test_the_number_of_a_bar_is_told_however_far_it_goes(percent: float) -> None:
    svg = drawn(ProgressBar("Trees", percent, 0, expected=50.0))

    said = f"{percent:,.1f}%".replace("-", "\N{MINUS SIGN}")
    assert said in svg


def test_a_bar_without_a_line_has_no_mark() -> None:
    with_line = drawn(ProgressBar("Trees", 40.0, 0, expected=50.0))
    without = drawn(ProgressBar("Trees", 40.0, 0, expected=nan))

    marks = [len(re.findall('class="mark-(?:tick|rect)', svg)) for svg in (with_line, without)]
    assert marks[0] > marks[1]


def test_the_legend_names_the_looks_that_are_drawn_and_no_other() -> None:
    svg = drawn(ProgressBar("Trees", 40.0, 1, expected=50.0))

    assert ">behind<" in svg
    assert ">on track<" not in svg


def test_a_long_name_goes_on_in_a_second_line() -> None:
    svg = drawn(ProgressBar("Homes with water every day of the week", 40.0, 0))

    assert "…" not in svg
    assert "<tspan>Homes with water</tspan>" in svg
