"""Skewness and kurtosis of indicators, which tell whether a few outliers would rule a score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from localgoals.ingest.layers import Floats


def skewness(values: Floats) -> Floats:
    """
    Give the sample skewness of each column, as spreadsheets' SKEW does.

    Parameters
    ----------
    values
        Shape (units, indicators); NaN where not known.

    Returns
    -------
    skewness
        One for each column; NaN with fewer than 3 known values, or when all are equal.

    References
    ----------
    Joanes and Gill (1998), doi:10.1111/1467-9884.00122, G1. Becker, COINr 1.1.14, `skew`.

    Examples
    --------
    >>> float(skewness(np.array([[1.0], [2.0], [3.0], [4.0], [10.0]]))[0].round(4))
    1.6971
    """
    count, powers = _central_sums(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        plain = np.sqrt(count) * powers[3] / powers[2] ** 1.5
        found = plain * np.sqrt(count * (count - 1)) / (count - 2)
    return np.where((count >= 3) & ~_constant(values), found, np.nan)


def kurtosis(values: Floats) -> Floats:
    """
    Give the sample excess kurtosis of each column, as spreadsheets' KURT does.

    Parameters
    ----------
    values
        Shape (units, indicators); NaN where not known.

    Returns
    -------
    kurtosis
        One for each column; NaN with fewer than 4 known values, or when all are equal.

    References
    ----------
    Joanes and Gill (1998), doi:10.1111/1467-9884.00122, G2. Becker, COINr 1.1.14, `kurt`.
    """
    count, powers = _central_sums(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        plain = count * powers[4] / powers[2] ** 2
        found = ((count + 1) * (plain - 3) + 6) * (count - 1) / ((count - 2) * (count - 3))
    return np.where((count >= 4) & ~_constant(values), found, np.nan)


def _central_sums(values: Floats) -> tuple[Floats, dict[int, Floats]]:
    """
    Count the known values, and sum the powers of their distances from the mean.

    Distances are in parts of the largest one, which changes neither measure and keeps the powers of
    very large or very small numbers from running over.
    """
    count = np.isfinite(values).sum(axis=0).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        apart = values - np.nansum(values, axis=0) / count
        largest = np.fmax.reduce(np.abs(apart), axis=0, initial=0.0)
        apart /= largest
    squares = apart * apart
    sums = {
        2: np.nansum(squares, axis=0),
        3: np.nansum(squares * apart, axis=0),
        4: np.nansum(squares * squares, axis=0),
    }
    return count, sums


def _constant(values: Floats) -> NDArray[np.bool_]:
    least = np.fmin.reduce(values, axis=0, initial=np.inf)
    most = np.fmax.reduce(values, axis=0, initial=-np.inf)
    return np.asarray(~(least < most))
