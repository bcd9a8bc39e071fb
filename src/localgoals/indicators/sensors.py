"""Low-cost sensors of fine particles: channels, completeness, correction, and how well they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from localgoals.catalogue.load import load
from localgoals.ingest.layers import Floats

APART_UG: Final = 5.0
APART_SHARE: Final = 0.70
"""Two channels that differ by more than both of these are not believed."""

Averaging = Literal["hour", "day"]


def agreed(first: Floats, second: Floats) -> Floats:
    """
    Give the mean of a sensor's two channels where they agree.

    Parameters
    ----------
    first, second
        What each channel measured, the same shape; NaN where not known. [µg/m³]

    Returns
    -------
    mean
        NaN where either is not known, and where they differ by more than 5 µg/m³ and by more than
        70 % of their mean. [µg/m³]

    References
    ----------
    Barkjohn, Gantt and Clements (2021), Development and application of a United States-wide
    correction for PM2.5 data collected with the PurpleAir sensor, Atmos. Meas. Tech. 14,
    doi:10.5194/amt-14-4617-2021.

    Examples
    --------
    >>> agreed(np.array([10.0, 10, 2]), np.array([12.0, 30, 6])).tolist()
    [11.0, nan, 4.0]
    """
    mean = (first + second) / 2
    gap = np.abs(first - second)
    apart = (gap > APART_UG) & (gap > APART_SHARE * mean)
    return np.where(apart, np.nan, mean)


def means(values: pd.DataFrame, every: Averaging, *, each: pd.Timedelta) -> pd.DataFrame:
    """
    Give hourly or daily means where enough was measured.

    Parameters
    ----------
    values
        A column for each instrument, by the time at which each interval begins; NaN for a gap.
    every
        `hour` or `day`.
    each
        How long a single measurement stands for.

    Returns
    -------
    means
        By the beginning of the hour or day. NaN where fewer than 75 % of the measurements that fit
        are there (45 minutes of 60, 18 hours of 24).

    References
    ----------
    Duvall et al. (2021), Performance testing protocols, metrics, and target values for fine
    particulate matter air sensors, US EPA/600/R-20/280: 75 % completeness.

    Examples
    --------
    >>> minutes = pd.date_range("2024-01-01", periods=45, freq="min")
    >>> table = pd.DataFrame({"a": np.full(45, 8.0)}, minutes)
    >>> means(table, "hour", each=pd.Timedelta("1min"))["a"].tolist()
    [8.0]
    >>> means(table.iloc[1:], "hour", each=pd.Timedelta("1min"))["a"].tolist()
    [nan]
    """
    length = pd.Timedelta(1, "h") if every == "hour" else pd.Timedelta(1, "D")
    needed = load().parameters["air_sensor_completeness_share"].value * (length / each)
    # A measurement that is there twice counts once.
    once = values.groupby(level=0).mean()
    grouped = once.groupby(pd.DatetimeIndex(once.index).floor(length))
    return grouped.mean().where(grouped.count() >= needed)


def corrected(pm25: Floats, humidity: Floats) -> Floats:
    """
    Correct PurpleAir's PM2.5 (cf_1, mean of both channels) by the US-wide equation.

    Parameters
    ----------
    pm25
        Hourly or daily means of the sensor; NaN where not known. [µg/m³]
    humidity
        Relative humidity that the sensor measured, the same shape. [%]

    Returns
    -------
    pm25
        Piecewise: linear below 30 and from 50 to 210 µg/m³, quadratic from 260 for smoke, blended
        between. Not held above 0. NaN where either is not known. [µg/m³]

    References
    ----------
    Barkjohn et al. (2021), doi:10.5194/amt-14-4617-2021, below 30 µg/m³; the extension for smoke
    is that of the US fire and smoke map, read in public code, not in a publication.

    Examples
    --------
    >>> corrected(np.array([10.0, 40.0, 400.0]), np.array([50.0, 50, 20])).round(3).tolist()
    [6.68, 27.64, 420.406]
    """
    damp = 5.75 - 0.0862 * humidity
    rising = np.clip(pm25 / 20 - 1.5, 0, 1)
    usual = (0.524 + (0.786 - 0.524) * rising) * pm25 + damp
    smoke = 2.966 + 0.69 * pm25 + 8.84e-4 * pm25**2
    share = np.clip(pm25 / 50 - 4.2, 0, 1)
    return usual * (1 - share) + smoke * share


@dataclass(frozen=True)
class Fit:
    """A straight line with what is left of the spread."""

    slope: float
    intercept: float
    r2: float
    """The square of the correlation. [0 to 1]"""


@dataclass(frozen=True)
class Performance:
    """How one sensor does beside a reference instrument."""

    pairs: int
    """Times at which both measured."""
    fit: Fit
    """Sensor over reference."""
    rmse: float
    """[µg/m³]"""
    mean_sensor: float
    mean_reference: float


@dataclass(frozen=True)
class Ensemble:
    """How several sensors of one kind do, side by side."""

    times: int
    """At which all of them measured."""
    sd: float
    """Standard deviation among sensors. [µg/m³]"""
    cv: float
    """Over their mean. [%]"""
    pairs: int
    """Times at which all of them and the reference measured."""
    rmse: float
    """[µg/m³]"""
    nrmse: float
    """Over the mean of the reference. [%]"""


def performance(sensor: pd.Series, reference: pd.Series) -> Performance:
    """
    Compare a sensor with a reference at the times that both have.

    Parameters
    ----------
    sensor, reference
        Means by the beginning of the same hours or days; NaN for a gap. [µg/m³]

    Returns
    -------
    performance
        Figures are NaN with fewer than two pairs, or where the reference never changes.

    References
    ----------
    Duvall et al. (2021), US EPA/600/R-20/280: ordinary least squares of sensor over reference, and
    the root mean square of their differences.
    """
    both = pd.concat([sensor, reference], axis=1, join="inner").dropna().to_numpy(np.float64)
    if len(both) < 2:
        nothing = Fit(np.nan, np.nan, np.nan)
        return Performance(len(both), nothing, np.nan, np.nan, np.nan)
    measured, true = both.T
    return Performance(
        pairs=len(both),
        fit=_line(true, measured),
        rmse=float(np.sqrt(np.mean((measured - true) ** 2))),
        mean_sensor=float(measured.mean()),
        mean_reference=float(true.mean()),
    )


def _line(x: Floats, y: Floats) -> Fit:
    across, along = x - x.mean(), y - y.mean()
    spread_x, spread_y, common = across @ across, along @ along, across @ along
    if not spread_x > 0:
        return Fit(np.nan, np.nan, np.nan)
    slope = common / spread_x
    r2 = common**2 / (spread_x * spread_y) if spread_y > 0 else np.nan
    return Fit(float(slope), float(y.mean() - slope * x.mean()), float(r2))


def ensemble(sensors: pd.DataFrame, reference: pd.Series) -> Ensemble:
    """
    Compare sensors with each other, and all of them with a reference.

    Parameters
    ----------
    sensors
        Means by the beginning of the same hours or days, a column for each sensor; at least two.
    reference
        Means of the reference. [µg/m³]

    Returns
    -------
    ensemble
        NaN where there is nothing to compare. SD = sqrt(sum (x_ij - mean_i)² / (NM - 1)) over N
        times and M sensors; the root mean square of all N*M differences.

    References
    ----------
    Duvall et al. (2021), US EPA/600/R-20/280.
    """
    among = sensors.dropna().to_numpy(np.float64)
    beside = sensors.join(reference.rename("reference"), how="inner").dropna()
    true = beside.pop("reference").to_numpy(np.float64)
    sd = cv = rmse = nrmse = np.nan
    if among.size > 1:
        apart = among - among.mean(axis=1, keepdims=True)
        sd = float(np.sqrt((apart**2).sum() / (among.size - 1)))
        cv = 100 * sd / float(among.mean())
    if len(true):
        wrong = beside.to_numpy(np.float64) - true[:, None]
        rmse = float(np.sqrt(np.mean(wrong**2)))
        nrmse = 100 * rmse / float(true.mean())
    return Ensemble(len(among), sd, cv, len(true), rmse, nrmse)


@dataclass(frozen=True)
class LocalCorrection:
    """reference = by_sensor * sensor + by_humidity * humidity + constant, fitted on the spot."""

    pairs: int
    by_sensor: float
    by_humidity: float
    constant: float
    r2: float
    """Share of the reference's variance that the equation explains. [0 to 1]"""
    rmse: float
    """Of what the fit leaves, on the data that it was fitted to. [µg/m³]"""

    def __call__(self, sensor: Floats, humidity: Floats) -> Floats:
        """Correct what a sensor measured, in µg/m³."""
        return self.by_sensor * sensor + self.by_humidity * humidity + self.constant


