"""The page of intervals: nothing of a stranger's runs in it, and no city is left out."""

from __future__ import annotations

import numpy as np

from localgoals.reports.interval_page import interval_page
from localgoals.scoring.uncertainty import Intervals, PeerGroup


def intervals(name: str, areas: tuple[str, ...]) -> Intervals:
    nothing = float("nan")
    return Intervals(
        PeerGroup(name, areas),
        0.9,
        1000,
        np.array([0.618, nothing]),
        np.array([0.5, nothing]),
        np.array([0.6, nothing]),
        np.array([0.7, nothing]),
        np.array([1, 0]),
        np.array([1, 0]),
        1,
    )


def test_names_cannot_become_marks_of_the_page() -> None:
    page = interval_page(intervals("<b>{level}", ("<script>alert(1)</script>", "B")))

    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;b&gt;{level}" in page


def test_numbers_stand_beside_the_picture_and_a_missing_score_says_so() -> None:
    page = interval_page(intervals("peers", ("A", "B")))

    assert "61.8 (50.0–70.0)" in page
    assert "1 / 1" in page
    assert "too little known for a score" in page
    assert "已知数据太少，没有得分" in page
    assert "90 % of 1,000 draws" in page
