"""What `opinion-groups` finds, and which of it may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from localgoals.planning.opinion_clusters import (
    Choice,
    OpinionGroups,
    Start,
    adjusted_rand,
    k_means,
    opinion_groups,
)
from localgoals.planning.opinion_space import OpinionSpace, opinion_space
from localgoals.planning.opinion_statistics import (
    Agreed,
    Representative,
    consensus,
    group_aware_consensus,
    importance,
    priority,
    representative,
)
from localgoals.planning.small_cells import withheld
from localgoals.planning.votes import Booleans, Floats, Integers, Tally, taken_in, tally
from localgoals.tool_suite.opinion_inputs import Conversation

__all__ = ["LETTERS", "Opinions", "found_opinions", "statement_table"]

LETTERS = "ABCDE"
"""Names of the groups, the largest first."""
_OTHER: dict[Start, Start] = {"spread": "first", "first": "spread"}


@dataclass(frozen=True)
class Opinions:
    """Everything that was found."""

    talk: Conversation
    space: OpinionSpace
    labels: Integers
    """Of each participant the number of the group; -1 for those who voted too little."""
    tried: tuple[Choice, ...]
    from_elsewhere: float
    """How far groups that begin elsewhere agree with these: adjusted Rand. [1 the same]"""
    from_published: float
    """The same, of the groups that the file brings along; NaN where it has none."""
    counts: Tally
    """Of the groups."""
    stand_for: tuple[Representative, ...]
    """Of groups and statements that may be shown."""
    agreed: tuple[Agreed, ...]
    sizes: Floats
    """Participants of each group; NaN where withheld."""
    hidden: Booleans
    """Of each group and statement, whether its counts are withheld."""


def found_opinions(talk: Conversation) -> Opinions:
    """Run the method on a conversation."""
    taken = taken_in(talk.votes)
    space = opinion_space(talk.votes)
    points = space.participants[taken]
    made = opinion_groups(points, groups=talk.groups, start=talk.start)
    labels = np.full(len(talk.participants), -1)
    labels[taken] = made.labels
    count = int(made.labels.max()) + 1
    counts = tally(talk.votes, labels, count)
    sizes, hidden = _withheld(labels, counts, talk.fewest)
    return Opinions(
        talk,
        space,
        labels,
        made.tried,
        _from_elsewhere(points, made, talk.start),
        _from_published(labels, talk.published),
        counts,
        tuple(
            one
            for one in representative(counts, talk.votes.shown)
            if not hidden[one.group, one.statement]
        ),
        # Of those in groups: beside all participants, the few in none could be worked out.
        tuple(one for one in consensus(counts, talk.votes.shown) if one.voted >= talk.fewest),
        sizes,
        hidden,
    )


def _withheld(labels: Integers, counts: Tally, fewest: int) -> tuple[Floats, Booleans]:
    """Withhold small groups, and counts of few voters, with what would give them away."""
    people = np.bincount(labels[labels >= 0], minlength=len(counts.voted))
    small = withheld(people, fewest).both
    hidden = np.column_stack([withheld(column, fewest).both for column in counts.voted.T])
    return np.where(small, nan, people), hidden | small[:, None]


def _from_elsewhere(points: Floats, made: OpinionGroups, start: Start) -> float:
    """Group the base clusters anew, begun at other points."""
    count = int(made.labels.max()) + 1
    if count < 2:
        return nan
    sizes = np.bincount(made.base).astype(np.float64)
    sums = [np.bincount(made.base, axis) for axis in points.T]
    other = k_means(np.column_stack(sums) / sizes[:, None], sizes, count, start=_OTHER[start])
    return adjusted_rand(made.labels, other.labels[made.base])


def _from_published(labels: Integers, published: Floats) -> float:
    both = (labels >= 0) & ~np.isnan(published)
    if not both.any():
        return nan
    return adjusted_rand(labels[both], published[both].astype(np.int64))


def statement_table(found: Opinions) -> pd.DataFrame:
    """Give what is known of each statement; counts of few voters are NaN."""
    talk, counts = found.talk, found.counts
    voted = counts.voted.sum(axis=0)
    agreed = counts.agreed.sum(axis=0)
    passed = voted - agreed - counts.disagreed.sum(axis=0)
    told = importance(agreed, passed, voted, found.space.extremity)
    few = voted < talk.fewest
    unseen = few | found.hidden.any(axis=0)
    columns: dict[str, object] = {
        "statement": talk.statements,
        "text": [one.en for one in talk.texts],
        "moderated_out": ~talk.votes.shown,
        "voted": _seen(voted, few),
        "agreed": _seen(agreed, few),
        "disagreed": _seen(counts.disagreed.sum(axis=0), few),
        # A product of the shares of all groups would give a share away that is withheld.
        "group_aware_consensus": _seen(group_aware_consensus(counts), unseen),
        "extremity": found.space.extremity,
        "priority": _seen(priority(told, voted, talk.meta), unseen),
    }
    for group, letter in enumerate(LETTERS[: len(counts.voted)]):
        for name, cells in counts._asdict().items():
            columns[f"{letter}_{name}"] = _seen(cells[group], found.hidden[group])
    return pd.DataFrame(columns)


def _seen(values: Integers | Floats, hidden: Booleans) -> Floats:
    return np.where(hidden, nan, np.asarray(values, np.float64))
