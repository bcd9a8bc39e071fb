"""Votes of participants on statements, kept sparse: nobody votes on everything."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

AGREE, PASS, DISAGREE = 1.0, 0.0, -1.0
"""As the published exports of Polis have them; inside Polis agreement is -1."""
FEWEST_VOTES = 7
"""Who gave fewer is not put into a group, unless there are fewer statements."""
FEWEST_PARTICIPANTS = 15
"""Where fewer gave enough votes, the most active are taken in up to this number."""


class Votes(NamedTuple):
    """The votes of n participants on m statements."""

    matrix: csr_array
    """n x m; only votes are stored, those of 0 (pass) too."""
    shown: Booleans
    """Of m statements: whether moderation let it stand."""

    @property
    def counts(self) -> Integers:
        """Votes of each participant, on statements that were moderated out too."""
        return np.diff(self.matrix.indptr).astype(np.int64)


class Tally(NamedTuple):
    """How often g groups agreed, disagreed and voted at all on m statements, as g x m."""

    agreed: Integers
    disagreed: Integers
    voted: Integers
    """With those who passed."""


def votes_of(
    participants: ArrayLike,
    statements: ArrayLike,
    values: ArrayLike,
    shown: ArrayLike,
    *,
    rows: int,
) -> Votes:
    """
    Make the matrix of a list of votes.

    Parameters
    ----------
    participants, statements
        Of each vote, the number of the participant and of the statement, from 0; no pair twice.
    values
        1 agree, 0 pass, -1 disagree.
    shown
        Of each statement, whether moderation let it stand.
    rows
        How many participants there are.

    Examples
    --------
    >>> votes = votes_of([0, 0, 1], [0, 1, 1], [1, 0, -1], [True, True], rows=2)
    >>> votes.counts.tolist()
    [2, 1]
    """
    who = np.asarray(participants, np.int64)
    what = np.asarray(statements, np.int64)
    stands = np.asarray(shown, np.bool_)
    order = np.lexsort((what, who))
    begins = np.zeros(rows + 1, np.int64)
    np.cumsum(np.bincount(who, minlength=rows), out=begins[1:])
    held = (np.asarray(values, np.float64)[order], what[order], begins)
    # Built from its parts: made of coordinates, equal pairs would be added up.
    return Votes(csr_array(held, shape=(rows, len(stands))), stands)


def taken_in(votes: Votes) -> Booleans:
    """
    Tell which participants voted often enough to be put into a group.

    Returns
    -------
    taken
        Of n participants: seven votes or more, or as many as there are statements. Where fewer
        than 15 did, the most active are taken in up to 15, those first that come first.

    References
    ----------
    Small, C. et al. (2021), Polis: Scaling Deliberation by Mapping High Dimensional Opinion
    Spaces. RECERCA 26(2); compdemocracy/polis, math, conversation.

    Examples
    --------
    >>> taken_in(votes_of([0, 0, 1], [0, 1, 1], [1, 0, -1], [True, True], rows=2)).tolist()
    [True, True]
    """
    counts = votes.counts
    taken = counts >= min(FEWEST_VOTES, votes.matrix.shape[1])
    if taken.sum() < FEWEST_PARTICIPANTS:
        order = np.argsort(-counts, kind="stable")[:FEWEST_PARTICIPANTS]
        taken[order] = counts[order] > 0
    return taken


def tally(votes: Votes, groups: Integers, count: int) -> Tally:
    """
    Count the votes of each group on each statement.

    Parameters
    ----------
    votes
        Of n participants.
    groups
        Of each participant the number of the group, or -1 for none.
    count
        How many groups there are.

    Examples
    --------
    >>> votes = votes_of([0, 0, 1], [0, 1, 1], [1, 0, -1], [True, True], rows=2)
    >>> tally(votes, np.array([0, 0]), 1).agreed.tolist()
    [[1, 0]]
    """
    width = votes.matrix.shape[1]
    group = np.repeat(groups, votes.counts)
    cell = group * width + votes.matrix.indices
    here = group >= 0

    def counted(which: Booleans) -> Integers:
        found = np.bincount(cell[here & which], minlength=count * width)
        return found.reshape(count, width).astype(np.int64)

    values = votes.matrix.data
    return Tally(counted(values > 0), counted(values < 0), counted(np.ones(len(values), np.bool_)))
