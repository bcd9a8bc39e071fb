"""A front: its axes speak the language of their reader."""

from __future__ import annotations

import pytest

from localgoals.model.text import Language
from localgoals.reports.pictures.front import Front, FrontMark, front_svg


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [
        ("en", ("10M", "budget, local currency"), ("万",)),
        ("zh", ("1,000万", "budget，本地货币"), ("10M", "budget, ")),
    ],
)
def test_axes_word_amounts_and_units_as_their_reader_does(
    language: Language, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    points = ((5e6, 2220.0), (9.4e6, 4260.0), (15e6, 5680.0))
    chart = Front("front", "Front", "Front", "budget", "currency", "value", "project_value",
        points, (FrontMark("proposal", 9.4e6, 4260.0),))  # fmt: skip

    svg = front_svg(chart, language)

    for one in said:
        assert one in svg
    for one in unsaid:
        assert one not in svg


def test_amounts_on_an_axis_that_would_touch_are_left_out() -> None:
    points = ((4.7e6, 2220.0), (9.4e6, 4260.0), (14.1e6, 5680.0))
    chart = Front("front", "Front", "Front", "budget", "currency", "value", "project_value",
        points, (FrontMark("proposal", 9.4e6, 4260.0),))  # fmt: skip

    svg = front_svg(chart, "zh")

    assert 'opacity="1">1,200万' in svg
    assert 'opacity="0">1,400万' in svg