def local_correction(
    sensor: pd.Series, humidity: pd.Series, reference: pd.Series
) -> LocalCorrection:
    """
    Fit a correction to a time when sensor and reference stood side by side.

    Parameters
    ----------
    sensor, humidity, reference
        Means by the beginning of the same hours or days; NaN for a gap. [µg/m³, %, µg/m³]

    Returns
    -------
    correction
        By ordinary least squares. NaN with fewer than four times, or where one does not change.

    References
    ----------
    Barkjohn et al. (2021), doi:10.5194/amt-14-4617-2021: the form of the equation.
    """
    columns = pd.concat([sensor, humidity, reference], axis=1, join="inner").dropna()
    table = columns.to_numpy(np.float64)
    if len(table) < 4:
        return LocalCorrection(len(table), *[np.nan] * 5)
    causes = np.column_stack([table[:, :2], np.ones(len(table))])
    true = table[:, 2]
    found, _, rank, _ = np.linalg.lstsq(causes, true)
    if rank < causes.shape[1]:
        return LocalCorrection(len(table), *[np.nan] * 5)
    left = true - causes @ found
    spread = float(((true - true.mean()) ** 2).sum())
    return LocalCorrection(
        pairs=len(table),
        by_sensor=float(found[0]),
        by_humidity=float(found[1]),
        constant=float(found[2]),
        r2=1 - float((left**2).sum()) / spread if spread > 0 else np.nan,
        rmse=float(np.sqrt(np.mean(left**2))),
    )


