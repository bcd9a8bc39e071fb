"""Progress where a series begins beyond its target, or ends at nothing."""

from __future__ import annotations

import pytest

from localgoals.scoring.progress.csi_api import csi_api
from localgoals.scoring.progress.projected_share import projected_share
from localgoals.scoring.progress.tracks import Aim, track


@pytest.mark.parametrize("last", [80.0, 76.0, 90.0])
def test_a_target_that_is_reached_has_the_full_status_wherever_the_series_began(
    last: float,
) -> None:
    found = csi_api(track({2015: 80.0, 2020: last}, Aim(way=1, target=75.0)))

    assert (found.verdict[0], found.measures["csi"][0]) == ("maintain", 10.0)


def test_a_curve_that_ends_at_nothing_is_at_nothing_before_its_end() -> None:
    # The target year lies before the newest figure; five sixths of the way are gone by then.
    found = projected_share(track({2018: 50.0, 2026: 0.0}, Aim(-1, -10.0, 2025)))

    assert found.measures["projected"][0] == 0.0
    assert found.measures["share"][0] == pytest.approx(50 / 60)
    assert found.verdict[0] == "fair"
