"""Whether projects keep to the rules of funds, as far as is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from localgoals.projects.three_valued import Tally, all_of

Floats = NDArray[np.float64]


def among(values: Sequence[frozenset[str]], allowed: frozenset[str]) -> Floats:
    """
    Tell whether one of the words of each project is allowed.

    Parameters
    ----------
    values
        Of each project its words; empty where they are not known.
    allowed
        The words of the rule.

    Returns
    -------
    claims
        (projects,): 1, 0, or NaN where nothing is known.

    Examples
    --------
    >>> words = [frozenset({"waste", "energy"}), frozenset({"markets"}), frozenset()]
    >>> among(words, frozenset({"energy"})).tolist()
    [1.0, 0.0, nan]
    """
    return np.array([float(bool(one & allowed)) if one else np.nan for one in values], np.float64)


def eligible(claims: ArrayLike, fund: ArrayLike, funds: int) -> Tally:
    """
    Join the rules of each fund: a project is eligible where all of them hold.

    Parameters
    ----------
    claims
        (projects, rules): 1 where a rule holds, 0 where it does not, NaN where that is not known.
    fund
        (rules,): the number of the fund of each rule.
    funds
        How many funds there are.

    Returns
    -------
    tally
        Each (projects, funds).

    References
    ----------
    Kleene (1952), Introduction to Metamathematics, section 64: the strong tables of three values.

    Examples
    --------
    >>> import numpy as np
    >>> found = eligible(np.array([[1, np.nan, 0]]), np.array([0, 0, 1]), 2)
    >>> found.state.tolist(), found.unknown.tolist()
    ([[nan, 0.0]], [[1, 0]])
    """
    table, of = np.asarray(claims, np.float64), np.asarray(fund)
    tallies = [all_of(table[:, of == number]) for number in range(funds)]
    return Tally(*(np.stack(part, axis=-1) for part in zip(*tallies, strict=True)))
