"""Three collocated sensors of August 2019 beside a reference, and the index's published classes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from localgoals.indicators.air_index import air_quality_index, breakpoints, nowcast
from localgoals.indicators.sensors import (
    Averaging,
    corrected,
    ensemble,
    local_correction,
    means,
    performance,
)
from localgoals.ingest.sensors import Columns, read_sensor

EXACT = pytest.approx
SENSORS = ("RT01", "RT02", "RT03")
RAW = Columns(
    time=("Time",), pm25=("PM2.5 (µg/m³)",), humidity="RH (%)", time_format="%m/%d/%Y %H:%M"
)
REFERENCE = Columns(
    time=("Date (LST)", "Time (LST)"),
    pm25=("Value",),
    time_format="%m/%d/%Y %H:%M",
    only={"Param": "PM2.5-88101"},
)


@pytest.fixture(scope="module")
def vectors(shared: Path) -> Path:
    return shared / "vectors"


@pytest.fixture(scope="module")
def expected(vectors: Path) -> dict[str, Any]:
    text = (vectors / "air_sensors" / "expected_metrics.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def unpacked(path: Path, folder: Path) -> Path:
    target = folder / path.stem
    target.write_bytes(gzip.decompress(path.read_bytes()))
    return target


@pytest.fixture(scope="module")
def reference(vectors: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.Series:
    # The expected figures were made with the hours that a code of quality marks, too.
    packed = vectors / "air_sensors" / "airnowtech_example_reference_data.csv.gz"
    table, problems = read_sensor(unpacked(packed, tmp_path_factory.mktemp("air")), REFERENCE)
    assert problems == []
    return table["pm25"]


@pytest.fixture(scope="module")
def hourly(
    vectors: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[pd.DataFrame, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("sensors")
    tables = {}
    for name in SENSORS:
        packed = vectors / "air_sensors" / f"toco_toucan_{name}_raw.csv.gz"
        tables[name], problems = read_sensor(unpacked(packed, folder), RAW)
        assert [one for one in problems if one.severity == "error"] == []
    minute = pd.Timedelta("1min")
    pm25 = pd.concat({name: one["pm25"] for name, one in tables.items()}, axis=1, sort=True)
    humidity = pd.concat({name: one["humidity"] for name, one in tables.items()}, axis=1, sort=True)
    return means(pm25, "hour", each=minute), means(humidity, "hour", each=minute)


def over(table: pd.DataFrame, every: Averaging) -> pd.DataFrame:
    return table if every == "hour" else means(table, "day", each=pd.Timedelta("1h"))


@pytest.mark.parametrize(("every", "key"), [("hour", "hourly_PM25_{}_vs_ref (x=ref,y=sensor)"),
                                            ("day", "daily_PM25_{}_vs_ref")])  # fmt: skip
def test_each_sensor_does_as_the_published_way_of_testing_finds(
    expected: dict[str, Any],
    reference: pd.Series,
    hourly: tuple[pd.DataFrame, pd.DataFrame],
    *,
    every: Averaging,
    key: str,
) -> None:
    true = over(reference.to_frame(), every)["pm25"]
    table = over(hourly[0], every)

    for name in SENSORS:
        found, figures = performance(table[name], true), expected[key.format(name)]
        assert found.pairs == figures["n"]
        assert found.fit.slope == EXACT(figures["slope"], rel=1e-9)
        assert found.fit.intercept == EXACT(figures["intercept"], rel=1e-9)
        assert found.fit.r2 == EXACT(figures["r2"], rel=1e-9)
        assert found.rmse == EXACT(figures["rmse"], rel=1e-9)
        assert found.mean_reference == EXACT(figures["mean_ref"], rel=1e-9)
        assert found.mean_sensor == EXACT(figures["mean_sensor"], rel=1e-9)


@pytest.mark.parametrize(("every", "name"), [("hour", "hourly"), ("day", "daily")])
def test_precision_and_error_of_the_three_together(
    expected: dict[str, Any],
    reference: pd.Series,
    hourly: tuple[pd.DataFrame, pd.DataFrame],
    *,
    every: Averaging,
    name: str,
) -> None:
    found = ensemble(over(hourly[0], every), over(reference.to_frame(), every)["pm25"])

    precision, group = expected[f"{name}_precision"], expected[f"{name}_group_RMSE"]
    assert (found.times, found.pairs) == (precision["N"], group["n"])
    assert found.sd == EXACT(precision["SD"], rel=1e-9)
    assert found.cv == EXACT(precision["CV_pct"], rel=1e-9)
    assert found.rmse == EXACT(group["RMSE"], rel=1e-9)
    assert found.nrmse == EXACT(group["NRMSE_pct"], rel=1e-9)


def test_the_correction_fitted_on_the_spot(
    expected: dict[str, Any], reference: pd.Series, hourly: tuple[pd.DataFrame, pd.DataFrame]
) -> None:
    # The expected figures average the days of PM2.5 over the sensors, and the hours of humidity.
    pm25 = over(hourly[0], "day").mean(axis=1)
    humidity = over(hourly[1].mean(axis=1).to_frame("rh"), "day")["rh"]

    found = local_correction(pm25, humidity, over(reference.to_frame(), "day")["pm25"])

    figures = expected["daily_local_MLR ref=a*sensor+b*RH+c"]
    assert found.pairs == figures["n"]
    assert found.by_sensor == EXACT(figures["a"], rel=1e-9)
    assert found.by_humidity == EXACT(figures["b"], rel=1e-9)
    assert found.constant == EXACT(figures["c"], rel=1e-9)
    assert found.r2 == EXACT(figures["r2"], rel=1e-9)


@pytest.fixture(scope="module")
def aqi(vectors: Path) -> dict[str, Any]:
    return dict(json.loads((vectors / "aqi" / "expected.json").read_text(encoding="utf-8")))


def test_the_index_of_every_published_concentration(aqi: dict[str, Any]) -> None:
    concentration, index = np.array(aqi["aqi"], dtype=np.float64).T

    assert air_quality_index(concentration, breakpoints("pm25")).tolist() == index.tolist()


def test_the_catalogue_has_the_breakpoints_of_2024(aqi: dict[str, Any]) -> None:
    points = breakpoints("pm25")

    published = [(row[1], row[3]) for row in aqi["breakpoints_pm25_2024"]]
    assert list(zip(points.concentration.tolist(), points.index.tolist(), strict=True)) == published


@pytest.mark.parametrize("kind", ["purpleair_barkjohn2021", "purpleair_piecewise"])
def test_the_correction_for_the_whole_of_the_united_states(aqi: dict[str, Any], kind: str) -> None:
    rows = pd.DataFrame(aqi[kind])

    found = corrected(rows["pa"].to_numpy(float), rows["rh"].to_numpy(float))

    assert found.tolist() == EXACT(rows["pm25"].tolist(), rel=1e-9)


def test_nowcast_of_every_published_window(aqi: dict[str, Any]) -> None:
    hours = pd.date_range("2024-05-06", periods=12, freq="h")

    for case in aqi["nowcast"]:
        latest_first = [np.nan if one is None else one for one in case["window_recent_first"]]
        found = nowcast(pd.Series(latest_first[::-1], hours, dtype=float)).iloc[-1]
        assert found == (EXACT(np.nan, nan_ok=True) if case["nowcast"] is None else case["nowcast"])
