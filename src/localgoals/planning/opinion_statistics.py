"""What a group says and others do not, what all agree on, and which statements need votes."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from localgoals.planning.votes import Booleans, Floats, Tally

Z_90 = 1.2816
"""A share this many standard errors above the other is so by chance in one case of ten."""
MOST_STATEMENTS = 5
META_PRIORITY = 49.0

Side = Literal["agree", "disagree"]
SIDES: tuple[Side, Side] = ("agree", "disagree")


class Strength(NamedTuple):
    """How g groups stand on m statements, seen from one side: agreement, or disagreement."""

    share: Floats
    """Of those who voted, smoothed: (votes + 1) / (voted + 2). [0 to 1]"""
    test: Floats
    """How far the share is above one half. [standard errors]"""
    ratio: Floats
    """The share over that of all other groups together."""
    ratio_test: Floats
    """How far the share is above that of the others. [standard errors]"""

    @property
    def weight(self) -> Floats:
        """By what the statements of a group are ordered."""
        return self.ratio * self.ratio_test * self.share * self.test


class Representative(NamedTuple):
    """A statement that stands for a group, and why."""

    group: int
    statement: int
    side: Side
    votes: int
    """On this side."""
    voted: int
    share: float
    test: float
    ratio: float
    ratio_test: float
    significant: bool
    """False for the best of a group that has no statement above the limits."""


class Agreed(NamedTuple):
    """A statement that most participants agree or disagree with, and why."""

    statement: int
    side: Side
    votes: int
    voted: int
    share: float
    test: float


def proportion_test(votes: ArrayLike, voted: ArrayLike) -> Floats:
    """
    Say by how many standard errors a share is above one half.

    Returns
    -------
    z
        2 sqrt(n + 1) ((x + 1) / (n + 1) - 1/2).

    References
    ----------
    compdemocracy/polis, math, stats (prop-test).

    Examples
    --------
    >>> round(float(proportion_test(15, 16)), 3)
    3.638
    """
    x, n = np.asarray(votes, np.float64), np.asarray(voted, np.float64)
    return np.asarray(2 * np.sqrt(n + 1) * ((x + 1) / (n + 1) - 0.5))


def two_proportion_test(
    votes: ArrayLike, other_votes: ArrayLike, voted: ArrayLike, other_voted: ArrayLike
) -> Floats:
    """
    Say by how many standard errors one share is above another.

    One is added to each of the four counts, so that small groups say little.

    Returns
    -------
    z
        0 where all voted alike.

    References
    ----------
    compdemocracy/polis, math, stats (two-prop-test).

    Examples
    --------
    >>> round(float(two_proportion_test(15, 56, 24, 71)), 3)
    -1.514
    """
    s1, s2, n1, n2 = (
        np.asarray(one, np.float64) + 1 for one in (votes, other_votes, voted, other_voted)
    )
    p = (s1 + s2) / (n1 + n2)
    # With one added to each, more may have voted on a side than voted at all: p above 1.
    spread = np.sqrt(np.maximum(p * (1 - p) * (1 / n1 + 1 / n2), 0.0))
    apart = s1 / n1 - s2 / n2
    return np.asarray(np.divide(apart, spread, out=np.zeros_like(spread), where=spread > 0))


def strength(counts: Tally, side: Side) -> Strength:
    """
    Compare each group with all others together, statement by statement.

    Parameters
    ----------
    counts
        Votes of g groups on m statements.
    side
        Which votes count.

    Examples
    --------
    >>> counts = Tally(np.array([[6], [4]]), np.array([[0], [2]]), np.array([[6], [10]]))
    >>> strength(counts, "agree").ratio.round(3).tolist()
    [[2.1], [0.476]]
    """
    votes = counts.agreed if side == "agree" else counts.disagreed
    others, others_voted = votes.sum(axis=0) - votes, counts.voted.sum(axis=0) - counts.voted
    share = (votes + 1) / (counts.voted + 2)
    return Strength(
        share,
        proportion_test(votes, counts.voted),
        share / ((others + 1) / (others_voted + 2)),
        two_proportion_test(votes, others, counts.voted, others_voted),
    )


def representative(counts: Tally, shown: Booleans) -> tuple[Representative, ...]:
    """
    Choose up to five statements that stand for each group.

    A statement stands for a group when more than half of those in it who voted agree (or disagree),
    and more than elsewhere, both by more than 1.2816 standard errors. What the group agrees with
    most comes first, even below those limits; what it disagrees with comes last.

    Parameters
    ----------
    counts
        Votes of g groups on m statements.
    shown
        Of each statement, whether moderation let it stand.

    Returns
    -------
    chosen
        Group by group. Where no statement is above the limits, the best one, not significant.

    References
    ----------
    compdemocracy/polis, math, repness (select-rep-comments).

    Examples
    --------
    Two groups of ten: they are of opposite minds on the first two statements, and agree on the
    third, which stands for neither.

    >>> counts = Tally(np.array([[9, 1, 9], [1, 9, 9]]), np.array([[1, 9, 0], [9, 1, 1]]),
    ...     np.full((2, 3), 10))
    >>> [(one.group, one.statement, one.side) for one in representative(counts, np.ones(3, bool))]
    [(0, 0, 'agree'), (0, 1, 'disagree'), (1, 1, 'agree'), (1, 0, 'disagree')]
    """
    sides: dict[Side, Strength] = {side: strength(counts, side) for side in SIDES}
    chosen: list[Representative] = []
    for group in range(len(counts.voted)):
        voted_on = np.flatnonzero(shown & (counts.voted[group] > 0))
        rows = {
            side: [_seen(counts, sides, side, (group, int(at))) for at in voted_on]
            for side in SIDES
        }
        chosen += _chosen(rows["agree"], rows["disagree"])
    return tuple(chosen)


def _seen(
    counts: Tally, sides: dict[Side, Strength], side: Side, cell: tuple[int, int]
) -> Representative:
    votes = counts.agreed if side == "agree" else counts.disagreed
    share, test, ratio, ratio_test = (float(part[cell]) for part in sides[side])
    significant = test > Z_90 and ratio_test > Z_90
    return Representative(
        *cell, side, int(votes[cell]), int(counts.voted[cell]),
        share, test, ratio, ratio_test, significant,
    )  # fmt: skip


def _weight(one: Representative) -> float:
    return one.ratio * one.ratio_test * one.share * one.test


def _chosen(agree: list[Representative], disagree: list[Representative]) -> list[Representative]:
    """Choose of the same statements, seen from both sides."""
    # Each statement counts on the side on which the group is further from the others.
    sides = [
        yes if yes.ratio_test > no.ratio_test else no
        for yes, no in zip(agree, disagree, strict=True)
    ]
    first = _best_agreed(agree)
    above = sorted((one for one in sides if one.significant), key=lambda one: -_weight(one))
    if not first and not above:
        return sorted(sides, key=lambda one: -one.ratio_test)[:1]
    taken = {one.statement for one in first}
    top = (first + [one for one in above if one.statement not in taken])[:MOST_STATEMENTS]
    return [one for side in SIDES for one in top if one.side == side]


def _best_agreed(agree: list[Representative]) -> list[Representative]:
    """Find what the group agrees with most, above the limits or not."""
    more = [one for one in agree if one.votes and one.ratio > 1 and one.share > 0.5]
    if more:
        return [max(more, key=_weight)]
    much = [one for one in agree if one.votes and one.test > Z_90]
    return [max(much, key=lambda one: one.share * one.test)] if much else []


def consensus(counts: Tally, shown: Booleans) -> tuple[Agreed, ...]:
    """
    Choose up to five statements that most agree with, and up to five that most disagree with.

    Parameters
    ----------
    counts
        Votes of everybody: g groups or a single one, added up.
    shown
        Of each statement, whether moderation let it stand.

    Returns
    -------
    agreed
        More than half, by more than 1.2816 standard errors; by share times test.

    References
    ----------
    compdemocracy/polis, math, repness (consensus-stats).

    Examples
    --------
    >>> counts = Tally(np.array([[9, 1, 9], [1, 9, 9]]), np.array([[1, 9, 0], [9, 1, 1]]),
    ...     np.full((2, 3), 10))
    >>> [(one.statement, one.side, one.votes, one.voted) for one in
    ...     consensus(counts, np.ones(3, bool))]
    [(2, 'agree', 18, 20)]
    """
    voted = counts.voted.sum(axis=0)
    found: list[Agreed] = []
    for side in SIDES:
        votes = (counts.agreed if side == "agree" else counts.disagreed).sum(axis=0)
        share, test = (votes + 1) / (voted + 2), proportion_test(votes, voted)
        passing = np.flatnonzero(shown & (share > 0.5) & (test > Z_90) & (voted > 0))
        order = passing[np.argsort(-(share * test)[passing], kind="stable")][:MOST_STATEMENTS]
        found += [
            Agreed(int(at), side, int(votes[at]), int(voted[at]), float(share[at]), float(test[at]))
            for at in order
        ]
    return tuple(found)


def group_aware_consensus(counts: Tally) -> Floats:
    """
    Say how far all groups agree with each statement, the small ones as much as the large.

    Returns
    -------
    consensus
        Product of the smoothed shares of agreement over the groups. [0 to 1]

    References
    ----------
    compdemocracy/polis, math, conversation (group-aware-consensus).

    Examples
    --------
    >>> counts = Tally(np.array([[6], [4]]), np.array([[0], [2]]), np.array([[6], [10]]))
    >>> group_aware_consensus(counts).round(4).tolist()
    [0.3646]
    """
    return np.asarray(((counts.agreed + 1) / (counts.voted + 2)).prod(axis=0))


def importance(
    agreed: ArrayLike, passed: ArrayLike, voted: ArrayLike, extremity: ArrayLike
) -> Floats:
    """
    Say how much a statement tells: few pass, many agree, and it divides.

    References
    ----------
    compdemocracy/polis, math, conversation (importance-metric).

    Examples
    --------
    >>> importance(0, 0, 0, [0, 1, 3]).tolist()
    [0.25, 0.5, 1.0]
    """
    a, p, s, e = (np.asarray(one, np.float64) for one in (agreed, passed, voted, extremity))
    return np.asarray((1 - (p + 1) / (s + 2)) * (e + 1) * ((a + 1) / (s + 2)))


def priority(importances: ArrayLike, voted: ArrayLike, meta: ArrayLike = False) -> Floats:
    """
    Say how often a statement is to be shown next: what tells much, and has few votes so far.

    Parameters
    ----------
    importances, voted
        Of each statement.
    meta
        Whether it is about the conversation itself or the people in it: always 49.

    References
    ----------
    compdemocracy/polis, math, conversation (priority-metric).

    Examples
    --------
    >>> priority([0.25, 0.5], 0).tolist()
    [5.0625, 20.25]
    """
    weight = np.asarray(importances) * (1 + 8 * 2 ** (-np.asarray(voted, np.float64) / 5))
    return np.where(meta, META_PRIORITY, weight**2)
