"""Distance to the target: in the unit, of the way, as an index, and why not."""

from __future__ import annotations

from math import isnan

import pytest

from localgoals.catalogue.load import load
from localgoals.model.observation import Observation
from localgoals.model.period import Period
from localgoals.scoring.distance import REASONS, Distance, distances


def figure(code: str, year: int, value: float) -> Observation:
    head = load().indicators[code].headline
    return Observation(
        indicator=code, series=head.code, area="T", period=Period(year, year), group="",
        value=value, unit=head.unit, method="m", quality=1, sources=(), inputs=(),
    )  # fmt: skip


def only(*found: Observation) -> Distance:
    (one,) = distances(found, load().indicators)
    return one


def test_the_distance_is_in_the_unit_of_the_way_and_an_index() -> None:
    # 11.2.1: target 100, worst bound 9. To go 30; 20 of 50 gone; 100 * (70 - 9) / (100 - 9).
    one = only(figure("11.2.1", 2016, 50.0), figure("11.2.1", 2023, 70.0))

    assert (one.to_go, one.share, round(one.index, 4)) == (30.0, 0.4, 67.033)
    assert (one.to_go_reason, one.share_reason, one.index_reason) == ("", "", "")


def test_without_a_target_the_best_bound_is_the_end_of_the_index() -> None:
    # 11.6.2: best 6.3, worst 87, lower is better: 100 * (22.4 - 87) / (6.3 - 87) = 80.0496
    one = only(figure("11.6.2", 2015, 30.0), figure("11.6.2", 2020, 22.4))

    assert (isnan(one.to_go), one.to_go_reason) == (True, "no-target")
    assert (isnan(one.share), one.share_reason) == (True, "no-target")
    assert (one.end_value, round(one.index, 4)) == (6.3, 80.0496)


def test_every_number_that_is_not_known_has_a_reason() -> None:
    alone = only(figure("11.2.1", 2020, 120.0))
    at_target = only(figure("11.2.1", 2015, 100.0), figure("11.2.1", 2020, 90.0))
    neither = only(figure("3.4-P1", 2020, 10.0))
    no_bounds = only(figure("1.2.1", 2020, 10.0))

    assert (alone.to_go, alone.share_reason, alone.index) == (0.0, "no-base", 100.0)
    assert at_target.share_reason == "base-at-target"
    assert (neither.to_go_reason, neither.index_reason) == ("no-direction", "no-direction")
    assert (no_bounds.to_go_reason, no_bounds.index_reason) == ("no-target", "no-bounds")
    for one in (alone, at_target, neither, no_bounds):
        for number, reason in (
            (one.to_go, one.to_go_reason),
            (one.share, one.share_reason),
            (one.index, one.index_reason),
        ):
            assert isnan(number) == bool(reason)
            assert reason in ("", *REASONS)


@pytest.mark.parametrize(("newest", "left"), [(5.8, 0.0), (7.0, 0.0), (31.0, 6.0)])
def test_a_base_beyond_the_target_has_no_way_that_could_be_gone(newest: float, left: float) -> None:
    # 3.2.1: at most 25. Fewer deaths than 6 are no step back, and 31 is not far beyond the target.
    one = only(figure("3.2.1", 2015, 6.0), figure("3.2.1", 2023, newest))

    assert (isnan(one.share), one.share_reason) == (True, "base-beyond-target")
    assert (one.to_go, one.to_go_reason) == (left, "")
