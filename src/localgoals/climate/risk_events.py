"""What events cost: impact of each, expected each year, and how rarely it is exceeded."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Curve", "Expected", "Hits", "damage_ratio", "exceedance", "expected", "impact_at"]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


class Hits(NamedTuple):
    """Events that reach assets; a pair that is not there has no impact."""

    event: Places
    """Of each pair: the event, counted from 0."""
    asset: Places
    """Of each pair: the asset, counted from 0."""
    impact: Floats
    """Of each pair; NaN where not known. [money, people, …]"""


class Expected(NamedTuple):
    """What events do, and what is to be expected of them in a year."""

    at_event: Floats
    """The impact of each event on all assets; NaN where one is not known."""
    on_asset: Floats
    """The impact expected each year on each asset (EAI)."""
    each_year: float
    """The impact expected each year on all assets (AAI)."""


class Curve(NamedTuple):
    """
    Impacts and how often they are reached or exceeded, from the most frequent on.

    Events stand along the last axis; where there are several curves, they are along the others.
    """

    impact: Floats
    per_year: Floats
    """How often a year an impact of so much or more comes."""
    return_period: Floats
    """[years]"""


def damage_ratio(intensity: ArrayLike, levels: ArrayLike, mdd: ArrayLike, paa: ArrayLike) -> Floats:
    """
    Mean damage ratio of an intensity: the mean degree of damage times the share that is affected.

    Parameters
    ----------
    intensity
        In the unit of `levels`; NaN stays NaN.
    levels
        Intensities of an impact function, rising. Between them both shares change in a straight
        line; beyond them they stay as at the end.
    mdd
        Mean degree of damage of what is affected, at each level. [0-1]
    paa
        Proportion of assets affected, at each level. [0-1]

    References
    ----------
    CLIMADA, climada/entity/impact_funcs/base.py, `calc_mdr`.

    Examples
    --------
    >>> damage_ratio([10, 20], [0, 20], [0, 0.5], [0, 1]).tolist()
    [0.125, 0.5]
    """
    given = np.asarray(intensity, np.float64)
    at = np.asarray(levels, np.float64)
    affected = np.interp(given, at, np.asarray(paa, np.float64))
    return np.asarray(affected * np.interp(given, at, np.asarray(mdd, np.float64)))


def expected(hits: Hits, frequency: ArrayLike, assets: int) -> Expected:
    """
    Impact of each event, and the impact that is to be expected each year.

    Parameters
    ----------
    hits
        Pairs of events and assets with their impact.
    frequency
        Of each event. [per year]
    assets
        How many there are.

    References
    ----------
    CLIMADA, climada/engine/impact_calc.py: at_event_i = sum_j impact_ij,
    EAI_j = sum_i frequency_i impact_ij, AAI = sum_j EAI_j.

    Examples
    --------
    >>> hits = Hits(np.array([0, 0, 1, 1]), np.array([0, 2, 0, 1]), np.array([1.0, 1, 2, 2]))
    >>> found = expected(hits, [1, 0.1], 3)
    >>> found.at_event.tolist(), found.on_asset.tolist(), round(found.each_year, 12)
    ([2.0, 4.0], [1.2, 0.2, 1.0], 2.4)
    """
    often = np.asarray(frequency, np.float64)
    # Without any pair, bincount would give whole numbers.
    at_event = np.bincount(hits.event, hits.impact, len(often)).astype(np.float64)
    on_asset = np.bincount(hits.asset, often[hits.event] * hits.impact, assets).astype(np.float64)
    return Expected(at_event, on_asset, float(on_asset.sum()))


def exceedance(at_event: ArrayLike, frequency: ArrayLike) -> Curve:
    """
    How rarely each impact is reached: impacts sorted down, frequencies added up, RP = 1 / sum.

    Parameters
    ----------
    at_event
        The impact of each event along the last axis; places, portfolios or scenarios along the
        others, each with a curve of its own. If one impact of a curve is not known, none of it can
        be placed: all of this curve is NaN.
    frequency
        Of each event; one row may serve all curves. [per year]

    Returns
    -------
    curve
        From the least return period to the greatest; infinite where events never come.

    References
    ----------
    CLIMADA, climada/engine/impact.py, `calc_freq_curve`.

    Examples
    --------
    >>> exceedance([[2, 4], [8, 2]], [1, 0.1]).return_period.round(3).tolist()
    [[0.909, 10.0], [0.909, 1.0]]
    """
    impact, often = np.broadcast_arrays(
        np.asarray(at_event, np.float64), np.asarray(frequency, np.float64)
    )
    order = np.argsort(-impact, axis=-1, kind="stable")
    per_year = np.cumsum(np.take_along_axis(often, order, axis=-1), axis=-1)[..., ::-1]
    per_year = np.where(np.isnan(impact).any(axis=-1, keepdims=True), np.nan, per_year)
    rising = np.take_along_axis(impact, order, axis=-1)[..., ::-1]
    with np.errstate(divide="ignore"):
        return Curve(rising, per_year, 1 / per_year)


def impact_at(curve: Curve, return_period: ArrayLike) -> Floats:
    """
    Impact of a return period, in a straight line between the events; NaN beyond all of them.

    Parameters
    ----------
    curve
        From `exceedance`: one or several.
    return_period
        Asked of every curve. [years]

    Returns
    -------
    impact
        The shape of the curves, then that of `return_period`.

    Notes
    -----
    CLIMADA gives the impact of the rarest event for any longer period; here it is not known.

    Examples
    --------
    >>> impact_at(exceedance([[2, 4], [8, 2]], [1, 0.1]), [5, 50]).round(12).tolist()
    [[2.9, nan], [nan, nan]]
    """
    asked = np.asarray(return_period, np.float64)
    known = np.isfinite(curve.return_period)
    # What no event is rarer than ends in one that never comes, with an impact nobody knows.
    ends = [(0, 0)] * (known.ndim - 1) + [(0, 1)]
    periods = np.pad(np.where(known, curve.return_period, np.inf), ends, constant_values=np.inf)
    impacts = np.pad(np.where(known, curve.impact, np.nan), ends, constant_values=np.nan)
    read = np.empty((*known.shape[:-1], asked.size))
    for place, one in enumerate(asked.ravel()):
        read[..., place] = _between(periods, impacts, one)
    return read.reshape(known.shape[:-1] + asked.shape)


def _between(periods: Floats, impacts: Floats, asked: float) -> Floats:
    """Read each curve at one return period."""
    passed = (periods <= asked).sum(axis=-1, keepdims=True)
    places = np.concatenate([np.maximum(passed - 1, 0), passed], axis=-1)
    begin, end = np.moveaxis(np.take_along_axis(periods, places, axis=-1), -1, 0)
    low, high = np.moveaxis(np.take_along_axis(impacts, places, axis=-1), -1, 0)
    with np.errstate(invalid="ignore"):
        between = (high - low) / (end - begin) * (asked - begin) + low
    return np.where(passed[..., 0] == 0, np.nan, np.where(begin == asked, low, between))
