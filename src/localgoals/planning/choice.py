"""Which of several options comes first by several criteria: weighted sum, product, and TOPSIS."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def weighted_sum(values: ArrayLike, weights: ArrayLike) -> Floats:
    """
    Weighted sum of each option.

    Parameters
    ----------
    values
        (options, criteria), on scales on which more is better; NaN where not known.
    weights
        (criteria,), 0 or above.

    Returns
    -------
    score
        (options,): NaN where a value with a weight above 0 is not known.

    References
    ----------
    Fishburn, P. C. (1967), Additive utilities with incomplete product sets, Operations Research 15.

    Examples
    --------
    >>> weighted_sum([[1, 0, 3], [0, 5, 6]], [1, 1, 1]).tolist()
    [4.0, 11.0]
    """
    table, weighed = np.asarray(values, np.float64), np.asarray(weights, np.float64)
    return np.asarray(np.where(weighed > 0, table * weighed, 0.0).sum(axis=1), np.float64)


def weighted_product(values: ArrayLike, weights: ArrayLike) -> Floats:
    """
    Logarithm to base 10 of the weighted product of each option.

    Parameters
    ----------
    values
        (options, criteria), above 0, each criterion in a unit of its own; NaN where not known.
    weights
        (criteria,), the powers of the values: below 0 where less is better.

    Returns
    -------
    score
        (options,): NaN where a value with a weight other than 0 is not known or not above 0.

    Notes
    -----
    Another unit of a criterion multiplies all products alike, so values need no common scale.

    References
    ----------
    Bridgman, P. W. (1922), Dimensional Analysis.

    Examples
    --------
    >>> weighted_product([[1, 2, 3], [4, 5, 6]], [1, 1, 1]).round(6).tolist()
    [0.778151, 2.079181]
    """
    table, powers = np.asarray(values, np.float64), np.asarray(weights, np.float64)
    above = np.where(table > 0, table, np.nan)
    return weighted_sum(np.log10(above) * np.sign(powers), np.abs(powers))


class Closeness(NamedTuple):
    """Of TOPSIS: (options,) and (criteria,) twice."""

    similarity: Floats
    """0 at the worst of everything, 1 at the best."""
    ideal: Floats
    worst: Floats


def topsis(values: ArrayLike, weights: ArrayLike) -> Closeness:
    """
    Hold each option to the best and the worst of everything (TOPSIS).

    Parameters
    ----------
    values
        (options, criteria), scaled, so that criteria can be compared, and more is better; NaN where
        not known. `vector_scaled` gives the scale of the publication.
    weights
        (criteria,), 0 or above.

    Returns
    -------
    closeness
        Distance from the worst over the sum of the distances from both; NaN where a value with a
        weight above 0 is not known, or all options are alike.

    References
    ----------
    Hwang, C. L., Yoon, K. (1981), Multiple Attribute Decision Making, Springer.

    Examples
    --------
    >>> topsis([[1, 0, 3], [0, 5, 6]], [1, 1, 1]).similarity.round(6).tolist()
    [0.146392, 0.853608]
    """
    weighed = np.asarray(weights, np.float64)
    table = np.where(weighed > 0, np.asarray(values, np.float64) * weighed, 0.0)
    complete = table[~np.isnan(table).any(axis=1)]
    if not len(complete):
        nothing = np.full(table.shape[1], np.nan)
        return Closeness(np.full(len(table), np.nan), nothing, nothing)
    ideal, worst = complete.max(axis=0), complete.min(axis=0)
    to_ideal = np.sqrt(((table - ideal) ** 2).sum(axis=1))
    to_worst = np.sqrt(((table - worst) ** 2).sum(axis=1))
    with np.errstate(invalid="ignore"):
        return Closeness(to_worst / (to_ideal + to_worst), ideal, worst)


def vector_scaled(values: ArrayLike) -> Floats:
    """
    Divide each criterion by the root of the sum of its squares; NaN stays NaN.

    Parameters
    ----------
    values
        (options, criteria).

    References
    ----------
    Hwang, C. L., Yoon, K. (1981), Multiple Attribute Decision Making, Springer.
    """
    table = np.asarray(values, np.float64)
    return np.asarray(table / _no_zero(np.sqrt(np.nansum(table**2, axis=0))), np.float64)


def sum_scaled(values: ArrayLike) -> Floats:
    """Divide each criterion, or a row of weights, by its sum; NaN stays NaN."""
    table = np.asarray(values, np.float64)
    return np.asarray(table / _no_zero(np.nansum(table, axis=0)), np.float64)


def range_scaled(values: ArrayLike, least: ArrayLike, most: ArrayLike) -> Floats:
    """
    Put each criterion on a scale from 0 at its least to 1 at its most; beyond is cut off.

    Parameters
    ----------
    values
        (options, criteria); NaN where not known.
    least, most
        (criteria,): ends of the scale; a `most` below `least` turns the scale round. Where both are
        one number, all options are alike and get 0.

    Examples
    --------
    Points from 0 to 100, and cost, of which less is better:

    >>> range_scaled([[50, 300], [120, 100]], [0, 300], [100, 100]).tolist()
    [[0.5, 0.0], [1.0, 1.0]]
    """
    low = np.asarray(least, np.float64)
    width = np.asarray(most, np.float64) - low
    table = (np.asarray(values, np.float64) - low) / _no_zero(width)
    # A scale that is turned round makes -0.0 of its least, which would be written so.
    return np.clip(table, 0.0, 1.0) + 0.0


def _no_zero(sizes: ArrayLike) -> Floats:
    """Give 1 in the place of 0, by which nothing can be divided; what is divided is 0 then, too."""
    table = np.asarray(sizes, np.float64)
    return np.where(table == 0, 1.0, table)


class Ranks(NamedTuple):
    """Places of n options, 1 the first; the same for the same score."""

    best: NDArray[np.int64]
    worst: NDArray[np.int64]
    """Both are the same unless scores are only known to lie between two numbers."""


def ranks(least: ArrayLike, most: ArrayLike) -> Ranks:
    """
    Give the best and the worst place that each option can have.

    Parameters
    ----------
    least, most
        (options,): its score lies between them, whatever the missing values turn out to be.

    Notes
    -----
    The best place counts the options that are certainly ahead, the worst those that may be.

    Examples
    --------
    >>> ranks([0.2, 0.5, 0.1], [0.6, 0.5, 0.1])
    Ranks(best=array([1, 1, 3]), worst=array([2, 2, 3]))
    """
    low, high = np.asarray(least, np.float64), np.asarray(most, np.float64)
    ahead = (low[np.newaxis, :] > high[:, np.newaxis]).sum(axis=1)
    maybe = high[np.newaxis, :] > low[:, np.newaxis]
    np.fill_diagonal(maybe, False)
    return Ranks((ahead + 1).astype(np.int64), (maybe.sum(axis=1) + 1).astype(np.int64))


def turning_weights(scaled: ArrayLike, weights: ArrayLike) -> Floats:
    """
    Find the weight of each criterion, the others kept, at which another option comes first.

    Parameters
    ----------
    scaled
        (options, criteria), all known, on scales on which more is better.
    weights
        (criteria,), 0 or above.

    Returns
    -------
    weight
        (2, criteria): the nearest such weight below and above the present one; NaN where none, of
        0 or more, changes who comes first.

    References
    ----------
    Triantaphyllou, E., Sánchez, A. (1997), A sensitivity analysis approach for some deterministic
    multi-criteria decision-making methods, Decision Sciences 28.

    Examples
    --------
    >>> turning_weights([[1.0, 0.0], [0.0, 1.0]], [3.0, 2.0]).tolist()
    [[2.0, nan], [nan, 3.0]]
    """
    table, weighed = np.asarray(scaled, np.float64), np.asarray(weights, np.float64)
    scores = weighted_sum(table, weighed)
    first = int(scores.argmax())
    lead = (scores[first] - np.delete(scores, first))[:, np.newaxis]
    edge = table[first] - np.delete(table, first, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        shift = np.where(edge != 0, -lead / edge, np.nan)
    below = np.where((shift < 0) & (weighed + shift >= 0), shift, -np.inf)
    above = np.where(shift > 0, shift, np.inf)
    nearest = np.array([below.max(axis=0, initial=-np.inf), above.min(axis=0, initial=np.inf)])
    return np.where(np.isinf(nearest), np.nan, weighed + nearest)
