"""How progress on one goal helps or hinders others: a matrix of judgements, and what follows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from localgoals.errors import BadInput
from localgoals.model.text import Message

Floats = NDArray[np.float64]

_SHARE = 0.5


class Influence(NamedTuple):
    """What n goals do to each other; (n,) each."""

    given: Floats
    """What a goal does to all others: the sum of its row."""
    received: Floats
    """What all others do to it: the sum of its column."""
    second: Floats
    """What it does directly, and half of what those do that it acts upon."""
    unjudged: NDArray[np.int64]
    """How many pairs with it, in both directions, nobody has judged."""


def influence(matrix: ArrayLike) -> Influence:
    """
    Sum the judgements up, directly and to the second order.

    Parameters
    ----------
    matrix
        (n, n): how progress on the goal of the row acts upon that of the column, such as -3
        (cancels) to 3 (indivisible); NaN where nobody has judged. The diagonal does not count.

    Returns
    -------
    influence
        Sums of what has been judged; a pair that has not counts nowhere, and is counted.

    Raises
    ------
    BadInput
        When the matrix is not square.

    Notes
    -----
    second_i = given_i + 1/2 sum over j of matrix_ij given_j. The share of 1/2 was not read in the
    publication.

    References
    ----------
    Weitz, N., Carlsen, H., Nilsson, M., Skånberg, K. (2018), Towards systemic and contextual
    priority setting for implementing the 2030 Agenda, Sustainability Science 13.

    Examples
    --------
    >>> influence([[0, 2], [-1, 0]]).second.tolist()
    [1.0, -2.0]
    """
    judged = _square(matrix)
    apart = ~np.eye(len(judged), dtype=np.bool_)
    missing = np.isnan(judged) & apart
    known = np.where(np.isnan(judged) | ~apart, 0.0, judged)
    given = known.sum(axis=1)
    unjudged = missing.sum(axis=0) + missing.sum(axis=1)
    return Influence(
        given, known.sum(axis=0), given + _SHARE * known @ given, unjudged.astype(np.int64)
    )


class Total(NamedTuple):
    """Influence over chains of any length; (n,) each."""

    given: Floats
    received: Floats


def total_influence(matrix: ArrayLike) -> Total:
    """
    Sum the influence over chains of any length (DEMATEL).

    Parameters
    ----------
    matrix
        As in `influence`; what nobody has judged is taken for no influence.

    Returns
    -------
    total
        Row and column sums of X (I - X)^-1, where X is the matrix over its largest sum of a row or
        column; NaN where no such sum is above 0, or chains do not fade.

    References
    ----------
    Gabus, A., Fontela, E. (1972), World problems: an invitation to further thought within the
    framework of DEMATEL, Battelle Geneva.

    Examples
    --------
    >>> total_influence([[0, 1], [0, 0]]).given.tolist()
    [1.0, 0.0]
    """
    known = np.nan_to_num(_square(matrix))
    np.fill_diagonal(known, 0.0)
    size = max(known.sum(axis=0).max(initial=0.0), known.sum(axis=1).max(initial=0.0))
    if size <= 0 or np.abs(np.linalg.eigvals(known / size)).max() >= 1:
        nothing = np.full(len(known), 0.0 if not known.any() else np.nan)
        return Total(nothing, nothing)
    scaled = known / size
    total = scaled @ np.linalg.inv(np.eye(len(known)) - scaled)
    return Total(total.sum(axis=1), total.sum(axis=0))


def _square(matrix: ArrayLike) -> Floats:
    table = np.array(matrix, np.float64)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        values: dict[str, object] = {"shape": table.shape}
        raise BadInput(Message("A matrix of influence is square; this one is {shape}.", values))
    return table
