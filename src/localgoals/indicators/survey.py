"""Estimates from a sample survey, with the sampling error that its design gives them."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, stdtrit

from localgoals.errors import BadInput
from localgoals.ingest.layers import Floats
from localgoals.model.text import Message

LEVEL = 0.90
"""Confidence of the ranges that reports show, the level of the margins in a statistics table."""

Labels = NDArray[np.int32]


@dataclass(frozen=True)
class Design:
    """How n rows were sampled: strata, clusters drawn in each, and what each row stands for."""

    weight: Floats
    """How many of the population each row stands for. [above 0]"""
    cluster: Labels
    """The cluster drawn first (primary sampling unit) of each row; one stratum has each whole."""
    stratum: Labels
    """The stratum of each row; all the same without strata."""
    stratum_size: Floats | None = None
    """Clusters that the stratum of each row has in all; None: so many that it does not matter."""

    def __post_init__(self) -> None:
        if len(self.weight) and not (np.isfinite(self.weight) & (self.weight > 0)).all():
            raise BadInput(Message("Every weight of a survey must be a number above 0."))


@dataclass(frozen=True)
class Estimate:
    """A mean, a share or a ratio of a population, as a sample tells it."""

    value: float
    """NaN when nobody answered."""
    error: float
    """Standard error; NaN when fewer than two clusters can tell it."""
    answers: int
    """How many rows it rests on."""
    freedom: int
    """Degrees of freedom: clusters less strata, of those with an answer."""
    design_effect: float
    """Variance over that of a simple random sample of as many rows; NaN when that is 0."""
    lonely: int = 0
    """How many strata with an answer have a single cluster."""


def simple(rows: int) -> Design:
    """Give the design of a simple random sample: equal weights, no clusters, no strata."""
    return Design(np.ones(rows), np.arange(rows, dtype=np.int32), np.zeros(rows, dtype=np.int32))


def ratio(numerator: Floats, denominator: Floats, design: Design) -> Estimate:
    """
    Ratio of two totals of the population, estimated from a sample.

    A share is the ratio of a 0-or-1 answer to 1, a mean that of an amount to 1, the share of people
    in households that of people with the answer to people.

    Parameters
    ----------
    numerator, denominator
        Of each row; NaN in either leaves the row out of the estimate, not out of the design (a
        person who did not answer, or is not in the group asked for).
    design
        Of the whole sample, in the order of the rows.

    Returns
    -------
    estimate
        With the variance by Taylor linearisation over the clusters drawn first ("ultimate
        clusters").

    Notes
    -----
    R = sum(w y) / sum(w x). Each row's share in its error is z = w (y - R x) / sum(w x), 0 for rows
    left out. With z_c the sum of a cluster, the variance is the sum over strata of
    (1 - n/N) n / (n - 1) sum((z_c - mean z_c)²), where n of N clusters were drawn. A stratum with a
    single cluster has no spread of its own; its cluster is held against the mean of all clusters
    (as R's survey package does with `lonely.psu = "adjust"`), which overstates rather than hides.

    References
    ----------
    Wolter, K. M. (2007). Introduction to Variance Estimation, 2nd ed., chapter 6 (Taylor series).
    Lumley, T. (2004). Analysis of complex survey samples. Journal of Statistical Software 9(8).
    Kish, L. (1965). Survey Sampling (design effect).

    Examples
    --------
    >>> import numpy as np
    >>> said_yes = np.array([1.0, 0, 0, 1, 1])
    >>> found = ratio(said_yes, np.ones(5), simple(5))
    >>> round(found.value, 3), round(found.error, 6), round(found.design_effect, 9)
    (0.6, 0.244949, 1.0)
    """
    value, parts = linearised(numerator, denominator, design)
    among = ~np.isnan(numerator + denominator)
    answers = int(among.sum())
    if isnan(value):
        return Estimate(nan, nan, answers, 0, nan)
    return of_parts(value, parts, among, design)


def linearised(numerator: Floats, denominator: Floats, design: Design) -> tuple[float, Floats]:
    """
    Ratio of two totals, and what each row contributes to its error.

    The contributions of a sum or a mean of several ratios are the sums or means of theirs.

    Parameters
    ----------
    numerator, denominator, design
        As for `ratio`.

    Returns
    -------
    value
        The ratio; NaN without an answer, or with a denominator of 0.
    parts
        One for each row of the sample; 0 for rows left out.
    """
    among = ~np.isnan(numerator + denominator)
    weight = np.where(among, design.weight, 0.0)
    above, below = np.where(among, numerator, 0.0), np.where(among, denominator, 0.0)
    whole = float((weight * below).sum())
    if whole == 0:
        return nan, np.zeros(len(weight))
    value = float((weight * above).sum()) / whole
    return value, weight * (above - value * below) / whole


def of_parts(value: float, parts: Floats, among: NDArray[np.bool_], design: Design) -> Estimate:
    """
    Estimate with the error that its rows contribute.

    Parameters
    ----------
    value
        The figure.
    parts
        What each row contributes to its error, as `linearised` gives it.
    among
        Which rows it rests on.
    design
        Of the whole sample.
    """
    variance, lonely, freedom = _variance(parts, among, design)
    answers = int(among.sum())
    plain = _variance_of_simple(parts, design.weight, among)
    return Estimate(
        value,
        sqrt(variance) if freedom > 0 else nan,
        answers,
        freedom,
        variance / plain if plain > 0 and freedom > 0 else nan,
        lonely,
    )


def _variance(parts: Floats, among: NDArray[np.bool_], design: Design) -> tuple[float, int, int]:
    """Add up the spread between clusters; also give lonely strata and degrees of freedom."""
    clusters, first, of_row = np.unique(design.cluster, return_index=True, return_inverse=True)
    totals = np.bincount(of_row, parts, minlength=len(clusters))
    asked = np.bincount(of_row, among, minlength=len(clusters)) > 0
    strata, of_cluster = np.unique(design.stratum[first], return_inverse=True)
    drawn = np.bincount(of_cluster, minlength=len(strata))
    means = np.bincount(of_cluster, totals, minlength=len(strata)) / drawn
    means[drawn == 1] = totals.mean()
    squares = np.bincount(of_cluster, (totals - means[of_cluster]) ** 2, minlength=len(strata))
    factor = drawn / np.maximum(drawn - 1, 1)
    if design.stratum_size is not None:
        size = np.zeros(len(strata))
        size[of_cluster] = design.stratum_size[first]
        factor = factor * np.clip(1 - drawn / size, 0.0, 1.0)
    answering = np.bincount(of_cluster, asked, minlength=len(strata)) > 0
    lonely = int(((drawn == 1) & answering).sum())
    freedom = int(drawn[answering].sum()) - int(answering.sum())
    return float((factor * squares).sum()), lonely, freedom


def _variance_of_simple(parts: Floats, weight: Floats, among: NDArray[np.bool_]) -> float:
    """Variance of the same figure, had as many rows been drawn one by one with equal chances."""
    count = int(among.sum())
    if count < 2:
        return nan
    chance = weight[among] / weight[among].sum()
    # parts = chance * residual, so that residual² chance is parts² / chance.
    return float((parts[among] ** 2 / chance).sum()) / (count - 1)


def share_range(found: Estimate, *, level: float = LEVEL) -> tuple[float, float]:
    """
    Confidence interval of a share, on the logit scale, so that it stays between 0 and 1.

    Parameters
    ----------
    found
        A share. [0 to 1]
    level
        Confidence. [0 to 1]

    Returns
    -------
    lower, upper
        NaN when the error is not known. [0 to 1]

    Notes
    -----
    logit(p) ± t s / (p (1 - p)), with the t of the design's degrees of freedom. Where everybody or
    nobody said yes, the logit has no value and the sample shows no spread; the far end is then the
    exact one for as many independent answers (Clopper and Pearson), which clusters would widen.

    References
    ----------
    Korn, E. L. and Graubard, B. I. (1999). Analysis of Health Surveys, section 3.2.
    Clopper, C. J. and Pearson, E. S. (1934). Biometrika 26(4), 404-413.

    Examples
    --------
    >>> lower, upper = share_range(Estimate(0.5, 0.1, 30, 1000, 1.0), level=0.95)
    >>> round(lower, 4), round(upper, 4)
    (0.3133, 0.6867)
    """
    if isnan(found.error):
        return nan, nan
    if found.value <= 0 or found.value >= 1:
        far = ((1 - level) / 2) ** (1 / found.answers)
        return (0.0, 1 - far) if found.value <= 0 else (far, 1.0)
    middle = float(logit(found.value))
    reach = _quantile(found, level) * found.error / (found.value * (1 - found.value))
    return float(expit(middle - reach)), float(expit(middle + reach))


def mean_range(found: Estimate, *, level: float = LEVEL) -> tuple[float, float]:
    """
    Confidence interval of a mean or a ratio: value ± t × standard error.

    Examples
    --------
    >>> lower, upper = mean_range(Estimate(10.0, 2.0, 30, 28, 1.0), level=0.95)
    >>> round(lower, 3), round(upper, 3)
    (5.903, 14.097)
    """
    reach = margin(found, level=level)
    return found.value - reach, found.value + reach


def margin(found: Estimate, *, level: float = LEVEL) -> float:
    """Half the width of the interval of `mean_range`; NaN when the error is not known."""
    return _quantile(found, level) * found.error if found.freedom > 0 else nan


def _quantile(found: Estimate, level: float) -> float:
    return float(stdtrit(found.freedom, (1 + level) / 2))
