"""What drove a change of emissions: people, their income, the energy it takes, and its carbon."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class State(NamedTuple):
    """Places as they are in a year; n of each."""

    people: ArrayLike
    gdp: ArrayLike
    """At constant prices, in the same unit in all years."""
    energy: ArrayLike
    """In the same unit in all years."""
    emissions: ArrayLike
    """[t CO2e]"""


class Driven(NamedTuple):
    """What each factor added to emissions, or took from them; n of each, in the unit of these."""

    people: Floats
    """P."""
    wealth: Floats
    """G / P, GDP for each person."""
    energy_intensity: Floats
    """E / G, energy for each unit of GDP."""
    carbon_intensity: Floats
    """F / E, emissions for each unit of energy."""


def log_mean(first: ArrayLike, second: ArrayLike) -> Floats:
    """
    Logarithmic mean of two numbers above 0: (a - b) / (ln a - ln b), or a where they are equal.

    Examples
    --------
    >>> log_mean([1.0, 5.0], [np.e, 5.0]).round(6).tolist()
    [1.718282, 5.0]
    """
    one, other = _above_zero(first), _above_zero(second)
    apart = np.log(one) - np.log(other)
    # Written like this the mean of numbers that are almost alike does not come from a small
    # difference over a small difference.
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(apart == 0, one, other * np.expm1(apart) / apart), np.float64)


def driven(before: State, after: State) -> Driven:
    """
    Share a change of emissions out among the four factors of the Kaya identity.

    Parameters
    ----------
    before, after
        The same n places in two years.

    Returns
    -------
    driven
        The four add up to the change; NaN where a figure is not known or not above 0.

    Notes
    -----
    F = P (G/P) (E/G) (F/E). By the logarithmic mean Divisia index, additive (LMDI-I), a factor x
    adds L(F1, F0) ln(x1 / x0), with L the logarithmic mean: nothing is left over, and to go back
    is to go forth with the sign turned.

    References
    ----------
    Ang, B. W. (2005), The LMDI approach to decomposition analysis: a practical guide, Energy
    Policy 33, 867-871, equation 5. Ang, B. W. (2015), LMDI decomposition approach: a guide for
    implementation, Energy Policy 86, 233-238, on the choice among its models.

    Examples
    --------
    A tenth more people, each emitting what they did:

    >>> found = driven(State(100, 50, 20, 1000), State(110, 55, 22, 1100))
    >>> [abs(round(float(one), 6)) for one in found]
    [100.0, 0.0, 0.0, 0.0]
    """
    then, now = (
        [_above_zero(one) for one in (state.people, state.gdp, state.energy, state.emissions)]
        for state in (before, after)
    )
    grown = [np.log(one) - np.log(other) for one, other in zip(now, then, strict=True)]
    mean = log_mean(now[3], then[3])
    ratios = (grown[0], *(grown[at] - grown[at - 1] for at in (1, 2, 3)))
    # A factor that is not known leaves what the others add unknown, too: shares of a whole.
    known = ~np.isnan(sum(grown))
    parts = (np.where(known, mean * one, np.nan) for one in ratios)
    return Driven(*(np.asarray(one, np.float64) for one in parts))


def _above_zero(values: ArrayLike) -> Floats:
    """Take what is above 0: a factor of 0 has no logarithm, and is not known here."""
    given = np.asarray(values, np.float64)
    return np.where(given > 0, given, np.nan)
