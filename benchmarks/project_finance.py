"""
Draws of 10,000 projects, and their internal rates of return, beside NumPy Financial.

NumPy Financial takes one flow at a time, so it draws fewer projects; all figures that both give
must be the same before a time counts.
"""

from __future__ import annotations

import sys
from pathlib import Path
from zlib import crc32

import numpy as np

from localgoals.projects.finance import irr, npv
from localgoals.projects.uncertainty import (
    DRIVERS,
    ITEMS,
    Projects,
    Spread,
    outlooks,
    triangular,
)

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from measured import HEADER, alone, compared, fastest_s, measured
from page import markdown_table, publish

PACKAGES = ("localgoals", "numpy", "numpy-financial")
MANY, FEW, YEARS, DRAWS, SEED = 10_000, 100, 20, 1_000, 1
SPREADS = dict.fromkeys(ITEMS, Spread(-0.1, 0.3)) | {"discount_rate": Spread(-0.02, 0.02)}
_THREADS = 2
_DIGITS = 53
"""Of a number: to halve an interval down to the last one takes as many looks at the flows."""
_SAME = 1e-6


def made_up_projects(count: int) -> Projects:
    """Draw projects that cost two years and earn for the rest, with a loan of ten years."""
    draw = np.random.default_rng(6)
    flows = np.zeros((count, len(ITEMS), YEARS))
    flows[:, 0, :2] = draw.uniform(50, 100, (count, 2))
    for item, most in ((1, 3), (2, 20), (3, 10)):
        flows[:, item, 2:] = draw.uniform(1, most, (count, YEARS - 2))
    service = np.r_[np.zeros(2), np.full(10, 3.0), np.zeros(YEARS - 12)]
    names = [f"project {one}" for one in range(count)]
    alike = np.ones(count)
    return Projects(names, flows, 0.05 * alike, np.outer(alike, service), 1.2 * alike)


def first_of(projects: Projects, count: int) -> Projects:
    """Take the first few projects."""
    return Projects(*(one[:count] for one in projects))


def ours_of(projects: Projects) -> np.ndarray:
    """Give mean, percentiles, and the share of draws that lose, of each project."""
    found = outlooks(projects, SPREADS, DRAWS, SEED, threads=_THREADS)
    return np.array(found[:5]).T


def theirs_of(projects: Projects) -> np.ndarray:
    """Work the value of each draw out by NumPy Financial."""
    import numpy_financial as npf

    answer = np.empty((len(projects.names), 5))
    for row, name in enumerate(projects.names):
        random = np.random.default_rng([SEED, crc32(name.encode())])
        shifts = {one: triangular(random.random(DRAWS), *SPREADS[one]) for one in DRIVERS}
        values = np.empty(DRAWS)
        for draw in range(DRAWS):
            cost, running, revenue, benefit = (
                (1 + shifts[item][draw]) * projects.flows[row, number]
                for number, item in enumerate(ITEMS)
            )
            rate = projects.rate[row] + shifts["discount_rate"][draw]
            values[draw] = npf.npv(rate, revenue + benefit - cost - running)
        answer[row] = values.mean(), *np.quantile(values, (0.1, 0.5, 0.9)), (values < 0).mean()
    return answer


def rates_of(table: np.ndarray) -> np.ndarray:
    """Take the internal rate of return of one flow after another by NumPy Financial."""
    import numpy_financial as npf

    return np.array([npf.irr(row) for row in table])


def apart(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Stop when answers differ; give by how much they do at most."""
    if (np.isnan(ours) != np.isnan(theirs)).any():
        sys.exit("One way finds figures where the other finds none: no comparison.")
    most = float(np.nanmax(np.abs(ours - theirs) / np.maximum(1.0, np.abs(theirs))))
    if most > _SAME:
        sys.exit(f"The answers differ by {most:.3g}: no comparison.")
    return most


def main() -> None:
    """Measure, check, print, and write the table into the documentation."""
    projects = made_up_projects(MANY)
    few = first_of(projects, FEW)
    cost, running, revenue, benefit = np.moveaxis(projects.flows, 1, 0)
    table = revenue + benefit - cost - running
    drawn = {len(one.names): measured(lambda one=one: ours_of(one)) for one in (few, projects)}
    slow = measured(lambda: theirs_of(few), rounds=1)
    rates, their_rates = measured(lambda: irr(table)), measured(lambda: rates_of(table), rounds=1)
    differ = max(apart(drawn[FEW].answer, slow.answer), apart(rates.answer, their_rates.answer))
    once_s = fastest_s(lambda: np.random.default_rng(1).random((len(DRIVERS), DRAWS)))
    look_s = fastest_s(lambda: npv(table, 0.05))
    peer = "NumPy Financial"
    rows = [
        compared(f"{DRAWS:,} draws of {FEW:,} projects", drawn[FEW], peer, slow, FEW * once_s),
        alone(f"{DRAWS:,} draws of {MANY:,} projects", drawn[MANY], MANY * once_s),
        compared(
            f"internal rates of {MANY:,} projects", rates, peer, their_rates, _DIGITS * look_s
        ),
    ]
    note = f"The answers differ by at most {differ:.1g}."
    publish("project-finance", [markdown_table(HEADER, rows), note], PACKAGES)


if __name__ == "__main__":
    main()
