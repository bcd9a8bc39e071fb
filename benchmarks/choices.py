"""
Options in order by weighted criteria: weighted sum and TOPSIS, beside scikit-criteria.

Both ways scale the same values in the same way, and must give the same scores before a time counts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from localgoals.planning.choice import sum_scaled, topsis, vector_scaled, weighted_sum

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from measured import HEADER, compared, fastest_s, measured
from page import markdown_table, publish

PACKAGES = ("localgoals", "numpy", "scikit-criteria")
OPTIONS, CRITERIA = 100_000, 10
PEER = "scikit-criteria"


def made_up() -> tuple[np.ndarray, np.ndarray]:
    """Draw values above 0 on scales of their own, and weights."""
    draw = np.random.default_rng(4)
    scales = 10.0 ** draw.integers(-2, 5, CRITERIA)
    return draw.uniform(1, 9, (OPTIONS, CRITERIA)) * scales, draw.uniform(1, 5, CRITERIA)


def by_peer(values: np.ndarray, weights: np.ndarray, *, near_ideal: bool) -> np.ndarray:
    """Let scikit-criteria scale and weigh."""
    from skcriteria import mkdm
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.preprocessing.scalers import SumScaler, VectorScaler

    table = mkdm(values, [max] * CRITERIA, weights=weights)
    if near_ideal:
        found = TOPSIS().evaluate(VectorScaler("matrix").transform(table))
        return np.asarray(found.e_.similarity)
    scaled = SumScaler("matrix").transform(table)
    return np.asarray(WeightedSumModel().evaluate(scaled).e_.score)


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    values, weights = made_up()
    look_s = fastest_s(lambda: values.sum())
    rows = []
    for name, work, near_ideal in (
        ("weighted sum", lambda: weighted_sum(sum_scaled(values), weights), False),
        ("TOPSIS", lambda: topsis(vector_scaled(values), weights).similarity, True),
    ):
        ours = measured(work)
        theirs = measured(lambda near=near_ideal: by_peer(values, weights, near_ideal=near))
        np.testing.assert_allclose(ours.answer, theirs.answer, rtol=1e-9)
        words = f"{name}, {OPTIONS:,} options x {CRITERIA} criteria"
        rows.append(compared(words, ours, PEER, theirs, look_s))
    publish("choices", [markdown_table(HEADER, rows)], PACKAGES)


if __name__ == "__main__":
    main()
