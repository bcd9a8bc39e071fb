"""Normalise, score and aggregate with pandas: a long table, and a groupby for each grouping."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from index_inputs import CITIES, GROUPS, ITEMS, MIN_COVERAGE, YEARS, Inputs, run
from telling import Clock


def scored(inputs: Inputs, folder: Path) -> Clock:
    """Score every city in every year by goal, domain and objective."""
    shape = inputs.values.shape
    cities, items, years = (axis.ravel() for axis in np.indices(shape, dtype=np.int16))
    table = pd.DataFrame(
        {"city": cities, "item": items, "year": years, "value": inputs.values.ravel()}
    ).dropna()
    # A table of this kind is how the figures come; to make it is not part of the work.
    del cities, items, years
    clock = Clock()
    best, worst = inputs.best[table["item"]], inputs.worst[table["item"]]
    table["score"] = ((table["value"] - worst) / (best - worst)).clip(0, 1)
    del best, worst
    results = []
    for name, count in GROUPS.items():
        table["group"] = inputs.group_of[name][table["item"]].astype(np.int16)
        found = table.groupby(["city", "group", "year"])["score"].agg(["mean", "count"])
        members = np.bincount(inputs.group_of[name], minlength=count)
        needed = np.ceil(MIN_COVERAGE * members)[found.index.get_level_values("group")]
        enough = found["mean"].where(found["count"] >= needed)
        whole = np.full((CITIES, count, YEARS), np.nan)
        whole[tuple(found.index.get_level_values(level) for level in range(3))] = enough
        results.append(whole)
    clock.done("score")
    assert shape == (CITIES, ITEMS, YEARS)
    np.save(folder / "pandas.npy", np.concatenate(results, axis=1))
    return clock


if __name__ == "__main__":
    run(scored)
