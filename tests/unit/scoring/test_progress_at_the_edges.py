"""Progress where a series begins beyond its target, or ends at nothing."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

import pytest

from localgoals.scoring.progress.cagr import cagr
from localgoals.scoring.progress.csi_api import csi_api
from localgoals.scoring.progress.projected_share import projected_share
from localgoals.scoring.progress.tracks import Aim, Outcomes, Tracks, track


@pytest.mark.parametrize("last", [80.0, 76.0, 90.0])
def test_a_target_that_is_reached_has_the_full_status_wherever_the_series_began(
    last: float,
) -> None:
    found = csi_api(track({2015: 80.0, 2020: last}, Aim(way=1, target=75.0)))

    assert (found.verdict[0], found.measures["csi"][0]) == ("maintain", 10.0)


@pytest.mark.parametrize(
    ("method", "measures", "verdict"),
    [
        (cagr, ("required_growth", "ratio"), "achieved"),
        (projected_share, ("share",), "on-track"),
    ],
)
def test_no_growth_is_asked_back_to_a_target_that_the_base_was_beyond(
    method: Callable[[Tracks], Outcomes], measures: tuple[str, ...], verdict: str
) -> None:
    # Deaths of children: at most 25 are the target, and nobody asks for more than 6.
    found = method(track({2015: 6.0, 2020: 5.8}, Aim(way=-1, target=25.0)))

    assert found.verdict[0] == verdict
    assert all(isnan(found.measures[name][0]) for name in measures)


def test_a_curve_that_ends_at_nothing_is_at_nothing_before_its_end() -> None:
    # The target year lies before the newest figure; five sixths of the way are gone by then.
    found = projected_share(track({2018: 50.0, 2026: 0.0}, Aim(-1, -10.0, 2025)))

    assert found.measures["projected"][0] == 0.0
    assert found.measures["share"][0] == pytest.approx(50 / 60)
    assert found.verdict[0] == "fair"
