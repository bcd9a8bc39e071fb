"""Axes of pictures name their unit as a word that stands alone: without brackets."""

from __future__ import annotations

from localgoals.catalogue.load import load
from localgoals.reports.pictures.stacked_bars import Stack, StackedBars, stacked_bars_svg
from localgoals.reports.wording import unit_named


def test_stacked_bars_of_counts_have_no_brackets_around_their_unit() -> None:
    stacks = (Stack("2024", (3.0, 4.0)),)
    chart = StackedBars("s", "Reviews", "Reviews", "count", ("A", "B"), stacks)

    svg = stacked_bars_svg(chart, "en")

    assert ">count<" in svg
    assert "(count)" not in svg


def test_no_unit_has_brackets_as_the_title_of_an_axis() -> None:
    for code in load().units:
        for title in (unit_named(code).en, unit_named(code).zh):
            assert title, code
            assert title[0] not in "(（", code
