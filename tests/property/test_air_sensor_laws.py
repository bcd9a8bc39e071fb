"""Laws of sensors, their means and the index."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from localgoals.indicators.air_index import (
    POLLUTANTS,
    air_quality_index,
    breakpoints,
    nowcast,
)
from localgoals.indicators.sensors import (
    agreed,
    corrected,
    ensemble,
    local_correction,
    means,
    performance,
)

LEVELS = st.floats(0, 400)
HOURS = st.lists(LEVELS | st.just(float("nan")), min_size=1, max_size=60)


def series(values: list[float]) -> pd.Series:
    return pd.Series(values, pd.date_range("2024-01-01", periods=len(values), freq="h"))


@given(st.sampled_from(sorted(POLLUTANTS)), LEVELS, LEVELS)
def test_the_index_never_falls_as_the_air_gets_worse(
    pollutant: str, one: float, other: float
) -> None:
    points = breakpoints(pollutant)
    low, high = air_quality_index(np.array(sorted([one, other])), points)

    assert np.isnan(low) or np.isnan(high) or 0 <= low <= high <= 500


@given(HOURS)
def test_nowcast_lies_among_the_last_twelve_hours(values: list[float]) -> None:
    found = nowcast(series(values)).to_numpy()

    for hour, one in enumerate(found):
        last = np.array(values[max(0, hour - 11) : hour + 1])
        known = last[~np.isnan(last)]
        enough = (~np.isnan(last[-3:])).sum() >= 2
        assert np.isnan(one) != enough
        if enough:
            assert known.min() - 0.1 <= one <= known.max() + 1e-6


@given(HOURS)
def test_an_hour_that_is_absent_is_an_hour_that_is_not_known(values: list[float]) -> None:
    whole = series(values)
    kept = whole[whole.notna().to_numpy()]
    assume(len(kept) > 1)

    pd.testing.assert_series_equal(
        nowcast(kept), nowcast(whole.loc[kept.index[0] : kept.index[-1]])
    )


@given(LEVELS, LEVELS)
def test_channels_agree_whichever_comes_first(one: float, other: float) -> None:
    there = agreed(np.array([one]), np.array([other]))
    back = agreed(np.array([other]), np.array([one]))

    np.testing.assert_array_equal(there, back)


@given(st.floats(0, 600), st.floats(0, 100))
def test_the_correction_has_no_jump(level: float, humidity: float) -> None:
    beside = corrected(np.array([level, level + 1e-6]), np.array([humidity, humidity]))

    assert abs(beside[1] - beside[0]) < 1e-4


@given(st.lists(st.floats(1, 300), min_size=3, max_size=30, unique=True), st.floats(0.2, 3),
       st.floats(-4, 4))  # fmt: skip
def test_a_line_is_found_again(true: list[float], slope: float, intercept: float) -> None:
    reference = series(true)
    assume(reference.std() > 0.1)

    found = performance(reference * slope + intercept, reference)

    assert found.fit.slope == pytest.approx(slope, rel=1e-6)
    assert found.fit.intercept == pytest.approx(intercept, abs=1e-3)
    assert found.fit.r2 == pytest.approx(1, abs=1e-6)


@given(st.lists(st.floats(1, 300), min_size=2, max_size=30))
def test_sensors_that_are_all_right_have_no_error(true: list[float]) -> None:
    reference = series(true)

    found = ensemble(pd.DataFrame({"a": reference, "b": reference}), reference)

    assert (found.sd, found.cv, found.rmse, found.nrmse) == (0, 0, 0, 0)


def test_a_local_correction_is_found_again() -> None:
    hours = np.arange(48.0)
    sensor, humidity = (
        series(list(10 + 5 * np.sin(hours))),
        series(list(50 + 20 * np.cos(hours / 3))),
    )

    found = local_correction(sensor, humidity, 0.6 * sensor - 0.05 * humidity + 4)

    assert (found.by_sensor, found.by_humidity) == pytest.approx((0.6, -0.05))
    assert found.r2 == pytest.approx(1)
    assert np.isnan(local_correction(sensor, humidity * 0 + 50, sensor).by_sensor)


@given(st.integers(0, 60))
def test_an_hour_needs_three_quarters_of_its_minutes(minutes: int) -> None:
    times = pd.date_range("2024-01-01", periods=120, freq="min")[60 - minutes :]
    table = pd.DataFrame({"a": 5.0}, times)

    found = means(table, "hour", each=pd.Timedelta("1min"))["a"]

    assert found.loc["2024-01-01 01:00"] == 5
    assert np.isnan(found.get(pd.Timestamp("2024-01-01"), np.nan)) == (minutes < 45)
