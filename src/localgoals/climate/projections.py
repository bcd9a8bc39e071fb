"""Changes of a climate between a reference period and periods to come, and how far models agree."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEAST_SHARE = 0.8
"""Of the years of a period must be known, or its mean is not; a rule of our own."""
LOW, HIGH = 0.1, 0.9
"""The quantiles that are called the range of the models."""


class PeriodMeans(NamedTuple):
    """The means of s series in p periods."""

    mean: Floats
    """(s, p); NaN where too few years are known."""
    years: Ints
    """Known years, (s, p)."""


class Spread(NamedTuple):
    """What the models of g groups say, at p points of time; each array is (g, p)."""

    models: Ints
    """How many have a value."""
    median: Floats
    """NaN without any."""
    low: Floats
    """The tenth percentile; NaN below two models."""
    high: Floats
    """The ninetieth percentile; NaN below two models."""
    least: Floats
    most: Floats


def with_history(values: Floats, history: Ints) -> Floats:
    """
    Fill the years that a scenario lacks with those of its model's past.

    Parameters
    ----------
    values
        Of s series in y years, (s, y); NaN where not known.
    history
        Of each series the row of its model's historical run, or -1 where there is none, (s,).

    Examples
    --------
    >>> with_history(np.array([[1.0, np.nan], [np.nan, 3.0]]), np.array([-1, 0])).tolist()
    [[1.0, nan], [1.0, 3.0]]
    """
    past = np.where((history >= 0)[:, None], values[history], np.nan)
    return np.where(np.isnan(values), past, values)


def period_means(values: Floats, years: Ints, first: Ints, last: Ints) -> PeriodMeans:
    """
    Average each series over each period.

    Parameters
    ----------
    values
        Of s series in y years, (s, y); NaN where not known.
    years
        (y,)
    first, last
        Of p periods, both included, (p,).

    Notes
    -----
    At least `LEAST_SHARE` of the years of a period must be known.

    Examples
    --------
    >>> seen = np.array([[14.0, 15.0, np.nan, np.nan, 18.0]])
    >>> period_means(seen, np.arange(2001, 2006), np.array([2001, 2003]), np.array([2002, 2005]))
    PeriodMeans(mean=array([[14.5,  nan]]), years=array([[2, 1]]))
    """
    inside = ((years >= first[:, None]) & (years <= last[:, None])).T.astype(np.float64)
    known = np.isfinite(values)
    count = known.astype(np.float64) @ inside
    total = np.where(known, values, 0.0) @ inside
    enough = count >= LEAST_SHARE * (last - first + 1)
    mean = np.divide(total, count, out=np.full(count.shape, np.nan), where=enough & (count > 0))
    return PeriodMeans(mean, count.astype(np.int64))


def change(values: Floats, reference: Floats, *, relative: Flags) -> Floats:
    """
    Hold values against their reference: the difference, or its per cent of the reference.

    Parameters
    ----------
    values
        Of s series, (s, p).
    reference
        Of each series, (s,).
    relative
        Of each series, whether per cent are wanted, (s,); NaN where the reference is not above 0.

    References
    ----------
    IPCC (2021), AR6 Working Group I, chapter 4: temperature as a difference, precipitation in per
    cent, against 1995-2014; from general knowledge, not read there.

    Examples
    --------
    >>> now = np.array([[16.0], [1100.0]])
    >>> change(now, np.array([14.5, 1000.0]), relative=np.array([False, True])).round(6).tolist()
    [[1.5], [10.0]]
    """
    base = reference[:, None]
    above = values - base
    percent = np.divide(100 * above, base, out=np.full(above.shape, np.nan), where=base > 0)
    return np.where(relative[:, None], percent, above)


def across_models(values: Floats, group: Ints, groups: int) -> Spread:
    """
    Give median and range of the models of each group, at each point of time.

    Every model counts the same. Quantiles are interpolated between the two nearest models
    (type 7 of Hyndman and Fan).

    Parameters
    ----------
    values
        Of s series, one for each model and group, (s, p); NaN where not known.
    group
        Of each series, from 0 to `groups` - 1.

    References
    ----------
    Hyndman, R. J. and Fan, Y. (1996), Sample quantiles in statistical packages, The American
    Statistician 50(4), 361-365, definition 7.

    Examples
    --------
    >>> across_models(np.array([[1.0], [2.0], [6.0]]), np.array([0, 0, 0]), 1).median.tolist()
    [[2.0]]
    """
    order = np.argsort(group, kind="stable")
    rank = np.arange(len(group)) - np.searchsorted(group[order], group[order])
    deep = int(rank.max(initial=0)) + 1
    held = np.full((groups, deep, values.shape[1]), np.nan)
    held[group[order], rank] = values[order]
    held.sort(axis=1)
    models = np.isfinite(held).sum(axis=1)
    several = models > 1
    return Spread(
        models,
        _quantile(held, models, 0.5),
        np.where(several, _quantile(held, models, LOW), np.nan),
        np.where(several, _quantile(held, models, HIGH), np.nan),
        _quantile(held, models, 0.0),
        _quantile(held, models, 1.0),
    )


def _quantile(held: Floats, models: Ints, share: float) -> Floats:
    """Give a quantile of sorted values whose unknown ones stand last."""
    place = share * np.maximum(models - 1, 0)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(models - 1, 0))
    low = np.take_along_axis(held, below[:, None], axis=1)[:, 0]
    high = np.take_along_axis(held, above[:, None], axis=1)[:, 0]
    return low + (high - low) * (place - below)
