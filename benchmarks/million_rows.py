"""
The check of a long table of 1,000,000 rows beside frictionless and pandera, with the same schema.

Every way runs in its own process on one made-up file with known faults in it, and has to name their
rows before anything is compared.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from in_turn import as_measured, in_turn
from measured import HEADER, alone, compared, fastest_s
from page import markdown_table, publish

OURS = "LocalGoals"
WAYS = {
    OURS: "check_with_localgoals.py",
    "frictionless": "check_with_frictionless.py",
    "pandera": "check_with_pandera.py",
}
FAULTS, WHOLE = "to the list of rows at fault", "no fault in the table: every check"
ROWS = 1_000_000
GROUPS = ("", "sex=female", "sex=male", "age=0-14", "age=15-64")
PACKAGES = ("localgoals", "pandas", "pyarrow", "frictionless", "pandera")
ROUNDS = 2


def main() -> None:
    """Measure, check, print, and write the table into the documentation."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.csv"
        sound = Path(folder) / "sound.csv"
        expected = write_tables(path, sound)
        size_mb = path.stat().st_size / 1e6
        runs = in_turn(WAYS, path, rounds=ROUNDS)
        (whole,) = in_turn({WHOLE: WAYS[OURS]}, sound, rounds=ROUNDS).values()
        limit_s = fastest_s(lambda: apart(path))
    for way, run in runs.items():
        if run["rows"] != expected:
            sys.exit(f"{way} names the rows {run['rows']}, not {expected}: no comparison.")
    ours = as_measured(runs.pop(OURS))
    rows = [
        *(compared(FAULTS, ours, way, as_measured(run), limit_s) for way, run in runs.items()),
        alone(WHOLE, as_measured(whole), limit_s),
    ]
    what = f"{ROWS:,} rows, {size_mb:.0f} MB, {len(expected)} rows at fault."
    publish("million-rows", [what, markdown_table(HEADER, rows)], PACKAGES)


def write_tables(path: Path, sound: Path) -> list[int]:
    """Write a table with faults and one without; give the rows at fault, as a person counts."""
    chance = np.random.default_rng(3)
    area, series, year, group = np.unravel_index(np.arange(ROWS), (500, 20, 20, len(GROUPS)))
    table = pd.DataFrame(
        {
            "series": [f"a-series-of-statistics-{number:02d}" for number in series],
            "area": [f"CN-{number:06d}" for number in area],
            "period": (2001 + year).astype(str),
            "group": np.array(GROUPS)[group],
            "value": np.round(chance.lognormal(8, 0.3, ROWS), 1).astype(str),
        }
    )
    table.to_csv(sound, index=False, lineterminator="\n")
    faults = chance.choice(np.arange(1000, ROWS, 7), 12, replace=False)
    table.loc[faults[:3], "value"] = "about 5"
    table.loc[faults[3:6], "period"] = "in 2019"
    table.loc[faults[6:9], "area"] = ""
    key = ["series", "area", "period", "group"]
    # Figures that stand there before, with another value.
    table.loc[faults[9:], key] = table.loc[[1, 2, 3], key].to_numpy()
    table.to_csv(path, index=False, lineterminator="\n")
    return sorted(int(row) + 2 for row in faults)


def apart(path: Path) -> None:
    """Take a file apart into cells of text, and do nothing with them."""
    names = path.open(encoding="utf-8").readline().strip().split(",")
    as_text = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    csv.read_csv(path, convert_options=as_text)


if __name__ == "__main__":
    main()
