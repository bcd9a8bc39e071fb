"""Normalise, score and aggregate with LocalGoals: block by block, all groupings in one pass."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from index_inputs import GROUPS, ITEMS, MIN_COVERAGE, Inputs, run
from telling import Clock

from localgoals.scoring.aggregate import Grouping, Index, Rule, score_groups
from localgoals.scoring.normalise import Scales
from localgoals.scoring.weights import Weights

NAMES = tuple(f"item {number}" for number in range(ITEMS))


def scored(inputs: Inputs, folder: Path) -> Clock:
    """Score every city in every year by goal, domain and objective."""
    clock = Clock()
    span = inputs.best - inputs.worst
    green, red = inputs.worst + 0.8 * span, inputs.worst + 0.4 * span
    scales = Scales(inputs.best, green, red, inputs.worst)
    members = {
        f"{name} {group}": tuple(NAMES[at] for at in np.flatnonzero(inputs.group_of[name] == group))
        for name, count in GROUPS.items()
        for group in range(count)
    }
    index = Index(
        NAMES, Grouping("all", members), Weights.equal(NAMES), Rule("arithmetic", MIN_COVERAGE)
    )
    found = score_groups(inputs.values, scales, index)
    clock.done("score")
    np.save(folder / "localgoals.npy", found.scores)
    return clock


if __name__ == "__main__":
    run(scored)
