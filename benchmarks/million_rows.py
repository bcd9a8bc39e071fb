"""
The check of a long table of 1,000,000 rows beside frictionless and pandera, with the same schema.

Every way runs in its own process on one made-up file with known faults in it, and has to name their
rows before anything is compared.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "ways"))

from page import machine, markdown_table, write_section  # noqa: E402  it lies in the folder above

OURS = "LocalGoals"
WAYS = {
    OURS: "check_with_localgoals.py",
    "frictionless": "check_with_frictionless.py",
    "pandera": "check_with_pandera.py",
}
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
        results = {way: fastest(script, path) for way, script in WAYS.items()}
        whole = fastest(WAYS[OURS], sound)
    for way, run in results.items():
        if run["rows"] != expected:
            sys.exit(f"{way} names the rows {run['rows']}, not {expected}: no comparison.")
    results[f"{OURS}, no fault in the table: every check"] = whole
    table = as_table(results)
    print(table)
    what = f"{ROWS:,} rows, {size_mb:.0f} MB, {len(expected)} rows at fault."
    write_section("million-rows", f"{what}\n\n{table}\n\n{machine(PACKAGES)}")


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


def fastest(script: str, path: Path) -> dict:
    """Run one way several times in processes of its own, and keep the fastest run."""
    return min((run_once(script, path) for _ in range(ROUNDS)), key=lambda run: run["seconds"])


def run_once(script: str, path: Path) -> dict:
    """Run one way in a process of its own."""
    finished = subprocess.run(
        [sys.executable, str(HERE / "ways" / script), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        sys.exit(f"{script} failed:\n{finished.stderr}")
    return dict(json.loads(finished.stdout.splitlines()[-1]))


def as_table(results: dict[str, dict]) -> str:
    """Lay out the seconds and the memory of every way."""
    ours = results[OURS]["seconds"]
    rows = [
        [way, f"{run['seconds']:.1f}", f"{run['seconds'] / ours:.1f}", f"{run['peak_mb']:.0f} MB"]
        for way, run in results.items()
    ]
    return markdown_table(["way", "seconds", "ratio", "peak memory"], rows)


if __name__ == "__main__":
    main()
