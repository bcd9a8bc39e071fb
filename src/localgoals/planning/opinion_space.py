"""The plane on which participants stand near those who vote alike: two principal components."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from localgoals.planning.votes import Floats, Votes

_STEPS = 1000
"""Polis takes 100; what has converged earlier is left earlier."""
_CONVERGED = 1e-13
_GOLDEN = (sqrt(5) - 1) / 2


class OpinionSpace(NamedTuple):
    """Where n participants and m statements stand."""

    means: Floats
    """Of each statement, the mean vote: 1 all agree, -1 all disagree, 0 without a vote. [m]"""
    components: Floats
    """The two directions in which votes differ most, of length 1. [2 x m]"""
    participants: Floats
    """[n x 2]"""
    statements: Floats
    """Where someone would stand who had agreed with this statement alone. [m x 2]"""
    shares: Floats
    """Of the variance of all votes, what each component explains. [2, 0 to 1]"""

    @property
    def extremity(self) -> Floats:
        """How far each statement stands from the middle: how much it divides, for each of m."""
        return np.asarray(np.hypot(self.statements[:, 0], self.statements[:, 1]))


def opinion_space(votes: Votes) -> OpinionSpace:
    """
    Find the plane in which votes differ most, and where everybody stands on it.

    What was not voted on is filled with the mean of the statement. Filled and centred, it is 0:
    the matrix stays as sparse as the votes, and is never filled. Statements that were moderated
    out count as passed by everybody.

    Parameters
    ----------
    votes
        Of n participants, all of them: those with few votes too.

    Returns
    -------
    space
        The larger of the weights of each component is positive: mirrored maps are the same map.

    Notes
    -----
    Power iteration from a fixed start, without chance. A participant who voted little stands near
    the middle by the mean alone; the position is stretched by the root of statements over votes.

    References
    ----------
    compdemocracy/polis, math, pca (sparsity-aware projection); red-dwarf, its port to Python.

    Examples
    --------
    >>> from localgoals.planning.votes import votes_of
    >>> votes = votes_of([0, 0, 1, 1], [0, 1, 0, 1], [1, -1, -1, 1], [True, True], rows=2)
    >>> space = opinion_space(votes)
    >>> space.participants[:, 0].round(3).tolist()
    [1.414, -1.414]
    """
    people, width = votes.matrix.shape
    means = _means(votes)
    held = votes.matrix.indices
    deviations = np.where(votes.shown[held], votes.matrix.data - means[held], 0.0)
    centred = csr_array((deviations, held, votes.matrix.indptr), shape=(people, width))
    turned = centred.T.tocsr()
    components, variances = np.zeros((2, width)), np.zeros(2)
    for number in range(2):
        components[number], variances[number] = _strongest(centred, turned, components[:number])
    whole = float(deviations @ deviations)
    stretch = np.sqrt(width / np.maximum(_passed_if_hidden(votes), 1))
    statements = (np.where(votes.shown, 1.0, 0.0) - means)[:, None] * components.T * sqrt(width)
    return OpinionSpace(
        means,
        components,
        (centred @ components.T) * stretch[:, None],
        statements,
        variances / whole if whole else variances,
    )


def _means(votes: Votes) -> Floats:
    width = votes.matrix.shape[1]
    sums = np.bincount(votes.matrix.indices, votes.matrix.data, minlength=width)
    counts = np.bincount(votes.matrix.indices, minlength=width)
    return np.asarray(np.where(votes.shown, sums / np.maximum(counts, 1), 0.0))


def _passed_if_hidden(votes: Votes) -> Floats:
    """Count the votes of each participant, with one for each statement moderated out."""
    rows = np.repeat(np.arange(len(votes.counts)), votes.counts)
    on_shown = np.bincount(rows[votes.shown[votes.matrix.indices]], minlength=len(votes.counts))
    hidden = int((~votes.shown).sum())
    return np.asarray(on_shown + hidden, np.float64)


def _strongest(centred: csr_array, turned: csr_array, before: Floats) -> tuple[Floats, float]:
    """Find the direction of the most variance at right angles to those found before."""
    width = centred.shape[1]
    # Evenly strewn numbers: a start of ones is at right angles to two camps that vote opposite.
    vector = np.asarray((np.arange(1, width + 1) * _GOLDEN) % 1 - 0.5, np.float64)
    reached = 0.0
    for _ in range(_STEPS):
        image = turned @ (centred @ vector)
        image = np.asarray(image - before.T @ (before @ image), np.float64)
        reached = float(np.linalg.norm(image))
        if reached <= 1e-12 * max(width, 1):
            return np.zeros(width), 0.0
        image = image / reached
        apart = np.abs(image - vector).max()
        vector = image
        if apart < _CONVERGED:
            break
    if vector[np.argmax(np.abs(vector).round(9))] < 0:
        vector = -vector
    return vector, reached
