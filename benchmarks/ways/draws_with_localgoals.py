"""Draw intervals of score and rank for 1,000 cities with LocalGoals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from index_inputs import CITIES_DRAWN, DRAWS, GROUPS, ITEMS, Inputs, run
from telling import Clock

from localgoals.scoring.aggregate import Grouping, Index
from localgoals.scoring.normalise import Scales
from localgoals.scoring.uncertainty import Panel, PeerGroup, intervals
from localgoals.scoring.weights import Weights

NAMES = tuple(f"item {number}" for number in range(ITEMS))


def drawn(inputs: Inputs, _folder: Path) -> Clock:
    """Choose everything anew a thousand times."""
    # The latest year in which an odd city, which reports more, has a figure.
    values = inputs.values[1 : 2 * CITIES_DRAWN : 2]
    known = ~np.isnan(values)
    last = values.shape[2] - 1 - np.argmax(known[:, :, ::-1], axis=2)
    latest = np.take_along_axis(values, last[:, :, np.newaxis], axis=2)[:, :, 0]
    span = inputs.best - inputs.worst
    scales = Scales(inputs.best, inputs.worst + 0.8 * span, inputs.worst + 0.4 * span, inputs.worst)
    groups = inputs.group_of["goal"]
    members = {
        f"{group}": tuple(NAMES[at] for at in np.flatnonzero(groups == group))
        for group in range(GROUPS["goal"])
    }
    index = Index(NAMES, Grouping("goal", members), Weights.equal(NAMES))
    peers = PeerGroup("made up", tuple(f"city {number}" for number in range(CITIES_DRAWN)))
    clock = Clock()
    found = intervals(Panel(peers, latest, scales, index), draws=DRAWS)
    clock.done("draw")
    assert found.ranked == CITIES_DRAWN
    return clock


if __name__ == "__main__":
    run(drawn)
