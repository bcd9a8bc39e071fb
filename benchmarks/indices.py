"""
Scoring at scale beside plain pandas: 11,000 cities, 120 indicators, 20 years; and 1,000 draws.

Both ways start from the same file, run in processes of their own and take turns; the fastest of the
rounds counts. The answers are compared before anything is stated.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from in_turn import as_measured, in_turn
from index_inputs import CITIES, CITIES_DRAWN, DRAWS, ITEMS, YEARS, make
from measured import HEADER, alone, compared, fastest_s
from page import markdown_table, publish

OURS, THEIRS, DRAWING = "LocalGoals", "pandas", "draws"
WAYS = {
    OURS: "index_with_localgoals.py",
    THEIRS: "index_with_pandas.py",
    DRAWING: "draws_with_localgoals.py",
}
ROUNDS = 3
PACKAGES = ("localgoals", "numpy", "scipy", "pandas")


def main() -> None:
    """Measure, check, print, and write the table into the documentation."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        make(folder)
        runs = in_turn(WAYS, folder, rounds=ROUNDS)
        apart = check(folder)
        values = np.load(folder / "values.npy")
    ours, theirs, draws = (as_measured(runs[way]) for way in (OURS, THEIRS, DRAWING))
    latest = values[:CITIES_DRAWN, :, 0].copy()
    once_s, drawn_s = fastest_s(values.sum), DRAWS * fastest_s(latest.sum)
    rows = [
        compared(f"score {CITIES:,} x {ITEMS} x {YEARS}", ours, THEIRS, theirs, once_s),
        alone(f"{DRAWS:,} draws for {CITIES_DRAWN:,} cities", draws, drawn_s),
    ]
    note = f"The answers differ by at most {apart:.1g}."
    publish("indices", [markdown_table(HEADER, rows), note], PACKAGES)


def check(folder: Path) -> float:
    """Stop when the answers differ by more than 1e-9; give by how much they do."""
    ours, theirs = (np.load(folder / f"{name}.npy") for name in ("localgoals", "pandas"))
    if (np.isnan(ours) != np.isnan(theirs)).any():
        sys.exit("The two ways leave out different scores: no comparison.")
    apart = float(np.nanmax(np.abs(ours - theirs)))
    if apart > 1e-9:
        sys.exit(f"The scores differ by {apart:.3g}: no comparison.")
    return apart


if __name__ == "__main__":
    main()
