"""Laws of the classes of national reviews."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localgoals.planning.national_reviews import heard

POINTS = [3.0, 1.5, 0.0, float("nan"), float("nan")]
years = st.lists(
    st.lists(st.integers(0, 500), min_size=len(POINTS), max_size=len(POINTS)),
    min_size=1,
    max_size=6,
)


@given(years)
def test_shares_add_up_to_all_and_points_stay_on_their_scale(counts: list[list[int]]) -> None:
    found = heard(counts, POINTS)

    for row, percents, points in zip(counts, found.percents, found.mean_points, strict=True):
        if sum(row):
            assert percents.sum() == pytest.approx(100)
        else:
            assert np.isnan(percents).all()
        assert np.isnan(points) if not sum(row[:3]) else 0 <= points <= 3


@given(years, st.integers(1, 500))
def test_one_more_that_says_nothing_moves_no_points(counts: list[list[int]], more: int) -> None:
    silent = np.asarray(counts) + [0, 0, 0, more, more]

    np.testing.assert_array_equal(
        heard(silent, POINTS).mean_points, heard(counts, POINTS).mean_points
    )
