"""The air quality index of the US EPA, and NowCast, for hourly fine particles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view

from localgoals.catalogue.load import load
from localgoals.ingest.layers import Floats

HIGHEST: Final = 500
"""The index says nothing beyond."""
NOWCAST_HOURS: Final = 12
LEAST_WEIGHT: Final = 0.5
"""Of the weight factor of NowCast for particles."""
RECENT_HOURS: Final = 3
RECENT_NEEDED: Final = 2
"""So many of the last three hours must be there."""


@dataclass(frozen=True)
class Breakpoints:
    """Where the index bends, for one pollutant."""

    concentration: Floats
    """Upper ends of the classes, rising. [unit of the pollutant]"""
    index: Floats
    """The index there: 50, 100, 150, …"""
    step: float
    """Concentrations are cut to this, and a class begins one step above the last."""


POLLUTANTS: Final = {
    "pm25": ("aqi_pm25_ug_m3", 0.1),
    "pm10": ("aqi_pm10_ug_m3", 1.0),
    "o3": ("aqi_o3_8h_ppb", 1.0),
    "no2": ("aqi_no2_ppb", 1.0),
    "so2": ("aqi_so2_ppb", 1.0),
    "co": ("aqi_co_ppm", 0.1),
}
"""For each pollutant, the table of the catalogue with its breakpoints, and its step."""


def breakpoints(pollutant: str) -> Breakpoints:
    """
    Give the breakpoints of a key of `POLLUTANTS`.

    Raises
    ------
    KeyError
        For any other pollutant.
    """
    code, step = POLLUTANTS[pollutant]
    ends = sorted(
        (float(index), end) for index, end in load().parameter_tables[code].values.items()
    )
    return Breakpoints(
        np.array([end for _, end in ends]), np.array([index for index, _ in ends]), step
    )


def air_quality_index(concentration: Floats, points: Breakpoints) -> Floats:
    """
    Give the air quality index of concentrations.

    Parameters
    ----------
    concentration
        Means over the time that the pollutant's index asks for (24 hours, or NowCast, for
        particles); NaN where not known. Any shape. [unit of the pollutant]
    points
        Where the index bends.

    Returns
    -------
    index
        Whole numbers, the same shape: linear between the ends of a class, after the concentration
        is cut to the step. Above 500, 500. NaN for NaN, below 0, and above the last class of a
        pollutant that the index follows with means over another time there. [0 to 500]

    References
    ----------
    US EPA (2024), 40 CFR Part 58, Appendix G, as amended for PM2.5 with effect from 6 May 2024.

    Examples
    --------
    >>> air_quality_index(np.array([9.04, 12.0, 35.5]), breakpoints("pm25")).tolist()
    [50.0, 56.0, 101.0]
    """
    # 12.3 is not 123 steps of 0.1 in binary; a hair is added before it is cut.
    steps = np.floor(np.asarray(concentration, np.float64) / points.step + 1e-6)
    value = steps * points.step
    place = np.searchsorted(points.concentration, value - points.step * 1e-3)
    place = np.minimum(place, len(points.index) - 1)
    is_first = place == 0
    before = np.maximum(place - 1, 0)
    low = np.where(is_first, 0.0, points.concentration[before] + points.step)
    low_index = np.where(is_first, 0.0, points.index[before] + 1)
    high, high_index = points.concentration[place], points.index[place]
    index = low_index + (high_index - low_index) / (high - low) * (value - low)
    rounded = np.floor(np.minimum(index, HIGHEST) + 0.5)
    beyond = (value > points.concentration[-1] + points.step / 2) & (points.index[-1] < HIGHEST)
    return np.where(np.isnan(value) | (value < 0) | beyond, np.nan, rounded)


def nowcast(hourly: pd.Series) -> pd.Series:
    """
    Give NowCast for every hour of a series of fine particles.

    Parameters
    ----------
    hourly
        Hourly means by the hour's beginning, in order; hours may be missing or NaN. [µg/m³]

    Returns
    -------
    nowcast
        For each hour from the first to the last: the mean of the last 12, where each hour back
        weighs w times as much as the one after it; w is the smallest over the largest of them, at
        least one half. Cut to 0.1; NaN unless two of the last three hours are known. [µg/m³]

    References
    ----------
    US EPA, sensortoolkit 1.0, calculation of NowCast for PM2.5.

    Examples
    --------
    >>> hours = pd.date_range("2024-01-01", periods=12, freq="h")
    >>> series = pd.Series([10.0] * 7 + [10, 20, 30, 40, 50], hours)
    >>> float(nowcast(series).iloc[-1])
    40.6
    """
    every = hourly.asfreq("h")
    padded = np.concatenate([np.full(NOWCAST_HOURS - 1, np.nan), every.to_numpy(np.float64)])
    # The latest hour comes first.
    windows = sliding_window_view(padded, NOWCAST_HOURS)[:, ::-1]
    known = ~np.isnan(windows)
    smallest = np.where(known, windows, np.inf).min(axis=1)
    largest = np.where(known, windows, -np.inf).max(axis=1)
    clean = ~(largest > 0)
    ratio = np.divide(smallest, largest, out=np.ones(len(windows)), where=~clean)
    weight = np.maximum(ratio, LEAST_WEIGHT)[:, None] ** np.arange(NOWCAST_HOURS)
    total = (weight * known).sum(axis=1)
    mean = np.divide(
        np.where(known, weight * windows, 0).sum(axis=1),
        total,
        out=np.full(len(windows), np.nan),
        where=total > 0,
    )
    enough = known[:, :RECENT_HOURS].sum(axis=1) >= RECENT_NEEDED
    cut = np.floor(mean * 10 + 1e-6) / 10
    return pd.Series(np.where(enough, cut, np.nan), every.index, name="nowcast")