Target = Literal["met", "not-met", "unknown"]


def targets(one: Performance, together: Ensemble | None) -> dict[str, Target]:
    """
    Hold a sensor against the targets of the US EPA for fine particles.

    Parameters
    ----------
    one
        Of 24-hour means.
    together
        Of the ensemble that it belongs to; None for a sensor alone.

    Returns
    -------
    targets
        slope, intercept, r2, error (RMSE or NRMSE), precision (SD or CV): met, not met, or unknown
        where there is no figure.

    References
    ----------
    Duvall et al. (2021), US EPA/600/R-20/280, as sensortoolkit 1.0 has the values.
    """
    limit = load().parameter_tables["air_sensor_targets_pm25"].values
    slope, intercept, r2 = one.fit.slope, one.fit.intercept, one.fit.r2
    nrmse = 100 * one.rmse / one.mean_reference if one.mean_reference else np.nan
    precision: Target = "unknown"
    if together is not None:
        precision = _either(together.sd - limit["sd_ug_m3"], together.cv - limit["cv_percent"])
    return {
        "slope": _either(max(limit["slope_low"] - slope, slope - limit["slope_high"])),
        "intercept": _either(abs(intercept) - limit["intercept_ug_m3"]),
        "r2": _either(limit["r2"] - r2),
        "error": _either(one.rmse - limit["rmse_ug_m3"], nrmse - limit["nrmse_percent"]),
        "precision": precision,
    }


def _either(*beyond: float) -> Target:
    """Tell whether any of several figures is within its limit: not beyond it by more than 0."""
    if all(np.isnan(one) for one in beyond):
        return "unknown"
    return "met" if any(one <= 0 for one in beyond) else "not-met"
