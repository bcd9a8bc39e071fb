"""How far those who took part are like those who live in a place."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from localgoals.planning.votes import Booleans, Floats, Integers

EXPECTED_MOST, EXPECTED_ALL, MOST = 5.0, 1.0, 0.8
"""Cochran (1954): 80 % of the expected counts are 5 or more, and none is below 1."""
_ROUNDS = 500
_SETTLED = 1e-10


class Compared(NamedTuple):
    """Shares of c categories of one attribute."""

    took_part: Floats
    """Of those participants whose category is known. [0 to 1]"""
    reference: Floats
    """Of the people of the reference. [0 to 1]"""
    difference: Floats
    """Of the two shares. [-1 to 1]"""
    ratio: Floats
    """Of the two shares: 1 as many as there should be; NaN where nobody lives."""


class Fit(NamedTuple):
    """Whether differences this large come about by chance."""

    statistic: float
    freedom: int
    probability: float
    """Of differences at least as large, if participants were drawn by lot. [0 to 1]"""
    holds: bool
    """Whether the counts are large enough for the test."""


class Weighted(NamedTuple):
    """Weights with which n participants count as the people do."""

    weights: Floats
    """Mean 1. [n]"""
    apart: float
    """The largest difference that is left between a weighted share and its reference. [0 to 1]"""
    effective: float
    """So many people drawn by lot would say as much. [persons]"""


class Attribute(NamedTuple):
    """One attribute of n participants, with the people of its c categories."""

    categories: Integers
    """Of each participant the number of the category, or -1 where it is not known. [n]"""
    people: Floats
    """Of each category, in the reference. [c]"""


def compare(counts: ArrayLike, people: ArrayLike) -> Compared:
    """
    Hold the shares of participants against those of a reference.

    Parameters
    ----------
    counts
        Participants of each category; NaN is withheld, and counts for nothing.
    people
        The same, of the reference.

    Examples
    --------
    >>> compare([10, 30], [100, 100]).ratio.tolist()
    [0.5, 1.5]
    """
    there, here = np.asarray(counts, np.float64), np.asarray(people, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares, wanted = there / np.nansum(there), here / here.sum()
        ratio = np.where(wanted > 0, shares / wanted, nan)
    return Compared(shares, wanted, shares - wanted, ratio)


def fit(counts: ArrayLike, people: ArrayLike) -> Fit:
    """
    Test whether participants could have been drawn by lot: chi-square goodness of fit.

    Parameters
    ----------
    counts
        Participants of each category.
    people
        The same, of the reference; a category without people is left out.

    Returns
    -------
    fit
        NaN with fewer than two categories or without a participant; a participant in a category
        where nobody lives makes the statistic NaN, too: the reference is then not of this place.

    References
    ----------
    Pearson, K. (1900), Philosophical Magazine 50; conditions of Cochran, W. (1954), Biometrics 10.

    Examples
    --------
    >>> found = fit([10, 30], [100, 100])
    >>> found.statistic, round(found.probability, 5), found.holds
    (10.0, 0.00157, True)
    """
    there, here = np.asarray(counts, np.float64), np.asarray(people, np.float64)
    lived = here > 0
    if lived.sum() < 2 or there.sum() <= 0 or there[~lived].any():
        return Fit(nan, 0, nan, False)
    expected = there.sum() * here[lived] / here.sum()
    statistic = float(((there[lived] - expected) ** 2 / expected).sum())
    freedom = int(lived.sum()) - 1
    holds = (expected >= EXPECTED_MOST).mean() >= MOST and expected.min() >= EXPECTED_ALL
    return Fit(statistic, freedom, float(chdtrc(freedom, statistic)), bool(holds))


def pooled(counts: ArrayLike, people: ArrayLike, hidden: Booleans) -> tuple[Floats, Floats]:
    """
    Add up the categories that are withheld, so that what is worked out gives none away.

    Examples
    --------
    >>> pooled([3, 40, 8], [10, 50, 40], np.array([True, False, True]))
    (array([40., 11.]), array([50., 50.]))
    """
    there, here = np.asarray(counts, np.float64), np.asarray(people, np.float64)
    if not hidden.any():
        return there, here
    return (
        np.append(there[~hidden], there[hidden].sum()),
        np.append(here[~hidden], here[hidden].sum()),
    )


def rake(attributes: Sequence[Attribute], *, limit: float) -> Weighted:
    """
    Weigh participants so that the shares of every attribute become those of the reference.

    Parameters
    ----------
    attributes
        Of the same n participants. Who did not say is left as he is; a category without any
        participant cannot be made up for, and the others share its place.
    limit
        The most that a participant may count, as a multiple of the mean; the least is its inverse.
        [above 1]

    Returns
    -------
    weighted
        With a limit that binds, the shares stay apart by what `apart` says.

    References
    ----------
    Deming, W., Stephan, F. (1940), Annals of Mathematical Statistics 11; effective number after
    Kish, L. (1965), Survey Sampling: (sum of w)^2 / sum of w^2.

    Examples
    --------
    >>> weighted = rake([Attribute(np.array([0, 1, 1, 1]), np.array([50.0, 50.0]))], limit=5)
    >>> weighted.weights.round(3).tolist(), round(weighted.effective, 2)
    ([2.0, 0.667, 0.667, 0.667], 3.0)
    """
    weights = np.ones(len(attributes[0].categories))
    for _ in range(_ROUNDS):
        before = weights
        for one in attributes:
            weights = _scaled(weights, one)
        weights = np.clip(weights / weights.mean(), 1 / limit, limit)
        if np.abs(weights - before).max() < _SETTLED:
            break
    weights = weights / weights.mean()
    apart = max(
        float(np.abs(_shares(weights, one) - _wanted(one)).max(initial=0)) for one in attributes
    )
    return Weighted(weights, apart, float(weights.sum() ** 2 / (weights**2).sum()))


def _scaled(weights: Floats, one: Attribute) -> Floats:
    shares, wanted = _shares(weights, one), _wanted(one)
    factors = np.divide(wanted, shares, out=np.ones(len(wanted)), where=(shares > 0) & (wanted > 0))
    known = one.categories >= 0
    return np.where(known, weights * factors[np.maximum(one.categories, 0)], weights)


def _shares(weights: Floats, one: Attribute) -> Floats:
    """Give the weighted shares of the categories, of those who are known."""
    known = one.categories >= 0
    sums = np.bincount(one.categories[known], weights[known], minlength=len(one.people))
    return np.asarray(sums / max(float(sums.sum()), 1e-300))


def _wanted(one: Attribute) -> Floats:
    """Give the shares of the reference, of the categories that have a participant."""
    there = np.bincount(one.categories[one.categories >= 0], minlength=len(one.people)) > 0
    people = np.where(there, one.people, 0.0)
    return np.asarray(people / max(float(people.sum()), 1e-300))
