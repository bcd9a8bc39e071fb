"""
Opinion groups of 100,000 voters on 500 statements, and of fewer beside red-dwarf.

Where participants stand must be the same before a time counts; how far the groups agree is said,
as red-dwarf begins at random and knows no base clusters.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from localgoals.planning.opinion_clusters import adjusted_rand, opinion_groups
from localgoals.planning.opinion_space import opinion_space
from localgoals.planning.opinion_statistics import consensus, representative
from localgoals.planning.votes import Votes, taken_in, tally, votes_of

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from measured import HEADER, alone, compared, fastest_s, measured
from page import markdown_table, publish

PACKAGES = ("localgoals", "numpy", "scipy", "red-dwarf", "scikit-learn")
LARGE, SMALL = (100_000, 500, 0.05), (2_000, 100, 0.2)
POLIS_STEPS = 100
_SAME = 1e-6


def made_up_votes(people: int, statements: int, filled: float) -> Votes:
    """Draw three camps that lean to different sides, with one vote in seven a pass."""
    draw = np.random.default_rng(6)
    camp = draw.choice(3, people, p=[0.5, 0.3, 0.2])
    lean = draw.choice([0.15, 0.5, 0.85], (3, statements))
    who, what = np.nonzero(draw.random((people, statements), np.float32) < filled)
    agreed = draw.random(len(who)) < lean[camp[who], what]
    values = np.where(draw.random(len(who)) < 1 / 7, 0, np.where(agreed, 1, -1))
    return votes_of(who, what, values, np.ones(statements, np.bool_), rows=people)


def ours_of(votes: Votes) -> np.ndarray:
    """Find places, groups, and what stands for them; give places and groups."""
    space, taken = opinion_space(votes), taken_in(votes)
    # Far from each other, as red-dwarf begins too; only by chance.
    found = opinion_groups(space.participants[taken], start="spread")
    labels = np.full(len(taken), -1)
    labels[taken] = found.labels
    counts = tally(votes, labels, int(labels.max()) + 1)
    representative(counts, votes.shown)
    consensus(tally(votes, np.zeros(len(labels), np.int64), 1), votes.shown)
    return np.column_stack([space.participants, labels])


def theirs_of(votes: Votes) -> np.ndarray:
    """Run red-dwarf on the same votes."""
    from reddwarf.implementations.polis import run_pipeline

    who = np.repeat(np.arange(len(votes.counts)), votes.counts)
    cast = zip(who.tolist(), votes.matrix.indices.tolist(), votes.matrix.data.tolist(), strict=True)
    listed = [
        {"participant_id": p, "statement_id": s, "vote": int(v), "modified": 0} for p, s, v in cast
    ]
    found = run_pipeline(votes=listed, random_state=1).participants_df.sort_index()
    labels = found["cluster_id"].astype("Float64").fillna(-1).to_numpy(np.float64)
    return np.column_stack([found[["x", "y"]].to_numpy(), labels])


def limit_s(votes: Votes) -> float:
    """Take what the steps of Polis cost at least: each vote twice, for two directions."""
    one = fastest_s(lambda: votes.matrix @ np.ones(votes.matrix.shape[1]))
    return 4 * POLIS_STEPS * one


def main() -> None:
    """Measure, check, print, and write the table into the documentation."""
    small, large = made_up_votes(*SMALL), made_up_votes(*LARGE)
    ours, theirs = measured(lambda: ours_of(small)), measured(lambda: theirs_of(small))
    apart = float(np.abs(np.abs(ours.answer[:, :2]) - np.abs(theirs.answer[:, :2])).max())
    if apart > _SAME:
        sys.exit(f"Participants stand up to {apart:.3g} apart: no comparison.")
    agree = adjusted_rand(ours.answer[:, 2], theirs.answer[:, 2])
    rows = [
        compared(named(small), ours, "red-dwarf", theirs, limit_s(small)),
        alone(named(large), measured(lambda: ours_of(large), rounds=2), limit_s(large)),
    ]
    note = (
        f"Places on the map are the same to {_SAME:.6f}; "
        f"the groups agree by {agree:.3f} (adjusted Rand)."
    )
    publish("opinion-groups", [markdown_table(HEADER, rows), note], PACKAGES)


def named(votes: Votes) -> str:
    """Name the work by its size."""
    people, statements = votes.matrix.shape
    return f"groups of {people:,} voters, {statements} statements, {votes.matrix.nnz:,} votes"


if __name__ == "__main__":
    main()
