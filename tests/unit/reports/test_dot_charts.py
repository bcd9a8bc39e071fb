"""A dot chart writes no number that cannot be, and a hollow dot only where it is explained."""

from __future__ import annotations

import re

import pytest

from localgoals.reports.blocks import Bar, Dots
from localgoals.reports.pictures.dots import dots_svg

HOLLOW = 'fill="#fff"'


def chart(unit: str, *ends: tuple[float, float], legend: tuple[str, ...] = ()) -> Dots:
    bars = tuple(
        Bar(f"row {number}", value, from_value=begin) for number, (value, begin) in enumerate(ends)
    )
    return Dots("drawn", "title", "alt", unit, bars, legend=legend)


def ticks(chart: Dots) -> list[float]:
    """Give the numbers below the chart."""
    svg = dots_svg(chart, "en")
    groups = re.findall(r"role-axis-label.*?</g>", svg, re.DOTALL)
    words = [one for group in groups for one in re.findall(r">([^<>]*)</text>", group)]
    signed = [one.replace("\N{MINUS SIGN}", "-") for one in words]
    return [float(one) for one in signed if re.fullmatch(r"-?[\d.]+", one)]


@pytest.mark.parametrize("most", [1, 2, 3, 7, 40])
def test_counts_begin_at_0_and_are_whole(most: int) -> None:
    numbers = ticks(chart("count", (most, 0), (0, 0)))

    assert min(numbers) == 0
    assert all(one == int(one) for one in numbers)


def test_shares_stay_between_0_and_100_where_a_number_needs_room_on_the_left() -> None:
    numbers = ticks(chart("percent", (0, 100), (80, 100)))

    assert 0 <= min(numbers) < max(numbers) <= 100


def test_what_can_be_negative_keeps_its_numbers_below_0() -> None:
    assert min(ticks(chart("percent_per_year", (-4, 0), (2, 0)))) < 0


def test_a_hollow_dot_stands_only_where_the_legend_says_what_it_is() -> None:
    assert HOLLOW in dots_svg(chart("percent", (50, 100), legend=("Open dot: 100 %.",)), "en")
    assert HOLLOW not in dots_svg(chart("count", (3, 0)), "en")


def test_a_long_name_goes_on_in_a_second_line_and_widens_no_picture() -> None:
    name = "There are provisions for the health and safety of workers"

    svg = dots_svg(Dots("dots", "Dots", "Dots", "number", (Bar(name, 1.0, from_value=0.0),)), "en")

    width = re.search(r'width="(\d+)"', svg)
    assert width is not None
    assert int(width[1]) <= 357, "so wide a picture has letters below 11 px on a phone of 360 px"
    assert "…" not in svg
