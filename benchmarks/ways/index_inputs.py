"""What both ways of scoring are given: made-up figures of a stated size, and how they report."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from telling import Clock, peak_mb, tell

CITIES, ITEMS, YEARS = 11_000, 120, 20
CITIES_DRAWN, DRAWS = 1000, 1000
MIN_COVERAGE = 0.5
GROUPS = {"goal": 17, "domain": 5, "objective": 4}


@dataclass(frozen=True)
class Inputs:
    """Figures, bounds, and the group of each indicator in each grouping."""

    values: np.ndarray
    """[cities x indicators x years]; NaN where not known."""
    best: np.ndarray
    worst: np.ndarray
    group_of: dict[str, np.ndarray]


def make(folder: Path) -> None:
    """
    Make figures with gaps as they are: years not reported, indicators that some cities never have.

    Half of the cities report an indicator at all with a chance of 85 %, the others with 50 %; who
    reports it does so in two years of three.
    """
    chance = np.random.default_rng(7)
    values = chance.gamma(2.0, 15.0, (CITIES, ITEMS, YEARS))
    share = np.where(np.arange(CITIES) % 2, 0.85, 0.5)[:, np.newaxis]
    never = chance.random((CITIES, ITEMS)) > share
    values[never] = np.nan
    values[chance.random(values.shape) > 2 / 3] = np.nan
    low, high = chance.uniform(0, 10, ITEMS), chance.uniform(60, 120, ITEMS)
    flip = chance.random(ITEMS) < 0.5
    np.save(folder / "values.npy", values)
    np.save(folder / "best.npy", np.where(flip, low, high))
    np.save(folder / "worst.npy", np.where(flip, high, low))
    for name, count in GROUPS.items():
        np.save(folder / f"{name}.npy", np.arange(ITEMS) % count)


def read(folder: Path) -> Inputs:
    """Read what `make` wrote."""
    return Inputs(
        np.load(folder / "values.npy"),
        np.load(folder / "best.npy"),
        np.load(folder / "worst.npy"),
        {name: np.load(folder / f"{name}.npy") for name in GROUPS},
    )


def run(way: Callable[[Inputs, Path], Clock]) -> None:
    """Run a way on the folder that the command line names, and print what it took as JSON."""
    folder = Path(sys.argv[1])
    inputs = read(folder)
    before_mb = peak_mb()
    tell(way(inputs, folder), before_mb=before_mb)
